-- Contracts by name: stored version by version, refused where they break what was promised.
SELECT tamis_contract_put('orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.0.0", "status": "active",
  "schema": [{"name": "orders", "properties": [{"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "state", "logicalType": "string", "quality": [{"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": ["new", "paid"]}}]}]}]}',
  '{"dry_run": true}') -> 'stored';
SELECT tamis_contract_put('orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.0.0", "status": "active",
  "schema": [{"name": "orders", "properties": [{"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "state", "logicalType": "string", "quality": [{"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": ["new", "paid"]}}]}]}]}',
  '{"note": "the first"}');
-- The same again, however it is written: nothing is stored.
SELECT tamis_contract_put('orders', '{"version": "1.0.0", "kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "status": "active",
  "schema": [{"name": "orders", "properties": [{"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "state", "logicalType": "string", "quality": [{"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": ["new", "paid"]}}]}]}]}') -> 'stored';
-- Other content under the same version.
SELECT tamis_contract_put('orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.0.0", "status": "active"}');
-- A weaker promise without a word.
SELECT tamis_contract_put('orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.1.0", "status": "active",
  "schema": [{"name": "orders", "properties": [{"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "state", "logicalType": "string", "quality": [{"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": ["new", "paid", "lost"]}}]}]}]}');
-- ... declared.
SELECT tamis_contract_put('orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.1.0", "status": "active",
  "schema": [{"name": "orders", "properties": [{"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "state", "logicalType": "string", "quality": [{"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": ["new", "paid", "lost"]}}]}]}]}',
  '{"breaking": true}') ->> 'class';
-- A stronger one needs no word, and a major version may break what it likes.
SELECT tamis_contract_put('orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.2", "status": "active",
  "schema": [{"name": "orders", "properties": [{"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "state", "logicalType": "string", "required": true, "quality": [{"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": ["new", "paid", "lost"]}}]}]}]}') ->> 'class';
SELECT tamis_contract_put('orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "2.0.0", "status": "active",
  "schema": [{"name": "orders", "properties": [{"name": "id", "logicalType": "integer", "primaryKey": true}]}]}') -> 'breaks';
-- Versions only rise.
SELECT tamis_contract_put('orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.9.9", "status": "active"}');
SELECT tamis_contract_put('orders', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "next", "status": "active"}');
SELECT name, revision, version, status, class, note FROM tamis_contract ORDER BY revision;
SELECT count(*) FROM tamis_contract WHERE hash LIKE 'sha256:%' AND created_at IS NOT NULL AND run_id IN (SELECT run_id FROM tamis_run);
-- Diffs, by name and by document.
SELECT tamis_contract_diff('{"contract": "orders", "version": "1.0.0"}', '{"contract": "orders", "version": "1.1.0"}');
SELECT tamis_contract_diff('"orders"', '"orders"') ->> 'class';
SELECT tamis_contract_diff('{"contract": "orders", "version": "1.2"}', '"orders"') -> 'changes' -> 0 ->> 'why';
SELECT tamis_contract_diff('"no_such"', '"orders"');
SELECT tamis_contract_diff('{"contract": "orders", "version": "7"}', '"orders"');
SELECT tamis_contract_diff('{"contract": "orders", "vers": "7"}', '"orders"');
-- A registered contract judges a table.
CREATE TABLE orders (id integer, state text);
INSERT INTO orders VALUES (1, 'new'), (2, 'paid'), (2, 'lost');
SELECT tamis_quality_score('orders', '"orders"') ->> 'score';
SELECT tamis_quality_score('orders', '{"contract": "orders", "version": "1.0.0"}') ->> 'score';
-- Mistakes.
SELECT tamis_contract_put('', '{}');
SELECT tamis_contract_put('x', '[]');
SELECT tamis_contract_put('x', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.0.0", "status": "active"}', '{"braking": true}');
SELECT tamis_contract_put('x', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.0.0", "status": "active"}', '{"as_of": "soon"}');
SELECT tamis_contract_put('x', '{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {}}');
SELECT tamis_contract_put(NULL, '{}');
SELECT tamis_contract_put('Größe "x" y', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1", "status": "draft"}') ->> 'name';
-- A deprecated column goes on its date, and no day earlier.
SELECT tamis_contract_put('d', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "d", "version": "1.0.0", "status": "active", "schema": [{"name": "t", "properties": [{"name": "a"},
  {"name": "b", "customProperties": [{"property": "deprecation", "value": {"since": "2024-02-01"}}]}]}]}') ->> 'revision';
SELECT tamis_contract_put('d', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "d", "version": "1.1.0", "status": "active", "schema": [{"name": "t", "properties": [{"name": "a"}]}]}', '{"as_of": "2024-03-01"}');
SELECT tamis_contract_put('d', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "d", "version": "1.1.0", "status": "active", "schema": [{"name": "t", "properties": [{"name": "a"}]}]}', '{"as_of": "2024-03-02"}') ->> 'revision';
