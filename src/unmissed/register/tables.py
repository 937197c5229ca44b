"""One table of the register in the database: how it is typed, and how its bad rows are found, explained and set aside.

Everything is done over whole columns. Only the cells of bad rows are carried beside them, and only these are looked at one
by one, to say what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from unmissed.register import cells, faults
from unmissed.register.cells import BLANKS, quoted
from unmissed.register.faults import DayOrder
from unmissed.register.headers import FAULTY_CELLS, Cell
from unmissed.register.known import STORE
from unmissed.register.quarantine import Fault, Faults, shown
from unmissed.register.schema import Column, Table, schema
from unmissed.register.sources import Source, date_pairs

AT_ONCE = 10_000
"""Bad rows fetched at a time."""


def empty_statement(table: Table) -> str:
    """The statement that makes an empty typed table, so that every query can name it."""
    columns = ", ".join(f"{quoted(column.name)} {cells.sql_type(column)}" for column in table.columns)
    return f"create or replace table {STORE}.{table.name} ({columns})"


def create_statement(source: Source, day_first: frozenset[str] = frozenset(), held: frozenset[str] | None = None) -> str:
    """The statement that reads a source into its typed table, with the cells of each bad row beside it.

    With `held`, only these columns are kept, and of a bad row only that it is bad.
    """
    header = source.header
    values = [f"{cells.typed(c.column, c.raw, c.kind, c.name in day_first)} as {c.name}" for c in header.contract if c.column]
    found = {cell.name for cell in header.contract}
    kept = [c for c in source.table.columns if held is None or c.name in held]
    columns = [c.name if c.name in found else f"null::{cells.sql_type(c)} as {c.name}" for c in kept]
    if held is None:
        columns += [f"{cells.cleaned(_text(cell))} as {quoted(cell.name)}" for cell in header.extras]
    texts = "true" if held is not None else f"[{', '.join(_text(cell) for cell in (*header.contract, *header.extras))}]"
    bad = " or ".join([*_cell_faults(header.contract), *_order_faults(source)])
    return (
        f"create or replace table {STORE}.{source.table.name} as\n"
        f"select {', '.join(columns)},\n  case when {bad} then {texts} end as {FAULTY_CELLS}\n"
        f"from (select *, {', '.join(values)} from {source.relation})"
    )


@dataclass(frozen=True)
class Suspicion:
    """What a quick look at a table found: bad rows, spare rows of ids used twice, and values that refer to nothing."""

    bad: int
    spare: int
    orphans: int

    def __bool__(self) -> bool:
        return bool(self.bad or self.spare or self.orphans)


def unordered_query(table: Table) -> str:
    """A query with one row: the table's name, and how many of its ids do not come after the one before. Where none, no id is
    used twice, and this is seen in a fraction of the time that counting them takes."""
    own = table.id.name
    before = f"select {own} as this, lag({own}) over () as before from {STORE}.{table.name}"
    return f"select '{table.name}', count(*) from ({before}) where this is null or this <= before"


def suspicion_query(table: Table, *, ordered: bool, judged: bool) -> str:
    """A query with one row: the table's name, its bad rows, and its spare ones.

    `ordered`: each id comes after the one before. `judged`: its cells are known to be sound (see `in_place`).
    """
    own = table.id.name
    bad = "count(null)" if judged else f"count({FAULTY_CELLS})"
    spare = "0" if ordered else f"count({own}) - count(distinct {own})"
    return f"select '{table.name}', {bad}, {spare} from {STORE}.{table.name}"


def orphans_query(tables: frozenset[str]) -> str:
    """A query of the tables in which rows refer to no row of another table that the register has, and how many do.

    All rows that refer to one table look into it together, which takes half the time of one table after the other.
    """
    referring: dict[str, list[str]] = {}
    for table in (schema()[name] for name in sorted(tables)):
        for column in _references(table, tables):
            rows = f"select '{table.name}' as name, {column.name} as id from {STORE}.{table.name} where {column.name} is not null"
            referring.setdefault(column.refers_to or "", []).append(rows)
    lost = [
        f"select name from ({' union all '.join(rows)}) anti join ({_ids(owner)}) using (id)" for owner, rows in referring.items()
    ]
    return f"select name, count(*) from ({' union all '.join(lost) or _NO_ROW}) group by name"


_NO_ROW = "select '' as name where false"


def _ids(owner: str) -> str:
    return f"select {schema()[owner].id.name} as id from {STORE}.{owner}"


@dataclass
class Cleaning:
    """The careful pass over one table: it explains and removes what cannot be used.

    `lost` holds, for each table already cleaned, the ids of rows that are in quarantine.
    """

    con: duckdb.DuckDBPyConnection
    source: Source
    suspicion: Suspicion
    tables: frozenset[str]
    lost: dict[str, set[str]]
    faults: Faults = field(default_factory=Faults)
    blank_rows: int = 0
    day_first: frozenset[str] = frozenset()

    @property
    def table(self) -> Table:
        """The table that is cleaned."""
        return self.source.table

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return f"{STORE}.{self.table.name}"

    def run(self) -> None:
        """Clean the table. Bad rows go first, then orphans, then duplicates: the one kept is one that can be used."""
        self._rejected()
        self.con.execute("create temp table leaving (place bigint)")
        if self.suspicion.bad:
            self._bad_rows(self._day_orders())
        for column in _references(self.table, self.tables):
            self._orphans(column)
        if self.suspicion.spare:
            self._duplicates()
        self.con.execute(f"delete from {self.name} where rowid in (select place from leaving); drop table leaving")

    def _rejected(self) -> None:
        """Rows that could not be split into cells. Where the id can still be told, it counts as lost."""
        place = self.source.header.place(self.table.id.name)
        for record in self.source.rejected:
            self.faults.add(Fault(-1, "", "", record.fault, record.fault, line=record.line))
            if place is not None and place < len(record.cells):
                self._lose(record.cells[place].strip(BLANKS))

    def _lose(self, row_id: str | None) -> None:
        if row_id:
            self.lost.setdefault(self.table.name, set()).add(row_id)

    def _day_orders(self) -> dict[str, DayOrder]:
        """The order of day and month in each date column; where days come first, the table is read again so."""
        dates = [cell for cell in self.source.header.contract if _is_date(cell) and cell.kind == "VARCHAR"]
        if not dates:
            return {}
        places = {cell.name: self._place(cell) for cell in dates}
        counts = [
            count
            for cell in dates
            for count in cells.day_first_counts(f"trim({FAULTY_CELLS}[{places[cell.name]}], {cells.literal(BLANKS)})")
        ]
        query = f"select {', '.join(counts)} from {self.name} where {FAULTY_CELLS} is not null"
        found = self.con.execute(query).fetchone() or ()
        orders = {cell.name: faults.day_order(*found[3 * i : 3 * i + 3]) for i, cell in enumerate(dates)}
        self.day_first = frozenset(name for name, order in orders.items() if order is DayOrder.DAY_FIRST)
        if self.day_first:
            self.con.execute(create_statement(self.source, self.day_first))
        return orders

    def _place(self, cell: Cell) -> int:
        """Where the cell's text stands among the faulty cells, from 1."""
        return self.source.header.contract.index(cell) + 1

    def _bad_rows(self, orders: dict[str, DayOrder]) -> None:
        contract = self.source.header.contract
        flags = [
            f"coalesce({_fault_of_text(cell, place)}, false)" for place, cell in enumerate(contract, start=1)
        ] + _order_faults(self.source)
        query = f"select rowid, {FAULTY_CELLS}, [{', '.join(flags)}] from {self.name} where {FAULTY_CELLS} is not null"
        for row, texts, found in self._each(query + " order by rowid"):
            stripped = [(text or "").strip(BLANKS) for text in texts]
            if any(stripped):
                self._explain(row, stripped, found, orders)
            else:
                self.blank_rows += 1
        self.con.execute(f"insert into leaving select rowid from {self.name} where {FAULTY_CELLS} is not null")

    def _explain(self, row: int, texts: list[str], found: list[bool], orders: dict[str, DayOrder]) -> None:
        contract = self.source.header.contract
        texts_of = {cell.name: text for cell, text in zip(contract, texts, strict=False)}
        self._lose(texts_of.get(self.table.id.name))
        rows = 1
        for column, kind, sentence in self._reasons(texts_of, found, orders):
            self.faults.add(Fault(row, column.name, shown(column, texts_of[column.name]), kind, sentence, rows))
            rows = 0

    def _reasons(
        self, texts: dict[str, str], found: list[bool], orders: dict[str, DayOrder]
    ) -> Iterator[tuple[Column, str, str]]:
        contract = [cell.column for cell in self.source.header.contract if cell.column]
        for column, is_bad in zip(contract, found, strict=False):
            if is_bad and not texts[column.name]:
                yield column, "missing", faults.missing(column)
            elif is_bad:
                order = orders.get(column.name, DayOrder.ISO)
                yield column, "unreadable", faults.unreadable(column, texts[column.name], order)
        for (column, earlier), is_bad in zip(date_pairs(self.source), found[len(contract) :], strict=True):
            if is_bad:
                dates = {c.name: shown(c, texts[c.name]) for c in (column, earlier)}
                yield column, "order", faults.out_of_order(column, earlier, dates)

    def _orphans(self, column: Column) -> None:
        """Rows that refer to a row that is not there."""
        still = f"rowid not in (select place from leaving) and {_is_orphan(column)}"
        lost = self.lost.get(column.refers_to or "", set())
        found = f"select rowid, {self.table.id.name}, {column.name} from {self.name} t where {still} order by rowid"
        row = None
        for row, row_id, value in self._each(found):
            in_quarantine = value in lost
            sentence = faults.orphan(column, shown(column, value), in_quarantine)
            self.faults.add(Fault(row, column.name, shown(column, value), f"orphan {in_quarantine}", sentence))
            self._lose(row_id)
        if row is not None:
            self.con.execute(f"insert into leaving select rowid from {self.name} t where {still}")

    def _duplicates(self) -> None:
        """All rows of an id but one, chosen by what the rows hold: the fullest, then by its text."""
        own = self.table.id
        held = [quoted(name) for name in (*(c.name for c in self.table.columns), *(c.name for c in self.source.header.extras))]
        text = f"row({', '.join(held)})::varchar"
        filled = " + ".join(f"({name} is not null)::integer" for name in held)
        self.con.execute(
            f"create temp table spare as with staying as (\n"
            f"  select rowid as place, * from {self.name} where rowid not in (select place from leaving)\n"
            f"), shared as (select {own.name} from staying group by 1 having count(*) > 1)\n"
            f"select place, {own.name} from staying semi join shared using ({own.name})\n"
            f"qualify row_number() over (partition by {own.name} order by {filled} desc, {text}, place) > 1"
        )
        for row, value in self._each(f"select place, {own.name} from spare order by place"):
            self.faults.add(Fault(row, own.name, shown(own, value), "duplicate", faults.duplicate(own, shown(own, value))))
        self.con.execute("insert into leaving select place from spare; drop table spare")

    def _each(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a few at a time. No other statement may run meanwhile."""
        self.con.execute(query)
        while rows := self.con.fetchmany(AT_ONCE):
            yield from rows


def _references(table: Table, tables: frozenset[str]) -> Sequence[Column]:
    """The columns that refer to a table which the register has."""
    return [column for column in table.columns if column.refers_to in tables]


def _is_orphan(column: Column) -> str:
    owner = schema()[column.refers_to or ""]
    same = f"owner.{owner.id.name} = t.{column.name}"
    return f"t.{column.name} is not null and not exists (from {STORE}.{owner.name} owner where {same})"


def _text(cell: Cell) -> str:
    return cells.as_text(cell.raw, cell.kind)


def _is_date(cell: Cell) -> bool:
    return cell.column is not None and cell.column.type == "date"


def _cell_faults(contract: Sequence[Cell]) -> list[str]:
    conditions = (cells.fault(cell.column, cell.name, cell.raw, cell.kind) for cell in contract if cell.column)
    return [condition for condition in conditions if condition]


def _fault_of_text(cell: Cell, place: int) -> str:
    assert cell.column is not None
    return cells.fault(cell.column, cell.name, f"{FAULTY_CELLS}[{place}]", "VARCHAR") or "false"


def _order_faults(source: Source) -> list[str]:
    return [f"coalesce({column.name} < {earlier.name}, false)" for column, earlier in date_pairs(source)]
