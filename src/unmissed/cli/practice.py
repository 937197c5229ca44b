"""`unmissed practice`: a sample of children for practice audits, and what the filled forms say."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from unmissed.cli.leaving import leave
from unmissed.cli.options import AsOf, PolicyFile, RegisterPath, as_of_day, chosen_policy
from unmissed.cli.oversight import as_table
from unmissed.oversight.figure import Sheet, Value
from unmissed.oversight.ground import ground
from unmissed.oversight.inspection import STAYS
from unmissed.oversight.practice import blank_rows, sample
from unmissed.oversight.practice_filled import read_filled
from unmissed.oversight.practice_form import load_form
from unmissed.oversight.practice_results import REGISTER_COLUMNS, register_rows, results
from unmissed.oversight.rule import parse_rule
from unmissed.register.loading import load_register
from unmissed.report.atomic import output_errors, written_whole
from unmissed.report.lines import cell, guarded
from unmissed.report.terminal import standard_output
from unmissed.words import counted

app = typer.Typer(help="Audit practice: draw children by a rule and a seed, and read the filled forms.", no_args_is_help=True)

FormFile = Annotated[
    Path | None,
    typer.Option("--form", metavar="FILE", help="A YAML file with your own questions. Default: those from the inquiry."),
]


@app.command("sample")
def sample_command(
    register: RegisterPath,
    rule: Annotated[str, typer.Option("--rule", metavar="RULE", help='Such as "level >= medium or harm >= suspected".')],
    size: Annotated[int, typer.Option("--size", metavar="N", help="How many children.")],
    seed: Annotated[
        str, typer.Option("--seed", metavar="SEED", help="Any word or number: the same one draws the same children.")
    ],
    as_of: AsOf = None,
    policy: PolicyFile = None,
    form: FormFile = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FORM.csv", help="Write the blank forms to this file.")] = None,
) -> None:
    """Children under 18 whom a rule takes, drawn so that the draw can be repeated; with --out, blank forms to fill."""
    asked, questions = parse_rule(rule), load_form(form) if form else None
    loaded = load_register(register)
    drawn = sample(ground(loaded, as_of=as_of_day(as_of), policy=chosen_policy(policy)), asked, size, seed)
    _show(Sheet("practice", (drawn.titled(drawn.title, STAYS),), {}))
    if out:
        _write(out, ([guarded(each) for each in row] for row in blank_rows(drawn, seed, questions)))
        sys.stderr.write(f"{counted(len(drawn.rows), 'blank form')} in {out}\n")
    leave(loaded)


@app.command("read")
def read_command(
    filled: Annotated[Path, typer.Argument(metavar="FORM.csv", help="The filled forms.")],
    form: FormFile = None,
    register_out: Annotated[
        Path | None,
        typer.Option("--register-out", metavar="FILE", help="Write rows for the register's practice_audits to this CSV file."),
    ] = None,
) -> None:
    """Grades, the agreement of two auditors, answers by question, and actions."""
    questions, today = load_form(form) if form else None, date.today()
    read = read_filled(filled, today, questions)
    _show(results(read, today, questions))
    if register_out:
        # Identifiers stay as the register has them: guarded, they would name nobody. The auditor's name is free text.
        _write(register_out, [REGISTER_COLUMNS, *((*ids, guarded(cell(name))) for *ids, name in register_rows(read))])
        sys.stderr.write(f"{counted(len(read.audits), 'audit')} in {register_out}\n")


def _show(sheet: Sheet) -> None:
    with output_errors("the standard output"):
        standard_output().write(as_table(sheet, to_file=False))


def _write(path: Path, rows: Iterable[Iterable[Value]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([cell(value) for value in row] for row in rows)
    with written_whole(path) as file:
        file.write(text.getvalue().encode())
