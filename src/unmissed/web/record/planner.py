"""Telling the database how large its tables are and how their values lie, so that it plans its questions for what is there."""

from __future__ import annotations

from django.db import connection


def know_sizes() -> None:
    """Look at every table anew: some seconds for 100,000 children. To be called when a register was loaded, or an index was made.

    SQLite never does so by itself, and one index that it knows nothing of beside others that it knows is enough to turn a look
    at one child into a look at all. PostgreSQL does so in the background, but not before the first people are back.
    """
    with connection.cursor() as cursor:
        cursor.execute("analyze")
