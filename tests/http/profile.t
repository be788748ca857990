#!/usr/bin/perl
# welcome and create_profile: what a guest tells the kitchen, and how a guest is greeted, in each of
# the stores, from the first visit to weeks after signing out.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use utf8;
use Cgi qw(:DEFAULT another_shop);
use Digest::SHA qw(hmac_sha256 sha256);
use Encode 'encode_utf8';
use File::Copy 'copy';
use MIME::Base64 'encode_base64url';
use Test::More;

use constant { DAY => 86400, MONTH => 30 * 86400 };

my $programs = $Cgi::programs;
my $store = '';

# A new shop whose sessions are kept there, with these lines in its warung.conf.
sub open_shop ($where, @settings)
{
	$store = $where;
	another_shop([ qw(shop welcome create_profile menu order book login logout session) ], "session_store = $store", @settings);
}

sub guest () { return { csrftoken => SECRET } }

sub sign_in_with ($jar, $name)
{
	served(303, "$store: $name signs in", 'login', jar => $jar, trusted => 1,
		body => urlencoded(username => $name, password => 'Kopi-Gayo-72'));
	return $jar;
}

sub sign_out ($jar)
{
	served(303, "$store: signing out", 'logout', jar => $jar, trusted => 1, body => '');
}

sub form ($jar, @fields)
{
	return ('create_profile', jar => $jar, trusted => 1, body => urlencoded(map { encode_utf8($_) } @fields));
}

# tells JAR, FIELD => VALUE ...: the form is good.
sub tells ($jar, @fields)
{
	my $answer = served(303, "$store: a profile", form($jar, @fields));

	is(header($answer, 'Location'), '/menu', '... leads to the menu');
	return $answer;
}

# wrong TEXT, WHAT, FIELD => VALUE ...: a form that is shown again, with that error; what is on it then.
sub wrong ($text, $what, @fields)
{
	my $jar = guest();
	my $answer = served(200, "$store: $what", form($jar, @fields));

	like($answer->{body}, qr{<li>\Q@{[encode_utf8($text)]}\E</li>}, "... says: $text");
	like($answer->{body}, qr/role="alert"/, '... and so above the form');
	unlike(header($answer, 'Set-Cookie'), qr/welcome_status|sessionid/, '... keeps nothing');
	return $answer->{body};
}

sub welcome ($jar) { return served(200, "$store: welcome", 'welcome', jar => $jar)->{body} }
sub visit_number ($jar) { return welcome($jar) =~ /This is visit number (\d+)\./ ? $1 : 0 }
sub title ($body) { return $body =~ m{<h1>(.*?)</h1>} ? $1 : '' }

sub kept ()
{
	return (() = glob("$Cgi::data/sessions/*")) + query('SELECT count(*) FROM session');
}

sub account_of ($name) { return query("SELECT memory FROM user WHERE username = '$name'") }

# What the shop of now would have signed at another time.
sub signed ($name, $value, $age)
{
	my @digits = (0 .. 9, 'A' .. 'Z', 'a' .. 'z');
	my ($time, $stamp) = (time - $age, '');

	for (; $time > 0; $time = int $time / 62) {
		$stamp = $digits[$time % 62] . $stamp;
	}
	my $salt = 'django.http.cookies.v2:' . length($name) . ":$name$name" . 'signer';
	my $secret = 'django.http.cookies' . slurp("$Cgi::data/secret.key") =~ s/\n\z//r;
	return "$value:$stamp:" . encode_base64url(hmac_sha256("$value:$stamp", sha256($salt . $secret)));
}

# ---- looking ----

sub look ()
{
	for my $route (qw(welcome create_profile)) {
		my $page = served(200, "$store: a stranger in $route", $route);

		unlike(header($page, 'Set-Cookie'), qr/sessionid|welcome_status/, '... gets no session');
		like(header($page, 'Cache-Control'), qr/no-store/, '... and no cache keeps it');
		my $head = ask($route, method => 'HEAD');
		is(Cgi::faults($head, 200, 1), '', '... nor its head');
		refused(404, qr/no such path/, 'a path', "$route/x");
	}
	is(kept(), 0, '... no session is made');
	my $body = ask('welcome')->{body};
	is(title($body), 'Welcome to our kitchen', '... is invited');
	like($body, qr{<a class="button primary" href="/create_profile">.*<a class="button" href="/menu">}s,
		'... to tell something, or to go on');
	unlike($body, qr/visit number|Last visit|You told us today/, '... and nobody knows anything');
	is(header(ask('welcome'), 'Set-Cookie'), '', '... at the door there is no form, and so no token');
	refused(405, qr/not allowed/, 'nobody writes at the door', 'welcome', posted('name=x'));

	my $form = ask('create_profile')->{body};
	like($form, qr{<legend>$_</legend>}, "... $_") for 'What you cannot eat', 'How you eat';
	is(join(' ', $form =~ /name="dietary_restrictions" value="([\w-]+)"/g), 'peanuts nuts gluten eggs milk soy fish '
		. 'shellfish sesame vegetarian vegan halal gluten-free', '... all that can be ticked');
	unlike($form, qr/ checked|aria-invalid/, '... and nothing is');
	like($form, qr{<datalist id="id_favorite_dish_list">\s*<option value="Bubur &lt;b&gt;&quot;Mang&quot; &amp; &#x27;Oyo&#x27;&lt;/b&gt;.*<option value="Gado-gado">}s,
		'... dishes are suggested');
	unlike($form, qr/<option value="Es cendol"/, '... but those that are not on the menu');
}

# ---- a profile ----

my @full = (name => 'Ani <b>é</b>', favorite_dish => 'gado-GADO', dietary_restrictions => 'milk',
	dietary_restrictions => 'halal', dietary_restrictions => 'peanuts', spice_level => 'medium');

sub profile ()
{
	my $jar = guest();
	my $answer = tells($jar, @full);

	like(header($answer, 'Set-Cookie'), qr/^welcome_status="?welcomed:\w+:[\w-]{43}"?; expires=[^;]* GMT; Max-Age=86400; HttpOnly; Path=\/; SameSite=Lax$/m,
		'... which is remembered for a day');
	my $said = ask('shop', jar => $jar)->{body};
	utf8::decode($said);
	like($said, qr{<li class="success">Thank you, Ani &lt;b&gt;é&lt;/b&gt;\. The kitchen knows you now\.</li>}, '... and told so');

	my $body = welcome($jar);
	utf8::decode($body);
	is(title($body), 'Welcome back, Ani &lt;b&gt;é&lt;/b&gt;!', 'a guest is greeted by name');
	like($body, qr/This is visit number 1\./, '... the first time');
	unlike($body, qr/Last visit/, '... behind no other');
	like($body, qr/You told us today what you like: the menu follows it\./, '... and is known since today');
	unlike($body, qr/on the house/, '... to whom nothing is promised');
	like($body, qr{<a href="/menu">gado-GADO</a>\s*<span class="badge">contains peanuts[^<]*</span>}, '... whose favourite is on the menu, but not good');
	like($body, qr{<dd>peanuts and milk</dd>}, '... and what is not on the plate');
	like($body, qr{<dd>halal</dd>}, '... and how it is cooked');
	like($body, qr{<dd>medium hot</dd>}, '... and how hot');
	like($body, qr{href="/create_profile">Change your profile<}, '... all of which can be changed');
	my ($day) = gmtime =~ /^\w+ (?:\w+) +(\d+)/;
	like(welcome($jar), qr/This is visit number 2\..*Last visit: $day \w+ 20\d\d/s, 'and again');

	$body = served(200, "$store: the form again", 'create_profile', jar => $jar)->{body};
	utf8::decode($body);
	is(title($body), 'Change your profile', '... is to change it');
	like($body, qr/name="name"[^>]* value="Ani &lt;b&gt;é&lt;\/b&gt;"/, '... shows the name');
	like($body, qr/name="favorite_dish"[^>]* value="gado-GADO"/, '... the favourite');
	is(join(' ', $body =~ /value="([\w-]+)"[^>]* checked/g), 'peanuts milk halal', '... what was ticked');
	like($body, qr/<option value="medium" selected>/, '... and how hot');

	$answer = tells($jar, name => ' Budi ', favorite_dish => 'Rendang');
	like(header($answer, 'Set-Cookie'), qr/^welcome_status="?welcomed:[^\n]*Max-Age=86400;/m, '... has told us today again');
	$body = welcome($jar);
	is(title($body), 'Welcome back, Budi!', '... has another name now');
	like($body, qr/This is visit number 3\./, '... is the same guest');
	like($body, qr{>Rendang</a>\s*<span class="badge">Sold out today</span>}, '... with another favourite, which is sold out');
	unlike($body, qr/peanuts|halal|medium/, '... and eats everything');

	tells($jar, name => 'Budi', favorite_dish => 'gado');
	like(welcome($jar), qr{<a href="/menu">gado</a>\s*<span class="price">Rp18,000</span>}, '... whose favourite is on the menu');

	tells($jar, name => 'Budi', favorite_dish => 'Es cendol', dietary_restrictions => '', spice_level => '');
	like(welcome($jar), qr{<a href="/menu">Es cendol</a>\s*</dd>}, 'a favourite that is not on the menu is told as it was typed');
	unlike(header(ask('welcome', jar => $jar), 'Set-Cookie'), qr/csrftoken/, 'no form, no token');
}

sub bad_forms ()
{
	my $choice = 'Select a valid choice. %s is not one of the available choices.';
	my $body = wrong('This field is required.', 'no name', @full[2 .. $#full]);

	is(join(' ', $body =~ /value="([\w-]+)"[^>]* checked/g), 'peanuts milk halal', '... what was ticked stays');
	like($body, qr/name="favorite_dish"[^>]* value="gado-GADO"/, '... as what was typed');
	like($body, qr/<option value="medium" selected>/, '... and chosen');
	wrong('This field is required.', 'a blank name', name => " \t ");
	wrong('Ensure this value has at most 100 characters (it has 101).', 'a long name', name => '😀' x 101);
	wrong('Ensure this value has at most 100 characters (it has 101).', 'a long favourite', name => 'A', favorite_dish => 'é' x 101);
	wrong('Null characters are not allowed.', 'a NUL', name => "A\0B");
	wrong('Null characters are not allowed.', 'a NUL behind a restriction', name => 'A', dietary_restrictions => "vegan\0");
	wrong('Line breaks and control characters are not allowed here.', 'a line break', name => "A\nB");
	wrong('Line breaks and control characters are not allowed here.', 'a text that turns around', name => 'A', favorite_dish => "a\x{202e}b");
	$body = wrong(sprintf($choice, '&lt;i&gt;'), 'an unknown restriction', name => 'A', dietary_restrictions => 'vegan',
		dietary_restrictions => '<i>', dietary_restrictions => 'soy');
	is(join(' ', $body =~ /value="([\w-]+)"[^>]* checked/g), 'soy vegan', '... keeps the others');
	like($body, qr/<a href="#id_dietary_restrictions">/, '... and leads to them');
	wrong(sprintf($choice, $_), "no restriction: $_", name => 'A', dietary_restrictions => $_) for 'Vegan', 'kosher', 'none';
	wrong(sprintf($choice, $_), "no level: $_", name => 'A', spice_level => $_) for '3', 'HOT', 'lava';
	is(kept(), 0, 'nothing is kept of it');

	my $jar = guest();
	tells($jar, name => '😀' x 100, favorite_dish => 'é' x 100);
	like(title(welcome($jar)), qr/\Q@{[encode_utf8('😀' x 100)]}\E/, 'a hundred letters of any kind are a name');
	served(200, 'a bad change', form($jar, name => ''));
	like(title(welcome($jar)), qr/\Q@{[encode_utf8('😀' x 100)]}\E/, '... which a bad change does not take away');
	refused(403, qr/CSRF token missing/, "$store: forged", 'create_profile', jar => { %$jar }, body => 'name=Mallory');
	like(title(welcome($jar)), qr/\Q@{[encode_utf8('😀' x 100)]}\E/, '... nor a forged one');
}

# ---- visits ----

sub visits ()
{
	my $jar = guest();

	tells($jar, name => 'Ani');
	is(visit_number($jar), $_, "visit $_") for 1 .. 3;
	is(Cgi::faults(ask('welcome', method => 'HEAD', jar => $jar), 200, 1), '', '... a head') for 1 .. 3;
	is(visit_number($jar), 4, '... does not count');
	ask('create_profile', jar => $jar);
	ask('shop', jar => $jar);
	is(visit_number($jar), 5, '... nor what is not the door');
	like(served(200, 'Indonesian', 'welcome', jar => { %$jar, language => 'id' })->{body}, qr/lang="id"/, '... in any language');
}

# Nobody's visit is lost, however many come at once.
sub at_once ()
{
	for my $jar (guest(), sign_in_with(guest(), 'budi')) {
		tells($jar, name => 'Ani');
		my @runs = map { begin('welcome', jar => { %$jar }) } 1 .. 8;
		my @numbers = map { judge(end($_), 200, undef, "$store: at once")->{body} =~ /visit number (\d+)/ } @runs;
		is(join(' ', sort { $a <=> $b } @numbers), '1 2 3 4 5 6 7 8', '... each has a number of its own');
		is(visit_number($jar), 9, '... and all were counted');
	}
}

# ---- members ----

sub members ()
{
	my $budi = sign_in_with(guest(), 'budi');
	my $body = welcome($budi);

	is(title($body), 'Welcome, budi', 'a member without a profile is invited by name');
	like($body, qr{class="button primary" href="/create_profile"}, '... to make one');
	unlike($body, qr/Last visit|visit number/, '... and is not counted');
	is(account_of('budi'), '', '... nor noted');
	tells($budi, @full);
	is(visit_number($budi), $_, "a member's visit $_") for 1, 2;
	like(account_of('budi'), qr/\Aprofile\.name=Ani%20%3Cb%3E%C3%A9%3C%2Fb%3E&profile\.favorite=gado-GADO&profile\.diet=peanuts&profile\.diet=milk&profile\.diet=halal&profile\.spice=medium&profile\.visits=2&profile\.last_visit=20[\d:T%A.-]+Z\z/,
		'... is in the account');
	is(visit_number(sign_in_with(guest(), 'budi')), 3, '... in every browser');
	is(visit_number(sign_in_with(guest(), 'siti')), 0, '... but nobody else');

	sign_out($budi);
	$body = welcome($budi);
	is(title($body), 'Welcome back, budi!', 'who has signed out is greeted by the name of the account');
	like($body, qr/Last visit: \d+ \w+ 20\d\d/, '... with the day');
	unlike($body, qr/visit number|peanuts|gado/i, '... and nothing else is known');
	is(visit_number(sign_in_with($budi, 'budi')), 4, '... until the next time');

	my $jar = guest();
	tells($jar, name => 'Wayan', dietary_restrictions => 'soy');
	welcome($jar);
	sign_in_with($jar, 'tono');
	like(account_of('tono'), qr/\Aprofile\.name=Wayan&profile\.diet=soy&profile\.visits=1&/, "a guest's profile goes along into the account");
	is(visit_number($jar), 2, '... with its visits');
	sign_out($jar);
	is(visit_number($jar), 0, '... and is gone from the browser with it');

	$jar = guest();
	tells($jar, name => 'Other', dietary_restrictions => 'fish');
	welcome($jar) for 1 .. 3;
	sign_in_with($jar, 'tono');
	like(account_of('tono'), qr/\Aprofile\.name=Wayan&profile\.diet=soy&profile\.diet=fish&profile\.visits=5&/, 'the profile of the account counts more, but what is not eaten and visits add up');
	like(welcome($jar), qr/Welcome back, Wayan!.*visit number 6\./s, '... there is one profile');
}

# dishes JAR: what the menu recommends to whoever has these cookies.
sub dishes ($jar)
{
	my ($menu) = served(200, "$store: the menu", 'menu', jar => $jar)->{body} =~ /^(.*?)(?:left out|<footer)/s;

	return join ' ', $menu =~ m{<h2>([^<]+)</h2>}g;
}

# What a guest says must not be on the plate counts for the member, whatever the account knew before.
sub unions ()
{
	my $told = qr{<li class="warning">Before you signed in you told us what you do not eat: we added that to your profile\.</li>};
	my $budi = sign_in_with(guest(), 'budi');

	tells($budi, name => 'Budi', dietary_restrictions => 'fish');
	like(dishes($budi), qr/Gado-gado/, '... has gado-gado');
	my $jar = guest();
	tells($jar, name => 'B', dietary_restrictions => 'peanuts', dietary_restrictions => 'halal');
	unlike(dishes($jar), qr/Gado-gado/, 'a guest who must not eat peanuts has none');
	sign_in_with($jar, 'budi');
	my $page = ask('menu', jar => $jar)->{body};
	like($page, $told, '... nor behind the sign-in, and is told why');
	unlike(dishes($jar), qr/Gado-gado/, '... as is the menu');
	like(account_of('budi'), qr/\Aprofile\.name=Budi&profile\.diet=peanuts&profile\.diet=fish&profile\.diet=halal(?:&|\z)/, '... all of it');

	$jar = guest();
	tells($jar, name => 'B', dietary_restrictions => 'peanuts');
	sign_in_with($jar, 'budi');
	unlike(ask('menu', jar => $jar)->{body}, $told, 'what the account knew is not told again');
	$jar = guest();
	tells($jar, name => 'Siti', dietary_restrictions => 'peanuts');
	sign_in_with($jar, 'siti');
	unlike(ask('menu', jar => $jar)->{body}, $told, 'nor that a profile came along as a whole');
	unlike(dishes($jar), qr/Gado-gado/, '... which counts');
}

# ---- who was here last ----

sub summaries ()
{
	my $when = '2024-05-06T07:08:09Z';
	my $value = "name=siti&when=$when&mark=x";
	my $body = welcome({ last_visit_summary => signed('last_visit_summary', $value, MONTH - 60) });

	is(title($body), 'Welcome back, siti!', "$store: weeks later still by name");
	like($body, qr/Last visit: 6 May 2024/, '... and the day');
	query("INSERT INTO setting VALUES ('utc_offset', '1020')"); # more than there is: 0
	query("UPDATE setting SET value = '840'");
	like(welcome({ last_visit_summary => signed('last_visit_summary', $value =~ s/07:08/17:08/r, 60) }),
		qr/Last visit: 7 May 2024/, "... by the shop's clock");
	query("DELETE FROM setting WHERE name = 'utc_offset'");
	my $good = signed('last_visit_summary', $value, 0);
	for ([ 'stale' => signed('last_visit_summary', $value, MONTH + 60) ],
	     [ 'of another cookie' => signed('welcome_status', $value, 0) ],
	     [ 'with another name' => $good =~ s/siti/budi/r ],
	     [ 'cut' => substr $good, 0, -1 ],
	     [ 'rubbish' => 'name=siti' ], [ 'empty' => '' ],
	     [ 'without a day' => signed('last_visit_summary', 'name=siti', 0) ]) {
		my ($what, $cookie) = @$_;

		is(title(welcome({ last_visit_summary => $cookie })), 'Welcome to our kitchen', "$what: a plain welcome");
	}
	my $evil = signed('last_visit_summary', 'name=%3Cscript%3E&when=' . $when, 0);
	is(title(welcome({ last_visit_summary => $evil })), 'Welcome back, &lt;script&gt;!', 'a name is a text');

	my $jar = guest();
	my $today = qr/You told us today/;
	tells($jar, name => 'Ani');
	like(welcome({ %$jar, welcome_status => signed('welcome_status', 'welcomed', DAY - 60) }), $today, 'what was told is so for a day');
	unlike(welcome({ welcome_status => $jar->{welcome_status} }), $today, '... but not when it is forgotten');
	for ([ 'a day later' => signed('welcome_status', 'welcomed', DAY + 60) ],
	     [ 'forged' => 'welcomed' ], [ 'forged' => 'welcomed:1:x' ],
	     [ 'of another cookie' => signed('last_visit_summary', 'welcomed', 0) ],
	     [ 'with another word' => signed('welcome_status', 'yes', 0) ]) {
		my ($what, $cookie) = @$_;

		unlike(welcome({ %$jar, welcome_status => $cookie }), $today, "... nor $what");
	}
}

# ---- the kitchen ----

sub opening ()
{
	like(welcome(guest()), qr/The kitchen is open\./, "$store: the kitchen is open");
	query("INSERT INTO setting VALUES ('kitchen_closed', 'yes')");
	like(welcome(guest()), qr/The kitchen is closed/, '... or closed');
}

# ---- what ends ----

# The dishes of the running order and the page of a book.
sub remembered ($jar)
{
	my ($lines) = served(200, '... the order', 'order', jar => $jar)->{body} =~ m{<ul class="panel things cart">(.*?)</ul>}s;
	my $book = served(200, '... the book', 'book/2', jar => $jar)->{body};

	return (($lines // '') =~ /(Gado-gado)/, $book =~ /Page (\d+) of 320/);
}

sub idle ()
{
	my ($jar, $budi) = (guest(), sign_in_with(guest(), 'budi'));

	tells($jar, name => 'Ani');
	tells($budi, name => 'Budi');
	for ($jar, $budi) {
		served(303, '... a dish', 'order', jar => $_, trusted => 1, body => 'dish=1');
		served(303, '... a book', 'book/2', jar => $_, trusted => 1, body => 'page=160');
		is(join(' ', remembered($_)), 'Gado-gado 160', '... are remembered');
	}
	sleep 3;
	is(title(welcome($jar)), 'Welcome to our kitchen', "$store: a guest who was away for too long is a stranger");
	like(title(welcome($budi)), qr/budi/, '... a member is signed out');
	is(join(' ', remembered($_)), '', '... with neither dish nor book') for $jar, $budi;
	is(title(welcome(sign_in_with($budi, 'budi'))), 'Welcome back, Budi!', '... but known at the next sign-in');
	is(join(' ', remembered($budi)), '160', '... with the book, and no dish');
}

# A cookie has little room, and says so.
sub full ()
{
	my $jar = guest();
	my @large = (name => '😀' x 100, favorite_dish => '😀' x 100, map { (dietary_restrictions => $_) }
		qw(peanuts nuts gluten eggs milk soy fish shellfish sesame vegetarian vegan halal gluten-free));

	tells($jar, @large);
	is(visit_number($jar), 1, "$store: the largest profile fits");
	for my $i (1 .. 30) {
		my $id = sprintf '%08d-2222-4333-8444-555555555555', $i;

		query("INSERT INTO product (id, user_id, name, name_key, price, description, stock, date_added, search)
			VALUES ('$id', 1, 'P', 'p', 1, '', 9, 0, '')");
		ask('cart', jar => $jar, trusted => 1, body => "product=$id");
	}
	tells($jar, name => 'A');
	my $answer = served(200, '... but not beside much else', form($jar, @large));
	like($answer->{body}, qr{<li>There is no room left to remember this in your browser\.}, '... which is told');
	is(title(welcome($jar)), 'Welcome back, A!', '... and nothing has changed');
}

for (qw(file database cookie)) {
	for my $part (\&look, \&profile, \&bad_forms, \&visits, \&members, \&unions) {
		open_shop($_);
		$part->();
	}
	open_shop($_, 'session_idle = 2');
	idle();
}
for (qw(file database)) {
	open_shop($_);
	at_once();
}
open_shop('file');
summaries();
opening();
open_shop('cookie');
copy("$programs/cart", "$Cgi::programs/cart") or die "cart: $!";
chmod 0755, "$Cgi::programs/cart";
full();

done_testing;
