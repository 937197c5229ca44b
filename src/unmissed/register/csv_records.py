"""Records of a damaged or unusual CSV file, one at a time and in bounded memory, each with its physical line.

The database reads sound files itself, many times faster. This reader takes the others: it says of each record either what
its cells are or what is wrong with it, and goes on with the next line. It also tells on which line the n-th record stands.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

LONGEST_LINE = 1_048_576
"""Characters in a line. A longer one is no row of a register: it is set aside without being held in memory."""

LONGEST_RECORD = 500
"""Lines that one record may span through quoted line breaks; then its quotation mark was never closed."""

TOO_LONG = f"The line is longer than {LONGEST_LINE:,} characters. Check whether line ends were lost, and export the file again."
NOT_UTF8 = "The line is not UTF-8 text. Save the file as CSV UTF-8; other encodings damage names and signs."
NO_TEXT = "The file is not UTF-8 text. Save it as CSV UTF-8."
UNCLOSED = (
    "The quotation marks in this line do not match. Close each one that opens a value, "
    'and write a mark inside a quoted value twice ("").'
)


@dataclass(frozen=True)
class Record:
    """One record: the line on which it begins, its cells, and what is wrong with it (empty: nothing)."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing at all."""
        return not self.fault and not any(cell.strip() for cell in self.cells)

    @property
    def is_blank_line(self) -> bool:
        """Whether it is a line of spaces, without even a separator."""
        return self.is_blank and len(self.cells) == 1


@dataclass(frozen=True)
class _Line:
    number: int
    text: str
    fault: str


def read_records(path: Path, delimiter: str = ",") -> Iterator[Record]:
    """Every record of the file, empty lines left out."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        yield from _records(_lines(stream), delimiter)


def lines_of(path: Path, delimiter: str, rows: Iterable[int]) -> dict[int, int]:
    """The line on which each of `rows` begins; rows count from 0 after the header."""
    wanted = set(rows)
    if not wanted:
        return {}
    records = islice(read_records(path, delimiter), 1, max(wanted) + 2)
    return {row: record.line for row, record in enumerate(records) if row in wanted}


def fits(record: Record, width: int) -> Record:
    """The record with exactly `width` cells: empty cells beyond the header are cut, anything else is a fault."""
    cells = record.cells
    if record.fault or len(cells) == width:
        return record
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return Record(record.line, cells[:width])
    return Record(
        record.line,
        cells,
        f"The row has {len(cells)} values where the header names {width} columns. "
        "Put a value that holds a comma or a line break in quotation marks, and keep a comma for each empty value.",
    )


def _lines(stream: TextIO) -> Iterator[_Line]:
    number = 0
    while text := stream.readline(LONGEST_LINE):
        number += 1
        if len(text) == LONGEST_LINE and text[-1] not in "\r\n":
            _skip_rest(stream)
            yield _Line(number, "", TOO_LONG)
        else:
            yield _Line(number, text, _fault(text, number))


def _skip_rest(stream: TextIO) -> None:
    while (text := stream.readline(LONGEST_LINE)) and text[-1] not in "\r\n":
        pass


def _fault(text: str, number: int) -> str:
    """What is wrong with a line. Zero bytes in the first one tell UTF-16 or no text at all; in a value they are dropped."""
    if number == 1 and "\0" in text:
        return NO_TEXT
    if not text.isascii() and any("\udc80" <= sign <= "\udcff" for sign in text):
        return NOT_UTF8
    return ""


def _records(lines: Iterator[_Line], delimiter: str) -> Iterator[Record]:
    ahead: deque[_Line] = deque()
    while line := (ahead.popleft() if ahead else next(lines, None)):
        if line.fault:
            yield Record(line.number, (), line.fault)
        elif '"' not in line.text:
            if bare := line.text.rstrip("\r\n"):
                yield Record(line.number, tuple(bare.split(delimiter)))
        else:
            yield _quoted_record(line, ahead, lines, delimiter)


def _quoted_record(line: _Line, ahead: deque[_Line], lines: Iterator[_Line], delimiter: str) -> Record:
    """The record that begins on `line`; lines that turn out not to belong to it stay in `ahead`."""
    cells = _cells(line.text, delimiter)
    if cells is not None:
        return Record(line.number, cells)
    taken = _until_closed(line, ahead, lines)
    cells = _cells("".join(part.text for part in taken), delimiter) if taken else None
    if cells is None:
        return Record(line.number, (), UNCLOSED)
    for _ in taken[1:]:
        ahead.popleft()
    return Record(line.number, cells)


def _until_closed(line: _Line, ahead: deque[_Line], lines: Iterator[_Line]) -> list[_Line]:
    """The lines up to the one that closes the quotation mark; none when it is never closed."""
    taken, marks = [line], line.text.count('"')
    for place in range(LONGEST_RECORD):
        if place == len(ahead):
            following = next(lines, None)
            if following is None:
                return []
            ahead.append(following)
        taken.append(ahead[place])
        if ahead[place].fault:
            return []
        marks += ahead[place].text.count('"')
        if marks % 2 == 0:
            return taken
    return []


def _cells(text: str, delimiter: str) -> tuple[str, ...] | None:
    """The cells of one complete record; None when its quotation marks do not match."""
    try:
        return tuple(next(csv.reader([text], delimiter=delimiter, strict=True)))
    except (csv.Error, StopIteration):
        return None
