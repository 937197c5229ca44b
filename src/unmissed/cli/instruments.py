"""`unmissed instruments`: the assessment tools as data, one in full, and the common vocabulary."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from unmissed.instruments.library import chosen, file_of, library, with_local
from unmissed.instruments.told import tool_in_full
from unmissed.instruments.tool import CERTAINTY_MARKS, CERTAINTY_MEANS, Tool
from unmissed.instruments.vocabulary import TYPE_NAMES, vocabulary

ToolsFolder = Annotated[
    Path | None,
    typer.Option("--tools", metavar="DIR", help="A folder of local tool files (.yaml) beside those of the library."),
]


def command(
    instrument: Annotated[str | None, typer.Argument(metavar="[ID]", help="One tool in full.")] = None,
    tools: ToolsFolder = None,
    file: Annotated[bool, typer.Option("--file", help="Print the file of one tool of the library, to copy and change.")] = False,
    indicators: Annotated[bool, typer.Option("--vocabulary", help="List the indicators that link the tools.")] = False,
) -> None:
    """List the assessment tools, or show one: scoring, levels and what mapping them loses, sources, and what is open."""
    if indicators:
        Console().print(_vocabulary())
    elif instrument is None:
        Console().print(_listed(with_local(tools).values()))
    elif file:
        chosen(library(), [instrument])
        sys.stdout.write(file_of(instrument))
    else:
        sys.stdout.writelines(f"{line}\n" for line in tool_in_full(chosen(with_local(tools), [instrument])[0]))


def _listed(tools: Iterable[Tool]) -> Table:
    rows = list(tools)
    marks = "  ".join(f"{mark} {CERTAINTY_MEANS[name]}" for name, mark in CERTAINTY_MARKS.items())
    table = Table("id", "tool", "area", "date", "sure", "scoring", "levels", "open", title=f"{len(rows)} tools", caption=marks)
    for tool in rows:
        levels = " < ".join(f"{level.label} ({level.common})" for level in tool.levels) or "none known"
        cells = (tool.id, tool.name, tool.area, tool.date, CERTAINTY_MARKS[tool.certainty], tool.scoring.kind.replace("_", " "))
        table.add_row(*(Text(cell) for cell in (*cells, levels, str(len(tool.open)))))
    return table


def _vocabulary() -> Table:
    table = Table("id", "name", "group", "type", "note", title=f"The common vocabulary: {len(vocabulary())} indicators")
    for indicator in vocabulary().values():
        cells = (indicator.id, indicator.name, indicator.group, TYPE_NAMES[indicator.type], indicator.meaning)
        table.add_row(*(Text(cell) for cell in cells))
    return table
