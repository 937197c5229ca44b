"""What a register holds in part only: rows are there, and others may be missing.

A table that is there is otherwise taken as whole: a child without a row in it has none. Where rows of a table were only begun
to be kept, that would be untrue of everything before. `kept_from.csv`, or a sheet of that name, says so in a line for each:

    table, column       what is held in part: a table, or one column of it
    kept_from           the day from which it is whole: what ran on that day or happened since is there. Empty: never

What is never whole stays unknown, so the checks that need it are not assessed; its rows are still there for whoever asks for
them. What is whole from a day on is known from that day: a finding that rests on it counts from then at the earliest.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from unmissed.register.quarantine import Notice, RegisterError
from unmissed.register.schema import schema
from unmissed.register.workbook import Workbook
from unmissed.words import listed

if TYPE_CHECKING:
    from unmissed.register.loading import Register

NAME = "kept_from"
"""The name of the file or sheet."""
HEADER = ("table", "column", "kept_from")


@dataclass(frozen=True)
class Keeping:
    """What is held in part, each named as `table` or `table.column`: what is never whole, and what is from a day on."""

    never: frozenset[str] = frozenset()
    since: Mapping[str, date] = field(default_factory=dict)

    def applied(self, register: Register) -> Register:
        """The register without what is never whole among the tables and columns that it has, and with the days of the rest."""
        if not self.never and not self.since:
            return register
        tables = register.tables - self.never
        columns = {
            table: frozenset(name for name in names if f"{table}.{name}" not in self.never)
            for table, names in register.columns.items()
            if table in tables
        }
        return replace(register, tables=tables, columns=columns, given=register.columns, kept_from=dict(self.since))

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """The lines of the file, without its header."""
        days = dict.fromkeys(self.never, "") | {what: day.isoformat() for what, day in self.since.items()}
        for what, day in sorted(days.items()):
            table, _, column = what.partition(".")
            yield table, column, day


def read_keeping(path: Path) -> tuple[Keeping, list[Notice]]:
    """What the register at `path` says of itself. A line that cannot be understood makes its table unknown, with a notice."""
    never, since, notices = set[str](), dict[str, date](), []
    for number, cells in enumerate(_lines(path), start=2):
        table, column, day = (*(cell.strip() for cell in cells), "", "", "")[:3]
        fault = _fault(table, column, day)
        if fault:
            said = f"line {number} {fault} Until it is mended, what it is about counts as unknown."
            notices.append(Notice("", NAME, "", said))
        what = f"{table}.{column}" if column and table in schema().tables and schema()[table].has(column) else table
        if day and not fault:
            since[what] = date.fromisoformat(day)
        elif what != "children":
            never.add(what)
    return Keeping(frozenset(never), {what: day for what, day in since.items() if what not in never}), notices


def kept_from(since: Mapping[str, date], needs: Iterable[str]) -> dict[str, date]:
    """Which of these tables and columns (table.column) are whole only from a day on, and the day; `since` names all that are."""
    asked = [name for need in needs for name in (need, need.partition(".")[0])]
    return {name: since[name] for name in asked if name in since}


def whole_only_from(what: Iterable[str], day: date) -> str:
    """The sentence that these tables and columns are whole only from a day on."""
    names = listed([in_words(each) for each in sorted(what)])
    return f"The register holds {names} whole only from {day:%-d %B %Y}; what was before is not known."


def in_words(what: str) -> str:
    """A table or a column as a sentence says it: `monitoring.removed_on` → "removed on of monitoring"."""
    table, _, column = what.replace("_", " ").partition(".")
    return f"{column} of {table}" if column else table


def _fault(table: str, column: str, day: str) -> str:
    """What is wrong with a line, as the end of a sentence; empty where nothing is."""
    if table not in schema().tables:
        return "names no table of the register."
    if table == "children" and not column:
        return "is about children, which every register holds whole."
    if column and not schema()[table].has(column):
        return f"names no column of {table}."
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        return "has a day that is none. Write it as YYYY-MM-DD."
    return ""


def _lines(path: Path) -> Iterable[list[str]]:
    """The cells of each line below the header; none where there is no such file or sheet."""
    if path.is_dir():
        file = path / f"{NAME}.csv"
        return list(_csv(file)) if file.exists() else []
    workbook = Workbook(path)
    return [cells for _, cells in list(workbook.rows(NAME))[1:]] if NAME in workbook.sheets else []


def _csv(file: Path) -> Iterator[list[str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from list(csv.reader(lines))[1:]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise RegisterError(f"{file.name} cannot be read. Write it again, or take it away if every table is whole.") from None
