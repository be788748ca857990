#!/usr/bin/perl
# fuzz: libFuzzer on every target, SECONDS (60) each, two at a time.  What it found worth keeping stays in
# BUILD/fuzz/corpus for the next run; what went wrong is a file to be given to BUILD/check/replay/TARGET.
use v5.36;
use FindBin;
use File::Path 'make_path';
use File::Temp 'tempdir';
use Test::More;

my $place = ($ENV{BUILD} // 'build') . '/fuzz';
my $seconds = $ENV{SECONDS} // 60;
my $at_once = 2;

# Bytes of an input: more where a form is long, fewer where the work grows faster than the input.
my %longest = (cookie => 1024, csv => 4096, urlencoded => 4096, multipart => 4096, session => 2048, signed => 128, picture => 2048);

# Session files lie in memory: a disk would be what is tested.
$ENV{TMPDIR} = tempdir(DIR => -w '/dev/shm' ? '/dev/shm' : undef, TMPDIR => 1, CLEANUP => 1);

my %running;   # process => target
$SIG{INT} = $SIG{TERM} = sub { kill TERM => keys %running; exit 1 };

sub begin ($target)
{
	my $corpus = "$place/corpus/$target";
	my $seeds = "$FindBin::Bin/corpus/$target";

	make_path($corpus);
	defined(my $process = fork) or die "fork: $!";
	if ($process == 0) {
		open STDERR, '>', "$place/$target.log" or die "$target.log: $!";
		open STDOUT, '>&', *STDERR or die "standard output: $!";
		exec "$place/fuzzer/$target", "-max_total_time=$seconds", "-max_len=$longest{$target}",
			'-timeout=10', '-rss_limit_mb=1024', '-print_final_stats=1',
			"-dict=$FindBin::Bin/$target.dict", "-artifact_prefix=$place/$target-", $corpus, $seeds;
		die "$target: $!";
	}
	$running{$process} = $target;
}

# A fuzzer that tried next to nothing has not passed.
sub judge ($target, $status)
{
	open my $in, '<:raw', "$place/$target.log" or die "$target.log: $!";
	my $log = do { local $/; <$in> };
	my ($tried) = $log =~ /^stat::number_of_executed_units: (\d+)/m;
	my ($input) = $log =~ /Test unit written to (\S+)/;

	ok($status == 0 && ($tried // 0) > 100, "$target: " . ($tried // 0) . " inputs in $seconds s") and return;
	diag("the input is $input") if defined $input;
	diag(grep { !/^(?:#\d|INFO|stat::|NEW_FUNC)/ } map { "$_\n" } split /\n/, $log);
}

plan tests => scalar keys %longest;
my @waiting = sort keys %longest;
while (@waiting || %running) {
	begin(shift @waiting) while @waiting && keys %running < $at_once;
	my $process = wait;
	judge(delete $running{$process}, $?);
}
