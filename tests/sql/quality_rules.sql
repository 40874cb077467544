-- What each rule of a contract counts: missing, wrong, just inside and just outside.
CREATE TABLE v (n text, b text, at text, k1 text, k2 text);
INSERT INTO v VALUES
  ('1', 'yes', '2024-01-31 00:00:00', 'a', '1'), ('1.0', 'no', '2024-01-31', 'a', '2'),
  ('2', '1', '2024-01-31T00:00:01', ' a', '2'), ('1,000.5', '0', '2024-02-30', NULL, '1'),
  ('x', 'maybe', '03/04/2024', NULL, '1'), ('N/A', '', NULL, 'b', '?'), (NULL, NULL, ' ', 'b', '?');
-- Numbers of a list are compared as numbers.
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "quality": [{"metric": "invalidValues", "arguments": {"validValues": [1, 1000.5]}}]}]}]}') -> 'rules' -> 0 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "quality": [{"metric": "invalidValues", "arguments": {"validValues": [1, 1000.5]}}]}]}]}') -> 'rules' -> 0 ->> 'failed';
-- Texts of a list are compared as they stand.
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "quality": [{"metric": "invalidValues", "arguments": {"validValues": ["1", "2"]}}]}]}]}') -> 'rules' -> 0 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "quality": [{"metric": "invalidValues", "arguments": {"validValues": ["1", "2"]}}]}]}]}') -> 'rules' -> 0 ->> 'failed';
-- Booleans of a list are compared as what they mean.
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "b", "quality": [{"metric": "invalidValues", "arguments": {"validValues": [true]}}]}]}]}') -> 'rules' -> 0 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "b", "quality": [{"metric": "invalidValues", "arguments": {"validValues": [true]}}]}]}]}') -> 'rules' -> 0 ->> 'failed';
-- The last moment of January, and one second later.
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "at", "quality": [], "logicalTypeOptions": {"maximum": "2024-01-31"}, "logicalType": "timestamp"}]}]}') -> 'rules' -> 1 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "at", "quality": [], "logicalTypeOptions": {"maximum": "2024-01-31"}, "logicalType": "timestamp"}]}]}') -> 'rules' -> 1 ->> 'failed';
-- A key of two, one part missing in four rows, two rows equal after cleaning.
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "k2", "primaryKey": true, "primaryKeyPosition": 2}, {"name": "k1", "primaryKey": true, "primaryKeyPosition": 1}]}]}') -> 'rules' -> 2 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "k2", "primaryKey": true, "primaryKeyPosition": 2}, {"name": "k1", "primaryKey": true, "primaryKeyPosition": 1}]}]}') -> 'rules' -> 2 ->> 'failed';
-- Types.
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "b", "logicalType": "boolean"}]}]}') -> 'rules' -> 0 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "b", "logicalType": "boolean"}]}]}') -> 'rules' -> 0 ->> 'failed';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "logicalType": "number"}]}]}') -> 'rules' -> 0 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "logicalType": "number"}]}]}') -> 'rules' -> 0 ->> 'failed';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "logicalType": "integer"}]}]}') -> 'rules' -> 0 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "logicalType": "integer"}]}]}') -> 'rules' -> 0 ->> 'failed';
-- Bounds are inclusive.
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "logicalType": "number", "logicalTypeOptions": {"minimum": 1, "maximum": 1000.5}}]}]}') -> 'rules' -> 1 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "logicalType": "number", "logicalTypeOptions": {"minimum": 1, "maximum": 1000.5}}]}]}') -> 'rules' -> 1 ->> 'failed';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "logicalType": "number", "logicalTypeOptions": {"minimum": 1.01}}]}]}') -> 'rules' -> 1 ->> 'evaluated';
SELECT tamis_quality_score('v', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "v", "status": "active",
  "schema": [{"name": "v", "properties": [{"name": "n", "logicalType": "number", "logicalTypeOptions": {"minimum": 1.01}}]}]}') -> 'rules' -> 1 ->> 'failed';
