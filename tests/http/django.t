#!/usr/bin/perl
# django: Django's own serializers read what json and xml deliver, and write the same bytes.
# Skipped where Debian's python3-django is not installed.
use v5.36;
use FindBin;
use lib $FindBin::Bin;
use Cgi;

my $python = '/usr/bin/python3';

if (system("$python -c 'import django' 2>/dev/null") != 0) {
	say '1..0 # SKIP python3-django is not installed';
	exit;
}
shop_data();
query("INSERT INTO item (user_id, name, amount, description)
	SELECT user_id, name, stock, description FROM product WHERE name <> 'az'");
query("INSERT INTO item (user_id, name, amount, description) VALUES (1, 'x', 0, char(127, 0x2028) || '\"\\')");
my $siti = sign_in('siti');
for my $form (qw(json xml)) {
	spew("$Cgi::place/product.$form", ask($form)->{body});
	spew("$Cgi::place/item.$form", ask("$form/item", jar => $siti)->{body});
}
my $status = system $python, "$FindBin::Bin/with_django.py", "$Cgi::data/warung.db", 1, $Cgi::place;
exit($status != 0);
