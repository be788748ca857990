#!/usr/bin/perl
# book: one book, how far a guest and a member are in it, wherever sessions are kept, and what becomes
# of it when the guest signs in.
use v5.36;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Cgi qw(:DEFAULT another_shop bytes);
use Test::More;

use constant { HAVELAAR => 2, PAGES => 320 };

my $store;

# A shop of its own, which keeps sessions there.
sub open_shop ($where)
{
	$store = $where;
	another_shop([ qw(book reading login logout session shop) ], "session_store = $store");
}

sub guest () { return { csrftoken => SECRET } }

sub form ($jar, $book, @fields)
{
	return ("book/$book", jar => $jar, trusted => 1, body => urlencoded(map { bytes($_) } @fields));
}

# does WHAT, JAR, BOOK, FIELD => VALUE ...: a form that is good, and what the next page says.
sub does ($what, $jar, $book, @fields)
{
	my $answer = served(303, "$store: $what", form($jar, $book, @fields));

	is(header($answer, 'Location'), "/book/$book", '... leads back to the book');
	my ($said) = page($jar, $book) =~ m{<li class="(?:success|error)">(.*?)</li>};
	return $said // '';
}

# says TEXT, FIELD, JAR, BOOK, FIELD => VALUE ...: a form that is shown again, with that error.
sub says ($text, $field, $jar, $book, @fields)
{
	my $shown = bytes(join ' ', map { substr $_, 0, 20 } @fields);
	my $answer = served(200, "$store: $shown", form($jar, $book, @fields));

	like($answer->{body}, qr{<li><a href="#id_$field">[^<]*</a>: \Q$text\E</li>}, "... is told: $text");
	return $answer->{body};
}

sub page ($jar, $book = HAVELAAR) { return ask("book/$book", jar => $jar)->{body} }

# What a page says of the place: "Being read 37% Page 118 of 320, chapter 4", or nothing.
sub place ($jar, $book = HAVELAAR)
{
	my ($state, $rest) = page($jar, $book) =~ m{<h2 id="place">.*?<span class="badge[^>]*>(.*?)</span>(.*?)<dl}s
		or return '';
	my ($percent, $shown, $text) = $rest =~ m{<progress max="100" value="(\d+)"[^>]*></progress> (\d+)%</p>\s*<p>(.*?)</p>}s
		or return $state;
	is($percent, $shown, '... the bar and its text agree');
	return "$state $percent% $text";
}

sub buttons ($jar, $book = HAVELAAR)
{
	my @buttons = page($jar, $book) =~ m{name="action" value="(\w+)"}g;
	return join ' ', grep { !/borrow|give_up/ } @buttons;
}

# ---- which book ----

open_shop('file');
my $siti = sign_in('siti');
for (guest(), $siti) {
	my $shown = served(200, 'a book', 'book/2', jar => { %$_ });
	like($shown->{body}, qr{<h1>Max Havelaar</h1>.*<dd>Multatuli</dd>.*<dd>1860</dd>.*<dd>320</dd>.*<dd>Novel, Satire, History</dd>}s,
		'... its facts');
	unlike(header($shown, 'Set-Cookie'), qr/sessionid/, '... and looking keeps nothing');
	like(header($shown, 'Cache-Control'), qr/no-store/, '... and no cache keeps the page');
	unlike($shown->{body}, qr/<progress|Forget/, '... not opened yet');
	is(place({ %$_ }), '', '... and nothing is known');
}
like(page(guest(), 3), qr{<dd>700 BC</dd>}, 'a book from before our era');
like(page(guest(), 4), qr{<h1>&lt;i&gt;Alice&lt;/i&gt; &amp; the &quot;Looking&quot; Glass</h1>}, 'a title with markup');
is(header(served(303, 'an id with zeros', form(guest(), '002', page => 1)), 'Location'), '/book/2', '... has one address');
for my $id ('6', '0', '9223372036854775807') {
	refused(404, qr/no such book/, "book $id", "book/$id");
	refused(404, qr/no such book/, "... and a form for it", form(guest(), $id, action => 'start'));
}
for my $id ('', '/', '/x', '/-1', '/1.0', '/9223372036854775808', '/2/3', '/%32', '/ 2', "/\xD9\xA2") {
	refused(404, qr/not an id|no such|segments|path/i, "book$id", "book$id");
}

# ---- who may ----

refused(403, qr/CSRF/, 'a forged form', 'book/2', jar => { %$siti }, body => 'action=start');
refused(405, qr/not allowed here/, 'another method', 'book/2', method => 'PUT');
is(place($siti), '', '... and nothing was done');
refused(400, qr/no such action: fly/, 'an unknown action', form(guest(), 2, action => 'fly', page => 3));

# ---- a guest and a member do the same, in every store ----

sub walk ($jar)
{
	is(buttons($jar), 'start finish known dismiss', 'what may be done with a book that was not opened');
	like(does('start', $jar, 2, action => 'start'), qr/Happy reading/, '... and is wished well');
	is(place($jar), 'Being read 0% Page 0 of 320', '... at its beginning');
	is(buttons($jar), 'finish stop forget', '... what may be done then');
	like(does('a second click', $jar, 2, action => 'start'), qr/Happy reading/, '... is as if it were done');

	does('a percent', $jar, 2, percent => 37);
	is(place($jar), 'Being read 37% Page 118 of 320', '... is shown as it was given');
	does('a page', $jar, 2, action => 'update', page => 160, chapter => '', percent => '');
	is(place($jar), 'Being read 50% Page 160 of 320', '... makes the percent');
	does('a chapter', $jar, 2, action => '', chapter => 7);
	is(place($jar), 'Being read 50% Page 160 of 320, chapter 7', '... is kept with the page');
	does('both', $jar, 2, page => 32, percent => 99);
	is(place($jar), 'Being read 10% Page 32 of 320, chapter 7', '... the page counts');
	does('an own edition', $jar, 2, pages => 640);
	is(place($jar), 'Being read 5% Page 32 of 640, chapter 7', '... the page stays');
	like(page($jar), qr{name="pages" id="id_pages" value="640"}, '... and the form knows it');
	does('its last page', $jar, 2, page => 639, pages => 640);
	is(place($jar), 'Being read 99% Page 639 of 640, chapter 7', '... but one');

	does('stop', $jar, 2, action => 'stop');
	is(does('dismiss', $jar, 2, action => 'dismiss'),
		bytes('“Max Havelaar”: You have put this book aside. You can go on reading it.'), '... not what was put aside');
	is(place($jar), 'Put aside 99% Page 639 of 640, chapter 7', '... keeps the place');
	is(buttons($jar), 'start finish forget', '... what may be done then');
	like(page($jar), qr{>Go on reading</button>}, '... it can go on');
	does('an update', $jar, 2, page => 600);
	is(place($jar), 'Being read 93% Page 600 of 640, chapter 7', '... opens it again');

	like(does('the last page', $jar, 2, page => 640), qr/Congratulations/, '... and is congratulated');
	is(place($jar), 'Finished 100% Page 640 of 640, chapter 7', '... finished');
	is(buttons($jar), 'again forget', '... what may be done then');
	unlike(page($jar), qr{id="id_page"}, '... no place to note');
	like(does('the last page again', $jar, 2, percent => 100), qr/Page 640 of 640/, '... is noted');
	is(does('start', $jar, 2, action => 'start'), bytes('“Max Havelaar”: You have finished this book: read it again?'),
		'... a finished book is not started');
	says('You have finished this book: read it again?', 'page', $jar, 2, page => 3);
	is(place($jar), 'Finished 100% Page 640 of 640, chapter 7', '... nothing was done');

	does('again', $jar, 2, action => 'again');
	is(place($jar), 'Being read 0% Page 0 of 640', '... from the beginning');
	like(page($jar), qr{<dt>Read before</dt><dd>1 time \(\d+ \w+ \d{4}\)</dd>}, '... and the first time is kept');
	like(does('again', $jar, 2, action => 'again'), qr/once more/, '... is as if it were done');
	like(page($jar), qr{<dd>1 time }, '... once');
	is(does('dismiss', $jar, 2, action => 'dismiss'),
		bytes('“Max Havelaar”: You are reading this book now. You can finish it or put it aside.'),
		'... not what is open, which is said');
	does('percent 100', $jar, 2, percent => 100);
	like(page($jar), qr{<dt>Finished</dt>.*<dt>Read before</dt><dd>1 time }s, '... finished a second time');
	does('forget', $jar, 2, action => 'forget');
	is(place($jar), '', '... nothing is known');
	like(does('forget', $jar, 2, action => 'forget'), qr/forgotten/, '... is as if it were done');

	does('dismiss', $jar, 1, action => 'dismiss');
	is(place($jar, 1), 'Not for you', '... is kept');
	is(buttons($jar, 1), 'start finish known undismiss forget', '... what may be done then');
	like(does('stop', $jar, 1, action => 'stop'), qr/: You said that this book is not for you\. You can still start it\.$/,
		'... not what is not for one');
	does('undismiss', $jar, 1, action => 'undismiss');
	is(place($jar, 1), '', '... is as before');
	like(does('stop', $jar, 1, action => 'stop'), qr/: You have not started this book yet\.$/, '... not what is not open');
	like(does('again', $jar, 1, action => 'again'), qr/: You have not started this book yet\.$/, '... nor again');
	does('finish', $jar, 1, action => 'finish');
	is(place($jar, 1), 'Finished 100% Page 204 of 204', '... what was read elsewhere');
	unlike(page($jar, 1), qr{<dt>Started</dt>}, '... nobody knows since when');
	like(page($jar, 1), qr{<dt>Finished</dt>}, '... until today');
	like(page($jar, 5), qr{>I have just finished it</button>.*>I read it before</button>}s, 'today, or before');
	like(does('known', $jar, 5, action => 'known'), qr/: Noted: you have read it\.$/, '... is noted');
	like(place($jar, 5), qr/^Finished 100% /, '... finished');
	unlike(page($jar, 5), qr{<dt>(?:Started|Finished)</dt>}, '... nobody knows when');
	like(does('known', $jar, 5, action => 'known'), qr/: Noted/, '... is as if it were done');
	like(does('known', $jar, 4, percent => 3), qr/Page 6 of 228/, 'what is open');
	like(does('known', $jar, 4, action => 'known'), qr/: You are reading this book now\./, '... was not read before');
	does('an update at once', $jar, 3, page => 5);
	is(place($jar, 3), 'Being read 1% Page 5 of 416', '... starts it');
}

for (qw(file database cookie)) {
	open_shop($_);
	walk(guest());
	walk(sign_in('siti'));
	is(query('SELECT count(*) FROM reading WHERE user_id <> 1'), 0, "$store: nobody else has read");
}

# ---- what is typed ----

open_shop('file');
my $budi = sign_in('budi');
my ($whole, $least) = ('Enter a whole number.', 'Ensure this value is greater than or equal to 0.');

for (0, 1, 319, ' 12 ', '12.0', '١٢', '007', '+3') {
	my ($page) = { ' 12 ' => 12, '12.0' => 12, '١٢' => 12, '007' => 7, '+3' => 3 }->{$_} // $_;

	does('page ' . bytes($_), $budi, 2, page => $_);
	is(query('SELECT page, state FROM reading'), "$page|reading", '... is a number');
}
for my $bad (
	map({ [ page => $_ => $whole ] } 'x', '1.5', '1e3', '0x10', '1,000', '1 2', '--1', '-', '½'),
	[ page => -1 => $least ], [ page => 321 => 'Ensure this value is less than or equal to 320.' ],
	[ page => 1e9 => 'Ensure this value is less than or equal to 320.' ],
	[ page => '9' x 40 => 'Ensure this value is less than or equal to 320.' ],
	[ percent => -1 => $least ], [ percent => 101 => 'Ensure this value is less than or equal to 100.' ],
	[ percent => '37%' => $whole ],
	[ chapter => -1 => $least ], [ chapter => 1000 => 'Ensure this value is less than or equal to 999.' ],
	[ pages => 0 => 'Ensure this value is greater than or equal to 1.' ],
	[ pages => 20001 => 'Ensure this value is less than or equal to 20000.' ],
	[ page => "1\0" => 'Null characters are not allowed.' ],
) {
	my ($field, $value, $text) = @$bad;
	my $body = says($text, $field, $budi, 2, $field => $value);

	like($body, qr{name="$field"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*id_${field}_error"}s, '... at its field');
}
like(says($whole, 'page', $budi, 2, page => '"<b>', chapter => 5, percent => '6', pages => 900),
	qr/value="&quot;&lt;b&gt;".*value="5".*value="6".*value="900"/s, 'what was typed is kept, escaped');
like(says('Ensure this value is greater than or equal to 1.', 'pages', $budi, 2, pages => -5), qr/<details open>/,
	'what is wrong is not folded away');
for ([], [ page => '' ], [ page => ' ', chapter => '', percent => "\t", pages => '' ], [ x => 1 ]) {
	says('Type the page, the chapter or the percent.', 'page', $budi, 2, @$_);
}
says($whole, 'percent', $budi, 2, page => 3, percent => 'x');
is(query('SELECT page, chapter, percent, pages FROM reading'), '3|0|0|0', 'nothing of that was kept');

# ---- an edition of one's own ----

does('a page that only this edition has', $budi, 2, page => 321, pages => 400);
is(place($budi), 'Being read 80% Page 321 of 400', '... is one');
says('You are on page 321 already.', 'pages', $budi, 2, pages => '');
says('You are on page 321 already.', 'pages', $budi, 2, pages => 320, chapter => 9);
says('Type the page, the chapter or the percent.', 'page', $budi, 2, pages => 400);
is(place($budi), 'Being read 80% Page 321 of 400', '... nothing was done');
does('a percent', $budi, 2, percent => 25, pages => '');
is(place($budi), 'Being read 25% Page 80 of 320', '... of the room\'s edition');
does('another edition', $budi, 2, pages => 1000);
is(place($budi), 'Being read 25% Page 250 of 1000', '... the percent stays');
does('no word of editions', $budi, 2, page => 251);
is(place($budi), 'Being read 25% Page 251 of 1000', '... leaves it');
says('Ensure this value is less than or equal to 1000.', 'page', $budi, 2, page => 1001);
query('UPDATE book SET pages = 0 WHERE id = 5');
does('a book without a number of pages', $budi, 5, page => 20000);
is(place($budi, 5), 'Being read 0% Page 20000', '... may have many');
does('its end', $budi, 5, percent => 100);
is(place($budi, 5), 'Finished 100% 100%', '... is known by the percent');

# ---- each one's own ----

does('a page', $budi, 1, page => 17);
is(place(sign_in('siti'), 1), '', 'another member sees nothing of it');
is(place(guest(), 1), '', '... nor does a guest');
is(query('SELECT shared FROM reading WHERE book_id = 1'), 1, 'it counts in recommendations');
served(303, 'signing out', 'logout', jar => $budi, trusted => 1, body => '');
is(place($budi, 1), '', '... takes it from the browser');
is(place($budi = sign_in('budi'), 1), 'Being read 8% Page 17 of 204', '... and it is there after signing in');

# ---- at once ----

my @running = map { begin(form({ %$budi }, 1, page => $_)) } 20 .. 25;
is(join(' ', map { end($_)->{status} } @running), '303 303 303 303 303 303', 'six at once');
like(query('SELECT page FROM reading WHERE book_id = 1'), qr/^2[0-5]$/, '... one of them was the last');
is(query('SELECT count(*) FROM reading WHERE book_id = 1 AND user_id = 2'), 1, '... of one reading');
my $both = guest();
does('a first book', $both, 1, page => 1);
@running = map { begin(form({ %$both }, $_, page => $_)) } 2 .. 5;
end($_) for @running;
is(join(', ', map { place($both, $_) =~ /(Page \d+)/ } 1 .. 5), 'Page 1, Page 2, Page 3, Page 4, Page 5',
	'a guest with four books at once keeps them all');

# ---- a guest signs in ----

sub enter ($jar, $name)
{
	return served(303, "$store: $name signs in", 'login', jar => $jar, trusted => 1,
		body => urlencoded(username => $name, password => 'Kopi-Gayo-72'));
}

for (qw(file database cookie)) {
	open_shop($_);
	my $old = guest();
	does('a guest', $old, 1, page => 10);
	does('a guest', $old, 2, page => 20);
	my $member = sign_in('siti');
	does('the member, later', $member, 2, page => 99);
	does('the member', $member, 3, action => 'finish');
	does('the guest, later', $old, 3, page => 30);
	enter($old, 'siti');
	is(place($old, 1), 'Being read 4% Page 10 of 204', '... has what only the guest had');
	is(place($old, 2), 'Being read 30% Page 99 of 320', '... the newer side, which is the account');
	is(place($old, 3), 'Being read 7% Page 30 of 416', '... the newer side, which is the guest');
	like(page($old, 3), qr{<dt>Read before</dt><dd>1 time }, '... and the day on which it was finished');
	is(place($member, 1), 'Being read 4% Page 10 of 204', '... in every browser');
	served(303, "$store: signing out", 'logout', jar => $old, trusted => 1, body => '');
	is(join('', map { place($old, $_) } 1 .. 3), '', '... is gone from this one');
	enter($old, 'budi');
	is(join('', map { place($old, $_) } 1 .. 3), '', '... and nobody else gets it');
}

# ---- no room ----

query(join ';', map { "INSERT INTO book (title, author, year, pages, genres, copies, search)
	VALUES ('Buku $_', 'x', 1900, 100, '', 0, 'buku $_')" } 6 .. 60);
my $full = guest();
my $said = '';
my $count = 0;
until ($said =~ /no room/ || $count == 60) {
	$said = does("book @{[ ++$count ]}", $full, $count, page => 20);
}
ok($count > 20 && $count < 60, "a cookie has room for @{[ $count - 1 ]} books");
is(place($full, $count), '', '... one more is not kept');
is(place($full, 1), 'Being read 9% Page 20 of 204', '... and none is lost');
does('forget one', $full, 1, action => 'forget');
like(does('one more', $full, $count, page => 20), qr/Page 20/, '... makes room for another');
enter($full, 'tono');
is(query('SELECT count(*) FROM reading WHERE user_id = 3'), $count - 1, 'an account has room for all');

done_testing;
