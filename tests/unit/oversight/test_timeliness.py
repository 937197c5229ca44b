"""Time to complete and time to review, apart: worked by hand, on the months of Tower Hamlets, and against a plain count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.generative.registers import random_register
from tests.unit.oversight.conftest import Known, row_of
from unmissed.oversight.figure import OversightError
from unmissed.oversight.ground import ground
from unmissed.oversight.timeliness import timeliness
from unmissed.register.loading import register_from_rows
from unmissed.replay.figures import monthly_completion
from unmissed.replay.run import case_register, load_cases

CHILDREN = [{"child_id": name, "date_of_birth": "2006-01-01"} for name in "ABCDE"]
START = date(2018, 6, 1)


def begun(child: str, took: int | None = None, started: date = START, **given: object) -> dict[str, object]:
    """An assessment begun on a day and completed so many days later."""
    done = None if took is None else started + timedelta(days=took)
    return {"child_id": child, "kind": "assessment", "started_on": started, "completed_on": done, **given}


def test_completion_worked_by_hand(known: Known) -> None:
    """Limit 90 days, as of 30 September (day 121): day 90 is in time, day 91 late, an abandoned and an open one are late."""
    rows = [
        begun("A", 90, agency="social care"),
        begun("B", 91, agency="social care"),
        begun("C", None, agency="police"),
        begun("D", None, agency="police", abandoned_on=date(2018, 6, 20)),
        begun("E", 10, started=date(2018, 9, 1), agency="police"),
        begun("A", None, started=date(2018, 9, 20), agency="police"),
    ]
    sheet = timeliness(known({"children": CHILDREN, "assessments": rows}, "2018-09-30"))
    june = row_of(sheet.figure("completion-by-month"), month="2018-06")
    assert (june["begun"], june["within"], june["late"], june["not_yet"], june["still_open"]) == (4, 1, 3, 0, 1)
    assert june["share"] == 25.0
    # at risk 4: one ends on day 90, one on day 91; two never: 3/4, then 1/2
    assert (june["share_estimate"], june["median_days"], june["p90_days"]) == (25.0, 91, None)
    september = row_of(sheet.figure("completion-by-month"), month="2018-09")
    assert (september["within"], september["late"], september["not_yet"], september["share"]) == (1, 0, 1, 100.0)
    assert september["share_estimate"] == 50.0
    police = row_of(sheet.figure("completion-by-agency"), agency="police")
    assert (police["begun"], police["within"], police["late"], police["not_yet"]) == (4, 1, 2, 1)


def test_a_month_whose_limits_still_run_is_compared_in_no_title(known: Known) -> None:
    rows = [begun("A", 10), begun("B", None), begun("C", 5, date(2018, 9, 1)), begun("D", None, date(2018, 9, 2))]
    figure = timeliness(known({"children": CHILDREN, "assessments": rows}, "2018-09-30")).figure("completion-by-month")
    assert figure.title == "50 percent completed within 90 days (June 2018); the target is 90 to 95"
    assert "Too early, for limits are still running, and compared in no title: September 2018." in figure.notes


@pytest.mark.parametrize(("as_of", "late", "not_yet"), [("2018-08-30", 0, 1), ("2018-08-31", 1, 0)])
def test_the_last_day_of_the_limit_is_still_running(known: Known, as_of: str, late: int, not_yet: int) -> None:
    figure = timeliness(known({"children": CHILDREN, "assessments": [begun("A", 200)]}, as_of)).figure("completion-by-month")
    assert (figure.values("late"), figure.values("not_yet")) == ((late,), (not_yet,))


def test_a_limit_in_working_days_has_no_calendar_estimate(known: Known) -> None:
    policy = {"completion_days": {"value": 10, "unit": "working_days"}}
    rows = [begun("A", 14), begun("B", 17)]  # Friday 1 June: ten working days on is Friday 15 June
    figure = timeliness(known({"children": CHILDREN, "assessments": rows}, "2018-12-31", policy=policy)).figure(
        "completion-by-month"
    )
    assert (figure.values("within"), figure.values("late"), figure.values("share_estimate")) == ((1,), (1,), (None,))


def test_the_level_is_that_of_the_day_of_the_start_and_not_the_one_that_comes_out(known: Known) -> None:
    rows = [begun("A", 5, level="low"), begun("A", 100, date(2018, 7, 1), level="high")]
    figure = timeliness(known({"children": CHILDREN, "assessments": rows}, "2019-06-30")).figure("completion-by-level")
    assert figure.values("level") == ("low", "no level yet")
    assert row_of(figure, level="low")["late"] == 1


def test_review_worked_by_hand(known: Known) -> None:
    """Review within 84 days. A is reviewed on day 84, B on day 85, C waits past it, D leaves view on day 30, E is at none."""
    rows = [begun(child, 0, level="medium", agency="social care") for child in "ABC"]
    rows += [begun("D", 0, level="none"), begun("E", 0, level="none")]
    rows += [begun("A", 0, START + timedelta(days=84), level="none"), begun("B", 0, START + timedelta(days=85), level="none")]
    listed = {"child_id": "D", "list": "MACE", "added_on": START, "removed_on": START + timedelta(days=30)}
    sheet = timeliness(known({"children": CHILDREN, "assessments": rows, "monitoring": [listed]}, "2018-09-30"))
    june = row_of(sheet.figure("review-by-month"), month="2018-06")
    assert (june["begun"], june["within"], june["late"], june["not_yet"], june["left"]) == (4, 1, 2, 0, 1)
    assert june["share"] == 33.3
    # D stops on day 30; of the three left one ends on day 84 and one on day 85
    assert (june["share_estimate"], june["median_days"], june["p90_days"]) == (33.3, 85, None)
    assert row_of(sheet.figure("review-by-level"), level="medium")["begun"] == 3


def test_a_child_who_comes_into_view_later_is_awaited_from_then(known: Known) -> None:
    rows = [begun("A", 0, level="none")]
    listed = {"child_id": "A", "list": "MACE", "added_on": "2018-09-01"}
    figure = timeliness(known({"children": CHILDREN, "assessments": rows, "monitoring": [listed]}, "2018-09-30")).figure(
        "review-by-month"
    )
    assert (figure.values("month"), figure.values("not_yet")) == (("2018-09",), (1,))


def test_nobody_waits_for_a_review_after_the_18th_birthday(known: Known) -> None:
    children = [{"child_id": "A", "date_of_birth": "2000-07-01"}]
    sheet = timeliness(known({"children": children, "assessments": [begun("A", 0, level="high")]}, "2018-12-31"))
    assert sheet.figure("review-by-month").values("left") == (1,)


def test_the_months_of_tower_hamlets_come_out() -> None:
    """¶30: between June 2018 and March 2019 the lowest rate was 27 percent and the highest 87; the target was met in no month."""
    (case,) = load_cases(["tower-hamlets-months"])
    figure = timeliness(ground(register_from_rows(case_register(case)), as_of=case.ends_on)).figure("completion-by-month")
    shares = dict(zip(figure.values("month"), figure.values("share"), strict=True))
    assert (min(shares.values()), max(shares.values()), len(shares)) == (27.0, 87.0, 10)
    assert figure.values("share_estimate") == figure.values("share")
    assert figure.target == (90.0, 95.0)
    expected = "Completed within 90 days: 27 percent (August 2018) to 87 percent (November 2018); target met in none of 10 months"
    assert figure.title == expected


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("as_of", ["2018-12-31", "2020-06-30"])
def test_the_shares_are_those_of_a_plain_count(seed: int, as_of: str) -> None:
    rows = random_register(seed, 40)
    day = date.fromisoformat(as_of)
    figure = timeliness(ground(register_from_rows(rows), as_of=day)).figure("completion-by-month")
    seen = [row for row in rows["assessments"] if max(row["recorded_on"] or row["started_on"], row["started_on"]) <= day]
    text = [{name: str(row[name]) for name in ("started_on", "completed_on") if row[name]} for row in seen]
    plain = {each.month: (each.decided, each.within) for each in monthly_completion(text, 90, day)}
    mine = {row["month"]: (row["within"] + row["late"], row["within"]) for row in figure.records()}
    assert {month: counts for month, counts in mine.items() if counts[0]} == plain
    assert sum(figure.values("begun")) == len(seen)


@pytest.mark.parametrize("seed", range(3))
def test_every_way_of_grouping_adds_up_to_the_same(seed: int) -> None:
    sheet = timeliness(ground(register_from_rows(random_register(seed, 40)), as_of=date(2020, 3, 1)))
    for measure in ("completion", "review"):
        totals = {
            tuple(sum(each.values(column)) for column in ("begun", "within", "late", "not_yet"))
            for each in sheet.figures
            if each.name.startswith(f"{measure}-by")
        }
        assert len(totals) == 1


def test_an_empty_register_is_refused_in_a_sentence(known: Known) -> None:
    with pytest.raises(OversightError, match=r"timeliness cannot be counted\..*o row of the table assessments is known"):
        timeliness(known({"children": CHILDREN}, "2018-12-31"))
    with pytest.raises(OversightError, match="the register has no table assessments"):
        timeliness(known({"children": CHILDREN}, "2018-12-31", lacks=["assessments"]))
    with pytest.raises(OversightError, match="holds no child"):
        known({"children": []}, "2018-12-31")


def test_without_the_agency_column_only_that_figure_is_unanswered(known: Known) -> None:
    ground_ = known({"children": CHILDREN, "assessments": [begun("A", 5)]}, "2018-12-31", lacks=["assessments.agency"])
    sheet = timeliness(ground_)
    assert "no column agency" in sheet.unanswered["completion-by-agency"]
    assert sheet.figure("completion-by-month").rows
    with pytest.raises(OversightError, match="no column agency"):
        sheet.figure("completion-by-agency")
    with pytest.raises(OversightError, match="there is no figure nothing; there are completion-by-month"):
        sheet.figure("nothing")
