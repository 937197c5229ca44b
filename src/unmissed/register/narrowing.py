"""What a narrower reading must hold, so that what it reads is judged as a whole reading would judge it.

An audit by a few checks needs a few tables, and of these a few columns. Every row of a table that is read is still held
against the contract in all its columns that have a rule: narrowing leaves out only what nobody will ask for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from unmissed.register.schema import RECORDED_ON, Column, Table, schema

Wanted = Mapping[str, Collection[str]]
"""Table → the columns that will be asked for."""


def with_what_they_need(wanted: Wanted) -> dict[str, frozenset[str]]:
    """`wanted`, with the tables that its rows refer to, and the columns by which rows are found, joined and dated."""
    held: dict[str, frozenset[str]] = {}
    waiting = ["children", *wanted]
    while waiting:
        table = schema()[waiting.pop()]
        if table.name not in held:
            held[table.name] = frozenset(_held(table, wanted.get(table.name, ())))
            waiting += [column.refers_to for column in table.columns if column.refers_to]
    return held


def _held(table: Table, wanted: Collection[str]) -> Iterator[str]:
    owned = [other for other in schema() if other.known_with == table.name]
    for column in table.columns:
        if column.name in wanted or _is_structure(table, column) or (owned and column.name == "completed_on"):
            yield column.name
            if column.settled_by:
                yield column.settled_by


def _is_structure(table: Table, column: Column) -> bool:
    """Whether loading and the as-of view themselves read the column."""
    dates = (table.first_date.name if table.first_date else "", RECORDED_ON)
    return column == table.id or column.name in dates or bool(column.refers_to or column.check_digit)
