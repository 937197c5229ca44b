"""The demonstration: a made-up authority, and the inquiry's cases as a second partnership that can only be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from unmissed.synthetic.authority import Authority, authority
from unmissed.web.findings.recheck import recheck
from unmissed.web.people.models import Agency, Partnership, Person, Team
from unmissed.web.people.roles import Role
from unmissed.web.record.bulk import load_rows
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act

PASSWORD = "keep-every-child-in-sight"
INQUIRY = "The inquiry's cases"


@dataclass(frozen=True)
class SignIn:
    """Who can sign in, and as what."""

    role: str
    sign_in: str
    name: str


def fill(cases: Mapping[str, Sequence[Mapping[str, object]]], cases_end_on: date, *, today: date | None = None) -> None:
    """Fill an empty database and look at every child; where there is a partnership already, leave everything as it is.

    With `today` the authority's day stands still at it, for pictures and tests that should look the same tomorrow.
    """
    if Partnership.objects.exists():
        return
    made_up = authority(today=today or timezone.localdate())
    with transaction.atomic():
        own = _partnership(made_up, today)
        inquiry = Partnership.objects.create(name=INQUIRY, read_only=True, fixed_day=cases_end_on)
        for partnership, rows in ((own, made_up.rows), (inquiry, cases)):
            load_rows(partnership, rows, lacks={})
            append(Act.CHANGE, "loaded the demonstration", by=None, partnership=partnership)
    for partnership in (own, inquiry):
        recheck(partnership)


def sign_ins() -> list[SignIn]:
    """The first person of each role."""
    people = Person.objects.filter(is_active=True).order_by("pk")
    found = {role: people.filter(role=role).first() for role in Role}
    return [SignIn(role.label, person.sign_in, person.name) for role, person in found.items() if person]


def _partnership(made_up: Authority, fixed_day: date | None) -> Partnership:
    partnership = Partnership.objects.create(name=made_up.name, fixed_day=fixed_day)
    agencies = {}
    for given in made_up.agencies:
        agencies[given.name] = Agency.objects.create(partnership=partnership, name=given.name, kind=given.kind)
        Team.objects.bulk_create(Team(agency=agencies[given.name], name=team) for team in given.teams)
    teams = {(team.agency.name, team.name): team for team in Team.objects.filter(agency__partnership=partnership)}
    password = make_password(PASSWORD)
    Person.objects.bulk_create(
        Person(
            partnership=partnership,
            sign_in=given.sign_in,
            name=given.name,
            role=given.role,
            agency=agencies.get(given.agency),
            team=teams.get((given.agency, given.team)),
            worker_id=given.worker_id,
            password=password,
        )
        for given in made_up.people
    )
    return partnership
