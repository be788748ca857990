# The owner's command, and whole shops as it takes them apart and puts them together.
package Owner;
use v5.36;

use Cgi ();
use Digest::SHA ();
use Exporter 'import';
use POSIX ();

our @EXPORT = qw(owner shop_dump backup_dump files_in picture_faults reseal);

our $command = "$Cgi::programs/../bin/warung";

# owner ARGUMENT ...: how it ended ($?), and all that it said.  It is asked nothing.  $under: a
# command that starts it.
our @under;

sub owner (@arguments)
{
	my $pid = open(my $out, '-|') // die "fork: $!";

	if ($pid == 0) {
		open STDIN, '<', '/dev/null';
		open STDERR, '>&', \*STDOUT;
		exec @under, $command, '--data', $Cgi::data, @arguments or POSIX::_exit(98);
	}
	my $said = do { local $/; <$out> } // '';
	close $out;
	return ($?, $said);
}

# All rows of a shop, as SQL.
sub shop_dump ($data = $Cgi::data)
{
	return scalar qx(sqlite3 -batch '$data/warung.db' .dump);
}

# The same of the shop in a backup, without what makes it one.
sub backup_dump ($file)
{
	my $dump = qx(sqlite3 -batch '$file' .dump);

	$dump =~ s/^CREATE TABLE backup\b.*?\n(?=CREATE TABLE backup_file)//ms;
	$dump =~ s/^CREATE TABLE backup_file\b.*?\n(?=CREATE |DELETE FROM sqlite_sequence|COMMIT)//ms;
	return $dump;
}

# The files in a backup: name => bytes in hexadecimal, "" of what was not to be had.
sub files_in ($file)
{
	open my $rows, '-|', 'sqlite3', '-batch', $file, 'SELECT name, hex(bytes) FROM backup_file' or die "sqlite3: $!";
	chomp(my @rows = <$rows>);
	close $rows or die "no backup: $file\n";
	return map { split /\|/, $_, 2 } @rows;
}

# What is wrong with the pictures that the rows of this shop name: each must be there, twice.
sub picture_faults ()
{
	return grep { !-s "$Cgi::data/media/$_" } map { ($_, s/\.jpg$/-small.jpg/r) } Cgi::query(
		"SELECT image FROM product WHERE image <> '' UNION SELECT qris FROM user WHERE qris <> ''");
}

# reseal FILE, SQL: a backup with other rows, whose sum is right.
sub reseal ($file, $sql)
{
	my $line = qr/\n-- warung backup, sha256 [0-9a-f]{64}\n\z/;
	my $bytes = Cgi::slurp($file) =~ s/$line//r;

	Cgi::spew($file, $bytes);
	system('sqlite3', '-batch', $file, $sql) == 0 or die "sqlite3: $sql\n";
	$bytes = Cgi::slurp($file);
	Cgi::spew($file, "$bytes\n-- warung backup, sha256 " . Digest::SHA::sha256_hex($bytes) . "\n");
}

1;
