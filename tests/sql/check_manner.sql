-- A contract says how its columns are read; rules on ranges read them as the rule on the type does.
CREATE TABLE deliveries (id integer PRIMARY KEY, sent text, due text, weight text, note text);
INSERT INTO deliveries VALUES
  (1, '31/12/2023', '02/01/2024', '9,5', 'a'),
  (2, '01/02/2024', '28/02/2024', '1.000,25', 'a'),
  (3, '13/03/2024', '14/03/2024', '11', NULL),
  (4, '2024-03-14', '20/03/2024', 'heavy', ''),
  (5, NULL, '', NULL, NULL);
CREATE TABLE absent (id integer, note text);

SELECT rule, status, evaluated, failed, skipped, replace(cast(samples AS text), '": ', '":') AS samples
FROM tamis_check('deliveries', '{
  "kind": "DataContract", "apiVersion": "v3.1.0", "id": "d", "version": "1.0.0", "status": "active",
  "schema": [{"name": "deliveries", "properties": [
    {"name": "sent", "logicalType": "date", "logicalTypeOptions": {"minimum": "2024-02-02"},
     "customProperties": [{"property": "dateOrder", "value": "dmy"}]},
    {"name": "due", "logicalType": "date",
     "logicalTypeOptions": {"format": "dd/MM/yyyy", "minimum": "2024-01-03", "maximum": "2024-03-19"}},
    {"name": "weight", "logicalType": "number",
     "logicalTypeOptions": {"minimum": 9.5, "exclusiveMaximum": 1000.25, "multipleOf": 0.5},
     "customProperties": [{"property": "decimalMark", "value": "comma"}]}]}]}');

-- Of nothing there is nothing to judge; what is wrong with an argument says what would be right.
SELECT rule, status, evaluated, message FROM tamis_check('absent', '{
  "kind": "DataContract", "apiVersion": "v3.1.0", "id": "n", "version": "1.0.0", "status": "active",
  "schema": [{"name": "absent", "properties": [{"name": "id"}], "quality": [
    {"type": "custom", "engine": "tamis", "id": "together",
     "implementation": {"check": "correlation", "columns": ["id", "note"], "mustBeGreaterThan": 0}},
    {"type": "custom", "engine": "tamis", "id": "sums", "implementation":
     {"check": "metric_compared", "columns": ["id"], "metric": "sum", "table": "absent"}},
    {"type": "custom", "engine": "tamis", "id": "fresh", "implementation":
     {"check": "freshness", "columns": ["note"], "within": "1d"}}]}]}');

-- Rows with NULLs are shown in the same order by both engines.
SELECT failed, samples FROM tamis_check('deliveries', '{
  "kind": "DataContract", "apiVersion": "v3.1.0", "id": "d", "version": "1.0.0", "status": "active",
  "schema": [{"name": "deliveries", "quality": [{"type": "custom", "engine": "tamis", "implementation":
    {"check": "equals", "table": "(SELECT 1 AS id, ''b'' AS note)", "columns": ["note"]}}]}]}', '{"rules": ["equals"]}');
