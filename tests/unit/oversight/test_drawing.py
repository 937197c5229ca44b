"""Pictures of figures: what is drawn is what the table says, in the one style."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.generative.registers import random_register
from unmissed.checks.catalogue import catalogue
from unmissed.oversight import coverage, stability, stepdown, thresholds, timeliness, unprotected
from unmissed.oversight.drawing import picture_of
from unmissed.oversight.figure import Column, Figure, OversightError, Shape
from unmissed.oversight.ground import ground
from unmissed.pictures.picture import drawn
from unmissed.register.loading import register_from_rows

FIGURE = Figure(
    "share-by-month", "Fewer each month, 80 to 60 percent", "?", ".", "all begun", (), date(2020, 1, 1),
    (Column("month", "month", "m"), Column("not_yet", "count", "n"), Column("share", "percent", "s", ("not_yet",))),
    (("2019-10", 0, 80.0), ("2019-11", 0, 60.0), ("2019-12", 3, 100.0)),
    target=(90.0, 95.0), shape=Shape("line", "month", ("share",), unless="not_yet"),
)  # fmt: skip


def test_a_month_that_is_too_early_is_a_gap_and_the_subtitle_says_so() -> None:
    picture = picture_of(FIGURE)
    assert [(value["label"], value["value"]) for value in picture.chart["data"]["values"]] == [
        ("October 2019", 80.0),
        ("November 2019", 60.0),
        ("December 2019", None),
    ]
    assert "still running are not drawn" in picture.subtitle
    assert picture.title == FIGURE.title
    assert [list(row) for row in picture.rows] == [["2019-10", "0", "80.0"], ["2019-11", "0", "60.0"], ["2019-12", "3", "100.0"]]


def test_what_the_register_cannot_show_goes_with_the_picture() -> None:
    told = "The register holds events whole only from 1 July 2018; what was before is not known."
    assert picture_of(FIGURE.limited(told)).subtitle == f"{picture_of(FIGURE).subtitle} {told}"


def test_the_target_is_drawn_and_named() -> None:
    layers = picture_of(FIGURE).chart["layer"]
    assert next(layer["data"]["values"] for layer in layers if "data" in layer) == [
        {"low": 90.0, "high": 95.0, "says": "target 90 to 95"}
    ]


def test_numbers_begin_at_nought() -> None:
    for shape in (FIGURE.shape, Shape("bars", "month", ("share",))):
        for layer in picture_of(replace(FIGURE, shape=shape)).chart["layer"]:
            for channel in layer["encoding"].values():
                if channel.get("field") == "value" and "scale" in channel:
                    assert channel["scale"]["domain"][0] == 0


def test_many_rows_are_cut_and_the_subtitle_says_so() -> None:
    rows = tuple((f"place {n}", 0, float(n)) for n in range(60))
    picture = picture_of(replace(FIGURE, rows=rows, shape=Shape("bars", "month", ("share",))))
    assert len(picture.chart["data"]["values"]) == 40
    assert "The first 40 of 60 rows are drawn" in picture.subtitle
    assert len(picture.rows) == 60


def test_a_list_has_no_picture() -> None:
    with pytest.raises(OversightError, match="share-by-month is a list and has no picture"):
        picture_of(replace(FIGURE, shape=None))


def test_every_figure_with_a_shape_can_be_drawn_as_svg_and_png() -> None:
    pytest.importorskip("vl_convert", reason="vl-convert is not installed: pictures are not drawn")
    known = ground(register_from_rows(random_register(3, 40)), as_of=date(2020, 3, 1), checks=catalogue())
    modules = (
        timeliness.timeliness,
        coverage.coverage,
        thresholds.thresholds,
        stability.stability,
        stepdown.stepdown,
        unprotected.unprotected,
    )
    figures = [figure for ask in modules for figure in ask(known).figures if figure.shape]
    assert {figure.shape.form for figure in figures if figure.shape} == {"bars", "grid", "line", "steps"}
    for figure in figures:
        svg = drawn(picture_of(figure), "svg").decode()
        assert svg.startswith("<svg")
        assert figure.title.split()[0].strip("“”:") in svg
    assert drawn(picture_of(figures[0]), "png").startswith(b"\x89PNG")
