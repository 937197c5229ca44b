"""The inspection list: every child at risk of exploitation or harmed by it, whatever the level."""

from __future__ import annotations

from unmissed.oversight.figure import Figure, OversightError
from unmissed.oversight.ground import Ground
from unmissed.words import counted

STAYS = "One row is one child: for the partnership's own eyes and an inspector's, and not to be passed on."
"""Stands on every form of the list."""

_SOURCES = {
    "age": "children.date_of_birth",
    "responsible_authority": "children.responsible_authority",
    "tool": "assessments.tool",
    "tool_label": "assessments.level_as_recorded",
    "lists": "monitoring.removed_on",
    "social_worker": "workers.ended_on",
    "placement": "placements.ended_on",
}
_SEEN_BY = ("assessments.level", "assessments.harm", "events.harm", "monitoring.removed_on")
"""What says that a child is on the list. A register with none of them cannot say who is."""


def inspection(ground: Ground) -> Figure:
    """The list on the as-of date. The ground must have been made with the checks whose findings are counted.

    OversightError where the register cannot say who is on it, or where nobody is.
    """
    unseen = [reason for need in _SEEN_BY if (reason := ground.lacking(need))]
    if len(unseen) == len(_SEEN_BY):
        raise OversightError(f"the inspection list cannot be made: {'; '.join(dict.fromkeys(unseen))}. Add at least one of them.")
    figure = ground.figure("inspection")
    if not isinstance(figure, Figure):
        raise OversightError(f"the inspection list is empty on {ground.as_of}. {figure.because}")
    figure = ground.unseen(figure, _SOURCES)
    harmed = sum(harm != "none" for harm in figure.values("harm"))
    at_risk = sum(since is not None for since in figure.values("at_risk_since"))
    title = f"{counted(len(figure.rows), 'child')} at risk or harmed: {harmed:,} with harm on record, {at_risk:,} at risk now"
    notes = [f"A child who is seen only there may not be listed, for {reason}." for reason in dict.fromkeys(unseen)]
    return figure.titled(title, STAYS, *_not_assessed(ground)).limited(*notes)


def _not_assessed(ground: Ground) -> list[str]:
    missing = len(ground.run.not_assessed)
    return [f"{counted(missing, 'check')} could not be made; their findings are not counted."] if missing else []
