#!/usr/bin/python3
"""Writes what a table holds, as the engine itself says: the truth that exported files are held
against. Nothing of Tamis has a part in it.

  oracle.py postgres >FILE          (psql finds the server by its environment)
  oracle.py sqlite DATABASE >FILE

A line for each row, a JSON list of texts or nulls, in one form whatever the engine and the type:
reals as the hexadecimal of their bits, decimals without trailing zeros, bytes in hexadecimal,
times in microseconds, JSON as Python sorts and prints it. The first line names columns and kinds.
"""
import datetime
import json
import sqlite3
import struct
import subprocess
import sys
from decimal import Decimal

KINDS = {'id': 'integer', 'i16': 'integer', 'i32': 'integer', 'i64': 'integer', 'few': 'integer',
         'd9': 'decimal', 'd18': 'decimal', 'd38': 'decimal', 'r8': 'real', 'r4': 'real32',
         'b': 'boolean', 'dt': 'date', 'ti': 'time', 'ts': 'timestamp', 'tz': 'timestamp',
         'u': 'uuid', 'j': 'json', 'by': 'bytes', 'tx': 'text', 'cat': 'text', 'nul': 'text',
         'ai': 'list', 'at': 'list'}
EPOCH = datetime.datetime(1970, 1, 1)
MICRO = datetime.timedelta(microseconds=1)

# Expressions that give text (or bytes in hexadecimal) whatever the settings.
POSTGRES = {'integer': '{}::text', 'decimal': 'trim_scale({})::text',
            'real': "encode(float8send({}), 'hex')",
            'real32': "encode(float4send({}), 'hex')", 'boolean': '{}::text', 'date': '{}::text',
            'time': '(extract(epoch from {}) * 1000000)::bigint::text',
            'timestamp': "(extract(epoch from {}) * 1000000)::bigint::text", 'uuid': '{}::text',
            'json': '{}::text', 'bytes': "encode({}, 'hex')", 'text': '{}', 'list': 'to_jsonb({})::text'}


def decimal_text(value):
    text = format(Decimal(str(value)), 'f')
    if '.' in text:
        text = text.rstrip('0').rstrip('.')
    return '0' if text == '-0' else text


def json_text(text):
    return json.dumps(json.loads(str(text)), sort_keys=True, ensure_ascii=False, separators=(',', ':'))


def real_text(value):
    return 'nan' if value != value else struct.pack('>d', value).hex()


def micros(text):
    clock, _, fraction = text.partition('.')
    hour, minute, second = clock.split(':')
    return (int(hour) * 3600 + int(minute) * 60 + int(second)) * 10 ** 6 + int(fraction.ljust(6, '0') or 0)


def stamp_micros(text):
    day, clock = text.replace('+00:00', '').split(' ')
    days = (datetime.datetime.fromisoformat(day) - EPOCH).days
    return days * 86400 * 10 ** 6 + micros(clock)


SQLITE = {'integer': str, 'decimal': decimal_text, 'real': real_text,
          'boolean': lambda v: 'true' if v else 'false', 'date': str, 'time': lambda v: str(micros(v)),
          'timestamp': lambda v: str(stamp_micros(v)), 'uuid': str, 'json': json_text,
          'bytes': lambda v: v.hex(), 'text': str}


def from_postgres(kind, value):
    if kind in ('json', 'list'):
        return json_text(value)
    if kind == 'decimal':
        return decimal_text(value)
    if kind in ('real', 'real32'):
        number, = struct.unpack('>d' if kind == 'real' else '>f', bytes.fromhex(value))
        return 'nan' if number != number else value
    return value


def postgres_rows():
    names = subprocess.run(
        ['psql', '-X', '-A', '-t', '-c', "SELECT attname FROM pg_attribute WHERE attrelid = "
         "'extremes'::regclass AND attnum > 0 ORDER BY attnum"], check=True, capture_output=True,
        text=True).stdout.split()
    cells = ', '.join(POSTGRES[KINDS[name]].format(name) for name in names)
    out = subprocess.run(
        ['psql', '-X', '-A', '-t', '-c', f'SELECT jsonb_build_array({cells}) FROM extremes ORDER BY id'],
        check=True, capture_output=True).stdout.decode()
    rows = [json.loads(line) for line in out.split('\n') if line]
    return names, [[None if v is None else from_postgres(KINDS[n], v) for n, v in zip(names, row)]
                   for row in rows]


def sqlite_rows(path):
    database = sqlite3.connect(path)
    cursor = database.execute('SELECT * FROM extremes ORDER BY id')
    names = [d[0] for d in cursor.description]
    return names, [[None if v is None else SQLITE[KINDS[n]](v) for n, v in zip(names, row)]
                   for row in cursor]


def main():
    names, rows = postgres_rows() if sys.argv[1] == 'postgres' else sqlite_rows(sys.argv[2])
    print(json.dumps([[name, KINDS[name]] for name in names]))
    for row in rows:
        print(json.dumps(row))


if __name__ == '__main__':
    main()
