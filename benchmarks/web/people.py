"""Who works in the authority that the benchmark makes up: 90 teams of ten social workers, and somebody of every other role."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from benchmarks.web import ground  # noqa: F401 - Django is ready from here on
from unmissed.synthetic.generate import DEFAULT_AS_OF
from unmissed.web.people.models import Agency, Partnership, Person, Team
from unmissed.web.people.roles import Role

TEAMS = 90
WORKERS = 900
SOCIAL_CARE = "Children's social care"
_AGENCIES = {
    SOCIAL_CARE: "social_care",
    "Police": "police",
    "Health": "health",
    "Education": "education",
    "Youth justice": "social_care",
    "Voluntary": "voluntary",
}
_BACKEND = "unmissed.web.people.backend.SignInBackend"

_OTHERS = (
    ("manager", Role.MANAGER, SOCIAL_CARE, 7),
    ("manager-2", Role.MANAGER, SOCIAL_CARE, 8),
    ("coordinator", Role.COORDINATOR, SOCIAL_CARE, None),
    ("chair", Role.CHAIR, "Police", None),
    ("police", Role.PARTNER, "Police", None),
    ("health", Role.PARTNER, "Health", None),
    ("auditor", Role.AUDITOR, SOCIAL_CARE, None),
    ("analyst", Role.ANALYST, "", None),
    ("administrator", Role.ADMINISTRATOR, "", None),
)

EIGHT = ("SW0001", "SW0092", "SW0183", "manager", "manager-2", "coordinator", "police", "auditor")
"""Who is signed in at the same time: three social workers, two managers, and those who see far more children than they."""


def team_name(number: int) -> str:
    """A team by its number, as the register's involvements and the table of teams name it."""
    return f"Exploitation team {number}"


def make_people() -> Partnership:
    """Write the partnership with its agencies, teams and people. Nobody has a password: sessions are made, not signed in."""
    partnership = Partnership.objects.create(name="Ambervale", fixed_day=DEFAULT_AS_OF)
    agencies = {name: Agency.objects.create(partnership=partnership, name=name, kind=kind) for name, kind in _AGENCIES.items()}
    teams = [Team.objects.create(agency=agencies[SOCIAL_CARE], name=team_name(number)) for number in range(TEAMS)]
    own: dict[str, Any] = {"partnership": partnership, "password": "!"}
    workers = [
        Person(
            sign_in=f"SW{number:04}",
            name=f"Social worker {number}",
            role=Role.PRACTITIONER,
            agency=agencies[SOCIAL_CARE],
            team=teams[number % TEAMS],
            worker_id=f"SW{number:04}",
            **own,
        )
        for number in range(1, WORKERS + 1)
    ]
    others = [
        Person(
            sign_in=sign_in,
            name=sign_in.capitalize(),
            role=role,
            agency=agencies.get(agency),
            team=None if team is None else teams[team],
            **own,
        )
        for sign_in, role, agency, team in _OTHERS
    ]
    Person.objects.bulk_create([*workers, *others])
    return partnership


def session_of(person: Person) -> str:
    """The key of a new session in which the person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = _BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)
