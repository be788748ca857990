#!/usr/bin/perl
# The settings of the site: what staff change in the admin holds at the very next request.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Cgi qw(another_shop anew keep_shop leads send_form);
use Compress::Zlib qw(compress crc32);
use Fcntl 'S_IMODE';
use Test::More;
use Time::HiRes 'sleep';

my $kopi = '44444444-2222-4333-8444-555555555555'; # budi's
my $none = {};
my ($siti, $budi);

sub site ()
{
	return -e "$Cgi::data/site" ? slurp("$Cgi::data/site") : '';
}

sub body ($route, $jar = $none, %with)
{
	return served(200, $route, $route, jar => $jar, %with)->{body};
}

# The page of a setting, and what its form sends besides the value.
sub seen ($name, $jar = $siti)
{
	my ($seen) = body("admin/setting/$name/change", $jar) =~ /name="seen" value="(\w+)"/;

	return $seen;
}

sub change ($name, $value, $jar = $siti)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	leads('/admin/setting', "$name is $value", $jar, "admin/setting/$name/change",
		seen => seen($name, $jar), $name => $value);
}

sub unset ($name)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	leads('/admin/setting', "$name as by default", $siti, "admin/setting/$name/change",
		seen => seen($name), action => 'unset');
}

# refuses ERROR, WHAT, NAME, VALUE: nothing is kept.
sub refuses ($error, $name, $value)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $before = join ',', query('SELECT * FROM setting');
	my $answer = send_form("admin/setting/$name/change", $siti, seen => seen($name), $name => $value);

	like($answer->{body}, $error, "$name is not: " . substr $value, 0, 20);
	is(join(',', query('SELECT * FROM setting')), $before, '... and nothing is kept');
}

shop_data();
query("UPDATE user SET is_staff = 1, is_superuser = 1 WHERE username = 'siti';
	UPDATE user SET is_staff = 1 WHERE username = 'budi'");
keep_shop();

sub is_ours ($environ)
{
	open my $in, '<', $environ or return 0;
	return index(<$in> // '', "WARUNG_DATA=$Cgi::data\0") >= 0;
}

# Until nothing of ours runs any more behind its answer.
sub settle ()
{
	for (1 .. 200) {
		return unless grep { is_ours($_) } glob '/proc/[0-9]*/environ';
		sleep 0.02;
	}
}

sub begin_anew ($what)
{
	settle();
	anew($what);
	($siti, $budi) = map { sign_in($_) } qw(siti budi);
}

# ---- who ----

begin_anew('who may');
refused(403, qr/budi may not view: setting/, 'staff without permission', 'admin/setting', jar => $budi);
query("UPDATE user SET permissions = 'view_setting' WHERE username = 'budi'");
like(body('admin/setting', $budi), qr{View<span class="unseen">: Name of the shop}, 'who may view them sees them');
unlike(body('admin/setting', $budi), qr/>Edit<span/, '... and is offered no more');
unlike(body('admin/setting/site_name/change', $budi), qr/name="site_name"/, '... no form, either');
refused(403, qr/budi may not change: setting/, '... and may not send one', 'admin/setting/site_name/change',
	jar => $budi, trusted => 1, body => 'site_name=x');
refused(404, qr/no setting/, 'one that is not there', 'admin/setting/rubbish/change', jar => $siti);

# ---- each of them ----

begin_anew('the shop');
my $page = body('admin/setting', $siti);
like($page, qr{>Edit<span class="unseen">: Name of the shop}, 'who may change settings is offered to');
like($page, qr{<h2>The shop</h2>.*<h2>Prices</h2>.*<h2>Payment</h2>.*<h2>Kitchen</h2>.*<h2>Signing in</h2>}s,
	'settings stand in groups');
like($page, qr{<h3>Name of the shop</h3>\s*<p class="description">Warung\s*</p>\s*<p class="helptext">[^<]+ This is the default\.<},
	'... with what holds');
is(site(), '', 'nothing is published yet');
change('site_name', 'Bu "Siti" & <b>');
like(body('shop'), qr{ · Bu &quot;Siti&quot; &amp; &lt;b&gt;</title>}, 'the title has the name');
like(body('shop'), qr{height="36">Bu &quot;Siti&quot; &amp; &lt;b&gt;</a>}, '... and so has the head');
like(ask('product/x')->{body}, qr{ · Bu &quot;Siti&quot;}, '... and an error page');
is(S_IMODE((stat "$Cgi::data/site")[2]), 0600, 'what is published is nobody else\'s');
like(body('admin/setting', $siti), qr{Bu &quot;Siti&quot; &amp; &lt;b&gt;\s*</p>\s*<p class="helptext">[^<]+ title\.</p>},
	'the list shows it, and as no default');
like(body('admin/setting/site_name/history', $siti), qr{siti</td>.*Changed}s, '... and its history');
like(body('admin', $siti), qr{id="recent".*href="/admin/setting/site_name/history">Name of the shop</a>}s,
	'... the dashboard calls it by its label');
change('site_name', 'Bu "Siti" & <b>');
like(body('admin/setting', $siti), qr{Nothing was changed\.}, 'saved as it is: so it is told');
is(query("SELECT count(*) FROM history WHERE object = 'site_name'"), 1, '... and the history has nothing of it');
change('language', 'browser');
is(query("SELECT count(*) FROM setting"), 1, '... nor is a default set by it');
refuses(qr/This field is required/, 'site_name', ' ');
refuses(qr/at most 60 characters/, 'site_name', 'x' x 61);
unset('site_name');
like(body('shop'), qr{ · Warung</title>}, 'the default is back');
is(site(), '', '... and nothing published');
is(query("SELECT count(*) FROM setting"), 0, '... nor kept');

change('language', 'id');
like(body('shop'), qr/<html lang="id"/, 'the language of the shop');
like(body('shop', { language => 'en' }), qr/<html lang="en"/, '... but a visitor chooses');
like(body('shop', $none, env => { HTTP_ACCEPT_LANGUAGE => 'en' }), qr/<html lang="id"/, '... and no browser');
change('language', 'browser');
like(body('shop', $none, env => { HTTP_ACCEPT_LANGUAGE => 'id' }), qr/<html lang="id"/, '... unless it is left to it');
like(body('shop', $none, env => { HTTP_ACCEPT_LANGUAGE => 'en' }), qr/<html lang="en"/, '... whatever it asks for');
refuses(qr/Select a valid choice/, 'language', 'fr');

# ---- prices ----

begin_anew('prices');
like(body("product/$kopi"), qr/Rp48,000/, 'rupiah at first');
change(currency => "\x{20ac}");
like(body("product/$kopi"), qr/\xe2\x82\xac48,000/, 'another sign');
refuses(qr/only the sign/, 'currency', $_) for 'Rp.', '5', '<', 'a b';
change('currency_decimals', 2);
like(body("product/$kopi"), qr/\xe2\x82\xac48,000\.00/, 'the same amount with decimals');
is(query("SELECT price FROM product WHERE id = '$kopi'"), 4800000, '... in minor units');
query("UPDATE product SET price = 4800050 WHERE id = '$kopi'");
refuses(qr/make all prices whole first/, 'currency_decimals', 0);
query("UPDATE product SET price = 4800000 WHERE id = '$kopi';
	INSERT INTO orders (buyer, seller, phone, token, state, total, placed) VALUES ('a', 'b', '', 'x', 'done', 150, 0)");
refuses(qr/There are orders with decimals.*keeps two decimals/, 'currency_decimals', 0);
query('DELETE FROM orders');
unset('currency_decimals');
unset('currency');
like(body("product/$kopi"), qr/Rp48,000</, 'and back');
my $guest = { csrftoken => SECRET };
leads('/cart', 'a guest puts it into the cart', $guest, 'cart', action => 'add', product => $kopi, quantity => 1);
change('currency_decimals', 2);
like(body("product/$kopi"), qr/Rp48,000\.00/, 'whose sign nobody set: it stays');
my $cart = body('cart', $guest);
like($cart, qr/Rp48,000\.00/, '... in a cart, too');
unlike($cart, qr/price has changed/, '... of which no price has changed');

# ---- payment ----

sub chunk ($type, $bytes)
{
	return pack('N', length $bytes) . "$type$bytes" . pack 'N', crc32("$type$bytes");
}

sub png ()
{
	return "\x89PNG\r\n\x1a\n" . chunk(IHDR => pack 'NNCCCCC', 40, 30, 8, 0, 0, 0, 0)
		. chunk(IDAT => compress(("\0" . "\x80" x 40) x 30)) . chunk(IEND => '');
}

sub upload ($seen, $bytes)
{
	my $body = "--x\r\nContent-Disposition: form-data; name=\"seen\"\r\n\r\n$seen\r\n"
		. "--x\r\nContent-Disposition: form-data; name=\"payment_qris\"; filename=\"q.png\"\r\n\r\n"
		. "$bytes\r\n--x--\r\n";

	return ask('admin/setting/payment_qris/change', jar => $siti, trusted => 1, body => $body,
		type => 'multipart/form-data; boundary=x');
}

# A guest buys one, and sees the receipt.
sub receipt ()
{
	my $jar = { csrftoken => SECRET };

	leads('/cart', 'a guest puts it into the cart', $jar, 'cart', action => 'add', product => $kopi, quantity => 1);
	my ($token) = body('checkout', $jar) =~ /name="order_token" value="([^"]+)"/;
	my $answer = send_form('checkout', $jar, order_token => $token, name => 'Ani', phone => '0812 3456 7890');
	my $to = header($answer, 'Location') =~ s{^/}{}r;

	return body($to, $jar);
}

begin_anew('payment');
change('payment_instructions', "Dana 0812\n<b>BCA</b>");
my $bill = receipt();
like($bill, qr{Dana 0812\s+&lt;b&gt;BCA&lt;/b&gt;</p>}, 'how the shop is paid');
unlike($bill, qr/class="qris"/, '... without a picture');
is(upload(seen('payment_qris'), png())->{status}, 303, 'a picture of its code');
my $name = query("SELECT value FROM setting WHERE name = 'payment_qris'");
like($name, qr/^\w{22}-40x30\.jpg$/, '... is kept');
like(receipt(), qr{class="qris" src="/media/\Q$name\E"[^>]* alt="QRIS code of Warung"}, '... and shown');
unlink "$Cgi::data/media.swept";
utime 1, 1, glob "$Cgi::data/media/*";
like(upload(seen('payment_qris'), 'no picture')->{body}, qr/Upload a valid image/, 'no picture is none');
settle();
ok(-e "$Cgi::data/media.swept", '... pictures are swept behind it');
ok(-e "$Cgi::data/media/$name", '... and the one that is there stays');
query("UPDATE user SET bank_account = 'BNI 5', phone = '' WHERE username = 'budi'");
$bill = receipt();
like($bill, qr/BNI 5/, 'a seller\'s own account');
unlike($bill, qr/Dana|class="qris"/, '... comes before the shop\'s');
unset('payment_qris');
settle();
ok(!-e "$Cgi::data/media/$name", 'without it the picture goes');

# ---- the clock, the kitchen ----

begin_anew('the clock');
change('utc_offset', 480);
query("INSERT INTO orders (buyer_id, seller_id, buyer, seller, phone, token, state, total, placed)
	VALUES (2, 1, 'budi', 'siti', '', 'x', 'placed', 0, 1727845567089012)");
like(body('orders/1', $budi), qr/2 October 2024, 13:06\s*</, 'times by the shop\'s clock');
query("UPDATE user SET permissions = 'change_dish' WHERE username = 'tono'");
my $tono = sign_in('tono');
unlike(body('kitchen/hours', $tono), qr/utc_offset/, 'a cook does not see the clock of the shop');
leads('/kitchen', '... nor changes it', $tono, 'kitchen/hours', utc_offset => 420, mon => '10:00-11:00');
leads('/kitchen', '... but closes the kitchen', $tono, 'kitchen', action => 'close');
is(site(), 'utc_offset=480', '... it stays');
is(join(' ', query('SELECT object, made_by FROM history ORDER BY id')),
	'utc_offset|siti opening_hours|tono kitchen_closed|tono', '... and the history has the rest');
leads('/kitchen', 'the kitchen\'s form', $siti, 'kitchen/hours', utc_offset => 420);
like(body('orders/1', $budi), qr/2 October 2024, 12:06\s*</, '... changes it, too');
like(site(), qr/^utc_offset=420$/, '... and publishes it');
refuses(qr/Select a valid choice/, 'utc_offset', 7);
change('kitchen_closed', 'yes');
like(body('menu'), qr/The kitchen is closed for now/, 'the kitchen is closed');
change('opening_hours', 'mon 08:00-09:00');
refuses(qr/Please write the hours like this/, 'opening_hours', 'mon 8');
like(body('kitchen/hours', $siti), qr/name="mon"[^>]* value="08:00-09:00"/, '... and has hours');
like(body('admin/setting/opening_hours/change', $siti), qr{href="/kitchen/hours"}, '... which have a form of their own');

# ---- sessions ----

begin_anew('sessions');
change('session_idle', 3600);
refuses(qr/greater than or equal to 0/, 'session_idle', -1);
refuses(qr/at least 300 seconds/, $_, 299) for qw(session_idle session_absolute);
change('session_absolute', 7200);
change('session_save_every_request', 'yes');
like(header(ask('list', jar => $siti), 'Set-Cookie'), qr/^sessionid=/m, 'every request saves it');
like(site(), qr/session_absolute=7200&session_idle=3600&session_save_every_request=yes/, 'sessions end');
change('session_store', 'database');
is(ask('list', jar => $siti)->{status}, 302, 'another store: everybody is signed out');
$siti = sign_in('siti');
is(ask('list', jar => $siti)->{status}, 200, '... and signs in again');
is(query('SELECT count(*) > 0 FROM session'), 1, '... there');

# ---- two at once, and what goes wrong ----

begin_anew('two at once');
leads('/admin/setting', 'a script', $siti, 'admin/setting/site_name/change', value => 'Empat');
is(query("SELECT value FROM setting WHERE name = 'site_name'"), 'Empat', '... calls it by the name of the model');
my $old = seen('site_name');
change('site_name', 'Satu');
my $late = send_form('admin/setting/site_name/change', $siti, seen => $old, site_name => 'Dua');
like($late->{body}, qr/siti changed this on \d+ \w+ \d+ at \d\d:\d\d, while you had the form open.*value="Dua".*What stands there now:.*Satu/s,
	'the second one is told');
is(site(), 'site_name=Satu', '... and changes nothing');
my ($fresh) = $late->{body} =~ /name="seen" value="(\w+)"/;
leads('/admin/setting', '... but may insist', $siti, 'admin/setting/site_name/change', seen => $fresh, site_name => 'Dua');
leads('/admin/setting', 'twice the same', $siti, 'admin/setting/site_name/change', seen => $old, site_name => 'Dua');

# A folder stands where the file should go: the commit is kept, and the log says why pages do not know.
unlink "$Cgi::data/site";
mkdir "$Cgi::data/site";
spew("$Cgi::data/site/x", '');
my $answer = send_form('admin/setting/site_name/change', $siti, seen => seen('site_name'), site_name => 'Tiga');
is($answer->{status}, 303, 'what cannot be put in its place');
like($answer->{logged}, qr/site cannot be replaced/, '... is logged');
like(body('shop'), qr{ · Warung</title>}, '... and closes no shop');
unlink "$Cgi::data/site/x";
rmdir "$Cgi::data/site";

# Whoever is killed behind the commit leaves the old file; the next change publishes all of it.
query("UPDATE setting SET value = 'Empat'; INSERT INTO setting VALUES ('rubbish', '\x01'), ('session_store', 'x'),
	('utc_offset', 'noon'), ('opening_hours', 'noon')");
like(body('shop'), qr{ · Warung</title>}, 'what was not published is not known');
change('currency', 'Rp');
like(body('shop'), qr{ · Empat</title>}, '... until something is');
query("INSERT INTO setting VALUES ('session_absolute', '1')");
change('currency', 'IDR');
like(site(), qr/session_absolute=1&session_store=x/, 'rubbish in the table is published');
sleep 1.1;
is(ask($_, jar => $siti)->{status}, 200, "... and closes nothing: $_") for qw(shop menu list kitchen admin/setting);
for my $rubbish ('&', "\xff\xfe", '%00=%00', 'x' x 100000, 'site_name=&utc_offset=99999999999', "session_store=\n") {
	spew("$Cgi::data/site", $rubbish);
	like(body('shop'), qr{ · Warung</title>}, 'rubbish in the file');
	is(ask('list', jar => $siti)->{status}, 200, '... signs nobody out');
}
chmod 0, "$Cgi::data/site";
like(body('shop'), qr{<title>}, 'a file that may not be read');

# A full disk: nothing is kept.
begin_anew('a full disk');
change('site_name', 'Satu');
$old = seen('site_name');
$answer = ask('admin/setting/site_name/change', jar => $siti, trusted => 1,
	body => urlencoded(seen => $old, site_name => 'Dua' x 10), under => ['prlimit', '--fsize=20']);
is($answer->{status}, 503, 'nothing can be written');
is(site(), 'site_name=Satu', '... what was published stays');
is(query("SELECT value FROM setting"), 'Satu', '... and what is kept');
is_deeply([glob "$Cgi::data/site.*"], [], '... nothing is left behind');

# What was set in warung.conf gives way.
another_shop([qw(shop login list)], 'session_store = cookie');
like(slurp("$Cgi::programs/warung.conf"), qr/cookie/, 'warung.conf');
my $jar = sign_in('siti');
ok(length $jar->{sessionid} > 43, '... names a store');
spew("$Cgi::data/site", 'session_store=file');
$jar = sign_in('siti');
is(length $jar->{sessionid}, 43, '... and the owner another one');

settle();
done_testing;
