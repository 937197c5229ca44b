"""A finding: one interval during which one check had something to say about one child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from unmissed.checks.catalogue import Severity

State = Literal["due", "open", "closed"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Finding:
    """One half-open interval `[opened_on, closed_on)` for one child and one check, with its evidence (design, section 3).

    `closed_on` is None while nothing has closed it by the as-of date. `evidence` names records as table:id, the opening one
    first. `because` is one plain sentence. `state` is that on the as-of date: due opens later.
    """

    finding_id: str
    check: str
    child_id: str
    opened_on: date
    closed_on: date | None
    severity: Severity
    unprotected: bool
    evidence: tuple[str, ...]
    because: str
    cites: tuple[str, ...]
    state: State
