"""Comparisons of tools as pictures, and pictures as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from unmissed.instruments.comparison import (
    AS_RECORDED,
    HEADER,
    PLACES,
    REGISTER_HEADER,
    Comparison,
    RegisterComparison,
    place_of,
    reaches,
    said,
)
from unmissed.instruments.result import Result
from unmissed.pictures.forms import Data, Dot, Scale, counts_on_scale, dots_on_scale
from unmissed.pictures.picture import Picture, drawn, kind_of
from unmissed.policy.model import LEVELS
from unmissed.report.atomic import written_whole

KINDS = {
    "indicated": "indicated by the tool's own rules",
    "judged": "recorded by a person",
    "at_least": "at least this, by a rule of the tool",
    "no_level": "no level: nothing found, or not known well enough",
    "left_to_judgement": "left to judgement",
}
"""Each kind of dot and what it says in the legend."""

SCALE = Scale([said(place) for place in PLACES], len(LEVELS))


def picture_of(comparison: Comparison) -> Picture:
    """One set of answers under many tools: a dot for each tool."""
    dots = [_dot(result) for result in comparison.results]
    subtitle = (
        "One dot for each tool on the common scale. A dashed line runs to the level that unanswered questions could lead to. "
        "Harm is answered apart and is not drawn here."
    )
    data = Data(HEADER, comparison.rows())
    return dots_on_scale(comparison.finding(), subtitle, dots, scale=SCALE, kinds=list(KINDS.values()), data=data)


def picture_of_register(comparison: RegisterComparison, as_of: date) -> Picture:
    """A whole register under many tools: how many children stand where."""
    every = {**comparison.places, AS_RECORDED: comparison.as_recorded}
    told = {name: found for name, found in every.items() if any(found[level] for level in LEVELS)}
    counts = [(name, [found[place] for place in PLACES]) for name, found in told.items()]
    subtitle = (
        f"Children by level of the common scale, from what the register knew on {as_of}; with the rest they could stand higher. "
        f"{len(every) - len(told)} tools that give no child a level from a register are in the table only."
    )
    data = Data(REGISTER_HEADER, comparison.rows())
    return counts_on_scale(comparison.finding(), subtitle, counts, scale=SCALE, data=data)


def write_picture(picture: Picture, path: Path) -> list[Path]:
    """Write a picture and, beside it, the table of what it shows; the paths written."""
    image = drawn(picture, kind_of(path))
    table = path.with_name(f"{path.stem}-table.csv")
    for where, content in ((path, image), (table, picture.table().encode())):
        with written_whole(where) as file:
            file.write(content)
    return [path, table]


def _dot(result: Result) -> Dot:
    label = result.tool.short
    if result.level:
        kind = "judged" if result.outcome == "judged" else "indicated"
        reach = result.could_be.common if reaches(result) and result.could_be else result.level
        return Dot(label, said(result.level), said(reach), KINDS[kind], result.label)
    if result.at_least:
        level = said(result.at_least.common)
        return Dot(label, level, level, KINDS["at_least"], "at least")
    kind = "left_to_judgement" if result.outcome == "left_to_judgement" else "no_level"
    place = said(place_of(result))
    return Dot(label, place, place, KINDS[kind])
