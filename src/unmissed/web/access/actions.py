"""What is written in this room: arrivals, the own account, views in an emergency, restrictions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone
from django_otp import match_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from unmissed.web.access.models import EmergencyView, Restriction
from unmissed.web.access.selectors import emergency_views_to_note
from unmissed.web.access.sight import verdict
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May, Role, may
from unmissed.web.trail.action import RefusedError, action
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act

HOURS = (1, 4, 12, 24)
"""For how many hours a record may be opened in an emergency."""
LEAST_REASON = 20
"""How many characters a reason for an emergency needs: enough for what happened and what is needed."""
NOT_THERE = "there is no record with this number that you can open. Check the number"


@action(May.OWN_ACCOUNT)
def sign_in(*, by: Person) -> None:
    """Somebody gave a name and its password."""
    append(Act.SIGN_IN, "signed in", by=by, partnership=by.partnership)


@action(May.OWN_ACCOUNT)
def sign_out(*, by: Person) -> None:
    """Somebody signed out."""
    append(Act.SIGN_IN, "signed out", by=by, partnership=by.partnership)


def sign_in_failed(*, sign_in: str, locked: bool) -> None:
    """A wrong name or password, or a locked name. What was typed is not kept: people type passwords into the wrong box."""
    person = Person.objects.filter(sign_in=sign_in).select_related("partnership").first()
    what = "signing in: locked after wrong passwords" if locked else "signing in: wrong name or password"
    subject = f"person:{person.pk}" if person else ""
    append(Act.REFUSAL, what, by=None, partnership=person.partnership if person else None, subject=subject)


@action(May.OWN_ACCOUNT)
def give_code(*, code: str, by: Person) -> TOTPDevice | None:
    """Check the code of a second factor: its device, or None where the code is wrong, used up, or too many were."""
    device: TOTPDevice | None = match_token(by, code)
    if device is None:
        append(Act.REFUSAL, "second factor: wrong code", by=by, partnership=by.partnership)
    else:
        append(Act.SIGN_IN, "gave the second factor", by=by, partnership=by.partnership)
    return device


@action(May.OWN_ACCOUNT)
def set_up_second_factor(*, key: str, used: int, by: Person) -> TOTPDevice:
    """Make the device with this key the person's one second factor. `used` is the time step of the code that proved it."""
    _devices(by).delete()
    device: TOTPDevice = TOTPDevice.objects.create(user=by, name="app", key=key, last_t=used, confirmed=True)
    append(Act.ACCOUNT, "set up the second factor", by=by, partnership=by.partnership, subject=f"person:{by.pk}")
    return device


@action(May.OWN_ACCOUNT)
def change_password(*, password: str, by: Person) -> None:
    """Give oneself a new password; every other session of the person ends."""
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    append(Act.ACCOUNT, "changed the own password", by=by, partnership=by.partnership, subject=f"person:{by.pk}")


@action(May.OWN_ACCOUNT)
def turn_to(*, partnership_id: int, by: Person) -> Partnership:
    """Turn to one's own partnership or to one that everybody may read."""
    found = Partnership.objects.filter(pk=partnership_id).first()
    if found is None or not (found.read_only or found.pk == by.partnership_id):
        raise RefusedError("This partnership is not open to you.")
    append(Act.SIGN_IN, "turned to this partnership", by=by, partnership=found)
    return found


@action(May.EMERGENCY_VIEW)
def open_in_emergency(*, child_id: str, why: str, hours: int, by: Person) -> EmergencyView:
    """Open a record without a ground. Its manager is shown it, and every look at it is in the trail as ever.

    Raises RefusedError where the reason says too little, the hours are none of HOURS, or there is no such record.
    """
    if len(why.strip()) < LEAST_REASON:
        raise RefusedError(f"The reason must have {LEAST_REASON} characters or more.")
    if hours not in HOURS:
        raise RefusedError("Choose for how many hours.")
    if not _is_there(by.partnership, child_id):
        raise RefusedError(NOT_THERE)
    now = timezone.now()
    until = now + timedelta(hours=hours)
    view = EmergencyView.objects.create(
        partnership=by.partnership, child_id=child_id, person=by, why=why, opened_at=now, until=until
    )
    about: dict[str, Any] = {"child_id": child_id, "subject": f"emergency view:{view.pk}", "detail": {"hours": hours}}
    append(Act.EMERGENCY, "opened a record in an emergency", by=by, partnership=by.partnership, why=why, **about)
    return view


@action(May.NOTE_EMERGENCY)
def note_seen(*, view_id: int, by: Person) -> EmergencyView:
    """Note that one has seen that a record was opened in an emergency. Only by those who are shown it."""
    view = emergency_views_to_note(by).select_for_update(of=("self",)).filter(pk=view_id).first()
    if view is None:
        raise RefusedError("This emergency view is not yours to note, or somebody has noted it already.")
    view.seen_by, view.seen_at = by, timezone.now()
    view.save(update_fields=["seen_by", "seen_at"])
    subject = f"emergency view:{view.pk}"
    append(Act.CHANGE, "noted an emergency view", by=by, partnership=by.partnership, child_id=view.child_id, subject=subject)
    return view


@action(May.RESTRICT)
def restrict(*, child_id: str, why: str, people: Iterable[Person], by: Person) -> Restriction:
    """Let only the named people, and the one who sets it, see a record. A second one is not set while the first stands."""
    named = list(people)
    demand_own_sight(by, child_id)
    if not why.strip():
        raise RefusedError("Say why the record must be restricted.")
    if not _is_there(by.partnership, child_id):
        raise RefusedError(NOT_THERE)
    if Restriction.objects.select_for_update().filter(partnership=by.partnership, child_id=child_id, lifted_at=None).exists():
        raise RefusedError("The record is restricted already. Lift that restriction first.")
    if any(person.partnership_id != by.partnership_id or not may(person.role, May.SEE_CHILDREN) for person in named):
        raise RefusedError("Name only people of your partnership who may see children's records.")
    made = Restriction.objects.create(partnership=by.partnership, child_id=child_id, why=why, set_by=by, set_at=timezone.now())
    made.allowed.set(named)
    _trail_restriction("restricted a record", made, by, why, {"people": sorted(person.pk for person in named)})
    return made


@action(May.RESTRICT)
def lift(*, child_id: str, why: str, by: Person) -> Restriction:
    """End a restriction. It stays readable, with its reason."""
    demand_own_sight(by, child_id)
    made = Restriction.objects.select_for_update().filter(partnership=by.partnership, child_id=child_id, lifted_at=None).first()
    if made is None:
        raise RefusedError("The record is not restricted.")
    if not why.strip():
        raise RefusedError("Say why the restriction can be lifted.")
    made.lifted_at = timezone.now()
    made.save(update_fields=["lifted_at"])
    _trail_restriction("lifted a restriction", made, by, why, {})
    return made


def demand_own_sight(by: Person, child_id: str) -> None:
    """Raise RefusedError unless the person sees the child by a ground. Only a coordinator may act on an emergency view, so that
    a record is never shut for good when those named in its restriction have left.
    """
    seen = verdict(by, by.partnership, child_id)
    if not seen.allowed or (seen.emergency and by.role != Role.COORDINATOR):
        raise RefusedError(f"You cannot restrict this record or lift a restriction: {seen.why}.")


def _trail_restriction(what: str, made: Restriction, by: Person, why: str, detail: dict[str, Any]) -> None:
    subject = f"restriction:{made.pk}"
    append(Act.CHANGE, what, by=by, partnership=by.partnership, child_id=made.child_id, subject=subject, why=why, detail=detail)


def _is_there(partnership: Partnership, child_id: str) -> bool:
    """Whether there is a record. The record's own room stands above this one, so its model is asked for by name."""
    children = apps.get_model("record", "Children")
    return bool(children._default_manager.filter(partnership=partnership, child_id=child_id).exists())


def _devices(person: Person) -> Any:
    return TOTPDevice.objects.filter(user=person)
