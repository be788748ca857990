#!/usr/bin/perl
# owner_faults: a backup, a restore and a migration that are killed, or whose disk is full or broken,
# at any point: the shop is what it was or what it is to be, whole, and to say it again helps.
use v5.36;
use FindBin '$Bin';
use lib $Bin;

use Cgi;
use Owner;
use Test::More;

use constant MOST => 3;   # of one call

my $place = $Cgi::place;
my $picture = 'AAAAAAAAAAAAAAAAAAAAAA-8x6';
my $file = "$place/then.backup";
my %errors = (pwrite64 => 'ENOSPC', write => 'ENOSPC', fdatasync => 'EIO', fsync => 'EIO', rename => 'EIO',
	renameat2 => 'EIO', ftruncate => 'EIO', unlink => 'EIO', openat => 'EMFILE', mkdir => 'ENOSPC');

# Of so many these, evenly.
sub some ($count)
{
	my $step = $count > MOST ? ($count - 1) / (MOST - 1) : 1;

	return map { int(1 + $_ * $step + 0.5) } 0 .. ($count > MOST ? MOST : $count) - 1;
}

sub begin_with ($begun)
{
	system('rm', '-rf', $Cgi::data) == 0 && system('cp', '-a', $begun, $Cgi::data) == 0 or die "cannot copy the data\n";
}

# The calls of a command, and how many of each.
sub calls_of ($case)
{
	begin_with($case->{begun});
	local @Owner::under = ('strace', '-qq', '-o', "$place/trace");
	my ($ended, $said) = owner(@{ $case->{command} });
	is($ended, 0, "$case->{what}: all goes well") or diag($said);
	my %count;
	$count{$_}++ for map { /^(\w+)\(/ ? $1 : () } split /\n/, slurp("$place/trace");
	return \%count;
}

sub backups ()
{
	return glob "$Cgi::data/backup/*.backup";
}

# Every backup that bears its name is whole; nothing else of the shop was touched by what failed.
sub faults_of ($case, $ended)
{
	my $now = shop_dump();
	my @faults;

	push @faults, 'neither the old nor the new shop' if $now ne $case->{old} && $now ne $case->{new};
	push @faults, 'done, but not changed' if $ended == 0 && $now ne $case->{new};
	push @faults, 'a picture is missing' if picture_faults();
	push @faults, 'a backup is not whole'
		if grep { slurp($_) !~ /\n-- warung backup, sha256 ([0-9a-f]{64})\n\z/ ||
			Digest::SHA::sha256_hex(substr slurp($_), 0, $-[0]) ne $1 } backups();
	push @faults, 'nothing was said' if $ended >> 8 && !$case->{said};
	push @faults, 'half a file is left'
		if $ended >> 8 && glob "$Cgi::data/*.new $Cgi::data/media/*.new $Cgi::data/backup/*.new";
	my ($again, $said) = owner(@{ $case->{command} });
	push @faults, "cannot be done any more: $said" if $again != 0;
	push @faults, 'then another shop' if shop_dump() ne $case->{new} || picture_faults();
	return @faults;
}

sub suffer ($case, $call, $nth, $how)
{
	begin_with($case->{begun});
	local @Owner::under = ('strace', '-qq', '-o', "$place/trace", '-e', "trace=$call", '-e', "inject=$call:$how:when=$nth");
	(my $ended, $case->{said}) = owner(@{ $case->{command} });
	@Owner::under = ();
	is(join('; ', faults_of($case, $ended)), '', "$case->{what}: $call $nth: $how");
}

sub sweep ($case)
{
	my $count = calls_of($case);

	$case->{new} = shop_dump();
	for my $call (sort grep { $errors{$_} } keys %$count) {
		for my $nth (some($count->{$call})) {
			suffer($case, $call, $nth, 'signal=KILL');
		}
		# What cannot be deleted is half a file, of necessity.
		suffer($case, $call, int(1 + $count->{$call} / 2), "error=$errors{$call}") if $call ne 'unlink' && $call ne 'openat';
	}
}

# A shop of the version before, one of this version, and its backup, after which all was changed.
sub begin_shops ()
{
	my ($newest) = slurp('common/db/db.h') =~ /DB_SCHEMA_VERSION = (\d+)/;

	shop_data();
	mkdir "$Cgi::data/media", 0700;
	spew("$Cgi::data/media/$picture$_.jpg", "bytes of $_") for '', '-small';
	query("UPDATE product SET image = '$picture.jpg' WHERE stock = 17");
	(owner('backup', $file))[0] == 0 or die "no backup\n";
	unlink glob "$Cgi::data/media/*";
	query("UPDATE product SET image = '', name = 'Teh'; DELETE FROM item");
	my $now = shop_dump();
	rename $Cgi::data, "$place/now" or die "$place/now: $!";

	mkdir "$Cgi::data$_", 0700 for '', '/sessions';
	my $rows = join '', map { slurp("$Bin/schemas/$_.sql") } $newest - 1, map { "rows$_" } 1 .. $newest - 1;
	open my $sql, '|-', 'sqlite3', '-bail', "$Cgi::data/warung.db" or die "sqlite3: $!";
	print $sql $rows, "UPDATE product SET image = ''; UPDATE user SET qris = ''; PRAGMA user_version = @{[$newest - 1]};\n";
	close $sql or die "no older shop\n";
	my $old = shop_dump();
	rename $Cgi::data, "$place/old" or die "$place/old: $!";
	return ($now, $old);
}

my ($now, $old) = begin_shops();
sweep({ what => 'backup', command => ['backup'], begun => "$place/now", old => $now });
sweep({ what => 'restore', command => [ 'restore', $file, '--yes' ], begun => "$place/now", old => $now });
sweep({ what => 'migrate', command => ['migrate'], begun => "$place/old", old => $old });

done_testing;
