"""The tracker's list as CSV or as a workbook, written while it is read. No cell can run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

import xlsxwriter

from unmissed.report.lines import cell, guarded
from unmissed.web.children.rows import EXPORTED

MOST_ROWS = 1_048_575
"""What a sheet holds below its header."""
_PIECE = 64 * 1024


class _Line:
    """What the writer of CSV writes into: it hands each line on."""

    def write(self, text: str) -> str:
        """The line itself."""
        return text


def as_csv(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Line by line, UTF-8 with a header."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield str(writer.writerow(EXPORTED)).encode()
    for row in rows:
        yield str(writer.writerow([guarded(cell(value)) for value in row])).encode()


def as_xlsx(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The workbook, piece by piece. It is made in a temporary file, a row at a time, and removed when it is sent."""
    with TemporaryFile() as file:
        _write(file, rows)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write(file: IO[bytes], rows: Iterable[Sequence[Any]]) -> None:
    with TemporaryDirectory(prefix="unmissed-") as work:
        options = {"constant_memory": True, "tmpdir": work, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options)
        sheet = book.add_worksheet("Children")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(EXPORTED) - 1, 16)
        for place, name in enumerate(EXPORTED):
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                _cell(sheet, number, place, value, day)
        book.close()


def _cell(sheet: Any, number: int, place: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(number, place, value, day)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(number, place, value)
    else:
        sheet.write_string(number, place, cell(value)[:32_767])
