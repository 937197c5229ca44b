"""`unmissed oversight`: the figures that measure the system and not the child, as tables, CSV, JSON and pictures."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from unmissed.checks.catalogue import Check
from unmissed.cli.leaving import leave
from unmissed.cli.options import AsOf, ChecksFolder, PolicyFile, RegisterPath, as_of_day, chosen_policy, every_check
from unmissed.cli.progress import check_progress
from unmissed.oversight.absent import Identifier, absent, read_list
from unmissed.oversight.coverage import coverage
from unmissed.oversight.drawing import picture_of
from unmissed.oversight.figure import Column, Figure, OversightError, Sheet, Value
from unmissed.oversight.ground import Ground, ground
from unmissed.oversight.rule import load_rules, parse_rule
from unmissed.oversight.stability import stability
from unmissed.oversight.stepdown import stepdown
from unmissed.oversight.thresholds import thresholds
from unmissed.oversight.timeliness import timeliness
from unmissed.oversight.unprotected import unprotected
from unmissed.pictures.picture import drawn, kind_of
from unmissed.register.loading import load_register
from unmissed.report.atomic import output_errors, written_whole
from unmissed.report.lines import cell, guarded
from unmissed.report.terminal import standard_output, visible
from unmissed.words import counted

Form = Literal["table", "csv", "json"]
ENDINGS: dict[str, Form] = {".csv": "csv", ".json": "json"}
SHOWN = 40
"""Rows of a table on the terminal; CSV and JSON hold them all."""
UNSEEN_WIDTH = 180
"""Characters in a line where no terminal says how wide it is."""

app = typer.Typer(
    help="Measure the system, not the child: timeliness, coverage, thresholds, and what followed.", no_args_is_help=True
)

FigureName = Annotated[
    str | None, typer.Option("--figure", metavar="NAME", help="Only this figure. CSV and pictures hold one; default: the first.")
]
FormatOption = Annotated[Form | None, typer.Option("--format", help="Default: by the ending of --out, otherwise table.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="PATH", help="Write to this file instead of the terminal.")]
Picture = Annotated[
    Path | None,
    typer.Option("--picture", metavar="PATH", help="Draw the figure too, as .svg or .png, with its data table beside it."),
]


@app.command("timeliness")
def timeliness_command(
    register: RegisterPath,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    figure: FigureName = None,
    format: FormatOption = None,
    out: Out = None,
    picture: Picture = None,
) -> None:
    """How long assessments take to complete, and apart from it how long children wait for a review; the still open counted."""
    _give(register, as_of, policy, timeliness, figure, format, out, picture)


@app.command("coverage")
def coverage_command(
    register: RegisterPath,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    figure: FigureName = None,
    format: FormatOption = None,
    out: Out = None,
    picture: Picture = None,
) -> None:
    """Children by level and harm, monitored and served; who is at risk and on no list; who was declined and why."""
    _give(register, as_of, policy, coverage, figure, format, out, picture)


@app.command("thresholds")
def thresholds_command(
    register: RegisterPath,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="RULE", help='Such as "level >= medium or harm >= suspected"; may be repeated.'),
    ] = None,
    rules: Annotated[Path | None, typer.Option("--rules", metavar="FILE", help="A YAML list of `name` and `rule`.")] = None,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    figure: FigureName = None,
    format: FormatOption = None,
    out: Out = None,
    picture: Picture = None,
) -> None:
    """Replay the register under other rules: whom each leaves out of sight, for how long, and the harm recorded meanwhile."""
    chosen = [*(load_rules(rules) if rules else ()), *(parse_rule(text) for text in rule or ())]
    _give(register, as_of, policy, lambda known: thresholds(known, chosen), figure, format, out, picture)


@app.command("stability")
def stability_command(
    register: RegisterPath,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    figure: FigureName = None,
    format: FormatOption = None,
    out: Out = None,
    picture: Picture = None,
) -> None:
    """How many social workers and placements children have had, and how long they stay."""
    _give(register, as_of, policy, stability, figure, format, out, picture)


@app.command("stepdown")
def stepdown_command(
    register: RegisterPath,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    figure: FigureName = None,
    format: FormatOption = None,
    out: Out = None,
    picture: Picture = None,
) -> None:
    """Every removal, fall of level, closure and decline, and what followed within 183 days."""
    _give(register, as_of, policy, stepdown, figure, format, out, picture)


@app.command("absent")
def absent_command(
    register: RegisterPath,
    their_list: Annotated[Path, typer.Option("--list", metavar="FILE", help="Another agency's list: a CSV file with a header.")],
    on: Annotated[Identifier, typer.Option("--on", help="The identifier to match on, and the name of its column in their list.")],
    name: Annotated[str, typer.Option("--name", help="What to call their list.")] = "their list",
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="COLUMN", help="The column of their list that holds a date, YYYY-MM-DD.")
    ] = None,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    figure: FigureName = None,
    format: FormatOption = None,
    out: Out = None,
    picture: Picture = None,
) -> None:
    """Who is on another agency's list and on no multi-agency list here, or not in this register at all."""
    lines = read_list(their_list, on, dated)
    _give(register, as_of, policy, lambda known: absent(known, lines, on, name), figure, format, out, picture)


@app.command("unprotected")
def unprotected_command(
    register: RegisterPath,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    checks: ChecksFolder = None,
    figure: FigureName = None,
    format: FormatOption = None,
    out: Out = None,
    picture: Picture = None,
) -> None:
    """Days unprotected by check, agency, team and month, and beside them what was done well."""
    _give(register, as_of, policy, unprotected, figure, format, out, picture, every_check(checks))


def _give(
    register: Path,
    as_of: datetime | None,
    policy: Path | None,
    ask: Callable[[Ground], Sheet],
    figure: str | None,
    form: Form | None,
    out: Path | None,
    picture: Path | None,
    checks: Sequence[Check] = (),
) -> None:
    """Load the register, make the figures, and hand them out."""
    chosen = form or (ENDINGS.get(out.suffix.lower(), "table") if out else "table")
    if picture:
        kind_of(picture)  # a wrong ending is refused before anything is counted
    rules = chosen_policy(policy)
    loaded = load_register(register)
    with check_progress(len(checks)) as step:
        known = ground(loaded, as_of=as_of_day(as_of), policy=rules, checks=checks, on_check=step)
    sheet = ask(known)
    if figure:
        sheet = Sheet(sheet.name, (sheet.figure(figure),), {})
    _write(sheet, chosen, out)
    if picture:
        _draw(sheet, picture)
    leave(loaded)


def _write(sheet: Sheet, form: Form, out: Path | None) -> None:
    text = {"table": as_table, "csv": _as_csv, "json": _as_json}[form](sheet, to_file=out is not None)
    if out is None:
        with output_errors("the standard output"):
            standard_output().write(text)
        return
    with written_whole(out) as file:
        file.write(text.encode())


def _as_json(sheet: Sheet, *, to_file: bool) -> str:
    """One object: the figures with their definitions, and what could not be answered and why."""
    told = {"sheet": sheet.name, "figures": [each.as_dict() for each in sheet.figures], "unanswered": sheet.unanswered}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _as_csv(sheet: Sheet, *, to_file: bool) -> str:
    """The first figure: a header and its rows. What else there is, is said on standard error."""
    first = _first(sheet)
    others = [name for name in sheet.names if name != first.name]
    if others:
        sys.stderr.write(f"{first.name}: {first.title}\nothers, with --figure: {', '.join(others)}\n")
    return as_csv(first)


def as_csv(figure: Figure) -> str:
    """One figure as CSV, guarded against spreadsheet formulas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([guarded(cell(value)) for value in row] for row in figure.lines())
    return text.getvalue()


def _first(sheet: Sheet) -> Figure:
    if sheet.figures:
        return sheet.figures[0]
    raise OversightError(f"{sheet.name}: there is no row to write. {' '.join(dict.fromkeys(sheet.unanswered.values()))}")


def as_table(sheet: Sheet, *, to_file: bool) -> str:
    """Every figure under its title, with what it counts; then what cannot be answered."""
    seen = sys.stdout.isatty() and not to_file
    file = io.StringIO()
    width = Console().width if seen or os.environ.get("COLUMNS", "").isdigit() else UNSEEN_WIDTH
    console = Console(file=file, width=width, force_terminal=seen, no_color=not seen, highlight=False, emoji=False, markup=False)
    for each in sheet.figures:
        _print_figure(console, each)
    for name, because in sheet.unanswered.items():
        console.print(Text(f"{name}: {because}"), soft_wrap=True)
    return file.getvalue()


def _print_figure(console: Console, figure: Figure) -> None:
    console.print(Text(figure.title, style="bold"))
    console.print(Text(f"{figure.name}, as of {figure.as_of}. Of: {figure.denominator}. {figure.definition}", style="dim"))
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in figure.columns:  # a cell that is too narrow folds: nothing is cut off
        justify: JustifyMethod = "left" if column.kind in {"text", "month", "date", "flag"} else "right"
        grid.add_column(column.label, justify=justify, overflow="fold")
    for row in figure.rows[:SHOWN]:
        grid.add_row(*(Text(_shown(column, value)) for column, value in zip(figure.columns, row, strict=True)))
    console.print(grid)
    if len(figure.rows) > SHOWN:
        console.print(f"… and {counted(len(figure.rows) - SHOWN, 'row')} more: --format csv --figure {figure.name}")
    for note in figure.beside:
        console.print(Text(note))
    console.print()


def _shown(column: Column, value: Value) -> str:
    if value is None:
        return "–"
    if column.kind == "percent":
        return f"{value:.1f}"
    if column.kind in {"count", "days"}:
        return f"{value:,}"
    return visible(cell(value).replace("_", " ") if column.kind == "text" and column.name != "child_id" else cell(value))


def _draw(sheet: Sheet, path: Path) -> None:
    """Draw the first figure, and write its data table beside it under the same name."""
    figure = _first(sheet)
    beside = path.with_name(f"{path.stem}-table.csv")
    image = drawn(picture_of(figure), kind_of(path))
    with written_whole(path) as file:
        file.write(image)
    with written_whole(beside) as file:
        file.write(as_csv(figure).encode())
    sys.stderr.write(f"{figure.name}: drawn as {path}, its data in {beside}\n")
