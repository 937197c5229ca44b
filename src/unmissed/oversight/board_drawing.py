"""The pictures of the board report: one series each, so that nothing is told by colour; hidden values are named as hidden."""

from __future__ import annotations

from unmissed.oversight.board_words import named
from unmissed.oversight.figure import Figure, Shape, Value
from unmissed.oversight.suppression import HIDDEN
from unmissed.pictures.forms import Data
from unmissed.pictures.measures import Axis, Mark, bars, lines
from unmissed.pictures.picture import Picture

DRAWN = 16
"""Bars that a picture has at most: it stands on one page with its words. The table holds every row."""


def picture_of(figure: Figure) -> Picture:
    """The picture of a figure of the board report."""
    shape = figure.shape
    assert shape is not None
    rows = figure.records() if shape.form == "line" else _first(figure, shape)
    marks = [
        Mark(_label(figure, shape, row), name.replace("_", " "), _number(figure, row, name)) for row in rows for name in shape.y
    ]
    draw = lines if shape.form == "line" else bars
    cut = f" The {DRAWN} largest of {len(figure.rows):,} rows are drawn." if len(rows) < len(figure.rows) else ""
    subtitle = f"{figure.columns[figure.place(shape.y[0])].meaning.rstrip('.')}.{cut}"
    data = Data([column.name for column in figure.columns], [["" if v is None else str(v) for v in row] for row in figure.rows])
    return draw(figure.title, subtitle, marks, axis=_axis(figure, shape), data=data)


def _first(figure: Figure, shape: Shape) -> list[dict[str, Value]]:
    rows = figure.records()
    if len(rows) <= DRAWN:
        return rows
    largest = sorted(rows, key=lambda row: -(_number(figure, row, shape.y[0]) or 0))[:DRAWN]
    return [row for row in rows if row in largest]


def _label(figure: Figure, shape: Shape, row: dict[str, Value]) -> str:
    hidden = f" {HIDDEN}" if shape.form == "bars" and row[shape.y[0]] == HIDDEN else ""
    return named(figure, row) + hidden


def _number(figure: Figure, row: dict[str, Value], name: str) -> float | None:
    """The number to draw; none where it is hidden or not known, or in a month of which it is too early to say."""
    early = figure.shape is not None and figure.shape.form == "line" and figure.shape.unless
    value = row[name]
    return None if value is None or value == HIDDEN or (early and row[early] != 0) else float(str(value))


def _axis(figure: Figure, shape: Shape) -> Axis:
    column = figure.columns[figure.place(shape.y[0])]
    says = f"target {' to '.join(f'{each:g}' for each in figure.target)}" if figure.target else ""
    unit = {"percent": "percent", "days": "days", "count": "number"}[column.kind]
    title = unit if len(shape.y) > 1 else f"{column.label}, {unit}"
    return Axis(title, figure.target, column.kind == "percent", says)
