-- A service desk's tickets, @ROWS@ of them, with the ills of a real migration and the truth about
-- how many of each were planted. Deterministic: every value follows from the row's number by
-- integer arithmetic, so both engines make the same bytes. At least 1,000 rows.
--
-- The ills stand at row numbers chosen by rules (see service_desk_row); the truth counts row
-- numbers by the same rules and never looks at the values.

-- 1,300 days from 2022-01-01.
CREATE TABLE service_desk_day (day INTEGER PRIMARY KEY, y INTEGER, m INTEGER, d INTEGER, iso TEXT);
INSERT INTO service_desk_day
WITH RECURSIVE step(day, y, m, d, last_day) AS (
  SELECT 0, 2022, 1, 1, 31
  UNION ALL
  SELECT day + 1,
         CASE WHEN d = last_day AND m = 12 THEN y + 1 ELSE y END,
         CASE WHEN d < last_day THEN m WHEN m = 12 THEN 1 ELSE m + 1 END,
         CASE WHEN d < last_day THEN d + 1 ELSE 1 END,
         CASE WHEN d < last_day THEN last_day
              WHEN m IN (3, 5, 8, 10) THEN 30
              WHEN m = 1 AND y % 4 = 0 THEN 29
              WHEN m = 1 THEN 28
              ELSE 31 END
  FROM step
  WHERE day < 1299
)
SELECT day, y, m, d,
       CAST(y AS TEXT) || '-' || substr(CAST(100 + m AS TEXT), 2, 2) || '-' ||
       substr(CAST(100 + d AS TEXT), 2, 2)
FROM step;

-- One row per ticket row: its number, which copy it is, three pseudo-random numbers, and the ills
-- it carries. @ROWS@ / 500 tickets stand twice (every spacing-th, from the first on); nine have a
-- day-first creation date and six an impossible closing date, at places where no duplicate stands.
CREATE TABLE service_desk_row (
  i BIGINT, copy INTEGER, a BIGINT, b BIGINT, c BIGINT, day_first INTEGER, impossible INTEGER
);
INSERT INTO service_desk_row
WITH RECURSIVE
  size(tickets, duplicates, spacing) AS (
    SELECT CAST(@ROWS@ - @ROWS@ / 500 AS BIGINT), CAST(@ROWS@ / 500 AS BIGINT),
           CAST((@ROWS@ - @ROWS@ / 500) / (@ROWS@ / 500) AS BIGINT)
  ),
  number(i) AS (
    SELECT CAST(1 AS BIGINT)
    UNION ALL
    SELECT i + 1 FROM number WHERE i < @ROWS@ - @ROWS@ / 500
  ),
  planted(k, day_first_at, impossible_at) AS (
    SELECT k,
           CASE WHEN at1 % spacing = 1 THEN at1 + 1 ELSE at1 END,
           CASE WHEN at2 % spacing = 1 THEN at2 + 2 ELSE at2 END
    FROM (
      SELECT i AS k, spacing, i * (tickets / 10) AS at1, i * (tickets / 7) + 5 AS at2
      FROM number, size WHERE i <= 9
    ) AS place
  ),
  copies(copy) AS (SELECT 0 UNION ALL SELECT 1)
SELECT n.i, copies.copy,
       (n.i * 48271 % 2147483647) * 16807 % 2147483647,
       ((n.i + 7919) * 69621 % 2147483647) * 16807 % 2147483647,
       ((n.i + 104729) * 39373 % 2147483647) * 48271 % 2147483647,
       coalesce(f.k, 0), coalesce(p.k, 0)
FROM number AS n
CROSS JOIN size
JOIN copies ON copies.copy = 0 OR (n.i % spacing = 1 AND n.i / spacing < duplicates)
LEFT JOIN planted AS f ON f.day_first_at = n.i
LEFT JOIN planted AS p ON p.impossible_at = n.i AND p.k <= 6;

INSERT INTO tickets
SELECT
  r.i,
  'INC' || substr(CAST(10000000 + r.i AS TEXT), 2, 7),
  CASE WHEN r.day_first > 0
       THEN substr(CAST(100 + 3 * r.day_first AS TEXT), 2, 2) || '/' ||
            substr(CAST(100 + created.m AS TEXT), 2, 2) || '/' || CAST(created.y AS TEXT) || ' ' ||
            substr(CAST(100 + r.a % 24 AS TEXT), 2, 2) || ':' ||
            substr(CAST(100 + r.b % 60 AS TEXT), 2, 2)
       ELSE created.iso || ' ' || substr(CAST(100 + r.a % 24 AS TEXT), 2, 2) || ':' ||
            substr(CAST(100 + r.b % 60 AS TEXT), 2, 2) || ':' ||
            substr(CAST(100 + r.c % 60 AS TEXT), 2, 2)
  END,
  updated.iso || CASE WHEN r.c % 4 = 0 THEN 'T' ELSE ' ' END ||
    substr(CAST(100 + r.b % 24 AS TEXT), 2, 2) || ':' ||
    substr(CAST(100 + r.c % 60 AS TEXT), 2, 2) || ':' ||
    substr(CAST(100 + r.a % 60 AS TEXT), 2, 2),
  CASE WHEN r.a % 10 < 3 THEN ''
       ELSE resolved.iso || ' ' || substr(CAST(100 + r.c % 24 AS TEXT), 2, 2) || ':' ||
            substr(CAST(100 + r.a % 60 AS TEXT), 2, 2) || ':00' END,
  CASE WHEN r.impossible > 0
       THEN CASE r.impossible % 3 WHEN 0 THEN '2023-02-30' WHEN 1 THEN '2024-13-05'
                                  ELSE '2023-04-31' END
       WHEN r.a % 10 < 3 THEN ''
       ELSE resolved.iso END,
  due.iso,
  CASE WHEN r.b % 61 = 0 THEN ' ' ELSE '' END || 'P' || CAST(1 + r.b % 4 AS TEXT) ||
    CASE WHEN r.b % 59 = 0 THEN ' ' ELSE '' END,
  CASE r.a % 5 WHEN 0 THEN 'Open' WHEN 1 THEN 'In Progress' WHEN 2 THEN 'On Hold'
               WHEN 3 THEN 'Resolved' ELSE 'Closed' END,
  CASE r.b % 7 WHEN 0 THEN 'Network' WHEN 1 THEN 'Hardware' WHEN 2 THEN 'Software'
               WHEN 3 THEN 'Access' WHEN 4 THEN 'E-mail' WHEN 5 THEN 'Printing'
               ELSE 'Other' END,
  CASE r.c % 6 WHEN 0 THEN 'Service Desk' WHEN 1 THEN 'Büro Zürich' WHEN 2 THEN 'Équipe réseau'
               WHEN 3 THEN 'Field, North' WHEN 4 THEN 'Field, South' ELSE 'Security "Blue"' END,
  'Caller' || CASE WHEN r.c % 211 = 0 THEN '  ' ELSE ' ' END || CAST(r.c % 9973 AS TEXT),
  'caller' || CAST(r.c % 9973 AS TEXT) || '@example.com',
  CASE r.a % 8 WHEN 0 THEN 'true' WHEN 1 THEN 'FALSE' WHEN 2 THEN 'Yes' WHEN 3 THEN 'no'
               WHEN 4 THEN '1' WHEN 5 THEN '0' WHEN 6 THEN 'N' ELSE 'false' END,
  CASE WHEN r.b % 20 = 0 THEN ''
       WHEN r.b % 3 = 0 THEN 'Y' ELSE 'N' END,
  CASE WHEN r.c % 25 = 0 THEN ''
       WHEN r.b % 9000 >= 1000 AND r.c % 3 = 0
       THEN CAST(r.b % 9000 / 1000 AS TEXT) || ',' ||
            substr(CAST(1000 + r.b % 1000 AS TEXT), 2, 3) || '.' ||
            substr(CAST(100 + r.a % 100 AS TEXT), 2, 2)
       ELSE CAST(r.b % 9000 AS TEXT) || '.' || substr(CAST(100 + r.a % 100 AS TEXT), 2, 2) END,
  CASE WHEN r.a % 40 = 1 THEN '' WHEN r.a % 50 = 2 THEN 'N/A' ELSE CAST(r.a % 480 AS TEXT) END,
  CASE WHEN r.b % 31 = 0 THEN 2 WHEN r.b % 13 = 0 THEN 1 ELSE 0 END,
  CASE WHEN r.c % 4 = 0 THEN '?' ELSE CAST(1 + r.c % 5 AS TEXT) END,
  CASE r.b % 4 WHEN 0 THEN 'Cannot log in, error "0x' || CAST(r.a % 4096 AS TEXT) || '"'
               WHEN 1 THEN 'Printer on floor ' || CAST(r.a % 12 AS TEXT) || ' is offline'
               WHEN 2 THEN 'Please reset; user waits' || CASE WHEN r.c % 97 = 0 THEN ' ' ELSE '' END
               ELSE 'Laptop ' || CAST(r.c % 5000 AS TEXT) || ' runs hot, fan loud' END
FROM service_desk_row AS r
JOIN service_desk_day AS created ON created.day = r.a % 1096
JOIN service_desk_day AS updated ON updated.day = r.a % 1096 + r.b % 60
JOIN service_desk_day AS resolved ON resolved.day = r.a % 1096 + r.c % 45
JOIN service_desk_day AS due ON due.day = r.a % 1096 + 14;

CREATE TABLE service_desk_truth (column_name TEXT, ill TEXT, expected BIGINT);
INSERT INTO service_desk_truth
SELECT 'ticket_id', 'duplicate', sum(copy) FROM service_desk_row
UNION ALL SELECT 'created_at', 'day_first', sum(CASE WHEN day_first > 0 THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'resolved_at', 'empty', sum(CASE WHEN a % 10 < 3 THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'closed_on', 'empty',
  sum(CASE WHEN a % 10 < 3 AND impossible = 0 THEN 1 ELSE 0 END) FROM service_desk_row
UNION ALL SELECT 'closed_on', 'impossible_date',
  sum(CASE WHEN impossible > 0 THEN 1 ELSE 0 END) FROM service_desk_row
UNION ALL SELECT 'priority', 'leading_space', sum(CASE WHEN b % 61 = 0 THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'priority', 'trailing_space', sum(CASE WHEN b % 59 = 0 THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'caller_name', 'odd_space', sum(CASE WHEN c % 211 = 0 THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'description', 'trailing_space',
  sum(CASE WHEN b % 4 = 2 AND c % 97 = 0 THEN 1 ELSE 0 END) FROM service_desk_row
UNION ALL SELECT 'is_vip', 'boolean_word', sum(CASE WHEN a % 8 IN (4, 5) THEN 0 ELSE 1 END)
  FROM service_desk_row
UNION ALL SELECT 'is_vip', 'zero_or_one', sum(CASE WHEN a % 8 IN (4, 5) THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'sla_breached', 'empty', sum(CASE WHEN b % 20 = 0 THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'cost', 'empty', sum(CASE WHEN c % 25 = 0 THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'cost', 'thousands',
  sum(CASE WHEN c % 25 <> 0 AND b % 9000 >= 1000 AND c % 3 = 0 THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'minutes_spent', 'empty', sum(CASE WHEN a % 40 = 1 THEN 1 ELSE 0 END)
  FROM service_desk_row
UNION ALL SELECT 'minutes_spent', 'missing_marker',
  sum(CASE WHEN a % 40 <> 1 AND a % 50 = 2 THEN 1 ELSE 0 END) FROM service_desk_row
UNION ALL SELECT 'satisfaction', 'missing_marker', sum(CASE WHEN c % 4 = 0 THEN 1 ELSE 0 END)
  FROM service_desk_row;

DROP TABLE service_desk_row;
DROP TABLE service_desk_day;
