#!/usr/bin/env perl
# Prints the SQL that replays a real history: every published version of a table is merged as a full
# batch, then the history must be sound and show each version as it was at its time.
#
#   replay.pl ENGINE sp500|runways|jhu FOLDER     FOLDER: where the unpacked files stand
use strict;
use warnings;

my ($engine, $dataset, $folder) = @ARGV;

# Only PostgreSQL prints JSON with spaces.
sub counts_of {
  my ($call) = @_;
  return "$call -> 'counts'" if $engine ne 'postgres';
  return "replace(($call -> 'counts')::text, ' ', '')";
}

# The records of a CSV file (RFC 4180), byte order marks dropped.
sub records {
  my ($path) = @_;
  open(my $in, '<:raw', $path) or die "$path: $!\n";
  my @rows;
  while (defined(my $line = <$in>)) {
    $line =~ s/^(?:\xEF\xBB\xBF)+// if $. == 1;
    # A line break between quotes belongs to its field.
    while (($line =~ tr/"//) % 2) {
      my $next = <$in>;
      last unless defined $next;
      $line .= $next;
    }
    $line =~ s/\r?\n\z//;
    next if $line eq '';
    if (index($line, '"') < 0) {
      push @rows, [split /,/, $line, -1];
      next;
    }
    $line .= ',';
    my @row;
    while ($line =~ /\G(?:"((?:[^"]++|"")*+)"|([^,]*+)),/gc) {
      push @row, defined $1 ? $1 =~ s/""/"/gr : $2;
    }
    push @rows, \@row;
  }
  return @rows;
}

my %renamed = (
  Company => 'name', Security => 'name', 'GICS Sector' => 'sector',
  'Last Update' => 'last_update', Latitude => 'lat', Longitude => 'long_',
  'Country/Region' => 'country_region', 'Province/State' => 'province_state',
);
sub column_name {
  my ($header) = @_;
  return $renamed{$header} // (lc $header) =~ s/[^a-z0-9_]+/_/gr;
}

my %plan = (
  sp500 => {key => ['symbol'], files => 'constituents.[0-9]*.csv', track => undef},
  runways => {key => ['id'], files => 'runways.[0-9]*.csv', track => undef},
  jhu => {
    key => [qw(admin2 province_state country_region)],
    files => '*.csv',
    track => [qw(confirmed deaths recovered)],
  },
);
my $plan = $plan{$dataset} or die "no such history: $dataset\n";

# [moment, path], the oldest first.
sub versions {
  my @files = glob "$folder/$plan->{files}";
  my @versions;
  for my $path (@files) {
    if ($path =~ /(\d\d)-(\d\d)-(\d{4})\.csv$/) {
      push @versions, ["$3-$1-$2 00:00:00", $path];
    } elsif ($path =~ /\.(\d{4})\.(\d{4}-\d\d-\d\d)\.csv$/) {
      # Several versions of a day are a minute apart, in the order of their numbers.
      push @versions, [sprintf('%s %02d:%02d:00', $2, int($1 % 1440 / 60), $1 % 60), $path];
    }
  }
  return sort { $a->[0] cmp $b->[0] } @versions;
}

# A row as VALUES spells it, or as COPY reads it. Most rows need no escapes.
sub spelt {
  my ($row) = @_;
  my $complete = !grep { !defined } @$row;
  if ($engine eq 'postgres') {
    my $line = $complete ? join("\t", @$row) : '';
    return $line if $complete && $line !~ /[\\\n\r]/ && ($line =~ tr/\t//) == $#$row;
    return join "\t",
      map { defined $_ ? s/\\/\\\\/gr =~ s/\t/\\t/gr =~ s/\n/\\n/gr =~ s/\r/\\r/gr : '\N' } @$row;
  }
  my $line = $complete ? join("','", @$row) : '';
  return "('$line')" if $complete && ($line =~ tr/'//) == 2 * $#$row;
  return '(' . join(',', map { defined $_ ? "'" . s/'/''/gr . "'" : 'NULL' } @$row) . ')';
}

sub load {
  my ($table, @rows) = @_;
  return unless @rows;
  if ($engine eq 'postgres') {
    print "COPY $table FROM STDIN;\n", map { spelt($_) . "\n" } @rows;
    print "\\.\n";
    return;
  }
  while (my @part = splice @rows, 0, 400) {
    print "INSERT INTO $table VALUES ", join(",\n", map { spelt($_) } @part), ";\n";
  }
}

my (@all, @columns, %known);
my $number = 0;
for my $version (versions()) {
  my ($moment, $path) = @$version;
  my ($header, @rows) = records($path);
  my @names = map { column_name($_) } @$header;
  for my $name (@names) { push @columns, $name unless $known{$name}++ }
  push @all, {number => ++$number, moment => $moment, names => \@names, rows => \@rows};
}
for my $key (@{$plan->{key}}) { unshift @columns, $key unless $known{$key}++ }

my $texts = join ', ', map { "$_ TEXT" } @columns;
print "BEGIN;\nCREATE TABLE feed (version INTEGER, line INTEGER, $texts);\n",
  "CREATE TABLE versions (version INTEGER PRIMARY KEY, moment TIMESTAMP UNIQUE);\n";
my $ragged = 0;
my %key = map { $_ => 1 } @{$plan->{key}};
for my $version (@all) {
  my $width = @{$version->{names}};
  my (@rows, $line, %place);
  @place{@{$version->{names}}} = 0 .. $width - 1;
  my @places = map { $place{$_} // $width } @columns;
  my @keys = grep { $key{$columns[$_]} } 0 .. $#columns;
  for my $row (@{$version->{rows}}) {
    $ragged++ if @$row != $width;
    $#$row = $width;  # one more than the columns, undefined: what this version does not have
    $row->[$width] = undef;
    my @cells = @$row[@places];
    # A key column that a version does not have yet, or a short row, is an empty text.
    $cells[$_] //= '' for @keys;
    push @rows, [$version->{number}, ++$line, @cells];
  }
  load('feed', @rows);
  load('versions', [$version->{number}, $version->{moment}]);
}
print 'CREATE INDEX feed_version ON feed (version, ', join(', ', @{$plan->{key}}), ");\nCOMMIT;\nANALYZE;\n";
print "-- Ragged rows\nSELECT $ragged;\n";

my $key = join ', ', map { "\"$_\"" } @{$plan->{key}};
my @compared = $plan->{track} ? (@{$plan->{key}}, @{$plan->{track}}) : @columns;
my %wanted = map { $_ => 1 } @compared;
for my $version (@all) {
  my %has = (%key, map { $_ => 1 } @{$version->{names}});
  my $list = join ', ', grep { $has{$_} && $wanted{$_} } @columns;
  my $extra = $dataset eq 'jhu' ? ', "on_duplicate": "last", "order": ["deaths"]' : '';
  my $call = "tamis_scd2_merge('dim', '(SELECT $list FROM feed WHERE version = $version->{number})', "
    . "'{\"key\": [$key], \"deletes\": \"close\", \"new_columns\": \"add\", \"max_closed\": 0.5, "
    . "\"as_of\": \"$version->{moment}\"$extra}')";
  print 'SELECT ', counts_of($call), ";\n";
}

my $list = join ', ', @compared;
my $of_dim = join ', ', map { "d.$_" } @compared;
my $losers = $dataset eq 'jhu'
  ? ' AS f WHERE NOT EXISTS (SELECT 1 FROM feed AS g WHERE g.version = f.version AND '
    . join(' AND ', map { "g.$_ = f.$_" } @{$plan->{key}}) . ' AND g.deaths > f.deaths)'
  : '';
# The version of a moment, so that a row of the history stands for the versions it spans.
my $as_of = "SELECT v.version, $of_dim FROM dim AS d JOIN versions AS b ON b.moment = d.valid_from "
  . 'LEFT JOIN versions AS e ON e.moment = d.valid_to '
  . 'JOIN versions AS v ON v.version >= b.version AND v.version < coalesce(e.version, 1000000)';
my $published = "SELECT version, $list FROM feed$losers";
print "-- Versions, and what they became\n",
  "SELECT count(*) FROM versions;\nSELECT count(*), count(*) FILTER (WHERE is_current) FROM dim;\n",
  "-- Nothing is wrong with it\n",
  "SELECT count(*) FROM tamis_scd2_verify('dim', '{\"key\": [$key]}');\n",
  "-- Rows published that the history does not show at their time, and the other way round\n",
  "SELECT count(*) FROM ($published EXCEPT $as_of) AS x;\n",
  "SELECT count(*) FROM ($as_of EXCEPT $published) AS x;\n";

# The day when every published table was a header and nothing else: refused, and the next day nothing
# has happened.
if ($dataset eq 'runways') {
  my $outage = "$folder/../outage_2025-01-31";
  my $merge = sub {
    my ($table, $moment) = @_;
    return 'SELECT ' . counts_of("tamis_scd2_merge('outage', '$table', "
      . "'{\"key\": \"id\", \"deletes\": \"close\", \"as_of\": \"$moment\"}')") . ";\n";
  };
  print "-- The outage of 2025-01-31\n";
  my @days = (['1_before', '2025-01-30'], ['2_empty', '2025-01-31'], ['3_recovered', '2025-02-01']);
  for my $day (@days) {
    my ($name, $moment) = @$day;
    my ($header, @rows) = records("$outage/runways.$name.csv");
    print "CREATE TABLE day_$name (", join(', ', map { column_name($_) . ' TEXT' } @$header), ");\n";
    load("day_$name", @rows);
    print $merge->("day_$name", $moment);
  }
}
