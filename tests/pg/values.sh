#!/usr/bin/env bash
# What a PostgreSQL value becomes, as an argument, as a row's column and as a parameter: the same
# everywhere, and the same whatever the session's settings for output are.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/tests/cluster.sh" install "${TAMIS_CLUSTER:-$OWN_CLUSTER}" "$BUILD/tests/pg"
fresh_database values tamis_faults
PRELUDE="set search_path = public, tamis_faults;"
ODD_SETTINGS="set datestyle = 'German'; set timezone = 'Asia/Tokyo'; set intervalstyle = 'iso_8601';
  set bytea_output = 'escape'; set extra_float_digits = -3; set standard_conforming_strings = on;"

# Expression, and what it is to the core.
cases() {
  cat <<'CASES'
true ~ boolean true
(-32768)::int2 ~ integer -32768
2 ~ integer 2
9223372036854775807 ~ integer 9223372036854775807
0.1::real ~ real 0.1
0.1::double precision ~ real 0.1
1e20::float8 ~ real 100000000000000000000.0
'NaN'::float8 ~ real NaN
'-Infinity'::real ~ real -Infinity
1.50 ~ decimal 1.50
123456789012345678901234567890.5 ~ decimal 123456789012345678901234567890.5
'NaN'::numeric ~ decimal NaN
'text'::text ~ text text
''::text ~ text 
'é漢'::varchar(5) ~ text é漢
'pad  '::char(8) ~ text pad
'\x00ff'::bytea ~ blob 2
''::bytea ~ blob 0
null::int ~ null
'2024-03-05'::date ~ text 2024-03-05
'infinity'::date ~ text infinity
'0044-03-15 BC'::date ~ text 0044-03-15 BC
'5874897-12-31'::date ~ text 5874897-12-31
'14:30'::time ~ text 14:30:00
'14:30:00.000001'::time ~ text 14:30:00.000001
'24:00'::time ~ text 24:00:00
'2024-03-05 14:30:00.5'::timestamp ~ text 2024-03-05 14:30:00.5
'-infinity'::timestamp ~ text -infinity
'4714-11-24 00:00:00 BC'::timestamp ~ text 4714-11-24 00:00:00 BC
'2024-03-05 14:30:00.123400+09'::timestamptz ~ text 2024-03-05 05:30:00.1234+00:00
'infinity'::timestamptz ~ text infinity
'1 day 2 hours'::interval ~ text 1 day 02:00:00
'14:30+02'::timetz ~ text 14:30:00+02
array['2024-03-05'::date] ~ text {2024-03-05}
array['2024-03-05 00:00+00'::timestamptz] ~ text {"2024-03-05 00:00:00+00"}
array['\x00'::bytea] ~ text {"\\x00"}
array[0.1::float8] ~ text {0.1}
'{"bb": 1, "a": [1.0]}'::jsonb ~ text {"a": [1.0], "bb": 1}
'{"bb":1}'::json ~ text {"bb":1}
'00000000-0000-0000-0000-000000000001'::uuid ~ text 00000000-0000-0000-0000-000000000001
'127.0.0.1'::inet ~ text 127.0.0.1
'name'::name ~ text name
'happy'::mood ~ text happy
5::positive ~ integer 5
repeat('x', 3) ~ text xxx
CASES
}

sql "$PRELUDE create type mood as enum ('happy'); create domain positive as int check (value > 0)" \
  >/dev/null

every_type() {
  local expression expected
  while IFS= read -r line; do
    expression=${line%% ~ *} expected=${line#* ~ }
    check_sql "argument $expression" "$PRELUDE $ODD_SETTINGS select tamis_probe_values($expression)" \
      "$expected"
    check_sql "row $expression" "$PRELUDE $ODD_SETTINGS
      create temporary table t as select $expression as v;
      select tamis_probe_rows('t') -> 0 ->> 0" "$expected"
  done < <(cases)
}

literals_and_arrays() {
  check_sql 'a literal of no type' "$PRELUDE select tamis_probe_values('x', null, '')" \
    'text x|null|text '
  check_sql 'no argument at all' "$PRELUDE select tamis_probe_values()" 'ERROR:  42883'
  check_sql 'VARIADIC array' "$PRELUDE
    select tamis_probe_values(variadic array[1, null, 3]);
    select tamis_probe_values(variadic a) from (values (array['a']), (array['b', 'c']), (array['d'])) as v (a);
    select tamis_probe_values(variadic null::int[]);
    select tamis_probe_values(variadic '{}'::text[]) = '';" \
    'integer 1|null|integer 3
text a
text b|text c
text d
ERROR:  22023
t'
  check_sql 'toasted and compressed' "$PRELUDE
    create table wide (a text, b text); alter table wide alter a set storage external;
    insert into wide select string_agg(md5(i::text), ''), repeat('y', 100000) from generate_series(1, 500) as i;
    select length(tamis_probe_values(a)), length(tamis_probe_values(b)) from wide;
    select length(tamis_probe_rows('wide') -> 0 ->> 0), length(tamis_probe_rows('wide') -> 0 ->> 1);" \
    '16005|100005
16005|100005'
  check_sql 'a dropped column is no column' "$PRELUDE
    create table dropped (a int, b int, c int); insert into dropped values (1, 2, 3);
    alter table dropped drop b; alter table dropped add d text default 'later';
    select tamis_probe_rows('dropped');" '[["integer 1", "integer 3", "text later"]]'
}

declared_types() {
  check_sql 'arguments of declared types' "$PRELUDE
    select tamis_probe_typed('a', 2, 3.25, true);
    select tamis_probe_typed('a', 2, 3.25, true, '{\"k\": 1}', 'e');
    select tamis_probe_typed('a', 2, 3.25, true, e => 'named');
    select tamis_probe_typed(null, 2, 3.25, true);
    select tamis_probe_typed('a', 2, 3.25, null) is null;" \
    'text a|integer 2|real 3.25|boolean true|text {}|null
text a|integer 2|real 3.25|boolean true|text {"k": 1}|text e
text a|integer 2|real 3.25|boolean true|text {}|text named
NULL
t'
  check_sql 'options that change from row to row' "$PRELUDE
    select tamis_probe_typed('a', 1, 1, true, o) from (values
      ('{\"k\": 1}'::jsonb), ('{\"k\": 1}'), ('{\"k\": 2}'), ('{}'), (jsonb_build_object('k', repeat('x', 3)))) as v (o)" \
    'text a|integer 1|real 1.0|boolean true|text {"k": 1}|null
text a|integer 1|real 1.0|boolean true|text {"k": 1}|null
text a|integer 1|real 1.0|boolean true|text {"k": 2}|null
text a|integer 1|real 1.0|boolean true|text {}|null
text a|integer 1|real 1.0|boolean true|text {"k": "xxx"}|null'
}

parameters() {
  check_sql 'through a parameter' "$PRELUDE
    select tamis_probe_parameter(true), tamis_probe_parameter(-5), tamis_probe_parameter(0.1::float8),
      tamis_probe_parameter(1.50), tamis_probe_parameter('t'), tamis_probe_parameter('\x00'::bytea),
      tamis_probe_parameter(null::int), tamis_probe_parameter('2024-03-05'::date)" \
    '"boolean true"|"integer -5"|"real 0.1"|"decimal 1.50"|"text t"|"blob 1"|"null"|"text 2024-03-05"'
}

# Another type that looks like ours must not be read as ours: this one is not even varlena.
sketches() {
  check_sql 'a sketch is bytes, fresh or stored' "$PRELUDE
    create table sketches as select tamis_fault_step(x) as s from (values ('a')) as v (x);
    select tamis_probe_values(s) = 'blob ' || octet_length(tamis_sketch_send(s)) from sketches;
    select tamis_probe_rows('sketches') -> 0 ->> 0 = 'blob ' || octet_length(tamis_sketch_send(s))
    from sketches;
    select tamis_probe_rows('(select tamis_fault_step(1) as s)') -> 0 ->> 0 like 'blob %'" $'t\nt\nt'
  check_sql 'a type of somebody else by that name' "create schema other;
    set search_path = other, public; set client_min_messages = warning;
    create type tamis_sketch;
    create function tamis_sketch_in(cstring) returns tamis_sketch language internal immutable strict as 'int8in';
    create function tamis_sketch_out(tamis_sketch) returns cstring language internal immutable strict as 'int8out';
    create type tamis_sketch (input = tamis_sketch_in, output = tamis_sketch_out, like = pg_catalog.int8);
    select tamis_faults.tamis_probe_values('12'::other.tamis_sketch)" 'text 12'
}

other_encodings() {
  psql -X -q -d postgres -c "CREATE DATABASE ${DATABASE}_latin ENCODING LATIN1 LOCALE 'C' TEMPLATE template0"
  check 'a database that is not UTF-8' \
    'ERROR:  tamis does not work in a database with encoding "LATIN1"
HINT:  Use a database with encoding UTF8.' \
    "$(psql -X -q -d "${DATABASE}_latin" -c 'create extension tamis_faults' 2>&1 || true)"
  psql -X -q -d postgres -c "DROP DATABASE ${DATABASE}_latin"
}

every_type
literals_and_arrays
declared_types
parameters
sketches
other_encodings
report
