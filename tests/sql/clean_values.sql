-- What becomes of values: amounts, percents, sentinels, markers by column, case, Unicode, pivots.
CREATE TABLE priced (
  id integer, price text, fee text, tax text, mixed text, score text, city text, code text, born text, note text);
INSERT INTO priced VALUES
  (1, '$1,234.50', '(1,234.50)', '12.5%', '$5.00', '10', 'ZÜRICH', 'NA', '05-Mar-45', 'a'),
  (2, '$5', '1,300.00', '7 %', '€6.00', '-999', '  genève', '-', '06-Apr-30', 'tbd'),
  (3, '($3.20)', '2,000.10', '3.25%', '$7.00', '-999.0', 'o''NEIL  town', 'tbd', '07-May-71', 'N/A'),
  (4, '-$0.05', '', '100%', '8', '12', 'Zoë', 'CH', '08-Jun-99', ' tbd '),
  (5, 'N/A', '(0.50)', '', '9', '7', NULL, '', '', 'b');
SELECT replace(replace(CAST(tamis_clean_table('priced', 'p', '{"two_digit_pivot": 50, "sentinels": {"score": [-999]}, "case": {"city": "title"},
  "missing": {"note": ["tbd"]}, "keep_missing": ["code"], "columns": ["id", "price", "fee", "tax"]}')AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT replace(replace(CAST(tamis_clean_table('priced', 'p', '{"two_digit_pivot": 50, "sentinels": {"score": [-999]}, "case": {"city": "title"},
  "missing": {"note": ["tbd"]}, "keep_missing": ["code"], "if_exists": "replace", "dedupe": {"key": ["id"]}}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT id, price, fee, tax, mixed, score, city, code, born, note FROM p ORDER BY id;
SELECT column_name, row_key, reason, action FROM tamis_error_row ORDER BY column_name, row_key;

-- A share of one, exactly.
CREATE TABLE shares (s text);
INSERT INTO shares VALUES ('12.5%'), ('7%'), ('1.1%'), ('0.07 %'), ('100%'), ('-3%');
SELECT replace(replace(CAST(tamis_clean_table('shares', 'ratios', '{"percent": "ratio"}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT s FROM ratios ORDER BY s;

-- Two currencies are no number, and what was asked for is an error.
SELECT tamis_clean_table('priced', 'm', '{"columns": ["mixed"], "types": {"mixed": "decimal"}}');
CREATE TABLE moneys (m text);
INSERT INTO moneys VALUES ('$5.00'), ('€6.00'), ('$7.00');
SELECT replace(replace(CAST(tamis_clean_table('moneys', 'm') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT tamis_clean_table('moneys', 'm2', '{"types": {"m": "decimal"}}');
-- A mark that no amount decides.
CREATE TABLE open_money (m text);
INSERT INTO open_money VALUES ('$1,234'), ('$5,678');
SELECT tamis_clean_table('open_money', 'om');
SELECT tamis_clean_table('open_money', 'om', '{"decimal_mark": {"m": "point"}}') -> 'columns' -> 0 ->> 'unit';
SELECT m FROM om ORDER BY m;

-- A day however it is written, and a text, as sentinels; markers do not hide them.
CREATE TABLE absent (d text, n text, t text);
INSERT INTO absent VALUES ('1900-01-01', '-1', 'none given'), ('01/01/1900', '-1.0', 'x'), ('31/12/2024', '5', '?'),
  ('1900-01-01 00:00:00', '-01', ' none given ');
SELECT replace(replace(CAST(tamis_clean_table('absent', 'present', '{"sentinels": {"d": ["1900-01-01"], "n": [-1], "t": ["none given", "x"]}, "missing": ["-01"]}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT d, n, t FROM present ORDER BY coalesce(n, 0);

-- Unicode in one form, counted and shown.
CREATE TABLE forms (id integer, w text);
INSERT INTO forms VALUES (1, 'Zoe' || CASE WHEN 1 = 1 THEN '̈' END), (2, 'Zoë'), (3, 'plain'), (4, ' ÉTÉ ');
SELECT replace(replace(CAST(tamis_clean_table('forms', 'composed', '{"case": {"w": "lower"}, "dedupe": {"key": "w"}, "samples": 1}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT id, w FROM composed ORDER BY id;

-- Centuries: the option, or the question.
SELECT tamis_clean_table('priced', 'b', '{"columns": ["born"]}');
SELECT replace(replace(CAST(tamis_clean_table('priced', 'b', '{"columns": ["born"], "two_digit_pivot": {"born": 40}}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT born FROM b ORDER BY coalesce(CAST(born AS text), '');

-- No samples.
SELECT replace(replace(CAST(tamis_clean_table('shares', 'ratios', '{"samples": 0, "if_exists": "replace"}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');

-- Mistakes.
SELECT tamis_clean_table('priced', 'x', '{"sentinels": {"score": [null]}}');
SELECT tamis_clean_table('priced', 'x', '{"sentinels": {"scores": [1]}}');
SELECT tamis_clean_table('priced', 'x', '{"case": {"city": "camel"}}');
SELECT tamis_clean_table('priced', 'x', '{"two_digit_pivot": -1}');
SELECT tamis_clean_table('priced', 'x', '{"percent": true}');
SELECT tamis_clean_table('priced', 'x', '{"missing": {"note": 5}}');
SELECT tamis_clean_table('priced', 'x', '{"samples": 100}');
