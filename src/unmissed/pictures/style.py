"""The one plotting style. Meaning is carried by place, shape and written numbers; colour only repeats it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

INK = "#1d1d1d"
MUTED = "#5f6368"
GRID = "#d9d9d9"
BLUE = "#0072b2"
ORANGE = "#b34a00"
GREEN = "#00664b"
PURPLE = "#7a3d75"
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, INK)
"""Dark colours after Okabe and Ito: told apart by the colour-blind, and each at least 4.5 to 1 against white."""

SHADES = ("#eef4f9", "#c6dbea", "#8fbad9", "#4a90bf", "#0b5e94")
"""From few to many: one hue whose lightness falls steadily, so that it reads the same in black and white."""

SHAPES = ("circle", "diamond", "triangle-right", "cross", "square")
TITLE_SIZES = {"fontSize": 15, "lineHeight": 19, "subtitleFontSize": 12, "subtitleLineHeight": 16}
LABELS = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK, "titleColor": MUTED}
FONT = "Liberation Sans, DejaVu Sans, Arial, sans-serif"


def config() -> Mapping[str, Any]:
    """The Vega-Lite configuration that every picture has."""
    return {
        "background": "white",
        "font": FONT,
        "view": {"stroke": None},
        "title": {"anchor": "start", "frame": "group", "color": INK, "subtitleColor": MUTED, "offset": 14} | TITLE_SIZES,
        "axis": {"gridColor": GRID, "domainColor": MUTED, "tickColor": GRID, "labelLimit": 260} | LABELS,
        "legend": {"symbolSize": 110, "labelLimit": 400} | LABELS,
        "range": {"category": list(PALETTE), "ordinal": list(SHADES), "ramp": list(SHADES), "symbol": list(SHAPES)},
    }


def wrapped(text: str, width: int) -> list[str]:
    """A title in lines of at most `width` characters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
