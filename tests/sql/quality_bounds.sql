-- Bounds and lists compare what values mean, however they are written.
CREATE TABLE m (zoned text, plain text, n text);
INSERT INTO m VALUES
  ('2024-01-01T12:00:00Z', '2024-01-01 12:00:00', '1e+3'),
  ('2024-01-01T14:00:00+02:00', '2024-01-01T12:00', '1000'),
  ('2024-01-01T12:00:00.5Z', '2024-01-01 12:00:00.5', '1000.0'),
  ('2024-01-01T11:59:59Z', '2024-01-01 11:59:59', '999'),
  ('2024-01-01T12:00:00-02:00', '2024-01-02', '1e-3'),
  (NULL, NULL, '1e+21'), (NULL, NULL, '1e+22'), (NULL, NULL, 'x'), (NULL, NULL, NULL);
-- Values with an offset, a maximum without: two beyond.
SELECT r ->> 'evaluated' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "zoned", "logicalType": "timestamp", "logicalTypeOptions": {"maximum": "2024-01-01 12:00:00"}}]}]}') -> 'rules' -> 1 AS r) AS s;
SELECT r ->> 'failed' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "zoned", "logicalType": "timestamp", "logicalTypeOptions": {"maximum": "2024-01-01 12:00:00"}}]}]}') -> 'rules' -> 1 AS r) AS s;
-- ... and a minimum: one below.
SELECT r ->> 'evaluated' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "zoned", "logicalType": "timestamp", "logicalTypeOptions": {"minimum": "2024-01-01 12:00:00"}}]}]}') -> 'rules' -> 1 AS r) AS s;
SELECT r ->> 'failed' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "zoned", "logicalType": "timestamp", "logicalTypeOptions": {"minimum": "2024-01-01 12:00:00"}}]}]}') -> 'rules' -> 1 AS r) AS s;
-- Values without an offset, a maximum with one: two beyond.
SELECT r ->> 'evaluated' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "plain", "logicalType": "timestamp", "logicalTypeOptions": {"maximum": "2024-01-01T12:00:00Z"}}]}]}') -> 'rules' -> 1 AS r) AS s;
SELECT r ->> 'failed' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "plain", "logicalType": "timestamp", "logicalTypeOptions": {"maximum": "2024-01-01T12:00:00Z"}}]}]}') -> 'rules' -> 1 AS r) AS s;
-- ... and a minimum: one below.
SELECT r ->> 'evaluated' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "plain", "logicalType": "timestamp", "logicalTypeOptions": {"minimum": "2024-01-01T14:00:00+02:00"}}]}]}') -> 'rules' -> 1 AS r) AS s;
SELECT r ->> 'failed' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "plain", "logicalType": "timestamp", "logicalTypeOptions": {"minimum": "2024-01-01T14:00:00+02:00"}}]}]}') -> 'rules' -> 1 AS r) AS s;
-- An offset on both sides.
SELECT r ->> 'evaluated' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "zoned", "logicalType": "timestamp", "logicalTypeOptions": {"maximum": "2024-01-01T12:00:00Z"}}]}]}') -> 'rules' -> 1 AS r) AS s;
SELECT r ->> 'failed' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "zoned", "logicalType": "timestamp", "logicalTypeOptions": {"maximum": "2024-01-01T12:00:00Z"}}]}]}') -> 'rules' -> 1 AS r) AS s;
-- A fraction in the bound.
SELECT r ->> 'evaluated' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "zoned", "logicalType": "timestamp", "logicalTypeOptions": {"maximum": "2024-01-01T12:00:00.5Z"}}]}]}') -> 'rules' -> 1 AS r) AS s;
SELECT r ->> 'failed' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "zoned", "logicalType": "timestamp", "logicalTypeOptions": {"maximum": "2024-01-01T12:00:00.5Z"}}]}]}') -> 'rules' -> 1 AS r) AS s;
-- A number is in its list in any spelling.
SELECT r ->> 'evaluated' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "n", "quality": [{"metric": "invalidValues", "arguments": {"validValues": [1000, 0.001, 1e21]}}]}]}]}') -> 'rules' -> 0 AS r) AS s;
SELECT r ->> 'failed' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "n", "quality": [{"metric": "invalidValues", "arguments": {"validValues": [1000, 0.001, 1e21]}}]}]}]}') -> 'rules' -> 0 AS r) AS s;
SELECT r ->> 'evaluated' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "n", "quality": [{"metric": "invalidValues", "arguments": {"validValues": [1e3, 999.0, 1e-3]}}]}]}]}') -> 'rules' -> 0 AS r) AS s;
SELECT r ->> 'failed' FROM (SELECT tamis_quality_score('m', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "m", "status": "active",
  "schema": [{"name": "m", "properties": [{"name": "n", "quality": [{"metric": "invalidValues", "arguments": {"validValues": [1e3, 999.0, 1e-3]}}]}]}]}') -> 'rules' -> 0 AS r) AS s;
