"""What the eight users do: sessions for them, and errands among the children whom each may see.

Usage: python -m benchmarks.web.script HOST. It prints a JSON list, one entry a user, and changes nothing but the sessions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse

from benchmarks.web import ground  # noqa: F401 - Django is ready from here on
from benchmarks.web.people import EIGHT, session_of
from unmissed.web.access.sight import visible
from unmissed.web.findings.models import Finding, Standing
from unmissed.web.people.models import Person
from unmissed.web.people.roles import May, may
from unmissed.web.record.models import MODELS

CHILDREN = 24
"""So many children each user turns to, one after another: those with the most findings among a sample of those in sight."""
_SAMPLE = 400

Step = dict[str, Any]

KINDS = (
    "home", "tracker", "tracker filtered", "tracker page 50", "tracker searched", "child",
    "correct form", "correct", "next page", "decide form", "preview",
)  # fmt: skip

_FILTERS = ("level=medium", "harm=known", "monitored=no&level=high", "days=183", "open=critical", "figure=risk", "sort=name")


def main() -> None:
    people = Person.objects.select_related("partnership", "agency", "team").in_bulk(EIGHT, field_name="sign_in")
    told = [user(place, people[sign_in]) for place, sign_in in enumerate(EIGHT)]
    print(json.dumps(told))


def user(place: int, person: Person) -> dict[str, Any]:
    in_sight, mine = children(person)
    errands: list[list[Step]] = []
    for turn in range(CHILDREN):
        errands += _round(place + turn, person, in_sight, [mine[(3 * turn + more) % len(mine)] for more in range(4)])
    begin = place * len(errands) // len(EIGHT)  # nobody begins where another does
    return {"session": session_of(person), "errands": [{"steps": steps} for steps in errands[begin:] + errands[:begin]]}


def _round(turn: int, person: Person, in_sight: int, children: Sequence[str]) -> Iterator[list[Step]]:
    """What somebody does in some minutes: home, lists, four children, a correction, a decision thought about."""
    tracker = reverse("tracker")
    yield [_get("home", reverse("home"))]
    yield [_get("tracker", tracker)]
    yield [_get("child", _child(children[0]))]
    yield [_get("child", _child(children[1]))]
    yield [_get("tracker filtered", f"{tracker}?{_FILTERS[turn % len(_FILTERS)]}")]
    if in_sight > 50 * 50:
        yield [_get("tracker page 50", f"{tracker}?page=50")]
    yield [_get("child", _child(children[2]))]
    yield [_get("tracker searched", f"{tracker}?text={children[2][-5:]}")]
    if may(person.role, May.RECORD) and turn % 2 == 0:
        yield _correction(person, children[3])
    if may(person.role, May.RECORD) and turn % 2 == 1:
        yield from _decision(person, children[3])


def _correction(person: Person, child_id: str) -> list[Step]:
    """An event's notes are filled in; then the page of the child, with its findings."""
    first = MODELS["assessments"].objects.filter(partnership=person.partnership, child_id=child_id).order_by("pk").last()
    assert first is not None
    path = reverse("correct-record", args=[child_id, "assessments", first.record_id])
    typed = {"notes": "Looked at again.", "why": "Left out before."}
    return [
        _get("correct form", path),
        {"kind": "correct", "method": "POST", "path": path, "typed": typed, "expects": 302},
        _get("next page", _child(child_id)),
    ]


def _decision(person: Person, child_id: str) -> Iterator[list[Step]]:
    """Closing an involvement is thought about, and not done."""
    open_ones = MODELS["involvements"].objects.filter(partnership=person.partnership, child_id=child_id, closed_on=None)
    one = open_ones.order_by("pk").first()
    if one is None:
        return
    path = reverse("preview-decision", args=[child_id, "involvements", one.record_id])
    day = person.partnership.fixed_day
    assert day is not None
    typed = {"closed_on-day": day.day, "closed_on-month": day.month, "closed_on-year": day.year, "closing_reason": "risk_reduced"}
    yield [_get("decide form", path), {"kind": "preview", "method": "POST", "path": path, "typed": typed, "expects": 200}]


def _get(kind: str, path: str) -> Step:
    return {"kind": kind, "method": "GET", "path": path, "expects": 200}


def _child(child_id: str) -> str:
    return reverse("child", args=[child_id])


def children(person: Person) -> tuple[int, list[str]]:
    """How many children are in the person's sight, and those to turn to."""
    standing = Standing.objects.filter(visible(person, person.partnership), partnership=person.partnership, in_view=True)
    every = list(standing.order_by("child_id").values_list("child_id", flat=True))
    sample = every[:: max(1, len(every) // _SAMPLE)]
    most = Finding.objects.filter(partnership=person.partnership, child_id__in=sample).values("child_id").annotate(n=Count("pk"))
    return len(every), list(most.order_by("-n", "child_id").values_list("child_id", flat=True)[:CHILDREN])


if __name__ == "__main__":
    main()
