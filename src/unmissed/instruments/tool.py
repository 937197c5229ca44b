"""What a tool is: frozen values, built from a file that has passed the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from unmissed.policy.model import LEVELS

Level = Literal["none", "low", "medium", "high", "very_high"]
Kind = Literal["weighted_sum", "count", "tiers", "headings", "judgement", "profile"]
Certainty = Literal["read", "partly_read", "inferred", "own"]
Response = Literal[
    "early_help", "social_care_consultation", "social_care_assessment", "strategy_discussion", "monitoring", "services",
    "specialist_service", "police", "multi_agency_meeting", "awareness_work",
]  # fmt: skip

CERTAINTY_MARKS: Mapping[Certainty, str] = {"read": "●", "partly_read": "◐", "inferred": "○", "own": "★"}
CERTAINTY_MEANS: Mapping[Certainty, str] = {
    "read": "its scoring facts were read in a copy of the tool",
    "partly_read": "read in part: some of its scoring facts could not be reached",
    "inferred": "known through what others write about it",
    "own": "written by Unmissed",
}
RESPONSE_NAMES: Mapping[Response, str] = {
    "awareness_work": "awareness and safety work",
    "early_help": "early help",
    "social_care_consultation": "consultation with children's social care",
    "social_care_assessment": "assessment by children's social care",
    "multi_agency_meeting": "multi-agency meeting",
    "strategy_discussion": "strategy discussion",
    "monitoring": "monitoring on a multi-agency list",
    "services": "services for the child",
    "specialist_service": "specialist exploitation service",
    "police": "information to the police",
}


def rank(level: Level | None) -> int:
    """The place of a level on the common scale, 0 for none to 4 for very high; -1 where there is none."""
    return -1 if level is None else LEVELS.index(level)


@dataclass(frozen=True)
class Window:
    """A stretch of time before the assessment, in whole months, and what a sign within it scores.

    It covers more than `over` and up to `to` months ago (None: without end). With `over` None it begins now.
    """

    points: int = 1
    over: int | None = None
    to: int | None = None

    @property
    def includes_now(self) -> bool:
        """Whether a current sign falls within it."""
        return self.over is None

    def covers(self, months: int) -> bool:
        """Whether a sign last seen this many months ago falls within it."""
        return (self.over is None or months > self.over) and (self.to is None or months <= self.to)


NOW = Window(to=0)
"""Only what is current."""


@dataclass(frozen=True)
class Tier:
    """A weight or a rank that indicators share: windows with points, or the local level that one of them is enough for."""

    id: str
    name: str
    level: str | None = None
    windows: tuple[Window, ...] = (NOW,)


@dataclass(frozen=True)
class Item:
    """One line of a tool's form. It is answered yes when any of its indicators is."""

    id: str
    indicators: tuple[str, ...]
    tier: str = ""
    note: str = ""


@dataclass(frozen=True)
class Band:
    """Scores from `low` to `high` (None: without end) and the local level; `not_settled` where the sources give none.

    `above` then names the local level that is certainly exceeded.
    """

    low: int
    high: int | None = None
    level: str | None = None
    not_settled: str = ""
    above: str | None = None

    def covers(self, score: int) -> bool:
        """Whether a score falls within it."""
        return self.low <= score and (self.high is None or score <= self.high)


@dataclass(frozen=True)
class Heading:
    """A heading that a person scores from 0 to `highest`."""

    id: str
    name: str
    highest: int
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToolLevel:
    """A level in the tool's own words, where it lies on the common scale and what is lost on the way.

    `implies_harm` where the definition itself says that harm is happening.
    """

    id: str
    label: str
    means: str
    common: Level
    loses: str
    implies_harm: Literal["suspected", "known"] | None = None
    response: tuple[Response, ...] = ()
    review_days: int | None = None


@dataclass(frozen=True)
class Rule:
    """A floor, an override or a duty: `when` it holds, what follows. It can raise a level and never lower one.

    A floor: the local level `never` becomes `level`. An override: at least `level`. A duty: `response`, whatever the level.
    """

    when: str
    says: str
    level: str | None = None
    never: str | None = None
    years: int | None = None
    score: int | None = None
    response: tuple[Response, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where a fact comes from: the key of the source register, and what it is."""

    key: str
    what: str


@dataclass(frozen=True)
class Scoring:
    """How the tool comes to a level. `overall`: highest, total, open (the sources do not say) or judged (a person decides)."""

    kind: Kind
    says: str
    overall: Literal["highest", "total", "open", "judged"] = "judged"
    tiers: tuple[Tier, ...] = ()
    bands: tuple[Band, ...] = ()
    items: tuple[Item, ...] = ()
    headings: tuple[Heading, ...] = ()
    score_names: Mapping[int, str] = field(default_factory=dict)
    unknown_scores_zero: bool = False

    def tier(self, name: str) -> Tier:
        """The tier called `name`; the plain one where the tool has none."""
        return next((tier for tier in self.tiers if tier.id == name), Tier("", ""))


@dataclass(frozen=True)
class Tool:
    """One assessment tool of one version."""

    id: str
    short: str
    name: str
    area: str
    date: str
    purpose: Literal["screening", "assessment", "review", "profile"]
    sources: tuple[Source, ...]
    certainty: Certainty
    licence: str
    in_use: Literal["yes", "no", "unknown"]
    scoring: Scoring
    levels: tuple[ToolLevel, ...]
    open: tuple[str, ...]
    version: str = ""
    certainty_note: str = ""
    about: str = ""
    no_level: str = ""
    review_days: int | None = None
    review: str = ""
    floors: tuple[Rule, ...] = ()
    overrides: tuple[Rule, ...] = ()
    duties: tuple[Rule, ...] = ()
    facts: tuple[str, ...] = ()

    def level(self, name: str) -> ToolLevel:
        """The local level called `name`; KeyError when there is none."""
        for level in self.levels:
            if level.id == name:
                return level
        raise KeyError(name)

    def place(self, name: str) -> int:
        """The place of a local level among the tool's own, 0 for the lowest."""
        return [level.id for level in self.levels].index(name)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that the tool asks about, in its order."""
        lists = [item.indicators for item in self.scoring.items] + [heading.indicators for heading in self.scoring.headings]
        return tuple(dict.fromkeys(name for names in lists for name in names))
