"""What makes the database itself refuse to change or remove rows of a table that is only ever added to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSED = "rows of this table are only ever added"


def add_only(table: str) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    """A migration step that protects `table` on whichever database it runs."""

    def protect(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _STATEMENTS[editor.connection.vendor](table):
            editor.execute(statement)

    return protect


def _sqlite(table: str) -> list[str]:
    return [
        f"create trigger {table}_no_{act} before {act} on {table} begin select raise(abort, '{REFUSED}'); end"
        for act in ("update", "delete")
    ]


def _postgresql(table: str) -> list[str]:
    return [
        f"create or replace function {table}_refuse() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSED}'; end $$",
        f"create trigger {table}_no_change before update or delete on {table} for each row execute function {table}_refuse()",
        f"create trigger {table}_no_truncate before truncate on {table} for each statement execute function {table}_refuse()",
    ]


_PRESENT = {
    "sqlite": "select name from sqlite_master where type = 'trigger' and tbl_name = %s",
    "postgresql": "select tgname from pg_trigger where tgrelid = %s::regclass and tgenabled in ('O', 'A')",
}


def unprotected(tables: Iterable[str]) -> Iterator[str]:
    """A sentence for each protection that somebody took away."""
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(_PRESENT[connection.vendor], [table])
            present = {name for (name,) in cursor.fetchall()}
        for trigger in sorted({f"{table}_no_{act}" for act in _ACTS[connection.vendor]} - present):
            yield f"the database no longer protects {table}: its trigger {trigger} is missing or switched off"


_ACTS = {"sqlite": ("update", "delete"), "postgresql": ("change", "truncate")}
_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}
