-- A dimension of :rows keys with 10 tracked columns, a full batch (1% changed, 1% new, 0.5% gone)
-- and a delta of :delta rows (8 changed, 1 new, 1 unchanged in ten).
CREATE TABLE base AS
SELECT g::bigint AS id,
       ('Customer name ' || md5(g::text))::varchar(60) AS c1,
       (md5((g * 7)::text) || '@example.com')::varchar(80) AS c2,
       ('city-' || (g % 5000))::varchar(40) AS c3,
       (g % 97)::int AS c4,
       g * 1000003::bigint AS c5,
       ((g % 1000000) / 7.0)::numeric(12, 2) AS c6,
       date '2000-01-01' + (g % 9000)::int AS c7,
       timestamp '2020-01-01' + (g % 100000) * interval '1 minute' AS c8,
       g % 3 = 0 AS c9,
       CASE WHEN g % 5 > 0 THEN 'note ' || (g % 1234) END AS c10
FROM generate_series(1, :rows) AS g;

CREATE TABLE batch_full AS
SELECT id, c1, c2, CASE WHEN id % 100 = 3 THEN (c3 || 'X')::varchar(40) ELSE c3 END AS c3,
       c4, c5, c6, c7, c8, c9, c10
FROM base WHERE id % 200 <> 7
UNION ALL
SELECT id + :rows, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 FROM base WHERE id <= :rows / 100
ORDER BY id;
ALTER TABLE batch_full ADD PRIMARY KEY (id);

CREATE TABLE batch_delta AS
SELECT CASE WHEN k % 10 = 9 THEN id + :rows ELSE id END AS id, c1, c2,
       CASE WHEN k % 10 < 8 THEN (c3 || 'X')::varchar(40) ELSE c3 END AS c3,
       c4, c5, c6, c7, c8, c9, c10
FROM (SELECT *, id / (:rows / :delta) AS k FROM base WHERE id % (:rows / :delta) = 0) AS d;

-- What a user would write by hand, with the index that he would make.
CREATE TABLE hand AS
SELECT *, md5(id::text || '|2024-01-01') AS scd_id, timestamp '2024-01-01' AS valid_from,
       NULL::timestamp AS valid_to
FROM base ORDER BY id;
CREATE UNIQUE INDEX ON hand (id) WHERE valid_to IS NULL;

-- dbt makes no index.
CREATE TABLE dbt AS
SELECT *, md5(id::text || '|2024-01-01') AS dbt_scd_id, timestamp '2024-01-01' AS dbt_updated_at,
       timestamp '2024-01-01' AS dbt_valid_from, NULL::timestamp AS dbt_valid_to
FROM base ORDER BY id;

SELECT tamis_scd2_merge('ours', 'base', '{"key": "id", "as_of": "2024-01-01"}') IS NOT NULL;
DROP TABLE base;
VACUUM ANALYZE;
