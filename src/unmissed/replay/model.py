"""What a case is: facts, what had to be assumed to date them, what must be found and what must stay silent.

Facts and assumptions never share a field: a `Record` says which sentence of the report it encodes and, apart from
it, which of its columns are nobody's fact. A record without any fact says why it is there at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from unmissed.replay.period import Period, Precision


class CaseError(ValueError):
    """A case file that cannot be used. The message lists every problem: what was found, what was expected, what to do."""


@dataclass(frozen=True)
class Statement:
    """One plain sentence that the report supports, with its paragraphs (`F.4 ¶25`)."""

    says: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """Register rows of one table that encode one fact, or that are wholly assumed.

    `rows` hold text as a CSV would. `precision` is how the report dates the fact; `dated` gives, by column, the period in
    which the report places it; `assumed` gives, by column, why its value had to be chosen. `wholly_assumed` says why a
    record that encodes no fact is needed; then there is no fact, no cites, no precision and no period.
    """

    table: str
    rows: tuple[Mapping[str, str], ...]
    fact: str = ""
    cites: tuple[str, ...] = ()
    precision: Precision | None = None
    dated: Mapping[str, Period] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)
    wholly_assumed: str = ""


@dataclass(frozen=True)
class Sighting:
    """When the authorities saw, accepted or acted on it, where the report gives a date; `what` says which of these."""

    on: Period
    precision: Precision
    what: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Expectation:
    """A finding that must open: at the latest on `by`, whose choice `by_because` explains.

    `not_before` is the earliest day on which it could honestly be known; `closes_in` the period in which it must close;
    `severity` what it must be at the end of the case. None or empty: nothing is asked.
    """

    check: str
    by: date
    by_because: str
    cites: tuple[str, ...]
    not_before: date | None = None
    closes_in: Period | None = None
    severity: str = ""
    authorities_saw: Sighting | None = None


@dataclass(frozen=True)
class Silence:
    """A check that must find nothing about this child, and the fact that rules it out; with `until`, nothing before that day."""

    check: str
    because: str
    cites: tuple[str, ...]
    until: date | None = None


@dataclass(frozen=True)
class Ending:
    """No finding of this severity may be open when the case ends."""

    severity: str
    because: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class CaseChild:
    """One child of a case, by the report's own code or a plain one, and everything that is asked about the child."""

    child_id: str
    who: str
    records: tuple[Record, ...]
    happened: tuple[Statement, ...] = ()
    left_out: tuple[Statement, ...] = ()
    expect: tuple[Expectation, ...] = ()
    silent: tuple[Silence, ...] = ()
    at_the_end: tuple[Ending, ...] = ()
    cohort: str = ""


@dataclass(frozen=True)
class ExpectedFigure:
    """A figure of the report: `figure` names it (`lowest` or `highest` of the monthly completion), in whole percent."""

    figure: str
    percent: int
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One row group of the design's table: an area and its children, looked at as known on `ends_on`."""

    id: str
    title: str
    area: str
    cites: tuple[str, ...]
    ends_on: date
    happened: tuple[Statement, ...]
    children: tuple[CaseChild, ...]
    figures: tuple[ExpectedFigure, ...] = ()
    assumed: tuple[str, ...] = ()
    order: int = 0
