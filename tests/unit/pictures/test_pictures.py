"""Pictures: readable by the colour-blind and in black and white, a title that says what is seen, the data beside."""

from __future__ import annotations

import builtins
import csv
import io
import re
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from unmissed.pictures.forms import BESIDE, GROUNDS, Data, Dot, Scale, counts_on_scale, dots_on_scale
from unmissed.pictures.picture import Picture, PictureError, drawn, kind_of
from unmissed.pictures.style import INK, MUTED, PALETTE, SHADES, SHAPES, config, wrapped

KINDS = ("found", "judged")
SCALE = Scale(["low", "high", "unknown"], 2)
DATA = Data(("tool", "level"), [("One", "low"), ("Two", "unknown")])
TITLE = "Two tools disagree about the same child"


def dots() -> Picture:
    rows = [Dot("One", "low", "high", "found", "low risk"), Dot("Two", "unknown", "unknown", "judged")]
    return dots_on_scale(TITLE, "Made up.", rows, scale=SCALE, kinds=KINDS, data=DATA)


def counts() -> Picture:
    rows = [("One", (0, 12, 0)), ("Two", (3, 0, 40))]
    return counts_on_scale(TITLE, "Made up.", rows, scale=SCALE, data=DATA)


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [*PALETTE, INK, MUTED])
def test_every_colour_stands_out_from_the_ground(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


@pytest.mark.parametrize("ground", [*GROUNDS, BESIDE])
def test_a_number_can_be_read_on_its_ground(ground: str) -> None:
    assert (luminance(ground) + 0.05) / (luminance(INK) + 0.05) >= 4.5


def test_shades_fall_steadily_so_that_they_read_in_black_and_white() -> None:
    lights = [luminance(shade) for shade in SHADES]
    assert all(lighter - darker > 0.08 for lighter, darker in pairwise(lights))


def test_kinds_are_told_by_shape_and_not_by_colour_alone() -> None:
    assert len(set(SHAPES)) == len(SHAPES) >= len(PALETTE)
    point = next(layer for layer in dots().chart["layer"] if layer["mark"]["type"] == "point")
    shape, colour = point["encoding"]["shape"], point["encoding"]["color"]
    assert shape["field"] == colour["field"] == "kind"
    assert len(set(shape["scale"]["range"])) == len(KINDS)


def test_a_kind_keeps_its_shape_when_another_is_absent() -> None:
    alone = dots_on_scale(TITLE, "", [Dot("Two", "low", "low", "judged")], scale=SCALE, kinds=KINDS, data=DATA)
    point = next(layer for layer in alone.chart["layer"] if layer["mark"]["type"] == "point")
    assert point["encoding"]["shape"]["scale"] == {"domain": ["judged"], "range": [SHAPES[1]]}


def texts(svg: bytes) -> str:
    return " ".join(node.text or "" for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("text"))


def test_an_svg_says_what_is_seen_and_shows_every_row() -> None:
    shown = texts(drawn(dots(), "svg"))
    for part in (TITLE, "Made up.", "One", "Two", "low risk", *SCALE.places, *KINDS):
        assert part in shown


def test_an_svg_has_its_description_for_those_who_cannot_see_it() -> None:
    assert f'aria-label="{TITLE}. Made up."' in drawn(dots(), "svg").decode()


def test_counts_are_written_in_their_cells_and_empty_cells_stay_empty() -> None:
    shown = texts(drawn(counts(), "svg")).split()
    assert {"12", "3", "40"} <= set(shown)
    assert "0" not in shown


def test_a_png_is_a_png_of_twice_the_size() -> None:
    svg, png = drawn(counts(), "svg").decode(), drawn(counts(), "png")
    width = float(re.search(r'width="([\d.]+)"', svg)[1])  # type: ignore[index]
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert abs(struct.unpack(">I", png[16:20])[0] - 2 * width) <= 2


def test_the_same_picture_is_the_same_file() -> None:
    assert drawn(dots(), "svg") == drawn(dots(), "svg")


def test_nothing_is_fetched() -> None:
    assert "url" not in str(dots().spec())
    assert not re.findall(r'(?:href|src)="http', drawn(dots(), "svg").decode())


def test_every_picture_has_the_one_style() -> None:
    for picture in (dots(), counts()):
        assert picture.spec()["config"] == dict(config())
        assert picture.spec()["title"]["text"] == [TITLE]


def test_the_table_is_beside_it() -> None:
    assert list(csv.reader(io.StringIO(dots().table()))) == [["tool", "level"], ["One", "low"], ["Two", "unknown"]]


@pytest.mark.parametrize(("rows", "title"), [([], TITLE), ([("One",)], TITLE), ([("One", "low")], "Levels")])
def test_a_picture_without_its_table_or_a_sentence_is_refused(rows: list[tuple[str, ...]], title: str) -> None:
    with pytest.raises(ValueError, match="a picture"):
        Picture(title, "", {}, ("tool", "level"), rows)


@pytest.mark.parametrize(("name", "kind"), [("a.svg", "svg"), ("a.PNG", "png")])
def test_the_ending_says_what_to_draw(name: str, kind: str) -> None:
    assert kind_of(Path(name)) == kind


@pytest.mark.parametrize("name", ["a.pdf", "a"])
def test_another_ending_is_refused(name: str) -> None:
    with pytest.raises(PictureError, match=r"a picture is \.svg or \.png"):
        kind_of(Path(name))


@pytest.mark.parametrize("package", ["altair", "vl_convert"])
def test_a_missing_package_is_named_with_what_to_do(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == package:
            raise ImportError(f"No module named {name!r}", name=name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PictureError, match=rf"needs the package {package}, which is not installed.*unmissed\[pictures\]"):
        drawn(dots(), "svg")


def test_long_titles_are_broken_between_words() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("", 7) == [""]
