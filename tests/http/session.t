#!/usr/bin/perl
# session: what this site remembers about a visitor, and how it is made to forget.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Digest::SHA 'sha256_hex';
use Test::More;

sub file_of ($id) { return "$Cgi::data/sessions/" . sha256_hex($id) }

# remember JAR, NAME => VALUE ...: put entries into the session of these cookies, or into a new one.
sub remember ($jar, @entries)
{
	my $id = $jar->{sessionid} //= 'S' x 43;
	my $file = file_of($id);
	my $text = -e $file ? slurp($file) : '_expires=' . (time + 86400) . '000000';

	mkdir "$Cgi::data/sessions";
	spew($file, $text . '&' . urlencoded(@entries));
}

sub entries ($jar)
{
	my $file = file_of($jar->{sessionid});

	return -e $file ? join ' ', sort map { /^([^_][^=]*)/ } split /&/, slurp($file) : 'none';
}

sub page ($jar) { return served(200, 'the page', 'session', jar => $jar)->{body} }

sub form ($jar, @fields)
{
	$jar->{csrftoken} //= SECRET;
	return ('session', jar => $jar, trusted => 1, body => urlencoded(action => 'forget', @fields));
}

# forgets WHAT, JAR, FIELD => VALUE ...: the form is good; the headers of its answer.
sub forgets ($what, $jar, @fields)
{
	my $answer = served(303, $what, form($jar, @fields));

	is(header($answer, 'Location'), '/session', '... leads back');
	like($jar->{messages}, qr/=Forgotten\./, '... with a word');
	return header($answer, 'Set-Cookie');
}

# keeps TEXT, WHAT, JAR, FIELD => VALUE ...: the form is refused, and says why.
sub keeps ($text, $what, $jar, @fields)
{
	my $answer = served(200, $what, form($jar, @fields));

	like($answer->{body}, qr{<li class="error">\Q$text\E}, '... is told why not');
	unlike(header($answer, 'Set-Cookie'), qr/^(?!messages=)\w+=.*Max-Age=0/m, '... and nothing is forgotten');
}

sub is_signed_in ($jar) { return ask('list', jar => { %$jar })->{status} == 200 }

# shows BODY, PLAIN WORDS, NAME, VALUE, FIELD: a thing and how it is told; FIELD: it can be forgotten,
# by another name.
sub shows ($body, $words, $name, $value, $field, $other = $name)
{
	my ($told) = grep { m{<code>\Q$name\E</code>} } split /<li>/, $body;

	like($told, qr{<h3>\Q$words\E}, "$name is in plain words");
	like($told, qr{<p>\Q$value\E</p>}, '... with its value') if defined $value;
	unlike($told, qr{<p>}, '... without its value') if !defined $value;
	is($told =~ /<button[^>]* name="(\w+)" value="\Q$other\E"/ ? $1 : '', $field, '... and its button');
}

shop_data();

# ---- to look makes nothing ----

my $first = served(200, 'a guest whom nobody knows', 'session');
like($first->{body}, qr{<p>Nothing\. You can look around without this shop knowing who you are\.</p>},
	'... is told so');
is(header($first, 'Set-Cookie'), '', '... gets no cookie');
is(() = glob("$Cgi::data/sessions/*"), 0, '... nor a session');
like(header($first, 'Cache-Control'), qr/no-store/, '... and no cache keeps the page');
like($first->{body}, qr{<footer class="bottom">.*href="/session".*</footer>}s, '... which every page leads to');

my $theme = served(200, 'a guest with a cookie', 'session', jar => { theme => 'dark' });
like(header($theme, 'Set-Cookie'), qr/\Acsrftoken=\w{32};[^\n]*\z/, '... gets the token of the forms');
is(() = glob("$Cgi::data/sessions/*"), 0, '... but no session');

# ---- cookies ----

my %jar = (csrftoken => SECRET, sessionid => 'x' x 43, font_size => 'large', theme => 'dark',
	line_spacing => 'wide', reduced_motion => 'on', language => 'en', welcome_status => 'welcomed:1:signature',
	last_login => '2026-01-02T03:04:05Z', last_visit_summary => 'rubbish:1:signature', odd => '<b>&"',
	messages => 'x:y:z');
my $body = page({ %jar });
shows($body, 'Proves that a form was sent from our own page.', 'csrftoken', undef, '');
shows($body, 'Recognises this browser from one page to the next.', 'sessionid', undef, '');
shows($body, 'A message for you. It is shown once, and then gone.', 'messages', undef, '');
shows($body, 'You signed in on 2 January 2026, 03:04.', 'last_login', undef, 'cookie');
shows($body, 'Who was here last.', 'last_visit_summary', 'rubbish', 'cookie');
shows($body, 'That you told the kitchen today what you like.', 'welcome_status', 'welcomed', 'cookie');
shows($body, 'How large you want the letters.', 'font_size', 'large', 'cookie');
shows($body, 'The colours that you chose.', 'theme', 'dark', 'cookie');
shows($body, 'How far apart you want the lines.', 'line_spacing', 'wide', 'cookie');
shows($body, 'Whether anything on the page may move.', 'reduced_motion', 'on', 'cookie');
shows($body, 'The language that you chose.', 'language', 'en', 'cookie');
shows($body, 'This one is not from us.', 'odd', '&lt;b&gt;&amp;&quot;', 'cookie');
unlike($body, qr/signature|<b>|x{43}|@{[SECRET]}/, 'no signature, no id, no token, no markup');
like(page({ last_login => '<i>' }), qr{<h3>When you signed in\.</h3>\s*<p>&lt;i&gt;</p>}, 'a time that is none');

delete @jar{qw(sessionid messages)};
my $deleted = forgets('one cookie', { %jar }, cookie => 'theme');
like($deleted, qr/^theme=""; expires=Thu, 01 Jan 1970.*Max-Age=0.*Path=\//m, '... which is deleted');
is(() = $deleted =~ /Max-Age=0/g, 1, '... alone');
like(forgets('a cookie that is not ours', { %jar }, cookie => 'odd'), qr/^odd="";.*Max-Age=0/m, '... if need be');
for my $name ('none', 'a b', 'path', '', "theme\r\nX: y") {
	unlike(forgets("no cookie: $name", { %jar, path => 1 }, cookie => $name), qr/Max-Age=0/, '... deletes nothing');
}
keeps('That cookie is your sign-in. Sign out instead.', 'sessionid', { %jar }, cookie => 'sessionid');
keeps('That cookie protects your forms and cannot be forgotten.', 'csrftoken', { %jar }, cookie => 'csrftoken');

# ---- entries ----

my $guest = {};
remember($guest, 'cart.7' => 3, 'profile.diet' => 'vegan', 'profile.diet' => 'halal', note => '<script>',
	_visits => 4, _first => 1727845567089012, _before => 1767323045000000, _seen => time . '000000',
	_began => 1727845567089012, _messages => 'secret words');
$body = page($guest);
shows($body, 'How much of a product is in your cart.', 'cart.7', 3, 'name');
shows($body, 'What you told our kitchen about yourself.', 'profile.*', 'vegan, halal', 'name', 'profile.');
shows($body, 'Something that a page wrote down.', 'note', '&lt;script&gt;', 'name');
shows($body, 'You have been here 4 times; first on 2 October 2024, last on 2 January 2026.',
	'_visits, _first, _before, _seen, _began', undef, '');
shows($body, 'A message for you. It is shown once, and then gone.', '_messages', undef, '');
unlike($body, qr/<script|secret words|1727845567089012/, '... and nothing else');
like(served(200, 'Indonesian', 'session', jar => { %$guest, language => 'id' })->{body},
	qr/Anda sudah 4 kali ke sini; pertama 2 Oktober 2024, terakhir 2 Januari 2026\./, '... too');

forgets('one entry', $guest, name => 'profile.diet');
is(entries($guest), 'cart.7 note', '... with all its values, and no other');
forgets('an entry that is not there', $guest, name => 'helicopter');
keeps('That belongs to your sign-in', "the shop's own entry", $guest, name => '_visits');
is(entries($guest), 'cart.7 note', '... and they are there');
my $id = $guest->{sessionid};
forgets('a guest', $guest);
ok(!exists $guest->{sessionid} && !-e file_of($id), '... is forgotten as a whole');
like(page($guest), qr{<li class="success">Forgotten\.</li>}, '... and told so');
unlike(page($guest), qr/Forget everything/, '... and then there is nothing to forget');

# ---- what the rooms keep of a guest ----

sub form_of ($route, $jar, @fields)
{
	return ($route, jar => $jar, trusted => 1, body => urlencoded(@fields));
}

my $ani = { csrftoken => SECRET };
remember($ani, 'profile.name' => 'Ani <b>', 'profile.favorite' => 'Gado-gado', 'profile.diet' => 'peanuts', 'profile.diet' => 'halal',
	'profile.spice' => 'mild', 'profile.visits' => 3, 'profile.last_visit' => '2024-05-06T07:08:09Z', 'profile.odd' => 'x',
	order => '1 1727845567089012 no <i>egg</i>', order => '4 1727845567089013 ', order_token => 'secret-order', order => '99 5', order => 'rubbish',
	ticket => 7, ticket => 9,
	'book.2' => 'reading.160.0.0.0.1727845567089012.0.1727845567089012', 'book.4' => 'dismissed.0.0.0.0.0.0.5', 'book.99' => 'reading.1.0.0.0.0.0.1',
	'book.x' => 'y', 'reading.day' => 20000, 'reading.genre' => 'novel', 'reading.genre' => 'poetry', 'reading.goal' => 12,
	'reading.private' => 1, 'reading.streak' => 1);
$body = page($ani);
shows($body, 'What you told our kitchen about yourself.', 'profile.*',
	'Ani &lt;b&gt;, Gado-gado, peanuts, halal, mild, 3 visits, the last one on 6 May 2024, x', 'name', 'profile.');
shows($body, 'What you have chosen in our kitchen and not ordered yet.', 'order, order_token',
	'Gado-gado (no &lt;i&gt;egg&lt;/i&gt;), Es cendol, A dish, rubbish', 'name', 'order');
shows($body, 'The numbers of your orders in our kitchen.', 'ticket', '7, 9', 'name');
shows($body, 'What you noted about 4 books in our reading room.', 'book.*', undef, 'name', 'book.');
like($body, qr{<p>This is all that we remember about this browser\. Orders that you placed stay with the shop}, 'a guest is told what else there is');
unlike($body, qr/stays between|recommend books/, '... and nothing that is not true');
shows($body, 'How you like to read.', 'reading.*', 'Novel, Poetry, 12 books in a year, not counted in recommendations, 1 day in a row', 'name', 'reading.');
unlike($body, qr/secret-order|20000|What your account remembers/, '... and nothing else');

my $all = entries($ani);
page($ani);
is(entries($ani), $all, 'to look changes nothing');
forgets('the profile by one of its entries', $ani, name => 'profile.diet');
is(entries($ani), $all =~ s/profile\.\w+ //gr, '... goes as a whole');
forgets('the running order', $ani, name => 'order');
forgets('the tickets', $ani, name => 'ticket');
forgets('the books', $ani, name => 'book.');
is(entries($ani), 'reading.day reading.genre reading.genre reading.goal reading.private reading.streak', '... with their tokens');
forgets("a member's", $ani, account => 'reading.');
like(entries($ani), qr/reading\.goal/, '... of which a guest has none');
forgets('how one reads', $ani, name => 'reading.');
is(entries($ani), '', '... as a whole');
remember($ani, note => 'x');
forgets('all of it', $ani);
like(page($ani), qr/Nothing|csrftoken/, '... and nobody is known');

# ---- members ----

my $siti = sign_in('siti');
my $before = { %$siti };
remember($siti, 'cart.1' => 1, 'cart.2' => 2, 'cart.1' => 9, note => 'x', _recovered => 1);
$siti->{$_} = 'x' for qw(theme odd);
$body = page($siti);
shows($body, 'You are signed in as siti.', '_auth_user_id, _auth_user_hash, _device_id', undef, '');
shows($body, 'All this ends when you close the browser.', '_session_expiry', undef, '');
like($body, qr/This is your first visit; it began on \d+ \w+ 20\d\d\./, 'a first visit');
like($body, qr/siti was here on \d+ \w+ 20\d\d\. We keep that in order to greet you by name\./, 'the summary, which is ours');
my ($hash) = slurp(file_of($siti->{sessionid})) =~ /_auth_user_hash=(\w+)/;
unlike($body, qr/\Q$hash\E|\Q$siti->{sessionid}\E|$siti->{csrftoken}|argon2/, '... but no secret');
like($body, qr/You stay signed in\./, '... and to forget is not to sign out');

keeps('That belongs to your sign-in', "$_", $siti, name => $_) for qw(_auth_user_id _auth_user_hash _x);
forgets('one entry of a member', $siti, name => 'note');
is(entries($siti), 'cart.1 cart.1 cart.2', '... and no other');
forgets('everything', $siti);
is(entries($siti), '', '... but what the shop needs');
is(join(' ', sort keys %$siti), 'csrftoken messages odd sessionid', '... and our cookies');
is("$siti->{sessionid} $siti->{csrftoken}", "$before->{sessionid} $before->{csrftoken}", '... which stay as they were');
like(slurp(file_of($siti->{sessionid})), qr/_recovered=1/, '... as does what belongs to the sign-in');
ok(is_signed_in($siti), '... as does the member');

# ---- what an account remembers ----

sub memory ($name) { return query("SELECT memory FROM user WHERE username = '$name'") }
sub readings ($name) { return join ' ', query("SELECT book_id || ':' || shared FROM reading WHERE user_id = (SELECT id FROM user
	WHERE username = '$name') ORDER BY book_id") }

my $tea = '11111111-2222-4333-8444-555555555555';
my $memory = "profile.name=Bu%20Siti&profile.diet=vegan&profile.visits=1&cart.$tea=2&seen.$tea=15000%20Teh&from.cart=abcdef&from.profile=abcdef"
	. "&reading.genre=satire&reading.private=1&reading.goal=1&later=x";

sub account_begins ()
{
	query("UPDATE user SET memory = '$memory' WHERE username IN ('siti', 'tono');
		DELETE FROM reading;
		INSERT INTO reading VALUES (1, 2, 'reading', 80, 0, 0, 0, 5, 0, 6, '', 0), (1, 4, 'finished', 228, 0, 0, 0, 5, 6, 7, '', 0),
			(2, 2, 'finished', 320, 0, 0, 0, 5, 6, 7, '', 1)");
}

account_begins();
$body = page($siti);
like($body, qr{<h2 id="remembered">What your account remembers</h2>}, 'a member is told what is kept for every browser');
shows($body, 'What you told our kitchen about yourself.', 'profile.*', 'Bu Siti, vegan, 1 visit', 'account', 'profile.');
shows($body, 'Your cart has 2 × Teh.', "cart.$tea", undef, 'account');
shows($body, 'What came along when you signed in, so that it comes only once.', 'from.*', undef, '');
shows($body, 'How you like to read.', 'reading.*', 'Satire, not counted in recommendations, 1 book in a year', 'account', 'reading.');
shows($body, 'What you noted about 2 books in our reading room.', 'book.*', undef, 'account', 'book.');
like($body, qr{such as your orders, loans and kitchen tickets.*<a href="/account">Your account</a>}, 'a member is told what else there is');
like($body, qr{The books that you have finished help to recommend books to others.*<a href="/reading">}, '... and what becomes of it');
unlike($body, qr/stays between|This is all/, '... and nothing that is not true');
shows($body, 'Something that a page wrote down.', 'later', 'x', 'account');
unlike($body, qr/abcdef/, '... but not what is a secret');
is(memory('siti'), $memory, 'to look changes nothing');
for ([ 'profile.', $memory =~ s/profile\.\w+=[^&]*&//gr, '2:0 4:0' ],
     [ "cart.$tea", $memory =~ s/(?:cart|seen)\.[^&]*&//gr, '2:0 4:0' ],
     [ 'reading.', $memory =~ s/reading\.\w+=[^&]*&//gr . '&reading.private=1', '2:0 4:0' ],
     [ 'book.', $memory, '' ], [ 'helicopter', $memory, '2:0 4:0' ],
     [ 'later', $memory =~ s/&later=x//r, '2:0 4:0' ]) {
	my ($name, $left, $read) = @$_;

	account_begins();
	forgets("of an account: $name", $siti, account => $name);
	is(memory('siti'), $left, '... is gone, and nothing else');
	is(readings('siti'), $read, '... the books are as they should be');
	is(memory('tono') . readings('budi'), "${memory}2:1", "... and somebody else's, too");
}
account_begins();
remember($siti, order => '1 5 ', ticket => 3);
refused(403, qr/CSRF token missing/, 'forged', 'session', jar => { %$siti }, body => 'action=forget&account=profile.');
refused(403, qr/CSRF token missing/, 'forged', 'session', jar => { %$siti }, body => 'action=forget');
is(memory('siti') . readings('siti'), "${memory}2:0 4:0", '... forgets nothing of an account');
forgets('everything', $siti);
is(memory('siti') . readings('siti') . entries($siti), 'reading.private=1',
	'... of account and session, but that nobody is to hear of it');
is(memory('tono') . readings('budi'), "${memory}2:1", "... but not somebody else's");
ok(is_signed_in($siti), '... and the member stays signed in');

my %remembered = (csrftoken => SECRET);
ask('login', jar => \%remembered, trusted => 1,
	body => urlencoded(username => 'budi', password => 'Kopi-Gayo-72', remember_me => 'on'));
like(page(\%remembered), qr/All this is kept for 30 days./, 'who is remembered, for how long');
query("DELETE FROM device WHERE user_id = (SELECT id FROM user WHERE username = 'budi')");
unlike(page(\%remembered), qr/signed in as|_auth/, 'who was signed out elsewhere is nobody');

# ---- forged, and odd ----

my $mine = sign_in('tono');
remember($mine, note => 'x');
refused(403, qr/CSRF token missing/, 'forged', 'session', jar => $mine, body => 'action=forget');
is(entries($mine), 'note', '... forgets nothing');
refused(400, qr/no such action/, 'no action', 'session', jar => $mine, trusted => 1, body => 'name=note');
refused(400, qr/no such action: fly/, 'an unknown one', 'session', jar => $mine, trusted => 1, body => 'action=fly');
refused(404, qr/no such path/, 'a path', 'session/x');
forgets('a guest without anything', {});

done_testing;
