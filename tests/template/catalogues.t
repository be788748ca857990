#!/usr/bin/perl
# The catalogues hold every text of the sources, translated, and nothing else.
# Run from the root of the repository, after the templates were compiled to GENERATED.
# To bring the .po files up to date with the sources (then translate what is new):
#     UPDATE=1 perl tests/template/catalogues.t
use strict;
use warnings;
use File::Find qw(find);
use File::Temp qw(tempdir);
use Test::More;

my $generated = $ENV{GENERATED} // 'build/gen';
my $work = tempdir(CLEANUP => 1);
my $pot = "$work/warung.pot";
my @keywords = ((map { "--keyword=$_" } '', '_', 'N_', '_n:1,2'),
	(map { "--flag=$_" } qw(_:1:pass-c-format _n:1:pass-c-format _n:2:pass-c-format
		arena_printf:2:c-format buffer_printf:2:c-format)));
$ENV{LC_ALL} = 'C.UTF-8';

# What a program says; its exit status is in $?.
sub output {
	my $text = do { open my $pipe, '-|', "@_ 2>&1" or die "$_[0]: $!"; local $/; <$pipe> };
	return $text // '';
}

sub sources {
	my ($folder, $pattern) = @_;
	my @found;
	find({ no_chdir => 1, wanted => sub { push @found, $_ if /$pattern/ && -f } }, $folder)
	    if -d $folder;
	return @found;
}

my @sources = sort +(sources('common', qr/\.[ch]$/), sources('cgi-bin', qr/\.[ch]$/),
	sources($generated, qr/\.html\.c$/));
open my $list, '>', "$work/sources" or die "$work/sources: $!";
print {$list} "$_\n" for @sources;
close $list or die "$work/sources: $!";

my $said = output('xgettext --language=C --from-code=UTF-8 --force-po --sort-by-file --no-wrap',
	'--add-comments=TRANSLATORS --package-name=warung', @keywords, "-f $work/sources -o $pot");
is($said, '', 'the texts of the sources can be read') or BAIL_OUT('no texts');

for my $po (sort glob 'common/html/po/*.po') {
	output('msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap', $po, $pot)
	    if $ENV{UPDATE};
	is(output('msgfmt -c -o /dev/null', $po), '', "$po is well formed, and its formats match");
	is(output('msgcmp', $po, $pot), '', "$po translates every text, and guesses none");
	is(output('msgattrib --no-wrap --only-obsolete', $po), '', "$po holds no old text");
	is(output('msgcomm --no-wrap --unique --omit-header', $po, $pot), '',
		"$po holds the same texts as the sources");
}

done_testing();
