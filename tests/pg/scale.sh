#!/usr/bin/env bash
# tamis_profile at scale: PostgreSQL's parallel workers run its scan where the planner finds that
# worth while, and every kind of relation is read as what it is, its rows under the best name.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
fresh_database scale tamis
PRELUDE="set search_path = public, tamis;"

sql "$PRELUDE
  create table big as select i, 'ticket number ' || i as t, case when i % 50 > 0 then 'v' || i % 3000 end as v,
    (i % 5000) / 10.0 as n, '2024-01-01'::date + i % 900 as d, repeat('filler ', 12) as f
    from generate_series(1, 120000) as i;
  analyze big;
  create function document_of(relation text) returns text language sql as
    \$\$ select md5(string_agg(p::text, e'\n' order by p.position)) from tamis.tamis_profile(relation) as p \$\$" \
  >/dev/null

# The plans of all statements that these run, as the server would log them.
plans() {
  psql -X -q -A -t -o /dev/null 2>&1 <<SQL
load 'auto_explain';
set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
set auto_explain.log_analyze = on; set auto_explain.log_timing = off;
$PRELUDE
set client_min_messages = log;
$1
SQL
}

# With the settings that a server has as installed.
parallel() {
  local plan
  plan=$(plans "select * from tamis_profile('big')" |
    awk '/^LOG:/ { here = 0 } /tamis_sketch/ { here = 1 } here')
  check 'the scan has partial aggregates below a Gather' 'Finalize Aggregate Gather Partial Aggregate' \
    "$(grep -oE 'Finalize Aggregate|Gather|Partial Aggregate' <<<"$plan" | xargs)"
  check 'workers ran it' yes "$(grep -qE 'Workers Launched: [12]' <<<"$plan" && echo yes)"
  check 'a small parallel scan is not compiled first' '' "$(grep JIT <<<"$plan")"
  plan=$(plans "select * from tamis_profile('(select * from big)')")
  check 'a query in parentheses too' yes "$(grep -qE 'Workers Launched: [12]' <<<"$plan" && echo yes)"
  plan=$(plans "select * from tamis_profile('big', '{\"columns\": [\"i\"], \"keys\": [\"i\"]}')")
  check 'and the count of duplicates stays right' yes "$(grep -q 'count(DISTINCT' <<<"$plan" && echo yes)"
  check_sql 'the document is the serial one' "$PRELUDE
    select document_of('big') as parallel \gset
    set max_parallel_workers_per_gather = 0;
    select document_of('big') = :'parallel'" 't'
  check_sql 'a cancel is heard' "$PRELUDE
    set statement_timeout = 20; select count(*) from tamis_profile('big');
    set statement_timeout = 0; select count(*) from tamis_profile('big', '{\"columns\": [\"d\"]}')" \
    $'ERROR:  57014\n1'
  check_sql 'a value that ends the statement in a worker' "$PRELUDE
    create view broken as select i, 1 / (i - 90000) as q from big;
    select count(*) from tamis_profile('broken')" 'ERROR:  22012'
}

# How tamis_profile reads a relation: the aggregate over its column t.
reads() {
  plans "select * from tamis_profile('$1')" |
    grep -oE 'tamis_sketch(_at)?\("t"(, ("id"|[a-z0-9:]+, ctid))?\)' | sort -u
}

relations() {
  sql "$PRELUDE
    create table keyed (id bigint primary key, t text);
    create table keyed_twice (a int, b int, t text, primary key (a, b));
    create table keyed_by_text (t text primary key);
    create table parts (id int, t text) partition by range (id);
    create table parts_1 partition of parts for values from (0) to (100) partition by range (id);
    create table parts_1_1 partition of parts_1 for values from (0) to (50);
    create table parts_1_2 partition of parts_1 for values from (50) to (100);
    create table parts_2 partition of parts default;
    create table keyed_parts (id int primary key, t text) partition by hash (id);
    create table keyed_parts_1 partition of keyed_parts for values with (modulus 1, remainder 0);
    create table parent (id int primary key, t text);
    create table child () inherits (parent);
    create table no_parts (t text) partition by list (t);
    create materialized view kept as select t from big limit 10;
    create view shown as select t from big limit 10;
    create unlogged table quick (t text);
    insert into parts select i, 'p' || i from generate_series(0, 149) as i;
    insert into keyed_parts select i, 'p' || i from generate_series(0, 149) as i;
    insert into parent select i, 'p' || i from generate_series(0, 9) as i;
    insert into child select i, 'p' || i from generate_series(0, 9) as i" >/dev/null
  local relation expected
  while IFS='~' read -r relation expected; do
    check "how $relation is read" "$expected" "$(reads "$relation")"
  done <<'RELATIONS'
big~tamis_sketch_at("t", 0::oid, ctid)
keyed~tamis_sketch_at("t", "id")
keyed_twice~tamis_sketch_at("t", 0::oid, ctid)
keyed_by_text~tamis_sketch_at("t", 0::oid, ctid)
parts~tamis_sketch_at("t", tableoid, ctid)
parts_1~tamis_sketch_at("t", tableoid, ctid)
parts_1_1~tamis_sketch_at("t", 0::oid, ctid)
keyed_parts~tamis_sketch_at("t", "id")
parent~tamis_sketch_at("t", tableoid, ctid)
child~tamis_sketch_at("t", 0::oid, ctid)
no_parts~tamis_sketch_at("t", 0::oid, ctid)
kept~tamis_sketch_at("t", 0::oid, ctid)
shown~tamis_sketch("t")
(select t from big limit 10)~tamis_sketch("t")
quick~tamis_sketch_at("t", 0::oid, ctid)
RELATIONS
  check_sql 'each has all its rows' "$PRELUDE
    create temporary table later (t text); insert into later values ('a'), (null);
    select r, max(p.row_count), max(p.null_count), max(p.distinct_count)
    from unnest(array['parts', 'parts_1', 'keyed_parts', 'parent', 'no_parts', 'kept', 'shown', 'later']) with ordinality as x (r, o),
      lateral tamis_profile(r, '{\"columns\": [\"t\"]}') as p group by r, o order by o" \
    'parts|150|0|150
parts_1|100|0|100
keyed_parts|150|0|150
parent|20|0|10
no_parts|0|0|0
kept|10|0|10
shown|10|0|10
later|2|1|1'
  check_sql 'partitions read in parallel' "$PRELUDE
    create table wide (id int, t text, f text) partition by hash (id);
    create table wide_1 partition of wide for values with (modulus 2, remainder 0);
    create table wide_2 partition of wide for values with (modulus 2, remainder 1);
    insert into wide select i, t, f from big; analyze wide;
    select document_of('wide') as parallel \gset
    set max_parallel_workers_per_gather = 0;
    select document_of('wide') = :'parallel'" 't'
}

# tamis_sketch_at counts as tamis_sketch does, for every type.
rows() {
  check_sql 'every overload' "$PRELUDE
    create table every (id int, a text, b varchar, c char(9), d smallint, e int, f bigint, g real, h float8,
      i numeric, j boolean, k date, l time, m timestamp, n timestamptz, o bytea, p jsonb);
    insert into every select 1, 'a', 'b', 'c', 1, 2, 3, 1.5, 2.5, 3.25, true, '2024-02-29', '23:59', '2024-02-29',
      '2024-02-29', '\\x00ff', '{}';
    select $(for c in a b c d e f g h i j k l m n o p; do
      printf "tamis_profile_of(tamis_sketch_at(%s, id)) -> 'counts' = tamis_profile_agg(%s) -> 'counts' and " $c $c
      printf "tamis_profile_of(tamis_sketch_at(%s, tableoid, ctid)) -> 'counts' = tamis_profile_agg(%s) -> 'counts' and " $c $c
    done) true from every" 't'
  check_sql 'a row may be missing' "$PRELUDE
    select tamis_profile_of(tamis_sketch_at(x, null::bigint)) -> 'counts' -> 'rows',
      tamis_profile_of(tamis_sketch_at(x, null::oid, null::tid)) -> 'counts' -> 'rows',
      tamis_profile_of(tamis_sketch_at(x, 5, '(1,2)'::tid)) -> 'counts' -> 'rows'
    from (values ('a'), (null)) as v (x)" '2|2|2'
  check_sql 'in parallel' "$PRELUDE
    select md5(tamis_profile_of(tamis_sketch_at(t, tableoid, ctid))::text) as parallel from big \gset
    set max_parallel_workers_per_gather = 0;
    select md5(tamis_profile_of(tamis_sketch_at(t, tableoid, ctid))::text) = :'parallel' from big" 't'
}

parallel
relations
rows
report
