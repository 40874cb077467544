#!/usr/bin/env bash
# The session over SPI: which table a name means, where a new one goes, which rights count, and
# what a caller's path and settings can and can't do to statements of ours.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/tests/cluster.sh" install "${TAMIS_CLUSTER:-$OWN_CLUSTER}" "$BUILD/tests/pg"
fresh_database session tamis_faults
PRELUDE="set search_path = public, tamis_faults;"

sql "$PRELUDE
  create table plain (id int primary key, name varchar(20) not null, at timestamptz, \"odd \"\"é\" numeric(8,2));
  create table \"Mixed\" (a int); create table mixed (b int); create table \"Only Quoted\" (c int);
  create view v as select 1 as one; create materialized view mv as select 2 as two;
  create table parts (p int) partition by range (p); create sequence s;
  create schema \"Other\"; create table \"Other\".plain (o text);
  create index plain_name on plain (name);" >/dev/null

relation() {
  sql "$PRELUDE select tamis_probe_relation($1)"
}

names() {
  check 'columns' '{"sql": "\"public\".\"plain\"", "form": "table", "columns": ["id integer integer not_null key", "name character varying(20) text not_null", "at timestamp with time zone timestamptz", "odd \"é numeric(8,2) decimal"]}' \
    "$(relation "'plain'")"
  local argument expected
  while IFS='~' read -r argument expected; do
    check_sql "name $argument" "$PRELUDE select tamis_probe_relation('$argument') ->> 'sql'" "$expected"
  done <<'NAMES'
public.plain~"public"."plain"
PLAIN~"public"."plain"
 plain ~"public"."plain"
"plain"~"public"."plain"
"PLAIN"~ERROR:  42P01
Mixed~"public"."Mixed"
"Mixed"~"public"."Mixed"
mixed~"public"."mixed"
MIXED~"public"."mixed"
"Only Quoted"~"public"."Only Quoted"
Only Quoted~"public"."Only Quoted"
Other.plain~"Other"."plain"
other.plain~ERROR:  42P01
"Other"."plain"~"Other"."plain"
v~"public"."v"
parts~"public"."parts"
pg_class~"pg_catalog"."pg_class"
nowhere~ERROR:  42P01
nowhere.plain~ERROR:  42P01
a.b.c~ERROR:  42602
~ERROR:  42602
"unclosed~ERROR:  42602
s~ERROR:  42P01
plain_name~ERROR:  42P01
plain; drop table plain~ERROR:  42P01
NAMES
  check_sql 'forms' "$PRELUDE select tamis_probe_relation(n) ->> 'form'
    from unnest(array['plain', 'v', 'mv', 'parts', '(select 1)']) as n" $'table\nview\nview\ntable\nquery'
  check_sql 'the first schema of the path wins' "set search_path = \"Other\", public, tamis_faults;
    select tamis_probe_relation('plain') ->> 'sql', tamis_probe_relation('mixed') ->> 'sql'" \
    '"Other"."plain"|"public"."mixed"'
  check_sql 'a temporary table hides a permanent one' "$PRELUDE
    create temporary table plain (t int);
    select tamis_probe_relation('plain') ->> 'columns', tamis_probe_relation('pg_temp.plain') ->> 'columns'" \
    '["t integer integer"]|["t integer integer"]'
  check_sql 'nothing on the path' "set search_path = ''; select tamis_faults.tamis_probe_relation('plain')" \
    'ERROR:  42P01'
}

queries() {
  check 'a query' '{"sql": "(select id, name as \"N\" from plain\n) AS \"query\"", "form": "query", "columns": ["id integer integer", "N character varying(20) text"]}' \
    "$(relation "'(select id, name as \"N\" from plain)'")"
  check_sql 'reads as the caller would' "set search_path = \"Other\", public, tamis_faults;
    insert into \"Other\".plain values ('other');
    select tamis_probe_rows('(select * from plain)')" '[["text other"]]'
  check_sql 'a temporary table in a query' "$PRELUDE
    create temporary table plain (t int); insert into plain values (7);
    select tamis_probe_rows('(select * from plain)')" '[["integer 7"]]'
  check_sql 'ends with a comment' "$PRELUDE select tamis_probe_rows('(select 1 -- one)')" \
    '[["integer 1"]]'
  local query
  while IFS= read -r query; do
    check_sql "refused: $query" "$PRELUDE
      select case when tamis_probe_rows('$query') is not null then 'not refused' end;" "ERROR:  42601"
  done <<'QUERIES'
(drop table plain)
(insert into plain values (1))
(select 1 /* unclosed)
(select)))
()
QUERIES
  check_sql 'a second statement is refused before the first has run' "$PRELUDE
    create sequence witness;
    select tamis_probe_rows('(select nextval(''witness'')) as q; drop table plain; select * from (select 1)');
    select last_value, is_called, to_regclass('plain') from witness" \
    'ERROR:  42P11
1|f|plain'
  check_sql 'writing inside WITH' "$PRELUDE
    select tamis_probe_rows('(with gone as (delete from plain returning *) select * from gone)')" \
    'ERROR:  0A000'
  check_sql 'a parameter of ours is out of reach' "$PRELUDE select tamis_probe_rows('(select \$1)')" \
    'ERROR:  42P02'
}

# Names that stand earlier on the caller's path than pg_catalog must not catch our statements.
hostile_path() {
  check_sql 'functions and operators in the way' "
    create schema trap;
    create function trap.format_type(oid, int) returns text language sql as \$\$ select 'trapped' \$\$;
    create function trap.trapped(oid, oid) returns boolean language sql as \$\$ select false \$\$;
    create operator trap.= (leftarg = oid, rightarg = oid, function = trap.trapped);
    create table trap.pg_attribute (attname text);
    set search_path = trap, pg_catalog, public, tamis_faults;
    select tamis_probe_relation('public.mixed') -> 'columns'" '["b integer integer"]'
  check_sql 'a query of the caller sees the caller path, behind pg_catalog' "
    set search_path = trap, public, tamis_faults;
    create function trap.mine() returns int language sql as 'select 42';
    select tamis_probe_rows('(select mine(), format_type(23, -1))')" '[["integer 42", "text integer"]]'
}

targets() {
  local argument expected
  while IFS='~' read -r argument expected; do
    check_sql "target $argument" "$PRELUDE set client_min_messages = warning;
      select tamis_probe_session('$argument') ->> 'target'" "$expected"
  done <<'TARGETS'
new~"public"."new"
New~"public"."new"
"New"~"public"."New"
"a ""b"" c"~"public"."a ""b"" c"
other.new~ERROR:  42602
Other.new~"Other"."new"
"Other"."New"~"Other"."New"
nowhere.new~ERROR:  42602
(select 1)~ERROR:  42602
~ERROR:  42602
TARGETS
  check_sql 'nowhere to go' "set search_path = ''; set client_min_messages = warning;
    select tamis_faults.tamis_probe_session('new')" 'ERROR:  42602'
}

rights() {
  check_sql 'notice' "$PRELUDE select tamis_probe_session('t') - 'user'" \
    'NOTICE:  00000
{"atomic": true, "target": "\"public\".\"t\"", "read_only": false}'
  check_sql 'read-only transaction' "$PRELUDE set client_min_messages = warning;
    begin transaction read only; select tamis_probe_session('t') -> 'read_only'; commit" 'true'
  check_sql 'file access is asked of the user, not of the function' "
    create role tamis_reader; grant usage on schema tamis_faults to tamis_reader;
    set role tamis_reader; select tamis_faults.tamis_probe_file_access(false); reset role;
    grant execute on function tamis_faults.tamis_probe_file_access to tamis_reader;
    set role tamis_reader; select tamis_faults.tamis_probe_file_access(false); reset role;
    grant pg_read_server_files to tamis_reader;
    set role tamis_reader; select tamis_faults.tamis_probe_file_access(false);
    select tamis_faults.tamis_probe_file_access(true);
    set client_min_messages = warning;
    select tamis_faults.tamis_probe_session('public.t') ->> 'user'; reset role;
    drop owned by tamis_reader; drop role tamis_reader" \
    'ERROR:  42501
ERROR:  42501
true
ERROR:  42501
tamis_reader'
  check_sql 'rights on tables are the caller'"'"'s' "
    create role tamis_reader; grant usage on schema tamis_faults to tamis_reader;
    set role tamis_reader; select tamis_faults.tamis_probe_rows('public.plain'); reset role;
    drop owned by tamis_reader; drop role tamis_reader" 'ERROR:  42501'
}

# SQL that users wrote: PostgreSQL itself refuses what would write, and the session works on.
reading() {
  sql "create table public.few as select i as a, 'x' || i as b from generate_series(1, 3) as i;
    create table public.noted (w int); create sequence public.counter;
    create function public.insert_one() returns int language sql as
      'insert into public.noted values (1) returning w';
    create function public.loud() returns int language plpgsql as \$\$
      begin
        begin perform public.insert_one(); exception when others then null; end;
        perform set_config('work_mem', '77MB', false);
        insert into remnant values (1);
        return 1;
      end \$\$;
    create function public.reopen() returns int language plpgsql as \$\$
      begin set transaction_read_only = off; insert into public.noted values (1); return 1; end \$\$;
    create function public.does() returns int language plpgsql as \$\$
      begin execute 'do \$x\$ begin insert into public.noted values (1); end \$x\$'; return 1; end \$\$;" >/dev/null
  local as text expected
  while IFS='~' read -r as text expected; do
    check_sql "$as $text" "$PRELUDE
      select d ->> 'error', d ->> 'rows', d -> 'left', d -> 'written'
      from tamis_probe_reading('few', '$as', '${text//\'/\'\'}') as d" "$expected|3|3"
  done <<'TEXTS'
condition~a > 1~NULL|2
condition~a > 1 -- or not~NULL|2
condition~a > (select min(a) from few)~NULL|2
condition~1); DELETE FROM few; --~syntax error at or near ")"|NULL
condition~true) or (true~syntax error at or near ")"|NULL
condition~a~argument of WHERE must be type boolean, not type integer|NULL
condition~a > 1, a < 3~a condition must be one expression: "a > 1, a < 3"|NULL
condition~count(*) > 0~aggregate functions are not allowed in WHERE|NULL
condition~a > $1~there is no parameter $1|NULL
condition~missing > 1~column "missing" does not exist|NULL
condition~~a condition must be one expression: ""|NULL
condition~1/(a - 2) > 0~division by zero|NULL
condition~b::int > 0~invalid input syntax for type integer: "x1"|NULL
condition~insert_one() = 1~cannot execute INSERT in a read-only transaction|NULL
condition~nextval('counter') > 0~cannot execute nextval() in a read-only transaction|NULL
condition~setval('counter', 9) > 0~cannot execute setval() in a read-only transaction|NULL
condition~reopen() = 1~cannot set transaction read-write mode inside a read-only transaction|NULL
condition~does() = 1~cannot execute INSERT in a read-only transaction|NULL
query~select insert_one()~cannot execute INSERT in a read-only transaction|NULL
query~select 1 as q from few for update~cannot execute SELECT FOR UPDATE in a read-only transaction|NULL
query~with gone as (delete from few returning *) select * from gone~WITH clause containing a data-modifying statement must be at the top level|NULL
query~delete from few~syntax error at or near "from"|NULL
query~do $x$ begin end $x$~syntax error at or near "do"|NULL
query~select 1) as q; delete from few; select * from (select 2~cannot open multi-query plan as cursor|NULL
query~select a from few where a > 2~NULL|1
query~select tamis_fault_action('none', 'insert into public.noted values (1)')~cannot execute INSERT in a read-only transaction|NULL
fault~error~the fault asked for. Ask for "none".|NULL
TEXTS
  check_sql 'nothing was written' "select count(*) from public.noted;
    select last_value, is_called from public.counter" $'0\n1|f'
  check_sql 'what a read-only transaction lets pass is undone' "$PRELUDE set work_mem = '5MB';
    create temporary table remnant (a int);
    select d ->> 'error' from tamis_probe_reading('few', 'query', 'select loud()') as d;
    show work_mem; select count(*) from remnant" $'NULL\n5MB\n0'
  check_sql 'a cancel is no failed rule' "$PRELUDE set statement_timeout = 200;
    select tamis_probe_reading('few', 'condition', 'pg_sleep(60) is null')" 'ERROR:  57014'
  check_sql 'nor is lack of memory' "$PRELUDE
    select tamis_probe_reading('few', 'fault', 'bad_alloc')" 'ERROR:  53200'
  check_sql 'a transaction goes on, writable' "$PRELUDE begin;
    insert into noted values (1);
    select d ->> 'error' from tamis_probe_reading('public.few', 'condition', '1 / (a - 1) > 0') as d;
    insert into noted values (2); show transaction_read_only; rollback" $'division by zero\noff'
  check_sql 'objects and memory' "$PRELUDE
    select count(tamis_probe_reading('few', 'condition', '1 / (a - 3) > 0')) from generate_series(1, 500);
    select tamis_fault_live()" $'500\n0'
}

# A table of 200,000 rows passes through while memory stays where it was.
streaming() {
  check_sql 'memory while rows stream' "$PRELUDE
    create table long as select i, repeat(md5(i::text), 8) as filler from generate_series(1, 200000) as i;
    create function rss() returns bigint language sql as \$\$
      select regexp_replace(line, '\D', '', 'g')::bigint
      from regexp_split_to_table(pg_read_file('/proc/self/status'), '\n') as line where line ~ '^RssAnon' \$\$;
    select tamis_fault_action('none', 'select i, filler || i from public.long limit 2000');
    select rss() as before \gset
    select tamis_fault_action('none', 'select i, filler || i from public.long');
    select rss() - :before < 8192" '{"rows": 2000}
{"rows": 200000}
t'
}

names
queries
hostile_path
targets
rights
reading
streaming
report
