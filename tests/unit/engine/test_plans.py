"""Time must not grow faster than the data: no check and no timeline compares every row with every other.

A condition joined with `or` leaves the database only that way. `coalesce(until_on, date '9999-12-31') > day` says the same.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.generative.registers import random_register
from unmissed.checks.catalogue import Check, catalogue
from unmissed.engine.audit import Audit, audit
from unmissed.register.loading import register_from_rows
from unmissed.register.timeline import Timeline, timelines


@pytest.fixture(scope="module")
def run() -> Audit:
    run = audit(register_from_rows(random_register(5, 40)), as_of=date(2020, 12, 31))
    for timeline in timelines().values():
        run.con.execute(timeline.statement())
    return run


@pytest.mark.parametrize("source", [*catalogue(), *timelines().values()], ids=lambda source: source.name)
def test_nothing_is_compared_with_everything(run: Audit, source: Check | Timeline) -> None:
    ((_, plan),) = run.con.execute(f"explain\n{source.sql}").fetchall()
    assert "BLOCKWISE_NL_JOIN" not in plan
    assert "CROSS_PRODUCT" not in plan
