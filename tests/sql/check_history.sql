-- What is stored without a contract has a name for each column; a check of the past learns nothing
-- from what came later.
CREATE TABLE kept (id integer, day text);
INSERT INTO kept VALUES (1, '2024-01-05'), (2, 'N/A');
SELECT tamis_gate('kept', NULL, '{"store": true, "minimum": 0, "now": "2024-01-10"}') ->> 'status';
SELECT rule_id, status, checked_at FROM tamis_check_result ORDER BY rule_id;
SELECT rule, status, observed, message FROM tamis_check('kept', '{
  "kind": "DataContract", "apiVersion": "v3.1.0", "id": "k", "version": "1.0.0", "status": "active",
  "schema": [{"name": "kept", "quality": [{"type": "custom", "engine": "tamis", "id": "size",
    "implementation": {"check": "volume"}}]}]}', '{"store": true, "now": "2024-01-10 12:00:00"}');
SELECT rule, observed, message FROM tamis_check('kept', '{
  "kind": "DataContract", "apiVersion": "v3.1.0", "id": "k", "version": "1.0.0", "status": "active",
  "schema": [{"name": "kept", "quality": [{"type": "custom", "engine": "tamis", "id": "size",
    "implementation": {"check": "volume"}}]}]}', '{"now": "2024-01-09 12:00:00"}');
SELECT rule, observed FROM tamis_check('kept', '{
  "kind": "DataContract", "apiVersion": "v3.1.0", "id": "k", "version": "1.0.0", "status": "active",
  "schema": [{"name": "kept", "quality": [{"type": "custom", "engine": "tamis", "id": "size",
    "implementation": {"check": "volume"}}]}]}', '{"now": "2024-01-11"}');
