#!/usr/bin/env bash
# A table whose partitions stand on two servers, as docs/scale.md sets it up: each server sends a
# sketch in place of its rows, and the document is the one of a table that holds all of them.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
fresh_database shards tamis
PRELUDE="set search_path = public, tamis;"
OTHER=$(mktemp -u "${TMPDIR:-/tmp}/tamis-pg-other.XXXXXX")
NORTH_HOST=$PGHOST NORTH=${DATABASE}_north

end() {
  clean_up
  psql -X -q -d postgres -c "DROP DATABASE IF EXISTS $NORTH WITH (FORCE)"
  "$ROOT/tests/cluster.sh" stop "$OTHER"
}
trap end EXIT
"$ROOT/tests/cluster.sh" start "$OTHER" "$BUILD/pg_extension" >/dev/null
SOUTH_HOST=$(. "$OTHER" && printf '%s' "$PGHOST")

# on HOST DATABASE STATEMENTS
on() {
  PGHOST=$1 PGDATABASE=$2 psql -X -q -A -t -v ON_ERROR_STOP=1 -c "$3"
}

ROWS="select i, (array['north', 'south'])[1 + i % 2], case when i % 40 = 0 then 'n/a'
    when i % 3 = 0 then to_char('2020-01-01'::date + i % 1500, 'DD/MM/YYYY')
    else to_char('2020-01-01'::date + i % 1500, 'YYYY-MM-DD') end,
    case when i % 25 > 0 then (i * 7919 % 100003) / 100.0 end::text, i % 3 = 0
  from generate_series(1, 60000) as i"
COLUMNS="id bigint, region text, sold_on text, amount text, paid boolean"

# shard HOST DATABASE REGION
shard() {
  on "$1" postgres "create database $2 template template0"
  on "$1" "$2" "create schema tamis"
  on "$1" "$2" "create extension tamis schema tamis; create table sales ($COLUMNS);
    insert into sales select * from ($ROWS) as r (id, region) where region = '$3'; analyze sales"
}

# The statements of docs/scale.md below a heading, with these servers in the place of the examples.
documented() {
  awk -v heading="## $1" '/^## / { here = $0 == heading } /^```/ { sql = $0 == "```sql"; next } here && sql' "$ROOT/docs/scale.md" |
    sed "s|host 'north.example', dbname 'shop'|host '$NORTH_HOST', dbname '$NORTH'|
      s|host 'south.example', dbname 'shop'|host '$SOUTH_HOST', dbname 'south'|"
}

# The statements that tamis_profile runs on servers for the relation.
remote() {
  psql -X -q -A -t -o /dev/null 2>&1 <<SQL | grep 'Remote SQL'
load 'auto_explain';
set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
set auto_explain.log_verbose = on; set auto_explain.log_analyze = on; set auto_explain.log_timing = off;
$PRELUDE
${2:-}
set client_min_messages = log;
select * from tamis_profile('$1');
SQL
}

SKETCHED='SELECT count(*), tamis.tamis_sketch(id), tamis.tamis_sketch(region), tamis.tamis_sketch(sold_on), tamis.tamis_sketch(amount), tamis.tamis_sketch(paid) FROM public.sales'

shard "$NORTH_HOST" "$NORTH" north
shard "$SOUTH_HOST" south south
sql "$PRELUDE
  create table every ($COLUMNS); insert into every $ROWS; analyze every;
  create function document_of(relation text) returns text language sql as
    \$\$ select md5(string_agg(p::text, e'\n' order by p.position)) from tamis.tamis_profile(relation) as p \$\$" >/dev/null

# All that the page says, run as it stands.
page() {
  check 'the statements of the page run' '' "$(
    documented 'Servers: postgres_fdw' | { echo "$PRELUDE"; cat; } |
      psql -X -q -o /dev/null -v ON_ERROR_STOP=1 2>&1)"
  check_sql 'and made the table' "$PRELUDE select count(*), count(distinct region) from sales" '60000|2'
}

profile() {
  check 'each server is asked for a sketch of each column' "$SKETCHED
$SKETCHED" "$(remote sales | sed 's/.*Remote SQL: //')"
  check_sql 'the document is that of one table, byte for byte' "$PRELUDE
    select document_of('sales') = document_of('(select * from every)')" 't'
  check_sql 'a part by itself is asked too' "$PRELUDE
    select document_of('sales_north') = document_of('(select * from every where region = ''north'')')" 't'
  check 'with its own statement' "$SKETCHED" "$(remote sales_north | sed 's/.*Remote SQL: //')"
}

# What travels: one row a server, no more than 50 KiB a column (twice that, as text).
moved() {
  check_sql 'a row of sketches from each server' "$PRELUDE
    create function scans(statement text) returns text language plpgsql as \$\$
      declare line text; out text := '';
      begin
        for line in execute 'explain (analyze, verbose, costs off, timing off, summary off) ' || statement loop
          if line ~ 'Foreign Scan' then out := out || coalesce(substring(line from 'actual rows=\d+'), '') || ';'; end if;
        end loop;
        return out;
      end \$\$;
    select scans('select tamis_merge_sketch(s) from (select tamis_sketch(amount) as s from sales_north
      union all select tamis_sketch(amount) from sales_south) as x')" 'actual rows=1;actual rows=1;'
  check_sql 'of at most 50 KiB a column' "$PRELUDE
    select bool_and(octet_length(tamis_sketch_send(s)) between 1000 and 51200) from (
      select tamis_sketch(amount) as s from sales_north union all select tamis_sketch(id) from sales_south) as x" 't'
  check 'groups by the partition key are shipped whole' 2 "$(
    sql "$PRELUDE set enable_partitionwise_aggregate = on;
      explain (verbose, costs off) select region, tamis_sketch(amount) from sales group by region" |
      grep -c 'Remote SQL: SELECT region, tamis.tamis_sketch(amount) FROM public.sales GROUP BY 1')"
}

# Where sketches can't be had, rows are fetched and say the same.
otherwise() {
  check 'a server that does not say that it has the extension sends rows' 1 "$(
    remote sales "begin; alter server north options (drop extensions);" | grep -c 'tamis_sketch')"
  check_sql 'and the document is the same' "$PRELUDE begin; alter server north options (drop extensions);
    select document_of('sales') = document_of('(select * from every)')" 't'
  check_sql 'a partition here beside those elsewhere' "$PRELUDE
    create table sales_west partition of sales for values in ('west', null);
    insert into sales select i, 'west', '31.12.2023', null, null from generate_series(1, 100) as i;
    select document_of('sales') = document_of('(select * from every union all select * from sales_west)')" 't'
  check_sql 'an empty partition' "$PRELUDE create table sales_east partition of sales for values in ('east');
    select document_of('sales') = document_of('(select * from every union all select * from sales_west)')" 't'
  check_sql 'a reader of the table who may not read its partitions' "$PRELUDE
    create role tamis_shard_reader; grant usage on schema tamis to tamis_shard_reader;
    grant usage on foreign server north, south to tamis_shard_reader;
    create user mapping for tamis_shard_reader server north options (user 'postgres', password_required 'false');
    create user mapping for tamis_shard_reader server south options (user 'postgres', password_required 'false');
    grant select on sales to tamis_shard_reader;
    set role tamis_shard_reader;
    select max(row_count) from tamis_profile('sales');
    select count(*) from sales_north; reset role" $'60100\nERROR:  42501'
  check_sql 'a policy of the table holds' "$PRELUDE
    alter table sales enable row level security;
    create policy few on sales for select to tamis_shard_reader using (id <= 10);
    grant select on all tables in schema public to tamis_shard_reader;
    set role tamis_shard_reader; select max(row_count) from tamis_profile('sales');
    reset role; drop owned by tamis_shard_reader; drop role tamis_shard_reader;
    alter table sales disable row level security" '20'
  check_sql 'a server that is away ends the statement' "$PRELUDE
    alter server south options (set host '/nowhere');
    select count(*) from tamis_profile('sales')" 'ERROR:  08001'
}

page
profile
moved
otherwise
report
