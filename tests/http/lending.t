#!/usr/bin/perl
# lending: asking for a book, the queue, and the librarian's page, also when many come at once.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Test::More;

use constant DAY => 86400 * 1e6;

shop_data();
query("UPDATE user SET permissions = 'change_book' WHERE username = 'siti'");
my ($siti, $budi, $tono) = map { sign_in($_) } qw(siti budi tono);

sub form ($jar, %fields)
{
	return (jar => $jar, trusted => 1, body => urlencoded(map { $_ => $fields{$_} } sort keys %fields));
}

# does TEXT, WHAT, JAR, ROUTE, FIELDS: leads back, where that is said; an error, if TEXT begins with "!".
sub does ($text, $what, $jar, $route, %fields)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $level = $text =~ s/^!// ? 'error' : 'success';

	is(header(served(303, $what, $route, form($jar, %fields)), 'Location'), "/$route", '... leads back');
	like(ask($route, jar => $jar)->{body}, qr{<li class="$level">[^<]*\Q$text\E}, "... says: $text");
}

sub borrows ($text, $what, $jar, $book = 1)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	does($text, $what, $jar, "book/$book", action => 'borrow');
}

sub librarian ($text, $what, $action, $loan, %fields)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	does($text, $what, $siti, 'lending', action => $action, loan => $loan, %fields);
}

# The section "Borrow it" of a book's page.
sub section ($jar, $book = 1)
{
	my ($section) = ask("book/$book", jar => $jar)->{body} =~
		m{<section class="panel" aria-labelledby="borrow">(.*?)</section>}s;

	return $section =~ s/value="[\w-]{64}"//gr =~ s/\s+/ /gr;
}

sub loan_of ($name, $book = 1)
{
	return query("SELECT id FROM loan WHERE borrower = '$name' AND book_id = $book AND returned IS NULL");
}

sub loans ($where = 'true')
{
	return query("SELECT count(*) FROM loan WHERE $where");
}

# The librarian's page: the rows below a heading, "TITLE reader".
sub rows ($heading)
{
	my ($part) = ask('lending', jar => $siti)->{body} =~ m{<h2 id="$heading">(.*?)</section>}s or return '';

	return join ', ', map { s/<.*?>//gr =~ s/\s+/ /gr } $part =~ m{<th scope="row">(.*?</th>\s*<td [^>]*>.*?)</td>}gs;
}

# The day on which a loan is due, counted from today by a clock so many minutes ahead of UTC.
sub days_left ($loan, $minutes = 0)
{
	return query("SELECT (due / 60000000 + $minutes) / 1440 - (unixepoch() / 60 + $minutes) / 1440
		FROM loan WHERE id = $loan");
}

sub due ($loan)
{
	return query("SELECT due FROM loan WHERE id = $loan");
}

sub forget_all ()
{
	query('DELETE FROM loan');
}

# ---- a guest ----

my $none = {};
like(section($none), qr{<p>The only copy is on the shelf\.</p>}, 'a guest sees what is on the shelf');
like(section($none), qr{href="/login\?next=/book/1">Sign in to borrow</a>}, '... and where to sign in');
unlike(section($none), qr/<form/, '... and no form');
unlike(section($none, 3), qr/Sign in/, '... but not of a book that is not lent');
like(section($none, 2), qr/2 of 2 copies are on the shelf\./, 'two copies');
is($none->{sessionid}, undef, '... and looking makes no session');

my %guest = posted('action=borrow');
is(header(served(303, 'a guest asks', 'book/1', %guest), 'Location'), '/login?next=/book/1',
	'... and is asked who that is');
is(loans(), 0, '... and nothing is lent');

# ---- a member ----

borrows('It is waiting for you: fetch it from the librarian.', 'budi asks', $budi);
borrows('It is waiting for you', 'budi asks again', $budi);
is(loans(), 1, '... and has one place');
like(section($budi), qr{on the shelf\. 1 reader is waiting\.</p> <p>It is waiting for you.*value="give_up"}s,
	'... which is shown, and can be given up');
unlike(section($budi), qr/value="borrow"/, '... and not asked for again');
borrows('You are number 2 in the queue.', 'tono asks', $tono);
like(section($tono), qr/2 readers are waiting\.<.*number 2/, '... and sees it');
unlike(section($none), qr/budi|tono|queue/, 'a guest does not see who waits');
does('You are not waiting for this book.', 'budi gives up', $budi, 'book/1', action => 'give_up');
does('You are not waiting for this book.', 'budi gives up again', $budi, 'book/1', action => 'give_up');
is(loans(), 1, '... only his own place');
like(section($tono), qr/It is waiting for you/, 'tono moves up');
borrows('You are number 2', 'budi asks behind him', $budi);
borrows('!This book is not for lending.', 'a book without copies', $budi, 3);
unlike(section($budi, 3), qr/<form/, '... has no form');
is(loans('book_id = 3'), 0, '... and is not lent');
refused(404, qr/book/, 'a book that is not there', 'book/99', form($budi, action => 'borrow'));
refused(403, qr/csrf/i, 'a forged wish', 'book/2', jar => $budi, body => 'action=borrow');
is(loans('book_id = 2'), 0, '... does nothing');

# ---- who may lend ----

is(header(served(302, 'a guest', 'lending'), 'Location'), '/login?next=/lending', '... has to sign in');
refused(403, qr/change_book/, 'a member', 'lending', jar => $budi);
my ($his, $other) = map { loan_of($_) } qw(tono budi);
refused(403, qr/change_book/, 'a member lends himself a book', 'lending',
	form($budi, action => 'lend', loan => $other));
refused(403, qr/csrf/i, 'a forged loan', 'lending', jar => $siti, body => "action=lend&loan=$his");
is(loans('lent IS NOT NULL'), 0, '... and nothing is lent');
my $page = served(200, 'the librarian', 'lending', jar => $siti);
like(header($page, 'Cache-Control'), qr/no-store/, '... whose page nobody keeps');
is(rows('waiting'), 'Habis Gelap Terbitlah Terang tono, Habis Gelap Terbitlah Terang budi',
	'... sees who waits, oldest first');
is(() = $page->{body} =~ /value="lend"/g, 1, '... and can hand out one copy');

# ---- from hand to hand ----

librarian('!Somebody else asked for that book earlier.', 'the second one', 'lend', $other);
librarian('“Habis Gelap Terbitlah Terang”: tono has it until', 'the first one', 'lend', $his);
is(days_left($his), 14, '... for 14 days');
my $due = due($his);
is($due % DAY, DAY - 1e6, '... to the end of the day');
librarian('tono has it until', 'a second click', 'lend', $his);
is(due($his), $due, '... changes nothing');
librarian('!No copy of that book is on the shelf.', 'the next one', 'lend', $other);
is(rows('out'), 'Habis Gelap Terbitlah Terang tono', 'it is lent');
like(section($tono), qr/No copy is on the shelf\. The next one is due on .*You have it until /, 'tono sees it');
unlike(section($tono), qr/<form/, '... and can do nothing more');
does('!You have it until', 'tono cannot give it up', $tono, 'book/1', action => 'give_up');
borrows('You have it until', 'nor ask for it', $tono);
is(loans(), 2, '... which changed nothing');
like(section($budi), qr/You are number 1 in the queue\./, 'budi is next');
unlike(ask('lending', jar => $siti)->{body}, qr/value="extend"/, 'what somebody waits for is not extended');
librarian('!That book cannot be kept longer: somebody is waiting for it.', '... even if it is asked for', 'extend', $his,
	due => $due);
is(due($his), $due, '... and nothing changes');
librarian('“Habis Gelap Terbitlah Terang” is back. Somebody is waiting for it.', 'it comes back', 'return', $his);
my $returned = query("SELECT returned FROM loan WHERE id = $his");
librarian('is back. Somebody is waiting', 'a second click', 'return', $his);
librarian('is back. Somebody is waiting', 'a click on what was shown before', 'extend', $his, due => $due);
librarian('is back. Somebody is waiting', '... and on what was shown long before', 'lend', $his);
is(query("SELECT returned || ' ' || due FROM loan WHERE id = $his"), "$returned $due", '... changes nothing');
librarian('“Habis Gelap Terbitlah Terang”: budi is waiting for it.', 'what is not lent does not come back', 'return',
	$other);
librarian('budi has it until', 'budi gets it', 'lend', $other);
$due = due($other);
librarian('budi has it until', 'he may keep it', 'extend', $other, due => $due);
is(due($other), $due + 7 * DAY, '... for 7 days more');
librarian('budi has it until', 'a second click', 'extend', $other, due => $due);
librarian('budi has it until', 'a click without a day', 'extend', $other);
is(due($other), $due + 7 * DAY, '... changes nothing');
like(ask('lending', jar => $siti)->{body}, qr{last 30 days \(1\)</summary>.*<h3>Habis.*<p>tono · }s,
	'what came back is folded away');
query("UPDATE loan SET returned = returned - 31 * 86400000000 WHERE id = $his");
unlike(ask('lending', jar => $siti)->{body}, qr/<details/, '... and not shown for ever');

# ---- who does not come ----

forget_all();
borrows('It is waiting', 'budi asks', $budi);
borrows('You are number 2', 'tono asks', $tono);
($other, $his) = map { loan_of($_) } qw(budi tono);
like(ask('lending', jar => $siti)->{body}, qr{value="lend">Hand out.*?value="skip">Did not come<span class="unseen">: Habis.*?, budi<}s,
	'for whom a copy waits, but who does not come');
is(() = ask('lending', jar => $siti)->{body} =~ /value="skip"/g, 1, '... and for nobody else');
librarian('!Somebody else asked for that book earlier.', 'the second one', 'skip', $his);
refused(403, qr/change_book/, 'a member pushes in', 'lending', form($tono, action => 'skip', loan => $other));
is(loans(), 2, '... and nobody loses a place');
librarian('“Habis Gelap Terbitlah Terang”: budi is not waiting for it any more.', 'the first one', 'skip', $other);
librarian('Nobody is waiting there any more.', 'a second click', 'skip', $other);
is(rows('waiting'), 'Habis Gelap Terbitlah Terang tono', '... and the next one can come');
like(section($tono), qr/It is waiting for you/, '... who is told');
librarian('tono has it until', 'he does', 'lend', $his);
librarian('tono has it until', 'what is lent', 'skip', $his);
borrows('You are number 1', 'budi asks again', $budi);
librarian('!No copy of that book is on the shelf.', 'for whom there is none', 'skip', loan_of('budi'));
librarian('is back. Somebody is waiting', 'it comes back', 'return', $his);
borrows('You are number 2', 'tono asks again', $tono);
query("UPDATE user SET is_active = 0 WHERE username = 'budi'");
like(section($none), qr/on the shelf\. 1 reader is waiting\./, 'whose account is closed does not wait');
like(section($tono), qr/It is waiting for you/, '... and does not block the queue');
my ($closed) = ask('lending', jar => $siti)->{body} =~ m{<td data-label="Reader">budi</td>(.*?)</tr>}s;
like($closed, qr{>\s*The account is closed\.\s.*value="skip">Did not come}s, '... which the librarian sees');
unlike($closed, qr/value="lend"/, '... and hands out nothing');
librarian('!The account of budi is closed.', '... not even if it is asked for', 'lend', loan_of('budi'));
librarian('tono has it until', 'the next one gets it', 'lend', loan_of('tono'));
librarian('“Habis Gelap Terbitlah Terang” is back.', '... for whom nobody waits', 'return',
	query('SELECT id FROM loan WHERE returned IS NULL AND lent IS NOT NULL'));
librarian('budi is not waiting', 'the closed one can be passed over for good', 'skip', loan_of('budi'));
query("UPDATE user SET is_active = 1 WHERE username = 'budi'");
for my $id ('x', '', '-1') {
	refused(404, qr/no such loan/, "nobody: '$id'", 'lending', form($siti, action => 'skip', loan => $id));
}

# ---- who wants everything ----

forget_all();
query("INSERT INTO book (id, title, author, year, pages, genres, copies, search)
	SELECT value, 'Jilid ' || value, '', 1900, 9, '', 1, 'jilid' FROM generate_series(101, 106)");
borrows('It is waiting', "book $_", $budi, $_) for 101 .. 105;
my $most = 'You have asked for 5 books or have them at home, which is as many as can be had at once. '
	. 'Bring one back, or stop waiting for one.';
borrows("!$most", 'a sixth one', $budi, 106);
borrows('It is waiting', 'one of the five, again', $budi, 101);
is(loans(), 5, '... and five it is');
librarian('budi has it until', 'one is lent', 'lend', loan_of('budi', 101));
borrows("!$most", 'which counts, too', $budi, 106);
borrows('It is waiting', 'another reader has places of his own', $tono, 106);
librarian('is back', 'until it is back', 'return', loan_of('budi', 101));
borrows('You are number 2', 'then there is room for another one', $budi, 106);
query("DELETE FROM book WHERE id > 100");

# ---- a book that is not lent any more ----

forget_all();
borrows('It is waiting', 'tono asks', $tono);
librarian('tono has it until', '... and gets it', 'lend', loan_of('tono'));
query('UPDATE book SET copies = 0 WHERE id = 1');
my $last = qr/<p>This book is not lent any more\. A copy is out until [^.<]+\./;
like(section($none), $last, 'of a book that is not lent any more, one is out');
unlike(section($budi), qr/<form/, '... and nobody can ask for it');
like(section($tono), qr/$last.*<p>You have it until /, '... and who has it sees until when');
is(rows('out'), 'Habis Gelap Terbitlah Terang tono', '... and the librarian, who that is');
query('UPDATE loan SET due = due - 30 * 86400000000');
like(section($none), qr/<p>This book is not lent any more\. A copy was due on [^.<]+\./, 'it is overdue');
like(section($tono), qr/<p class="signal">It was due on .*Please bring it back\./, '... which tono is told');
librarian('is back', 'it comes back', 'return', loan_of('tono'));
like(section($none), qr/<p>This book is not for lending\.</, '... and that was the last time');
query('UPDATE book SET copies = 1 WHERE id = 1');

# ---- many ----

forget_all();
query("INSERT INTO loan (book_id, borrower, asked) SELECT 2, 'x', value FROM generate_series(1, 500)");
unlike(ask('lending', jar => $siti)->{body}, qr/There are more/, 'as many as the list holds');
query("INSERT INTO loan (book_id, borrower, asked) VALUES (2, 'x', 501)");
like(ask('lending', jar => $siti)->{body}, qr{</table>\s*<p>There are more: only the first 500 are shown here\.</p>}, '... and one more');
query("UPDATE loan SET lent = 1, due = 4102444799000000");
$page = ask('lending', jar => $siti)->{body};
like($page, qr/There are more/, 'also of what is lent');
unlike($page, qr/Nobody is waiting/, '... and nobody says what is not seen');

# ---- overdue ----

forget_all();
borrows('It is waiting', 'budi asks', $budi);
librarian('budi has it until', '... gets it', 'lend', $other = loan_of('budi'));
query("UPDATE loan SET due = due + 7 * 86400000000");

query("UPDATE loan SET due = due - 24 * 86400000000 WHERE id = $other");
is(rows('overdue'), 'Habis Gelap Terbitlah Terang budi', 'what is overdue stands by itself');
is(rows('out'), '', '... and only there');
like(section($none), qr/The next one was due on /, '... and it is said to have been due');
like(ask('lending', jar => $siti)->{body}, qr{<strong class="signal">3 days overdue</strong>}, '... with its days');
like(section($budi), qr{<p class="signal">It was due on .* Please bring it back\.</p>}, 'budi is told');
librarian('budi has it until', 'he may keep it', 'extend', $other, due => due($other));
is(days_left($other), 7, '... from today on');

# ---- the shop's clock ----

forget_all();
for my $minutes (840, -720) {
	query("INSERT INTO setting VALUES ('utc_offset', '$minutes') ON CONFLICT DO UPDATE SET value = '$minutes'");
	borrows('It is waiting', "a shop that is $minutes minutes ahead", $budi);
	my $loan = loan_of('budi');
	librarian('budi has it until', '... lends', 'lend', $loan);
	is(days_left($loan, $minutes), 14, '... for 14 of its days');
	is((due($loan) + $minutes * 60e6) % DAY, DAY - 1e6, '... to the end of its day');
	my ($day) = section($budi) =~ /until (\d+) /;
	is($day, query("SELECT ltrim(strftime('%d', due / 1000000 + $minutes * 60, 'unixepoch'), '0')
		FROM loan WHERE id = $loan"), '... which is the one that is told');
	forget_all();
}
query("DELETE FROM setting");

# ---- what is not there ----

for my $id ('9999', '0', '-1', 'x', '1x', '', '99999999999999999999') {
	refused(404, qr/no such loan/, "the loan '$id'", 'lending', form($siti, action => 'lend', loan => $id));
}
refused(404, qr/no such loan/, 'no loan', 'lending', form($siti, action => 'lend'));
refused(400, qr/no such action/, 'another action', 'lending', form($siti, action => 'burn', loan => 1));
refused(400, qr/no such action/, 'no action', 'lending', form($siti, loan => 1));
like(served(200, 'an empty library', 'lending', jar => $siti)->{body}, qr{Nothing is lent\..*Nobody is waiting}s,
	'... says so');

borrows('It is waiting', 'a title that is markup', $budi, 4);
like(served(200, 'it is shown', 'lending', jar => $siti)->{body},
	qr{&lt;i&gt;Alice&lt;/i&gt; &amp; the &quot;Looking&quot; Glass</a>}, '... as text');
librarian('“&lt;i&gt;Alice&lt;/i&gt;', '... and said', 'lend', loan_of('budi', 4));

# ---- an account is deleted ----

borrows('It is waiting', 'budi waits for another one', $budi, 2);
served(303, 'budi leaves', 'account', form($budi, action => 'delete', password => 'Kopi-Gayo-72'));
is(rows('out'), '&lt;i&gt;Alice&lt;/i&gt; &amp; the &quot;Looking&quot; Glass budi', 'what he has keeps his name');
is(rows('waiting'), '', '... and he does not wait any more');
librarian('is back.', '... and it can come back', 'return', loan_of('budi', 4));

# ---- many at once ----

# All of these requests at once; each must be answered with 303.
sub at_once ($what, @requests)
{
	my @begun = map { begin(@$_) } @requests;

	is(join(',', map { end($_)->{status} } @begun), join(',', (303) x @begun), $what);
}

forget_all();
query("INSERT INTO user (username, username_key, password, date_joined)
	SELECT 'reader' || value, 'reader' || value, password, 0 FROM user, generate_series(1, 10) WHERE id = 1");
my %jar = map { $_ => sign_in("reader$_") } 1 .. 10;

at_once('ten clicks of one reader', map { [ 'book/1', form({ %{ $jar{1} } }, action => 'borrow') ] } 1 .. 10);
is(loans(), 1, '... are one place');
at_once('ten readers want one copy', map { [ 'book/1', form($jar{$_}, action => 'borrow') ] } 1 .. 10);
is(loans(), 10, '... and each has a place');
my @places = map { section($jar{$_}) =~ /number (\d+)/ ? $1 : 1 } 1 .. 10;
is(join(' ', sort { $a <=> $b } @places), '1 2 3 4 5 6 7 8 9 10', '... of his own');
my @ids = query('SELECT id FROM loan ORDER BY id');
at_once('all of them are handed the copy', map { [ 'lending',
	form({ %$siti }, action => 'lend', loan => $_) ] } reverse @ids);
is(join(',', query('SELECT id FROM loan WHERE lent IS NOT NULL')), $ids[0], '... and the first one has it');
at_once('he brings it back, ten times', map { [ 'lending',
	form({ %$siti }, action => 'return', loan => $ids[0]) ] } 1 .. 10);
is(loans('returned IS NOT NULL'), 1, '... once');
is(loans('lent IS NULL'), 9, '... and the others wait');
query("INSERT INTO book (id, title, author, year, pages, genres, copies, search)
	SELECT value, 'Jilid ' || value, '', 1900, 9, '', 1, 'jilid' FROM generate_series(101, 110)");
at_once('one reader wants ten books', map { [ "book/$_", form({ %$tono }, action => 'borrow') ] } 101 .. 110);
is(loans("borrower = 'tono' AND returned IS NULL"), 5, '... and asks for five');
query('DELETE FROM loan WHERE book_id > 100; DELETE FROM book WHERE id > 100');
at_once('all give up', map { [ 'book/1', form($jar{$_}, action => 'give_up') ] } 1 .. 10);
is(loans(), 1, '... and nobody waits');

done_testing;
