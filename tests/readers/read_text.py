#!/usr/bin/python3
"""JSON lines by Python's json, which keeps every digit of a number.

  read_text.py COLUMNS <FILE       (COLUMNS as in the first line of oracle.py's output)

Prints rows as oracle.py does.
"""
import base64
import json
import struct
import sys
from decimal import Decimal

from oracle import decimal_text, json_text, micros, real_text, stamp_micros

SPECIAL = {'NaN', 'Infinity', '-Infinity'}


def number(value):
    if isinstance(value, str) and value not in SPECIAL:
        raise ValueError('a number in quotes: ' + value)
    return float(value)


def real32(value):
    single = number(value)
    return 'nan' if single != single else struct.pack('>f', single).hex()


def document(value):
    if isinstance(value, str):
        return json_text(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(',', ':'), default=float)


READ = {'integer': str, 'decimal': decimal_text, 'real': lambda v: real_text(number(v)), 'real32': real32,
        'boolean': lambda v: {True: 'true', False: 'false'}[v], 'date': str,
        'time': lambda v: str(micros(v)),
        'timestamp': lambda v: str(stamp_micros(v.replace('T', ' ').replace('Z', ''))), 'uuid': str,
        'json': document, 'list': document, 'bytes': lambda v: base64.b64decode(v, validate=True).hex(),
        'text': str}


def main():
    columns = json.loads(sys.argv[1])
    for line in sys.stdin.buffer:
        row = json.loads(line, parse_float=Decimal)
        if list(row) != [name for name, _ in columns]:
            raise ValueError('the columns are ' + ', '.join(row))
        print(json.dumps([None if row[name] is None else READ[kind](row[name]) for name, kind in columns]))


main()
