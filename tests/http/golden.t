#!/usr/bin/perl
# golden: every route in its main states, compared with tests/http/golden/.  ACCEPT=1 writes these
# files anew: look at what changed before you commit it.
#
# The first answer of a file is there whole; of the others only what is their own: not the headers
# that every answer has (Cgi::faults checks them), and of a page its title and what is in <main>.
# What differs each time is a {hole}.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Test::More;

my @holes = (
	[ qr/(csrfmiddlewaretoken" value=")\w{64}/ => '{token}' ],
	[ qr/(Set-Cookie: csrftoken=)\w{32}/ => '{secret}' ],
	[ qr/(Set-Cookie: sessionid=)[\w-]{43}/ => '{session}' ],
	[ qr/(order_token" value=")\w{64}/ => '{token}' ],
	[ qr/(order_token=)\w{64}/ => '{token}' ],
	[ qr{(receipt(?:/|%2F)\d+-)[0-9a-f]{32}} => '{signature}' ],
	[ qr/(:)[0-9A-Za-z]{6}:[\w-]{43}/ => '{signature}' ],
	[ qr/(expires=)\w{3}, \d\d \w{3} 2\d{3} [\d:]{8}/ => '{time}' ],
	[ qr/(&mark=)[0-9a-f]{64}/ => '{mark}' ],
	[ qr/(name="shown" value=")\d+/ => '{time}' ],
	[ qr/(last_login=|when=)[\w:.%-]+Z/ => '{time}' ],
	[ qr/()\b\d+ [A-Z][a-z]+ 2\d{3}, (?:pukul )?\d\d:\d\d\b/ => '{time}' ],
	[ qr/((?:began|here|mulai|sini pada|di sini) (?:on |pada )?)\d+ [A-Z][a-z]+ 2\d{3}/ => '{date}' ],
	[ qr/(<td class="date"[^>]*>)\d+ [A-Z][a-z]+ 2\d{3}/ => '{date}' ],
	[ qr/()\b\d+ [A-Z][a-z]+ 20(?:2[5-9]|[3-9]\d)\b/ => '{date}' ],
	[ qr/()\d+%20[A-Z][a-z]+%20202\d/ => '{date}' ],
	[ qr/(name="due" value=")\d{16}/ => '{moment}' ],
	[ qr/(name="line" value=")\d{16}/ => '{moment}' ],
	[ qr/(Chosen at <\/span>)\d\d:\d\d/ => '{time}' ],
	[ qr/(filename="[a-z]+-)2\d{3}-\d\d-\d\d/ => '{date}' ],
	[ qr/(style\.css\?v=)\d+/ => '{version}' ],
	[ qr/(<code>\d{3}-)\w{8}/ => '{id}' ],
	[ qr/(Content-Length: )\d+/ => '{length}' ],
	[ qr/()\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-(?!555555555555)[0-9a-f]{12}/ => '{uuid}' ],
);

my %common = map { $_ => 1 } qw(Content-Length X-Content-Type-Options X-Frame-Options
	Referrer-Policy Cross-Origin-Opener-Policy Content-Security-Policy);

# A guest who reads English, one who reads Indonesian, one who has seen no page yet, and members.
my %jar = (guest => {}, tamu => {}, stranger => {});
my %language = (tamu => 'id', budi => 'id', baru => 'id');
my @shown;

sub visible ($text)
{
	$text =~ s/([\x00-\x08\x0b-\x1f\x7f])/sprintf '{%02x}', ord $1/ge;
	$text =~ s/$_->[0]/$1$_->[1]/g for @holes;
	return $text;
}

sub whole ($answer)
{
	my ($head, $body) = split /(?<=\r\n\r\n)/, $answer->{raw}, 2;

	return visible($head =~ s/\r//gr . $body);
}

sub own ($answer)
{
	my @headers = grep { !$common{$_->[0]} } @{ $answer->{headers} };
	my $head = join '', map { "$_->[0]: $_->[1]\n" } @headers;
	my $body = $answer->{body};

	$body = "$1\n$2\n" if $body =~ m{(<title>.*?</title>).*(<main.*</main>)}s;
	return visible("$head\n$body");
}

# show STATUS, WHO, ROUTE, FORM: one exchange; with a FORM it is a POST of it.  Returns the page.
sub show ($status, $who, $route, $form = undef)
{
	my @token = (csrfmiddlewaretoken => $jar{$who}{csrftoken} // '');
	my $answer = ask($route, jar => $jar{$who},
		env => { HTTP_ACCEPT_LANGUAGE => $language{$who} // 'en' },
		$form ? (body => urlencoded(@token, @$form)) : ());
	my $request = $form ? "POST /$route (" . urlencoded(@$form) . ')' : "GET /$route";

	is(faults($answer, $status), '', "$who: $request");
	push @shown, visible("==== $who: $request\n") . (@shown ? own($answer) : whole($answer));
	return $answer->{body};
}

# golden NAME: what was shown since the last one is as it was.
sub golden ($name)
{
	my $file = "$FindBin::Bin/golden/$name.txt";
	my $now = $ENV{ACCEPT} ? $file : "$Cgi::place/now";

	spew($now, join "\n", @shown);
	@shown = ();
	my $difference = qx(diff -u $file $now);
	is($?, 0, "$name is as it was") or diag($difference);
}

shop_data();
$jar{$_} = sign_in($_) for qw(siti budi tono);
my ($tea, $avocado, $secret, $coffee, $odd) =
	map { $_ x 8 . '-2222-4333-8444-555555555555' } 1 .. 5;
my @new_password = map { ($_ => 'Kopi-Gayo-72') } qw(password1 password2);

show 200, guest => 'json';
show 200, tono => "json/$odd";
show 200, guest => "json/$odd";
golden 'json';

show 200, guest => 'xml';
show 200, tono => "xml/$odd";
show 200, guest => "xml/$odd";
golden 'xml';

show 200, guest => 'shop';
show 200, tamu => 'shop?q=kopi&sort=-price&category=Minuman&after=9.50000';
show 200, budi => 'shop?q=nothing';
golden 'shop';

show 200, tamu => "product/$avocado";
show 200, guest => "product/$tea";
show 200, siti => "product/$secret";
golden 'product';

show 200, tamu => 'register';
show 403, stranger => 'register', [ username => 'a' ];
show 200, tamu => 'register', [ username => 'a b', password1 => '1', password2 => '1' ];
show 200, guest => 'register';
show 200, guest => 'register', [ username => 'SITI', password1 => '<"&\'>x', password2 => '' ];
show 303, tamu => 'register', [ username => 'baru', @new_password ];
golden 'register';

show 200, guest => 'login?next=/edit_product/1%3Fa%26b';
show 200, guest => 'login', [ username => '<siti>', password => 'x', next => '//evil',
	remember_me => 'on' ];
show 200, tamu => 'login';
show 303, tamu => 'login', [ username => 'baru', password => 'Kopi-Gayo-72', remember_me => 'on' ];
$jar{baru} = $jar{tamu};
show 302, baru => 'login';
golden 'login';

show 200, siti => 'list';
show 200, baru => 'list';
show 302, guest => 'list?after=1';
golden 'list';

show 200, budi => 'add_product';
show 200, budi => 'add_product', [ name => '', price => '12,5', stock => '-1',
	category => 'x' x 101, description => "</textarea>\n" ];
show 303, budi => 'add_product', [ name => 'Cangkir', price => '12.500', category => ' ' ];
show 200, budi => 'list';
golden 'add_product';

show 200, siti => "edit_product/$tea";
show 200, siti => "edit_product/$secret", [ name => '<', price => '', stock => 'x',
	available => '2' ];
show 303, siti => "edit_product/$secret", [ name => 'Kue', price => '1', available => '1' ];
show 404, siti => "edit_product/$coffee";
golden 'edit_product';

sub order_token ($page) { return ($page =~ /name="order_token" value="(\w+)"/)[0] }

show 200, guest => 'cart';
show 303, guest => 'cart', [ product => $tea, quantity => 2 ];
show 303, guest => 'cart', [ product => $coffee ];
show 200, guest => 'cart';
show 303, guest => 'cart', [ action => 'set', product => $coffee, quantity => 'banyak' ];
show 200, guest => "product/$coffee";
show 303, guest => 'cart', [ product => $secret ];
show 404, guest => 'cart', [ product => $odd ];
golden 'cart';

show 303, siti => 'checkout';
show 200, guest => 'checkout';
my $token = order_token(show 200, guest => 'checkout', [ name => '<Ani>', phone => '12' ]);
show 303, guest => 'checkout',
	[ name => '<Ani>', phone => '0812 3456 789', order_token => $token ];
show 303, guest => 'checkout', [ order_token => $token ];
show 303, budi => 'cart', [ product => $tea ];
$token = order_token(show 200, budi => 'checkout');
show 303, budi => 'checkout', [ order_token => $token ];
golden 'checkout';

show 200, siti => 'payment';
show 200, siti => 'payment', [ phone => 'x', bank_account => "BCA 1\n<b>" ];
show 303, siti => 'payment', [ phone => '0812 3456 789', bank_account => "BCA 1\n<b>" ];
golden 'payment';

show 200, siti => 'orders';
show 200, budi => 'orders/3';
show 303, siti => 'orders/1', [ action => 'paid' ];
my ($link) = show(200, siti => 'orders/1') =~ m{"/(receipt/1-\w+)"};
show 200, budi => 'orders';
show 404, budi => 'orders/1';
golden 'orders';

show 200, guest => $link;
show 200, tamu => $link;
show 404, guest => 'receipt/1-x';
golden 'receipt';

show 200, siti => 'inventory';
show 200, siti => 'create_item', [ name => '', amount => '-1', threshold => 'x' ];
show 303, siti => 'create_item',
	[ name => 'Plastik <b>', amount => '3', description => 'kecil', threshold => '5' ];
show 303, siti => 'inventory', [ action => 'adjust', item => 1, by => '-1' ];
show 200, siti => 'inventory';
show 200, siti => 'inventory?low=1';
show 200, siti => 'edit_item/1';
show 200, siti => 'delete_item/1';
show 200, siti => 'json/item';
show 200, siti => 'xml/item/1';
golden 'stockroom';

show 200, siti => 'csv';
show 200, siti => 'csv/item';
show 200, siti => 'import';
show 200, budi => 'import/item', [ csv => "nama;jumlah;warna\nBeras;3;putih\n;x;\n" ];
golden 'import';

show 200, budi => "delete_product/$coffee";
show 303, budi => "delete_product/$coffee", [];
show 404, budi => "delete_product/$coffee";
golden 'delete_product';

show 200, tono => 'account';
show 200, budi => 'account?delete=1';
show 200, budi => 'account', [ old_password => 'x', new_password1 => '1', new_password2 => '1' ];
show 404, tono => 'account', [ action => 'sign_out', device => 1 ];
show 303, tono => 'account', [ action => 'sign_out_others' ];
golden 'account';

show 200, tamu => 'session';
show 200, tono => 'session';
show 303, tono => 'session', [ action => 'forget' ];
show 200, tono => 'session', [ action => 'forget', name => '_visits' ];
golden 'session';

show 200, tamu => 'welcome';
show 200, tamu => 'create_profile';
show 200, guest => 'create_profile', [ name => ' ', favorite_dish => '<b>', dietary_restrictions => 'milk',
	dietary_restrictions => 'helicopter', spice_level => 'hot' ];
show 303, guest => 'create_profile', [ name => 'Ani <&>', favorite_dish => 'Rawon',
	dietary_restrictions => 'milk', dietary_restrictions => 'halal', spice_level => 'mild' ];
show 200, guest => 'welcome';
golden 'welcome';

show 200, tamu => 'menu';
show 200, guest => 'menu';
show 302, guest => 'add_dish';
query("UPDATE user SET permissions = 'add_dish change_dish change_book' WHERE username = 'siti'");
show 200, siti => 'add_dish', [ name => '', price => 'x', suits_vegan => 'yes', contains_milk => 'yes' ];
show 200, siti => 'edit_dish/1';
show 303, siti => 'edit_dish/1', [ name => 'Rawon', price => '25.000', spice => 'mild' ];
golden 'menu';

show 200, tamu => 'order';
show 404, guest => 'order', [ dish => 99 ];
show 303, guest => 'order', [ dish => 1, special_requests => 'tanpa <sambal>' ];
show 200, guest => 'order', [ dish => 1, special_requests => 'x' x 501 ];
$token = order_token(show 200, guest => 'order');
show 303, guest => 'order', [ action => 'place', order_token => $token, name => 'Meja 3' ];
show 200, guest => 'order';
golden 'order';

show 403, tono => 'kitchen';
show 200, siti => 'kitchen?refresh=20';
show 303, siti => 'kitchen', [ action => 'advance', ticket => 1, state => 'new' ];
show 303, siti => 'kitchen', [ action => 'close' ];
show 200, siti => 'kitchen';
show 200, siti => 'kitchen/hours';
show 200, siti => 'kitchen/hours', [ mon => 'pagi' ];
golden 'kitchen';

show 200, tamu => 'reading';
show 303, guest => 'reading', [ genres => 'novel', genres => 'poetry' ];
show 200, guest => 'reading', [ genres => 'helicopter' ];
show 200, guest => 'reading';
golden 'reading';

show 200, tamu => 'book/1';
show 303, guest => 'book/1', [ page => 10, chapter => 2 ];
show 200, guest => 'book/1', [ page => '99999', percent => 'x' ];
show 303, guest => 'book/2', [ action => 'finish' ];
show 200, guest => 'book/2';
show 404, guest => 'book/x';
golden 'book';

show 200, siti => 'lending';
show 303, siti => 'book/1', [ action => 'borrow' ];
show 303, siti => 'lending', [ action => 'lend', loan => 1 ];
show 200, siti => 'book/1';
show 200, siti => 'lending';
golden 'lending';

query("UPDATE user SET is_staff = 1, is_superuser = 1 WHERE username = 'siti'");
show 302, guest => 'admin/product';
show 403, tono => 'admin/product';
show 200, siti => 'admin/product?q=a&o=-3&p=x';
show 200, siti => "admin/product/$tea/change";
show 200, siti => 'admin/dish/add';
show 200, siti => 'admin/book/add', [ title => '', year => 'x', genres => 'novel' ];
show 303, siti => 'admin/group/add', [ name => '<Cooks>', permissions => 'change_dish' ];
show 200, siti => 'admin/group/1/history';
show 200, siti => 'admin/group/1/delete';
show 200, siti => 'admin/order?q=nothing';
show 200, siti => 'admin/setting';
show 200, siti => 'admin/setting/currency/change', [ value => 'too long' ];
show 404, siti => 'admin/session';
golden 'admin';

show 200, tamu => 'display';
show 200, guest => 'display', [ theme => 'pink' ];
show 303, guest => 'display', [ theme => 'sepia', font_size => 'large', language => 'id' ];
show 200, guest => 'display';
golden 'display';

show 200, siti => 'logout';
show 303, siti => 'logout', [];
show 200, siti => 'login';
golden 'logout';

done_testing;
