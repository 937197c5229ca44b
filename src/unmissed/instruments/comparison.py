"""The same answers under many tools, for one child or a whole register: how the same child is high here and low there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from unmissed.instruments.answers import Answers
from unmissed.instruments.evaluator import evaluate
from unmissed.instruments.result import OUTCOME_SAYS, Result
from unmissed.instruments.tool import CERTAINTY_MARKS, Tool, rank
from unmissed.policy.model import LEVELS

NO_LEVEL = "no level of its own"
TO_JUDGE = "left to judgement"
PLACES = (*LEVELS, NO_LEVEL, TO_JUDGE)
"""Where a result can stand in a table or picture: on the common scale, or outside it."""

SHOWN_REASONS = 3
"""How many reasons a row of the table gives, the deciding ones last; `unmissed score` gives all."""

HEADER = ("tool", "how sure", "in its own words", "common level", "why", "unanswered", "what the mapping loses")


@dataclass(frozen=True)
class Comparison:
    """One set of answers under several tools."""

    results: tuple[Result, ...]

    @property
    def levels(self) -> list[Result]:
        """The results whose level the tool itself indicates, the lowest first."""
        return sorted((r for r in self.results if r.level and r.outcome == "indicated"), key=lambda r: rank(r.level))

    def finding(self) -> str:
        """What is seen, in one sentence."""
        if not self.levels:
            return "No tool gives these answers a level: each leaves it to judgement or is not known well enough"
        lowest, highest = self.levels[0], self.levels[-1]
        low, high = said(lowest.level or ""), said(highest.level or "")
        if len(self.levels) == 1:
            return f"Only {lowest.tool.short} gives these answers a level: {low}"
        if low == high:
            return f"The {len(self.levels)} tools that give these answers a level all say {low}"
        return f"The same answers are {low} under {lowest.tool.short} and {high} under {highest.tool.short}"

    def rows(self) -> list[tuple[str, ...]]:
        """The data table: one row a tool, in the order of HEADER."""
        return [_row(result) for result in self.results]


def compare(tools: Iterable[Tool], answers: Answers) -> Comparison:
    """Every tool on the same answers."""
    return Comparison(tuple(evaluate(tool, answers) for tool in tools))


def said(code: str) -> str:
    """A code as a person reads it."""
    return code.replace("_", " ")


def place_of(result: Result) -> str:
    """Where a result stands: a level of the common scale, or outside it."""
    if result.level:
        return result.level
    return TO_JUDGE if result.outcome == "left_to_judgement" else NO_LEVEL


def reaches(result: Result) -> bool:
    """Whether what is unanswered could lead to a higher level than is indicated."""
    return result.could_be is not None and rank(result.could_be.common) > rank(result.level)


def common_level(result: Result) -> str:
    """The common level in words, with what is certain where there is none."""
    if result.level and reaches(result):
        assert result.could_be
        return f"{said(result.level)}; unanswered, up to {said(result.could_be.common)}"
    if result.level:
        return said(result.level)
    if result.at_least:
        return f"at least {said(result.at_least.common)}"
    return OUTCOME_SAYS[result.outcome]


def _row(result: Result) -> tuple[str, ...]:
    shown = [reason.rstrip(".") for reason in result.reasons[-SHOWN_REASONS:]]
    why = "; ".join(shown if len(shown) == len(result.reasons) else ["…", *shown])
    mark = CERTAINTY_MARKS[result.tool.certainty]
    return (result.tool.short, mark, result.label, common_level(result), why, str(len(result.missing)), result.loses)


@dataclass(frozen=True)
class RegisterComparison:
    """A whole register under several tools: for each tool, how many children stand where; and what their assessments recorded."""

    children: int
    places: Mapping[str, Counter[str]]
    differ: int
    far_apart: int
    harmed_low: Mapping[str, int]
    higher: Mapping[str, int]
    as_recorded: Counter[str]

    def finding(self) -> str:
        """What is seen, in one sentence."""
        if not self.children:
            return "The register has no children to compare"
        return (
            f"{self.differ} of {self.children} children stand on different levels under different tools, "
            f"{self.far_apart} of them two steps apart or more"
        )

    def rows(self) -> list[tuple[str, ...]]:
        """The data table: one row a tool; the last is what the register's own assessments say."""
        lines = []
        for tool, counts in self.places.items():
            stand = (str(counts[place]) for place in PLACES)
            lines.append((tool, *stand, str(self.harmed_low[tool]), str(self.higher[tool])))
        return [*lines, (AS_RECORDED, *(str(self.as_recorded[place]) for place in PLACES), "", "")]


REGISTER_HEADER = (
    "tool",
    *(said(place) for place in PLACES),
    "harm on record, yet none or low",
    "could be higher: too much unanswered",
)
AS_RECORDED = "as recorded"
"""The row for the levels that the register's own assessments give."""


def compare_register(tools: Sequence[Tool], children: Mapping[str, Answers], recorded: Mapping[str, str]) -> RegisterComparison:
    """Every child's answers under every tool. `recorded` is the level of each child's last assessment, where there is one."""
    places: dict[str, Counter[str]] = {tool.short: Counter() for tool in tools}
    harmed_low, higher = dict.fromkeys(places, 0), dict.fromkeys(places, 0)
    spreads = []
    for answers in children.values():
        results = compare(tools, answers).results
        for result in results:
            places[result.tool.short][place_of(result)] += 1
            higher[result.tool.short] += reaches(result)
            harmed_low[result.tool.short] += answers.harm in {"suspected", "known"} and result.level in {"none", "low"}
        ranks = [rank(result.level) for result in results if result.level]
        spreads.append(max(ranks) - min(ranks) if ranks else 0)
    far = sum(spread >= 2 for spread in spreads)
    as_recorded = Counter(recorded.get(child, NO_LEVEL) for child in children)
    return RegisterComparison(len(children), places, sum(s > 0 for s in spreads), far, harmed_low, higher, as_recorded)
