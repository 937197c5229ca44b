"""Putting a whole register into a partnership's record: all of it or nothing, as version 1 of every row, entered by nobody.

It asks nobody whether they may and leaves no entry in the trail: the action that loads a register does both around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import duckdb
from django.db import connection, transaction
from django.utils import timezone

from unmissed.register.cells import literal, quoted
from unmissed.register.known import STORE
from unmissed.register.loading import Register, register_from_rows
from unmissed.register.schema import RECORDED_ON, Column, Table, schema
from unmissed.web.people.models import Partnership
from unmissed.web.record.grounds import replace_all_grounds
from unmissed.web.record.models import MODELS, KeptTable
from unmissed.web.record.planner import know_sizes
from unmissed.web.record.putting import put

Lacks = dict[str, list[str] | None]

_AT_ONCE = 20_000
_HAS_A_DEFAULT = frozenset({RECORDED_ON, "source", "notes"})
"""No check needs these from the register: what a loaded row lacks of them must not be withheld of rows entered later."""
_OWN = ("partnership_id", "version", "entered_at", "withdrawn", "extras")


class UnsoundError(ValueError):
    """Rows that the contract refuses, or a partnership that has records already. Nothing was written."""


def load_rows(
    partnership: Partnership, rows: Mapping[str, Iterable[Mapping[str, object]]], *, lacks: Lacks | None = None
) -> dict[str, int]:
    """Put rows by table, text or typed, into an empty record; a table that is not given is lacking. Gives the rows of each table.

    `lacks` says what is lacking where that does not follow from the rows. Raises UnsoundError where a row is bad.
    """
    register = register_from_rows(rows)
    try:
        if register.quarantine:
            bad = sorted({entry.table for entry in register.quarantine})
            raise UnsoundError(
                f"{register.quarantined_rows()} rows are bad, in {', '.join(bad)}. Validate the register and mend them."
            )
        return load_loaded(partnership, register, lacks=lacks)
    finally:
        register.con.close()


def load_loaded(partnership: Partnership, register: Register, *, lacks: Lacks | None = None) -> dict[str, int]:
    """Put a loaded register into an empty record, unknown columns into `extras`; what is in its quarantine stays out.

    Gives the rows of each table. Raises UnsoundError where the partnership has records already.
    """
    if MODELS["children"].every.filter(partnership=partnership).exists():
        raise UnsoundError(f"{partnership.name} has records already. A register is loaded into an empty partnership.")
    now = timezone.now()
    with transaction.atomic():
        counts = {table.name: _load_table(partnership, register, table, now) for table in schema()}
        partnership.lacks = what_lacks(register) if lacks is None else lacks
        partnership.save(update_fields=["lacks"])
        _keep_days(partnership, register, now)
        replace_all_grounds(partnership)
        know_sizes()
    return counts


def what_lacks(register: Register) -> Lacks:
    """The tables that a register does not have whole since ever (None), and the columns of the others."""
    found: Lacks = {}
    for table in schema():
        has = register.columns.get(table.name, frozenset()) | _HAS_A_DEFAULT
        part = {what.partition(".")[2] for what in register.kept_from if what.startswith(f"{table.name}.")}
        columns = [column.name for column in table.columns if column.name not in has - part]
        if table.name not in register.tables or table.name in register.kept_from:
            found[table.name] = None
        elif columns:
            found[table.name] = columns
    return found


def _keep_days(partnership: Partnership, register: Register, now: datetime) -> None:
    """From when the register says that it holds tables whole, as decisions that nobody here took."""
    days: dict[str, date] = {}
    for what, since in register.kept_from.items():
        table = what.partition(".")[0]
        days[table] = max(since, days.get(table, since))
    KeptTable.objects.bulk_create(
        KeptTable(partnership=partnership, table_name=table, since=since, decided_at=now) for table, since in days.items()
    )


def _load_table(partnership: Partnership, register: Register, table: Table, now: datetime) -> int:
    if table.name not in register.brought:
        return 0
    names = [*_OWN, *(column.name for column in table.columns)]
    con = register.con.cursor()
    try:
        put(MODELS[table.name]._meta.db_table, names, _pages(con.execute(_select(partnership, con, table, now))))
        row = con.execute(f"select count(*) from {STORE}.{table.name}").fetchone()
        return int(row[0]) if row else 0
    finally:
        con.close()


def _pages(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while page := found.fetchmany(_AT_ONCE):
        yield from page


def _select(partnership: Partnership, con: duckdb.DuckDBPyConnection, table: Table, now: datetime) -> str:
    """The rows of a typed table as the record's table holds them; in the order of their ids, which keeps the indexes compact."""
    contract = {column.name for column in table.columns}
    described = con.execute(f"describe {STORE}.{table.name}").fetchall()
    extras = [name for name, *_ in described if name not in contract]
    entered = literal(str(connection.ops.adapt_datetimefield_value(now)))
    own = [str(partnership.pk), "1", entered, _as_bool("false"), _extras(extras)]
    values = ", ".join([*own, *(_value(column) for column in table.columns)])
    order = "child_id, " if table.has("child_id") else ""
    return f"select {values} from {STORE}.{table.name} order by {order}{table.id.name}"


def _value(column: Column) -> str:
    name = quoted(column.name)
    if column.type == "list":
        return f"array_to_string({name}, ';')"
    if column.type == "date":
        return f"{name}::varchar"
    return _as_bool(name) if column.type == "bool" else name


def _as_bool(value: str) -> str:
    return f"{value}::integer" if connection.vendor == "sqlite" else value


def _extras(names: list[str]) -> str:
    """Unknown columns as one JSON text, those without a value left out; null where there is none."""
    if not names:
        return "null"
    pairs = ", ".join(f"{literal(name)}: {quoted(name)}" for name in names)
    filled = " or ".join(f"{quoted(name)} is not null" for name in names)
    return f"case when {filled} then json_merge_patch('{{}}', to_json({{{pairs}}}))::varchar end"
