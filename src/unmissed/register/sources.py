"""Where tables come from: files of a folder, sheets of a workbook, rows in memory.

Each becomes a `Source`: a relation with raw columns c0, c1, ... that the database can read, the header that says what they
are, and a way back from the n-th row to its place in the file.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

import duckdb

from unmissed.register.cells import literal, quoted
from unmissed.register.csv_records import Record, fits, lines_of, read_records
from unmissed.register.headers import Header, read_header, recognised
from unmissed.register.quarantine import Notice
from unmissed.register.schema import Column, Table

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
IN_STATEMENT = 200
"""Up to so many rows are written into the statement itself: quicker than a parameter for a tiny register."""
BATCH = 20_000
CELL_END, ROW_END = "\x1f", "\x1e"
"""The separators that ASCII has for cells and rows."""

Row = tuple[int, Sequence[str | None]]
"""The line of a row and its cells."""


class UnreadableError(Exception):
    """A source that cannot be used. The message ends a sentence that begins with the file's name.

    `rows` is the number of its rows, 0 where they cannot be counted.
    """

    def __init__(self, message: str, rows: int = 0) -> None:
        super().__init__(message)
        self.rows = rows


@dataclass
class Source:
    """One table as it comes in. `again` reads it more patiently when the database refuses the file.

    `is_file`: the database reads the file itself, which may fail; `kept`: temporary tables to be dropped after loading;
    `can_be_narrowed`: a column can be left unread without a change in what the others hold.
    """

    table: Table
    file: str
    header: Header
    relation: str
    lines: Callable[[Sequence[int]], Mapping[int, int]]
    rejected: list[Record] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    again: Callable[[], Source] | None = None
    is_file: bool = False
    kept: tuple[str, ...] = ()
    can_be_narrowed: bool = False
    path: Path | None = None

    @property
    def is_tiny(self) -> bool:
        """Whether its rows are written in the statement itself."""
        return not self.is_file and not self.kept


def date_pairs(source: Source) -> list[tuple[Column, Column]]:
    """The pairs of dates, of those that the source has, of which the first may not precede the second."""
    found = {cell.name for cell in source.header.contract}
    table = source.table
    return [
        (column, table.column(column.not_before))
        for column in table.columns
        if column.name in found and column.not_before in found and column.not_before
    ]


def csv_source(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> Source:
    """A CSV file, read by the database; `again` reads it record by record.

    A header that is not the plain first line, or one column, in which an empty line could be a row, is read so at once.
    """
    delimiter, first = _delimiter_and_header(table, path)
    header = read_header(table, first.cells)
    source = Source(
        table,
        path.name,
        header,
        _read_csv(path, delimiter, len(first.cells)),
        lambda rows: lines_of(path, delimiter, rows),
        again=lambda: _patient_csv_source(con, table, path, delimiter),
        is_file=True,
    )
    if first.line != 1 or len(first.cells) == 1 or any("\n" in cell or "\r" in cell for cell in first.cells):
        source = _patient_csv_source(con, table, path, delimiter)
    if delimiter != ",":
        said = f"its values are separated by {DELIMITERS[delimiter]}, not commas: read so."
        source.notices.append(Notice(table.name, path.name, "", said))
    return source


def parquet_source(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> Source:
    """A Parquet file, its own types kept."""
    reader = f"read_parquet({_file(path)}, hive_partitioning=false, binary_as_string=true)"
    path.open("rb").close()  # says why a file may not be read; the database would only say that it is no Parquet
    try:
        described = con.execute(f"describe select * from {reader}").fetchall()
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise UnreadableError("is no whole Parquet file. Copy or export it again.") from error
    names, kinds = [row[0] for row in described], [row[1] for row in described]
    columns = ", ".join(f"{quoted(name)} as c{place}" for place, name in enumerate(names))
    relation = f"(select {columns} from {reader})"
    header = read_header(table, names, kinds)
    return Source(table, path.name, header, relation, _counted_from(1), is_file=True, can_be_narrowed=True, path=path)


def text_source(con: duckdb.DuckDBPyConnection, table: Table, file: str, names: Sequence[str], rows: Iterable[Row]) -> Source:
    """Rows of text, put into the database first where there are many."""
    header = read_header(table, names)
    lines: array[int] = array("q")

    def cells() -> Iterator[Sequence[str | None]]:
        for line, values in rows:
            lines.append(line)
            yield values

    relation = _relation(con, table, len(names), cells())
    kept = () if relation.startswith("(") else (relation,)
    return Source(table, file, header, relation, lambda wanted: {row: lines[row] for row in wanted}, kept=kept)


def memory_source(con: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Mapping[str, object]]) -> Source:
    """Rows in memory, text or typed. Without a row the table is known to be empty, in every column."""
    rows = list(rows)
    names = list(dict.fromkeys(chain.from_iterable(rows))) if rows else [column.name for column in table.columns]
    texts = ((line, [as_cell(row.get(name)) for name in names]) for line, row in enumerate(rows, start=1))
    return text_source(con, table, "memory", names, texts)


def as_cell(value: object) -> str | None:
    """A value of memory or a workbook as it would be written in a CSV file."""
    if value is None or isinstance(value, str):
        return value and value.encode("utf-8", "replace").decode("utf-8")  # half a character cannot be stored
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = [as_cell(part) or "" for part in value]
        return ";".join(parts if isinstance(value, (list, tuple)) else sorted(parts))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _delimiter_and_header(table: Table, path: Path) -> tuple[str, Record]:
    """The sign that separates the values, told by the header, and the header."""
    best: tuple[str, Record] | None = None
    for delimiter in DELIMITERS:
        first = next((record for record in read_records(path, delimiter) if not record.is_blank), None)
        if first is None:
            raise UnreadableError("is empty. Its first line must name the columns, even of a table without rows.")
        if best is None or recognised(table, first.cells) > recognised(table, best[1].cells):
            best = (delimiter, first)
    assert best is not None
    if best[1].fault:
        raise UnreadableError(f"has no header that can be read. {best[1].fault}")
    return best


def _read_csv(path: Path, delimiter: str, width: int) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    return (
        f"read_csv({_file(path)}, auto_detect=false, header=true, columns={{{columns}}}, delim={literal(delimiter)}, "
        "quote='\"', escape='\"', strict_mode=true, null_padding=false, ignore_errors=false, hive_partitioning=false, "
        "compression='none')"
    )


def _patient_csv_source(con: duckdb.DuckDBPyConnection, table: Table, path: Path, delimiter: str) -> Source:
    records = read_records(path, delimiter)
    names = next(record for record in records if not record.is_blank).cells
    rejected: list[Record] = []

    def rows() -> Iterator[Row]:
        for record in (fits(record, len(names)) for record in records if not record.is_blank_line):
            if record.fault:
                rejected.append(record)
            else:
                yield record.line, record.cells

    source = text_source(con, table, path.name, names, rows())
    source.rejected = rejected
    return source


def _relation(con: duckdb.DuckDBPyConnection, table: Table, width: int, rows: Iterator[Sequence[str | None]]) -> str:
    names = ", ".join(f"c{place}" for place in range(width))
    few = list(islice(rows, IN_STATEMENT + 1))
    if not few or not width:
        return f"(select {', '.join(f'null::varchar as c{place}' for place in range(width)) or '1'} where false)"
    if len(few) <= IN_STATEMENT:
        return f"(values {', '.join(_tuple(row) for row in few)}) as given({names})"
    return _kept(con, table, width, chain(few, rows))


def _kept(con: duckdb.DuckDBPyConnection, table: Table, width: int, rows: Iterator[Sequence[str | None]]) -> str:
    """The rows as a temporary table. A batch goes in as one text that the database splits: much quicker than cell by cell."""
    name = f"given_{table.name}"
    con.execute(f"create or replace temp table {name} ({', '.join(f'c{place} varchar' for place in range(width))})")
    cells = ", ".join(f"nullif(cells[{place}], '')" for place in range(1, width + 1))
    lines = "select string_split(line, chr(31)) as cells from (select unnest(string_split($1, chr(30))) as line)"
    while batch := list(islice(rows, BATCH)):
        con.execute(f"insert into {name} select {cells} from ({lines})", [ROW_END.join(map(_joined, batch))])
    return name


def _joined(row: Sequence[str | None]) -> str:
    """The cells of a row as one text. A separator inside a cell is no text and becomes a space."""
    joined = CELL_END.join([cell or "" for cell in row])
    if joined.count(CELL_END) >= len(row) or ROW_END in joined:
        joined = CELL_END.join([(cell or "").replace(CELL_END, " ").replace(ROW_END, " ") for cell in row])
    return joined


def _tuple(row: Sequence[str | None]) -> str:
    return f"({', '.join('null::varchar' if cell is None else literal(cell) for cell in row)})"


def _counted_from(first: int) -> Callable[[Sequence[int]], Mapping[int, int]]:
    return lambda rows: {row: row + first for row in rows}


def _file(path: Path) -> str:
    """The path as the database takes it: whole, and with nothing in it read as a pattern."""
    text = str(path.absolute())
    for sign in "[*?":
        text = text.replace(sign, f"[{sign}]")
    return literal(text)
