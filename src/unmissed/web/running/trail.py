"""Verifying the trail: its seals, what protects it in the database, and where it stood when somebody wrote that down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from unmissed.web.errors import RunningError
from unmissed.web.running.snapshot import snapshot
from unmissed.web.trail.chain import Verdict, verify
from unmissed.web.trail.models import Entry
from unmissed.web.trail.protection import unprotected

PROTECTED = ("trail_entry", "record_earlierversion")


def verify_trail(expect: str = "") -> Verdict:
    """Every fault there is. `expect` is a NUMBER:SEAL that an earlier verification printed.

    Raises RunningError where `expect` is none.
    """
    wanted = _parsed(expect) if expect else None
    with snapshot():
        verdict = verify()
        more = [*(_unlike(*wanted) if wanted else ()), *unprotected(PROTECTED)]
    return replace(verdict, faults=(*verdict.faults, *more))


def _parsed(expect: str) -> tuple[int, str]:
    number, _, seal = expect.partition(":")
    if not number.isdecimal() or not seal:
        raise RunningError("--expect takes NUMBER:SEAL, as `unmissed trail verify` printed them.")
    return int(number), seal


def _unlike(number: int, seal: str) -> Iterator[str]:
    """What was written down apart from this machine: whoever holds the key could seal a whole trail anew."""
    entry = Entry.objects.filter(number=number).first()
    if entry is None:
        yield f"entry {number}, which was expected, is missing"
    elif entry.seal != seal:
        yield f"entry {number} does not carry the seal that was expected"
