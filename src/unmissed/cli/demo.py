"""`unmissed demo`: the inquiry's cases, replayed, and a report to look at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from unmissed.checks.catalogue import catalogue
from unmissed.cli.audit import FAILED
from unmissed.cli.progress import check_progress
from unmissed.cli.replay import show_outcomes
from unmissed.engine.audit import Audit, audit
from unmissed.register.loading import register_from_rows
from unmissed.register.schema import schema
from unmissed.replay.run import case_register, load_cases, replay
from unmissed.report.atomic import written_whole
from unmissed.report.formats import write_report
from unmissed.report.replayed import replay_page


def command(
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the report is written.")] = Path("demo"),
) -> None:
    """Replay the inquiry's cases and write an HTML report about them."""
    result = replay()
    show_outcomes(result)
    folder.mkdir(parents=True, exist_ok=True)
    story, report = folder / "replay.html", folder / "report.html"
    with written_whole(story) as file:
        file.write(replay_page(result).encode())
    write_report(all_cases(), "html", report)
    sys.stdout.write(
        f"\nWhat happened and what would have been seen, case by case: {story.resolve()}\n"
        f"The report that a partnership would have had:             {report.resolve()}\n"
        "Open them in a browser; they need no connection.\n"
    )
    raise typer.Exit(0 if result.holds else FAILED)


def all_cases() -> Audit:
    """Every check over one register of the report's children, as known when the last case ends.

    Left out: the synthetic children who only stand for a month's percentage.
    """
    cases = [case for case in load_cases() if not case.figures]
    registers = [case_register(case) for case in cases]
    rows = {table.name: [row for register in registers for row in register[table.name]] for table in schema()}
    with check_progress(len(catalogue())) as step:
        return audit(register_from_rows(rows), as_of=max(case.ends_on for case in cases), on_check=step)
