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
spew("$Cgi::place/$_", ask($_)->{body}) for 'json', 'xml';
my $status = system $python, "$FindBin::Bin/with_django.py", "$Cgi::data/warung.db",
	"$Cgi::place/json", "$Cgi::place/xml";
exit($status != 0);
