"""The as-of view: the register as it was known on a date, with everything known later removed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unmissed.register.known import as_of_view
from unmissed.register.loading import Register, register_from_rows
from unmissed.register.schema import schema

CHILD = {"children": [{"child_id": "C1"}]}


def known(register: Register, table: str, day: str) -> list[dict[str, Any]]:
    """The rows of `table` known on `day`."""
    register.con.execute(as_of_view(schema()[table], schema(), date.fromisoformat(day)))
    names = [column[0] for column in register.con.description or []]
    return [dict(zip(names, row, strict=True)) for row in register.con.fetchall()]


def register_of(table: str, **row: object) -> Register:
    return register_from_rows({**CHILD, table: [{schema()[table].id.name: "X1", "child_id": "C1", **row}]})


def assessment(**row: object) -> Register:
    return register_of("assessments", kind="review", **row)


def test_a_row_without_recorded_on_is_known_from_its_first_date() -> None:
    register = register_of("events", occurred_on="2019-01-10", kind="other")
    assert known(register, "events", "2019-01-09") == []
    assert known(register, "events", "2019-01-10")[0]["known_on"] == date(2019, 1, 10)


def test_a_row_is_known_from_recorded_on() -> None:
    register = register_of("events", occurred_on="2019-01-10", recorded_on="2019-02-01", kind="other")
    assert known(register, "events", "2019-01-31") == []
    assert known(register, "events", "2019-02-01")[0]["known_on"] == date(2019, 2, 1)


def test_a_row_is_never_known_before_it_happened() -> None:
    register = register_of("events", occurred_on="2019-01-10", recorded_on="2019-01-01", kind="other")
    assert known(register, "events", "2019-01-09") == []
    assert known(register, "events", "2019-01-10")[0]["known_on"] == date(2019, 1, 10)


def test_what_a_date_settles_is_unknown_before_it() -> None:
    register = assessment(started_on="2019-01-01", completed_on="2019-02-01", level="high", child_seen="yes")
    before, after = known(register, "assessments", "2019-01-31")[0], known(register, "assessments", "2019-02-01")[0]
    assert (before["completed_on"], before["level"], before["child_seen"]) == (None, None, None)
    assert (after["completed_on"], after["level"], after["child_seen"]) == (date(2019, 2, 1), "high", True)


def test_a_settled_value_without_its_date_is_known_with_its_row() -> None:
    register = assessment(started_on="2019-01-01", completed_on=None, level="high")
    assert known(register, "assessments", "2019-01-01")[0]["level"] == "high"


def test_a_settled_value_may_read_otherwise_before() -> None:
    register = register_of(
        "placements",
        kind="foster",
        started_on="2019-01-01",
        risk_assessment_shared="yes",
        risk_assessment_shared_on="2019-01-20",
    )
    assert known(register, "placements", "2019-01-19")[0]["risk_assessment_shared"] is False
    assert known(register, "placements", "2019-01-20")[0]["risk_assessment_shared"] is True


def test_a_later_date_is_known_on_its_day_but_not_before_its_row() -> None:
    register = assessment(started_on="2019-01-01", completed_on="2019-01-05", recorded_on="2019-03-01")
    assert known(register, "assessments", "2019-03-01")[0]["completed_known_on"] == date(2019, 3, 1)
    register = assessment(started_on="2019-01-01", completed_on="2019-04-05", recorded_on="2019-03-01")
    assert known(register, "assessments", "2019-04-04")[0]["completed_known_on"] is None
    assert known(register, "assessments", "2019-04-05")[0]["completed_known_on"] == date(2019, 4, 5)


def test_a_plan_is_known_with_its_row() -> None:
    register = register_of("actions", agency="police", action="x", set_on="2019-01-01", due_on="2019-06-01")
    assert known(register, "actions", "2019-01-01")[0]["due_on"] == date(2019, 6, 1)


def factor_register(**assessment_row: object) -> Register:
    return register_from_rows(
        {
            **CHILD,
            "assessments": [{"assessment_id": "A1", "child_id": "C1", "kind": "review", **assessment_row}],
            "assessment_factors": [{"factor_id": "F1", "assessment_id": "A1", "child_id": "C1", "factor": "x", "effect": "risk"}],
        }
    )


def test_a_factor_is_known_with_the_completion_of_its_assessment() -> None:
    register = factor_register(started_on="2019-01-01", completed_on="2019-02-01")
    assert known(register, "assessment_factors", "2019-01-31") == []
    assert known(register, "assessment_factors", "2019-02-01")[0]["known_on"] == date(2019, 2, 1)


def test_a_factor_of_an_assessment_not_completed_is_not_known() -> None:
    register = factor_register(started_on="2019-01-01", completed_on=None)
    assert known(register, "assessment_factors", "2030-01-01") == []


def test_children_are_always_known() -> None:
    assert [row["child_id"] for row in known(register_from_rows(CHILD), "children", "1900-01-01")] == ["C1"]


@pytest.mark.parametrize("table", [table.name for table in schema()])
def test_the_view_gives_every_column_of_the_contract(table: str) -> None:
    register = register_from_rows(CHILD)
    register.con.execute(as_of_view(schema()[table], schema(), date(2020, 1, 1)))
    names = [column[0] for column in register.con.description or []]
    assert names[: len(schema()[table].columns)] == [column.name for column in schema()[table].columns]


def test_an_extra_column_called_known_on_does_not_pass_for_the_day_known() -> None:
    register = register_of("events", occurred_on="2019-01-10", kind="other", known_on="2001-01-01")
    assert known(register, "events", "2019-01-10")[0]["known_on"] == date(2019, 1, 10)


days = st.dates(date(2015, 1, 1), date(2016, 1, 1))


@settings(max_examples=25, deadline=None)
@given(started=days, completed=st.none() | st.integers(0, 90), recorded=st.none() | days, later=st.integers(0, 200))
def test_what_was_known_stays_known(started: date, completed: int | None, recorded: date | None, later: int) -> None:
    end = None if completed is None else started + timedelta(days=completed)
    register = assessment(started_on=started, completed_on=end, recorded_on=recorded, level="high")
    first = known(register, "assessments", "2016-01-01")
    second = known(register, "assessments", (date(2016, 1, 1) + timedelta(days=later)).isoformat())
    for before, after in zip(first, second, strict=False):
        assert all(value is None or after[name] == value for name, value in before.items())
    assert len(second) >= len(first)
