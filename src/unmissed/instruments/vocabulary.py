"""The common vocabulary: indicators with stable ids, which link the tools with each other and with the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

import yaml

IndicatorType = Literal["vulnerability", "concern_sign", "harm", "protective"]
TYPES: tuple[IndicatorType, ...] = get_args(IndicatorType)
TYPE_NAMES: Mapping[IndicatorType, str] = {
    "vulnerability": "vulnerabilities",
    "concern_sign": "concern signs",
    "harm": "evidence of harm",
    "protective": "protective factors",
}


@dataclass(frozen=True)
class Indicator:
    """One thing that a tool asks about; `type` keeps vulnerability, sign, harm and protection apart."""

    id: str
    name: str
    group: str
    type: IndicatorType
    meaning: str = ""

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"indicator {self.id}: type {self.type!r} is none of {', '.join(TYPES)}")


@cache
def vocabulary() -> Mapping[str, Indicator]:
    """Every indicator by its id, in the order of the file."""
    raw = yaml.safe_load(files("unmissed.instruments").joinpath("vocabulary.yaml").read_text("utf-8"))
    groups = raw["groups"]
    found = {
        name: Indicator(name, spec["name"], groups[spec["group"]], spec["type"], spec.get("meaning", ""))
        for name, spec in raw["indicators"].items()
    }
    return MappingProxyType(found)


@cache
def of_type(kind: IndicatorType) -> tuple[Indicator, ...]:
    """The indicators of one type."""
    return tuple(indicator for indicator in vocabulary().values() if indicator.type == kind)
