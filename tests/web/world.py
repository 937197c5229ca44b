"""Wearmouth: a small partnership with a person of every role and four children, on which tests of the web application stand.

    child        where it stands                                                  seen through
    held         level high, harm suspected, on no list                           East team, allocated to the practitioner
    other        level medium, on the tracker                                     West team
    restricted   level low; only the manager may see it                           East team, allocated to the practitioner
    listed       level high, harm known, on MACE                                  West team, health, a meeting

The practitioner, the colleague and the manager are in the East team, the neighbour in the West team; the partner is of health,
the other partner of a charity that takes part in nothing. Beside it lies `published`, a partnership that can only be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from unmissed.web.access.models import Restriction
from unmissed.web.findings.live import refresh
from unmissed.web.people.models import Agency, Partnership, Person, Team
from unmissed.web.people.roles import Role
from unmissed.web.record.grounds import replace_grounds
from unmissed.web.record.models import MODELS

TODAY = date(2026, 3, 16)
"""A Monday: Wearmouth's day never moves."""
PUBLISHED_DAY = date(2019, 3, 31)
PASSWORD = "seven-grey-herons"
"""Everybody's."""

HELD, OTHER, RESTRICTED, LISTED, PUBLISHED = "C-held", "C-other", "C-restricted", "C-listed", "C-published"
SOCIAL_CARE, POLICE, HEALTH, EDUCATION, CHARITY = (
    "Wearmouth Social Care", "Wearmouth Police", "Wearmouth Health", "Wearmouth Schools", "Harbour Project",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """What there is. Children are named by their identifiers, which stand in `held`, `other`, `restricted` and `listed`."""

    partnership: Partnership
    published: Partnership
    agencies: dict[str, Agency]
    east: Team
    west: Team
    practitioner: Person
    colleague: Person
    neighbour: Person
    manager: Person
    coordinator: Person
    chair: Person
    partner: Person
    other_partner: Person
    auditor: Person
    analyst: Person
    administrator: Person
    today: date = TODAY
    held: str = HELD
    other: str = OTHER
    restricted: str = RESTRICTED
    listed: str = LISTED
    published_child: str = PUBLISHED

    def of(self, role: Role | str) -> Person:
        """The person of a role."""
        person: Person = getattr(self, Role(role).value)
        return person


_PEOPLE: dict[str, tuple[str, Role, str, str, str]] = {
    "practitioner": ("Pat Ridley", Role.PRACTITIONER, SOCIAL_CARE, "East", "SW-1"),
    "colleague": ("Col Thirlwall", Role.PRACTITIONER, SOCIAL_CARE, "East", "SW-2"),
    "neighbour": ("Nia Hedworth", Role.PRACTITIONER, SOCIAL_CARE, "West", "SW-3"),
    "manager": ("Max Featherstone", Role.MANAGER, SOCIAL_CARE, "East", "SW-4"),
    "coordinator": ("Cora Ogle", Role.COORDINATOR, SOCIAL_CARE, "", ""),
    "chair": ("Chris Widdrington", Role.CHAIR, POLICE, "", ""),
    "partner": ("Hana Blackett", Role.PARTNER, HEALTH, "", ""),
    "other_partner": ("Vic Delaval", Role.PARTNER, CHARITY, "", ""),
    "auditor": ("Aud Swinburne", Role.AUDITOR, SOCIAL_CARE, "", ""),
    "analyst": ("Ana Selby", Role.ANALYST, "", "", ""),
    "administrator": ("Ade Carnaby", Role.ADMINISTRATOR, "", "", ""),
}


def make_world() -> World:
    """Write the whole of it into an empty database."""
    wearmouth = Partnership.objects.create(name="Wearmouth", fixed_day=TODAY)
    published = Partnership.objects.create(name="Published cases", fixed_day=PUBLISHED_DAY, read_only=True)
    kinds = {SOCIAL_CARE: "social_care", POLICE: "police", HEALTH: "health", EDUCATION: "education", CHARITY: "voluntary"}
    agencies = {name: Agency.objects.create(partnership=wearmouth, name=name, kind=kind) for name, kind in kinds.items()}
    for name in ("East", "West"):
        Team.objects.create(agency=agencies[SOCIAL_CARE], name=name)
    for sign_in, (name, role, agency, team, worker) in _PEOPLE.items():
        Person.objects.create(
            partnership=wearmouth,
            sign_in=sign_in,
            name=name,
            role=role,
            agency=agencies.get(agency),
            team=Team.objects.filter(name=team).first(),
            worker_id=worker,
            password=_password(),
        )
    for partnership, tables in ((wearmouth, rows()), (published, published_rows())):
        enter(partnership, tables)
    world = find_world()
    restriction = Restriction.objects.create(
        partnership=wearmouth, child_id=RESTRICTED, why="A relative works here.", set_by=world.manager, set_at=timezone.now()
    )
    restriction.allowed.add(world.manager)
    return world


def find_world() -> World:
    """The world that is in the database, with fresh objects."""
    wearmouth = Partnership.objects.get(name="Wearmouth")
    people = {person.sign_in: person for person in Person.objects.select_related("partnership", "agency", "team")}
    return World(
        partnership=wearmouth,
        published=Partnership.objects.get(name="Published cases"),
        agencies={agency.name: agency for agency in Agency.objects.filter(partnership=wearmouth)},
        east=Team.objects.get(name="East"),
        west=Team.objects.get(name="West"),
        **{sign_in: people[sign_in] for sign_in in _PEOPLE},
    )


@cache
def _password() -> str:
    """Made once: a good hash takes its time."""
    return make_password(PASSWORD)


def enter(partnership: Partnership, tables: dict[str, list[dict[str, Any]]]) -> None:
    """Write rows as a loaded register leaves them, with grounds, findings and standings."""
    for name, given in tables.items():
        for row in given:
            MODELS[name].every.create(partnership=partnership, entered_at=timezone.now(), **row)
    for child in tables["children"]:
        replace_grounds(partnership, child["child_id"])
        refresh(partnership, child["child_id"])


def rows() -> dict[str, list[dict[str, Any]]]:
    """Wearmouth's register."""
    return {
        "children": [
            _child(HELD, "Robin Ashdown", 14),
            _child(OTHER, "Sam Birtley", 15),
            _child(RESTRICTED, "Lee Cresswell", 13),
            _child(LISTED, "Jo Dunston", 16),
        ],
        "assessments": [
            _assessed("A-1", HELD, ago(300), level="low", harm="none"),
            _assessed("A-2", HELD, ago(40), level="high", harm="suspected"),
            _assessed("A-3", OTHER, ago(60), level="medium", harm="none"),
            _assessed("A-4", RESTRICTED, ago(30), level="low", harm="none"),
            _assessed("A-5", LISTED, ago(120), level="high", harm="known"),
        ],
        "events": [
            _row("event_id", "E-1", HELD, occurred_on=ago(50), kind="contact_with_person_of_concern", harm="suspected"),
            _row("event_id", "E-2", LISTED, occurred_on=ago(130), kind="criminal_exploitation", harm="known"),
        ],
        "missing_episodes": [_row("episode_id", "M-1", HELD, kind="missing", started_on=ago(22), ended_on=ago(21))],
        "concerns": [
            _row("concern_id", "K-1", HELD, raised_on=ago(20), raised_by="school", about="level_too_low", asserted_level="high"),
        ],
        "referrals": [
            _row("referral_id", "R-1", HELD, made_on=ago(6), made_by=EDUCATION, referred_to="MACE", kind="monitoring"),
            _row("referral_id", "R-2", LISTED, made_on=ago(150), made_by=POLICE, referred_to="MACE", kind="monitoring",
                 decided_on=ago(140), outcome="accepted"),
        ],
        "monitoring": [
            _row("entry_id", "L-1", OTHER, list="Tracker", added_on=ago(55)),
            _row("entry_id", "L-2", LISTED, list="MACE", added_on=ago(140)),
        ],
        "involvements": [
            _row("involvement_id", "I-1", HELD, agency=SOCIAL_CARE, team="East", opened_on=ago(310)),
            _row("involvement_id", "I-2", OTHER, agency=SOCIAL_CARE, team="West", opened_on=ago(90)),
            _row("involvement_id", "I-3", RESTRICTED, agency=SOCIAL_CARE, team="East", opened_on=ago(45)),
            _row("involvement_id", "I-4", LISTED, agency=SOCIAL_CARE, team="West", opened_on=ago(200)),
            _row("involvement_id", "I-5", LISTED, agency=HEALTH, opened_on=ago(180)),
        ],
        "services": [
            _row("service_id", "S-1", LISTED, service="Direct work", kind="direct_work", agency=SOCIAL_CARE, started_on=ago(110)),
        ],
        "workers": [
            _row("allocation_id", "W-1", HELD, worker_id="SW-1", role="social_worker", started_on=ago(300)),
            _row("allocation_id", "W-2", OTHER, worker_id="SW-3", role="social_worker", started_on=ago(85)),
            _row("allocation_id", "W-3", RESTRICTED, worker_id="SW-1", role="social_worker", started_on=ago(44)),
            _row("allocation_id", "W-4", LISTED, worker_id="SW-3", role="social_worker", started_on=ago(190)),
        ],
        "meetings": [_row("meeting_id", "T-1", LISTED, held_on=ago(35), kind="mace", agencies=[SOCIAL_CARE, POLICE, HEALTH])],
        "actions": [
            _row("action_id", "N-1", LISTED, meeting_id="T-1", agency=POLICE, action="Speak with the family", set_on=ago(35),
                 due_on=TODAY + timedelta(days=7)),
        ],
        "statuses": [_row("status_id", "U-1", LISTED, kind="child_in_need", started_on=ago(190))],
    }  # fmt: skip


def published_rows() -> dict[str, list[dict[str, Any]]]:
    """The register of the partnership that can only be read."""
    day = date(2018, 6, 1)
    return {
        "children": [{"child_id": PUBLISHED, "date_of_birth": date(2004, 5, 1), "name": "CS-A0"}],
        "assessments": [_assessed("A-1", PUBLISHED, day, level="high", harm="suspected")],
        "monitoring": [_row("entry_id", "L-1", PUBLISHED, list="MACE", added_on=day, removed_on=date(2018, 9, 1),
                            removal_reason="risky_behaviour", removal_decision="single_agency")],
    }  # fmt: skip


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


def _child(child_id: str, name: str, age: int) -> dict[str, Any]:
    return {
        "child_id": child_id,
        "name": name,
        "date_of_birth": date(TODAY.year - age, 1, 9),
        "responsible_authority": "Wearmouth",
    }


def _assessed(record: str, child_id: str, completed: date, *, level: str, harm: str) -> dict[str, Any]:
    own = {"kind": "assessment", "tool": "Wearmouth 2024", "started_on": completed - timedelta(days=8), "completed_on": completed}
    return _row("assessment_id", record, child_id, level=level, indicated_level=level, harm=harm, agency=SOCIAL_CARE, **own)


def _row(key: str, record: str, child_id: str, **values: Any) -> dict[str, Any]:
    return {key: record, "child_id": child_id, **values}
