-- Cleaning to a contract: types, ways of reading, the form of the table.
CREATE TABLE raw_people (
  "Country Code" text, born text, amount text, active text, extra text, id text, joined text);
INSERT INTO raw_people VALUES
  ('ch', '05-Mar-45', '1.234,50', 'Y', 'x', '1', '03/04/2024 10:00'), ('NA', '06-Apr-30', '12,5', 'no', 'y', '2', '05/06/2024 11:30'),
  ('??', '', '', '1', NULL, '3', ''), (' de ', '07-May-71', '7', '', 'z', 'four', NULL);

SELECT replace(CAST(tamis_clean_table('raw_people', 'people', '{"align": {"unknown": "drop"}, "stamps": {"batch_id": "b", "run_date": "2024-06-30"}, "contract":
  {"version": "1.2.0", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "people", "status": "active", "schema": [{"name": "raw_people", "properties": [
    {"name": "id", "logicalType": "integer", "primaryKey": true},
    {"name": "country_code", "logicalType": "string", "customProperties": [{"property": "caseFold", "value": "upper"}, {"property": "missingValues", "value": ["??"]}]},
    {"name": "born", "logicalType": "date", "customProperties": [{"property": "twoDigitPivot", "value": 40}]},
    {"name": "score", "logicalType": "integer", "customProperties": [{"property": "default", "value": 7}]},
    {"name": "amount", "logicalType": "number", "customProperties": [{"property": "decimalMark", "value": "comma"}]},
    {"name": "active", "logicalType": "boolean"},
    {"name": "joined", "logicalType": "timestamp", "customProperties": [{"property": "dateOrder", "value": "dmy"}]},
    {"name": "remark", "logicalType": "string"}]}]}}') AS text), '"from": "TEXT"', '"from": "text"');
SELECT country_code, born, score, amount, CASE WHEN active THEN 'yes' WHEN NOT active THEN 'no' END AS active, joined, remark, _batch_id, _schema_version
  FROM people ORDER BY coalesce(country_code, '');
SELECT id, count(*) FROM people GROUP BY id ORDER BY coalesce(id, 0);
SELECT column_name, row_key, reason FROM tamis_error_row;

-- Unknown columns: kept behind the others unless the contract or the caller says otherwise.
CREATE TABLE two (b text, a text, c text);
INSERT INTO two VALUES ('1', '2', '3');
SELECT tamis_clean_table('two', 'kept', '{"align": true, "contract": {"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "two", "status": "active",
  "schema": [{"name": "two", "properties": [{"name": "a"}, {"name": "B", "physicalName": "b"}]}]}}') ->> 'version';
SELECT * FROM kept;
SELECT tamis_clean_table('two', 'x', '{"align": {"unknown": "error"}, "contract": {"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "two", "status": "active",
  "schema": [{"name": "two", "properties": [{"name": "a"}]}]}}');
SELECT tamis_clean_table('two', 'dropped', '{"align": true, "contract": {"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "two", "status": "active",
  "schema": [{"name": "two", "properties": [{"name": "a"}], "customProperties": [{"property": "unknownColumns", "value": "drop"}]}]}}') ->> 'version';
SELECT * FROM dropped;
-- What tells rows apart can't be dropped.
SELECT tamis_clean_table('two', 'x', '{"align": {"unknown": "drop"}, "dedupe": {"key": ["b"]}, "contract": {"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "two", "status": "active",
  "schema": [{"name": "two", "properties": [{"name": "a"}]}]}}');
-- Mistakes.
SELECT tamis_clean_table('two', 'x', '{"align": true}');
SELECT tamis_clean_table('two', 'x', '{"contract": "two"}');
SELECT tamis_clean_table('two', 'x', '{"contract": {"kind": "DataContract"}}');
SELECT tamis_clean_table('two', 'x', '{"align": true, "contract": {"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "two", "status": "active",
  "schema": [{"name": "two", "properties": [{"name": "n", "logicalType": "integer", "customProperties": [{"property": "default", "value": "seven"}]}]}]}}');
