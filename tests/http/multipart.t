#!/usr/bin/perl
# multipart: forms as multipart/form-data, right and wrong (RFC 7578, RFC 2046), sent to register:
# its field `username` shows what was understood.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Test::More;

my $boundary = 'b0undary';
my $type = "multipart/form-data; boundary=$boundary";
my $disposition = 'Content-Disposition: form-data';

shop_data();

# ---- how a form is made ----

sub part ($headers, $content)
{
	return "--$boundary\r\n$headers\r\n\r\n$content\r\n";
}

sub field ($name, $value)
{
	return part(qq($disposition; name="$name"), $value);
}

sub file ($name, $content, $filename = 'a.png')
{
	return part(qq($disposition; name="$name"; filename="$filename"), $content);
}

sub form (@parts)
{
	return join('', @parts) . "--$boundary--\r\n";
}

# ---- how it is answered ----

# understood NAME, WHAT, BODY, OPTION ...
sub understood ($name, $what, $body, %with)
{
	my $answer = served(200, $what, 'register', posted($body), type => $type, %with);
	my ($shown) = $answer->{body} =~ /name="username"[^>]* value="([^"]*)"/;

	is($shown, $name, '... is understood');
	return $answer;
}

# bad REASON, WHAT, BODY, OPTION ...: 400; too_large: 413.
sub bad ($reason, $what, $body, %with)
{
	refused(400, $reason, $what, 'register', posted($body), type => $type, %with);
}

sub too_large ($reason, $what, $body, %with)
{
	refused(413, $reason, $what, 'register', posted($body), type => $type, %with);
}

my $abc = field('username', 'abc');
my $good = form($abc);
my %chunked = (env => { CONTENT_LENGTH => undef, HTTP_TRANSFER_ENCODING => 'chunked' });

# ---- the boundary ----

understood('abc', 'a form', $good);
understood('abc', "the type $_", $good, type => $_) for
	"Multipart/Form-Data; BOUNDARY=$boundary",
	qq(multipart/form-data; boundary="$boundary"),
	"multipart/form-data;charset=utf-8;boundary=$boundary",
	qq(multipart/form-data; x="; boundary=no"; boundary=$boundary; charset="UTF-8");
bad(qr/boundary|parameter/, "the type multipart/form-data$_", $good,
	type => "multipart/form-data$_") for
	'', ';', '; boundary', '; boundary=', '; boundary=""', qq(; boundary="$boundary),
	"; boundary=$boundary; boundary=$boundary", "; xboundary=$boundary", " boundary=$boundary",
	'; boundary=other';

# The good form with another boundary, and its type.
sub bounded ($by)
{
	return ($good =~ s/$boundary/$by/gr, type => qq(multipart/form-data; boundary="$by"));
}

understood('abc', "the boundary $_", bounded($_))
	for 'x' x 69, 'x' x 70, '-', "'()+_,-./:=?", 'a b';
bad(qr/boundary/, "the boundary $_", bounded($_))
	for 'x' x 71, 'x' x 5000, "b\xc3\xa9", "a\tb", "a\x7fb";
bad(qr/boundary/, 'no body', '');
bad(qr/boundary/, 'another boundary', $good =~ s/$boundary/other/gr);
bad(qr/rubbish behind/, 'a longer boundary', $good =~ s/$boundary/${boundary}X/gr);
bad(qr/boundary/, 'line feeds alone', $good =~ s/\r//gr);
bad(qr/boundary/, 'carriage returns alone', $good =~ s/\n//gr);
bad(qr/boundary/, 'an urlencoded body', 'username=abc');
understood('', 'a form without a part', form());
understood('abc', 'text before and behind',
	"a preamble\r\n--b0undar\r\n${good}an epilogue\r\n" . field('username', 'evil'));
understood('abc', 'space behind a boundary', $good =~ s/^(--$boundary)/$1 \t /r);

# ---- cut short: wherever it ends, it is refused, and nothing of it is believed ----

my $whole = length($good) - 2;
my @believed = grep {
	my $answer = ask('register', posted(substr $good, 0, $_), type => $type);

	faults($answer, $_ < $whole ? 400 : 200);
} 0 .. length $good;
is("@believed", '', 'a form that ends before its end');
bad(qr/without its last boundary/, 'no last boundary', "$abc--$boundary\r\n");
bad(qr/ended 1 bytes early/, 'a length of one more', $good,
	env => { CONTENT_LENGTH => 1 + length $good });
understood('abc', 'no length, but chunked', $good, %chunked);

# ---- parts ----

understood('b', 'two of a name: the last counts', form($abc, field('username', 'b')));
understood('abc', 'parts without a name', form($abc, part($disposition, 'x'), part('X: x', 'x')));
understood('', 'a part without headers', form("--$boundary\r\n\r\nabc\r\n"));
understood('', 'a header that is folded', form(part("$disposition;\r\n name=username", 'abc')));
understood('abc', "the header $_", form(part($_, 'abc'))) for
	'content-disposition: FORM-DATA; NAME="username"',
	'Content-Disposition:form-data;name="username"',
	"$disposition; name=username",
	qq($disposition; x=";name=no"; name="username"),
	qq(Content-Type: text/plain\r\n$disposition; name="username");
bad(qr/two/, 'two names', form(part(qq($disposition; name="username"; name="x"), 'abc')));
bad(qr/two/, 'two dispositions',
	form(part(qq($disposition; name="a"\r\n$disposition; name="b"), 'x')));
bad(qr/without an end/, 'a name without an end', form(part(qq($disposition; name="username), 'x')));
understood($_ =~ s/&/&amp;/gr, "the value $_", form(field('username', $_))) for
	"a\r\nb", "a\rb", "a\r\n--b0undar", "a\r\n\r\n--b0undarz", '--b0undary', '--', "a\r\n-",
	"\xc3\xa9\xf0\x9f\x98\x80", '%41+&=;';
bad(qr/not UTF-8/, 'bytes that are not UTF-8', form(field(@$_))) for
	[ username => "\xff" ], [ username => "\xed\xa0\x80" ], [ "a\xff", 'a' ];
like(understood('a', 'a NUL in a field', form(field('username', "a\0b")))->{body},
	qr/Null characters are not allowed\./, '... as an error of that field');
bad(qr/NUL/, 'a NUL in a header', form(field("user\0name", 'a')));
bad(qr/transfer encoding/, "the encoding '$_'",
	form(part(qq($disposition; name="username"\r\nContent-Transfer-Encoding: $_), 'YWJj')))
	for 'base64', 'BASE64', 'quoted-printable', 'x', '';
understood('abc', "the encoding $_",
	form(part(qq(Content-Transfer-Encoding: $_\r\n$disposition; name="username"), 'abc')))
	for '7bit', '8BIT', 'binary';

# ---- files: counted, and let go ----

understood('abc', "a file called $_", form($abc, file('username', 'evil', $_))) for
	'a.png', '', '../../x', 'C:\\x', '/tmp/..', '..&#x2F;x', "\xff", 'a\"b', '%00';
understood('abc', 'a file with filename*',
	form($abc, part(qq($disposition; name="username"; filename*=UTF-8''%ff%zz), 'evil')));
understood('abc', 'a file of any bytes', form($abc, file('image', join '', map { chr } 0 .. 255)));

# ---- limits ----

# A field whose headers, with the line end before them, have so many bytes.
sub headed ($bytes)
{
	my $start = qq($disposition; name="username"; x=");

	return part($start . 'x' x ($bytes - length($start) - 3) . '"', 'abc');
}

understood('abc', "headers of $_ bytes", form(headed($_))) for 2047, 2048;
bad(qr/headers/, "headers of $_ bytes", form(headed($_))) for 2049, 100_000;
bad(qr/headers/, 'a header without an end', "$abc--$boundary\r\n" . 'x' x 3_000_000);

my @fields = map { field("f$_", '') } 1 .. 999;
understood('abc', '1000 fields', form(@fields, $abc));
bad(qr/1000 fields/, '1001 fields', form(@fields, $abc, $abc));
my @files = map { file("f$_", 'x') } 1 .. 8;
understood('abc', '8 files', form(@files, $abc));
bad(qr/8 files/, '9 files', form(@files, $abc, file('f9', '')));

understood('abc', "fields of $_ bytes", form($abc, field('x', 'x' x ($_ - 3))))
	for 2621439, 2621440;
too_large(qr/fields of more/, 'fields of 2621441 bytes', form($abc, field('x', 'x' x 2621438)));
my $most = file('a', 'x' x 8_000_000);
understood('abc', "files of $_ bytes", form($abc, $most, file('b', 'x' x ($_ - 8_000_000))))
	for 8388607, 8388608;
too_large(qr/files of more/, 'files of 8388609 bytes', form($abc, $most, file('b', 'x' x 388609)));
my $all = $good . 'x' x (2621440 + 8388608 + 1048576 - length $good);
understood('abc', 'a body of the most bytes', $all);
too_large(qr/multipart form of/, '... and one more', $all . 'x');
too_large(qr/chunked multipart/, '... without a length', $all . 'x', %chunked);

# ---- a delimiter across two reads, and bytes that make a search start over ----

my $before = length($abc) + length(field('x', '')) - 2;
my @missed = grep {
	my $long = form($abc, field('x', 'x' x (65536 - $before - $_)), field('username', 'b'));

	ask('register', posted($long), type => $type)->{body} !~ /name="username"[^>]* value="b"/;
} -2 .. 120;
is("@missed", '', 'a delimiter may lie across two reads');
for my $piece ("\r", "\r\n", "\r\n--", "\r\n--b0undar", '-', "\0") {
	my $full = file('a', substr $piece x 8_388_608, 0, 8_388_608);
	my $answer = understood('abc', "8 MB of $piece", form($abc, $full));

	cmp_ok($answer->{seconds}, '<', 2, '... take no time');
}

done_testing;
