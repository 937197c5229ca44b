"""The arithmetic of the tools, as their sources give it: one function for each kind of scoring.

Nothing here knows who causes harm, and nothing is subtracted. What may raise a level is in `rules`, what holds for all tools in
`guardrails`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from unmissed.instruments.answers import Answers
from unmissed.instruments.result import Missing, Outcome
from unmissed.instruments.tool import Band, Item, Tier, Tool, ToolLevel, Window
from unmissed.instruments.vocabulary import TYPE_NAMES, TYPES, Indicator, vocabulary


@dataclass(frozen=True)
class Scored:
    """What the arithmetic of a tool gives before rules and guardrails: `counted` are the items that told."""

    outcome: Outcome
    label: str
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...] = ()
    local: ToolLevel | None = None
    could_be: ToolLevel | None = None
    at_least: ToolLevel | None = None
    counted: tuple[Item, ...] = ()
    profile: tuple[tuple[str, tuple[str, ...]], ...] = ()


def scored(tool: Tool, answers: Answers) -> Scored:
    """The answers under the tool's own arithmetic."""
    return _KINDS[tool.scoring.kind](tool, answers)


def name_of(item: Item) -> str:
    """An item in words."""
    return " or ".join(vocabulary()[name].name for name in item.indicators)


def present(item: Item, answers: Answers, window: Window) -> str:
    """yes, no or unknown: an item is there when any of its indicators is, and not there when none can be."""
    found = {answers.seen(name).within(window) for name in item.indicators}
    return next(answer for answer in ("yes", "unknown", "no") if answer in found)


@dataclass(frozen=True)
class _Line:
    """One item of a form, what it scores, and what it could score beyond that."""

    item: Item
    tier: Tier
    points: int
    open_points: int


def _lines(tool: Tool, answers: Answers) -> list[_Line]:
    lines = []
    for item in tool.scoring.items:
        tier = tool.scoring.tier(item.tier)
        found = [(window.points, present(item, answers, window)) for window in tier.windows]
        points, open_points = (sum(p for p, answer in found if answer == wanted) for wanted in ("yes", "unknown"))
        lines.append(_Line(item, tier, points, open_points))
    return lines


def _missing(lines: list[_Line], answers: Answers) -> tuple[Missing, ...]:
    """What was not answered and could still tell."""
    open_lines = [line for line in lines if line.open_points]
    return tuple(missing for line in open_lines for name in line.item.indicators for missing in _asked(name, line, answers))


def _asked(name: str, line: _Line, answers: Answers) -> Iterator[Missing]:
    seen, indicator = answers.seen(name), vocabulary()[name]
    if seen.current == "unknown" and not line.points:
        yield Missing(indicator.name, "now")
    if any(window.to != 0 for window in line.tier.windows):
        if seen.past == "unknown":
            yield Missing(indicator.name, "in the past, and when last")
        elif seen.past == "yes" and not seen.months_ago:
            yield Missing(indicator.name, "when last")


def _sum(tool: Tool, answers: Answers) -> Scored:
    """Points for each item within its windows, and the band of their sum."""
    lines = _lines(tool, answers)
    told = [line for line in lines if line.points]
    reasons = [f"{name_of(line.item)}: {_points(line)}" for line in told] or ["nothing that was answered scores"]
    total, more = sum(line.points for line in lines), sum(line.open_points for line in lines)
    found = Scored("no_level", "", tuple(reasons), _missing(lines, answers), counted=tuple(line.item for line in told))
    return _banded(tool, found, total, more)


def _points(line: _Line) -> str:
    what = f", {line.tier.name}" if line.tier.name else ""
    return f"{line.points} {'point' if line.points == 1 else 'points'}{what}"


def _banded(tool: Tool, found: Scored, total: int, more: int) -> Scored:
    """The level of a total, and the one that it could reach with `more` points from what is unknown."""
    band, top = _band(tool, total), _band(tool, total + more)
    if total == 0 and _nothing_answered(tool, found):
        band = None
    could_be = _level_of(tool, top) if top else None
    if band is None:
        return replace(_below(tool, found), reasons=(*found.reasons, f"in all {total}"), could_be=could_be)
    says = band.not_settled or tool.level(band.level or "").label
    reasons = (*found.reasons, f"in all {total}, {_extent(band)}: {says}")
    found = replace(found, label=says, reasons=reasons, could_be=could_be)
    if band.level is None:
        return replace(found, outcome="not_settled", at_least=_level_of(tool, band))
    return replace(found, outcome="indicated", local=tool.level(band.level))


def _nothing_answered(tool: Tool, found: Scored) -> bool:
    """Whether every question of the tool is open: nothing is then said of the child, whatever a sum of 0 would say."""
    asked = len(tool.scoring.headings) or len(tool.indicators)
    return len({missing.about for missing in found.missing}) >= asked


def _below(tool: Tool, found: Scored) -> Scored:
    """Below the lowest level of a tool. Where questions are open that is said first: unknown is not no."""
    says = tool.no_level or "below the lowest level"
    unanswered = f"nothing answered yes, {len(found.missing)} unanswered"
    return replace(found, outcome="no_level", label=unanswered if found.missing else says)


def _band(tool: Tool, score: int) -> Band | None:
    return next((band for band in tool.scoring.bands if band.covers(score)), None)


def _level_of(tool: Tool, band: Band) -> ToolLevel | None:
    """The level of a band; where it is not settled, the one above what is certainly exceeded."""
    if band.level:
        return tool.level(band.level)
    return tool.levels[tool.place(band.above) + 1] if band.above else None


def _extent(band: Band) -> str:
    return f"from {band.low} to {band.high}" if band.high is not None else f"{band.low} or more"


def _tiers(tool: Tool, answers: Answers) -> Scored:
    """The highest tier of which any item is present; or, where the sources do not say, how many of each tier are."""
    lines = _lines(tool, answers)
    told = [line for line in lines if line.points]
    missing = _missing(lines, answers)
    reasons = tuple(f"{name_of(line.item)}: {line.tier.name}" for line in told)
    counted = tuple(line.item for line in told)
    could_be = _highest(tool, [line.tier for line in lines if line.points or line.open_points])
    if not told:
        found = _below(tool, Scored("no_level", "", (), missing, could_be=could_be))
        return replace(found, reasons=(found.label,))
    if tool.scoring.overall != "highest":
        counts = Counter(line.tier.name for line in told)
        label = "; ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items())
        outcome: Outcome = "not_settled" if tool.scoring.overall == "open" else "left_to_judgement"
        return Scored(outcome, label, (*reasons, tool.scoring.says), missing, counted=counted)
    level = _highest(tool, [line.tier for line in told])
    assert level is not None
    return Scored("indicated", level.label, (*reasons, f"one is enough: {level.label}"), missing, level, could_be, None, counted)


def _highest(tool: Tool, tiers: list[Tier]) -> ToolLevel | None:
    names = [tier.level for tier in tiers if tier.level]
    return tool.level(max(names, key=tool.place)) if names and tool.scoring.overall == "highest" else None


def _headings(tool: Tool, answers: Answers) -> Scored:
    """The scores that a person gave the headings. Without them there is nothing to add up."""
    given = answers.scores.get(tool.id, {})
    scores = {heading: given[heading.id] for heading in tool.scoring.headings if heading.id in given}
    absent = [heading for heading in tool.scoring.headings if heading.id not in given]
    missing = tuple(Missing(heading.name, f"its score, 0 to {heading.highest}") for heading in absent)
    reasons = [f"{heading.name}: {_score_name(tool, score)}" for heading, score in scores.items()]
    total, counts = sum(scores.values()), _counts(tool, list(scores.values()))
    if tool.scoring.unknown_scores_zero and absent:
        reasons.append(f"{len(absent)} not answered: the form scores each 0, as if the answer were no")
    if tool.scoring.overall == "total":
        return _banded(tool, Scored("no_level", "", tuple(reasons), missing), total, sum(h.highest for h in absent))
    outcome: Outcome = "not_settled" if tool.scoring.overall == "open" else "left_to_judgement"
    label = f"total {total} of {sum(h.highest for h in tool.scoring.headings)}; {counts}" if scores else _unscored(tool, total)
    return Scored(outcome, label, (*reasons, tool.scoring.says), missing)


def _unscored(tool: Tool, total: int) -> str:
    return f"total {total}, with nothing known" if tool.scoring.unknown_scores_zero else "its headings have not been scored"


def _score_name(tool: Tool, score: int) -> str:
    name = tool.scoring.score_names.get(score)
    return f"{score} ({name})" if name else str(score)


def _counts(tool: Tool, scores: list[int]) -> str:
    return ", ".join(f"{count} at {_score_name(tool, score)}" for score, count in sorted(Counter(scores).items(), reverse=True))


def _judgement(tool: Tool, _: Answers) -> Scored:
    return Scored("left_to_judgement", "left to judgement", (tool.scoring.says,))


def _profile(tool: Tool, answers: Answers) -> Scored:
    """Four lists that are never added up."""
    asked = [vocabulary()[name] for name in tool.indicators]
    lists = tuple((TYPE_NAMES[kind], tuple(_profiled([i for i in asked if i.type == kind], answers))) for kind in TYPES)
    missing = tuple(m for indicator in asked for m in _unknown(indicator, answers))
    said = tuple(f"{name}: {'; '.join(lines)}" for name, lines in lists if lines) or ("nothing has been answered yes",)
    return Scored("left_to_judgement", "left to judgement", (tool.scoring.says, *said), missing, profile=lists)


def _profiled(indicators: list[Indicator], answers: Answers) -> Iterator[str]:
    for indicator in indicators:
        seen = answers.seen(indicator.id)
        times = ["now"] * (seen.current == "yes") + ["in the past" + _when(seen.months_ago)] * (seen.past == "yes")
        if times:
            yield f"{indicator.name} ({', '.join(times)})"


def _when(months_ago: tuple[int, ...]) -> str:
    """How long ago, in words; nothing where nobody knows."""
    if not months_ago:
        return ", nobody knows when"
    latest = min(months_ago)
    return ", within the month" if latest == 0 else f", last {latest} {'month' if latest == 1 else 'months'} ago"


def _unknown(indicator: Indicator, answers: Answers) -> Iterator[Missing]:
    seen = answers.seen(indicator.id)
    if seen.current == "unknown":
        yield Missing(indicator.name, "now")
    if seen.past == "unknown" and indicator.type in {"concern_sign", "harm"}:
        yield Missing(indicator.name, "in the past, and when last")


_KINDS: dict[str, Callable[[Tool, Answers], Scored]] = {
    "weighted_sum": _sum,
    "count": _sum,
    "tiers": _tiers,
    "headings": _headings,
    "judgement": _judgement,
    "profile": _profile,
}
