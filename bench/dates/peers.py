"""Python's readers of dates, for peers.mjs.

    peers.py FILE SHARE

Reads the first 1/SHARE of a file's lines. Each line of standard input names what to run over them;
the answer is: nanoseconds of CPU for each value, how many were read, the sum of their seconds since
1970, of how many values.
"""

import datetime
import sys
import time


def readers():
    found = {"scan": lambda value: None, "fromisoformat": datetime.datetime.fromisoformat}
    try:
        from dateutil import parser

        found["dateutil"] = parser.parse
    except ImportError:
        pass
    return found


def seconds(value):
    return int(value.replace(tzinfo=datetime.timezone.utc).timestamp() // 1)


def run(read, values):
    read_values = []
    start = time.process_time_ns()
    for value in values:
        try:
            read_values.append(read(value))
        except (ValueError, OverflowError):
            pass
    spent = time.process_time_ns() - start
    dates = [value for value in read_values if value is not None]
    return spent / len(values), len(dates), sum(map(seconds, dates)), len(values)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        values = file.read().splitlines()
    values = values[: max(1, len(values) // int(sys.argv[2]))]
    found = readers()
    for line in sys.stdin:
        name = line.strip()
        print(*run(found[name], values) if name in found else "-", flush=True)


main()
