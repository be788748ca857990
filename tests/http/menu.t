#!/usr/bin/perl
# menu: what is recommended to whom and in which order, what is left out and why; and the forms in
# which the kitchen adds and changes its dishes.
use v5.36;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Cgi qw(:DEFAULT bytes form leads);
use List::Util 'shuffle';
use Test::More;

# says TEXT, WHAT, JAR, ROUTE, FIELD => VALUE ...: a form that is shown again, with that error.
sub says ($text, $what, $jar, $route, @fields)
{
	my $answer = served(200, $what, form($jar, $route, @fields));

	like($answer->{body}, qr{<li>\Q$text\E</li>}, "... is told: $text");
	return $answer->{body};
}

sub quoted ($text) { return "'" . $text =~ s/'/''/gr . "'" }

# cook NAME, COLUMN => VALUE ...: a dish of which nothing is stated, but for that; its id.
sub cook ($name, %with)
{
	my %row = (name => $name, description => '', price => 10000, spice => 0, contains => '',
		suits => '', available => 1, sold_out => 0, %with);
	my @columns = sort keys %row;

	return query('INSERT INTO dish (' . join(', ', @columns) . ') VALUES ('
		. join(', ', map { quoted($row{$_}) } @columns) . ') RETURNING id');
}

# A guest who has said that of himself.
sub guest (@fields)
{
	my %jar = (csrftoken => SECRET);

	leads('/menu', 'a profile', \%jar, 'create_profile', name => 'Ani', @fields);
	ask('menu', jar => \%jar); # which takes the message away
	return \%jar;
}

sub menu ($jar = {}) { return served(200, 'the menu', 'menu', jar => { %$jar })->{body} }

# The ids that can be ordered, in order.
sub ordered ($page) { return join ' ', $page =~ /name="dish" value="(\d+)"/g }

# The names, in order, of what is shown as good.
sub shown ($page) { return join ', ', $page =~ m{<h2>(.*?)</h2>}g }

# What is left out, with its reasons.
sub left_out ($page)
{
	my ($list) = $page =~ m{<details class="left-out">(.*?)</details>}s or return {};
	return { $list =~ m{<li><strong>(.*?)</strong>: (.*?)</li>}g };
}

sub summary ($page)
{
	my ($text) = $page =~ m{<details class="left-out">\s*<summary>(.*?)</summary>};
	return $text;
}

my @allergens = qw(peanuts nuts gluten eggs milk soy fish shellfish sesame);
my $free = join ' ', map { "-$_" } @allergens;

# As the page calls it.
sub label ($allergen)
{
	return $allergen eq 'nuts' ? 'tree nuts' : $allergen;
}

shop_data();
query('DELETE FROM dish');

# ---- nothing ----

my $empty = menu();
like($empty, qr/Nothing is on the menu yet\./, 'an empty menu says so');
unlike($empty, qr/csrfmiddlewaretoken|<h2>/, '... and has no form');

# ---- a guest without a profile ----

my $soto = cook('Soto', spice => 1, contains => 'eggs -milk', suits => 'halal -vegan',
	description => 'Kuah kuning');
my $putih = cook('Nasi putih', contains => $free, suits => 'vegetarian vegan halal gluten-free');
my $rawon = cook('Rawon', spice => 3, contains => "$free nuts", suits => '-vegetarian -vegan halal gluten-free');
cook('Lontong', available => 0);
my $answer = served(200, 'a guest', 'menu');
my $page = $answer->{body};
is(ordered($page), "$putih $rawon $soto", '... can order all that is on the menu, by name');
is(shown($page), 'Nasi putih, Rawon, Soto', '... and sees it');
unlike($page, qr/Lontong|left-out|Your favourite/, '... and nothing else');
like($page, qr{Tell us what you cannot eat.*<a class="button" href="/create_profile">Make your profile</a>}s,
	'... is asked for a profile');
is(header($answer, 'Set-Cookie') =~ /sessionid/ ? 1 : 0, 0, '... and looking makes no session');
like(header($answer, 'Cache-Control'), qr/no-store/, '... and no cache keeps what somebody cannot eat');
like($page, qr{<h2>Soto</h2>\s*<p class="price">Rp10,000</p>\s*<p>Kuah kuning</p>\s*<ul>\s*<li><i class="hot-1"></i> mild</li>\s},
	'... its price, what it is, and how hot');
like($page, qr{<li>Contains: eggs</li>\s*<li>Suits: halal</li>\s*<li>Not stated: peanuts, tree nuts, gluten, soy, fish, shellfish, sesame, vegetarian and gluten-free</li>},
	'... what a dish contains and suits, and what nobody has stated');
like($page, qr{<li>not spicy</li>\s*<li>Contains: none of the nine allergens we ask about</li>\s*<li>Suits: vegetarian, vegan, halal and gluten-free</li>\s*</ul>},
	'... that nothing is missing');
like($page, qr{<li><i class="hot-3"></i> hot</li>\s*<li>Contains: tree nuts</li>\s*<li>Suits: halal and gluten-free</li>\s*</ul>},
	'... what is declared not to be so is not named');
like($page, qr{<form method="post" action="/order">\s*<input type="hidden" name="csrfmiddlewaretoken" value="\w{64}">\s*<input type="hidden" name="dish" value="$putih">\s*<details>.*name="special_requests" maxlength="500"},
	'... and may ask for something');
unlike($page, qr{href="/(?:order|kitchen)"}, '... but has no order yet, and no kitchen');

query("UPDATE dish SET contains = 'milk', suits = 'vegan' WHERE id = $soto");
unlike(menu(), qr/Suits: vegan</, 'what contains milk is not shown as vegan, whatever the row says');

# ---- sold out ----

my $today = int((time + 420 * 60 - 4 * 3600) / 86400);
query("INSERT INTO setting VALUES ('utc_offset', '420'); UPDATE dish SET sold_out = $today WHERE id = $rawon");
$page = menu();
is(ordered($page), "$putih $soto", 'what is sold out cannot be ordered');
like($page, qr{<li class="sold-out">\s*<h2>Rawon</h2>.*?<p class="badge">Sold out today</p>\s*</li>}s, '... but is shown');
query("UPDATE dish SET sold_out = $today - 1 WHERE id = $rawon");
is(ordered(menu()), "$putih $rawon $soto", '... until the next day');

# ---- what else one should know ----

my %hungry = (csrftoken => SECRET);
for my $count (1, 2) {
	leads('/order', "dish $count", \%hungry, 'order', dish => $putih, special_requests => '');
	like(menu(\%hungry), qr{<a class="button primary" href="/order">Your order \($count\)</a>}, '... is counted');
}
like(menu(), qr{<span class="badge good">The kitchen is open\.</span>}, 'the kitchen is open');
query("INSERT INTO setting VALUES ('kitchen_closed', 'yes')");
$page = menu(\%hungry);
like($page, qr{<span class="badge">The kitchen is closed for now\.</span>}, '... or closed');
is(shown($page), 'Nasi putih, Rawon, Soto', '... when all is shown');
is(ordered($page) . join(' ', $page =~ /action="\/order"|special_requests|csrfmiddlewaretoken/g), '', '... but nothing can be ordered');
query("DELETE FROM setting WHERE name = 'kitchen_closed'");

# ---- one restriction at a time ----

query('DELETE FROM dish');
my %cooked = map { $_->[0] => cook(@$_) } (
	[ 'declared', contains => $free, suits => 'vegetarian vegan halal gluten-free' ],
	[ 'unstated' ],
	[ 'without diets', contains => $free, suits => '-vegetarian -vegan -halal' ],
	[ 'peanuts', contains => 'peanuts', suits => 'vegan' ],
	[ 'egg', contains => 'eggs', suits => 'vegan vegetarian' ]);
for my $allergen (@allergens) {
	$page = menu(guest(dietary_restrictions => $allergen));
	my %reasons = %{ left_out($page) };
	my $label = label($allergen);
	my $unstated = "not stated whether it contains $label";

	is(ordered($page), "$cooked{declared} $cooked{'without diets'}", "$allergen: only what is declared to be without");
	is($reasons{unstated}, $unstated, '... else it is left out, with the reason');
	is($reasons{peanuts}, $allergen eq 'peanuts' ? 'contains peanuts' : $unstated, '... which is its own');
	is(summary($page), "3 dishes left out because of $label: show them", '... and not silently');
}
for ([ vegetarian => 'declared egg peanuts', unstated => 'not stated whether it is vegetarian' ],
     [ vegan => 'declared peanuts', egg => 'not vegan' ],
     [ halal => 'declared', egg => 'not stated whether it is halal' ],
     [ 'gluten-free' => 'declared', egg => 'not stated whether it is gluten-free' ]) {
	my ($diet, $good, $dish, $reason) = @$_;
	$page = menu(guest(dietary_restrictions => $diet));
	my %reasons = %{ left_out($page) };

	is(ordered($page), join(' ', map { $cooked{$_} } split ' ', $good), "$diet: only what is declared to be so");
	is($reasons{'without diets'}, $diet eq 'gluten-free' ? "not stated whether it is $diet" : "not $diet",
		'... what is declared not to be so is left out');
	is($reasons{$dish}, $reason, "... and $dish");
	like(summary($page), qr/\A\d dishes left out because they are not certain to be $diet: show them\z/, '... and not silently');
}

# ---- all of them together ----

my $strict = guest(dietary_restrictions => 'milk', dietary_restrictions => 'eggs', dietary_restrictions => 'halal');
$page = menu($strict);
is(ordered($page), $cooked{declared}, 'all restrictions hold together');
is(left_out($page)->{egg}, 'contains eggs; not stated whether it contains milk; not stated whether it is halal',
	'... and every reason is named');
is(summary($page), '4 dishes left out because of eggs and milk, or because they are not certain to be halal: show them', '... together, too');
like($page, qr/For Ani: no eggs, no milk, halal\./, '... and what was wished');
like($page, qr{href="/create_profile">Change your profile</a>}, '... which can be changed');
query("DELETE FROM dish WHERE name IN ('unstated', 'without diets', 'peanuts')");
is(summary(menu($strict)), '1 dish left out because of eggs and milk, or because it is not certain to be halal: show it', 'one is not several');
query("DELETE FROM dish WHERE name = 'declared'");
$page = menu($strict);
is(ordered($page), '', 'when nothing suits');
like($page, qr/We cannot be sure that any dish suits you\./, '... that is said');
is(join(' ', keys %{ left_out($page) }), 'egg', '... and what there is');
query("UPDATE dish SET contains = '$free', suits = 'halal', sold_out = $today");
$page = menu($strict);
is(ordered($page), '', 'what suits and is sold out cannot be ordered');
is(shown($page), 'egg', '... but is shown');

# ---- the order ----

query('DELETE FROM dish');
cook(@$_) for [ 'bakso', spice => 2 ], [ 'Ayam', spice => 2 ], [ 'Cendol' ], [ 'Rendang', spice => 3 ],
	[ 'Soto ayam', spice => 1 ], [ 'Éclair', spice => 2 ];
for ([ 'Ayam, bakso, Cendol, Rendang, Soto ayam, Éclair' ],
     [ 'Cendol, Soto ayam, Ayam, bakso, Éclair, Rendang', spice_level => 'none' ],
     [ 'Soto ayam, Ayam, bakso, Cendol, Éclair, Rendang', spice_level => 'mild' ],
     [ 'Ayam, bakso, Éclair, Rendang, Soto ayam, Cendol', spice_level => 'medium' ],
     [ 'Rendang, Ayam, bakso, Éclair, Soto ayam, Cendol', spice_level => 'hot' ],
     [ 'Cendol, Rendang, Ayam, bakso, Éclair, Soto ayam', spice_level => 'hot', favorite_dish => 'cendol' ],
     [ 'Soto ayam, Rendang, Ayam, bakso, Éclair, Cendol', spice_level => 'hot', favorite_dish => ' SOTO ' ],
     [ 'Ayam, Soto ayam, Rendang, bakso, Éclair, Cendol', spice_level => 'hot', favorite_dish => 'ayam' ],
     [ 'Éclair, Ayam, bakso, Cendol, Rendang, Soto ayam', favorite_dish => "e\x{301}CLAIR" ],
     [ 'Ayam, bakso, Cendol, Rendang, Soto ayam, Éclair', favorite_dish => 'soto ayam lamongan' ],
     [ 'Ayam, bakso, Cendol, Rendang, Soto ayam, Éclair', favorite_dish => '%' ]) {
	my ($order, @fields) = @$_;

	is(shown(menu(guest(@fields))), bytes($order), 'by ' . bytes("@fields"));
}
is(() = menu(guest(favorite_dish => 'rendang')) =~ /Your favourite/g, 1, 'the favourite is marked');
is(() = menu(guest()) =~ /Your favourite/g, 0, '... and without one nothing');
is(shown(menu(guest(favorite_dish => 'rendang', dietary_restrictions => 'milk'))), '',
	'a favourite is left out like any other dish');

# ---- fifty menus at random ----

# The judge knows words only: what stands in a text, and what must not stand in it for a diet.
my %against = (vegetarian => [ qw(fish shellfish) ], vegan => [ qw(fish shellfish eggs milk) ],
	halal => [], 'gluten-free' => [ 'gluten' ]);

sub stands ($text, $word) { return scalar grep { $_ eq $word } split ' ', $text }

sub not_so ($contains, $suits, $diet)
{
	return stands($suits, "-$diet") || grep { stands($contains, $_) } @{ $against{$diet} };
}

# What is vegan is vegetarian, too, and what is not gluten-free is not sure to be without gluten.
sub reasons ($contains, $suits, @wishes)
{
	my @reasons;

	for my $allergen (grep { stands("@wishes", $_) } @allergens) {
		if (stands($contains, $allergen)) {
			push @reasons, 'contains ' . label($allergen);
		} elsif (!stands($contains, "-$allergen") || $allergen eq 'gluten' && stands($suits, '-gluten-free')) {
			push @reasons, 'not stated whether it contains ' . label($allergen);
		}
	}
	for my $diet (grep { stands("@wishes", $_) } qw(vegetarian vegan halal gluten-free)) {
		if (not_so($contains, $suits, $diet) || $diet eq 'vegan' && stands($suits, '-vegetarian')) {
			push @reasons, "not $diet";
		} elsif (!stands($suits, $diet) && !($diet eq 'vegetarian' && stands($suits, 'vegan')
			&& !not_so($contains, $suits, 'vegan'))) {
			push @reasons, "not stated whether it is $diet";
		}
	}
	return join '; ', @reasons;
}

# Of each word: stated, denied, or neither.
sub facts ($yes, @words)
{
	return join ' ', shuffle map {
		my $chance = rand;
		$chance < $yes ? $_ : $chance < .9 ? "-$_" : 'kacang';
	} @words;
}

my ($seed, $good, $bad) = (srand, 0, 0);
for my $round (1 .. 50) {
	my @wishes = grep { rand() < .12 } @allergens, sort keys %against;
	my (%reasons, %id);

	query('DELETE FROM dish');
	for my $number (1 .. 12) {
		my ($contains, $suits) = (facts(.1, @allergens), facts(.7, sort keys %against));

		$id{$number} = cook("Menu $number", contains => $contains, suits => $suits);
		$reasons{"Menu $number"} = reasons($contains, $suits, @wishes);
	}
	my @right = grep { $reasons{$_} eq '' } sort keys %reasons;
	delete @reasons{@right};
	$page = menu(guest(map { (dietary_restrictions => $_) } @wishes));
	is(ordered($page), join(' ', map { $id{s/\D//gr} } @right), "seed $seed, menu $round: recommended for @wishes");
	is_deeply(left_out($page), \%reasons, '... and all else is left out, with its reasons');
	$good += @right if @wishes;
	$bad += keys %reasons;
}
ok($good > 20 && $bad > 20, "both were met: $good, $bad");

# ---- who may add and change dishes ----

query('DELETE FROM dish');
$soto = cook('Soto', spice => 1, contains => 'eggs -milk', suits => 'halal', description => 'Kuah', sold_out => $today);
query("UPDATE user SET permissions = 'add_dish' WHERE username = 'siti';
	UPDATE user SET permissions = 'change_dish view_dish' WHERE username = 'budi'");
my ($siti, $budi, $tono) = map { sign_in($_) } qw(siti budi tono);
for my $route ('add_dish', "edit_dish/$soto") {
	is(header(served(302, "a guest at $route", $route), 'Location'), "/login?next=/$route", '... signs in first');
	is(header(served(302, '... to send it, too', form({ csrftoken => SECRET }, $route, name => 'x')), 'Location'),
		"/login?next=/$route", '... likewise');
	my ($cook, $other) = $route eq 'add_dish' ? ($siti, $budi) : ($budi, $siti);
	for my $member ($other, $tono) {
		refused(403, qr/permission/, "a member without the permission at $route", $route, jar => $member);
		refused(403, qr/permission/, '... who sends it', form($member, $route, name => 'x', price => 1));
	}
	served(200, 'with the permission', $route, jar => $cook);
	refused(403, qr/CSRF/, 'forged', $route, jar => { %$cook }, body => 'name=x&price=1');
}
is(query('SELECT count(*) FROM dish'), 1, 'nothing was added');
for my $id ('', '0', $soto + 1, 'x', '-1', '1.0', '9' x 30, "$soto/1", '%00') {
	refused(404, qr/./, "no dish: $id", "edit_dish/$id", jar => $budi);
	refused(404, qr/./, '... to be changed', form($budi, "edit_dish/$id", name => 'x', price => 1));
}
like(menu($budi), qr{href="/kitchen">To the kitchen</a>}, 'the kitchen is linked for who works there');
unlike(menu($tono), qr{href="/kitchen"}, '... and for nobody else');

# ---- a new dish ----

my $form = ask('add_dish', jar => $siti)->{body};
is(() = $form =~ m{<option value="" selected>Not stated</option>}g, 13, 'a new dish begins with nothing stated');
like($form, qr/the dish is not recommended to guests who need to know it\./, '... which is explained');
my @fields = (name => 'Gado-gado', description => "Sayur\r\ndan bumbu", price => '18.000', spice => 'mild',
	available => 1, map({ ("contains_$_" => $_ eq 'peanuts' ? 'yes' : $_ eq 'fish' ? '' : 'no') } @allergens),
	suits_vegetarian => 'yes', suits_vegan => 'no', suits_halal => '', 'suits_gluten-free' => 'yes');
sub row ($where) { return query("SELECT name, description, price, spice, contains, suits, available, sold_out FROM dish WHERE $where") }
leads('/kitchen', 'a new dish', $siti, 'add_dish', @fields);
is(join("\n", row("name = 'Gado-gado'")), "Gado-gado|Sayur\r\ndan bumbu|18000|1|peanuts -nuts -gluten -eggs -milk -soy -shellfish -sesame"
	. '|vegetarian -vegan gluten-free|1|0', '... is kept with all its facts');
leads('/kitchen', 'the least of a dish', $siti, 'add_dish', name => 'Es', price => 0);
is(row("name = 'Es'"), 'Es||0|0|||1|0', '... of which nothing is stated');

my $required = 'This field is required.';
sub choice ($value) { return "Select a valid choice. $value is not one of the available choices." }
my @bad = (
	[ $required, name => '' ], [ $required, name => " \x{3000}" ], [ $required, price => '' ],
	[ 'Ensure this value has at most 100 characters (it has 101).', name => 'é' x 101 ],
	[ 'Ensure this value has at most 500 characters (it has 501).', description => 'é' x 501 ],
	[ 'Null characters are not allowed.', name => "a\0b" ],
	[ 'Line breaks and control characters are not allowed here.', name => "a\nb" ],
	[ 'Enter a whole number.', price => '12.5' ], [ 'Enter a whole number.', price => 'free' ],
	[ 'Ensure this value is greater than or equal to 0.', price => -1 ],
	[ 'Ensure this value is less than or equal to 999999999.', price => 1000000000 ],
	[ choice('fiery'), spice => 'fiery' ], [ choice(''), spice => '' ], [ choice(2), available => 2 ],
	[ choice('maybe'), contains_milk => 'maybe' ], [ choice('Yes'), 'suits_gluten-free' => 'Yes' ],
	map({ [ "That cannot be: it contains $_->[1].", "contains_$_->[1]" => 'yes', "suits_$_->[0]" => 'yes' ] }
		map { my $diet = $_; map { [ $diet, $_ ] } @{ $against{$diet} } } sort keys %against),
	[ 'What is vegan is vegetarian, too.', suits_vegan => 'yes', suits_vegetarian => 'no' ]);
my $before = join "\n", query('SELECT * FROM dish');
for ([ $siti, 'add_dish' ], [ $budi, "edit_dish/$soto" ]) {
	my ($jar, $route) = @$_;

	for (@bad) {
		my ($text, %with) = @$_;
		my $body = says($text, "$route: no " . join(' ', map { substr bytes($_), 0, 30 } %with), $jar, $route,
			name => 'Tahu', price => '5.000', suits_halal => 'yes', contains_soy => 'yes', %with);
		like($body, qr/role="alert"/, '... lists what is wrong');
		like($body, qr{value="(?:Tahu|5\.000)"}, '... and keeps what was typed');
		like($body, qr{id="id_contains_soy".*?<option value="yes" selected>}s, '... and chosen');
	}
}
is(join("\n", query('SELECT * FROM dish')), $before, 'nothing was added or changed');
my $body = says('That cannot be: it contains milk.', 'several at once', $siti, 'add_dish', name => 'x', price => 1,
	contains_milk => 'yes', contains_eggs => 'yes', suits_vegan => 'yes');
like($body, qr{That cannot be: it contains eggs\.}, '... are all told');
like($body, qr{id="id_suits_vegan"[^>]* aria-invalid="true"[^>]*aria-describedby="[^"]*id_suits_vegan_error"}s, '... at the field');

# ---- a dish that is there ----

$form = served(200, 'the form of a dish', "edit_dish/$soto", jar => $budi)->{body};
like($form, qr{name="name"[^>]* value="Soto"}s, '... shows it');
like($form, qr{name="price"[^>]* value="10000"}s, '... its price');
like($form, qr{id="id_spice".*?<option value="mild" selected>}s, '... how hot it is');
like($form, qr{id="id_contains_eggs".*?<option value="yes" selected>.*?id="id_contains_milk".*?<option value="no" selected>}s,
	'... and what is stated');
leads('/kitchen', 'a dish that changes', $budi, "edit_dish/$soto", name => 'Soto ayam', price => 20000, description => '',
	spice => 'hot', available => 0, contains_eggs => 'no', contains_milk => '', suits_halal => 'no');
is(row("id = $soto"), "Soto ayam||20000|3|-eggs|-halal|0|$today", '... is changed, and still sold out');
leads('/kitchen', 'what is not sent', $budi, "edit_dish/$soto", name => 'Soto', price => 1);
is(row("id = $soto"), "Soto||1|3|-eggs|-halal|0|$today", '... stays');
unlike(menu(), qr/Soto/, 'what is not available is not on the menu');

# ---- two cooks at once ----

# The form as a browser would send it.
sub fields_of ($page)
{
	my @fields;

	while ($page =~ m{<(input|textarea|select)\b([^>]*)>(.*?)(?=<input|<textarea|<select|</form)}sg) {
		my ($kind, $attributes, $inside) = ($1, $2, $3);
		my ($name) = $attributes =~ /name="([^"]*)"/ or next;
		my ($value) = $kind eq 'input' ? $attributes =~ /value="([^"]*)"/ :
			$kind eq 'select' ? $inside =~ /value="([^"]*)" selected/ : $inside =~ m{^(.*?)</textarea}s;

		push @fields, $name => $value // '';
	}
	return @fields;
}

sub facts_of ($dish) { return query("SELECT contains || '|' || suits FROM dish WHERE id = $dish") }

my $changed = 'Somebody else has changed what this dish contains or suits. Please look once more.';
my $rujak = cook('Rujak', contains => '-milk', suits => 'vegan');
my %older = fields_of(ask("edit_dish/$rujak", jar => $budi)->{body});
my %newer = (%older, contains_peanuts => 'yes');
leads('/kitchen', 'a cook states something', $budi, "edit_dish/$rujak", %newer);
is(facts_of($rujak), 'peanuts -milk|vegan', '... which is kept');
my $again = says($changed, 'an older form', $budi, "edit_dish/$rujak", %older, price => 12000);
is(facts_of($rujak), 'peanuts -milk|vegan', '... takes nothing back');
is(query("SELECT price FROM dish WHERE id = $rujak"), 10000, '... and changes nothing else');
my %then = fields_of($again);
is("$then{contains_peanuts} $then{contains_milk} $then{suits_vegan} $then{price}", 'yes no yes 12000',
	'... but shows what is stated now, and what was typed');
like($again, qr{<a href="#id_contains_peanuts">}, '... and leads there');
is(() = $again =~ m{<li>\Q$changed\E}g, 1, '... only');
leads('/kitchen', '... to be saved', $budi, "edit_dish/$rujak", %then);
is(facts_of($rujak) . query("SELECT price FROM dish WHERE id = $rujak"), 'peanuts -milk|vegan12000', '... as it was shown');
says('Enter a whole number.', 'an older form with something wrong', $budi, "edit_dish/$rujak", %older, price => 'x');
$again = says($changed, '... says that, too', $budi, "edit_dish/$rujak", %older, price => 'x', suits_vegan => 'no');
like($again, qr{<a href="#id_$_">}, "... $_") for qw(price contains_peanuts suits_vegan);
unlike($again, qr{<a href="#id_contains_milk">}, '... but not where both say the same');
leads('/kitchen', 'an older form that states the same', $budi, "edit_dish/$rujak", %newer, price => 13000);
query("UPDATE dish SET contains = ' -milk  peanuts' WHERE id = $rujak");
leads('/kitchen', 'the same in other words', $budi, "edit_dish/$rujak", %then, contains_milk => 'yes', suits_vegan => 'no');
is(facts_of($rujak), 'peanuts milk|-vegan', '... is no change');
leads('/kitchen', 'a script', $budi, "edit_dish/$rujak", name => 'Rujak', price => 1, contains_eggs => 'no');
is(facts_of($rujak), 'peanuts -eggs milk|-vegan', '... which has seen no form');
unlike($form = ask('add_dish', jar => $siti)->{body}, qr/facts_were/, 'a new dish has none');
query("DELETE FROM dish WHERE id = $rujak");

leads('/kitchen', 'back on the menu', $budi, "edit_dish/$soto/", name => 'Soto', price => 1, available => 1);
like(menu(), qr{<h2>Soto</h2>}, '... it is again');

# ---- names that would be markup ----

my $evil = q{<script>alert('1')</script>"&};
leads('/kitchen', 'a name like markup', $siti, 'add_dish', name => $evil, description => $evil, price => 1);
my $id = query('SELECT max(id) FROM dish');
is(query("SELECT name FROM dish WHERE id = $id"), $evil, '... is kept as it is');
query("UPDATE dish SET sold_out = 0");
for my $shown (menu(), menu(guest(dietary_restrictions => 'milk')), menu(guest(favorite_dish => $evil)),
	ask("edit_dish/$id", jar => $budi)->{body}) {
	unlike($shown, qr/<script/, '... and harmless');
	like($shown, qr/&lt;script&gt;/, '... but shown');
}

done_testing;
