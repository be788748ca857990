#!/usr/bin/perl
# stock: every change of a product's stock is in its ledger, which sellers see, add to and undo.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Test::More;

my ($tea, $avocado, $most, $coffee) = map { "$_-2222-4333-8444-555555555555" =~ s/^(.)/$1 x 8/er }
	1 .. 4;

shop_data();
my $siti = sign_in('siti');
my $page = "edit_product/$tea";

# ---- questions ----

# What is sent to the tea, unless it is another product; its owner is signed in.
sub form ($fields, %with)
{
	return (jar => $siti, trusted => 1, body => urlencoded(%$fields), %with);
}

# refused_with FIELD, TEXT, WHAT, FIELDS: the page comes again, and says so at the field and above.
sub refused_with ($field, $text, $what, %fields)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $body = served(200, $what, $page, form(\%fields))->{body};

	like($body, qr{id="id_${field}_error">\s*<li>\Q$text\E</li>}, '... says why at its field');
	like($body, qr{href="#id_$field">[^<]*</a>: \Q$text\E}, '... and above');
	return $body;
}

# done WHERE, TEXT, WHAT, FIELDS: it is done, and the next page says so.
sub done ($where, $text, $what, %fields)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $answer = served(303, $what, $page, form(\%fields));

	is(header($answer, 'Location'), "/$where", '... leads back');
	like(ask($where, jar => $siti)->{body}, qr/\Q$text\E/, '... where it is told');
}

sub stock ($id = $tea)
{
	return query("SELECT stock FROM product WHERE id = '$id'");
}

# The ledger of the tea, newest first: quantity, reason, who.
sub ledger ($most = 99)
{
	return join ' ', query("SELECT printf('%+d', quantity) || ',' || reason || ',' || made_by
		FROM stock_change JOIN product ON seq = product_seq WHERE id = '$tea'
		ORDER BY number DESC LIMIT $most");
}

my %product = (name => 'Tea', price => 15000);

# ---- the product's own form ----

my $body = served(200, 'the page', $page, jar => $siti)->{body};
like($body, qr/name="stock_was" value="3"/, '... remembers the stock that it shows');
like($body, qr{<th scope="row">Counted\s*</th>\s*<td[^>]*>\+3</td>.*<br>siti</td>}s,
	'... and shows what happened to it');
done('list', 'Your product has been changed.', 'the stock is left alone', %product, stock => 3,
	stock_was => 3);
is(ledger(), '+3,count,siti', '... and nothing is written down');
done('list', 'changed', 'the stock is counted anew', %product, stock => 10, stock_was => 3);
is(stock(), 10, '... and is so');
is(ledger(1), '+7,count,siti', '... which is written down');
done('list', 'changed', 'a script that saw no stock says one', %product, stock => 8);
is(ledger(1), '-2,count,siti', '... which is so');
done('list', 'changed', "a stock that cannot have been shown is none: '$_'", %product, stock => 8,
	stock_was => $_) for '', 'x', '-1', '99999999999', '8.0';
done('list', 'changed', 'an empty stock is none', %product, stock => '', stock_was => 8);
is(stock(), 0, '... as ever');
done('list', 'changed', 'and so is one that is absent', %product, stock_was => 0);
done('list', 'changed', 'the stock is typed', %product, stock => 8, stock_was => 0);

# Somebody buys while the form is open.
my $sold = "UPDATE product SET stock = stock - 2 WHERE id = '$tea';
	INSERT INTO stock_change SELECT seq, (SELECT max(number) + 1 FROM stock_change
		WHERE product_seq = seq), -2, 'sale', 1727845568000500, '', '', 7, NULL
	FROM product WHERE id = '$tea'";
query($sold);
done('list', 'changed', 'what was sold meanwhile', %product, stock => 8, stock_was => 8);
is(stock(), 6, '... stays sold');
$body = refused_with('stock', 'The stock has changed meanwhile: it is 6 now. ' .
	'Please say once more what it should be.', 'two who change it at once', %product,
	name => 'Teh', stock => 20, stock_was => 8);
like($body, qr/name="stock_was" value="6"/, '... and has seen it now');
like($body, qr/name="stock" [^>]*value="20"/, '... what was typed stays');
is(query("SELECT name FROM product WHERE id = '$tea'"), 'Tea', '... nothing was changed');
done('list', 'changed', '... said once more', %product, stock => 20, stock_was => 6);
is(stock(), 20, '... it is so');
$body = refused_with('name', 'This field is required.', 'something else that is wrong', name => '',
	price => 1, stock => 5, stock_was => 19);
like($body, qr/name="stock_was" value="19"/, '... does not make the seller see the stock');
$body = refused_with('name', 'This field is required.', '... nor a script', name => '', price => 1);
unlike($body, qr/stock_was/, '... that saw none');

# ---- the form that adds to the ledger ----

sub change ($number, $reason, @note)
{
	return (action => 'stock', change => $number, reason => $reason, @note);
}

for (
	[ '+12', 'restock', 32, '+12,restock' ],
	[ ' 3 ', 'restock', 35, '+3,restock' ],
	[ '-3', 'waste', 32, '-3,waste' ],
	[ '2', 'waste', 30, '-2,waste' ],
	[ '4', 'return', 34, '+4,return' ],
	[ '-4', 'fix', 30, '-4,fix' ],
	[ '1', 'fix', 31, '+1,fix' ],
	[ '30', 'count', 30, '-1,count' ],
	[ '30', 'count', 30, '-1,count' ],
	[ '-30', 'waste', 0, '-30,waste' ],
	[ '+2147483647', 'restock', 2147483647, '+2147483647,restock' ],
	[ '0', 'count', 0, '-2147483647,count' ],
	[ '25', 'count', 25, '+25,count' ],
) {
	my ($number, $reason, $stock, $row) = @$_;

	done($page, "The stock is now $stock.", "$reason $number", change($number, $reason));
	is(ledger(1), "$row,siti", '... is written down');
	is(stock(), $stock, '... and is so');
}
done($page, 'The stock is now 24.', 'a note', change(-1, 'waste', note => " <b>\xc3\xa9'  "));
is(query('SELECT hex(note) FROM stock_change ORDER BY made DESC LIMIT 1'), '3C623EC3A927',
	'... is kept');
$body = ask($page, jar => $siti)->{body};
like($body, qr{<p class="helptext">&lt;b&gt;\xc3\xa9&\#x27;</p>}, '... and shown, escaped');
like($body, qr{<th scope="row">Sold\s*<a href="/orders/7">Order 7</a>\s*</th>.*<br>A guest</td>}s,
	'... and so is what an order did');

my $before = ledger();
my $whole = 'Enter a whole number.';
my $choice = 'Select a valid choice. %s is not one of the available choices.';
my $most_is = 'Ensure this value is less than or equal to %d.';
my $least_is = 'Ensure this value is greater than or equal to %d.';
for (
	[ '', 'restock', change => 'This field is required.' ],
	[ ' ', 'count', change => 'This field is required.' ],
	[ 'many', 'restock', change => $whole ],
	[ '1.5', 'waste', change => $whole ],
	[ '--1', 'fix', change => $whole ],
	[ '0', 'restock', change => sprintf $least_is, 1 ],
	[ '-1', 'restock', change => sprintf $least_is, 1 ],
	[ '-1', 'return', change => sprintf $least_is, 1 ],
	[ '-1', 'count', change => sprintf $least_is, 0 ],
	[ '0', 'waste', change => '0 changes nothing.' ],
	[ '0', 'fix', change => '0 changes nothing.' ],
	[ '25', 'waste', change => 'Only 24 are left.' ],
	[ '-25', 'fix', change => 'Only 24 are left.' ],
	[ '2147483624', 'restock', change => sprintf $most_is, 2147483623 ],
	[ '2147483648', 'count', change => sprintf $most_is, 2147483647 ],
	[ '-2147483648', 'fix', change => sprintf $least_is, -2147483647 ],
	[ '-99999999999999999999', 'waste', change => sprintf $least_is, -2147483647 ],
	[ '1', '', reason => 'This field is required.' ],
	[ '1', 'sale', reason => sprintf $choice, 'sale' ],
	[ '1', 'Fix', reason => sprintf $choice, 'Fix' ],
) {
	my ($number, $reason, $field, $text) = @$_;
	my $shown = refused_with($field, $text, "$reason '$number'",
		change($number, $reason, note => 'kept'));

	like($shown, qr/name="change" [^>]*value="\Q$number\E"/, '... the number stays');
	like($shown, qr/name="note" [^>]*value="kept"/, '... and the note');
	like($shown, qr/name="stock" [^>]*value="24"/, '... beside the product as it is');
}
refused_with('note', 'Ensure this value has at most 200 characters (it has 201).', 'a long note',
	change(1, 'fix', note => "\xc3\xa9" x 201));
like(served(200, 'markup in a reason', $page, form({ change(1, '<b>') }))->{body},
	qr/Select a valid choice\. &lt;b&gt; is/, '... is escaped');
is(ledger(), $before, 'none of them changed anything');

# ---- undo ----

sub undo ($number) { return (action => 'undo', number => $number) }
sub newest { return query("SELECT max(number) FROM stock_change WHERE product_seq = 1") }

my $wasted = newest();
like(ask($page, jar => $siti)->{body}, qr{<button [^>]*name="number" value="$wasted">Undo<},
	'what was wasted can be undone');
done($page, 'The stock is now 25.', '... and is', undo($wasted));
is(ledger(1), '+1,fix,siti', '... by an opposite row');
$body = ask($page, jar => $siti)->{body};
unlike($body, qr/value="$wasted"/, '... once');
like($body, qr{<td class="actions">\s*<span class="badge">Undone</span>}, '... which is shown');
done($page, 'That was undone before.', '... and not again', undo($wasted));
my $sale = query("SELECT number FROM stock_change WHERE reason = 'sale'");
unlike($body, qr/value="$sale"/, 'what was sold cannot be undone');
done($page, 'That belongs to an order: cancel the order instead.', '... nor by hand', undo($sale));
done($page, 'The stock is now 5.', 'few are left', change(-20, 'waste'));
my $counted = query('SELECT number FROM stock_change WHERE quantity = 25 AND product_seq = 1');
done($page, 'That cannot be undone: fewer are left than it would take away.', 'what was sold since cannot be taken back',
	undo($counted));
is(stock(), 5, '... and nothing happened');
refused(404, qr/has no change \d+/, "a change that is none: $_", $page, form({ undo($_) }))
	for 0, newest() + 1, '9223372036854775807';
refused(404, qr/has no change 0/, "a change that is no number: $_", $page, form({ undo($_) }))
	for '', '-1', 'x', '1.0', '9223372036854775808';
refused(404, qr/has no change 0/, 'no change at all', $page, form({ action => 'undo' }));

# ---- whose it is ----

refused(400, qr/no such action/, 'an unknown action', $page, form({ action => 'burn' }));
for my $other ($coffee, '99999999-2222-4333-8444-555555555555', 'nope') {
	refused(404, qr/no product|not a product's id/, "the stock of $other is not there",
		"edit_product/$other", form({ change(1, 'fix') }));
	refused(404, qr/no product|not a product's id/, '... nor can it be undone',
		"edit_product/$other", form({ undo(1) }));
}
is(stock($coffee), 17, "... so somebody else's stays");
is(header(ask($page, posted(urlencoded(change(1, 'fix')))), 'Location'),
	"/login?next=/edit_product/$tea", 'a guest has to sign in');
refused(403, qr/CSRF/, 'a forged change', $page, form({ change(1, 'fix') }, trusted => 0));
is(header(served(303, 'a form with files', $page, form({}, body => join("\r\n",
	map({ ("--b", "Content-Disposition: form-data; name=\"$_->[0]\"", '', $_->[1]) }
		[ action => 'stock' ], [ change => 1 ], [ reason => 'fix' ]), "--b--\r\n"),
	type => 'multipart/form-data; boundary=b')), 'Location'), "/$page", '... will do, too');
is(stock(), 6, '... and counts');
like(served(200, 'in Indonesian', $page, jar => { %$siti, language => 'id' })->{body},
	qr{<html lang="id"}, '... it is a page, too');

# ---- a long history ----

query("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
	INSERT INTO stock_change (product_seq, number, quantity, reason, made, made_by)
	SELECT 3, i + 1, CASE i % 2 WHEN 1 THEN -1 ELSE 1 END, 'fix', i, 'siti' FROM n");
my $long = served(200, 'a long history', "edit_product/$most", jar => $siti);
is(scalar(() = $long->{body} =~ /<th scope="row">/g), 50, '... shows the newest');
like($long->{body}, qr/What happened before is not shown\./, '... and says so');
cmp_ok($long->{seconds}, '<', 1, '... in no time');
unlike(ask("edit_product/$avocado", jar => $siti)->{body}, qr/<table>/, 'none is no table');

# ---- many at once ----

sub all_at_once (@forms)
{
	return map { end($_) } map { begin($page, form($_, jar => { %$siti })) } @forms;
}

done($page, 'The stock is now 10.', 'ten are there', change(10, 'count'));
my @faults = grep { $_ } map { faults($_, 303) } all_at_once(({ change(1, 'restock') }) x 20);
is("@faults", '', '20 at once bring one each');
is(stock(), 30, '... and none is lost');
my @answers = all_at_once(({ change(2, 'waste') }) x 20);
is(scalar(grep { $_->{status} == 303 } @answers), 15, '20 at once take two each: 15 can');
is(scalar(grep { $_->{status} == 200 && $_->{body} =~ /Only 0 are left\./ } @answers), 5,
	'... and the others are told');
is(stock(), 0, '... when nothing is left');
my $last = newest();
@answers = all_at_once(({ undo($last) }) x 8);
is(scalar(grep { $_->{status} == 303 } @answers), 8, 'eight at once undo one change');
is(query("SELECT count(*) FROM stock_change WHERE product_seq = 1 AND undoes = $last"), 1,
	'... once');
is(stock(), 2, '... which brings two back');

is(join(' ', query('SELECT id FROM product WHERE seq <> 3 AND stock <> (SELECT coalesce(
	sum(quantity), 0) FROM stock_change WHERE product_seq = seq)')), '',
	'every stock is the sum of its ledger');
served(303, 'the product is deleted', "delete_product/$tea", form({}));
is(query('SELECT count(*) FROM stock_change WHERE product_seq = 1'), 0, '... and its history');

done_testing;
