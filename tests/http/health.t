#!/usr/bin/perl
# healthz for a monitor; and the admin's dashboard, health page and error log for people.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi qw(:DEFAULT keep_shop anew);
use Fcntl qw(F_WRLCK F_UNLCK);
use Test::More;

# monitored STATUS, DATABASE, WHAT: what healthz says.
sub monitored ($status, $database, $what, %with)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $disk = delete $with{disk} // 'ok';
	my $answer = served($status, $what, 'healthz', %with);
	my $word = $status == 200 ? 'ok' : 'fail';

	like($answer->{body}, qr/\A\{"status": "$word", "database": "$database", "disk": "$disk", "version": "[\d.]+"\}\n\z/,
		"... database $database, disk $disk");
	return $answer;
}

monitored(503, 'missing', 'before the first visitor there is no shop', disk => 'unknown');
ok(!-e "$Cgi::data/warung.db", '... and looking makes none');
shop_data();
query("UPDATE user SET is_staff = 1, is_superuser = username = 'siti' WHERE username <> 'tono'");
my ($siti, $budi) = map { sign_in($_) } qw(siti budi);
keep_shop();

anew('healthz');
my $answer = monitored(200, 'ok', 'healthz of a good shop');
is(header($answer, 'Content-Type'), 'application/json', '... in JSON');
like(header($answer, 'Cache-Control'), qr/no-store/, '... that no cache keeps');
is(header($answer, 'Set-Cookie') . header($answer, 'Vary'), '', '... whoever asks');
unlike($answer->{body}, qr/\Q$Cgi::data/, '... and says no paths');
is(faults(ask('healthz', method => 'HEAD'), 200, 1), '', 'HEAD is answered, too');
refused(405, qr/not allowed/, 'nobody posts to it', 'healthz', posted('a=b'));
refused(404, qr/no such path/, 'there is nothing below it', 'healthz/x');

{
	open my $file, '+<', "$Cgi::data/warung.db" or die;
	# SQLite's own locks: PENDING, and all that readers share.
	lock_byte($file, F_WRLCK, 0x40000000);
	lock_byte($file, F_WRLCK, 0x40000002 + $_) for 0 .. 509;
	monitored(503, 'locked', 'a database that somebody keeps locked');
	close $file;
	monitored(200, 'ok', '... until he is done');
}
query('PRAGMA user_version = 99');
monitored(503, 'other version', 'a database for other programs');
$answer = ask('shop');
like($answer->{body}, qr{<h1>The shop is being renewed</h1>.*come back in a few minutes}s, '... people are asked to come back');
is(header($answer, 'Retry-After'), 60, '... and programs, too');
anew('a database that is none');
spew("$Cgi::data/warung.db", 'this is not a database, and never was one' x 100);
monitored(503, 'unreadable', 'another file in its place');
spew("$Cgi::data/warung.db", '');
monitored(503, 'other version', 'an empty file in its place');
anew('a disk that is full');
# statfs(2), as 64-bit words: type, block size, blocks, free, available, files, free ones.
my $words = unpack 'H*', pack 'Q<7', 0xEF53, 4096, 1e6, 100, 100, 1e6, 1e6;
monitored(503, 'ok', 'a full disk', disk => 'low', under => [qw(strace -qq -o /dev/null -e trace=statfs -e),
	"inject=statfs:poke_exit=\@arg2=$words"]);

# ---- the dashboard ----

sub page ($jar, $route, $status = 200)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $page = served($status, $route, $route, jar => $jar)->{body};

	unlike($page, qr/ style=|<script|<style| on\w+=/, '... without inline code') if $status == 200;
	return $page =~ s/\s+/ /gr;
}

sub figure ($page, $label)
{
	my ($figure) = $page =~ m{<li><span>\Q$label\E</span> <strong>(.*?)</li>} or return 'none';

	return $figure =~ s/<.*?>//gr =~ s/\s+$//r;
}

anew('the dashboard');
my $now = query('SELECT unixepoch() * 1000000');
my $page = page($siti, 'admin');
unlike($page, qr/best day/i, 'without orders no day is the best');
like($page, qr{<desc id="taken-text">Nothing in these days\. ?</desc>}, '... and so it is said');
query("INSERT INTO orders (buyer, seller, phone, token, state, total, placed, paid) VALUES
		('a', 'b', '', '1', 'placed', 15000, $now, NULL), ('a', 'b', '', '2', 'done', 1000, $now - 9 * 86400000000, $now),
		('a', 'b', '', '3', 'cancelled', 7, $now, $now);
	INSERT INTO ticket (guest, token, state, lines, total, placed, changed) VALUES ('a', 't', 'new', '', 500, $now, 0),
		('a', 'u', 'handed over', '', 70, 0, $now);
	INSERT INTO loan (book_id, borrower, asked, lent, due) VALUES (1, 'tono', 0, 1, 2)");
$page = page($siti, 'admin');
is(figure($page, 'Orders today'), '1', 'the orders of today');
is(figure($page, 'Kitchen orders today'), '1', 'the tickets of today');
is(figure($page, 'Takings today'), 'Rp1,070', 'what was paid today');
is(figure($page, 'Takings since Monday'), 'Rp1,070', '... and this week');
like($page, qr{<desc id="taken-text">Today: Rp1,070\. The best day: [^<,]+, Rp1,070\. ?</desc>}, '... in words, too');
is(figure($page, 'Books overdue'), '1', 'an overdue book');
is(figure($page, 'Browsers signed in'), '2', 'open devices');
is(figure($page, 'Members who signed in within 7 days'), '2', 'who signed in');
like($page, qr{<h2 id="low">.*Alpukat 100% mentega</a> <span>Sold out</span>.*milk.*3 left}i, 'what runs low');
unlike($page =~ s/.*<h2 id="low">//r, qr/Kue rahasia|Kopi Gayo/, '... and not what does not');
my @charts = $page =~ m{(<svg class="chart".*?</svg>)}g;
is(scalar @charts, 2, 'two charts');
like($_, qr{role="img" aria-labelledby="(\w+)-title \1-text"> <title id="\1-title">.+?</title> <desc id="\1-text">.+?</desc>},
	'... with words for those who do not see it') for @charts;
is(join(' ', $charts[0] =~ /<rect [^>]*height="(\d+)"/g), '0 0 0 0 40 0 0 0 0 0 0 0 0 80', '... whose bars are as high as they should');
like($page, qr{<summary>Day by day.*?<tbody> <tr><th scope="row">[^<]*</th><td class="number"[^>]*> ?2 ?</td>}, '... and a table');
like($page, qr{href="/admin/health">\d+ things? (?:is|are) wrong|good health}, 'its health in a line');

my $most = 9223372036854775807;
query("UPDATE orders SET total = $most, state = 'done', paid = $now; UPDATE ticket SET total = $most, state = 'handed over', changed = $now");
$page = page($siti, 'admin');
is(figure($page, $_), 'Rp9,223,372,036,854,775,807', "$_: more than can be counted is as much as can") for 'Takings today', 'Takings since Monday';
unlike($page, qr/Rp-|-\d{1,3},\d{3}/, '... and nothing is less than nothing');
like($page, qr{<rect [^>]*height="80"/> <path}, '... nor is the chart without a bar');

$page = page($budi, 'admin');
is(join(' ', map { figure($page, $_) } 'Orders today', 'Books overdue', 'Browsers signed in'), 'none none none',
	'staff who may nothing see no numbers');
unlike($page, qr{<svg class="chart"|id="low"|admin/health|id="recent"}, '... and nothing else');
for (['view_order', 'Orders today', 'sold'], ['view_book', 'Books overdue'], ['change_user', 'Browsers signed in'],
    ['view_product', undef, 'low']) {
	my ($permission, $figure, $id) = @$_;

	query("UPDATE user SET permissions = '$permission' WHERE username = 'budi'");
	$page = page($budi, 'admin');
	isnt(figure($page, $figure), 'none', "who has $permission sees $figure") if $figure;
	like($page, qr{id="$id"}, "who has $permission sees $id") if $id;
	is(scalar(grep { figure($page, $_) ne 'none' } 'Orders today', 'Books overdue', 'Browsers signed in'),
		defined $figure ? 1 : 0, '... and no other number');
}

# ---- health ----

anew('the health page');
$page = page($siti, 'admin/health');
like($page, qr{stays so for up to 30 days.*href="/admin/setting/session_idle/change"}, 'advice leads to the setting that it is about');
unlike($page, qr/without encryption/, 'localhost needs no encryption');
like(ask('admin/health', jar => $siti, env => { HTTP_HOST => 'warung.example' })->{body}, qr/without encryption/,
	'... other hosts do');
unlike(ask('admin/health', jar => $siti, env => { HTTP_HOST => 'warung.example', HTTPS => 'on', HTTP_ORIGIN => undef })->{body},
	qr/without encryption/, '... unless they have it');
query('UPDATE dish SET spice = 7 WHERE id = 1');
like(page($siti, 'admin/health'), qr{<strong>Problem</strong></p> <p>In warung.db .*of dish 1: bring back}, 'a row that cannot be');
chmod 0755, $Cgi::data;
like(page($siti, 'admin/health'), qr{has mode 0755, but it is for its owner alone}, 'an open directory');
like(ask('admin/health', jar => { %$siti, language => 'id' })->{body}, qr{lang="id"}, 'it speaks Indonesian');
refused(403, qr/no superuser/, 'health is for superusers', 'admin/health', jar => $budi);

# ---- the log ----

anew('the error log');
refused(403, qr/no superuser/, 'the log is for superusers', 'admin/log', jar => $budi);
my ($number) = refused(404, qr/no such path/, 'an error', 'shop/<b>')->{body} =~ m{<code>(404-\w+)</code>};
$page = page($siti, 'admin/log');
like($page, qr{<th scope="row">$number</th> <td data-label="When"> ?\d+ \w+ \d{4}, \d\d:\d\d ?</td> <td [^>]*>.*no such path: .*</td>}, 'the log has it');
unlike($page, qr/path: <b>/, '... escaped');
$page = page($siti, "admin/log?id=$number");
is(() = ($page =~ m{<th scope="row">}g), 1, '... and finds it by its number');
like(page($siti, 'admin/log?id=%3Cscript%3E'), qr{value="&lt;script&gt;".*No line of the log}, '... and only then');
open my $log, '>>', "$Cgi::data/warung.log" or die;
print $log "2026-11-18T10:00:00Z 500-aaaaaaaa line $_\n" for 1 .. 250;
print $log "noon: no time\n";
print $log "\xff\0<b>\x1b[31m\n";
close $log;
$page = page($siti, 'admin/log');
like($page, qr{<td [^>]*>\?\?&lt;b&gt;\?\[31m</td>.*line 250<}, 'hostile bytes are no markup');
spew("$Cgi::data/site", 'utc_offset=420');
like(page($siti, 'admin/log?id=500-aaaaaaaa'), qr{18 November 2026, 17:00}, 'times by the shop’s clock');
unlink "$Cgi::data/site";
like($page, qr{Page 1 of 3.*<a class="button" href="/admin/log\?id=&amp;p=2">Next page}, '... and there are more pages');
like(page($siti, 'admin/log?p=3'), qr{line 1<.*$number.*Page 3 of 3}, 'the oldest are on the last one');
like(page($siti, "admin/log?p=$_"), qr{Page 1 of 3}, "page $_ is the first one") for '0', '-1', 'x', '';
spew("$Cgi::data/warung.log.1", '');
truncate "$Cgi::data/warung.log.1", 1 << 36;
my $huge = ask('admin/log', jar => $siti);
is(faults($huge, 200), '', 'a log that is larger than the disk');
ok($huge->{seconds} < 2, '... takes no time') or diag $huge->{seconds};
unlink "$Cgi::data/warung.log";
symlink '/etc/passwd', "$Cgi::data/warung.log";
unlike(ask('admin/log', jar => $siti)->{body}, qr/root:/, 'a link is not followed');

done_testing;
