"""Loading a register with mends: rows whose cells a person corrected, or left out, without touching the files themselves.

A mend names its row by table and line, as the quarantine does. A table with mends is read row by row, so that each row keeps
its line; the others are read as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from unmissed.register import cells
from unmissed.register.csv_records import Record
from unmissed.register.headers import Cell
from unmissed.register.keeping import read_keeping
from unmissed.register.loading import OFFLINE, Register, load_openings
from unmissed.register.openings import Opening, found
from unmissed.register.schema import Table, schema
from unmissed.register.sources import Row, Source, UnreadableError, text_source

Mend = Mapping[str, str] | None
"""The cells of a row by column, as they should be; None leaves the row out. A cell that is not named stays."""

Mends = Mapping[str, Mapping[int, Mend]]
"""By table and line."""


def load_mended(path: Path, mends: Mends) -> Register:
    """The register at `path` (see `load_register`) as it is with the mends. Raises RegisterError as `load_register` does."""
    openings, notices = found(path)
    mended = {
        name: (file, _mended(opening, mends[name]) if mends.get(name) else opening) for name, (file, opening) in openings.items()
    }
    keeping, more = read_keeping(path)
    return keeping.applied(load_openings(mended, [*notices, *more], str(path)))


def row_at(path: Path, table: str, line: int) -> dict[str, str] | None:
    """The cells of one row by column, as its file holds them; None where no row begins on that line.

    A row that could not be split into cells has those that could be told, in the order of the header.
    """
    openings, _ = found(path)
    if table not in openings:
        return None
    with duckdb.connect(":memory:", config=OFFLINE) as con:
        try:
            source = _patient(openings[table][1], con, schema()[table])
        except (OSError, UnreadableError):  # the whole table is in quarantine
            return None
        names = [cell.name for cell in source.header.cells]
        rejected = ((record.line, record.cells) for record in source.rejected)
        row = next((texts for at, texts in (*rejected, *_rows(con, source)) if at == line), None)
    if row is None:
        return None
    padded = [*row, *[""] * len(names)]
    return {name: text or "" for name, text in zip(names, padded, strict=False)}


def _mended(opening: Opening, mends: Mapping[int, Mend]) -> Opening:
    return lambda con, table: _with(con, _patient(opening, con, table), mends)


def _patient(opening: Opening, con: duckdb.DuckDBPyConnection, table: Table) -> Source:
    """The source, read so that every row has its line."""
    source = opening(con, table)
    return source.again() if source.again and source.is_file else source


def _with(con: duckdb.DuckDBPyConnection, source: Source, mends: Mapping[int, Mend]) -> Source:
    names = [cell.name for cell in source.header.cells]
    rows = sorted((*_rows(con, source), *_saved(source.rejected, mends)), key=lambda row: row[0])
    mended = text_source(con, source.table, source.file, names, _applied(names, rows, mends))
    mended.rejected = [record for record in source.rejected if record.line not in mends]
    mended.notices = source.notices
    mended.header = replace(mended.header, fault=source.header.fault)
    return mended


def _saved(rejected: Sequence[Record], mends: Mapping[int, Mend]) -> Iterator[Row]:
    """Rows that could not be split into cells and are mended: every cell comes from the mend."""
    return ((record.line, record.cells) for record in rejected if mends.get(record.line) is not None)


def _applied(names: Sequence[str], rows: Sequence[Row], mends: Mapping[int, Mend]) -> Iterator[Row]:
    for line, texts in rows:
        mend = mends.get(line, {})
        if mend is None:
            continue
        padded = [*texts, *[None] * (len(names) - len(texts))][: len(names)]
        yield line, [mend.get(name, text) for name, text in zip(names, padded, strict=True)] if mend else padded


def _rows(con: duckdb.DuckDBPyConnection, source: Source) -> list[Row]:
    texts = ", ".join(_text(cell) for cell in source.header.cells) or "null"
    fetched = con.execute(f"select {texts} from {source.relation}").fetchall()
    lines = source.lines(range(len(fetched)))
    return [(lines[place], row) for place, row in enumerate(fetched)]


def _text(cell: Cell) -> str:
    """A cell as a CSV file would hold it. A typed date keeps its day in London, as loading reads it."""
    if cell.column and cell.column.type == "date" and cell.kind != "VARCHAR":
        return f"({cells.typed(cell.column, cell.raw, cell.kind)})::varchar"
    return cells.as_text(cell.raw, cell.kind)
