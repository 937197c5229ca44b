"""No hindsight: what becomes known later may close a finding; it never undoes or moves one (design, section 3).

For a register R and a day t, the findings of R as known on t that have opened are exactly the findings of R that opened on
or before t, with each closing after t made open. Tried for every check over random registers whose dates fall on, just
before and just after every limit, with records entered late.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.generative.registers import random_register
from unmissed.checks.catalogue import catalogue
from unmissed.engine.audit import audit
from unmissed.policy.model import Policy, default_policy, override
from unmissed.register.loading import Register, register_from_rows

END = date(2023, 12, 31)
"""Later than every date in a random register and every limit that it sets running."""
CHILDREN = 200
Spell = tuple[str, str, date, date | None]

WORKING = override(
    default_policy(),
    {
        name: {"value": days, "unit": "working_days"}
        for name, days in {"review_days": 60, "event_days": 10, "action_days": 10, "resolve_days": 8, "sharing_days": 4}.items()
    },
)


def opened(register: Register, as_of: date, policy: Policy) -> Counter[Spell]:
    findings = audit(register, as_of=as_of, policy=policy).findings()
    return Counter((f.check, f.child_id, f.opened_on, f.closed_on) for f in findings if f.state != "due")


def known_by(findings: Counter[Spell], day: date) -> Counter[Spell]:
    """The findings that had opened by `day`, with what closed later made open."""
    seen: Counter[Spell] = Counter()
    for (check, child, opened_on, closed_on), count in findings.items():
        if opened_on <= day:
            seen[check, child, opened_on, closed_on if closed_on and closed_on <= day else None] += count
    return seen


def days_to_try(findings: Counter[Spell], seed: int) -> list[date]:
    """Days on which findings open or close, and the days before: where a look ahead would show."""
    turning = sorted({day for _, _, start, end in findings for day in (start, end) if day and day < END})
    step = max(1, len(turning) // 5)
    return [day - timedelta(seed % 2) for day in turning[seed % step :: step]]


@pytest.mark.parametrize("policy", [default_policy(), WORKING], ids=["default limits", "some limits in working days"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_known_later_never_undoes_or_moves_a_finding(seed: int, policy: Policy) -> None:
    register = register_from_rows(random_register(seed, CHILDREN))
    assert not register.quarantine
    at_the_end = opened(register, END, policy)
    for day in days_to_try(at_the_end, seed):
        then, now = opened(register, day, policy), known_by(at_the_end, day)
        assert then == now, f"as known on {day}: undone {sorted(then - now)[:5]}, foreseen {sorted(now - then)[:5]}"


def test_every_check_fires_during_generation() -> None:
    """A property over findings that never occur would hold for nothing."""
    fired: set[str] = set()
    for seed in (1, 2, 3):
        fired |= {check for check, *_ in opened(register_from_rows(random_register(seed, CHILDREN)), END, default_policy())}
    assert {check.name for check in catalogue()} - fired == set()
