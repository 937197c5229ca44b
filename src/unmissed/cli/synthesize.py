"""`unmissed synthesize`: a register of made-up children, to try things on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from unmissed.synthetic.generate import DEFAULT_AS_OF, generate


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the register is written; made when it does not exist.")],
    children: Annotated[int, typer.Option("--children", metavar="N", help="How many children.")] = 400,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="The same seed gives the same register.")] = 1,
    form: Annotated[Literal["csv", "parquet"], typer.Option("--format", help="The format of its files.")] = "csv",
) -> None:
    """Write a register of made-up children with believable histories. No person is real."""
    rows = generate(children, seed, folder, form, DEFAULT_AS_OF)
    sys.stdout.write(
        f"{sum(rows.values()):,} records of {children:,} made-up children in {folder}, as known on {DEFAULT_AS_OF}.\n"
    )
