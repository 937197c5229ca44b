"""Answers for tests: everything that a tool asks answered no, but what is given."""

from __future__ import annotations

from typing import Any

from unmissed.instruments.answers import Answers, Seen
from unmissed.instruments.evaluator import evaluate
from unmissed.instruments.library import library
from unmissed.instruments.result import Result
from unmissed.instruments.tool import Tool

NO = Seen("no", "no")
NOW = Seen("yes", "no")


def ago(*months: int) -> Seen:
    """Not now; in the past, so many months ago."""
    return Seen("no", "yes", months)


def answered(tool: Tool, seen: dict[str, Seen], **facts: Any) -> Answers:
    facts = {"age": 15, "harm": "none", "perpetrator_identified": "yes"} | facts
    known = dict.fromkeys((*tool.indicators, "learning_disability", "disclosure"), NO)
    return Answers(indicators=known | seen, **facts)


def result(tool: str, seen: dict[str, Seen] | None = None, **facts: Any) -> Result:
    """What a tool of the library says of a child about whom all is known."""
    return evaluate(library()[tool], answered(library()[tool], seen or {}, **facts))


def now(*indicators: str) -> dict[str, Seen]:
    return dict.fromkeys(indicators, NOW)
