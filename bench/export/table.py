#!/usr/bin/env python3
"""The table that run.sh exports: 20 columns as a measuring plant might have them.

table.py ROWS DATABASE CSV makes table "readings" in a new SQLite database, and the same rows as
CSV for PostgreSQL's and DuckDB's loaders, NULL as \\N. The same rows for the same count, always.
"""
import csv
import datetime
import random
import sqlite3
import sys

COLUMNS = [
    ("id", "BIGINT"), ("reading_seq", "BIGINT"), ("equipment_id", "INTEGER"),
    ("user_id", "INTEGER"), ("qty", "INTEGER"), ("code", "INTEGER"), ("temp_c", "DOUBLE PRECISION"),
    ("pressure", "DOUBLE PRECISION"), ("voltage", "DOUBLE PRECISION"),
    ("score", "DOUBLE PRECISION"), ("lat", "DOUBLE PRECISION"), ("created_at", "TIMESTAMP"),
    ("updated_at", "TIMESTAMP"), ("event_date", "DATE"), ("is_active", "BOOLEAN"),
    ("status", "TEXT"), ("sensor_type", "TEXT"), ("region", "TEXT"), ("description", "TEXT"),
    ("notes", "TEXT"),
]
STATUS = ["ok", "warning", "error", "maintenance", "offline"]
SENSORS = [f"sensor_type_{n:02d}" for n in range(20)]
REGIONS = [f"region-{n:02d}-{'north' if n % 2 else 'south'}" for n in range(50)]
START = datetime.datetime(2023, 1, 1)
SYLLABLES = ["ka", "lo", "mi", "ter", "van", "do", "ri", "sen", "pu", "gra", "nel", "vi", "os"]


def vocabulary(rng):
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(4000)]


def sentence(rng, words):
    out = " ".join(rng.choices(words, k=9))
    return out[: rng.randint(49, 69)].rstrip()


def notes(rng, words):
    dice = rng.random()
    if dice < 0.1:
        return None
    text = sentence(rng, words)
    if dice < 0.2:
        middle = len(text) // 2
        text = text[:middle] + '"' + text[middle:-8] + ', "' + text[-8:]
    return text


def row(rng, words, n):
    created = START + datetime.timedelta(seconds=31 * n + rng.randint(0, 30))
    updated = created + datetime.timedelta(microseconds=rng.randint(1, 10**12))
    return (
        n, n * 7 + rng.randint(0, 6), rng.randint(1, 5000), rng.randint(1, 200000),
        rng.randint(0, 100), None if rng.random() < 0.05 else rng.randint(100, 999),
        round(rng.gauss(20, 8), 2) + 0.0, rng.random() * 1000, round(rng.uniform(210, 250), 3),
        None if rng.random() < 0.1 else rng.random(), round(rng.uniform(-90, 90), 6),
        created.isoformat(" "), updated.isoformat(" "),
        (START + datetime.timedelta(days=rng.randint(0, 900))).date().isoformat(),
        int(rng.random() < 0.8), rng.choice(STATUS), rng.choice(SENSORS), rng.choice(REGIONS),
        sentence(rng, words), notes(rng, words),
    )


def main():
    count, database, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    rng = random.Random(20)
    words = vocabulary(rng)
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS)
    connection.execute(f"CREATE TABLE readings ({columns})")
    insert = f"INSERT INTO readings VALUES ({', '.join('?' * len(COLUMNS))})"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        for first in range(1, count + 1, 10000):
            rows = [row(rng, words, n) for n in range(first, min(first + 10000, count + 1))]
            connection.executemany(insert, rows)
            writer.writerows([["\\N" if v is None else v for v in r] for r in rows])
    connection.commit()


if __name__ == "__main__":
    main()
