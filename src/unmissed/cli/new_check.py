"""`unmissed new-check`: a header, SQL and examples to fill in, which fail until they are written."""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from unmissed.checks.catalogue import catalogue
from unmissed.report.atomic import written_whole


def command(
    check: Annotated[str, typer.Argument(metavar="ID", help="The name of the check: lower-case words joined by hyphens.")],
    folder: Annotated[Path, typer.Option("--in", metavar="DIR", help="The folder of local checks.")] = Path("checks"),
) -> None:
    """Write a new local check to fill in. Its examples fail until it says what it should."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", check):
        raise typer.BadParameter(
            f"{check!r} is no name of a check. Use lower-case words joined by hyphens, such as review-overdue."
        )
    if any(existing.name == check for existing in catalogue()):
        raise typer.BadParameter(f"the catalogue has a check {check} already. Give yours another name.")
    paths = [folder / f"{check}.sql", folder / f"{check}.examples.yaml"]
    for path in paths:
        if path.exists():
            raise typer.BadParameter(f"{path} exists already and is left as it is. Give another name.")
    folder.mkdir(parents=True, exist_ok=True)
    for path, template in zip(paths, ("check.sql.txt", "check.examples.yaml.txt"), strict=True):
        with written_whole(path) as file:
            file.write(files("unmissed.cli").joinpath("templates", template).read_bytes())
    sys.stdout.write(
        f"Wrote {paths[0]} and {paths[1]}.\nFill them in, then try them:  unmissed checks {check} --checks {folder} --try\n"
        f"Run them beside the catalogue:  unmissed audit REGISTER --checks {folder}\n"
    )
