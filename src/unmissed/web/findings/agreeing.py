"""Deciding, alone or with a second person: what people do about a removal or a closure.

A decision that would open a finding today is not made by one person. It is sent to a second, of another agency, who sees the
child in ordinary work. Until that person agrees the record stays as it is. What was written for it stays, whatever the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from unmissed.engine.finding import Finding as Found
from unmissed.engine.one_child import Preview
from unmissed.register.schema import schema
from unmissed.register.sources import as_cell
from unmissed.web.access.sight import visible
from unmissed.web.clock import today
from unmissed.web.findings.decisions import DECISIONS
from unmissed.web.findings.holders import could_agree
from unmissed.web.findings.models import Agreement
from unmissed.web.findings.preview import preview_of
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May
from unmissed.web.record.actions import ConflictError, demand_sight, write_version
from unmissed.web.record.models import MODELS, Record
from unmissed.web.record.rows import typed
from unmissed.web.record.values import demand_sound
from unmissed.web.trail.action import RefusedError, action
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act


def opened_today(preview: Preview, partnership: Partnership) -> list[Found]:
    """The findings that a decision would open at once. What would only fall due is no reason to ask: it can be done in time."""
    day = today(partnership)
    return [found for found in preview.opens if found.opened_on <= day and found.severity != "strength"]


@action(May.RECORD)
def decide(*, record: Record, values: Mapping[str, Any], version: int, why: str, by: Person) -> Record:
    """Make a decision that opens nothing.

    Raises RefusedError where it would open a finding, or no reason was given; ConflictError and ValuesError as `correct` does.
    """
    _demand_reason(why)
    child_id = record.values()["child_id"]
    demand_sight(by, child_id)
    if opened_today(preview_of(by.partnership, child_id, record.table.name, record.record_id, values), by.partnership):
        raise RefusedError("This would open findings, so a second person has to agree. Choose somebody of another agency.")
    return write_version(record=record, values=values, version=version, why=why, by=by)


@action(May.RECORD)
def ask_agreement(*, record: Record, values: Mapping[str, Any], version: int, why: str, of: Person, by: Person) -> Agreement:
    """Send a decision to a second person. Nothing is written in the record.

    Raises RefusedError where `of` could not agree, one waits for this record already, or no reason was given; ConflictError
    where the record was changed since `version`, and ValuesError for values that the contract refuses.
    """
    _demand_reason(why)
    row = _still_open(record, by)
    if row.version != version:
        raise ConflictError(row)
    demand_sound(row.table, row.values() | dict(values), by.partnership)
    child_id = row.values()["child_id"]
    _demand_second(of, by, child_id)
    if waiting_on(by.partnership, row.table.name, row.record_id) is not None:
        raise RefusedError(
            "This waits for somebody's agreement already. It can be sent again once that was answered or taken back."
        )
    would = opened_today(preview_of(by.partnership, child_id, row.table.name, row.record_id, values), by.partnership)
    asked = Agreement.objects.create(
        partnership=by.partnership,
        table_name=row.table.name,
        record_id=row.record_id,
        child_id=child_id,
        version=version,
        values={name: as_cell(value) for name, value in values.items()},
        opens=sorted({found.check for found in would}),
        why=why,
        asked_by=by,
        asked_of=of,
        asked_on=today(by.partnership),
    )
    _trail("asked for agreement to a decision", asked, by, why, {"of": of.pk})
    return asked


@action(May.AGREE)
def agree(*, asked: Agreement, why: str, by: Person) -> Record:
    """Agree: the decision is written, with the reasons of both.

    Raises RefusedError for anybody but the person who was asked, above all for the one who decided; and where it was answered, no
    reason was given, or the record was changed since: then nothing is written, and it waits on.
    """
    row = _to_answer(asked, by, why)
    reasons = f"{row.why}\n\nDecided by {row.asked_by.name}. Agreed by {by.name}: {why}"
    try:
        written = write_version(record=_record(row), values=values_of(row), version=row.version, why=reasons, by=by)
    except ConflictError:
        raise RefusedError(
            f"The record was changed after this was sent to you, so nothing was written. {row.asked_by.name} has to look again: "
            "say that you do not agree, and why."
        ) from None
    _answer(row, "agreed", why)
    _trail("agreed to a decision", row, by, why, {"decided by": row.asked_by_id})
    return written


@action(May.AGREE)
def disagree(*, asked: Agreement, why: str, by: Person) -> Agreement:
    """Refuse: the record stays as it is, and whoever decided is told why. Raises RefusedError as `agree` does."""
    row = _to_answer(asked, by, why)
    _answer(row, "refused", why)
    _trail("did not agree to a decision", row, by, why, {"decided by": row.asked_by_id})
    return row


@action(May.RECORD)
def take_back(*, asked: Agreement, by: Person) -> Agreement:
    """Take back a decision that waits: the child stays in sight. Only for the person who sent it."""
    row = _locked(asked, by)
    if row.asked_by_id != by.pk:
        raise RefusedError("Somebody else sent this. Only they can take it back.")
    _answer(row, "taken_back", "")
    row.read_at = timezone.now()
    row.save(update_fields=["read_at"])
    _trail("took a decision back", row, by, "", {})
    return row


@action(May.RECORD)
def note_agreement(*, asked: Agreement, by: Person) -> Agreement:
    """Note that the answer was read: it then leaves Home. Only for the person who asked."""
    row = Agreement.objects.select_for_update(of=("self",)).filter(pk=asked.pk, partnership=by.partnership, asked_by=by).first()
    if row is None or not row.answer:
        raise RefusedError("There is no answer to a decision of yours here.")
    row.read_at = row.read_at or timezone.now()
    row.save(update_fields=["read_at"])
    _trail("read an answer to a decision", row, by, "", {})
    return row


def waiting_on(partnership: Partnership, table: str, record_id: str) -> Agreement | None:
    """The decision on a record that waits for agreement."""
    rows = Agreement.objects.filter(partnership=partnership, table_name=table, record_id=record_id, answer="")
    return rows.select_related("asked_by", "asked_of", "partnership").first()


def asked_of(person: Person, partnership: Partnership) -> QuerySet[Agreement]:
    """Decisions that wait for this person's agreement, about children whom the person still sees; the longest waiting first."""
    rows = Agreement.objects.filter(visible(person, partnership), asked_of=person, answer="", partnership=partnership)
    return rows.select_related("asked_by__agency").order_by("asked_on", "pk")


def answers_to(person: Person, partnership: Partnership) -> QuerySet[Agreement]:
    """Answers to the person's own decisions that are not read yet, the oldest first."""
    rows = Agreement.objects.filter(visible(person, partnership), asked_by=person, read_at=None, partnership=partnership)
    return rows.exclude(answer="").select_related("asked_of").order_by("answered_on", "pk")


def values_of(asked: Agreement) -> dict[str, Any]:
    """What the record would say, typed."""
    table = schema()[asked.table_name]
    return {name: typed(table.column(name), value) for name, value in asked.values.items()}


def _record(asked: Agreement) -> Record:
    model = MODELS[asked.table_name]
    own = {model.table.id.name: asked.record_id, "child_id": asked.child_id}
    found: Record | None = model.objects.filter(partnership=asked.partnership, **own).first()
    if found is None:
        raise RefusedError("The record was withdrawn after this was sent. Nothing was written.")
    return found


def _still_open(record: Record, by: Person) -> Record:
    """The record as it stands, of which the decision is not made yet."""
    demand_sight(by, record.values()["child_id"])
    decision, found = DECISIONS.get(record.table.name), type(record).objects.filter(pk=record.pk, partnership=by.partnership)
    row: Record | None = found.select_for_update().first()
    if decision is None or row is None or row.values()[decision.day] is not None:
        raise RefusedError("This was decided already, or the record was withdrawn. Open the child's record to see it.")
    return row


def _demand_second(of: Person, by: Person, child_id: str) -> None:
    if of.pk == by.pk:
        raise RefusedError("You cannot agree to your own decision. Choose a second person, of another agency.")
    if not could_agree(of, by, child_id):
        raise RefusedError(f"{of.name} cannot agree to this: it needs somebody of another agency who sees this child.")


def _to_answer(asked: Agreement, by: Person, why: str) -> Agreement:
    _demand_reason(why)
    row = _locked(asked, by)
    if row.asked_by_id == by.pk:
        raise RefusedError("You cannot agree to your own decision. It waits for the second person.")
    if row.asked_of_id != by.pk:
        raise RefusedError("Somebody else was asked to agree. Only they can answer.")
    if not could_agree(by, row.asked_by, row.child_id):
        raise RefusedError("You do not see this child in your own work, or are of the same agency, so you cannot agree to this.")
    return row


def _locked(asked: Agreement, by: Person) -> Agreement:
    """The decision as it stands, locked, while it waits."""
    demand_sight(by, asked.child_id)
    rows = Agreement.objects.select_for_update(of=("self",)).filter(pk=asked.pk, partnership=by.partnership, answer="")
    row = rows.select_related("asked_by__partnership", "asked_of", "partnership").first()
    if row is None:
        raise RefusedError("This was answered or taken back already. There is nothing left to do here.")
    return row


def _answer(row: Agreement, answer: str, why: str) -> None:
    row.answer, row.answer_why, row.answered_on = answer, why, today(row.partnership)
    row.save(update_fields=["answer", "answer_why", "answered_on"])


def _demand_reason(why: str) -> None:
    if not why.strip():
        raise RefusedError("Your reasons are needed, so that others can follow the decision. Write them and send it again.")


def _trail(what: str, row: Agreement, by: Person, why: str, detail: dict[str, Any]) -> None:
    subject = f"{row.table_name}:{row.record_id}"
    append(Act.CHANGE, what, by=by, partnership=by.partnership, child_id=row.child_id, subject=subject, why=why, detail=detail)
