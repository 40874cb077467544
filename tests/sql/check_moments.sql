-- One contract judges a table of texts and the typed table that is cleaned from it.
CREATE TABLE raw_days (id integer PRIMARY KEY, t text);
INSERT INTO raw_days VALUES (1, '31/12/2023'), (2, '01/02/2024'), (3, '2024-02-03');
CREATE TABLE typed_days (id integer PRIMARY KEY, t date);
INSERT INTO typed_days VALUES (1, '2023-12-31'), (2, '2024-02-01');
SELECT rule, status, failed, samples FROM tamis_check('raw_days', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "days", "version": "1.0.0", "status": "active", "schema": [{"name": "days", "properties": [{"name": "t", "logicalType": "date", "logicalTypeOptions": {"format": "dd/MM/yyyy", "minimum": "2024-01-01"}}]}]}');
SELECT rule, status, failed, samples FROM tamis_check('typed_days', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "days", "version": "1.0.0", "status": "active", "schema": [{"name": "days", "properties": [{"name": "t", "logicalType": "date", "logicalTypeOptions": {"format": "dd/MM/yyyy", "minimum": "2024-01-01"}}]}]}');
-- No rule is not all rules.
SELECT rule FROM tamis_check('typed_days', '{"kind": "DataContract", "apiVersion": "v3.1.0", "id": "days", "version": "1.0.0", "status": "active"}', '{"rules": []}');
