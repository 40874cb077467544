-- Rules about rows as a set: counts, what broke them, and conditions that are no conditions.
CREATE TABLE stays (id integer PRIMARY KEY, guest text, city text, "from ""day" text, till text, nights text);
INSERT INTO stays VALUES
  (1, 'Ada', 'Zürich', '2024-01-01', '2024-01-05', '4'), (2, 'Ada', 'Zürich', '2024-01-04', NULL, '3'),
  (3, ' ', 'Bern', '2024-03-01', '2024-03-02', '1'), (4, 'ada', 'ZÜRICH', '2024-01-05', '2024-01-05', '0'),
  (5, 'Bob', 'Bern', '2024-04-09', '2024-04-01', '8'), (6, 'Bob', NULL, 'soon', '2024-04-02', '900'), (7, 'Cy', 'Bern ', '2024-05-01', '2024-05-03', '2');
CREATE TABLE guests (name text);
INSERT INTO guests VALUES ('Ada'), ('Bob'), ('Bob'), (NULL);
SELECT rule, status, evaluated, failed, skipped, samples FROM tamis_check('stays', '{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "stays", "version": "1.0.0", "status": "active", "schema": [{"name": "stays", "quality": [
 {"type": "custom", "engine": "tamis", "id": "u", "implementation": {"check": "unique", "columns": ["guest"]}},
 {"type": "custom", "engine": "tamis", "id": "u_case", "implementation": {"check": "unique", "columns": ["guest"], "ignore": ["case"]}},
 {"type": "custom", "engine": "tamis", "id": "rows", "implementation": {"check": "unique_rows", "columns": ["guest", "city"]}},
 {"type": "custom", "engine": "tamis", "id": "fd", "implementation": {"check": "determines", "columns": ["guest", "city"]}},
 {"type": "custom", "engine": "tamis", "id": "fd_clear", "implementation": {"check": "determines", "columns": ["guest", "city"], "majority": 0.5}},
 {"type": "custom", "engine": "tamis", "id": "fk", "implementation": {"check": "references", "columns": ["guest"], "table": "guests", "to": ["name"]}},
 {"type": "custom", "engine": "tamis", "id": "bad_where", "implementation": {"check": "unique", "columns": ["guest"], "where": "1=1) OR (1=1"}},
 {"type": "custom", "engine": "tamis", "id": "one", "implementation": {"check": "cardinality", "columns": ["guest", "city"], "relation": "n:1"}},
 {"type": "custom", "engine": "tamis", "id": "one_there", "implementation": {"check": "cardinality", "columns": ["guest"], "relation": "n:1", "table": "guests", "to": ["name"]}},
 {"type": "custom", "engine": "tamis", "id": "rising", "implementation": {"check": "monotone", "columns": ["from \"day"], "order_by": ["id"], "where": "id <> 6"}},
 {"type": "custom", "engine": "tamis", "id": "steps", "implementation": {"check": "sequential", "columns": ["nights"]}},
 {"type": "custom", "engine": "tamis", "id": "months", "implementation": {"check": "no_gaps", "columns": ["from \"day"], "period": "month", "to": "2024-06-30"}},
 {"type": "custom", "engine": "tamis", "id": "overlap", "implementation": {"check": "no_overlap", "columns": ["from \"day", "till"], "where": "id <> 6", "by": ["city"]}},
 {"type": "custom", "engine": "tamis", "id": "spelling", "implementation": {"check": "variants", "columns": ["city"]}},
 {"type": "custom", "engine": "tamis", "id": "far", "implementation": {"check": "outliers", "columns": ["nights"]}},
 {"type": "custom", "engine": "tamis", "id": "gone", "implementation": {"check": "references", "columns": ["guest"], "table": "nowhere"}},
 {"type": "custom", "engine": "tamis", "id": "missing_column", "implementation": {"check": "unique", "columns": ["nobody"]}}
]}]}', '{"samples": 2}') ORDER BY rule;
-- Samples read alike on both engines, also of numbers that these write differently.
CREATE TABLE amounts (id integer PRIMARY KEY, amount double precision);
INSERT INTO amounts VALUES (1, 2), (2, 2.0), (3, 1e22), (4, 1e22), (5, 0.5);
SELECT rule, evaluated, failed, samples FROM tamis_check('amounts', '{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "amounts", "version": "1.0.0", "status": "active", "schema": [{"name": "amounts", "quality": [
 {"type": "custom", "engine": "tamis", "id": "u", "implementation": {"check": "unique", "columns": ["amount"]}}]}]}');
-- A key that came as 17.0 is 17, whatever the types on both sides.
CREATE TABLE accounts (id integer PRIMARY KEY, exact numeric(10,2));
INSERT INTO accounts VALUES (2, 2.00), (17, 17.00), (3, 2.50);
SELECT rule, status, evaluated, failed FROM tamis_check('amounts', '{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "amounts", "version": "1.0.0", "status": "active", "schema": [{"name": "amounts", "quality": [
 {"type": "custom", "engine": "tamis", "id": "whole", "implementation": {"check": "references", "columns": ["amount"], "table": "accounts", "to": ["id"]}},
 {"type": "custom", "engine": "tamis", "id": "numeric", "implementation": {"check": "references", "columns": ["id"], "table": "accounts", "to": ["exact"]}},
 {"type": "custom", "engine": "tamis", "id": "real", "implementation": {"check": "references", "columns": ["id"], "table": "amounts", "to": ["amount"]}}]}]}') ORDER BY rule;
