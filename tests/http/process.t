#!/usr/bin/perl
# process: what a server, a disk or another process may do to a program, and what a program asks of the kernel.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use File::Copy 'copy';
use Test::More;

my $shop = $Cgi::data;
shop_data();
my $siti = sign_in('siti');

sub add ($name)
{
	return (jar => $siti, trusted => 1, body => urlencoded(name => $name, price => 1));
}

sub mode ($file)
{
	return sprintf '%04o', (stat $file)[2] & 07777;
}

# Without the right of root to open any file: then permissions mean something.
my @unprivileged = $> == 0 ? qw(setpriv --bounding-set=-all --inh-caps=-all --) : ();

# A limit of memory, disk and the like, as `prlimit` writes it.
sub within ($limit)
{
	return (under => [ 'prlimit', "--$limit", '--' ]);
}

# What was answered where the log cannot be written: the line goes to standard error instead.
sub told ($status, $reason, $what, $answer)
{
	my $line = delete $answer->{err};

	$answer->{err} = '';
	return judge($answer, $status, $reason, $what, split /^/, $line);
}

# ---- the first run ----

{
	local $Cgi::data = "$Cgi::place/new";
	my @runs = map { begin($_, setup => sub { umask 0 }) } qw(shop json login list) x 4;
	my @faults = map { my $answer = end($_); faults($answer, $answer->{status} == 302 ? 302 : 200) } @runs;

	is(join('', @faults), '', 'sixteen first visitors at once');
	is(query('SELECT count(*) FROM user'), 0, '... find an empty shop');
	is(mode($Cgi::data) . mode("$Cgi::data/sessions"), '07000700', '... in a directory for its owner alone');
	is(join(' ', map { mode("$Cgi::data/$_") } qw(warung.db secret.key)), '0600 0600', '... and so are the files');
	like(slurp("$Cgi::data/secret.key"), qr/^\w{50}$/, '... with one key');
	is(join(' ', sort map { s{.*/}{}r } glob "$Cgi::data/*"), 'secret.key sessions warung.db', '... and nothing else');
}

for my $data ("$shop/no/such", '/proc/none', "$shop/warung.db", '/dev/null/data', "\xff\n/x") {
	local $Cgi::data = $data;
	my $answer = ask('shop');

	told($data =~ m{^/} ? 503 : 500, qr/mkdir|absolute|warung\.db/, "data in $data", $answer);
}

# ---- warung.conf beside the program goes before the environment ----

{
	local $Cgi::programs = "$Cgi::place/programs";
	mkdir $Cgi::programs;
	copy("$Cgi::programs/../../$_", $_) for ();
	copy((Cwd::abs_path(($ENV{BUILD} // 'build') . '/cgi-bin')) . '/shop', "$Cgi::programs/shop");
	chmod 0755, "$Cgi::programs/shop";
	spew("$Cgi::programs/warung.conf", "# where\n\n  data =  $shop  # here\n");
	served(200, 'warung.conf names the data', 'shop', env => { WARUNG_DATA => '/nonexistent/other' });
	for my $text ("data $shop", 'date = /x', "data = relative", "\0", "data = $shop\nmore = x") {
		local $Cgi::data = '/nonexistent';
		spew("$Cgi::programs/warung.conf", $text);
		told(500, qr/warung\.conf|absolute/, "warung.conf says $text", ask('shop')) unless $text eq "\0";
	}
}

# ---- descriptors ----

for my $closed ([ 0 ], [ 1 ], [ 2 ], [ 0, 1 ], [ 1, 2 ], [ 0, 1, 2 ]) {
	my $answer = ask('add_product', add("closed @$closed"), setup => sub { POSIX::close($_) for @$closed });
	my $whole = grep { $_ == 1 } @$closed;

	is($whole ? $answer->{code} . $answer->{raw} : faults($answer, (grep { $_ == 0 } @$closed) ? 400 : 303),
		$whole ? '0' : '', "descriptors @$closed are closed");
}
is(query("SELECT count(*) FROM product WHERE name LIKE 'closed%'"), 3, '... and what was read is saved');
is(ask('add_product', add('unheard'), setup => sub {
	pipe my $in, my $out;
	open STDOUT, '>&', $out;
	close $_ for $in, $out;
})->{code}, 256, 'a visitor who has gone is no signal');
is(query("SELECT count(*) FROM product WHERE name = 'unheard'"), 1, '... and what he sent is saved');

# ---- no room on the disk ----

for my $size (0, 512, 4096, 20000) {
	my $logged = -s "$shop/warung.log" // 0;
	my $answer = ask('add_product', add("full $size"), within("fsize=$size"));

	$answer->{err} .= substr slurp("$shop/warung.log"), $logged;
	told(503, qr/disk|full|error/i, "files end at $size bytes", $answer);
}
is(query("SELECT count(*) FROM product WHERE name LIKE 'full%'"), 0, '... and nothing half is saved');
is(query('PRAGMA integrity_check'), 'ok', '... nor broken');
told(503, qr/session|disk/, 'no room for a session', ask('login', posted('username=siti&password=Kopi-Gayo-72'), within('fsize=0')));

# ---- no right to write, or to read ----

chmod 0500, $shop;
chmod 0400, "$shop/warung.db", "$shop/warung.log";
is(faults(ask('shop', under => \@unprivileged), 200), '', 'a shop that can only be read is read');
told(503, qr/readonly|unable to open/, '... and says when it cannot be written', ask('add_product', add('read-only'), under => \@unprivileged));
chmod 0700, $shop;
chmod 0000, "$shop/warung.db";
told(503, qr/unable to open|warung\.db/, 'a database that cannot be opened', ask('shop', under => \@unprivileged));
chmod 0600, "$shop/warung.db", "$shop/warung.log";
chmod 0000, "$shop/secret.key";
refused(503, qr/secret/, 'a key that cannot be read', 'list', jar => { %$siti }, under => \@unprivileged);
chmod 0600, "$shop/secret.key";

# ---- a database that is not ours ----

for my $broken ([ 'of nonsense' => sub { spew("$Cgi::data/warung.db", 'nonsense' x 1000) }, 50 ],
	[ 'of a later version' => sub { query('PRAGMA user_version = 999') }, 503 ],
	[ 'of another program' => sub { query('PRAGMA user_version = 1; DROP TABLE product') }, 500 ],
	[ 'that was cut short' => sub { truncate "$Cgi::data/warung.db", 5000 }, 50 ]) {
	my ($what, $break, $status) = @$broken;
	local $Cgi::data = "$Cgi::place/broken" . $what =~ tr/ //dr;

	ask('shop');
	$break->();
	my $answer = ask('shop');
	$status = $answer->{status} if $status == 50 && $answer->{status} =~ /^50[03]$/;
	judge($answer, $status, qr/warung\.db|not a database|malformed|schema 999|no such table/, "a database $what", slurp("$Cgi::data/warung.log"));
}

# ---- little memory ----

my @faults;
for my $limit (map { $_ * 100_000 } 3 .. 75) {
	my $answer = ask('register', posted('username=abc&x=' . 'x' x 2_600_000), within("data=$limit"));

	push @faults, "$limit: " . faults($answer, $answer->{status}) if $answer->{status} !~ /^(?:200|503)$/ || faults($answer, $answer->{status});
}
is("@faults", '', 'with any memory there is a whole answer');
refused(503, qr/memory/, 'no memory to check a password', 'login', posted('username=siti&password=Kopi-Gayo-72'), within('data=16000000'));
refused(503, qr/memory/, 'no memory to hash a password', 'register', posted('username=a&password1=Kopi-Gayo-72&password2=Kopi-Gayo-72'), within('data=16000000'));

# ---- an answer over 1 MiB ----

query("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
	INSERT INTO product (id, user_id, name, name_key, price, description, stock, available, date_added, search)
	SELECT printf('%08d-0000-4000-8000-000000000000', i), 2, 'n' || i, 'n' || i, i, printf('%01000d', i), 1, 1, 1, '' FROM n");
my $json = served(200, 'an answer of some MiB', 'json');
cmp_ok(length $json->{body}, '>', 3_000_000, '... is complete');
is(scalar(() = $json->{body} =~ /"pk": /g), query('SELECT count(*) FROM product WHERE available'), '... with every product');
is(served(200, '... also with little memory', 'json', within('data=2600000'))->{body}, $json->{body}, '... the same one');
is(faults(ask('json', method => 'HEAD'), 200, 1), '', '... and for HEAD');
told(503, qr/temporary file/, 'no room for it', do {
	my $answer = ask('json', within('fsize=1000000'));
	$answer->{err} .= (split /^/, slurp("$shop/warung.log"))[-1];
	$answer;
});
query("DELETE FROM product WHERE user_id = 2 AND date_added = 1");

# ---- somebody else holds the database ----

sub hold ($sql)
{
	open my $shell, '|-', 'sqlite3', '-batch', '-bail', "$shop/warung.db" or die "sqlite3: $!";
	$shell->autoflush;
	print $shell "$sql;\n.shell touch $shop/held\n";
	select undef, undef, undef, 0.01 until -e "$shop/held";
	unlink "$shop/held";
	return $shell;
}

{
	my $writer = hold('BEGIN IMMEDIATE; DELETE FROM setting');
	my $save = begin('add_product', add('in time'));

	served(200, 'somebody writes: the shop is read', 'shop');
	close $writer;
	is(faults(end($save), 303), '', '... and written, when he is done');

	my $logged = -s "$shop/warung.log";
	my $owner = hold('BEGIN EXCLUSIVE');
	my @runs = (begin('shop'), begin('add_product', add('too late')), begin('login', posted('username=siti&password=x')));
	for my $run (@runs) {
		my $answer = end($run);
		my $new = substr slurp("$shop/warung.log"), $logged;
		my ($number) = $answer->{body} =~ /<code>(503-\w{8})</;

		judge($answer, 503, qr/locked/, 'somebody keeps the database', grep { index($_, $number // '?') >= 0 } split /^/, $new);
		cmp_ok($answer->{seconds}, '<', 5.5, '... is told in time');
	}
	close $owner;
	is(query("SELECT group_concat(name) FROM product WHERE name IN ('in time', 'too late')"), 'in time', '... and only what was confirmed is saved');
}

# ---- what a request asks of the kernel ----

# The system calls of a request, a line each, without process ids.
sub trace ($route, %with)
{
	my $file = "$Cgi::place/trace";
	my $answer = ask($route, %with, under => [ qw(strace -f -qq -s 200 -o), $file ]);

	return ($answer, map { s/^\d+ +//r } split /^/, slurp($file));
}

SKIP: {
	skip 'strace may not trace here', 1 if system('strace -qq -o /dev/null true 2>/dev/null') != 0;
	my ($answer, @calls) = trace('list', jar => { %$siti });
	my @opened = map { /^open\w*\(\w+, "([^"]*)"/ ? $1 : () } @calls;
	my @names = map { /^(\w+)\(/ ? $1 : () } @calls;
	my %count;

	$count{$_}++ for @names;
	is($answer->{status}, 200, 'list under strace');
	is_deeply([ map { m{^\Q$shop/\E(sessions/)?(.*)} ? $1 // $2 : m{([^/]*)$} } @opened ],
		[ 'warung.conf', 'sessions/', 'warung.db', 'secret.key' ], '... opens four files');
	is(scalar(grep { /^p?writev?/ } @names), 1, '... writes once');
	like($calls[-2], qr/^writev\(1, .*= (\d+)$/, '... to standard output, as the last thing it does');
	is($calls[-2] =~ /= (\d+)$/ && $1, length $answer->{raw}, '... all of the answer');
	is_deeply([ grep { $count{$_} } qw(fsync fdatasync unlink rename socket connect fork vfork clone clone3 mkdir) ], [], '... and changes nothing');
	is($count{execve}, 1, '... and is one process');
	cmp_ok(scalar(@calls), '<', 85, '... in few calls');

	for my $page ('login', 'register', 'logout') {
		($answer, @calls) = trace($page);
		is(scalar(grep { /warung\.db|secret|sessions/ } @calls), 0, "$page touches neither session nor database for a guest");
	}
	($answer, @calls) = trace('add_product', add('traced'));
	my ($written) = grep { $calls[$_] =~ /^writev?\(1,/ } 0 .. $#calls;
	is(scalar(grep { /^writev?\(1,/ } @calls), 1, 'a form that is saved answers with one write');
	is(scalar(grep { /^(?:p?write|f\w*sync|unlink|rename|open|fcntl|flock)/ } @calls[$written + 1 .. $#calls]), 0, '... when all is done');

	for my $error ('pwrite64:error=ENOSPC:when=1', 'pwrite64:error=ENOSPC:when=9', 'pwrite64:error=EIO:when=30+', 'fdatasync:error=EIO:when=1',
		'fdatasync:error=EIO:when=3', 'unlink:error=EACCES:when=1', 'openat:error=EMFILE:when=3', 'openat:error=ENFILE:when=6', 'fcntl:error=ENOLCK:when=2') {
		my $logged = -s "$shop/warung.log";
		my $answer = ask('add_product', add("error $error"), under => [ qw(strace -qq -o /dev/null -e), "inject=$error" ]);
		my $saved = query("SELECT count(*) FROM product WHERE name = 'error $error'");

		judge($answer, 503, qr/./, $error, split /^/, $answer->{err} . substr slurp("$shop/warung.log"), $logged);
		is($saved, 0, '... saves nothing');
	}
	is(query('PRAGMA integrity_check'), 'ok', '... and breaks nothing');
}

done_testing;
