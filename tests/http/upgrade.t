#!/usr/bin/perl
# upgrade: a shop of each version that ever was moves to this one: nothing of it is lost, its tables
# are those of a new shop, and its pages are shown.
use v5.36;
use FindBin '$Bin';
use lib $Bin;

use Cgi qw(:DEFAULT leads);
use Test::More;

my $warung = "$Cgi::programs/../bin/warung";
my $place = $Cgi::place;
my ($newest) = slurp('common/db/db.h') =~ /DB_SCHEMA_VERSION = (\d+)/ or die "which version is this?\n";
my @pictures = map { ("$_.jpg", "$_-small.jpg") } qw(AAAAAAAAAAAAAAAAAAAAAA-8x6 BBBBBBBBBBBBBBBBBBBBBB-6x8);
my $tea = '11111111-2222-4333-8444-555555555555';

# run ARGUMENT ...: exit status, and all that the command said.
sub run (@arguments)
{
	my $said = qx('$warung' --data '$Cgi::data' @arguments 2>&1 </dev/null);
	return ($? >> 8, $said);
}

sub run_ok ($what, @arguments)
{
	my ($status, $said) = run(@arguments);
	is($status, 0, $what) or diag($said);
	return $said;
}

# A shop as the programs of that version left it.
sub shop_of ($version)
{
	system('rm', '-rf', $Cgi::data);
	mkdir "$Cgi::data$_", 0700 or die "$Cgi::data$_: $!" for '', '/sessions', '/media';
	spew("$Cgi::data/media/$_", "bytes of $_\0") for @pictures;
	spew("$Cgi::data/warung.log", '');
	spew("$Cgi::data/warung.db", '');
	chmod 0600, glob "$Cgi::data/*.*";
	open my $sql, '|-', 'sqlite3', '-bail', "$Cgi::data/warung.db" or die "sqlite3: $!";
	print $sql slurp("$Bin/schemas/$version.sql"), map { slurp("$Bin/schemas/rows$_.sql") } 1 .. $version;
	print $sql "UPDATE user SET ", $version == 3 ? 'cart' : 'memory', " = 'cart.$tea=2' WHERE id = 2;\n"
		if $version >= 3;
	print $sql "UPDATE user SET is_staff = 1 WHERE is_superuser = 1;\n";
	print $sql "PRAGMA user_version = $version;\n";
	close $sql or die "schema $version does not fit its rows\n";
}

# Every value of every table, with the names of today.
sub rows ($columns_of = {})
{
	my %rows;

	for my $table (%$columns_of ? keys %$columns_of : query("SELECT name FROM sqlite_schema
			WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
		my @columns = $columns_of->{$table} ? @{ $columns_of->{$table} } :
			query("SELECT name FROM pragma_table_info('$table')");
		my $row = join q( || ',' || ), map { "quote(\"$_\")" } @columns;
		my @rows = query("SELECT $row FROM \"$table\" ORDER BY 1");
		s/^cart$/memory/ for @columns;
		$rows{$table} = { columns => \@columns, rows => \@rows };
	}
	return \%rows;
}

sub schema ()
{
	return join "\n", query('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name'),
		query('PRAGMA user_version');
}

sub dump_of ($data)
{
	return qx(sqlite3 '$data/warung.db' .dump);
}

# A new shop's.
my $wanted = do {
	ask('shop')->{status} == 200 or die "no new shop\n";
	schema();
};

# ---- what no upgrade does ----

sub refuses_newer ()
{
	query("PRAGMA user_version = " . ($newest + 1));
	my ($status, $said) = run('migrate');
	is($status, 1, 'a newer shop is refused');
	like($said, qr/^warung: .* has schema @{[$newest + 1]}, .*newer programs\n\z/, '... in one line');
	refused(503, qr/take newer programs/, '... by the pages, too', 'shop');
	query("PRAGMA user_version = $newest");
	my ($again, $nothing) = run('migrate');
	is("$again $nothing", "0 There is nothing to do: these data fit these programs.\n", 'nothing to do is no error');
	ok(!-e "$Cgi::data/backup", '... and needs no backup');
}

sub refuses_orphans ()
{
	shop_of($newest - 1);
	query('UPDATE product SET user_id = 99 WHERE seq = 9');
	my $before = dump_of($Cgi::data);
	my ($status, $said) = run('migrate');
	is($status, 1, 'rows that belong to nothing are not moved');
	like($said, qr/^warung: rows of the table product belong to something that is gone$/m, '... and the owner hears which');
	is(dump_of($Cgi::data), $before, '... the shop is as it was');
	is(query('PRAGMA user_version'), $newest - 1, '... of its version');
	ok(!-e "$Cgi::data/warung.db-journal", '... and nothing is left to clean up');
}

# ---- each version ----

sub pages_of ($version)
{
	my $siti = sign_in('siti');

	served(200, "$version: $_", $_, jar => {%$siti}) for 'shop', "product/$tea", 'list', 'orders', 'inventory', 'menu', 'order',
		'reading', 'session', 'json', 'xml', 'display', 'account';
	served(200, "$version: a cart", 'cart', jar => sign_in('budi'));
	like(ask('cart', jar => sign_in('budi'))->{body}, qr/name="quantity"[^>]* value="2"/, '... that was remembered')
		if $version >= 3;
	like(served(200, "$version: an order", 'orders/1', jar => {%$siti})->{body}, qr/Tea/, '... with its line') if $version >= 3;
	leads('/inventory', "$version: something new", $siti, 'create_item', name => 'Sapu', amount => 1, description => 'x');
	is(query('SELECT max(id) FROM item'), $version >= 3 ? 10 : 1, '... takes no number that was taken');
}

sub moves ($version)
{
	shop_of($version);
	my $before = rows();
	refused(503, qr/has schema $version, .*say `warung migrate`/, "$version: the pages say what to do", 'shop');
	my ($status, $said) = run('init');
	like("$status $said", qr/^1 .*say `warung migrate`/, '... and so does init');
	my $copy = run_ok("$version: migrate", 'migrate') =~ m{^(/\S+/backup/before-migrate-$version-\S+)$}m ? $1 : '/nowhere';
	is(sprintf('%04o', ((stat $copy)[2] // 0) & 07777), '0600', '... has made a backup');
	is(schema(), $wanted, '... the tables are those of a new shop');
	my $after = rows({ map { $_ => $before->{$_}{columns} } keys %$before });
	is_deeply($after->{$_}, $before->{$_}, "... with all in $_") for sort keys %$before;
	is(join(',', query('SELECT product_seq, quantity, made_by FROM stock_change')),
		'1|3|siti,9|2147483647|siti', '... and a ledger') if $version < 3;
	$said = join '', grep { !/belongs to root/ } map { "$_\n" } split /\n/, (run('doctor'))[1];
	like($said, qr/\A(?:Everything is well\.\n)?\z/, '... the doctor finds nothing');

	my $moved = dump_of($Cgi::data);
	pages_of($version);
	run_ok("$version: the older backup", 'restore', $copy, '--yes');
	is(dump_of($Cgi::data), $moved, '... is moved on its way back');
}

is(join(' ', map { m{(\d+)\.sql$} ? $1 : () } sort glob "$Bin/schemas/[0-9]*.sql"), join(' ', 1 .. $newest - 1),
	'every older schema is here');
refuses_newer();
moves($_) for 1 .. $newest - 1;
refuses_orphans();

done_testing;
