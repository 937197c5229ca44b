"""What is known about one child when an assessment is made: answers to the common vocabulary, current and past apart.

Unknown is an answer of its own and is what every question is that nobody has answered. It is never read as no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from unmissed.instruments.tool import Window
from unmissed.instruments.vocabulary import Indicator, IndicatorType, of_type

Answer = Literal["yes", "no", "unknown"]
HarmAnswer = Literal["none", "suspected", "known", "unknown"]
OLDEST = 25
"""Children, and young adults with special educational needs."""


@dataclass(frozen=True)
class Seen:
    """One indicator: whether it is current, whether it was there in the past, and how many whole months ago (begun ones count).

    `months_ago` may hold several times; empty with `past` yes means that nobody knows when.
    """

    current: Answer = "unknown"
    past: Answer = "unknown"
    months_ago: tuple[int, ...] = ()

    def within(self, window: Window) -> Answer:
        """Whether it was there within a window of time. What nobody knows is unknown, never no."""
        if (window.includes_now and self.current == "yes") or any(window.covers(months) for months in self.months_ago):
            return "yes"
        if window.over is None and window.to is None and self.past == "yes":
            return "yes"
        open_now = window.includes_now and self.current == "unknown"
        open_past = window.to != 0 and (self.past == "unknown" or (self.past == "yes" and not self.months_ago))
        return "unknown" if open_now or open_past else "no"

    @property
    def ever(self) -> Answer:
        """Whether it is or ever was there."""
        return self.within(Window())


NOT_ANSWERED = Seen()


@dataclass(frozen=True)
class Judgement:
    """What a person recorded under one tool: its local level, and why."""

    level: str
    rationale: str = ""


@dataclass(frozen=True)
class Answers:
    """Everything that was answered. What is left out is unknown."""

    indicators: Mapping[str, Seen] = field(default_factory=dict)
    age: int | None = None
    harm: HarmAnswer = "unknown"
    perpetrator_identified: Answer = "unknown"
    past_harm_considered: Answer = "unknown"
    past_harm: tuple[str, ...] = ()
    """Records of harm that lie before this assessment, as table:id (known from a register)."""
    scores: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Tool → heading → the score that a person gave it."""
    judged: Mapping[str, Judgement] = field(default_factory=dict)
    """Tool → what a person recorded."""
    notes: tuple[str, ...] = ()
    """What could not be known, such as a table that a register lacks."""

    def __post_init__(self) -> None:
        for name in ("indicators", "scores", "judged"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def seen(self, indicator: str) -> Seen:
        """What was answered about an indicator."""
        return self.indicators.get(indicator, NOT_ANSWERED)

    def ever(self, kind: IndicatorType) -> list[Indicator]:
        """The indicators of one type that are there now or ever were, in the order of the vocabulary."""
        return [i for i in of_type(kind) if i.id in self.indicators and self.indicators[i.id].ever == "yes"]

    @property
    def learning_disability(self) -> Answer:
        """Whether the child has a learning disability."""
        seen = self.seen("learning_disability")
        return "no" if seen.current == "no" else seen.ever

    @property
    def disclosure(self) -> Answer:
        """Whether the child has told, now or ever: what was told once is not untold by time."""
        seen = self.seen("disclosure")
        return "yes" if "yes" in {seen.current, seen.past} else seen.current
