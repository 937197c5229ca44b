"""A figure: a small table that says what is seen, what is counted and of what. Commands, reports and pictures share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

Value = str | int | float | bool | date | None
"""One cell. None: not known, or not reached."""

Kind = Literal["text", "month", "date", "count", "days", "percent", "flag"]
"""count: how many children, records or findings; days: a number of days; percent: 0 to 100 with one decimal; flag: yes or no."""

Form = Literal["bars", "grid", "line", "steps"]
"""How a figure is drawn: a bar for each row; counts in cells; a line over months; a curve that falls in steps."""


class OversightError(ValueError):
    """A figure that cannot be made. The message says what was found, what was expected and what to do; it names no child."""


@dataclass(frozen=True)
class Column:
    """One column. `of` names the columns of counts that the value was worked out from: where one of them is too small to
    leave the partnership, so is this value."""

    name: str
    kind: Kind
    meaning: str
    of: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"column {self.name}: found the kind {self.kind!r}, expected one of {', '.join(get_args(Kind))}")

    @property
    def label(self) -> str:
        """The name as a person reads it."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Shape:
    """How a figure is drawn: `x` is the column that names the rows, `y` the columns of numbers, all in one unit.

    `colour` is a column that parts the rows: the kind of a bar, or more of a row's name in a grid. `limit` is a place on the
    axis of a curve to mark. `whole` is a column of totals to set beside the cells of a grid. Rows with a number other than nought
    in the column `unless` are not drawn: it is too early to compare them. `unit` says what the numbers are.
    """

    form: Form
    x: str
    y: tuple[str, ...]
    colour: str | None = None
    limit: float | None = None
    whole: str | None = None
    unless: str | None = None
    unit: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure as known on `as_of`.

    `title` says what is seen; `asks`, `definition` and `denominator` say what is counted and of what. `about_children` marks
    a list with one row a child or record: it is for the partnership's own eyes and never leaves it. `target` are lines to draw,
    in the unit of the shape's columns. `limits` say what the register cannot show of it, in sentences without a number: they go
    wherever the figure goes. `notes` say what else a reader must not overlook.
    """

    name: str
    title: str
    asks: str
    definition: str
    denominator: str
    cites: tuple[str, ...]
    as_of: date
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    about_children: bool = False
    target: tuple[float, ...] = ()
    shape: Shape | None = None
    limits: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        uneven = [row for row in self.rows if len(row) != len(self.columns)]
        if uneven:
            raise ValueError(f"figure {self.name}: {len(uneven)} rows have not {len(self.columns)} values")

    @property
    def beside(self) -> tuple[str, ...]:
        """Everything that is to be said beside the rows, wherever they are shown."""
        return (*self.notes, *self.limits)

    def place(self, column: str) -> int:
        """Where a column stands; KeyError where there is none."""
        for place, each in enumerate(self.columns):
            if each.name == column:
                return place
        raise KeyError(f"{self.name} has no column {column}")

    def values(self, column: str) -> tuple[Any, ...]:
        """All values of one column, in the order of the rows."""
        place = self.place(column)
        return tuple(row[place] for row in self.rows)

    def records(self) -> list[dict[str, Value]]:
        """The rows as column → value."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def lines(self) -> list[tuple[Value, ...]]:
        """The header and the rows, as a file of nothing but rows must hold them: the limits stand in a last column, said once."""
        header = tuple(column.name for column in self.columns)
        if not self.limits:
            return [header, *self.rows]
        said = [" ".join(self.limits), *[None] * len(self.rows)]
        return [(*header, "limits"), *((*row, limit) for row, limit in zip(self.rows, said, strict=False))]

    def as_dict(self) -> dict[str, object]:
        """Everything about the figure as plain values, dates as ISO text: what JSON and templates are written from."""
        return {
            "figure": self.name,
            "title": self.title,
            "as_of": self.as_of.isoformat(),
            "asks": self.asks,
            "definition": self.definition,
            "denominator": self.denominator,
            "cites": list(self.cites),
            "about_children": self.about_children,
            "target": list(self.target),
            "notes": list(self.beside),
            "columns": [{"name": c.name, "kind": c.kind, "meaning": c.meaning, "of": list(c.of)} for c in self.columns],
            "rows": [{name: _plain(value) for name, value in row.items()} for row in self.records()],
        }

    def titled(self, title: str, *notes: str) -> Figure:
        """The same figure under the title that says what is seen, with more notes."""
        return replace(self, title=title, notes=(*self.notes, *notes))

    def limited(self, *limits: str) -> Figure:
        """The same figure with more that the register cannot show; what is said already is not said again."""
        return replace(self, limits=tuple(dict.fromkeys((*self.limits, *limits))))


def _plain(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Sheet:
    """The figures that one command gives, and for those that it cannot give the reason: silence must never look like safety."""

    name: str
    figures: tuple[Figure, ...]
    unanswered: dict[str, str]

    def figure(self, name: str) -> Figure:
        """One figure by its name. OversightError where it cannot be given, with the reason, or where there is none so called."""
        for each in self.figures:
            if each.name == name:
                return each
        if name in self.unanswered:
            raise OversightError(f"{name}: {self.unanswered[name]}")
        raise OversightError(f"there is no figure {name}; there are {', '.join(self.names)}.")

    @property
    def names(self) -> tuple[str, ...]:
        """Every figure that the command knows, given or not."""
        return (*(each.name for each in self.figures), *self.unanswered)


def sheet(name: str, answers: Sequence[Figure | Unanswered]) -> Sheet:
    """The answers of one command. OversightError where not one could be given because the register lacks what they need."""
    figures = tuple(each for each in answers if isinstance(each, Figure))
    lacking = [each for each in answers if isinstance(each, Unanswered)]
    if not figures and lacking and all(each.lacks for each in lacking):
        reasons = " ".join(dict.fromkeys(each.because for each in lacking))
        raise OversightError(f"{name} cannot be counted. {reasons}")
    return Sheet(name, figures, {each.name: each.because for each in lacking})


@dataclass(frozen=True)
class Unanswered:
    """A figure without a row: `lacks` where the register lacks what it needs, otherwise nothing of the kind is known."""

    name: str
    because: str
    lacks: bool
