"""A partnership's whole record as a register that the engine can ask.

Rows come through Django's own connection, so that one way serves both databases and needs no file: the database joins the cells
of a row to one text, DuckDB splits many rows at a time and types them. What no check reads (free text) stays where it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import duckdb
from django.db import connection

from unmissed.register.cells import quoted, sql_type
from unmissed.register.keeping import Keeping
from unmissed.register.known import STORE
from unmissed.register.loading import OFFLINE, Register
from unmissed.register.schema import Column, Table, schema
from unmissed.register.sources import CELL_END, ROW_END
from unmissed.register.tables import empty_statement
from unmissed.web.people.models import Partnership
from unmissed.web.record.keeping import keeping_of
from unmissed.web.record.models import MODELS

_AT_ONCE = 20_000
_TEXTS = frozenset({"id", "text", "list", "code"})


def register_of(partnership: Partnership, keeping: Keeping | None = None, tables: Collection[str] | None = None) -> Register:
    """Every current row of the record, typed; what is not whole in the record, or not by `keeping`, is not whole here either.

    Only the rows of `tables` are read where they are named: for checks that read no other.
    Rows are read while others write. Whoever keeps what follows from them passes over children who were changed meanwhile.
    """
    con = duckdb.connect(":memory:", config=OFFLINE)
    try:
        con.execute(";\n".join([f"create schema {STORE}", *map(empty_statement, schema())]))
        for table in schema() if tables is None else [schema()[name] for name in tables]:
            _copy(partnership, con, table)
    except BaseException:
        con.close()
        raise
    columns = {table.name: frozenset(column.name for column in table.columns) for table in schema()}
    return (keeping or keeping_of(partnership)).applied(Register(con, frozenset(columns), columns, (), ()))


def _copy(partnership: Partnership, con: duckdb.DuckDBPyConnection, table: Table) -> None:
    read = [column for column in table.columns if column.privacy != "sensitive"]
    names = ", ".join(quoted(column.name) for column in read)
    values = ", ".join(_typed(column, place) for place, column in enumerate(read, start=1))
    rows = f"select string_split(line, '{CELL_END}') as cells from (select unnest(string_split(?, '{ROW_END}')) as line)"
    for page in _pages(partnership, table, read):
        con.execute(f"insert into {STORE}.{table.name} ({names}) select {values} from ({rows})", [page])


def _typed(column: Column, place: int) -> str:
    cell = f"nullif(cells[{place}], '')"
    return f"string_split({cell}, ';')" if column.type == "list" else f"{cell}::{sql_type(column)}"


def _pages(partnership: Partnership, table: Table, read: list[Column]) -> Iterator[str]:
    line = f" || '{CELL_END}' || ".join(_cell(column) for column in read)
    name = connection.ops.quote_name(MODELS[table.name]._meta.db_table)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"select {line} from {name} where partnership_id = %s and not withdrawn", [partnership.pk])
        while page := cursor.fetchmany(_AT_ONCE):
            yield ROW_END.join(row[0] for row in page)


def _cell(column: Column) -> str:
    """A value as text; a text is rid of what separates cells and rows."""
    name = connection.ops.quote_name(column.name)
    if column.type in _TEXTS:
        return f"replace(replace(coalesce({name}, ''), '{CELL_END}', ' '), '{ROW_END}', ' ')"
    return f"coalesce(cast({name} as varchar), '')"
