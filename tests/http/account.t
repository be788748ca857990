#!/usr/bin/perl
# account: a member's own page: password, devices, recovery codes, the data to take along, the end.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use JSON::PP;
use Test::More;
use Time::HiRes qw(sleep);

use constant { PASSWORD => 'Kopi-Gayo-72', NEW => 'Serabi-Solo-31' };

my $FIREFOX = 'Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0';
my $TEA = '11111111-2222-4333-8444-555555555555';

# browser NAME, OPTION ...: the cookies of a browser that signs in: agent, address, password.
sub browser ($name, %with)
{
	my %jar = (csrftoken => SECRET);
	my $answer = ask('login', jar => \%jar, trusted => 1,
		body => urlencoded(username => $name, password => $with{password} // PASSWORD),
		env => { HTTP_USER_AGENT => $with{agent} // 'test/1',
			REMOTE_ADDR => $with{address} // '192.0.2.1' });

	return $answer->{status} == 303 ? \%jar : undef;
}

sub form ($jar, @fields)
{
	return ('account', jar => $jar, trusted => 1, body => urlencoded(@fields));
}

# leads TO, WHAT, JAR, FIELD => VALUE ...: a form that is good.
sub leads ($to, $what, $jar, @fields)
{
	my $answer = served(303, $what, form($jar, @fields));

	is(header($answer, 'Location'), $to, "... and leads to $to");
	return $answer;
}

# says TEXT, WHAT, JAR, FIELD => VALUE ...: a form that is shown again, with that error.
sub says ($text, $what, $jar, @fields)
{
	my $answer = served(200, $what, form($jar, @fields));

	like($answer->{body}, qr{<li>\Q$text\E</li>}, '... and says so');
	return $answer;
}

sub page ($jar, $query = '')
{
	return ask("account$query", jar => $jar)->{body};
}

sub is_signed_in ($jar)
{
	return ask('list', jar => { %$jar })->{status} == 200;
}

# What the next page says.
sub said ($jar, $text, $route = 'account')
{
	like(ask($route, jar => $jar)->{body}, qr{<li class="\w+">\Q$text\E</li>}, "... and is told: $text");
}

sub device ($jar)
{
	my ($id) = page($jar) =~ /name="device" value="(\d+)"/;
	return $id;
}

sub hash_of ($name) { return query("SELECT password FROM user WHERE username = '$name'") }

shop_data();

# ---- the page ----

my $guest = served(302, 'a guest', 'account');
is(header($guest, 'Location'), '/login?next=/account', '... has to sign in');

my $siti = browser('siti', agent => $FIREFOX);
my $shown = served(200, 'a member', 'account', jar => $siti);
like($shown->{body}, qr{<h2 id="profile">siti</h2>}, '... sees who it is');
like($shown->{body}, qr{<dd>2 October 2024</dd>}, '... since when');
like($shown->{body}, qr{>3 products</a>}, '... and how much is sold');
like($shown->{body}, qr{<a class="name" href="/account" aria-current="page">.*siti</a>},
	'... behind the name at the top');
like(header($shown, 'Cache-Control'), qr/no-store/, '... and no cache keeps it');
unlike($shown->{body}, qr/\$argon2|name="device"|Sign out all others/, '... no hash, no other device');

# ---- devices ----

my @agents = (
	[ 'Firefox on Android' => $FIREFOX ],
	[ 'Chrome on Windows' => 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36'
		. ' (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36' ],
	[ 'Edge on Windows' => 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36'
		. ' (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0' ],
	[ 'Safari on iPhone' => 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)'
		. ' AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1' ],
	[ 'Safari on Mac' => 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
		. ' AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15' ],
	[ 'Samsung Internet on Android' => 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36'
		. ' (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36' ],
	[ 'Opera on Linux' => 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'
		. ' (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0' ],
	[ 'curl' => 'curl/7.88.1' ],
	[ 'Unknown browser on Linux' => 'w3m/0.5 (Linux)' ],
	[ 'Unknown browser' => '<script>alert(1)</script>' ],
	[ 'Unknown browser' => '' ],
);
for (@agents) {
	my ($words, $agent) = @$_;
	my $body = page(browser('budi', agent => $agent));

	like($body, qr{<h3>\Q$words\E <span class="badge good">This browser</span></h3>},
		'a browser that says: ' . substr $agent, 0, 40);
	unlike($body, qr/<script/, '... which is not let in') if $agent =~ /script/;
}
query("DELETE FROM device WHERE user_id = (SELECT id FROM user WHERE username = 'budi')");

my $budi = browser('budi', agent => $FIREFOX);
my $home = browser('budi', agent => 'curl/8', address => '198.51.100.7');
my $body = page($home);
is(() = $body =~ /name="device"/g, 1, 'of two browsers one can be signed out');
like($body, qr{Address: 192\.0\.2\.1</p>}, '... which is seen where it was');
like($body, qr{Signed in from 198\.51\.100\.7, last seen from 192\.0\.2\.1},
	'... while this one is not where it signed in');

for my $bad (device($home) + 1, 0, -1, 'x', '9' x 30, '') {
	refused(404, qr/device/, "no device: $bad", form($home, action => 'sign_out', device => $bad));
}
refused(404, qr/device/, 'no device at all', form($home, action => 'sign_out'));
my $tono = browser('tono');
refused(404, qr/device/, "somebody else's device",
	form($tono, action => 'sign_out', device => device($home)));
ok(is_signed_in($budi), '... stays signed in');

leads('/account', 'another browser', $home, action => 'sign_out', device => device($home));
said($home, 'That browser was signed out.');
ok(!is_signed_in($budi), '... is signed out');
ok(is_signed_in($home), '... and this one is not');

$budi = browser('budi');
leads('/login', 'this browser itself', $budi, action => 'sign_out', device => device($home));
said($budi, 'You are signed out.', 'login');
ok(!is_signed_in($budi) && !exists $budi->{sessionid}, '... is signed out');
ok(is_signed_in($home), '... and the other one is not');

my @others = map { browser('budi') } 1 .. 3;
like(page($home), qr/Sign out all others/, 'all others can be signed out at once');
leads('/account', '... which is done', $home, action => 'sign_out_others');
is((grep { is_signed_in($_) } @others), 0, '... to all of them');
ok(is_signed_in($home) && is_signed_in($siti) && is_signed_in($tono), '... and to nobody else');

# ---- a new password ----

sub change ($old, $new, $again = $new)
{
	return (old_password => $old, new_password1 => $new, new_password2 => $again);
}

my $before = hash_of('siti');
my $wrong_old = 'Your old password was entered incorrectly. Please enter it again.';
my $mismatch = 'The two password fields didn’t match.';
my $mother = browser('siti');

for ([ $wrong_old, change('salah', NEW) ],
     [ $wrong_old, change(PASSWORD . ' ', NEW) ],
     [ $wrong_old, change('x' x 5000, NEW) ],
     [ 'This field is required.', change('', NEW) ],
     [ 'This field is required.', change(PASSWORD, '') ],
     [ 'This field is required.', new_password1 => NEW, new_password2 => NEW ],
     [ 'This field is required.', action => 'change_password' ],
     [ $mismatch, change(PASSWORD, NEW, 'Serabi-Solo-32') ],
     [ 'This password is too short. It must contain at least 8 characters.', change(PASSWORD, 'a-1b') ],
     [ 'This password is too common.', change(PASSWORD, 'iloveyou1') ],
     [ 'This password is entirely numeric.', change(PASSWORD, '84620957') ],
     [ 'Ensure this value has at most 4096 characters (it has 5000).', change(PASSWORD, 'aB3-' x 1250) ]) {
	my ($text, @fields) = @$_;
	my $answer = says($text, "not a password: $text", $siti, @fields);

	unlike($answer->{body}, qr/salah|Serabi|a-1b|iloveyou1|84620957|aB3-/, '... shows none');
	like($answer->{body}, qr/role="alert"/, '... and lists what is wrong');
	query('DELETE FROM attempt');
}
my $both = says($wrong_old, 'an old and a new one that are wrong', $siti, change('salah', '84620957'));
like($both->{body}, qr{<li>This password is entirely numeric\.</li>}, '... are both told of');
like($both->{body}, qr/name="old_password"[^>]* aria-invalid="true"[^>]*aria-describedby="[^"]*id_old_password_error"/s,
	'... each at its field');
ask('register', posted(urlencoded(username => 'bobsmith', password1 => PASSWORD, password2 => PASSWORD)));
says('The password is too similar to the username.', 'a password like the name', browser('bobsmith'),
	change(PASSWORD, 'smithbob'));
is(hash_of('siti'), $before, 'nothing was changed');
ok(is_signed_in($mother), '... and nobody signed out');

my %old = %$siti;
leads('/account', 'a good one', $siti, change(PASSWORD, NEW));
said($siti, 'Your password was changed. All other browsers were signed out.');
ok(is_signed_in($siti), '... this browser stays');
isnt($siti->{sessionid}, $old{sessionid}, '... under another id');
isnt($siti->{csrftoken}, $old{csrftoken}, '... with another token');
ok(!is_signed_in(\%old), '... the old id is nobody');
ok(!is_signed_in($mother), '... the other browser is signed out');
is(header(ask('account', jar => $mother), 'Location'), '/login?next=/account', '... and asked to sign in');
like(hash_of('siti'), qr/^\$argon2id\$/, '... a hash is stored');
ok(!browser('siti') && browser('siti', password => NEW), '... and only the new password works');
leads('/account', 'back to the old one, with an action', $siti, action => 'change_password',
	change(NEW, PASSWORD));

# While a password is hashed nothing is locked: all slots are taken, so the request waits for one.
sub waits_without_locks ($status, $what, @request)
{
	my $locks = take_slots();
	my $waiting = begin(@request);
	sleep 0.3;
	query("INSERT INTO setting VALUES ('somebody', 'writes'); DELETE FROM setting WHERE name = 'somebody'");
	is(kill(0, $waiting->{pid}), 1, "$what: what waits for a slot locks no database");
	close $locks;
	judge(end($waiting), $status, undef, '... and goes on when there is one');
}

waits_without_locks(303, 'a new password', form($siti, change(PASSWORD, NEW)));
leads('/account', '... and back', $siti, change(NEW, PASSWORD));
waits_without_locks(200, 'codes', form(browser('siti'), action => 'recovery_codes', password => 'wrong'));
waits_without_locks(200, 'the end', form(browser('siti'), action => 'delete', password => 'wrong'));
waits_without_locks(200, 'a sign-in', 'login', posted('username=siti&password=wrong'));
query('DELETE FROM attempt');

# ---- guesses ----

my $thief = browser('siti');
delete $thief->{last_visit_summary}; # which makes it a device that never waits
says($wrong_old, "guess $_", $thief, change("guess-$_", NEW)) for 1 .. 5;
my $held = served(429, 'the sixth guess', form($thief, change('guess-6', NEW)));
like(header($held, 'Retry-After'), qr/\A[1-5]\z/, '... has to wait');
like($held->{body}, qr{<li>Too many attempts\. Please try again in [1-5] seconds?\.</li>}, '... and is told');
for ([ change => change(PASSWORD, NEW) ], [ codes => action => 'recovery_codes', password => PASSWORD ],
     [ end => action => 'delete', password => PASSWORD ]) {
	my ($what, @fields) = @$_;
	served(429, "... so has the right password: $what", form($thief, @fields));
}
is(query("SELECT recovery_codes = '' FROM user WHERE username = 'siti'"), 1, '... and nothing is done');
query('DELETE FROM attempt');

# ---- recovery codes ----

my $wrong = 'Your password was entered incorrectly. Please enter it again.';
like(page($siti), qr/You have no recovery codes yet\./, 'there are no codes');
says($wrong, 'codes for a wrong password', $siti, action => 'recovery_codes', password => 'salah');
says('This field is required.', 'codes for none', $siti, action => 'recovery_codes');
my $made = served(200, 'codes for the password', form($siti, action => 'recovery_codes', password => PASSWORD));
my @codes = $made->{body} =~ m{<code>(\w{4}(?:-\w{4}){3})</code>}g;
is(@codes, 8, '... are eight');
like(header($made, 'Cache-Control'), qr/no-store/, '... which no cache keeps');
my $stored = query("SELECT recovery_codes FROM user WHERE username = 'siti'");
is((grep { index($stored, $_) >= 0 || index($stored, tr/-//dr) >= 0 } @codes), 0, '... nor the shop');
$body = page($siti);
like($body, qr/You have 8 recovery codes left\./, '... only how many there are');
unlike($body, qr/\Q$codes[0]\E/, '... and they are not shown again');

my $lost = browser('siti', password => $codes[0]);
ok($lost, 'who has lost the password signs in with a code');
$body = page($lost);
like($body, qr/You signed in with a recovery code\. Please choose a new password now\./, '... is told so');
unlike($body, qr/old_password/, '... is not asked for what is forgotten');
like($body, qr/You have 7 recovery codes left\./, '... has one code less');
says($mismatch, '... must type the new one twice', $lost, new_password1 => NEW, new_password2 => 'x');
leads('/account', '... and then chooses another', $lost, old_password => 'x', new_password1 => NEW,
	new_password2 => NEW);
ok(is_signed_in($lost) && !is_signed_in($siti), '... which signs the others out');
like(page($lost), qr/old_password/, '... and is asked for it next time');
says('This field is required.', '... in earnest', $lost, new_password1 => PASSWORD, new_password2 => PASSWORD);
ok(!browser('siti', password => $codes[0]), 'a code is spent');
leads('/account', 'a code is as good as the old password', $lost, change($codes[1], PASSWORD));
ok(!browser('siti', password => $codes[1]), '... and spent, too');
says('This password is entirely numeric.', 'a code and a bad new password', $lost,
	change(uc $codes[2], '84620957'));
unlike(page($lost), qr/old_password/, '... need no second code');
leads('/account', '... but a better password', $lost, new_password1 => PASSWORD, new_password2 => PASSWORD);
served(200, 'new codes', form($lost, action => 'recovery_codes', password => PASSWORD));
ok(!browser('siti', password => $codes[3]), '... make the old ones worthless');

# Signed out from elsewhere while the new password was hashed: a session is no proof any more then.
my ($fresh) = served(200, 'codes', form($lost, action => 'recovery_codes', password => PASSWORD))->{body}
	=~ m{<code>(\w{4}-[\w-]+)</code>};
my $stolen = browser('siti', password => $fresh);
my $locks = take_slots();
my $waiting = begin(form($stolen, new_password1 => NEW, new_password2 => NEW));
sleep 0.3;
$before = hash_of('siti');
leads('/account', 'all others', $lost, action => 'sign_out_others');
close $locks;
judge(end($waiting), 403, qr/signed out meanwhile/, '... are signed out, even one that was at it');
is(hash_of('siti'), $before, '... and the password is as it was');

# A hash of Django's gets better when the password is known; that must not sign anybody out here.
($fresh) = served(200, 'codes', form($lost, action => 'recovery_codes', password => PASSWORD))->{body}
	=~ m{<code>(\w{4}-[\w-]+)</code>};
query("UPDATE user SET password = 'pbkdf2_sha256\$1000\$seasalt2\$ABPNVLVV1vRC5OnBCpgwRvsTOJaXds28OSzNig3GR2M='"
	. " WHERE username = 'siti'");
ok(!is_signed_in($lost), 'another hash ends a session');
$siti = browser('siti', password => $fresh);
served(200, 'codes for a password of Django', form($siti, action => 'recovery_codes', password => "l\xc3\xa8tmein"));
like(hash_of('siti'), qr/^\$argon2id\$/, '... which gets a better hash');
ok(is_signed_in($siti), '... that ends no session here');

# ---- the data ----

query("UPDATE user SET username = 'b/ü\"d.i', username_key = 'b/ü\"d.i' WHERE username = 'budi'");
$budi = browser('b/ü"d.i', agent => '<b>"\\/1');
query("UPDATE user SET phone = '628123', bank_account = 'BCA 12' || char(10) || '\"b\"', qris = 'q.jpg',
	memory = 'cart.$TEA=2&seen.$TEA=14000+Teh&profile.name=Pak+B&profile.favorite=Gado&profile.diet=soy&profile.diet=vegan&profile.spice=hot'
	|| '&profile.visits=3&profile.last_visit=2024-10-02T05:06:07.089Z&reading.genre=satire&reading.goal=9&reading.streak=2&reading.day=20001'
	WHERE username_key = 'b/ü\"d.i';
	INSERT INTO item (user_id, name, amount, description, threshold) VALUES
	(2, 'Gula \"aren\"', 5, 'a' || char(10) || 'b', 3), (1, 'Siti punya', 1, '', 0), (2, 'Beras', 0, '', 0);
	WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 120)
	INSERT INTO orders (id, seller_id, buyer, seller, phone, token, state, total, placed)
	SELECT i, 2, 'Ani', 'budi', '62813', 't' || i, 'placed', i, 0 FROM n;
	INSERT INTO orders VALUES (500, 2, 1, 'budi', 'siti', '', 'secret-token', 'done', 30000, 1727845567089012, 1727845568000000);
	INSERT INTO order_line VALUES (500, 1, '$TEA', 'Teh lama', 15000, 2);
	INSERT INTO setting VALUES ('utc_offset', '420');
	INSERT INTO ticket VALUES (7, 2, 'Pak B', 'secret-ticket', 'cooking', 'Gado-gado=18000+tanpa+%22telur%22', 18000,
		1727845567089012, 1727845568000000), (8, 1, 'Siti', 't8', 'new', '', 0, 0, 0);
	INSERT INTO reading VALUES (2, 2, 'finished', 320, 3, 0, 330, 1727845567089012, 1727845568000000, 1727845568000000, '20000 20001', 1),
		(1, 2, 'reading', 1, 0, 0, 0, 0, 0, 5, '', 1);
	INSERT INTO loan VALUES (1, 5, 2, 'budi', 1727845567089012, 1727845568000000, 1727845568000000, NULL), (2, 2, 2, 'budi', 1727845568000000, NULL, NULL, NULL),
		(3, 1, 1, 'siti', 5, NULL, NULL, NULL);
	INSERT INTO order_change VALUES (500, 1, 'placed', 1727845567089012, 'budi'), (500, 2, 'done', 1727845568000000, 'siti')");
my $file = served(200, 'the data of a member', 'account?download=1', jar => { %$budi, theme => '<dark>',
	odd => 'a:b' });
is(header($file, 'Content-Type'), 'application/json', '... are JSON');
is(header($file, 'Content-Disposition'), 'attachment; filename="warung-b____d.i.json"', '... in a file');
like(header($file, 'Cache-Control'), qr/no-store/, '... which no cache keeps');
my $data = decode_json($file->{body});
is(join(' ', sort keys %$data), 'account cart cookies devices items loans orders_bought orders_sold products profile '
	. 'reading_preferences readings session tickets',
	'... with everything in it');
is_deeply([ @{ $data->{account} }{qw(date_joined is_active is_staff is_superuser)} ],
	[ '2024-10-02T05:06:07.089Z', JSON::PP::true, JSON::PP::false, JSON::PP::false ], '... the account');
is($data->{account}{username}, "b/\xfc\"d.i", '... by its name');
my ($product) = @{ decode_json(ask('json/44444444-2222-4333-8444-555555555555')->{body}) };
is_deeply($data->{products}, [ { id => $product->{pk}, %{ $product->{fields} } } ], '... the products as json has them');
is_deeply([ @{ $data->{account} }{qw(phone bank_account qris)} ], [ '628123', "BCA 12\n\"b\"", 'q.jpg' ], '... how to pay');
is_deeply([ map { delete $_->{id}; $_ } @{ $data->{items} } ],
	[ { user => 2, name => 'Gula "aren"', amount => 5, description => "a\nb", threshold => 3 },
	  { user => 2, name => 'Beras', amount => 0, description => '', threshold => 0 } ], '... the items');
is_deeply($data->{cart}, [ { product => $TEA, name => "Tea & \"Milk\" <b>\xe9'</b>", price => 14000, quantity => 2 } ], '... the cart');
my ($placed, $done) = ('2024-10-02T05:06:07.089Z', '2024-10-02T05:06:08Z');
is_deeply($data->{orders_bought}, [ { id => 500, buyer => 'budi', phone => '', seller => 'siti', state => 'done', total => 30000,
	placed => $placed, paid => $done,
	lines => [ { product => $TEA, name => 'Teh lama', price => 15000, quantity => 2 } ],
	changes => [ { state => 'placed', made => $placed, made_by => 'budi' }, { state => 'done', made => $done, made_by => 'siti' } ] } ],
	'... what was bought');
is(join(' ', map { $_->{id} } @{ $data->{orders_sold} }), join(' ', reverse 1 .. 120), '... all that was sold');
is_deeply($data->{orders_sold}[0], { id => 120, buyer => 'Ani', phone => '62813', seller => 'budi', state => 'placed', total => 120,
	placed => '1970-01-01T00:00:00Z', paid => undef, lines => [], changes => [] }, '... to guests, too');
is_deeply($data->{profile}, [ { name => 'Pak B', favorite_dish => 'Gado', dietary_restrictions => [ 'soy', 'vegan' ], spice_level => 'hot',
	visits => 3, last_visit => $placed } ], '... what the kitchen was told');
is_deeply($data->{tickets}, [ { id => 7, guest => 'Pak B', state => 'cooking', total => 18000, placed => $placed, changed => $done,
	lines => [ { dish => 'Gado-gado', price => 18000, special_requests => 'tanpa "telur"' } ] } ], '... what it cooked');
is_deeply($data->{reading_preferences}, [ { genres => [ 'satire' ], goal => 9, private => JSON::PP::false, streak => 2,
	last_day => '2024-10-04T17:00:00Z' } ], '... how one reads');
is_deeply($data->{readings}, [ { book => 2, title => 'Max Havelaar', author => 'Multatuli', state => 'finished', page => 320, chapter => 3,
	percent => 0, pages => 330, started => $placed, finished => $done, updated => $done,
	before => [ '2024-10-03T17:00:00Z', '2024-10-04T17:00:00Z' ] } ], '... what was read');
is_deeply($data->{loans}, [ { book => 5, title => 'Gurindam Dua Belas', asked => $placed, lent => $done, due => $done, returned => undef },
	{ book => 2, title => 'Max Havelaar', asked => $done, lent => undef, due => undef, returned => undef } ], '... what was lent');
is((grep { $_->{user_agent} eq '<b>"\\/1' && $_->{address} eq '192.0.2.1' } @{ $data->{devices} }), 1, '... the devices');
my %session = map { $_->{name} => $_->{value} } @{ $data->{session} };
is("$session{_auth_user_id} $session{_visits}", '2 1', '... the session');
my %cookie = map { $_->{name} => $_->{value} } @{ $data->{cookies} };
like($cookie{last_visit_summary}, qr/\Aname=b%2F%C3%BC%22d\.i&when=[\w%.-]+Z&mark=[0-9a-f]{64}\z/, '... the cookies, without a signature');
is("$cookie{theme} $cookie{odd}", '<dark> a:b', '... whatever is in them');
my ($signature) = $budi->{last_visit_summary} =~ /:([^:]+)\z/;
for my $secret (qw(argon2 _auth_user_hash sessionid csrftoken secret-token), $signature, $budi->{sessionid}, SECRET, 'secret-ticket') {
	unlike($file->{body}, qr/\Q$secret\E/, '... but not ' . substr $secret, 0, 20);
}
my $nothing = decode_json(ask('account?download=1', jar => browser('tono'))->{body});
is(@{ $nothing->{products} }, 1, "nobody else's products");
is(join(' ', map { scalar @{ $nothing->{$_} } } qw(profile tickets readings loans)), '0 0 0 0', '... nor anything else of theirs');
is_deeply($nothing->{reading_preferences}, [ { genres => [], goal => 0, private => JSON::PP::false, streak => 0, last_day => undef } ],
	'... and nothing was said');
is(served(302, 'a guest', 'account?download=1')->{body} =~ /products/ ? 1 : 0, 0, '... gets no data');

# ---- the end ----

my $end = served(200, 'the page that asks', 'account?delete=1', jar => $siti);
like($end->{body}, qr/The account “siti” will be gone for good, with 3 products and everything in the stock-room\./,
	'... says what goes');
like($end->{body}, qr/Your buyers and sellers keep their copy of your orders\. Orders that you have not handed out yet are cancelled\. Your name stays on kitchen tickets that are still open and on books that you have not brought back\./, '... and what stays');
says($wrong, 'the end with a wrong password', $siti, action => 'delete', password => 'salah');
says('This field is required.', 'the end without one', $siti, action => 'delete');
ok(is_signed_in($siti), 'nothing has ended');
query('DELETE FROM attempt');
my $phone = browser('siti', password => "l\xc3\xa8tmein");
my @letters = map { $_ x 22 } 'a' .. 'c';
mkdir "$Cgi::data/media";
spew("$Cgi::data/media/$_", 'x') for map { ("$_-40x30.jpg", "$_-40x30-small.jpg") } @letters;
query("UPDATE product SET image = '$letters[0]-40x30.jpg' WHERE id = '$TEA';
	UPDATE user SET qris = '$letters[1]-40x30.jpg' WHERE id = 1;
	UPDATE product SET image = '$letters[2]-40x30.jpg' WHERE user_id = 2;
	INSERT INTO orders (id, buyer_id, seller_id, buyer, seller, phone, token, state, total, placed) VALUES
	(601, 2, 1, 'budi', 'siti', '', 'a', 'paid', 5, 0), (602, 1, 2, 'siti', 'budi', '', 'b', 'placed', 5, 0)");
query("INSERT INTO loan VALUES (11, 2, 1, 'siti', 5, 6, 7, 8), (12, 4, 1, 'siti', 5, 6, 7, NULL);
	INSERT INTO reading VALUES (1, 4, 'finished', 1, 0, 0, 0, 0, 0, 5, '', 1);
	INSERT INTO ticket SELECT column1, column2, 'Siti', 't' || column1, column3, 'Bubur=0+I+am+ill', 0, 0, 0
		FROM (VALUES (21, 1, 'handed over'), (22, 1, 'discarded'), (23, 1, 'ready'), (24, 2, 'handed over'), (25, NULL, 'handed over'))");
sub media () { return join ' ', map { m{/(\w)\w+-40x30(-small)?\.jpg$} ? $1 : $_ } glob "$Cgi::data/media/*" }
is(media(), 'a a b b c c', 'there are pictures');
leads('/shop', 'the end', $siti, action => 'delete', password => "l\xc3\xa8tmein");
is(join(' ', sort keys %$siti), 'csrftoken messages', '... leaves no cookie');
said($siti, 'Your account was deleted.', 'shop');
is(query("SELECT (SELECT count(*) FROM user WHERE id = 1) || ' ' || (SELECT count(*) FROM product WHERE user_id = 1)"
	. " || ' ' || (SELECT count(*) FROM product)"), '0 0 2', "... of account and products, but not of others'");
is(query('SELECT count(*) FROM item WHERE user_id = 1'), 0, '... of items');
is(media(), 'c c', '... of pictures on the disk');
is(join(' ', query('SELECT user_id, book_id FROM reading')), '2|2', '... of what was read');
is(join(' ', query("SELECT id, user_id, guest, state FROM ticket WHERE id < 24")), '7|2|Pak B|cooking 8||Siti|new 23||Siti|ready',
	'... of what the kitchen is done with: it cooks on for a name');
is(join(' ', query('SELECT id FROM ticket WHERE id >= 24')), '24 25', "... but not of others'");
is(join(' ', query("SELECT id, user_id, borrower FROM loan WHERE borrower = 'siti'")), '12||siti',
	'... and a book that was lent has to come back, while nobody waits any more');
is(join(' ', query('SELECT id, state, buyer_id, buyer, seller_id, seller FROM orders WHERE id >= 500 ORDER BY id')),
	'500|done|2|budi||siti 601|cancelled|2|budi||siti 602|placed||siti|2|budi',
	'... but orders stay, and those that were not handed out are cancelled');
is(query('SELECT state, made_by FROM order_change WHERE order_id = 601'), 'cancelled|siti', '... which is noted');
unlike(ask('json')->{body}, qr/"user": 1,/, '... in json neither');
is(ask("product/$TEA")->{status}, 404, '... nor on a page');
ok(!is_signed_in($phone), '... in no other browser');
is(ask(form($phone, action => 'sign_out_others'))->{status}, 302, '... which can do nothing');
ok(!browser('siti', password => "l\xc3\xa8tmein"), '... and nobody signs in');
is(served(303, 'the name', 'register', posted(urlencoded(username => 'siti', password1 => NEW, password2 => NEW)))
	->{status}, 303, '... is free again');

query("UPDATE user SET is_superuser = 1, is_staff = 1 WHERE username IN ('tono', 'lama')");
$tono = browser('tono');
my $last = 'You are the last superuser of this shop.';
like(page($tono, '?delete=1'), qr/\Q$last\E/, 'the last superuser, others being closed, cannot go');
unlike(page($tono, '?delete=1'), qr/name="password"/, '... and is not asked');
like(served(200, 'a last superuser who asks all the same', form($tono, action => 'delete', password => PASSWORD))->{body},
	qr/\Q$last\E/, '... is told so');
ok(is_signed_in($tono), '... and stays');
query("UPDATE user SET is_active = 1 WHERE username = 'lama'");
leads('/shop', 'when there is another one it goes', $tono, action => 'delete', password => PASSWORD);

# ---- forged, and odd ----

$budi = browser('b/ü"d.i');
my $count = () = query("SELECT id FROM device WHERE user_id = 2");
my $state = join "\n", query("SELECT password, recovery_codes FROM user WHERE id = 2");
for ([ change(PASSWORD, NEW) ], [ action => 'sign_out', device => 1 ], [ action => 'sign_out_others' ],
     [ action => 'recovery_codes', password => PASSWORD ], [ action => 'delete', password => PASSWORD ]) {
	refused(403, qr/CSRF token missing/, "forged: @$_", 'account', jar => { %$budi }, body => urlencoded(@$_));
}
is(join("\n", query("SELECT password, recovery_codes FROM user WHERE id = 2")), $state, 'nothing was done');
is(() = query("SELECT id FROM device WHERE user_id = 2"), $count, '... and nobody signed out');
refused(400, qr/no such action: fly/, 'an unknown action', form($budi, action => 'fly'));
served(302, 'a form of a guest', form({ csrftoken => SECRET }, action => 'sign_out_others'));
refused(404, qr/no such path/, 'a path', 'account/1', jar => $budi);

done_testing;
