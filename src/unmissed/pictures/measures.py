"""The forms of measures: bars, lines over months and curves that fall in steps. Colour only repeats shape, place and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from unmissed.pictures.forms import Data
from unmissed.pictures.picture import Picture
from unmissed.pictures.style import GRID, INK, MUTED, PALETTE, SHAPES

WIDTH, HEIGHT, BAR = 640, 300, 20
"""Width and height of the field in pixels, and the height of one bar."""
LABELS = 13
"""At most so many labels on an axis of months."""
WRITTEN = 14
"""Up to so many points a line has its numbers written beside them."""
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4])


@dataclass(frozen=True)
class Mark:
    """One number: on which row or month it stands, of which series, and the number; None leaves a gap."""

    label: str
    series: str
    value: float | None


@dataclass(frozen=True)
class Axis:
    """What the numbers are (shares in percent, or anything from nought up), and a target: a line, or a band between two."""

    title: str
    target: Sequence[float] = ()
    percent: bool = False
    target_says: str = "target"


def bars(title: str, subtitle: str, marks: Sequence[Mark], *, axis: Axis, data: Data) -> Picture:
    """A bar for each row and series, with its number written at its end."""
    series = list(dict.fromkeys(mark.series for mark in marks))
    labels = list(dict.fromkeys(mark.label for mark in marks))
    several = len(marks) > len(labels)
    y = {"field": "label", "type": "nominal", "sort": labels, "title": None, "scale": {"padding": 0.25},
         "axis": {"ticks": False, "domain": False}}  # fmt: skip
    offset = {"yOffset": {"field": "series", "sort": series, "scale": {"paddingInner": 0.15}}} if several else {}
    x = _numbers(axis, [mark.value for mark in marks])
    layer = [
        *_target(axis, "x"),
        {"mark": {"type": "bar"}, "encoding": {"x": x, "y": y, **offset, **_series(series)}},
        {
            "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": INK},
            "encoding": {"x": x, "y": y, **offset, "text": {"field": "value", "format": ",~f"}},
        },
    ]
    height = BAR * (len(marks) if several else len(labels)) + 8 * len(labels)
    return Picture(title, subtitle, {**_values(marks), "width": WIDTH, "height": height, "layer": layer}, data.header, data.rows)


def lines(title: str, subtitle: str, marks: Sequence[Mark], *, axis: Axis, data: Data) -> Picture:
    """A line for each series over ordered labels (months), told apart by shape and dashes too; a gap where nothing is known."""
    series = list(dict.fromkeys(mark.series for mark in marks))
    labels = list(dict.fromkeys(mark.label for mark in marks))
    step = -(-len(labels) // LABELS)
    x_axis = {"labelAngle": 0 if len(labels) <= 8 else -40, "values": labels[::step], "grid": False, "domain": False}
    x = {"field": "label", "type": "ordinal", "sort": labels, "title": None, "axis": x_axis}
    y = _numbers(axis, [mark.value for mark in marks])
    told = _series(series)
    dash = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": series, "range": list(_DASHES[: len(series)])},
        "legend": None,
    }
    shape = {**told["color"], "scale": {"domain": series, "range": list(SHAPES[: len(series)])}}
    layer = [
        *_target(axis, "y"),
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": x, "y": y, **told, "strokeDash": dash}},
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {"x": x, "y": y, **told, "shape": shape},
        },
    ]
    if len(labels) <= WRITTEN and len(series) == 1:
        text = {"field": "value", "format": ",~f"}
        layer.append(
            {"mark": {"type": "text", "dy": -12, "fontSize": 11, "color": INK}, "encoding": {"x": x, "y": y, "text": text}}
        )
    return Picture(title, subtitle, {**_values(marks), "width": WIDTH, "height": HEIGHT, "layer": layer}, data.header, data.rows)


def steps(
    title: str, subtitle: str, points: Sequence[tuple[float, float]], *, x_title: str, axis: Axis, limit: float | None, data: Data
) -> Picture:
    """A curve that holds its height until the next point; `limit` draws a line at a day, with the word limit beside it."""
    values = [{"x": x, "value": value} for x, value in points]
    most = max([x for x, _ in points] + ([limit] if limit is not None else []))
    x = {
        "field": "x",
        "type": "quantitative",
        "title": x_title,
        "scale": {"domain": [0, most], "nice": False},
        "axis": {"grid": False},
    }
    layer: list[dict[str, Any]] = [
        {"mark": {"type": "area", "interpolate": "step-after", "color": GRID, "opacity": 0.6},
         "encoding": {"x": x, "y": _numbers(axis, [])}},
        {"mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2, "color": PALETTE[0]},
         "encoding": {"x": x, "y": _numbers(axis, [])}},
    ]  # fmt: skip
    if limit is not None:
        layer += _limit(limit)
    return Picture(
        title, subtitle, {"data": {"values": values}, "width": WIDTH, "height": HEIGHT, "layer": layer}, data.header, data.rows
    )


def _limit(limit: float) -> list[dict[str, Any]]:
    data = {"values": [{"x": limit, "says": "limit"}]}
    x = {"field": "x", "type": "quantitative"}
    rule = {"type": "rule", "strokeDash": [4, 3], "color": INK}
    text = {"type": "text", "align": "left", "dx": 5, "dy": 8, "y": 0, "color": INK, "fontSize": 11}
    return [
        {"data": data, "mark": rule, "encoding": {"x": x}},
        {"data": data, "mark": text, "encoding": {"x": x, "text": {"field": "says"}}},
    ]


def _values(marks: Sequence[Mark]) -> dict[str, Any]:
    return {"data": {"values": [{"label": m.label, "series": m.series, "value": m.value} for m in marks]}}


def _numbers(axis: Axis, values: Sequence[float | None]) -> dict[str, Any]:
    """The axis of the numbers: from nought, so that no difference looks larger than it is; room for the written ones."""
    known = [value for value in values if value is not None]
    most = 108 if axis.percent else max([*known, *axis.target, 1]) * 1.08
    ticks = {"values": list(range(0, 101, 20))} if axis.percent else {"tickMinStep": 1, "tickCount": 6, "format": ",d"}
    scale = {"domain": [0, most], "nice": False}
    return {"field": "value", "type": "quantitative", "title": axis.title, "scale": scale, "axis": ticks}


def _series(series: Sequence[str]) -> dict[str, Any]:
    colours = [PALETTE[place % len(PALETTE)] for place in range(len(series))]
    legend = {"title": None, "orient": "bottom", "direction": "horizontal", "columns": 3} if len(series) > 1 else None
    return {
        "color": {"field": "series", "type": "nominal", "scale": {"domain": list(series), "range": colours}, "legend": legend}
    }


def _target(axis: Axis, along: str) -> list[dict[str, Any]]:
    """A line at a target, or a band between two, with a word that says so."""
    if not axis.target:
        return []
    low, high = min(axis.target), max(axis.target)
    data = {"values": [{"low": low, "high": high, "says": axis.target_says}]}
    place = {"field": "low", "type": "quantitative"}
    mark = (
        {"type": "rect", "color": GRID, "opacity": 0.8} if high > low else {"type": "rule", "strokeDash": [4, 3], "color": MUTED}
    )
    beside = {"y": -6} if along == "x" else {"x": WIDTH + 6, "align": "left"}
    far = {f"{along}2": {"field": "high"}} if high > low else {}
    return [
        {"data": data, "mark": mark, "encoding": {along: place, **far}},
        {
            "data": data,
            "mark": {"type": "text", "fontSize": 11, "color": MUTED, **beside},
            "encoding": {along: place, "text": {"field": "says"}},
        },
    ]
