#!/usr/bin/perl
# order and kitchen: what guests gather and order, once, and what the cooks make of it.
use v5.36;
use FindBin;
use lib $FindBin::Bin;

use Cgi qw(:DEFAULT anew keep_shop send_form);
use File::Copy 'copy';
use Test::More;

# Of the fixture: 1 Gado-gado 18000, 2 Soto ayam 20000, 3 Rendang (sold out), 4 (not on the menu),
# 5 markup, for nothing.
my $programs = $Cgi::programs;

shop_data();
query("UPDATE user SET permissions = 'change_dish change_setting' WHERE username = 'siti'");
keep_shop();

# ---- what visitors do ----

sub guest () { return { csrftoken => SECRET } }

sub gather ($jar, @dishes)
{
	for (@dishes) {
		my $answer = send_form('order', $jar, dish => $_);

		die "order answers $answer->{status}\n" if $answer->{status} != 303;
	}
	ask('order', jar => $jar);   # where the messages are read
	return $jar;
}

# goes ANSWER, PATTERN, WHAT: it is 303 to there.  shows: it is a page with that in it.
sub goes ($answer, $to, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	judge($answer, 303, undef, $what);
	is(header($answer, 'Location'), $to, '... and where it leads');
}

sub shows ($answer, $pattern, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	judge($answer, 200, undef, $what);
	like($answer->{body}, $pattern, '... and what is said');
}

# says JAR, PATTERN, WHAT: the next page has that to say.
sub says ($jar, $pattern, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	shows(ask('order', jar => $jar), $pattern, $what);
}

sub stored ($sql, $expected, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is(join(' ', query($sql)), $expected, $what);
}

# The dishes that are gathered, and the names of their lines.
sub gathered ($jar)
{
	my ($list) = ask('order', jar => $jar)->{body} =~ m{<ul class="panel things cart">(.*?)<p class="total">}s;

	return join '|', ($list // '') =~ m{<h2>(.*?)</h2>}g;
}

sub lines ($jar)
{
	return ask('order', jar => $jar)->{body} =~ /name="line" value="(\d+)"/g;
}

sub token ($jar)
{
	return ask('order', jar => $jar)->{body} =~ /name="order_token" value="(\w+)"/ ? $1 : '';
}

sub place ($jar, @fields)
{
	return send_form('order', $jar, action => 'place', order_token => token($jar), @fields);
}

sub sessions ()
{
	return scalar(() = glob "$Cgi::data/sessions/*");
}

# ---- gathering ----

anew('gathering');
my $ani = guest();
shows(ask('order', jar => $ani), qr{Nothing is in your order yet\..*href="/menu"}s,
	'who has gathered nothing is shown the menu');
is(sessions(), 0, '... and gets no session');
my $answer = send_form('order', $ani, dish => 1, special_requests => '  tanpa kacang ');
goes($answer, '/order', 'a dish is gathered');
my $page = ask('order', jar => $ani);
shows($page, qr/“Gado-gado” is in your order\./, '... and one is told');
like($page->{body}, qr{<h2>Gado-gado</h2>\s*<p><strong>tanpa kacang</strong></p>}s, 'it is there');
like($page->{body}, qr{Chosen at </span>\d\d:\d\d<}, '... with the time');
like($page->{body}, qr{class="price">Rp18,000<.*Total: <strong>Rp18,000<}s, '... and the price');
like(header($page, 'Cache-Control'), qr/no-store/, '... and no cache keeps it');
goes(send_form('order', $ani, action => 'add', dish => 2), '/order', 'another one');
gather($ani, 1, 5);
is(gathered($ani), 'Gado-gado|Soto ayam|Gado-gado|' .
	'Bubur &lt;b&gt;&quot;Mang&quot; &amp; &#x27;Oyo&#x27;&lt;/b&gt; é', 'four dishes');
says($ani, qr/Total: <strong>Rp56,000</, '... cost so much');
query("INSERT INTO setting VALUES ('utc_offset', '420')");
my ($utc, $local) = map { /Chosen at <\/span>(\d\d):/ } $page->{body},
	ask('order', jar => $ani)->{body};
is(($local - $utc + 24) % 24, 7, 'times are those of the shop’s clock');
query("INSERT INTO setting VALUES ('currency_decimals', '2')");
says($ani, qr/Total: <strong>\$560\.00</, '... and money is the shop’s');

anew('what is refused');
$ani = guest();
refused(404, qr/no such dish/, "dish $_", 'order', jar => $ani, trusted => 1,
	body => urlencoded(dish => $_)) for 4, 99, 0, -1, 'x', '1 ', '', '9' x 30;
refused(404, qr/no such dish/, 'no dish', 'order', jar => $ani, trusted => 1, body => '');
refused(400, qr/no such action: eat/, 'another action', 'order', jar => $ani, trusted => 1,
	body => 'action=eat&dish=1');
refused(403, qr/CSRF/, 'a forged request', 'order', body => 'dish=1');
refused(404, qr/no such path/, 'a path below', 'order/1');
goes(send_form('order', $ani, dish => 3), '/order', 'a dish that is sold out');
says($ani, qr/<li class="error">“Rendang” is sold out today\./, '... is refused');
is(gathered($ani), '', '... and not gathered');
is(sessions(), 0, '... nor is there a session');

anew('special requests');
$ani = guest();
for (
	[ 'too long ones', 'é' x 501, 'at most 500 characters (it has 501)' ],
	[ 'lines', "a\nb", 'Line breaks and control characters are not allowed here.' ],
	[ 'controls', "a\xe2\x80\xaeb", 'Line breaks and control characters are not allowed here.' ],
	[ 'a NUL', "a\0b", 'Null characters are not allowed.' ],
) {
	my ($what, $requests, $why) = @$_;

	shows(send_form('order', $ani, dish => 1, special_requests => $requests),
		qr/<h1>Gado-gado<.*\Q$why\E/s, $what);
}
$page = send_form('order', $ani, dish => 1, special_requests => '<b>"' . 'x' x 500);
like($page->{body}, qr/name="special_requests"[^>]* value="&lt;b&gt;&quot;x{500}"[^>]*aria-invalid/,
	'... stay where they are wrong');
like($page->{body}, qr/name="dish" value="1"/, '... in the form of that dish');
is(gathered($ani), '', '... and nothing is gathered');
my $longest = "\xc3\xa9" x 500;
goes(send_form('order', $ani, dish => 1, special_requests => $longest), '/order', 'the longest');
says($ani, qr/<strong>$longest</, '... are kept');
send_form('order', $ani, dish => 2, special_requests => '<script>alert(1)</script> & "\'');
says($ani, qr{<strong>&lt;script&gt;alert\(1\)&lt;/script&gt; &amp; &quot;&#x27;</strong>},
	'... and inert');

anew('lines go');
$ani = gather(guest(), 1, 2, 1);
my @lines = lines($ani);
is(scalar(@lines), 3, 'each line has a name');
goes(send_form('order', $ani, action => 'remove', line => $lines[0]), '/order', 'the first goes');
says($ani, qr/That is not in your order any more\./, '... and one is told');
is(join(' ', lines($ani)), "@lines[1, 2]", '... the others stay as they are');
goes(send_form('order', $ani, action => 'remove', line => $_), '/order', "line $_")
	for $lines[0], 1, -1, 'x', '';
says($ani, qr/That was not in your order\./, '... is none');
is(gathered($ani), 'Soto ayam|Gado-gado', '... and changes nothing');
goes(send_form('order', $ani, action => 'clear'), '/order', 'all go');
says($ani, qr/Your order is empty now\..*Nothing is in your order yet/s, '... and it is empty');

anew('many');
$ani = guest();
is(send_form('order', $ani, dish => 1)->{status}, 303, "dish $_") for 1 .. 50;
goes(send_form('order', $ani, dish => 2), '/order', 'one too many');
says($ani, qr/That is as much as one order can hold/, '... is refused');
is(scalar(@{[ lines($ani) ]}), 50, '... there are fifty');
goes(place($ani), '/order', '... which can be ordered');
stored('SELECT total FROM ticket', 50 * 18000, '... all of them');

anew('two at once');
$ani = gather(guest(), 1);
my @runs = map { begin('order', jar => { %$ani }, trusted => 1, body => 'dish=2') } 1 .. 8;
is(join(' ', map { end($_)->{status} } @runs), join(' ', (303) x 8), 'eight dishes at once');
is(scalar(my @names = lines($ani)), 9, '... are all gathered');
is(scalar(keys %{ { map { $_ => 1 } @names } }), 9, '... each with a name of its own');

# Whoever only gathers needs nothing that a writer of the database holds.
sub hold_database ()
{
	open my $writer, '|-', 'sqlite3', '-batch', '-bail', "$Cgi::data/warung.db" or die "sqlite3: $!";
	$writer->autoflush;
	print $writer "BEGIN IMMEDIATE;\n.shell touch $Cgi::place/held\n";
	select undef, undef, undef, 0.01 until unlink "$Cgi::place/held";
	return $writer;
}

anew('somebody writes');
for my $jar (gather(guest(), 1), gather(sign_in('budi'), 1)) {
	my $writer = hold_database();
	for ([ 'a dish is gathered', dish => 2 ], [ '... one goes', action => 'remove', line => (lines($jar))[0] ],
	     [ '... all go', action => 'clear' ], [ '... and there is one again', dish => 1 ]) {
		my ($what, @fields) = @$_;
		my $answer = send_form('order', $jar, @fields);

		goes($answer, '/order', $what);
		cmp_ok($answer->{seconds}, '<', 2, '... at once');
	}
	my $run = begin('order', jar => { %$jar }, trusted => 1,
		body => urlencoded(action => 'place', order_token => token($jar)));
	sleep 1;
	print $writer "UPDATE dish SET price = price + 1 WHERE id = 1; COMMIT;\n";
	close $writer or die 'sqlite3';
	shows(end($run), qr/Nothing was ordered\. The order has changed/, 'an order waits for its prices');
	goes(place($jar), '/order', '... and can be placed then');
}

# ---- what suits ----

anew('what suits');
my $budi = sign_in('budi');
query("UPDATE user SET memory = 'profile.name=Budi&profile.diet=peanuts&profile.diet=vegan' " .
	"WHERE username = 'budi'");
gather($budi, 1, 2, 5);
$page = ask('order', jar => $budi);
my @told = $page->{body} =~ /<li>(This does not suit what you told us: [^<]*)</g;
is(join('|', map { s/.*: //r } @told), 'contains peanuts.|not vegan.|' .
	'not stated whether it contains peanuts.|not stated whether it is vegan.',
	'a dish that does not suit is marked, and why');
goes(place($budi), '/order', '... but not refused');
query("UPDATE user SET memory = ''");
gather($budi, 1);
unlike(ask('order', jar => $budi)->{body}, qr/does not suit/, 'without a profile all suits');

# ---- scripts ----

anew('scripts');
$ani = guest();

# asks JAR, ACCEPT, FIELD => VALUE ...
sub script ($jar, $accept, @fields)
{
	return ask('order', jar => $jar, trusted => 1, body => urlencoded(@fields),
		env => { HTTP_ACCEPT => $accept });
}

sub answers ($answer, $status, $json, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	judge($answer, $status, undef, $what);
	is($answer->{body}, $json, '... to the byte');
	is(header($answer, 'Content-Type'), 'application/json', '... as JSON');
}

my $json = 'application/json';
answers(script($ani, $json, dish => 1), 200, '{"status": "added", "order_count": 1}', 'a script');
answers(script($ani, 'application/json, text/plain, */*', dish => 2, special_requests => 'x'), 200,
	'{"status": "added", "order_count": 2}', '... as libraries ask');
answers(script($ani, $json, dish => 4), 404, '{"status": "unknown"}', 'not on the menu');
answers(script($ani, $json, dish => 'x'), 404, '{"status": "unknown"}', 'not a dish');
answers(script($ani, $json, dish => 3), 409, '{"status": "sold_out"}', 'sold out');
answers(script($ani, $json, dish => 1, special_requests => 'x' x 501), 400,
	'{"status": "invalid"}', 'too long');
query("INSERT INTO setting VALUES ('kitchen_closed', 'yes')");
answers(script($ani, $json, dish => 1), 409, '{"status": "closed"}', 'closed');
query('DELETE FROM setting');
answers(script($ani, $json, dish => 1), 200, '{"status": "added", "order_count": 3}', 'open');
answers(script($ani, $json, dish => 1), 200, "{\"status\": \"added\", \"order_count\": $_}", "dish number $_")
	for 4 .. 50;
answers(script($ani, $json, dish => 1), 409, '{"status": "full"}', 'full');
unlike(ask('order', jar => $ani)->{body}, qr/class="messages"/, 'what a script did is not told');
for ('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', '*/*', '', undef,
	'application/json;q=0.5, text/html', 'application/json;q=0') {
	goes(script(gather(guest()), $_, dish => 1), '/order', 'Accept: ' . ($_ // 'none'));
}

# ---- ordering ----

anew('a guest orders');
$ani = gather(guest(), 1);
send_form('order', $ani, dish => 2, special_requests => 'pedas & "panas" <b>');
my $token = token($ani);
is(token($ani), $token, 'the same order has the same token');
goes(send_form('order', $ani, action => 'place', order_token => $token, name => ' <i>Meja 4 '),
	'/order', 'a guest orders');
$page = ask('order', jar => $ani);
shows($page, qr/Thank you! Your order is number 1\./, '... and learns the number');
like($page->{body}, qr/Nothing is in your order yet/, '... the running order is empty');
like($page->{body}, qr{Number 1 <span class="badge">Received<.*Rp38,000}s, '... and the ticket');
like($page->{body}, qr{<p>Gado-gado</p>\s*<p>Soto ayam: pedas &amp; &quot;panas&quot; &lt;b&gt;</p>}s,
	'... with its lines');
stored('SELECT user_id, guest, state, total, lines FROM ticket', '|<i>Meja 4|new|38000|' .
	'Gado-gado=18000%20&Soto%20ayam=20000%20pedas%20%26%20%22panas%22%20%3Cb%3E', '... is in the database');
goes(send_form('order', $ani, action => 'place', order_token => $token), '/order', 'once more');
says($ani, qr/That order has been placed already\./, '... is told so');
gather($ani, 1, 2);
send_form('order', $ani, action => 'place', order_token => $token);
is(gathered($ani), 'Gado-gado|Soto ayam', '... and touches no newer order');
stored('SELECT count(*) FROM ticket', 1, '... there is one');
goes(place($ani), '/order', '... until that is placed, too');
says($ani, qr{Number 2 <.*Number 1 <}s, '... both are shown, the newest first');
query("UPDATE ticket SET state = 'ready' WHERE id = 1");
says($ani, qr{Number 1 <span class="badge good">Ready to be fetched<}, '... and how far');
unlike(ask('order', jar => guest())->{body}, qr/Number/, 'nobody else is shown them');

anew('a member orders');
$budi = gather(sign_in('budi'), 1);
like(ask('order', jar => $budi)->{body}, qr/name="name"[^>]* value="budi"/, 'a member has a name');
goes(place($budi, name => 'budi'), '/order', '... and orders');
stored('SELECT user_id, guest FROM ticket', '2|budi', '... the ticket is the member’s');
my $elsewhere = sign_in('budi');
says($elsewhere, qr/Number 1 </, '... in another browser, too');
query("UPDATE ticket SET state = 'handed over'");
unlike(ask('order', jar => $elsewhere)->{body}, qr/Number 1 </, '... until it is handed over');
says($budi, qr/Number 1 <.*>Handed over</, '... but here it stays');
send_form('logout', $budi);
unlike(ask('order', jar => $budi)->{body}, qr/Number 1 </, '... until one signs out');
$budi = gather({ csrftoken => SECRET }, 2);
send_form('login', $budi, username => 'budi', password => 'Kopi-Gayo-72');
is(gathered($budi), 'Soto ayam', 'what a guest gathered is there behind the sign-in');

anew('an account goes');
$budi = gather(sign_in('budi'), 1);
place($budi, name => 'Pak Budi');
query('PRAGMA foreign_keys = 1; DELETE FROM user WHERE id = 2');
stored('SELECT user_id, guest FROM ticket', '|Pak Budi', 'of a deleted account the name is left');
shows(ask('kitchen', jar => sign_in('siti')), qr/Number 1 · Pak Budi</, '... for the cook');

anew('the last tickets');
$ani = guest();
for (1 .. 12) {
	gather($ani, 5);
	place($ani);
	query("UPDATE ticket SET state = 'handed over'");
}
my @numbers = ask('order', jar => $ani)->{body} =~ /<h3>Number (\d+) /g;
is("@numbers", join(' ', reverse 3 .. 12), 'the last ten are remembered');

# ---- what may be wrong ----

# Nothing is ordered, for that reason; and what is shown then can be.
sub asks_again ($what, $jar, $why, @fields)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my ($before) = query('SELECT count(*) FROM ticket');
	my $again = send_form('order', $jar, action => 'place', @fields);

	shows($again, qr/role="alert"><p>Nothing was ordered\. $why/, $what);
	stored('SELECT count(*) FROM ticket', $before, '... nothing is ordered');
	return $again;
}

my $changed = 'The order has changed: please look at it once more\.';
anew('tokens');
my $other = gather({ csrftoken => scalar reverse SECRET }, 1);
$ani = gather(guest(), 1);
isnt(token($other), token($ani), 'equal orders have other tokens');
for ([ 'none' ], [ 'an empty one', '' ], [ 'a made-up one', 'a' x 64 ], [ "another's", token($other) ]) {
	my ($what, $sent) = @$_;

	asks_again("token: $what", $ani, $changed, defined $sent ? (order_token => $sent) : ());
}
asks_again('nothing to order', guest(), 'There is nothing in your order yet\.',
	order_token => token($other));
$page = asks_again('another price', $ani, $changed, order_token => do {
	my $old = token($ani);
	query('UPDATE dish SET price = 18001 WHERE id = 1');
	$old;
});
like($page->{body}, qr/Rp18,001/, '... which is shown');
my ($fresh) = $page->{body} =~ /name="order_token" value="(\w+)"/;
goes(send_form('order', $ani, action => 'place', order_token => $fresh), '/order', '... and taken');
stored('SELECT total FROM ticket', 18001, '... as it was shown');
for (
	[ 'another name', sub { query("UPDATE dish SET name = 'Half of it' WHERE id = 1") } ],
	[ 'one dish more', sub { gather($ani, 2) } ],
	[ 'one dish less', sub { send_form('order', $ani, action => 'remove', line => (lines($ani))[0]) } ],
) {
	my ($what, $change) = @$_;

	anew($what);
	$ani = gather(guest(), 1, 2);
	$token = token($ani);
	$change->();
	asks_again($what, $ani, $changed, order_token => $token);
}

anew('a name too long');
$ani = gather(guest(), 1);
$page = place($ani, name => 'x' x 101);
shows($page, qr/at most 100 characters \(it has 101\)/, 'a name that is too long');
like($page->{body}, qr/name="name"[^>]* value="x{101}"/, '... stays');
stored('SELECT count(*) FROM ticket', 0, '... nothing is ordered');

for (
	[ 'sold out meanwhile', 'sold_out = (unixepoch() - 4 * 3600) / 86400', 'This is sold out today' ],
	[ 'off the menu meanwhile', 'available = 0', 'This is not on the menu any more' ],
) {
	my ($what, $change, $why) = @$_;

	anew($what);
	$ani = gather(guest(), 1, 2);
	$token = token($ani);
	query("UPDATE dish SET $change WHERE id = 2");
	$page = asks_again($what, $ani, 'Some of it is not available any more', order_token => $token);
	like($page->{body}, qr{<h2>Soto ayam</h2>.*<li>\Q$why\E\. Please remove it}s, '... and says why');
	unlike($page->{body}, qr/value="place"/, '... and cannot be placed');
	send_form('order', $ani, action => 'remove', line => (lines($ani))[1]);
	goes(place($ani), '/order', '... until that is removed');
	stored('SELECT total FROM ticket', 18000, '... the rest is ordered');
}

anew('deleted meanwhile');
$ani = gather(guest(), 1, 2);
query('DELETE FROM dish WHERE id = 2');
says($ani, qr{<h2>A dish</h2>.*This is not on the menu any more}s, 'a dish that is gone is told');
asks_again('... but not placed', $ani, 'Some of it is not available any more');

# ---- once ----

# As if the process had been killed between the commit and the saving of the session.
anew('a session is lost');
$ani = gather(guest(), 1);
$token = token($ani);
system('cp', '-a', "$Cgi::data/sessions", "$Cgi::place/sessions");
send_form('order', { %$ani }, action => 'place', order_token => $token);
system('rm', '-r', "$Cgi::data/sessions");
rename "$Cgi::place/sessions", "$Cgi::data/sessions" or die "sessions: $!";
is(gathered($ani), 'Gado-gado', 'an order that was placed, but is still there');
goes(send_form('order', $ani, action => 'place', order_token => $token), '/order', '... placed again');
says($ani, qr/That order has been placed already\..*Number 1 </s, '... leads to its ticket');
is(gathered($ani), '', '... and is empty then');
stored('SELECT count(*) FROM ticket', 1, '... there is one');

# Ten times the same form at once, in each of the stores.
for my $store (qw(file database cookie)) {
	anew("at once, sessions in: $store");
	$Cgi::programs = "$Cgi::place/programs-$store";
	mkdir $Cgi::programs or die "$Cgi::programs: $!";
	for my $name (qw(order login kitchen)) {
		copy("$programs/$name", "$Cgi::programs/$name") or die "$name: $!";
		chmod 0755, "$Cgi::programs/$name";
	}
	spew("$Cgi::programs/warung.conf", "data = $Cgi::data\nsession_store = $store\n");
	for my $who (guest(), sign_in('budi')) {
		my $jar = gather($who, 1, 2);
		my @form = (action => 'place', order_token => token($jar));
		my ($before) = query('SELECT count(*) FROM ticket');
		my @runs = map { begin('order', jar => $_ ? { %$jar } : $jar, trusted => 1,
			body => urlencoded(@form)) } 0 .. 9;
		my @answers = map { end($_) } @runs;

		is(join(' ', map { faults($_, 303) } @answers), ' ' x 9, 'ten at once');
		stored("SELECT count(*) - $before FROM ticket", 1, '... one ticket');
		is(gathered($jar), '', '... the running order is empty');
		says($jar, qr/Number \d/, '... and its number is known');
	}

	# Two requests with one cookie cannot know of each other.
	if ($store ne 'cookie') {
		my $jar = gather(guest(), 1);
		my @runs = map { begin('order', jar => { %$jar }, trusted => 1, body => 'dish=2') } 1 .. 8;

		is(join(' ', map { end($_)->{status} } @runs), join(' ', (303) x 8), 'eight dishes at once');
		my @lines = lines($jar);
		is(scalar(@lines), 9, '... are all gathered');
		@runs = map { begin('order', jar => { %$jar }, trusted => 1,
			body => urlencoded(action => 'remove', line => $_)) } @lines[0 .. 3];
		push @runs, begin('order', jar => { %$jar }, trusted => 1, body => 'dish=1');
		end($_) for @runs;
		is(scalar(@{[ lines($jar) ]}), 6, '... four go while one comes');
	}

	# A cookie is full long before fifty dishes.
	my $jar = gather(sign_in('tono'), 1);
	my $last;
	for (1 .. 8) {
		$last = send_form('order', $jar, dish => 1, special_requests => 'y' x 500);
		last if $last->{status} != 303;
	}
	is($last->{status}, 303, 'eight dishes with long requests');
	if ($store eq 'cookie') {
		says($jar, qr/That is as much as one order can hold/, '... do not fit into a cookie');
	} else {
		is(scalar(@{[ lines($jar) ]}), 9, '... are kept');
	}
	goes(place($jar), '/order', '... and what is there can be ordered');
	is(gathered($jar), '', '... and is gone then');
	$Cgi::programs = $programs;
}

# ---- rubbish in a session ----

anew('rubbish');
sub put_session ($entries)
{
	my $jar = gather(guest(), 1);
	my ($file) = glob "$Cgi::data/sessions/*";
	my $text = slurp($file);

	$text =~ s/&order=[^&]*/&$entries/ or die "no order in $text\n";
	spew($file, $text);
	return $jar;
}
$ani = put_session('order=&order=1&order=x+1+y&order=1+x+y&order=-1+1+y&order=1++y&order=2+7+ok' .
	'&order=' . '9' x 40 . '+1+y&order=99+8+gone&orders=1+1+z&ticket=x&ticket=77');
is(gathered($ani), 'Soto ayam|A dish', 'what we did not write is no line');
goes(send_form('order', $ani, action => 'remove', line => 8), '/order', '... and does not stay');
goes(place($ani), '/order', '... nor hinder');
stored('SELECT lines FROM ticket', 'Soto%20ayam=20000%20ok', '... an order');

anew('the clock is put back');
$ani = gather(put_session('order=1+9000000000000000+x'), 1, 1);
is(join(' ', lines($ani)), join(' ', map { "900000000000000$_" } 0 .. 2),
	'lines of which the first is of the future have names of their own');

# ---- opening hours ----

sub set_setting ($name, $value)
{
	query("INSERT INTO setting VALUES ('$name', '$value') ON CONFLICT (name) " .
		'DO UPDATE SET value = excluded.value');
}

anew('closed');
$ani = gather(guest(), 1);
$token = token($ani);
set_setting('opening_hours', '');
goes(send_form('order', $ani, dish => 2), '/order', 'a closed kitchen');
says($ani, qr/<li class="error">The kitchen is closed, so “Soto ayam” is not in your order\./, '... refuses kindly');
is(gathered($ani), 'Gado-gado', '... what was gathered stays');
unlike(ask('order', jar => $ani)->{body}, qr/value="place"/, '... and cannot be placed');
asks_again('... whoever tries', $ani, 'The kitchen is closed\.', order_token => $token);
my @now = gmtime;
my $today = (qw(sun mon tue wed thu fri sat))[$now[6]];
my $tomorrow = (qw(Sunday Monday Tuesday Wednesday Thursday Friday Saturday))[($now[6] + 1) % 7];
set_setting('opening_hours', lc(substr $tomorrow, 0, 3) . ' 09:00-10:00');
says($ani, qr/The kitchen is closed\. It opens again on $tomorrow at 09:00\./, 'when it opens');
set_setting('opening_hours', "$today 00:00-24:00");
says($ani, qr/value="place"/, 'open again');
set_setting('kitchen_closed', 'yes');
says($ani, qr/The kitchen is closed for now\./, 'closed by hand');
set_setting('kitchen_closed', 'no'), set_setting('opening_hours', 'rubbish; mon 8; tue 99:99-x'),
	set_setting('utc_offset', 'x') for 'rubbish';
says($ani, qr/The kitchen is closed\./, 'rubbish in the settings is closed');

# ---- the kitchen ----

anew('who may enter');
$answer = ask('kitchen');
is("$answer->{status} " . header($answer, 'Location'), '302 /login?next=/kitchen', 'guests sign in');
refused(403, qr/budi has no permission change_dish/, 'a member', 'kitchen', jar => sign_in('budi'));
refused(403, qr/no permission/, '... whatever', 'kitchen/hours', jar => sign_in('budi'));
refused(403, qr/no permission/, '... he does', 'kitchen', jar => sign_in('budi'), trusted => 1,
	body => 'action=close');
stored('SELECT count(*) FROM setting', 0, '... nothing happens');
refused(403, qr/CSRF/, 'a forged request', 'kitchen', jar => sign_in('siti'), body => 'action=close');
my $siti = sign_in('siti');
$page = ask('kitchen', jar => $siti);
shows($page, qr/Nothing is waiting\./, 'a cook');
like(header($page, 'Cache-Control'), qr/no-store/, '... and no cache keeps that');
refused(404, qr/nothing in the kitchen is cellar/, 'below the kitchen', 'kitchen/cellar', jar => $siti);
refused(404, qr/no such path/, '... or further', 'kitchen/hours/1', jar => $siti);
refused(400, qr/no such action: burn/, 'another action', 'kitchen', jar => $siti, trusted => 1,
	body => 'action=burn');
refused(400, qr/no such action/, 'none', 'kitchen', jar => $siti, trusted => 1, body => '');

anew('refresh');
$siti = sign_in('siti');
is(header(ask("kitchen$_->[0]", jar => $siti), 'Refresh'), $_->[1], "kitchen$_->[0]")
	for [ '', '' ], [ '?refresh=20', 20 ], [ '?refresh=0', '' ], [ '?refresh=5', '' ], [ '?refresh=3600', '' ], [ '?refresh=1', '' ], [ '?refresh=x', '' ],
	[ '?refresh=99999', '' ], [ '?refresh=20%0d%0aX: y', '' ], [ '?refresh=-20', '' ];
is(header(ask('kitchen/hours?refresh=20', jar => $siti), 'Refresh'), '', 'never under a form');
like(ask('kitchen', jar => $siti)->{body}, qr{href="/kitchen\?refresh=20"}, 'a link turns it on');
$page = ask('kitchen?refresh=20', jar => $siti);
like($page->{body}, qr{<a class="button" href="/kitchen">Pause</a>}, '... and one off');
like($page->{body}, qr/looks for new orders every 20 seconds/, '... and it is said');
goes(send_form('kitchen?refresh=20', $siti, action => 'close'), '/kitchen?refresh=20', 'it stays on');
goes(send_form('kitchen', $siti, action => 'open'), '/kitchen', '... or off');

anew('tickets');
$siti = sign_in('siti');
$ani = guest();
for ([ 1, 'tanpa <b>kacang', 'Ani & "Co"' ], [ 2, '', '' ]) {
	send_form('order', $ani, dish => $_->[0], special_requests => $_->[1]);
	place($ani, name => $_->[2]);
}
query('UPDATE ticket SET placed = placed - 61000000 WHERE id = 1');
$page = ask('kitchen', jar => $siti);
like($page->{body}, qr{<section class="tickets"[^>]*>\s*<h2[^>]*>[^<]*</h2>\s*<ol>}, 'a list');
shows($page, qr{<h3>Number 1 · Ani &amp; &quot;Co&quot;</h3>.*<h3>Number 2</h3>}s, 'oldest first');
like($page->{body}, qr{Gado-gado: <strong>tanpa &lt;b&gt;kacang</strong>}, '... requests in bold');
like($page->{body}, qr{waiting for 1 minute<.*waiting for 0 minutes<}s, '... and how long it waits');
my @step = (action => 'advance', ticket => 1, state => 'new');
goes(send_form('kitchen', $siti, @step), '/kitchen', 'a step');
shows(ask('kitchen', jar => $siti), qr/Number 1: Being cooked/, '... is told');
goes(send_form('kitchen', $siti, @step), '/kitchen', '... and done once');
shows(ask('kitchen', jar => $siti), qr/<li class="warning">Number 1 was moved on already: Being cooked</, '... only');
stored('SELECT state FROM ticket ORDER BY id', 'cooking new', '... it is being cooked');
@runs = map { begin('kitchen', jar => { %$siti }, trusted => 1,
	body => urlencoded(action => 'advance', ticket => 1, state => 'cooking')) } 1 .. 8;
is(join(' ', map { end($_)->{status} } @runs), join(' ', (303) x 8), 'eight cooks at once');
stored('SELECT state FROM ticket ORDER BY id', 'ready new', '... move it a step');
goes(send_form('kitchen', $siti, action => 'advance', ticket => 1, state => 'ready'), '/kitchen', 'the last');
unlike(ask('kitchen', jar => $siti)->{body}, qr{<h3>Number 1 }, '... and it is gone');
send_form('kitchen', $siti, action => 'advance', ticket => 1, state => 'handed over');
stored('SELECT state FROM ticket ORDER BY id', 'handed over new', '... for good');
refused(404, qr/no such ticket/, "@$_", 'kitchen', jar => $siti, trusted => 1,
	body => urlencoded(action => 'advance', @$_))
	for [ ticket => 9, state => 'new' ], [ ticket => 2 ], [ ticket => 2, state => 'burnt' ],
	[ state => 'new' ], [ ticket => 'x', state => 'new' ];
stored('SELECT state FROM ticket WHERE id = 2', 'new', '... nothing happens');

anew('sold out');
$siti = sign_in('siti');
shows(ask('kitchen', jar => $siti), qr{Bubur &lt;b&gt;.*Es cendol\s*<span class="badge">Not on the menu<}s,
	'all dishes, on the menu or not');
goes(send_form('kitchen', $siti, action => 'sold_out', dish => 2), '/kitchen', 'sold out today');
shows(ask('kitchen', jar => $siti), qr/“Soto ayam” is sold out today\./, '... is told');
goes(send_form('order', guest(), dish => 2), '/order', '... a guest');
is(sessions(), 1, '... gets none');
goes(send_form('kitchen', $siti, action => 'there_is', dish => 2), '/kitchen', 'there is some again');
is(gathered(gather(guest(), 2)), 'Soto ayam', '... and a guest gets it');
refused(404, qr/no such dish/, 'no dish', 'kitchen', jar => $siti, trusted => 1,
	body => 'action=sold_out&dish=99');
goes(send_form('kitchen', $siti, action => 'close'), '/kitchen', 'the kitchen closes');
shows(ask('kitchen', jar => $siti), qr{The kitchen is closed for now\..*value="open"}s, '... now');
says(guest(), qr/The kitchen is closed for now\./, '... for guests, too');
goes(send_form('kitchen', $siti, action => 'open'), '/kitchen', '... and opens');
says(guest(), qr/\A(?!.*The kitchen is closed)/s, '... for guests, too');

# ---- the form of the hours ----

anew('hours');
$siti = sign_in('siti');
my @days = qw(mon tue wed thu fri sat sun);
my %week = (map({ $_ => '' } @days), utc_offset => 0);
$page = ask('kitchen/hours', jar => $siti);
shows($page, qr/name="sun"[^>]* value="00:00-24:00"/, 'at first it is open around the clock');
like($page->{body}, qr{<option value="0" selected>UTC\+00:00<}, '... by UTC');
goes(send_form('kitchen/hours', $siti, %week, mon => '8:00-14:00,17:00 - 21:00', sat => '18:00-02:00',
	utc_offset => 420), '/kitchen', 'hours are set');
stored('SELECT name, value FROM setting ORDER BY name',
	'opening_hours|mon 08:00-14:00, 17:00-21:00; sat 18:00-02:00 utc_offset|420', '... in plain words');
$page = ask('kitchen/hours', jar => $siti);
shows($page, qr/name="mon"[^>]* value="08:00-14:00, 17:00-21:00"/, '... and shown');
like($page->{body}, qr/name="tue"[^>]* value=""/, '... with the days off');
like($page->{body}, qr{<option value="420" selected>UTC\+07:00 \(WIB\)<}, '... and the clock');
for ('8-14', '<b>"', '08:00-08:00', '25:00-26:00', 'x' x 201) {
	$page = send_form('kitchen/hours', $siti, %week, tue => $_, fri => '08:00-09:00');
	shows($page, qr/id_tue">Tuesday</, 'wrong hours: ' . substr $_, 0, 20);
	unlike($page->{body}, qr/id_mon">Monday<\/a>/, '... and no other day');
	like($page->{body}, qr/name="fri"[^>]* value="08:00-09:00"/, '... what was typed stays');
}
like(send_form('kitchen/hours', $siti, %week, tue => '<b>"')->{body},
	qr/name="tue"[^>]* value="&lt;b&gt;&quot;"/, '... inert');
shows(send_form('kitchen/hours', $siti, %week, utc_offset => $_), qr/Select a valid choice/,
	"utc_offset $_") for 7, 'x', 100000;
stored('SELECT value FROM setting ORDER BY name',
	'mon 08:00-14:00, 17:00-21:00; sat 18:00-02:00 420', '... nothing is changed');
goes(send_form('kitchen/hours', $siti, tue => '09:00-10:00'), '/kitchen', 'what is not sent');
stored('SELECT value FROM setting ORDER BY name',
	'mon 08:00-14:00, 17:00-21:00; tue 09:00-10:00; sat 18:00-02:00 420', '... stays as it is');
goes(send_form('kitchen/hours', $siti, utc_offset => 480, mon => ''), '/kitchen', '... and what is sent empty');
stored('SELECT value FROM setting ORDER BY name', 'tue 09:00-10:00; sat 18:00-02:00 480', '... does not');
goes(send_form('kitchen/hours', $siti, %week), '/kitchen', 'closed all week');
shows(ask('kitchen', jar => $siti), qr/The kitchen is closed\./, '... it is');

done_testing;
