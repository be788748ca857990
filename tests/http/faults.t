#!/usr/bin/perl
# faults: each system call with which somebody signs in or out, fills a cart, or is forgotten fails
# once, and kills once.  The answer is whole or absent, the session is the old one or the new one,
# and what comes next works.  On both stores that keep sessions on our side.
use v5.36;
use FindBin '$Bin';
use lib $Bin;

use Cgi;
use File::Copy 'copy';
use Test::More;

my @calls = qw(openat write writev pwrite64 fsync fdatasync ftruncate rename unlink flock
	mmap read pread64);
my %errors = (
	openat => [qw(EMFILE EIO)], write => [qw(ENOSPC EIO)], writev => [qw(EPIPE)],
	pwrite64 => [qw(ENOSPC EIO)], fsync => [qw(EIO ENOSPC)], fdatasync => [qw(EIO ENOSPC)],
	ftruncate => [qw(EIO)], rename => [qw(EIO ENOSPC)], unlink => [qw(EIO)],
	flock => [qw(ENOLCK)], mmap => [qw(ENOMEM)],
	read => [qw(EIO)], pread64 => [qw(EIO)],
);
my $from = $Cgi::programs;
my $begun = "$Cgi::place/begun";   # the data directory before the request that suffers

# ---- the shop ----

sub programs_with ($store)
{
	$Cgi::programs = "$Cgi::place/$store";
	mkdir $Cgi::programs;
	for my $program (map { "$from/$_" } qw(shop list login logout session ../test-cgi/fill)) {
		my $copy = "$Cgi::programs/" . $program =~ s{.*/}{}r;

		copy($program, $copy) or die "$program: $!";
		chmod 0755, $copy;
	}
	spew("$Cgi::programs/warung.conf", "session_store = $store\n");
}

sub start_anew ()
{
	system('rm', '-rf', $Cgi::data) == 0 && system('cp', '-a', $begun, $Cgi::data) == 0
		or die "cannot copy the data\n";
}

# ---- what is done, and what must be afterwards ----

sub sign_in_post ($jar)
{
	return (jar => {%$jar}, trusted => 1,
		body => urlencoded(username => 'siti', password => 'Kopi-Gayo-72'));
}

sub fill_post ($jar)
{
	return (jar => {%$jar}, trusted => 1, body => 'product=tea');
}

sub sign_out_post ($jar)
{
	return (jar => {%$jar}, trusted => 1, body => '');
}

sub forget_post ($jar)
{
	return (jar => {%$jar}, trusted => 1, body => 'action=forget');
}

# How many are in the cart of whoever has that jar.
sub in_cart ($jar)
{
	return ask('fill', jar => {%$jar})->{body} =~ /^cart\.tea=(\d+)$/m ? $1 : 0;
}

# All that is kept of sessions, whichever the store.
sub kept ()
{
	return join "\n", query('SELECT data FROM session'),
		map { slurp($_) } grep { -f } glob "$Cgi::data/sessions/*";
}

# A guest with a full cart signs in.
sub check_sign_in ($before, $jar, $answer)
{
	my @faults;

	if ($answer->{status} == 303) {
		push @faults, 'not signed in' if ask('list', jar => {%$jar})->{status} != 200;
		push @faults, 'another cart' if in_cart($jar) != 1;
	} elsif (in_cart($before) != 1 && kept() !~ /_auth_user_id.*cart\.tea=1|cart\.tea=1.*_auth_user_id/) {
		push @faults, 'the cart is lost';
	}
	push @faults, 'the old id is signed in'
		if ask('list', jar => {%$before})->{status} != 302;
	my $again = ask('login', sign_in_post($before));
	push @faults, "cannot sign in any more: $again->{logged}" if $again->{status} != 303;
	return @faults;
}

# A member's cart gets one more.
sub check_fill ($before, $jar, $answer)
{
	my $count = in_cart($before);
	my @faults;

	push @faults, "$count in the cart" if $count != 1 && $count != 2;
	push @faults, 'what was confirmed is lost' if $answer->{status} == 303 && $count != 2;
	push @faults, 'what failed was done'
		if $answer->{status} >= 400 && $answer->{status} != 500 && $count != 1;
	push @faults, 'signed out' if ask('list', jar => {%$before})->{status} != 200;
	push @faults, 'cannot be filled any more'
		if ask('fill', fill_post($before))->{status} != 303 || in_cart($before) != $count + 1;
	return @faults;
}

# A member signs out; nobody comes back with the old cookie when that was confirmed.
sub check_sign_out ($before, $jar, $answer)
{
	my @faults;

	push @faults, 'still signed in'
		if $answer->{status} == 303 && ask('list', jar => {%$before})->{status} != 302;
	push @faults, 'still remembered' if $answer->{status} == 303 && in_cart($before) != 0;
	push @faults, 'cannot sign out any more'
		if ask('logout', sign_out_post($before))->{status} != 303 ||
		ask('list', jar => {%$before})->{status} != 302;
	return @faults;
}

# A guest wants to be forgotten.
sub check_forget ($before, $jar, $answer)
{
	my @faults;

	push @faults, 'still remembered' if $answer->{status} == 303 && in_cart($before) != 0;
	push @faults, 'cannot be forgotten any more'
		if ask('session', forget_post($before))->{status} != 303 || in_cart($before) != 0;
	return @faults;
}

# ---- one fault ----

sub whole_or_absent ($answer)
{
	return if $answer->{raw} eq '';
	return 'no answer of ours: ' . substr $answer->{raw}, 0, 200
		unless $answer->{status} =~ /^(?:303|400|500|503)$/;
	$answer->{err} = $answer->{code} = '';   # where the log could not be written; how it ended
	return faults($answer, $answer->{status}) || ();
}

sub suffer ($case, $call, $nth, $how)
{
	my ($route, $before, $post, $check) = @$case;
	start_anew();
	my %with = $post->($before);
	my $answer = ask($route, %with, under => [ 'strace', '-qq', '-o', "$Cgi::place/trace",
		'-e', "trace=$call", '-e', "inject=$call:$how:when=$nth" ]);
	my @faults = (whole_or_absent($answer), $check->($before, $with{jar}, $answer));

	push @faults, 'the database is damaged' if query('PRAGMA integrity_check') ne 'ok';
	is(join('; ', @faults), '', "$Cgi::programs $route: $call $nth: $how" =~ s{.*/}{}r);
}

# How often a program makes each call when all goes well.
sub count_calls ($case)
{
	my ($route, $before, $post) = @$case;
	my %count;

	start_anew();
	my $answer = ask($route, $post->($before),
		under => [ 'strace', '-qq', '-o', "$Cgi::place/trace" ]);
	is($answer->{status}, 303, "$route when all goes well");
	for (split /\n/, slurp("$Cgi::place/trace")) {
		$count{$1}++ if /^(\w+)\(/;
	}
	return %count;
}

sub sweep ($case)
{
	my %count = count_calls($case);

	for my $call (@calls) {
		for my $nth (1 .. $count{$call} // 0) {
			suffer($case, $call, $nth, "error=$_") for @{ $errors{$call} };
			suffer($case, $call, $nth, 'signal=KILL')
				unless $call =~ /^(?:mmap|read|pread64|flock)$/;
		}
	}
}

for my $store (qw(file database)) {
	programs_with($store);
	$Cgi::data = "$Cgi::place/data";
	system 'rm', '-rf', $Cgi::data;
	shop_data();
	my %guest = fill_post({ csrftoken => SECRET });
	ask('fill', %guest);
	my $member = sign_in('siti');
	ask('fill', %{ { fill_post($member) } });
	is(in_cart($member), 1, "the store $store");
	system('rm', '-rf', $begun) == 0 && rename $Cgi::data, $begun or die "$begun: $!";
	sweep([ 'login', $guest{jar}, \&sign_in_post, \&check_sign_in ]);
	sweep([ 'fill', $member, \&fill_post, \&check_fill ]);
	sweep([ 'logout', $member, \&sign_out_post, \&check_sign_out ]);
	sweep([ 'session', $guest{jar}, \&forget_post, \&check_forget ]);
}

done_testing;
