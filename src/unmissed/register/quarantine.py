"""What a register could not use and what it accepted with a word: the quarantine and the notices.

A row that breaks the contract is set aside with its place, its value and a sentence that tells a person how to mend it.
Values of identifying and sensitive columns never reach these records: they are masked before a record is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from unmissed.register.schema import Column

SHOWN_LENGTH = 40
"""A plain value longer than this is no id, date or code but free text in the wrong column: it is masked too."""

SHOWN_PER_FAULT = 1000
"""Entries shown one by one for each table, column and kind of fault; the rest is one entry with their number of rows."""


class RegisterError(Exception):
    """The register cannot be read at all. The message says what was found, what was expected and what to do."""


@dataclass(frozen=True, order=True)
class Quarantined:
    """One fault. `rows` is the number of rows that it sets aside.

    A row with several faults has an entry for each; the first counts the row (`rows` 1), the others do not (`rows` 0), so
    that the sum is the number of rows set aside. A table set aside whole is one entry at line 1 with the number of its rows
    (0 where they could not be counted). `line` is the line of a CSV file, the row of a sheet, or the row number (from 1)
    in a Parquet file or in memory. `column` is empty where the fault is the row's or the file's.
    """

    table: str
    file: str
    line: int
    column: str
    value: str
    sentence: str
    rows: int = 1

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.sentence}"


@dataclass(frozen=True, order=True)
class Notice:
    """Something accepted that a person should know. It never holds a value of an identifying or sensitive column."""

    table: str
    file: str
    column: str
    sentence: str
    rows: int = 0

    def __str__(self) -> str:
        return f"{self.file}: {self.sentence}"


def shown(column: Column, text: str | None) -> str:
    """`text` as it may be shown: itself in a plain column, else only how long it is."""
    if not text:
        return ""
    if column.privacy == "plain" and len(text) <= SHOWN_LENGTH and text.isprintable():
        return text
    return f"(hidden, {len(text)} characters)"


def is_shown(column: Column, text: str) -> bool:
    """Whether a sentence may speak of the value itself."""
    return shown(column, text) == text


@dataclass
class Fault:
    """One fault before its row's place is looked up: `row` counts the rows of the source from 0.

    A row that could not be split into cells was never counted: its `line` is known instead.
    """

    row: int
    column: str
    value: str
    kind: str
    sentence: str
    rows: int = 1
    line: int | None = None


@dataclass
class Faults:
    """The faults of one table, with those beyond `SHOWN_PER_FAULT` of a kind folded into one entry."""

    shown: list[Fault] = field(default_factory=list)
    folded: dict[tuple[str, str], Fault] = field(default_factory=dict)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, fault: Fault) -> None:
        """Keep `fault`, or count it where its kind has been shown often enough."""
        key = (fault.column, fault.kind)
        self._seen[key] += 1
        if self._seen[key] <= SHOWN_PER_FAULT:
            self.shown.append(fault)
        elif key in self.folded:
            self.folded[key].rows += fault.rows
        else:
            self.folded[key] = replace(fault)

    def entries(self, table: str, file: str, line_of: dict[int, int]) -> Iterable[Quarantined]:
        """The quarantine of `table`, with the place of each row in its file."""
        for fault in self.shown:
            line = fault.line or line_of[fault.row]
            yield Quarantined(table, file, line, fault.column, fault.value, fault.sentence, fault.rows)
        for (column, kind), fault in self.folded.items():
            more = self._seen[(column, kind)] - SHOWN_PER_FAULT
            sentence = f"{more:,} more rows from here on have the same fault as the {SHOWN_PER_FAULT:,} shown one by one."
            yield Quarantined(table, file, fault.line or line_of[fault.row], column, "", sentence, fault.rows)

    def rows(self) -> list[int]:
        """The rows whose lines must be looked up."""
        return [fault.row for fault in (*self.shown, *self.folded.values()) if not fault.line]
