"""Each check against its plain-Python twin, written from the words of the design: the same findings over random registers."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.generative.registers import random_register
from tests.oracle.everything import TWINS, children_of, twin_findings
from tests.oracle.everything import Policy as TwinPolicy
from unmissed.checks.catalogue import catalogue
from unmissed.engine.audit import audit
from unmissed.policy.model import default_policy, override
from unmissed.register.loading import register_from_rows

AS_OF = date(2021, 3, 31)
CHILDREN = 150
LOCAL: list[dict[str, int]] = [
    {},
    {"review_days": 60, "event_days": 10, "action_days": 10, "resolve_days": 8, "sharing_days": 4, "sustained_days": 65},
]
"""No local values, and some limits in working days."""


def test_every_check_has_a_twin() -> None:
    assert {check.name for check in catalogue()} == set(TWINS)


@pytest.mark.parametrize("as_of", [AS_OF, date(2019, 6, 14)], ids=str)
@pytest.mark.parametrize("local", LOCAL, ids=["default limits", "working days"])
@pytest.mark.parametrize("seed", [11, 12])
def test_sql_and_twin_find_the_same(seed: int, local: dict[str, int], as_of: date) -> None:
    rows = random_register(seed, CHILDREN)
    policy = override(default_policy(), {name: {"value": days, "unit": "working_days"} for name, days in local.items()})
    told = TwinPolicy(values=local, units=dict.fromkeys(local, "working_days"))
    by_sql = Counter(
        (f.check, f.child_id, f.opened_on, f.closed_on, f.severity)
        for f in audit(register_from_rows(rows), as_of=as_of, policy=policy).findings()
    )
    by_twin = Counter(
        (check, child.child_id, spell.opened_on, spell.closed_on, spell.severity)
        for child in children_of(rows, told)
        for check, spells in twin_findings(child, as_of).items()
        for spell in spells
    )
    assert by_sql == by_twin, (
        f"only by SQL {sorted(by_sql - by_twin, key=str)[:8]}, only by twin {sorted(by_twin - by_sql, key=str)[:8]}"
    )
