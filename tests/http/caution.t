#!/usr/bin/perl
# What a guest told the kitchen holds whatever becomes of it: half forgotten, unreadable, lost with
# the session, or changed between two pages; and the kitchen itself holds when orders are too many.
use v5.36;
use FindBin;
use lib $FindBin::Bin;

use Cgi qw(:DEFAULT anew keep_shop send_form);
use Test::More;

# Of the fixture: 1 Gado-gado (peanuts), 2 Soto ayam, 3 Rendang (sold out), 5 of which nothing is
# stated.  All that there is of Nasi putih is declared.
my $nasi = 6;

shop_data();
query("INSERT INTO dish (id, name, description, price, spice, contains, suits, available, sold_out)
	VALUES ($nasi, 'Nasi putih', '', 5000, 0, '-peanuts -nuts -gluten -eggs -milk -soy -fish -shellfish -sesame',
	'vegetarian vegan halal gluten-free', 1, 0)");
query("UPDATE dish SET contains = '', suits = '' WHERE id = 5");
query("UPDATE user SET permissions = 'change_dish add_dish' WHERE username = 'siti'");
keep_shop();

# A guest who has said that of himself.
sub guest (@fields)
{
	my $jar = { csrftoken => SECRET };

	send_form('create_profile', $jar, name => 'Ani', @fields) if @fields;
	ask('menu', jar => $jar);   # where the messages are read
	return $jar;
}

# A member whose account remembers that.
sub member ($name, $memory)
{
	query("UPDATE user SET memory = '$memory' WHERE username = '$name'");
	return sign_in($name);
}

sub memory_of ($name) { return query("SELECT memory FROM user WHERE username = '$name'") // '' }
sub page ($jar, $route = 'menu') { return ask($route, jar => $jar)->{body} }
sub offered ($jar) { return join ' ', page($jar) =~ /name="dish" value="(\d+)"/g }
sub lines ($jar) { return page($jar, 'order') =~ /name="line" value="(\d+)"/g }
sub token ($jar) { return page($jar, 'order') =~ /name="order_token" value="(\w+)"/ ? $1 : '' }
sub tickets () { return query('SELECT count(*) FROM ticket') }

sub place ($jar, $token = token($jar))
{
	return send_form('order', $jar, action => 'place', order_token => $token);
}

# goes ANSWER, TO, WHAT: it is 303 to there.
sub goes ($answer, $to, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	judge($answer, 303, undef, $what);
	is(header($answer, 'Location'), $to, '... and where it leads');
}

# ---- half a profile ----

anew('half a profile');
my $all = offered(guest());
like($all, qr/\b1\b/, 'without a profile all is offered');
for my $half ('profile.diet=peanuts', 'profile.name=&profile.diet=peanuts') {
	my $budi = member('budi', $half);

	is(offered($budi), $nasi, "$half: what is not eaten is not offered");
	like(page($budi), qr/For you: no peanuts\./, '... which is told');
	like(page($budi, 'welcome'), qr{<dd>peanuts</dd>}, '... at the door, too');
	send_form('order', $budi, dish => 1);
	like(page($budi, 'order'), qr/This does not suit what you told us: contains peanuts\./, '... and in the order');
	like(page($budi, 'create_profile'), qr/value="peanuts"[^>]* checked/, '... and can be changed');
}
my $ani = guest(dietary_restrictions => 'peanuts');
is(offered($ani), $nasi, 'a guest is offered what is certain');
send_form('session', $ani, action => 'forget', name => 'profile.name');
unlike(page($ani, 'session'), qr/profile\.\*/, 'a profile is forgotten whole');
my $budi = member('budi', 'profile.name=Budi&profile.diet=peanuts&reading.private=1&reading.goal=9');
send_form('session', $budi, action => 'forget', account => 'profile.diet');
is(memory_of('budi'), 'reading.private=1&reading.goal=9', '... by a member, too');
send_form('session', $budi, action => 'forget', account => 'reading.goal');
is(memory_of('budi'), 'reading.private=1', '... but not that nobody is to hear of it');
$budi = member('budi', 'profile.name=Budi&reading.private=1&reading.goal=9&x=y');
send_form('session', $budi, action => 'forget');
is(memory_of('budi'), 'reading.private=1', '... nor with all the rest');
member('budi', 'profile.diet=soy');
$ani = guest(dietary_restrictions => 'peanuts');
send_form('login', $ani, username => 'budi', password => 'Kopi-Gayo-72');
like(memory_of('budi'), qr/\Aprofile\.name=Ani&profile\.diet=peanuts&profile\.diet=soy&/,
	'a guest gives his name to an account that has only the rest');
member('budi', '');
$ani = { csrftoken => SECRET, %{ guest(dietary_restrictions => 'peanuts') } };
my ($file) = glob "$Cgi::data/sessions/*";
for my $session (glob "$Cgi::data/sessions/*") {
	spew($session, slurp($session) =~ s/profile\.name=Ani&//r);
}
is(offered($ani), $nasi, 'a guest without a name');
send_form('login', $ani, username => 'budi', password => 'Kopi-Gayo-72');
is(offered($ani), $nasi, '... keeps at the sign-in what he does not eat');

# ---- what cannot be read ----

anew('what cannot be read');
for (
	[ 'a word that nobody knows', 'profile.name=Budi&profile.diet=kacang' ],
	[ '... beside others', 'profile.name=Budi&profile.diet=kacang&profile.diet=halal' ],
	[ '... without a name', 'profile.diet=kacang' ],
	[ 'a word in another case', 'profile.name=Budi&profile.diet=Peanuts' ],
	[ 'what cannot be decoded', 'profile.name=Budi&profile.diet=%ff' ],
	[ '... in another entry', 'profile.diet=soy&profile.spice=%ff' ],
) {
	my ($what, $memory) = @$_;

	$budi = member('budi', $memory);
	for my $times (1, 2) {
		my $menu = page($budi);

		is(offered($budi), '', "$what: nothing is certain");
		like($menu, qr{We cannot read all of what you told us.*?href="/create_profile"}s, '... and that is told');
		like($menu, qr{<strong>Gado-gado</strong>}, '... with what is left out');
		like(page($budi, 'welcome'), qr{We cannot read all of what you told us}, '... at the door, which counts');
	}
	send_form('order', $budi, dish => $nasi);
	like(page($budi, 'order'), qr/This does not suit what you told us/, '... and in the order');
	like(page($budi, 'create_profile'), qr/We cannot read all of what you told us/, '... and in the form');
	send_form('create_profile', $budi, name => 'Budi', dietary_restrictions => 'vegan');
	is(offered($budi), $nasi, '... until it is told again');
}

# ---- what the visitor was shown ----

my $changed = qr/Nothing was ordered\. The order has changed: please look at it once more\./;
for (
	[ 'a dish is declared meanwhile', sub { query("UPDATE dish SET contains = '-milk peanuts' WHERE id = $nasi") } ],
	[ 'nobody knows any more', sub { query("UPDATE dish SET contains = '-milk' WHERE id = $nasi") } ],
	[ 'another profile', sub { send_form('create_profile', $_[0], name => 'Ani', dietary_restrictions => 'peanuts',
		dietary_restrictions => 'halal') if query('UPDATE dish SET suits = \'-halal\' RETURNING 1') } ],
	[ 'another currency', sub { query("INSERT INTO setting VALUES ('currency_decimals', '2')") } ],
) {
	my ($what, $change) = @$_;

	anew($what);
	$ani = guest(dietary_restrictions => 'peanuts');
	send_form('order', $ani, dish => $nasi);
	my $token = token($ani);
	$change->($ani);
	like(place($ani, $token)->{body}, $changed, "$what: one is asked again");
	is(tickets(), 0, '... and nothing is ordered');
	goes(place($ani), '/order', '... until it was looked at');
}

# ---- dishes that do not suit ----

anew('dishes that do not suit');
$ani = guest(dietary_restrictions => 'peanuts');
my $answer = send_form('order', $ani, dish => 1, special_requests => 'x' x 501);
goes($answer, '/menu', 'no form is shown for a dish that does not suit');
like(page($ani), qr{<li class="error">“Gado-gado” is not in your order\. Ensure this value has at most 500 characters},
	'... but what was wrong is told');
like(send_form('order', $ani, dish => $nasi, special_requests => 'x' x 501)->{body}, qr/name="dish" value="$nasi"/,
	'for one that suits there is the form');
goes(send_form('order', $ani, dish => 1), '/order', 'a dish that does not suit can be ordered');
like(page($ani, 'order'), qr{<li class="warning">“Gado-gado” is in your order\. Careful: contains peanuts\.},
	'... with a warning');
goes(send_form('order', $ani, dish => $nasi), '/order', 'and one that suits');
like(page($ani, 'order'), qr{<li class="success">“Nasi putih” is in your order\.<}, '... without');
is(ask('order', jar => $ani, trusted => 1, body => 'dish=1', env => { HTTP_ACCEPT => 'application/json' })->{body},
	'{"status": "added", "order_count": 3}', 'a script is told nothing');

anew('gluten');
query("UPDATE dish SET suits = '-gluten-free' WHERE id = $nasi");
is(offered(guest(dietary_restrictions => 'gluten')), '1', 'what is not gluten-free is not for who avoids gluten');
like(page(guest()), qr{<h2>Nasi putih</h2>.*?Not stated: gluten, }s, '... for whom nothing is stated then');
my $siti = sign_in('siti');
like(send_form('add_dish', $siti, name => 'Mie', price => 1, contains_gluten => 'no', 'suits_gluten-free' => 'no')->{body},
	qr/<li>What does not contain gluten is gluten-free\.<\/li>/, '... and cannot be said so');

# ---- a session that is lost ----

my $lost = qr{We no longer know what you told us.*?href="/create_profile"}s;
anew('a session is lost');
unlike(page(guest(), $_), $lost, "$_: nobody is a stranger without a session") for qw(menu welcome);
$ani = guest(dietary_restrictions => 'peanuts');
unlike(page($ani, $_), $lost, '... nor with one') for qw(menu welcome);
unlink glob "$Cgi::data/sessions/*";
for my $route (qw(menu welcome)) {
	like(page({ %$ani }, $route), $lost, "$route: who had a session is told that it is gone");
	unlike(page({ %$ani, %{ member('budi', 'profile.name=Budi') } }, $route), $lost, '... but for members');
}
is(page($ani) =~ $lost ? 1 : 0, 1, '... once:');
unlike(page($ani), $lost, '... with the cookie it is gone');

# ---- placed, and never saved ----

anew('killed behind the commit');
$ani = guest();
send_form('order', $ani, dish => 1, special_requests => 'once');
my $old = token($ani);
system('cp', '-a', "$Cgi::data/sessions", "$Cgi::place/sessions");
place({ %$ani }, $old);
system('rm', '-r', "$Cgi::data/sessions");
rename "$Cgi::place/sessions", "$Cgi::data/sessions" or die "sessions: $!";
is(tickets(), 1, 'what was placed');
goes(send_form('order', $ani, dish => 2), '/order', '... is not in the order of which one more is');
my $order = page($ani, 'order');
like($order, qr/That order has been placed already\..*Number 1 </s, '... and that is told');
is(scalar(my @left = lines($ani)), 1, '... which has one dish');
goes(place($ani), '/order', '... and can be placed');
is(query("SELECT group_concat(lines, '|') FROM ticket"), 'Gado-gado=18000%20once|Soto%20ayam=20000%20',
	'... nothing is cooked twice');
send_form('order', $ani, dish => 2);
goes(place($ani, $old), '/order', 'the old form');
like(page($ani, 'order'), qr/That order has been placed already\./, '... is known');
is(scalar(@left = lines($ani)), 1, '... and touches no newer order');

# ---- too many ----

anew('too many');
sub open_tickets ($count)
{
	query("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT $count)
		INSERT INTO ticket (guest, token, state, lines, total, placed, changed)
		SELECT 'n' || i, 'n' || i, 'new', 'Nasi=1%20', 1, i, i FROM n");
}
my %waiting = (guest => guest(), member => sign_in('budi'));
for my $who (sort keys %waiting) {
	my $jar = $waiting{$who};

	for (1 .. 5) {
		send_form('order', $jar, dish => $nasi);
		goes(place($jar), '/order', "$who: order $_");
	}
	send_form('order', $jar, dish => $nasi);
	$answer = place($jar);
	like($answer->{body}, qr/Nothing was ordered\. Please wait until the kitchen has finished your 5 orders\./,
		'... but no sixth');
	my ($id) = query('SELECT max(id) FROM ticket');
	query("UPDATE ticket SET state = 'handed over' WHERE id = $id");
	goes(place($jar), '/order', '... until one is handed over');
}
my $again = sign_in('budi');
send_form('order', $again, dish => $nasi);
like(place($again)->{body}, qr/your 5 orders/, 'a member has as many in all browsers');

anew('far too many');
$ani = guest();
send_form('order', $ani, dish => $nasi);
open_tickets(200);
my $full = qr/The kitchen has more orders than it can cook\. Please come back a little later\./;
my @json = (trusted => 1, env => { HTTP_ACCEPT => 'application/json' });
like(place($ani)->{body}, qr/Nothing was ordered\. $full/, 'two hundred orders are enough');
is(tickets(), 200, '... there is no other');
$answer = ask('order', jar => $ani, @json, body => urlencoded(action => 'place', order_token => token($ani)));
is("$answer->{status} $answer->{body}", '409 {"status": "full"}', '... for scripts');
goes(send_form('order', $ani, dish => $nasi), '/order', 'nor is anything gathered');
like(page($ani, 'order'), qr/<li class="error">$full/, '... which is told');
is(scalar(@left = lines($ani)), 1, '... what was stays');
$answer = ask('order', jar => $ani, @json, body => "dish=$nasi");
is("$answer->{status} $answer->{body}", '409 {"status": "full"}', '... for scripts, too');
$siti = sign_in('siti');
my $kitchen = page($siti, 'kitchen');
like($kitchen, qr/To do \(200\)/, 'the cook knows how many');
is(scalar(() = $kitchen =~ /<h3>Number/g), 50, '... sees the oldest');
like($kitchen, qr/150 more orders are waiting\./, '... and how many more');
my @discard = (action => 'discard', ticket => 7, state => 'new');
like($kitchen, qr{<details.*?value="discard"}s, '... and can discard them');
goes(send_form('kitchen', $siti, @discard), '/kitchen', '... one');
like(page($siti, 'kitchen'), qr/Number 7: Discarded by the kitchen.*To do \(199\)/s, '... which is told');
send_form('kitchen', $siti, @discard);
like(page($siti, 'kitchen'), qr/Number 7 was moved on already: Discarded by the kitchen/, '... once');
goes(place($ani), '/order', 'then there is room for one more');
query("UPDATE ticket SET state = 'cooking' WHERE id = 8; UPDATE ticket SET state = 'handed over' WHERE id = 9");
send_form('kitchen', $siti, action => 'discard', ticket => 8, state => 'new');
is(query('SELECT state FROM ticket WHERE id = 8'), 'cooking', 'what was moved on meanwhile is not discarded');
send_form('kitchen', $siti, action => 'discard', ticket => 8, state => 'cooking');
is(query('SELECT state FROM ticket WHERE id = 8'), 'discarded', '... but what is being cooked');
send_form('kitchen', $siti, action => 'discard', ticket => 9, state => 'handed over');
is(query('SELECT state FROM ticket WHERE id = 9'), 'handed over', '... and not what was handed over');
my ($own) = query('SELECT max(id) FROM ticket');
send_form('kitchen', $siti, action => 'discard', ticket => $own, state => 'new');
like(page($ani, 'order'), qr{Number $own <span class="badge">Discarded by the kitchen<}, 'the guest is told');

# ---- favourites ----

anew('favourites');
query("UPDATE dish SET name = 'Es' WHERE id = 5; UPDATE dish SET contains = '' WHERE id = 1");
for ([ 'a', '' ], [ 'es', 'Es' ], [ 'gado', 'Gado-gado' ], [ 'gad', '' ], [ ' GADO-gado ', 'Gado-gado' ], [ 'ayam', 'Soto ayam' ],
     [ 'aya', '' ], [ 'yam', '' ], [ 'soto  ayam', '' ], [ 'nasi', 'Nasi putih' ], [ 'i p', '' ], [ 'nasi putih enak', '' ]) {
	my ($favorite, $dish) = @$_;

	$ani = guest(favorite_dish => $favorite);
	is(join('|', page($ani) =~ m{<h2>([^<]*)</h2>\s*<p class="price">[^<]*</p>\s*<p class="badge good">Your favourite<}g), $dish,
		"$favorite: the favourite of the menu");
	is(page($ani, 'welcome') =~ m{<dt>Your favourite</dt><dd>.*?class="price"}s ? 1 : 0, $dish ne '' ? 1 : 0, '... and at the door');
}
query("UPDATE dish SET contains = 'peanuts' WHERE id = 1");
my $door = page(guest(favorite_dish => 'gado', dietary_restrictions => 'peanuts'), 'welcome');
like($door, qr{<dt>Your favourite</dt><dd>.*?<span class="badge">contains peanuts</span>}s, 'a favourite that does not suit');

# ---- in plain words ----

anew('in plain words');
$budi = member('budi', 'profile.name=vegan&profile.favorite=soy&profile.diet=nuts&profile.diet=gluten-free'
	. '&profile.diet=kacang&profile.spice=medium&reading.genre=short-stories&reading.genre=x');
like(page($budi, 'session'), qr{<p>vegan, soy, tree nuts, gluten-free, something that we cannot read, medium hot</p>},
	'what is remembered is told in words');
like(page($budi, 'session'), qr{<p>Short stories, x</p>}, '... genres, too');
like(page({ %$budi, language => 'id' }, 'session'), qr{<p>vegan, soy, kacang pohon, bebas gluten, [^<]*</p>}, '... of the language');

# ---- the day of the kitchen ----

anew('closed unless it says no');
for ([ 'no', 1 ], [ 'yes', 0 ], [ 'YES', 0 ], [ '1', 0 ], [ 'true', 0 ], [ '', 0 ], [ 'No', 0 ]) {
	query("INSERT OR REPLACE INTO setting VALUES ('kitchen_closed', '$_->[0]')");
	is(offered(guest()) ne '' ? 1 : 0, $_->[1], "kitchen_closed: $_->[0]");
}

done_testing;
