"""The register of twins, and what holds for every one of them: the 18th birthday, the as-of date, severity.

`twin_findings(child, as_of)` answers, per check, what the design's words say about one child as known on a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .child import Child
from .clocks import Spell
from .limits import DAY, Policy, birthday

Twin = Callable[[Child], list[Spell]]
Severity = str | Callable[[Child], str]


@dataclass(frozen=True)
class Registered:
    """A twin with its check's severity, which may depend on the child as known on a day."""

    twin: Twin
    severity: Severity


TWINS: dict[str, Registered] = {}


def twin(check: str, severity: Severity = "serious") -> Callable[[Twin], Twin]:
    """Register a function as the twin of a check."""

    def register(function: Twin) -> Twin:
        assert check not in TWINS, f"{check} has two twins"
        TWINS[check] = Registered(function, severity)
        return function

    return register


def twin_findings(child: Child, as_of: date, checks: Iterable[str] | None = None) -> dict[str, list[Spell]]:
    """The findings of each check about a child as known on `as_of`: open, closed and due, in order of opening."""
    known = child.as_known_on(as_of)
    return {check: _findings(known, as_of, TWINS[check]) for check in (TWINS if checks is None else checks)}


def _findings(child: Child, as_of: date, registered: Registered) -> list[Spell]:
    spells = [kept for spell in registered.twin(child) for kept in _under_18(child, spell)]
    shown = [_as_of(child, as_of, spell, registered.severity) for spell in spells]
    return sorted(shown, key=lambda spell: (spell.opened_on, spell.opened_by))


def _under_18(child: Child, spell: Spell) -> list[Spell]:
    """ "Opens on or after the 18th birthday: does not exist; open at it: closes on it." """
    if child.date_of_birth is None:
        return [spell]
    adult = birthday(child.date_of_birth, 18)
    if spell.opened_on >= adult:
        return []
    return [replace(spell, closed_on=min(spell.closed_on or adult, adult))]


def _as_of(child: Child, as_of: date, spell: Spell, severity: Severity) -> Spell:
    """ "closed_on later than as_of is null"; severity is that of the last day known."""
    closed_on = spell.closed_on if spell.closed_on and spell.closed_on <= as_of else None
    last_day = closed_on - DAY if closed_on else as_of
    told = severity if isinstance(severity, str) else severity(child.on(last_day))
    return replace(spell, closed_on=closed_on, severity=told)


def children_of(register: Mapping[str, list[dict[str, Any]]], policy: Policy | None = None) -> list[Child]:
    """The children of a register, each with its own rows, in the order of their ids."""
    own: dict[str, dict[str, list[dict[str, Any]]]] = {row["child_id"]: {} for row in register["children"]}
    for table, rows in register.items():
        for row in rows:
            if "child_id" in row:
                own[row["child_id"]].setdefault(table, []).append(row)
    return [Child(child_id, own[child_id], policy) for child_id in sorted(own)]
