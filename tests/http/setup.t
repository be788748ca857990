#!/usr/bin/perl
# setup: the first run without a shell.  A shop that nobody manages yet, a code that only its owner
# can read, and a door that is shut for good behind the first who has it.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi qw(:DEFAULT anew bytes keep_shop);
use Test::More;

use constant PASSWORD => 'Kunci-Warung-19';

my $file = "$Cgi::data/setup.code";
my $owners = 'SELECT count(*) FROM user WHERE is_superuser = 1 AND is_staff = 1 AND is_active = 1';

sub code () { slurp($file) =~ s/\s+//gr }

# What a form holds that is right, but for what is said otherwise.
sub filled (%with)
{
	my %field = (code => -e $file ? code() : '', username => 'pemilik', password1 => PASSWORD, password2 => PASSWORD,
		site_name => 'Warung Bu Tini', language => 'id', %with);

	return urlencoded(map { defined $field{$_} ? ($_ => bytes($field{$_})) : () } sort keys %field);
}

sub answered ($status, $what, %with)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $env = delete $with{env} // {};
	return served($status, $what, 'setup', posted(filled(%with)), env => $env);
}

sub error_of ($page, $field)
{
	my ($list) = $page->{body} =~ m{id="id_${field}_error">\s*(.*?)\s*</ul>}s;

	return join '; ', ($list // 'no such field') =~ m{<li>([^<]*)</li>}g;
}

sub is_shut ($what, %with)
{
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	refused(404, qr/manages this shop already/, $what, 'setup');
	refused(404, qr/manages this shop already/, "$what, and a form", 'setup', posted(filled(%with)));
}

# ---- a new shop ----

is(ask('shop')->{status}, 200, 'a new shop is open for everybody');
ok(!-e $file, '... and there is no code until somebody asks for it');

my $page = served(200, 'the first visit of setup', 'setup');
like($page->{body}, qr{\Qsetup.code\E}, '... says where the code is');
unlike($page->{body}, qr{\Q$Cgi::place\E}, '... but not in which directory');
unlike($page->{body}, qr{\Q${\code()}\E}, '... nor which it is');
like(header($page, 'Cache-Control'), qr/no-store/, '... and no cache keeps the page');
like($page->{body}, qr/name="demo"/, '... it offers examples, as the shop is empty');
is((stat $file)[2] & 07777, 0600, 'only the owner may read the code');
like(code(), qr/\A(?:[0-9a-hjkmnp-tv-z]{6}-){4}[0-9a-hjkmnp-tv-z]{6}\z/, '... which can be typed');
my $first = code();
ask('setup');
is(code(), $first, '... and stays the same');

unlink $file;
my @runs = map { begin('setup') } 1 .. 6;
is(join(' ', map { end($_)->{status} } @runs), '200 ' x 5 . 200, 'six visitors at once');
my $one = code();
ask('setup');
is(code(), $one, '... make one code');
isnt($one, $first, '... which is another one than before');
keep_shop();

# ---- whoever has not the code ----

anew('guesses');
for ([ 'none', '' ], [ 'a guess', 'aaaaaa-' x 5 ], [ 'too short a one', substr code(), 0, -1 ],
     [ 'too long a one', code() . 'a' ]) {
	my $page = answered(200, "$_->[0] as the code", code => $_->[1], username => 'a b', password2 => 'x',
		env => { REMOTE_ADDR => '192.0.2.77' });
	isnt(error_of($page, 'code'), '', '... is told');
	is(error_of($page, 'username') . error_of($page, 'password2'), '', '... and nothing else is');
}
is(query('SELECT count(*) FROM user'), 0, '... and nobody has an account');
answered(200, 'a fifth one', code => 'x', env => { REMOTE_ADDR => '192.0.2.77' });
my $held = answered(429, 'the sixth has to wait, even with the code', env => { REMOTE_ADDR => '192.0.2.77' });
like(header($held, 'Retry-After'), qr/\A[1-5]\z/, '... some seconds');
unlink $file;
answered(200, 'a shop without a code takes none', code => '');
answered(200, '... whatever it is', code => $one);
spew($file, "\n");
answered(200, 'a file that was emptied is no code', code => ' ');
is(query($owners), 0, '... and nobody manages the shop');
refused(403, qr/./, 'a form of another site', 'setup', body => filled());

# ---- whoever has it ----

anew('mistakes');
$page = answered(200, 'the code, and mistakes', username => 'a b', password2 => 'other', language => 'xx');
is(error_of($page, 'code'), '', 'the code is good');
isnt(error_of($page, $_), '', "... and what is wrong with $_ is told") for qw(username password2 language);
like($page->{body}, qr/name="code"[^>]* value="$one"/, '... the code need not be typed again');
unlike($page->{body}, qr/\Q${\PASSWORD}\E/, '... but passwords, which are not shown');
like($page->{body}, qr/name="site_name"[^>]* value="Warung Bu Tini"/, '... the name of the shop stays');
$page = answered(200, 'a password that everybody uses', password1 => 'password', password2 => 'password');
isnt(error_of($page, 'password2'), '', '... is refused');
ok(-e $file, 'the code is not spent by mistakes');
is(query($owners), 0, '... and nobody manages the shop yet');

anew('the owner');
my %form = posted(filled(code => uc code() =~ s/-/ /gr));
my $answer = served(303, 'the right code, in capitals and without hyphens', 'setup', %form);
is(header($answer, 'Location'), '/admin', '... leads to the admin');
is(query("$owners AND username = 'pemilik'"), 1, '... the account may do everything');
is(query("SELECT count(*) FROM user") . query("SELECT count(*) FROM product"), '10', '... and is all that there is');
is(query("SELECT value FROM setting WHERE name = 'site_name'"), 'Warung Bu Tini', '... the shop has its name');
is(query("SELECT value FROM setting WHERE name = 'language'"), 'id', '... and its language');
is(query("SELECT group_concat(object, ' ') FROM history WHERE made_by = 'pemilik'"), 'site_name language',
	'... of which the history tells');
like(ask('shop')->{body}, qr{<html lang="id".*<title>[^<]*Warung Bu Tini</title>}s, '... at once, on every page');
ok(!-e $file, '... the code is gone');
like(ask('account', jar => $form{jar})->{body}, qr/pemilik/, '... and the owner is signed in');
is_shut('the door is shut', code => $one);
spew($file, "$one\n");
is_shut('... also when the file could not be deleted', code => $one);
ok(!-e $file, '... which is tried again');
query("UPDATE user SET is_active = 0");
served(200, 'a shop whose only owner left can be set up again', 'setup');
isnt(code(), $one, '... with a new code');

# ---- examples ----

anew('with examples');
answered(303, 'a shop with examples', demo => 'on');
is(query($owners), 1, '... has one owner');
cmp_ok(query("SELECT count(*) FROM product"), '>', 20, '... and goods');
is(query("SELECT count(*) FROM user WHERE password = '!'"), query("SELECT count(*) FROM user") - 1,
	'... whose sellers nobody can be');
is(query("SELECT value FROM setting WHERE name = 'language'"), 'id', '... and the settings of the form');
is(query("SELECT value FROM setting WHERE name = 'utc_offset'"), '420', '... and the clock of Jakarta');

anew('an example\'s name');
$page = answered(200, 'the name of an example seller', demo => 'on', username => 'ibu_sari');
isnt(error_of($page, 'username'), '', '... is taken');
is(query('SELECT count(*) FROM user'), 0, '... and nothing was put into the shop');
answered(303, '... unless there are no examples', username => 'ibu_sari', site_name => 'Warung', language => 'browser');
is(query('SELECT count(*) FROM setting'), 0, 'what is left as it was, is not set');

anew('a shop with goods');
ask('shop');
open my $sql, '|-', 'sqlite3', '-bail', "$Cgi::data/warung.db" or die "sqlite3: $!";
print $sql slurp('tests/http/fixture.sql');
close $sql or die "the fixture does not fit\n";
unlike(served(200, 'its page', 'setup')->{body}, qr/name="demo"/, '... offers no examples');
answered(303, '... and gets none', demo => 'on');
is(query("SELECT count(*) FROM product"), 5, '... whatever the form says');

# ---- several at once ----

anew('two at once');
my @both = map { begin('setup', posted(filled(username => $_))) } 'satu', 'dua';
is(join(' ', sort map { end($_)->{status} } @both), '303 404', 'of two at once one gets the shop');
is(query($owners), 1, '... and the other has no account');

# The program is stopped between its commit and the end of the code, as near as one can come.
anew('a crash');
my $crashed = ask('setup', posted(filled()), under => [ 'strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=unlink',
	'-e', 'inject=unlink:signal=KILL:when=1+', '-P', $file ]);
isnt($crashed->{code}, 0, 'a crash behind the commit');
is(query($owners), 1, '... leaves an owner');
ok(-e $file, '... and the code') or diag($crashed->{raw});
is_shut('... which opens nothing', code => $one);

done_testing;
