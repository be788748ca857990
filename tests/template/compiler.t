#!/usr/bin/perl
# The template compiler: what it writes, what it refuses, and what the C compiler then refuses.
# Run from the root of the repository; TEMPLATE names the compiler, CC the C compiler.
# To accept what it writes now as right:  ACCEPT=1 perl tests/template/compiler.t
use strict;
use warnings;
use File::Basename qw(basename);
use File::Temp qw(tempdir);
use Test::More;

my $template = $ENV{TEMPLATE} // 'build/tool/template';
my $cc = $ENV{CC} // 'cc';
my $here = 'tests/template';
my $work = tempdir(CLEANUP => 1);
my @strict = qw(-std=gnu17 -Wall -Wextra -Wformat=2 -Wconversion -Wshadow -Wstrict-prototypes
    -Wmissing-prototypes -Werror);
my @include = ("-I$here/stub", '-Icommon', "-I$work");
# Text-domain and language of messages must not depend on who runs the test.
$ENV{LC_ALL} = 'C.UTF-8';

sub contents {
	my ($path) = @_;
	open my $file, '<', $path or return '';
	local $/;
	return scalar <$file> // '';
}

sub write_file {
	my ($path, $text) = @_;
	open my $file, '>', $path or die "$path: $!";
	print {$file} $text;
	close $file or die "$path: $!";
}

# Run a program: its exit status, standard output and standard error.
sub run {
	my @command = @_;
	my $pid = fork // die "fork: $!";
	if ($pid == 0) {
		open STDOUT, '>', "$work/stdout" or die;
		open STDERR, '>', "$work/stderr" or die;
		exec @command or exit 127;
	}
	waitpid $pid, 0;
	return ($?, contents("$work/stdout"), contents("$work/stderr"));
}

# Compile a template to $work/NAME.html.{c,h}.
sub compile {
	my ($html) = @_;
	my $name = basename($html);
	return run($template, $html, "$work/$name.c", "$work/$name.h");
}

sub same_as_file {
	my ($got, $path, $what) = @_;
	write_file($path, $got) if $ENV{ACCEPT};
	is($got, contents($path), $what);
}

for my $html (sort glob "$here/*.html") {
	my $name = basename($html);
	my ($status, $out, $err) = compile($html);
	is("$status$out$err", '0', "$html is accepted in silence");
	same_as_file(contents("$work/$name.$_"), "$html.$_", "$html becomes $name.$_") for qw(c h);
	($status, $out, $err) = run($cc, @strict, @include, '-fsyntax-only', "$work/$name.c");
	is("$status$err", '0', "$name.c compiles without a warning");
}

for my $html (sort glob "$here/refused/*.html") {
	my $name = basename($html);
	write_file("$work/$name.$_", 'stale') for qw(c h);
	my ($status, $out, $err) = compile($html);
	is($status >> 8, 1, "$html is refused") or diag($err);
	same_as_file($err, $html =~ s/\.html$/.err/r, "$name: the message");
	ok(!-e "$work/$name.c" && !-e "$work/$name.h", "$name: no output is left");
}

# What only the C compiler can see: it must name the template and, in all of these, its line 2.
for my $html (sort glob "$here/mistyped/*.html") {
	my $name = basename($html);
	my ($status, $out, $err) = compile($html);
	is($status, 0, "$html is accepted by the template compiler") or diag($err);
	($status, $out, $err) = run($cc, @strict, @include, '-fsyntax-only', "$work/$name.c");
	isnt($status, 0, "$name is refused by the C compiler");
	like($err, qr/^\Q$html\E:2:\d+: (fatal error|error|note): /m, "$name: it names the line");
}

# The page as a browser gets it, with text that tries to break out.
my @runtime = ('common/html/html.c', map { "common/base/$_.c" } qw(arena buffer fail instant money));
my ($status, $out, $err) = run($cc, '-std=gnu17', @include, '-o', "$work/show", "$here/stub/show.c",
	"$work/product.html.c", @runtime);
is("$status$err", '0', 'the page of product.html can be shown');
($status, $out, $err) = run("$work/show");
same_as_file($out, "$here/product.shown", 'it shows what it should');

# Texts are found in what was compiled, under the template's name.
my @xgettext = qw(xgettext --from-code=UTF-8 --keyword=_ --no-wrap -o -);
($status, $out, $err) = run(@xgettext, "$work/product.html.c");
like($out, qr{^#: \Q$here\E/product\.html:14\nmsgid "No notes\."$}m, 'xgettext names its line');

($status, $out, $err) = run($template);
is($status >> 8, 2, 'without arguments it says how it is used');
like($err, qr/^usage: template /, 'on standard error');
($status, $out, $err) = compile("$here/missing.html");
is($status >> 8, 1, 'a missing template is an error');
like($err, qr{^\Q$here\E/missing\.html: No such file}, 'which is named');
($status, $out, $err) = run($template, "$here/product.html", "$work/none/a.c", "$work/none/a.h");
is($status >> 8, 1, 'a missing directory for the output is an error');

done_testing();
