"""The formats for machines: JSON Lines and CSV. They carry findings and nothing else."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import BinaryIO

from unmissed.engine.audit import Audit
from unmissed.register.cells import listed
from unmissed.report.rows import columns, rows

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, when it begins a cell."""


def write_jsonl(audit: Audit, file: BinaryIO, *, with_names: bool) -> None:
    """One JSON object a finding: dates as ISO text, lists as lists, what is not known as null.

    The database writes the lines: there may be millions, and a program of a step for each would take longer than the audit.
    """
    cites = ", ".join(f"[{listed(check.cites)}]" for check in audit.checks)
    values = {name: f'findings."{name}"' for name in columns(with_names=with_names)}
    values |= {"cites": f"[{cites}][check_order + 1]"}
    if with_names:
        values |= {"name": "(select name from children where children.child_id = findings.child_id)"}
    told = ", ".join(f"'{name}': {value}" for name, value in values.items())
    for (line,) in audit.told(f"to_json({{{told}}})"):
        file.write(line.encode() + b"\n")


def write_csv(audit: Audit, file: BinaryIO, *, with_names: bool) -> None:
    """UTF-8 with a header: dates as ISO text, lists joined with `;`, yes or no, what is not known empty."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns(with_names=with_names))
        for row in rows(audit, with_names=with_names):
            writer.writerow([guarded(cell(value)) for value in row.values()])
    finally:
        text.detach()


def cell(value: object) -> str:
    """A value as the register's own files write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return "'" + text if text.startswith(RISKY) else text
