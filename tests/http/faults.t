#!/usr/bin/perl
# faults: each system call with which somebody signs in or out, fills a cart, orders of the shop or
# of the kitchen, or is forgotten fails once, and kills once.  The answer is whole or absent, what was to change is as it
# was or as it is to be, and what comes next works.  On both stores that keep sessions on our side.
use v5.36;
use FindBin '$Bin';
use lib $Bin;

use Cgi;
use File::Copy 'copy';
use Test::More;

# Of two sellers, two each; ani buys.
my ($tea, $avocado, $coffee, $sugar) = map { "$_-2222-4333-8444-555555555555" } qw(11111111 22222222 44444444 66666666);
my $goods = "
	UPDATE product SET stock = 5 WHERE id = '$avocado';
	INSERT INTO product (id, user_id, name, name_key, price, description, stock, date_added, search)
		VALUES ('$sugar', 2, 'Gula', 'gula', 7000, '', 9, 0, 'gula');
	INSERT INTO stock_change (product_seq, number, quantity, reason, made, made_by)
		SELECT seq, 1, stock, 'count', 0, '' FROM product WHERE id IN ('$avocado', '$sugar');
	INSERT INTO user (username, username_key, password, date_joined)
		SELECT 'ani', 'ani', password, 0 FROM user WHERE id = 1;
	INSERT INTO reading SELECT id, 1, 'reading', 9, 2, 0, 400, 5, 0, 6, '', 1 FROM user WHERE username = 'tono'";

my %errors = (
	openat => [qw(EMFILE EIO)], write => [qw(ENOSPC EIO)], writev => [qw(EPIPE)],
	pwrite64 => [qw(ENOSPC EIO)], fsync => [qw(EIO ENOSPC)], fdatasync => [qw(EIO ENOSPC)],
	ftruncate => [qw(EIO)], rename => [qw(EIO ENOSPC)], unlink => [qw(EIO)],
	flock => [qw(ENOLCK)], mmap => [qw(ENOMEM)],
	read => [qw(EIO)], pread64 => [qw(EIO)],
);
my $from = $Cgi::programs;
my $begun = "$Cgi::place/begun";   # the data directory before the request that suffers

# ---- the shop ----

sub programs_with ($store)
{
	$Cgi::programs = "$Cgi::place/$store";
	mkdir $Cgi::programs;
	for my $program (qw(shop list login logout session cart checkout order book)) {
		copy("$from/$program", "$Cgi::programs/$program") or die "$program: $!";
		chmod 0755, "$Cgi::programs/$program";
	}
	spew("$Cgi::programs/warung.conf", "session_store = $store\n");
}

sub start_anew ()
{
	system('rm', '-rf', $Cgi::data) == 0 && system('cp', '-a', $begun, $Cgi::data) == 0
		or die "cannot copy the data\n";
}

# ---- what visitors do ----

sub send_form ($route, $jar, $body)
{
	return ask($route, jar => $jar, trusted => 1, body => $body);
}

sub put_into_cart ($jar, $product, $quantity = 1)
{
	send_form('cart', $jar, urlencoded(action => 'add', product => $product, quantity => $quantity))->{status} == 303
		or die "the cart cannot be filled\n";
}

# What is ordered: in turn of the one and of the other seller.
sub fill_cart ($jar)
{
	put_into_cart($jar, $coffee);
	put_into_cart($jar, $tea);
	put_into_cart($jar, $sugar, 2);
	put_into_cart($jar, $avocado, 3);
	return $jar;
}

# How many are in the cart of whoever has that jar.
sub in_cart ($jar)
{
	return ask('cart', jar => {%$jar})->{body} =~ /name="quantity"[^>]* value="(\d+)"/ ? $1 : 0;
}

# Of two books one is open in the account, too.
sub open_books ($jar)
{
	for (1, 2) {
		send_form("book/$_", $jar, "page=5$_")->{status} == 303 or die "no book can be opened\n";
	}
	return $jar;
}

sub gather ($jar, $dish)
{
	send_form('order', $jar, "dish=$dish")->{status} == 303 or die "no dish can be gathered\n";
	return $jar;
}

# So much is waiting to be told that what comes next is kept in the session.
sub with_much_to_read ($jar)
{
	send_form('cart', $jar, urlencoded(product => $coffee, quantity => 'x')) for 1 .. 60;
	return $jar;
}

# A checkout's form; a member's, too, which needs no name.
sub order_form ($jar)
{
	ask('checkout', jar => {%$jar})->{body} =~ /name="order_token" value="(\w+)"/
		or die "no checkout\n";
	return urlencoded(order_token => $1, name => 'Ani', phone => '0812 3456 7890');
}

# The form that places what was gathered.
sub kitchen_form ($jar)
{
	ask('order', jar => {%$jar})->{body} =~ /name="order_token" value="([^"]+)"/ or die "nothing to place\n";
	return urlencoded(action => 'place', order_token => $1, name => 'Ani');
}

# All that is kept of carts and books, whichever the store.
sub kept ()
{
	return join "\n", query('SELECT data FROM session'), query('SELECT memory FROM user'),
		map { slurp($_) } grep { -f } glob "$Cgi::data/sessions/*";
}

# ---- what must be afterwards ----

# How far members are.
sub readings ()
{
	return join ', ', query("SELECT book_id || ' ' || state || ' ' || page || '/' || pages || ' ' || chapter || ' ' || before
		FROM reading ORDER BY book_id");
}

my $own_books = '1 reading 9/400 2 ';
my $all_books = '1 reading 51/400 2 , 2 reading 52/0 0 ';

# Each is told the case, the jar as the answer left it, and the answer.  A guest signs in, and does
# so again with the cookies of before.
sub check_sign_in ($case, $jar, $answer)
{
	my $before = $case->{jar};
	my $left = in_cart($before);
	my @faults;

	push @faults, 'not signed in'
		if $answer->{status} == 303 && ask('list', jar => {%$jar})->{status} != 200;
	push @faults, 'another cart' if $answer->{status} == 303 && in_cart($jar) != 1;
	push @faults, 'the cart is lost' if $left != 1 && kept() !~ /cart\.$coffee=1/;
	my $books = readings();
	push @faults, "other books: $books" if $books ne $own_books && $books ne $all_books;
	push @faults, 'the books are lost'
		if $books eq $own_books && ($answer->{status} == 303 || kept() !~ /book\.1=reading\.51.*book\.2=reading\.52/s);
	push @faults, 'the old id is signed in'
		if ask('list', jar => {%$before})->{status} != 302;
	my $again = send_form('login', {%$before}, $case->{body});
	push @faults, "cannot sign in any more: $again->{logged}" if $again->{status} != 303;
	push @faults, 'then another cart'
		if query("SELECT memory FROM user WHERE username = 'tono'") !~ /\Acart\.$coffee=1&/;
	push @faults, 'then other books: ' . readings() if readings() ne $all_books;
	push @faults, 'then another streak'
		if query("SELECT memory FROM user WHERE username = 'tono'") !~ /reading\.streak=1&/;
	return @faults;
}

# A cart gets one more.
sub check_cart ($case, $jar, $answer)
{
	my $before = $case->{jar};
	my $count = in_cart($before);
	my @faults;

	push @faults, "$count in the cart" if $count != 1 && $count != 2;
	push @faults, 'what was confirmed is lost' if $answer->{status} == 303 && $count != 2;
	push @faults, 'what failed was done'
		if $answer->{status} >= 400 && $answer->{status} != 500 && $count != 1;
	push @faults, 'cannot be filled any more'
		if send_form('cart', {%$before}, $case->{body})->{status} != 303 ||
		in_cart($before) != $count + 1;
	return @faults;
}

# The orders with all that belongs to them, and each stock with its ledger.
sub orders ()
{
	return query("SELECT count(*) || ' orders of ' || coalesce(group_concat(total, ' and '), 'nothing') || ', ' ||
		(SELECT count(*) FROM order_line) || ' lines, ' || (SELECT count(*) FROM order_change) || ' changes, left ' ||
		(SELECT group_concat(stock || '/' || coalesce((SELECT sum(quantity) FROM stock_change WHERE product_seq = seq), 0))
			FROM (SELECT seq, stock FROM product WHERE available ORDER BY id))
		FROM (SELECT total FROM orders ORDER BY total)");
}

my $none = '0 orders of nothing, 0 lines, 0 changes, left 3/3,5/5,17/17,9/9';
my $all = '2 orders of 62000 and 102000, 4 lines, 2 changes, left 2/2,2/2,16/16,7/7';

# The cart is ordered: whole or not at all, and once, however often the form is sent.
sub check_checkout ($case, $jar, $answer)
{
	my $before = $case->{jar};
	my $orders = orders();
	my @faults;

	push @faults, $orders if $orders ne $none && $orders ne $all;
	push @faults, 'what was confirmed is lost' if $answer->{status} == 303 && $orders ne $all;
	push @faults, 'what failed was done'
		if $answer->{status} >= 400 && $answer->{status} != 500 && $orders ne $none;
	push @faults, 'thanks for nothing'
		if $orders eq $none && ask('cart', jar => {%$jar})->{body} =~ /Thank you/;
	my $again = send_form('checkout', {%$before}, $case->{body});
	push @faults, "cannot be ordered any more: $again->{logged}" if $again->{status} != 303;
	push @faults, "then there are $orders" if ($orders = orders()) ne $all;
	push @faults, 'the cart is still full' if in_cart($before) != 0;
	return @faults;
}

# The dishes of each, by the first words of their names.
sub tickets ()
{
	return join ', ', map { join ' ', /(?:^|&)(\w+)/g } query('SELECT lines FROM ticket ORDER BY id');
}

# What comes next, when it is placed whatever the visitor was told: the same form once more, or, in
# the other half of the cases, one dish more.
sub go_on_ordering ($jar, $body, $adds)
{
	return send_form('order', $jar, $body) if !$adds;
	gather($jar, 5);
	return send_form('order', $jar, kitchen_form($jar));
}

# What was gathered is cooked once.
sub check_kitchen ($case, $jar, $answer)
{
	state $turn = 0;
	my ($once, $more) = ('Gado', ', Bubur');
	my $before = { %{ $case->{jar} } };
	my $tickets = tickets();
	my $adds = $tickets ne '' && ++$turn % 2;
	my @faults;

	push @faults, $tickets if $tickets ne '' && $tickets ne $once;
	push @faults, 'what was confirmed is lost' if $answer->{status} == 303 && $tickets eq '';
	push @faults, 'what failed was done'
		if $answer->{status} >= 400 && $answer->{status} != 500 && $tickets ne '';
	push @faults, 'thanks for nothing'
		if $tickets eq '' && ask('order', jar => {%$jar})->{body} =~ /Thank you/;
	my $again = go_on_ordering($before, $case->{body}, $adds);
	push @faults, "cannot be placed any more: $again->{logged}" if $again->{status} != 303;
	push @faults, "then $tickets" if ($tickets = tickets()) ne $once . ($adds ? $more : '');
	push @faults, 'the order is still full' if ask('order', jar => {%$before})->{body} =~ /name="order_token"/;
	return @faults;
}

# A member signs out; nobody comes back with the old cookie when that was confirmed.
sub check_sign_out ($case, $jar, $answer)
{
	my $before = $case->{jar};
	my @faults;

	push @faults, 'still signed in'
		if $answer->{status} == 303 && ask('list', jar => {%$before})->{status} != 302;
	push @faults, 'still remembered' if $answer->{status} == 303 && in_cart($before) != 0;
	push @faults, 'cannot sign out any more'
		if send_form('logout', {%$before}, '')->{status} != 303 ||
		ask('list', jar => {%$before})->{status} != 302;
	return @faults;
}

# A guest wants to be forgotten.
sub check_forget ($case, $jar, $answer)
{
	my $before = $case->{jar};
	my @faults;

	push @faults, 'still remembered' if $answer->{status} == 303 && in_cart($before) != 0;
	push @faults, 'cannot be forgotten any more'
		if send_form('session', {%$before}, $case->{body})->{status} != 303 ||
		in_cart($before) != 0;
	return @faults;
}

# ---- one fault ----

sub whole_or_absent ($answer)
{
	return if $answer->{raw} eq '';
	return 'no answer of ours: ' . substr $answer->{raw}, 0, 200
		unless $answer->{status} =~ /^(?:303|400|500|503)$/;
	$answer->{err} = $answer->{code} = '';   # where the log could not be written; how it ended
	return faults($answer, $answer->{status}) || ();
}

sub suffer ($case, $call, $nth, $how)
{
	my $jar = { %{ $case->{jar} } };

	start_anew();
	my $answer = ask($case->{route}, jar => $jar, trusted => 1, body => $case->{body},
		under => [ 'strace', '-qq', '-o', "$Cgi::place/trace",
			'-e', "trace=$call", '-e', "inject=$call:$how:when=$nth" ]);
	my @faults = (whole_or_absent($answer), $case->{check}->($case, $jar, $answer));

	push @faults, 'the database is damaged'
		if join(' ', query('PRAGMA integrity_check; PRAGMA foreign_key_check')) ne 'ok';
	is(join('; ', @faults), '', "$case->{what}: $call $nth: $how");
}

# The calls that the program makes when all goes well, in their order, from the first of its own on.
sub calls_of ($case)
{
	start_anew();
	my $answer = ask($case->{route}, jar => { %{ $case->{jar} } }, trusted => 1,
		body => $case->{body}, under => [ 'strace', '-qq', '-o', "$Cgi::place/trace" ]);
	is($answer->{status}, 303, "$case->{what}: all goes well");
	return map { /^(\w+)\(/ ? $1 : () } split /\n/, slurp("$Cgi::place/trace");
}

# Of two errors a call suffers one, and on the other store the other.  Between two calls that change
# nothing a kill leaves the same behind.
sub sweep ($case)
{
	my @calls = calls_of($case);
	my %count;

	for my $call (@calls) {
		my $nth = ++$count{$call};
		my $kills = $errors{$call} && $call !~ /^(?:mmap|read|pread64|flock)$/;

		my @errors = @{ $errors{$call} // [] };
		suffer($case, $call, $nth, 'error=' . $errors[($nth + $case->{turn}) % @errors]) if @errors;
		suffer($case, $call, $nth, 'signal=KILL')
			if $kills || ($case->{dies_anywhere} && $call ne 'execve');
	}
}

# The carts of a guest, and of a member, have one thing in them, and what is ordered four.  A
# member's is in the account: where sessions are kept is all the same to it.
sub cases ($store)
{
	my ($guest, $buyer, $diner) = map { { csrftoken => SECRET } } 1 .. 3;
	my ($member, $ani) = map { sign_in($_) } qw(siti ani);

	put_into_cart($_, $coffee) for $guest, $member;
	with_much_to_read(open_books($guest));
	gather($diner, 1);
	fill_cart($_) for $buyer, $ani;
	my $put = urlencoded(action => 'add', product => $coffee);
	my $sign_in = urlencoded(username => 'tono', password => 'Kopi-Gayo-72');
	my @cases = (
		[ 'a guest signs in', 'login', $guest, $sign_in, \&check_sign_in ],
		[ "a guest's cart", 'cart', $guest, $put, \&check_cart ],
		[ 'a guest orders', 'checkout', $buyer, order_form($buyer), \&check_checkout ],
		[ 'a guest orders of the kitchen', 'order', $diner, kitchen_form($diner), \&check_kitchen ],
		[ 'a member signs out', 'logout', $member, '', \&check_sign_out ],
		[ 'a guest is forgotten', 'session', $guest, 'action=forget', \&check_forget ],
	);
	push @cases, (
		[ "a member's cart", 'cart', $member, $put, \&check_cart ],
		[ 'a member orders', 'checkout', $ani, order_form($ani), \&check_checkout ],
	) if $store eq 'file';
	return map { { what => "$store: $_->[0]", route => $_->[1], jar => $_->[2], body => $_->[3],
		check => $_->[4], turn => $store eq 'file', dies_anywhere => "$store: $_->[0]" eq 'file: a guest orders' } }
		@cases;
}

for my $store (qw(file database)) {
	programs_with($store);
	$Cgi::data = "$Cgi::place/data";
	system 'rm', '-rf', $Cgi::data;
	shop_data();
	query($goods);
	my @cases = cases($store);
	system('rm', '-rf', $begun) == 0 && rename $Cgi::data, $begun or die "$begun: $!";
	sweep($_) for @cases;
}

done_testing;
