#!/usr/bin/env perl
# Makes what psql and sqlite3 print comparable: one spelling of errors, no line numbers, no
# pictures of where a statement went wrong, and fixed words for what differs from run to run.
use strict;
use warnings;

use POSIX qw(strftime);

local $/;
my $text = <STDIN> // '';

# psql. LINE shows the statement and the next line points into it; CONTEXT is PostgreSQL's own.
$text =~ s/^psql:[^\n]*?:\d+: (ERROR|FATAL|WARNING|NOTICE):/$1:/mg;
$text =~ s/^LINE \d+: [^\n]*\n *\^\n//mg;
$text =~ s/^CONTEXT:  [^\n]*\n//mg;

# sqlite3. A parse error is followed by the statement and a pointer into it; a result code other
# than the general one stands at the end of the message, after DETAIL and HINT if there are any.
$text =~ s/^(Parse error[^\n]*\n)[^\n]*\n[^\n]*(?:\^--- error here|error here ---\^)\n/$1/mg;
$text =~ s{^(?:Parse|Runtime) error(?: near line \d+)?: ((?:[^\n]*)(?:\n(?:DETAIL|HINT):  [^\n]*)*)\n}
          {my $message = $1; $message =~ s/ \((?:[2-9]|1\d|2[0-8])\)$//; "ERROR:  $message\n"}mge;

my $out = $ENV{TAMIS_OUT};
$text =~ s/\Q$out\E/\@OUT\@/g if $out;
# Ids are UUIDv7 of this decade or the next; a row hash, as long, must not be taken for one.
$text =~ s/\b01[9a-f][0-9a-f]{9}7[0-9a-f]{3}[89ab][0-9a-f]{15}\b/<id>/g;
# Times of this run; a time in the data is another day's and must stay.
for my $age (0, 86400) {
  my $day = strftime('%Y-%m-%d', gmtime(time - $age));
  $text =~ s/\b$day[ T]\d\d:\d\d:\d\d(?:\.\d+)?Z?/<time>/g;
  $text =~ s/\bdt=\K$day\b/<day>/g;
}
$text =~ s/("duration_ms": )\d+/$1<ms>/g;
print $text;
