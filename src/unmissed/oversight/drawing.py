"""A figure as a picture in the one style. The numbers are those of the figure's own table, which stands beside it."""

from __future__ import annotations

from unmissed.oversight.figure import Figure, OversightError, Shape, Value
from unmissed.pictures.forms import Data, Scale, counts_on_scale
from unmissed.pictures.measures import Axis, Mark, bars, lines, steps
from unmissed.pictures.picture import Picture
from unmissed.words import month_in_words

DRAWN = 40
"""Rows that a picture draws at most; its table holds them all."""

_UNITS = {"percent": "percent", "days": "days", "count": "number"}


def picture_of(figure: Figure) -> Picture:
    """The picture of a figure. OversightError where it is a list, which has none."""
    shape = figure.shape
    if shape is None:
        raise OversightError(
            f"{figure.name} is a list and has no picture. Write it with --format csv, or choose another --figure."
        )
    return {"bars": _bars, "grid": _grid, "line": _lines, "steps": _steps}[shape.form](figure, shape)


def _bars(figure: Figure, shape: Shape) -> Picture:
    return bars(
        figure.title,
        _subtitle(figure),
        _marks(figure, shape)[: DRAWN * len(shape.y)],
        axis=_axis(figure, shape),
        data=_data(figure),
    )


def _lines(figure: Figure, shape: Shape) -> Picture:
    return lines(figure.title, _subtitle(figure), _marks(figure, shape), axis=_axis(figure, shape), data=_data(figure))


def _grid(figure: Figure, shape: Shape) -> Picture:
    columns = [*shape.y, *([shape.whole] if shape.whole else [])]
    counts = [(_label(row, shape), [int(str(row[name] or 0)) for name in columns]) for row in figure.records()[:DRAWN]]
    scale = Scale([name.replace("_", " ") for name in columns], len(shape.y))
    return counts_on_scale(figure.title, _subtitle(figure), counts, scale=scale, data=_data(figure))


def _steps(figure: Figure, shape: Shape) -> Picture:
    points = [(float(str(row[shape.x])), float(str(row[shape.y[0]]))) for row in figure.records()]
    start = [] if points[0][0] == 0 else [(0.0, 100.0)]
    title, subtitle, axis = figure.title, _subtitle(figure), _axis(figure, shape)
    return steps(
        title, subtitle, [*start, *points], x_title="days since the start", axis=axis, limit=shape.limit, data=_data(figure)
    )


def _marks(figure: Figure, shape: Shape) -> list[Mark]:
    """A mark for each row and column of numbers; the series is the column, or where one is named the column that parts rows."""
    return [
        Mark(
            _label(row, shape),
            _text(row[shape.colour]) if shape.colour else name.replace("_", " "),
            None if shape.unless and row[shape.unless] else _number(row[name]),
        )
        for row in figure.records()
        for name in shape.y
    ]


def _label(row: dict[str, Value], shape: Shape) -> str:
    first = month_in_words(_text(row[shape.x]))
    more = f", {shape.colour} {_text(row[shape.colour])}" if shape.form == "grid" and shape.colour else ""
    return first + more


def _axis(figure: Figure, shape: Shape) -> Axis:
    column = figure.columns[figure.place(shape.y[0])]
    name = f"{column.label}, " if len(shape.y) == 1 and column.kind == "percent" else ""
    says = f"target {' to '.join(f'{each:g}' for each in figure.target)}" if figure.target else ""
    return Axis(name + (shape.unit or _UNITS.get(column.kind, "")), figure.target, column.kind == "percent", says)


def _subtitle(figure: Figure) -> str:
    more = len(figure.rows) - DRAWN
    cut = (
        f" The first {DRAWN} of {len(figure.rows):,} rows are drawn; the table has them all."
        if _is_cut(figure) and more > 0
        else ""
    )
    unless = figure.shape.unless if figure.shape else None
    early = " Those whose limits are still running are not drawn." if unless and any(figure.values(unless)) else ""
    return " ".join([f"As of {figure.as_of}. Of: {figure.denominator}.{cut}{early}", *figure.limits])


def _is_cut(figure: Figure) -> bool:
    return figure.shape is not None and figure.shape.form in {"bars", "grid"}


def _data(figure: Figure) -> Data:
    return Data([column.name for column in figure.columns], [[_plain(value) for value in row] for row in figure.rows])


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _text(value: Value) -> str:
    return _plain(value).replace("_", " ")


def _number(value: Value) -> float | None:
    return None if value is None else float(str(value))
