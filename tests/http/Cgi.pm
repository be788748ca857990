# The programs, run as a web server runs them, without one: every byte that goes in is ours, and
# every byte that comes out is looked at.  BUILD (default build) names the tree with cgi-bin/.
package Cgi;
use v5.36;

use Cwd 'abs_path';
use Exporter 'import';
use Fcntl qw(:DEFAULT :seek);
use File::Copy 'copy';
use File::Temp 'tempdir';
use POSIX ();
use Socket;
use Test::More ();
use Time::HiRes 'time';

our @EXPORT = qw(ask begin end header posted urlencoded shop_data sign_in query slurp spew
	faults judge served refused lock_byte take_slots SECRET SLOTS);
our @EXPORT_OK = qw(another_shop anew bytes form keep_shop leads send_form);

# What a visitor whose csrftoken cookie it is may send as the token, too.
use constant SECRET => 'abcdefghijklmnopqrstuvwxyzABCDEF';

# So many passwords are looked at together.
use constant SLOTS => 4;

our $programs = abs_path(($ENV{BUILD} // 'build') . '/cgi-bin') // die "nothing is built yet\n";
our $place = tempdir(CLEANUP => 1);
our $data = "$place/data";   # WARUNG_DATA
my $runs = 0;

sub slurp ($file)
{
	open my $in, '<:raw', $file or die "$file: $!";
	local $/;
	return scalar(<$in>) // '';
}

sub spew ($file, $bytes)
{
	open my $out, '>:raw', $file or die "$file: $!";
	print $out $bytes;
	close $out or die "$file: $!";
}

sub escape ($text)
{
	return $text =~ s/([^\w.~-])/sprintf '%%%02X', ord $1/gear;
}

sub urlencoded (@pairs)
{
	my @out;

	while (my ($name, $value) = splice @pairs, 0, 2) {
		push @out, escape($name) . '=' . escape($value);
	}
	return join '&', @out;
}

# ---- the data directory ----

# A data directory that the programs made themselves, with the shop of fixture.sql in it.
sub shop_data ()
{
	die "shop does not start\n" unless ask('shop')->{status} == 200;
	open my $sql, '|-', 'sqlite3', '-bail', "$data/warung.db" or die "sqlite3: $!";
	print $sql slurp('tests/http/fixture.sql');
	close $sql or die "the fixture does not fit\n";
}

# Rows of the database, columns with "|" between them; the first one for who wants only one.
# The shop as it is now is what anew brings back, for a test of its own.
sub keep_shop ()
{
	rename $data, "$place/begun" or die "$place/begun: $!";
}

sub anew ($what)
{
	Test::More::note($what);
	system('rm', '-rf', $data) == 0 && system('cp', '-a', "$place/begun", $data) == 0
		or die "cannot copy the data\n";
}

# another_shop PROGRAMS, LINE ...: one with only these programs, and with these lines in its warung.conf.
sub another_shop ($names, @settings)
{
	state $built = $programs;
	state $shops = 0;

	$shops++;
	$programs = "$place/programs$shops";
	$data = "$place/data$shops";
	mkdir $programs or die "$programs: $!";
	for my $name (@$names) {
		copy("$built/$name", "$programs/$name") or die "$name: $!";
		chmod 0755, "$programs/$name";
	}
	spew("$programs/warung.conf", join "\n", "data = $data", @settings, '');
	shop_data();
}

sub query ($sql)
{
	open my $rows, '-|', 'sqlite3', '-batch', '-bail', "$data/warung.db", '.timeout 9000', $sql
		or die "sqlite3: $!";
	chomp(my @rows = <$rows>);
	close $rows or die "sqlite3 failed: $sql\n";
	return wantarray ? @rows : $rows[0];
}

# ---- a request ----

sub environment ($route, %with)
{
	my ($path, $query) = split /\?/, $route, 2;
	my ($program, $info) = $path =~ /^(\w+)(.*)$/s;
	my $jar = $with{jar} // {};
	my %env = (
		GATEWAY_INTERFACE => 'CGI/1.1',
		SERVER_PROTOCOL => 'HTTP/1.1',
		REQUEST_METHOD => $with{method} // (defined $with{body} ? 'POST' : 'GET'),
		SCRIPT_NAME => "/$program",
		PATH_INFO => $info,
		QUERY_STRING => $query // '',
		HTTP_HOST => 'localhost',
		REMOTE_ADDR => '192.0.2.1',
		WARUNG_DATA => $data,
	);

	if (defined $with{body}) {
		$env{CONTENT_LENGTH} = length $with{body};
		$env{CONTENT_TYPE} = $with{type} // 'application/x-www-form-urlencoded';
	}
	$env{HTTP_COOKIE} = join '; ', map { "$_=$jar->{$_}" } sort keys %$jar if %$jar;
	$env{HTTP_X_CSRFTOKEN} = $jar->{csrftoken} if $with{trusted};
	%env = (%env, %{ $with{env} // {} });
	delete @env{ grep { !defined $env{$_} } keys %env };
	return ($program, %env);
}

# Standard input: a file with the body; as with mod_cgid, a socket that is standard output, too; or
# a pipe that stays open.
sub plumb ($run)
{
	my ($in, $out);

	if ($run->{socket}) {
		socketpair $run->{out}, $out, AF_UNIX, SOCK_STREAM, PF_UNSPEC
			or die "socketpair: $!";
		return ($out, $out);
	}
	pipe $run->{out}, $out or die "pipe: $!";
	if ($run->{pipe}) {
		pipe $in, $run->{in} or die "pipe: $!";
	} else {
		spew("$place/body$runs", $run->{body} // '');
		open $in, '<:raw', "$place/body$runs" or die "body: $!";
	}
	return ($in, $out);
}

sub feed ($run)
{
	local $SIG{PIPE} = 'IGNORE';

	syswrite $run->{in}, $run->{body} // '' if $run->{pipe};
	if ($run->{socket}) {
		syswrite $run->{out}, $run->{body} // '';
		shutdown $run->{out}, SHUT_WR;
	}
}

# begin ROUTE, OPTION => VALUE ...: start a request, which runs by itself; `end` takes its answer.
#
# ROUTE is the address, "product/ID?a=b".  The options: method; body (bytes) and its type; env
# (variables; undef takes one away); jar (a hash of cookies, which takes those of the answer);
# trusted (a header has the jar's CSRF token); argv; under (a command that starts the program);
# setup (called in the new process); socket, pipe (see plumb).
sub begin ($route, %with)
{
	my ($program, %env) = environment($route, %with);
	my @command = (@{ $with{under} // [] }, "$programs/$program", @{ $with{argv} // [] });
	my $run = { %with, started => time, log => "$data/warung.log" };

	$runs++;
	$run->{logged} = -s $run->{log} // 0;
	my ($in, $out) = plumb($run);
	pipe $run->{err}, my $err or die "pipe: $!";
	$run->{pid} = fork // die "fork: $!";
	if ($run->{pid} == 0) {
		%ENV = %env;
		open STDIN, '<&', $in and open STDOUT, '>&', $out and open STDERR, '>&', $err
			or POSIX::_exit(99);
		$with{setup}->() if $with{setup};
		no warnings 'exec';
		exec { $command[0] } @command;
		POSIX::_exit(98);
	}
	feed($run);
	return $run;
}

sub read_all ($handle, $answer)
{
	my $bytes = '';
	my $got;

	1 while $got = sysread $handle, $bytes, 1 << 20, length $bytes;
	$answer->{broken} = "$!" unless defined $got;
	return $bytes;
}

# The answer: status, headers (a list of [name, value]), body; and raw (every byte), err (standard
# error), logged (what came to the log), code (how the process ended), seconds, broken (what went
# wrong on the wire).
sub end ($run)
{
	my %answer = (broken => '');

	$answer{raw} = read_all($run->{out}, \%answer);
	$answer{err} = read_all($run->{err}, \%answer);
	waitpid $run->{pid}, 0;
	$answer{code} = $?;
	$answer{seconds} = time - $run->{started};
	$answer{logged} = -e $run->{log} ? substr slurp($run->{log}), $run->{logged} : '';
	my ($head, $body) = split /\r\n\r\n/, $answer{raw}, 2;
	my @lines = split /\r\n/, $head // '';
	$answer{headers} = [ map { [ /^([^:]*): ?(.*)$/s ] } @lines ];
	$answer{status} = ($lines[0] // '') =~ /^Status: (\d{3}) / ? $1 : 0;
	$answer{body} = $body // '';
	keep($run->{jar}, \%answer) if $run->{jar};
	return \%answer;
}

sub ask ($route, %with)
{
	return end(begin($route, %with));
}

sub keep ($jar, $answer)
{
	for (map { $_->[1] } grep { $_->[0] eq 'Set-Cookie' } @{ $answer->{headers} }) {
		my ($name, $value) = /^([^=]+)=([^;]*)/ or next;

		if (/; Max-Age=0/) {
			delete $jar->{$name};
		} else {
			$jar->{$name} = $value;
		}
	}
}

# All values of a header, each on a line of its own.
sub header ($answer, $name)
{
	return join "\n", map { $_->[1] } grep { $_->[0] eq $name } @{ $answer->{headers} };
}

sub bytes ($text)
{
	utf8::encode($text);
	return $text;
}

# What ask and served take, for a form with these fields.
sub form ($jar, $route, @fields)
{
	return ($route, jar => $jar, trusted => 1, body => urlencoded(map { bytes($_) } @fields));
}

sub send_form ($route, $jar, @fields)
{
	return ask($route, jar => $jar, trusted => 1, body => urlencoded(@fields));
}

# The options of a POST of this body that is not forged.
sub posted ($body)
{
	return (body => $body, jar => { csrftoken => SECRET }, trusted => 1);
}

# A jar with the cookies of somebody who has just signed in.
sub sign_in ($name)
{
	my %post = posted(urlencoded(username => $name, password => 'Kopi-Gayo-72'));

	die "$name cannot sign in\n" unless ask('login', %post)->{status} == 303;
	return $post{jar};
}

# ---- what every answer must be ----

my %security = (
	'X-Content-Type-Options' => 'nosniff',
	'X-Frame-Options' => 'DENY',
	'Referrer-Policy' => 'same-origin',
	'Cross-Origin-Opener-Policy' => 'same-origin',
);

my $head_form = qr/\AStatus:\ \d{3}\ [A-Z][A-Za-z ]+\r\n
	Content-Type:\ [a-z\/]+(?:;\ charset=utf-8)?(?:;\ header=present)?\r\n
	(?:[A-Z][\w-]+:\ [\x20-\x7e]+\r\n)+\r\n/x;

# All that is wrong with an answer that should have this status, "" when nothing is.  `to_head`: it
# answers HEAD.
sub faults ($answer, $status, $to_head = 0)
{
	my %header = map { $_->[0] => $_->[1] } @{ $answer->{headers} };
	my $is_page = ($header{'Content-Type'} // '') =~ m{^text/html};
	my $body = $answer->{body};
	my @faults;

	push @faults, "status $answer->{status}, not $status" if $answer->{status} != $status;
	push @faults, "the connection broke: $answer->{broken}" if $answer->{broken};
	push @faults, "the process ended with $answer->{code}" if $answer->{code};
	push @faults, "standard error: $answer->{err}" if $answer->{err} ne '';
	push @faults, "took $answer->{seconds} s" if $answer->{seconds} > 6;
	push @faults, 'not one whole header block' unless $answer->{raw} =~ $head_form;
	push @faults, 'a second status' if $body =~ /^Status:/m;
	push @faults, map { "no $_" } grep { ($header{$_} // '') ne $security{$_} } keys %security;
	push @faults, 'a policy that allows inline code'
		if ($header{'Content-Security-Policy'} // '') !~ /^default-src 'none';(?!.*unsafe)/;
	push @faults, 'a wrong Content-Length'
		if !$to_head && ($header{'Content-Length'} // -1) != length $body;
	push @faults, 'a body for HEAD' if $to_head && $body ne '';
	push @faults, 'not a whole page'
		if $is_page && !$to_head && $body !~ m{\A<!DOCTYPE html>.*(?:</html>|</p>)\n\z}s;
	push @faults, 'not UTF-8' unless utf8::decode($body);
	return join '; ', @faults;
}

# An error page shows a number that the one line in the log has, too.
sub error_faults ($answer, $status, $reason)
{
	my %header = map { $_->[0] => $_->[1] } @{ $answer->{headers} };
	my ($number) = $answer->{body} =~ m{<code>($status-\w{8})</code>};
	my $line = $answer->{logged};
	my @faults;

	push @faults, 'no number on the page' unless $number;
	push @faults, 'no way home' unless $answer->{body} =~ m{<a [^>]*href="[^"]*/shop"};
	push @faults, 'it may be cached' unless ($header{'Cache-Control'} // '') =~ /no-store/;
	push @faults, 'no Retry-After'
		if $status == 503 && ($header{'Retry-After'} // '') !~ /^\d+$/;
	push @faults, "not one plain line logged: $line" if $line !~ /\A[\x20-\x7e]+\n\z/;
	push @faults, "another number logged: $line" if index($line, $number // '?') < 0;
	push @faults, "another reason logged: $line" if $line !~ $reason;
	return @faults;
}

# judge ANSWER, STATUS, REASON, WHAT: one test of an answer and of what it wrote to the log: one
# line that matches REASON, or nothing when that is undef.
sub judge ($answer, $status, $reason, $what)
{
	my @faults = faults($answer, $status) || ();

	push @faults, error_faults($answer, $status, $reason) if defined $reason;
	push @faults, "logged: $answer->{logged}" if !defined $reason && $answer->{logged} ne '';
	$what =~ s/([^\x20-\x7e])/sprintf '\\x%02x', ord $1/ge;
	local $Test::Builder::Level = $Test::Builder::Level + 2;
	Test::More::is(join('; ', @faults), '', substr $what, 0, 100);
	return $answer;
}

# served STATUS, WHAT, ROUTE, OPTION ...: the answer is whole, and nothing is logged.
sub served ($status, $what, $route, %with)
{
	return judge(ask($route, %with), $status, undef, $what);
}

# leads TO, WHAT, JAR, ROUTE, FIELD => VALUE ...: a form that is good.
sub leads ($to, $what, $jar, $route, @fields)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	Test::More::is(header(served(303, $what, form($jar, $route, @fields)), 'Location'), $to, "... leads to $to");
}

# refused STATUS, REASON, WHAT, ROUTE, OPTION ...: the answer is a page that helps, and one line of
# the log says why.
sub refused ($status, $reason, $what, $route, %with)
{
	return judge(ask($route, %with), $status, $reason, $what);
}

# lock_byte FILE, F_WRLCK or F_UNLCK, BYTE: a byte of a file (struct flock as Linux on 64 bits has it).
sub lock_byte ($file, $type, $byte)
{
	fcntl $file, F_SETLK, pack('ssx4qqix4', $type, SEEK_SET, $byte, 1, 0) or die "lock: $!";
}

# Until the file that this opens is closed, whoever has a password to look at must wait.
sub take_slots ()
{
	open my $locks, '+<', "$data/password.lock" or die "password.lock: $!";
	lock_byte($locks, F_WRLCK, $_) for 0 .. SLOTS - 1;
	return $locks;
}

1;
