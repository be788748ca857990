# What the benches share: servers that end when we end, the shop's goods, and ways to send a request.
# Everything happens in build/bench, seen from the top of the source tree.
package Bench;
use v5.36;

use Cwd            qw(abs_path);
use Exporter       qw(import);
use File::Basename qw(dirname);
use File::Path     qw(make_path remove_tree);
use HTTP::Tiny;
use IO::Socket::INET;
use IPC::Open2;
use POSIX       qw(WNOHANG);
use Time::HiRes qw(sleep time);

our @EXPORT = qw(build cgi cgi_command costs free_port fresh good goods http median new_shop serve sql start);

chdir abs_path(dirname(__FILE__) . '/../..') or die;

my $main = $$;
my %running;    # the servers that we started, by process id

$SIG{INT} = $SIG{TERM} = $SIG{HUP} = sub { exit 1 };
END {
	my $status = $?;

	%running = () if $$ != $main;
	kill TERM => keys %running;
	waitpid $_, 0 for keys %running;
	$? = $status;
}

sub median (@values)
{
	return (sort { $a <=> $b } @values)[@values / 2];
}

sub fresh ($name)
{
	my $folder = abs_path('.') . "/build/bench/$name";

	remove_tree($folder);
	make_path($folder);
	return $folder;
}

# Compiles one of our C files, as the Makefile compiles the programs when it gives its CC, CFLAGS and LDFLAGS.
sub build ($name)
{
	my ($cc, @flags) = map { split ' ', $ENV{$_} // '' } qw(CC CFLAGS LDFLAGS);
	my $program = "build/bench/$name";

	make_path('build/bench');
	system($cc // 'cc', @flags, '-o', $program, "tests/bench/$name.c") == 0 or die "$name does not compile\n";
	return $program;
}

sub free_port ()
{
	return IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')->sockport;
}

# Starts a server, waits until `url` answers anything, and stops it when we end.
sub start ($name, $url, @command)
{
	my $log = "build/bench/$name.log";
	my $end = time + 30;
	my $pid = fork // die "fork: $!\n";

	if ($pid == 0) {
		open STDOUT, '>', $log;
		open STDERR, '>&', \*STDOUT;
		exec @command or POSIX::_exit(127);
	}
	$running{$pid} = $name;
	while (http('')->('GET', $url, {}, '')->{status} == 599) {
		die "$name does not start; see $log\n" if time > $end or waitpid($pid, WNOHANG) != 0;
		sleep 0.1;
	}
}

# Serves a data directory with the project's own configuration; the answer is the address of the site.
sub serve ($server, $data, $programs = 'build/cgi-bin')
{
	my $port = free_port();
	my $site = "http://127.0.0.1:$port";
	local @ENV{qw(SERVER PORT PREFIX DATA CGI)} = ($server, $port, '/', $data, abs_path($programs));

	start($server, "$site/shop", 'bin/run');
	return $site;
}

# ---- requests: to a server, or straight into a program

# A form travels on a new connection: a server may close one that it kept at any time, and only what changes nothing
# may then be sent again (RFC 9110, 9.2.2).
sub http ($site)
{
	my %options = (max_redirect => 0, timeout => 20);
	my %client  = (GET => HTTP::Tiny->new(%options), POST => HTTP::Tiny->new(%options, keep_alive => 0));

	return sub ($method, $path, $headers, $body) {
		return $client{$method}->request($method, $site . $path, { headers => $headers, content => $body });
	};
}

sub cgi ($data)
{
	return sub ($method, $path, $headers, $body) {
		my $command = cgi_command($data, $method, $path, $headers, $body);
		local %ENV = $command->{env}->%*;
		my $pid = open2(my $out, my $in, $command->{program});

		print $in $body;
		close $in;
		my ($head, $content) = split /\r?\n\r?\n/, join('', <$out>), 2;
		waitpid $pid, 0;

		my %header;
		push $header{lc $1}->@*, $2 while $head =~ /^([\w-]+):\s*(.*?)\r?$/mg;
		return { headers => \%header, content => $content, status => ($header{status}[0] // '200') =~ s/\D.*//r };
	};
}

# The program that answers a request, and its whole environment.
sub cgi_command ($data, $method, $path, $headers = {}, $body = '')
{
	my ($route, $rest, $query) = $path =~ m{^(/\w+)(/[^?]*)?(?:\?(.*))?$} or die "what is $path?";
	my %env = (
		CONTENT_LENGTH    => length $body,
		CONTENT_TYPE      => $headers->{'content-type'} // '',
		GATEWAY_INTERFACE => 'CGI/1.1',
		HTTP_HOST         => 'localhost',
		PATH_INFO         => $rest // '',
		QUERY_STRING      => $query // '',
		REMOTE_ADDR       => '127.0.0.1',
		REQUEST_METHOD    => $method,
		SCRIPT_NAME       => $route,
		SERVER_NAME       => 'localhost',
		SERVER_PORT       => 80,
		SERVER_PROTOCOL   => 'HTTP/1.1',
		WARUNG_DATA       => $data,
		map { 'HTTP_' . uc s/-/_/gr => $headers->{$_} } keys %$headers
	);
	return { env => \%env, program => "build/cgi-bin$route" };
}

# Runs such commands in turns; for each: the median time in microseconds, page faults, resident kB.
sub costs ($runs, @commands)
{
	my @words = map { my $env = $_->{env}; ('--', (map { "$_=$env->{$_}" } keys %$env), $_->{program}) } @commands;
	my $measure = build('measure');

	open my $lines, '-|', $measure, $runs, @words[1 .. $#words] or die "$measure: $!\n";
	my @costs = map { [split] } <$lines>;

	close $lines or die "a program failed\n";
	return @costs;
}

# ---- the shop's database and goods

# A data directory with an empty shop: the first request makes it.
sub new_shop ($name)
{
	my $data   = fresh($name);
	my $answer = cgi($data)->('GET', '/shop', {}, '');

	die "no shop in $data:\n$answer->{content}\n" if $answer->{status} != 200;
	return $data;
}

sub sql ($data, @statements)
{
	open my $shell, '-|', 'sqlite3', '-batch', '-bail', "$data/warung.db", @statements or die "sqlite3: $!\n";
	my @lines = <$shell>;

	close $shell or die "sqlite3 refuses: @statements\n";
	chomp @lines;
	return wantarray ? @lines : $lines[0];
}

my @kinds = (
	['Beras Pandan Wangi', 'Beras',   'Beras wangi dari Cianjur, panen musim ini, ditimbang di depan mata.'],
	['Kopi Tubruk',        'Minuman', 'Robusta Temanggung, disangrai gelap dan digiling kasar tiap pagi.'],
	['Keripik Tempe',      'Camilan', 'Tempe diiris tipis, digoreng dua kali, dengan daun jeruk.'],
	['Sambal Terasi',      'Bumbu',   'Cabai rawit, tomat dan terasi bakar; pedas, tahan sebulan di kulkas.'],
	['Gula Aren',          'Bumbu',   'Gula aren asli dalam batok, tanpa campuran gula pasir.'],
);

# The fields of the form that puts good number $i on sale.
sub good ($i)
{
	my ($name, $category, $description) = $kinds[$i % @kinds]->@*;

	return (
		name        => "$name no. $i",
		price       => 1000 + 500 * ($i * 7 % 40),
		description => $description,
		stock       => $i % 50,
		category    => $category,
	);
}

# The same goods, number $from to $to, straight into the database.
sub goods ($data, $user, $from, $to)
{
	my $kinds = join ', ', map { "($_, '" . join("', '", $kinds[$_]->@*) . "')" } keys @kinds;

	sql($data, 'pragma synchronous = off', 'pragma cache_size = -200000', <<~SQL);
		with recursive
			kind (k, name, category, description) as (values $kinds),
			number (i) as (select $from union all select i + 1 from number where i < $to),
			good as (select i, name || ' no. ' || i as name, category, description
				from number join kind on k = i % @{[ scalar @kinds ]})
		insert into product (id, user_id, name, name_key, price, description, stock, category, date_added, search)
		select lower(printf('%s-%s-4%.3s-a%.3s-%s', hex(randomblob(4)), hex(randomblob(2)),
				hex(randomblob(2)), hex(randomblob(2)), hex(randomblob(6)))),
			(select id from user where username = '$user'),
			name, lower(name), 1000 + 500 * (i * 7 % 40), description, i % 50, category,
			unixepoch() * 1000000 + i * 1000,
			lower(name || char(10) || category || char(10) || description)
		from good order by i
		SQL
}

1;
