"""`unmissed compare`: the same answers, or a whole register, under many tools: as a table, as data and as a picture."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from unmissed.cli.instruments import ToolsFolder
from unmissed.cli.leaving import status_of
from unmissed.cli.options import AsOf, as_of_day
from unmissed.cli.picturing import picture_of, picture_of_register, write_picture
from unmissed.instruments.answer_files import read_answers_file
from unmissed.instruments.answers import Answers
from unmissed.instruments.comparison import HEADER, REGISTER_HEADER, compare, compare_register
from unmissed.instruments.from_register import Known, answers_from_register
from unmissed.instruments.library import chosen, with_local
from unmissed.instruments.told import result_as_data
from unmissed.instruments.tool import CERTAINTY_MARKS, CERTAINTY_MEANS, Tool
from unmissed.pictures.picture import kind_of
from unmissed.register.loading import Register, load_register

Output = Literal["table", "csv", "json"]
Rows = Sequence[Sequence[str]]


def command(
    answers: Annotated[Path | None, typer.Argument(metavar="[ANSWERS]", help="A .yaml, .json or .csv file of answers.")] = None,
    register: Annotated[
        Path | None,
        typer.Option("--register", metavar="PATH", help="Compare over a whole register instead of a file of answers."),
    ] = None,
    as_of: AsOf = None,
    child: Annotated[
        str | None, typer.Option("--child", metavar="ID", help="With --register: one child of it, as if by a file of answers.")
    ] = None,
    tool: Annotated[list[str] | None, typer.Option("--tool", metavar="ID", help="Only this tool; may be repeated.")] = None,
    tools: ToolsFolder = None,
    format: Annotated[Output, typer.Option("--format", help="How the table is written.")] = "table",
    picture: Annotated[
        Path | None,
        typer.Option(
            "--picture", metavar="FILE", help="Draw it too, as .svg or .png; its table goes beside it as NAME-table.csv."
        ),
    ] = None,
) -> None:
    """Show what many tools say of the same answers: how the same child is high in one area and low in the next."""
    if (answers is None) == (register is None):
        raise typer.BadParameter("give a file of answers, or --register with a register: one of the two.")
    if picture:
        kind_of(picture)
    every = with_local(tools)
    several = chosen(every, tool or [])
    if answers:
        _one(several, read_answers_file(answers, every), format, picture)
    elif register:
        loaded = load_register(register)
        _of_register(several, loaded, (as_of_day(as_of), child), format, picture)
        raise typer.Exit(status_of(loaded))


def _one(tools: list[Tool], answers: Answers, format: Output, picture: Path | None) -> None:
    comparison = compare(tools, answers)
    data = [result_as_data(result) for result in comparison.results]
    _write(comparison.finding(), HEADER, comparison.rows(), format, data)
    if picture:
        _drawn(write_picture(picture_of(comparison), picture))


def _of_register(
    tools: list[Tool], register: Register, who: tuple[date, str | None], format: Output, picture: Path | None
) -> None:
    day, child = who
    known = answers_from_register(register, day, [child] if child else None)
    if child:
        if not known.answers:
            raise typer.BadParameter("--child: that child is not in the register. Give an id as in children.")
        _one(tools, known.answers[child], format, picture)
        return
    _whole(tools, known, day, format, picture)


def _whole(tools: list[Tool], known: Known, day: date, format: Output, picture: Path | None) -> None:
    comparison = compare_register(tools, known.answers, known.recorded)
    rows = comparison.rows()
    data = [dict(zip(REGISTER_HEADER, row, strict=True)) for row in rows]
    _write(f"{comparison.finding()} (as known on {day})", REGISTER_HEADER, rows, format, data)
    for note in next(iter(known.answers.values())).notes if known.answers else ():
        sys.stderr.write(f"note: {note}\n")
    if picture:
        _drawn(write_picture(picture_of_register(comparison, day), picture))


def _write(finding: str, header: Sequence[str], rows: Rows, format: Output, data: object) -> None:
    if format == "json":
        sys.stdout.write(json.dumps({"finding": finding, "rows": data}, ensure_ascii=False, indent=2) + "\n")
    elif format == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([header, *rows])
    else:
        console = Console()
        console.print(_table(finding, header, rows, console.width))


LONG = {"why", "what the mapping loses"}
"""Columns of sentences, which a narrow terminal would break into pieces nobody can read."""
WIDE = 140


def _table(finding: str, header: Sequence[str], rows: Rows, width: int) -> Table:
    kept = [place for place, name in enumerate(header) if width >= WIDE or name not in LONG]
    notes = (
        ["  ".join(f"{mark} {CERTAINTY_MEANS[name]}" for name, mark in CERTAINTY_MARKS.items())] if "how sure" in header else []
    )
    if len(kept) < len(header):
        notes.append("Why, and what the mapping loses: on a wider terminal, or with --format csv or json.")
    table = Table(*(header[place] for place in kept), title=finding, caption="\n".join(notes) or None)
    for row in rows:
        table.add_row(*(Text(row[place]) for place in kept))
    return table


def _drawn(paths: list[Path]) -> None:
    sys.stderr.write(f"written: {', '.join(str(path) for path in paths)}\n")
