#!/usr/bin/perl
# fixtures: what dumpdata writes loaddata reads, Django reads it, and what Django wrote moves in; nothing else does.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use JSON::PP;
use Test::More;

$ENV{PERL_JSON_BACKEND} = 'JSON::PP';
my $warung = "$Cgi::programs/../bin/warung";
my $json = JSON::PP->new->utf8->canonical;
my $python = '/usr/bin/python3';
my $file = "$Cgi::place/fixture";

# run ARGUMENT ...: what came out, the complaints, and how it ended, of the shop in $data.
sub run (@arguments)
{
	my $pid = fork // die "fork: $!";

	if ($pid == 0) {
		open STDOUT, '>', "$file.out" and open STDERR, '>', "$file.err" or POSIX::_exit(99);
		exec { $warung } $warung, '--data', $Cgi::data, @arguments or POSIX::_exit(98);
	}
	waitpid $pid, 0;
	return (slurp("$file.out"), slurp("$file.err"), $?);
}

sub dumped (@arguments)
{
	my ($out, $err, $status) = run('dumpdata', @arguments);

	die "dumpdata @arguments: $status $err\n" if $status || $err ne '';
	return $out;
}

# An empty shop.
sub empty ()
{
	system('rm', '-rf', $Cgi::data);
	my (undef, $err, $status) = run('init');
	die "init: $err\n" if $status;
}

my $changed = 1;    # the shop, since it was last dumped to be compared

# loads BYTES, SAID, NOTED, WHAT: they are a fixture, and this is said of it.
sub loads ($bytes, $said, $noted, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	spew($file, $bytes);
	$changed = 1;
	my ($out, $err, $status) = run('loaddata', $file);

	is($status, 0, "$what is loaded") or diag($err);
	like($out, $said, '... which is told');
	like($err, $noted, '... and what else there is to say');
}

# refuses BYTES, REASON, WHAT: one line says why, and nothing is loaded.
sub refuses ($bytes, $reason, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	state $before = '';
	$before = dumped() if $changed;
	$changed = 0;

	spew($file, $bytes);
	my ($out, $err, $status) = run('loaddata', $file);

	is($status, 256, "$what: refused");
	like($err, qr/\Awarung: [^\n]*$reason[^\n]*\n\z/, '... and why');
	is($out . dumped(), $before, '... and nothing is loaded');
}

sub object ($model, $key, %fields)
{
	return { model => $model, pk => $key, fields => \%fields };
}

sub list (@objects)
{
	return $json->encode(\@objects);
}

my $no = JSON::PP::false;
my $yes = JSON::PP::true;
my $uuid = '11111111-2222-4333-8444-555555555555';

sub user ($key, $name, %more)
{
	return object('auth.user', $key, password => '!', username => $name, is_active => $yes, %more);
}

sub product (%more)
{
	return object('main.product', $uuid, user => 1, name => 'Kopi', price => 15000, description => '', stock => 3,
		category => undef, image => '', available => $yes, date_added => '2024-10-02T05:06:07.089Z', %more);
}

# ---- out and in again ----

# again WHAT: a shop is the same when it was dumped and loaded, in either format.
sub again ($what, @options)
{
	my %dump = map { $_ => dumped('--format', $_) } qw(json xml);

	for my $form (qw(json xml)) {
		empty();
		loads($dump{$form}, qr/\ALoaded: \d/, qr/\A\z/, "$what, $form");
		is(dumped('--format', $_), $dump{$_}, "... and dumped as $_ it is the same") for qw(json xml);
	}
	loads($dump{xml}, qr/Loaded/, qr/\A\z/, 'the same once more');
	is(dumped(), $dump{json}, '... changes nothing');
	loads($json->encode([ reverse @{ $json->decode($dump{json}) } ]), qr/Loaded/, qr/\A\z/, 'the other way round');
	empty();
	my @objects = @{ $json->decode($dump{json}) };
	my @settings = grep { $_->{model} eq 'warung.setting' } @objects;
	loads($json->encode([ @settings, reverse grep { $_->{model} ne 'warung.setting' } @objects ]), qr/Loaded/, qr/\A\z/,
		'... into an empty shop');
	is_deeply([ sort map { $json->encode($_) } @{ $json->decode(dumped()) } ],
		[ sort map { $json->encode($_) } @objects ], '... holds the same objects');
}

empty();
system("$Cgi::programs/../bin/demo $Cgi::data >$file.demo") == 0 or die "no demo shop\n";
again('the demo shop');

system('rm', '-rf', $Cgi::data);
shop_data();
query("PRAGMA foreign_keys = on; DELETE FROM product WHERE name = 'a' || char(1, 8, 12, 27, 31, 127) || 'z'");    # which no form would take
query("INSERT INTO setting VALUES ('currency_decimals', '2')");
query(q{INSERT INTO user_group (id, name, permissions) VALUES (7, 'Dapur', 'add_dish view_product change_order')});
query(q{INSERT INTO user_in_group SELECT id, 7 FROM user});
query(q{UPDATE user SET permissions = 'change_book add_item', last_login = 1700000000000001, phone = '0812', memory = 'cart.x=1',
	recovery_codes = 'a b', password = '$argon2id$v=19$m=19456,t=2,p=1$VU5UzxixxrrncU9RR4FUgw$5zuCtX5SMjdJeFNjZydv9J4CkiKctU4qYRLDElpJWEM'});
query(q{UPDATE product SET description = 'a' || char(13, 10, 9) || '<&>"\\' || char(0x2028, 127), price = 1250, date_added = 1000});
query(q{INSERT INTO item (user_id, name, amount, description, threshold) VALUES (1, 'karung', 3, '', 2)});
query(q{INSERT INTO orders SELECT 5, 1, NULL, 'siti', 'x', '08', 'token', 'done', 2501, 1, 2});
query(q{INSERT INTO order_line VALUES (5, 1, 'gone', 'Kopi', 1250, 2)});
query(q{INSERT INTO order_change VALUES (5, 1, 'placed', 1, ''), (5, 2, 'done', 2, 'x')});
query(q{INSERT INTO ticket VALUES (3, 1, 'Budi', 't', 'new', 'a=b&c=d', 1, 2, 3)});
query(q{INSERT INTO history VALUES (9, 1, 'siti', 'changed', 'product', 'x', 'Kopi', 'name price')});
query(q{UPDATE stock_change SET order_id = 5, note = 'n', undoes = 1 WHERE number = 1});
query(q{INSERT INTO item (id, user_id, name, amount, description) VALUES (9007199254740993, 1, 'a key that JSON cuts', 3, '')});
query(q{UPDATE stock_change SET order_id = 9007199254740993 WHERE product_seq = (SELECT max(product_seq) FROM stock_change)});
again('a shop with something of everything');

my $all = $json->decode(dumped());
my ($siti) = grep { $_->{model} eq 'auth.user' } @$all;
like($siti->{fields}{password}, qr/\Aargon2\$argon2id\$v=19/, 'hashes are as Django has them');
like(query('SELECT password FROM user LIMIT 1'), qr/\A\$argon2id/, '... and as we have them');
is_deeply($siti->{fields}{user_permissions}, [ [qw(add_item main item)] ], 'permissions are natural keys, of what Django has');
my ($ours) = grep { $_->{model} eq 'warung.member' } @$all;
is_deeply($ours->{fields}{user_permissions}, [ [qw(change_book warung book)] ], '... and the others stand beside');
like(dumped('main.product'), qr/"price": "12.50", .*"date_added": "1970-01-01T00:00:00.001Z"/, 'prices and dates as Django');
is(scalar(grep { $_->{model} ne 'main.product' } @{ $json->decode(dumped('main.product')) }), 0, 'one model');
is_deeply([ sort keys %{ { map { $_->{model} => 1 } @{ $json->decode(dumped('main', 'auth.group')) } } } ],
	[qw(auth.group main.item main.product)], 'an application and a model');
is((run('dumpdata', 'main.cart'))[2], 256, 'no such model');
like((run('dumpdata', 'ma'))[1], qr/no model "ma"/, '... nor a part of a name');
is((run('dumpdata', '--format', 'yaml'))[2], 512, 'no such format');
query("UPDATE product SET description = char(1)");
like((run('dumpdata', '--format', 'xml'))[1], qr/XML cannot/, 'what XML cannot hold is not lost in silence');
my $with_control = dumped();
empty();
loads($with_control, qr/main.product/, qr/\A\z/, '... but in JSON');
is(dumped(), $with_control, '... stays');

# ---- what comes from Django ----

SKIP: {
	skip 'python3-django is not installed', 1 if system("$python -c 'import django' 2>/dev/null") != 0;
	my $folder = "$Cgi::place/django";
	mkdir $folder;
	system($python, "$FindBin::Bin/fixture_django.py", 'write', $folder) == 0 or die "no Django\n";
	for my $form (qw(json xml)) {
		empty();
		loads(slurp("$folder/django.$form"), qr/\ALoaded: 2 auth.group, 3 auth.user, 3 main.product, 3 main.item\.\n\z/,
			qr/\APassed over: 1 permission of other applications, 1 sessions.session\.\n\z/, "Django's $form");
		spew("$folder/ours.$form", dumped('--format', $form, 'main', 'auth'));
		for my $name (qw(siti budi)) {
			my $jar = sign_in($name);
			like(ask('list', jar => $jar)->{body}, qr/Welcome, (?:<[^>]*>)?$name/, "$name signs in");
		}
		is(ask('login', posted(urlencoded(username => 'siti', password => 'Kopi-Gayo-73')))->{status}, 200,
			'... but not with another password');
	}
	my @compared = split /\n/, `$python $FindBin::Bin/fixture_django.py compare $folder`;
	is(scalar(grep { /^ok/ } @compared), 2, 'Django reads ours as its own') or diag(join "\n", @compared);
}

empty();
loads(list(user(1, 'siti', rating => 5), object('main.review', 1), object('main.review', 2), object('admin.logentry', 1)),
	qr/\ALoaded: 1 auth.user\.\n/, qr/\APassed over: 1 field auth.user.rating, 2 main.review, 1 admin.logentry\.\n\z/,
	'what we do not have');
loads(list(object('main.product', 12, %{ product()->{fields} }, image => 'products/x.jpg')), qr/1 main.product/,
	qr/\APlease note: 1 picture was left out/, 'a product with a number, and a picture that is not ours');
like(my $made = query('SELECT id FROM product'), qr/\A[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab]/, '... has a UUID now');
loads(list(object('main.product', 12, %{ product(name => 'Teh')->{fields} })), qr/1 main.product/, qr/\A\z/, 'once more');
is(join('|', query('SELECT id, name FROM product')), "$made|Teh", '... is the same one');
loads(list(object('main.product', undef, %{ product(user => ['siti'], date_added => '2024-10-02T07:06:07.5+07:00')->{fields} })),
	qr/1 main.product/, qr/\A\z/, 'no key, an owner by name, and a time that is not UTC');
is(query("SELECT date_added, user_id, stock FROM product WHERE id <> '$made'"), '1727827567500000|1|3', '... are understood');
is(query("SELECT sum(quantity) FROM stock_change"), query("SELECT sum(stock) FROM product"), 'the ledger knows the stocks');
loads(list(user(undef, 'siti', email => 'x@example.org'), user(undef, 'tono')), qr/2 auth.user/, qr/\A\z/, 'users without keys');
is(join(' ', query('SELECT id, username, email FROM user')), '1|siti|x@example.org 2|tono|', '... are known by name, or new');
loads(list(user(3, 'rini', password => 'argon2$argon2id$v=19$m=102400,t=2,p=8$dGVzdA$dGVzdA')), qr/1 auth.user/,
	qr/\APlease note: 1 password cannot be checked here/, 'a hash that is not understood');
like(dumped('auth'), qr/"argon2\$argon2id\$v=19\$m=102400,t=2,p=8\$dGVzdA\$dGVzdA"/, '... stays as it is');
loads(list(object('auth.user', 3, first_name => 'Rini')), qr/1 auth.user/, qr/\A\z/, 'a part of a user');
is(query('SELECT username, first_name FROM user WHERE id = 3'), 'rini|Rini', '... leaves the rest');
loads("\n <?xml version='1.0'?><django-objects/>" =~ s/^\s+//r =~ s{/>}{><object model="auth.group" pk="4"><field name="name"><![CDATA[<x>]]></field></object></django-objects>}r,
	qr/1 auth.group/, qr/\A\z/, 'any XML');
is(query('SELECT name FROM user_group WHERE id = 4'), '<x>', '... is read');

my $second = $uuid =~ s/1/2/r;
my @same_picture = (image => 'AAAAAAAAAAAAAAAAAAAAAA-8x6.jpg');
loads(list(product(@same_picture), object('main.product', $second, %{ product(@same_picture)->{fields} })), qr/2 main.product/,
	qr/\A\z/, 'one picture of two products');
is(query("SELECT count(*) FROM product WHERE image LIKE 'A%'"), 2, '... is that of both');

loads(list(object('warung.setting', 'site_name', value => 'Toko Rini')), qr/1 warung.setting/, qr/\A\z/, 'a setting');
like(slurp("$Cgi::data/site"), qr/Toko/, '... is published');

# ---- what is large ----

# quick BYTES, WHAT: loaded in two seconds of a processor's time, which no walk through a table for each object would be.
sub quick ($bytes, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	spew($file, $bytes);
	my $said = `ulimit -t 2; $warung --data $Cgi::data loaddata $file 2>&1`;
	is($?, 0, "$what: quick") or diag($said);
}

sub objects ($model, $from, $to, $key, $fields)
{
	return '[' . join(',', map { my $i = $_; qq({"model":"$model",) . ("$key$fields" =~ s/%/$i/gr) . '}' } $from .. $to) . ']';
}

sub large ()
{
	my $made = '"made":"2024-10-02T05:06:07Z"';

	empty();
	quick(objects('auth.user', 1, 10000, '"pk":%,', '"fields":{"username":"user%","password":"!"}'), '10,000 members');
	quick(objects('main.product', 1, 10000, '', '"fields":{"user":["user1%"],"name":"x","price":1,"stock":1}') =~
		s/user1(\d+)/'user' . ($1 % 1000 + 9000)/ger, '10,000 products by the names of members');
	query("UPDATE product SET id = printf('%08x-0000-4000-8000-000000000000', seq)");
	query('INSERT INTO orders (id, buyer, seller, phone, token, state, total, placed)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
		SELECT i, 1, 2, 3, i, 4, 5, 6 FROM n');
	query('INSERT INTO order_line SELECT id, 1, 2, 3, 4, 5 FROM orders');
	query("INSERT INTO order_change SELECT id, 1, 'placed', 3, 4 FROM orders");
	query("INSERT INTO book VALUES (1, 'x', 'y', 2000, 9, '', 1, '')");
	query("INSERT INTO reading SELECT id, 1, 'reading', 3, 0, 0, 0, 0, 0, 1, '', 0 FROM user");
	quick(objects('warung.stockchange', 1, 10000, '"pk":"%.1",', qq("fields":{"reason":"count",$made})) =~
		s/"pk":"(\d+)/sprintf '"pk":"%08x-0000-4000-8000-000000000000', $1/ger, '10,000 stock changes that lack a field');
	is(query('SELECT count(*), sum(quantity) FROM stock_change'), '10000|10000', '... keep it');
	quick(objects('warung.orderline', 1, 10000, '"pk":"%.1",', '"fields":{"name":"Kopi"}'), '... order lines');
	quick(objects('warung.orderchange', 1, 10000, '"pk":"%.1",', qq("fields":{$made})), '... order changes');
	quick(objects('warung.reading', 1, 10000, '"pk":"%.1",', '"fields":{"page":4}'), '... readings');
	is(query("SELECT count(*) FROM order_line JOIN order_change USING (order_id) JOIN reading ON user_id = order_id
		WHERE name = 'Kopi' AND quantity = 5 AND order_change.state = 'placed' AND order_change.made > 3 AND page = 4
		AND reading.state = 'reading'"), 10000, '... they keep theirs');
}
large();

# ---- an open shop ----

# Whoever reads slowly what is dumped keeps nobody from writing.
sub slow_reader ()
{
	my $pid = open(my $dump, '-|', $warung, '--data', $Cgi::data, 'dumpdata') // die "fork: $!";
	sysread $dump, my $first, 1;
	is(system(qq(sqlite3 -batch -cmd '.timeout 100' $Cgi::data/warung.db "INSERT INTO setting VALUES ('late', 1)" 2>/dev/null)), 0,
		'somebody writes while a dump waits for its reader');
	my $rest = do { local $/; <$dump> };
	close $dump;
	is($?, 0, '... which ends well');
	unlike($rest, qr/"late"/, '... as it was before');
	query("DELETE FROM setting WHERE name = 'late'");
	local $SIG{XFSZ} = 'IGNORE';
	like(`ulimit -f 1; $warung --data $Cgi::data dumpdata 2>&1 >/dev/null`, qr/\Awarung: [^\n]*: File too large\n\z/,
		'no room for it: one line');
}

# The first thing that is read of the fixture takes a second.
sub read_meanwhile ()
{
	spew($file, list(object('warung.setting', 'site_name', value => 'Toko Rini')));
	my $pid = fork // die "fork: $!";
	exec "exec strace -qq -o $file.trace -P $file -e trace=read -e inject=read:delay_enter=2000000:when=1 \\
		$warung --data $Cgi::data loaddata $file >/dev/null" or POSIX::_exit(99) if $pid == 0;
	select undef, undef, undef, 1;
	is(system(qq(sqlite3 -batch $Cgi::data/warung.db 'SELECT count(*) FROM user' >/dev/null 2>&1)), 0,
		'somebody reads while a fixture is loaded');
	isnt(system(qq(sqlite3 -batch $Cgi::data/warung.db "INSERT INTO setting VALUES ('late', 1)" >/dev/null 2>&1)), 0,
		'... and nobody writes');
	waitpid $pid, 0;
	is($?, 0, '... it is loaded');
	is(query("SELECT value FROM setting WHERE name IN ('late', 'site_name')"), 'Toko Rini', '... with all that there is');
}

# More than what SQLite keeps in memory: still nobody who reads has to wait before all of it was read.
sub writes_at_the_end ()
{
	spew($file, objects('main.product', 1, 40000, '', '"fields":{"user":1,"name":"x","price":1,"stock":1,"description":"' . 'd' x 300 . '"}'));
	system("strace -qq -o $file.trace -P $file -P $Cgi::data/warung.db -e trace=read,pwrite64 \\
		$warung --data $Cgi::data loaddata $file >/dev/null");
	is($?, 0, '40,000 products');
	like(slurp("$file.trace"), qr/\A(?:read[^\n]*\n)*(?:pwrite64[^\n]*\n)+\z/, '... are in the shop at once, in the end');
	is(join(' ', glob "$Cgi::data/*.new*"), '', '... and leave nothing behind');
}
slow_reader();
read_meanwhile();
writes_at_the_end();
empty();
loads(list(user(1, 'siti'), product()), qr/Loaded/, qr/\A\z/, 'a small shop');

# ---- what is no fixture ----

refuses('', 'is empty', 'nothing');
refuses('[]', 'holds no objects', 'an empty list');
refuses("\xEF\xBB\xBF[]", 'byte order mark', 'a byte order mark');
refuses('hello', 'neither JSON', 'a text');
refuses('[' x 1_000_000, 'does not begin with', 'a million brackets');
refuses('[{"model": "auth.user", "fields": ' . '[' x 1_000_000, 'deeper', '... within an object');
refuses('[{"model": "auth.user", "fields": ' . '{"a":' x 1_000_000, 'deeper', 'a million braces');
my $good = list(user(8, 'joko'), user(9, 'dewi'));
refuses(substr($good, 0, $_), 'ends|JSON', "cut at $_") for 1, 40, length($good) - 1;
refuses($good . '[]', 'behind the list', 'two lists');
refuses($good =~ s/\},\{/}{/r, 'comma', 'no comma');
refuses($good =~ s/joko/jo\xFFko/r, 'UTF-8', 'no UTF-8');
refuses($good =~ s/joko/jo\xED\xA0\x80ko/r, 'UTF-8', 'a surrogate');
refuses($good =~ s/joko/jo\\ud800ko/r, 'JSON', '... escaped');
refuses($good =~ s/joko/jo\0ko/r, 'zero', 'a NUL');
refuses($good =~ s/joko/jo\\u0000ko/r, 'zero', '... escaped');
refuses($good =~ s/joko/'x' x 5_000_000/er, '1 MiB', 'a text of 5 MB');
refuses($good =~ s/joko/'x' x 200/er, 'username: This text is too long', 'a text of 200 letters');
refuses(list(user(8, 'joko'), user(9, 'JOKO')), 'object 2 \(auth.user 9\): username: "JOKO" and "joko" \(8\)', 'one name');
refuses(list(user(8, 'joko'), user(8, 'dewi')), 'object 2 \(auth.user 8\): pk: another object', 'one key');
refuses(list(product(), object('main.product', uc $uuid, %{ product()->{fields} })), 'another object', '... in upper case');
refuses(list(user($_, 'joko')), 'key', "key $_") for -1, 1.5, 1e300, 'x', $yes, [1], '';
refuses(list(user(8, 'joko', is_staff => 'maybe')), 'is_staff: it is neither', 'a wrong type');
refuses(list(user(8, 5)), 'username: it is no text', '... of a text');
refuses(list(user(8, { a => 1 })), 'an object where', '... of anything');
refuses(list(user(8, 'joko', groups => [99])), 'groups: there is no auth.group 99', 'no such group');
refuses(list(user(8, 'joko', user_permissions => [99])), 'user_permissions: .*natural', 'no such permission');
refuses(list(user(8, 'joko', user_permissions => 'all')), 'no list', 'permissions that are no list');
refuses(list(object('auth.user', 8, username => 'joko')) =~ s/"fields":\{[^}]*\}/"fields":[]/r, 'no object', 'fields that are a list');
refuses(list(object('main.product', $uuid =~ s/1/2/r, name => 'x')), 'user: it is missing', 'a field that is missing');
refuses(list(product(@{ $_->[0] })), $_->[1], "a product with another $_->[0][0]") for
	[ [ price => -1 ], 'price: This number is too small' ], [ [ price => 1e300 ], 'price: ' ],
	[ [ price => 12.5 ], 'price: it is no amount' ], [ [ price => '12.50' ], 'currency_decimals' ],
	[ [ price => 1e15 ], 'price: This number is too large' ], [ [ price => undef ], 'price: This field' ],
	[ [ stock => 1.5 ], 'stock: Enter a whole number' ], [ [ stock => -1 ], 'stock: ' ],
	[ [ stock => 3e9 ], 'stock: ' ], [ [ name => '' ], 'name: ' ], [ [ user => 99 ], 'user: there is no auth.user 99' ],
	[ [ user => undef ], 'user: ' ], [ [ date_added => '2024-10-02T05:06:07' ], 'time zone' ],
	[ [ date_added => '' ], 'date_added' ], [ [ date_added => '-' ], 'date_added' ], [ [ available => 1 ], 'available' ],
	[ [ name => "a\nb" ], 'name: ' ], [ [ category => 'x' x 101 ], 'category: ' ];
refuses(list(object('warung.item', 77, threshold => 1)), 'there is no main.item', 'what belongs to nothing');
my @change = (product => $uuid, number => 1, reason => 'count', made => '2024-10-02T05:06:07Z', made_by => '');
refuses(list(object('warung.stockchange', "$uuid.1", @change, quantity => -2147483647)), "the stock of $uuid", 'a ledger beyond its range');
refuses(list(object('warung.stockchange', "$uuid.2147483647", @change, number => 2147483647, quantity => 1)), "the stock of $uuid",
	'... or its numbers');
refuses(list(user(9007199254740993, 'joko')), 'pk: [^\n]*exact', 'a key that JSON cuts');
refuses(list(product(price => 9007199254740992)), 'price: [^\n]*exact', '... and an amount');
refuses(list(object('warung.setting', 'currency_decimals', value => '2')), 'prices already', 'other decimals');
refuses(list(object('warung.setting', 'currency_decimals', value => '7')), 'value: ', 'a setting that cannot be');
my $root = '<?xml version="1.0" encoding="utf-8"?><django-objects version="1.0">';
my $xml = "$root<object model=\"auth.group\" pk=\"9\"><field name=\"name\">x</field></object></django-objects>";
refuses($xml =~ s/<\/object>//r, 'line 1 of the XML', 'broken XML');
refuses(substr($xml, 0, 80), 'XML', 'half of it');
refuses($xml =~ s/>x</>&x;</r, 'XML', 'an entity');
refuses($xml =~ s/>x</>\x01</r, 'XML', 'a control character');
refuses($xml =~ s/>x</">" . 'x' x 5_000_000 . '<'/er, '1 MiB|text', '5 MB of XML');
refuses($xml =~ s/>x</">" . '<a>' x 1_000_000/er, 'XML|1 MiB', 'a million elements');
refuses('<html/>', 'no place', 'a page');
my $laughs = '<!DOCTYPE x [<!ENTITY a0 "ha">' . join('', map { "<!ENTITY a$_ \"" . "&a@{[$_ - 1]};" x 10 . '">' } 1 .. 9) . ']>';
refuses($xml =~ s/<django/$laughs<django/r =~ s/>x</>&a9;</r, 'document type|XML', 'a billion laughs');
refuses($xml =~ s/<django/<!DOCTYPE x [<!ENTITY p SYSTEM "file:\/\/\/etc\/passwd">]><django/r =~ s/>x</>&p;</r, 'document type',
	'a file of the system');
is((run('loaddata', "$file.missing"))[2], 256, 'no file');
is((run('loaddata', $Cgi::place))[2], 256, 'a folder');
is((run('loaddata'))[2], 512, 'no argument');

# ---- who may do everything ----

my %all = (is_superuser => $yes, is_staff => $yes);
loads(list(user(8, 'joko', is_superuser => $yes)), qr/1 auth.user/, qr/\A\z/, 'nobody can do everything yet');
loads(list(user(8, 'joko', %all)), qr/1 auth.user/, qr/\A\z/, 'a superuser');
refuses(list(object('auth.user', 8, $_ => $no)), 'nobody would be left', "... who is no more: $_")
	for qw(is_superuser is_staff is_active);
loads(list(user(9, 'dewi', %all), object('auth.user', 8, is_staff => $no)), qr/2 auth.user/, qr/\A\z/, 'another one');
loads(list(user(9, 'maling', %all)), qr/1 auth.user/, qr/\APlease note: 1 account "dewi" is "maling" now\.\n\z/,
	'another name of an account');
loads(list(map { user($_, "user$_") } 100 .. 130), qr/31 auth.user/, qr/\A\z/, 'members');
loads(list(map { user($_, "other$_") } 100 .. 130), qr/31 auth.user/,
	qr/\APlease note: 1 account "user100" is "other100" now, .*, 11 accounts? [^\n]*\.\n\z/, '... many of whom are called otherwise');

# ---- what comes between ----

my $many = list(map { object('auth.user', $_, username => "user$_", password => '!') } 100 .. 8000);
my $before = dumped();
spew($file, $many);
system('cp', '-a', $Cgi::data, "$file.shop") == 0 or die "no copy\n";

# Before anything is in the database, in its middle, and when only the journal still has to go.
for my $at ([ 'fdatasync', 1, '-journal' ], [ 'pwrite64', 1, '' ], [ 'pwrite64', 40, '' ], [ 'fdatasync', 1, '' ],
	[ 'unlink', 1, '-journal' ])
{
	my ($call, $nth, $which) = @$at;
	system('strace', '-qq', '-o', "$file.trace", '-P', "$Cgi::data/warung.db$which", '-e', "trace=$call",
		'-e', "inject=$call:signal=KILL:when=$nth", $warung, '--data', $Cgi::data, 'loaddata', $file);
	is($?, 9, "loaddata is killed at $call $nth of warung.db$which");
	is(dumped(), $before, '... and nothing is loaded');
}
{
	system('rm', '-rf', $Cgi::data) == 0 && rename "$file.shop", $Cgi::data or die "no shop\n";
	local $SIG{XFSZ} = 'IGNORE';
	my $limit = (-s "$Cgi::data/warung.db") / 512 + 100;
	my $said = `ulimit -f $limit; $warung --data $Cgi::data loaddata $file 2>&1`;
	like($said, qr/\Awarung: [^\n]+\n\z/, 'the disk is full: one line');
	is(dumped(), $before, '... and nothing is loaded');
}
SKIP: {
	skip 'no /dev/full', 1 unless -c '/dev/full';
	like(`$warung --data $Cgi::data dumpdata 2>&1 >/dev/full`, qr/\Awarung: standard output: /, 'a full disk is told');
}
done_testing;
