"""`unmissed replay`: the inquiry's cases, and whether every check would have seen what it must."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Literal

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from unmissed.cli.leaving import FAILED
from unmissed.replay.judge import Outcome
from unmissed.replay.run import ReplayResult, replay
from unmissed.report.replayed import replay_page

Form = Literal["table", "jsonl", "html"]


def command(
    case: Annotated[list[str] | None, typer.Argument(metavar="[CASE]...", help="Only these cases. Default: all.")] = None,
    form: Annotated[Form, typer.Option("--format", help="How to show the outcome.")] = "table",
) -> None:
    """Replay the inquiry's cases: each expected finding must open by its date, and each silence must hold."""
    result = replay(case or None)
    if form == "jsonl":
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in result.rows())
    elif form == "html":
        sys.stdout.write(replay_page(result))
    else:
        show_outcomes(result)
    raise typer.Exit(0 if result.holds else FAILED)


def show_outcomes(result: ReplayResult) -> None:
    """The outcomes as a table on the terminal, and what did not hold. Children who differ only in dates share a row."""
    console = Console()
    for replayed in result.cases:
        console.print(Text(f"{replayed.case.title} ({', '.join(replayed.case.cites)})", style="bold"))
        table = Table("child", Column("what must open", min_width=28), "by", "opened", "days before\nit was seen", box=SIMPLE)
        for outcomes in _grouped(replayed.outcomes):
            table.add_row(*map(Text, _cells(outcomes)), style="" if all(o.holds for o in outcomes) else "red")
        console.print(table)
    silences = [outcome for outcome in result.outcomes if outcome.asks in {"silent", "none_open"}]
    asked = len(result.outcomes) - len(silences)
    console.print(
        f"{asked:,} findings and figures are expected and {len(silences):,} silences; {len(result.failures)} do not hold."
    )
    for outcome in result.failures:
        verdict = outcome.verdict.replace("_", " ")
        console.print(Text(f"does not hold: {outcome.case}, {outcome.child_id}, {outcome.check}: {verdict}"))


def _grouped(outcomes: tuple[Outcome, ...]) -> list[list[Outcome]]:
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.asks in {"opens", "figure"}:
            groups.setdefault((outcome.cohort or outcome.child_id, outcome.check), []).append(outcome)
    return list(groups.values())


def _cells(outcomes: list[Outcome]) -> list[str]:
    first = outcomes[0]
    child = first.child_id if len(outcomes) == 1 else f"{len(outcomes)} children"
    by = max((str(o.expected_by) for o in outcomes if o.expected_by), default="")
    opened = sorted(str(o.finding.opened_on) for o in outcomes if o.finding)
    found = (
        opened[0]
        if len(set(opened)) == 1
        else f"{opened[0]} to\n{opened[-1]}"
        if opened
        else ("" if first.holds else "not found")
    )
    before = "" if first.days_before is None else f"{first.days_before:,}"
    return [child, first.check, by, found, before]
