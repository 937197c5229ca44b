"""The data contract as data: every table and column of the register, read once from `schema.yaml`.

Everything that needs to know a column (loading, quarantine, the as-of view, the data dictionary, exports) asks here,
so that a column is named in one place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from unmissed.own_yaml import load_yaml

Type = Literal["id", "text", "list", "date", "bool", "whole", "code"]
Privacy = Literal["plain", "sensitive", "identifying"]

RECORDED_ON = "recorded_on"


@dataclass(frozen=True)
class Column:
    """One column: its type, its allowed values, and what makes its value known.

    `settled_by` names the date column that settles the value, `before` what it reads as until then (None: unknown).
    `planned` marks a date that is a plan and known with its row. `words` says what codes of a text column's sources mean: they
    may stand there, and so may anything else.
    """

    name: str
    type: Type
    meaning: str
    codes: tuple[str, ...] = ()
    required: bool = False
    refers_to: str | None = None
    not_before: str | None = None
    settled_by: str | None = None
    before: str | None = None
    planned: bool = False
    privacy: Privacy = "plain"
    check_digit: str | None = None
    words: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.type not in get_args(Type):
            raise ValueError(f"column {self.name}: type {self.type!r} is none of {', '.join(get_args(Type))}")
        if self.privacy not in get_args(Privacy):
            raise ValueError(f"column {self.name}: privacy {self.privacy!r} is none of {', '.join(get_args(Privacy))}")
        if self.type == "code" and not self.codes:
            raise ValueError(f"column {self.name}: a code column needs its codes")

    @property
    def known_name(self) -> str:
        """The name of the day on which this date became known: `completed_on` → `completed_known_on`."""
        return self.name.removesuffix("_on") + "_known_on"


@dataclass(frozen=True)
class Table:
    """One table: what one row is, its columns in order, and whose completion it is known with."""

    name: str
    one_row: str
    dated: bool
    columns: tuple[Column, ...]
    known_with: str | None = None

    @property
    def id(self) -> Column:
        """The column that identifies a row."""
        return self.columns[0]

    @property
    def first_date(self) -> Column | None:
        """The date on which the row happened; None where it has none of its own."""
        dates = [c for c in self.columns if c.type == "date" and c.required]
        return dates[0] if dates else None

    @property
    def later_dates(self) -> tuple[Column, ...]:
        """Dates that become known on their own day, after the row itself."""
        own = (self.first_date.name if self.first_date else None, RECORDED_ON)
        return tuple(c for c in self.columns if c.type == "date" and c.name not in own and not c.planned and self.dated)

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    def has(self, name: str) -> bool:
        """Whether the contract names such a column."""
        return any(column.name == name for column in self.columns)


@dataclass(frozen=True)
class Schema:
    """The whole contract: a version and its tables, `children` first."""

    version: int
    tables: dict[str, Table]

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def __iter__(self) -> Any:
        return iter(self.tables.values())


@cache
def schema() -> Schema:
    """The contract that this version of Unmissed reads and writes."""
    raw = load_yaml(files("unmissed.register").joinpath("schema.yaml").read_text("utf-8"))
    shared = raw["codes"] | raw["words"]
    carried = [_column(name, spec, shared) for name, spec in raw["carried"].items()]
    tables = {name: _table(name, spec, shared, carried) for name, spec in raw["tables"].items()}
    _validate(tables)
    return Schema(raw["version"], tables)


def _column(name: str, spec: dict[str, Any], shared: dict[str, Any]) -> Column:
    codes = spec.get("codes", ())
    codes = shared[codes] if isinstance(codes, str) else codes
    words = tuple(shared[spec["words"]].items()) if "words" in spec else ()
    return replace(Column(name, spec["type"], spec["meaning"], tuple(codes), words=words), **_options(spec))


def _options(spec: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in spec.items() if key not in {"type", "meaning", "codes", "words"}}


def _table(name: str, spec: dict[str, Any], shared: dict[str, Any], carried: list[Column]) -> Table:
    columns = [_column(column, column_spec, shared) for column, column_spec in spec["columns"].items()]
    if spec["dated"]:
        columns += carried
    return Table(name, spec["one_row"], spec["dated"], tuple(columns), spec.get("known_with"))


def _validate(tables: dict[str, Table]) -> None:
    """Refuse a contract that contradicts itself, so that no later code has to doubt it."""
    for table in tables.values():
        for column in table.columns:
            for other in (column.not_before, column.settled_by):
                if other and table.column(other).type != "date":
                    raise ValueError(f"{table.name}.{column.name} points at {other}, which is no date")
            if column.refers_to and column.refers_to not in tables:
                raise ValueError(f"{table.name}.{column.name} refers to the unknown table {column.refers_to}")
