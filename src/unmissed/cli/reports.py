"""`unmissed report`: the board's report, which may leave the partnership, and the inspection list, which may not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer

from unmissed.checks.catalogue import Check
from unmissed.cli.leaving import leave
from unmissed.cli.options import AsOf, ChecksFolder, PolicyFile, RegisterPath, as_of_day, chosen_policy, every_check
from unmissed.cli.oversight import as_csv, as_table
from unmissed.cli.progress import check_progress
from unmissed.oversight.board import Board, board
from unmissed.oversight.figure import Figure, OversightError, Sheet
from unmissed.oversight.ground import Ground, ground
from unmissed.oversight.inspection import STAYS, inspection
from unmissed.oversight.quarter import parse_quarter
from unmissed.policy.model import Policy
from unmissed.register.loading import Register, load_register
from unmissed.report.atomic import OutputError, written_whole
from unmissed.report.board.document import write_document
from unmissed.report.board.page import write_page
from unmissed.report.board.sheets import write_board, write_sheets
from unmissed.words import counted

BoardForm = Literal["pdf", "xlsx", "html"]
ListForm = Literal["table", "csv", "xlsx"]
_WRITERS: dict[BoardForm, Callable[[Board, BinaryIO], None]] = {
    "pdf": write_document,
    "xlsx": write_board,
    "html": write_page,
}

app = typer.Typer(help="The board's quarterly report, and the list for an inspection.", no_args_is_help=True)


@app.command("board")
def board_command(
    register: RegisterPath,
    quarter: Annotated[str, typer.Option("--quarter", metavar="QUARTER", help="A quarter that has ended, such as 2026Q3.")],
    policy: PolicyFile = None,
    checks: ChecksFolder = None,
    format: Annotated[BoardForm | None, typer.Option("--format", help="Default: by the ending of --out, otherwise pdf.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="PATH", help="Default: board-QUARTER in this folder.")] = None,
) -> None:
    """The quarter's figures as known on its last day, with small numbers hidden, as PDF, workbook or page."""
    chosen = parse_quarter(quarter)
    if chosen.last >= date.today():
        raise OversightError(f"{chosen} has not ended. Choose a quarter whose last day is past.")
    endings: dict[str, BoardForm] = {".pdf": "pdf", ".xlsx": "xlsx", ".html": "html", ".htm": "html"}
    form = format or (endings.get(out.suffix.lower()) if out else "pdf")
    if form is None:
        raise OutputError(f"a board report is .pdf, .xlsx or .html, found {out}. Name it so, or choose with --format.")
    path = out or Path(f"board-{chosen.year}Q{chosen.number}.{form}")
    loaded = load_register(register)
    told = board(_known(loaded, chosen.last, chosen_policy(policy), list(every_check(checks))), chosen)
    with written_whole(path) as file:
        _WRITERS[form](told, file)
    sys.stdout.write(f"{told.title}: {counted(len(told.figures), 'figure')} in {path}\n")
    leave(loaded)


@app.command("inspection")
def inspection_command(
    register: RegisterPath,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    checks: ChecksFolder = None,
    format: Annotated[ListForm | None, typer.Option("--format", help="Default: by the ending of --out, otherwise table.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="PATH", help="Write to this file instead of the terminal.")] = None,
) -> None:
    """Every child at risk of exploitation or harmed by it, whatever the level: one row a child, and not to be passed on."""
    endings: dict[str, ListForm] = {".csv": "csv", ".xlsx": "xlsx"}
    form = format or (endings.get(out.suffix.lower(), "table") if out else "table")
    if form == "xlsx" and out is None:
        raise OutputError("a workbook needs a file. Name one with --out, such as inspection.xlsx.")
    loaded = load_register(register)
    figure = inspection(_known(loaded, as_of_day(as_of), chosen_policy(policy), list(every_check(checks))))
    with written_whole(out) if out else nullcontext(sys.stdout.buffer) as file:
        _write_list(figure, form, file, to_file=out is not None)
    if form != "table":
        sys.stderr.write(f"{figure.title}. {STAYS}\n")
    leave(loaded)


def _known(register: Register, day: date, policy: Policy, checks: list[Check]) -> Ground:
    with check_progress(len(checks)) as step:
        return ground(register, as_of=day, policy=policy, checks=checks, on_check=step)


def _write_list(figure: Figure, form: ListForm, file: BinaryIO, *, to_file: bool) -> None:
    if form == "xlsx":
        first = [("", figure.title), ("as known on", figure.as_of.isoformat()), *(("", note) for note in figure.beside)]
        write_sheets([figure], file, title="Inspection list", first=first, last=[])
    elif form == "csv":
        file.write(as_csv(figure).encode())
    else:
        file.write(as_table(Sheet("inspection", (figure,), {}), to_file=to_file).encode())
    file.flush()
