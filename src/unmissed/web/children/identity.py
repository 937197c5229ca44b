"""Who a child is, as the bar on top of every page about the child says it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from unmissed.web.access.words import called
from unmissed.web.clock import today
from unmissed.web.design.environment import said, short
from unmissed.web.findings.models import Standing
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import MODELS, Child
from unmissed.web.record.words import worker_names

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True)
class Identity:
    """The words of the identity bar. `age` and `born` are empty where no date of birth is known."""

    name: str
    age: str
    born: str
    status: str
    worker: str
    href: str


def identity_of(partnership: Partnership, child_id: str) -> Identity | None:
    """The child as it stands today; None where there is no such child."""
    row = Child.objects.filter(partnership=partnership, child_id=child_id).values().first()
    if row is None:
        return None
    standing = Standing.objects.filter(partnership=partnership, child_id=child_id).first()
    day = today(partnership)
    placed = _placed_elsewhere(partnership, child_id, day)
    statuses = list(standing.statuses) if standing else []
    worker = (standing.social_worker, standing.workers_in_two_years) if standing else ("", 0)
    return told(partnership, row, day, statuses=statuses, worker=worker, placed_elsewhere=placed)


def told(
    partnership: Partnership,
    row: Mapping[str, Any],
    day: date,
    *,
    statuses: Collection[str],
    worker: tuple[str, int],
    placed_elsewhere: bool,
) -> Identity:
    """The bar from what is known on a day. `worker` is the social worker's id and how many there were in two years."""
    born = row["date_of_birth"]
    words = [said(each) for each in statuses] + (["placed in another authority’s area"] if placed_elsewhere else [])
    return Identity(
        name=called(str(row["child_id"]), row["name"]),
        age=f"{age_on(born, day)} years" if born else "",
        born=short(born) if born else "",
        status=", ".join(words),
        worker=_worker(partnership, *worker),
        href=reverse("child", args=[row["child_id"]]),
    )


def age_on(born: date, day: date) -> int:
    """Whole years of age on a day. Who was born on 29 February has the birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _worker(partnership: Partnership, worker_id: str, many: int) -> str:
    if not worker_id:
        return ""
    name = worker_names(partnership, [worker_id]).get(worker_id, worker_id)
    return f"{name} ({_ordinal(many)} in 2 years)" if many > 1 else name


def _ordinal(number: int) -> str:
    return f"{number}{'th' if 10 <= number % 100 <= 20 else _ORDINALS.get(number % 10, 'th')}"


def _placed_elsewhere(partnership: Partnership, child_id: str, day: date) -> bool:
    running = MODELS["placements"].objects.filter(partnership=partnership, child_id=child_id, started_on__lte=day)
    return any(differs(row.values(), day) for row in running)


def differs(placement: Mapping[str, Any], day: date) -> bool:
    """Whether a placement runs on a day in the area of another authority than the one responsible."""
    runs = placement["ended_on"] is None or placement["ended_on"] > day
    host, responsible = placement["host_authority"], placement["responsible_authority"]
    return runs and bool(host) and bool(responsible) and host != responsible
