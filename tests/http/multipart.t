#!/usr/bin/perl
# multipart: forms as multipart/form-data, right and wrong (RFC 7578, RFC 2046), sent to a route that has no file
# to receive: its field `username` shows what was understood.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Test::More;

use constant B => 'b0undary';
my $type = 'multipart/form-data; boundary=' . B;

shop_data();

# A part: its headers as they are, or those of a field of that name; then its content.
sub part ($headers, $content)
{
	$headers = qq(Content-Disposition: form-data; name="$headers") unless $headers =~ /[:=]/;
	return '--' . B . "\r\n$headers\r\n\r\n$content\r\n";
}

sub form (@parts)
{
	return join('', @parts) . '--' . B . "--\r\n";
}

sub file ($name, $content, $filename = 'a.png')
{
	return part(qq(Content-Disposition: form-data; name="$name"; filename="$filename"), $content);
}

# read_as NAME, WHAT, BODY, TYPE: the field `username` was understood as NAME.
sub read_as ($name, $what, $body, $of = $type, %with)
{
	my $answer = served(200, $what, 'register', posted($body), type => $of, %with);

	is(($answer->{body} =~ /name="username"[^>]* value="([^"]*)"/)[0], $name, '... and is understood');
	return $answer;
}

sub no_form ($status, $reason, $what, $body, $of = $type, %with)
{
	return refused($status, $reason, $what, 'register', posted($body), type => $of, %with);
}

my $abc = part('username', 'abc');
my $good = form($abc);

# ---- the boundary ----

read_as('abc', 'a form', $good);
read_as('abc', "a type written as $_", $good, $_) for 'Multipart/Form-Data; BOUNDARY=' . B, qq(multipart/form-data; boundary="@{[B]}"),
	'multipart/form-data;charset=utf-8;boundary=' . B, qq(multipart/form-data; x="; boundary=no"; boundary=@{[B]}; charset="UTF-8");
for my $boundary ('x' x 69, 'x' x 70, '-', "'()+_,-./:=?", 'a b') {
	read_as('abc', "the boundary $boundary", $good =~ s/@{[B]}/$boundary/gr, qq(multipart/form-data; boundary="$boundary"));
}
no_form(400, qr/boundary|parameter/, "the type $_", $good, "multipart/form-data$_") for '', ';', '; boundary', '; boundary=', '; boundary=""',
	'; boundary="' . B, '; boundary=' . B . '; boundary=' . B, '; xboundary=' . B, ' boundary=' . B, '; boundary=other';
no_form(400, qr/boundary/, 'a boundary of ' . length, $good =~ s/@{[B]}/$_/gr, "multipart/form-data; boundary=$_") for 'x' x 71, 'x' x 5000;
no_form(400, qr/boundary/, 'a boundary with odd bytes', $good =~ s/@{[B]}/$_/gr, qq(multipart/form-data; boundary="$_")) for "b\xc3\xa9", "a\tb", "a\x7fb";
no_form(400, qr/boundary/, 'no body', '');
no_form(400, qr/boundary/, 'another boundary', $good =~ s/@{[B]}/other/gr);
no_form(400, qr/rubbish behind/, 'a longer boundary', $good =~ s/@{[B]}/@{[B]}X/gr);
no_form(400, qr/boundary/, 'line feeds alone', $good =~ s/\r//gr);
no_form(400, qr/boundary/, 'carriage returns alone', $good =~ s/\n//gr);
no_form(400, qr/boundary/, 'an urlencoded body', 'username=abc');
read_as('', 'a form without a part', form());
read_as('abc', 'text before and behind', "a preamble\r\n--b0undar\r\n$good" . "an epilogue\r\n--" . B . "\r\n" . $abc =~ s/abc/evil/r);
read_as('abc', 'space behind a boundary', $good =~ s/^(--b0undary)/$1 \t /r);

# ---- cut short: wherever it ends, it is refused, and nothing of it is believed ----

my $whole = length($good) - 2;
my @believed = grep {
	my $answer = ask('register', posted(substr $good, 0, $_), type => $type);

	faults($answer, $_ < $whole ? 400 : 200);
} 0 .. length $good;
is("@believed", '', 'a form that ends before its end');
no_form(400, qr/without its last boundary/, 'no last boundary', $abc . '--' . B . "\r\n");
no_form(400, qr/ended 1 bytes early/, 'a length of one more', $good, $type, env => { CONTENT_LENGTH => 1 + length $good });
read_as('abc', 'no length, but chunked', $good, $type, env => { CONTENT_LENGTH => undef, HTTP_TRANSFER_ENCODING => 'chunked' });

# ---- parts ----

read_as('b', 'two of a name: the last counts', form($abc, part('username', 'b')));
read_as('abc', 'a part without a name', form($abc, part('Content-Disposition: form-data', 'x'), part('X-Nothing: x', 'x')));
read_as('', 'a part without headers', form('--' . B . "\r\n\r\nabc\r\n"));
read_as('', 'a folded header names nothing', form(part("Content-Disposition: form-data;\r\n name=\"username\"", 'abc')));
read_as('abc', "the header $_", form(part($_, 'abc'))) for 'content-disposition: FORM-DATA; NAME="username"', 'Content-Disposition: form-data; name=username',
	'Content-Disposition:form-data;name="username"', "Content-Type: text/plain\r\nContent-Disposition: form-data; name=\"username\"",
	'Content-Disposition: form-data; x=";name=no"; name="username"', 'Content-Disposition: form-data; name="use\rname"' =~ s/\\r/r/r;
no_form(400, qr/two/, "the header $_", form(part($_, 'abc'))) for 'Content-Disposition: form-data; name="username"; name="x"',
	"Content-Disposition: form-data; name=\"username\"\r\nContent-Disposition: form-data; name=\"x\"";
no_form(400, qr/without an end/, 'a name without an end', form(part('Content-Disposition: form-data; name="username', 'abc')));
for my $value ("a\r\nb", "a\rb", "\r\na", "a\r\n--b0undar", "a\r\n\r\n--b0undarz", "--b0undary", '--', "a\r\n-", "\xc3\xa9\xf0\x9f\x98\x80", '%41+&=;') {
	read_as($value =~ s/&/&amp;/gr, "the value $value", form(part('username', $value)));
}
no_form(400, qr/not UTF-8/, 'bytes that are not UTF-8', form(part($_->[0], $_->[1]))) for [ username => "\xff" ], [ "a\xff", 'a' ], [ username => "\xed\xa0\x80" ];
like(read_as('a', 'a NUL in a field', form(part('username', "a\0b")))->{body}, qr/Null characters are not allowed\./, '... is an error of the field');
no_form(400, qr/NUL/, 'a NUL in a header', form(part("Content-Disposition: form-data; name=\"user\0name\"", 'a')));
for my $encoding ('base64', 'BASE64', 'quoted-printable', 'x', '') {
	no_form(400, qr/transfer encoding/, "the encoding '$encoding'", form(part("Content-Disposition: form-data; name=\"username\"\r\nContent-Transfer-Encoding: $encoding", 'YWJj')));
}
read_as('abc', "the encoding $_", form(part("Content-Transfer-Encoding: $_\r\nContent-Disposition: form-data; name=\"username\"", 'abc'))) for '7bit', '8BIT', 'binary';

# ---- files: counted, and let go ----

read_as('abc', "a file called $_", form($abc, file('username', 'evil', $_))) for 'a.png', '', '../../x', 'C:\\x', '/tmp/..', '..&#x2F;x', "\xff", 'a\"b', '%00';
read_as('abc', 'a file with filename*', form($abc, part("Content-Disposition: form-data; name=\"username\"; filename*=UTF-8''%ff%zz", 'evil')));
read_as('abc', 'a file of any bytes', form($abc, file('image', join '', map { chr } 0 .. 255)));

# ---- limits ----

my $header = 'Content-Disposition: form-data; name="username"; x="';
read_as('abc', "headers of $_ bytes", form(part($header . 'x' x ($_ - length($header) - 3) . '"', 'abc'))) for 2047, 2048;
no_form(400, qr/headers/, "headers of $_ bytes", form(part($header . 'x' x ($_ - length($header) - 3) . '"', 'abc'))) for 2049, 100_000;
no_form(400, qr/headers/, 'a header without an end', $abc . '--' . B . "\r\n" . 'x' x 3_000_000);
my $fields = join '', map { part("f$_", '') } 1 .. 999;
read_as('abc', '1000 fields', form($fields, $abc));
no_form(400, qr/1000 fields/, '1001 fields', form($fields, $abc, $abc));
my @files = map { file("f$_", 'x') } 1 .. 8;
read_as('abc', '8 files', form(@files, $abc));
no_form(400, qr/8 files/, '9 files', form(@files, $abc, file('f9', '')));
read_as('abc', "fields of $_ bytes", form($abc, part('x', 'x' x ($_ - 3)))) for 2621439, 2621440;
no_form(413, qr/fields of more/, 'fields of 2621441 bytes', form($abc, part('x', 'x' x 2621438)));
read_as('abc', "files of $_ bytes", form($abc, file('a', 'x' x 8_000_000), file('b', 'x' x ($_ - 8_000_000)))) for 8388607, 8388608;
no_form(413, qr/files of more/, 'files of 8388609 bytes', form($abc, file('a', 'x' x 8_000_000), file('b', 'x' x 388_609)));
my $all = 2621440 + 8388608 + 1048576;
read_as('abc', 'a body of the most bytes', $good . 'x' x ($all - length $good));
no_form(413, qr/multipart form of/, '... and one more', $good . 'x' x ($all - length($good) + 1));
no_form(413, qr/chunked multipart/, '... without a length', $good . 'x' x ($all - length($good) + 1), $type,
	env => { CONTENT_LENGTH => undef, HTTP_TRANSFER_ENCODING => 'chunked' });

# ---- a delimiter across two reads, and bytes that make a search start over ----

my $before = length($abc) + length(part('x', '')) - 2;
my @missed = grep {
	my $answer = ask('register', posted(form($abc, part('x', 'x' x (65536 - $before - $_)), part('username', 'b'))), type => $type);

	$answer->{body} !~ /name="username"[^>]* value="b"/;
} -2 .. 120;
is("@missed", '', 'a delimiter may lie across two reads');
for my $piece ("\r", "\r\n", "\r\n--", "\r\n--b0undar", '-', "\0") {
	my $answer = read_as('abc', '8 MB of ' . $piece, form($abc, file('a', substr $piece x 8_388_608, 0, 8_388_608)));

	cmp_ok($answer->{seconds}, '<', 2, '... take no time');
}

done_testing;
