#!/usr/bin/perl
# direct: what a request may do wrong.  Whatever it is, the answer is one whole page that helps,
# with a number that the log has, too, on one line with the reason.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Test::More;

shop_data();
my ($tea, $none) = map { $_ x 8 . '-2222-4333-8444-555555555555' } 1, 9;
my $siti = sign_in('siti');
my $large = 'a' x 100_000;

# understood NAME, WHAT, OPTION ...: register answers this form with a page, which shows in its
# field `username` what it understood.
sub understood ($name, $what, %with)
{
	my $page = served(200, $what, 'register', %with)->{body};

	is(($page =~ /name="username"[^>]* value="([^"]*)"/)[0], $name, '... is understood');
}

# The products that a page shows, in order.
sub products ($answer)
{
	return join ' ', $answer->{body} =~ m{/product/([\w-]{36})"}g;
}

# ---- the length of the body ----

my $body = 'username=abc';
my %form = posted($body);

for (
	[ undef, 411 ], [ '', 411 ], [ 'abc', 400 ], [ '-5', 400 ], [ '-12', 400 ], [ '+12', 400 ],
	[ ' 12', 400 ], [ '12 ', 400 ], [ '0x0c', 400 ], [ '1e1', 400 ], [ '12.0', 400 ],
	[ '12,12', 400 ], [ "12\n", 400 ], [ "\xd9\xa1", 400 ], [ '13', 400 ], [ '2621440', 400 ],
	[ '2621441', 413 ], [ '2147483648', 413 ], [ '4294967308', 413 ],
	[ '18446744073709551628', 413 ], [ '9' x 400, 413 ],
) {
	my ($length, $status) = @$_;
	my $what = 'a POST of length ' . ($length // 'unknown');

	refused($status, qr/length|body|form of/, $what, 'register', %form,
		env => { CONTENT_LENGTH => $length });
}
for ([ '12', 'abc' ], [ '012', 'abc' ], [ '11', 'ab' ], [ '0', '' ]) {
	my ($length, $name) = @$_;

	understood($name, "a POST of length $length", %form, env => { CONTENT_LENGTH => $length });
}
for my $length ('', '0', '5') {
	served(200, "a GET of length '$length'", 'shop', body => 'abcde', method => 'GET',
		env => { CONTENT_LENGTH => $length });
}
refused(400, qr/not a number/, "a GET of length '$_'", 'shop', env => { CONTENT_LENGTH => $_ })
	for '-1', 'x';

for my $coding ('chunked', 'Chunked') {
	understood('abc', "no length, but $coding", %form,
		env => { CONTENT_LENGTH => undef, HTTP_TRANSFER_ENCODING => $coding });
}
refused(411, qr/without a length/, 'another transfer coding', 'register', %form,
	env => { CONTENT_LENGTH => undef, HTTP_TRANSFER_ENCODING => 'gzip' });

# The alarm that ends a request after 20 seconds, rung by hand.
{
	my $run = begin('register', %form, pipe => 1, env => { CONTENT_LENGTH => 13 });

	select undef, undef, undef, 0.3;
	kill ALRM => $run->{pid};
	judge(end($run), 408, qr/did not come in time/, 'a body that never comes');
}

# Apache's mod_cgid: one socket in and out.  Unread bytes in it would destroy the answer.
for (
	[ 405, qr/method/, 'of the wrong method', 'shop', body => $large ],
	[ 405, qr/method/, 'of another method', 'login', body => $large, method => 'PUT' ],
	[ 400, qr/NUL in the query/, 'behind a bad query', 'login?a=%00', posted($large) ],
	[ 414, qr/query of/, 'behind a long query', 'login?' . 'a' x 20000, posted($large) ],
	[ 404, qr/UTF-8/, 'behind a bad path', "login/\xff", posted($large) ],
	[ 403, qr/CSRF cookie/, 'that is forged', 'login', body => $large ],
	[ 403, qr/CSRF cookie/, 'of another type', 'login', body => $large, type => 'text/plain' ],
	[ 413, qr/form of/, 'over the limit', 'login', posted('a' x 2_700_000) ],
) {
	my ($status, $reason, $what, $route, %options) = @$_;

	refused($status, $reason, "a large body $what", $route, %options, socket => 1);
}
served(302, 'a large body of a GET', 'list', body => $large, method => 'GET', socket => 1);

# ---- the type of the body ----

my $urlencoded = 'application/x-www-form-urlencoded';
understood('abc', "a body of type $_", %form, type => $_)
	for $urlencoded, "$urlencoded;charset=utf-8", uc("$urlencoded; charset=\"utf-8\"");
understood('', "a body of type '$_', which is no form", %form, type => $_)
	for 'application/json', 'text/plain', "${urlencoded}x", '', ';', "\xff";
refused(400, qr/charset/, "a form in $_", 'register', %form, type => "$urlencoded; charset=$_")
	for 'latin1', '"utf-16"', '', 'utf-88';

# ---- what is in a form ----

my $fields = join '&', map { "f$_=" } 1 .. 999;
served(200, '1000 fields', 'register', posted("$fields&username=abc"));
refused(400, qr/cannot be decoded/, '1001 fields', 'register', posted("$fields&a=&b="));
understood('abc', 'a form with 2000 empty fields', posted('&' x 2000 . $body));
understood('abc', "a form of $_ bytes", posted("$body&x=" . 'x' x ($_ - 15))) for 2621439, 2621440;
my %too_large = posted('x' x 2621441);
refused(413, qr/form of 2621441 bytes/, 'a form of 2621441 bytes', 'register', %too_large);
refused(413, qr/chunked form/, '... without a length', 'register', %too_large,
	env => { CONTENT_LENGTH => undef, HTTP_TRANSFER_ENCODING => 'chunked' });
for (
	[ 'username=%zz%4%', '%zz%4%', 'broken escapes stay' ],
	[ 'username=a+b%2Bc', 'a b+c', 'plus is a space' ],
	[ 'username=a;x=b', 'a;x=b', 'a semicolon separates nothing' ],
	[ 'username=a&username=b', 'b', 'the last value wins' ],
	[ 'username', '', 'a name alone is empty' ],
	[ 'username=a=b', 'a=b', 'the first equals sign counts' ],
	[ 'user%6Eame=abc', 'abc', 'names are decoded' ],
	[ '=abc&username=x', 'x', 'a field without a name' ],
	[ 'username=%22%3E%3Cscript%3E', '&quot;&gt;&lt;script&gt;', 'markup is escaped' ],
	[ 'username=%C3%A9%F0%9F%98%80', "\xc3\xa9\xf0\x9f\x98\x80", 'UTF-8' ],
) {
	my ($sent, $name, $what) = @$_;

	understood($name, "$what: $sent", posted($sent));
}
refused(400, qr/cannot be decoded/, "a form that is not UTF-8: $_", 'register', posted($_)) for
	'username=%ff', 'username=%c0%80', 'username=%ed%a0%80', 'username=%f4%90%80%80', '%ff=a',
	"username=\xe9", 'a%00b=c';
like(served(200, 'a NUL in a field', 'register', posted('username=a%00b'))->{body},
	qr/Null characters are not allowed\./, '... is an error of the field');

# ---- the path ----

my $upper = 'AAAAAAAA-2222-4333-8444-555555555555';
query("INSERT INTO product (id, user_id, name, name_key, price, description, stock, date_added,
	search) VALUES (lower('$upper'), 1, 'Upper', 'upper', 1, '', 0, 1, '')");
served(200, 'a product', "product/$tea");
served(200, '... with a slash behind', "product/$tea/");
served(200, '... in upper case', "product/$upper");
served(200, 'a route with a slash behind', 'shop/');
refused(404, qr/no such product/, 'a missing product', "product/$none");
refused(404, qr/not a product's id|no such path/, "product/$_", "product/$_") for
	'', 'nope', '1', '-1', "$tea-", "$tea ", " $tea", substr($tea, 1), $tea =~ s/-//gr,
	"{$tea}", $tea =~ s/^1/g/r, $tea =~ s/-/_/gr, '%31' . substr($tea, 1),
	"\xef\xbc\x91" . substr($tea, 1), "$tea/more", "$tea//more", '../list', '..', '.', '%',
	"'; DROP TABLE product; --", '1' x 16000, "\xc3\xa9", "\e[31mred", "a\r\nb: c", "\x7f",
	"a\n2026-01-01T00:00:00Z 404-aaaaaaaa /shop : forged", '<script>', 'a\\x0ab';
refused(404, qr/not UTF-8/, 'a path that is not UTF-8', "product/$_") for
	"\xff", "\xc0\xaf", "a\xed\xa0\x80", "$tea\xf8";
refused(404, qr/no such path/, 'a segment too many', $_) for
	'shop/x', 'shop/list', 'login/a', 'register/a/b', 'shop/../shop';
refused(414, qr/path of/, 'a path over the limit', 'product/' . 'a' x 16384);
refused(404, qr/not a product's id/, '... and one at it', 'product/' . 'a' x 16383);
refused(404, qr/id: a\\x0d\\x0ab: c\\x5cx0a\\x7f\n/, 'odd bytes in the log are escaped',
	"product/a\r\nb: c\\x0a\x7f");
unlike(ask('product/Visit-evil.example')->{body}, qr/evil/, 'the page does not repeat the path');
for my $route ('json', 'xml') {
	refused(404, qr/not a product's id/, "$route/nope", "$route/nope");
	my $empty = served(200, "$route of a missing id", "$route/$none");
	unlike($empty->{body}, qr/main\.product/, '... is empty');
	my $found = served(200, "$route in upper case", "$route/$upper");
	like($found->{body}, qr/Upper/, '... finds its row');
}
for my $script ('', '/', '/shop', '/cgi-bin/shop', '//x/shop', '/~me/cgi-bin/shop', 'shop',
	"/\xff/shop", '/"><b>/shop', '/a b/shop', "/a\r\nX: y/shop") {
	my $answer = served(200, "called as '$script'", 'shop', env => { SCRIPT_NAME => $script });
	my @addresses = $answer->{body} =~ /(?:href|src|action)="([^"]*)"/g;

	my @bad = grep { !m{^(?:/(?!/)[\w/~:%?&;=.-]*|#\w*)$} } @addresses;
	is("@bad", '', '... has good links');
}

# ---- the query ----

served(200, '1000 fields in a query', 'shop?' . join '&', 1 .. 1000);
refused(400, qr/cannot be decoded/, '1001 fields in a query', 'shop?' . join '&', 1 .. 1001);
served(200, 'the longest query', 'shop?q=' . 'a' x 16382);
refused(414, qr/query of 16385/, '... and one longer', 'shop?q=' . 'a' x 16383);
refused(400, qr/NUL in the query/, "shop?$_", "shop?$_") for 'q=%00', 'q=a%00b', 'x=%00';
refused(400, qr/cannot be decoded/, "shop?$_", "shop?$_") for
	'q=%ff', '%ff', 'a%00=b', "q=\xff", 'q=%c3', 'category=%ed%b0%80';
for my $query ('after=x', 'after=-1', 'after=', 'after=1e9', 'after=9.9', 'after=%F0%9F%98%80',
	'after=99999999999999999999', "after='%20OR%201=1", 'sort=x', 'sort=PRICE', 'sort=newest',
	'sort=', 'sort=price&sort=', 'q=', 'category=', 'q', '&&&', 'x=y&user=1') {
	my $answer = served(200, "shop?$query", "shop?$query");

	is(products($answer), products(ask('shop')), '... is the first page');
}
my @nowhere = ('x', '1', '.', '.1', '-1.5', '%C3%A9.1', '1' x 5000);
my @no_price = ('1.', '1.x', '1.-5', '1.99999999999999999999', '1.%27');
for my $sort ('name', 'price', '-price') {
	my $start = products(ask("shop?sort=$sort"));

	for my $after (@nowhere, $sort eq 'name' ? () : @no_price) {
		my $answer = served(200, "sort=$sort&after=$after", "shop?sort=$sort&after=$after");

		is(products($answer), $start, '... is the first page');
	}
}
for my $after ('x', '-1', '', '99999999999999999999', '1.5', '%20') {
	my $answer = served(200, "list?after=$after", "list?after=$after", jar => $siti);

	is(products($answer), products(ask('list', jar => $siti)), '... is the first page');
}
like(served(200, 'list behind the last', 'list?after=0', jar => $siti)->{body},
	qr/No products available/, '... is empty');

# ---- cookies ----

my $id = "sessionid=$siti->{sessionid}";
for (
	[ $id, 200, 'alone' ],
	[ "$id; $id", 200, 'twice' ],
	[ "a=b;$id;c", 200, 'among others' ],
	[ "=; ;;$id;=;\"", 200, 'among rubbish' ],
	[ "bad\x01=\xff\xfe; $id", 200, 'among odd bytes' ],
	[ "sessionid=\"$siti->{sessionid}\"", 200, 'in quotes' ],
	[ 'a=' . 'x' x 65536 . "; $id", 200, 'behind 64 kB' ],
	[ 'a;' x 32768 . $id, 200, 'behind 32768 others' ],
	[ "$id; sessionid=" . 'A' x 43, 302, 'and another one' ],
	[ 'sessionid=' . 'A' x 43 . "; $id", 302, 'behind another one' ],
	[ "$id, sessionid=x", 302, 'joined with a comma' ],
	[ uc($id), 302, 'in capitals' ],
	[ $id =~ s/.$//r, 302, 'cut short' ],
	[ "${id}A", 302, 'with a letter more' ],
	[ 'sessionid=../../../../etc/passwd', 302, 'that is a path' ],
	[ 'sessionid=' . '/' x 43, 302, 'of slashes' ],
	[ 'sessionid=' . 'x' x 65536, 302, 'of 64 kB' ],
	[ 'sessionid=', 302, 'that is empty' ],
	[ 'sessionid', 302, 'without a value' ],
) {
	my ($cookies, $status, $what) = @$_;

	served($status, "a session $what", 'list', env => { HTTP_COOKIE => $cookies });
}
is(() = glob("$Cgi::data/sessions/*"), 1, 'no visit made a session but the sign-in');
for my $cookie ('last_login=x', 'last_login=9999-99-99T99:99:99Z', 'last_login="<b>"',
	'last_login=', 'last_login=' . '9' x 65536, 'messages=x', 'messages=:::', 'messages="\\',
	'messages=25=hi:1r31eq:' . 'A' x 43, 'last_visit_summary=x', 'csrftoken=x', 'csrftoken="%"',
	'csrftoken=' . 'a' x 65, 'language=xx', 'language=../../etc') {
	my %cookies = (env => { HTTP_COOKIE => "$id; $cookie" });
	my $answer = served(200, "list with $cookie", 'list', %cookies);

	unlike($answer->{body}, qr/<b>|last-login|class="messages"/, '... shows nothing of it');
	served(200, '... nor does a form mind', 'add_product', %cookies);
}

# ---- methods ----

for my $method ('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'get', 'post', 'Get', '',
	'GET ', 'GETX', 'X' x 9000, "\xff\n", undef) {
	my %env = (env => { REQUEST_METHOD => $method });
	my $shop = refused(405, qr/method/, 'the method ' . ($method // 'unset'), 'shop', %env);
	my @headers = map { @{ $_->{headers} } } $shop, ask('login', %env);

	is(join('; ', map { $_->[0] eq 'Allow' ? $_->[1] : () } @headers),
		'GET, HEAD; GET, HEAD, POST', '... is told what is allowed');
}

# Headers without what differs each time.
sub lasting ($answer)
{
	return join "\n", map { "$_->[0]: $_->[1]" =~ s/csrftoken=\w+|expires=[^;]+//gr }
		@{ $answer->{headers} };
}

for my $route ('shop', "product/$tea", 'product/x', qw(json xml login register logout list)) {
	my $get = ask($route);
	my $head = ask($route, method => 'HEAD');

	is(faults($head, $get->{status}, 1), '', "HEAD $route");
	is(lasting($head), lasting($get), '... has the headers of GET, the length among them');
}

# ---- arguments ----

for my $argv ([ '--help' ], [ '-s' ], [ '-d', 'data=/etc' ], [ '--data', '/nonexistent' ], [ '' ],
	[ 'x' x 100_000 ], [ ('a') x 10_000 ]) {
	my $answer = served(200, "called with @$argv", 'shop?-s', argv => $argv);

	is($answer->{body}, ask('shop')->{body}, '... which does not matter');
}

# ---- forged requests, as only https shows them ----

my %https = (HTTPS => 'on', HTTP_HOST => 'shop.example');
for (
	[ {}, qr/no Referer/ ],
	[ { HTTP_REFERER => 'https://evil.example/' }, qr/does not match/ ],
	[ { HTTP_REFERER => 'https://shop.example.evil.example/' }, qr/does not match/ ],
	[ { HTTP_REFERER => 'http://shop.example/register' }, qr/insecure/ ],
	[ { HTTP_REFERER => 'nonsense' }, qr/malformed/ ],
	[ { HTTP_ORIGIN => 'null' }, qr/Origin checking failed - null/ ],
	[ { HTTP_ORIGIN => 'http://shop.example' }, qr/Origin checking/ ],
	[ { HTTP_ORIGIN => 'https://shop.example', HTTP_X_CSRFTOKEN => undef }, qr/token missing/ ],
) {
	my ($sent, $reason) = @$_;

	refused(403, $reason, "https, $reason", 'register', %form, env => { %https, %$sent });
}
for my $name ('HTTP_REFERER', 'HTTP_ORIGIN') {
	my $own = 'https://shop.example' . ($name eq 'HTTP_REFERER' ? '/register' : '');
	my $answer = served(200, "https with $name", 'register', %form,
		env => { %https, $name => $own });
	my @cookies = map { $_->[0] eq 'Set-Cookie' ? $_->[1] : () } @{ $answer->{headers} };

	like("@cookies", qr/^csrftoken=.*; Secure$/, '... gives a Secure cookie');
}

# ---- variables of 128 kB, the most that Linux passes on ----

sub most ($name, $piece)
{
	return ($name => substr $piece x 131072, 0, 131071 - length "$name=");
}

refused(414, qr/of \d+ bytes/, "128 kB of $_", 'shop', env => { most($_, 'a') })
	for 'QUERY_STRING', 'PATH_INFO';
for my $name (qw(HTTP_COOKIE HTTP_ACCEPT_LANGUAGE HTTP_HOST HTTP_REFERER HTTP_ORIGIN HTTP_USER_AGENT
	HTTP_X_CSRFTOKEN REMOTE_ADDR CONTENT_TYPE HTTPS SCRIPT_NAME)) {
	for my $piece ('a', ';', 'a=b;', ';a="', '"', "\xff", '/', '%00', '*;q=0.5,') {
		my %env = (env => { most($name, $piece) });
		my $answer = served(200, "128 kB of $name: $piece", 'shop', %env);

		cmp_ok($answer->{seconds}, '<', 2, '... take no time');
	}
}
my %languages = (env => { HTTP_ACCEPT_LANGUAGE => '*,' x 60_000 . 'en;q=0,id;q=0' });
cmp_ok(ask('shop', %languages)->{seconds}, '<', 2, 'a list of languages is read once');
for my $piece ('a', '"', ';a="";', ';boundary="', '; a=b', "\xff") {
	my $type = substr 'multipart/form-data;' . $piece x 131072, 0, 131058;
	my $answer = refused(400, qr/boundary|parameter/, "128 kB of $piece", 'register', %form,
		type => $type);

	cmp_ok($answer->{seconds}, '<', 2, '... take no time');
}
for (
	[ CONTENT_LENGTH => '9', 413 ], [ CONTENT_LENGTH => 'x', 400 ],
	[ REQUEST_METHOD => 'x', 405 ], [ HTTP_X_CSRFTOKEN => 'a', 403 ],
	[ HTTP_ORIGIN => "\n", 403 ], [ HTTP_COOKIE => 'csrftoken=a;', 403 ],
) {
	my ($name, $piece, $status) = @$_;
	my %env = (env => { most($name, $piece) });

	refused($status, qr/./, "a POST with 128 kB of $name", 'register', %form, %env);
}

done_testing;
