"""What a write did to a child's findings: told on the next page to whoever wrote, and kept nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from unmissed.report.words import in_words as day_in_words
from unmissed.web.access.pages import PageRequest
from unmissed.web.access.sight import verdict
from unmissed.web.clock import today
from unmissed.web.findings.live import refresh_changed
from unmissed.web.findings.models import STANDS, Finding, Standing
from unmissed.web.findings.presenters import SOON, title_of
from unmissed.web.people.models import Partnership
from unmissed.words import counted

Stood = Mapping[str, Finding]
"""The findings of a child that are open or fall due, by their id."""
_LINK = '<a class="govuk-notification-banner__link" href="{}">{}</a>{}'


@dataclass(frozen=True)
class Difference:
    """What is otherwise since: what closed, opened, and falls due soon; strengths apart. `still` counts what was and is open.

    What a correction took away counts as closed, and what it takes from what lay ahead as `undue`.
    """

    closed: tuple[Finding, ...]
    opened: tuple[Finding, ...]
    due: tuple[Finding, ...]
    undue: tuple[Finding, ...]
    noted: tuple[Finding, ...]
    ended: tuple[Finding, ...]
    still: int


def stood(partnership: Partnership, child_id: str) -> Stood:
    """What stands now: to be asked before a write."""
    rows = Finding.objects.filter(STANDS, partnership=partnership, child_id=child_id)
    return {row.finding_id: row for row in rows.defer("because", "evidence").order_by("severity", "opened_on", "pk")}


def difference(before: Stood, after: Stood, day: date) -> Difference:
    """What is otherwise, the gravest and longest open first."""
    was, now = _open(before, day), _open(after, day)
    lay, lies = _ahead(before, day), _ahead(after, day)
    opened, closed = [now[key] for key in now if key not in was], [was[key] for key in was if key not in now]
    newly = [row for key, row in lies.items() if key not in lay or lay[key].opened_on != row.opened_on]
    again = {row.check_name for row in (*newly, *opened)}
    return Difference(
        closed=tuple(row for row in closed if row.severity != "strength"),
        opened=tuple(row for row in opened if row.severity != "strength"),
        due=tuple(row for row in newly if row.opened_on <= day + SOON),
        undue=tuple(row for key, row in lay.items() if key not in lies and row.check_name not in again),
        noted=tuple(row for row in opened if row.severity == "strength"),
        ended=tuple(row for row in closed if row.severity == "strength"),
        still=sum(row.severity != "strength" for key, row in now.items() if key in was),
    )


def say(request: PageRequest, child_id: str, done: str, before: Stood) -> None:
    """Say on the next page what was done, and what it did to the child's findings where the person still sees the child."""
    partnership = request.partnership
    refresh_changed(partnership, child_id)
    if not verdict(request.person, partnership, child_id).allowed:
        messages.success(request, done)
        return
    changed = difference(before, stood(partnership, child_id), today(partnership))
    words = format_html_join(" ", "{}", ((part,) for part in _words(changed, partnership, child_id)))
    heading = '<p class="govuk-notification-banner__heading">{}</p><p class="govuk-body">{}</p>'
    messages.success(request, format_html(heading, done, words), extra_tags="html")


def _open(rows: Stood, day: date) -> Stood:
    return {key: row for key, row in rows.items() if row.opened_on <= day}


def _ahead(rows: Stood, day: date) -> Stood:
    """What falls due: a strength does not."""
    return {key: row for key, row in rows.items() if row.opened_on > day and row.severity != "strength"}


def _words(changed: Difference, partnership: Partnership, child_id: str) -> Iterator[SafeString | str]:
    parts = (
        ("Closed", changed.closed),
        ("Opened", changed.opened),
        ("Noted", changed.noted),
        ("No longer noted", changed.ended),
        ("No longer falls due", changed.undue),
    )
    for what, rows in parts:
        if rows:
            yield format_html("{}: {}.", what, _links(rows, dated=False))
    if changed.due:
        yield format_html("Falls due unless something is done: {}.", _links(changed.due, dated=True))
    if not any((*(rows for _, rows in parts), changed.due)):
        yield "No finding changed with it."
    yield _still(changed, partnership, child_id)


def _links(rows: Iterable[Finding], *, dated: bool) -> SafeString:
    return format_html_join(
        "; ",
        _LINK,
        (
            (
                reverse("finding", args=[row.child_id, row.finding_id]),
                title_of(row.check_name),
                f" on {day_in_words(row.opened_on)}" if dated else "",
            )
            for row in rows
        ),
    )


def _still(changed: Difference, partnership: Partnership, child_id: str) -> SafeString | str:
    """How many stay open; that none does is said of what could be assessed alone."""
    if changed.still:
        words = f"{counted(changed.still, 'finding')} {'stays' if changed.still == 1 else 'stay'} open"
        return format_html(_LINK, reverse("child", args=[child_id]), words, ".")
    unknown = Standing.objects.filter(partnership=partnership, child_id=child_id).values_list("not_assessed", flat=True).first()
    other = "No other finding" if changed.opened else "No finding"
    return f"{other} is open{' among what could be assessed' if unknown else ''}."
