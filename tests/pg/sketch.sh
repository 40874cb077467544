#!/usr/bin/env bash
# The type tamis_sketch and the aggregates over it: the same profile whichever way the rows were
# split (the same bytes too, where a sketch still keeps every value), and bytes from outside are not
# trusted.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
fresh_database sketch tamis
PRELUDE="set search_path = public, tamis;"
PARALLEL="set parallel_setup_cost = 0; set parallel_tuple_cost = 0;
  set min_parallel_table_scan_size = 0; set max_parallel_workers_per_gather = 2;"

sql "$PRELUDE
  create table big as select i, i % 97 as g, (i % 5000) / 10.0 as n, case when i % 50 > 0 then 'v' || i % 3000 end as t,
    '2024-01-01'::date + i % 900 as d, i % 3 = 0 as b, decode(md5((i % 400)::text), 'hex') as y,
    '2024-01-01 00:00+00'::timestamptz + i % 900 * interval '1 hour' as z, (i % 700)::float8 / 7 as f,
    jsonb_build_object('k', i % 11) as j
    from generate_series(1, 60000) as i;
  analyze big;
  create table stored (id int, s tamis_sketch);" >/dev/null

parallel() {
  local column
  check 'the plan is parallel' yes "$(sql "$PRELUDE $PARALLEL explain select tamis_sketch(t) from big" |
    grep -q 'Partial Aggregate' && echo yes)"
  check 'the plan of a profile is parallel' yes "$(
    sql "$PRELUDE $PARALLEL explain select tamis_profile_agg(t) from big" |
      grep -q 'Partial Aggregate' && echo yes)"
  for column in i n t d b y z f j; do
    check_sql "parallel equals serial: $column" "$PRELUDE
      set max_parallel_workers_per_gather = 0;
      create temporary table serial as select tamis_profile_agg($column)::text as p from big;
      $PARALLEL
      select p = (select tamis_profile_agg($column)::text from big) from serial" 't'
  done
  for column in g b j; do
    check_sql "parallel equals serial, bytes: $column" "$PRELUDE
      set max_parallel_workers_per_gather = 0;
      create temporary table serial as select tamis_sketch($column)::text as s from big;
      $PARALLEL
      select s = (select tamis_sketch($column)::text from big) from serial" 't'
  done
}

shapes() {
  check_sql 'no rows' "$PRELUDE
    select tamis_sketch(t), tamis_profile_agg(t), tamis_merge_sketch(null::tamis_sketch) is null
    from big where false" 'NULL|NULL|t'
  check_sql 'only NULL' "$PRELUDE
    select tamis_profile_agg(null::text) -> 'counts' -> 'nulls'" '1'
  check_sql 'merged parts equal the whole' "$PRELUDE
    insert into stored select g, tamis_sketch(t) from big group by g;
    select tamis_profile_of((select tamis_merge_sketch(s) from stored)) = tamis_profile_agg(t)
    from big" 't'
  check_sql 'merge of stored sketches in parallel' "$PRELUDE $PARALLEL
    select tamis_profile_of((select tamis_merge_sketch(s) from stored)) = tamis_profile_agg(t)
    from big" 't'
  check_sql 'groups that spill' "$PRELUDE
    set work_mem = '1MB'; set enable_sort = off;
    create temporary table hashed as select i % 5000 as g, tamis_sketch(t)::text as s from big group by 1;
    set enable_sort = on; set enable_hashagg = off;
    select count(*), bool_and(h.s = o.s) from hashed as h
      join (select i % 5000 as g, tamis_sketch(t)::text as s from big group by 1) as o using (g)" '5000|t'
  check_sql 'as a window function, with the frame moving' "$PRELUDE
    select count(*), bool_and(w.s = (select tamis_sketch(x.t)::text from big as x
                                     where x.i between w.i - 2 and w.i))
    from (select i, tamis_sketch(t) over (order by i rows 2 preceding)::text as s
          from big where i <= 200) as w" '200|t'
  check_sql 'as a running total' "$PRELUDE
    select count(distinct s), max(rows) from (
      select tamis_sketch(i) over (order by i)::text as s,
        (tamis_profile_of(tamis_sketch(i) over (order by i)) -> 'counts' ->> 'rows')::int as rows
      from big where i <= 50) as w" '50|50'
  check_sql 'in a variable, twice' "$PRELUDE
    do \$\$ declare s tamis_sketch; u tamis_sketch; begin
      select tamis_sketch(t) into s from big where i <= 100;
      select tamis_merge_sketch(v) into u from (values (s), (s)) as x (v);
      raise notice '%', (tamis_profile_of(s) -> 'counts' ->> 'rows')::int + (tamis_profile_of(u) -> 'counts' ->> 'rows')::int;
    end \$\$" 'NOTICE:  00000'
  check_sql 'narrow types are counted as what they are' "$PRELUDE
    select tamis_sketch(v::smallint)::text = tamis_sketch(v::bigint)::text,
      tamis_sketch(v)::text = tamis_sketch(v::bigint)::text,
      tamis_sketch(v::varchar)::text = tamis_sketch(v::text)::text,
      tamis_sketch(v::char(5))::text = tamis_sketch(v::text)::text,
      tamis_profile_agg((v / 10.0)::real) = tamis_profile_agg((v / 10.0)::float8)
    from generate_series(1, 9) as v" 't|t|t|t|t'
  check_sql 'a domain over text, and a literal' "$PRELUDE
    create domain label as varchar(9);
    select tamis_sketch(v::label)::text = tamis_sketch(v::text)::text from generate_series(1, 9) as v;
    select tamis_sketch('a literal')" $'t\nERROR:  22023'
  check_sql 'a support function called by itself' "$PRELUDE
    select tamis_sketch_step(null, 'x'::text); select tamis_sketch_combine(null, null)" \
    $'ERROR:  55000\nERROR:  55000'
}

transport() {
  check_sql 'binary COPY and back' "$PRELUDE
    create temporary table copied (id int, s tamis_sketch);
    \\copy stored to '$FOLDER/sketches' (format binary)
    \\copy copied from '$FOLDER/sketches' (format binary)
    select count(*), bool_and(c.s::text = s.s::text) from copied as c join stored as s using (id)" '97|t'
  check_sql 'text and back' "$PRELUDE select bool_and(s::text::tamis_sketch::text = s::text) from stored" 't'
  check_sql 'upper case digits' "$PRELUDE
    select bool_and(('\\x' || upper(substr(s::text, 3)))::tamis_sketch::text = s::text) from stored" 't'
  check_sql 'dumped and restored' "\\! pg_dump -Fc -n public -t public.stored -f '$FOLDER/dump'
    $PRELUDE create temporary table before as select * from stored; drop table stored;
    \\! pg_restore -d $DATABASE '$FOLDER/dump'
    select count(*), bool_and(b.s::text = s.s::text) from before as b join stored as s using (id)" '97|t'
}

# Every one must be refused with an error of ours; none may end the backend.
hostile_bytes() {
  check_sql 'no sketch at all' "$PRELUDE
    select ''::tamis_sketch; select '\\x'::tamis_sketch; select 'TSK'::tamis_sketch;
    select '\\x0'::tamis_sketch; select '\\xzz'::tamis_sketch; select '\\x5453'::tamis_sketch;
    select '\\x54534b02'::tamis_sketch; select '\\x54534bff'::tamis_sketch" \
    'ERROR:  22023
ERROR:  XX001
ERROR:  22023
ERROR:  22023
ERROR:  22023
ERROR:  XX001
ERROR:  XX001
ERROR:  XX001'
  check_sql 'cut short, at every byte, and with a byte too many' "$PRELUDE
    create function refused(bytes text) returns boolean language plpgsql as \$\$ begin
      perform bytes::tamis.tamis_sketch; return false;
      exception when data_corrupted then return true; end \$\$;
    create temporary table one as
      select tamis_sketch(v)::text as s from (values ('a'), ('2024-01-05'), ('7'), (null)) as x (v);
    select count(*) > 100, bool_and(refused(left(s, n))) from one, generate_series(2, length(s) - 2, 2) as n;
    select refused(s || '00') from one" $'t|t\nt'
  check_sql 'every byte changed: refused, or a sketch that works' "$PRELUDE
    create function survives(bytes text) returns boolean language plpgsql as \$\$ begin
      return tamis.tamis_profile_of(bytes::tamis.tamis_sketch) is not null;
      exception when data_corrupted or numeric_value_out_of_range or program_limit_exceeded then return true; end \$\$;
    create temporary table one as
      select tamis_sketch(v)::text as s from (values ('a'), ('2024-01-05'), ('7'), (null)) as x (v);
    select bool_and(survives(overlay(s placing lpad(to_hex(b), 2, '0') from n for 2)))
    from one, generate_series(3, length(s) - 1, 2) as n, unnest(array[0, 1, 127, 128, 255]) as b" 't'
  local backend bytes
  sql "$PRELUDE create table received (s tamis_sketch)" >/dev/null
  # PGCOPY header, one row of one field of 6 bytes, trailer.
  printf 'PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0\0\1\0\0\0\6TSK\2\377\377\377\377' >"$FOLDER/hostile"
  check_sql 'hostile bytes in binary COPY' "$PRELUDE
    \\copy received from '$FOLDER/hostile' (format binary)
    select count(*) from received" $'ERROR:  XX001\n0'
}

FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/tamis-sketch.XXXXXX")
trap 'clean_up; rm -rf -- "$FOLDER"' EXIT
parallel
shapes
transport
hostile_bytes
report
