"""Step-downs: every removal, fall of level, closure and decline, and what followed within 183 days."""

from __future__ import annotations

from dataclasses import replace

from unmissed.oversight.figure import Figure, OversightError, Shape, Sheet, Unanswered, sheet
from unmissed.oversight.ground import Ground
from unmissed.words import counted, percent

_FOLLOWED = ("harm", "missing", "referred", "listed", "level_up")
_SOURCES = {
    "removal": "monitoring.removed_on",
    "fall of level": "assessments.level",
    "closure": "involvements.closed_on",
    "decline": "referrals.outcome",
}
_FOLLOWERS = {
    "harm": "events.harm",
    "missing": "missing_episodes",
    "referred": "referrals",
    "listed": "monitoring",
    "level_up": "assessments.level",
}


def stepdown(ground: Ground) -> Sheet:
    """What followed each kind of act, by its reason, and the acts one by one."""
    if all(ground.lacking(need) for need in _SOURCES.values()):
        raise OversightError(f"stepdown cannot be counted. The register has none of {', '.join(_SOURCES.values())}.")
    unseen = _unseen(ground)
    answers = [_summary(ground, "stepdown"), _summary(ground, "stepdown_reasons"), _acts(ground)]
    return sheet("stepdown", [each.limited(*unseen) if isinstance(each, Figure) else each for each in answers])


def _summary(ground: Ground, name: str) -> Figure | Unanswered:
    figure = ground.figure(name)
    if isinstance(figure, Unanswered):
        return figure
    acts, watched = sum(figure.values("acts")), sum(figure.values("watched"))
    harm, followed = sum(figure.values("harm")), sum(figure.values("any_of_these"))
    share = percent(round(100 * followed / watched, 1)) if watched else "none watched long enough"
    title = (
        f"{counted(acts, 'step')} down; of {watched:,} watched for 183 days, {followed:,} ({share}) were followed by harm, going "
    )
    title += f"missing, a referral, a list or a higher level; {harm:,} by harm"
    shape = Shape("grid", "act", _FOLLOWED, colour="reason" if name == "stepdown_reasons" else None, whole="watched")
    return replace(figure.titled(title), shape=shape)


def _acts(ground: Ground) -> Figure | Unanswered:
    figure = ground.figure("stepdowns")
    if isinstance(figure, Unanswered):
        return figure
    at_risk = sum(figure.values("at_risk"))
    return figure.titled(f"{counted(len(figure.rows), 'step')} down, {at_risk:,} of them while the child was at risk")


def _unseen(ground: Ground) -> list[str]:
    """What the register cannot show, so that a nought is not taken for an answer."""
    return [
        *(f"Not seen: each {act}, for {why}." for act, need in _SOURCES.items() if (why := ground.lacking(need))),
        *(
            f"Not seen afterwards: {_said(what)}, for {why}."
            for what, need in _FOLLOWERS.items()
            if (why := ground.lacking(need))
        ),
    ]


def _said(column: str) -> str:
    return column.replace("_", " ")
