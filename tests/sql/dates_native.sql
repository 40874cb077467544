-- Dates and times as the engine's own.
select tamis_to_date('2024-03-05'), tamis_to_date('5 March 2024'), tamis_to_date(' 13/04/2024 ');
select tamis_to_date('0001-01-01'), tamis_to_date('1969-12-31'), tamis_to_date('1970-01-01'), tamis_to_date('9999-12-31');
select tamis_to_timestamp('0001-01-01'), tamis_to_timestamp('0001-01-01 00:00:00.000001'), tamis_to_timestamp('9999-12-31 23:59:59.999999');
select tamis_to_timestamp('1969-12-31 23:59:59.999999'), tamis_to_timestamp('1970-01-01 00:00:00'), tamis_to_timestamp('1899-12-31T12:30:00.5');
select tamis_to_timestamp('2024-03-05'), tamis_to_timestamp('2024-03-05 14:30'), tamis_to_timestamp('Mar 5, 2024 2:30 PM');
select tamis_to_timestamp('2024-03-05 14:30:45.100'), tamis_to_timestamp('2024-03-05 14:30:45.000000'), tamis_to_timestamp('2024-03-05 14:30:45.12345'), tamis_to_timestamp('2024-03-05 14:30:45.123456000');
select tamis_to_timestamp('2024-02-29 24:00'), tamis_to_timestamp('2016-12-31 23:59:60');
-- A timestamp with an offset is moved to UTC.
select tamis_to_timestamp('2024-03-05T14:30:00+02:00'), tamis_to_timestamp('2024-03-05 14:30Z'), tamis_to_timestamp('2024-02-28 23:30:00.5 -12:00');
select tamis_to_timestamp('0001-01-01T00:00:00+00:01'), tamis_to_timestamp('9999-12-31T23:59:59-00:01'), tamis_to_timestamp('0001-01-01T00:01:00+00:01');
select tamis_to_timestamp('0001-01-01T00:00:00+00:01', '{"strict": true}');
-- NULL where there is none.
select tamis_to_date(null), tamis_to_date(''), tamis_to_date('   '), tamis_to_date('n/a'), tamis_to_date('hello'), tamis_to_date('2024-02-30'), tamis_to_date('03/04/2024');
select tamis_to_timestamp(null), tamis_to_timestamp(''), tamis_to_timestamp('NULL'), tamis_to_timestamp('now'), tamis_to_timestamp('2024-03-05 25:00'), tamis_to_timestamp('03/04/2024 10:00');
select tamis_to_date('2024-03-05', null), tamis_to_timestamp('2024-03-05', null);
select tamis_to_date('5.3.2024é'), tamis_to_date('"2024-03-05'), tamis_to_timestamp('２０２４年13月5日');
-- What the target can't hold.
select tamis_to_date('2024-03-05 00:00'), tamis_to_date('2024-03-05 14:30'), tamis_to_date('2024-03-05 00:00:00.000000001'), tamis_to_date('2024-03-05T00:00:00+02:00');
select tamis_to_date('2024-03-05 14:30', '{"truncate": true}'), tamis_to_date('2024-03-05T23:59:59.999999999-05:00', '{"truncate": true}');
select tamis_to_timestamp('2024-03-05 14:30:45.1234567'), tamis_to_timestamp('2024-03-05 14:30:45.1234567', '{"truncate": true}'), tamis_to_timestamp('1969-12-31 23:59:59.9999999', '{"truncate": true}');
select tamis_to_date('2024-03-05 14:30', '{"strict": true}');
select tamis_to_timestamp('2024-03-05 14:30:45.1234567', '{"strict": true}');
select tamis_to_timestamp('2024-03-05 14:30:45.1234567', '{"strict": true, "truncate": true}');
-- Strict: why.
select tamis_to_date('', '{"strict": true}'), tamis_to_date('-', '{"strict": true}'), tamis_to_timestamp('2024-03-05', '{"strict": true}');
select tamis_to_date('hello', '{"strict": true}');
select tamis_to_timestamp('03/04/2024 10:00', '{"strict": true}');
-- A range, and dates that stand for none.
select tamis_to_date('2024-03-05', '{"min": "2024-03-05", "max": "2024-03-05"}'), tamis_to_date('2024-03-05', '{"min": "2024-03-06"}'), tamis_to_timestamp('2024-03-05 00:00:01', '{"max": "2024-03-04"}');
select tamis_to_date('2024-03-05', '{"strict": true, "max": "2024-03-04"}');
select tamis_to_date('1900-01-01'), tamis_to_date('1900-01-01', '{"null_sentinels": true}'), tamis_to_timestamp('9999-12-31 00:00', '{"null_sentinels": true}'), tamis_to_timestamp('9999-12-31 23:59:59', '{"null_sentinels": true}');
select tamis_to_date('0000-00-00', '{"null_sentinels": true, "strict": true}'), tamis_to_timestamp('0000-00-00 00:00:00', '{"null_sentinels": true, "strict": true}'), tamis_normalize_date('1970-01-01', '{"null_sentinels": true}');
select tamis_normalize_date('1970-01', '{"null_sentinels": true}'), tamis_normalize_date('1900-W01', '{"null_sentinels": true}'), tamis_normalize_date('1970-01-01 00:00', '{"null_sentinels": true}');
select tamis_normalize_date('1999-09-09', '{"null_sentinels": ["1999-09-09"], "max": "1990-01-01", "strict": true}'), tamis_normalize_date('1970-01-01', '{"null_sentinels": ["1999-09-09"]}'), tamis_normalize_date('1999-09-09', '{"null_sentinels": []}');
-- Options that are wrong.
select tamis_to_date('2024-03-05', '{"min": "5.3.2024"}');
select tamis_to_date('2024-03-05', '{"min": "2024-03-06", "max": "2024-03-05"}');
select tamis_to_date('2024-03-05', '{"null_sentinels": ["never"]}');
select tamis_to_date('2024-03-05', '{"null_sentinels": 1}');
select tamis_to_date('2024-03-05', '{"two_digit_pivot": 101}');
select tamis_to_timestamp('2024-03-05', '{"disambiguation": "first"}');
select tamis_to_timestamp('2024-03-05', '[]');
select tamis_normalize_date('2024-03-05', '{"truncate": true}');
-- One call site, options that change from row to row.
create table reads(n integer, value text, options jsonb);
insert into reads values (1, '03/04/2024', '{"order": "dmy"}'), (2, '03/04/2024', '{"order": "mdy"}'), (3, '03/04/2024', '{}'), (4, '03/04/2024', '{"order": "dmy"}');
select n, tamis_to_date(value, options), tamis_to_timestamp(value, options), tamis_normalize_date(value, options) from reads order by n;
select sum(length(tamis_normalize_date(value, options))), count(tamis_to_date(value, options)), count(tamis_to_timestamp(value)) from reads;
