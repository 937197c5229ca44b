"""Options that several commands share, each in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from unmissed.checks.catalogue import Check, catalogue, with_local
from unmissed.policy.model import Policy, default_policy, load_policy

RegisterPath = Annotated[
    Path,
    typer.Argument(metavar="REGISTER", help="A folder of CSV or Parquet files, one for each table, or one .xlsx workbook."),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The register as it was known on this day. Default: today.",
    ),
]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help="A YAML file with local time limits and thresholds.")
]
ChecksFolder = Annotated[
    Path | None,
    typer.Option("--checks", metavar="DIR", help="A folder of local checks to run beside those of the catalogue."),
]


def as_of_day(given: datetime | None) -> date:
    """The clock of a run: the day given, or today."""
    return given.date() if given else date.today()


def chosen_policy(path: Path | None) -> Policy:
    """The default policy, with a local file over it where one is given."""
    return load_policy(path) if path else default_policy()


def every_check(folder: Path | None) -> Sequence[Check]:
    """The catalogue, with a local folder where one is given."""
    return with_local(folder) if folder else catalogue()


def chosen_checks(folder: Path | None, names: Sequence[str]) -> Sequence[Check]:
    """The checks called `names`, or all of them. An unknown name is refused with the nearest right one."""
    checks = every_check(folder)
    by_name = {check.name: check for check in checks}
    for name in names:
        if name not in by_name:
            raise typer.BadParameter(f"there is no check {name}. {near(name, by_name)}")
    return [check for check in checks if not names or check.name in names]


def near(name: str, names: Sequence[str] | dict[str, Check]) -> str:
    """What to try instead of a wrong name."""
    matches = get_close_matches(name, list(names), n=1, cutoff=0.5)
    return f"Did you mean {matches[0]}?" if matches else f"There are: {', '.join(names)}."
