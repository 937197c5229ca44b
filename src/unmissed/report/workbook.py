"""The workbook: findings, totals, and everything that a reader of the totals must know, each on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from unmissed.engine.audit import Audit
from unmissed.report.atomic import OutputError
from unmissed.report.figures import NOT_READ
from unmissed.report.lines import RISKY, cell
from unmissed.report.rows import columns, rows
from unmissed.words import counted

MOST_ROWS = 1_048_576
"""What a sheet holds, its header counted."""
MOST_CHARACTERS = 32_767
"""What a cell holds."""

Cells = Sequence[object]
_WIDTHS = {"because": 80, "reason": 80, "sentence": 80, "source": 60, "notice": 100, "evidence": 40, "check": 32, "meaning": 60}


def write_xlsx(audit: Audit, file: BinaryIO, *, with_names: bool) -> None:
    """Write the workbook. Raises OutputError when there are more findings than a sheet holds."""
    _refuse_too_many(audit)
    with TemporaryDirectory(prefix="unmissed-") as work:
        options = {"constant_memory": True, "tmpdir": work, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options)
        book.set_properties({"title": f"Unmissed: findings as of {audit.as_of}", "created": _fixed(audit.as_of)})
        for name, header, body in _sheets(audit, with_names):
            _Sheet(book, name, header).fill(body)
        try:
            book.close()
        except FileCreateError as error:  # the library wraps what the system said
            raise error.args[0] if isinstance(error.args[0], OSError) else error from None


def _fixed(as_of: date) -> datetime:
    """The creation date inside the file: the as-of date, so that the same audit gives the same bytes."""
    return datetime.combine(as_of, time())


def _sheets(audit: Audit, with_names: bool) -> Iterator[tuple[str, Cells, Iterable[Cells]]]:
    yield "Findings", columns(with_names=with_names), (list(row.values()) for row in rows(audit, with_names=with_names))
    yield "Totals", ("check", "title", "severity", "children found", "clear", "not assessed"), _totals(audit)
    yield "Not assessed", ("check", "reason"), audit.not_assessed.items()
    faults = ("table", "file", "line", "column", "value", "sentence")
    yield "Quarantine", (*faults, "rows"), ([getattr(f, n) for n in (*faults, "rows")] for f in audit.register.quarantine)
    notice = ("table", "file", "column", "sentence")
    yield "Notices", notice, _notices(audit, notice)
    yield "Policy", ("name", "value", "unit", "source", "local"), _policy(audit)


def _notices(audit: Audit, names: Sequence[str]) -> Iterator[Cells]:
    yield from ([getattr(notice, name) for name in names] for notice in audit.register.notices)
    yield from ((table, "", "", NOT_READ) for table in sorted(audit.register.unread))


def _totals(audit: Audit) -> Iterator[Cells]:
    totals = audit.totals()
    for total in totals:
        yield total.check.name, total.check.title, total.check.severity, total.found, total.clear, total.not_assessed
    sums = [sum(getattr(total, column) for total in totals) for column in ("found", "clear", "not_assessed")]
    yield "all checks", f"{counted(len(totals), 'check')} × {counted(audit.children(), 'child')}", "", *sums


def _policy(audit: Audit) -> Iterator[Cells]:
    for setting in audit.policy:
        yield setting.name, setting.value, setting.unit, setting.source, setting.local


def _refuse_too_many(audit: Audit) -> None:
    row = audit.con.execute("select count(*) from findings").fetchone()
    assert row is not None
    if row[0] >= MOST_ROWS:
        raise OutputError(
            f"there are {row[0]:,} findings, and a sheet of a workbook holds {MOST_ROWS - 1:,}. "
            "Choose csv or jsonl, or fewer children or checks."
        )


class _Sheet:
    """One sheet with a bold, frozen header and a filter."""

    def __init__(self, book: Any, name: str, header: Cells) -> None:
        self.sheet = book.add_worksheet(name)
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.plain_text = book.add_format({"quote_prefix": True})
        self.sheet.freeze_panes(1, 0)
        for place, title in enumerate(header):
            self.sheet.set_column(place, place, _WIDTHS.get(str(title), 14))
            self.sheet.write_string(0, place, str(title), book.add_format({"bold": True}))
        self.header = header

    def fill(self, body: Iterable[Cells]) -> None:
        """Write the rows in order, then put the filter over them."""
        last = 0
        for last, values in enumerate(body, 1):
            for place, value in enumerate(values):
                self._write(last, place, value)
        self.sheet.autofilter(0, 0, last, len(self.header) - 1)

    def _write(self, row: int, place: int, value: object) -> None:
        """Text is always written as text, so that no cell can be a formula; its mark keeps it text when it is edited."""
        if isinstance(value, date):
            self.sheet.write_datetime(row, place, value, self.day)
        elif isinstance(value, int) and not isinstance(value, bool):
            self.sheet.write_number(row, place, value)
        elif text := cell(value):
            cut = text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
            self.sheet.write_string(row, place, cut, self.plain_text if text.startswith(RISKY) else None)
