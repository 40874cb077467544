-- Days of a date dimension. The weeks are those of ISO 8601: the years 2004, 2009, 2015, 2020 and
-- 2026 have 53 of them, and the first days of January may belong to the year before.
SELECT date_key, date, year, quarter, month, month_name, day, day_of_year, weekday, day_name FROM tamis_dim_date('2024-02-28', '2024-03-01');
SELECT iso_year, iso_week, week_start, month_start, month_end, quarter_start, quarter_end FROM tamis_dim_date('2024-12-29', '2025-01-01');
SELECT max(iso_week) FROM tamis_dim_date('2004-01-05', '2027-01-03') GROUP BY iso_year ORDER BY iso_year;
SELECT date, iso_year, iso_week, weekday FROM tamis_dim_date('2004-12-31', '2027-01-04') WHERE day_of_year = 1 AND iso_week > 1 ORDER BY date;
SELECT count(*), min(date_key), max(date_key), sum(CASE WHEN is_leap_year AND day_of_year = 366 THEN 1 END), sum(CASE WHEN is_weekend THEN 1 END), sum(CASE WHEN is_month_end THEN 1 END), sum(CASE WHEN is_workday THEN 1 END), sum(CASE WHEN is_holiday THEN 1 ELSE 0 END) FROM tamis_dim_date('2000-01-01', '2099-12-31');
SELECT count(*) FROM (SELECT DISTINCT iso_year, iso_week FROM tamis_dim_date('2000-01-03', '2100-01-03')) AS w;
SELECT date, week_start, iso_year, iso_week FROM tamis_dim_date('0001-01-01', '0001-01-01');
SELECT date, week_start, quarter_end, iso_year, iso_week FROM tamis_dim_date('9999-12-31', '9999-12-31');
SELECT count(*) FROM tamis_dim_date('1900-02-28', '1900-03-01');
-- The fiscal year.
SELECT date, fiscal_year, fiscal_quarter, fiscal_month FROM tamis_dim_date('2024-06-30', '2024-07-01', '{"fiscal_start": 7}');
SELECT date, fiscal_year, fiscal_quarter, fiscal_month FROM tamis_dim_date('2024-06-30', '2024-07-01', '{"fiscal_start": 7, "fiscal_name": "start"}');
SELECT date, fiscal_year, fiscal_quarter, fiscal_month FROM tamis_dim_date('2024-12-31', '2025-01-01');
-- Names, and other weekends.
SELECT month_name, day_name FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"language": "de"}');
SELECT month_name, day_name FROM tamis_dim_date('2024-08-07', '2024-08-07', '{"language": "fr"}');
SELECT day_name FROM tamis_dim_date('2024-03-04', '2024-03-10', '{"language": "pt"}') ORDER BY weekday;
SELECT weekday FROM tamis_dim_date('2024-03-04', '2024-03-10', '{"weekend": [5, 6]}') WHERE is_weekend ORDER BY weekday;
SELECT sum(CASE WHEN is_workday THEN 1 END) FROM tamis_dim_date('2024-03-04', '2024-03-10', '{"weekend": []}');
-- Holidays from a table: outside of the days, twice on a day, without a name, NULL.
CREATE TABLE "my holidays" (date DATE, name TEXT, "what ""x" TEXT);
SELECT count(*) FROM tamis_dim_date('2024-12-24', '2025-01-02', '{"holidays": "\"my holidays\""}') WHERE is_holiday;
INSERT INTO "my holidays" VALUES ('2024-12-25', 'Weihnachten', 'é'), ('2024-12-25', 'Noël', 'e'), ('2024-12-26', NULL, NULL), ('2025-01-01', '', 'n'), ('2023-12-25', 'old', ''), ('2025-12-25', 'new', ''), (NULL, 'none', ''), ('2024-12-28', 'Saturday', 's');
SELECT date, holiday FROM tamis_dim_date('2024-12-24', '2025-01-02', '{"holidays": "\"my holidays\""}') WHERE is_holiday ORDER BY date;
SELECT date, holiday FROM tamis_dim_date('2024-12-24', '2025-01-02', '{"holidays": "\"my holidays\"", "holiday_name": "what \"x"}') WHERE is_holiday ORDER BY date;
SELECT date FROM tamis_dim_date('2024-12-24', '2025-01-02', '{"holidays": "\"my holidays\""}') WHERE is_workday ORDER BY date;
SELECT date, holiday FROM tamis_dim_date('2024-12-24', '2025-01-02', '{"holidays": "(SELECT CAST(''2024-12-31T00:00'' AS TEXT) AS d UNION ALL SELECT '' 1 Jan 2025'')", "holiday_date": "d"}') WHERE is_holiday ORDER BY date;

-- Bad input.
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-04');
SELECT * FROM tamis_dim_date('2024-02-30', '2024-03-04');
SELECT * FROM tamis_dim_date('2024-02', '2024-03-04');
SELECT * FROM tamis_dim_date('2024-02-01', '2024-03-04 12:00');
SELECT * FROM tamis_dim_date('03/04/2024', '2024-03-04');
SELECT * FROM tamis_dim_date('', '2024-03-04');
SELECT * FROM tamis_dim_date('2024-03-05', NULL);
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"fiscal_start": 13}');
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"fiscal_name": "both"}');
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"language": "xx"}');
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"weekend": [0]}');
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"weekend": 6}');
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"holidays": "nope"}');
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"holidays": "my holidays", "holiday_date": "nope"}');
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"holidays": "my holidays", "holiday_name": "nope"}');
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"holidays": "my holidays", "holiday_date": "name"}');
SELECT * FROM tamis_dim_date('2024-03-05', '2024-03-05', '{"speed": 1}');
