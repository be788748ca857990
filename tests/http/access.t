#!/usr/bin/perl
# access: who may go where.  A table of every route against every kind of visitor, made from the
# routes' own declarations, and asked of the real programs: those of the shop, and those of
# tests/http/routes, which have what no route of the shop declares yet.
use v5.36;
use FindBin '$Bin';
use lib $Bin;

use Cgi;
use Cwd 'abs_path';
use Test::More;

my ($TEA, $NONE) = map { "$_-2222-4333-8444-555555555555" } '1' x 8, '9' x 8;

# ---- what the routes declare ----

# What stands behind the name of a route that takes a path: something of siti's, and what is not there.
my %behind = (
	map({ $_ => [ 7000, 9999 ] } qw(edit_item delete_item orders)),
	map({ $_ => [ $TEA, $NONE, 'item', 'item/7000', 'item/9999' ] } qw(json xml)),
	map({ $_ => [ 'item', 'nothing' ] } qw(csv import)),
	book => [ 1, 9999 ],
	edit_dish => [ 1, 9999 ],
	kitchen => [ 'hours', 'nothing' ],
	receipt => [ 'nothing' ],
	admin => [ 'nothing' ], # what lies there is admin.t's
);

# Some are nothing without it; and setup is gone from a shop that has a superuser.  Others show what is
# somebody's own, and declare no more than that one must be signed in.
my %needs_it = map { $_ => 1 }
	qw(product receipt edit_product delete_product edit_item delete_item book edit_dish setup);
my %own = map { $_ => 1 } qw(edit_product delete_product edit_item delete_item orders);

sub routes ()
{
	my %routes;

	for my $file (glob('cgi-bin/*/*.c tests/http/routes/*.c')) {
		my ($declared) = slurp($file) =~ /^ROUTE\((.*?)\);/ms or next;
		my ($name) = $file =~ m{(\w+)\.c$};
		my %fields = $declared =~ /\.(\w+)\s*=\s*"?(\w+)"?/g;

		$routes{$name} = { access => 'ANYONE', %fields };
	}
	return %routes;
}

# The programs of the shop and those of the tests side by side.
sub gather ()
{
	my $from = $Cgi::programs;

	$Cgi::programs = "$Cgi::place/cgi-bin";
	mkdir $Cgi::programs;
	for (glob("$from/* $from/../test-cgi/*")) {
		my ($name) = m{(\w+)$} or next;
		link $_, "$Cgi::programs/$name" or symlink $_, "$Cgi::programs/$name";
	}
}

# ---- who asks ----

# Each kind of visitor has what it takes; whoever is signed in, is so since before.
my %visitors = (
	guest            => {},
	'member A'       => { name => 'siti' },
	'member B'       => { name => 'budi' },
	staff            => { name => 'staf', staff => 1 },
	'staff with it'  => { name => 'wakil', staff => 1, may => 'change_product view_order' },
	'group has it'   => { name => 'rombongan', group => 'change_product view_order' },
	'staff in group' => { name => 'panitia', staff => 1, group => 'view_order change_product' },
	superuser        => { name => 'bos', staff => 1, superuser => 1 },
	'other super'    => { name => 'tamu_agung', superuser => 1 },
	'another right'  => { name => 'lain', staff => 1, may => 'add_product change_order' },
	deactivated      => { name => 'nonaktif', superuser => 1, staff => 1, gone => 'is_active = 0' },
	deleted          => { name => 'hapus', staff => 1, gone => undef },
);

sub add_account ($who)
{
	my ($name, $staff, $super, $may) = ($who->{name}, $who->{staff} // 0,
		$who->{superuser} // 0, $who->{may} // '');

	query("INSERT OR IGNORE INTO user (username, username_key, password, date_joined)
		SELECT '$name', '$name', password, 0 FROM user WHERE username = 'siti';
		UPDATE user SET is_staff = $staff, is_superuser = $super, permissions = '$may'
		WHERE username = '$name'");
	query("INSERT INTO user_group (name, permissions) VALUES ('of $name', '$who->{group}');
		INSERT INTO user_in_group SELECT user.id, user_group.id FROM user, user_group
		WHERE username = '$name' AND name = 'of $name'") if $who->{group};
}

sub take_leave ($who)
{
	my $name = $who->{name};

	query(defined $who->{gone} ? "UPDATE user SET $who->{gone} WHERE username = '$name'" :
		"DELETE FROM user WHERE username = '$name'");
	$who->{is_gone} = 1;
}

sub come_all ()
{
	for my $who (values %visitors) {
		next unless $who->{name};
		add_account($who);
		$who->{jar} = sign_in($who->{name});
	}
	take_leave($_) for grep { exists $_->{gone} } values %visitors;
}

# ---- what must be the answer ----

# Where the visitor comes with a request: 'in', 'login' or 'refused'.  Items are for members, also
# where products are for all.
sub admitted ($route, $address, $who)
{
	return 'in' if $route->{access} eq 'ANYONE' && !$route->{permission} && $address !~ m{/item};
	return 'login' if !$who->{name} || $who->{is_gone};
	return 'refused' if $route->{access} eq 'STAFF' && !$who->{staff};
	return 'in' if !$route->{permission} || $who->{superuser};
	my $may = join ' ', $who->{may} // (), $who->{group} // ();
	return grep({ $_ eq $route->{permission} } split / /, $may) ? 'in' : 'refused';
}

# Where an answer says that the visitor came to.
sub came ($answer)
{
	my %header = map { $_->[0] => $_->[1] } @{ $answer->{headers} };

	return 'refused' if $answer->{status} == 403;
	return 'login' if $answer->{status} == 302 && $header{Location} =~ m{^/login\?next=};
	return 'nothing there' if $answer->{status} == 404;
	return 'not so' if $answer->{status} == 405;
	return $answer->{status} < 400 ? 'in' : "status $answer->{status}";
}

sub ask_as ($who, $address, %with)
{
	my %jar = (csrftoken => SECRET, %{ $who->{jar} // {} });

	return ask($address, jar => \%jar, %with);
}

# Posting this must not change what the next one is asked about.
sub harmless ($name)
{
	return $name !~ /^(?:logout|delete_product|delete_item|admin)$/;
}

# Json and xml deliver an empty list then.
sub is_missing ($name, $address)
{
	return $name !~ /^(?:json|xml)$/ && ($address =~ m{/(?:$NONE|9999|nothing)$} ||
		($needs_it{$name} && $address !~ m{/}));
}

sub check ($name, $route, $address, $kind)
{
	my $who = $visitors{$kind};
	my $expected = admitted($route, $address, $who);
	my $got = ask_as($who, $address);

	$expected = 'nothing there' if $expected eq 'in' && (is_missing($name, $address) ||
		($own{$name} && $address =~ m{/} && $kind ne 'member A'));
	is(came($got), $expected, "GET $address: $kind");
	is(came(ask_as($who, $address, body => 'x=1')), $route->{post} ? 'refused' : 'not so',
		"POST $address without a token: $kind");
	return unless $route->{post} && harmless($name);
	$got = came(ask_as($who, $address, body => 'x=1', trusted => 1));
	$got = 'in' if $expected eq 'in' && $name =~ /^(?:fill|session|inventory|cart|order|orders|kitchen|lending)$/ &&
		$got =~ /^(?:nothing there|status 400)$/;
	is($got, $expected, "POST $address: $kind");
}

sub addresses ($name, $route)
{
	my @behind = $route->{takes_path} ? @{ $behind{$name} // [ $TEA, $NONE ] } : ();

	return ($name, map { "$name/$_" } @behind);
}

gather();
shop_data();
query("INSERT INTO item VALUES (7000, 1, 'Beras', 5, '', 0);
	INSERT INTO orders (id, seller_id, buyer, seller, phone, token, state, total, placed)
	VALUES (7000, 1, 'Ani', 'siti', '62812', 'token', 'placed', 0, 0)");
my %routes = routes();
come_all();

for my $name (sort keys %routes) {
	for my $address (addresses($name, $routes{$name})) {
		check($name, $routes{$name}, $address, $_) for sort keys %visitors;
	}
}
is_deeply([ sort keys %routes ], [ sort map { m{(\w+)$} } glob "$Cgi::programs/*" ],
	'every program is in the table');

# ---- permissions that come and go ----

my $staff = $visitors{staff};
sub is_now ($expected, $address, $what)
{
	is(came(ask_as($staff, $address)), $expected, $what);
}

is_now('refused', 'change_product', 'staff without a permission');
query("UPDATE user_group SET permissions = 'view_item change_product' WHERE name = 'of panitia';
	INSERT INTO user_in_group SELECT user.id, user_group.id FROM user, user_group
	WHERE username = 'staf' AND name = 'of panitia'");
is_now('in', 'change_product', '... has it at the next request when its group has');
query("UPDATE user_group SET permissions = 'change_products xchange_product' WHERE name = 'of panitia'");
is_now('refused', 'change_product', '... and no more when that has not, but others like it');
query("UPDATE user SET permissions = 'change_product' WHERE username = 'staf'");
is_now('in', 'change_product', '... has it by itself');
query("UPDATE user SET is_staff = 0 WHERE username = 'staf'");
is_now('in', 'change_product', '... also when it is no staff any more');
is_now('refused', 'staff', '... though that page is closed');
query("DELETE FROM user_group; UPDATE user SET permissions = '' WHERE username = 'staf'");
is_now('refused', 'change_product', '... and nothing is left with nothing');

# ---- addresses ----

sub from ($who, $address, $place)
{
	return came(ask_as($visitors{$who}, $address, env => { REMOTE_ADDR => $place }));
}

is(from('member B', 'list', '198.51.100.7'), 'in', 'a member may come from another address');
is(from('superuser', 'staff', '198.51.100.7'), 'login', 'who runs the shop may not');
is(from('superuser', 'staff', '192.0.2.1'), 'login', '... and that session is over');
is(from('staff with it', 'list', '192.0.2.1'), 'in', '... but for the others');

# ---- deliveries do not depend on who asks ----

for my $address ('json', 'xml', "json/$TEA", "xml/$TEA") {
	my $public = ask($address)->{body};

	is(ask_as($visitors{$_}, $address)->{body}, $public, "$address is the same for $_")
		for grep { $visitors{$_}{name} && !/member/ } sort keys %visitors;
}

done_testing;
