"""`unmissed synthesize`: a register of made-up children, to try things on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from unmissed.synthetic.authority import authority, write_authority
from unmissed.synthetic.generate import DEFAULT_AS_OF, generate

AUTHORITY_CHILDREN = 400
"""How many children the made-up authority has."""


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the register is written; made when it does not exist.")],
    children: Annotated[int, typer.Option("--children", metavar="N", help="How many children.")] = AUTHORITY_CHILDREN,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="The same seed gives the same register.")] = 1,
    whole: Annotated[
        bool,
        typer.Option(
            "--authority", help="One authority of 400 children with names, agencies and people that fit together; CSV only."
        ),
    ] = False,
    form: Annotated[Literal["csv", "parquet"], typer.Option("--format", help="The format of its files.")] = "csv",
) -> None:
    """Write a register of made-up children with believable histories. No person is real."""
    if whole:
        if children != AUTHORITY_CHILDREN or form != "csv":
            raise typer.BadParameter("an authority has 400 children and is written as CSV: leave --children and --format out.")
        _authority(folder, seed)
        return
    rows = generate(children, seed, folder, form, DEFAULT_AS_OF)
    sys.stdout.write(
        f"{sum(rows.values()):,} records of {children:,} made-up children in {folder}, as known on {DEFAULT_AS_OF}.\n"
    )


def _authority(folder: Path, seed: int) -> None:
    made = authority(today=DEFAULT_AS_OF, seed=seed)
    write_authority(made, folder)
    records = sum(map(len, made.rows.values()))
    children = len(made.rows["children"])
    sys.stdout.write(
        f"{records:,} records of {children} made-up children of {made.name} in {folder}, as known on {DEFAULT_AS_OF}.\n"
    )
