"""The short way for a tiny register in memory whose rows are plainly sound: straight into typed tables.

Tests and previews of a decision load hundreds of registers of a few rows each; planning the general way costs them more
than the work. This way takes only what is written exactly as the contract says, and leaves the whole register to the
general way at the first doubt. Both give the same tables (tested over random rows).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain

from unmissed.register.cells import BLANKS, EARLIEST, LARGEST, LATEST, PLAIN, literal, quoted
from unmissed.register.known import STORE
from unmissed.register.schema import Column, Schema, Table

Rows = Mapping[str, Sequence[Mapping[str, object]]]

FEW = 200
"""Rows of one table up to which this way is the shorter one."""


class InDoubtError(Exception):
    """Something is not plainly sound; the general way must look at it."""


def insert_statements(tables: Schema, rows: Rows) -> list[str]:
    """The statements that fill the empty typed tables. Raises InDoubtError where the general way is needed."""
    ids = {name: _ids(tables[name], given) for name, given in rows.items()}
    statements = []
    for name, given in rows.items():
        table = tables[name]
        _check_references(table, given, ids)
        if given:
            statements.append(_insert(table, given))
    return statements


def columns_of(tables: Schema, rows: Rows) -> dict[str, frozenset[str]]:
    """The columns that each table of such a register has: those that its rows name, or all where there is no row."""
    return {
        name: frozenset(chain.from_iterable(given)) if given else frozenset(c.name for c in tables[name].columns)
        for name, given in rows.items()
    }


def _ids(table: Table, rows: Sequence[Mapping[str, object]]) -> set[str]:
    """The ids of a table's rows, each a text and used once."""
    ids = {row_id for row in rows if isinstance(row_id := row.get(table.id.name), str)}
    if len(ids) < len(rows) or len(rows) > FEW:
        raise InDoubtError(table.name)
    return ids


def _check_references(table: Table, rows: Sequence[Mapping[str, object]], ids: Mapping[str, set[str]]) -> None:
    for column in table.columns:
        if column.refers_to and column.refers_to in ids:
            referring = [value for row in rows if (value := row.get(column.name)) is not None]
            if not all(isinstance(value, str) and value in ids[column.refers_to] for value in referring):
                raise InDoubtError(column.name)


def _insert(table: Table, rows: Sequence[Mapping[str, object]]) -> str:
    named = dict.fromkeys(name for row in rows for name in row)
    if any(not table.has(name) for name in named):
        raise InDoubtError(table.name)
    columns = [table.column(name) for name in named]
    if any(column.required and column.name not in named for column in table.columns):
        raise InDoubtError(table.name)
    values = ", ".join(f"({', '.join(_row(columns, row))})" for row in rows)
    return f"insert into {STORE}.{table.name} ({', '.join(quoted(name) for name in named)}) values {values}"


def _row(columns: Sequence[Column], row: Mapping[str, object]) -> list[str]:
    written = [_cell(column, row.get(column.name)) for column in columns]
    by_name = dict(zip((column.name for column in columns), written, strict=True))
    for column in columns:
        earlier = by_name.get(column.not_before or "", "null")
        if "null" not in {earlier, by_name[column.name]} and by_name[column.name] < earlier:
            raise InDoubtError(column.name)
    return written


def _cell(column: Column, value: object) -> str:
    """One value as an SQL literal."""
    if value is None and not column.required:
        return "null"
    if value is None or column.check_digit:
        raise InDoubtError(column.name)
    return _WRITERS[column.type](column, value)


def _text(column: Column, value: object) -> str:
    """Text that needs no trimming: printable ASCII, or whole characters of any script without a blank at either end."""
    if isinstance(value, str) and (re.fullmatch(PLAIN, value) or _is_trimmed(value)):
        return literal(value)
    raise InDoubtError(column.name)


def _is_trimmed(text: str) -> bool:
    halves = any("\ud800" <= sign <= "\udfff" for sign in text)
    return bool(text) and text.strip(BLANKS) == text and "\0" not in text and not halves


def _code(column: Column, value: object) -> str:
    if value in column.codes:
        return literal(str(value))
    raise InDoubtError(column.name)


def _date(column: Column, value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise InDoubtError(column.name)
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise InDoubtError(column.name) from error
    if not EARLIEST <= value <= LATEST:
        raise InDoubtError(column.name)
    return literal(value)


def _bool(column: Column, value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if value in ("yes", "no"):
        return "true" if value == "yes" else "false"
    raise InDoubtError(column.name)


def _whole(column: Column, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST:
        return str(value)
    raise InDoubtError(column.name)


def _list(column: Column, value: object) -> str:
    if not isinstance(value, (list, tuple)) or not value:
        raise InDoubtError(column.name)
    parts = [_code(column, part) if column.codes else _text(column, part) for part in value]
    if any(";" in part for part in parts):
        raise InDoubtError(column.name)
    return f"[{', '.join(parts)}]"


_WRITERS: dict[str, Callable[[Column, object], str]] = {
    "id": _text,
    "text": _text,
    "code": _code,
    "date": _date,
    "bool": _bool,
    "whole": _whole,
    "list": _list,
}
