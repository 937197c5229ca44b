"""Figures as a workbook: a sheet each, with what is counted and of what above its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter

from unmissed.oversight.board import Board
from unmissed.oversight.figure import Figure, Value
from unmissed.report.board.content import about
from unmissed.report.lines import RISKY, cell

Line = tuple[str, str]


def write_board(board: Board, file: BinaryIO) -> None:
    """The board report: what to know first, then a sheet a figure, then what it does not say."""
    first = [("", board.title), ("as known on", board.as_of.isoformat()), *(("", line) for line in about(board))]
    first += [(figure.name, figure.title) for figure in board.figures]
    last = [("figure", f"{name}: {because}") for name, because in board.unanswered.items()]
    last += [("check", f"{name}: {because}") for name, because in board.not_assessed.items()]
    last = last or [("", "Every figure could be given and every check could be made.")]
    write_sheets(board.figures, file, title=board.title, first=first, last=last)


def write_sheets(figures: Sequence[Figure], file: BinaryIO, *, title: str, first: list[Line], last: list[Line]) -> None:
    """Write the workbook; the same figures give the same bytes. No cell can be a formula."""
    with TemporaryDirectory(prefix="unmissed-") as work:
        options = {"constant_memory": True, "tmpdir": work, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options)
        book.set_properties({"title": title, "created": datetime.combine(figures[0].as_of, time())})
        sheets = _Sheets(book)
        sheets.lines("Read first", first)
        for figure in figures:
            sheets.figure(figure)
        if last:
            sheets.lines("Not said", last)
        book.close()


class _Sheets:
    """The sheets of one workbook and the formats that they share."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.plain = book.add_format({"quote_prefix": True})
        self.right = book.add_format({"align": "right"})

    def lines(self, name: str, lines: Sequence[Line]) -> None:
        """A sheet of words."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 140)
        for row, (label, text) in enumerate(lines):
            self._text(sheet, row, 0, label)
            self._text(sheet, row, 1, text)

    def figure(self, figure: Figure) -> None:
        """A sheet with the figure's words, its header and its rows."""
        sheet = self.book.add_worksheet(figure.name[:31])
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, max(1, len(figure.columns) - 1), 16)
        sheet.write_string(0, 0, figure.title, self.bold)
        words = [("asks", figure.asks), ("counted", figure.definition), ("of", figure.denominator)]
        words += [("as known on", figure.as_of.isoformat()), ("source", ", ".join(figure.cites))]
        words += [("note", note) for note in figure.beside]
        for row, (label, text) in enumerate(words, 1):
            self._text(sheet, row, 0, label)
            self._text(sheet, row, 1, text)
        start = len(words) + 2
        for place, column in enumerate(figure.columns):
            sheet.write_string(start, place, column.label, self.head)
        sheet.freeze_panes(start + 1, 1)
        for row, values in enumerate(figure.rows, start + 1):
            for place, value in enumerate(values):
                self._value(sheet, row, place, value, number=figure.columns[place].kind in {"count", "days", "percent"})
        sheet.autofilter(start, 0, start + len(figure.rows), len(figure.columns) - 1)

    def _value(self, sheet: Any, row: int, place: int, value: Value, *, number: bool) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, place, value, self.day)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, place, value)
        elif number and value is not None:
            sheet.write_string(row, place, str(value), self.right)
        else:
            self._text(sheet, row, place, cell(value))

    def _text(self, sheet: Any, row: int, place: int, text: str) -> None:
        if text:
            sheet.write_string(row, place, text, self.plain if text.startswith(RISKY) else None)
