#!/usr/bin/python3
"""Prints the SQL of the table that is exported: extremes of every type, the same on both engines.

  table.py postgres|sqlite

Row by row each column takes the next of its extremes, then values made by a fixed generator, so
that dictionaries, runs and long pages all occur. What an engine can't store (NaN in SQLite, arrays
there) is left out for it.
"""
import random
import sys

ROWS = 2000
ENGINE = sys.argv[1]
PG = ENGINE == 'postgres'
TEXTS = ['', ' ', 'plain', '"quoted", and \'so\'', 'two\nlines\r\nand a\ttab', 'Größe, 東京, 🦉, e\u0301',
         '\\', '\\N', 'NULL', 'null', 'NaN', '=1+1', '-', '0', '00', 'true', '\u2028\u2029\ufeff', ',',
         'x' * 5000, '\u0001\u001f\u007f', '\u00ff\uffff\U0010fffd', '{"not": "json', '#', ';']
JSONS = ['{}', '[]', 'null', '"t"', '{"a": [1, null, {"b": "ü\\n\\"🦉"}]}', 'true', '[[[]]]', '12', '""']
UUIDS = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff',
         '6f9619ff-8b86-d011-b42d-00c04fc964ff']
BLOBS = [b'', b'\0', b'\0\xff\0', bytes(range(256)), b'text', b'\n"\r,']
DATES = ['0001-01-01', '9999-12-31', '1970-01-01', '1969-12-31', '2024-02-29', '1582-10-15']
TIMES = ['00:00:00', '23:59:59.999999', '12:30:00.5', '00:00:00.000001']
STAMPS = ['0001-01-01 00:00:00', '9999-12-31 23:59:59.999999', '1970-01-01 00:00:00',
          '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.000001', '2024-02-29 12:00:00.5']
REALS = ['0', '-0.0', '1', '-1.5', '5e-324', '-5e-324', '2.2250738585072014e-308',
         '1.7976931348623157e308', '-1.7976931348623157e308', '0.1', '1e21', '1e-7', '123456789.125',
         'Infinity', '-Infinity', 'NaN']
FLOATS = ['0', '-0.0', '0.1', '1e-45', '3.4028235e38', '-3.4028235e38', '16777217', 'Infinity',
          '-Infinity', 'NaN']
R = random.Random(7)


def nine(digits, scale):
    return '9' * (digits - scale) + '.' + '9' * scale


def decimal(digits, scale):
    n = R.randrange(-10 ** digits + 1, 10 ** digits)
    text = str(abs(n)).rjust(scale + 1, '0')
    return ('-' if n < 0 else '') + text[:-scale] + '.' + text[-scale:]


def text_literal(value):
    # The engines' shells take a carriage return for part of a line's end.
    return "('" + value.replace("'", "''").replace(
        '\r', "' || %s || '" % ('chr(13)' if PG else 'char(13)')) + "')"


def real_literal(value):
    if PG:
        return "'" + value + "'"
    return {'Infinity': '9e999', '-Infinity': '-9e999', 'NaN': 'NULL'}.get(value, value)


def bytes_literal(value):
    return "'\\x" + value.hex() + "'" if PG else "x'" + value.hex() + "'"


def stamp(zone=''):
    seconds = R.randrange(-2 ** 33, 2 ** 33)
    day, second = seconds // 86400 % 28 + 1, seconds % 86400
    return '%04d-%02d-%02d %02d:%02d:%02d.%06d' % (
        R.randrange(1, 9999), R.randrange(1, 13), day, second // 3600, second // 60 % 60, second % 60,
        R.randrange(10 ** 6)) + zone


def words():
    return ' '.join(R.choice(['ship', 'sieve', 'grain', 'mesh', 'größe', '東']) for _ in range(R.randrange(9)))


def ints(bits):
    return ([-2 ** (bits - 1), 2 ** (bits - 1) - 1, 0, -1, 1],
            lambda: R.randrange(-2 ** (bits - 1), 2 ** (bits - 1)))


# name, type on PostgreSQL, type on SQLite (None: not there), extremes, generator, literal
COLUMNS = [
    ('i16', 'SMALLINT', 'SMALLINT', *ints(16), str),
    ('i32', 'INTEGER', 'INTEGER', *ints(32), str),
    ('i64', 'BIGINT', 'BIGINT', *ints(64), str),
    ('few', 'INTEGER', 'INTEGER', [1, 2], lambda: R.randrange(5), str),
    ('d9', 'NUMERIC(9,2)', 'NUMERIC(9,2)', [nine(9, 2), '-' + nine(9, 2), '0', '-0.01', '12.50'],
     lambda: decimal(9, 2), str),
    ('d18', 'NUMERIC(18,6)', 'TEXT', [nine(18, 6), '-' + nine(18, 6), '0.000001', '0.000000'],
     lambda: decimal(18, 6), text_literal),
    ('d38', 'NUMERIC(38,10)', 'TEXT', [nine(38, 10), '-' + nine(38, 10), '0.0000000001'],
     lambda: decimal(38, 10), text_literal),
    ('r8', 'DOUBLE PRECISION', 'DOUBLE PRECISION', REALS, lambda: repr(R.gauss(0, 1e6)), real_literal),
    ('r4', 'REAL', None, FLOATS, lambda: repr(R.randrange(-10 ** 6, 10 ** 6) / 64), real_literal),
    ('b', 'BOOLEAN', 'BOOLEAN', ['TRUE', 'FALSE'], lambda: R.choice(['TRUE', 'FALSE']), str),
    ('dt', 'DATE', 'DATE', DATES, lambda: stamp()[:10], text_literal),
    ('ti', 'TIME', 'TIME', TIMES, lambda: stamp()[11:].rstrip('0').rstrip('.'), text_literal),
    ('ts', 'TIMESTAMP', 'TIMESTAMP', STAMPS, stamp, text_literal),
    ('tz', 'TIMESTAMPTZ', 'TIMESTAMPTZ', [s + '+00:00' for s in STAMPS], lambda: stamp('+00:00'),
     text_literal),
    ('u', 'UUID', 'UUID', UUIDS, lambda: '%08x-0000-4000-8000-%012x' % (R.randrange(2 ** 32),
                                                                       R.randrange(2 ** 48)), text_literal),
    ('j', 'JSONB', 'JSON', JSONS, lambda: '{"n": %d, "t": "%s"}' % (R.randrange(10 ** 6), words()),
     text_literal),
    ('by', 'BYTEA', 'BLOB', BLOBS, lambda: R.randbytes(R.randrange(20)), bytes_literal),
    ('tx', 'TEXT', 'TEXT', TEXTS, words, text_literal),
    ('cat', 'TEXT', 'TEXT', ['', 'a'], lambda: R.choice(['red', 'green', 'blau']), text_literal),
    ('nul', 'TEXT', 'TEXT', [], lambda: None, text_literal),
]


def value(row, extremes, make):
    if row < 2 * len(extremes):
        return extremes[row // 2] if row % 2 == 0 else None
    made = make()
    return None if R.randrange(8) == 0 else made


def main():
    # The same draws for both engines, whatever columns they have.
    table = [[value(row, c[3], c[4]) for c in COLUMNS] for row in range(ROWS)]
    here = [i for i, c in enumerate(COLUMNS) if c[1 if PG else 2]]
    print('CREATE TABLE extremes (id INTEGER NOT NULL PRIMARY KEY, %s);' % ', '.join(
        '%s %s' % (COLUMNS[i][0], COLUMNS[i][1 if PG else 2]) for i in here))
    print('BEGIN;')
    for row, values in enumerate(table):
        print('INSERT INTO extremes VALUES (%d, %s);' % (row + 1, ', '.join(
            'NULL' if values[i] is None else COLUMNS[i][5](values[i]) for i in here)))
    print('COMMIT;')


main()
