-- A unique index of a partitioned table has to hold the columns that part it: none is proposed that
-- could not be made.
CREATE TABLE parted (day date, id int, v text) PARTITION BY RANGE (day);
CREATE TABLE part_1 PARTITION OF parted FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO parted VALUES ('2024-01-01', 1, 'a'), ('2024-01-02', 1, 'b');
ANALYZE parted;
SELECT tamis_maintain('parted', '{"key": "id", "do": "index"}') -> 'advice' -> 0 ->> 'sql';
SELECT tamis_maintain('parted', '{"key": "id", "do": "index"}') -> 'advice';
SELECT tamis_maintain('parted', '{"key": ["day", "id"]}') -> 'advice' -> 0 ->> 'sql';
CREATE TABLE by_month (day date, id int) PARTITION BY RANGE (date_trunc('month', day::timestamp));
ANALYZE by_month;
SELECT tamis_maintain('by_month', '{"key": ["day", "id"]}') -> 'advice' -> 0 ->> 'sql';
