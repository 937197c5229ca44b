"""Sending in and answering: a referral, a concern, a challenge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from unmissed.web.access.sight import verdict
from unmissed.web.access.words import called
from unmissed.web.clock import today
from unmissed.web.people.models import Person
from unmissed.web.people.roles import May, Role
from unmissed.web.record.actions import demand_sight, new_id, write_new, write_version
from unmissed.web.record.grounds import UNSEEN
from unmissed.web.record.models import MODELS, Record
from unmissed.web.referrals.matching import Described, known_child
from unmissed.web.referrals.models import Sent
from unmissed.web.trail.action import RefusedError, action
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act

RAISERS = {
    "social_care": "social_worker", "police": "police", "health": "health", "education": "school", "voluntary": "voluntary",
}  # fmt: skip
"""Kind of agency → who its people are in the register's table of concerns."""


@dataclass(frozen=True)
class About:
    """Whom something is about: a child in the sender's sight by `child_id`, or one that the sender describes."""

    child_id: str = ""
    described: Described | None = None


@action(May.REFER)
def refer(*, about: About, kind: str, referred_to: str, notes: str, by: Person) -> Sent:
    """Make a referral. The sender learns that it was received, and later what was decided; not whether the child was known.

    Raises RefusedError where the sender names a record out of sight, ValuesError for values that the contract refuses.
    """
    child_id, name, fresh = _child(about, by)
    in_sight = fresh or _sees_by_work(by, child_id)
    values = {
        "child_id": child_id,
        "made_on": today(by.partnership),
        "made_by": _agency(by),
        "referred_to": referred_to,
        "kind": kind,
        "notes": notes or None,
        "source": None if in_sight else UNSEEN,
    }
    return _sent(write_new(table="referrals", values=values, by=by, unseen=True), name, by)


@action(May.REFER)
def raise_concern(*, about: About, values: Mapping[str, Any], by: Person) -> Sent:
    """Record a concern. `values` are its columns: raised_on, raised_by, about, asserted_level, notes. Else as `refer`."""
    child_id, name, _ = _child(about, by)
    return _sent(write_new(table="concerns", values={**values, "child_id": child_id}, by=by, unseen=True), name, by)


@action(May.DECIDE)
def decide(*, record: Record, outcome: str, reason: str | None, why: str, version: int, by: Person) -> Record:
    """Decide a referral, and tell whoever made it. `reason` is the code of declining, `why` the reasons that were typed.

    Raises RefusedError where it is decided already or no reason was typed, ConflictError and ValuesError as `correct` does.
    """
    _demand_open(record, "decided_on", why)
    if outcome == "declined" and not reason:
        raise RefusedError("Declining needs one of the recorded reasons. Choose one and send it again.")
    code = reason if outcome == "declined" else None
    values = {"decided_on": today(by.partnership), "outcome": outcome, "reason": code}
    row = write_version(record=record, values=values, version=version, why=why, by=by)
    _tell(row, outcome, code or "", why, by)
    return row


@action(May.DECIDE)
def answer_concern(*, record: Record, response: str, why: str, version: int, by: Person) -> Record:
    """Answer a concern, and tell whoever raised it. Raises as `decide` does."""
    _demand_open(record, "responded_on", why)
    values = {"responded_on": today(by.partnership), "response": response}
    row = write_version(record=record, values=values, version=version, why=why, by=by)
    _tell(row, response, "", why, by)
    return row


@action(May.DECIDE)
def answer_challenge(*, record: Record, why: str, version: int, by: Person) -> Record:
    """Answer an agency's disagreement with a threshold: what was agreed is its resolution, which the agency is told."""
    _demand_open(record, "resolved_on", why)
    values = {"resolved_on": today(by.partnership), "resolution": why}
    row = write_version(record=record, values=values, version=version, why=why, by=by)
    _tell(row, "answered", "", why, by)
    return row


@action(May.REFER)
def challenge(*, sent: Sent, why: str, by: Person) -> Record:
    """Disagree with the decision on what one sent in: a view of one's agency about the threshold, which then runs to be answered.

    Raises RefusedError for what others sent in, what is not declined, and what was challenged already.
    """
    row = demand_own(sent, by)
    if row.answer != "declined" or row.challenged_on:
        raise RefusedError("Only a declined referral can be challenged, and once. Raise a concern if there is something new.")
    if not why.strip():
        raise RefusedError("A challenge needs your reasons. Write them and send it again.")
    day = today(by.partnership)
    values = {"child_id": row.child_id, "agency": _agency(by), "given_on": day, "about": "threshold", "position": "disagrees"}
    view = write_new(table="views", values={**values, "notes": why}, by=by, why=why, unseen=True)
    row.challenged_on, row.read_at = day, row.read_at or timezone.now()
    row.save(update_fields=["challenged_on", "read_at"])
    _sent(view, row.about, by)
    return view


@action(May.REFER)
def note_answer(*, sent: Sent, by: Person) -> Sent:
    """Note that the answer was read: it then leaves Home."""
    row = demand_own(sent, by)
    row.read_at = row.read_at or timezone.now()
    row.save(update_fields=["read_at"])
    subject = f"{row.table_name}:{row.record_id}"
    append(Act.CHANGE, "read an answer", by=by, partnership=by.partnership, child_id=row.child_id, subject=subject)
    return row


def demand_own(sent: Sent, by: Person) -> Sent:
    """What was sent in as it stands, locked; RefusedError where somebody else sent it."""
    row = Sent.objects.select_for_update(of=("self",)).filter(pk=sent.pk, partnership=by.partnership).first()
    if row is None or not is_own(row, by):
        raise RefusedError("Somebody else sent this in. Only they are told the answer and can challenge it.")
    return row


def is_own(sent: Sent, person: Person) -> bool:
    """Whether the person sent it in, or belongs to the agency that a loaded register names as the sender."""
    if sent.by_id is not None:
        return sent.by_id == person.pk
    return bool(sent.agency) and person.role == Role.PARTNER and sent.agency == person.agency_name


def _child(about: About, by: Person) -> tuple[str, str, bool]:
    """The child's id, its name as the sender knows it, and whether it is new: a child that nobody knows gets a record."""
    if about.child_id:
        demand_sight(by, about.child_id, to=May.REFER)
        own = MODELS["children"].objects.filter(partnership=by.partnership, child_id=about.child_id).first()
        if own is None:
            raise RefusedError("There is no such child in your partnership's record.")
        return about.child_id, called(about.child_id, own.values()["name"]), False
    assert about.described is not None
    known = known_child(by.partnership, about.described)
    return known or _new_child(about.described, by), about.described.name, known is None


def _sees_by_work(by: Person, child_id: str) -> bool:
    """Whether the sender sees the child other than in an emergency, which must not open the record for good."""
    seen = verdict(by, by.partnership, child_id)
    return seen.allowed and seen.emergency is None


def _new_child(described: Described, by: Person) -> str:
    values = {"name": described.name, "date_of_birth": described.date_of_birth, "nhs_number": described.nhs_number or None}
    return write_new(table="children", values={**values, "child_id": new_id()}, by=by).record_id


def _agency(by: Person) -> str:
    return by.agency_name or by.role_words


def _sent(record: Record, name: str, by: Person) -> Sent:
    return Sent.objects.create(
        partnership=by.partnership,
        table_name=record.table.name,
        record_id=record.record_id,
        child_id=record.values()["child_id"],
        about=name,
        by=by,
        agency=by.agency_name,
        sent_on=today(by.partnership),
    )


def _tell(record: Record, answer: str, reason: str, why: str, by: Person) -> None:
    """Put the answer where its sender finds it; a referral of a loaded register tells the agency that it names."""
    values = record.values()
    told, _ = Sent.objects.get_or_create(
        partnership=by.partnership,
        table_name=record.table.name,
        record_id=record.record_id,
        defaults={
            "child_id": values["child_id"],
            "agency": values.get("made_by") or values.get("agency") or "",
            "sent_on": values[record.table.first_date.name] if record.table.first_date else today(by.partnership),
        },
    )
    told.answered_on, told.answered_by, told.answer, told.reason, told.why = today(by.partnership), by, answer, reason, why
    told.save(update_fields=["answered_on", "answered_by", "answer", "reason", "why"])


def _demand_open(record: Record, settled: str, why: str) -> None:
    if record.values()[settled] is not None:
        raise RefusedError("This was answered already. Open the child's record to see the answer.")
    if not why.strip():
        raise RefusedError("Your reasons are needed, so that others can follow the decision. Write them and send it again.")
