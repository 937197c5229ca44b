"""The forms that pictures have, each a plain Vega-Lite specification (checked by Altair when it is drawn)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from unmissed.pictures.picture import Picture
from unmissed.pictures.style import INK, MUTED, PALETTE, SHADES, SHAPES

ROW, COLUMN = 24, 118
"""Height of a row and width of a column, in pixels."""
GROUNDS = SHADES[:4]
"""Grounds on which a number in ink can be read; the darkest shade is not one."""
BESIDE = "#f0f0f0"
"""The ground of what is no part of a scale."""


@dataclass(frozen=True)
class Scale:
    """Ordered places, the first `steps` of which are a scale; the rest stand beside it."""

    places: Sequence[str]
    steps: int


@dataclass(frozen=True)
class Data:
    """What a picture shows, as the table beside it: its header and rows."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Dot:
    """One row of dots on a scale: where it stands, how far it could reach (its own place for nowhere else), and what it is."""

    label: str
    place: str
    reach: str
    kind: str
    says: str = ""


def dots_on_scale(title: str, subtitle: str, dots: Sequence[Dot], *, scale: Scale, kinds: Sequence[str], data: Data) -> Picture:
    """One dot a row on an ordered scale; its kind is told by shape and colour together.

    `kinds` are all that there are, so that each keeps its shape. A thin line runs to where the row could reach.
    """
    places = scale.places
    values = [{"label": d.label, "place": d.place, "reach": d.reach, "kind": d.kind, "says": d.says} for d in dots]
    used = [kind for kind in kinds if any(dot.kind == kind for dot in dots)]
    x = {"field": "place", "type": "ordinal", "scale": {"domain": list(places), "paddingOuter": 0.3}, "title": None}
    axis = {
        "orient": "top",
        "labelAngle": 0,
        "labelAlign": "center",
        "grid": True,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    }
    y = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, "grid": True},
    }
    marks = [
        _beside(places, scale.steps),
        {
            "mark": {"type": "rule", "strokeDash": [3, 3], "color": MUTED},
            "encoding": {"x": {**x, "axis": axis}, "x2": {"field": "reach"}, "y": y},
        },
        {
            "transform": [{"filter": "datum.reach !== datum.place"}],
            "mark": {"type": "tick", "orient": "vertical", "size": 12, "thickness": 2, "color": MUTED},
            "encoding": {"x": {**x, "field": "reach", "axis": axis}, "y": y},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 120, "opacity": 1},
            "encoding": {"x": {**x, "axis": axis}, "y": y, **_kinds(kinds, used)},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 8, "dy": -7, "fontSize": 10, "color": INK, "limit": COLUMN - 16},
            "encoding": {"x": {**x, "axis": axis}, "y": y, "text": {"field": "says"}},
        },
    ]
    chart = {"data": {"values": values}, "width": COLUMN * len(places), "height": ROW * max(len(dots), 1), "layer": marks}
    return Picture(title, subtitle, chart, data.header, data.rows)


def _kinds(kinds: Sequence[str], used: Sequence[str]) -> dict[str, Any]:
    """Shape and colour of each kind. They keep theirs whichever kinds a picture happens to have."""
    shapes = [SHAPES[kinds.index(kind) % len(SHAPES)] for kind in used]
    colours = [PALETTE[kinds.index(kind) % len(PALETTE)] for kind in used]
    legend = {"title": None, "orient": "bottom", "direction": "horizontal", "columns": 3}
    field = {"field": "kind", "type": "nominal", "legend": legend}
    return {
        "shape": {**field, "scale": {"domain": list(used), "range": shapes}},
        "color": {**field, "scale": {"domain": list(used), "range": colours}},
    }


def _beside(places: Sequence[str], on_scale: int) -> dict[str, Any]:
    """A grey ground under the places that are no part of the scale."""
    return {
        "data": {"values": [{"place": place} for place in places[on_scale:]]},
        "mark": {"type": "bar", "color": BESIDE, "width": COLUMN - 4},
        "encoding": {
            "x": {"field": "place", "type": "ordinal", "scale": {"domain": list(places)}},
            "y": {"value": 0},
            "y2": {"value": "height"},
        },
    }


def counts_on_scale(
    title: str, subtitle: str, counts: Sequence[tuple[str, Sequence[int]]], *, scale: Scale, data: Data
) -> Picture:
    """How many stand where: a number in each cell, on a ground that is darker the more there are. Empty cells stay empty.

    Beside the scale the ground is grey whatever the number: what is not known should not draw the eye.
    """
    places = scale.places
    cells: list[dict[str, Any]] = [
        {"label": label, "place": place, "count": count}
        for label, row in counts
        for place, count in zip(places, row, strict=True)
        if count
    ]
    beside = list(places[scale.steps :])
    top = max((cell["count"] for cell in cells if cell["place"] not in beside), default=1)
    x = {"field": "place", "type": "ordinal", "scale": {"domain": list(places)}, "title": None,
         "axis": {"orient": "top", "labelAngle": 0, "domain": False, "ticks": False, "labelPadding": 8}}  # fmt: skip
    y = {"field": "label", "type": "nominal", "scale": {"domain": [label for label, _ in counts]}, "title": None,
         "axis": {"ticks": False, "domain": False}}  # fmt: skip
    shade = {"field": "count", "type": "quantitative", "scale": {"domain": [0, top], "range": list(GROUNDS)}, "legend": None}
    outside = {"field": "place", "oneOf": beside}
    ground = {"condition": {"test": outside, "value": BESIDE}, **shade}
    marks = [
        {"mark": {"type": "rect", "stroke": "white"}, "encoding": {"x": x, "y": y, "color": ground}},
        {
            "mark": {"type": "text", "fontSize": 12, "color": INK},
            "encoding": {"x": x, "y": y, "text": {"field": "count", "format": ","}},
        },
    ]
    chart = {"data": {"values": cells}, "width": COLUMN * len(places), "height": ROW * max(len(counts), 1), "layer": marks}
    return Picture(title, subtitle, chart, data.header, data.rows)
