"""Children who stand for a percentage: as many synthetic assessments as it takes to give the report's monthly shares.

Every row of a cohort is assumed; only its shares are facts. Days are spread by the position in the month, never at random,
so that two readings of a file are the same children.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from unmissed.replay.model import CaseChild, Expectation, Record, Silence
from unmissed.replay.part import Part
from unmissed.replay.period import Period

LIMIT_DAYS = 90
"""Three months, as the policy's `completion_days` counts them."""
FIRST_LATE = LIMIT_DAYS + 2
"""The late ones come this many days after their start or later. One completed on the very day after the limit is late in the
figure, but its finding would close on the day on which it opens, and such a finding does not exist."""
ABANDONED_EVERY = 10
"""Among the late ones each tenth is given up without being completed."""


def cohort_children(part: Part, area: str) -> tuple[CaseChild, ...]:
    """The children of a cohort: month by month, those completed within the limit first."""
    part.only(("prefix", "who", "why", "cites", "months"))
    return tuple(child for month in part.parts("months", "month") for child in _month(part, month, area))


def _month(part: Part, month: Part, area: str) -> Iterator[CaseChild]:
    month.only(("month", "started", "within"))
    period, started, within = month.period("month"), month.whole("started"), month.whole("within")
    if period is None or within > started:
        month.problem(f"{within} of {started} within the limit", "a month, and no more within than started", "Correct it.")
        return
    for position in range(started):
        yield _child(
            part,
            area,
            f"{part.text('prefix')}-{period.text}-{position + 1:03}",
            _row(period, position, within),
            position < within,
        )


def _row(period: Period, position: int, within: int) -> dict[str, str]:
    start = period.first + timedelta(days=position % 28)
    row = {"kind": "assessment", "started_on": start.isoformat()}
    if position < within:
        return row | _on("completed_on", start, LIMIT_DAYS - position * 7 % 71)
    late = position - within
    if late % ABANDONED_EVERY == ABANDONED_EVERY - 1:
        return row | _on("abandoned_on", start, LIMIT_DAYS // 2)
    return row | _on("completed_on", start, FIRST_LATE + late * 5 % 60)


def _on(column: str, start: date, days: int) -> dict[str, str]:
    return {column: (start + timedelta(days=days)).isoformat()}


def _child(part: Part, area: str, child_id: str, row: dict[str, str], within: bool) -> CaseChild:
    why, cites = part.text("why"), part.cites()
    assessment = {"assessment_id": f"{child_id}-A", **row}
    details = {"date_of_birth": "2005-01-15", "responsible_authority": area}
    return CaseChild(
        child_id=child_id,
        who=part.text("who"),
        records=(
            Record("children", (details,), wholly_assumed=why),
            Record("assessments", (assessment,), wholly_assumed=why),
        ),
        expect=() if within else (_late(date.fromisoformat(row["started_on"]), cites),),
        silent=(Silence("assessment-late", "Completed within three months.", cites),) if within else (),
        cohort=part.text("prefix"),
    )


def _late(start: date, cites: tuple[str, ...]) -> Expectation:
    opens = start + timedelta(days=LIMIT_DAYS + 1)
    return Expectation("assessment-late", opens, "The day after three months from its start.", cites, not_before=opens)
