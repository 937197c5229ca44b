"""Coverage: who is on a list and has a service, by level and harm; who is at risk and on no list; who was declined and why."""

from __future__ import annotations

from dataclasses import replace

from unmissed.oversight.figure import Figure, Shape, Sheet, Unanswered, sheet
from unmissed.oversight.ground import Ground
from unmissed.words import counted, percent


def coverage(ground: Ground) -> Sheet:
    """The three figures of coverage on the as-of date."""
    return sheet("coverage", [by_level_and_harm(ground), at_risk_unlisted(ground), declined(ground)])


def by_level_and_harm(ground: Ground) -> Figure | Unanswered:
    """Children by level and harm × monitored × served."""
    figure = ground.figure("coverage")
    if isinstance(figure, Unanswered):
        return figure
    children, neither = sum(figure.values("children")), sum(figure.values("neither"))
    on_list = sum(figure.values("both")) + sum(figure.values("only_monitored"))
    title = f"{counted(on_list, 'child')} of {children:,} on a list; {neither:,} on no list and without a service"
    shape = Shape("grid", "level", ("both", "only_monitored", "only_served", "neither"), colour="harm", whole="children")
    return replace(figure.titled(title), shape=shape)


def at_risk_unlisted(ground: Ground) -> Figure | Unanswered:
    """Who is at risk and on no list."""
    figure = ground.figure("at_risk_unlisted")
    if isinstance(figure, Unanswered):
        return figure
    figure = ground.unseen(figure, {"on_protection_plan": "statuses.ended_on", "served": "services.ended_on"})
    at_risk = sum(since is not None for *_, since in ground.rows("children_now"))
    planned = sum(each is True for each in figure.values("on_protection_plan"))
    beside = f", {planned:,} of them on a child protection plan" if planned else ""
    title = f"{len(figure.rows):,} of {counted(at_risk, 'child')} at risk on no list{beside}"
    return replace(figure.titled(title), shape=Shape("bars", "child_id", ("days",)))


def declined(ground: Ground) -> Figure | Unanswered:
    """What was declined, and why."""
    figure = ground.figure("declined_referrals")
    if isinstance(figure, Unanswered):
        return figure
    every, at_risk = sum(figure.values("declined")), sum(figure.values("at_risk"))
    share = percent(round(100 * at_risk / every, 1))
    title = f"{counted(every, 'referral')} declined, {at_risk:,} of them ({share}) while the child was at risk"
    return replace(
        figure.titled(title),
        shape=Shape("grid", "asked_for", ("at_risk", "with_harm", "accepted_since"), colour="reason", whole="declined"),
    )
