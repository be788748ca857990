# The programs, run as a web server runs them, without one: every byte that goes in is ours, and every byte that
# comes out is looked at.  BUILD (default build) names the tree with cgi-bin/.
package Cgi;
use v5.36;

use Cwd 'abs_path';
use Exporter 'import';
use File::Temp 'tempdir';
use IO::Handle;
use POSIX ':sys_wait_h';
use Socket;
use Test::More ();
use Time::HiRes 'time';

our @EXPORT = qw(ask begin end urlencoded posted shop_data sign_in slurp spew query faults served refused judge SECRET);

# What a visitor whose csrftoken cookie it is may send as the token, too.
use constant SECRET => 'abcdefghijklmnopqrstuvwxyzABCDEF';

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
sub shop_data ($directory = $data)
{
	local $data = $directory;

	die "shop does not start\n" unless ask('shop')->{status} == 200;
	open my $sql, '|-', 'sqlite3', '-bail', "$data/warung.db" or die "sqlite3: $!";
	print $sql slurp('tests/http/fixture.sql');
	close $sql or die "the fixture does not fit\n";
}

# Rows of the database, columns with "|" between them.
sub query ($sql)
{
	open my $rows, '-|', 'sqlite3', '-batch', '-bail', "$data/warung.db", '.timeout 9000', $sql or die "sqlite3: $!";
	my @rows = <$rows>;
	close $rows or die "sqlite3 failed: $sql\n";
	chomp @rows;
	return wantarray ? @rows : $rows[0];
}

# ---- a request ----

sub environment ($route, %with)
{
	my ($path, $query) = split /\?/, $route, 2;
	my ($program, $info) = $path =~ m{^(\w+)(.*)$}s;
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
	my $jar = $with{jar} // {};
	$env{HTTP_X_CSRFTOKEN} = $jar->{csrftoken} if $with{trusted};
	$env{HTTP_COOKIE} = join '; ', map { "$_=$jar->{$_}" } sort keys %$jar if %$jar;
	%env = (%env, %{ $with{env} // {} });
	delete @env{ grep { !defined $env{$_} } keys %env };
	return ($program, %env);
}

# begin ROUTE, OPTION => VALUE ...: start a request, which runs on by itself; `end` waits for its answer.
# ROUTE is the address, "product/ID?a=b".  Options: method, body (bytes), type (of the body), env (variables; undef
# takes one away), jar (a hash of cookies, which keeps those of the answer), trusted (a header has the jar's CSRF
# token), argv, under (a command that starts the program), socket (standard input and output are one socket, as with Apache's mod_cgid), pipe (standard input
# is a pipe that stays open), setup (called in the new process).
sub begin ($route, %with)
{
	my ($program, %env) = environment($route, %with);
	my $name = "$place/" . ++$runs;
	my @command = (@{ $with{under} // [] }, "$programs/$program", @{ $with{argv} // [] });
	my %run = (%with, started => time, err => "$name.err");
	my ($in, $out);

	if ($with{socket}) {
		socketpair $run{out}, $out, AF_UNIX, SOCK_STREAM, PF_UNSPEC or die "socketpair: $!";
		$in = $out;
	} else {
		pipe $run{out}, $out or die "pipe: $!";
		if ($with{pipe}) {
			pipe $in, $run{in} or die "pipe: $!";
		} else {
			spew("$name.in", $with{body} // '');
			open $in, '<:raw', "$name.in" or die "$name.in: $!";
		}
	}
	spew($run{err}, '');
	$run{pid} = fork // die "fork: $!";
	if ($run{pid} == 0) {
		%ENV = %env;
		open STDIN, '<&', $in or POSIX::_exit(99);
		open STDOUT, '>&', $out or POSIX::_exit(99);
		open STDERR, '>', $run{err} or POSIX::_exit(99);
		$with{setup}->() if $with{setup};
		no warnings 'exec';
		exec { $command[0] } @command;
		POSIX::_exit(98);
	}
	if ($with{socket}) {
		local $SIG{PIPE} = 'IGNORE';
		syswrite $run{out}, $with{body} // '';
		shutdown $run{out}, SHUT_WR;
	} elsif ($with{pipe}) {
		syswrite $run{in}, $with{body} // '';
	}
	return \%run;
}

# The answer: status, headers (list of [name, value]), body; and raw (every byte), err (standard error), code (how the
# process ended), seconds, broken (what went wrong on the wire).
sub end ($run)
{
	my %answer = (raw => '', broken => '');

	while (1) {
		my $got = sysread $run->{out}, $answer{raw}, 1 << 20, length $answer{raw};

		$answer{broken} = "$!" unless defined $got;
		last unless $got;
	}
	waitpid $run->{pid}, 0;
	$answer{code} = $?;
	$answer{seconds} = time - $run->{started};
	$answer{err} = slurp($run->{err});
	my ($head, $body) = split /\r\n\r\n/, $answer{raw}, 2;
	my @lines = split /\r\n/, $head // '';
	$answer{headers} = [ map { [ /^([^:]*): ?(.*)$/s ] } @lines ];
	($answer{status}) = ($lines[0] // '') =~ /^Status: (\d{3}) /;
	$answer{status} //= 0;
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

# A jar with the cookies of somebody who has just signed in.
sub sign_in ($name)
{
	my $jar = { csrftoken => SECRET };
	my $answer = ask('login', jar => $jar, body => urlencoded(csrfmiddlewaretoken => SECRET,
		username => $name, password => 'Kopi-Gayo-72'));

	die "$name cannot sign in\n" unless $answer->{status} == 303;
	return $jar;
}

# The options of a POST of this body that is not forged.
sub posted ($body)
{
	return (body => $body, jar => { csrftoken => SECRET }, trusted => 1);
}

# ---- what every answer must be ----

my %security = (
	'X-Content-Type-Options' => 'nosniff',
	'X-Frame-Options' => 'DENY',
	'Referrer-Policy' => 'same-origin',
	'Cross-Origin-Opener-Policy' => 'same-origin',
);

# All that is wrong with an answer that should have this status: "" when nothing is.  `head`: it answers HEAD.
sub faults ($answer, $status, $head = 0)
{
	my %header = map { $_->[0] => $_->[1] } @{ $answer->{headers} };
	my @faults;

	push @faults, "status $answer->{status}, not $status" if $answer->{status} != $status;
	push @faults, "the connection broke: $answer->{broken}" if $answer->{broken};
	push @faults, "the process ended with $answer->{code}" if $answer->{code};
	push @faults, "standard error: $answer->{err}" if $answer->{err} ne '';
	push @faults, "took $answer->{seconds} s" if $answer->{seconds} > 6;
	push @faults, 'not one complete header block' unless $answer->{raw} =~
		/\AStatus: \d{3} [A-Z][A-Za-z ]+\r\nContent-Type: [a-z\/]+(?:; charset=utf-8)?\r\n(?:[A-Z][\w-]+: [\x20-\x7e]+\r\n)+\r\n/;
	push @faults, 'a second status' if $answer->{body} =~ /^Status:/m;
	push @faults, map { "no $_" } grep { ($header{$_} // '') ne $security{$_} } sort keys %security;
	push @faults, 'a policy that allows inline code'
		unless ($header{'Content-Security-Policy'} // 'unsafe') =~ /^default-src 'none';(?!.*unsafe)/;
	push @faults, "Content-Length $header{'Content-Length'} for " . length($answer->{body}) . ' bytes'
		if !$head && $header{'Content-Length'} != length $answer->{body};
	push @faults, 'a body for HEAD' if $head && $answer->{body} ne '';
	push @faults, 'not a whole page' if !$head && ($header{'Content-Type'} // '') =~ m{^text/html} &&
		$answer->{body} !~ m{\A<!DOCTYPE html>.*(?:</html>|</p>)\n\z}s;
	push @faults, 'not UTF-8' unless utf8::decode(my $copy = $answer->{body});
	return join '; ', @faults;
}

# The error page of an answer shows a number that the one line which was logged has, too.
sub error_faults ($answer, $status, $reason, @lines)
{
	my %header = map { $_->[0] => $_->[1] } @{ $answer->{headers} };
	my ($number) = $answer->{body} =~ m{<code>($status-\w{8})</code>};
	my $line = $lines[0] // '';
	my @faults;

	push @faults, 'no number on the page' unless $number;
	push @faults, 'no way home' unless $answer->{body} =~ m{<a [^>]*href="[^"]*/shop"};
	push @faults, 'it may be cached' unless ($header{'Cache-Control'} // '') =~ /no-store/;
	push @faults, 'no Retry-After' if $status == 503 && ($header{'Retry-After'} // '') !~ /^\d+$/;
	push @faults, scalar(@lines) . ' lines in the log' if @lines != 1;
	push @faults, "the log has another number: $line" if index($line, $number // '?') < 0;
	push @faults, "the log is not plain: $line" if $line !~ /\A[\x20-\x7e]+\n\z/;
	push @faults, "another reason: $line" if $line !~ $reason;
	return @faults;
}

sub log_lines ()
{
	return -e "$data/warung.log" ? split /^/, slurp("$data/warung.log") : ();
}

# judge ANSWER, STATUS, REASON, WHAT, LINES: one test of an answer and of what was logged about it.  REASON undef:
# nothing should have been.
sub judge ($answer, $status, $reason, $what, @lines)
{
	my $faults = faults($answer, $status);
	my @more = defined $reason ? error_faults($answer, $status, $reason, @lines) : map { "logged: $_" } @lines;

	$what =~ s/([^\x20-\x7e])/sprintf '\\x%02x', ord $1/ge;
	local $Test::Builder::Level = $Test::Builder::Level + 2;
	Test::More::is(join('; ', $faults || (), @more), '', substr $what, 0, 100);
	return $answer;
}

sub asked ($status, $reason, $what, $route, %with)
{
	my $logged = () = log_lines();
	my $answer = ask($route, %with);
	my @lines = log_lines();

	return judge($answer, $status, $reason, $what, splice @lines, $logged);
}

# served STATUS, WHAT, ROUTE, OPTION ...: the answer is whole, and nothing is logged.
sub served ($status, $what, $route, %with)
{
	return asked($status, undef, $what, $route, %with);
}

# refused STATUS, REASON, WHAT, ROUTE, OPTION ...: the answer is a page that helps, and one line of the log says why.
sub refused ($status, $reason, $what, $route, %with)
{
	return asked($status, $reason, $what, $route, %with);
}

1;
