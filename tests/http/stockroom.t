#!/usr/bin/perl
# stockroom: a member's own items: their forms, the table, amounts that many change at once, the
# shopping list, and json and xml.
use v5.36;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Cgi qw(:DEFAULT bytes form leads);
use JSON::PP;
use Test::More;

use constant HIGHEST => 2147483647;

# says TEXT, WHAT, JAR, ROUTE, FIELD => VALUE ...: a form that is shown again, with that error.
sub says ($text, $what, $jar, $route, @fields)
{
	my $answer = served(200, $what, form($jar, $route, @fields));

	like($answer->{body}, qr{<li>\Q$text\E</li>}, "... is told: $text");
	return $answer;
}

sub page ($jar, $query = '')
{
	return ask("inventory$query", jar => $jar)->{body};
}

# What the next page says.
sub said ($jar, $level, $text)
{
	$text = bytes($text);
	like(page($jar), qr{<li class="$level">\Q$text\E</li>}, '... and is said');
}

# The names on a page, in order.
sub names ($page)
{
	return join ' ', $page =~ m{<th scope="row">(.*?)(?: <span.*?)?</th>}g;
}

sub row ($id)
{
	return query("SELECT user_id, name, amount, description, threshold FROM item WHERE id = $id");
}

sub newest () { return query('SELECT max(id) FROM item') }
sub amount ($id) { return query("SELECT amount FROM item WHERE id = $id") }

sub keep ($user, $name, $amount, $threshold = 0)
{
	return query("INSERT INTO item (user_id, name, amount, description, threshold)
		VALUES ($user, '$name', $amount, '', $threshold) RETURNING id");
}

shop_data();
query('DELETE FROM item');
my ($siti, $budi) = map { sign_in($_) } qw(siti budi);

# ---- who may ----

for my $route (qw(inventory create_item edit_item/1 delete_item/1 json/item json/item/1 xml/item xml/item/x)) {
	is(header(served(302, "a guest at $route", $route), 'Location'), "/login?next=/$route",
		'... signs in first');
}
for my $route (qw(inventory create_item edit_item/1 delete_item/1)) {
	is(header(served(302, "a guest who posts to $route", form({ csrftoken => SECRET }, $route, name => 'x')),
		'Location'), "/login?next=/$route", '... signs in first');
	refused(403, qr/CSRF/, "forged: $route", $route, jar => { %$siti }, body => 'name=x&amount=1');
}

# ---- nothing yet ----

my $empty = served(200, 'an empty stock-room', 'inventory', jar => $siti);
like($empty->{body}, qr{<div class="empty">.*href="/create_item"}s, '... says how to begin');
unlike($empty->{body}, qr/<table|low=1/, '... and no more');
like(header($empty, 'Cache-Control'), qr/no-store/, '... and no cache keeps it');
like(page($siti, '?low=1'), qr/Nothing runs low\./, 'nothing runs low');

# ---- create_item ----

my ($required, $whole) = ('This field is required.', 'Enter a whole number.');
my ($least, $most) = ('Ensure this value is greater than or equal to 0.',
	'Ensure this value is less than or equal to ' . HIGHEST . '.');
my @bad = (
	[ $required, name => '' ], [ $required, name => " \t\x{3000}" ],
	[ 'Ensure this value has at most 255 characters (it has 256).', name => 'é' x 256 ],
	[ $required, amount => '' ], [ $required, amount => ' ' ],
	map({ [ $whole, amount => $_ ] } 'abc', '1.5', '1e3', '0x10', '1,000', '1 2', '--1', '.0', '-'),
	[ $least, amount => -1 ], [ $most, amount => HIGHEST + 1 ], [ $most, amount => '9' x 40 ],
	map({ [ $whole, threshold => $_ ] } 'abc', '1.5'),
	[ $least, threshold => -1 ], [ $most, threshold => HIGHEST + 1 ],
	[ 'Ensure this value has at most 10000 characters (it has 10001).', description => 'x' x 10001 ],
	[ 'Null characters are not allowed.', name => "a\0b" ],
);

for (@bad) {
	my ($text, $field, $value) = @$_;
	my $answer = says($text, "$field: " . substr(bytes($value), 0, 20), $siti, 'create_item',
		name => 'x', amount => 1, $field => $value);

	like($answer->{body}, qr/name="$field"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*id_${field}_error"/s,
		'... at its field');
}
like(says($whole, 'a bad form', $siti, 'create_item', name => '<b>"&', amount => 'x<', threshold => '7',
	description => '</textarea>')->{body},
	qr/value="&lt;b&gt;&quot;&amp;".*value="x&lt;".*value="7".*&lt;\/textarea&gt;/s, '... keeps what was typed, escaped');
says($required, 'an empty form', $siti, 'create_item', x => 1);
is(query('SELECT count(*) FROM item'), 0, 'nothing was kept');

for ([ ' 12 ', 12 ], [ '12.0', 12 ], [ '12.', 12 ], [ '007', 7 ], [ '+7', 7 ], [ '-0', 0 ], [ '٣', 3 ],
     [ '0', 0 ], [ HIGHEST, HIGHEST ]) {
	my ($typed, $amount) = @$_;

	leads('/inventory', "the amount '" . bytes($typed) . "'", $siti, 'create_item', name => 'Gula', amount => $typed);
	is(row(newest()), "1|Gula|$amount||0", "... is $amount");
}
leads('/inventory', 'an item', $siti, 'create_item', name => ' one ', name => '  Telur é ', amount => 30,
	threshold => ' 12 ', description => " di rak\r\n", user => 2, user_id => 2, id => 99, x => 1);
said($siti, 'success', '“Telur é” is in your stock-room.');
my $egg = newest();
is(row($egg), bytes('1|Telur é|30|di rak|12'), '... with what the form has, and nothing else');
isnt($egg, 99, '... under an id of ours');
is(served(303, 'a multipart form', 'create_item', jar => $siti, trusted => 1, type => 'multipart/form-data; boundary=b',
	body => qq(--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nKopi\r\n--b\r\nContent-Disposition:)
	. qq( form-data; name="amount"\r\n\r\n5\r\n--b--\r\n))->{status}, 303, '... is as good');
is(row(newest()), '1|Kopi|5||0', '... and understood');

# ---- edit_item, delete_item ----

my $shown = served(200, 'the form of an item', "edit_item/00$egg", jar => $siti)->{body};
like($shown, qr/name="name"[^>]*value="Telur \xc3\xa9".*name="amount"[^>]*value="30".*name="threshold"[^>]*value="12".*di rak/s,
	'... has what is there, also by 007');
for (@bad) {
	my ($text, $field, $value) = @$_;

	says($text, "edit: $field: " . substr(bytes($value), 0, 20), $siti, "edit_item/$egg",
		name => 'x', amount => 1, $field => $value);
}
is(row($egg), bytes('1|Telur é|30|di rak|12'), 'nothing has changed');
leads('/inventory', 'a changed item', $siti, "edit_item/00$egg/", name => 'Telur', amount => 31, threshold => '',
	description => '', user => 2);
said($siti, 'success', '“Telur” has been changed.');
is(row($egg), '1|Telur|31||0', '... has all that is new');
query("UPDATE item SET threshold = 9 WHERE id = $egg");
leads('/inventory', 'a form of Django', $siti, "edit_item/$egg", name => 'Telur', amount => 32, description => 'x');
is(row($egg), '1|Telur|32|x|9', '... leaves the threshold, which it does not know');

# Meanwhile somebody may click in the table.
my $beans = keep(1, 'Kacang', 5);
sub rename_beans ($amount, @more) { return ($siti, "edit_item/$beans", name => 'Kacang ijo', amount => $amount, @more) }
like(served(200, 'a form', "edit_item/$beans", jar => $siti)->{body}, qr/name="amount_was" value="5"/, '... says what was shown');
query("UPDATE item SET amount = 8 WHERE id = $beans");
leads('/inventory', 'another name, the amount left alone', rename_beans(5, amount_was => 5));
is(row($beans), '1|Kacang ijo|8||0', '... leaves it as it is now');
my $now = 'The amount has changed meanwhile: it is 8 now. Please say once more what it should be.';
my $asked = says($now, 'both have changed it', rename_beans(4, amount_was => 5));
like($asked->{body}, qr/name="amount_was" value="8".*name="amount"[^>]*value="4"/s, '... asks again');
is(amount($beans), 8, '... before it changes anything');
leads('/inventory', 'said once more', rename_beans(4, amount_was => 8));
is(amount($beans), 4, '... it is so');
$asked = says($required, 'another fault', rename_beans(6, amount_was => 4, name => ''));
like($asked->{body}, qr/name="amount_was" value="4"/, '... forgets nothing');
leads('/inventory', "a form that says '$_' of before", rename_beans(7, amount_was => $_)) for '', 'x', -1;
leads('/inventory', 'a script', rename_beans(9));
is(amount($beans), 9, '... knows nothing of before: it is as typed');
unlike(says($required, 'a script with a fault', rename_beans(9, name => ''))->{body}, qr/amount_was/, '... does not learn it either');
unlike(ask('create_item', jar => $siti)->{body}, qr/amount_was/, 'a new item was never anything');
query("DELETE FROM item WHERE id = $beans");

my $rice = keep(2, 'Beras', 5);
my $gone = 99999;
my @malformed = ('x', '-1', '1.0', '1x', '%D9%A3', '9223372036854775808', '9' x 40, '', "$egg/x", "$egg/1/2");
for my $route ('edit_item', 'delete_item') {
	for my $id ($rice, $gone, '9223372036854775807', 0, @malformed) {
		refused(404, qr/has no item|not an id|no such path/, "$route/$id", "$route/$id", jar => $siti);
		refused(404, qr/has no item|not an id|no such path/, '... also to post',
			form($siti, "$route/$id", name => 'stolen', amount => 1));
	}
}
is(row($rice), '2|Beras|5||0', "somebody else's item is as it was");

like(served(200, 'delete_item', "delete_item/$egg", jar => $siti)->{body},
	qr/@{[ bytes('“Telur”') ]} will be gone for good\./, '... asks first');
is(row($egg), '1|Telur|32|x|9', '... and looking does nothing');
leads('/inventory', 'a deleted item', $siti, "delete_item/$egg");
said($siti, 'success', '“Telur” has been deleted.');
is(query("SELECT count(*) FROM item WHERE id = $egg"), 0, '... is gone');
refused(404, qr/has no item/, '... and cannot be deleted again', form($siti, "delete_item/$egg"));

# ---- adjust ----

my $sugar = keep(1, 'Gula aren', 5);
sub adjust ($id, $by) { return (action => 'adjust', item => $id, by => $by) }

for ([ -1, 4 ], [ 1, 5 ], [ '+2', 7 ], [ ' -3 ', 4 ], [ '-4.0', 0 ], [ HIGHEST, HIGHEST ], [ -HIGHEST, 0 ], [ '٣', 3 ], [ 0, 3 ]) {
	my ($by, $amount) = @$_;

	leads('/inventory', 'by ' . bytes($by), $siti, 'inventory', adjust($sugar, $by));
	is(amount($sugar), $amount, "... there are $amount");
	said($siti, 'success', "“Gula aren”: $amount now.");
}
my $stays = "“Gula aren” stays at 3: an amount is never less than 0 or more than ${\HIGHEST}.";
for ([ -4, $stays ], [ HIGHEST - 2, $stays ], [ 'x', $whole ], [ '1.5', $whole ], [ '', $required ],
     [ HIGHEST + 1, $most ], [ '9' x 40, $most ],
     [ '-' . '9' x 40, 'Ensure this value is greater than or equal to -' . HIGHEST . '.' ]) {
	my ($by, $text) = @$_;

	leads('/inventory', "by '$by'", $siti, 'inventory', adjust($sugar, $by));
	is(amount($sugar), 3, '... changes nothing');
	said($siti, 'error', $text eq $stays ? $text : "“Gula aren”, change of the amount: $text");
}
leads('/inventory', 'by nothing', $siti, 'inventory', action => 'adjust', item => $sugar);
said($siti, 'error', "“Gula aren”, change of the amount: $required");
leads('/inventory?after=7', 'on a later page', $siti, 'inventory?after=7', adjust("0$sugar", -1));
is(amount($sugar), 2, '... by 007');
refused(404, qr/has no item|not an id/, "adjust '$_'", form($siti, 'inventory', adjust($_, 1)))
	for $rice, $gone, '', 'x', -1, "$sugar/", '9' x 40;
refused(404, qr/not an id/, 'adjust nothing', form($siti, 'inventory', action => 'adjust', by => 1));
refused(400, qr/no such action/, 'another action', form($siti, 'inventory', action => 'eat', item => $sugar, by => 1));
refused(400, qr/no such action/, 'no action', form($siti, 'inventory', item => $sugar, by => 1));
is(amount($rice), 5, "somebody else's amount is as it was");
is(amount($sugar), 2, '... and one that nobody changed');

# The session is one lock, and the database another: two browsers of one member share only the latter.
query("UPDATE item SET amount = 100 WHERE id = $sugar");
my @browsers = ($siti, sign_in('siti'));
my @running = map {
	begin(form({ %{ $browsers[$_ % 2] } }, 'inventory', adjust($sugar, $_ < 4 ? -2 : 3)))
} 0 .. 19;
judge(end($_), 303, undef, 'one of twenty at once') for @running;
is(amount($sugar), 100 - 4 * 2 + 16 * 3, '... none of which is lost');

# ---- the table ----

query('DELETE FROM item');
my %id = map { $_->[0] => keep(1, @$_) } [ 'Gula', 5, 5 ], [ 'beras', 0, 3 ], [ 'Teh & <b>', 12345, 3 ], [ 'Kopi', 0 ];
keep(2, 'Budi punya', 1, 9);
query("UPDATE item SET description = 'satu' WHERE id = $id{Gula}");
my $table = served(200, 'the table', 'inventory', jar => $siti)->{body};
is(names($table), 'Gula beras Teh &amp; &lt;b&gt; Kopi', '... has them as they were added, and no others');
like($table, qr{<p class="lead">4 items</p>}, '... how many');
like($table, qr{href="/inventory\?low=1">Shopping list \(2\)</a>}, '... and how many run low');
is(() = $table =~ /<span class="badge">Runs low/g, 2, '... which are marked');
like($table, qr{<th scope="row">Kopi</th>}, '... but not what nobody minds');
like($table, qr{href="/edit_item/$id{Gula}">Edit<span class="unseen"> Gula</span></a>.*href="/delete_item/$id{Gula}">Delete<span class="unseen"> Gula<}s,
	'... with links that say what they are about');
is(() = $table =~ /<button type="submit" name="by" value="-1" disabled>/g, 2, '... nothing can be taken from nothing');
like($table, qr{<span>12345</span>}, '... how much there is of each');

# What a browser sends that clicks on a button of the table.
sub click ($page, $id, $by)
{
	my ($target, $inside) = $page =~ m{<form class="adjust" method="post" action="([^"]*)">((?:(?!</form>).)*name="item" value="$id".*?)</form>}s;
	my %fields = $inside =~ m{<input type="hidden" name="(\w+)" value="([^"]*)">}g;

	ok($inside =~ m{<button type="submit" name="by" value="\Q$by\E">}, "there is a button $by");
	return ask(substr($target, 1), jar => $siti, body => urlencoded(%fields, by => $by));
}

is(click($table, $id{Gula}, $_)->{status}, 303, '... which works') for 1, 1, -1;
is(amount($id{Gula}), 6, '... and counts');

my $long = 'kata ' x 40;
query("UPDATE item SET description = '$long' WHERE id = $id{Kopi}; UPDATE item SET description = '" . bytes('é' x 81)
	. "' WHERE id = $id{beras}; UPDATE item SET description = '" . bytes('ü' x 80) . "' WHERE id = $id{Gula}");
$table = page($siti);
my ($cut) = $table =~ m{>(kata[^<]*)</td>};
is($cut, 'kata ' x 15 . bytes('kata …'), 'a long description is cut behind a word');
like($table, qr/>@{[ bytes('é' x 80 . ' …') ]}</, '... or behind a letter');
like($table, qr/>@{[ bytes('ü' x 80) ]}</, '... and not when it fits');

query("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 120)
	INSERT INTO item (user_id, name, amount, description) SELECT 1 + i % 2, 'n' || i, i, '' FROM n");
my (@pages, $next);
for ($next = ''; defined $next; ($next) = $pages[-1] =~ m{<a [^>]*rel="next" href="/inventory([^"]*)"}) {
	push @pages, page($siti, $next);
}
is(@pages, 2, '64 items have two pages');
is(names($pages[0]) . ' ' . names($pages[1]), join(' ', 'Gula beras Teh &amp; &lt;b&gt; Kopi', map { 'n' . 2 * $_ } 1 .. 60),
	'... without gap or repeat');
like($pages[1], qr{<p class="lead">64 items</p>.*>First page<}s, '... and a way back');
my ($after) = $pages[1] =~ m{<form class="adjust" method="post" action="/inventory\?after=(\d+)">};
my $last = query("SELECT id FROM item WHERE name = 'n120'");
is(header(click($pages[1], $last, 1), 'Location'), "/inventory?after=$after", '... whose buttons lead back to it');
query("DELETE FROM item WHERE id = $after");
is(names(page($siti, "?after=$after")), names($pages[1]), '... and which is the same without the last one before it');
is(names(page($siti, "?after=$_")), names(page($siti)), "after=$_ is the first page") for 'x', '', -1, '9' x 40;
is(names(served(200, 'behind the last one', 'inventory?after=9999', jar => $siti)->{body}), '', '... is nothing');

# ---- the shopping list ----

query("UPDATE item SET amount = 5 WHERE id = $id{Gula}");
my $list = served(200, 'the shopping list', 'inventory?low=1', jar => $siti)->{body};
is(join('|', $list =~ m{<label for="id_\d+">(.*?) <span class="helptext">Left: (\d+)</span>}g), 'beras|0|Gula|5',
	'... has what runs low, by name, with what is left');
is(join('|', $list =~ m{<strong>Missing: (\d+)</strong>}g), '3', '... and what is missing');
is(() = $list =~ m{<input type="checkbox" id="id_(\d+)"[^>]*>\s*<label for="id_\1">}g, 2, '... and a box for each');
unlike($list, qr/<form|Budi/, '... and nothing else');

# ---- json and xml ----

query("UPDATE item SET description = 'a' || char(1, 13, 10) || 'é]]>' WHERE id = $id{'Teh & <b>'}");
sub delivered ($route, $jar = $siti) { return served(200, $route, $route, jar => $jar)->{body} }
my $fields = '"user": 1, "name": "Teh & <b>", "amount": 12345, "description": "a\u0001\r\n' . bytes('é') . ']]>"';
is(delivered("json/item/$id{'Teh & <b>'}"), qq([{"model": "main.item", "pk": $id{'Teh & <b>'}, "fields": {$fields}}]\n),
	'... has the bytes of Django');
my $head = qq(<?xml version="1.0" encoding="utf-8"?>\n<django-objects version="1.0">);
is(delivered("xml/item/00$id{'Teh & <b>'}/"), qq($head<object model="main.item" pk="$id{'Teh & <b>'}">)
	. '<field name="user" rel="ManyToOneRel" to="auth.user">1</field>'
	. '<field name="name" type="CharField">Teh &amp; &lt;b&gt;</field>'
	. '<field name="amount" type="IntegerField">12345</field>'
	. '<field name="description" type="TextField">a' . bytes("\x{FFFD}\r\né]]&gt;") . '</field></object></django-objects>',
	'... but for what XML forbids, as does xml');
my @all = @{ decode_json(delivered('json/item')) };
is(join(' ', map { $_->{pk} } @all), join(' ', query('SELECT id FROM item WHERE user_id = 1 ORDER BY id')), '... has all, in order');
is(join(' ', delivered('xml/item') =~ /pk="(\d+)"/g), join(' ', map { $_->{pk} } @all), '... as has xml');
my $foreign = query('SELECT min(id) FROM item WHERE user_id = 2');
for my $id ($foreign, 0, 99999, '9223372036854775807') {
	is(delivered("json/item/$id"), "[]\n", '... is empty');
	is(delivered("xml/item/$id"), "$head</django-objects>", '... as is xml');
}
is(delivered("json/item/$foreign", $budi) =~ /"user": 2/, 1, "somebody else's is there for him");
for my $form (qw(json xml)) {
	refused(404, qr/no such path|not an id|not a product's id/, "$form/$_", "$form/$_", jar => $siti)
		for map({ "item/$_" } grep { $_ ne '' } @malformed), 'items', 'items/1', 'Item', 'item1', 'item/item',
			"$id{Gula}", '11111111-2222-4333-8444-555555555555/item', 'x/1';
}
is(faults(ask('json/item', jar => $siti, method => 'HEAD'), 200, 1), '', 'HEAD is answered, too');

done_testing;
