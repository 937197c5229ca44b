"""Answers from a register: as it was known on a day, current and past, and what no record says stays unknown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from unmissed.instruments.answers import Answers, Seen
from unmissed.instruments.comparison import AS_RECORDED, REGISTER_HEADER, compare_register
from unmissed.instruments.from_register import Known, answers_from_register, months_ago
from unmissed.instruments.library import library
from unmissed.register.loading import register_from_rows

DAY = date(2019, 12, 31)


def event(kind: str, on: date, harm: str | None = None, **more: Any) -> dict[str, Any]:
    return {"event_id": f"{kind}-{on}", "child_id": "A", "occurred_on": on, "kind": kind, "harm": harm} | more


def known(as_of: date = DAY, **tables: list[dict[str, Any]]) -> Known:
    register = register_from_rows({"children": [{"child_id": "A", "date_of_birth": date(2006, 12, 31)}]} | tables)
    assert not register.quarantine
    return answers_from_register(register, as_of)


def of_a(as_of: date = DAY, **tables: list[dict[str, Any]]) -> Answers:
    return known(as_of, **tables).answers["A"]


@pytest.mark.parametrize(
    ("last", "as_of", "months"),
    [
        (date(2019, 1, 15), date(2019, 1, 15), 0),
        (date(2019, 1, 15), date(2019, 1, 16), 1),
        (date(2019, 1, 15), date(2019, 7, 14), 6),
        (date(2019, 1, 15), date(2019, 7, 15), 6),
        (date(2019, 1, 15), date(2019, 7, 16), 7),
        (date(2019, 8, 31), date(2020, 2, 29), 6),
        (date(2019, 8, 31), date(2020, 3, 1), 7),
        (date(2018, 12, 31), date(2019, 12, 31), 12),
        (date(2018, 12, 30), date(2019, 12, 31), 13),
    ],
)
def test_months_ago_count_a_begun_month(last: date, as_of: date, months: int) -> None:
    assert months_ago(last, as_of) == months


@pytest.mark.parametrize(("days", "seen"), [(0, Seen("yes")), (28, Seen("yes")), (29, Seen("unknown", "yes", (1,)))])
def test_a_sighting_is_current_for_four_weeks_and_past_for_ever_after(days: int, seen: Seen) -> None:
    assert of_a(events=[event("late_return", DAY - timedelta(days=days))]).seen("late_return") == seen


def test_what_no_record_says_is_unknown_and_never_no() -> None:
    answers = of_a(events=[event("late_return", DAY)])
    assert answers.seen("missing_overnight") == Seen()
    assert not any("no" in {seen.current, seen.past} for seen in answers.indicators.values())
    assert (answers.harm, answers.perpetrator_identified, answers.disclosure) == ("unknown", "unknown", "unknown")


def test_all_times_of_a_sign_are_kept() -> None:
    on = [date(2019, 3, 1), date(2019, 9, 1), DAY]
    assert of_a(events=[event("late_return", day) for day in on]).seen("late_return") == Seen("yes", "yes", (4, 10))


@pytest.mark.parametrize(
    ("started", "ended", "indicator"),
    [
        (date(2019, 12, 30), date(2019, 12, 30), "missing_short"),
        (date(2019, 12, 29), date(2019, 12, 30), "missing_overnight"),
        (date(2019, 12, 29), None, "missing_overnight"),
    ],
)
def test_missing_episodes(started: date, ended: date | None, indicator: str) -> None:
    episode = {"episode_id": "M1", "child_id": "A", "started_on": started, "ended_on": ended}
    answers = of_a(missing_episodes=[episode])
    assert answers.seen(indicator).current == "yes"
    assert len(answers.indicators) == 1


def factor(name: str, effect: str) -> dict[str, list[dict[str, Any]]]:
    return {
        "assessments": [
            {
                "assessment_id": "S1",
                "child_id": "A",
                "kind": "assessment",
                "started_on": date(2019, 11, 1),
                "completed_on": date(2019, 12, 20),
            }
        ],
        "assessment_factors": [{"factor_id": "F1", "assessment_id": "S1", "child_id": "A", "factor": name, "effect": effect}],
    }


@pytest.mark.parametrize(
    ("name", "effect", "indicator"),
    [
        ("gang_contact", "risk", "gang_contact"),
        ("controlled_by_adult", "harm", "controlling_person"),
        ("stable_placement", "protective", "stable_home"),
        ("new_relationship", "protective", "new_relationship"),
    ],
)
def test_factors_of_assessments(name: str, effect: str, indicator: str) -> None:
    assert of_a(**factor(name, effect)).seen(indicator).current == "yes"


def test_a_factor_is_known_with_its_assessment() -> None:
    assert of_a(date(2019, 12, 19), **factor("gang_contact", "risk")).seen("gang_contact") == Seen()


def test_an_unknown_factor_code_answers_nothing() -> None:
    assert of_a(**factor("something_local", "risk")).indicators == {}


@pytest.mark.parametrize(
    ("rows", "harm", "past"),
    [
        ({"events": []}, "unknown", ()),
        ({"events": [event("neglect", date(2018, 1, 1), "suspected")]}, "suspected", ("events:neglect-2018-01-01",)),
        ({"events": [event("neglect", date(2018, 1, 1), "known"), event("other", date(2019, 1, 1), "suspected")]}, "known",
         ("events:neglect-2018-01-01", "events:other-2019-01-01")),
        ({"events": [event("neglect", date(2018, 1, 1), "none")]}, "unknown", ()),
    ],
)  # fmt: skip
def test_harm_on_record(rows: dict[str, list[dict[str, Any]]], harm: str, past: tuple[str, ...]) -> None:
    answers = of_a(**rows)
    assert (answers.harm, answers.past_harm) == (harm, past)


def test_an_assessment_that_says_none_does_not_undo_harm_on_record() -> None:
    said_none = {
        "assessment_id": "S",
        "child_id": "A",
        "kind": "review",
        "started_on": date(2019, 5, 1),
        "completed_on": date(2019, 5, 2),
        "harm": "none",
    }
    assert of_a(assessments=[said_none]).harm == "none"
    assert of_a(assessments=[said_none], events=[event("trafficking", date(2018, 1, 1), "known")]).harm == "known"


@pytest.mark.parametrize(("harm", "seen"), [("known", "yes"), (None, "yes"), ("none", "unknown")])
def test_an_event_of_harm_answers_unless_it_says_that_there_was_none(harm: str | None, seen: str) -> None:
    assert of_a(events=[event("sexual_exploitation", DAY, harm)]).seen("sexually_exploited").current == seen


@pytest.mark.parametrize(("as_of", "age"), [(date(2018, 12, 30), 11), (date(2018, 12, 31), 12), (date(2006, 12, 30), None)])
def test_age_on_the_day(as_of: date, age: int | None) -> None:
    assert of_a(as_of).age == age


@pytest.mark.parametrize(("codes", "answer"), [("LD;HEAR", "yes"), ("NONE", "no"), ("HEAR", "unknown"), (None, "unknown")])
def test_learning_disability_by_the_codes_of_the_census(codes: str | None, answer: str) -> None:
    found = known(children=[{"child_id": "A", "disability": codes}])
    assert found.answers["A"].learning_disability == answer


def test_what_becomes_known_later_changes_nothing_before() -> None:
    late = event("disclosure", date(2019, 1, 1), "known", recorded_on=date(2020, 6, 1))
    assert of_a(events=[late]).indicators == {}
    assert of_a(events=[late]).harm == "unknown"
    assert of_a(date(2020, 6, 1), events=[late]).disclosure == "yes"


def test_a_register_that_lacks_a_table_says_so() -> None:
    assert any("the register has no events" in note for note in of_a().notes)
    assert not any("events" in note for note in of_a(events=[]).notes)


def test_only_some_children() -> None:
    register = register_from_rows({"children": [{"child_id": "A"}, {"child_id": "B"}]})
    assert set(answers_from_register(register, DAY, ["B"]).answers) == {"B"}


def test_two_days_of_one_register_do_not_disturb_each_other() -> None:
    register = register_from_rows({"children": [{"child_id": "A"}], "events": [event("late_return", date(2019, 6, 1))]})
    days = (date(2019, 5, 31), date(2019, 6, 1), date(2019, 5, 31))
    assert [answers_from_register(register, day).answers["A"].seen("late_return").current for day in days] == [
        "unknown",
        "yes",
        "unknown",
    ]


def test_an_empty_register_compares_to_nothing() -> None:
    register = register_from_rows({"children": []})
    found = answers_from_register(register, DAY)
    comparison = compare_register(list(library().values()), found.answers, found.recorded)
    assert comparison.finding() == "The register has no children to compare"
    assert all(len(row) == len(REGISTER_HEADER) for row in comparison.rows())


def test_a_whole_register_is_counted_once_for_each_tool() -> None:
    children = [{"child_id": name} for name in "ABC"]
    found = known(
        children=children,
        events=[
            event("controlling_relationship", DAY, "suspected"),
            event("contact_with_person_of_concern", DAY),
            event("late_return", DAY, child_id="B"),
        ],
        assessments=[
            {
                "assessment_id": "S",
                "child_id": "A",
                "kind": "review",
                "started_on": DAY,
                "completed_on": DAY,
                "level": "very_high",
            }
        ],
    )
    comparison = compare_register(list(library().values()), found.answers, found.recorded)
    assert (comparison.children, comparison.differ, comparison.far_apart) == (3, 2, 1)
    for row in comparison.rows():
        assert sum(int(cell) for cell in row[1:8]) == 3
    assert comparison.harmed_low["SERAF"] == 1
    assert comparison.as_recorded == {"very_high": 1, "no level of its own": 2}
    assert comparison.rows()[-1][0] == AS_RECORDED
