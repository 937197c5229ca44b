"""What is known when: the register as it was known on a date, derived from the schema and never written by hand.

A record is known from the day it was recorded, at the earliest on its own first date. A later date of the same row is
known when it has come, and so is what it settles. For every table the view named after it holds the rows known on the
as-of date, with everything known later removed, and beside them the day on which each became known: `known_on` for the
row, `completed_known_on` for `completed_on`, and so on. (Design, section 2, "What is known when".)
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from unmissed.register.schema import RECORDED_ON, Column, Schema, Table

STORE = "store"
"""The database schema that holds the loaded tables as they came; the views over them are what checks read."""


def as_of_view(table: Table, tables: Schema, as_of: date, held: Collection[str] | None = None) -> str:
    """The SELECT that gives `table` as it was known on `as_of`; with `held`, of a table that holds only these columns."""
    if not table.dated:
        return f"select * from {STORE}.{table.name}"
    columns = [_known_column(table, column, as_of) for column in table.columns if held is None or column.name in held]
    later = [column for column in table.later_dates if held is None or column.name in held]
    known_days = [_known_day(column, as_of) for column in later]
    return (
        f"with stored as (\n{_with_known_on(table, tables)}\n)\n"
        f"select\n    {_listed([*columns, 'known_on', *known_days])}\n"
        f"from stored\nwhere known_on <= {_literal(as_of)}"
    )


def _with_known_on(table: Table, tables: Schema) -> str:
    """The stored rows with the day on which each became known."""
    if table.known_with:
        owner = tables[table.known_with]
        link = next(c.name for c in table.columns if c.refers_to == owner.name)
        return (
            f"select t.*, greatest(t.{RECORDED_ON}, o.known_on, o.completed_on) as known_on\n"
            f"from {STORE}.{table.name} t join (\n{_with_known_on(owner, tables)}\n) o using ({link})\n"
            "where o.completed_on is not null"
        )
    assert table.first_date is not None, f"{table.name} has no date of its own"
    first = table.first_date.name
    return f"select *, greatest({RECORDED_ON}, {first}) as known_on from {STORE}.{table.name}"


def _known_column(table: Table, column: Column, as_of: date) -> str:
    if column in table.later_dates:
        return f"case when {column.name} <= {_literal(as_of)} then {column.name} end as {column.name}"
    if column.settled_by:
        before = _before(column)
        return f"case when {column.settled_by} > {_literal(as_of)} then {before} else {column.name} end as {column.name}"
    return column.name


def _before(column: Column) -> str:
    if column.before is None:
        return "null"
    return {"yes": "true", "no": "false"}[column.before] if column.type == "bool" else f"'{column.before}'"


def _known_day(date_column: Column, as_of: date) -> str:
    name = date_column.name
    return f"case when {name} <= {_literal(as_of)} then greatest(known_on, {name}) end as {date_column.known_name}"


def _listed(columns: list[str]) -> str:
    return ",\n    ".join(columns)


def _literal(day: date) -> str:
    return f"date '{day.isoformat()}'"
