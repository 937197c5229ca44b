"""Floors, overrides and duties: what raises a tool's level, or asks for a response, whatever its arithmetic says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from unmissed.instruments.answers import Answer, Answers
from unmissed.instruments.result import Missing, Recommended
from unmissed.instruments.scoring import Scored, present
from unmissed.instruments.tool import NOW, Rule, Tool, ToolLevel
from unmissed.instruments.vocabulary import IndicatorType, of_type

FACTS = {
    "under_age": "the age",
    "learning_disability": "whether there is a learning disability",
    "disclosure": "whether the child has told",
}
"""What a rule needs to know, in words."""

Condition = Callable[[Rule, Tool, Answers], Answer]


def holds(rule: Rule, tool: Tool, answers: Answers) -> Answer:
    """Whether a rule's condition holds: yes, no, or unknown where an answer is missing."""
    answer = _condition(rule, tool, answers)
    if rule.years is None or rule.when == "under_age" or answer != "yes":
        return answer
    return _under(rule.years, answers)


def raised(tool: Tool, answers: Answers, found: Scored) -> Scored:
    """What the arithmetic gave, raised by the tool's floors and overrides. Nothing here can lower it."""
    for rule in tool.floors:
        answer = holds(rule, tool, answers)
        found = _floor(rule, tool, found) if answer == "yes" and _concerns(answers, tool) else found
        found = _ask(rule, found) if answer == "unknown" else found
    for rule in tool.overrides:
        answer = holds(rule, tool, answers)
        found = _override(rule, tool, found) if answer == "yes" else found
        found = _ask(rule, found) if answer == "unknown" else found
    return found


def duties(tool: Tool, answers: Answers) -> list[Recommended]:
    """The responses that the tool asks for whatever the level."""
    held = [rule for rule in tool.duties if holds(rule, tool, answers) == "yes" and _is_concern(rule, answers, tool)]
    return [Recommended(response, rule.says.rstrip(".")) for rule in held for response in rule.response]


def _condition(rule: Rule, tool: Tool, answers: Answers) -> Answer:
    return _CONDITIONS[rule.when](rule, tool, answers)


def _yes(holding: bool) -> Answer:
    return "yes" if holding else "no"


def _under(years: int | None, answers: Answers) -> Answer:
    return "unknown" if answers.age is None else _yes(answers.age < (years or 0))


def _any_score(rule: Rule, tool: Tool, answers: Answers) -> Answer:
    return _yes(any(score >= (rule.score or 0) for score in answers.scores.get(tool.id, {}).values()))


def _any_top_tier(_: Rule, tool: Tool, answers: Answers) -> Answer:
    top = tool.scoring.tiers[-1].id if tool.scoring.tiers else ""
    return _yes(any(item.tier == top and present(item, answers, NOW) == "yes" for item in tool.scoring.items))


def _current(kind: IndicatorType) -> Condition:
    return lambda rule, tool, answers: _yes(any(answers.seen(i.id).current == "yes" for i in of_type(kind)))


def _past(kind: IndicatorType) -> Condition:
    return lambda rule, tool, answers: _yes(any(answers.seen(i.id).past == "yes" for i in of_type(kind)))


def _ever(kind: IndicatorType) -> Condition:
    return lambda rule, tool, answers: _yes(bool(answers.ever(kind)))


_CONDITIONS: dict[str, Condition] = {
    "under_age": lambda rule, tool, answers: _under(rule.years, answers),
    "learning_disability": lambda rule, tool, answers: answers.learning_disability,
    "disclosure": lambda rule, tool, answers: answers.disclosure,
    "any_score": _any_score,
    "any_top_tier": _any_top_tier,
    "concern_sign": _current("concern_sign"),
    "past_concern_sign": _past("concern_sign"),
    "harm_sign": _ever("harm"),
    "vulnerability": _current("vulnerability"),
}


def _is_concern(rule: Rule, answers: Answers, tool: Tool) -> bool:
    """A duty about who the child is (age, disability) presumes that there is a concern."""
    return rule.when not in {"under_age", "learning_disability"} or _concerns(answers, tool)


def _concerns(answers: Answers, tool: Tool) -> bool:
    """Whether there is any concern at all: a sign, harm, a score above 0, or what a person recorded."""
    signs = bool(answers.ever("concern_sign") or answers.ever("harm"))
    scores = any(score > 0 for score in answers.scores.get(tool.id, {}).values())
    return signs or scores or answers.harm in {"suspected", "known"} or tool.id in answers.judged


def _floor(rule: Rule, tool: Tool, found: Scored) -> Scored:
    assert rule.level is not None
    level = tool.level(rule.level)
    if found.local and found.local.id == rule.never:
        return _raised_to(level, rule, found)
    if found.local is None and found.outcome != "no_level":
        return _at_least(level, rule, tool, found)
    return found


def _override(rule: Rule, tool: Tool, found: Scored) -> Scored:
    assert rule.level is not None
    level = tool.level(rule.level)
    if found.local is None or tool.place(found.local.id) < tool.place(level.id):
        return _raised_to(level, rule, found)
    return found


def _raised_to(level: ToolLevel, rule: Rule, found: Scored) -> Scored:
    reasons = (*found.reasons, f"raised to {level.label}: {rule.says}")
    return replace(found, outcome="indicated", local=level, label=level.label, reasons=reasons, could_be=found.could_be)


def _at_least(level: ToolLevel, rule: Rule, tool: Tool, found: Scored) -> Scored:
    higher = found.at_least if found.at_least and tool.place(found.at_least.id) > tool.place(level.id) else level
    return replace(found, at_least=higher, reasons=(*found.reasons, f"at least {level.label}: {rule.says}"))


def _ask(rule: Rule, found: Scored) -> Scored:
    about = "the age" if rule.years is not None else FACTS[rule.when]
    missing = Missing(about, f"without it this rule could not be tried: {rule.says}")
    return found if missing in found.missing else replace(found, missing=(*found.missing, missing))
