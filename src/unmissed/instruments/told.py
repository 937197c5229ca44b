"""Tools and results as text that a person reads, and results as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from unmissed.instruments.comparison import common_level
from unmissed.instruments.result import OUTCOME_SAYS, Missing, Result
from unmissed.instruments.scoring import name_of
from unmissed.instruments.tool import CERTAINTY_MARKS, CERTAINTY_MEANS, RESPONSE_NAMES, Item, Tool, ToolLevel, Window

SHOWN_MISSING = 12
"""How many unanswered questions are listed before the rest are counted."""


def tool_in_full(tool: Tool) -> Iterator[str]:
    """Everything that is known of a tool, and what is open, line by line."""
    yield f"{tool.id}: {tool.name}"
    yield ""
    version = f", version {tool.version}" if tool.version else ""
    yield from _facts(
        [
            ("area", tool.area),
            ("date", tool.date + version),
            ("for", tool.purpose),
            ("how sure", f"{CERTAINTY_MARKS[tool.certainty]} {CERTAINTY_MEANS[tool.certainty]}. {tool.certainty_note}".strip()),
            ("in use", tool.in_use),
            ("licence", tool.licence),
            *(("source", f"{source.key}: {source.what}") for source in tool.sources),
            ("about", tool.about),
            ("scoring", tool.scoring.says),
            *(("raises", rule.says) for rule in (*tool.floors, *tool.overrides)),
            *(("asks for", f"{_responses(rule.response)}: {rule.says}") for rule in tool.duties),
            ("review", tool.review),
            *(("also", fact) for fact in tool.facts),
            *(("open", what) for what in tool.open),
        ]
    )
    yield from _levels(tool)
    yield from _items(tool)


def result_in_full(result: Result) -> Iterator[str]:
    """A result: level, reasons, what is missing, what holds for every tool, and what is recommended."""
    yield f"{result.tool.short} ({CERTAINTY_MARKS[result.tool.certainty]}): {result.label}"
    yield ""
    recorded = result.recorded.rationale or "no reason given" if result.recorded else ""
    yield from _facts(
        [
            ("level", f"{common_level(result)} on the common scale, {OUTCOME_SAYS[result.outcome]}"),
            ("harm", f"{result.harm}, answered apart from the level"),
            *([("recorded", f"{result.tool.level(result.recorded.level).label}: {recorded}")] if result.recorded else []),
            *(("because", reason) for reason in result.reasons),
            *(("mind", note) for note in result.guardrails),
            *(("past", note) for note in result.past),
            *(("do", str(response)) for response in result.recommended),
            *([] if result.recommended else [("do", "what the tool asks for here was not read: use the core assessment")]),
            *(("missing", line) for line in _missing(result.missing)),
            ("loses", result.loses),
            ("review", f"within {result.review_days} days" if result.review_days else ""),
        ]
    )


def result_as_data(result: Result) -> dict[str, Any]:
    """A result as plain values, for JSON. There is no score in it."""
    return {
        "tool": result.tool.id,
        "version": result.tool.version or result.tool.date,
        "certainty": result.tool.certainty,
        "outcome": result.outcome,
        "local_level": result.local.id if result.local else None,
        "local_label": result.label,
        "level": result.level,
        "at_least": result.at_least.common if result.at_least else None,
        "could_be": result.could_be.common if result.could_be else None,
        "harm": result.harm,
        "recorded": {"level": result.recorded.level, "rationale": result.recorded.rationale} if result.recorded else None,
        "reasons": list(result.reasons),
        "guardrails": list(result.guardrails),
        "past": list(result.past),
        "recommended": [{"response": r.response, "because": r.because} for r in result.recommended],
        "missing": [{"about": m.about, "asks": m.asks} for m in result.missing],
        "loses": result.loses,
        "review_days": result.review_days,
    }


def window_in_words(window: Window) -> str:
    """A window of time as a person says it."""
    if window.over is None:
        if window.to is None:
            return "ever"
        return "now" if window.to == 0 else f"now or within {window.to} months"
    return f"more than {window.over} months ago" + (f", up to {window.to}" if window.to is not None else "")


def _facts(facts: list[tuple[str, str]]) -> Iterator[str]:
    yield from (f"{name:<10}{value}" for name, value in facts if value)


def _responses(responses: tuple[Any, ...]) -> str:
    return ", ".join(RESPONSE_NAMES[response] for response in responses)


def _levels(tool: Tool) -> Iterator[str]:
    for level in tool.levels:
        yield ""
        yield f"{level.label}  →  {level.common.replace('_', ' ')} on the common scale"
        yield from _facts(list(_level_facts(level)))


def _level_facts(level: ToolLevel) -> Iterator[tuple[str, str]]:
    yield "means", level.means
    yield "loses", level.loses
    yield "harm", f"its definition says that harm is {level.implies_harm}" if level.implies_harm else ""
    yield "asks for", _responses(level.response)
    yield "review", f"within {level.review_days} days" if level.review_days else ""


def _items(tool: Tool) -> Iterator[str]:
    if tool.scoring.items or tool.scoring.headings:
        yield ""
        yield "what it asks"
    for item in tool.scoring.items:
        yield f"  {name_of(item)}{_scores(tool, item)}"
    for heading in tool.scoring.headings:
        yield f"  {heading.name}: 0 to {heading.highest}"


def _scores(tool: Tool, item: Item) -> str:
    tier = tool.scoring.tier(item.tier)
    told = [tier.name] if tier.name else []
    if tool.scoring.kind == "weighted_sum":
        told += [f"{window.points} {window_in_words(window)}" for window in tier.windows]
    return f": {'; '.join([*told, *([item.note] if item.note else [])])}" if told or item.note else ""


def _missing(missing: tuple[Missing, ...]) -> Iterator[str]:
    for question in missing[:SHOWN_MISSING]:
        yield f"{question.about}: {question.asks}"
    if len(missing) > SHOWN_MISSING:
        yield f"and {len(missing) - SHOWN_MISSING} more unanswered"
