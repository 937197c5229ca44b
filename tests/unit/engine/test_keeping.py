"""Checks over a register that holds some tables in part: silent about what is never whole, and nothing before what is whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from tests.generative.registers import random_register
from tests.unit.engine.test_one_child import by_child, child, of_each
from unmissed.checks.catalogue import catalogue
from unmissed.engine.audit import audit
from unmissed.engine.finding import Finding
from unmissed.engine.one_child import ChildEngine
from unmissed.register.keeping import Keeping
from unmissed.register.loading import Register, register_from_rows
from unmissed.register.schema import schema

TODAY = date(2020, 6, 30)
SINCE = date(2019, 9, 1)
NAMES = [table.name for table in schema() if table.name not in {"children", "service_directory"}]


def random_keeping(seed: int) -> Keeping:
    """Some tables and columns that are never whole, and some that are from a day on."""
    rng = Random(seed)
    tables = rng.sample(NAMES, 6)
    columns = [f"{name}.{rng.choice([c for c in schema()[name].columns if not c.required]).name}" for name in tables]
    return Keeping(frozenset({tables[0], columns[1]}), {tables[2]: SINCE, tables[3]: date(2019, 1, 1), columns[4]: SINCE})


def at_risk(**tables: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Child A, at risk since May 2018, of whom no table but these tells anything."""
    high = {"assessment_id": "S1", "kind": "assessment", "level": "high"}
    return child(assessments=[high | {"started_on": date(2018, 5, 1), "completed_on": date(2018, 5, 1)}], **tables)


def not_monitored(keeping: Keeping, as_of: date, rows: Mapping[str, list[dict[str, Any]]] | None = None) -> list[Finding]:
    with ChildEngine() as engine:
        return [f for f in engine.findings(rows or at_risk(), as_of=as_of, keeping=keeping) if f.check == "not-monitored"]


@pytest.mark.parametrize("seed", range(6))
def test_a_child_looked_at_alone_has_the_findings_of_a_whole_run(seed: int) -> None:
    keeping = random_keeping(seed)
    rows = register_from_rows(random_register(seed, 15))
    run = audit(keeping.applied(rows), as_of=TODAY)
    children = by_child(rows)
    with ChildEngine() as engine:
        looks = {child_id: engine.look(own, as_of=TODAY, keeping=keeping) for child_id, own in children.items()}
    assert {child_id: look.findings for child_id, look in looks.items()} == of_each(run, children)
    assert all(look.not_assessed == run.not_assessed for look in looks.values())
    assert run.not_assessed


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_known_before_the_table_was_whole_and_nothing_moves_later(seed: int) -> None:
    register = Keeping(since=dict.fromkeys(NAMES, SINCE)).applied(register_from_rows(random_register(seed, 60)))
    last = _spells(register, TODAY)
    assert last
    assert min(opened for _, _, opened, _ in last) == SINCE
    for day in (SINCE - timedelta(1), SINCE, SINCE + timedelta(40)):
        before = Counter(
            (check, child, opened, closed if closed and closed <= day else None)
            for check, child, opened, closed in last
            if opened <= day
        )
        assert Counter(_spells(register, day)) == before


def _spells(register: Register, day: date) -> list[tuple[str, str, date, date | None]]:
    run = audit(register, as_of=day, checks=[check for check in catalogue() if check.needs])
    return [(f.check, f.child_id, f.opened_on, f.closed_on) for f in run.findings() if f.state != "due"]


def test_what_runs_on_the_day_opens_on_it_and_says_what_is_not_known() -> None:
    whole, part = not_monitored(Keeping(), TODAY), not_monitored(Keeping(since={"monitoring": SINCE}), TODAY)
    assert [f.opened_on for f in whole] == [date(2018, 5, 16)]
    assert [(f.opened_on, f.state, f.finding_id) for f in part] == [(SINCE, "open", whole[0].finding_id)]
    assert part[0].because == whole[0].because + (
        " The register holds monitoring whole only from 1 September 2019; what was before is not known."
    )


def test_what_ended_before_the_day_is_no_finding() -> None:
    listed = {"entry_id": "L1", "list": "MACE", "added_on": date(2019, 8, 1)}
    assert not_monitored(Keeping(), TODAY, at_risk(monitoring=[listed]))
    assert not not_monitored(Keeping(since={"monitoring": SINCE}), TODAY, at_risk(monitoring=[listed]))


def test_what_opens_after_the_day_is_told_as_ever() -> None:
    early = Keeping(since={"monitoring": date(2018, 1, 1)})
    assert not_monitored(early, TODAY) == not_monitored(Keeping(), TODAY)


def test_before_the_day_the_check_is_not_assessed() -> None:
    keeping = Keeping(since={"monitoring": SINCE})
    with ChildEngine() as engine:
        look = engine.look(at_risk(), as_of=SINCE - timedelta(1), keeping=keeping)
        assert look.not_assessed["not-monitored"] == "the register holds monitoring whole only from 2019-09-01"
        assert "not-monitored" not in engine.look(at_risk(), as_of=SINCE, keeping=keeping).not_assessed


def test_rows_of_a_table_that_is_never_whole_say_how_the_child_stands_and_no_more() -> None:
    harm = {"event_id": "E1", "occurred_on": date(2019, 1, 1), "kind": "other", "harm": "known"}
    with ChildEngine() as engine:
        look = engine.look(at_risk(events=[harm]), as_of=TODAY, keeping=Keeping(frozenset({"events"})))
    assert look.standing.harm == "known"
    assert look.not_assessed["harm-without-action"] == "the register has no table events"
    assert "harm-without-action" not in {finding.check for finding in look.findings}
