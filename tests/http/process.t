#!/usr/bin/perl
# process: what a server, a disk or another process may do to a program, and what a program asks of
# the kernel.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use File::Copy 'copy';
use Test::More;

my $shop = $Cgi::data;
my $programs = $Cgi::programs;
shop_data();
my $siti = sign_in('siti');

# The options of a POST with which siti adds a product.
sub add ($name)
{
	return (jar => {%$siti}, trusted => 1, body => urlencoded(name => $name, price => 1));
}

# A limit on memory or on the size of files, as prlimit writes it.
sub within ($limit)
{
	return (under => [ 'prlimit', "--$limit", '--' ]);
}

# Without root's right to open any file: then permissions mean something.
my %unprivileged = $> == 0 ? (under => [qw(setpriv --bounding-set=-all --inh-caps=-all --)]) : ();

# refused, where the log cannot be written: the line goes to standard error instead.
sub told ($status, $reason, $what, $route, %with)
{
	my $answer = ask($route, %with);

	$answer->{logged} = $answer->{err};
	$answer->{err} = '';
	return judge($answer, $status, $reason, $what);
}

sub mode (@files)
{
	return join ' ', map { sprintf '%04o', (stat "$Cgi::data/$_")[2] & 07777 } @files;
}

# ---- the first run ----

{
	local $Cgi::data = "$Cgi::place/new";
	my @runs = map { begin($_, setup => sub { umask 0 }) } qw(shop json login list) x 4;
	my @answers = map { end($_) } @runs;

	my @faults = map { faults($_, $_->{status} == 302 ? 302 : 200) } @answers;
	is(join('', @faults), '', '16 visitors at once');
	is(query('SELECT count(*) FROM user'), 0, '... find an empty shop');
	is(mode('.', 'sessions'), '0700 0700', '... in a directory for its owner alone');
	is(mode('warung.db', 'secret.key'), '0600 0600', '... and so are its files');
	like(slurp("$Cgi::data/secret.key"), qr/^\w{50}$/, '... with one key');
	is(join(' ', map { s{.*/}{}r } glob "$Cgi::data/*"), 'secret.key sessions warung.db',
		'... and nothing else');
}
for my $data ("$shop/no/such", '/proc/none', "$shop/warung.db", '/dev/null/data') {
	local $Cgi::data = $data;

	told(503, qr/mkdir|warung\.db/, "the data in $data", 'shop');
}
told(500, qr/must be an absolute path/, "the data in '$_'", 'shop', env => { WARUNG_DATA => $_ })
	for 'data', './data', "\xff\n";

# ---- warung.conf beside the program goes before the environment ----

{
	local $Cgi::programs = "$Cgi::place/programs";
	mkdir $Cgi::programs;
	copy("$programs/shop", "$Cgi::programs/shop") or die "shop: $!";
	chmod 0755, "$Cgi::programs/shop";
	spew("$Cgi::programs/warung.conf", "# where\n\n  data =  $shop  # here\n");
	served(200, 'warung.conf names the data', 'shop', env => { WARUNG_DATA => '/nonexistent' });
	for my $text ("data $shop", "path = $shop", 'data = relative', 'x' x 70_000) {
		spew("$Cgi::programs/warung.conf", $text);
		told(500, qr/warung\.conf|absolute/, "warung.conf says $text", 'shop');
	}
}

# ---- descriptors ----

sub closing (@descriptors)
{
	return (setup => sub { POSIX::close($_) for @descriptors });
}

served(303, 'standard error is closed', 'add_product', add('closed 2'), closing(2));
refused(400, qr/ended/, 'standard input is closed', 'add_product', add('closed 0'), closing(0));
for my $closed ([1], [1, 2], [0, 1, 2]) {
	my $answer = ask('add_product', add("closed @$closed"), closing(@$closed));

	is("$answer->{code} $answer->{raw}", '0 ', "descriptors @$closed are closed");
}
is(join(',', query("SELECT name FROM product WHERE name LIKE 'closed%' ORDER BY seq")),
	'closed 2,closed 1,closed 1 2', '... and what could be read is saved');
is(query('PRAGMA integrity_check'), 'ok', '... where it belongs');
is(ask('add_product', add('gone'), setup => sub {
	pipe my $in, my $out or POSIX::_exit(97);
	open STDOUT, '>&', $out or POSIX::_exit(97);
	close $_ for $in, $out;
})->{code} >> 8, 1, 'a visitor who has gone kills nothing');
is(query("SELECT count(*) FROM product WHERE name = 'gone'"), 1, '... and what he sent is saved');

# ---- no room on the disk ----

unlink "$shop/warung.log";
for my $size (0, 512, 4096, 20_000) {
	my $answer = ask('add_product', add("full $size"), within("fsize=$size"));

	# What there is room for may be in the log; then all of it goes to standard error.
	$answer->{logged} = $answer->{err} if $answer->{err} ne '';
	$answer->{err} = '';
	judge($answer, 503, qr/disk|full/, "files end at $size bytes");
}
is(query("SELECT count(*) FROM product WHERE name LIKE 'full%'"), 0, '... and nothing is saved');
is(query('PRAGMA integrity_check'), 'ok', '... nor broken');
unlink "$shop/warung.log";
told(503, qr/disk|session/, 'no room for a session', 'login',
	posted('username=siti&password=Kopi-Gayo-72'), within('fsize=0'));

# ---- no right to write, or to read ----

chmod 0500, $shop;
chmod 0400, "$shop/warung.db";
unlink "$shop/warung.log";
served(200, 'what can only be read is read', 'shop', %unprivileged);
told(503, qr/readonly|unable to open/, '... and told that it cannot be written', 'add_product',
	add('read only'), %unprivileged);
chmod 0700, $shop;
chmod 0000, "$shop/warung.db";
refused(503, qr/unable to open/, 'a database that cannot be read', 'shop', %unprivileged);
chmod 0600, "$shop/warung.db";
chmod 0000, "$shop/secret.key";
refused(503, qr/secret/, 'a key that cannot be read', 'list', jar => {%$siti}, %unprivileged);
chmod 0600, "$shop/secret.key";

# ---- a database that is not ours ----

for (
	[ 'of nonsense', sub { spew("$Cgi::data/warung.db", 'x' x 9000) }, qr/not a database/ ],
	[ 'that was cut short', sub { truncate "$Cgi::data/warung.db", 5000 }, qr/malformed/ ],
	[ 'of a later version', sub { query('PRAGMA user_version = 999') }, qr/schema 999/ ],
	[ 'without tables', sub { query('DROP TABLE product') }, qr/no such table/ ],
) {
	my ($what, $break, $reason) = @$_;
	local $Cgi::data = "$Cgi::place/broken" . $what =~ tr/a-z//cdr;

	ask('shop');
	$break->();
	my $answer = ask('shop');
	judge($answer, $what =~ /version/ ? 503 : 500, $reason, "a database $what");
}

# ---- little memory ----

my @faults = grep { $_ } map {
	my $answer = ask('register', posted('username=a&x=' . 'x' x 2_600_000), within("data=$_"));

	faults($answer, $answer->{status} == 200 ? 200 : 503);
} map { $_ * 100_000 } 3 .. 75;
is("@faults", '', 'with any memory there is a whole answer');
refused(503, qr/no memory to check/, 'no memory to check a password', 'login',
	posted('username=siti&password=Kopi-Gayo-72'), within('data=16000000'));
refused(503, qr/no memory to hash/, 'no memory to hash one', 'register', within('data=16000000'),
	posted('username=a&password1=Kopi-Gayo-72&password2=Kopi-Gayo-72'));

# ---- an answer over 1 MiB ----

query("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
	INSERT INTO product (id, user_id, name, name_key, price, description, stock, date_added,
		search)
	SELECT printf('%08d-0000-4000-8000-000000000000', i), 2, i, i, i, printf('%01000d', i), 0,
		0, '' FROM n");
my $on_sale = query('SELECT count(*) FROM product WHERE available');
for my $route ('json', 'xml') {
	my $whole = served(200, "$route of 10 MB", $route);
	my $small = served(200, '... also with 6 MB of memory', $route, within('data=6000000'));

	is(scalar(() = $whole->{body} =~ /"?pk"?[:=]/g), $on_sale, '... has every product');
	is(length $small->{body}, length $whole->{body}, '... in both');
	is(faults(ask($route, method => 'HEAD'), 200, 1), '', '... and HEAD has none');
	refused(503, qr/temporary file/, '... but needs room', $route, within('fsize=1000000'));
}
query('DELETE FROM product WHERE date_added = 0');

# ---- somebody else holds the database ----

# A shell that has run this and keeps its locks until it is closed.
sub hold ($sql)
{
	open my $shell, '|-', 'sqlite3', '-batch', '-bail', "$shop/warung.db" or die "sqlite3: $!";
	$shell->autoflush;
	print $shell "$sql;\n.shell touch $shop/held\n";
	select undef, undef, undef, 0.01 until unlink "$shop/held";
	return $shell;
}

{
	my $writer = hold('BEGIN IMMEDIATE; DELETE FROM setting');
	my $save = begin('add_product', add('in time'));

	served(200, 'somebody writes: the shop is read', 'shop');
	close $writer;
	judge(end($save), 303, undef, '... and written, when he is done');

	my $owner = hold('BEGIN EXCLUSIVE');
	my @runs = (begin('shop'), begin('add_product', add('too late')),
		begin('login', posted('username=siti&password=x')));
	for my $answer (map { end($_) } @runs) {
		my ($number) = $answer->{body} =~ /<code>(503-\w{8})</;

		$answer->{logged} = join '', grep { index($_, $number // '?') >= 0 }
			split /^/, $answer->{logged};
		judge($answer, 503, qr/locked/, 'somebody keeps the database');
		cmp_ok($answer->{seconds}, '<', 5, '... which is told in time');
	}
	close $owner;
	is(query("SELECT group_concat(name) FROM product WHERE name IN ('in time', 'too late')"),
		'in time', '... and what was confirmed is saved, no more');
}

# ---- what a request asks of the kernel ----

# Nobody has to collect dead sessions in the next seconds.
sub swept ()
{
	spew("$shop/sessions.swept", '');
}

# An answer and the system calls that made it, without process ids; the last one leaves.
sub trace ($route, %with)
{
	my $file = "$Cgi::place/trace";
	swept();
	my $answer = ask($route, %with, under => [ qw(strace -f -qq -s 200 -o), $file ]);

	return ($answer, map { s/^\d+ +//r } split /^/, slurp($file));
}

sub calls ($names, @calls)
{
	return scalar grep { /^(?:$names)\(/ } @calls;
}

SKIP: {
	skip 'nothing can be traced here', 1 if system('strace -qqo /dev/null true 2>/dev/null');
	my ($answer, @calls) = trace('list', jar => {%$siti});
	my @opened = map { /^open\w*\(\w+, "([^"]*)"/ ? $1 : () } @calls;

	is($answer->{status}, 200, 'list, traced');
	is(join(' ', map { m{^\Q$shop/sessions/} ? 'session' : m{([^/]*)$} } @opened),
		'warung.conf site session warung.db secret.key', '... opens five files');
	is(calls('p?writev?(?:64)?', @calls), 1, '... writes once');
	my $length = length $answer->{raw};
	like($calls[-3], qr/^newfstatat\(.*sessions\.swept/, '... sees that nothing is left to do');
	like($calls[-2], qr/^writev\(1, .*= $length$/, '... and answers, at the end');
	is(calls('fsync|fdatasync|unlink|rename|mkdir|chmod', @calls), 0, '... changes nothing');
	is(calls('fork|vfork|clone3?|socket|connect', @calls), 0, '... and is alone');
	cmp_ok(scalar(@calls), '<', 85, '... in few calls');
	is(scalar(grep { /^umask\(077\)|^alarm\(20\)|RLIMIT_(?:CORE|CPU|AS), \{/ } @calls), 5,
		'... within its limits');

	for my $page ('login', 'register', 'logout') {
		($answer, @calls) = trace($page);
		is(scalar(grep { /warung\.db|secret|sessions/ } @calls), 0,
			"for a guest, $page opens neither session nor database");
	}

	($answer, @calls) = trace('add_product', add('traced'));
	is($answer->{status}, 303, 'add_product, traced');
	is(calls('writev?', grep { /^\w+\(1,/ } @calls), 1, '... writes its answer once');
	like($calls[-2], qr/^writev\(1,/, '... when all is on the disk');

	for my $fault (qw(pwrite64:error=ENOSPC:when=1 pwrite64:error=ENOSPC:when=9
		pwrite64:error=EIO:when=30+ fdatasync:error=EIO:when=1 fdatasync:error=EIO:when=3
		unlink:error=EACCES:when=1 openat:error=EIO:when=2 openat:error=EMFILE:when=5 openat:error=ENFILE:when=6)) {
		swept();
		refused(503, qr/./, "the kernel says $fault", 'add_product', add($fault),
			under => [ qw(strace -qq -o /dev/null -e), "inject=$fault" ]);
		my $saved = query("SELECT count(*) FROM product WHERE name = '$fault'");
		is($saved, 0, '... and nothing is saved');
	}
	is(query('PRAGMA integrity_check'), 'ok', '... nor broken');
}

done_testing;
