"""`unmissed demo`: the inquiry's cases, replayed, a report to look at, and the web application over a made-up authority."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from unmissed.checks.catalogue import catalogue
from unmissed.cli.leaving import FAILED
from unmissed.cli.progress import check_progress
from unmissed.cli.replay import show_outcomes
from unmissed.cli.web import set_up
from unmissed.engine.audit import Audit, audit
from unmissed.register.loading import register_from_rows
from unmissed.register.schema import schema
from unmissed.replay.run import case_register, load_cases, replay
from unmissed.report.atomic import written_whole
from unmissed.report.formats import write_report
from unmissed.report.replayed import replay_page


def command(
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the report and the application's data go.")] = Path(
        "demo"
    ),
    serves: Annotated[
        bool, typer.Option("--serve/--no-serve", envvar="UNMISSED_DEMO_SERVE", help="Whether to serve the web application.")
    ] = True,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to serve at.")] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what was entered in an earlier demonstration.")] = False,
) -> None:
    """Replay the inquiry's cases, write an HTML report about them, and serve the web application over a made-up authority."""
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
    sys.stdout.flush()
    if not result.holds:
        raise typer.Exit(FAILED)
    _show_application(folder / "record", serves, port, fresh)


def _show_application(data: Path, serves: bool, port: int, fresh: bool) -> None:
    """Fill the application's database in a process of its own, whose settings are the demonstration's; then become the server."""
    if fresh and data.exists():
        shutil.rmtree(data)
    environment = {name: value for name, value in os.environ.items() if name not in OF_AN_INSTALLATION}
    environment |= {"UNMISSED_DATA": str(data.resolve())}
    python = [sys.executable, "-m", "unmissed.cli"]
    filled = subprocess.run([*python, "demo-data"], env=environment, check=False)
    if filled.returncode:
        raise typer.Exit(filled.returncode)
    if serves:
        os.execve(sys.executable, [*python, "serve", "--port", str(port)], environment)


def demo_data(
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="Let the authority’s day stand still at it.")
    ] = None,
) -> None:
    """Fill an empty record with the made-up authority and the inquiry's cases, and say who can sign in."""
    set_up()
    from unmissed.web.running.demo import PASSWORD, fill, sign_ins  # noqa: PLC0415 - needs Django
    from unmissed.web.running.serving import make_ready  # noqa: PLC0415

    make_ready()
    fill(*case_rows(), today=today.date() if today else None)
    lines = [f"  {person.sign_in:<24}{person.role:<28}{person.name}" for person in sign_ins()]
    sys.stdout.write("\nSign in to the web application as\n" + "\n".join(lines) + f"\nwith the password  {PASSWORD}\n\n")


OF_AN_INSTALLATION = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "UNMISSED_HTTPS", "UNMISSED_SECRET_KEY", "UNMISSED_TRAIL_KEY")
"""What a demonstration must not take from the environment: it would write into a real record."""


def case_rows() -> tuple[dict[str, list[dict[str, object]]], date]:
    """The rows of the report's children by table, and the day on which the last case ends.

    Left out: the synthetic children who only stand for a month's percentage.
    """
    cases = [case for case in load_cases() if not case.figures]
    registers = [case_register(case) for case in cases]
    rows: dict[str, list[dict[str, object]]] = {
        table.name: [dict(row) for register in registers for row in register[table.name]] for table in schema()
    }
    return rows, max(case.ends_on for case in cases)


def all_cases() -> Audit:
    """Every check over one register of the report's children, as known when the last case ends."""
    rows, ends_on = case_rows()
    with check_progress(len(catalogue())) as step:
        return audit(register_from_rows(rows), as_of=ends_on, on_check=step)
