"""Putting many rows into a table at once, the fast way of each database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection

_AT_ONCE = 20_000


def put(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows in the transaction that is open. Values are as the driver takes them, without the key."""
    _PUTS[connection.vendor](connection.ops.quote_name(table), ", ".join(map(connection.ops.quote_name, columns)), iter(rows))


def _sqlite(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    places = ", ".join("?" for _ in columns.split(","))
    statement = f"insert into {table} ({columns}) values ({places})"
    with connection.cursor() as cursor:
        while page := list(islice(rows, _AT_ONCE)):
            # Django's own cursor would rewrite the statement and copy each row
            cursor.connection.executemany(statement, page)


def _postgresql(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


_PUTS = {"sqlite": _sqlite, "postgresql": _postgresql}
