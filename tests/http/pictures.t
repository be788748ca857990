#!/usr/bin/perl
# pictures: what is one and what only says so, what is left of it, where it lies and when it goes,
# and that whatever fails leaves nothing behind.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Compress::Zlib;
use Time::HiRes qw(sleep time);
use Test::More;

use constant {
	INVALID => 'Upload a valid image. The file you uploaded was either not an image or a corrupted image.',
	MEGABYTE => 1 << 20,
};
my $boundary = 'b0undary';
my $type = "multipart/form-data; boundary=$boundary";
my $media = "$Cgi::data/media";

shop_data();
my $jar = sign_in('siti');

# ---- files ----

sub chunk ($name, $data)
{
	return pack('N', length $data) . $name . $data . pack('N', crc32($name . $data));
}

# A PNG of bytes that compress badly, or of one colour; more chunks stand before its pixels
# and behind them.
sub png ($width, $height, %with)
{
	my $row = $with{noise} ? join '', map { chr int rand 256 } 1 .. 3 * $width : "\xC0\x20\x10" x $width;

	return "\x89PNG\r\n\x1A\n" . chunk('IHDR', pack 'NNC5', $width, $height, 8, 2, 0, 0, 0)
		. ($with{chunks} // '') . chunk('IDAT', compress("\0$row" x $height))
		. ($with{last} // '') . chunk('IEND', '');
}

my $gif = pack 'H*', '47494638376102000300800000fc02040000002c0000000002000300000202845f003b';
my $lossless = pack 'H*', '524946461c000000574542505650384c0f0000002f018000000710fd8ffe0722a2ff0100';
my $lossy = pack 'H*', '524946463800000057454250565038202c0000009001009d012a0200030002c04c25a002'
	. '74ba00039800feee431fee6c738b7057ff6d0fff5a1ffeb43fe94000';
my $png = png(40, 30);

# The sizes that a JPEG says.
sub size_of ($jpeg)
{
	my ($height, $width) = $jpeg =~ /\xFF[\xC0-\xC2]..\x08(..)(..)/s or return '';

	return unpack('n', $width) . 'x' . unpack('n', $height);
}

# ---- forms ----

sub part ($headers, $content)
{
	return "--$boundary\r\nContent-Disposition: form-data; $headers\r\n\r\n$content\r\n";
}

sub file ($bytes, $filename = 'a.png', $name = 'image')
{
	return part(qq(name="$name"; filename="$filename"\r\nContent-Type: text/html), $bytes);
}

# The options of a POST of these parts; a product called `name`.
sub form ($name, @parts)
{
	return (jar => $jar, trusted => 1, type => $type, body =>
		join('', part('name="name"', $name), part('name="price"', 1), @parts) . "--$boundary--\r\n");
}

my $added = 0;

sub image_of ($name)
{
	return scalar query("SELECT image FROM product WHERE name = '$name'");
}

sub files () { return sort map { s{.*/}{}r } glob "$media/*" }

sub small ($image) { return $image =~ s/\.jpg$/-small.jpg/r }

# What should lie in media: two files for each picture that a row names, and nothing else.
sub named ()
{
	return sort map { ($_, small($_)) }
		query("SELECT image FROM product WHERE image <> '' UNION SELECT qris FROM user WHERE qris <> ''");
}

# Behind an answer files may still be going.
sub tidy ($what)
{
	my $until = time + 5;

	sleep 0.02 while "@{[files()]}" ne "@{[named()]}" && time < $until;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is("@{[files()]}", "@{[named()]}", $what);
}

# takes FILE, SIZE, WHAT ...: a product with that picture; its name.
sub takes ($what, $size, @parts)
{
	my $name = 'product ' . ++$added;

	served(303, $what, 'add_product', form($name, @parts));
	my $image = image_of($name);
	like($image, qr/^[A-Za-z0-9]{22}-$size\.jpg$/, '... is stored by a name of ours');
	is(size_of(slurp("$media/$image")), $size, '... in its size');
	return $image;
}

# refuses TEXT, WHAT, PART ...: the form comes back with that at its field, and nothing is stored.
sub refuses ($text, $what, @parts)
{
	my $before = query('SELECT count(*) FROM product');
	my $answer = served(200, $what, 'add_product', form('refused', @parts));
	my ($errors) = $answer->{body} =~ m{<ul class="errorlist" id="id_image_error">\s*(.*?)\s*</ul>}s;

	is($errors, "<li>$text</li>", '... is refused');
	like($answer->{body}, qr{<a href="#id_image">Picture</a>: \Q$text\E}, '... and so it says above');
	is(scalar query('SELECT count(*) FROM product'), $before, '... and nothing is sold');
	return $answer;
}

# ---- pictures of every kind ----

takes('a PNG', '40x30', file($png));
takes('a GIF', '2x3', file($gif));
takes('a WebP', '2x3', file($lossless));
takes('a lossy WebP', '2x3', file($lossy));
my $large = takes('a large PNG', '1280x960', file(png(1600, 1200, noise => 1)));
is(size_of(slurp("$media/" . small($large))), '480x360', '... with a thumbnail');
my $jpeg = slurp("$media/$large");
takes('a JPEG', '1280x960', file($jpeg));
takes('a picture of one pixel', '1x1', file(png(1, 1)));
takes('a long strip', '1280x1', file(png(20000, 1)));
takes('40 megapixels', '1280x800', file(png(8000, 5000)));
is(sprintf('%o %o', map { (stat)[2] & 07777 } $media, "$media/$large"), '700 600', 'nobody else may read them');
tidy('there are two files for each');

takes("a file called $_", '40x30', file($png, $_)) for 'a.PNG', 'a.jpg', 'x.php.gif', '../../a.webp',
	'/tmp/a.png', 'C:\\\\a.jpeg', '..&#x2F;a.png', '..&sol;a.png', "\xc3\xa9.png", 'a b%2f.png', 'x' x 96 . '.png';
is("@{[grep { !/^[A-Za-z0-9]{22}-\d+x\d+(-small)?\.jpg$/ } files()]}", '', 'no name of theirs is used');
takes('two files: the last counts', '2x3', file($png), file($gif));
takes('a file behind none', '40x30', file('', ''), file($png));
my $none = 'none';
served(303, 'no file', 'add_product', form($none, file('', '')));
is(image_of($none), '', '... is no picture');
served(303, "a file called '$_'", 'add_product', form($none = "none $_", file($png, $_))),
	is(image_of($none), '', '... is none') for '.', '..', 'a/', '&#47;';
served(303, 'a file of another field', 'add_product', form('other', file($png, 'a.png', 'description')));
is(image_of('other'), '', '... is none');
served(303, 'a text in the place of a file', 'add_product', form('text', part('name="image"', 'a.jpg')));
is(image_of('text'), '', '... is none');

# ---- what is hidden in them ----

my $gps = "Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1A\0\0\0\0\0\0\0"
	. "\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0" . '7 deg 15 min';
sub segment ($marker, $data) { return "\xFF$marker" . pack('n', 2 + length $data) . $data }
my %hidden = (
	'a place in Exif' => "\xFF\xD8" . segment("\xE1", $gps) . substr($jpeg, 2),
	'a program in a comment' => "\xFF\xD8" . segment("\xFE", '<?php 7 deg 15 min') . substr($jpeg, 2),
	'a page behind a JPEG' => $jpeg . '<html><script>7 deg 15 min</script>',
	'a page behind a PNG' => png(1280, 960) . '<html><script>7 deg 15 min</script>',
	'a text in a PNG' => png(1280, 960, chunks => chunk('tEXt', "Comment\0<?php 7 deg 15 min")),
	'a wrong profile in a PNG' => png(1280, 960, chunks => chunk('iCCP', "x\0\0" . compress('7 deg 15 min'))),
);
for my $what (sort keys %hidden) {
	my $image = takes($what, '1280x960', file($hidden{$what}));

	unlike(slurp("$media/$image") . slurp("$media/" . small($image)), qr/7 deg|Exif|<script|<\?php/,
		'... is not kept');
}

# Texts that inflate a thousandfold stand before and behind the pixels: nobody reads them.
my $bomb = chunk('zTXt', "k\0\0" . compress("\0" x 7_900_000, 9)) x 500;
takes('a PNG of compressed texts', '1x1', file(png(1, 1, chunks => $bomb, last => $bomb)));

# And so do the pixels, behind those that the picture has.
my ($deflate) = deflateInit(-Level => 9);
my $pixels = join '', map { $deflate->deflate("\0" x (16 * MEGABYTE)) } 1 .. 480;
$pixels .= $deflate->flush;

# ---- what is no picture ----

my $cut = substr $png, 0, -20;
my $wrong_sum = $png =~ s/(IDAT.)./$1\0/sr;
my %bad = (
	'text' => 'hello',
	'SVG' => '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
	'a page' => '<!DOCTYPE html><script>alert(1)</script>',
	'PHP' => '<?php system($_GET[0]);',
	'a page that begins as a GIF' => 'GIF89a=1;/*<script>alert(1)</script>*/',
	'half a GIF' => substr($gif, 0, -5),
	'half a PNG' => $cut,
	'a PNG with a wrong checksum' => $wrong_sum,
	'a PNG whose pixels end early' => "\x89PNG\r\n\x1A\n" . chunk('IHDR', pack 'NNC5', 40, 30, 8, 2, 0, 0, 0)
		. chunk('IDAT', substr compress("\0" x 3630), 0, 9) . chunk('IEND', ''),
	'a PNG without pixels' => "\x89PNG\r\n\x1A\n" . chunk('IHDR', pack 'NNC5', 1, 1, 8, 2, 0, 0, 0)
		. chunk('IEND', ''),
	'a PNG of no width' => png(0, 1),
	'a PNG of pixels without end' => "\x89PNG\r\n\x1A\n" . chunk('IHDR', pack 'NNC5', 1, 1, 8, 2, 0, 0, 0)
		. chunk('IDAT', $pixels) . chunk('IEND', ''),
	'half a JPEG' => substr($jpeg, 0, length($jpeg) / 2),
	'half a JPEG with an end' => substr($jpeg, 0, length($jpeg) / 2) . "\xFF\xD9",
	'a JPEG without its first bytes' => substr($jpeg, 1),
	'half a WebP' => substr($lossless, 0, -6),
	'an empty WebP' => "RIFF\4\0\0\0WEBP",
	'a TIFF' => 'II*' . "\0" x 20,
	'a PDF' => '%PDF-1.7',
	'a NUL' => "\0",
);
refuses(INVALID, $_, file($bad{$_})) for sort keys %bad;
refuses('The submitted file is empty.', 'an empty file', file(''));
refuses("File extension “$_->[1]” is not allowed. Allowed extensions are: gif, jpeg, jpg, png, webp.",
	"the name $_->[0]", file($png, $_->[0])) for ['a.php', 'php'], ['a.PHP', 'php'], ['a', ''], ['.png', ''],
	['a.', ''], ['a.svg', 'svg'], ['a.png.html', 'html'], ['a.&lt;b&gt;', '&lt;b&gt;'], ['a.&#x22;', '&quot;'];
refuses(INVALID, 'PHP by its own name', file($bad{PHP}, 'a.php'));
refuses("Ensure this filename has at most 100 characters (it has $_).", "a name of $_ letters",
	file($png, "\xc3\xa9" x ($_ - 4) . '.png')) for 101, 204;
my $too_large = 'This picture has too many pixels. Please make it smaller: 40 megapixels at most, and no side '
	. 'over 20000 pixels.';
for ([30000, 30000], [20001, 1], [1, 20001], [8000, 5001], [0x7FFFFFFF, 0x7FFFFFFF]) {
	my ($width, $height) = @$_;
	my $bomb = "\x89PNG\r\n\x1A\n" . chunk('IHDR', pack 'NNC5', $width, $height, 8, 2, 0, 0, 0)
		. chunk('IDAT', compress("\0" x 2_000_000)) . chunk('IEND', '');

	cmp_ok(refuses($too_large, "a PNG of $width x $height", file($bomb))->{seconds}, '<', 2, '... at once');
}
refuses($too_large, 'a JPEG of 65535 x 65535',
	file($jpeg =~ s/(\xFF[\xC0-\xC2]..\x08)..../$1\xFF\xFF\xFF\xFF/sr));
refuses('Please either submit a file or check the clear checkbox, not both.', 'a file and none',
	file($png), part('name="image-clear"', 'on'));
tidy('nothing of all that is left');

refused(413, qr/files of more/, 'a file of more than 8 MiB', 'add_product',
	form('large', file('x' x (8 * MEGABYTE + 1))));

# A form with another fault: no browser sends the file again by itself.
my $answer = served(200, 'another fault', 'add_product', form('', file($png)));
like($answer->{body}, qr{<li>Please choose the picture again\.</li>}, '... the picture is asked for again');
$answer = served(200, 'another fault, without a file', 'add_product', form('', file('', '')));
unlike($answer->{body}, qr/choose the picture again/, '... it is not');
tidy('... and nothing was stored');

# ---- where they are shown ----

my $id = query("SELECT id FROM product WHERE image = '$large'");
my $thumbnail = small($large);
my ($number) = query("SELECT name FROM product WHERE id = '$id'") =~ /(\d+)/;
for (['product/' . $id, qr{<img class="picture" src="/media/$large" width="1280" height="960" alt="product \d+">}],
	["shop?q=$number", qr{<img class="tile" src="/media/$thumbnail" width="480" height="360" alt="product \d+" loading="lazy">}],
	['list', qr{<img src="/media/$thumbnail" width="480" height="360" alt="" loading="lazy">}],
	["edit_product/$id", qr{<img class="current" src="/media/$thumbnail" width="480" height="360" alt="[^"]+">}],
	["json/$id", qr{"image": "$large"}], ["xml/$id", qr{>$large</field>}]) {
	like(served(200, "$_->[0]", $_->[0], jar => $jar)->{body}, $_->[1], '... shows the picture');
}
like(ask("product/$id", env => { SCRIPT_NAME => '/~me/cgi-bin/product' })->{body}, qr{src="/~me/media/$large"},
	'it lies at the root of the site');
like(served(200, 'a product without one', 'product/44444444-2222-4333-8444-555555555555')->{body},
	qr{<div class="tile tile-\d" aria-hidden="true">K</div>}, '... has its letter');
$answer = served(200, 'the form', 'add_product', jar => $jar);
like($answer->{body}, qr{<input type="file" name="image" id="id_image" accept="image/\*"}, '... asks for a picture');
unlike($answer->{body}, qr/image-clear/, '... and has none to take away');

# ---- changed and deleted ----

sub edit ($what, @parts)
{
	served(303, $what, "edit_product/$id", form('edited', @parts));
	tidy('... and no file too many');
	return scalar query("SELECT image FROM product WHERE id = '$id'");
}

is(edit('another name'), $large, '... the picture stays');
is(edit('no file chosen', file('', '')), $large, '... the picture stays');
my $second = edit('another picture', file($png));
like($second, qr/-40x30\.jpg$/, '... takes the place of the first');
served(200, 'a bad one', "edit_product/$id", form('edited', file('x')));
is(edit('a name behind it'), $second, '... the second is still there');
is(edit('the box ticked', part('name="image-clear"', 'on')), '', '... the picture is taken away');
is(edit('ticked again', part('name="image-clear"', 'on')), '', '... which does no harm');
isnt(edit('a picture again', file($gif)), '', '... is there');
served(303, 'an urlencoded form', "edit_product/$id", jar => $jar, trusted => 1,
	body => urlencoded(name => 'edited', price => 1, image => 'x.jpg'));
like(query("SELECT image FROM product WHERE id = '$id'"), qr/-2x3\.jpg$/, '... says nothing of the picture');
served(303, 'the product is deleted', "delete_product/$id", jar => $jar, trusted => 1, body => '');
tidy('... and its picture');

# ---- whatever fails leaves nothing ----

refused(403, qr/./, 'a forged form', 'add_product', form('forged', file($png)), trusted => 0);
my $budi = '44444444-2222-4333-8444-555555555555';
refused(404, qr/has no product/, "somebody else's product", "edit_product/$budi", form('x', file($png)));
tidy('... leave nothing');

# strace injects a fault into the nth call of a kind: the product is there with its picture, or neither.
sub with_fault ($call, $fault, $n)
{
	return [qw(strace -f -qq -o /dev/null -e), "trace=$call", '-e', "inject=$call:$fault:when=$n", '--'];
}

my %seen = (200 => 0, 303 => 0, 503 => 0);
my @faults;
for my $call (qw(fsync rename mkdir openat)) {
	for my $n (1 .. ($call eq 'openat' ? 30 : 8)) {
		my $name = "$call $n";
		my $run = ask('add_product', form($name, file($png)), under => with_fault($call, 'error=ENOSPC', $n));
		my $is_there = query("SELECT count(*) FROM product WHERE name = '$name' AND image <> ''");

		$seen{ $run->{status} }++;
		push @faults, "$name: $run->{status}, $is_there rows" if ($run->{status} == 303) != $is_there;
	}
}
is("@faults", '', 'a full disk: a product with its picture, or an error and neither');
cmp_ok($seen{503}, '>', 3, '... and both happened');
cmp_ok($seen{303}, '>', 3, '... often');
tidy('... and nothing is left behind');
refused(503, qr/a picture in .*File too large/, 'no room for a picture', 'add_product',
	form('full', file(png(500, 500, noise => 1))), under => [qw(prlimit --fsize=3000 --)]);
tidy('... leaves nothing');

# Little memory: an error and no crash, whatever is decoded.
my %little = (303 => 0, 503 => 0);
for my $bytes (map { $_ * MEGABYTE } 20, 40, 60, 80, 120, 160, 200, 400) {
	for my $picture (png(4000, 3000), $jpeg) {
		my $run = ask('add_product', form('little', file($picture)), under => ['prlimit', "--as=$bytes:$bytes", '--']);

		$little{ $run->{status} }++;
		push @faults, "$bytes: $run->{status} $run->{code} $run->{err}" if $run->{code} || $run->{err} ne '';
	}
}
is("@faults", '', 'with little memory no program crashes');
is($little{303} + $little{503}, 16, '... it is done, or the shop is said to be busy');
cmp_ok($little{503}, '>', 3, '... and that happened');
tidy('... and nothing is left behind');

# Killed at any rename or sync: what is left lies there for a day, and goes when a picture is sent.
for my $call (qw(fsync rename)) {
	ask('add_product', form("killed $call $_", file($png)), under => with_fault($call, 'signal=KILL', $_)) for 1 .. 6;
}
is(query('PRAGMA integrity_check'), 'ok', 'killed programs: the database is whole');
is("@{[grep { my $name = $_; !grep { $_ eq $name } files() } named()]}", '', '... no picture is missing');
my @left = files();
cmp_ok(scalar @left, '>', scalar(@{[named()]}), '... and files are left');
takes('a picture behind them', '40x30', file($png));
is(scalar(grep { -e "$media/$_" } @left), scalar @left, '... which stay for a day');
utime time - 90_000, time - 90_000, map { "$media/$_" } @left;
spew("$media/of somebody else", 'x');
utime 0, 0, "$media/of somebody else", "$Cgi::data/media.swept";
takes('a picture on the next day', '40x30', file($png));
sleep 0.05 until !grep({ /\.new$/ } files()) || time > $^T + 300;
ok(unlink("$media/of somebody else"), '... somebody else\'s file is left alone');
tidy('... and they are gone');

# ---- one at a time ----

my @runs = map { begin('add_product', form("at once $_", file(png(2000, 1500, noise => 1)))) } 1 .. 6;
is(join(' ', map { end($_)->{status} } @runs), join(' ', (303) x 6), 'six at once are all made');
tidy('... with their files');

# ---- the folder of the owner ----

# A host that runs what ends in .jpg, too, if nobody forbids it.
sub apache_conf ($port)
{
	my @modules = map { "LoadModule ${_}_module /usr/lib/apache2/modules/mod_$_.so\n" }
		qw(mpm_event authz_core cgid dir headers mime);

	return join '', @modules, <<"CONF";
Listen 127.0.0.1:$port
ServerName localhost
ServerRoot "$Cgi::place/run"
DefaultRuntimeDir "$Cgi::place/run"
PidFile "$Cgi::place/run/pid"
ScriptSock "$Cgi::place/run/cgid"
ErrorLog "$Cgi::place/run/error.log"
DocumentRoot "$Cgi::place/public"
TypesConfig /dev/null
AddHandler cgi-script .jpg .cgi
<FilesMatch "\.php\$">
	SetHandler cgi-script
</FilesMatch>
<Directory "$Cgi::place/public">
	Options ExecCGI
	AllowOverride All
	Require all granted
</Directory>
CONF
}

# fetch PORT, NAME: the status, the headers and the body.
sub fetch ($port, $name)
{
	return split /\r\n\r\n/, `curl -sS -i --max-time 20 http://127.0.0.1:$port/$name 2>&1`, 2;
}

# What lies there is a picture, whatever it is called; what tells the server so is not shown.
sub answers_as_apache ($image)
{
	my $port = 10_000 + int rand 20_000;
	my $user = $> == 0 ? (getpwnam 'nobody')[2] : $>;

	chmod 0711, $Cgi::place;
	mkdir "$Cgi::place/run" or die "run: $!";
	spew("$Cgi::place/run/apache.conf", apache_conf($port));
	chown $user, -1, "$Cgi::place/run", "$Cgi::place/run/apache.conf";
	spew("$Cgi::place/public/$_", "#!/bin/sh\necho; echo it runs\n") for qw(a.cgi a.php a.html);
	chmod 0755, glob "$Cgi::place/public/a.*";
	defined(my $server = fork) or die "fork: $!";
	if ($server == 0) {
		exec(($> == 0 ? ('setpriv', "--reuid=$user", '--clear-groups') : ()), 'apache2', '-D', 'FOREGROUND',
			'-f', "$Cgi::place/run/apache.conf") or die "apache2: $!";
	}
	my $until = time + 20;
	sleep 0.05 until -s "$Cgi::place/run/pid" || time > $until;
	for my $name ($image, small($image), qw(a.cgi a.php a.html)) {
		my ($headers, $body) = fetch($port, $name);

		like($headers, qr{^HTTP/1\.1 200 .*^Content-Type: image/jpeg\r?$}ms, "Apache at $name: a picture");
		like($headers, qr/^\Q$_\E\r?$/m, "... $_") for 'X-Content-Type-Options: nosniff',
			"Content-Security-Policy: default-src 'none'; sandbox", 'Cross-Origin-Resource-Policy: same-origin';
		ok($body eq slurp("$Cgi::place/public/$name"), '... and it is not run');
	}
	kill 'TERM', $server;
	waitpid $server, 0;
}

my $programs = "$Cgi::place/programs";
mkdir $programs;
system('cp', map({ "$Cgi::programs/$_" } qw(add_product shop)), $programs) == 0 or die 'cp';
spew("$programs/warung.conf", "media = $Cgi::place/public\n");
{
	local $Cgi::programs = $programs;

	served(303, 'a picture in a folder of the owner', 'add_product', form('public', file($png)));
	my $image = image_of('public');
	is(sprintf('%o %o %o', map { (stat "$Cgi::place/public/$_")[2] & 07777 } '.', $image, small($image)),
		'755 644 644', '... may be read by the server');
	answers_as_apache($image);
	spew("$programs/warung.conf", "media = public\n");
	refused(500, qr/must be an absolute path: public/, 'a folder that is not absolute', 'shop');
}

done_testing;
