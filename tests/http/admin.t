#!/usr/bin/perl
# admin: who may do what, as one table; lists, deletion of one and of many, and the history that stays.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Cgi qw(anew bytes form keep_shop leads);
use IPC::Open2;
use Test::More;

my ($TEA, $AVOCADO, $CAKE, $COFFEE) = map { "$_-2222-4333-8444-555555555555" } map { $_ x 8 } 1 .. 4;

shop_data();
query("UPDATE user SET is_staff = 1, is_superuser = 1 WHERE username = 'siti'");
query("UPDATE user SET is_staff = 1 WHERE username = 'tono'");
query("INSERT INTO user_group (id, name) VALUES (1, 'Kasir')");
query("INSERT INTO item (id, user_id, name, amount, description) VALUES (7, 2, 'Gula', 3, '')");
query("INSERT INTO orders (id, buyer_id, seller_id, buyer, seller, phone, token, state, total, placed)
	VALUES (7, 2, 1, 'budi', 'siti', '', 'x', 'done', 15000, 1727845567089012),
	(8, 2, 1, 'budi', 'siti', '', 'y', 'placed', 30000, 1727845567089012);
	INSERT INTO order_line VALUES (8, 1, '$TEA', 'Teh', 15000, 2)");
query("INSERT INTO ticket (id, user_id, guest, token, state, lines, total, placed, changed)
	VALUES (7, 2, 'budi', 'x', 'handed over', '', 15000, 1727845567089012, 1727845567089012)");
my ($siti, $budi, $tono) = map { sign_in($_) } qw(siti budi tono);
keep_shop();
anew('who may do what');

sub permit ($permissions)
{
	query("UPDATE user SET permissions = '$permissions' WHERE username = 'tono'");
}

sub page ($route, $jar = $siti)
{
	return ask($route, jar => $jar)->{body};
}

sub message_of ($jar, $route = 'admin')
{
	my ($text) = page($route, $jar) =~ m{<li class="(?:success|warning|error)">([^<]*)};

	return $text // '';
}

# ---- the permission matrix ----

# Of which model what can be done at all, and one of its records.
my %models = (
	product => [ 'add change delete', $COFFEE ],
	item => [ 'add change delete', 7 ],
	order => [ 'change delete', 7 ],
	ticket => [ 'change delete', 7, 'order' ],
	dish => [ 'add change delete', 2 ],
	book => [ 'add change delete', 2 ],
	user => [ 'add change delete', 2 ],
	group => [ 'add change delete', 1 ],
);

# Whoever looks, and what staff who may look have been permitted.
my @kinds = qw(guest member nothing view add change delete superuser);

# What the pages answer to each of them.  A POST has no fields: what is to be deleted is asked for first, and
# a form that says nothing says what it lacks, or has nothing to change.  "-": it depends on the fields.
my @matrix = (
	#            needs   guest member nothing view add change delete superuser
	[ 'GET',  '',        '',       302, 403, 403, 200, 403, 200, 403, 200 ],
	[ 'POST', '',        'delete', 302, 403, 403, 403, 403, 403, 303, 303 ],
	[ 'GET',  'add',     'add',    302, 403, 403, 403, 200, 403, 403, 200 ],
	[ 'POST', 'add',     'add',    302, 403, 403, 403, 200, 403, 403, 200 ],
	[ 'GET',  'change',  '',       302, 403, 403, 200, 403, 200, 403, 200 ],
	[ 'POST', 'change',  'change', 302, 403, 403, 403, 403, '-', 403, '-' ],
	[ 'GET',  'delete',  'delete', 302, 403, 403, 403, 403, 403, 200, 200 ],
	[ 'POST', 'delete',  'delete', 302, 403, 403, 403, 403, 403, 200, 200 ],
	[ 'GET',  'history', '',       302, 403, 403, 200, 403, 200, 403, 200 ],
	[ 'POST', 'history', 'nobody', 302, 403, 405, 405, 405, 405, 405, 405 ],
);

my %users_only = (
	password => [
		[ 'GET',  302, 403, 403, 403, 403, 200, 403, 200 ],
		[ 'POST', 302, 403, 403, 403, 403, 200, 403, 200 ],
	],
);

# Settings have no records; what is not a model's is a superuser's.
my %others = (
	'admin' => [ [ 'GET', 302, 403, 200, 200, 200, 200, 200, 200 ] ],
	'admin/setting' => [ [ 'GET', 302, 403, 403, 200, 403, 200, 403, 200 ] ],
	'admin/setting/site_name/change' => [
		[ 'GET', 302, 403, 403, 200, 403, 200, 403, 200 ],
		[ 'POST', 302, 403, 403, 403, 403, '-', 403, '-' ],
	],
	'admin/setting/site_name/history' => [
		[ 'GET', 302, 403, 403, 200, 403, 200, 403, 200 ],
		[ 'POST', 302, 403, 405, 405, 405, 405, 405, 405 ],
	],
	'admin/log' => [
		[ 'GET', 302, 403, 403, 403, 403, 403, 403, 200 ],
		[ 'POST', 302, 403, 405, 405, 405, 405, 405, 405 ],
	],
	'admin/health' => [
		[ 'GET', 302, 403, 403, 403, 403, 403, 403, 200 ],
		[ 'POST', 302, 403, 405, 405, 405, 405, 405, 405 ],
	],
	map({ $_ => [ [ 'GET', 302, 403, (404) x 6 ], [ 'POST', 302, 403, (404) x 6 ] ] }
		qw(admin/nothing admin/nothing/add admin/nothing/7/change admin/products admin/Product
		admin/product/add/7 admin/setting/add admin/log/7 admin/book/2/password admin/group/1/password)),
);

my %jar = (superuser => $siti, member => $budi);

sub kind_permissions ($kind, $permission)
{
	return $kind =~ /^(?:view|add|change|delete)$/ ? "${kind}_$permission" : '';
}

# One answer of the matrix, "" when it is as it should be.
sub fault ($method, $route, $kind, $status)
{
	my $jar = $kind eq 'guest' ? { csrftoken => SECRET } : { %{ $jar{$kind} // $tono } };
	my $answer = ask($route, jar => $jar, trusted => 1, $method eq 'POST' ? (body => '') : ());

	$status = $answer->{status} == 303 ? 303 : 200 if $status eq '-';
	my $faults = faults($answer, $status);
	$faults .= ', may be stored' if $kind ne 'guest' && header($answer, 'Cache-Control') !~ /no-store/;
	return $faults && "$method $route by $kind: $faults";
}

# A row of the matrix, for a model: what is never done with its records is no page, or no form of one.
sub expected ($can, $method, $page, $needs, @statuses)
{
	return @statuses if $needs =~ /^(?:nobody)?$/ || $can =~ /\b$needs\b/;
	return (@statuses[0, 1], ($method eq 'POST' && $page !~ /add|delete/ ? 405 : 404) x 6);
}

for my $model (sort keys %models) {
	my ($can, $key, $permission) = @{ $models{$model} };
	my @faults;

	for my $n (0 .. $#kinds) {
		permit(kind_permissions($kinds[$n], $permission // $model));
		for (@matrix) {
			my ($method, $page, @rest) = @$_;
			my $status = (expected($can, $method, $page, @rest))[$n];
			my $route = join '/', 'admin', $model, $page =~ /change|delete|history/ ? $key : (), $page || ();

			push @faults, fault($method, $route, $kinds[$n], $status) || ();
		}
		next unless $model eq 'user';
		push @faults, map { fault($_->[0], "admin/user/2/password", $kinds[$n], $_->[$n + 1]) || () }
			@{ $users_only{password} };
	}
	is(join("\n", @faults), '', "the matrix of $model");
}
for my $route (sort keys %others) {
	my @faults;

	for my $n (0 .. $#kinds) {
		permit(kind_permissions($kinds[$n], 'setting'));
		push @faults, map { fault($_->[0], $route, $kinds[$n], $_->[$n + 1]) || () } @{ $others{$route} };
	}
	is(join("\n", @faults), '', "the matrix of $route");
}
is(query('SELECT count(*) FROM product') . ' ' . query('SELECT count(*) FROM user'), '5 4', 'and all is still there');
permit(join ' ', map { "${_}_product" } qw(view add change delete));
for my $key ('9999', 'x', '-1', $TEA =~ s/1/9/gr, '%00', 'a%20b') {
	refused(404, qr/product/, "no such product: $key", "admin/product/$key/$_", jar => $tono)
		for qw(change delete history);
}
query("UPDATE product SET id = 'abcdefab-2222-4333-8444-555555555555' WHERE id = '$CAKE'");
served(200, 'a key in capitals', 'admin/product/ABCDEFAB-2222-4333-8444-555555555555/delete', jar => $siti);
query("UPDATE user SET is_staff = 0 WHERE username = 'tono'");
refused(403, qr/not staff/, 'who is staff no more', 'admin/product', jar => $tono);
query("UPDATE user SET is_staff = 1 WHERE username = 'tono'");

# ---- what the visitor is shown ----

permit('');
like(page('admin', $tono), qr/You don’t have permission to view or edit anything\./, 'staff without permission are told');
permit('add_book view_dish');
my $ways = page('admin', $tono);
like($ways, qr{href="/admin/book/add"}, 'staff see what they may add');
unlike($ways, qr{href="/admin/(?:book|dish/add|product|user|setting|log|health)"}, '... and nothing else');
like($ways, qr{href="/admin/dish"}, '... and what they may see');
like(page('shop', $tono), qr{href="/admin">Admin</a>}, 'staff have a way there');
unlike(page('shop', $budi), qr{href="/admin"}, '... others do not');
permit('view_product');
my $seen = page('admin/product', $tono);
unlike($seen, qr{type="checkbox"|/add"|<form method="post"}, 'who may only look can choose nothing');
like(page('admin/product'), qr{type="checkbox" name="selected" value="$TEA"}, '... who may delete can');

# ---- lists ----

# The names in the first column, and a number for how many there are.
sub names ($route, $jar = $siti)
{
	my ($body) = page($route, $jar) =~ m{<tbody>(.*)</tbody>}s or return '';

	return join ', ', map { s/<[^>]*>|\n//gr } $body =~ m{<th scope="row">(.*?)</th>}gs;
}

is(names('admin/book'), 'Gurindam Dua Belas, &lt;i&gt;Alice&lt;/i&gt; &amp; the &quot;Looking&quot; Glass, Odyssey, '
	. 'Max Havelaar, Habis Gelap Terbitlah Terang', 'the newest first');
my $page = page('admin/book');
like($page, qr{<a href="/admin/book/2/change">Max Havelaar\s*</a>}, 'the first column leads to the record');
my ($sort) = $page =~ m{<th scope="col"[^>]*><a href="/admin/book\?o=(\d)">Title</a>};
is($sort, 1, 'a column is a link that sorts by it');
my $sorted = page('admin/book?o=1');
like($sorted, qr{aria-sort="ascending"><a href="/admin/book\?o=-1">Title}, '... and then the other way');
like(page('admin/book?o=-1'), qr{aria-sort="descending"><a href="/admin/book\?o=1">Title}, '... and back');
like(names('admin/book?o=1'), qr/^&lt;i.*Gurindam.*Habis.*Max.*Odyssey$/, '... and it is sorted');
like(names('admin/book?o=-1'), qr/^Odyssey.*Max.*Habis.*Gurindam.*&lt;i/, '... both ways');
is(names('admin/book?q=MAX%20multa'), 'Max Havelaar', 'every word, in any field');
is(names('admin/product?q=100%25'), 'Alpukat 100% mentega', 'a sign of percent is one');
is(names('admin/product?q=_'), '', '... and so is an underscore');
like(page('admin/product?q=zzz'), qr{Nothing here matches.*<a class="button" href="/admin/product">Show everything</a>}s,
	'what is not there is said');
like(page('admin/product?q=kopi'), qr{<p class="lead">1 of 5</p>}, 'how many of how many');
like(page('admin/product'), qr{<p class="lead">5 in all</p>}, '... or in all');
query('DELETE FROM item');
like(page('admin/item'), qr{There are no items yet\..*href="/admin/item/add">Add item<}s, 'an empty list says what to do');
query("INSERT INTO item (id, user_id, name, amount, description) VALUES (7, 2, 'Gula', 3, '')");

unlike(page("admin/book?o=$_"), qr{aria-sort|name="o"}, "there is no such column: $_") for 6, -6, 99, 'x', 0;

# Filters, and how all that narrows a list survives the rest of it.
like(names('admin/product?available=0'), qr/^a.*z, Kue rahasia$/s, 'a filter');
like(names('admin/product?available=1&o=2'), qr/^Alpukat 100% mentega, Kopi Gayo 200 g, Tea/, 'a filter, sorted');
is(names('admin/user?is_superuser=1'), 'siti', 'who may do everything');
my $both = page('admin/product?q=a&available=1&o=1');
like($both, qr{href="/admin/product\?q=a&amp;available=1&amp;o=-1"}, 'sorting keeps the search');
like($both, qr{<input type="hidden" name="o" value="1">}, 'searching keeps the order');
like($both, qr{<option value="1" selected>Yes</option>}, '... and the filter');
like($both, qr{name="q" id="id_q" value="a"}, '... and the words');

# Pages.
query("INSERT INTO book (id, title, author, year, pages, genres, copies, search)
	SELECT value, 'Jilid ' || value, 'x', 1900, 9, '', 0, 'jilid ' || value || char(10) || 'x'
	FROM generate_series(101, 320)");
my $second = page('admin/book?q=jilid&o=1&p=2');
like($second, qr{220 of 225.*Page 2 of 3}s, 'a page of many');
like($second, qr{rel="prev" href="/admin/book\?q=jilid&amp;o=1"}, '... before it');
like($second, qr{rel="next" href="/admin/book\?q=jilid&amp;o=1&amp;p=3"}, '... and behind it');
is(() = $second =~ /<th scope="row">/g, 100, '... of a hundred');
like(page("admin/book?p=$_"), qr/Page 1 of 3/, "the first page: '$_'") for '0', '-1', 'x', '', '1.5';
like(page("admin/book?p=$_"), qr/Page 3 of 3/, "the last page: $_") for 4, 99, 2147483647;
query('DELETE FROM book WHERE id > 100');

# Rubbish.
for my $rubbish ('o=99', 'o=x', 'o=-', 'o=--1', 'o=1.2', 'o=9999999999999999999', 'o=0', 'p=y',
	'available=banana', 'user=9999', 'user=x', 'password__startswith=a', 'x=y&x=z', 
	'q=' . 'a%20' x 2000, 'q=%25_%5c%27%22', 'q=%f0%9f%98%80', 'category=%3Cb%3E', 'o=1&o=-1', '&&&', 'q') {
	served(200, "rubbish: $rubbish", "admin/product?$rubbish", jar => $siti);
}
like(names('admin/product?available=banana&user=9999&o=77'), qr/Kopi.*Tea/, 'rubbish narrows nothing');
refused(400, qr/NUL/, "a NUL: $_", "admin/product?$_=a%00b", jar => $siti) for qw(q o p user);
is(names('admin/user?q=argon2id'), '', 'passwords are not searched');
unlike(page("admin/user$_"), qr/argon2/, '... and not shown') for '', '/2/change';
like(page('admin/order'), qr{aria-sort="descending"><a href="/admin/order">Number</a>.*<a href="/admin/order/7/change">7</a>}s,
	'an order is called by its number');
is(names('admin/order?q=7'), '7', '... and found by it');
is(names('admin/order?q=budi%208'), '8', '... among other words');
is(names('admin/order?q=0'), '', '... by the whole of it');
is(names('admin/ticket?q=7'), '7', 'so is a ticket');

# ---- deleting one ----

# The fields of the confirmation, as a browser sends them.
sub confirmation ($body)
{
	my ($form) = $body =~ m{(<form class="ask".*?</form>)}s or return ();
	my @pairs = $form =~ m{<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)">}g;

	return map { s/&quot;/"/gr =~ s/&lt;/</gr =~ s/&gt;/>/gr =~ s/&#39;/'/gr =~ s/&amp;/&/gr } @pairs;
}

anew('deleting');
my $asked = page("admin/product/$COFFEE/delete");
like($asked, qr{“Kopi Gayo 200 g” will be gone for good}, 'it asks');
is(query("SELECT count(*) FROM product"), 5, '... and deletes nothing');
refused(403, qr/csrf/i, 'a forged wish', "admin/product/$COFFEE/delete", jar => $siti, body => 'confirm=yes');
served(200, 'a wish that says nothing is asked about', form($siti, "admin/product/$COFFEE/delete"));
query("INSERT INTO item VALUES (7777, 1, 'Beras', 5, '', 0)");
leads('/admin/item', 'a script that says yes', $siti, 'admin/item/7777/delete', confirm => 'yes');
query("UPDATE product SET price = 1 WHERE id = '$COFFEE'");
my $again = served(200, 'what changed meanwhile', form($siti, "admin/product/$COFFEE/delete", confirmation($asked)));
like($again->{body}, qr/Somebody changed something here meanwhile/, '... is shown again');
is(query("SELECT count(*) FROM product"), 5, '... and nothing is gone');
leads('/admin/product', 'confirmed', $siti, "admin/product/$COFFEE/delete", confirmation($again->{body}));
is(query("SELECT count(*) FROM product WHERE id = '$COFFEE'"), 0, '... it is gone');
is(message_of($siti, 'admin/product'), '“Kopi Gayo 200 g” has been deleted.', '... and that is said');
refused(404, qr/product/, 'a second click', form($siti, "admin/product/$COFFEE/delete", confirmation($again->{body})));

my $history = served(200, 'the history stays', "admin/product/$COFFEE/history", jar => $siti)->{body};
like($history, qr{<h1>History of “Kopi Gayo 200 g”</h1>.*This is gone\. Its history stays\.}s, '... and says so');
like($history, qr{<td data-label="Who">siti</td>\s*<td data-label="What">Deleted</td>}, '... who did what');
like(page("admin/product/$TEA/history"), qr/Nobody has changed this in the admin yet/, 'of another there is none');
query("INSERT INTO history (made, made_by, action, model, object, name, fields) VALUES
	(1727845567089012, 'lama', 'changed', 'product', '$TEA', 'Teh', 'price stock gone')");
like(page("admin/product/$TEA/history"), qr{lama</td>\s*<td data-label="What">Changed: Price, Stock, gone</td>},
	'the fields are called as on the form');

# Whoever may only delete does not come to a list that he may not see.
permit('delete_product');
$asked = page("admin/product/$CAKE/delete", $tono);
leads('/admin', 'who may only delete', $tono, "admin/product/$CAKE/delete", confirmation($asked));

# What comes to it while it is asked about.
anew('what goes with it');
$asked = page('admin/user/2/delete');
query("INSERT INTO item (id, user_id, name, amount, description) VALUES (8, 2, 'Garam', 3, ''), (9, 2, 'Merica', 3, '')");
$again = served(200, 'two more things', form($siti, 'admin/user/2/delete', confirmation($asked)));
like($again->{body}, qr{Somebody changed something here meanwhile.*<dt>Items</dt><dd>3</dd>}s, '... are shown first');
is(query('SELECT count(*) FROM user'), 4, '... and nobody is gone');
leads('/admin/user', 'confirmed', $siti, 'admin/user/2/delete', confirmation($again->{body}));

anew('an order');
$asked = page('admin/order/8/delete');
like($asked, qr{<h1>Delete “Order 8”\?</h1>}, 'an order is called by what it is');
like($asked, qr{<th scope="row">Teh</th>.*>2</td>.*>Rp15,000</td>}s, '... with what was ordered');
like($asked, qr{An order that is still open is cancelled by this, and its goods go back into stock\.}, '... and what comes of it');
unlike(page('admin/order/7/delete'), qr{goods go back into stock}, '... not of one that was handed out');

# ---- people ----

anew('people');
$asked = page('admin/user/2/delete');
like($asked, qr{This will be deleted, too.*<dt>Products</dt><dd>1</dd>.*<dt>Items</dt><dd>1</dd>}s, 'what goes with a member');
like($asked, qr{This will stay.*<dt>Orders as a buyer</dt><dd>2</dd>}s, '... and what stays');
leads('/admin/user', 'a member', $siti, 'admin/user/2/delete', confirmation($asked));
is(query('SELECT count(*) FROM product WHERE user_id = 2') . query('SELECT count(*) FROM item'), '00', '... with all that');
is(query('SELECT buyer FROM orders WHERE id = 7'), 'budi', '... but not the order');
like(page('admin/user/1/delete'), qr{siti: This is you}, 'nobody deletes himself here');
unlike(page('admin/user/1/delete'), qr{name="confirm"}, '... and has no button for it');
my @self = (action => 'delete', confirm => 'yes', selected => 1);
served(200, '... not even by a form of his own', form($siti, 'admin/user', @self));
permit('view_user delete_user change_user');
like(page('admin/user/1/delete', $tono), qr/Only a superuser can delete a superuser/, 'staff cannot delete a superuser');
my $try = served(200, '... nor by a form', form($tono, 'admin/user/1/delete', confirm => 'yes', seen => 'x'));
is(query("SELECT count(*) FROM user WHERE id IN (1, 2)"), 1, '... and siti is there');
query("UPDATE user SET is_superuser = 1 WHERE username = 'lama'");
like(page('admin/user', $tono), qr{>siti</a></th>}, 'though they see one');
$asked = ask(form($tono, 'admin/user', action => 'delete', selected => 3, selected => 1))->{body};
like($asked, qr{siti: Only a superuser.*}s, 'one that must stay is named');
like($asked, qr{tono: This is you}, '... and so is the visitor');

# ---- many ----

anew('many');
my @two = ($TEA, $AVOCADO);
leads('/admin/product?q=a&o=1', 'nothing is ticked', $siti, 'admin/product?q=a&o=1', action => 'delete');
is(message_of($siti, 'admin/product'), 'Please tick first what you want to delete.', '... which is said');
refused(400, qr/no such action/, 'another action', form($siti, 'admin/product', action => 'burn', selected => $TEA));
$asked = served(200, 'two are ticked', form($siti, 'admin/product?o=1', action => 'delete',
	map({ (selected => $_) } @two, $TEA, 'x', '9999')))->{body};
like($asked, qr{<h1>Delete 2 products\?</h1>}, '... and asked about, each once');
like($asked, qr{<li>Alpukat 100% mentega</li>}, '... by name');
is(query('SELECT count(*) FROM product'), 5, '... and are there');
my @sent = confirmation($asked);
query("UPDATE product SET name = 'Teh' WHERE id = '$TEA'");
like(served(200, 'one of them changed', form($siti, 'admin/product', @sent))->{body}, qr/Somebody changed/,
	'... and all is asked again');
is(query('SELECT count(*) FROM product'), 5, '... and none is gone');
$asked = ask(form($siti, 'admin/product?o=1', action => 'delete', map { (selected => $_) } @two))->{body};
leads('/admin/product?o=1', 'confirmed', $siti, 'admin/product?o=1', confirmation($asked));
is(message_of($siti, 'admin/product'), '2 products were deleted.', '... and told');
is(query('SELECT count(*) FROM product'), 3, '... and gone');
is(query("SELECT count(*) FROM history WHERE action = 'deleted'"), 2, '... with a history for each');
is(message_of($siti), '', '... told once');
leads('/admin/product', 'what is gone already', $siti, 'admin/product', action => 'delete', map { (selected => $_) } @two);
is(message_of($siti, 'admin/product'), 'What you ticked is gone already.', '... is said');
leads('/admin/product', 'a second click', $siti, 'admin/product', confirmation($asked));
is(message_of($siti, 'admin/product'), 'What you ticked is gone already.', '... too');

# Who may only add sees what he did, but no way to what he may not see.
permit('add_book');
leads('/admin', 'who may only add', $tono, 'admin/book/add', title => 'Baru', author => 'A', year => 1990, pages => 9, copies => 1);
my $mine = page('admin', $tono);
like($mine, qr{<h2 id="recent">.*Baru}s, '... sees what he added');
unlike($mine, qr{<a href="[^"]*/history">}, '... without a way to its history');
query("DELETE FROM book WHERE title = 'Baru'");

query("INSERT INTO book (id, title, author, year, pages, genres, copies, search)
	SELECT value, 'Jilid ' || value, 'x', 1900, 9, '', 0, 'jilid' FROM generate_series(101, 130)");
$asked = ask(form($siti, 'admin/book', action => 'delete', map { (selected => $_) } 101 .. 130))->{body};
like($asked, qr{Delete 30 books\?.*Jilid 120</li>\s*<li>and 10 more</li>}s, 'of many, twenty are named');
leads('/admin/book', 'and all of them go', $siti, 'admin/book', confirmation($asked));
is(query('SELECT count(*) FROM book'), 5, '... but no others');

# All of them or none: a book that is lent stays, and so do the others.
$asked = ask(form($siti, 'admin/book', action => 'delete', selected => 2, selected => 5))->{body};
query("INSERT INTO loan (book_id, user_id, borrower, asked, lent, due) VALUES (5, 2, 'budi', 1, 1, 1)");
my $kept = served(200, 'one of two must stay', form($siti, 'admin/book', confirmation($asked)))->{body};
like($kept, qr{Gurindam Dua Belas: A copy of this book is on loan\.}, '... which is told');
unlike($kept, qr{name="confirm"}, '... and cannot be confirmed');
is(query('SELECT count(*) FROM book'), 5, '... and nothing goes');

# What was asked for while one still might.
query("UPDATE user SET is_superuser = 1, is_staff = 1 WHERE username = 'budi'");
@sent = confirmation(ask(form($budi, 'admin/user', action => 'delete', selected => 1, selected => 3))->{body});
query("UPDATE user SET is_superuser = 0 WHERE username = 'budi'");
refused(403, qr/may not delete/, 'who may not delete any more', form($budi, 'admin/user', @sent));
query("UPDATE user SET permissions = 'view_user delete_user' WHERE username = 'budi'");
like(served(200, 'who is no superuser any more', form($budi, 'admin/user', @sent))->{body}, qr/siti: Only a superuser/,
	'... is told');
is(query('SELECT count(*) FROM user'), 4, '... and nobody is deleted');

# What changes while a form waits for its turn to write: it has found all in order, and looks again.
sub meanwhile ($sql, @form)
{
	my $pid = open2(my $out, my $in, 'sqlite3', '-bail', "$Cgi::data/warung.db");

	print $in "BEGIN IMMEDIATE; $sql; SELECT 1;\n";
	$in->flush;
	readline $out;
	my $run = begin(@form);
	select undef, undef, undef, 0.25;
	print $in "COMMIT;\n";
	close $in;
	waitpid $pid, 0;
	return end($run);
}

permit('delete_product');
@sent = confirmation(page("admin/product/$CAKE/delete", $tono));
my $late = meanwhile("UPDATE product SET name = 'Kue lain' WHERE id = '$CAKE'",
	form($tono, "admin/product/$CAKE/delete", @sent));
like($late->{body}, qr/Somebody changed something here meanwhile/, 'a record that changes in the last moment');
@sent = confirmation($late->{body});
for my $change ("permissions = ''", 'is_staff = 0', 'is_active = 0') {
	$late = meanwhile("UPDATE user SET $change WHERE username = 'tono'",
		form($tono, "admin/product/$CAKE/delete", @sent));
	is($late->{status}, 403, "a right that goes in the last moment: $change");
	query("UPDATE user SET permissions = 'delete_product', is_staff = 1, is_active = 1 WHERE username = 'tono'");
}
$late = meanwhile("DELETE FROM product WHERE id = '$CAKE'", form($tono, "admin/product/$CAKE/delete", @sent));
is($late->{status}, 404, 'a record that goes in the last moment');

# Who stops being a superuser while his form waits gives nobody power any more.
my $demote = "UPDATE user SET is_superuser = 0, permissions = 'change_user add_group change_group' WHERE username = 'budi'";
my @account = (username => 'tono', is_active => 1, is_staff => 1);
for ([ 'user/3/change', @account, is_superuser => 1 ], [ 'user/3/change', @account, user_permissions => 'add_user' ],
	[ 'user/3/change', @account, groups => 1 ], [ 'user/3/change', @account, bank_account => 'BCA 666' ],
	[ 'group/1/change', name => 'Kasir', permissions => 'delete_user' ],
	[ 'group/add', name => 'Baru', permissions => 'delete_user' ]) {
	my ($route, @fields) = @$_;

	anew("demoted meanwhile: $route");
	permit('');
	query("UPDATE user SET is_superuser = 1, is_staff = 1 WHERE username = 'budi'");
	$late = meanwhile($demote, form($budi, "admin/$route", @fields));
	is($late->{status}, 403, "$route: @fields[-2, -1]");
	is(query("SELECT is_superuser || permissions || bank_account || (SELECT group_concat(name || permissions)
		FROM user_group) || (SELECT count(*) FROM user_in_group) FROM user WHERE id = 3"), '0Kasir0', '... gives nothing');
}
query("UPDATE user SET is_superuser = 1 WHERE username = 'budi'");
$late = meanwhile($demote, form($budi, 'admin/user/3/change', @account, first_name => 'Tono'));
is($late->{status}, 303, 'what gives no power is saved');

# What goes with a record takes a permission of its own.
anew('what one may not delete by itself');
permit('view_user delete_user');
$asked = page('admin/user/2/delete', $tono);
like($asked, qr{<p>For this you also need the permission to delete: products, items\.</p>}, 'is not deleted with its owner');
unlike($asked, qr{name="confirm"}, '... and cannot be confirmed');
like(ask(form($tono, 'admin/user', action => 'delete', selected => 2, selected => 4))->{body},
	qr{permission to delete: products, items\.}, '... nor with others');
my @try = (action => 'delete', confirm => 'yes', selected => 2, seen => 'x');
refused(403, qr/may not delete products, items/, "... nor sent: $_", form($tono, "admin/$_", @try))
	for 'user', 'user/2/delete';
permit('view_user delete_user delete_item');
like(page('admin/user/2/delete', $tono), qr{permission to delete: products\.}, 'only what is missing is named');
is(query('SELECT count(*) FROM user') . query('SELECT count(*) FROM item'), '41', '... and all is there');
permit('view_user delete_user delete_item delete_product');
leads('/admin/user', 'whoever has them all', $tono, 'admin/user/2/delete', confirmation(page('admin/user/2/delete', $tono)));

# What a group may, its members may.
permit('view_group delete_group');
for my $power ("UPDATE user_group SET permissions = 'view_book' WHERE id = 1", 'INSERT INTO user_in_group VALUES (4, 1)') {
	query("UPDATE user_group SET permissions = ''; DELETE FROM user_in_group; $power");
	like(page('admin/group/1/delete', $tono), qr/Kasir: Only a superuser can delete a group that has permissions or members/,
		"a group: $power");
	served(200, '... nor by a form', form($tono, 'admin/group/1/delete', confirm => 'yes', seen => 'x'));
}
is(query('SELECT count(*) FROM user_group'), 1, '... stays');
like(page('admin/group/1/delete'), qr{name="confirm"}, '... but for a superuser');
query('DELETE FROM user_in_group');
leads('/admin/group', 'an empty one goes', $tono, 'admin/group/1/delete', confirmation(page('admin/group/1/delete', $tono)));

# So much that others would wait for too long.
anew('too much');
query("INSERT INTO item (user_id, name, amount, description) SELECT 2, 'Gula', 1, '' FROM generate_series(1, 20000)");
$asked = ask(form($siti, 'admin/user', action => 'delete', selected => 2, selected => 3))->{body};
like($asked, qr{<p>That is too much at once\. Please delete fewer\.</p>}, 'two with 20,000 things');
unlike($asked, qr{name="confirm"}, '... cannot be confirmed');
like(served(200, '... nor sent', form($siti, 'admin/user', action => 'delete', confirm => 'yes', map { (selected => $_, seen => 'x') } 2, 3)
	)->{body}, qr{Please delete fewer}, '... which is told');
is(query('SELECT count(*) FROM user'), 4, '... and nobody is gone');
query("DELETE FROM item; INSERT INTO stock_change (product_seq, number, quantity, reason, made, made_by)
	SELECT (SELECT seq FROM product WHERE user_id = 2), value, 0, 'count', 1, '' FROM generate_series(1000, 20999)");
like(ask(form($siti, 'admin/user', action => 'delete', selected => 2, selected => 3))->{body},
	qr{Please delete fewer}, '... what goes with their products counts, too');
leads('/admin/user', 'one by one they go', $siti, 'admin/user/2/delete', confirmation(page('admin/user/2/delete')));

# ---- pictures ----

anew('pictures');
my $media = "$Cgi::data/media";
mkdir $media;

# The pictures, as soon as there are so many: they go behind the answer.
sub left ($count)
{
	my $until = time + 5;
	my @files;

	do {
		@files = map { s{.*/}{}r } sort glob "$media/*";
	} while (@files != $count && time < $until && !select undef, undef, undef, 0.02);
	return "@files";
}

my ($hers, $his, $code) = map { $_ x 22 . '-40x30.jpg' } qw(a b c);
spew("$media/$_", 'x') for $hers, $his, $code;
query("UPDATE product SET image = '$hers' WHERE id = '$TEA'");
query("UPDATE product SET image = '$his' WHERE id = '$COFFEE'");
query("UPDATE user SET qris = '$code' WHERE username = 'budi'");
leads('/admin/product', 'a product', $siti, "admin/product/$TEA/delete", confirmation(page("admin/product/$TEA/delete")));
is(left(2), "$his $code", '... goes with its picture');
leads('/admin/user', 'a member', $siti, 'admin/user/2/delete', confirmation(page('admin/user/2/delete')));
is(left(0), '', '... goes with all of them');

done_testing;
