"""The whole register as files in the contract in which it is loaded: written to disk row by row, however large it is.

Tables are written with those that refer to others first, and children last: what is entered meanwhile can then not leave a row
behind whose child is missing.
"""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet

from unmissed.register.keeping import HEADER
from unmissed.register.keeping import NAME as KEPT_FROM
from unmissed.register.schema import Table, schema
from unmissed.register.sources import as_cell
from unmissed.web.access.sight import visible
from unmissed.web.imports import folders
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.keeping import columns_of, keeping_of
from unmissed.web.record.models import MODELS

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
"""What a sheet of a workbook can hold: characters in a cell, rows below the header."""
_AT_ONCE = 2_000


class TooLargeError(Exception):
    """The register does not fit into a workbook. The message says what does not, and what to choose instead."""


def left_out(person: Person, partnership: Partnership) -> int:
    """How many children are not in the person's download: their records are restricted to others."""
    children = MODELS["children"].objects.filter(partnership=partnership)
    return int(children.count() - children.filter(visible(person, partnership)).count())


def counts(person: Person, partnership: Partnership) -> dict[str, int]:
    """How many children and rows a download has, and how many children it leaves out."""
    rows = {table.name: _rows(table, person, partnership).count() for table in _tables(partnership)}
    return {"children": rows["children"], "rows": sum(rows.values()), "children left out": left_out(person, partnership)}


def as_zip(person: Person, partnership: Partnership) -> IO[bytes]:
    """A zip of CSV files, open at its beginning and gone once it is closed."""
    with _written() as target, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in _tables(partnership):
            _member(archive, table.name, _lines(table, person, partnership))
        if partial := _in_part(partnership):
            _member(archive, KEPT_FROM, partial)
    return target


def _member(archive: zipfile.ZipFile, name: str, lines: Iterable[list[str]]) -> None:
    with archive.open(f"register/{name}.csv", "w", force_zip64=True) as raw:
        text = io.TextIOWrapper(raw, "utf-8", newline="")
        csv.writer(text, lineterminator="\n").writerows(lines)
        text.flush()
        text.detach()


def as_workbook(person: Person, partnership: Partnership) -> IO[bytes]:
    """A workbook, every cell of it text: a value that begins with = stays a value. Raises TooLargeError."""
    options = {"constant_memory": True, "tmpdir": str(folders.root())}
    with _written() as target, xlsxwriter.Workbook(target, options) as workbook:
        for table in _tables(partnership):
            _sheet(workbook.add_worksheet(table.name), table.name, _lines(table, person, partnership))
        if partial := _in_part(partnership):
            _sheet(workbook.add_worksheet(KEPT_FROM), KEPT_FROM, partial)
    return target


@contextmanager
def _written() -> Iterator[IO[bytes]]:
    """A file without a name, which nobody else can open and which is gone with its last reader; at its beginning once written."""
    target = tempfile.TemporaryFile(dir=folders.root())  # noqa: SIM115 - whoever sends it closes it
    try:
        yield target
        target.seek(0)
    except BaseException:
        target.close()
        raise


def _sheet(sheet: Any, name: str, lines: Iterable[list[str]]) -> None:
    for row, cells in enumerate(lines):
        if row > MOST_ROWS:
            raise TooLargeError(f"{name} has more rows than a sheet can hold. Choose the .zip.")
        for place, cell in enumerate(cells):
            if len(cell) > LONGEST_CELL:
                raise TooLargeError(f"{name} holds a text that is longer than a cell of a workbook can be. Choose the .zip.")
            if cell:
                sheet.write_string(row, place, cell)


def _tables(partnership: Partnership) -> list[Table]:
    """The tables that the record has, whole or in part, those that refer to others first."""
    has = [table for table in schema() if _columns(table, partnership)]
    return sorted(has, key=lambda table: (-_depth(table.name), table.name))


def _columns(table: Table, partnership: Partnership) -> list[str]:
    """The columns that are taken out: those that the record holds whole, and any other of which somebody entered a value."""
    whole = columns_of(partnership).get(table.name, frozenset())
    others = [column.name for column in table.columns if column.name not in whole]
    if not others:
        return [column.name for column in table.columns]
    rows = MODELS[table.name].every.filter(partnership=partnership, withdrawn=False)
    entered = {name for name in others if rows.exclude(**{name: None}).exists()}
    return [column.name for column in table.columns if column.name in whole or column.name in entered]


def _in_part(partnership: Partnership) -> list[list[str]]:
    """What loading the files back must know of what they hold in part, with its header; empty where all is whole."""
    out = {table.name: set(_columns(table, partnership)) for table in schema()}
    lines = [
        [table, column, day]
        for table, column, day in keeping_of(partnership).lines()
        if out[table] and (not column or column in out[table])
    ]
    return [list(HEADER), *lines] if lines else []


def _depth(name: str) -> int:
    referred = [column.refers_to for column in schema()[name].columns if column.refers_to]
    return max((_depth(other) + 1 for other in referred), default=0)


def _rows(table: Table, person: Person, partnership: Partnership) -> QuerySet[Any]:
    rows = MODELS[table.name].objects.filter(partnership=partnership)
    if table.has("child_id"):
        rows = rows.filter(visible(person, partnership))
    return rows.order_by(table.id.name)


def _lines(table: Table, person: Person, partnership: Partnership) -> Iterator[list[str]]:
    """The header and the rows of a table, as text."""
    names = _columns(table, partnership)
    rows = _rows(table, person, partnership)
    extras = _extras(rows)
    yield [*names, *extras]
    for *values, more in rows.values_list(*names, "extras").iterator(chunk_size=_AT_ONCE):
        beside = more or {}
        yield [as_cell(value) or "" for value in (*values, *(beside.get(name) for name in extras))]


def _extras(rows: QuerySet[Any]) -> list[str]:
    """The unknown columns that any row has."""
    found: set[str] = set()
    for extras in rows.exclude(extras=None).values_list("extras", flat=True).iterator(chunk_size=_AT_ONCE):
        found |= set(extras or {})
    return sorted(found)
