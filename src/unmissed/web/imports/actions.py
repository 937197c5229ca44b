"""Loading a register and taking one out: every write of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from unmissed.web.imports import background, folders
from unmissed.web.imports.models import Draft
from unmissed.web.imports.reading import hidden_from, open_draft, totals_of
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May
from unmissed.web.record.merging import merge
from unmissed.web.trail.action import RefusedError, action
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act


class OutdatedError(Exception):
    """The record, or the draft, was changed since the reading that the person saw. Nothing was loaded."""


@action(May.LOAD)
def keep_upload(*, draft: Draft, counts: Mapping[str, int], by: Person) -> Draft:
    """Keep an upload, which lies in its folder and was read, as a draft of this person."""
    draft.person, draft.partnership, draft.counts = by, by.partnership, dict(counts)
    draft.save(force_insert=True)
    _trail("uploaded a register to look through", draft, by, detail=dict(counts))
    return draft


@action(May.LOAD)
def mend_row(*, draft: Draft, table: str, line: int, cells: Mapping[str, str], by: Person) -> None:
    """Keep the corrected cells of a row of the draft."""
    _open(draft, by)
    folders.keep_mend(draft, table, line, {"cells": dict(cells)})
    _trail("mended a row of an upload", draft, by, subject=_row(table, line))


@action(May.LOAD)
def leave_out(*, draft: Draft, table: str, line: int, why: str, by: Person) -> None:
    """Leave a row of the draft out of what is loaded."""
    _open(draft, by)
    folders.keep_mend(draft, table, line, {folders.LEFT_OUT: why})
    _trail("left a row of an upload out", draft, by, subject=_row(table, line), why=why)


@action(May.LOAD)
def take_mend_back(*, draft: Draft, table: str, line: int, by: Person) -> None:
    """Take a row of the draft as the file has it."""
    _open(draft, by)
    folders.keep_mend(draft, table, line, None)
    _trail("took a row of an upload as it came", draft, by, subject=_row(table, line))


@action(May.LOAD)
def note_reading(*, draft: Draft, counts: Mapping[str, int], by: Person) -> None:
    """Note that the draft was read, and how many rows of which kind it has."""
    _open(draft, by)
    draft.counts = dict(counts)
    draft.save(update_fields=["counts"])
    _trail("read an upload", draft, by, detail=dict(counts))


@action(May.LOAD)
def discard(*, draft: Draft, by: Person) -> None:
    """Give a draft up: its files are removed."""
    _finish(_open(draft, by), "discarded")
    _trail("discarded an upload", draft, by)


@action(May.LOAD)
def accept(*, draft: Draft, by: Person) -> Draft:
    """Put the draft's rows into the record, all of them or none, and look at the children anew afterwards.

    Raises OutdatedError where what would be loaded is no longer what the person saw, RegisterError where it cannot be read.
    """
    kept = _open(draft, by)
    register = open_draft(kept)
    try:
        counts, touched = merge(
            kept.partnership,
            register,
            by=by,
            why=f"loaded from {kept.file_name}",
            hidden=hidden_from(by, kept.partnership),
        )
        found = totals_of(counts) | {"quarantine": register.quarantined_rows()}
    finally:
        register.con.close()
    if found != kept.counts:
        raise OutdatedError
    kept.counts = found | {"children": touched}
    _finish(kept, "loaded")
    detail = kept.counts | {name: vars(each) for name, each in counts.items()}
    _trail("loaded a register", kept, by, why=f"loaded from {kept.file_name}", detail=detail)
    transaction.on_commit(lambda: background.look_again(kept.partnership, touched))
    return kept


@action(May.DOWNLOAD)
def take_out(*, partnership: Partnership, kind: str, why: str, counts: Mapping[str, int], by: Person) -> None:
    """Note that the whole register was taken out, why, and how much of it."""
    if partnership.pk != by.partnership_id and not partnership.read_only:
        raise RefusedError("This register belongs to another partnership.")
    append(Act.EXPORT, f"the whole register as {kind}", by=by, partnership=partnership, why=why, detail=dict(counts))


def demand_open(draft: Draft | None) -> None:
    """Raise RefusedError where there is no draft, or it can no longer be mended and loaded."""
    if draft is None or not draft.is_open:
        raise RefusedError("This upload was loaded or discarded, or is older than a day. Upload the register again.")


def _open(draft: Draft, by: Person) -> Draft:
    """The draft as it stands, kept from others until this is done."""
    kept = Draft.objects.select_for_update().filter(pk=draft.pk, person=by, partnership=by.partnership).first()
    demand_open(kept)
    assert kept is not None
    return kept


def _finish(draft: Draft, outcome: str) -> None:
    draft.outcome, draft.finished_at = outcome, timezone.now()
    draft.save(update_fields=["outcome", "finished_at", "counts"])
    transaction.on_commit(lambda: folders.remove(draft))


def _row(table: str, line: int) -> str:
    return f"{table}, line {line}"


def _trail(
    what: str, draft: Draft, by: Person, *, subject: str = "", why: str = "", detail: dict[str, Any] | None = None
) -> None:
    about = subject or f"draft:{draft.pk}"
    append(Act.CHANGE, what, by=by, partnership=draft.partnership, subject=about, why=why, detail=detail)
