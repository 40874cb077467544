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
streaming
report
