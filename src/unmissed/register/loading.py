"""Loading a register: a folder of files, a workbook, or rows in memory become typed tables that checks can ask.

`load_register` and `register_from_rows` follow the same rules (design, section 2): what can be used is typed and kept, what
cannot is in the quarantine with a sentence that tells how to mend it, and what was accepted with a word is in the notices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from unmissed.register import check_digits, plain
from unmissed.register.headers import FAULTY_CELLS
from unmissed.register.in_place import InPlace, stays_in_place
from unmissed.register.keeping import read_keeping
from unmissed.register.known import STORE
from unmissed.register.narrowing import Wanted, with_what_they_need
from unmissed.register.openings import Opening, Openings, found, why_not
from unmissed.register.quarantine import Notice, Quarantined, RegisterError
from unmissed.register.schema import Table, schema
from unmissed.register.sources import Source, UnreadableError, memory_source
from unmissed.register.tables import (
    Cleaning,
    Suspicion,
    create_statement,
    empty_statement,
    orphans_query,
    suspicion_query,
    unordered_query,
)
from unmissed.words import counted

OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",
}
"""Nothing is fetched: a register is read on machines without a network, and must not need one. And nothing is left behind:
without a directory for it, the database never writes what it holds of children to a disk when memory runs short."""

AT_ONCE = 2
"""Files read at once: most are too small to keep a second processor busy, and each needs memory of its own."""

NEEDED = "children"
"""The one table that every register has."""


@dataclass(frozen=True)
class Register:
    """A loaded register.

    `con` holds the typed tables under the database schema `store`, one for each table of the contract with all its columns;
    those that the register lacks are empty. `tables` and `columns` say what it has: a table that is present without rows is
    known to be empty, one that is missing is unknown.

    `given` and `kept_from` are set where it holds some of that in part (see `keeping`): `given` names everything that the files
    have, `tables` and `columns` then only what is whole, and `kept_from` the days from which some of it is.

    A register that was read for some checks only holds less: `unread` names the tables that are there and were not read, and
    `held` the columns of those tables that are not held whole. `in_place` holds, by table, the files that are asked where they
    lie: their tables are views.
    """

    con: duckdb.DuckDBPyConnection
    tables: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    quarantine: tuple[Quarantined, ...]
    notices: tuple[Notice, ...]
    unread: frozenset[str] = frozenset()
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kept_from: Mapping[str, date] = field(default_factory=dict)
    in_place: Mapping[str, InPlace] = field(default_factory=dict)

    @property
    def brought(self) -> Mapping[str, frozenset[str]]:
        """The columns of which there are values, by table, whole or in part."""
        return self.given or self.columns

    def demand_unchanged(self) -> None:
        """Raises RegisterError where a file that is asked in place is no longer the one that was judged."""
        for file in self.in_place.values():
            file.demand_unchanged()

    def quarantined_rows(self, table: str | None = None) -> int:
        """How many rows are set aside, of one table or of all."""
        return sum(entry.rows for entry in self.quarantine if table in {None, entry.table})


def load_register(path: Path, wanted: Wanted | None = None, *, in_place: bool = False) -> Register:
    """The register in a folder of .csv and .parquet files, or in one .xlsx workbook.

    `wanted` (default: everything) names the tables, and the columns of each, that will be asked for: other tables are not
    read. What is read is judged as ever, so that its rows are those of a whole reading. With `in_place`, Parquet files in which
    nothing is in doubt are judged and then asked where they lie: for a run that is over before anybody changes them. Raises
    RegisterError where there is nothing that can be read as a register.
    """
    path = Path(path)
    openings, notices = found(path)
    keeping, more = read_keeping(path)
    return keeping.applied(load_openings(openings, [*notices, *more], str(path), wanted, in_place=in_place))


def register_from_rows(rows: Mapping[str, Iterable[Mapping[str, object]]]) -> Register:
    """The register of rows in memory, by table; values are text or typed (date, bool, whole number, list, None).

    A table given without rows is known to be empty. Raises RegisterError where children is missing.
    """
    given = {name: list(table_rows) for name, table_rows in rows.items() if name in schema().tables}
    notices = [
        Notice("", "memory", "", f"{name} is no table of the register and was ignored.")
        for name in rows
        if name not in schema().tables
    ]
    if NEEDED in given:
        with suppress(plain.InDoubtError):
            return _plain_register(given, notices)
    openings = {name: ("memory", _memory_opening(table_rows)) for name, table_rows in given.items()}
    return load_openings(openings, notices, "memory")


def _plain_register(given: plain.Rows, notices: list[Notice]) -> Register:
    """The register of rows that are plainly sound. Raises InDoubtError for any others."""
    inserts = plain.insert_statements(schema(), given)
    con = duckdb.connect(":memory:", config=OFFLINE)
    con.execute(";\n".join([f"create schema {STORE}", *map(empty_statement, schema()), *inserts]))
    columns = plain.columns_of(schema(), given)
    return Register(con, frozenset(given), columns, (), tuple(sorted(notices)))


def _memory_opening(given: Iterable[Mapping[str, object]]) -> Opening:
    return lambda con, table: memory_source(con, table, given)


def load_openings(
    openings: Openings, notices: list[Notice], place: str, wanted: Wanted | None = None, *, in_place: bool = False
) -> Register:
    """The register of what `openings` open (see `load_register`). Raises RegisterError where children cannot be used."""
    if NEEDED not in openings:
        held = ", ".join(sorted(openings)) or "no table of the register"
        raise RegisterError(f"{place} holds {held}, but not children. Add a file children.csv with a column child_id.")
    con = duckdb.connect(":memory:", config=OFFLINE)
    try:
        return _Loading(con, notices, with_what_they_need(wanted) if wanted is not None else None, in_place).run(openings)
    except BaseException:
        con.close()
        raise


@dataclass
class _Loading:
    """One register on its way in."""

    con: duckdb.DuckDBPyConnection
    notices: list[Notice]
    wanted: Mapping[str, frozenset[str]] | None = None
    in_place: bool = False
    placed: dict[str, InPlace] = field(default_factory=dict)
    held: dict[str, frozenset[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    sources: dict[str, Source] = field(default_factory=dict)
    quarantine: list[Quarantined] = field(default_factory=list)

    def run(self, openings: Openings) -> Register:
        """Open, type, clean, and tell."""
        self.con.execute(f"create schema {STORE}")
        for table in schema():
            if table.name in openings and self.wanted is not None and table.name not in self.wanted:
                self.unread.add(table.name)
            elif table.name in openings:
                self._open(table, *openings[table.name])
        if all(source.is_tiny for source in self.sources.values()):
            self.con.execute("pragma disable_optimizer")  # planning would take longer than the work
        self._create()
        self._clean()
        self._tell()
        return self._finished()

    def _open(self, table: Table, file: str, opening: Opening) -> None:
        try:
            source = opening(self.con, table)
            if source.header.fault:
                raise UnreadableError(f"cannot be used: {source.header.fault}", self._rows_of(source))
        except OSError as error:
            self._set_aside(table, file, why_not(error), 0)
        except UnreadableError as error:
            self._set_aside(table, file, str(error), error.rows)
        else:
            self.sources[table.name] = source
            if self.wanted is not None and source.can_be_narrowed:
                self.held[table.name] = self.wanted[table.name]

    def _set_aside(self, table: Table, file: str, reason: str, rows: int) -> None:
        """Put a whole table into quarantine: the register then lacks it. Without children there is no register."""
        if table.name == NEEDED:
            raise RegisterError(f"{file} {reason}")
        sentence = f"{file} {reason} Until then {table.name} counts as missing."
        self.quarantine.append(Quarantined(table.name, file, 1, "", "", sentence, rows))

    def _rows_of(self, source: Source) -> int:
        with suppress(duckdb.Error, UnicodeDecodeError):
            (rows,) = self.con.execute(f"select count(*) from {source.relation}").fetchone() or (0,)
            return int(rows) + len(source.rejected)
        return self._rows_of(source.again()) if source.again else 0

    def _create(self) -> None:
        """Make every table: small ones in one statement, files one by one because each may fail."""
        rows = [create_statement(source) for source in self.sources.values() if not source.is_file]
        files = [source for source in self.sources.values() if source.is_file]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            read = list(pool.map(self._is_read, files))
        for source in (source for source, well in zip(files, read, strict=True) if not well):
            self._create_again(source)
        if self.placed and not all(read):
            self._widen()  # a file was judged as one whose references will be looked up, and one of them may be gone
        missing = [table for table in schema() if table.name not in self.sources and table.name not in self.unread]
        self.con.execute(";\n".join([*rows, *map(empty_statement, missing)]))

    def _is_read(self, source: Source) -> bool:
        """Make the table of a file, or its view, on a connection of its own; False where the database refused it.

        Errors of the database quote the lines of the file: they are dropped here, not carried into a traceback.
        """
        with suppress(duckdb.Error, UnicodeDecodeError, OSError), self.con.cursor() as con:
            self._make(con, source, self.held.get(source.table.name))
            return True
        return False

    def _make(self, con: duckdb.DuckDBPyConnection, source: Source, held: frozenset[str] | None) -> None:
        file = InPlace.of(source.path) if self.in_place and source.path else None
        if file and stays_in_place(con, source, held, self.tables):
            self.placed[source.table.name] = file
        else:
            con.execute(create_statement(source, held=held))

    def _create_again(self, source: Source) -> None:
        """What the database refused: read record by record, or set aside."""
        table = source.table
        if source.again:
            patient = source.again()
            self.sources[table.name] = patient
            self.con.execute(create_statement(patient))
        else:
            del self.sources[table.name]
            self._set_aside(table, source.file, "is damaged. Copy or export it again.", 0)

    @property
    def tables(self) -> frozenset[str]:
        """The tables that the register has."""
        return frozenset(self.sources)

    def _suspicions(self) -> dict[str, Suspicion]:
        """A quick look at every table; a sound register is spared the careful pass."""
        tables = [source.table for source in self.sources.values()]
        unordered = dict(self._united(unordered_query(table) for table in tables))
        found = self._united(
            suspicion_query(table, ordered=not unordered[table.name], judged=table.name in self.placed) for table in tables
        )
        orphans = dict(self.con.execute(orphans_query(self.tables)).fetchall())
        return {name: Suspicion(bad, spare, orphans.get(name, 0)) for name, bad, spare in found}

    def _united(self, queries: Iterable[str]) -> list[tuple[Any, ...]]:
        return self.con.execute("\nunion all\n".join(queries)).fetchall()

    def _clean(self) -> None:
        """The careful pass over each table that needs it, referred tables first: what they lose makes orphans."""
        suspicions = self._suspicions()
        in_doubt = any(suspicions.values()) or any(source.rejected for source in self.sources.values())
        if in_doubt and (self.held or self.placed):
            self._widen()
            suspicions = self._suspicions()
        lost: dict[str, set[str]] = {}
        touched: set[str] = set()
        for name in sorted(self.sources, key=_referred_first):
            source = self.sources[name]
            referred = {column.refers_to for column in source.table.columns}
            if suspicions[name] or source.rejected or referred & touched:
                cleaning = Cleaning(self.con, source, suspicions[name], self.tables, lost)
                cleaning.run()
                touched.add(name)
                line_of = source.lines(cleaning.faults.rows())
                self.quarantine += cleaning.faults.entries(name, source.file, dict(line_of))
                self._tell_of(cleaning)

    def _widen(self) -> None:
        """Read again, into tables and in all columns, what was narrowed or left in place.

        Which of two rows stays, and how a fault reads, hang on whole rows; and of a view no row can be taken out.
        """
        again = [name for name in self.sources if name in self.held or name in self.placed]
        self.con.execute(";\n".join(f"drop view {STORE}.{name}" for name in self.placed))
        self.held.clear()
        self.placed.clear()
        self.in_place = False
        for name in again:
            if not self._is_read(self.sources[name]):
                self._create_again(self.sources[name])
            if name not in self.sources:
                self.con.execute(empty_statement(schema()[name]))

    def _tell_of(self, cleaning: Cleaning) -> None:
        source = cleaning.source
        for column in sorted(cleaning.day_first):
            said = f"the dates in {column} are written with the day first (one of them proves it) and were read so."
            self.notices.append(Notice(source.table.name, source.file, column, said))
        if cleaning.blank_rows:
            said = f"passed over without loss: {counted(cleaning.blank_rows, 'row')} with nothing in it."
            self.notices.append(Notice(source.table.name, source.file, "", said, cleaning.blank_rows))

    def _tell(self) -> None:
        """Notices about what was kept."""
        for source in self.sources.values():
            self.notices += source.notices
            for cell in source.header.extras:
                said = f"the contract names no column {cell.name[:60]} in {source.table.name}; it was kept as text."
                self.notices.append(Notice(source.table.name, source.file, cell.name, said))
            for cell in source.header.contract:
                if cell.column and cell.column.check_digit and source.table.name not in self.placed:
                    self._check_digits(source, cell.name, cell.column.check_digit)

    def _check_digits(self, source: Source, column: str, check: str) -> None:
        wrong = check_digits.is_wrong(check, column)
        query = f"select count(*), min(rowid) from {STORE}.{source.table.name} where {wrong}"
        count, first = self.con.execute(query).fetchone() or (0, None)
        if count:
            line = source.lines([first])[first]
            said = f"{counted(count, 'value')} of {column} with a wrong check digit, the first in line {line}. Rows kept."
            self.notices.append(Notice(source.table.name, source.file, column, said, count))

    def _finished(self) -> Register:
        """The register, without what only loading needed."""
        tables = [name for name in self.sources if name not in self.placed]
        drops = ["pragma enable_optimizer"] + [f"alter table {STORE}.{name} drop column {FAULTY_CELLS}" for name in tables]
        drops += [f"drop table if exists {name}" for source in self.sources.values() for name in source.kept]
        self.con.execute(";\n".join(drops))
        order = {table.name: place for place, table in enumerate(schema())}
        columns = {name: frozenset(c.name for c in s.header.contract) for name, s in self.sources.items()}
        quarantine = sorted(self.quarantine, key=lambda entry: (order[entry.table], entry.line))
        notices, unread = tuple(sorted(self.notices)), frozenset(self.unread)
        return Register(self.con, self.tables, columns, tuple(quarantine), notices, unread, self.held, in_place=self.placed)


def _referred_first(name: str) -> tuple[int, str]:
    """The order of cleaning: a table after those that it refers to."""
    referred = [column.refers_to for column in schema()[name].columns if column.refers_to]
    return (max((_referred_first(other)[0] + 1 for other in referred), default=0), name)
