"""What administrators change: agencies, teams, people and policy. And what readers of the trail do that is an entry itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from axes.utils import reset as end_lock_outs
from django_otp.plugins.otp_totp.models import TOTPDevice

from unmissed.policy.model import Setting, default_policy, override
from unmissed.web.access.models import FactorDemand
from unmissed.web.administration.entries import ASKED_TO_VERIFY, VERIFIED, Asked
from unmissed.web.findings.models import PolicyValue
from unmissed.web.people.models import Agency, Partnership, Person, Team
from unmissed.web.people.roles import May, Role
from unmissed.web.trail.action import RefusedError, action
from unmissed.web.trail.chain import Verdict, append
from unmissed.web.trail.models import Act, Head

POLICY_CHANGED = "changed the policy"
ASKED_TO_COUNT, COUNTED = "asked what keeping a table here would open", "counted what keeping a table here would open"
MOST_FAULTS = 10
"""So many faults of a trail are named; the rest is counted, and `unmissed trail verify` names all."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another when they are read out."""
NEEDS_AGENCY = frozenset({Role.PRACTITIONER, Role.MANAGER, Role.PARTNER})
"""Roles that see children through the agency or team, and so must have one."""


# --- Agencies and teams ---------------------------------------------------------------------------------------------------------


@action(May.ADMINISTER)
def add_agency(*, name: str, kind: str, by: Person) -> Agency:
    """Add an agency. Raises RefusedError where there is one of that name."""
    if Agency.objects.filter(partnership=by.partnership, name=name).exists():
        raise RefusedError("There is an agency of this name already.")
    made = Agency.objects.create(partnership=by.partnership, name=name, kind=kind)
    _trail("added an agency", by, f"agency:{made.pk}")
    return made


@action(May.ADMINISTER)
def add_team(*, agency: Agency, name: str, by: Person) -> Team:
    """Add a team to an agency of one's partnership. Raises RefusedError where it has one of that name."""
    if agency.partnership_id != by.partnership_id:
        raise RefusedError("This agency belongs to another partnership.")
    if agency.teams.filter(name=name).exists():
        raise RefusedError("This agency has a team of this name already.")
    made = Team.objects.create(agency=agency, name=name)
    _trail("added a team", by, f"team:{made.pk}")
    return made


# --- People ---------------------------------------------------------------------------------------------------------------------


@action(May.ADMINISTER)
def add_person(*, sign_in: str, by: Person, **values: Any) -> tuple[Person, str]:
    """Add a person: the person, and the one-time password, which is shown once and kept nowhere."""
    if Person.objects.filter(sign_in__iexact=sign_in).exists():
        raise RefusedError("Somebody signs in with this name already.")
    made, password = Person(partnership=by.partnership, sign_in=sign_in, must_change_password=True), one_time_password()
    _place(made, values)
    made.set_password(password)
    made.save()
    _trail("added a person", by, f"person:{made.pk}", role=made.role)
    return made, password


@action(May.ADMINISTER)
def change_person(*, person: Person, by: Person, **values: Any) -> Person:
    """Change name, role, agency, team or worker's number of a person. Nobody changes the own role."""
    row = _of_partnership(person, by)
    before = {name: getattr(row, name) for name in values}
    if row.pk == by.pk and values.get("role", row.role) != row.role:
        raise RefusedError("You cannot change your own role. Ask another administrator.")
    _place(row, values)
    row.save()
    changed = sorted(name for name in values if getattr(row, name) != before[name])
    _trail("changed a person", by, f"person:{row.pk}", columns=changed, role=row.role)
    return row


@action(May.ADMINISTER)
def deactivate(*, person: Person, by: Person) -> Person:
    """End a person's access at once. What the person did stays in the record and the trail."""
    row = _of_partnership(person, by)
    if row.pk == by.pk:
        raise RefusedError("You cannot deactivate yourself. Ask another administrator.")
    return _set_active(row, False, "deactivated a person", by)


@action(May.ADMINISTER)
def reactivate(*, person: Person, by: Person) -> Person:
    """Give a person access again."""
    return _set_active(_of_partnership(person, by), True, "reactivated a person", by)


@action(May.ADMINISTER)
def reset_password(*, person: Person, by: Person) -> str:
    """Give a person a one-time password, which is shown once and kept nowhere; sessions and lock-outs of the person end."""
    row, password = _of_partnership(person, by), one_time_password()
    row.set_password(password)
    row.must_change_password = True
    row.save(update_fields=["password", "must_change_password"])
    end_lock_outs(username=row.sign_in)
    _trail("reset a password", by, f"person:{row.pk}")
    return password


@action(May.ADMINISTER)
def end_lock_out(*, person: Person, by: Person) -> None:
    """Let a person try again who was locked out after wrong passwords."""
    row = _of_partnership(person, by)
    end_lock_outs(username=row.sign_in)
    _trail("ended a lock-out", by, f"person:{row.pk}")


@action(May.ADMINISTER)
def reset_second_factor(*, person: Person, by: Person) -> None:
    """Take away a second factor whose device was lost. Where one is required, the person sets up another on signing in."""
    row = _of_partnership(person, by)
    TOTPDevice.objects.filter(user=row).delete()
    _trail("reset a second factor", by, f"person:{row.pk}")


@action(May.ADMINISTER)
def require_second_factor(*, person: Person, required: bool, by: Person) -> Person:
    """Say whether a person must have a second factor, beside what the role demands."""
    row = _of_partnership(person, by)
    row.needs_second_factor = required
    row.save(update_fields=["needs_second_factor"])
    what = "required a second factor" if required else "no longer required a second factor"
    _trail(what, by, f"person:{row.pk}")
    return row


@action(May.ADMINISTER)
def require_second_factor_of(*, roles: Iterable[str], by: Person) -> None:
    """Say whose roles must have a second factor in one's partnership: these, and no others."""
    chosen = {Role(role) for role in roles}
    FactorDemand.objects.filter(partnership=by.partnership).exclude(role__in=chosen).delete()
    for role in chosen:
        FactorDemand.objects.get_or_create(partnership=by.partnership, role=role)
    _trail("chose the roles that need a second factor", by, "", roles=sorted(chosen))


def one_time_password() -> str:
    """A drawn password in four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _place(person: Person, values: dict[str, Any]) -> None:
    """Set a person's values, and refuse a place in which the person could see nothing or too much."""
    for name, value in values.items():
        if name not in {"name", "role", "agency", "team", "worker_id"}:
            raise RefusedError("This cannot be changed here.")
        setattr(person, name, value)
    agency, team = person.agency, person.team
    if agency and agency.partnership_id != person.partnership_id:
        raise RefusedError("This agency belongs to another partnership.")
    if team and team.agency_id != person.agency_id:
        raise RefusedError("Choose a team of the person's agency.")
    if Role(person.role) in NEEDS_AGENCY and agency is None:
        raise RefusedError(f"Choose an agency: the role {Role(person.role).label} works in one.")


def _of_partnership(person: Person, by: Person) -> Person:
    row = Person.objects.select_for_update().filter(pk=person.pk, partnership=by.partnership_id).first()
    if row is None:
        raise RefusedError("This person belongs to another partnership.")
    return row


def _set_active(row: Person, active: bool, what: str, by: Person) -> Person:
    row.is_active = active
    row.save(update_fields=["is_active"])
    _trail(what, by, f"person:{row.pk}")
    return row


def _trail(what: str, by: Person, subject: str, **detail: Any) -> None:
    append(Act.ACCOUNT, what, by=by, partnership=by.partnership, subject=subject, detail=detail)


# --- Policy ---------------------------------------------------------------------------------------------------------------------


@action(May.ADMINISTER)
def set_policy_value(*, name: str, value: Any, unit: str, source: str, by: Person) -> Setting:
    """Put a local value in place of a default, with its local source.

    Raises PolicyError for a name that there is not (with the nearest that there is) or a value that it cannot have, and
    RefusedError without a source. The scheduler then checks every child again.
    """
    setting: Setting = override(default_policy(), {name: {"value": value, "unit": unit}}, where="policy")[name]
    if not source.strip():
        raise RefusedError("Say where the local value comes from: a decision, a procedure, a date.")
    kept = list(setting.value) if isinstance(setting.value, tuple) else setting.value
    now = {"value": kept, "unit": setting.unit, "source": source}
    PolicyValue.objects.update_or_create(partnership=by.partnership, name=name, defaults=now)
    _trail_policy(name, by, source, {"value": kept, "unit": setting.unit})
    return setting


@action(May.ADMINISTER)
def clear_policy_value(*, name: str, why: str, by: Person) -> None:
    """Go back to the default."""
    if not PolicyValue.objects.filter(partnership=by.partnership, name=name).delete()[0]:
        raise RefusedError("This value is at its default already.")
    _trail_policy(name, by, why, {"value": "default"})


def _trail_policy(name: str, by: Person, why: str, detail: dict[str, Any]) -> None:
    append(Act.CHANGE, POLICY_CHANGED, by=by, partnership=by.partnership, subject=f"policy:{name}", why=why, detail=detail)


# --- The trail ------------------------------------------------------------------------------------------------------------------


@action(May.SEE_TRAIL)
def export_trail(*, asked: Asked, partnership: Partnership, by: Person) -> int:
    """Note that a part of the trail is taken out; the number of the last entry that goes with it."""
    last = Head.objects.values_list("number", flat=True).first() or 0
    append(Act.EXPORT, "the trail", by=by, partnership=partnership, child_id=asked.child_id, detail=asked.said())
    return last


@action(May.VERIFY_TRAIL)
def ask_to_verify(*, partnership: Partnership, by: Person) -> None:
    """Ask for the whole trail to be verified: the scheduler does it, so that nobody's work waits for a long trail."""
    append(Act.VIEW, ASKED_TO_VERIFY, by=by, partnership=partnership)


@action(May.VERIFY_TRAIL)
def note_verified(*, found: Verdict, partnership: Partnership, by: Person) -> None:
    """Note what a verification found that this person had asked for."""
    detail = {"entries": found.entries, "faults": len(found.faults), "said": list(found.faults[:MOST_FAULTS])}
    append(Act.VIEW, VERIFIED, by=by, partnership=partnership, detail=detail)


@action(May.KEEP_TABLES)
def ask_to_count(*, table: str, since: date, why: str, by: Person) -> None:
    """Ask what keeping a table here from a day would open: the scheduler counts it, so that nobody waits for a large record."""
    detail = {"since": since.isoformat()}
    append(Act.VIEW, ASKED_TO_COUNT, by=by, partnership=by.partnership, subject=f"table:{table}", why=why, detail=detail)


@action(May.KEEP_TABLES)
def note_counted(*, table: str, since: date, why: str, opens: Sequence[Mapping[str, Any]], by: Person) -> None:
    """Note what was counted for whoever had asked: for each check its title and numbers."""
    detail = {"since": since.isoformat(), "opens": list(opens)}
    append(Act.VIEW, COUNTED, by=by, partnership=by.partnership, subject=f"table:{table}", why=why, detail=detail)
