# What the benches share: servers that end when we end, ways to send a request, and the goods.
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

our @EXPORT = qw(
	books build cgi cgi_command costs dishes free_port fresh good goods http median new_shop
	readers readings serve sql start
);

chdir abs_path(dirname(__FILE__) . '/../..') or die;
delete @ENV{qw(all_proxy http_proxy)};

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

# Compile a C file of ours, with the flags of the programs when make gives them.
sub build ($name)
{
	my $program  = "build/bench/$name";
	my @compiler = map { split ' ', $_ // '' } $ENV{CC} // 'cc', @ENV{qw(CFLAGS LDFLAGS)};

	make_path('build/bench');
	system(@compiler, '-o', $program, "tests/bench/$name.c") == 0 or die "no $name\n";
	return $program;
}

# ---- servers

my $main = $$;
my %running;    # name by process id

$SIG{INT} = $SIG{TERM} = $SIG{HUP} = sub { exit 1 };
END {
	my $status = $?;

	%running = () if $$ != $main;
	kill TERM => keys %running;
	waitpid $_, 0 for keys %running;
	$? = $status;
}

sub free_port ()
{
	return IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')->sockport;
}

# Start a server, and wait until `url` answers anything.
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
		die "$name does not start: see $log\n"
			if time > $end or waitpid($pid, WNOHANG) != 0;
		sleep 0.1;
	}
}

# Serve a data directory as the project does; returns the address of the site.
sub serve ($server, $data, $programs = 'build/cgi-bin')
{
	my $port = free_port();
	my $site = "http://127.0.0.1:$port";
	local @ENV{qw(SERVER PORT PREFIX DATA CGI)} =
		($server, $port, '/', $data, abs_path($programs));

	start($server, "$site/shop", 'bin/run');
	return $site;
}

# ---- requests: to a server, or straight into a program

# A form travels on a new connection: a server may close one that it kept at any time, and only
# what changes nothing may then be sent again (RFC 9110, 9.2.2).
sub http ($site)
{
	my %options = (max_redirect => 0, timeout => 20);
	my %client  = (
		GET  => HTTP::Tiny->new(%options),
		POST => HTTP::Tiny->new(%options, keep_alive => 0),
	);

	return sub ($method, $path, $headers, $body) {
		my %request = (headers => $headers, content => $body);

		return $client{$method}->request($method, $site . $path, \%request);
	};
}

sub cgi ($data)
{
	return sub ($method, $path, $headers, $body) {
		my $command = cgi_command($data, $method, $path, $headers, $body);
		local %ENV = $command->{env}->%*;
		my $pid = open2(my $out, my $in, $command->{program});
		my %header;

		print $in $body;
		close $in;
		my ($head, $content) = split /\r?\n\r?\n/, join('', <$out>), 2;
		waitpid $pid, 0;
		push $header{lc $1}->@*, $2 while $head =~ /^([\w-]+):\s*(.*?)\r?$/mg;
		my ($status) = ($header{status}[0] // 200) =~ /^(\d+)/;
		return { status => $status, headers => \%header, content => $content };
	};
}

# The program that answers a request, and its whole environment.
sub cgi_command ($data, $method, $path, $headers = {}, $body = '')
{
	my ($route, $rest, $query) = $path =~ m{^(/\w+)(/[^?]*)?(?:\?(.*))?$};
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

# Run such commands in turns; for each: [median microseconds, page faults, resident kB].
sub costs ($runs, @commands)
{
	my $measure = build('measure');
	my @words;

	for my $command (@commands) {
		my $env = $command->{env};
		push @words, '--' if @words;
		push @words, (map { "$_=$env->{$_}" } keys %$env), $command->{program};
	}
	open my $lines, '-|', $measure, $runs, @words or die "$measure: $!\n";
	my @costs = map { [split] } <$lines>;
	close $lines or die "a program failed\n";
	return @costs;
}

# ---- the database and what is in it

# A data directory with an empty shop: the first request makes it.
sub new_shop ($name)
{
	my $data   = fresh($name);
	my $answer = cgi($data)->('GET', '/shop', {}, '');

	die "no shop in $data:\n$answer->{content}\n" if $answer->{status} != 200;
	return $data;
}

# What the statements answer: lines, or the first of them.
sub sql ($data, @statements)
{
	open my $shell, '-|', 'sqlite3', '-batch', '-bail', "$data/warung.db", @statements
		or die "sqlite3: $!\n";
	my @lines = <$shell>;

	close $shell or die "sqlite3 refuses: @statements\n";
	chomp @lines;
	return wantarray ? @lines : $lines[0];
}

my @kinds = (
	['Beras Pandan Wangi', 'Beras',   'Beras wangi dari Cianjur, panen musim ini.'],
	['Kopi Tubruk',        'Minuman', 'Robusta Temanggung, digiling kasar tiap pagi.'],
	['Keripik Tempe',      'Camilan', 'Tempe diiris tipis, dengan daun jeruk.'],
	['Sambal Terasi',      'Bumbu',   'Cabai rawit, tomat dan terasi bakar; tahan sebulan.'],
	['Gula Aren',          'Bumbu',   'Gula aren asli dalam batok, tanpa campuran gula pasir.'],
);

# The form with which number $i goes on sale. Many goods have the same price, as in any shop.
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

# The same goods, number $from to $to, put straight into the database.
sub goods ($data, $user, $from, $to)
{
	my $kinds = join ', ', map { "($_, '" . join("', '", $kinds[$_]->@*) . "')" } keys @kinds;
	my $count = @kinds;

	sql($data, 'pragma synchronous = off', 'pragma cache_size = -200000', <<~SQL);
		with recursive
			kind (k, kind, category, description) as (values $kinds),
			number (i) as (select $from union all
				select i + 1 from number where i < $to),
			good as (select *, kind || ' no. ' || i as name
				from number join kind on k = i % $count)
		insert into product (id, user_id, name, name_key, price, description, stock,
			category, date_added, search)
		select lower(printf('%s-%s-4%.3s-a%.3s-%s', hex(randomblob(4)), hex(randomblob(2)),
				hex(randomblob(2)), hex(randomblob(2)), hex(randomblob(6)))),
			(select id from user where username = '$user'),
			name, lower(name), 1000 + 500 * (i * 7 % 40), description, i % 50, category,
			unixepoch() * 1000000 + i * 1000,
			lower(name || char(10) || category || char(10) || description)
		from good order by i;
		insert into stock_change (product_seq, number, quantity, reason, made, made_by)
		select seq, 1, stock, 'count', date_added, '$user' from product
		where stock > 0 and seq not in (select product_seq from stock_change)
		SQL
}

# Dishes whose facts are all declared: every third has peanuts, every fourth is not halal.
sub dishes ($data, $count)
{
	sql($data, <<~SQL);
		with recursive number (i) as (select 1 union all
			select i + 1 from number where i < $count)
		insert into dish (name, description, price, spice, contains, suits, available,
			sold_out)
		select 'Masakan no. ' || i, 'Dimasak tiap pagi, dengan bumbu dapur sendiri.',
			10000 + 500 * (i * 7 % 40), i % 4,
			iif(i % 3 = 0, 'peanuts soy', '-peanuts gluten eggs')
				|| ' -nuts -milk -fish -shellfish -sesame',
			iif(i % 4 = 0, '-halal', 'halal') || ' -vegetarian -vegan -gluten-free',
			1, 0
		from number
		SQL
}

sub books ($data, $count)
{
	sql($data, <<~SQL);
		with recursive
			genre (g, genres) as (values (0, 'novel romance'), (1, 'poetry'),
				(2, 'novel adventure'), (3, 'folklore children'), (4, 'history')),
			number (i) as (select 1 union all select i + 1 from number where i < $count)
		insert into book (title, author, year, pages, genres, copies, search)
		select 'Buku no. ' || i, 'Penulis ' || i % 20, 1900 + i % 100, 80 + i % 400, genres,
			1, lower('Buku no. ' || i || char(10) || 'Penulis ' || i % 20)
		from number join genre on g = i % 5 order by i
		SQL
}

# What a member reads, or has read, of the books with the numbers $from to $to.
sub readings ($data, $user, $state, $from, $to)
{
	sql($data, <<~SQL);
		insert into reading (user_id, book_id, state, page, chapter, percent, pages, started,
			finished, updated, before, shared)
		select user.id, book.id, '$state', iif('$state' = 'finished', pages, 40), 2, 0, 0,
			now, iif('$state' = 'finished', now, 0), now - book.id, '', 1
		from user, book, (select unixepoch() * 1000000 as now)
		where username = '$user' and book.id between $from and $to
		SQL
}

# Others, who have finished up to $each books each: the lower the number, the more popular it is.
sub readers ($data, $count, $each)
{
	sql($data, 'pragma synchronous = off', <<~SQL);
		with recursive number (i) as (select 1 union all
			select i + 1 from number where i < $count)
		insert into user (username, username_key, password, date_joined)
		select 'pembaca' || i, 'pembaca' || i, '', 0 from number;
		with recursive
			turn (j) as (select 1 union all select j + 1 from turn where j < $each),
			books (many) as (select count(*) from book),
			pick (reader, part) as (select id, (id * 37 + j * (1 + 10 * (id % 97))) % 1000
				from user, turn where username like 'pembaca%')
		insert or ignore into reading (user_id, book_id, state, page, chapter, percent, pages,
			started, finished, updated, before, shared)
		select reader, 1 + part * part * many / 1000000, 'finished', 0, 0, 0, 0, 1, 1, 1, '', 1
		from pick, books
		SQL
}

1;
