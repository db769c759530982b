"""Reads the analysis set of a trial with its types, and prints what each column holds.

    python3 06-import.py

or, from a program in this folder:

    from importlib.machinery import SourceFileLoader
    columns = SourceFileLoader("analysis_set", "06-import.py").load_module().read()

Needs Python 3.8 or later with nothing added. `read` gives a dictionary of lists, one for each column of the file beside
this script, in its order. Money is whole pence (int), dates are datetime.date, yes and no of an outcome are 1 and 0.
None is a missing value; NOT_APPLICABLE is an outcome that does not apply to the case, which is neither zero nor missing.
COLUMNS says of each column its title, type, unit and levels, these in the order of the protocol.
"""

import csv
import hashlib
import io
import pathlib
import sys
from collections import Counter
from datetime import date

# equipoise puts the columns here.
SET = {}

COLUMNS = SET.get("columns", [])


class NotApplicable:
    """An outcome that does not apply to a case."""

    def __repr__(self):
        return "NA"

    def __bool__(self):
        return False


NOT_APPLICABLE = NotApplicable()


def as_boolean(text):
    return {"true": True, "false": False}[text]


def as_text(text):
    """Text that a spreadsheet would run as a formula has an apostrophe before it in the file."""
    bare = text.lstrip("'")
    return text[1:] if text != bare and bare[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def reader(column):
    """The function that reads a cell which is neither empty nor NA."""
    if column["type"] == "category":
        levels = {level: level for level in column["levels"]}
        return levels.__getitem__
    return {"text": as_text, "boolean": as_boolean, "integer": int, "money": int, "date": date.fromisoformat}[
        column["type"]
    ]


def read(path=None):
    """The columns of the analysis set. Refuses a file that is not the one that this script was written for."""
    path = pathlib.Path(path or pathlib.Path(__file__).resolve().parent / SET["file"])
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SET["sha256"]:
        raise SystemExit(f"{path} is not the file that this script was written for: build the analysis set anew.")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    names = [column["column"] for column in COLUMNS]
    if rows[0] != names:
        raise SystemExit(f"{path} has other columns than {', '.join(names)}.")
    return {
        column["column"]: [cell(column, row[index]) for row in rows[1:]]
        for index, column in ((index, dict(column, read=reader(column))) for index, column in enumerate(COLUMNS))
    }


def cell(column, text):
    if text == "" and column["type"] != "text":
        return None
    if text == "NA" and column["notApplicable"] != "":
        return NOT_APPLICABLE
    return column["read"](text) if text != "" else None


def describe(column, values):
    """One line on a column: how many values, missing and not applicable, and the sum or the count of each level."""
    known = [value for value in values if value is not None and value is not NOT_APPLICABLE]
    missing = sum(value is None for value in values)
    other = sum(value is NOT_APPLICABLE for value in values)
    facts = f"{column['column']}: n {len(known)}, missing {missing}, not applicable {other}"
    if column["type"] in ("integer", "money"):
        return f"{facts}, sum {sum(known)}"
    if column["type"] == "category":
        counts = Counter(known)
        return f"{facts}, " + ", ".join(f"{level} {counts[level]}" for level in column["levels"])
    return facts


def main():
    if SET["notice"] is not None:
        print(SET["notice"])
    columns = read()
    for column in COLUMNS:
        print(describe(column, columns[column["column"]]))


if __name__ == "__main__" and SET:
    # Titles may hold characters that the terminal has none of.
    sys.stdout.reconfigure(errors="replace")
    main()
