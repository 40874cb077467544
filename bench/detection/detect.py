#!/usr/bin/env python3
"""Detects errors without labels or given rules: a contract is suggested for a dirty table, the table
is checked against it, and what breaks a rule is compared with the cells that differ from the clean
version of the same table.

  bench/detection/detect.py MODULE FOLDER...

MODULE is the SQLite module; each FOLDER has dirty.csv and clean.csv, with the same columns and rows
in the same order. A cell is flagged where its row breaks a rule about its column: of a dependency,
the column that is decided. Printed are, for each kind of check and for all together, the cells
flagged, precision, recall and F1; and how many cells of the clean table its own suggestion flags.
"""
import collections
import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile


def read(path):
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.reader(file))
    header = rows[0]
    return header, [row + [""] * (len(header) - len(row)) for row in rows[1:]]


def load(path, header, rows):
    database = sqlite3.connect(path)
    columns = ", ".join('"%s" TEXT' % name.replace('"', '""') for name in header)
    database.execute(f"CREATE TABLE t ({columns})")
    places = ", ".join("?" * len(header))
    database.executemany(f"INSERT INTO t VALUES ({places})", (row[:len(header)] for row in rows))
    database.commit()
    database.close()


def ask(module, path, sql):
    """The rows that one statement gives, as lists."""
    done = subprocess.run(["sqlite3", "-json", path, f".load {module}", sql],
                          capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        sys.exit(f"{path}: {done.stderr.strip()}")
    return json.loads(done.stdout) if done.stdout.strip() else []


def column_of(names, header):
    """The last of "city, county": names may have commas of their own."""
    ends = [name for name in header if names == name or names.endswith(", " + name)]
    return header.index(max(ends, key=len)) if ends else None


def flags_of(module, path, header):
    """By kind of check: the cells that break a rule of the table's own suggestion."""
    [[contract]] = [row.values() for row in ask(module, path, "SELECT tamis_contract_suggest('t')")]
    quoted = contract.replace("'", "''")
    flags = collections.defaultdict(set)
    rules = ask(module, path, f"SELECT * FROM tamis_check('t', '{quoted}')")
    for rule in rules:
        if rule["status"] == "error":
            print(f"  {rule['rule']} could not run: {rule['message']}")
        if not rule["failed"] or not rule["sql"]:
            continue
        column = column_of(rule["column_name"], header)
        rows = ask(module, path, rule["sql"].replace("SELECT *", "SELECT rowid AS r", 1))
        flags[rule["check_name"]] |= {(row["r"] - 1, column) for row in rows}
    return flags, len(rules)


def report(name, flagged, truth):
    right = len(flagged & truth)
    precision = right / len(flagged) if flagged else 0
    recall = right / len(truth) if truth else 0
    f1 = 2 * precision * recall / (precision + recall) if right else 0
    print(f"  {name:14} {len(flagged):7} {precision:9.3f} {recall:7.3f} {f1:6.3f}")


def detect(module, folder):
    header, dirty = read(os.path.join(folder, "dirty.csv"))
    _, clean = read(os.path.join(folder, "clean.csv"))
    truth = {(r, c) for r, pair in enumerate(zip(dirty, clean))
             for c in range(len(header)) if pair[0][c] != pair[1][c]}
    with tempfile.TemporaryDirectory() as scratch:
        tables = {}
        for version, rows in (("dirty", dirty), ("clean", clean)):
            path = os.path.join(scratch, version + ".db")
            load(path, header, rows)
            tables[version] = flags_of(module, path, header)
    flags, rules = tables["dirty"]
    print(f"{os.path.basename(os.path.normpath(folder))}: {len(dirty)} rows, "
          f"{len(truth)} cells differ, {rules} rules")
    print("  check            cells precision  recall     F1")
    for check in sorted(flags):
        report(check, flags[check], truth)
    report("all", set().union(*flags.values()), truth)
    of_clean, rules = tables["clean"]
    print(f"  clean table: {rules} rules, {len(set().union(*of_clean.values()))} cells flagged")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for each in sys.argv[2:]:
        detect(os.path.abspath(sys.argv[1]), each)
