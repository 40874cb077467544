#!/usr/bin/env bash
# Rows pushed from the executor into a sink: what ends the scan early leaves the session well, and
# the values are those of any other reading, dates and times as counts.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/tests/cluster.sh" install "${TAMIS_CLUSTER:-$OWN_CLUSTER}" "$BUILD/tests/pg"
fresh_database reading tamis_faults
PRELUDE="set search_path = public, tamis_faults;"
ROWS='select i from generate_series(1, 9000) as i'

sql 'create table public.kept (id int primary key); insert into public.kept values (1)' >/dev/null

# The error of a statement as "SQLSTATE: message", then whether the backend and its count of live
# objects are what they were, and whether the transaction's own work is there after a savepoint.
outcome() {
  psql -X -q -A -t 2>/dev/null <<SQL | tr '\n' ';'
set search_path = tamis_faults, public;
begin;
insert into kept values (2);
savepoint before;
select pg_backend_pid() as before \gset
$1;
\echo :LAST_ERROR_SQLSTATE: :LAST_ERROR_MESSAGE
rollback to before;
select pg_backend_pid() = :before, tamis_fault_live(), (select count(*) from kept);
rollback;
SQL
}

sinks_that_throw() {
  local how expected
  while IFS='|' read -r how expected; do
    check "a sink that throws $how" "$expected;t|0|2;" "$(outcome "select tamis_fault_read('$how', '$ROWS')")"
  done <<'ERRORS'
error|22003: the fault asked for
std|XX000: a standard exception
int|XX000: unknown C++ exception
bad_alloc|53200: out of memory
length|54000: a value is too large
ERRORS
  check_sql 'what a sink throws may be caught, and the session goes on' "$PRELUDE
    select tamis_fault_read('caught', '$ROWS'); select tamis_fault_live();" $'{"rows": 3}\n0'
  check_sql 'a sink may send notices' "$PRELUDE
    select tamis_fault_read('notice', 'select i from generate_series(1, 5) as i')" \
    $'NOTICE:  00000\n{"rows": 5}'
  check_sql 'a scan in a block that catches' "$PRELUDE
    do \$\$ begin
      for i in 1..100 loop
        begin
          insert into public.kept values (100 + i);
          perform tamis_fault_read('error', '$ROWS');
        exception when numeric_value_out_of_range then null;
        end;
        begin
          perform tamis_fault_read('none', 'select 1/(5000 - i) from generate_series(1, 9000) as i');
        exception when division_by_zero then null;
        end;
      end loop;
    end \$\$;
    select count(*), tamis_fault_live() from kept" '1|0'
}

errors_of_the_query() {
  check 'an error in the middle' '22012: division by zero;t|0|2;' \
    "$(outcome "select tamis_fault_read('none', 'select 1/(5000 - i) from generate_series(1, 9000) as i')")"
  check 'an error while a value is made' '22P02: invalid input syntax for type integer: "x";t|0|2;' \
    "$(outcome "select tamis_fault_read('none', 'select i, case i when 2 then ''x'' else ''1'' end::int from generate_series(1, 9) as i')")"
  check 'two statements' '42P11: a query must be one statement that returns rows;t|0|2;' \
    "$(outcome "select tamis_fault_read('none', 'select 1; drop table public.kept')")"
  check 'no query' '42P11: a query must be one statement that returns rows;t|0|2;' \
    "$(outcome "select tamis_fault_read('none', 'insert into public.kept values (77)')")"
  check 'no SQL' '42601: syntax error at or near "selekt";t|0|2;' \
    "$(outcome "select tamis_fault_read('none', 'selekt')")"
}

cancels() {
  local reading before after
  for reading in "'none', 'select pg_sleep(60)'" \
    "'none', 'select i from generate_series(1, 2000000000) as i'" \
    "'spin', '$ROWS'"; do
    before=$(date +%s%N)
    check "cancelled: $reading" '57014: canceling statement due to statement timeout;t|0|2;' \
      "$(outcome "set local statement_timeout = 200; select tamis_fault_read($reading)")"
    after=$(date +%s%N)
    check "within time: $reading" yes \
      "$([ $(((after - before) / 1000000)) -lt 5000 ] && echo yes || echo no)"
  done
}

# read QUERY: what comes, in one line.
read_values() { sql "$PRELUDE select tamis_probe_read(\$q\$$1\$q\$)"; }

values() {
  check 'times are counts' '[["integer 19787", "integer 52200500000", "integer 1709649000500000", "integer 1709645400500000"]]' \
    "$(read_values "select date '2024-03-05', time '14:30:00.5', timestamp '2024-03-05 14:30:00.5',
      timestamptz '2024-03-05 14:30:00.5+01'")"
  check 'times before 1970' '[["integer -1", "integer 0", "integer -1", "integer -62135596800000000"]]' \
    "$(read_values "select date '1969-12-31', time '00:00', timestamp '1969-12-31 23:59:59.999999',
      timestamptz '0001-01-01 00:00:00+00'")"
  check 'infinities are extremes' '[["integer 9223372036854775807", "integer -9223372036854775808", "integer 9223372036854775807", "integer -9223372036854775808"]]' \
    "$(read_values "select date 'infinity', date '-infinity', timestamp 'infinity', timestamptz '-infinity'")"
  check 'what no count holds stays text' '[["text 294276-12-31 23:59:59.999999", "text 294276-12-31 23:59:59+00:00", "integer 9223339708799999999"]]' \
    "$(read_values "select timestamp '294276-12-31 23:59:59.999999', timestamptz '294276-12-31 23:59:59+00',
      timestamp '294246-01-01' - interval '1 microsecond'")"
  sql 'create domain public.day as date' >/dev/null
  check 'a domain stays text' '[["text 2024-03-05", "text {2024-03-05}"]]' \
    "$(read_values "select '2024-03-05'::public.day, array[date '2024-03-05']")"
  check 'other types' '[["null", "boolean true", "integer 5", "real 1.5", "decimal 12.50", "decimal NaN", "text a", "blob 2", "text {\"a\": 1}", "text {1,NULL}", "text 1 day"]]' \
    "$(read_values "select null::int, true, 5::smallint, 1.5::real, 12.50::numeric, 'NaN'::numeric,
      'a '::char(3), '\\x0001'::bytea, '{\"a\":1}'::jsonb, array[1, null], interval '1 day'")"
  check 'toasted values' 't' "$(sql "$PRELUDE
    create table public.long (t text, n numeric);
    alter table public.long alter t set storage external;
    insert into public.long select repeat('long ', 20000), repeat('1', 4000)::numeric;
    select length(tamis_probe_read('select * from public.long')::text) > 104000")"
  check_sql 'a parameter' "$PRELUDE select tamis_probe_read('select \$1 || ''!''', 'x'::text)" '[["text x!"]]'
  check_sql 'no rows, no columns' "$PRELUDE
    select tamis_probe_read('select 1 where false'), tamis_probe_read('select from generate_series(1, 2)')" '[]|[[], []]'
}

rights() {
  check_sql 'row security of the caller' "create role reader_$$; create table public.secret (id int, who text);
    insert into public.secret values (1, 'reader_$$'), (2, 'other');
    alter table public.secret enable row level security;
    create policy mine on public.secret using (who = current_user);
    grant select on public.secret to reader_$$; grant usage on schema tamis_faults to reader_$$;
    set role reader_$$; $PRELUDE
    select tamis_probe_read('select * from public.secret');
    reset role; drop owned by reader_$$; drop role reader_$$;" "[[\"integer 1\", \"text reader_$$\"]]"
  check_sql 'in a read-only transaction' "$PRELUDE begin read only; select tamis_probe_read('select 1'); commit" \
    '[["integer 1"]]'
  check_sql 'one snapshot' "$PRELUDE begin isolation level repeatable read; select count(*) from kept;
    select tamis_probe_read('select count(*) from public.kept'); commit" $'1\n[["integer 1"]]'
}

sinks_that_throw
errors_of_the_query
cancels
values
rights
report
