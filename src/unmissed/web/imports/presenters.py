"""A reading as the page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from unmissed.register.schema import schema
from unmissed.web.imports.folders import LEFT_OUT, Stored
from unmissed.web.imports.forms import without_codes
from unmissed.web.imports.reading import Reading, totals

ON_A_PAGE = 25


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a row; `column` is empty where it is about the whole row."""

    column: str
    sentence: str


@dataclass(frozen=True)
class BadRow:
    """A row in quarantine. `can_mend`: its cells can be corrected here. `state`: what was done with it since the last reading."""

    table: str
    file: str
    line: int
    faults: tuple[Fault, ...]
    can_mend: bool
    state: str


@dataclass(frozen=True)
class Treated:
    """A row that was mended or left out, and why."""

    table: str
    line: int
    why: str
    left_out: bool


@dataclass(frozen=True)
class Page:
    """Some of the bad rows, and where they stand among all."""

    rows: tuple[BadRow, ...]
    number: int
    last: int
    total: int


def page_of(reading: Reading, mends: Stored, wanted: str) -> Page:
    """One page of the quarantine; what is no page is the first."""
    rows = list(bad_rows(reading, mends))
    last = max(1, -(-len(rows) // ON_A_PAGE))
    number = min(max(int(wanted), 1), last) if wanted.isdecimal() else 1
    return Page(tuple(rows[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]), number, last, len(rows))


def bad_rows(reading: Reading, mends: Stored) -> Iterator[BadRow]:
    """The rows in quarantine, the faults of a row together."""
    read = {table["name"] for table in reading["tables"]}
    for (table, file, line), entries in groupby(reading["quarantine"], key=_place):
        faults = tuple(_fault(entry) for entry in entries)
        yield BadRow(table, file, line, faults, table in read, _state(mends.get(table, {}).get(str(line)), reading))


def faults_at(reading: Reading, mends: Stored, table: str, line: int) -> tuple[Fault, ...]:
    """What the last reading had against a row; nothing where it was mended since."""
    rows = (row for row in bad_rows(reading, mends) if (row.table, row.line) == (table, line) and not row.state)
    return next((row.faults for row in rows), ())


def treated(mends: Stored) -> list[Treated]:
    """The rows that were mended or left out, by table and line."""
    return [
        Treated(table, int(line), mend.get(LEFT_OUT, ""), LEFT_OUT in mend)
        for table, lines in sorted(mends.items())
        for line, mend in sorted(lines.items(), key=lambda item: int(item[0]))
    ]


def waiting(reading: Reading, changes: int) -> int:
    """How many changes were made since the last reading."""
    return changes - int(reading["changes"])


def next_row(reading: Reading, mends: Stored, table: str, line: int) -> BadRow | None:
    """The first row after this one, then from the top, that waits to be mended."""
    rows = list(bad_rows(reading, mends))
    here = next((place for place, row in enumerate(rows) if (row.table, row.line) == (table, line)), -1)
    order = rows[here + 1 :] + rows[: max(here, 0)]
    return next((row for row in order if row.can_mend and not row.state), None)


def figures(reading: Reading) -> list[tuple[int, str, str]]:
    """The numbers on top of the page."""
    found = totals(reading)
    return [
        (found["new"], "rows are new", ""),
        (found["different"], "rows differ from the record", ""),
        (found["same"], "rows are the same", ""),
        (found["quarantine"], "rows are in quarantine", "#quarantine" if found["quarantine"] else ""),
    ]


def children(reading: Reading) -> Mapping[str, int]:
    """How many children are new and how many are in the record already."""
    table: dict[str, Any] = next(table for table in reading["tables"] if table["name"] == "children")
    return {"new": table["new"], "there": table["same"] + table["different"] + table["withdrawn"], "hidden": table["hidden"]}


def _place(entry: Mapping[str, Any]) -> tuple[str, str, int]:
    return entry["table"], entry["file"], entry["line"]


def _fault(entry: Mapping[str, Any]) -> Fault:
    """The many answers of a code are listed where the row is mended, not in every line."""
    column, sentence = entry["column"], entry["sentence"]
    return Fault(column, without_codes(schema()[entry["table"]], column, sentence))


def _state(mend: Mapping[str, Any] | None, reading: Reading) -> str:
    if mend is None or mend["change"] <= reading["changes"]:
        return ""
    return "left out" if LEFT_OUT in mend else "mended"
