#!/usr/bin/env bash
# The error boundary: whatever a callback throws becomes the right SQL error, whatever PostgreSQL
# raises under live C++ objects unwinds them, and the session goes on.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/tests/cluster.sh" install "${TAMIS_CLUSTER:-$OWN_CLUSTER}" "$BUILD/tests/pg"
fresh_database faults tamis_faults
PRELUDE="set search_path = tamis_faults, public;"
REPEATS=2000

sql 'create table public.kept (id int primary key)' >/dev/null

expected_error() {
  case $1 in
    error) echo '22003: the fault asked for' ;;
    std) echo 'XX000: a standard exception' ;;
    int) echo 'XX000: unknown C++ exception' ;;
    bad_alloc) echo '53200: out of memory' ;;
    length) echo '54000: a value is too large' ;;
  esac
}

# The error of a statement as "SQLSTATE: message", then whether the backend and its count of live
# objects are what they were.
outcome() {
  psql -X -q -A -t 2>/dev/null <<SQL | tr '\n' ';'
$PRELUDE
\set before 0
select pg_backend_pid() as before \gset
$1;
\echo :LAST_ERROR_SQLSTATE: :LAST_ERROR_MESSAGE
select pg_backend_pid() = :before, tamis_fault_live();
SQL
}

each_callback_kind() {
  local how statement
  for how in error std int bad_alloc length; do
    while IFS= read -r statement; do
      check "$statement" "$(expected_error "$how");t|0;" "$(outcome "$statement")"
    done <<STATEMENTS
select tamis_fault_scalar('$how')
select tamis_fault_step(x) from (values ('fine'), ('$how')) as v(x)
select tamis_fault_step(x) over (order by x) from (values ('fine'), ('$how')) as v(x)
select tamis_fault_final(x) from (values ('fine'), ('$how')) as v(x)
select * from tamis_fault_rows('$how')
select tamis_fault_rows('$how')
select tamis_fault_action('$how', 'select 1')
STATEMENTS
  done
}

all_parts_of_an_error() {
  local got
  got=$(psql -X -q 2>&1 -c "$PRELUDE" -c "select tamis_fault_scalar('error')") || true
  check 'detail and hint' 'ERROR:  the fault asked for
DETAIL:  It was thrown on purpose.
HINT:  Ask for "none".' "$got"
}

# Errors that PostgreSQL raises while a function runs a statement.
engine_errors() {
  local insert="insert into public.kept values (1)"
  check 'division by zero while rows stream' '22012: division by zero;t|0;' \
    "$(outcome "select tamis_fault_action('none', 'select 1/(5000 - i) from generate_series(1, 9000) as i')")"
  check 'unique violation' \
    '23505: duplicate key value violates unique constraint "kept_pkey";t|0;' \
    "$(outcome "select tamis_fault_action('none', '$insert') from generate_series(1, 2)")"
  check 'syntax error' '42601: syntax error at or near "selekt";t|0;' \
    "$(outcome "select tamis_fault_action('none', 'selekt')")"
  check 'one allocation too large' '54000: requested length too large;t|0;' \
    "$(outcome "select tamis_fault_action('none', 'select repeat(''x'', 2000000000)')")"
  check 'statement_timeout in a statement of ours' \
    '57014: canceling statement due to statement timeout;t|0;' \
    "$(outcome "set statement_timeout = 200;
       select tamis_fault_action('none', 'select pg_sleep(60)')")"
  check 'statement_timeout between rows' \
    '57014: canceling statement due to statement timeout;t|0;' \
    "$(outcome "set statement_timeout = 200;
       select tamis_fault_action('none', 'select i from generate_series(1, 2000000000) as i')")"
  check 'more statements than one in a query' '42P11: cannot open multi-query plan as cursor;t|0;' \
    "$(outcome "select tamis_fault_action('none', 'select 1; drop table public.kept')")"
}

savepoints() {
  local insert="insert into public.kept values (7)"
  check_sql 'a savepoint that is not released undoes' "$PRELUDE
    select tamis_fault_action('undo', '$insert'); select count(*) from kept;
    select tamis_fault_action('none', '$insert'); select count(*) from kept; delete from kept;" \
    '{"rows": 1}
0
{"rows": 1}
1'
  check_sql 'an error of PostgreSQL is caught by the block around it' "$PRELUDE
    insert into kept values (7);
    do \$\$ begin
      for i in 1..3 loop
        begin
          insert into public.kept values (100 + i);
          perform tamis_fault_action('none', '$insert');
          raise notice 'not reached';
        exception when unique_violation then insert into public.kept values (200 + i);
        end;
      end loop;
    end \$\$;
    select array_agg(id order by id) from kept; delete from kept;" '{7,201,202,203}'
  check_sql 'an exception is caught by the block around it' "$PRELUDE
    do \$\$ begin
      begin
        perform tamis_fault_action('error', '$insert');
      exception when numeric_value_out_of_range then insert into public.kept values (1);
      end;
      begin
        perform tamis_fault_action('int', '$insert');
      exception when internal_error then insert into public.kept values (2);
      end;
    end \$\$;
    select array_agg(id order by id), tamis_fault_live() from kept; delete from kept;" '{1,2}|0'
  check_sql 'settings are back after success and after a caught error' "$PRELUDE
    set datestyle = 'German'; set timezone = 'Asia/Tokyo';
    select tamis_fault_action('none', 'select 1');
    do \$\$ begin
      perform tamis_fault_action('error', 'select 1');
    exception when others then null; end \$\$;
    show datestyle; show timezone; show search_path;" \
    '{"rows": 1}
German, DMY
Asia/Tokyo
tamis_faults, public'
  check_sql 'functions within functions' "$PRELUDE
    select tamis_fault_action('none',
      'select tamis_fault_action(''none'', ''insert into public.kept values (5)'')');
    select tamis_fault_action('none', 'select tamis_fault_action(''error'', ''select 1'')');
    select id, tamis_fault_live() from kept; delete from kept;" \
    '{"rows": 1}
ERROR:  22003
5|0'
}

# Resident memory of the backend, in kB, before and after many failures, each under live objects
# that hold 64 kB apiece: a skipped destructor would show as 128 MB and more.
memory_after() {
  psql -X -q -A -t 2>&1 <<SQL
$PRELUDE
create temporary table rss (kb bigint);
create function pg_temp.repeat_faults(n int, statement text) returns void language plpgsql as \$\$
begin
  for i in 1..n loop
    begin execute statement; exception when others then null; end;
  end loop;
end \$\$;
select pg_temp.repeat_faults(200, \$q\$$1\$q\$);
insert into rss select regexp_replace(line, '\D', '', 'g')::bigint
  from regexp_split_to_table(pg_read_file('/proc/self/status'), '\n') as line where line ~ '^VmRSS';
select pg_temp.repeat_faults($REPEATS, \$q\$$1\$q\$);
insert into rss select regexp_replace(line, '\D', '', 'g')::bigint
  from regexp_split_to_table(pg_read_file('/proc/self/status'), '\n') as line where line ~ '^VmRSS';
select max(kb) - min(kb) < 16 * 1024, tamis_fault_live() from rss;
SQL
}

memory() {
  local statement
  while IFS= read -r statement; do
    check "memory: $statement" $'\n\nt|0' "$(memory_after "$statement")"
  done <<'STATEMENTS'
select tamis_fault_scalar('error')
select tamis_fault_rows('std')
select tamis_fault_step(x) from (values ('int')) as v(x)
select tamis_fault_action('none', 'select 1/0')
select tamis_fault_action('none', 'select repeat(''x'', 2000000000)')
select tamis_fault_action('none', 'insert into public.kept values (null)')
select tamis_fault_action('error', 'insert into public.kept values (1)')
STATEMENTS
}

exported_symbols() {
  local module
  for module in "$BUILD/pg_extension/tamis.so" "$BUILD/tests/pg/tamis_faults.so"; do
    check "exports of $(basename "$module")" '' "$(nm -D --defined-only "$module" |
      awk '{print $3}' | grep -vE '^(Pg_magic_func|_PG_init|(pg_finfo_)?tamis_[a-z0-9_]+)$' || true)"
  done
}

each_callback_kind
all_parts_of_an_error
engine_errors
savepoints
memory
exported_symbols
report
