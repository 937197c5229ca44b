"""The formats of a report, and the one way in which every one of them is written."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, get_args

from unmissed.engine.audit import Audit
from unmissed.report.atomic import OutputError, output_errors, written_whole
from unmissed.report.html import write_html
from unmissed.report.lines import write_csv, write_jsonl
from unmissed.report.terminal import standard_output, write_table
from unmissed.report.workbook import write_xlsx

Format = Literal["table", "jsonl", "csv", "xlsx", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)

ENDINGS: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".html": "html",
    ".htm": "html",
}
"""The format that a file's name asks for, where none is named."""


class _Write(Protocol):
    def __call__(self, audit: Audit, file: BinaryIO, *, with_names: bool) -> None: ...


_WRITERS: dict[str, _Write] = {"jsonl": write_jsonl, "csv": write_csv, "xlsx": write_xlsx, "html": write_html}


def write_report(audit: Audit, form: Format, out: Path | None, *, with_names: bool = False) -> None:
    """Write `audit` in a format to the file `out`, or to the standard output.

    The file appears whole or not at all, and the same register, policy and as-of date give the same bytes. A child's name is
    written only `with_names`; date of birth, numbers and free text never are. Raises OutputError when it cannot be written.
    """
    if form == "table":
        _write_table(audit, out, with_names)
        return
    with _destination(form, out) as file:
        _WRITERS[form](audit, file, with_names=with_names)


def format_of(out: Path | None) -> Format:
    """The format for a file of this name: by its ending, the table where there is none or it says nothing."""
    return ENDINGS.get(out.suffix.lower(), "table") if out else "table"


def _write_table(audit: Audit, out: Path | None, with_names: bool) -> None:
    if out is None:
        with output_errors("the standard output"):
            write_table(audit, standard_output(), with_names=with_names)
        return
    with written_whole(out) as file:
        text = io.TextIOWrapper(file, "utf-8", newline="\n", write_through=True)
        try:
            write_table(audit, text, with_names=with_names)
        finally:
            text.detach()


@contextmanager
def _destination(form: Format, out: Path | None) -> Iterator[BinaryIO]:
    if out is not None:
        with written_whole(out) as file:
            yield file
        return
    if form == "xlsx" and sys.stdout.isatty():
        raise OutputError("a workbook cannot be shown on a terminal. Name a file for it, such as findings.xlsx.")
    with output_errors("the standard output"):
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
