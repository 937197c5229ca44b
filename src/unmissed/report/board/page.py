"""The board report as one page that opens anywhere, offline."""

from __future__ import annotations

import base64
from importlib.resources import files
from typing import BinaryIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from unmissed.oversight.board import Board
from unmissed.report.board.content import content
from unmissed.report.html import asset, content_policy


def write_page(board: Board, file: BinaryIO) -> None:
    """Write the page. It asks for nothing from anywhere, and it may run nothing."""
    environment = Environment(
        loader=PackageLoader("unmissed.report.board"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["image"] = _image
    own = files("unmissed.report.board").joinpath("templates", "board.css").read_text("utf-8")
    style = Markup(asset("report.css") + own)
    text = environment.get_template("board.html").render(content(board), style=style, policy=content_policy(style))
    file.write(text.encode())


def _image(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
