#!/usr/bin/perl
# throttle: who guesses passwords has to wait, and only a few passwords are looked at at once.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Digest::SHA qw(hmac_sha256 sha256);
use Fcntl qw(:DEFAULT :seek);
use List::Util qw(max sum);
use Test::More;
use Time::HiRes qw(sleep);

use constant { PASSWORD => 'Kopi-Gayo-72', MEGABYTE => 1 << 20 };

shop_data();

# The options of a sign-in from an address; what comes behind them goes before them.
sub as_form ($name, $password, $address, %with)
{
	return (posted(urlencoded(username => $name, password => $password)),
		env => { REMOTE_ADDR => $address }, %with);
}

sub try ($name, $password, $address, %with)
{
	return ask('login', as_form($name, $password, $address, %with));
}

# tried STATUS, WHAT, NAME, PASSWORD, ADDRESS, OPTION ...: a sign-in is answered so.
sub tried ($status, $what, $name, $password, $address, %with)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	return served($status, $what, 'login', as_form($name, $password, $address, %with));
}

# Time passes: every failure was so many seconds earlier.
sub later ($seconds)
{
	query("UPDATE attempt SET since = since - $seconds * 1000000");
}

sub forget { query('DELETE FROM attempt') }

# The page without what differs from visit to visit.
sub page ($answer, $name)
{
	return $answer->{body} =~ s/value="\w{64}"/value="TOKEN"/gr =~ s/\b\Q$name\E\b/NAME/gr;
}

# ---- who waits ----

my ($here, $there) = qw(192.0.2.1 192.0.2.2);
my $refusal = tried(200, 'a wrong password', 'siti', 'wrong', $here);
tried(200, '... and another', 'siti', 'wrong', $here) for 2 .. 5;
my $held = tried(429, 'the sixth has to wait', 'siti', 'wrong', $here);

like(header($held, 'Retry-After'), qr/\A[1-5]\z/, '... some seconds');
like($held->{body}, qr/Too many attempts\. Please try again in [1-5] seconds?\./, '... and is told');
like($held->{body}, qr/name="username"[^>]* value="siti"/, '... on a form that keeps the name');
is(header($held, 'Set-Cookie') =~ /sessionid/ ? 1 : 0, 0, '... and is given no session');
is(page($held, 'siti') =~ s/Too many attempts.*(?=<)/REFUSED/r,
	page($refusal, 'siti') =~ s/Please enter a correct.*(?=<)/REFUSED/r,
	'... which is the form that was there before');
my $right = tried(429, 'the right password has to wait, too', 'siti', PASSWORD, $here);
is(page($right, 'siti') =~ s/in \d seconds?/in a while/r,
	page($held, 'siti') =~ s/in \d seconds?/in a while/r, '... and is told the same');
is(max(query('SELECT failures FROM attempt')), 5, '... which is no failure');
tried(303, 'from another address it need not', 'siti', PASSWORD, $there);
tried(303, 'nor need another account', 'budi', PASSWORD, $here);
tried(429, '... but this one must, still', 'siti', PASSWORD, $here);
later(5);
tried(303, 'when the time is over, it is let in', 'siti', PASSWORD, $here);

query("UPDATE attempt SET failures = 13");
tried(200, 'after a success the first five', 'siti', 'wrong', $here) for 1 .. 5;
tried(429, '... are free again', 'siti', 'wrong', $here);
forget();
tried(200, 'many failures', 'budi', 'wrong', $here) for 1 .. 5;
query('UPDATE attempt SET failures = 9 WHERE failures = 5');
like(tried(429, '... let one wait long', 'budi', PASSWORD, $here)->{body},
	qr/Please try again in 2 minutes\./, '... which is told in minutes');

# ---- the owner's browser ----

forget();
my $known = sign_in('siti');
ask('logout', jar => $known, trusted => 1, body => '');
ok($known->{last_visit_summary}, 'who signs out leaves a summary');
$known->{csrftoken} = SECRET;
my %known = (jar => $known);
tried(200, 'somebody else fails', 'siti', 'wrong', $here) for 1 .. 5;
tried(429, '... until he has to wait', 'siti', 'wrong', $here);
tried(200, "the owner's browser has not to, even if it fails", 'siti', 'wrong', $here, %known);
tried(200, 'nobody else is let in by it', 'budi', 'wrong', $here, %known) for 1 .. 5;
tried(429, '... nor waits less', 'budi', PASSWORD, $here, %known);
$known->{csrftoken} = SECRET;
tried(303, '... and it signs in', 'siti', PASSWORD, $here, %known);

# ---- an address that tries everybody ----

forget();
tried(200, 'a name', 'name0', 'wrong', $here);
query('UPDATE attempt SET failures = 99');
tried(200, 'a hundred failures of an address', 'name1', 'wrong', $here);
like(header(tried(429, '... are enough', 'siti', PASSWORD, $here), 'Retry-After'),
	qr/\A(?:89\d|900)\z/, '... for a quarter of an hour');
tried(303, '... for this one', 'siti', PASSWORD, $there);
later(900);
tried(303, '... and then it is over', 'siti', PASSWORD, $here);

# ---- whatever is wrong, nobody can tell it ----

# What a sign-in asks of the kernel: memory, files, locks, and above all what takes a disk long.
sub calls ($name, $password, $address)
{
	my $file = "$Cgi::place/calls";

	try($name, $password, $address, under => [ qw(strace -f -qq -o), $file, '-e',
		'trace=mmap,openat,unlink,fcntl,write,pwrite64,ftruncate,fsync,fdatasync' ]);
	return join ' ', map { /\A\d+ +(\w+)/ ? $1 : () }
		grep { !/mmap\(/ || /, 199\d{5}, / } split /\n/, slurp($file);
}

SKIP: {
	skip 'nothing can be traced here', 3 if system('strace -qqo /dev/null true 2>/dev/null');
	my %calls;

	for ([ wrong => 'siti', 'Kopi-Gayo-73' ], [ unknown => 'sita', PASSWORD ],
		[ inactive => 'lama', PASSWORD ]) {
		my ($what, @form) = @$_;

		forget();
		$calls{$what} = calls(@form, $here);
	}
	like($calls{wrong}, qr/mmap .*pwrite64.*fdatasync/, 'a check takes memory, and writes');
	is($calls{$_}, $calls{wrong}, "what is $_ asks the same of the kernel")
		for qw(unknown inactive);
}
forget();
is(page(try('sita', PASSWORD, $here), 'sita'), page(try('siti', 'x', $here), 'siti'),
	'an unknown name says the same as a wrong password');
is(page(try('lama', PASSWORD, $here), 'lama'), page(try('siti', 'x', $here), 'siti'),
	'... and so does a closed account');
is(page(try('siti', PASSWORD x 400, $here), 'siti'), page(try('siti', 'x', $here), 'siti'),
	'... and a password that is longer than any');

# ---- accounts that came from Django ----

my $django = 'pbkdf2_sha256$1000$seasalt2$ABPNVLVV1vRC5OnBCpgwRvsTOJaXds28OSzNig3GR2M=';
query("UPDATE user SET password = '$django' WHERE username = 'tono'");
tried(200, "a wrong password of Django's", 'tono', 'letmein', $here);
is(query("SELECT password FROM user WHERE username = 'tono'"), $django, '... changes nothing');
my %tono = as_form('tono', 'lètmein', $here);
utf8::encode(my $password = "l\xe8tmein");
tried(303, 'a right one', 'tono', $password, $here, jar => $tono{jar});
like(query("SELECT password FROM user WHERE username = 'tono'"),
	qr/\A\$argon2id\$v=19\$m=19456,t=2,p=1\$/, '... is hashed anew');
served(200, '... and its session is good', 'list', jar => $tono{jar});
query("UPDATE user SET password = '$django' WHERE username = 'tono'");
my @answers = map { end($_) } map { begin('login', as_form('tono', $password, $here)) } 1 .. 6;
is(join(' ', map { $_->{status} } @answers), join(' ', (303) x 6), 'six at once are all let in');

# ---- recovery codes ----

# The hash under which a code is stored.
sub stored_code ($name, $code)
{
	my $id = query("SELECT id FROM user WHERE username = '$name'");
	my $key = sha256("warung.recovery$id" . slurp("$Cgi::data/secret.key"));

	return unpack 'H*', hmac_sha256($code =~ s/-//gr, $key);
}

for my $name (qw(siti lama)) {
	my $codes = join ' ', map { stored_code($name, "abcd-efgh-jkmn-pqr$_") } 1 .. 3;

	query("UPDATE user SET recovery_codes = '$codes' WHERE username = '$name'");
}
forget();
my %siti = as_form('siti', 'ABCD EFGH JKMN PQR2', $here);
my $recovered = served(303, 'a recovery code signs in', 'login', %siti);
is(header($recovered, 'Location'), '/account', '... and leads to where the password is changed');
ok((grep { slurp($_) =~ /_recovered=1/ } glob "$Cgi::data/sessions/*"), '... which can tell');
like(ask('list', jar => { %{ $siti{jar} } })->{body},
	qr/You signed in with a recovery code\. Please choose a new password now\./, '... and does');
tried(200, '... once', 'siti', 'abcd-efgh-jkmn-pqr2', $here);
is(query("SELECT recovery_codes FROM user WHERE username = 'siti'"),
	join(' ', map { stored_code('siti', "abcd-efgh-jkmn-pqr$_") } 1, 3), '... others are left');
tried(200, "a closed account's code is none", 'lama', 'abcd-efgh-jkmn-pqr1', $here);
tried(200, "somebody else's neither", 'budi', 'abcd-efgh-jkmn-pqr1', $here);
@answers = map { end($_) } map { begin('login', as_form('siti', 'abcd-efgh-jkmn-pqr1', $here)) }
	1 .. 4;
is(join(' ', sort map { $_->{status} } @answers), '200 200 200 303', 'of four at once one is let in');

# ---- slots ----

# Which of these processes have the memory of a check.
sub checking (@runs)
{
	return grep { (eval { (split ' ', slurp("/proc/$_->{pid}/statm"))[1] } // 0)
		* POSIX::sysconf(POSIX::_SC_PAGESIZE()) > 12 * MEGABYTE } @runs;
}

sub ended (@runs)
{
	return grep { (eval { slurp("/proc/$_->{pid}/stat") } // ') Z') =~ /\) Z/ } @runs;
}

# Those that are checking in two looks, one behind the other, were checking all the time between.
sub most_checking (@runs)
{
	my ($most, $until) = (0, time + 20);

	while (ended(@runs) < @runs && time < $until) {
		my @both = checking(checking(@runs));

		$most = max($most, scalar @both);
	}
	return $most;
}

forget();
my @runs = map { begin('login', as_form(qw(siti budi tono)[$_ % 2], PASSWORD, $here)) } 1 .. 40;
my $most = most_checking(@runs);
cmp_ok($most, '<=', SLOTS, 'of 40 sign-ins at once only a few are looked at');
cmp_ok($most, '>', 1, '... but more than one');
is(join(' ', map { end($_)->{status} } @runs), join(' ', (303) x 40), '... and all are let in');

my $form = urlencoded(username => 'new', password1 => PASSWORD, password2 => PASSWORD);
my $locks = take_slots();
@runs = (begin('register', posted($form)),
	map { begin('login', as_form('siti', PASSWORD, $here)) } 1 .. 5);
sleep 0.5;
is(join(' ', scalar(ended(@runs)), scalar(checking(@runs))), '0 0', 'without a slot nobody goes on');
served(200, '... but pages are shown', 'login');
lock_byte($locks, F_UNLCK, 2);
is(most_checking(@runs), 1, 'with one slot one goes on');
is(join(' ', map { end($_)->{status} } @runs), join(' ', (303) x 6), '... after the other');

# The alarm that would ring after 20 seconds.
lock_byte($locks, F_WRLCK, 2);
@runs = map { begin('login', as_form('siti', PASSWORD, $here)) } 1 .. 3;
sleep 0.5;
kill ALRM => map { $_->{pid} } @runs;
for my $run (@runs) {
	my $answer = end($run);

	is(faults($answer, 503), '', 'who waits for a slot too long is told');
	like($answer->{body}, qr/The shop is very busy/, '... why');
}
like(slurp("$Cgi::data/warung.log"), qr/no slot/, '... and the log says so');
close $locks;
tried(303, 'when the slots are free, one is let in', 'siti', PASSWORD, $here);

# ---- a burst of guesses ----

forget();
@answers = map { end($_) } map { begin('login', as_form('siti', 'wrong', $here)) } 1 .. 40;
my %count = (200 => 0, 429 => 0);
$count{ $_->{status} }++ for @answers;
is(sum(values %count), $count{200} + $count{429}, 'of 40 guesses at once');
cmp_ok($count{200}, '<', 5 + SLOTS, '... no more than the slots go on');
is(join(' ', query('SELECT failures FROM attempt')), "$count{200} $count{200}", '... and all count');

# ---- no room, no right ----

my %unprivileged = $> == 0 ? (under => [qw(setpriv --bounding-set=-all --inh-caps=-all --)]) : ();
forget();
chmod 0000, "$Cgi::data/password.lock";
refused(503, qr/password\.lock: Permission denied/, 'slots that cannot be locked', 'login',
	as_form('siti', PASSWORD, $here), %unprivileged);
chmod 0600, "$Cgi::data/password.lock";
refused(503, qr/no memory .*: Cannot allocate/, 'no memory is not a wrong password', 'login',
	as_form('siti', PASSWORD, $here), under => [qw(prlimit --data=12000000 --)]);
is(scalar(query('SELECT count(*) FROM attempt')), 0, '... and no failure');

done_testing;
