"""Adding to the trail, and finding out whether somebody tampered with it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from unmissed.web.people.models import Partnership, Person
from unmissed.web.trail.models import Act, Entry, Head

_SEALED = ("number", "partnership_id", "person_id", "person_name", "role", "act", "what", "child_id", "subject", "why", "detail")
_AT_ONCE = 2_000


def append(
    act: Act,
    what: str,
    *,
    by: Person | None,
    partnership: Partnership | None = None,
    child_id: str = "",
    subject: str = "",
    why: str = "",
    detail: dict[str, Any] | None = None,
) -> Entry:
    """Add an entry at the end of the chain, in the transaction that is open, or in one of its own.

    Writers wait for one another at the head: one row, locked until the transaction ends.
    """
    with transaction.atomic():
        head = Head.objects.select_for_update().get_or_create(pk=1)[0]
        entry = Entry(
            number=head.number + 1,
            at=timezone.now(),
            partnership_id=partnership.pk if partnership else None,
            person_id=by.pk if by else None,
            person_name=by.name if by else "",
            role=by.role if by else "",
            act=act,
            what=what,
            child_id=child_id[:200],  # what an address named that there is no child of may be longer
            subject=subject[:300],
            why=why,
            detail=detail or {},
        )
        entry.seal = seal_of(entry, head.last_seal)
        entry.save(force_insert=True)
        head.number, head.last_seal = entry.number, entry.seal
        head.seal = _head_seal(head)
        head.save()
        return entry


def is_sealed_with_own_key() -> bool:
    """Whether the end of the trail carries a seal of this installation's key; so does a trail without an entry."""
    head = Head.objects.filter(pk=1).first()
    return head is None or not head.number or hmac.compare_digest(head.seal, _head_seal(head))


def seal_of(entry: Entry, before: str) -> str:
    """The seal of an entry: over all it says, its moment, and the seal of the entry before."""
    said = {name: getattr(entry, name) for name in _SEALED} | {"at": entry.at.timestamp(), "before": before}
    return _sealed(json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":")))


def _head_seal(head: Head) -> str:
    return _sealed(f"head {head.number} {head.last_seal}")


def _sealed(text: str) -> str:
    return hmac.new(settings.TRAIL_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What a verification found: how many entries hold, the last seal, and each fault as a sentence."""

    entries: int
    last_seal: str
    faults: tuple[str, ...]


def verify() -> Verdict:
    """Go through the whole chain. A changed, missing or foreign entry is named by its number; the rest is read on."""
    head = Head.objects.filter(pk=1).first()
    number, seal, faults = 0, "", []
    for entry in _entries():
        if entry.number != number + 1:
            faults.append(f"entries {number + 1} to {entry.number - 1} are missing")
        if entry.seal != seal_of(entry, seal):
            faults.append(f"entry {entry.number} is not as it was written, or what stood before it is not")
        number, seal = entry.number, entry.seal
    return Verdict(number, seal, (*faults, *_head_faults(head, number, seal)))


def _head_faults(head: Head | None, number: int, seal: str) -> Iterator[str]:
    if head is None:
        if number:
            yield "the head, which says where the trail ends, is missing"
        return
    if head.seal != (_head_seal(head) if head.number else ""):
        yield "the head, which says where the trail ends, is not as it was written"
    if (head.number, head.last_seal) != (number, seal):
        yield f"the trail ends at entry {number}, but its head says {head.number}"


def _entries() -> Iterator[Entry]:
    """All entries in order, read a part at a time so that a long trail needs little memory."""
    after = 0
    while part := list(Entry.objects.filter(number__gt=after).order_by("number")[:_AT_ONCE]):
        yield from part
        after = part[-1].number
