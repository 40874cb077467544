-- A contract is a document, or a registered one's name, wherever one is asked for.
CREATE TABLE "my orders" (id integer PRIMARY KEY, "Größe" text, placed text);
INSERT INTO "my orders" VALUES (1, 'M', '03.04.2024'), (2, 'XXX', '05.06.2024'), (3, 'L', 'soon'), (4, NULL, '07.08.2024');
SELECT tamis_contract_put('shop "ü" orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o-17", "version": "1.0.0", "status": "active", "schema": [{"name": "my orders", "properties": [
  {"name": "id", "logicalType": "integer", "primaryKey": true},
  {"name": "Größe", "quality": [{"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": ["S", "M", "L"]}}]},
  {"name": "placed", "logicalType": "date", "customProperties": [{"property": "dateOrder", "value": "dmy"}]}]}]}') -> 'stored';
SELECT tamis_contract_put('shop "ü" orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o-17", "version": "1.1.0", "status": "active", "schema": [{"name": "my orders", "properties": [
  {"name": "id", "logicalType": "integer", "primaryKey": true},
  {"name": "Größe", "required": true, "quality": [{"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": ["S", "M", "L"]}}]},
  {"name": "placed", "logicalType": "date", "customProperties": [{"property": "dateOrder", "value": "dmy"}]}]}]}') -> 'stored';
SELECT rule, status, failed FROM tamis_check('"my orders"', '"shop \"ü\" orders"') ORDER BY rule;
SELECT rule, status, failed FROM tamis_check('"my orders"', '{"contract": "shop \"ü\" orders", "version": "1.0.0"}') ORDER BY rule;

-- Split by the last version or by another; the lane keeps the name.
SELECT tamis_split('"my orders"', '{"contract": "shop \"ü\" orders", "version": "1.0.0"}', '{"good": "good_orders"}') -> 'rows' ->> 'good';
SELECT contract, contract_version, row_key, rules FROM tamis_error_row ORDER BY row_key;
SELECT tamis_split('"my orders"', '"shop \"ü\" orders"', '{"dry_run": true}') -> 'contract' ->> 'id';
SELECT tamis_split('"my orders"', '"shop \"ü\" orders"', '{"dry_run": true}') -> 'rows' ->> 'good';

-- A replay without a contract goes by the version the rows were split by: 1.0.0 bears a NULL.
UPDATE tamis_error_row SET run_id = 'run-1', error_id = 'run-1-' || row_key;
UPDATE tamis_error_row SET row_values = '{"id": 2, "Größe": null, "placed": "05.06.2024"}' WHERE row_key = '2';
SELECT tamis_split('tamis_error_row', '"shop \"ü\" orders"', '{"good": "good_orders", "replay": "run-1", "dry_run": true}') -> 'rows' ->> 'good';
SELECT tamis_split('tamis_error_row', NULL, '{"good": "good_orders", "replay": "run-1"}') -> 'contract' ->> 'version';
SELECT row_key, status, rules FROM tamis_error_row ORDER BY row_key;
SELECT * FROM good_orders ORDER BY id;
UPDATE tamis_error_row SET row_values = '{"id": 3, "Größe": "L", "placed": "01.02.2024"}' WHERE row_key = '3';
SELECT tamis_split('tamis_error_row', 'null', '{"good": "good_orders", "replay": "run-1"}') -> 'rows' ->> 'good';
SELECT tamis_split('tamis_error_row', NULL, '{"good": "good_orders", "replay": "run-1"}') -> 'rows' ->> 'good';

-- Rows split by a document name its id, which need not be registered.
SELECT tamis_split('"my orders"', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "loose", "version": "3", "status": "active", "schema": [{"name": "x", "properties": [{"name": "Größe", "required": true}]}]}', '{"good": "loose_orders", "bad": "bad orders"}') -> 'rows' ->> 'good';
UPDATE "bad orders" SET tamis_run_id = 'run-2';
SELECT tamis_split('"bad orders"', NULL, '{"good": "loose_orders", "replay": "run-2"}');
UPDATE "bad orders" SET tamis_contract = NULL;
SELECT tamis_split('"bad orders"', NULL, '{"good": "loose_orders", "replay": "run-2"}');
INSERT INTO tamis_error_row (run_id, error_id, row_key, source, contract, contract_version, status, row_values, reason, created_at)
  SELECT 'run-4', 'run-4-' || v, CAST(v AS text), 'my orders', 'shop "ü" orders', v || '.0.0', 'open', '{"id": 9}', 'r', '2024-01-01T00:00:00Z' FROM (SELECT 1 AS v UNION ALL SELECT 2) AS versions;
SELECT tamis_split('tamis_error_row', NULL, '{"good": "good_orders", "replay": "run-4"}');
SELECT tamis_split('"my orders"', NULL, '{"good": "never"}');
SELECT tamis_split('"my orders"', '"nobody"', '{"good": "never"}');
SELECT tamis_split('"my orders"', '{"contract": "shop \"ü\" orders", "version": "9"}', '{"good": "never"}');
SELECT tamis_split('"my orders"', '{"contract": "shop \"ü\" orders", "versoin": "1.0.0"}', '{"good": "never"}');

-- Cleaned by name: the order of day and month is the contract's.
SELECT tamis_clean_table('"my orders"', 'clean_orders', '{"contract": "shop \"ü\" orders", "on_reject": "null"}') -> 'rows' ->> 'rejected_values';
SELECT * FROM clean_orders ORDER BY id;
SELECT tamis_clean_table('"my orders"', 'clean_orders', '{"contract": {"contract": "shop \"ü\" orders", "version": "1.0.0"}, "on_reject": "null", "if_exists": "replace", "align": true, "stamps": true}') -> 'rows' ->> 'rejected_values';
SELECT count(*) FROM clean_orders;
SELECT tamis_clean_table('"my orders"', 'never', '{"contract": "nobody"}');
SELECT tamis_clean_table('"my orders"', 'never', '{"contract": {"contract": "shop \"ü\" orders", "version": "9"}}');
SELECT tamis_clean_table('"my orders"', 'never', '{"contract": 7}');
SELECT tamis_clean_table('"my orders"', 'never', '{"contract": ["nobody"]}');

-- A JSON Schema is registered under the version it is given.
SELECT tamis_contract_put('row', '{"$id": "urn:row", "properties": {"id": {"type": "integer"}, "Größe": {"enum": ["M", "L", null]}}}');
SELECT tamis_contract_put('row', '{"$id": "urn:row", "properties": {"id": {"type": "integer"}, "Größe": {"enum": ["M", "L", null]}}}', '{"version": "2.0.0"}');
SELECT tamis_contract_put('row', '{"$id": "urn:row", "properties": {"id": {"type": "integer"}, "Größe": {"enum": ["M", "L", null]}}}', '{"version": "2.0.0"}') -> 'stored';
SELECT tamis_contract_put('row', '{"$id": "urn:row", "properties": {"id": {"type": "integer"}}}', '{"version": "2.0.0"}');
SELECT tamis_contract_put('row', '{"$id": "urn:row", "properties": {"id": {"type": "integer"}}}', '{"version": "2.1.0"}');
SELECT tamis_contract_put('row', '{"$id": "urn:row", "properties": {"id": {"type": "integer"}}}', '{"version": "3.0.0"}') ->> 'class';
SELECT tamis_contract_put('row', '{"$id": "urn:row", "properties": {"id": {"oneOf": []}}}', '{"version": "4.0.0"}');
SELECT tamis_contract_put('row', '{"$id": "urn:row", "properties": {}}', '{"version": "four"}');
SELECT tamis_contract_put('odcs', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.0.0", "status": "active"}', '{"version": "2.0.0"}');
SELECT tamis_contract_put('odcs', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.0.0", "status": "active"}', '{"version": "1.0.0"}') -> 'stored';
SELECT name, revision, version, status, class FROM tamis_contract WHERE name = 'row' ORDER BY revision;
SELECT rule, status, failed FROM tamis_check('"my orders"', '{"contract": "row", "version": "2.0.0"}') ORDER BY rule;
SELECT tamis_split('"my orders"', '{"contract": "row", "version": "2.0.0"}', '{"good": "row_good", "bad": "row_bad"}') -> 'contract' ->> 'version';
UPDATE row_bad SET tamis_run_id = 'run-3', "Größe" = 'L';
SELECT tamis_split('row_bad', NULL, '{"good": "row_good", "replay": "run-3"}') -> 'rows' ->> 'good';
