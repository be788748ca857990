#!/usr/bin/perl
# cart: a guest's and a member's, in each of the stores, from looking to signing out.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi qw(:DEFAULT another_shop);
use File::Copy 'copy';
use Test::More;
use Time::HiRes qw(sleep);

my %id = map { $_->[0] => "$_->[1]-2222-4333-8444-555555555555" }
	[ tea => '11111111' ], [ avocado => '22222222' ], [ secret => '33333333' ],
	[ coffee => '44444444' ], [ none => '99999999' ];
my $store = '';

# A new shop whose sessions are kept there.
sub open_shop ($where)
{
	$store = $where;
	another_shop([ qw(shop product cart login logout session) ], "session_store = $store");
}

sub guest () { return { csrftoken => SECRET } }

# NAME=VALUE ...: what a form of the cart holds.
sub form ($jar, @fields)
{
	my $body = join '&', map { /^product=(\w+)$/ && $id{$1} ? "product=$id{$1}" : $_ } @fields;

	return ('cart', jar => $jar, trusted => 1, body => $body);
}

sub page ($jar) { return served(200, "$store: the page", 'cart', jar => $jar)->{body} }

# The lines of a page as "tea=3 coffee=1!", in their order: "!" marks one with which something is wrong.
sub lines ($body)
{
	my %name = reverse %id;
	my ($list) = $body =~ m{<ul class="panel things cart">(.*?)<p class="total">}s;
	my @lines;

	for (split m{</form>}, $list // '') {
		my ($product) = /name="product" value="([^"]+)"/ or next;
		my ($quantity) = /name="quantity"[^>]* value="(\d+)"/;

		push @lines, ($name{$product} // $product) . '=' . ($quantity // '') . (/<ul class="errorlist">\s*<li>/ ? '!' : '');
	}
	return join ' ', @lines;
}

# holds LINES, JAR, WHAT: this is in the cart, and the frame says how much it is.
sub holds ($wanted, $jar, $what)
{
	my $body = page($jar);
	my $count = 0;

	$count += $_ for $wanted =~ /=(\d+)/g;
	is(lines($body), $wanted, $what);
	is($body =~ />Cart(?: \((\d+)<)?/ ? $1 // 0 : 'none', $count, "... $count in all")
		unless $wanted =~ /=!/;
	return $body;
}

# told TEXT, JAR, FIELD ...: the form leads to the cart, which says so.
sub told ($text, $jar, @fields)
{
	my $answer = served(303, "$store: @fields", form($jar, @fields));

	is(header($answer, 'Location'), '/cart', '... leads to the cart');
	like(page($jar), qr{<li class="\w+">\Q$text\E</li>}, "... which says: $text");
}

sub added ($jar, $product, $quantity = 1)
{
	is(ask(form($jar, 'action=add', "product=$product", "quantity=$quantity"))->{status}, 303,
		"$store: $quantity $product");
}

sub sign_in_with ($jar, $name)
{
	served(303, "$store: $name signs in", 'login', jar => $jar, trusted => 1,
		body => urlencoded(username => $name, password => 'Kopi-Gayo-72'));

	return $jar;
}

sub kept ()
{
	return (() = glob("$Cgi::data/sessions/*")) + query('SELECT count(*) FROM session');
}

sub account_of ($name) { return query("SELECT memory FROM user WHERE username = '$name'") }

# ---- looking ----

sub look ()
{
	my $cart = served(200, "$store: a stranger's cart", 'cart');

	is(header($cart, 'Set-Cookie'), '', '... sets no cookie');
	like(header($cart, 'Cache-Control'), qr/no-store/, '... and no cache keeps it');
	like($cart->{body}, qr{<p>Your cart is empty\.</p>\s*<a [^>]*href="/shop"}, '... leads to the shop');
	like($cart->{body}, qr{<a href="/cart" aria-current="page">Cart</a>}, '... and the frame counts nothing');

	my $product = served(200, '... a product', "product/$id{tea}");
	like(header($product, 'Set-Cookie'), qr/\Acsrftoken=[^\n]*\z/, '... sets the token of its form only');
	like($product->{body}, qr{action="/cart">.*name="product" value="$id{tea}".*name="quantity"}s, '... which is there');
	unlike($product->{body}, qr/in your cart/, '... and nothing is in the cart');
	unlike(ask("product/$id{avocado}")->{body}, qr/action="\/cart"/, '... but not for what is sold out');
	told('That is not in your cart.', guest(), 'action=remove', 'product=tea');
	told('Your cart is empty now.', guest(), 'action=clear');
	is(kept(), 0, '... and no session is made');
}

# ---- what is put in, and how much of it ----

sub go_shopping ()
{
	my $jar = guest();

	told('Put into your cart: 2 × Kopi Gayo 200 g.', $jar, 'action=add', 'product=coffee', 'quantity=2');
	told('Put into your cart: 1 × Tea &amp; &quot;Milk&quot; &lt;b&gt;é&#x27;&lt;/b&gt;.', $jar, 'product=tea');
	my $body = holds('coffee=2 tea=1', $jar, 'in the order in which it was put in');
	unlike($body, qr/<b>/, '... without markup of its own, and without trouble');
	like($body, qr{Rp48,000.*Rp96,000.*Rp15,000.*Rp15,000.*Total: <strong>Rp111,000}s, '... with prices and totals');
	like($body, qr{href="/checkout"}, '... can be ordered');
	like($body, qr{Cart \(3<span class="unseen"> things</span>\)</a>}, '... and the frame tells how much');
	my @ids = $body =~ / id="([^"]+)"/g;
	is(scalar(@ids), keys %{ { map { $_ => 1 } @ids } }, '... every id once');
	is(scalar(grep { my $for = $_; !grep { $_ eq $for } @ids } $body =~ / for="([^"]+)"/g), 0, '... and every label for one');

	told('Put into your cart: 3 × Kopi Gayo 200 g.', $jar, 'action=add', 'product=' . uc $id{coffee}, 'quantity=3');
	told('Your cart now has 4 × Kopi Gayo 200 g.', $jar, 'action=set', 'product=coffee', 'quantity=4');
	holds('coffee=4 tea=1', $jar, 'no line has moved');
	like(ask("product/$id{coffee}", jar => $jar)->{body}, qr{4 of these are in your cart\.}, 'the product knows it');
	told('“Kopi Gayo 200 g” is not in your cart any more.', $jar, 'action=remove', 'product=coffee');
	told('That is not in your cart.', $jar, 'action=remove', 'product=coffee');
	holds('tea=1', $jar, 'only that is gone');
	told('“Tea &amp; &quot;Milk&quot; &lt;b&gt;é&#x27;&lt;/b&gt;” is not in your cart any more.', $jar, 'action=set',
		'product=tea', 'quantity=0');
	holds('', $jar, 'nothing is left');
	added($jar, $_) for qw(tea coffee);
	told('Your cart is empty now.', $jar, 'action=clear');
	holds('', $jar, 'nor behind "Empty the cart"');
}

# takes WANTED, FIELD ...: so much coffee is in the cart, if there were 5.
sub takes ($wanted, @fields)
{
	my $jar = guest();

	added($jar, 'coffee', 5);
	is(ask(form($jar, 'product=coffee', @fields))->{status}, 303, "$store: @fields");
	is(lines(ask('cart', jar => $jar)->{body}), $wanted ? "coffee=$wanted" : '', "... is $wanted");
	return ask('cart', jar => $jar);
}

sub quantities ()
{
	my @numbers = ([ 1, '' ], [ 2, '%202%20' ], [ 3, '3.0' ], [ 7, '007' ], [ 3, '%2B3' ], [ 4, '%D9%A4' ], [ 12, '12' ]);
	my @rubbish = (qw(-1 1.5 abc 1e3 0x10 1%202 1%00 --1 NaN %C2%BD 18 2147483648 9223372036854775807 99999999999999999999999),
		'9' x 4000);

	takes(6);
	takes(5 + $_->[0], "quantity=$_->[1]") for @numbers;
	takes(5, "quantity=$_") for @rubbish, 0, 13;
	takes($_->[0], 'action=set', "quantity=$_->[1]") for @numbers, [ 17, 17 ];
	takes(0, 'action=set', "quantity=$_") for qw(0 -0 0.0);
	takes(5, 'action=set', "quantity=$_") for @rubbish;
	takes(1, 'action=set');

	my $jar = guest();
	my $before = kept();
	told('Quantity: Enter a whole number.', $jar, 'product=tea', 'quantity=abc');
	told('Quantity: Ensure this value is greater than or equal to 1.', $jar, 'product=tea', 'quantity=0');
	told('Of “Kopi Gayo 200 g” only 17 are left.', $jar, 'product=coffee', 'quantity=18');
	told('“Alpukat 100% mentega” is sold out.', $jar, 'product=avocado');
	is(kept(), $before, 'no session is made for that');
	holds('', $jar, '... and nothing put in');
	added($jar, 'coffee', 16);
	told('Of “Kopi Gayo 200 g” only 17 are left. Your cart has 16 already.', $jar, 'product=coffee', 'quantity=2');
	holds('coffee=16', $jar, 'refused is not capped');
}

sub strangers ()
{
	my $jar = guest();

	refused(404, qr/no such product/, "$store: unknown", form($jar, 'product=none'));
	refused(404, qr/no such product/, '... not on sale', form($jar, 'product=secret'));
	refused(404, qr/no such product/, '... to be set', form($jar, 'action=set', 'product=none', 'quantity=2'));
	for my $bad ('', '1', '../tea', "$id{tea}x", '%00') {
		refused(404, qr/not a product's id/, "... malformed: $bad", form($jar, "product=$bad"));
		refused(404, qr/not a product's id/, '... to be removed', form($jar, 'action=remove', "product=$bad"));
	}
	refused(404, qr/not a product's id/, '... no product', form($jar, 'action=add'));
	refused(400, qr/no such action: fly/, '... an unknown action', form($jar, 'action=fly', 'product=tea'));
	refused(404, qr/no such path/, '... a path', 'cart/x');
	refused(403, qr/CSRF token missing/, '... forged', 'cart', jar => guest(), body => "product=$id{tea}");
	holds('', $jar, '... and nothing is put in');
}

# ---- products change ----

sub change ($product, $set) { query("UPDATE product SET $set WHERE id = '$id{$product}'") }

sub times_change ()
{
	my $jar = guest();

	added($jar, 'coffee', 5);
	added($jar, 'tea', 2);
	change('coffee', 'price = 50000');
	my $body = holds('coffee=5! tea=2', $jar, 'another price');
	like($body, qr{When you put it in it was: Rp48,000.*Rp280,000.*href="/checkout"}s, '... is told, and counts');
	told('Your cart now has 5 × Kopi Gayo 200 g.', $jar, 'action=set', 'product=coffee', 'quantity=5');
	holds('coffee=5 tea=2', $jar, '... and once agreed to no more of it is said');

	change('coffee', 'stock = 3');
	$body = holds('coffee=5! tea=2', $jar, 'too few left');
	like($body, qr{Only 3 are left\. Please take fewer\..*Total: <strong>Rp30,000</strong>}s, '... is told, and does not count');
	unlike($body, qr{/checkout}, '... nor can it be ordered');
	like($body, qr{Before you can order, please put right what is marked above\.}, '... so much is said');
	change('coffee', 'stock = 0');
	like(holds('coffee=5! tea=2', $jar, 'sold out'), qr{This is sold out\.}, '... is told');
	change('coffee', 'stock = 17');

	change('coffee', 'available = 0');
	$body = holds('coffee=! tea=2', $jar, 'not on sale any more');
	like($body, qr{<h2>Kopi Gayo 200 g</h2>.*This is no longer sold\. Please remove it\.}s, '... is told, by its name');
	told('“Kopi Gayo 200 g” is no longer sold.', $jar, 'action=set', 'product=coffee', 'quantity=1');
	told('“Kopi Gayo 200 g” is no longer sold.', $jar, 'action=add', 'product=coffee');
	holds('coffee=! tea=2', $jar, 'which changes nothing');
	query("DELETE FROM product WHERE id = '$id{tea}'");
	like(holds('coffee=! tea=!', $jar, 'deleted'), qr{<h2>Tea &amp; &quot;Milk}, '... is told, too');
	told('“Kopi Gayo 200 g” is not in your cart any more.', $jar, 'action=remove', 'product=coffee');
	served(303, '... and with 0', form($jar, 'action=set', 'product=tea', 'quantity=0'));
	holds('', $jar, '... both can be removed');

	change('secret', 'available = 1');
	told('Put into your cart: 2147483647 × Kue rahasia.', $jar, 'product=secret', 'quantity=2147483647');
	$body = holds('secret=2147483647!', $jar, 'more than can be counted');
	like($body, qr{This is more money than the shop can count.*Total: <strong>Rp0</strong>}s, '... is told');
	told('Your cart now has 90000 × Kue rahasia.', $jar, 'action=set', 'product=secret', 'quantity=90000');
	like(holds('secret=90000', $jar, 'much'), qr{Total: <strong>Rp89,999,999,999,910,000}, '... is exact');
}

# ---- signing in and out ----

sub members ()
{
	my $jar = guest();

	added($jar, 'coffee', 5);
	added($jar, 'tea', 1);
	sign_in_with($jar, 'tono');
	holds('coffee=5 tea=1', $jar, 'what a guest had the member has');
	is(() = account_of('tono') =~ /\b(?:cart|seen)\./g, 4, '... in the account');
	my $phone = sign_in_with(guest(), 'tono');
	holds('coffee=5 tea=1', $phone, '... on every device');
	told('Your cart now has 2 × Kopi Gayo 200 g.', $phone, 'action=set', 'product=coffee', 'quantity=2');
	holds('coffee=2 tea=1', $jar, '... on which it is the same');

	my $before = { %$jar };
	served(303, 'signing out', 'logout', jar => $jar, trusted => 1, body => '');
	holds('', $jar, '... takes it from the browser');
	unlike(join(' ', values %$jar), qr/cart|Kopi/, '... whatever that keeps');
	holds('', $before, '... also with its cookies of before');
	added($jar, 'coffee', 9);
	sign_in_with($jar, 'tono');
	holds('coffee=11 tea=1', $jar, 'signed in again, both are added up');
	sign_in_with($jar, 'tono');
	holds('coffee=11 tea=1', $jar, '... once');

	my $other = guest();
	added($other, 'coffee', 9);
	added($other, 'tea', 3);
	sign_in_with($other, 'tono');
	my $body = page($other);
	is(lines($body), 'coffee=17 tea=3', 'a sum over the stock is capped');
	like($body, qr{<li class="warning">Of “Kopi Gayo 200 g” only 17 are left: your cart has no more than that now\.</li>},
		'... and told');
	like($body, qr{<li class="warning">Of “Tea &amp; &quot;Milk&quot; &lt;b&gt;.*only 3 are left}, '... for each');

	sign_in_with($jar, 'budi');
	$body = holds('', $jar, "somebody else does not get another account's cart");
	is(account_of('budi'), '', '... nor the account');
	told('You sell “Kopi Gayo 200 g” yourself, so you cannot buy it.', $jar, 'product=coffee');
	$jar = guest();
	added($jar, $_) for qw(coffee tea);
	sign_in_with($jar, 'budi');
	$body = holds('coffee=1! tea=1', $jar, 'what one sells oneself');
	like($body, qr{You sell this yourself}, '... is told');
	unlike($body, qr{/checkout}, '... and cannot be ordered');
	unlike(ask("product/$id{coffee}", jar => $jar)->{body}, qr{action="/cart"}, '... nor put in');
	served(303, '... but removed', form($jar, 'action=remove', 'product=coffee'));
	change('coffee', 'available = 0');
	told('You sell “Kopi Gayo 200 g” yourself, so you cannot buy it.', $jar, 'product=coffee');
	holds('tea=1', $jar, '... on sale or not');

	$jar = guest();
	change('coffee', 'available = 1');
	added($jar, $_) for qw(coffee tea);
	change('coffee', 'stock = 0');
	query("DELETE FROM product WHERE id = '$id{tea}'");
	query("UPDATE user SET memory = ''");
	sign_in_with($jar, 'tono');
	holds('coffee=1! tea=!', $jar, 'what is sold out or gone is explained behind the sign-in, too');
}

# Behind a sign-in that was killed the account has the cart, and the session has it still.
sub killed_sign_in ()
{
	my $jar = guest();

	added($jar, 'coffee', 3);
	my ($cookies, $session) = ({ %$jar }, "$Cgi::place/session");
	my @before = glob "$Cgi::data/sessions/*";
	copy($before[0], $session) if $store eq 'file';
	query('CREATE TABLE before AS SELECT * FROM session') if $store eq 'database';
	my $put_back = sub {
		copy($session, $before[0]) or die "$before[0]: $!" if $store eq 'file';
		query('INSERT INTO session SELECT * FROM before') if $store eq 'database';
		return { %$cookies };
	};

	sign_in_with($jar, 'tono');
	holds('coffee=3', $jar, 'the account has the cart');
	my $again = $put_back->();
	holds('coffee=3', $again, '... and the session of before has it, too');
	sign_in_with($again, 'tono');
	holds('coffee=3', $again, '... which is not added twice');
	sign_in_with($put_back->(), 'budi');
	like(account_of('budi'), qr/\Acart\.$id{coffee}=3&/, '... for another account it is new');

	told('Your cart now has 4 × Kopi Gayo 200 g.', $again, 'action=set', 'product=coffee', 'quantity=4');
	unlike(account_of('tono'), qr/from\./, 'when the cart is changed, nothing of that is kept');
	for (4 + 3, 4 + 6) {
		my $next = guest();
		added($next, 'coffee', 3);
		sign_in_with($next, 'tono');
		holds("coffee=$_", $next, 'the same in the cart of another day is added');
	}
}

# ---- what the site remembers ----

sub forgetting ()
{
	my $jar = guest();

	added($jar, 'coffee', 5);
	added($jar, 'tea', 2);
	my $body = served(200, "$store: what is remembered", 'session', jar => $jar)->{body};
	like($body, qr{<h3>Your cart has 5 × Kopi Gayo 200 g\.</h3>}, '... is in plain words');
	like($body, qr{<h3>Your cart has 2 × Tea &amp; &quot;Milk&quot; &lt;b&gt;é&#x27;&lt;/b&gt;\.</h3>}, '... escaped');
	is(() = $body =~ /name="name"/g, 2, '... each as one thing');
	served(303, '... of which one is forgotten', 'session', jar => $jar, trusted => 1,
		body => urlencoded(action => 'forget', name => "cart.$id{coffee}"));
	holds('tea=2', $jar, '... and gone from the cart');
	unlike(ask('session', jar => $jar)->{body}, qr/Kopi|What you saw/, '... with all of it');
	served(303, '... and all', 'session', jar => $jar, trusted => 1, body => 'action=forget');
	holds('', $jar, '... is nothing');
	is(kept(), 0, '... at all');
}

# ---- at once ----

# What is kept on our side loses nothing.
sub at_once ()
{
	my $jar = guest();
	my $tono = sign_in_with(guest(), 'tono');

	added($jar, 'tea');
	for my $who ($jar, $tono) {
		my @running = map { begin(form({ %$who }, 'product=coffee')),
			begin(form({ %$who }, 'product=tea', 'quantity=1')) } 1 .. 8;
		my %status;

		$status{ end($_)->{status} }++ for @running;
		is_deeply(\%status, { 303 => 16 }, "$store: sixteen at once");
		is(join(' ', sort split / /, lines(page($who))), 'coffee=8 tea=3', '... and all of them count');
	}
}

# While a password is looked at, the guest may go on shopping.
sub meanwhile ()
{
	my $jar = guest();

	added($jar, 'tea');
	sign_in_with(guest(), 'tono');
	my $slots = take_slots();
	my $login = begin('login', jar => { %$jar }, trusted => 1,
		body => urlencoded(username => 'budi', password => 'Kopi-Gayo-72'));
	sleep 0.5;
	added($jar, 'tea');
	close $slots;
	judge(end($login), 303, undef, "$store: a password is looked at");
	like(account_of('budi'), qr/\Acart\.$id{tea}=2&/, '... and what was put in meanwhile is not lost');
}

# ---- full ----

sub goods ($many)
{
	query("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < $many)
		INSERT INTO product (id, user_id, name, name_key, price, description, stock, date_added, search)
		SELECT printf('%08x-1111-4333-8444-555555555555', i), 1, 'Number ' || i, '', i, '', 9, i, '' FROM n");
	return map { sprintf '%08x-1111-4333-8444-555555555555', $_ } 1 .. $many;
}

sub full ()
{
	my ($jar, $tono) = (guest(), sign_in_with(guest(), 'tono'));
	my @goods = goods(101);
	my $last = pop @goods;
	my $most = 0;
	my $text = 'Your cart is full. Please order, or take something out of it first.';

	for (@goods) {
		is(ask(form($jar, "product=$_"))->{status}, 303, "$store: one more");
		my $count = () = lines(ask('cart', jar => $jar)->{body}) =~ /=/g;
		last if $count == $most;
		$most = $count;
	}
	$store eq 'cookie' ? cmp_ok($most, '>', 10, '... until the cookie is full') : is($most, 100, '... up to a hundred');
	told($text, $jar, "product=$last");
	told('Your cart now has 3 × Number 1.', $jar, 'action=set', "product=$goods[0]", 'quantity=3');
	told('“Number 2” is not in your cart any more.', $jar, 'action=remove', "product=$goods[1]");
	told('Put into your cart: 1 × Number 101.', $jar, "product=$last");

	ask(form($tono, "product=$_")) for @goods;
	told($text, $tono, "product=$last");
	sign_in_with($jar, 'tono');
	my $body = page($jar);
	is(() = lines($body) =~ /=/g, 100, 'behind the sign-in there is no more room either');
	like($body, qr{Your cart is full: 1 product from before you signed in did not fit\.}, '... which is told');
	is(lines($body) =~ /^00000001\S*=4 00000002\S*=1 /, 1, '... and what is there already counts');
}

for (qw(file database cookie)) {
	for my $part (\&look, \&go_shopping, \&strangers, \&times_change, \&members, \&killed_sign_in,
		\&forgetting, \&full) {
		open_shop($_);
		$part->();
	}
}
open_shop('file');
quantities();
for (qw(file database)) {
	open_shop($_);
	at_once();
}
for (qw(file database)) {
	open_shop($_);
	meanwhile();
}

done_testing;
