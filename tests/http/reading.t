#!/usr/bin/perl
# reading: greeting, what is open, recommendations, the shelf, the year, and what a reader decides.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use File::Copy;
use POSIX 'strftime';
use Test::More;

sub form ($route, $jar, @fields)
{
	$jar->{csrftoken} //= SECRET;
	return ($route, jar => $jar, trusted => 1, body => urlencoded(@fields));
}

# does TEXT, WHAT, JAR, FIELD => VALUE ...: a form of the reading page that is good, and what is said then.
sub does ($text, $what, $jar, @fields)
{
	my $answer = served(303, $what, form('reading', $jar, @fields));

	is(header($answer, 'Location'), '/reading', '... and leads back');
	my $body = page($jar);
	like($body, qr{<li class="success">\Q$text\E</li>}, "... and is told: $text");
	return $body;
}

# says TEXT, WHAT, JAR, FIELD => VALUE ...: a form that is shown again, with that error.
sub says ($text, $what, $jar, @fields)
{
	my $answer = served(200, $what, form('reading', $jar, @fields));

	like($answer->{body}, qr{<li>\Q$text\E</li>}, '... and says so');
	return $answer->{body};
}

sub reads ($jar, $book, @fields)
{
	is(ask(form("book/$book", $jar, @fields))->{status}, 303, "book $book: @fields");
}

sub page ($jar, $query = '') { return ask("reading$query", jar => $jar)->{body} }

# The books of a part of the page, by its heading's id: "2 1"; undef: there is no such part.
sub books ($body, $part)
{
	my ($section) = $body =~ m{<section[^>]* aria-labelledby="$part">(.*?)</section>}s or return;
	return join ' ', $section =~ m{<h3><a href="/book/(\d+)">}g;
}

sub ticked ($body) { return join ' ', $body =~ /name="genres" value="([\w-]+)" id="\S+" checked/g }

sub sessions () { return scalar(() = glob "$Cgi::data/sessions/*") }

# A reader in the database who finished these books.
sub reader ($name, $shared, @books)
{
	query("INSERT INTO user (username, username_key, password, date_joined)
		VALUES ('$name', '$name', 'x', 0)");
	query("INSERT INTO reading SELECT id, $_, 'finished', 0, 0, 0, 0, 0, 1, 1, '', $shared
		FROM user WHERE username = '$name'") for @books;
}

my $programs = $Cgi::programs;

shop_data();

# ---- whoever comes by ----

my $first = served(200, 'a stranger', 'reading');
like($first->{body}, qr{<h1>Reading room</h1>}, '... is told where this is');
is(books($first->{body}, 'shelf'), '4 5 1 2 3', '... and sees the shelf, by title');
like($first->{body}, qr{&lt;i&gt;Alice&lt;/i&gt; &amp; the &quot;Looking&quot; Glass</a>\s*</h3>\s*<p>Lewis Carroll, 1871</p>\n<p>Fantasy, For children</p>},
	'... with author, year and genres, inert');
like($first->{body}, qr{<p>Homer, 700 BC</p>}, '... of any year');
is(books($first->{body}, $_), undef, "... but nothing of \"$_\"") for qw(open recommended year);
unlike($first->{body}, qr/name="action" value="forget"/, '... and nothing to forget');
is(sessions(), 0, '... makes no session');
like(header($first, 'Cache-Control'), qr/no-store/, '... and no cache keeps the page');
refused(404, qr/no such path/, 'nothing lies below it', 'reading/1');

# ---- the shelf ----

is(books(page({}, '?q=HAVELAAR'), 'shelf'), '2', 'a word of the title');
is(books(page({}, '?q=multatuli+max'), 'shelf'), '2', 'words of both');
is(books(page({}, '?q=%25'), 'shelf'), '', 'a letter that searches mean something by');
like(page({}, '?q=%3Cb%3E'), qr{value="&lt;b&gt;".*No book here matches}s, '... nothing, told kindly');
is(books(page({}, '?genre=history'), 'shelf'), '1 2', 'a genre');
like(page({}, '?genre=history'), qr{<option value="history" selected>History}, '... stays chosen');
is(books(page({}, '?genre=history&q=max'), 'shelf'), '2', '... with a word');
is(books(page({}, '?genre=cooking'), 'shelf'), '4 5 1 2 3', 'a genre that there is not');
is(books(page({}, '?after=1'), 'shelf'), '2 3', 'behind a book');
is(books(page({}, '?after=x'), 'shelf'), '4 5 1 2 3', 'behind rubbish');
query("INSERT INTO book SELECT value, 'Zz' || value, 'Anon', 1900, 9, 'poetry', 1, 'zz' || value
	FROM generate_series(100, 129)");
my $poems = page({}, '?q=zz&genre=poetry');
is(books($poems, 'shelf'), join(' ', 100 .. 123), 'a full page');
like($poems, qr{<a class="button" rel="next" href="/reading\?q=zz&amp;genre=poetry&amp;after=123">}, '... leads on');
my $rest = page({}, '?q=zz&genre=poetry&after=123');
is(books($rest, 'shelf'), join(' ', 124 .. 129), '... to the rest');
like($rest, qr{href="/reading\?q=zz&amp;genre=poetry">First page}, '... which leads back');
unlike($rest, qr{rel="next"}, '... and no further');
query('DELETE FROM book WHERE id >= 100');

# ---- genres ----

my $guest = {};
does('Your favourite genres are noted.', 'favourite genres', $guest, genres => 'poetry', genres => 'novel',
	genres => 'poetry');
is(ticked(page($guest)), 'novel poetry', '... which stay ticked');
my $liked = page($guest);
like($liked, qr{<h2 id="recommended">Recommended for you</h2>}, '... so that something is recommended');
is(books($liked, 'recommended'), '5 3 2', '... of these genres, the newest first');
like($liked, qr{<p class="reason">Because you like: Poetry</p>}, '... with the reason');
like($liked, qr{<form method="post" action="/book/5">.*?<button type="submit" name="action" value="dismiss">Not for me}s,
	'... and a way out');
my $wrong = says('Select a valid choice. cooking is not one of the available choices.', 'a genre that there is not',
	$guest, genres => 'drama', genres => 'cooking');
is(ticked($wrong), 'drama', '... with what was ticked');
like($wrong, qr{<details class="panel" id="genres" open>}, '... in an open form');
is(ticked(page($guest)), 'novel poetry', '... and nothing was kept');
like(ask(form('reading', $guest, genres => '<b>'))->{body}, qr{Select a valid choice\. &lt;b&gt; is not}, 'markup is inert');
does('Your favourite genres are noted.', 'none is a choice, too', $guest);
is(ticked(page($guest)), '', '... and kept');
is(books(page($guest), 'recommended'), undef, '... and nothing recommended');

# ---- goal, privacy: each form is for itself ----

does('Your favourite genres are noted.', 'a genre', $guest, genres => 'satire');
does('Your goal is noted.', 'a goal', $guest, action => 'goal', goal => ' 12 ');
like(page($guest), qr{<p>0 of 12 this year</p>\n<progress max="12" value="0"}, '... is shown');
does('Your choice is noted.', 'privacy', $guest, action => 'privacy', private => 1);
like(page($guest), qr{id="id_private" checked>}, '... stays ticked');
for my $goal (-1, 1000, '12.5', 'many', "\x{0661}x") {
	utf8::encode(my $bytes = $goal);
	my $body = ask(form('reading', $guest, action => 'goal', goal => $bytes))->{body};
	like($body, qr{<details class="panel" open>\s*<summary>Goal.*?value="\Q$bytes\E".*?<ul class="errorlist" id="id_goal_error">\s*<li>}s,
		"no goal: $bytes");
}
does('Your goal is noted.', 'the highest goal', $guest, action => 'goal', goal => 999);
is(ticked(page($guest)), 'satire', '... and the genres are as they were');
like(page($guest), qr{id="id_private" checked>.*}s, '... and the privacy');
does('Your goal is noted.', 'an empty goal is none', $guest, action => 'goal', goal => '');
unlike(page($guest), qr/this year/, '... and not spoken of');
does('Your choice is noted.', 'a box that is not ticked', $guest, action => 'privacy');
unlike(page($guest), qr{id="id_private" checked>}, '... is empty');
refused(400, qr/no such action: burn/, 'another action', form('reading', $guest, action => 'burn'));
refused(403, qr/./, 'a form from elsewhere', 'reading', body => 'genres=novel', jar => { csrftoken => SECRET });

# ---- what is open, and how far ----

reads($guest, 2, page => 128);
my $open = page($guest);
like($open, qr{<h1>Welcome back</h1>}, 'who reads is welcome back');
like($open, qr{You have 1 book open\.}, '... and told of the book');
is(books($open, 'open'), '2', '... which is open');
like($open, qr{<progress max="100" value="40".*?Page 128 of 320}s, '... and how far');
like($open, qr{<form class="place" method="post" action="/book/2" aria-label="Max Havelaar">.*?name="page" id="id_page_2".*?name="chapter".*?name="percent"}s,
	'... with the form that says how far');
like($open, qr{1 day in a row}, '... and the day counts');
reads($guest, 1, page => 10);
is(books(page($guest), 'open'), '1 2', 'what was read last comes first');
is(books(page($guest), 'recommended'), '', 'where nothing is left to recommend');
like(page($guest), qr{<h2 id="recommended">Recommended for you</h2>\s*<p>Nothing more just now}, '... the page says so');
does('Your favourite genres are noted.', 'another genre', $guest, genres => 'poetry', genres => 'satire');
is(books(page($guest), 'recommended'), '5 3', 'what is open is not recommended');
reads($guest, 5, action => 'dismiss');
is(books(page($guest), 'recommended'), '3', '... nor what was dismissed');

# ---- what others finished ----

my $ani = sign_in('budi');
reads($ani, 2, action => 'finish');
unlike(page($ani), qr/Because you read.*Because you read/s, 'nobody else has read it');
reader('lastri', 1, 2, 5);
reader('wati', 1, 2, 5, 4);
reader('rahasia', 0, 2, 3);
my $body = page($ani);
like($body, qr{<a href="/book/5">.*?<p class="reason">Because you read Max Havelaar</p>}s, 'what others finished, too');
is((split ' ', books($body, 'recommended'))[0], '5', '... what most did comes first');
unlike($body, qr/lastri|wati|rahasia/, '... without their names');
unlike(books($body, 'recommended'), qr/\b3\b/, '... but not what was read in private');
reads($ani, 5, action => 'dismiss');
unlike(books(page($ani), 'recommended'), qr/\b5\b/, '... and what was dismissed is not recommended again');
reads($ani, 4, action => 'start');
reads($ani, 4, action => 'stop');
unlike(books(page($ani), 'recommended'), qr/\b[245]\b/, '... nor what was put aside');

# ---- the year, and the history ----

does('Your goal is noted.', 'a goal', $ani, action => 'goal', goal => 3);
$body = page($ani);
like($body, qr{<p>1 of 3 this year</p>\n<progress max="3" value="1"}, 'what was finished this year');
my $today = strftime('%-d %B %Y', gmtime);
like($body, qr{<a href="/book/4">.*?Put aside: \Q$today\E.*?<a href="/book/2">.*?Finished: \Q$today\E}s, '... with the dates, newest first');
query("UPDATE reading SET before = '100 ' || CAST(unixepoch() / 86400 AS TEXT) WHERE book_id = 2 AND before = '' AND updated > 1");
like(page($ani), qr{<p>2 of 3 this year</p>}, '... also what was finished twice, but not what was long ago');
query("INSERT INTO book SELECT value, 'Zz' || value, 'Anon', 1900, 9, 'poetry', 1, 'zz' || value FROM generate_series(100, 119)");
query("INSERT INTO reading SELECT id, value, iif(value < 112, 'finished', 'reading'), 0, 0, 0, 0, 1, 0, value, '', 1
	FROM user, generate_series(100, 123) WHERE username = 'budi' AND value < 120");
$body = page($ani);
is(() = $body =~ m{<li>\s*<div><a href="/book/}g, 10, 'a long history is cut');
like($body, qr{<a href="/reading\?all=1">Show all</a>}, '... and leads to the rest');
is(() = page($ani, '?all=1') =~ m{<li>\s*<div><a href="/book/}g, 14, '... of it');
query('DELETE FROM book WHERE id >= 100');

# ---- read before there was this shop ----

my $old = sign_in('tono');
reads($old, 2, action => 'known');
$body = page($old);
like($body, qr{<p>0 books finished this year</p>}, 'what was read before does not count for this year');
unlike($body, qr/\d days? in a row/, '... nor for the days in a row');
like($body, qr{<a href="/book/2">Max Havelaar</a>\s*<p>Multatuli</p></div>\s*<p>Finished</p>}, '... and has no date');
unlike(books($body, 'recommended'), qr/\b2\b/, '... and is not recommended');
like($body, qr/Because you read Max Havelaar/, '... but speaks for others');
query("DELETE FROM reading WHERE user_id = (SELECT id FROM user WHERE username = 'tono')");

# ---- a very long history ----

query("INSERT INTO book SELECT value, 'Zz' || value, 'Anon', 1900, 9, 'poetry', 1, 'zz' || value FROM generate_series(1000, 1200)");
query("INSERT INTO reading SELECT id, value, 'finished', 0, 0, 0, 0, 1, 0, value, '', 1
	FROM user, generate_series(1000, 1200) WHERE username = 'tono'");
$body = page($old, '?all=1');
is(() = $body =~ m{<li>\s*<div><a href="/book/}g, 200, 'of a very long history the last ones are shown');
like($body, qr{<p><a href="/account/download">The older ones are in your download\.</a></p>}, '... and where the others are');
unlike($body, qr/Show all/, '... which is not here');
query('DELETE FROM reading WHERE book_id = 1000');
unlike(page($old, '?all=1'), qr/download|Show all/, '... and nothing of it when these are all');
query('DELETE FROM reading WHERE book_id > 1000; DELETE FROM book WHERE id > 999');

# ---- privacy ----

sub shared () { return query("SELECT group_concat(DISTINCT shared) FROM reading JOIN user ON user.id = user_id WHERE username = 'budi'") }
is(shared(), 1, 'what a member reads counts');
does('Your choice is noted.', 'until the member says no', $ani, action => 'privacy', private => 'on');
is(shared(), 0, '... and it does not');
reads($ani, 1, page => 5);
is(shared(), 0, '... nor what is read from then on');
does('Your choice is noted.', 'a change of mind', $ani, action => 'privacy');
is(shared(), 1, '... and all of it does');

my ($privacy) = page({}) =~ m{<summary>Privacy</summary>\s*<p>(.*?)</p>}s;
like($privacy, qr/few people read here, somebody may guess/, 'where few read, the page does not promise too much');

# ---- what is borrowed ----

sub borrowed ($jar)
{
	my ($section) = page($jar) =~ m{<section class="panel" aria-labelledby="borrowed">(.*?)</section>}s or return '';
	return $section =~ s/<.*?>//gr =~ s/\s+/ /gr =~ s/^ | $//gr;
}

is(borrowed($_), '', 'nothing is borrowed') for {}, $ani;
query("INSERT INTO loan (book_id, user_id, borrower, asked, lent, due) SELECT book, id, username, 1, 1, due FROM user,
	(SELECT 2 book, 1 due UNION SELECT 1, 4102444799000000) WHERE username = 'budi'");
is(borrowed($ani), 'Borrowed Max Havelaar It was due on 1 January 1970. Please bring it back. '
	. 'Habis Gelap Terbitlah Terang You have it until 31 December 2099.', 'a member sees what to bring back, and when');
like(page($ani), qr{<a href="/book/2">Max Havelaar</a>\s*</h3>\s*<p class="signal">It was due}, '... what is overdue in colour');
reads($old, 4, action => 'borrow');
reads($old, 2, action => 'borrow');
like(borrowed($old), qr/Alice.*? Glass It is waiting for you: fetch it/, '... and which copy waits');
like(borrowed($old), qr/Max Havelaar It is waiting for you/, '... or the other one of two');
is(borrowed({}), '', '... and a guest sees nothing');
unlike(page($old), qr{href="/lending"}, 'a reader lends nothing');
query("UPDATE user SET permissions = 'change_book' WHERE username = 'siti'");
like(page(sign_in('siti')), qr{<a class="button" href="/lending">Lending</a>}, '... a librarian does');

# ---- a guest signs in, and out ----

reads($guest, 3, page => 26);
$guest->{csrftoken} = SECRET;
is(ask('login', jar => $guest, trusted => 1, body => urlencoded(username => 'budi', password => 'Kopi-Gayo-72'))->{status}, 303,
	'the guest is budi');
$body = page($guest);
like($body, qr{<h1>Welcome back, budi</h1>}, '... is greeted by name');
like(books($body, 'open'), qr/\b3\b/, '... and goes on with the book');
is(ticked($body), 'poetry satire', '... and the genres');
like($body, qr{of 3 this year}, '... with the goal of the account');
ask('logout', jar => $guest, trusted => 1, body => '');
$body = page($guest);
like($body, qr{<h1>Welcome back, budi</h1>}, 'behind sign-out the name is still known');
like($body, qr{Your last visit: \Q$today\E}, '... and the day');
is(books($body, 'open'), undef, '... but not the books');
is(ticked(page(sign_in('budi'))), 'poetry satire', '... which the account keeps');
$guest->{last_visit_summary} =~ s/.\z/~/;
like(page($guest), qr{<h1>Reading room</h1>}, 'a forged name is nobody\'s');

# ---- the profile's name ----

my $named = {};
is(ask(form('create_profile', $named, name => 'Bu <Ani>', spice_level => ''))->{status}, 303, 'a profile');
like(page($named), qr{<h1>Welcome, Bu &lt;Ani&gt;</h1>}, 'has a name');

# ---- forgetting ----

query("UPDATE loan SET returned = 5 WHERE book_id = 1 AND borrower = 'budi'");
$body = does('Your reading history is forgotten.', 'forgetting', $ani, action => 'forget');
is(query("SELECT group_concat(book_id) FROM loan WHERE borrower = 'budi'"), 2, '... what was brought back, too');
is(books($body, 'open'), undef, '... nothing is open');
is(query("SELECT count(*) FROM reading JOIN user ON user.id = user_id WHERE username = 'budi'"), 0, '... nothing is in the database');
unlike($body, qr/\d days? in a row|Because you read/, '... no days and no reasons are left');
is(ticked($body), 'poetry satire', '... but the genres are');
like($body, qr{<p>0 of 3 this year</p>}, '... and the goal is');
is(query('SELECT count(*) FROM reading'), 7, '... and what others read');

# ---- a session in a cookie ----

$Cgi::programs = "$Cgi::place/programs";
mkdir $Cgi::programs or die "$Cgi::programs: $!";
for my $name (qw(reading session)) {
	copy("$programs/$name", "$Cgi::programs/$name") or die "$name: $!";
	chmod 0755, "$Cgi::programs/$name";
}
spew("$Cgi::programs/warung.conf", "data = $Cgi::data\nsession_store = cookie\n");
my $small = {};
does('Your favourite genres are noted.', 'a session in a cookie', $small, genres => 'horror');
does('Your goal is noted.', '... goes on', $small, action => 'goal', goal => 7);
is(ticked(page($small)), 'horror', '... and keeps all');

done_testing;
