"""What makes the database itself refuse to change or remove rows of a table that is only ever added to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}
