#!/usr/bin/perl
# sessions: the stores and the limits that warung.conf can name, from signing in to signing out; a
# full disk; and a hundred thousand sessions.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use File::Copy 'copy';
use Test::More;

my $programs = $Cgi::programs;
my $shops = 0;

# Programs of their own with a configuration of their own, and a new shop.
sub open_shop (@settings)
{
	$shops++;
	$Cgi::programs = "$Cgi::place/programs$shops";
	$Cgi::data = "$Cgi::place/data$shops";
	mkdir $Cgi::programs or die "$Cgi::programs: $!";
	for my $name (qw(shop list login logout add_product)) {
		copy("$programs/$name", "$Cgi::programs/$name") or die "$name: $!";
		chmod 0755, "$Cgi::programs/$name";
	}
	configure(@settings);
	shop_data();
}

sub configure (@settings)
{
	spew("$Cgi::programs/warung.conf", join '', map { "$_\n" } "data = $Cgi::data", @settings);
}

# The cookies that an answer sets with that name, whole.
sub cookies ($answer, $name)
{
	return grep { /^$name=/ } map { $_->[1] } grep { $_->[0] eq 'Set-Cookie' }
		@{ $answer->{headers} };
}

# How many sessions lie on our side: in files, in rows.
sub kept ()
{
	opendir my $folder, "$Cgi::data/sessions" or die "sessions: $!";
	my $files = grep { !/^\./ } readdir $folder;
	return join ' ', $files, query('SELECT count(*) FROM session');
}

sub sign_in_for_long ($name)
{
	my %post = posted(urlencoded(username => $name, password => 'Kopi-Gayo-72',
		remember_me => 'on'));

	is(ask('login', %post)->{status}, 303, "$name signs in for a month");
	return $post{jar};
}

# Is whoever has these cookies signed in?
sub knows ($jar, $what)
{
	my $answer = served(200, $what, 'list', jar => $jar);

	like($answer->{body}, qr/Welcome, siti/, '... by name');
	return $answer;
}

sub knows_not ($jar, $what)
{
	my $answer = served(302, $what, 'list', jar => $jar);

	like((cookies($answer, 'sessionid'))[0] // 'none', qr/^sessionid="";.*; Max-Age=0;/,
		'... and the cookie is taken away');
}

# ---- from signing in to signing out ----

my %kept_by = (file => '1 0', database => '0 1', cookie => '0 0');

sub come_and_go ($store)
{
	open_shop("session_store = $store");
	is(kept(), '0 0', "$store: who only looks leaves nothing behind");
	my $siti = sign_in('siti');
	is(kept(), $kept_by{$store}, "$store: signing in makes one session, where it belongs");
	my $answer = knows($siti, "$store: who signed in is known");
	is(scalar(cookies($answer, 'sessionid')), 0, '... and reading sends no cookie');
	served(303, '... and may write', 'add_product', jar => $siti, trusted => 1,
		body => urlencoded(name => 'Tea', price => 1));

	my %before = %$siti;
	my %other = %{ sign_in('siti') };
	served(303, "$store: signing out", 'logout', jar => $siti, trusted => 1, body => '');
	is($siti->{sessionid}, undef, '... takes the cookie away');
	is(kept(), $kept_by{$store}, '... and the session, but not that of another browser');
	knows_not(\%before, "$store: what was signed out, sent again, is nobody's");
	knows(\%other, "$store: the other browser stays signed in");

	my %changed = (%other, sessionid => $other{sessionid} =~ s/(.)(?=.{9}$)/$1 eq 'A' ? 'B' : 'A'/er);
	knows_not(\%changed, "$store: an id of which one letter is another is nobody's");
}

come_and_go($_) for qw(file database cookie);

# ---- every request ----

sub save_every_request ($store)
{
	open_shop("session_store = $store", 'session_save_every_request = yes');
	my $siti = sign_in_for_long('siti');

	for my $route ('list', 'shop', 'list') {
		my $answer = served(200, "$store, every request is saved: $route", $route, jar => $siti);
		my @cookies = cookies($answer, 'sessionid');

		is(scalar(@cookies), 1, '... sends the cookie again');
		like($cookies[0], qr/; Max-Age=2592000; HttpOnly; Path=\/; SameSite=Lax$/,
			'... for a month');
		like(join("\n", map { "@$_" } @{ $answer->{headers} }), qr/^Vary .*Cookie/m,
			'... and no cache gives it to anybody else');
	}
	my $answer = served(200, '... but a stranger', 'shop');
	is(scalar(cookies($answer, 'sessionid')), 0, '... gets none');
	is(kept(), $kept_by{$store}, '... and makes none');
}

save_every_request($_) for qw(file database cookie);

# ---- limits ----

# Shops in which one is signed in for as long as the browser stays open, and for a month.
my @waiting;
for my $store (qw(file database cookie)) {
	for my $limit (qw(session_idle session_absolute)) {
		open_shop("session_store = $store", "$limit = 1");
		my @jars = (sign_in('siti'), sign_in_for_long('siti'));
		knows($jars[0], "$store, $limit: at once");
		push @waiting, [ "$store, $limit", $Cgi::programs, $Cgi::data, @jars ];
	}
}
select undef, undef, undef, 2.1;
for my $shop (@waiting) {
	my ($what, @jars);
	($what, $Cgi::programs, $Cgi::data, @jars) = @$shop;
	knows_not($jars[0], "$what: too late");
	knows($jars[1], '... but whoever was promised a month stays');
}

# Each request comes soon behind the one before; all of them take longer than the limit.
sub keep_going ($store)
{
	open_shop("session_store = $store", 'session_idle = 2');
	my $siti = sign_in('siti');

	for (1 .. 3) {
		select undef, undef, undef, 1.1;
		knows($siti, "$store: whoever goes on reading is not idle");
	}
}

keep_going($_) for qw(file database cookie);

# ---- what cannot be understood ----

open_shop();
my $siti = sign_in('siti');
for my $store ('redis', 'File', '') {
	configure("session_store = $store");
	my $reason = qr/session_store is file, database or cookie, not "$store"/;

	refused(500, $reason, "the store '$store'", 'list', jar => {%$siti});
	refused(500, $reason, '... when it is written to', 'add_product', jar => {%$siti},
		trusted => 1, body => urlencoded(name => 'Tea', price => 1));
}
for my $line ('session_idle = soon', 'session_save_every_request = maybe', 'session_cookie = a') {
	configure($line);
	refused(500, qr/warung\.conf/, $line, 'shop');
}
configure();
knows($siti, 'who was signed in still is, when that is mended');

# ---- no room on the disk ----

my %full = (under => [qw(prlimit --fsize=0 --)]);

# It is time to write down that the visitor was here, and to sweep: neither keeps a page from him.
sub read_without_room ($store, @settings)
{
	open_shop("session_store = $store", @settings);
	my $siti = sign_in_for_long('siti');
	my $before = kept();

	select undef, undef, undef, 2.1 if "@settings" =~ /idle/;
	for my $route ('list', 'shop') {
		utime 0, 0, "$Cgi::data/sessions.swept";
		served(200, "$store, @settings, no room: $route", $route, jar => $siti, %full);
	}
	# What is done behind an answer may still be going on.
	for (1 .. 40) {
		last if kept() eq $before;
		select undef, undef, undef, 0.05;
	}
	is(kept(), $before, '... and nothing is left lying about');
	knows($siti, '... nor lost');
}

for my $store (qw(file database cookie)) {
	read_without_room($store, 'session_idle = 10');
	read_without_room($store, 'session_save_every_request = yes');
}

# A disk that is full indeed.
SKIP: {
	my $disk = "$Cgi::place/disk";
	mkdir $disk;
	skip 'nothing can be mounted here', 1
		if system "mount -t tmpfs -o size=2m,mode=0700 tmpfs $disk 2>/dev/null";
	my $done = eval {
		for my $store (qw(file database)) {
			my $data = "$disk/$store";

			open_shop();
			$Cgi::data = $data;
			configure("session_store = $store", 'session_save_every_request = yes');
			shop_data();
			my $siti = sign_in('siti');
			system "cat /dev/zero >$data/large 2>/dev/null";
			for my $route ('list', 'shop') {
				is(ask($route, jar => $siti)->{status}, 200,
					"$store, a full disk: $route is read");
			}
			my $body = urlencoded(name => 'Tea', description => 'x' x 9000, price => 1);
			is(ask('add_product', jar => $siti, trusted => 1, body => $body)->{status},
				503, '... what cannot be written is said to be so');
			unlink "$data/large";
			knows($siti, '... and with room again all is as it was');
		}
		1;
	};
	my $why = $@;
	system "umount -l $disk";
	ok($done, 'so it goes on a full disk') or diag($why);
}

# ---- a hundred thousand sessions ----

# The system calls of a reading request: those of the sweep behind it, if it is time for one, too.
sub calls ($jar, $sweeps)
{
	my $file = "$Cgi::place/trace";
	my $marker = "$Cgi::data/sessions.swept";

	spew($marker, '') unless -e $marker;
	utime $sweeps ? (0, 0) : (time, time), $marker;
	my $answer = ask('list', jar => $jar, under => [ qw(strace -f -qq -o), $file ]);
	is($answer->{status}, 200, '... is answered');
	return scalar split /^/, slurp($file);
}

sub crowd_files ($many)
{
	my $text = '_expires=9000000000000000&a=1';

	for my $i (0 .. $many - 1) {
		my $path = sprintf '%s/sessions/%064x', $Cgi::data, $i;

		# A file can have some ten thousand names.
		if ($i % 10_000 == 0) {
			spew($path, $text);
		} else {
			link sprintf('%s/sessions/%064x', $Cgi::data, $i - $i % 10_000), $path
				or die "$path: $!";
		}
	}
}

sub crowd_rows ($many)
{
	query("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < $many)
		INSERT INTO session (key, data, expires)
		SELECT printf('%064x', i), '_expires=9000000000000000&a=1', 9000000000000000 FROM n");
}

SKIP: {
	skip 'nothing can be traced here', 1 if system('strace -qqo /dev/null true 2>/dev/null');
	for my $store ([ file => \&crowd_files, 0 ], [ database => \&crowd_rows, 6 ]) {
		my ($name, $crowd, $deeper) = @$store;

		open_shop("session_store = $name");
		my $siti = sign_in('siti');
		my ($alone, $sweeping) = (calls($siti, 0), calls($siti, 1));
		$crowd->(100_000);
		cmp_ok(calls($siti, 0), '<=', $alone + $deeper,
			"$name: a request among 100000 sessions asks no more of the kernel");
		cmp_ok(calls($siti, 1), '<=', $sweeping + 20 * 8,
			'... nor does sweeping look at more than a few of them');
		cmp_ok(calls($siti, 1), '>', $alone + 5, '... but it does look');
	}
}

done_testing;
