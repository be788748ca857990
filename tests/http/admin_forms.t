#!/usr/bin/perl
# The admin's forms: every model added and changed, what is wrong, who may not, and two at once.
use v5.36;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Cgi qw(:DEFAULT bytes form leads);
use IPC::Open2;
use Test::More;

binmode $_, ':utf8' for map { Test::More->builder->$_ } qw(output failure_output);

use constant TEA => '11111111-2222-4333-8444-555555555555';
use constant COFFEE => '44444444-2222-4333-8444-555555555555';

shop_data();
query("UPDATE user SET is_staff = 1, is_superuser = 1 WHERE username = 'siti';
	UPDATE user SET is_staff = 1 WHERE username = 'tono';
	INSERT INTO user_group (id, name, permissions) VALUES (1, 'Kasir', 'view_order');
	INSERT INTO orders (id, buyer_id, seller_id, buyer, seller, phone, token, state, total, placed)
		VALUES (1, 2, 1, 'budi', 'siti', '', 't1', 'placed', 15000, 1727845567089012);
	INSERT INTO order_line VALUES (1, 1, '" . TEA . "', 'Teh', 15000, 1);
	INSERT INTO orders (id, buyer_id, seller_id, buyer, seller, phone, token, state, total, placed)
		VALUES (2, 2, 1, 'budi', 'siti', '', 't2', 'placed', 0, 1727845567089012);
	INSERT INTO ticket (id, user_id, guest, token, state, lines, total, placed, changed)
		VALUES (1, 2, 'Pak <b>Min</b>', 't1', 'new', 'Soto+%3Cb%3E=18000+tanpa+bawang', 18000, 1727845567089012, 1727845567089012);
	INSERT INTO product (id, user_id, name, name_key, price, description, stock, category, available,
		date_added, search) VALUES ('66666666-2222-4333-8444-555555555555', 1, 'Gula', 'gula', 14000, '', 0,
		NULL, 1, 1727845569000000, 'gula')");
my ($siti, $budi, $tono) = map { sign_in($_) } qw(siti budi tono);

sub body ($answer)
{
	my $body = $answer->{body};

	utf8::decode($body);
	return $body;
}

sub page ($route, $jar = $siti)
{
	return body(ask($route, jar => $jar));
}

sub text_of ($html)
{
	return $html =~ s/<[^>]*>//gr =~ s/\s+/ /gr =~ s/^ | $//gr;
}

# The errors in the summary above a form.
sub errors ($body)
{
	my ($summary) = $body =~ m{<div class="error-summary" role="alert">(.*?)</div>}s or return '';

	return join '; ', map { text_of($_) } $summary =~ m{<li>(.*?)</li>}gs;
}

# What the form on a page would send if nobody typed anything: names and values.
sub sent_by ($body)
{
	my ($form) = $body =~ m{<form class="fields".*?>(.*?)</form>}s or return ();
	my @sent;

	while ($form =~ m{<(input|textarea|select)([^>]*)>(?:(?<=textarea)|)(.*?)(?=<(?:input|textarea|select|button)|\z)}gs) {
		my ($element, $attributes, $inside) = ($1, $2, $3);
		my ($name) = $attributes =~ /name="([^"]*)"/ or next;
		my ($value) = $attributes =~ /value="([^"]*)"/;

		next if $name eq 'csrfmiddlewaretoken' || $attributes =~ /type="file"/;
		next if $attributes =~ /type="checkbox"/ && $attributes !~ / checked/;
		($value) = $inside =~ m{^\n?(.*?)</textarea>}s if $element eq 'textarea';
		($value) = $inside =~ m{<option value="([^"]*)" selected} ? $1 :
			$inside =~ m{<option value="([^"]*)"} if $element eq 'select';
		push @sent, $name, plain($value // '');
	}
	return @sent;
}

sub plain ($html)
{
	my %entity = (lt => '<', gt => '>', quot => '"', '#x27' => "'", amp => '&');

	return $html =~ s/&(lt|gt|quot|#x27|amp);/$entity{$1}/gr;
}

# With some of them typed anew: NAME => VALUE, or [ VALUES ] for boxes.
sub typed ($body, %new)
{
	my @sent = sent_by($body);
	my @kept;

	while (my ($name, $value) = splice @sent, 0, 2) {
		push @kept, $name, $value unless exists $new{$name};
	}
	for my $name (sort keys %new) {
		push @kept, map { ($name, $_) } ref $new{$name} ? @{ $new{$name} } : $new{$name};
	}
	return @kept;
}

# changes WHAT, MODEL, KEY, NAME => VALUE ...: all else is sent as the form shows it.
sub changes ($what, $model, $key, %new)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $route = "admin/$model/$key/change";

	leads("/admin/$model", $what, $siti, $route, typed(page($route), %new));
}

sub adds ($what, $model, @fields)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	leads("/admin/$model", $what, $siti, "admin/$model/add", @fields);
}

sub is_wrong ($expected, $what, $route, @fields)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $body = body(served(200, $what, form($siti, $route, @fields)));

	is(plain(errors($body)), $expected, '... and says why');
	return $body;
}

sub may ($permissions)
{
	query("UPDATE user SET permissions = '$permissions' WHERE username = 'tono'");
}

# The answer to a request while somebody else holds the right to write.
sub while_locked (@request)
{
	my $pid = open2(my $out, my $in, 'sqlite3', '-bail', "$Cgi::data/warung.db");

	print $in "BEGIN IMMEDIATE; SELECT 1;\n";
	$in->flush;
	readline $out;
	my $answer = ask(@request);
	close $in;
	waitpid $pid, 0;
	return $answer;
}

sub history ($model)
{
	return query("SELECT action || ' ' || made_by || ' ' || name || ': ' || fields FROM history
		WHERE model = '$model' ORDER BY id DESC LIMIT 1");
}

# ---- every model: added, and each page of it whole ----

adds('a product', 'product', user => 2, name => 'Beras "Pandan" <b>5 kg</b>', price => '72.500', stock => 12,
	category => 'Pokok', description => "pulen\nwangi", available => 1);
is(query("SELECT user_id || ' ' || price || ' ' || stock || ' ' || available FROM product WHERE name LIKE 'Beras%'"),
	'2 72500 12 1', '... belongs to whom it was given');
is(query("SELECT quantity || ' ' || made_by FROM stock_change JOIN product ON seq = product_seq WHERE name LIKE 'Beras%'"),
	'12 siti', '... and its stock is in the ledger');
like(page('admin/product'), qr{The product “Beras &quot;Pandan&quot; &lt;b&gt;5 kg&lt;/b&gt;” was added successfully\.},
	'... which is said');
like(history('product'), qr/^added siti Beras/, '... and kept');
my $rice = query("SELECT id FROM product WHERE name LIKE 'Beras%'");

adds('an item', 'item', user => 3, name => 'Kardus', amount => 7, description => 'Kosong', threshold => 2);
is(query("SELECT user_id || ' ' || amount || ' ' || threshold FROM item WHERE name = 'Kardus'"), '3 7 2', '... is there');
adds('a dish', 'dish', name => 'Sate', price => 25000, spice => 'hot', available => 1, contains_peanuts => 'yes',
	contains_milk => 'no', suits_halal => 'yes', description => '');
is(query("SELECT spice || contains || suits || available FROM dish WHERE name = 'Sate'"), '3peanuts -milkhalal1',
	'... with what was stated, and nothing else');
adds('a book', 'book', title => 'Bumi Manusia', author => 'Pramoedya', year => 1980, pages => 535, copies => 1,
	genres => 'novel', genres => 'history');
is(query("SELECT genres FROM book WHERE title = 'Bumi Manusia'"), 'novel history', '... with its genres');
adds('a group', 'group', name => 'Dapur', permissions => 'view_dish', permissions => 'change_dish');
is(query("SELECT permissions FROM user_group WHERE name = 'Dapur'"), 'change_dish view_dish', '... with what it may');
leads('/admin/user/5/change', 'a user leads on to the next page', $siti, 'admin/user/add', username => 'Wati',
	password1 => 'Kopi-Gayo-72', password2 => 'Kopi-Gayo-72');
like(page('admin/user/5/change'), qr{The user “Wati” was added successfully\. You may edit it again below\.}, '... says so');
is(ask('login', posted('username=Wati&password=Kopi-Gayo-72'))->{status}, 303, '... and can sign in');
is(query("SELECT is_active || is_staff || is_superuser FROM user WHERE id = 5"), '100', '... as a member');
is(history('user'), 'added siti Wati: ', '... and history says nothing of the password');
refused(404, qr/./, "nobody adds: $_", "admin/$_/add", jar => $siti) for qw(order ticket setting nothing);

# ---- buttons ----

my @book = (author => 'B', year => 1990, pages => 10, copies => 1, genres => 'novel');
leads('/admin/book/add', 'save and add another', $siti, 'admin/book/add', title => 'A', @book, _addanother => 'x');
like(page('admin/book/add'), qr/“A” was added successfully\. You may add another one below\./, '... says so');
leads('/admin/book/7/change', 'save and continue', $siti, 'admin/book/6/change' =~ s/6/7/r,
	typed(page('admin/book/7/change'), title => 'A2', _continue => 'x'));
like(page('admin/book/7/change'), qr/The book “A2” was changed successfully\. You may edit it again below\./, '... says so');

# ---- every model: changed ----

changes('a product', 'product', COFFEE, price => '50.000', stock => 20, available => []);
is(query("SELECT price || ' ' || stock || ' ' || available || ' ' || name FROM product WHERE id = '" . COFFEE . "'"),
	'50000 20 0 Kopi Gayo 200 g', '... and only that');
is(query("SELECT sum(quantity) FROM stock_change JOIN product ON seq = product_seq WHERE id = '" . COFFEE . "'"), 20,
	'... the ledger tells the same');
is(history('product'), 'changed siti Kopi Gayo 200 g: price stock available', '... and which fields');
changes('a product to nobody\'s category', 'product', $rice, category => ' ');
is(query("SELECT category IS NULL FROM product WHERE id = '$rice'"), 1, '... is NULL, as Django says it');
changes('a product with every character', 'product', TEA);
like(history('product'), qr/Beras/, '... of which nothing was changed is not said to be');
changes('an item', 'item', 1, amount => ' 12.0 ', user => 2);
is(query('SELECT amount || user_id FROM item WHERE id = 1'), '122', '... as it was typed');
changes('a dish', 'dish', 1, contains_peanuts => '', suits_vegan => '', spice => 'none');
is(query('SELECT spice || contains FROM dish WHERE id = 1'),
	'0-nuts -gluten eggs -milk soy -fish -shellfish -sesame', '... takes back what was stated');
changes('a book', 'book', 3, year => -800, genres => [ 'poetry' ]);
is(query('SELECT year || genres FROM book WHERE id = 3'), '-800poetry', '... before our era');
changes('words in another order than ours', 'book', 1);
is(query("SELECT count(*) FROM history WHERE model = 'book' AND object = '1'"), 0, '... are no change');
query("UPDATE dish SET description = 'satu' || char(10) || 'dua' WHERE id = 3");
changes('lines as browsers end them', 'dish', 3, description => "satu\r\ndua");
is(query("SELECT count(*) FROM history WHERE model = 'dish' AND object = '3'"), 0, '... are no change');
changes('a group', 'group', 1, permissions => []);
is(query('SELECT permissions FROM user_group WHERE id = 1'), '', '... may nothing');
changes('a user', 'user', 5, first_name => 'Wati', email => 'wati@example.org', is_staff => 1, groups => [ 1 ],
	user_permissions => [ 'view_order', 'change_order' ]);
is(query("SELECT first_name || email || is_staff || permissions FROM user WHERE id = 5"),
	'Watiwati@example.org1change_order view_order', '... with its permissions');
is(query('SELECT group_id FROM user_in_group WHERE user_id = 5'), 1, '... and group');
like(page('admin/user/5/change'), qr{name="groups" value="1" id="id_groups_1" checked}, '... which is shown');

# A picture of somebody else's product.
my $gif = pack 'H*', '47494638376102000300800000fc02040000002c0000000002000300000202845f003b';

# The options of a POST of these fields, and of a file for the field `image`.
sub upload ($file, @fields)
{
	my $body = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.gif\"\r\n\r\n$file\r\n";

	while (my ($name, $value) = splice @fields, 0, 2) {
		$body .= "--b\r\nContent-Disposition: form-data; name=\"$name\"\r\n\r\n" . bytes($value) . "\r\n";
	}
	return (jar => $siti, trusted => 1, type => 'multipart/form-data; boundary=b', body => "$body--b--\r\n");
}

my $coffee = 'admin/product/' . COFFEE . '/change';
like(page($coffee), qr{<form class="fields" method="post" enctype="multipart/form-data"}, 'a form that takes files');
like(served(200, 'no picture', $coffee, upload('GIF', typed(page($coffee))))->{body},
	qr{id="id_image" accept="image/\*"\s+aria-invalid}, '... says so at its field');
served(303, 'a picture', $coffee, upload($gif, typed(page($coffee))));
my $image = query("SELECT image FROM product WHERE id = '" . COFFEE . "'");
like($image, qr/^\w.*2x3/, '... is there');
ok(-e "$Cgi::data/media/$image", '... and on the disk');
like(page($coffee), qr{<img class="current" src="/media/}, '... and shown');
served(200, 'with another fault', $coffee, upload($gif, typed(page($coffee), price => 'x')));
is(query("SELECT image FROM product WHERE id = '" . COFFEE . "'"), $image, '... it stays');
changes('a product without its picture', 'product', COFFEE, 'image-clear' => 'on');
is(query("SELECT image FROM product WHERE id = '" . COFFEE . "'"), '', '... is without');

# An order goes only where it may.
my ($states) = page('admin/order/1/change') =~ m{<select name="state".*?>(.*?)</select>}s;
is(join(' ', ($states // '') =~ /value="(\w+)"/g), 'placed paid ready done cancelled', 'a new order');
changes('an order', 'order', 1, state => 'cancelled');
is(query('SELECT state FROM orders WHERE id = 1'), 'cancelled', '... is cancelled');
is(query("SELECT stock FROM product WHERE id = '" . TEA . "'"), 4, '... and its goods are back');
($states) = page('admin/order/1/change') =~ m{<select name="state".*?>(.*?)</select>}s;
is(join(' ', ($states // '') =~ /value="(\w+)"/g), 'cancelled', '... and stays so');
is_wrong('State: Select a valid choice. placed is not one of the available choices.', 'an order that comes back',
	'admin/order/1/change', state => 'placed');
changes('a ticket', 'ticket', 1, state => 'cooking');
is(query('SELECT state FROM ticket WHERE id = 1'), 'cooking', '... is cooked');

# What was ordered stands there, for whoever looks.
my $order = page('admin/order/1/change');
like($order, qr{<h2>Order 1</h2>}, 'an order is called by what it is, and its number');
like($order, qr{<th scope="row">Teh</th>.*?>1</td>.*?>Rp15,000</td>}s, '... with what was ordered');
like(page('admin/ticket/1/change'), qr{<h2>Kitchen order 1</h2>.*<th scope="row">Soto &lt;b&gt;</th>.*tanpa bawang.*>Rp18,000</td>}s,
	'a ticket, too');

# ---- what is wrong ----

my @product = (user => 1, name => 'X', price => 1, stock => 1, category => '', description => '');
for ([ 'Name: This field is required.', name => '  ' ],
	[ 'Name: Ensure this value has at most 255 characters (it has 256).', name => 'é' x 256 ],
	[ 'Name: Line breaks and control characters are not allowed here.', name => "a\nb" ],
	[ 'Name: Null characters are not allowed.', name => "a\0b" ],
	[ 'Price: Enter a whole number.', price => 'mahal' ],
	[ 'Price: Enter a whole number.', price => '12.5' ],
	[ 'Price: This field is required.', price => '' ],
	[ 'Price: Ensure this value is greater than or equal to 0.', price => -1 ],
	[ 'Price: Ensure this value is less than or equal to 999999999999.', price => '1000000000000' ],
	[ 'Stock: Ensure this value is less than or equal to 2147483647.', stock => 2147483648 ],
	[ 'Stock: Enter a whole number.', stock => 'banyak' ],
	[ 'User: Select a valid choice. 99 is not one of the available choices.', user => 99 ],
	[ 'User: This field is required.', user => '' ]) {
	my ($error, %bad) = @$_;
	my %fields = (@product, %bad);
	my ($name) = keys %bad;
	my $body = is_wrong($error =~ s/^User/ page('admin\/product\/add') =~ m{<label for="id_user">(.*?)<} ? $1 : 'User' /er,
		"a bad $name", 'admin/product/add', %fields);

	like($body, qr{(?:id="id_$name"[^>]*aria-invalid="true")}, '... marked');
	like($body, qr{name="name"[^>]*value="X"}, '... and what was typed stays') if $name ne 'name';
}
is(query("SELECT count(*) FROM product WHERE name = 'X'"), 0, 'none of them was added');
like(is_wrong('What it contains: Select a valid choice. maybe is not one of the available choices.', 'a fact that is none',
	'admin/dish/add', name => 'X', price => 1, spice => 'hot', contains_milk => 'maybe'), qr/name="contains_milk"/, '... shown');
is_wrong('Genres: Select a valid choice. <b> is not one of the available choices.', 'a genre that is none',
	'admin/book/add', title => 'X', @book, genres => '<b>');
is_wrong('Name: Something else has this name already.', 'a name twice', 'admin/group/add', name => 'Dapur');
is_wrong('Username: A user with that username already exists.', 'a taken name', 'admin/user/add', username => 'SITI',
	password1 => 'Kopi-Gayo-72', password2 => 'Kopi-Gayo-72');
is_wrong('Password confirmation: The two password fields didn’t match.', 'two passwords', 'admin/user/add', username => 'Ani',
	password1 => 'Kopi-Gayo-72', password2 => 'Kopi-Gayo-73');
unlike(is_wrong('Username: This field is required.; Password confirmation: This password is too short. It must contain at least'
	. ' 8 characters.; Password confirmation: This password is too common.; Password confirmation: This password is entirely'
	. ' numeric.', 'a poor password', 'admin/user/add', username => '', password1 => '123', password2 => '123'),
	qr/value="123"/, '... is never shown again');
is(query('SELECT count(*) FROM user'), 5, 'none of them was added');

# ---- more than a select can hold ----

query("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 201)
	INSERT INTO user (id, username, username_key, password, date_joined)
		SELECT 1000 + i, 'orang' || i, 'orang' || i, '!', 0 FROM n;
	WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 201)
	INSERT INTO user_group (id, name, permissions) SELECT 1000 + i, 'grup' || i, '' FROM n");
like(page("admin/product/$rice/change"), qr{<input type="text" name="user" id="id_user" value="budi"}, 'of many one types which');
for my $typed ([ 'orang201', 1201 ], [ 'budi', 2 ], [ 1007, 1007 ]) {
	changes("to $typed->[0]", 'product', $rice, user => $typed->[0]);
	is(query("SELECT user_id FROM product WHERE id = '$rice'"), $typed->[1], '... is found');
}
for my $typed ('orang', 'BUDI?', 99999) {
	is_wrong("Seller: Select a valid choice. $typed is not one of the available choices.", 'to nobody',
		"admin/product/$rice/change", typed(page("admin/product/$rice/change"), user => $typed));
}
is_wrong('Seller: This field is required.', 'to no one', "admin/product/$rice/change",
	typed(page("admin/product/$rice/change"), user => ''));
unlike(page('admin/user/5/change'), qr/name="groups"/, 'too many groups have no boxes');
like(page('admin/user/5/change'), qr{<dt>Groups</dt><dd>Kasir\s*</dd>}, '... but are shown');
changes('who is in one of them', 'user', 5, groups => [], first_name => 'W');
is(query('SELECT group_id FROM user_in_group WHERE user_id = 5'), 1, '... stays in it');
query("DELETE FROM user WHERE id > 1000; DELETE FROM user_group WHERE id > 1000;
	UPDATE sqlite_sequence SET seq = 5 WHERE name = 'user'");

is_wrong('What it suits: That cannot be: it does not go with what the dish contains.', 'facts that speak against each other',
	'admin/dish/add', name => 'X', price => 1, spice => 'hot', contains_milk => 'yes', suits_vegan => 'yes');

# ---- what nobody asked for ----

changes('a product with fields that are not in the form', 'product', $rice, id => 'x', seq => 1, search => 'x',
	name_key => 'x', date_added => 1);
is(query("SELECT name_key || '|' || (date_added = 1) FROM product WHERE id = '$rice'"), 'beras "pandan" <b>5 kg</b>|0',
	'... which stay as they are');
changes('a user with a hash', 'user', 5, password => 'x', last_login => 1, memory => 'x', recovery_codes => 'x');
is(query("SELECT password <> 'x' AND memory = '' AND recovery_codes = '' FROM user WHERE id = 5"), 1, '... which stays');

may('change_user add_user change_group');
my $own = page('admin/user/3/change', $tono);
unlike($own, qr/name="(?:is_staff|is_superuser|groups|user_permissions)"/, 'staff see no boxes that give power');
like($own, qr{<dt>[^<]*staff[^<]*</dt>}i, '... but what they are');
leads('/admin/user', 'staff send them all the same', $tono, 'admin/user/3/change', typed($own, is_superuser => 1,
	is_staff => 1, groups => [ 2 ], user_permissions => [ 'delete_user' ], first_name => 'Tono'));
is(query("SELECT is_superuser || is_staff || permissions || first_name FROM user WHERE id = 3"),
	'01change_user add_user change_groupTono', '... and get nothing by it');
is(query('SELECT count(*) FROM user_in_group WHERE user_id = 3'), 0, '... no group either');
$own = page('admin/user/2/change', $tono);
unlike($own, qr/name="(?:bank_account|qris)"/, 'staff see no field for where the money of somebody else goes');
leads('/admin/user', '... and send it all the same', $tono, 'admin/user/2/change', typed($own, bank_account => 'BCA 666 a.n. Tono'));
is(query('SELECT bank_account FROM user WHERE id = 2'), '', '... which changes nothing');
changes('a superuser may', 'user', 2, bank_account => 'BCA 123 a.n. Budi');
is(query('SELECT bank_account FROM user WHERE id = 2'), 'BCA 123 a.n. Budi', '... say where it goes');
leads('/admin/group', 'staff give a group more', $tono, 'admin/group/2/change',
	typed(page('admin/group/2/change', $tono), permissions => [ 'delete_user' ]));
is(query('SELECT permissions FROM user_group WHERE id = 2'), 'change_dish view_dish', '... and it gets nothing');
leads('/admin/user/6/change', 'staff add a superuser', $tono, 'admin/user/add', username => 'Rudi', is_superuser => 1,
	is_staff => 1, password1 => 'Kopi-Gayo-72', password2 => 'Kopi-Gayo-72');
is(query('SELECT is_superuser || is_staff FROM user WHERE id = 6'), '00', '... who is none');
may('add_user');
leads('/admin', 'who may only add users comes back', $tono, 'admin/user/add', username => 'Dewi',
	password1 => 'Kopi-Gayo-72', password2 => 'Kopi-Gayo-72');

# ---- superusers, and passwords ----

may('change_user view_user delete_user');
unlike(page('admin/user/1/change', $tono), qr/<form class="fields"|user\/1\/(?:password|delete)/, 'staff only see a superuser');
refused(403, qr/./, "... and change none", form($tono, 'admin/user/1/change', username => 'x'));
refused(403, qr/./, "... $_", 'admin/user/1/password', jar => $tono) for 'nor the password';
for my $user (1, 5) {
	refused(403, qr/may not set the password/, "... of staff $user", form($tono, "admin/user/$user/password",
		password1 => 'Rahasia-Dapur-9', password2 => 'Rahasia-Dapur-9'));
}
for my $power ("UPDATE user SET permissions = 'view_order' WHERE id = 2", 'INSERT INTO user_in_group VALUES (2, 2)') {
	query("UPDATE user SET permissions = '' WHERE id = 2; DELETE FROM user_in_group; $power");
	refused(403, qr/may not set the password/, "... of a member who may more: $power", form($tono,
		'admin/user/2/password', password1 => 'Rahasia-Dapur-9', password2 => 'Rahasia-Dapur-9'));
	unlike(page('admin/user/2/change', $tono), qr{user/2/password}, '... and sees no way there');
}
query("UPDATE user SET permissions = '' WHERE id = 2; DELETE FROM user_in_group");
is(header(served(302, "one's own", 'admin/user/3/password', jar => $tono), 'Location'), '/account',
	"... is on the account's page");
leads('/account', '... also sent', $tono, 'admin/user/3/password', password1 => 'Rahasia-Dapur-9', password2 => 'Rahasia-Dapur-9');
my $hash = query('SELECT password FROM user WHERE id = 2');
is_wrong('Password confirmation: This password is too common.', 'a password that anybody guesses',
	'admin/user/2/password', password1 => 'iloveyou1', password2 => 'iloveyou1');
is(query('SELECT password FROM user WHERE id = 2'), $hash, '... is not set');
may('change_user view_user delete_user add_user change_book');
for my $form ([ 'admin/user/2/password', password1 => '123', password2 => '321' ],
	[ 'admin/user/add', username => 'Rina', password1 => '123', password2 => '321' ],
	[ 'admin/book/1/change', title => '' ],
	[ 'account', new_password1 => '123', new_password2 => '321' ]) {
	my $answer = while_locked(form($tono, @$form));

	is("$answer->{status} " . ($answer->{seconds} < 3), '200 1', "while somebody writes, what is wrong is said: $form->[0]");
}
may('change_user view_user delete_user');
leads('/admin/user/2/change', 'a member\'s password', $tono, 'admin/user/2/password', password1 => 'Rahasia-Dapur-9',
	password2 => 'Rahasia-Dapur-9');
is(header(ask('list', jar => $budi), 'Location'), '/login?next=/list', '... signs him out');
is(query('SELECT count(*) FROM device WHERE user_id = 2'), 0, '... everywhere');
is(history('user'), 'changed tono budi: password', '... and is kept');
like(page('admin/user/2/history', $tono), qr/Changed: password/, '... and told');
is(ask('login', posted('username=budi&password=Rahasia-Dapur-9'))->{status}, 303, '... and he signs in with it');
is_wrong('Superuser: This is the only superuser. Make somebody else a superuser first.',
	'the last superuser cannot stop being one', 'admin/user/1/change', typed(page('admin/user/1/change'), is_superuser => []));
is(query('SELECT is_superuser FROM user WHERE id = 1'), 1, '... and is one');
is_wrong('Staff: This is the only superuser: without this nobody could use the admin any more.',
	'... nor stop being staff', 'admin/user/1/change', typed(page('admin/user/1/change'), is_staff => []));
query("UPDATE user SET is_superuser = 1, is_staff = 0 WHERE username = 'budi'");
is_wrong('Staff: This is the only superuser: without this nobody could use the admin any more.',
	'... nor for a superuser who cannot enter', 'admin/user/1/change', typed(page('admin/user/1/change'), is_staff => []));
query("UPDATE user SET is_superuser = 0 WHERE username = 'budi'");
is(ask('admin', jar => $siti)->{status}, 200, '... who enters as before');

# ---- who may only look ----

may('view_product view_item view_order view_ticket view_dish view_book view_group view_user');
for (map { [ $_, $_ eq 'product' ? TEA : 1 ] } qw(product item order dish book group user)) {
	my ($model, $key) = @$_;
	my $body = body(served(200, "only looks: $model", "admin/$model/$key/change", jar => $tono));

	like($body, qr{<h1>View $model</h1>.*<dl class="facts">}s, '... is shown');
	unlike($body, qr{<form class="fields"|<button[^>]*name="_save"|/add"}, '... without a form');
	refused(403, qr/./, '... and cannot be sent', form($tono, "admin/$model/$key/change", name => 'x'));
}
unlike(page('admin/product/' . TEA . '/change', $tono), qr/<b>é/, 'markup is text');
may('');
refused(403, qr/./, "may nothing: $_", "admin/$_", jar => $tono) for 'book/add', 'book/1/change', 'user/2/password';

# ---- markup in every value ----

my $evil = q{"'><script>alert(1)</script>};
changes("evil in $_->[0]", @$_) for
	[ 'product', $rice, name => $evil, category => $evil, description => "</textarea>$evil" ],
	[ 'item', 1, name => $evil, description => "</textarea>$evil" ],
	[ 'dish', 2, name => $evil, description => "</textarea>$evil" ],
	[ 'book', 5, title => $evil, author => $evil ], [ 'group', 2, name => $evil ],
	[ 'user', 5, first_name => $evil, last_name => $evil ];
for ("product/$rice", 'item/1', 'dish/2', 'book/5', 'group/2', 'user/5', 'ticket/1', 'product/' . TEA) {
	my $body = body(served(200, "with markup: $_", "admin/$_/change", jar => $siti));

	unlike($body, qr/<script|<b>|<\/textarea>"/, '... which is text');
	unlike($body, qr/\$argon2/, '... without a hash');
}
unlike(join('', map { page("admin/$_") } qw(user user/1/change user/1/history user/5/history user/5/delete)),
	qr/argon2/, 'a hash is shown nowhere');
is(query("SELECT count(*) FROM history WHERE name || fields LIKE '%argon2%'"), 0, '... and not kept in the history');

served(200, "in Indonesian: $_", "admin/$_", jar => { %$siti, language => 'id' }) for "product/$rice/change", 'dish/2/change',
	'user/add', 'user/2/password', 'order/1/change';

# ---- two of the staff ----

query("UPDATE user SET is_superuser = 1 WHERE username = 'tono'");
my $route = 'admin/book/1/change';
my $shown = page($route);
leads('/admin/book', 'tono is faster', $tono, $route, typed(page($route, $tono), title => 'Dari Gelap', copies => 3));
my $answer = body(served(200, 'siti comes second', form($siti, $route, typed($shown, title => 'Terbitlah Terang'))));
like($answer, qr{role="alert">\s*<p>tono changed this on .* at \d\d:\d\d, while you had the form open\.}, '... and is told by whom');
like($answer, qr{name="title"[^>]*value="Terbitlah Terang"}, '... with what was typed');
like($answer, qr{name="copies"[^>]*value="3"}, '... and what she did not type as it is now');
is(join(' | ', map { text_of($_) } $answer =~ m{<div class="now">(.*?)</div>\s*</div>}gs),
	'What stands there now: Dari Gelap', '... and what stands there');
like($answer, qr{name="copies".*?<p class="now">This was changed meanwhile; you see what stands there now\.</p>}s,
	'... also where she typed nothing');
is(query('SELECT title || copies FROM book WHERE id = 1'), 'Dari Gelap3', '... which nobody touched');
leads('/admin/book', 'she saves again', $siti, $route, typed($answer));
is(query('SELECT title || copies FROM book WHERE id = 1'), 'Terbitlah Terang3', '... and overwrites only what she typed');
is(history('book'), 'changed siti Terbitlah Terang: title', '... as the history says');
leads('/admin/book', 'a double click', $siti, $route, typed($answer));

# Each another field.
$shown = page($route);
leads('/admin/book', 'tono changes the author', $tono, $route, typed(page($route, $tono), author => 'Raden Ajeng Kartini'));
$answer = body(served(200, 'siti the year', form($siti, $route, typed($shown, year => 1911))));
like($answer, qr/tono changed this/, '... and is told');
like($answer, qr{name="author"[^>]*value="Raden Ajeng Kartini"}, '... what it is now');
unlike($answer, qr/What stands there now/, '... though nothing of what she typed is in doubt');
leads('/admin/book', '... saves again', $siti, $route, typed($answer));
is(query('SELECT author || year FROM book WHERE id = 1'), 'Raden Ajeng Kartini1911', '... and both are kept');

# Lines, boxes and groups that nobody touched are not typed either, in whichever order they are stored.
query("UPDATE dish SET description = 'satu' || char(10) || 'dua' WHERE id = 3;
	DELETE FROM user_in_group; INSERT INTO user_in_group VALUES (5, 1), (5, 2);
	UPDATE user_group SET name = 'Zaman' WHERE id = 1; UPDATE user_group SET name = 'Awal' WHERE id = 2");
$shown = page('admin/dish/3/change');
query("UPDATE dish SET description = 'tiga' || char(10) || 'empat' WHERE id = 3");
$answer = body(served(200, 'lines', form($siti, 'admin/dish/3/change', map { s/\n/\r\n/r } typed($shown, name => 'Soto baru'))));
like($answer, qr{>\s*tiga\nempat</textarea>}, '... that somebody changed');
$shown = page('admin/user/5/change');
query('DELETE FROM user_in_group WHERE user_id = 5 AND group_id = 2');
$answer = body(served(200, 'groups', form($siti, 'admin/user/5/change', typed($shown, last_name => 'W'))));
unlike($answer, qr{name="groups" value="2" id="id_groups_2" checked}, '... from which somebody was taken');

# What is sold meanwhile does not stand in the way of a new name.
my $ledger = query('SELECT count(*) FROM stock_change');
$shown = page($coffee);
query("UPDATE product SET stock = 19 WHERE id = '" . COFFEE . "';
	INSERT INTO stock_change (product_seq, number, quantity, reason, made, made_by)
		SELECT seq, 99, -1, 'sale', 1, '' FROM product WHERE id = '" . COFFEE . "'");
leads('/admin/product', 'sold meanwhile', $siti, $coffee, typed($shown, name => 'Kopi Gayo', price => 51000));
is(query("SELECT name || price || '|' || stock FROM product WHERE id = '" . COFFEE . "'"), 'Kopi Gayo51000|19',
	'... and it stays sold');
is(query('SELECT count(*) FROM stock_change'), $ledger + 1, '... without another entry in the ledger');
is(history('product'), 'changed siti Kopi Gayo: name price', '... nor in the history');
$answer = body(served(200, 'but who typed another stock', form($siti, $coffee, typed($shown, stock => 25))));
like($answer, qr{<div class="now"><p>What stands there now:</p> <div class="description">19\s*</div>}, '... is told');
$shown = page('admin/order/2/change');
query("UPDATE orders SET state = 'done' WHERE id = 2");
leads('/admin/order', 'an order that goes on meanwhile', $siti, 'admin/order/2/change', typed($shown));
is(query('SELECT state FROM orders WHERE id = 2'), 'done', '... goes on');

$shown = page($route);
my @race = map { begin(form($_ % 2 ? $siti : $tono, $route, typed($shown, title => "Nomor $_"))) } 1 .. 10;
my @answers = map { end($_) } @race;
is(scalar(grep { $_->{status} == 303 } @answers), 1, 'of ten at once one is first');
is(scalar(grep { $_->{status} == 200 && $_->{body} =~ /while you had the form open/ } @answers), 9, '... and nine are told');
my ($first) = grep { $answers[$_ - 1]{status} == 303 } 1 .. 10;
is(query('SELECT title FROM book WHERE id = 1'), "Nomor $first", '... whose book it is');

$shown = page('admin/book/7/change');
query('DELETE FROM book WHERE id = 7');
refused(404, qr/book/, 'a book that is gone', form($siti, 'admin/book/7/change', typed($shown)));

query('DELETE FROM user_group');
unlike(page('admin/user/5/change'), qr/Groups<\/legend>/, 'without groups there are no boxes for them');

done_testing;
