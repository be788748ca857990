#!/usr/bin/perl
# display: how the pages look and which language they speak, kept in cookies, on every kind of page;
# and whether all of them can be read in every theme.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use List::Util qw(min);
use Test::More;

# What <html> says of its language and of its classes, and <meta> of the colours of the canvas.
sub look ($answer)
{
	my ($html) = $answer->{body} =~ /<html lang="(.*)">/;
	my ($scheme) = $answer->{body} =~ /<meta name="color-scheme" content="(.*?)">/;
	return join ' | ', map { $_ // 'none' } $html, $scheme;
}

sub form ($jar, @fields)
{
	$jar->{csrftoken} //= SECRET;
	return ('display', jar => $jar, trusted => 1, body => urlencoded(@fields));
}

# sets WHAT, JAR, FIELD => VALUE ...: the form is good; the cookies but for the message, a line each.
sub sets ($what, $jar, @fields)
{
	my $answer = served(303, $what, form($jar, @fields));

	is(header($answer, 'Location'), '/display', '... leads back');
	return join "\n", grep { !/^messages=/ } split /\n/, header($answer, 'Set-Cookie');
}

# What the select of that name has chosen.
sub chosen ($answer, $name)
{
	my ($select) = $answer->{body} =~ m{<select name="$name"(.*?)</select>}s;
	return join ' ', ($select // '') =~ /<option value="([^"]*)" selected>/g;
}

sub sessions () { return scalar(() = glob "$Cgi::data/sessions/*") }

shop_data();

# ---- the form ----

my %setting = (
	font_size => [qw(small medium large x-large)],
	line_spacing => [qw(normal wide wider)],
	theme => [qw(auto light dark sepia high-contrast)],
	reduced_motion => [qw(auto 1)],
	language => [qw(auto en id)],
);
my $form = served(200, 'the form', 'display');
is(look($form), 'en | light dark', 'nothing chosen, no class');
is(header($form, 'Set-Cookie') =~ s/=.*//r, 'csrftoken', 'no cookie but the token');
is_deeply([ sort $form->{body} =~ /<select name="(\w+)"/g ], [ sort keys %setting ], 'its fields');
for my $name (sort keys %setting) {
	my ($select) = $form->{body} =~ m{<select name="$name"(.*?)</select>}s;

	is_deeply([ $select =~ /<option value="([^"]*)"/g ], $setting{$name}, "the choices of $name");
	like($form->{body}, qr{<label for="id_$name">[A-Z]}, '... have a label');
}
is(join(' ', map { chosen($form, $_) } sort keys %setting), 'medium auto normal auto auto', 'what holds with nothing chosen');
my $head = ask('display', method => 'HEAD', jar => { theme => 'dark' });
is(Cgi::faults($head, 200, 1), '', 'HEAD');
like($form->{body}, qr{<footer class="bottom">.*href="/display".*</footer>}s, 'every page leads to it');
refused(404, qr/no such path/, 'a path', 'display/x');
refused(405, qr/method/, 'another method', 'display', method => 'PUT');

# ---- what it keeps ----

my $year = qr/expires=\w{3}, \d\d \w{3} 20\d\d [\d:]{8} GMT; Max-Age=31536000; HttpOnly; Path=\/; SameSite=Lax/;
for my $name (sort keys %setting) {
	for my $value (grep { $_ ne 'auto' } @{ $setting{$name} }) {
		like(sets("$name $value", {}, $name => $value), qr/\A$name=$value; $year\z/, '... sets that cookie and no other');
	}
	for my $value ('auto', '') {
		my $jar = { theme => 'dark', $name => $setting{$name}[1] };

		like(sets("$name '$value'", $jar, $name => $value),
			qr/\A$name=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=\/; SameSite=Lax\z/,
			'... deletes that cookie and no other');
		is(sets("... without one", {}, $name => $value), '', '... sets none');
	}
}
like(sets('a box that is ticked', {}, reduced_motion => 'on'), qr/\Areduced_motion=1; /, '... is what it means');
like(sets('white space', {}, theme => "  sepia\n"), qr/\Atheme=sepia; /, '... is left out');
is(sets('no field', { theme => 'dark' }), '', '... changes nothing');
is(sets('an unknown field', { theme => 'dark' }, colour => 'red'), '', '... changes nothing');
like(sets('the last value', {}, theme => 'dark', theme => 'light'), qr/\Atheme=light; [^\n]*\z/, '... wins');
like(header(served(303, 'https', form({}, theme => 'dark'), env => { HTTPS => 'on', HTTP_REFERER => 'https://localhost/display' }),
	'Set-Cookie'), qr/^theme=dark; .*; Secure$/m, '... is kept to https');
like(header(served(303, 'a shop elsewhere', form({}, theme => 'dark'), env => { SCRIPT_NAME => '/~me/cgi-bin/display' }),
	'Set-Cookie'), qr{^theme=dark; .*; Path=/~me/; }m, '... has its own cookies');

my $jar = {};
sets('all of them', $jar, font_size => 'x-large', theme => 'sepia', line_spacing => 'wider', reduced_motion => '1',
	language => 'id');
my $page = served(200, 'the page after', 'display', jar => $jar);
is(look($page), 'id" class="font-x-large spacing-wider theme-sepia still | light', 'all of it is there');
like($page->{body}, qr{<li class="success">}, '... and a message');
is(join(' ', map { chosen($page, $_) } sort keys %setting), 'x-large id wider 1 sepia', '... and the form shows it');
is(sessions(), 0, 'nobody needed a session');

# ---- what it refuses ----

for my $name (sort keys %setting) {
	my ($other, $choice) = $name eq 'theme' ? (font_size => 'large') : (theme => 'sepia');

	for my $value ('chartreuse', 'DARK', '0', 'en-US', '"><b>', "dark\r\nX: y", 'x' x 5000) {
		my $answer = served(200, "$name: " . substr($value, 0, 12),
			form({ theme => 'dark' }, $name => $value, $other => $choice));

		like($answer->{body}, qr{<a href="[^"]*#id_$name">[^<]+</a>: Select a valid choice\. }, '... is told at its field');
		unlike(header($answer, 'Set-Cookie'), qr/^(?!csrftoken)/m, '... and nothing is kept');
		unlike($answer->{body}, qr/<b>/, '... nor becomes markup');
		is(chosen($answer, $other), $choice, '... and what else was chosen stays in the form');
		is(look($answer), 'en" class="theme-dark | dark', '... which looks as before');
	}
}
refused(403, qr/CSRF token missing/, 'forged', 'display', jar => { csrftoken => SECRET }, body => 'theme=dark');

# ---- languages ----

sub word ($language, $accept, @fields)
{
	my $jar = { csrftoken => SECRET, $language ? (language => $language) : () };
	my %env = (env => { HTTP_ACCEPT_LANGUAGE => $accept });

	served(303, "language: @fields", form($jar, @fields), %env);
	my ($message) = served(200, '... the page after', 'display', jar => $jar, %env)->{body} =~ /<li class="success">(.*?)</;
	return $message;
}

is(word('', 'en', language => 'id'), 'Tersimpan.', 'from English to Indonesian');
is(word('id', 'id', language => 'en'), 'Saved.', 'and back');
is(word('en', 'id', language => 'auto'), 'Tersimpan.', 'back to what the browser speaks');
is(word('id', 'en', language => ''), 'Saved.', '... with an empty one');
is(word('id', 'en', theme => 'dark'), 'Tersimpan.', 'another setting leaves it');

# ---- every page ----

my %all = (font_size => 'large', theme => 'dark', line_spacing => 'wide', reduced_motion => 'on', language => 'id');
my $all = 'id" class="font-large spacing-wide theme-dark still | dark';
my %siti = %{ sign_in('siti') };
for my $route (qw(shop cart register logout session display account list orders inventory add_product import
	welcome create_profile menu order reading)) {
	my $answer = served(200, $route, $route, jar => { %siti, %all });

	is(look($answer), $all, '... is as chosen');
	like(header($answer, 'Vary'), qr/\bCookie\b/, '... varies by cookie');
	like(header($answer, 'Cache-Control'), qr/private/, '... and no shared cache keeps it');
	is(look(ask($route, jar => { %siti })), 'en | light dark', '... without cookies it has none');
}
is(look(ask('login', jar => { %all })), $all, "a guest's page");
is(look(refused(404, qr/no such path/, 'an error page', 'shop/x', jar => { %all })), $all, '... looks so, too');
is(look(refused(405, qr/method/, 'a wrong method', 'shop', method => 'PUT', jar => { %all })), $all, '... too');
is(look(refused(403, qr/CSRF/, 'a forged form', 'display', jar => { %all }, body => 'theme=light')), $all, '... too');
is(look(refused(400, qr/query/, 'a broken query', 'shop?a=%00', jar => { %all })), $all, '... too');
is(look(refused(404, qr/no such path/, 'an error page without cookies', 'shop/x')), 'en | light dark', '... has no class');

# ---- rubbish ----

for my $value ('', '""', 'x', 'Dark', 'dark ,light', '"><script>', '..', '\000', 'x' x 4000, "\xff\xfe", 'auto', '"da\162k\073"') {
	my %rubbish = map { $_ => $value } keys %setting;
	my $answer = served(200, 'rubbish: ' . substr($value, 0, 12), 'shop', jar => \%rubbish);

	is(look($answer), 'en | light dark', '... is nothing');
	unlike($answer->{body}, qr/<script|x{9}/, '... and is nowhere shown');
}
is(look(ask('shop', env => { HTTP_COOKIE => 'theme=light; theme=dark; font_size=large; font_size=x' })),
	'en" class="theme-dark | dark', 'of two cookies the last one holds, as of all that is sent twice');
is(look(ask('shop', jar => { theme => '"dark"' })), 'en" class="theme-dark | dark', 'a quoted one');
is(sessions(), 1, 'there is no session but that of the member');

# ---- colours ----

my $style = slurp('htdocs/style.css') =~ s{/\*.*?\*/}{}gsr;

# The variables that a rule declares.
sub declared ($selector)
{
	my ($block) = $style =~ /^\Q$selector\E \{\n(.*?)^\}/ms or die "no $selector in style.css\n";
	return $block =~ /(--[\w-]+):\s*([^;]+);/g;
}

# "#abc" or "#aabbcc" of a variable, in light or in dark.
sub colour ($of, $name, $dark)
{
	my $value = $of->{$name} // die "no colour $name\n";

	$value = ($value =~ /\(([^,]+), ([^)]+)\)/)[$dark] if $value =~ /^light-dark/;
	return $value =~ /^var\((.*)\)$/ ? colour($of, $1, $dark) : $value;
}

# WCAG 2.2: relative luminance, and contrast ratio.
sub luminance ($colour)
{
	my ($hex) = $colour =~ /^#((?:[\da-f]{3}){1,2})$/ or die "not a plain colour: $colour\n";
	my @part = map { hex($_) / 255 } (length $hex == 3 ? $hex =~ s/./$&$&/gr : $hex) =~ /../g;
	my ($red, $green, $blue) = map { $_ <= 0.04045 ? $_ / 12.92 : (($_ + 0.055) / 1.055) ** 2.4 } @part;

	return 0.2126 * $red + 0.7152 * $green + 0.0722 * $blue;
}

sub contrast ($one, $other)
{
	my ($light, $dark) = sort { $b <=> $a } luminance($one), luminance($other);

	return ($light + 0.05) / ($dark + 0.05);
}

# What stands upon what: texts, and what must be seen to be used.
my @texts = ((map { my $ground = $_; map { [ "--$_", "--$ground" ] } qw(ink soft leaf chili) } qw(paper card band)),
	(map { [ $_, '--leaf-pale' ], [ $_, '--chili-pale' ] } '--ink'), [ '--leaf', '--leaf-pale' ],
	[ '--chili', '--chili-pale' ], [ '--on', '--leaf' ], [ '--on', '--chili' ]);
my @marks = ((map { my $ground = $_; map { [ "--$_", "--$ground" ] } qw(edge focus) } qw(paper card band)),
	[ '--red', '--band' ], [ '--leaf', '--leaf-pale' ], [ '--chili', '--chili-pale' ]);

# readable NAME, TEXT, MARK, DARK, VARIABLES: each pair of colours has at least these ratios.
sub readable ($name, $text, $mark, $dark, %of)
{
	my @faint;

	for my $case ([ $text, @texts ], [ $mark, @marks ]) {
		my ($least, @pairs) = @$case;

		for my $pair (@pairs) {
			my $ratio = contrast(map { colour(\%of, $_, $dark) } @$pair);
			push @faint, sprintf '%s on %s: %.2f', @$pair, $ratio if $ratio < $least;
		}
	}
	is(join("\n", @faint), '', $name);
}

cmp_ok(abs(contrast('#fff', '#000') - 21), '<', 0.001, 'black on white');
cmp_ok(abs(contrast('#777777', '#fff') - 4.478), '<', 0.001, 'grey on white');
my %palette = declared(':root');
readable('light', 4.5, 3, 0, %palette);
readable('dark', 4.5, 3, 1, %palette);
readable('sepia', 4.5, 3, 0, %palette, declared('.theme-sepia'));
readable('high contrast, light', 7, 4.5, 0, %palette, declared('.theme-high-contrast'));
readable('high contrast, dark', 7, 4.5, 1, %palette, declared('.theme-high-contrast'));
for my $setting (values %setting) {
	for my $class (grep { $_ ne 'still' } map { look(ask('shop', jar => { font_size => $_, theme => $_, line_spacing => $_ })) =~
		/class="([^"]*) \|/ } @$setting) {
		like($style, qr/^(?:[^{}\n]*, )?\.\Q$class\E\b[^{\n]*\{/m, "style.css knows $class");
	}
}
my @moving = $style =~ /\b((?:transition|animation|scroll-behavior)\b[^;]*)/g;
my ($allowed) = $style =~ /^\@media \(prefers-reduced-motion: no-preference\) \{\n(.*?)^\}/ms;
is(scalar(() = $allowed =~ /(?:transition|animation|scroll-behavior):/g), scalar @moving, 'what moves, moves only where it may');
is(scalar(() = $allowed =~ /^\t:root:not\(\.still\)/mg), scalar(() = $allowed =~ /\{/g), '... and never for who wants it still');

done_testing;
