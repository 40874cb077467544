-- The reason of a rejected date is true: what is in doubt contradicts no order, and what lacks a part is none.
CREATE TABLE reasons (id INTEGER PRIMARY KEY, d TEXT, t TEXT, z TEXT);
INSERT INTO reasons VALUES
  (1, '13/01/45', '2024-03-05 14:30:00.1234567', '2024-10-27 02:30 Europe/Berlin'),
  (2, '25/12/24', '2024-03-05 14:30+02:00', '2024-03-31 02:30 Europe/Berlin'),
  (3, '12/25/24', '2024-03', '2024-03-05 14:30:00.1234567Z'),
  (4, '30/02/2024', 'Mar 5 14:30', '0001-01-01T00:00:00+14:00'),
  (5, '2024-03', '03/04/2024 10:00', '2024-03-05 14:30'),
  (6, '2024-W10', '2024-02-30 10:00', '2024-03-05 14:30 IST'),
  (7, 'Mar 5', 'noon', '2024-03-05'),
  (8, '5/3/2567', '31/31/2024', '2024-03'),
  (9, '05/03/24 10:00', '20/03/2024', 'soon');
SELECT tamis_clean_table('reasons', 'reasons_clean',
  '{"types": {"d": "date", "t": "timestamp", "z": "timestamptz"}, "order": {"d": "dmy", "t": "mdy"}}') -> 'rows' ->> 'rejected_values';
SELECT column_name, row_key, reason FROM tamis_error_row ORDER BY column_name, row_key;
SELECT id, d, t, z FROM reasons_clean ORDER BY id;

-- Decimals in a column of dates say nothing about how dates are read.
CREATE TABLE with_numbers (d TEXT);
INSERT INTO with_numbers VALUES ('1,5'), ('2024-03-05'), ('2024-03-05 14:30');
SELECT tamis_clean_table('with_numbers', 'without', '{"types": {"d": "date"}}') -> 'rows' ->> 'rejected_values';
SELECT reason FROM tamis_error_row WHERE source = 'with_numbers' ORDER BY reason;
