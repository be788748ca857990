#!/usr/bin/perl
# checkout: a cart becomes orders, whole or not at all, and once, whoever sends what how often.
use v5.36;
use FindBin;
use lib $FindBin::Bin;

use Cgi qw(:DEFAULT anew keep_shop send_form);
use Test::More;

my $tea = '11111111-2222-4333-8444-555555555555';      # siti's, 15000, 3 are left
my $coffee = '44444444-2222-4333-8444-555555555555';   # budi's, 48000, 17 are left
my @guest = (name => 'Ibu Ani', phone => '0812-3456 7890');

shop_data();
keep_shop();

# ---- what visitors do ----

sub guest () { return { csrftoken => SECRET } }

# A visitor with so much of these products in the cart.
sub with_cart ($jar, @cart)
{
	while (my ($product, $quantity) = splice @cart, 0, 2) {
		my $answer = send_form('cart', $jar, action => 'add', product => $product,
			quantity => $quantity);

		die "the cart answers $answer->{status}\n" if $answer->{status} != 303;
	}
	ask('cart', jar => $jar);   # where the messages are read
	return $jar;
}

sub token_in ($answer)
{
	return $answer->{body} =~ /name="order_token" value="(\w+)"/ ? $1 : undef;
}

# The fields of a checkout's form as it is now.
sub form ($jar, @fields)
{
	return (order_token => token_in(ask('checkout', jar => $jar)) // '', @fields);
}

# goes ANSWER, PATTERN, WHAT: it is 303 to there.  shows: it is a page with that in it.
sub goes ($answer, $pattern, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	judge($answer, 303, undef, $what);
	like(header($answer, 'Location'), $pattern, '... and where it leads');
}

sub shows ($answer, $pattern, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	judge($answer, 200, undef, $what);
	like($answer->{body}, $pattern, '... and what is said');
}

sub stored ($sql, $expected, $what)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is(join(' ', query($sql)), $expected, $what);
}

# The quantities in a cart.
sub in_cart ($jar)
{
	return join ' ', ask('cart', jar => $jar)->{body} =~ /name="quantity"[^>]* value="(\d+)"/g;
}

# What holds, whatever was done.
sub whole ()
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	stored('SELECT count(*) FROM product WHERE stock <> (SELECT coalesce(sum(quantity), 0) ' .
		'FROM stock_change WHERE product_seq = seq)', 0, '... every stock is its ledger');
	stored('SELECT count(*) FROM orders WHERE total IS NOT (SELECT sum(price * quantity) ' .
		'FROM order_line WHERE order_id = id)', 0, '... every total that of its lines');
	stored('PRAGMA integrity_check', 'ok', '... the database is whole');
	stored('PRAGMA foreign_key_check', '', '... and its references');
}

# The stocks are those of the fixture.
sub nothing_ordered ()
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	stored('SELECT count(*) FROM orders', 0, '... nothing is ordered');
	stored('SELECT stock FROM product ORDER BY id LIMIT 4', '3 0 2147483647 17',
		'... no stock has changed');
	whole();
}

# ---- the form ----

anew('the form');
my $ani = guest();
goes(ask('checkout', jar => $ani), qr{\A/cart\z}, 'without a cart there is no checkout');
shows(ask('cart', jar => $ani), qr/There is nothing in your cart to order\./, 'the cart');
is(scalar(() = glob "$Cgi::data/sessions/*"), 0, '... and who looks around gets no session');
with_cart($ani, $tea, 2);
my $page = ask('checkout', jar => $ani);
shows($page, qr/Rp30,000/, 'a guest at the checkout');
like($page->{body}, qr/<input type="text" name="name"/, '... is asked for a name');
like($page->{body}, qr/<input type="tel" name="phone"/, '... and a phone number');
like($page->{body}, qr{href="/login\?next=/checkout"}, '... or may sign in');
unlike($page->{body}, qr/an order of its own/, '... and reads nothing of several sellers');
is(token_in(ask('checkout', jar => $ani)), token_in($page), '... and gets the same token again');
my $budi = with_cart(sign_in('budi'), $tea, 1);
$page = ask('checkout', jar => $budi);
shows($page, qr/Rp15,000/, 'a member at the checkout');
unlike($page->{body}, qr/name="phone"/, '... is asked for nothing');
unlike($page->{body}, qr{/login\?}, '... nor to sign in');
like(join(' ', map { "@$_" } @{ $page->{headers} }), qr/Cache-Control [^:]*no-store/,
	'... and no cache keeps that');
nothing_ordered();

# ---- an order ----

anew('a member orders');
$budi = with_cart(sign_in('budi'), $tea, 1);
my @form = form($budi);
goes(send_form('checkout', $budi, @form), qr{\A/orders/1\z}, 'a member orders');
shows(ask('cart', jar => $budi), qr/Thank you! Your order has been placed\./, 'the next page');
is(in_cart($budi), '', '... the cart is empty');
stored('SELECT buyer_id, seller_id, buyer, seller, phone, state, total, paid FROM orders',
	'2|1|budi|siti||placed|15000|', '... the order is there');
stored('SELECT product_id, name, price, quantity FROM order_line',
	$tea . q{|Tea & "Milk" <b>é'</b>|15000|1}, '... with its line');
stored('SELECT state, made_by FROM order_change', 'placed|budi', '... and who placed it');
stored("SELECT quantity, made_by, order_id FROM stock_change WHERE reason = 'sale'", '-1|budi|1',
	'... and what it took');
whole();
goes(send_form('checkout', $budi, @form), qr{\A/orders/1\z}, 'the same form once more');
shows(ask('cart', jar => $budi), qr/You have placed this order already/, 'the next page');
with_cart($budi, $tea, 1);
goes(send_form('checkout', $budi, @form), qr{\A/orders/1\z}, '... and with a newer, equal cart');
is(in_cart($budi), '1', '... which stays');
stored('SELECT count(*) FROM orders', 1, '... there is one order');
goes(send_form('checkout', $budi, form($budi)), qr{\A/orders/2\z}, '... until that is ordered');
whole();

anew('a guest orders');
$ani = with_cart(guest(), $tea, 1);
@form = form($ani, @guest);
my $answer = send_form('checkout', $ani, @form);
goes($answer, qr{\A/receipt/1-\w+\z}, 'a guest orders');
shows(ask('cart', jar => $ani), qr/Thank you! Your order has been placed\./, 'the next page');
is(in_cart($ani), '', '... the cart is empty');
stored('SELECT buyer_id, buyer, phone FROM orders', '|Ibu Ani|0812-3456 7890', '... the order');
stored("SELECT made_by FROM stock_change WHERE reason = 'sale'", '', '... is by nobody we know');
goes(send_form('checkout', $ani, @form), qr/\A\Q${\ header($answer, 'Location') }\E\z/, 'the form again');
with_cart($ani, $tea, 1);
goes(send_form('checkout', $ani, @form), qr{\A/receipt/1-}, '... and with a newer, equal cart');
is(in_cart($ani), '1', '... which stays');
stored('SELECT count(*) FROM orders', 1, '... there is one order');
goes(send_form('checkout', $ani, form($ani, @guest)), qr{\A/receipt/2-}, '... until it is ordered');
whole();

anew('a guest forgets');
$ani = with_cart(guest(), $tea, 1);
send_form('checkout', $ani, form($ani, @guest));
send_form('session', $ani, action => 'forget', name => '_ordered');
with_cart($ani, $tea, 1);
goes(send_form('checkout', $ani, form($ani, @guest)), qr{\A/receipt/2-},
	'what was ordered cannot be forgotten by itself');
send_form('session', $ani, action => 'forget');
with_cart($ani, $tea, 1);
goes(send_form('checkout', $ani, form($ani, @guest)), qr{\A/receipt/3-},
	'... and who forgets everything orders the same once more');
with_cart($ani, $coffee, 1);
send_form('checkout', $ani, form($ani, @guest));
delete $ani->{sessionid};
with_cart($ani, $coffee, 1);
goes(send_form('checkout', $ani, form($ani, @guest)), qr{\A/receipt/5-},
	'... as does who comes in a new session');
whole();

# As if the process had been killed between the commit and the saving of the session.
sub lose_the_session ($jar, @form)
{
	system('cp', '-a', "$Cgi::data/sessions", "$Cgi::place/sessions");
	send_form('checkout', { %$jar }, @form);
	system('rm', '-r', "$Cgi::data/sessions");
	rename "$Cgi::place/sessions", "$Cgi::data/sessions" or die "sessions: $!";
	is(in_cart($jar), '2', 'a cart that was ordered, but is still full');
}

anew('a session is lost');
$ani = with_cart(guest(), $tea, 2);
@form = form($ani, @guest);
lose_the_session($ani, @form);
goes(send_form('checkout', $ani, @form), qr{\A/receipt/1-}, '... leads to its order');
is(in_cart($ani), '', '... and is empty then');
$ani = with_cart(guest(), $coffee, 2);
lose_the_session($ani, form($ani, @guest));
goes(send_form('checkout', $ani, form($ani, @guest)), qr{\A/receipt/2-},
	'... from a new form, too');
is(in_cart($ani), '', '... and is empty then');
stored('SELECT count(*) FROM orders', 2, '... two orders');
whole();

anew('several sellers');
$ani = with_cart(guest(), $tea, 1, $coffee, 2);
$page = ask('checkout', jar => $ani);
shows($page, qr/You buy from 2 sellers: each of them gets an order of its own\./, 'two sellers');
like($page->{body}, qr/siti<.*Rp15,000.*budi<.*Rp96,000.*All together: <strong>Rp111,000</s,
	'... each with a total');
my $placed = send_form('checkout', $ani, form($ani, @guest));
goes($placed, qr{\A/receipt/1-}, '... the first order');
my $receipt = header($placed, 'Location') =~ s{\A/}{}r;
$page = ask($receipt, jar => $ani);
shows($page, qr{Ordered together with this.*<a href="/(receipt/2-\w+)">Order 2</a> · budi}s,
	'... leads the guest to the other');
like($page->{body}, qr/Your 2 orders have been placed, one for each seller\./, '... says so');
my ($second) = $page->{body} =~ m{/(receipt/2-\w+)};
shows(ask($second, jar => $ani), qr{<a href="/receipt/1-\w+">Order 1</a> · siti}, '... and back');
unlike(ask($receipt)->{body}, qr/Ordered together/, '... but nobody else who has the link');
stored('SELECT seller, total FROM orders ORDER BY id', 'siti|15000 budi|96000', '... two orders');
stored('SELECT count(DISTINCT token) FROM orders', 1, '... placed together');
whole();

anew('dollars');
query("INSERT INTO setting VALUES ('currency_decimals', '2')");
query("UPDATE product SET price = 1999 WHERE id = '$tea'");
$budi = with_cart(sign_in('budi'), $tea, 3);
shows(ask('checkout', jar => $budi), qr/\$59\.97/, 'dollars');
goes(send_form('checkout', $budi, form($budi)), qr{\A/orders/1\z}, '... are ordered');
stored('SELECT total FROM orders', 5997, '... to the cent');
whole();

# ---- what a guest says ----

anew('what a guest says');
$ani = with_cart(guest(), $tea, 1);
my @token = form($ani);
for (
	[ 'no name', '', '0812 3456 7890', 'This field is required.' ],
	[ 'a blank one', "\x{3000}", '0812 3456 7890', 'This field is required.' ],
	[ 'a long one', 'a' x 101, '0812 3456 7890', 'at most 100 characters (it has 101)' ],
	[ 'no number', '<b>Ani"', '', 'This field is required.' ],
	[ 'no real one', '<b>Ani"', '08x', 'Enter a telephone number' ],
	[ 'a short one', '<b>Ani"', '0812', 'Enter a telephone number' ],
) {
	my ($what, $name, $phone, $why) = @$_;

	utf8::encode($name);
	shows(send_form('checkout', $ani, @token, name => $name, phone => $phone),
		qr/\Q$why/, $what);
}
$page = send_form('checkout', $ani, @token, name => '<b>Ani"', phone => '0812');
like($page->{body}, qr/name="name"[^>]*value="&lt;b&gt;Ani&quot;"/, 'what was typed stays');
like($page->{body}, qr/name="phone"[^>]*value="0812"[^>]*aria-invalid="true"/,
	'... where it is wrong');
is(in_cart($ani), '1', '... and so does the cart');
nothing_ordered();
goes(send_form('checkout', $ani, order_token => token_in($page), name => 'Ani',
	phone => '+62 (0)812 3456 7890'), qr{\A/receipt/1-}, '... until it is right');

# ---- what is no longer so ----

# Nothing is ordered, and the form comes again, with which it is.
sub asks_again ($what, $jar, @fields)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $again = send_form('checkout', $jar, @fields);

	shows($again, qr/Nothing was ordered: something in your cart has changed since/, $what);
	nothing_ordered();
	goes(send_form('checkout', $jar, order_token => token_in($again), @guest),
		qr{/1(?:-\w+)?\z}, '... what it shows then can be ordered');
	stored('SELECT count(*) FROM orders', 1, '... once');
	whole();
}

for (
	[ 'a missing token', () ],
	[ 'an empty one', order_token => '' ],
	[ 'a made-up one', order_token => 'a' x 64 ],
	[ 'the CSRF token', order_token => SECRET ],
) {
	my ($what, @fields) = @$_;

	anew($what);
	asks_again("$what of a guest", with_cart(guest(), $tea, 1), @fields, @guest);
	anew($what);
	asks_again("$what of a member", with_cart(sign_in('budi'), $tea, 1), @fields);
}

anew("somebody else's token");
my $other = with_cart({ csrftoken => scalar reverse SECRET }, $tea, 1);
$ani = with_cart(guest(), $tea, 1);
@form = form($other, @guest);
isnt({ form($ani) }->{order_token}, $form[1], 'two guests with equal carts have other tokens');
asks_again("another guest's token", $ani, @form);
goes(send_form('checkout', $other, @form), qr{\A/receipt/2-}, '... which is still good there');
shows(send_form('checkout', with_cart($ani, $tea, 1), @form), qr/Nothing was ordered/,
	'... and leads nobody else to that order');

for (
	[ 'another price', 'price = 15001' ],
	[ 'a lower price', 'price = 14999' ],
	[ 'another name', "name = 'Half of it'" ],
) {
	my ($what, $change) = @$_;

	anew($what);
	$ani = with_cart(guest(), $tea, 1);
	@form = form($ani, @guest);
	query("UPDATE product SET $change WHERE id = '$tea'");
	asks_again($what, $ani, @form);
}

anew('another quantity');
$budi = with_cart(sign_in('budi'), $tea, 1);
@form = form($budi);
with_cart($budi, $tea, 1);
asks_again('another quantity', $budi, @form);

# The SQL with which so much goes bad.
sub lose ($quantity)
{
	return 'INSERT INTO stock_change (product_seq, number, quantity, reason, made, made_by) ' .
		"VALUES (1, 2, -$quantity, 'waste', 0, 'siti'); " .
		"UPDATE product SET stock = stock - $quantity";
}

# Behind the coffee, which could be had, and of which nothing may be taken.
for (
	[ 'sold meanwhile', lose(2), 'Of “Tea NAME only 1 is left.' ],
	[ 'sold out meanwhile', lose(3), '“Tea NAME is sold out.' ],
	[ 'withdrawn meanwhile', 'UPDATE product SET available = 0', '“Tea NAME is no longer sold.' ],
	[ 'deleted meanwhile', 'PRAGMA foreign_keys = 1; DELETE FROM product',
		'“Tea NAME is no longer sold.' ],
) {
	my ($what, $change, $why) = @$_;

	anew($what);
	$ani = with_cart(guest(), $coffee, 1, $tea, 2);
	@form = form($ani, @guest);
	query("$change WHERE id = '$tea'");
	goes(send_form('checkout', $ani, @form), qr{\A/cart\z}, $what);
	$page = ask('cart', jar => $ani);
	my $named = join '[^”]*”', map { quotemeta } split / NAME/, $why;
	my $told = qr/<li class="warning">Before you can order, please put this right: $named/;
	shows($page, $told, '... is named, and why');
	goes(ask('checkout', jar => $ani), qr{\A/cart\z}, '... nor is there a form');
	shows(ask('cart', jar => $ani), $told, '... for the same reason');
	stored("SELECT stock FROM product WHERE id = '$coffee'", 17, '... the rest stays');
	stored('SELECT count(*) FROM orders', 0, '... nothing is ordered');
	whole();
}

anew("one's own");
my $siti = with_cart(sign_in('siti'), $coffee, 1);
query("UPDATE user SET memory = memory || '&cart.$tea=1' WHERE username = 'siti'");
goes(ask('checkout', jar => $siti), qr{\A/cart\z}, 'nobody buys from himself');
shows(ask('cart', jar => $siti), qr/put this right: You sell “Tea &amp;[^”]*” yourself/, '... and is told');
goes(send_form('checkout', $siti, order_token => 'x'), qr{\A/cart\z}, '... nor sends that');
nothing_ordered();

# ---- much money ----

# Of siti's, of which 9007 can be paid with what one order holds, 9007199254740991.
my $cake = '33333333-2222-4333-8444-555555555555';
my $too_much = qr/<li class="warning">What you buy from siti is more money than one order can hold\. Please take fewer\./;
my $open = "UPDATE product SET available = 1 WHERE id = '$cake'";

for (
	[ 'one line', 'price = 999999999999', $cake, 9008 ],
	[ 'two lines together', 'price = 999999999999', $cake, 9007, $tea, 3 ],
	[ 'a coin', 'price = 9007199254740992', $cake, 1 ],
	[ 'one of two sellers', 'price = 999999999999', $coffee, 1, $cake, 92233 ],
) {
	my ($what, $price, @cart) = @$_;

	anew("more than one order can hold: $what");
	query("$open; UPDATE product SET $price WHERE id = '$cake'; " .
		"UPDATE product SET price = 199254750000 WHERE id = '$tea'");
	my $tono = with_cart(sign_in('tono'), @cart);
	goes(ask('checkout', jar => $tono), qr{\A/cart\z}, "more than one order can hold: $what");
	shows(ask('cart', jar => $tono), $too_much, '... is told');
	goes(send_form('checkout', $tono, order_token => 'x'), qr{\A/cart\z}, '... and sent in all the same');
	shows(ask('cart', jar => $tono), $too_much, '... is told again');
	stored('SELECT count(*) FROM orders', 0, '... nothing is ordered');
	whole();
}

anew('as much as one order can hold');
query("$open; UPDATE product SET price = 9007199254740991 WHERE id IN ('$cake', '$coffee')");
my $tono = with_cart(sign_in('tono'), $cake, 1, $coffee, 1);
goes(send_form('checkout', $tono, form($tono)), qr{\A/orders/1\z}, 'as much as one order can hold, of each of two sellers');
stored('SELECT total FROM orders', '9007199254740991 9007199254740991', '... is exact');
shows(ask('orders/1', jar => $tono), qr/Rp9,007,199,254,740,991/, '... on its page');
like(ask('account?download', jar => $tono)->{body}, qr/"total": ?9007199254740991\b/, '... and in the download');
whole();

# ---- many at once ----

# The statuses of many answers, each with how often it came and where it led.
sub count_of (@runs)
{
	my %count;

	for (map { end($_) } @runs) {
		my $faults = faults($_, 303);
		$count{ $faults || header($_, 'Location') =~ s/-\w+//r }++;
	}
	return join ', ', map { "$count{$_} x $_" } sort keys %count;
}

for my $jar (guest(), { name => 'budi' }) {
	anew('a form that is sent 50 times at once');
	$jar = sign_in('budi') if $jar->{name};
	with_cart($jar, $tea, 2);
	my $body = urlencoded(form($jar, @guest));
	my @runs = map { begin('checkout', jar => { %$jar }, trusted => 1, body => $body) } 1 .. 50;

	like(count_of(@runs), qr{\A50 x /(?:receipt|orders)/1\z}, 'a form sent 50 times at once');
	stored('SELECT count(*), sum(total) FROM orders', '1|30000', '... is one order');
	is(in_cart($jar), '', '... and an empty cart');
	whole();
}

anew('50 visitors want the last one');
send_form('checkout', $_, form($_, @guest)) for with_cart(guest(), $tea, 2);
my @visitors = map { with_cart(guest(), $tea, 1) } 1 .. 50;
my @bodies = map { urlencoded(form($_, @guest)) } @visitors;
my @runs = map { begin('checkout', jar => $visitors[$_], trusted => 1, body => $bodies[$_]) }
	0 .. 49;
is(count_of(@runs), '49 x /cart, 1 x /receipt/2', '50 visitors want the last one');
stored("SELECT stock FROM product WHERE id = '$tea'", 0, '... one gets it');
stored('SELECT count(*) FROM orders', 2, '... and nobody else');
is(scalar(grep { ask('cart', jar => $_)->{body} =~ /Thank you!/ } @visitors), 1,
	'... nor is thanked');
whole();

done_testing;
