-- Scores and gates, by the profile and by a contract.
CREATE TABLE people (id text, born text, grade text, email text, "Größe (cm)" text);
INSERT INTO people VALUES
  ('1', '1990-05-01', 'A', 'a@example.com', '170'),
  ('2', '1985-12-31', 'B', '', '165'),
  ('3', '1700-01-01', 'C', 'c@example.com', '900'),
  ('3', NULL, 'D ', 'N/A', '12.5'),
  ('', '2001-02-03', 'A', 'e@example.com', 'tall');

SELECT tamis_quality_score('people');
SELECT tamis_quality_score('(SELECT id FROM people WHERE id = ''none'')') ->> 'score';
SELECT tamis_quality_score('people', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "p", "status": "active", "schema": [{"name": "people"}]}') -> 'dimensions' ->> 'validity';
SELECT tamis_quality_score('people', '{"version": "1.0.0", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "people", "status": "active",
  "schema": [{"name": "people", "properties": [
    {"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "born", "logicalType": "date", "logicalTypeOptions": {"minimum": "1900-01-01", "maximum": "2020-12-31"}},
    {"name": "grade", "required": true, "logicalType": "string", "logicalTypeOptions": {"minLength": 1, "maxLength": 1},
     "quality": [{"type": "library", "metric": "invalidValues", "arguments": {"validValues": ["A", "B", "C"]},
                  "mustBeLessThan": 30, "unit": "percent", "severity": "warning"}]},
    {"name": "email", "quality": [{"metric": "nullValues", "mustBeLessOrEqualTo": 2}]},
    {"name": "height", "physicalName": "Größe (cm)", "logicalType": "number",
     "logicalTypeOptions": {"minimum": 12.5, "maximum": 250}}]}]}');
SELECT tamis_gate('people', '{"version": "1.0.0", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "people", "status": "active",
  "schema": [{"name": "people", "properties": [
    {"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "born", "logicalType": "date", "logicalTypeOptions": {"minimum": "1900-01-01", "maximum": "2020-12-31"}},
    {"name": "grade", "required": true, "logicalType": "string", "logicalTypeOptions": {"minLength": 1, "maxLength": 1},
     "quality": [{"type": "library", "metric": "invalidValues", "arguments": {"validValues": ["A", "B", "C"]},
                  "mustBeLessThan": 30, "unit": "percent", "severity": "warning"}]},
    {"name": "email", "quality": [{"metric": "nullValues", "mustBeLessOrEqualTo": 2}]},
    {"name": "height", "physicalName": "Größe (cm)", "logicalType": "number",
     "logicalTypeOptions": {"minimum": 12.5, "maximum": 250}}]}]}', '{"minimum": 0, "raise": false}') -> 'reasons' ->> 5;
SELECT tamis_gate('people', '{"version": "1.0.0", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "people", "status": "active",
  "schema": [{"name": "people", "properties": [
    {"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "born", "logicalType": "date", "logicalTypeOptions": {"minimum": "1900-01-01", "maximum": "2020-12-31"}},
    {"name": "grade", "required": true, "logicalType": "string", "logicalTypeOptions": {"minLength": 1, "maxLength": 1},
     "quality": [{"type": "library", "metric": "invalidValues", "arguments": {"validValues": ["A", "B", "C"]},
                  "mustBeLessThan": 30, "unit": "percent", "severity": "warning"}]},
    {"name": "email", "quality": [{"metric": "nullValues", "mustBeLessOrEqualTo": 2}]},
    {"name": "height", "physicalName": "Größe (cm)", "logicalType": "number",
     "logicalTypeOptions": {"minimum": 12.5, "maximum": 250}}]}]}');

-- Each of the three conditions of a gate.
SELECT tamis_gate('people', NULL, '{"minimum": 50}') ->> 'status';
SELECT tamis_gate('people', NULL, '{"minimum": 99.5}');
SELECT tamis_gate('people', NULL, '{"minimum": 0, "floors": {"completeness": 99}, "raise": false}') -> 'reasons' ->> 0;
SELECT tamis_gate('people', NULL, '{"minimum": 0, "floors": {"completeness": 99}, "raise": false}') -> 'reasons' ->> 1;
SELECT tamis_gate('people', NULL, '{"minimum": 0, "floors": {"uniqueness": 99}}') ->> 'status';
SELECT tamis_gate('(SELECT id FROM people WHERE id = ''none'')', NULL, '{"minimum": 0, "raise": false}') -> 'reasons' ->> 0;
SELECT tamis_gate('(SELECT id FROM people WHERE id = ''none'')', NULL, '{"minimum": 0, "raise": false}') -> 'reasons' ->> 1;
CREATE VIEW grown AS SELECT id FROM people WHERE id <> '';
SELECT tamis_gate('grown', NULL) ->> 'score';
SELECT tamis_gate('grown') ->> 'status';

-- Mistakes.
SELECT tamis_quality_score('no_such_table');
SELECT tamis_quality_score('people', '{"version": 1}');
SELECT tamis_quality_score('people', '[]');
SELECT tamis_quality_score('people', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "p", "status": "active", "owner": "me"}');
SELECT tamis_quality_score('people', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "p", "status": "active",
  "schema": [{"name": "people", "properties": [{"name": "weight", "required": true}]}]}');
SELECT tamis_quality_score('people', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "p", "status": "active",
  "schema": [{"name": "people", "properties": [{"name": "id", "logicalType": "object"}]}]}');
SELECT tamis_quality_score('people', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "p", "status": "active",
  "schema": [{"name": "people", "properties": [{"name": "id", "quality": [{"metric": "nullValues", "mustbe": 0}]}]}]}');
SELECT tamis_gate('people', NULL, '{"minimun": 80}');
SELECT tamis_gate('people', NULL, '{"minimum": 101}');
SELECT tamis_gate('people', NULL, '{"floors": {"speed": 80}}');
SELECT tamis_gate('people', NULL, '{"floors": 80}');
SELECT tamis_gate('people', '{}', '{}');
