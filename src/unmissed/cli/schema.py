"""`unmissed schema`: the data contract, from the one place where it is declared."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from unmissed.checks.catalogue import catalogue
from unmissed.cli.options import near
from unmissed.register.schema import Column, Table, schema


def command(
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="One table with all its columns.")] = None,
) -> None:
    """Show the tables of the register, or one table with its columns, codes and what settles what."""
    console = Console()
    if table is None:
        console.print(_overview())
        return
    if table not in schema().tables:
        raise typer.BadParameter(f"there is no table {table}. {near(table, list(schema().tables))}")
    console.print(_columns(schema()[table]))


def _overview() -> Grid:
    grid = Grid("table", "one row is", "columns (* required)", title=f"The register, data contract version {schema().version}")
    for table in schema():
        names = ", ".join(c.name + ("*" if c.required else "") for c in table.columns)
        grid.add_row(table.name, table.one_row, names)
    return grid


def _columns(table: Table) -> Grid:
    grid = Grid("column", "type", "meaning", "needed by", title=f"{table.name}: {table.one_row}")
    for column in table.columns:
        needed_by = [check.name for check in catalogue() if f"{table.name}.{column.name}" in check.needs]
        name = column.name + ("*" if column.required else "")
        grid.add_row(Text(name), column.type, Text(f"{column.meaning} {_rules(column)}".strip()), ", ".join(needed_by))
    return grid


def _rules(column: Column) -> str:
    rules = [f"One of: {', '.join(column.codes)}."] if column.codes else []
    rules += [f"Not known before {column.settled_by}."] if column.settled_by else []
    rules += [f"Not before {column.not_before}."] if column.not_before else []
    return " ".join(rules)
