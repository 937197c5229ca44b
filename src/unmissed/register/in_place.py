"""Parquet files in which nothing is in doubt: they are asked where they lie, instead of being copied into tables first.

A file may stay in place when every cell that has a rule, or will be asked for, is written exactly as the contract says: then its
values are those that a table would hold. Whether it is so is counted column by column, and each condition is one call over one
column, which the database answers once a value where the file keeps a dictionary of its values. At the first doubt the file is
read into a table, in which doubts are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from unmissed.register import cells, check_digits
from unmissed.register.headers import Cell
from unmissed.register.known import STORE
from unmissed.register.quarantine import RegisterError
from unmissed.register.schema import Column
from unmissed.register.sources import Source, date_pairs


@dataclass(frozen=True)
class InPlace:
    """A file that is asked where it lies, and how it looked when it was judged."""

    path: Path
    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> InPlace:
        """The file as it is now."""
        found = path.stat()
        return cls(path, found.st_size, found.st_mtime_ns)

    def demand_unchanged(self) -> None:
        """Raises RegisterError where the file is no longer the one that was judged."""
        try:
            same = InPlace.of(self.path) == self
        except OSError:
            same = False
        if not same:
            raise RegisterError(f"{self.path.name} changed while it was read. Run again when nobody writes to the folder.")


def stays_in_place(con: duckdb.DuckDBPyConnection, source: Source, held: Collection[str] | None, tables: Collection[str]) -> bool:
    """Make the view of a file in which nothing is in doubt; False where there is a doubt, and no view was made.

    What refers to one of `tables` is not judged here: it is looked up there, and only what is written soundly is found.
    """
    kept = [cell for cell in source.header.contract if cell.column and (held is None or cell.name in held)]
    ruled = [cell for cell in source.header.contract if cell.column and (cell in kept or _has_rule(cell.column))]
    if not source.can_be_narrowed or (held is None and source.header.extras) or not all(map(_is_of_its_type, ruled)):
        return False
    if doubts(con, source, ruled, tables):
        return False
    con.execute(_view(source, kept, held))
    return True


def doubts(con: duckdb.DuckDBPyConnection, source: Source, ruled: Collection[Cell], tables: Collection[str]) -> int:
    """How many cells are not written exactly as the contract says, or contradict another of their row."""
    conditions = [condition for cell in ruled if cell.column for condition in _doubts(cell.column, tables)]
    conditions += [f"{column.name} < {earlier.name}" for column, earlier in date_pairs(source)]
    # A column without a rule is counted all the same, for damage to be seen: nothing has more values than there are rows.
    read = [f"greatest(count({cell.name}) - count(*), 0)" for cell in ruled if cell.column and cell.column.type == "bool"]
    counted = " + ".join([*(f"count(*) filter ({condition})" for condition in conditions), *read])
    columns = ", ".join(f"{cell.raw} as {cell.name}" for cell in ruled)
    (found,) = con.execute(f"select {counted} from (select {columns} from {source.relation})").fetchone() or (0,)
    return int(found)


def _view(source: Source, kept: Collection[Cell], held: Collection[str] | None) -> str:
    written = {cell.name: cell for cell in kept}
    columns = [
        f"{_value(column, written[column.name].raw)} as {column.name}"
        if column.name in written
        else f"null::{cells.sql_type(column)} as {column.name}"
        for column in source.table.columns
        if held is None or column.name in held
    ]
    return f"create view {STORE}.{source.table.name} as select {', '.join(columns)} from {source.relation}"


def _value(column: Column, raw: str) -> str:
    return f"string_split({raw}, ';')" if column.type == "list" else raw


def _has_rule(column: Column) -> bool:
    return column.required or bool(column.codes or column.check_digit) or column.type in {"date", "whole"}


def _is_of_its_type(cell: Cell) -> bool:
    assert cell.column is not None
    return cell.kind == ("VARCHAR" if cell.column.type == "list" else cells.sql_type(cell.column))


def _doubts(column: Column, tables: Collection[str]) -> Iterator[str]:
    """The conditions under which a cell is in doubt; an empty one is only where it is required."""
    name = column.name
    if column.required:
        yield f"{name} is null"
    if column.type == "date":
        yield f"{name} not between date '{cells.EARLIEST}' and date '{cells.LATEST}'"
    elif column.type == "whole":
        yield f"{name} < 0"
    elif column.type == "code":
        yield f"not list_contains([{cells.listed(column.codes)}], {name})"
    elif column.type == "list":
        yield f"not regexp_full_match({name}, '{cells.PLAIN_CODES if column.codes else cells.PLAIN_LIST}')"
        if column.codes:
            yield f"not list_has_all([{cells.listed(column.codes)}], string_split({name}, ';'))"
    elif column.type != "bool" and column.refers_to not in tables:
        # What an address may hold as it is, is plain; this is told in half the time.
        yield f"case when url_encode({name}) = {name} then {name} = '' else not regexp_full_match({name}, '{cells.PLAIN}') end"
    if column.check_digit:
        yield check_digits.is_wrong(column.check_digit, name)
