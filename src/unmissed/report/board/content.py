"""What the PDF and the page show: each figure in words and text cells, and its picture."""

from __future__ import annotations

import re
from typing import Any

from unmissed import __version__
from unmissed.oversight.board import Board
from unmissed.oversight.board_drawing import picture_of
from unmissed.oversight.figure import Column, Figure, Value
from unmissed.oversight.suppression import FEWEST, HIDDEN
from unmissed.pictures.picture import drawn
from unmissed.report.lines import cell
from unmissed.report.words import with_values


def content(board: Board) -> dict[str, Any]:
    """The whole report as texts, lists and, for each figure, its picture as SVG."""
    return {
        "title": board.title,
        "as_of": board.as_of.isoformat(),
        "as_of_words": f"{board.as_of.day} {board.as_of:%B %Y}",
        "about": about(board),
        "figures": [_told(figure, board) for figure in board.figures],
        "unanswered": [{"name": name.replace("-", " "), "because": because} for name, because in board.unanswered.items()],
        "not_assessed": [{"name": name, "because": because} for name, because in board.not_assessed.items()],
        "version": __version__,
    }


def about(board: Board) -> list[str]:
    """What a reader must know before any figure."""
    return [
        f"Everything is as it was known on {board.as_of.day} {board.as_of:%B %Y}, the last day of the quarter; what became known "
        "later is in no figure. Unless its title names months, a figure covers all that the register holds up to that day.",
        f"Counts below {FEWEST} are hidden, and so is any other count from which one of them could be worked out; {HIDDEN} "
        "stands in their place. A nought is shown. No row of this report is about one child.",
        "An empty cell, or a dash, is not known or not reached. It is not a nought.",
    ]


def _told(figure: Figure, board: Board) -> dict[str, Any]:
    picture = picture_of(figure)
    svg = drawn(picture, "svg").decode()
    return {
        "name": figure.name,
        "title": figure.title,
        "asks": with_values(figure.asks, board.policy),
        "definition": with_values(figure.definition, board.policy),
        "denominator": figure.denominator,
        "cites": ", ".join(figure.cites),
        "notes": list(figure.beside),
        "columns": [
            {"label": each.label, "meaning": with_values(each.meaning, board.policy), "right": is_number(each)}
            for each in figure.columns
        ],
        "rows": [[shown(each, value) for each, value in zip(figure.columns, row, strict=True)] for row in figure.rows],
        "svg": svg,
        "height": _height(svg),
        "alt": f"{picture.title}. {picture.subtitle} The table below holds the numbers.",
    }


def _height(svg: str) -> float:
    """The height of a picture in its own pixels."""
    found = re.search(r'<svg [^>]*?height="([0-9.]+)"', svg)
    assert found is not None
    return float(found[1])


def is_number(column: Column) -> bool:
    """Whether a column's values stand on the right."""
    return column.kind in {"count", "days", "percent"}


def shown(column: Column, value: Value) -> str:
    """A value as a person reads it."""
    if value is None:
        return "–"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.1f}" if column.kind == "percent" else f"{value:,}"
    return cell(value).replace("_", " ") if column.kind == "text" else cell(value)
