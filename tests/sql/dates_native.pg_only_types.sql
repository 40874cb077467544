-- The types of results, and options that are no constant of the query.
select pg_typeof(tamis_to_date('2024-03-05')), pg_typeof(tamis_to_timestamp('2024-03-05')), pg_typeof(tamis_date_formats('x'));
select tamis_to_date('2024-03-05') + 1, tamis_to_timestamp('2024-03-05 10:00') - interval '1 hour';
select tamis_to_date('0001-01-01') = date '0001-01-01', tamis_to_timestamp('9999-12-31 23:59:59.999999') = timestamp '9999-12-31 23:59:59.999999';
select count(*) from generate_series(date '0001-01-01', date '9999-12-31', interval '1 day') d where tamis_to_date(to_char(d, 'YYYY-MM-DD')) is distinct from d::date or tamis_to_timestamp(to_char(d, 'YYYY-MM-DD HH24:MI:SS')) is distinct from d::timestamp;
select tamis_to_date(value => '5/3/2024', options => '{"order": "dmy"}'), tamis_to_date('2024-03-05'::char(20)), tamis_to_date('2024-03-05'::varchar(20));
create function read_day(value text, options jsonb) returns date language plpgsql as $$ declare day date; begin day := tamis_to_date(value, options); return day; end $$;
select read_day('03/04/2024', '{"order": "dmy"}'), read_day('03/04/2024', '{"order": "mdy"}'), read_day('03/04/2024', '{"order": "dmy"}'), read_day('03/04/2024', null);
prepare by_order(jsonb) as select tamis_to_date('03/04/2024', $1);
execute by_order('{"order": "dmy"}');
execute by_order('{"order": "mdy"}');
create table visits(x text);
create index on visits (tamis_to_timestamp(x));
