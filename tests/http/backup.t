#!/usr/bin/perl
# backup: a shop that is open is backed up, and comes back byte for byte; what is no whole backup, or
# does not fit, changes nothing.
use v5.36;
use FindBin '$Bin';
use lib $Bin;

use Cgi qw(:DEFAULT send_form);
use Compress::Zlib;
use Owner;
use POSIX ();
use Test::More;
use Time::HiRes 'sleep';

my $place = $Cgi::place;
my $data = $Cgi::data;
my $other = "$place/other";
my ($schema) = slurp('common/db/db.h') =~ /DB_SCHEMA_VERSION = (\d+)/;

# ---- people who use the shop ----

sub chunk ($name, $bytes)
{
	return pack('N', length $bytes) . $name . $bytes . pack('N', crc32($name . $bytes));
}

my $png = "\x89PNG\r\n\x1A\n" . chunk('IHDR', pack 'NNC5', 20, 20, 8, 2, 0, 0, 0)
	. chunk('IDAT', compress(("\0" . "\xC0\x20\x10" x 20) x 20)) . chunk('IEND', '');

sub part ($headers, $content)
{
	return "--b0undary\r\nContent-Disposition: form-data; $headers\r\n\r\n$content\r\n";
}

# A product with a picture is put on sale; its status.
sub sell ($jar, $name)
{
	return ask('add_product', jar => $jar, trusted => 1, type => 'multipart/form-data; boundary=b0undary',
		body => part('name="name"', $name) . part('name="price"', 1000) . part('name="stock"', 50)
		. part(qq(name="image"; filename="a.png"\r\nContent-Type: image/png), $png) . "--b0undary--\r\n")->{status};
}

sub seller ($jar, $number)
{
	for (my $i = 0; ; $i++) {
		sell($jar, "Teh $number $i") == 303 or POSIX::_exit(1);
		my ($id) = query("SELECT id FROM product WHERE name LIKE 'Teh $number %' ORDER BY seq LIMIT 1");
		send_form("delete_product/$id", $jar)->{status} == 303 or POSIX::_exit(2) if $i % 3 > 0;
	}
}

# A guest orders, again and again.
sub buyer ($jar)
{
	my $coffee = '44444444-2222-4333-8444-555555555555';

	while (1) {
		send_form('cart', $jar, action => 'add', product => $coffee)->{status} == 303 or POSIX::_exit(3);
		my ($token) = ask('checkout', jar => $jar)->{body} =~ /name="order_token" value="(\w+)"/ or POSIX::_exit(4);
		send_form('checkout', $jar, order_token => $token, name => 'Ani', phone => '0812 3456 7890')->{status} == 303
			or POSIX::_exit(5);
	}
}

# In a process of its own, with its own files for what is sent.
sub start ($work, @arguments)
{
	my $pid = fork // die "fork: $!";

	return $pid if $pid;
	$Cgi::place .= "/person$$";
	mkdir $Cgi::place;
	$work->(@arguments);
}

# ---- a backup and what comes of it ----

sub backed_up ($what, @file)
{
	my ($ended, $said) = owner('backup', @file);
	my ($file) = $said =~ m{\A(/\S+)\n\z};

	ok($ended == 0 && $file, $what) or diag($said);
	is(sprintf('%04o', (stat($file // '/'))[2] & 07777), '0600', '... for the owner alone');
	return $file // die "no backup\n";
}

sub restored ($what, $file)
{
	my ($ended, $said) = owner('restore', $file, '--yes');
	is($ended, 0, $what) or diag($said);
	is(shop_dump(), backup_dump($file), '... row for row');
	my %files = files_in($file);
	is(slurp("$Cgi::data/secret.key"), pack('H*', delete $files{'secret.key'}), '... with its key');
	my @other = grep { unpack('H*', slurp("$Cgi::data/media/$_")) ne lc $files{$_} } keys %files;
	is("@other", '', '... and its pictures, byte for byte');
	is(join(' ', picture_faults()), '', '... all of them');
	is(join(' ', glob "$Cgi::data/*.new $Cgi::data/*/*.new"), '', '... and leaves nothing behind');
	return $said;
}

# What an empty place gets.
sub moves_in ($what, $file)
{
	local $Cgi::data = $other;
	system('rm', '-rf', $other);
	restored($what, $file);
	served(200, '... and shows it', 'shop');
}

sub in_an_open_shop ()
{
	query("UPDATE product SET stock = 2147483647 WHERE name LIKE 'Kopi%'; UPDATE stock_change SET quantity = 2147483647
		WHERE product_seq = (SELECT seq FROM product WHERE name LIKE 'Kopi%')");
	my ($siti, $budi) = map { sign_in($_) } qw(siti budi);
	my @people = (start(\&seller, $siti, 1), start(\&seller, $budi, 2), start(\&buyer, { csrftoken => SECRET }));
	my @files;

	for my $nth (1 .. 4) {
		sleep 0.5;
		push @files, backed_up("backup $nth of an open shop", "$place/open$nth");
	}
	is(join(' ', map { waitpid($_, POSIX::WNOHANG()) ? $? >> 8 : () } @people), '', 'nobody was sent away meanwhile');
	kill 'KILL', @people;
	waitpid $_, 0 for @people;
	cmp_ok(query('SELECT count(*) FROM orders'), '>', 3, 'there were orders');
	isnt(backup_dump($files[0]), backup_dump($files[3]), '... between backups, too');
	moves_in("backup $_ is restored", $files[$_ - 1]) for 1 .. 4;
	cmp_ok(scalar(grep { /-small/ } map { my %files = files_in($_); keys %files } @files), '>', 3, 'there were pictures');
}

sub over_the_same ()
{
	my $jar = sign_in('siti');
	my $then = shop_dump();
	my $file = backed_up('a backup of a shop at rest');
	like($file, qr{^$data/backup/warung-\d{4}-\d\d-\d\d-\d{6}\.backup$}, '... beside the data');
	is(backup_dump($file), $then, '... has every row');

	query("DELETE FROM product; UPDATE user SET phone = '0812'");
	unlink glob "$data/media/*" or die "no pictures\n";
	my $now = shop_dump();
	my $said = restored('it is restored', $file);
	is(shop_dump(), $then, '... and all is as it was');
	my ($before) = $said =~ m{^($data/backup/before-restore-\S+\.backup)$}m;
	is(backup_dump($before // '/dev/null'), $now, '... what was there in between is kept');
	served(200, '... and who was signed in still is', 'list', jar => $jar);
	spew("$data/secret.key", 'x' x 50);
	restored('a key of another shop', $file);
	return $file;
}

# ---- what is refused ----

# Nothing in the data directory is another one, or new.
sub tree ()
{
	return join "\n", map { "$_ " . (-f $_ ? Digest::SHA::sha256_hex(slurp($_)) : 'a folder') }
		grep { !m{/warung\.log$} } sort glob "$Cgi::data/* $Cgi::data/media/* $Cgi::data/backup/*";
}

sub refuses ($what, $reason, $file, @options)
{
	my $before = tree();
	my ($ended, $said) = owner('restore', $file, @options ? @options : '--yes');
	is($ended >> 8, 1, "refused: $what");
	like($said, qr/\Awarung: [^\n]*$reason[^\n]*\n\z/, '... and the owner hears why');
	is(tree(), $before, '... nothing was changed');
}

# spoiled FILE, CODE: another file, from its bytes ($_).
sub spoiled ($file, $how)
{
	local $_ = slurp($file);
	$how->();
	spew("$place/spoiled", $_);
	return "$place/spoiled";
}

sub resealed ($file, $sql)
{
	reseal(spoiled($file, sub { }), $sql);
	return "$place/spoiled";
}

sub what_is_no_backup ($file)
{
	my $length = -s $file;

	refuses('none', 'No such file', "$place/nothing");
	refuses('a folder', 'not a backup', $place);
	refuses('an empty file', 'not a backup', spoiled($file, sub { $_ = '' }));
	refuses('no SQLite', 'not a backup', spoiled($file, sub { $_ = 'x' x 9999 }));
	refuses('a database', 'not a backup', "$data/warung.db");
	for my $at (100, 4096, $length >> 1, $length - 1) {
		refuses("cut at $at", 'not all of it', spoiled($file, sub { $_ = substr $_, 0, $at }));
	}
	for my $at (30, 100, 5000, $length >> 1, $length - 200, $length - 20) {
		refuses("a bit of byte $at", 'damaged', spoiled($file, sub { substr($_, $at, 1) ^.= "\x01" }));
	}
}

sub what_does_not_fit ($file)
{
	my ($picture) = grep { /-small/ } keys %{ { files_in($file) } };

	refuses('a newer version', 'newer programs', resealed($file, "PRAGMA user_version = " . ($schema + 1)));
	refuses('no version', 'no shop', resealed($file, 'PRAGMA user_version = 0'));
	refuses('a picture is missing', 'picture \S+ is missing', resealed($file, "DELETE FROM backup_file WHERE name = '$picture'"));
	refuses('rows that belong to nothing', 'product belong', resealed($file, 'UPDATE product SET user_id = 99 WHERE seq = 1'));
	my $right = slurp("$data/media/$picture");
	spew("$data/media/$picture", "$right.");
	my ($ended, $said) = owner('restore', $file, '--yes');
	ok($ended >> 8 == 1 && $said =~ /\Q$picture\E is another one/, 'refused: another picture of that name') or diag($said);
	is(slurp("$data/media/$picture"), "$right.", '... which stays');
	spew("$data/media/$picture", $right);
	refuses('nobody says yes', 'no terminal', $file, '--');
	ok(!-e "$place/made", 'a backup') && spew("$place/made", 'mine');
	($ended, $said) = owner('backup', "$place/made");
	ok($ended >> 8 == 1 && slurp("$place/made") eq 'mine', '... overwrites nothing');
	spew("$place/stranger", '');
	mkdir "$place/home" and rename "$place/stranger", "$place/home/letter";
	local $Cgi::data = "$place/home";
	refuses("somebody's home", 'something else', $file);
}

# ---- what somebody else made ----

# The same rows with something beside them, which does not come along.
sub brings_nothing ($what, $file, $sql, $name)
{
	my ($ended, $said) = owner('restore', resealed($file, $sql), '--yes');

	is($ended, 0, "$what: restored") or diag($said);
	like($said, qr/^warung: left out[^\n]*\b$name\b/m, '... and told');
	is(shop_dump(), backup_dump($file), '... without it');
}

sub what_is_foreign ($file)
{
	my $run = "CREATE TABLE zz (a); COMMIT; ATTACH ''$place/run'' AS z; CREATE TABLE z.t (a); DETACH z; BEGIN";

	brings_nothing('SQL in its schema', $file, "CREATE TABLE zz (a); PRAGMA writable_schema = ON;
		UPDATE sqlite_schema SET sql = '$run' WHERE name = 'zz'", 'zz');
	ok(!-e "$place/run", '... which was not run');
	brings_nothing('a trigger', $file, 'CREATE TRIGGER door AFTER UPDATE ON user BEGIN UPDATE user SET is_superuser = 1; END', 'door');
	brings_nothing('a view', $file, 'CREATE VIEW window AS SELECT * FROM user', 'window');
	brings_nothing('a virtual table', $file, 'CREATE VIRTUAL TABLE words USING fts5(a)', 'words');
	brings_nothing('an index', $file, 'CREATE INDEX extra ON user (phone)', 'extra');
}

my $endless = "WITH RECURSIVE n(made) AS (SELECT 1 UNION ALL SELECT made + 1 FROM n)";

sub what_is_hostile ($file)
{
	my $key = "UPDATE backup_file SET bytes = %s WHERE name = 'secret.key'";

	refuses('no such table', 'table history', resealed($file, 'DROP TABLE history'));
	refuses('another table', 'table loan', resealed($file, 'DROP TABLE loan; CREATE TABLE loan (x)'));
	refuses('a view for a table', 'table loan',
		resealed($file, "DROP TABLE loan; CREATE VIEW loan AS $endless SELECT made AS id FROM n"));
	refuses('a virtual table', 'table attempt',
		resealed($file, 'DROP TABLE attempt; CREATE VIRTUAL TABLE attempt USING fts5(key, failures, since)'));
	refuses('no end', 'table backup', resealed($file, "DROP TABLE backup; CREATE VIEW backup AS $endless SELECT max(made) AS made FROM n"));
	refuses('a moment beyond all time', 'when it was made', resealed($file, 'UPDATE backup SET made = 9223372036854775807'));
	refuses('no key', 'no secret.key', resealed($file, "DELETE FROM backup_file WHERE name = 'secret.key'"));
	refuses("a key that is $_", 'no secret.key', resealed($file, sprintf $key, $_))
		for 'NULL', "x'61'", 'zeroblob(50)', 'zeroblob(5000)';
	refuses('a picture elsewhere', 'name of a picture', resealed($file, "UPDATE product SET image = '../../x.jpg' WHERE seq = 1"));
	refuses('a huge text', 'too big|too large',
		resealed($file, "UPDATE product SET description = printf('%.*c', 70000000, 'x') WHERE seq = 1"));
	refuses('a row against a rule', 'CHECK|price',
		resealed($file, 'PRAGMA ignore_check_constraints = ON; UPDATE product SET price = -1 WHERE seq = 1'));
	refuses('a reference that is not declared', 'product belong', resealed($file, "PRAGMA writable_schema = ON; UPDATE sqlite_schema
		SET sql = replace(sql, 'REFERENCES user ON DELETE CASCADE', '') WHERE name = 'product'; UPDATE product SET user_id = 99"));
}

# A picture that is gone is no reason to have no backup.
sub what_is_lost ()
{
	my ($lost) = query("SELECT image FROM product WHERE image <> '' LIMIT 1");

	unlink "$data/media/$lost" or die "$lost: $!";
	my ($ended, $said) = owner('backup', "$place/lost");
	is($ended, 0, 'a shop that lost a picture is backed up');
	like($said, qr/^warung: pictures are missing.*\n\Q$lost\E$/m, '... and says so');
	local $Cgi::data = $other;
	system('rm', '-rf', $other);
	($ended) = owner('restore', "$place/lost", '--yes');
	is($ended, 0, '... and restored');
	is(join(' ', picture_faults()), $lost, '... without it');
}

# A product goes when its row was copied already, and its picture was not.
sub goes_meanwhile ()
{
	my $jar = sign_in('siti');
	sell($jar, 'Kopi') == 303 or die "nothing to delete\n";
	my ($id, $image) = split /\|/, query('SELECT id, image FROM product ORDER BY seq DESC LIMIT 1');
	my $visitor = start(sub {
		sleep 0.4;
		POSIX::_exit(send_form("delete_product/$id", $jar)->{status} == 303 ? 0 : 1);
	});

	local @Owner::under = ('strace', '-qq', '-o', "$place/trace", '-P', "$data/media/$image",
		'-e', 'trace=openat', '-e', 'inject=openat:delay_enter=1000000:when=1');
	my $file = backed_up('a product goes while it is backed up');
	@Owner::under = ();
	waitpid $visitor, 0;
	is($?, 0, '... it went');
	like(slurp("$place/trace"), qr/ENOENT/, '... and so had its picture');
	is(backup_dump($file), shop_dump(), '... the backup has neither');
}

# A visitor writes as soon as there is a backup of what was there before: it is in that, or in the shop, or was refused.
sub writes_meanwhile ($file)
{
	unlink glob "$data/backup/before-*.backup";
	my $visitor = start(sub {
		sleep 0.01 until glob "$data/backup/before-*.backup";
		POSIX::_exit(system("sqlite3 -batch -cmd '.timeout 100' $data/warung.db \"INSERT INTO setting VALUES ('late', 1)\" 2>/dev/null")
			>> 8);
	});
	local @Owner::under = ('strace', '-qq', '-o', "$place/trace", '-e', 'trace=renameat2',
		'-e', 'inject=renameat2:delay_exit=1000000:when=1');
	my $said = restored('somebody writes while a shop is restored', $file);
	waitpid $visitor, 0;
	my $was_written = $? == 0;
	my ($before) = glob "$data/backup/before-*.backup";
	ok(!$was_written || backup_dump($before) =~ /'late'/ || shop_dump() =~ /'late'/, '... and nothing of it is lost');
}

# Killed when the rows are those of the backup, and the key is not yet.
sub killed_before_the_key ($file)
{
	spew("$data/secret.key", 'x' x 50);
	system('strace', '-qq', '-o', "$place/trace", '-e', 'trace=rename', '-e', 'inject=rename:signal=KILL:when=2', $Owner::command, '--data', $data, 'restore', $file, '--yes');
	is($?, 9, 'a restore is killed before it has brought the key back');
	my ($ended, $said) = owner('clearsessions');
	ok($ended == 0 && $said =~ /^warung: a restore was interrupted.*say it again$/m, '... of which the owner is reminded')
		or diag($said);
	unlink glob "$data/*.new";
	restored('... and what to do helps', $file);
	unlike((owner('clearsessions'))[1], qr/interrupted/, '... for good');
}

# On a slow disk (what is unpacked is read by some of these calls): a terminal shows what takes long, and nothing else does.
sub tells_how_far ($file)
{
	my $slow = "strace -qq -o $place/trace -e trace=pread64 -e inject=pread64:delay_enter=15000:when=200..400";
	my $said = qx(script -qec '$slow $Owner::command --data $data restore $file --yes' /dev/null </dev/null);

	like($said, qr/\r\Q$_\E: \d+ %/, "at a terminal: $_") for 'Unpacking the database';
	$said = qx($slow $Owner::command --data $data restore $file --yes 2>&1);
	unlike($said, qr/Unpacking/, '... and nowhere else');
}

# What is near to a shop's data is none.
sub what_is_no_shop ($file)
{
	for my $name (qw(sites-old status.html media-2024 site.txt backups)) {
		local $Cgi::data = "$place/near";
		system('rm', '-rf', $Cgi::data);
		mkdir $Cgi::data;
		mkdir "$Cgi::data/$name";
		my ($ended, $said) = owner('restore', $file, '--yes');
		ok($ended >> 8 == 1 && $said =~ /something else/, "a folder with $name is no shop's");
	}
}

# What somebody who was killed left behind goes away the day after.
sub leftovers ()
{
	my $new = 'ABCDabcd12345678.new';
	my @old = ("$data/backup/warung-x.backup.abc.new", map { "$data/$_" } "warung.restored.$new", "warung.restored.$new-journal",
		"site.$new", "secret.key.$new");

	spew($_, '') for @old, "$data/backup/warung-y.backup.abc.new";
	utime 0, time - 90000, @old;
	owner('backup');
	is(join(' ', grep { -e } @old), '', 'what was left half made is deleted');
	ok(-e "$data/backup/warung-y.backup.abc.new", '... but for what somebody may be making');
}

for my $misused ('restore', 'restore a b', 'backup a b', 'backup --yes', 'migrate a', 'migrate --yes') {
	my ($ended, $said) = owner(split / /, $misused);
	ok($ended >> 8 == 2 && $said =~ /^usage:/, "misused: $misused");
}
shop_data();
in_an_open_shop();
goes_meanwhile();
my $file = over_the_same();
writes_meanwhile($file);
killed_before_the_key($file);
tells_how_far($file);
what_is_no_shop($file);
what_is_no_backup($file);
what_does_not_fit($file);
what_is_hostile($file);
what_is_foreign($file);
what_is_lost();
leftovers();

done_testing;
