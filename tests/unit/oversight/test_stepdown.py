"""Step-downs and what followed, worked by hand and by a plain count on random registers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.generative.registers import random_register
from tests.oracle.child import Child
from tests.oracle.terms import at_risk
from tests.unit.oversight.conftest import Known, row_of
from unmissed.oversight.figure import OversightError
from unmissed.oversight.ground import FOLLOWED_DAYS, ground
from unmissed.oversight.stepdown import stepdown
from unmissed.register.loading import register_from_rows
from unmissed.replay.run import case_register, load_cases

CHILD = [{"child_id": "A", "date_of_birth": "2005-01-01"}]
DAY = date(2018, 3, 1)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def removal(**given: object) -> dict[str, object]:
    return {
        "child_id": "A",
        "list": "MACE",
        "added_on": date(2018, 1, 1),
        "removed_on": DAY,
        "removal_reason": "risk_reduced",
    } | given


@pytest.mark.parametrize(("days", "followed"), [(0, 0), (1, 1), (183, 1), (184, 0)])
def test_harm_follows_from_the_day_after_to_day_183(known: Known, days: int, followed: int) -> None:
    events = [{"child_id": "A", "kind": "disclosure", "harm": "suspected", "occurred_on": after(days)}]
    sheet = stepdown(known({"children": CHILD, "monitoring": [removal()], "events": events}, "2019-01-01"))
    row = row_of(sheet.figure("stepdown"), act="removal")
    assert (row["acts"], row["watched"], row["harm"], row["any_of_these"]) == (1, 1, followed, followed)
    assert row["share_harm"] == 100.0 * followed


@pytest.mark.parametrize(("as_of", "watched"), [(after(182), 0), (after(183), 1)])
def test_those_whose_days_have_not_passed_are_apart(known: Known, as_of: date, watched: int) -> None:
    events = [{"child_id": "A", "kind": "disclosure", "harm": "known", "occurred_on": after(5)}]
    row = row_of(
        stepdown(known({"children": CHILD, "monitoring": [removal()], "events": events}, as_of)).figure("stepdown"), act="removal"
    )
    assert (row["watched"], row["not_yet"], row["harm"]) == (watched, 1 - watched, watched)
    assert row["share_harm"] == (100.0 if watched else None)


def test_only_what_was_known_by_the_day_counts(known: Known) -> None:
    events = [{"child_id": "A", "kind": "disclosure", "harm": "known", "occurred_on": after(5), "recorded_on": date(2019, 6, 1)}]
    rows = {"children": CHILD, "monitoring": [removal()], "events": events}
    assert row_of(stepdown(known(rows, "2019-05-31")).figure("stepdown"), act="removal")["harm"] == 0
    assert row_of(stepdown(known(rows, "2019-06-01")).figure("stepdown"), act="removal")["harm"] == 1


def test_every_kind_of_act_and_of_what_follows(known: Known) -> None:
    def assessed(on: date, level: str) -> dict[str, object]:
        return {"child_id": "A", "kind": "review", "started_on": on, "completed_on": on, "level": level}

    rows = {
        "children": CHILD,
        "assessments": [assessed(date(2018, 1, 1), "high"), assessed(DAY, "low"), assessed(after(60), "medium")],
        "monitoring": [removal(), {"child_id": "A", "list": "tracker", "added_on": after(30)}],
        "involvements": [
            {
                "child_id": "A",
                "agency": "police",
                "opened_on": date(2018, 1, 1),
                "closed_on": DAY,
                "closing_reason": "no_engagement",
            }
        ],
        "referrals": [
            {
                "child_id": "A",
                "made_on": after(-3),
                "decided_on": DAY,
                "referred_to": "x",
                "kind": "service",
                "outcome": "declined",
                "reason": "capacity",
            },
            {"child_id": "A", "made_on": after(20), "referred_to": "x", "kind": "service"},
        ],
        "missing_episodes": [{"child_id": "A", "started_on": after(10)}],
    }
    sheet = stepdown(known(rows, "2019-01-01"))
    acts = sheet.figure("stepdowns").records()
    assert [(row["act"], row["reason"], row["level"], row["at_risk"]) for row in acts] == [
        ("closure", "no_engagement", "low", False),
        ("decline", "capacity", "low", False),
        ("fall of level", "high to low", "low", False),
        ("removal", "risk_reduced", "low", False),
    ]
    for row in acts:
        expected = (None, after(10), after(20), after(30), after(60))
        assert (row["harm_on"], row["missing_on"], row["referred_on"], row["listed_on"], row["level_up_on"]) == expected
    assert sheet.figure("stepdown").values("act") == ("removal", "fall of level", "closure", "decline")
    assert row_of(sheet.figure("stepdown-reasons"), act="decline", reason="capacity")["any_of_these"] == 1
    assert sheet.figure("stepdown").title.startswith("4 steps down; of 4 watched for 183 days, 4 (100 percent)")


def test_a_first_level_is_no_rise(known: Known) -> None:
    assessed = {"child_id": "A", "kind": "review", "started_on": after(5), "completed_on": after(5), "level": "high"}
    sheet = stepdown(known({"children": CHILD, "monitoring": [removal()], "assessments": [assessed]}, "2019-01-01"))
    assert row_of(sheet.figure("stepdowns"), act="removal")["level_up_on"] is None


def test_leaving_at_18_is_no_step_down(known: Known) -> None:
    rows = {
        "children": [{"child_id": "A", "date_of_birth": "2000-03-01"}],
        "monitoring": [removal(), removal(removal_reason="turned_18", removed_on=after(-1))],
    }
    sheet = stepdown(known(rows, "2019-01-01"))
    assert sheet.figures == ()
    assert set(sheet.unanswered.values()) == {"No removal, fall of level, closure or decline is known."}


def test_durham_and_st_helens_removals_are_there_with_what_followed() -> None:
    """¶25, ¶28: CS-A29, CS-A118 and CS-A26 were removed while at risk."""
    for case_id, children in (("durham-meeting-list", {"CS-A29", "CS-A118"}), ("st-helens", {"CS-A26"})):
        (case,) = load_cases([case_id])
        acts = stepdown(ground(register_from_rows(case_register(case)), as_of=case.ends_on)).figure("stepdowns").records()
        assert children <= {row["child_id"] for row in acts if row["act"] == "removal" and row["at_risk"]}


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_are_those_of_a_plain_walk(seed: int) -> None:
    """Removals: who was at risk on the day, and harm, missing, referrals and lists on days 1 to 183, by loops over the rows."""
    rows, as_of = random_register(seed, 40), date(2020, 6, 1)
    found = {row["record"]: row for row in stepdown(ground(register_from_rows(rows), as_of=as_of)).figure("stepdowns").records()}
    compared = 0
    for person in rows["children"]:
        own = {table: [row for row in each if row.get("child_id") == person["child_id"]] for table, each in rows.items()}
        child = Child(person["child_id"], own)
        now = child.on(as_of)
        for entry in now.table("monitoring"):
            row = found.get(f"monitoring:{entry.id}")
            born, day = child.date_of_birth, entry["removed_on"]
            turned = born is not None and day is not None and day >= _eighteen(born)
            if day is None or entry["removal_reason"] == "turned_18" or turned:
                assert row is None
                continue
            compared += 1

            def first(table: str, column: str, day: date = day, now: Child = now, **values: tuple[str, ...]) -> date | None:
                rows_ = [each for each in now.table(table) if all(each[name] in allowed for name, allowed in values.items())]
                days = [each[column] for each in rows_ if 1 <= (each[column] - day).days <= FOLLOWED_DAYS]
                return min(days, default=None)

            assert row is not None
            assert row["at_risk"] == at_risk(child.on(day))
            assert row["harm_on"] == first("events", "occurred_on", harm=("suspected", "known"))
            assert row["missing_on"] == first("missing_episodes", "started_on")
            assert row["referred_on"] == first("referrals", "made_on")
            assert row["listed_on"] == first("monitoring", "added_on")
            assert row["watched"] == ((as_of - day).days >= FOLLOWED_DAYS)
    assert compared > 5


def _eighteen(born: date) -> date:
    return (
        date(born.year + 18, 3, 1)
        if (born.month, born.day) == (2, 29) and born.year % 4 == 0
        else born.replace(year=born.year + 18)
    )


def test_what_the_register_cannot_show_is_said(known: Known) -> None:
    figure = stepdown(
        known({"children": CHILD, "monitoring": [removal()]}, "2019-01-01", lacks=["referrals", "missing_episodes"])
    ).figure("stepdown")
    assert "Not seen: each decline, for the register has no table referrals." in figure.limits
    assert "Not seen afterwards: missing, for the register has no table missing_episodes." in figure.limits
    lacks = ["monitoring", "assessments", "assessment_factors", "involvements", "referrals"]
    with pytest.raises(OversightError, match="stepdown cannot be counted"):
        stepdown(known({"children": CHILD}, "2019-01-01", lacks=lacks))
