#!/usr/bin/perl
# orders, orders/ID, receipt/SECRET: who sees an order, what can be done with it, and how it is paid.
use v5.36;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Encode qw(encode_utf8);
use Test::More;

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);

use constant {
	DAY => 1727845567089012,    # 2 October 2024, 05:06 UTC
	COFFEE => '44444444-2222-4333-8444-555555555555',
};
my %IDS = (siti => 1, budi => 2, tono => 3);

# A text, a number or NULL, as SQL writes it.
sub sql ($value)
{
	return 'NULL' unless defined $value;
	return "'" . $value =~ s/'/''/gr . "'";
}

# order COLUMN => VALUE ...: an order is placed: siti sells to budi, two things.  Its id.
sub order (%with)
{
	my $lines = delete $with{lines} // [ [ 'Tahu', 500, 2 ], [ 'Tempe', 6000, 1 ] ];
	state $placed = 0;
	my %order = (buyer => 'budi', seller => 'siti', phone => '', token => 't' . ++$placed,
		state => 'placed', total => 7000, placed => DAY, %with);
	$order{buyer_id} = $IDS{ $order{buyer} } unless exists $order{buyer_id};
	$order{seller_id} = $IDS{ $order{seller} } unless exists $order{seller_id};
	my @columns = sort keys %order;
	my $id = put("INSERT INTO orders (@{[ join ', ', @columns ]}) VALUES ("
		. join(', ', map { sql($order{$_}) } @columns) . ') RETURNING id');
	my $number = 0;

	put("INSERT INTO order_line VALUES ($id, " . ++$number . ", '" . COFFEE . "', "
		. join(', ', map { sql($_) } @$_) . ')') for @$lines;
	put("INSERT INTO order_change VALUES ($id, 1, 'placed', " . DAY . ', '
		. sql($order{buyer_id} ? $order{buyer} : '') . ')');
	return $id;
}

sub put ($sql) { return scalar query(encode_utf8($sql)) }

# The page as characters.
sub page ($route, %with)
{
	my $body = ask($route, %with)->{body};

	utf8::decode($body);
	return $body;
}

# The options of a click on a button.
sub click ($jar, @fields)
{
	return (jar => { %$jar }, trusted => 1, body => urlencoded(@fields));
}

# The page that a click leads to; it must be the order's own.
sub clicked ($what, $id, $jar, $action)
{
	my $kept = { %$jar };
	my $answer = served(303, $what, "orders/$id", jar => $kept, trusted => 1,
		body => urlencoded(action => $action));

	is(header($answer, 'Location'), "/orders/$id", '... and leads back');
	return page("orders/$id", jar => $kept);
}

# shows PAGE, TEXT, WHAT; hides PAGE, TEXT, WHAT.
sub shows ($body, $text, $what)
{
	ok(index($body, $text) >= 0, $what) or diag("no: $text\n$body");
}

sub hides ($body, $text, $what)
{
	ok(index($body, $text) < 0, $what) or diag("there is: $text\n$body");
}

# What is to be handed out, what was sold, and what was bought.
sub sections ($body)
{
	return $body =~ m{(<section\ class="orders"\ aria-labelledby="open">.*)
		(<section\ class="orders"\ aria-labelledby="sold">.*)
		(<section\ class="orders"\ aria-labelledby="bought">.*)}sx;
}

sub rows ($body) { return $body =~ m{<a href="/orders/(\d+)">Order}g }

shop_data();
my %jar = map { $_ => sign_in($_) } keys %IDS;

# ---- the list ----

my $guest = served(302, 'a guest', 'orders');
is(header($guest, 'Location'), '/login?next=/orders', '... has to sign in');
my $empty = page('orders', jar => $jar{tono});
shows($empty, 'There is nothing to hand out.', 'nothing is to be handed out');
shows($empty, 'No order has been handed out yet.', '... nothing was');
shows($empty, 'You have not ordered anything here.', '... and nothing bought');
hides($empty, '<table', '... and there is no table');

my $first = order();
my $bought = order(buyer => 'siti', seller => 'budi', lines => [ [ 'Kopi', 48000, 1 ] ], total => 48000);
my $list = served(200, 'the list', 'orders', jar => $jar{siti});
like(header($list, 'Cache-Control'), qr/no-store/, '... is kept by no cache');
utf8::decode(my $body = $list->{body});
my ($sold, $past, $own) = sections($body);
is(join(' ', rows($sold)), $first, '... has what is to be handed out');
hides($past, '<table', '... nothing that was');
is(join(' ', rows($own)), $bought, '... and what was bought, apart');
shows($sold, '2 × Tahu and 1 more', '... in a few words');
shows($own, '<td data-label="Products">1 × Kopi</td>', '... a single thing in fewer');
shows($sold, '<td data-label="Buyer">budi</td>', '... with the buyer');
shows($own, '<td data-label="Seller">budi</td>', '... or the seller');
shows($sold, '<td class="date" data-label="Ordered on">2 October 2024</td>', '... the day');
shows($sold, '>Rp7,000</td>', '... the total');
shows($sold, '<span class="badge">Placed</span>', '... and the state');
is(join(' ', rows(page('orders', jar => $jar{tono}))), '', 'a stranger has none of it');
is(join(' ', rows(page('orders', jar => $jar{budi}))), "$bought $first", 'the other side has both');

# ---- one order ----

my $seller = page("orders/$first", jar => $jar{siti});
my $buyer = page("orders/$first", jar => $jar{budi});
for ([ 'the seller', $seller ], [ 'the buyer', $buyer ]) {
	my ($who, $shown) = @$_;

	shows($shown, "<h1>Order $first</h1>", "$who sees the order");
	shows($shown, 'Tahu<br><span class="helptext">2 × Rp500</span>', '... its lines');
	shows($shown, '<td class="number">Rp1,000</td>', '... each with its sum');
	shows($shown, '<td class="number price">Rp7,000</td>', '... the total');
	like($shown, qr{<dd>2 October 2024, 05:06\s*</dd>}, '... when it was placed');
	like($shown, qr{<h3>Placed</h3><p>2 October 2024, 05:06\s* · budi</p>}, '... and what happened');
}
shows($buyer, 'Pay when you pick up your order.', 'the buyer reads how to pay');
hides($seller, 'Pay when you pick up your order.', '... the seller need not');

served(302, 'a guest sees no order', "orders/$first");
for my $path ($first, 999, 0, '-1', "$first.", '1e0', 'x', '9223372036854775807', '9223372036854775808',
	"$first/x") {
	refused(404, qr/has no order|no such path/, "a stranger: orders/$path", "orders/$path",
		jar => $jar{tono});
	refused(404, qr/has no order|no such path/, '... nor is there a form', "orders/$path",
		click($jar{tono}, action => 'cancel'));
}
refused(404, qr/has no order/, 'no form without an order', 'orders', click($jar{siti}, action => 'paid'));
is(put("SELECT state FROM orders WHERE id = $first"), 'placed', 'and nothing changed');
refused(400, qr/no such action: eat/, 'an unknown action', "orders/$first", click($jar{siti}, action => 'eat'));
refused(400, qr/no such action/, 'no action', "orders/$first", click($jar{siti}));
put('UPDATE user SET is_active = 0 WHERE id = 2');
served(302, 'a closed account sees nothing', "orders/$first", jar => { %{ $jar{budi} } });
put('UPDATE user SET is_active = 1 WHERE id = 2');

# ---- what can be done with it ----

my $GIVE_BACK = 'It was paid: please give the money back.';
my %done = (paid => 'marked as paid', ready => 'marked as ready for pick-up', done => 'marked as handed out',
	cancel => 'cancelled');
# What the seller may still do in each state, and what comes of it; "+": the money has come.
my %steps = (
	'placed' => { paid => 'paid+', ready => 'ready', done => 'done', cancel => 'cancelled' },
	'paid+' => { ready => 'ready+', done => 'done+', cancel => 'cancelled+' },
	'ready' => { paid => 'ready+', done => 'done', cancel => 'cancelled' },
	'ready+' => { done => 'done+', cancel => 'cancelled+' },
	'done' => { paid => 'done+' },
	'done+' => {}, 'cancelled' => {}, 'cancelled+' => {},
);
# What has come about already, so that to ask for it again is no mistake.
my %so_already = ('paid+' => 'paid', 'ready' => 'ready', 'ready+' => 'paid ready', 'done' => 'done',
	'done+' => 'paid done', 'cancelled' => 'cancel', 'cancelled+' => 'cancel');

sub state_of ($id)
{
	return put("SELECT state || iif(paid IS NULL, '', '+') FROM orders WHERE id = $id");
}

sub changes ($id) { return put("SELECT count(*) FROM order_change WHERE order_id = $id") }

# One button, clicked by seller or buyer in one state.
sub step ($state, $action, $who)
{
	my $id = order(state => $state =~ s/\+//r, paid => $state =~ /\+/ ? DAY : undef);
	my $may = $steps{$state}{$action};
	$may = undef if $who eq 'budi' && "$state $action" ne 'placed cancel';
	my $already = !$may && ($so_already{$state} // '') =~ /\b$action\b/
		&& ($who eq 'siti' || $action eq 'cancel');
	my $before = page("orders/$id", jar => $jar{$who});
	my $what = "$who: $state: $action";

	is($before =~ /name="action" value="$action"/ ? 1 : 0, $may ? 1 : 0, "$what: the button");
	my $after = clicked("$what: the form", $id, $jar{$who}, $action);
	is(state_of($id), $may // $state, $may ? '... does it' : '... changes nothing');
	is(changes($id), $may ? 2 : 1, '... and is written down once');
	if ($may || $already) {
		my $back = $action eq 'cancel' && $state =~ /\+/ && $who eq 'siti' ? " $GIVE_BACK" : '';

		like($after, qr{<li class="success">The order is $done{$action}\.\Q$back\E</li>}, '... and said');
	} else {
		like($after, qr{<li class="error">[^<]+</li>}, '... and says why');
	}
	return $after;
}

for my $state (sort keys %steps) {
	for my $who (qw(siti budi)) {
		step($state, $_, $who) for sort keys %done;
	}
}
shows(step('placed', 'paid', 'budi'), 'Only the seller can do that.', 'a buyer is told who can');
shows(step('paid+', 'cancel', 'budi'), 'Please ask the seller to cancel it.', '... and whom to ask');
shows(step('done+', 'ready', 'siti'), 'This order was handed out', 'a seller is told what has happened');
shows(step('cancelled', 'done', 'siti'), 'This order was cancelled', '... and what else');

shows(step('cancelled+', 'paid', 'siti'), 'This order was cancelled', '... also of money');

my $returned_money = order(state => 'cancelled', paid => DAY);
shows(page("orders/$returned_money", jar => $jar{siti}), "<p>$GIVE_BACK</p>", 'the page reminds the seller');
hides(page("orders/$returned_money", jar => $jar{budi}), $GIVE_BACK, '... not the buyer');
hides(page('orders/' . order(state => 'cancelled'), jar => $jar{siti}), $GIVE_BACK, '... and of nothing that was not paid');

my $late = order(state => 'ready');
my $noted = clicked('money that comes late', $late, $jar{siti}, 'paid');
hides($noted, 'Not paid yet', '... is noted');
like($noted, qr{<h3>Paid</h3><p>[^<]+ · siti</p>}, '... with who did it');
shows(page("orders/$late", jar => $jar{budi}), 'Ready for pick-up', '... and the order stays ready');

my $credit = order(state => 'ready');
my $doubted = page("orders/$credit", jar => $jar{siti});
my ($details) = $doubted =~ m{(<details>\s*<summary[^>]*>Mark as handed out</summary>.*?</details>)}s;
like($details // '', qr{This order is not paid yet\..*value="done"}s, 'to hand out what is not paid asks once more');
hides(page('orders/' . order(state => 'paid', paid => DAY), jar => $jar{siti}), 'This order is not paid yet.',
	'... and not when it is');
my $owed = clicked('what is handed out on credit', $credit, $jar{siti}, 'done');
shows($owed, 'Not paid yet', '... is not paid');
shows($owed, '>Mark as paid</button>', '... and can be');
shows((sections(page('orders', jar => $jar{siti})))[1], 'Not paid yet', '... as the list says');
my $debt = page("orders/$credit", jar => $jar{budi});
shows($debt, 'How to pay', '... its buyer reads how');
hides($debt, 'Pay when you pick up your order.', '... which has happened');
my $settled = clicked('... and pays later', $credit, $jar{siti}, 'paid');
like($settled, qr{<h3>Paid</h3><p>[^<]+ · siti</p>}, '... which is written down');
hides($settled, 'Not paid yet', '... and seen');

my $stock = put("SELECT stock FROM product WHERE id = '" . COFFEE . "'");
my $returned = order(seller => 'budi', buyer => 'siti', lines => [ [ 'Kopi', 48000, 2 ] ]);
clicked('a cancelled order', $returned, $jar{siti}, 'cancel');
clicked('... which is cancelled again', $returned, $jar{siti}, 'cancel');
is(put("SELECT stock FROM product WHERE id = '" . COFFEE . "'"), $stock + 2, '... goes back into the stock, once');

# ---- how to pay ----

put("UPDATE user SET phone = '628123456789', qris = 'qqqqqqqqqqqqqqqqqqqqqq-300x400.jpg',
	bank_account = 'BCA 123' || char(13, 10) || 'a.n. <b>Siti</b>' WHERE id = 1");
my $pay = page("orders/$first", jar => $jar{budi});
shows($pay, "BCA 123\r\na.n. &lt;b&gt;Siti&lt;/b&gt;</p>", 'the bank account');
like($pay, qr{<img class="qris" src="/media/q{22}-300x400\.jpg" width="300" height="400" alt="QRIS code of siti">},
	'the QRIS code');
my @amounts = $pay =~ m{exactly this amount: <strong>Rp7,000</strong>}g;
is(@amounts, 2, '... both with the amount');
hides(page("orders/$first", jar => $jar{siti}), 'BCA 123', 'the seller does not see it');
for my $state ('paid', 'cancelled') {
	my $id = order(state => $state, paid => $state eq 'paid' ? DAY : undef);

	hides(page("orders/$id", jar => $jar{budi}), 'How to pay', "nor who has an order that is $state");
}

# ---- the receipt ----

# The link that a page has to its receipt.
sub receipt_of ($id, $who)
{
	my ($link) = page("orders/$id", jar => $jar{$who}) =~ m{href="/(receipt/[^"]+)"};

	return $link;
}

my $link = receipt_of($first, 'budi');
like($link, qr{\Areceipt/$first-[0-9a-f]{32}\z}, 'the link to a receipt');
is(receipt_of($first, 'siti'), $link, '... is the same for the seller');
my $receipt = served(200, 'whoever has it', $link);
like(header($receipt, 'Cache-Control'), qr/no-store/, '... no cache keeps it');
is(header($receipt, 'X-Robots-Tag'), 'noindex', '... no search engine finds it');
utf8::decode(my $paper = $receipt->{body});
shows($paper, "<h1>Order $first</h1>", '... it has the number');
shows($paper, '<dd>siti</dd>', '... the seller');
shows($paper, '2 × Rp500', '... the lines');
shows($paper, '<td class="number price">Rp7,000</td>', '... the total');
shows($paper, 'Not paid yet', '... that it is not paid');
shows($paper, 'BCA 123', '... how it can be');
shows($paper, 'Thank you for shopping with us!', '... and thanks');
hides(page(receipt_of(order(state => 'cancelled'), 'budi')), 'Thank you', '... but none for what was cancelled');
clicked('when it is paid', $first, $jar{siti}, 'paid');
$paper = page($link);
shows($paper, 'Paid on', '... it says so');
hides($paper, 'BCA 123', '... and no longer how');
hides($paper, 'Not paid yet', '... nor that it is not');

my $other = order(token => 'other');
my ($signature) = $link =~ /-(\w+)/;
my ($foreign) = receipt_of($other, 'budi') =~ /-(\w+)/;
isnt($foreign, $signature, 'another order has another signature');
for my $secret ("$other-$signature", "$first-$foreign", "$first-", $first, '', "-$signature", "$first-${signature}0", "$first-" . uc $signature,
	"0$first-$signature", "+$first-$signature", "%20$first-$signature",
	"$first-" . substr($signature, 1), "$first$signature", "999-$signature", "99999999999999999999-$signature",
	"$first-$signature-", "$first-$signature/x", "$first-$signature%00") {
	refused(404, qr/no such receipt|no such path|NUL/, "receipt/$secret", "receipt/$secret");
}
put("UPDATE orders SET token = 'changed' WHERE id = $other");
refused(404, qr/no such receipt/, 'a link holds for its checkout only', "receipt/$other-$foreign");
refused(405, qr/method/, 'nothing can be sent to a receipt', $link, posted('action=paid'));

# ---- a guest ----

my $evil = qq{<script>alert("x")</script>&'};
my %checkout = (buyer => "Bu $evil", buyer_id => undef, phone => '0812-3456-789', token => 'guest',
	lines => [ [ "Sabun $evil", 3500, 2 ] ], total => 7000);
my $left = order(%checkout);
my $right = order(%checkout, seller => 'tono');
my $for_seller = page("orders/$left", jar => $jar{siti});
shows($for_seller, '<dd>0812-3456-789</dd>', 'the seller sees a guest’s number');
hides($for_seller, 'Ordered together', '... but not what else was ordered');
hides($for_seller, '<script', '... and names are escaped');
shows($for_seller, 'Bu &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#x27;', '... all of them');
shows($for_seller, 'Sabun &lt;script&gt;', '... of products, too');
hides(page('orders', jar => $jar{siti}), '<script', '... in the list, too');
my $guest_link = receipt_of($left, 'siti');
my $together = page($guest_link);
hides($together, '<script', '... and on the receipt');
hides($together, "Order $right", '... which says nothing of what was ordered elsewhere');
hides($together, '0812-3456-789', '... nor the guest’s number');
refused(404, qr/has no order/, 'a guest’s order is nobody else’s', "orders/$left", jar => $jar{tono});

my $pair = order(token => 'pair');
my $sister = order(token => 'pair', seller => 'tono');
shows(page("orders/$pair", jar => $jar{budi}), qq{<a href="/orders/$sister">Order $sister</a> · tono},
	'a member’s orders lead to each other');

# ---- WhatsApp ----

my %spoken = (HTTP_HOST => 'warung.example:8080', HTTPS => 'on', SERVER_PORT => 443);

sub chat ($route, %with)
{
	my ($link) = page($route, %with) =~ m{<a class="button" href="(https://wa\.me/[^"]+)" rel="noopener noreferrer">};

	return $link // '';
}

sub expected ($phone, $text) { return "https://wa.me/$phone?text=" . urlencoded('', encode_utf8($text)) =~ s/^=//r }

my $wanted = order(lines => [ [ 'Kopi & "Gayo" 100% é', 48000, 2 ], [ 'Tahu', 500, 1 ] ], total => 96500);
my ($wanted_receipt) = receipt_of($wanted, 'budi');
my $text = "Order $wanted\n2 × Kopi & \"Gayo\" 100% é: Rp96,000\n1 × Tahu: Rp500\nTotal: Rp96,500";
is(chat("orders/$wanted", jar => $jar{budi}), expected('628123456789', "$text\nhttp://localhost/$wanted_receipt"),
	'a buyer writes to the seller');
is(chat($wanted_receipt, env => \%spoken),
	expected('628123456789', "$text\nhttps://warung.example:8080/$wanted_receipt"),
	'... from the receipt, too, wherever the shop is');
is(chat($wanted_receipt, env => { HTTP_HOST => undef, SCRIPT_NAME => '/~me/cgi-bin/receipt' }),
	expected('628123456789', $text), '... without an address that is not known');
is(chat($wanted_receipt, env => { HTTP_ACCEPT_LANGUAGE => 'id', HTTP_HOST => undef }),
	expected('628123456789', "Pesanan $wanted\n2 × Kopi & \"Gayo\" 100% é: Rp96.000\n1 × Tahu: Rp500\nTotal: Rp96.500"),
	'... in Indonesian');
is(chat("orders/$wanted", jar => $jar{siti}), '', 'a member left no number');
like(chat("orders/$left", jar => $jar{siti}), qr{\Ahttps://wa\.me/628123456789\?text=Order%20$left%0A},
	'a seller writes to a guest');
my $odd = order(buyer => 'Odd', buyer_id => undef, phone => 'x" onclick="y');
is(chat("orders/$odd", jar => $jar{siti}), '', '... unless that is no number');
my $many = order(lines => [ map { [ "Thing $_", 100, 1 ] } 1 .. 12 ], total => 1200);
my $few = chat("orders/$many", jar => $jar{budi});
like($few, qr{Thing%2010%3A%20Rp100%0Aand%202%20more%0ATotal}, 'of many things only some are listed');
my $wide = order(lines => [ map { [ "\x{1F35B}" x 255, 999999999999, 2147483647 ] } 1 .. 10 ], total => 9e18);
cmp_ok(length chat("orders/$wide", jar => $jar{budi}), '<', 8000, 'an address that no server finds too long');
my $wordy = order(lines => [ [ 'é' x 41, 100, 1 ] ], total => 100);
like(chat("orders/$wordy", jar => $jar{budi}), qr{%20(?:%C3%A9){40}%3A%20Rp100}, '... names are cut between letters');

put("UPDATE user SET phone = '628987654321' WHERE username = 'budi'");
like(chat("orders/$wanted", jar => $jar{siti}), qr{\Ahttps://wa\.me/628987654321\?text=Order%20$wanted%0A},
	'a seller writes to a member who has given a number');
shows(page("orders/$wanted", jar => $jar{siti}), '<dd>+628987654321</dd>', '... and sees it');

# ---- what is gone ----

my $gone = order();
put("INSERT INTO user (id, username, username_key, password, date_joined) VALUES (9, 'pergi', 'pergi', '', 0)");
my $orphan = order(seller => 'pergi', seller_id => 9);
put('DELETE FROM user WHERE id = 9');
put("DELETE FROM product WHERE id = '" . COFFEE . "'");
shows(page("orders/$gone", jar => $jar{siti}), 'Tahu', 'an order outlives its product');
my $left_alone = page("orders/$orphan", jar => $jar{budi});
shows($left_alone, '<dd>pergi</dd>', '... and its seller');
hides($left_alone, 'wa.me', '... who cannot be written to');
clicked('... and can be cancelled', $orphan, $jar{budi}, 'cancel');
put('UPDATE orders SET buyer_id = NULL WHERE id = ' . $gone);
shows(page("orders/$gone", jar => $jar{siti}), '<dd>budi</dd>', '... and its buyer');
refused(404, qr/has no order/, '... who is not whoever has that name now', "orders/$gone", jar => $jar{budi});

# ---- languages and currencies ----

my %indonesian = (env => { HTTP_ACCEPT_LANGUAGE => 'id' });
my $rupiah = page("orders/$wanted", jar => $jar{budi}, %indonesian);
shows($rupiah, 'Rp96.500', 'rupiah in Indonesian');
like($rupiah, qr/<dd>2 Oktober 2024, 05:06/, '... and the day');
put("INSERT INTO setting VALUES ('currency_decimals', '2')");
shows(page("orders/$wanted", jar => $jar{budi}), '$965.00', 'dollars');
shows(page("orders/$wanted", jar => $jar{budi}, %indonesian), '$965,00', '... in Indonesian');
put("DELETE FROM setting");

# ---- page by page ----

put("DELETE FROM $_") for qw(orders order_line order_change);
put("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 120)
	INSERT INTO orders (id, buyer_id, seller_id, buyer, seller, phone, token, state, total, placed)
	SELECT i, 3 - (i % 2), 1 + i % 2, 'b', 's', '', 'p' || i, 'done', i, @{[ DAY ]} FROM n");
put("INSERT INTO order_line SELECT id, 1, '" . COFFEE . "', 'Kopi', id, 1 FROM orders");

put("UPDATE orders SET state = iif(id % 3 = 0, 'ready', 'placed') WHERE id <= 110 AND id % 11 <> 0");

# All the pages of a section, as ids, and the first page of the other ones.
sub pages ($section)
{
	my ($route, @ids, $pages) = ('orders');

	while ($route) {
		my %part;

		@part{qw(open sold bought)} = sections(page($route, jar => $jar{budi}));
		push @ids, rows($part{$section});
		last if ++$pages > 9;
		($route) = $part{$section} =~ m{rel="next" href="/([^"]+)"};
		$route =~ s/&amp;/&/g if $route;
	}
	return join ' ', @ids;
}

my $is_open = "state IN ('placed', 'ready')";
is(pages('open'), join(' ', query("SELECT id FROM orders WHERE seller_id = 2 AND $is_open ORDER BY id")),
	'all pages of what is to be handed out, oldest first, without gap or repeat');
put("UPDATE orders SET state = iif(state = 'done', 'ready', iif(id % 2, 'done', 'cancelled'))");
is(pages('sold'), join(' ', query("SELECT id FROM orders WHERE seller_id = 2 AND NOT $is_open ORDER BY id DESC")),
	'... of what was sold, newest first');
is(pages('bought'), join(' ', query('SELECT id FROM orders WHERE buyer_id = 2 ORDER BY id DESC')),
	'... and of what was bought');
my $all = page('orders?open=7&sold=100&bought=50', jar => $jar{budi});
like($all, qr{href="/orders\?sold=100&amp;bought=50">First page}, 'one section goes back');
like($all, qr{href="/orders\?open=7&amp;bought=50">First page}, '... while the other ones stay');
like($all, qr{href="/orders\?open=7&amp;sold=100">First page}, '... each of them');
for my $section (qw(open sold bought)) {
	served(200, "orders?$_", "orders?$_", jar => $jar{budi})
		for map { "$section=$_" } 'x', '-1', '99999999999999999999', '';
}

done_testing();
