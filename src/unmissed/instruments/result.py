"""What the evaluator gives: a level in words, with its reasons and what is missing. Never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unmissed.instruments.answers import HarmAnswer, Judgement
from unmissed.instruments.tool import RESPONSE_NAMES, Level, Response, Tool, ToolLevel

Outcome = Literal["indicated", "judged", "no_level", "left_to_judgement", "not_settled"]
OUTCOME_SAYS: dict[Outcome, str] = {
    "indicated": "indicated by the tool",
    "judged": "judged by a person",
    "no_level": "below the lowest level of the tool",
    "left_to_judgement": "left to judgement",
    "not_settled": "not settled by what is known of the tool",
}


@dataclass(frozen=True)
class Missing:
    """One question without an answer: the indicator, heading or fact, and what is not known of it."""

    about: str
    asks: str


@dataclass(frozen=True)
class Recommended:
    """One response and why it is recommended."""

    response: Response
    because: str

    def __str__(self) -> str:
        return f"{RESPONSE_NAMES[self.response]} ({self.because})"


@dataclass(frozen=True)
class Result:
    """What one tool says of one set of answers.

    `level` is on the common scale, None where the tool gives none; `at_least` is what it certainly does not go below, `could_be`
    what it could reach if every unknown were yes. `harm` is answered apart from the level. `recorded` is what a person recorded,
    beside what the tool indicated; neither replaces the other.
    """

    tool: Tool
    outcome: Outcome
    local: ToolLevel | None
    label: str
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...]
    guardrails: tuple[str, ...]
    recommended: tuple[Recommended, ...]
    harm: HarmAnswer
    at_least: ToolLevel | None = None
    could_be: ToolLevel | None = None
    recorded: Judgement | None = None
    past: tuple[str, ...] = ()
    profile: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        if not self.reasons or not all(self.reasons):
            raise ValueError(f"a result of {self.tool.id} without reasons: a level never stands alone")

    @property
    def level(self) -> Level | None:
        """The level on the common scale."""
        return self.local.common if self.local else None

    @property
    def loses(self) -> str:
        """What the mapping to the common scale loses."""
        return self.local.loses if self.local else ""

    @property
    def review_days(self) -> int | None:
        """How soon the tool asks to be used again, in days."""
        return (self.local and self.local.review_days) or self.tool.review_days
