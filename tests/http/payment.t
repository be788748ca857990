#!/usr/bin/perl
# payment: how a member's buyers reach and pay them.
use v5.36;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Compress::Zlib qw(compress crc32);
use Encode qw(encode_utf8);
use Fcntl qw(F_WRLCK);
use Test::More;
use Time::HiRes 'sleep';

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);

sub chunk ($type, $bytes)
{
	return pack('N', length $bytes) . "$type$bytes" . pack 'N', crc32("$type$bytes");
}

# A PNG of one colour, which is a number from 0 to 255.
sub png ($grey)
{
	my $rows = ("\0" . chr($grey) x 40) x 30;

	return "\x89PNG\r\n\x1a\n" . chunk(IHDR => pack 'NNCCCCC', 40, 30, 8, 0, 0, 0, 0)
		. chunk(IDAT => compress($rows)) . chunk(IEND => '');
}

# The options of the form, sent as the page sends it; a value that is a reference is a file, which
# is not chosen when it is empty.
sub form ($jar, @fields)
{
	my $body = '';

	while (my ($name, $value) = splice @fields, 0, 2) {
		my $file = !ref $value ? '' : $$value eq '' ? '; filename=""' : '; filename="qris.png"';

		$body .= "--x\r\nContent-Disposition: form-data; name=\"$name\"$file\r\n\r\n"
			. (ref $value ? $$value : encode_utf8($value)) . "\r\n";
	}
	return (jar => $jar, trusted => 1, body => "$body--x--\r\n", type => 'multipart/form-data; boundary=x');
}

sub stored ()
{
	my $row = query("SELECT phone || '|' || replace(bank_account, char(13, 10), '/') || '|' || qris
		FROM user WHERE username = 'siti'");

	utf8::decode($row);
	return $row;
}

# saves WANTED, WHAT, FIELD ...: a form that is good; what the account has then.
sub saves ($wanted, $what, $jar, @fields)
{
	my $answer = served(303, $what, 'payment', form($jar, @fields));

	is(header($answer, 'Location'), '/list', '... leads to the list');
	like(stored(), $wanted, '... and is kept');
}

# refuses ERROR, WHAT, FIELD ...: a form that is shown again, and changes nothing.
sub refuses ($error, $what, $jar, @fields)
{
	my $before = stored();
	my $answer = served(200, $what, 'payment', form($jar, @fields));

	utf8::decode($answer->{body});
	like($answer->{body}, qr{<li>\Q$error\E</li>}, '... and says why');
	is(stored(), $before, '... and changes nothing');
	return $answer->{body};
}

# Until the file that this opens is closed, no picture can be made.
sub take_picture_slot ()
{
	open my $lock, '+<', "$Cgi::data/picture.lock" or die "picture.lock: $!";
	lock_byte($lock, F_WRLCK, 0);
	return $lock;
}

sub pictures () { return sort map { s{.*/}{}r } glob "$Cgi::data/media/*" }

shop_data();
is(header(served(302, 'a guest', 'payment'), 'Location'), '/login?next=/payment', '... has to sign in');

my $siti = sign_in('siti');
my $empty = served(200, 'a member', 'payment', jar => $siti);
like(header($empty, 'Cache-Control'), qr/no-store/, '... whose page no cache keeps');
like($empty->{body}, qr/name="phone" id="id_phone" value=""/, '... has said nothing yet');
unlike($empty->{body}, qr/ required/, '... and need not');

# ---- telephone and bank account ----

saves(qr/\A628123456789\|BCA 123\/a\.n\. Siti é\|\z/, 'a number and an account', $siti,
	phone => ' 0812-3456-789 ', bank_account => " BCA 123\r\na.n. Siti e\x{301} ");
like(ask('list', jar => $siti)->{body}, qr/Your buyers can now pay you like that\./, '... and it is said');
my $shown = ask('payment', jar => $siti)->{body};
like($shown, qr/name="phone" id="id_phone" value="\+628123456789"/, 'the number is shown');
like($shown, qr/\nBCA 123\r\na\.n\. Siti/, '... and the account');
my $unkept = refuses('Enter a telephone number, for example 0812 3456 7890.', 'what is no number', $siti,
	phone => 'call <me>', bank_account => 'Mandiri');
like($unkept, qr/value="call &lt;me&gt;"/, '... which stays, escaped');
like($unkept, qr/\nMandiri<\/textarea>/, '... with the account');
refuses('Ensure this value has at most 200 characters (it has 201).', 'too long an account', $siti,
	phone => '', bank_account => 'é' x 201);
refuses('Null characters are not allowed.', 'a NUL', $siti, phone => "0812\0", bank_account => '');
saves(qr/\A\|é{200}\|\z/, 'no number, and the longest account', $siti, phone => '', bank_account => 'é' x 200);
my $answer = served(303, 'the other encoding', 'payment', jar => $siti, trusted => 1,
	body => urlencoded(phone => '+44 20 7946 0958', bank_account => ''));
is(stored(), '442079460958||', '... will do');

# ---- the QRIS picture ----

my @both = (phone => '081234567890', bank_account => 'BCA 123');
saves(qr/\A6281234567890\|BCA 123\|(\w{22}-40x30\.jpg)\z/, 'a picture', $siti, @both, qris => \png(0));
my ($first) = stored() =~ /([^|]+)\z/;
ok(-s "$Cgi::data/media/$first", '... is on the disk');
like(ask('payment', jar => $siti)->{body}, qr{name="qris-clear"}, '... and can be taken away');
refuses('Enter a telephone number, for example 0812 3456 7890.', 'another one with a wrong number', $siti,
	phone => 'x', bank_account => '', qris => \png(9));
refuses('Upload a valid image. The file you uploaded was either not an image or a corrupted image.',
	'what is no picture', $siti, @both, qris => \'<?php echo 1;');
saves(qr/\A6281234567890\|BCA 123\|\Q$first\E\z/, 'no new picture', $siti, @both, qris => \'');
saves(qr/\A6281234567890\|BCA 123\|\w{22}-40x30\.jpg\z/, 'another picture', $siti, @both, qris => \png(255));
my ($second) = stored() =~ /([^|]+)\z/;
isnt($second, $first, '... has another name');
is(join(' ', pictures()), join(' ', sort $second, $second =~ s/\.jpg/-small.jpg/r),
	'... and is the only one that is left');
saves(qr/\A6281234567890\|BCA 123\|\z/, 'the picture is taken away', $siti, @both, 'qris-clear' => 'on');
is(join(' ', pictures()), '', '... from the disk, too');

# ---- two saves at once ----

# While the test holds the database, a save has read how it was and waits to write: what another
# one has stored by then stays.
sub with_another_save ($sql, @fields)
{
	open my $other, '|-', 'sqlite3', '-bail', "$Cgi::data/warung.db" or die "sqlite3: $!";
	$other->autoflush;
	print $other "BEGIN IMMEDIATE;\n.shell touch $Cgi::place/held\n";
	sleep 0.02 until -e "$Cgi::place/held";
	unlink "$Cgi::place/held";
	my $run = begin('payment', form($siti, @fields));
	sleep 0.5;
	print $other "$sql; COMMIT;\n";
	close $other or die 'sqlite3';
	is(end($run)->{status}, 303, 'two saves at once');
}
my $picture = 'abcdefghijklmnopqrstuv-40x30.jpg';
my $other_save = "UPDATE user SET phone = '62811111111', qris = '$picture' WHERE username = 'siti'";
with_another_save($other_save, @both);
is(stored(), "6281234567890|BCA 123|$picture", '... without a picture: that of the other stays');
with_another_save($other_save, @both, 'qris-clear' => 'on');
is(stored(), '6281234567890|BCA 123|', '... which takes it away');

# ---- what is said, and what is not even looked at ----

sub said () { return ask('list', jar => $siti)->{body} =~ m{<li class="success">(.*?)</li>}s ? $1 : '' }
said();
for (['Saved.', phone => '', bank_account => ''],
	['Your buyers can now pay you like that.', phone => '081234567890', bank_account => ''],
	['Your buyers can now pay you like that.', phone => '', bank_account => '', qris => \png(1)],
	['Your buyers can now pay you like that.', phone => '', bank_account => '', qris => \''],
	['Saved.', phone => '', bank_account => '', 'qris-clear' => 'on']) {
	my ($wanted, @fields) = @$_;

	served(303, "what is left: @fields[1, 3]", 'payment', form($siti, @fields));
	is(said(), $wanted, "... $wanted");
}
my $slot = take_picture_slot();
refuses('Enter a telephone number, for example 0812 3456 7890.', 'a picture waits for a good form', $siti,
	phone => 'x', bank_account => '', qris => \png(9));
close $slot;
is(join(' ', query("SELECT phone || bank_account || qris FROM user WHERE username <> 'siti'")) =~ s/ //gr, '',
	'nobody else was changed');

done_testing();
