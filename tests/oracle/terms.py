"""The terms that the checks share, each once, with the design's sentence (section 4). A term is asked of a child *as
known on a day*: `level(child.on(day))` is the level on that day by what was known on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .child import Child, Row, columns
from .limits import DAY, Policy

__all__ = ["Child", "Policy", "Row"]

LEVELS = ["none", "low", "medium", "high", "very_high"]
HARMED = ("suspected", "known")
SAFE_LEVELS = ("none", "low")
NOT_PROTECTIVE = ("education", "health", "other")


def steps(level: str) -> int:
    """The place of a level on the common scale, 0 to 4."""
    return LEVELS.index(level)


def at_least(level: str | None, bound: str) -> bool:
    """Whether a level is recorded and not below a bound."""
    return level is not None and steps(level) >= steps(bound)


def below(level: str | None, bound: str | None) -> bool:
    """Whether both are recorded and the first is the lower one."""
    return level is not None and bound is not None and steps(level) < steps(bound)


# Assessments


def order(assessment: Row) -> tuple[date, str]:
    """ "Ties on a day go by the record's id." """
    return assessment["completed_on"], assessment.id


def completed(child: Child) -> list[Row]:
    """Completed assessments, the last one last. An abandoned one is one that never completed."""
    return sorted((row for row in child.table("assessments") if row["completed_on"]), key=order)


def levelled(child: Child) -> list[Row]:
    """ "Level is that of the last completed assessment that records one": those that record one, the last one last."""
    return [row for row in completed(child) if row["level"]]


def level(child: Child) -> str | None:
    """ "Level on a date: of the last assessment completed." None where there is none."""
    return levelled(child)[-1]["level"] if levelled(child) else None


def the_one_before(child: Child, assessment: Row) -> Row | None:
    """ "Compared assessments are compared with the last one completed before that was then known.

    Then: on the day of the assessment's completion.
    """
    then = levelled(child.on(assessment["completed_on"]))
    earlier = [row for row in then if order(row) < order(assessment)]
    return earlier[-1] if earlier else None


# Harm


@dataclass(frozen=True)
class Harm:
    """One piece of evidence: the day it happened, the day from which it is known, suspected or known, the record."""

    day: date
    known_on: date
    degree: str
    ref: str


def harm_events(child: Child) -> list[Harm]:
    """Events with harm suspected or known, in the order in which they happened."""
    rows = [row for row in child.table("events") if row["harm"] in HARMED]
    return sorted((Harm(row["occurred_on"], row.known_on, row["harm"], row.ref) for row in rows), key=_harm_order)


def harm_on_record(child: Child) -> list[Harm]:
    """ "Harm on record: events and completed assessments that say suspected or known." """
    said = [row for row in completed(child) if row["harm"] in HARMED]
    harms = [Harm(row["completed_on"], row.known("completed_on"), row["harm"], row.ref) for row in said]
    return sorted(harm_events(child) + harms, key=_harm_order)


def _harm_order(harm: Harm) -> tuple[date, str]:
    return harm.day, harm.ref


def at_risk_through_harm(child: Child) -> bool:
    """ "Harm suspected or known is on record, and no assessment that knew of it, completed `sustained_days` or more
    after it happened, has said low or none." An assessment knew of it when it was known on the day of completion.
    """
    return any(not _answered(child, harm) for harm in harm_on_record(child))


def _answered(child: Child, harm: Harm) -> bool:
    """Whether an assessment that knew of this harm has said low or none, long enough after it."""
    since = child.policy.last_day(harm.day, "sustained_days")
    return any(
        row["level"] in SAFE_LEVELS and row["completed_on"] >= since and harm.known_on <= row["completed_on"]
        for row in completed(child)
    )


def at_risk(child: Child) -> bool:
    """ "Level medium (`at_risk_level`) or above; or at risk through harm." """
    return at_least(level(child), child.policy["at_risk_level"]) or at_risk_through_harm(child)


# Spells


END = {
    "monitoring": "removed_on",
    "involvements": "closed_on",
    "services": "ended_on",
    "placements": "ended_on",
    "workers": "ended_on",
    "statuses": "ended_on",
}


def running(child: Child, table: str, **values: str | tuple[str, ...]) -> list[Row]:
    """Spells that run by what is known: known, and not known to have ended. `kind="secure"` or several kinds select."""
    return [row for row in child.table(table) if row[END[table]] is None and matches(row, values)]


def matches(row: Row, values: dict[str, str | tuple[str, ...]]) -> bool:
    """Whether a row has the values asked for, one or one of several for each column."""
    return all(row[name] in ((value,) if isinstance(value, str) else value) for name, value in values.items())


def monitored(child: Child) -> bool:
    """ "Monitored: on any monitoring list." """
    return bool(running(child, "monitoring"))


def kept_in_sight(child: Child) -> bool:
    """ "Kept in sight: monitored, or on a child protection plan." """
    return monitored(child) or bool(running(child, "statuses", kind="child_protection"))


# Acts


@dataclass(frozen=True)
class Act:
    """Something that was done: the day on which it happened, the day from which it is known, the record."""

    day: date
    known_on: date
    ref: str


def acts(child: Child, table: str, column: str, **values: str | tuple[str, ...]) -> list[Act]:
    """The acts that a date column of a table records, for the rows with the values asked for."""
    rows = [row for row in child.table(table) if row[column] and matches(row, values)]
    return [Act(row[column], row.known(column), row.ref) for row in rows]


def decided(child: Child, outcome: str) -> list[tuple[Row, Act]]:
    """Referrals with an outcome. Without decided_on the outcome is known with its row, and its day is that day."""
    rows = [row for row in child.table("referrals") if row["outcome"] == outcome]
    return [(row, Act(row["decided_on"] or row.known_on, row.known("decided_on") or row.known_on, row.ref)) for row in rows]


def protective_actions(child: Child) -> list[Act]:
    """ "The start of a `services` row of any kind but education, health and other; a meeting of kind strategy or
    child_protection_conference (a MACE meeting talks about action, it is none); a status of child_protection or
    looked_after; a placement of kind specialist or secure."
    """
    kinds = tuple(kind for kind in columns("services")["kind"]["codes"] if kind not in NOT_PROTECTIVE)
    return [
        *acts(child, "services", "started_on", kind=kinds),
        *acts(child, "meetings", "held_on", kind=("strategy", "child_protection_conference")),
        *acts(child, "statuses", "started_on", kind=("child_protection", "looked_after")),
        *acts(child, "placements", "started_on", kind=("specialist", "secure")),
    ]


@dataclass(frozen=True)
class Significant:
    """A significant event: when it was recorded, and from when it is known to be significant."""

    recorded_on: date
    significant_on: date
    ref: str


def significant_events(child: Child) -> list[Significant]:
    """ "An event with harm suspected or known; or a missing episode with no return interview completed in the
    `event_days` after." "A return interview counts within the limit after the return": an episode without a return is
    not yet one.
    """
    found = [Significant(harm.known_on, harm.known_on, harm.ref) for harm in harm_events(child)]
    for row in child.table("missing_episodes"):
        if row["ended_on"] and not _interviewed(child, row):
            limit = child.policy.last_day(row["ended_on"], "event_days")
            found.append(Significant(row.known_on, max(limit + DAY, row.known("ended_on")), row.ref))
    return found


def _interviewed(child: Child, episode: Row) -> bool:
    """Whether a return interview was completed within the limit after the return."""
    interview = episode["return_interview_completed_on"]
    limit = child.policy.last_day(episode["ended_on"], "event_days")
    return interview is not None and episode["ended_on"] <= interview <= limit
