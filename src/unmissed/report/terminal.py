"""The table for a terminal: the summary first, then what is open, closed and due, in colour where the terminal has it."""

from __future__ import annotations

import io
import os
import sys
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TextIO

from rich import box
from rich.cells import set_cell_size
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from unmissed.checks.catalogue import SEVERITIES
from unmissed.engine.audit import Audit
from unmissed.engine.finding import Finding
from unmissed.report.figures import Figures, figures, unread_lines
from unmissed.report.rows import child_names
from unmissed.words import counted

UNSEEN_WIDTH = 140
"""The width, in characters, where the output is no terminal and COLUMNS does not say."""

STYLES = {"critical": "bold red", "serious": "yellow", "watch": "cyan", "strength": "green"}
"""How an open finding of a severity looks. What is closed is dim: nobody can act on it any more."""

_GAP, _LEAST = 2, 30
"""Spaces between columns, and the least width of the last one, which holds the sentence."""


def write_table(audit: Audit, file: TextIO, *, with_names: bool) -> None:
    """Write the tables to a terminal, or as plain text to anything else."""
    console = _console(file)
    _summary(console, audit, figures(audit))
    listed = _List(console, audit, with_names)
    listed.write("Findings", (f for f in audit.findings() if f.state != "due" and f.severity != "strength"))
    listed.write("Falls due", (f for f in audit.findings() if f.state == "due"))
    listed.write("What works", (f for f in audit.findings() if f.state != "due" and f.severity == "strength"))


def _console(file: TextIO) -> Console:
    seen = file.isatty()
    width = None if seen or os.environ.get("COLUMNS", "").isdigit() else UNSEEN_WIDTH
    return Console(file=file, width=width, no_color=True if not seen else None, highlight=False, emoji=False, markup=False)


def _summary(console: Console, audit: Audit, counts: Figures) -> None:
    console.print(Text(f"As of {audit.as_of.isoformat()}", style="bold"), soft_wrap=True)
    console.print(
        f"{counted(counts.children, 'child')}, {counts.with_open:,} with something open. "
        f"{counted(counts.days_unprotected, 'day')} unprotected so far ({counted(counts.children_unprotected, 'child')}).",
        soft_wrap=True,
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("severity", "open", "due", "closed"):
        table.add_column(title, justify="left" if title == "severity" else "right")
    for severity in SEVERITIES:
        states = counts.severities[severity]
        numbers = [f"{states[state]:,}" for state in ("open", "due", "closed")]
        table.add_row(Text(severity, style=STYLES[severity]), *numbers)
    console.print(table)
    for line in unread_lines(audit):
        console.print(line, soft_wrap=True)


class _List:
    """A list of findings in columns of fixed widths, written line by line: it may be long, and then it is read in a pager."""

    def __init__(self, console: Console, audit: Audit, with_names: bool) -> None:
        longest = audit.con.execute("select max(length(child_id)) from findings").fetchone()
        checks = max((len(check.name) for check in audit.checks), default=0)
        self.names = child_names(audit) if with_names else None
        self.console = console
        self.colours = None if console.no_color else COLOR_SYSTEMS.get(console.color_system or "")
        self.widths = {"child": min(max(5, (longest and longest[0]) or 0), 24)}
        self.widths |= {"name": 24} if with_names else {}
        self.widths |= {"severity": 8, "check": max(5, checks), "opened": 10, "closed": 10}
        self.rest = max(console.width - sum(self.widths.values()) - _GAP * len(self.widths), _LEAST)

    def write(self, title: str, found: Iterable[Finding]) -> None:
        """One part of the list under its title; nothing where nothing is found."""
        for place, finding in enumerate(found):
            if place == 0:
                self._line(["\n" + self._styled(title, "bold")])
                titles = [*self.widths.items(), ("because", 0)]
                self._line([self._styled(f"{column:{width}}", "underline") for column, width in titles])
            self._finding(finding)

    def _finding(self, finding: Finding) -> None:
        base = "dim" if finding.state == "closed" else ""
        first, *more = textwrap.wrap(visible(finding.because), self.rest) or [""]
        styles = {"severity": base or STYLES[finding.severity]}
        cells = [self._styled(set_cell_size(text, self.widths[c]), styles.get(c, base)) for c, text in self._cells(finding)]
        self._line([*cells, self._styled(first, base)])
        indent = " " * (sum(self.widths.values()) + _GAP * len(self.widths))
        for line in more:
            self._line([indent + self._styled(line, base)])

    def _cells(self, finding: Finding) -> Iterator[tuple[str, str]]:
        cells = {
            "child": finding.child_id,
            "name": (self.names or {}).get(finding.child_id) or "",
            "severity": finding.severity,
            "check": finding.check,
            "opened": finding.opened_on.isoformat(),
            "closed": finding.closed_on.isoformat() if finding.closed_on else "",
        }
        return ((column, visible(cells[column])) for column in self.widths)

    def _styled(self, text: str, style: str) -> str:
        """Rendered here and not by the console, which would measure and wrap every line again."""
        return _style(style).render(text, color_system=self.colours) if style and self.colours else text

    def _line(self, cells: list[str]) -> None:
        self.console.file.write((" " * _GAP).join(cells).rstrip(" ") + "\n")


@cache
def _style(name: str) -> Style:
    return Style.parse(name)


def visible(text: str) -> str:
    """The text without characters that would steer a terminal instead of being read."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def standard_output() -> TextIO:
    """Where a table goes when no file is named; a terminal that cannot write a sign writes `?` instead of failing."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return sys.stdout
