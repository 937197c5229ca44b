"""Reading the whole database as it is at one moment, while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_BEGIN = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
"""Not Django's own transaction: on SQLite that would keep writers waiting."""


@contextmanager
def snapshot() -> Iterator[None]:
    """Whatever is read inside is of one moment. Inside a transaction that is open already, it is that transaction's view."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
