"""Writing the record: adding, correcting and withdrawing a row. Nothing else writes it but loading a register."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from unmissed.register.sources import as_cell
from unmissed.web.access.sight import ONLY_TO_READ, shut_in_emergency, verdict
from unmissed.web.clock import today
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May
from unmissed.web.record.grounds import replace_grounds
from unmissed.web.record.models import MODELS, Changed, EarlierVersion, Record
from unmissed.web.record.values import demand_sound
from unmissed.web.trail.action import RefusedError, action
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act

child_changed = Signal()
"""Sent with `partnership` and `child_id` once a change is safely kept."""


class ConflictError(Exception):
    """Somebody else changed the row meanwhile. `theirs` is the row as it stands now; nothing was written."""

    def __init__(self, theirs: Record) -> None:
        super().__init__("the record was changed meanwhile")
        self.theirs = theirs

    @property
    def said(self) -> str:
        """Who it was, as every page says it."""
        by = self.theirs.entered_by.name if self.theirs.entered_by else "A loaded register"
        return f"{by} changed this record while you were writing"

    @property
    def at(self) -> str:
        """When: 3 January 2026, 14:05, in the office's own time."""
        return f"{timezone.localtime(self.theirs.entered_at):%-d %B %Y, %H:%M}"

    @property
    def before_withdrawing(self) -> str:
        """What whoever meant to withdraw it is told."""
        return f"{self.said}. Read what it says now before you withdraw it."


@action(May.RECORD)
def add(*, table: str, values: Mapping[str, Any], by: Person, why: str = "") -> Record:
    """Add a row; its id is made where none is given, `recorded_on` is today.

    Raises ValuesError for values that the contract refuses, RefusedError where `by` may not see the child.
    """
    return write_new(table=table, values=values, by=by, why=why)


def write_new(*, table: str, values: Mapping[str, Any], by: Person, why: str = "", unseen: bool = False) -> Record:
    """What `add` does, for other actions to call inside their own transaction.

    `unseen`: the person need not see the child, because what comes in is only received: a referral, a concern, a challenge.
    """
    model, partnership = MODELS[table], by.partnership
    given = dict(values)
    own = model.table.id.name
    given[own] = given.get(own) or new_id()
    if model.table.dated:
        given["recorded_on"] = today(partnership)
    demand_sound(model.table, given, partnership)
    child_id = given.get("child_id", "")
    if table != "children" and model.table.has("child_id") and not unseen:
        demand_sight(by, child_id)
    record: Record = model.every.create(partnership=partnership, entered_at=timezone.now(), entered_by=by, **given)
    append(Act.CHANGE, f"added to {table}", by=by, partnership=partnership, child_id=child_id, subject=record.subject, why=why)
    mark_changed(partnership, child_id)
    return record


@action(May.RECORD)
def correct(*, record: Record, values: Mapping[str, Any], version: int, why: str, by: Person) -> Record:
    """Replace a row's values by a new version. `version` is the one that the person had before them.

    Raises ConflictError where there is a newer one by now, ValuesError and RefusedError as `add` does.
    """
    return write_version(record=record, values=values, version=version, why=why, by=by)


def write_version(*, record: Record, values: Mapping[str, Any], version: int, why: str, by: Person) -> Record:
    """What `correct` does, for other actions to call inside their own transaction."""
    row = _locked(record, by, version)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    demand_sound(row.table, row.values() | changed, row.partnership)
    _keep_earlier(row, by, why)
    for name, value in changed.items():
        setattr(row, name, value)
    _save_version(row, by, f"corrected in {row.table.name}", why, {"columns": sorted(changed)})
    return row


@action(May.RECORD)
def withdraw(*, record: Record, version: int, why: str, by: Person) -> Record:
    """Take a row out of the record because it should never have been in it. It stays readable among earlier versions."""
    row = _locked(record, by, version)
    if row.table.name == "children":
        raise RefusedError("A child's own record cannot be withdrawn. Correct it instead.")
    _keep_earlier(row, by, why)
    row.withdrawn = True
    _save_version(row, by, f"withdrawn from {row.table.name}", why, {})
    return row


def demand_sight(by: Person, child_id: str, *, to: May = May.RECORD) -> None:
    """Raise RefusedError where the person may not see the child, or only in an emergency, which is not enough `to` do this."""
    seen = verdict(by, by.partnership, child_id)
    if not seen.allowed:
        raise RefusedError(f"This record cannot be changed by you: {seen.why}.")
    if seen.emergency and shut_in_emergency(by, to):
        raise RefusedError(f"This record cannot be changed by you: {ONLY_TO_READ}.")


def new_id() -> str:
    """An identifier for a new row: drawn, so that it says nothing."""
    return secrets.token_hex(8)


def mark_changed(partnership: Partnership, child_id: str) -> None:
    """Note that the child's grounds and findings must follow, within the change; they are looked at once it is safely kept."""
    if not child_id:
        return
    replace_grounds(partnership, child_id)
    Changed.objects.update_or_create(partnership=partnership, child_id=child_id, defaults={"at": timezone.now()})
    transaction.on_commit(lambda: child_changed.send(sender=None, partnership=partnership, child_id=child_id))


def _locked(record: Record, by: Person, version: int) -> Record:
    if record.table.has("child_id"):
        demand_sight(by, getattr(record, "child_id"))  # noqa: B009 - the models are made from the schema
    try:
        row: Record = type(record).objects.select_for_update().get(pk=record.pk, partnership=by.partnership)
    except ObjectDoesNotExist:
        raise RefusedError("This record was withdrawn, or belongs to another partnership.") from None
    if row.version != version:
        raise ConflictError(row)
    return row


def _keep_earlier(row: Record, by: Person, why: str) -> None:
    EarlierVersion.objects.create(
        partnership=row.partnership,
        table_name=row.table.name,
        record_id=row.record_id,
        child_id=getattr(row, "child_id", ""),
        version=row.version,
        values={name: as_cell(value) for name, value in row.values().items()},
        entered_at=row.entered_at,
        entered_by=row.entered_by,
        replaced_at=timezone.now(),
        replaced_by=by,
        why=why,
    )


def _save_version(row: Record, by: Person, what: str, why: str, detail: dict[str, Any]) -> None:
    row.version, row.entered_at, row.entered_by = row.version + 1, timezone.now(), by
    row.save()
    child_id = getattr(row, "child_id", "")
    append(Act.CHANGE, what, by=by, partnership=row.partnership, child_id=child_id, subject=row.subject, why=why, detail=detail)
    mark_changed(row.partnership, child_id)
