"""The one evaluator: a tool and answers give a result in words, with reasons, what is missing and what holds for every tool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from unmissed.instruments import guardrails
from unmissed.instruments.answers import Answers
from unmissed.instruments.errors import InstrumentError, nearest
from unmissed.instruments.result import Result
from unmissed.instruments.rules import raised
from unmissed.instruments.scoring import Scored, scored
from unmissed.instruments.tool import Tool, ToolLevel
from unmissed.instruments.vocabulary import vocabulary


def evaluate(tool: Tool, answers: Answers) -> Result:
    """What `tool` says of `answers`.

    Raises InstrumentError where the answers name a heading, score or level that the tool does not have.
    """
    _demand_fit(tool, answers)
    found = raised(tool, answers, scored(tool, answers))
    found = replace(_judged(tool, answers, found), could_be=_reach(tool, found))
    return Result(
        tool=tool,
        outcome=found.outcome,
        local=found.local,
        label=found.label,
        reasons=found.reasons,
        missing=(*guardrails.missing(tool, answers, found), *found.missing),
        guardrails=guardrails.notes(tool, answers, found),
        recommended=guardrails.recommended(tool, answers, found),
        harm=answers.harm,
        at_least=found.at_least,
        could_be=found.could_be,
        recorded=answers.judged.get(tool.id),
        past=tuple(_left_out(tool, answers, found)),
        profile=found.profile,
    )


def _demand_fit(tool: Tool, answers: Answers) -> None:
    """Refuse scores and levels that this tool does not have."""
    headings = {heading.id: heading for heading in tool.scoring.headings}
    for name, score in answers.scores.get(tool.id, {}).items():
        if name not in headings:
            hint = nearest(name, headings) if headings else "It has none."
            raise InstrumentError(f"answers: {tool.id} has no heading {name}. {hint}")
        if not 0 <= score <= headings[name].highest:
            expected = f"expected a whole number from 0 to {headings[name].highest}"
            raise InstrumentError(f"answers: the score of {tool.id}.{name} is out of its range: {expected}.")
    judged = answers.judged.get(tool.id)
    if judged and judged.level not in [level.id for level in tool.levels]:
        known = ", ".join(level.id for level in tool.levels) or "none that is known"
        raise InstrumentError(f"answers: the level recorded under {tool.id} is none of its own. Its levels: {known}.")


def _judged(tool: Tool, answers: Answers, found: Scored) -> Scored:
    """What a person recorded stands where the tool itself gives no level; elsewhere it stands beside."""
    judged = answers.judged.get(tool.id)
    if judged is None or found.local is not None:
        return found
    level = tool.level(judged.level)
    said = f"recorded by a person as {level.label}" + (f": {judged.rationale}" if judged.rationale else "")
    return replace(found, outcome="judged", local=level, label=level.label, reasons=(*found.reasons, said))


def _reach(tool: Tool, found: Scored) -> ToolLevel | None:
    """The highest that unknown answers could lead to, and no lower than what is indicated."""
    reached = [level for level in (found.could_be, found.local, found.at_least) if level]
    return max(reached, key=lambda level: tool.place(level.id)) if found.could_be else None


def _left_out(tool: Tool, answers: Answers, found: Scored) -> Iterator[str]:
    """Signs of the past that the tool asks about and gives nothing for."""
    if tool.scoring.kind == "profile":
        return
    told = {name for item in found.counted for name in item.indicators}
    for name in tool.indicators:
        seen = answers.seen(name)
        if seen.past == "yes" and seen.current != "yes" and name not in told and tool.scoring.items:
            ago = f"last {min(seen.months_ago)} months ago" if seen.months_ago else "nobody knows when"
            yield f"{vocabulary()[name].name} ({ago}): this tool gives it nothing. It stays in view."
