"""A picture: what is seen, how it is drawn, and the table of what it shows. Written as SVG or PNG, offline."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Literal, cast

from unmissed.pictures.style import config, wrapped

Kind = Literal["svg", "png"]
KINDS = ("svg", "png")
TITLE_WIDTH = 92


class PictureError(ValueError):
    """A picture that cannot be drawn. The message says what was found and what to do."""


@dataclass(frozen=True)
class Picture:
    """One picture. `title` says what is seen, as a sentence; `header` and `rows` are the table of what is shown.

    `chart` is a Vega-Lite specification without its title and configuration, which are the same for every picture.
    """

    title: str
    subtitle: str
    chart: Mapping[str, Any]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __post_init__(self) -> None:
        if len(self.title.split()) < 3:
            raise ValueError("the title of a picture says what is seen, in a sentence")
        if not self.rows or any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("a picture has the table of what it shows, each row as long as the header")

    def spec(self) -> dict[str, Any]:
        """The whole Vega-Lite specification, for a browser too."""
        title = {"text": wrapped(self.title, TITLE_WIDTH), "subtitle": wrapped(self.subtitle, int(TITLE_WIDTH * 1.2))}
        return {**self.chart, "title": title, "config": dict(config()), "description": f"{self.title}. {self.subtitle}"}

    def table(self) -> str:
        """The data as CSV."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.header, *self.rows])
        return out.getvalue()


def drawn(picture: Picture, kind: Kind) -> bytes:
    """The picture as SVG or PNG (twice the size on screen). Nothing is fetched.

    Raises PictureError where the packages that draw are not there.
    """
    try:
        import altair  # noqa: PLC0415 - heavy and optional: only when a picture is asked for
        import vl_convert  # noqa: F401, PLC0415
    except ImportError as error:
        raise PictureError(
            f"a picture needs the package {error.name}, which is not installed. Install Unmissed with its pictures: "
            "pip install 'unmissed[pictures]'. The table needs nothing more."
        ) from None
    chart = altair.Chart.from_dict(picture.spec())
    out = io.BytesIO() if kind == "png" else io.StringIO()
    chart.save(out, format=kind, scale_factor=2 if kind == "png" else 1)
    return cast(bytes, out.getvalue()) if kind == "png" else _described(str(out.getvalue()), picture).encode()


def _described(svg: str, picture: Picture) -> str:
    """The SVG with its words for those who cannot see it, which Vega leaves out of a static file."""
    words = escape(f"{picture.title}. {picture.subtitle}", quote=True)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1)


def kind_of(path: Path) -> Kind:
    """What to draw, by the ending of a file's name."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in KINDS:
        raise PictureError(f"a picture is .svg or .png, found {path.suffix or 'no ending'}. Name it so, such as levels.svg.")
    return cast(Kind, ending)
