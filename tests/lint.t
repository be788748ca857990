#!/usr/bin/perl
# The house keeps its shape: floors, the length of functions, the width of lines, and who may speak SQL.
use strict;
use warnings;
use Test::More;

my @floors = qw(base html http db model session auth visitor owner route);
my %floor = map { $floors[$_] => $_ } 0 .. $#floors;

sub lines {
	my ($file) = @_;
	open my $in, '<:utf8', $file or die "$file: $!";
	return <$in>;
}

sub report {
	my ($name, @faults) = @_;
	ok(!@faults, $name) or diag(join "\n", @faults);
}

my @library = glob 'common/*/*.{c,h,html}';
my @rooms = glob 'cgi-bin/*/*.{c,h,html}';
my @sources = (grep({ /\.[ch]$/ } @library, @rooms), glob('common/html/compiler/*.[ch] bin/*.c bin/*/*.[ch] tests/*/*.[ch]'));

# A folder of common/ includes only from itself and from the floors below it.
my @climbing;
for my $file (@library) {
	my ($own) = $file =~ m{^common/(\w+)/};
	for (lines($file)) {
		next unless m{(?:#include|\{% include) "(\w+)/};
		push @climbing, "$file: includes from $1" if !exists $floor{$1} || $floor{$1} > $floor{$own};
	}
}
report('a floor includes only from below', @climbing);

# A room of cgi-bin/ uses the library and itself, never another room.
my @visiting;
for my $file (@rooms) {
	my ($own) = $file =~ m{^cgi-bin/(\w+)/};
	push @visiting, map { "$file: includes from the room $_" }
		grep { -d "cgi-bin/$_" && $_ ne $own } map { m{include "(\w+)/} ? $1 : () } lines($file);
}
report('a room includes from no other room', @visiting);

# SQL lives in the model, and what makes a database in db; a route speaks none.
report('SQL only in model and db', grep { $_ !~ m{^common/(?:model|db)/} && grep {
	/"\s*(?:SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b/ } lines($_) } @library, @rooms);
report('sqlite3.h only in db', grep { $_ !~ m{^common/db/} && grep { /#include <sqlite3.h>/ } lines($_) } @library, @rooms);

# A route never writes a header or markup by itself.
report('no route prints', grep { my $file = $_; $file =~ /\.c$/ && grep { /\b(?:printf|puts|html_literal)\s*\(/ &&
	!/_printf\(/ } lines($file) } @rooms);

my @wide;
for my $file (@sources) {
	next if $file =~ /\.html\.[ch]$/;
	my $number = 0;
	for (lines($file)) {
		$number++;
		chomp;
		push @wide, "$file:$number: trailing white space" if /\s$/;
		1 while s/^(\t*)\t/$1        /;
		push @wide, "$file:$number: " . length($_) . ' columns' if length($_) > 100;
	}
}
report('lines end at their last letter, within 100 columns', @wide);

# Universal ctags knows where a function begins and ends.
my @long;
open my $tags, '-|', qw(ctags --languages=C --kinds-C=f --fields=ne -o -), grep({ /\.c$/ && !/\.html\.c$/ } @sources)
	or die "ctags: $!";
while (<$tags>) {
	my ($name, $file, $line, $end) = /^(\S+)\t(\S+)\t.*line:(\d+)\s+end:(\d+)/ or next;
	push @long, "$file:$line: $name has " . ($end - $line + 1) . ' lines' if $end - $line + 1 > 60;
}
close $tags or die "ctags failed";
report('no function over 60 lines', @long);

done_testing;
