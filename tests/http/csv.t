#!/usr/bin/perl
# csv and import: what a member sells or keeps as a table, out and in again.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;
use Test::More;

use constant { TEA => '11111111-2222-4333-8444-555555555555', AVOCADO => '22222222-2222-4333-8444-555555555555',
	COFFEE => '44444444-2222-4333-8444-555555555555', NONE => '99999999-2222-4333-8444-555555555555' };

# The options of a POST that sends a table as a file, with other fields beside it.
sub file ($jar, $table, %fields)
{
	my $part = "--B\r\nContent-Disposition: form-data; name=";
	my $body = join '', map { qq($part"$_"\r\n\r\n$fields{$_}\r\n) } sort keys %fields;

	return (jar => $jar, trusted => 1, type => 'multipart/form-data; boundary=B',
		body => $body . qq($part"file"; filename="a.csv"\r\n\r\n$table\r\n--B--\r\n));
}

# ... as text, as a browser sends it on from the preview.
sub pasted ($jar, $table, %fields)
{
	return (jar => $jar, trusted => 1, body => urlencoded(csv => $table, %fields));
}

# What a browser makes of a table between two pages.
sub carried ($page)
{
	my ($text) = $page->{body} =~ /name="csv" value="([^"]*)"/ or return undef;
	my %letter = (lt => '<', gt => '>', quot => '"', amp => '&', '#x27' => "'");

	return $text =~ s/&([^;]+);/$letter{$1}/gr =~ s/\r?\n|\r/\r\n/gr;
}

# previews COUNTS, WHAT, JAR, TABLE: "new changed same bad".
sub previews ($counts, $what, $jar, $table, $route = 'import')
{
	my $page = served(200, $what, $route, file($jar, $table));
	my ($found) = $page->{body} =~ m{<p>New: (\d+\. Changed: \d+\. Already so: \d+\. With mistakes: \d+)\.</p>};

	is(($found // 'no preview') =~ s/[^\d]+/ /gr, $counts, "... counts $counts");
	return $page;
}

# imports COUNTS, WHAT, JAR, TABLE: it is taken, and the next page says so.
sub imports ($counts, $what, $jar, $table, $route = 'import')
{
	my $message = sprintf 'Imported. New: %d. Changed: %d. Already so: %d. With mistakes: %d.', split / /, $counts;
	my $list = $route eq 'import' ? 'list' : 'inventory';
	my $answer = served(303, $what, $route, file($jar, $table, action => 'import'));

	is(header($answer, 'Location'), "/$list", "... leads to $list");
	like(ask($list, jar => $jar)->{body}, qr{<li class="\w+">\Q$message\E</li>}, "... and is told: $message");
}

# says TEXT, WHAT, JAR, TABLE: the form is shown again, and says so at the file.
sub says ($text, $what, $jar, $table, $route = 'import')
{
	my $page = served(200, $what, $route, file($jar, $table));

	like($page->{body}, qr{<ul class="errorlist" id="id_file_error">\s*<li>\Q$text\E</li>}, '... and is told why');
	return $page;
}

# blames REASON, WHAT, ROW: a row below "name,price,stock,category,available" has this mistake.
my $siti;
sub blames ($reason, $what, $row)
{
	my $page = previews('0 0 0 1', $what, $siti, "name,price,stock,category,available\n$row\n");

	like($page->{body}, qr{<td data-label="What is wrong">\Q$reason\E</td>}, '... which is told');
	unlike($page->{body}, qr/value="import"/, '... and there is nothing to import');
}

sub export ($jar, $route = 'csv') { return served(200, $route, $route, jar => $jar)->{body} }
sub without_ids ($table) { return $table =~ s/^[\da-f-]{36},|^\d+,//gmr }
sub forget ($whose) { query("PRAGMA foreign_keys = on; DELETE FROM product WHERE $whose") }
sub ledger () { return scalar query('SELECT count(*) FROM stock_change') }

sub is_sound ($what)
{
	is(query('SELECT count(*) FROM product WHERE stock <> (SELECT coalesce(sum(quantity), 0) FROM stock_change
		WHERE product_seq = seq)'), 0, $what);
}

my $MARK = "\xEF\xBB\xBF";
my $no_id = 'This is not an id. Leave the cell empty to add something new.';
my $HEADER = "id,name,price,description,stock,category,available\r\n";

shop_data();
$siti = sign_in('siti');
my $budi = sign_in('budi');

# ---- out ----

is(header(served(302, 'a guest', $_), 'Location'), "/login?next=/$_", '... has to sign in')
	for qw(csv csv/item import import/item);
refused(404, qr/no table/, 'another table', 'csv/order', jar => $siti);
refused(404, qr/nothing to import/, 'another import', 'import/order', jar => $siti);
refused(404, qr/no such path/, 'a longer path', 'csv/item/1', jar => $siti);
refused(405, qr/method/, 'nothing is sent to csv', 'csv', jar => $siti, trusted => 1, body => '');

my $answer = served(200, 'an export', 'csv', jar => $siti);
my $tea = "@{[TEA]},\"Tea & \"\"Milk\"\" <b>é'</b>\",15000,\"line1\nline2\ttab \r\nend ]]>  / \\ 😀\",3,,1\r\n";
my $exported = $answer->{body};
is(header($answer, 'Content-Type'), 'text/csv; charset=utf-8; header=present', '... is a table');
like(header($answer, 'Content-Disposition'), qr/\Aattachment; filename="products-\d{4}-\d\d-\d\d\.csv"\z/,
	'... to be saved with its day');
like(header($answer, 'Cache-Control'), qr/no-store/, '... which no cache keeps');
is($exported, "$MARK${HEADER}33333333-2222-4333-8444-555555555555,Kue rahasia,999999999999,Belum dijual.,2147483647,Kue,0\r\n"
	. "@{[AVOCADO]},Alpukat 100% mentega,29000,,0,Buah,1\r\n$tea", '... with all of the own products');
is(export($siti, 'csv/item'), "${MARK}id,name,amount,description,threshold\r\n", 'no items are a header');
forget('user_id = 3');
is(export(sign_in('tono')), $MARK . $HEADER, 'and so are no products');

# ---- in again, and nothing changes ----

my $rows = ledger();
my $page = previews('0 0 3 0', 'an export that comes back', $siti, $exported);
my %sent = pasted($siti, carried($page), action => 'import');
is(header(served(303, '... from the preview', 'import', %sent), 'Location'), '/list', '... is taken');
is(export($siti), $exported, '... and changes nothing');
is(ledger(), $rows, '... not even the ledger');
previews('0 0 3 0', 'as a spreadsheet saves it', $siti,
	$exported =~ s/,(29|15)000,/,$1.000,/gr =~ s/,1\r/,TRUE\r/gr);

# Somebody else gets all of it, with ids of his own.
forget('user_id = 2');
imports('3 0 0 0', "somebody else's export", $budi, $exported);
is(without_ids(export($budi)), without_ids($exported), '... is equal but for the ids');
is(export($siti), $exported, '... and nothing of the owner was touched');
my ($stolen) = export($budi) =~ /^([\da-f-]{36}),Alpukat/m;
isnt($stolen, AVOCADO, '... whose ids stay hers');
is_sound('stocks are the sums of their ledgers');

# ---- what changes ----

$page = previews('1 1 0 0', 'a changed and a new one', $siti,
	"ID , Price, NAME,colour,stock\n\U@{[AVOCADO]}\E,30.000,Alpukat,green,4\n,1000,<script>Teh</script>,red,\n");
like($page->{body}, qr{Unknown columns, which are left out: colour}, '... names what it does not know');
like($page->{body}, qr{<th scope="row">&lt;script&gt;Teh&lt;/script&gt;</th>\s*<td[^>]*>Rp1,000</td>},
	'... shows what it read, inert');
unlike($page->{body}, qr/<script/, '... nowhere else');
is(export($siti), $exported, '... and has changed nothing');

$rows = ledger();
imports('0 1 0 0', 'a row', $siti, "id,name,price\n@{[AVOCADO]},Alpukat besar,30000\n");
is(query("SELECT name, price, description, stock, category, available FROM product WHERE id = '@{[AVOCADO]}'"),
	'Alpukat besar|30000||0|Buah|1', '... changes only what the table speaks of');
is(ledger(), $rows, '... and no stock');
imports('0 1 0 0', 'a stock', $siti, "id,name,price,stock\n@{[AVOCADO]},Alpukat besar,30000,12\n");
is(query("SELECT quantity, reason, made_by FROM stock_change c JOIN product ON seq = product_seq
	WHERE id = '@{[AVOCADO]}' ORDER BY number DESC"), '12|count|siti', '... is counted');
imports('0 1 0 1', 'a good and a bad row', $siti,
	"id,name,price\n@{[AVOCADO]},Alpukat,30000\n@{[TEA]},,1\n");
is(query("SELECT group_concat(name, '/') FROM (SELECT name FROM product WHERE user_id = 1 AND available = 1
	ORDER BY seq)"), qq(Tea & "Milk" <b>é'</b>/Alpukat), '... takes the good one only');
imports('1 0 0 0', 'the id of a stranger', $siti, "id,name,price\n@{[COFFEE]},Kopi,1\n");
imports('1 0 0 0', 'the id of nothing', $siti, "id,name,price\n@{[NONE]},Susu,1\n");
is(query("SELECT count(*) FROM product WHERE name IN ('Kopi', 'Susu') AND user_id = 1
	AND id NOT IN ('@{[COFFEE]}', '@{[NONE]}')"), 2, '... are new ones, with ids of ours');
imports('0 1 1 1', 'all kinds of rows', $siti, "id,name,price\n@{[TEA]},Teh,15000\n@{[AVOCADO]},Alpukat,30000\n,,1\n");
query("UPDATE product SET name = 'Tea & \"Milk\" <b>é''</b>' WHERE id = '@{[TEA]}'");
for (qw(abc 7 =7), TEA . '0') {
	$page = previews('0 0 1 1', "the id $_", $siti, "id,name,price\n$_,Gula,1\n@{[AVOCADO]},Alpukat,30000\n");
	like($page->{body}, qr{<td data-label="What is wrong">\Q$no_id\E</td>}, '... which is none, is a mistake');
}
previews('1 0 0 0', 'an id of white space', $siti, "id,name,price\n \t ,Gula,1\n");
previews('0 1 0 1', 'an id twice', $siti, "id,name,price\n@{[AVOCADO]},a,1\n\U@{[AVOCADO]}\E,b,1\n");
previews('2 0 0 0', 'no id twice', $siti, "id,name,price\n,a,1\n,a,1\n");
is_sound('stocks are still the sums of their ledgers');

for ([ 1 => qw(1 yes YES Ya true TRUE), '', ' ' ], [ 0 => qw(0 no Tidak FALSE) ]) {
	my ($available, @words) = @$_;

	forget("name = 'x'");
	imports(@words . ' 0 0 0', 'all words for ' . $available, $siti,
		join "\n", 'name,price,available', map { "x,1,$_" } @words);
	is(query("SELECT count(*) FROM product WHERE name = 'x' AND available = $available"), scalar @words,
		'... are understood');
}

# ---- tables of all kinds ----

sub reads ($what, $table, $wanted)
{
	forget('user_id = 2');
	imports('1 0 0 0', $what, $budi, $table);
	is(without_ids(export($budi)), $MARK . substr($HEADER, 3) =~ s/^/id,/r . $wanted, '... is understood');
}

reads('Excel in Indonesia', "${MARK}Nama;Harga;Stok;Tersedia;Kategori;Deskripsi\r\nKopi;12.500;3;ya;Minuman;\"a;b\"\r\n;;;;;\r\n",
	"Kopi,12500,\"a;b\",3,Minuman,1\r\n");
reads('LibreOffice', "\"name\",\"price\",\"description\"\n\"Kopi \"\"Gayo\"\"\",48000,\"two\nlines\"\n",
	qq("Kopi ""Gayo""",48000,"two\nlines",0,,1\r\n));
reads('tabs', "price\tname\tstock\r1,000\t Teh \t007", "Teh,1000,,7,,1\r\n");
reads('Excel with a separator that is named', "${MARK}sep=;\r\nname;price;description\r\nTeh;5;a,b,c,d\r\n",
	"Teh,5,\"a,b,c,d\",0,,1\r\n");
reads('wide formulas', "name,price,description\n＝1+1,1,＠x\n", "'＝1+1,1,'＠x,0,,1\r\n");
reads('formulas', qq(name,price,description\n"'=HYPERLINK(""http://evil"")",1,'+1\n),
	qq("'=HYPERLINK(""http://evil"")",1,'+1,0,,1\r\n));
is(query("SELECT name FROM product WHERE user_id = 2"), '=HYPERLINK("http://evil")', '... whose guard is no part of them');
reads('an unguarded formula', "name,price\n=1+1,1\n", "'=1+1,1,,0,,1\r\n");

# ---- what is wrong with rows ----

blames('Name: This field is required.', 'no name', ',1,,,');
blames('Price: This field is required.', 'no price', 'a,,,,');
blames('Price: Enter a whole number.', 'half a rupiah', 'a,12.5,,,');
blames('Price: Ensure this value is greater than or equal to 0.', 'a negative price', 'a,-1,,,');
blames('Stock: Ensure this value is greater than or equal to 0.', 'a negative stock', 'a,1,-1,,');
blames('Stock: Ensure this value is less than or equal to 2147483647.', 'too much', 'a,1,2147483648,,');
blames('State: Select a valid choice. maybe is not one of the available choices.', 'a word', 'a,1,,,maybe');
blames('Name: Ensure this value has at most 255 characters (it has 256).', 'a long name', ('é' x 256) . ',1,,,');
blames('Name: This field is required. Price: Enter a whole number.', 'two mistakes', ',x,,,');
blames('There are more cells than columns. A cell with a separator in it must stand in quotes.',
	'a comma too many', 'a,1,2,b,1,c');
previews('1 0 0 0', 'empty cells at the end', $siti, "name,price\na,1,,,\n");
previews('1 0 0 0', 'too few cells', $siti, "name,price,description,stock\na,1\n");

# ---- what is wrong with tables ----

my $none = 'The first line must name the columns. These are missing:';
says('The submitted file is empty.', 'an empty file', $siti, '');
says('The submitted file is empty.', 'blank lines', $siti, "$MARK\r\n;;\r\n\r\n");
says('There is nothing below the names of the columns.', 'only a header', $siti, "name,price\r\n");
says("$none price", 'no prices', $siti, "name,harg\na,1\n");
says("$none name, price", 'no header', $siti, "Kopi,12000\nTeh,500\n");
says("$none amount", 'products among items', $siti, "name,price\na,1\n", 'import/item');
says('The column “Harga” is there twice.', 'two prices', $siti, "name,price,Harga\na,1,2\n");
says('This file is UTF-16. Please save it as “CSV UTF-8”.', 'UTF-16', $siti, "\xFF\xFEn\0a\0");
says('This is not a text in UTF-8. Please save the table as “CSV UTF-8”.', $_->[0], $siti, $_->[1])
	for [ 'Latin-1' => "name,price\ncaf\xE9,1\n" ], [ 'a picture' => "\x89PNG\r\n\x1A\n\0\0\0\rIHDR" ];
says('The quotation mark in line 2 is never closed.', 'an open quote', $siti, "name,price\n\"a,1\nb,2\n");
says('Line 2 has more than 50 columns.', 'many columns', $siti, "name,price\na,1" . ',' x 50 . "\n");
says('The table has more than 10000 rows. Please cut it into several.', 'many rows', $siti,
	"name,price\n" . "a,1\n" x 10001);
says('The table is larger than 2 MB. Please cut it into several.', '2.1 MiB', $siti,
	"name,price\n" . ('a' x 255 . ",1\n") x 8600);
says('The table is larger than 2 MB. Please cut it into several.',
	'as much, when a browser has sent its line ends back as two bytes', $siti,
	"name,price,description\na,1,\"" . "x\n" x 800_000 . "\"\n");
like(ask('import', pasted($siti, 'name,price,' . 'é' x 30_000 . "\n" . "a,x\n" x 10_000,
	action => 'rejected'))->{body}, qr/(?:\na,x,[^\n]+){10000}\r?\n?\z/,
	'many mistakes below a long name of a column are given back in time');
like(served(200, 'nothing at all', 'import', jar => $siti, trusted => 1, body => '')->{body},
	qr{Choose a file, or paste a table below\.}, '... is not enough');
$page = served(200, 'a bad table that was pasted', 'import', pasted($siti, "</textarea>\n<b>"));
like($page->{body}, qr{&lt;/textarea&gt;\n&lt;b&gt;</textarea>}, '... is there again');
like($page->{body}, qr{id="id_csv_error">\s*<li>\Q$none}, '... with what is wrong');
served(200, 'a NUL', 'import', pasted($siti, "name,price\n\0,1\n"));
refused(400, qr/no such action/, 'another action', 'import', pasted($siti, "name,price\na,1\n", action => 'x'));
refused(403, qr/CSRF|token/i, 'a forged import', 'import', pasted($siti, "name,price\na,1\n", action => 'import'),
	trusted => 0);

# ---- what is given back ----

my $mixed = "name;harga;note\r\nTeh;1000;ok\r\n\"-2;3\";x;=1\r\n;5;\"a\"\"b\"\r\n";
$page = previews('1 0 0 2', 'good and bad rows', $siti, $mixed);
like($page->{body}, qr{<button type="submit" name="action" value="import" class="primary">Import 1 row</button>},
	'... one can be taken');
like($page->{body}, qr{value="rejected">Download the 2 rows with mistakes</button>}, '... two can be given back');
$answer = served(200, '... as a table', 'import', pasted($siti, carried($page), action => 'rejected'));
like(header($answer, 'Content-Disposition'), qr/filename="mistakes-[\d-]+\.csv"/, '... to be saved');
is($answer->{body}, "${MARK}name,harga,note,reason\r\n\"'-2;3\",x,'=1,Price: Enter a whole number.\r\n"
	. ",5,\"a\"\"b\",Name: This field is required.\r\n", '... as they were, with the reason');
$page = previews('0 0 0 2', '... which comes back', $siti, $answer->{body});
unlike($page->{body}, qr/left out: .*reason/, '... where the reason is no unknown column');
is(served(200, '... and goes again', 'import', file($siti, $answer->{body}, action => 'rejected'))->{body},
	$answer->{body}, '... has one reason');
is(served(200, 'a row that is too wide', 'import', file($siti, "name,price\na,1,2\n,3\n", action => 'rejected'))->{body}
	=~ s/There.*(?=\r)/WHY/r, "${MARK}name,price,,reason\r\na,1,2,WHY\r\n,3,,Name: This field is required.\r\n",
	'... keeps all its cells');

my $formulas = "name,price,description%s\r\n'＝1,x,\"'\n=1\"%s\r\n'＋1,x,'－1%s\r\n'＠1,x,''＝%s\r\n";
my $rejected = sprintf $MARK . $formulas, ',reason', (',Price: Enter a whole number.') x 3;
is(served(200, 'formulas with mistakes', 'import', file($siti, sprintf($formulas, ('') x 4), action => 'rejected'))->{body},
	$rejected, '... are guarded there, too');
is(served(200, '... and read from there', 'import', file($siti, $rejected, action => 'rejected'))->{body}, $rejected,
	'... are the same');

# ---- items ----

imports('2 0 0 0', 'items', $siti, "nama;jumlah;batas;deskripsi\nGula;5;10;\nKecap;007;;manis\n", 'import/item');
my $items = export($siti, 'csv/item');
is(without_ids($items), "${MARK}id,name,amount,description,threshold\r\nGula,5,,10\r\nKecap,7,manis,0\r\n",
	'... are kept, in their order');
previews('0 0 2 0', 'their export', $siti, $items, 'import/item');
imports('2 0 0 0', "... at somebody else's", $budi, $items, 'import/item');
is(without_ids(export($budi, 'csv/item')), without_ids($items), '... is equal');
is(export($siti, 'csv/item'), $items, '... and leaves the owner alone');
my ($sugar) = $items =~ /^(\d+),Gula/m;
$page = previews('0 1 0 1', 'an id twice', $siti, "id,name,amount\n$sugar,Gula,6\n0$sugar,Gula,7\n", 'import/item');
like($page->{body}, qr{This id is in line 2 already\.}, '... is told');
imports('0 1 0 0', 'an amount', $siti, "id,name,amount\n$sugar,Gula,6\n", 'import/item');
is(query("SELECT name, amount, threshold FROM item WHERE id = $sugar"), 'Gula|6|10', '... changes nothing else');

$page = previews('0 0 0 1', "a product's id", $siti, "id,name,amount\n@{[TEA]},Teh,1\n", 'import/item');
like($page->{body}, qr{<td data-label="What is wrong">\Q$no_id\E</td>}, '... is none of an item');

# ---- what changes between the preview and the import ----

sub seen ($page) { return ($page->{body} =~ /name="seen" value="([^"]*)"/)[0] // 'nothing' }
sub confirms ($jar, $page) { return pasted($jar, carried($page), action => 'import', seen => seen($page)) }
sub stock () { return scalar query("SELECT stock FROM product WHERE id = '@{[AVOCADO]}'") }

# What a sale does to the database.
my $sale = "UPDATE product SET stock = stock - 2 WHERE id = '@{[AVOCADO]}';
	INSERT INTO stock_change (product_seq, number, quantity, reason, made, made_by) SELECT seq, (SELECT max(number) + 1
	FROM stock_change WHERE product_seq = seq), -2, 'sale', 0, '' FROM product WHERE id = '@{[AVOCADO]}';";

sub looks_again ($what, $counts, $page)
{
	like($page->{body}, qr{role="alert"><p>Nothing was imported: something has changed since this page was made\. Please look again\.</p>},
		"$what is told");
	like($page->{body}, qr{<p>New: \d+\. Changed: $counts\. Already so: \d+\.}, '... with what would change now');
	return $page;
}

sub in_the_meantime ($what, $route, $page, $sql, $changed)
{
	query($sql);
	my $again = served(200, $what, $route, confirms($siti, $page));
	looks_again('... which', $changed, $again);
	return $again;
}

$exported = export($siti);
$page = previews('0 0 ' . query('SELECT count(*) FROM product WHERE user_id = 1') . ' 0', 'a look', $siti, $exported);
unlike($page->{body}, qr/something has changed/, '... is no second one');
$rows = ledger();
my $before = stock();
my $again = in_the_meantime('a sale before the import', 'import', $page, $sale, 1);
is(stock(), $before - 2, '... and the sale stands');
is(ledger(), $rows + 1, '... alone in the ledger');
is(header(served(303, '... until the new page is confirmed', 'import', confirms($siti, $again)), 'Location'), '/list',
	'... and taken');
is(stock(), $before, '... with the stock of the table');

$page = previews('0 1 0 0', 'a new name', $siti, "id,name,price\n@{[AVOCADO]},Alpukat super,30000\n");
in_the_meantime('a price before the import', 'import', $page, "UPDATE product SET price = 31000 WHERE id = '@{[AVOCADO]}'", 1);
$page = previews('0 1 0 0', 'a name again', $siti, "id,name,price\n@{[AVOCADO]},Alpukat super,30000\n");
served(303, '... without a change in between', 'import', confirms($siti, $page));
is(query("SELECT name FROM product WHERE id = '@{[AVOCADO]}'"), 'Alpukat super', '... is taken');
refused(403, qr/CSRF|token/i, 'seen, and forged', 'import', confirms($siti, $page), trusted => 0);

$page = previews('0 0 1 0', 'an item', $siti, "id,name,amount\n$sugar,Gula,6\n", 'import/item');
in_the_meantime('an adjustment', 'import/item', $page, "UPDATE item SET amount = 4 WHERE id = $sugar", 1);
is(query("SELECT amount FROM item WHERE id = $sugar"), 4, '... and stands');

# Somebody who writes, until `release` has him commit.
sub writer ()
{
	open my $writer, '|-', 'sqlite3', '-bail', "$Cgi::data/warung.db" or die "sqlite3: $!";
	$writer->autoflush;
	print $writer "BEGIN IMMEDIATE; INSERT INTO setting VALUES ('held', '1');\n";
	select undef, undef, undef, 0.02 until -e "$Cgi::data/warung.db-journal";
	return $writer;
}

sub release ($writer, $sql = '')
{
	print $writer "$sql DELETE FROM setting; COMMIT;\n";
	close $writer or die "sqlite3 failed: $sql\n";
}

# Judging takes no lock: what is written until the import writes is seen.
sub between ($route, $sql, %with)
{
	my $writer = writer();
	my $run = begin($route, %with);

	select undef, undef, undef, 0.7;
	release($writer, $sql);
	return end($run);
}

my $writer = writer();
served(303, 'while somebody writes, what changes nothing', 'import', file($siti, export($siti), action => 'import'));
release($writer);

my $table = "id,name,price\n@{[AVOCADO]},Alpukat %s,30000\n";
$before = stock();
judge(between('import', $sale, file($siti, sprintf($table, 'baru'), action => 'import')), 303, undef,
	'a sale while a table is imported');
is(query("SELECT name, stock FROM product WHERE id = '@{[AVOCADO]}'"), 'Alpukat baru|' . ($before - 2), '... stands');
is_sound('... in the ledger, too');
$page = previews('0 1 0 0', 'a look at it', $siti, sprintf $table, 'lama');
looks_again('... and when the page was seen, it', 1,
	judge(between('import', $sale, confirms($siti, $page)), 200, undef, 'another sale'));
is(query("SELECT name, stock FROM product WHERE id = '@{[AVOCADO]}'"), 'Alpukat baru|' . ($before - 4),
	'... and nothing is imported');
judge(between('import', "DELETE FROM product WHERE id = '@{[TEA]}';",
	file($siti, "id,name,price\n@{[TEA]},Teh baru,1\n", action => 'import')), 303, undef, 'what is deleted meanwhile');
is(query("SELECT count(*) FROM product WHERE name = 'Teh baru' AND id <> '@{[TEA]}'"), 1, '... is new again');

# ---- all or nothing ----

query("CREATE TRIGGER broken BEFORE INSERT ON product WHEN new.name = 'Teh' BEGIN SELECT RAISE(ABORT, 'broken'); END");
$exported = export($siti);
refused(500, qr/broken/, 'a failure in the middle', 'import',
	file($siti, "id,name,price\n@{[AVOCADO]},Pepaya,1\n,Teh,1\n,Susu,1\n", action => 'import'));
is(export($siti), $exported, '... leaves everything as it was');
query('DROP TRIGGER broken');

# ---- prices with cents ----

query("INSERT INTO setting VALUES ('currency_decimals', '2')");
forget('user_id = 2');
imports('2 0 0 0', 'dollars', $budi, "name;price\nTea;12,5\nMilk;1.250\n");
like(without_ids(export($budi)), qr/^Tea,12\.50,.*^Milk,1250\.00,/ms, '... go out as they came in');
previews('0 0 2 0', '... and come back', $budi, export($budi));
my ($dollars) = export($budi) =~ /^([\da-f-]{36}),Tea/m;
like(served(200, 'the form', $_, jar => $budi)->{body}, qr{>For example 12\.50</p>}, '... has an example with them')
	for 'add_product', "edit_product/$dollars";
query("DELETE FROM setting");

# ---- much ----

sub quickly ($what, $answer) { cmp_ok($answer->{seconds}, '<', 6, "$what: $answer->{seconds} s") }

forget('user_id = 2');
my $many = "nama;harga;stok;kategori;deskripsi\r\n" . join '', map {
	"Barang $_;" . $_ % 50 * 500 . ";$_;Kategori " . $_ % 300 . ";Dari pasar\r\n" } 1 .. 10000;
quickly('a preview of 10,000', previews('10000 0 0 0', '10,000 rows', $budi, $many));
quickly('an import', served(303, '... are taken', 'import', file($budi, $many, action => 'import')));
$exported = export($budi);
is(() = $exported =~ /\n/g, 10001, '... go out again');
$rows = ledger();
quickly('no change', served(303, '... and in', 'import', file($budi, $exported, action => 'import')));
is(ledger(), $rows, '... without a change');
quickly('changes', served(303, '... and all changed', 'import',
	file($budi, $exported =~ s/Dari pasar,(\d+)/Dari kota,1$1/gr, action => 'import')));
is(query("SELECT count(*) FROM product WHERE user_id = 2 AND description = 'Dari kota' AND stock >= 10"), 10000,
	'... are changed');
is_sound('and every stock is the sum of its ledger');

done_testing;
