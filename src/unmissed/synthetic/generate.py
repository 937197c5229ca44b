"""Writing a synthetic register: each table is one SQL file, drawn from the seed and the child's number alone.

Nothing in it is about a real child: identifiers are numbered, NHS numbers come from the range kept for tests (999), the
authorities do not exist, and harm is coded, never described.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

import duckdb

from unmissed.register.annotated import parse_annotated
from unmissed.register.schema import Column, Table, schema

Format = Literal["parquet", "csv"]
DEFAULT_AS_OF = date(2025, 9, 30)
"""The last day of a register for which no other was asked: fixed, so that the same seed gives the same files on any day."""

MOST_CHILDREN = 9_999_999
"""Identifiers hold seven digits."""

_FOLDER = files("unmissed.synthetic")
_READ_BY_OTHERS = ("assessments", "meetings")
"""Tables that other tables are drawn from: worked out once."""

_TYPES = {"date": "date", "bool": "boolean", "whole": "integer"}


class SyntheticError(ValueError):
    """A synthetic register that cannot be made. The message says what was asked and what is possible."""


def generate(
    children: int,
    seed: int,
    folder: Path,
    format: Format = "parquet",  # noqa: A002 - the word that the database and everybody uses
    as_of: date = DEFAULT_AS_OF,
) -> dict[str, int]:
    """Write every table of the register into `folder` (made if need be) and return the rows of each.

    About 40 records a child over the five years before `as_of`; no date lies after it but an action's due date. The same
    arguments give the same bytes. Raises SyntheticError for a number of children or a format that is not possible.
    """
    _refuse_nonsense(children, format)
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        _prepare(con, children, seed, as_of)
        return {table.name: _write(con, table, folder / f"{table.name}.{format}", format) for table in schema()}


def _refuse_nonsense(children: int, format: str) -> None:  # noqa: A002
    if not 1 <= children <= MOST_CHILDREN:
        raise SyntheticError(f"{children} children were asked for; give a number from 1 to {MOST_CHILDREN}.")
    if format not in get_args(Format):
        raise SyntheticError(f"the format {format} is not written; choose {' or '.join(get_args(Format))}.")


def _prepare(con: duckdb.DuckDBPyConnection, children: int, seed: int, as_of: date) -> None:
    con.execute(f"create temp macro seed() as {int(seed)}::bigint")
    con.execute(f"create temp macro children() as {int(children)}")
    con.execute(f"create temp macro today() as date '{as_of}'")
    con.execute(_sql("macros"))
    con.execute(f"create temp table lives as {_sql('lives')}")
    for table in schema():
        kind = "table" if table.name in _READ_BY_OTHERS else "view"
        con.execute(f"create temp {kind} {table.name} as {_sql('tables', table.name)}")


def _sql(*path: str) -> str:
    name = path[-1]
    return parse_annotated(_FOLDER.joinpath(*path[:-1], f"{name}.sql").read_text("utf-8"), name).sql


def _write(con: duckdb.DuckDBPyConnection, table: Table, path: Path, format: Format) -> int:  # noqa: A002
    """Write one table with all columns of the contract, in the order of its ids."""
    drawn = {row[0] for row in con.execute(f"describe {table.name}").fetchall()}
    assert drawn <= {column.name for column in table.columns}, f"{table.name}.sql draws a column that the contract lacks"
    columns = ", ".join(_written(table, drawn, format))
    options = "format parquet, compression zstd" if format == "parquet" else "format csv, header"
    target = str(path).replace("'", "''")
    row = con.execute(f"copy (select {columns} from {table.name} order by {table.id.name}) to '{target}' ({options})").fetchone()
    assert row is not None
    return int(row[0])


def _written(table: Table, drawn: set[str], format: Format) -> Iterator[str]:  # noqa: A002
    """Each column of the contract as the format writes it: typed in Parquet, `yes` and `no` in CSV; empty where not drawn."""
    for column in table.columns:
        value = column.name if column.name in drawn else "null"
        yield f"{_as_written(column, value, format)} as {column.name}"


def _as_written(column: Column, value: str, format: Format) -> str:  # noqa: A002
    if column.type == "bool" and format == "csv":
        return f"case {value} when true then 'yes' when false then 'no' end"
    return f"{value}::{_TYPES.get(column.type, 'varchar')}"
