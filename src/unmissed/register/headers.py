"""The header of a table: which of its columns the contract names, which are extra, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unmissed.register.cells import BLANKS
from unmissed.register.schema import Column, Table

FAULTY_CELLS = "_faulty_cells"
"""The name under which loading carries the cells of a bad row; never a column of a loaded table."""


@dataclass(frozen=True)
class Cell:
    """One column of a source: `name` in the register, its `kind` (database type), its place, and the contract's column."""

    name: str
    kind: str
    place: int
    column: Column | None

    @property
    def raw(self) -> str:
        """What the source's relation calls it."""
        return f"c{self.place}"


@dataclass(frozen=True)
class Header:
    """A header that was understood. `fault` is empty, or says why the table cannot be used."""

    cells: tuple[Cell, ...]
    fault: str

    @property
    def contract(self) -> list[Cell]:
        """The columns that the contract names."""
        return [cell for cell in self.cells if cell.column]

    @property
    def extras(self) -> list[Cell]:
        """The columns that it does not name."""
        return [cell for cell in self.cells if not cell.column]

    def place(self, name: str) -> int | None:
        """The place of the column called `name`."""
        return next((cell.place for cell in self.cells if cell.name == name), None)


def normal_name(name: str) -> str:
    """The contract's way of writing a name: ` Child ID` is child_id."""
    return re.sub(r"[\s_-]+", "_", name.strip(BLANKS).lower())


def read_header(table: Table, names: Sequence[str], kinds: Sequence[str] | None = None) -> Header:
    """Match the names of a source with the contract's columns."""
    kinds = kinds or ["VARCHAR"] * len(names)
    own = [name if table.has(name) else None for name in map(normal_name, names)]
    extras = _extra_names(table, [name for name, found in zip(names, own, strict=True) if found is None])
    cells = tuple(
        Cell(found or next(extras), kind, place, table.column(found) if found else None)
        for place, (found, kind) in enumerate(zip(own, kinds, strict=True))
    )
    return Header(cells, _fault(table, [name for name in own if name]))


def recognised(table: Table, names: Sequence[str]) -> int:
    """How many of the names the contract knows."""
    return sum(table.has(normal_name(name)) for name in names)


def _fault(table: Table, found: list[str]) -> str:
    """What is wrong with a header. It names only columns of the contract: a file without a header begins with data."""
    lacking = [column.name for column in table.columns if column.required and column.name not in found]
    if lacking:
        return (
            f"the header lacks {', '.join(lacking)}, which every row of {table.name} needs. "
            "Add the column, with the names of the columns in the first line and commas between them."
        )
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        return f"the header names {', '.join(twice)} more than once. Keep one column of that name."
    return ""


def _extra_names(table: Table, names: Sequence[str]) -> Iterator[str]:
    """A name for each extra column: its own, made unique, and never one that the as-of view adds."""
    taken = {FAULTY_CELLS, "known_on"} | {c.known_name for c in table.columns} | {c.name for c in table.columns}
    for position, name in enumerate(names, start=1):
        own = name.strip(BLANKS).replace("\0", "") or f"unnamed_{position}"
        unique, number = own, 2
        while unique.lower() in taken:
            unique, number = f"{own}_{number}", number + 1
        taken.add(unique.lower())
        yield unique
