"""Reading a tool file: the contract first, then what only the whole file can show, then the frozen tool."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unmissed.instruments.contract import faults
from unmissed.instruments.errors import InstrumentError, refuse
from unmissed.instruments.located import read_located
from unmissed.instruments.sense import senseless
from unmissed.instruments.tool import Band, Heading, Item, Rule, Scoring, Source, Tier, Tool, ToolLevel, Window


def read_tool(text: str, name: str) -> Tool:
    """The tool in a YAML text. Raises InstrumentError with every fault, its line and how to mend it."""
    document = read_located(text, name)
    refuse(name, faults(document))
    refuse(name, senseless(document))
    return _tool(document.data)


def read_tool_file(path: Path) -> Tool:
    """The tool in a file."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InstrumentError(f"{path} cannot be read: {reason}. Give a YAML file that holds one tool.") from None
    return read_tool(text, path.name)


def _tool(raw: dict[str, Any]) -> Tool:
    made = {
        "sources": tuple(Source(**source) for source in raw["sources"]),
        "scoring": _scoring(raw["scoring"]),
        "levels": tuple(ToolLevel(**_frozen(level)) for level in raw["levels"]),
        "floors": tuple(_rule(rule) for rule in raw.get("floors", ())),
        "overrides": tuple(_rule(rule) for rule in raw.get("overrides", ())),
        "duties": tuple(_rule(rule) for rule in raw.get("duties", ())),
    }
    return Tool(**_frozen(raw | made))


def _scoring(raw: dict[str, Any]) -> Scoring:
    items = raw.get("items", ())
    made: dict[str, Any] = {
        "tiers": tuple(_tier(tier) for tier in raw.get("tiers", ())),
        "bands": tuple(_band(band) for band in raw.get("bands", ())),
        "items": tuple(Item(**_frozen({"id": item["indicators"][0]} | item)) for item in items),
        "headings": tuple(Heading(**_frozen(heading)) for heading in raw.get("headings", ())),
        "score_names": {int(score): name for score, name in raw.get("score_names", {}).items()},
    }
    return Scoring(**(raw | made))


def _tier(raw: dict[str, Any]) -> Tier:
    windows = tuple(Window(w["points"], w.get("over_months"), w.get("to_months")) for w in raw.get("windows", ()))
    return Tier(raw["id"], raw["name"], raw.get("level"), **({"windows": windows} if windows else {}))


def _band(raw: dict[str, Any]) -> Band:
    return Band(raw["from"], raw.get("to"), raw.get("level"), raw.get("not_settled", ""), raw.get("above"))


def _rule(raw: dict[str, Any]) -> Rule:
    raw = dict(raw)
    if "becomes" in raw:
        raw["level"] = raw.pop("becomes")
    return Rule(**_frozen(raw))


def _frozen(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
