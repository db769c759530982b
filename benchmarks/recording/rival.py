# The least that recording could be: the rows of a CSV file into a table of SQLite with a unique id, on the disk when it
# ends. No rule is judged, nothing is chained.
import csv
import sqlite3
import sys

events, database = sys.argv[1:]
log = sqlite3.connect(database)
log.execute("pragma journal_mode = wal")
log.execute("pragma synchronous = full")
log.execute(
    "create table events (seq integer primary key, id text unique, case_id text, kind text, at text, recorded_by text,"
    " amount text, corrects text, reason text, basis text)"
)
with open(events, newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    next(rows)
    log.executemany(
        "insert into events (id, case_id, kind, at, recorded_by, amount, corrects, reason, basis)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
log.commit()
log.close()
