"""Thresholds replayed: Durham, St Helens, by hand, and day by day against a plain twin on random registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.generative.registers import random_register
from tests.oracle.child import Child
from tests.oracle.terms import at_risk, completed, harm_events, harm_on_record, level, steps
from tests.unit.oversight.conftest import Known, row_of
from unmissed.oversight.figure import OversightError
from unmissed.oversight.ground import ground
from unmissed.oversight.rule import parse_rule
from unmissed.oversight.thresholds import thresholds
from unmissed.register.loading import register_from_rows
from unmissed.replay.run import case_register, load_cases

DAY = timedelta(days=1)
AS_OF = date(2020, 3, 15)
Standing = Callable[[int | None, int, int | None, set[str]], bool]
RULES: dict[str, Standing] = {
    "level >= high": lambda rank, harm, age, codes: rank is not None and rank >= 3,
    "level >= medium": lambda rank, harm, age, codes: rank is not None and rank >= 2,
    "harm >= suspected": lambda rank, harm, age, codes: harm >= 1,
    "level >= medium and age < 16 or harm = known": lambda rank, harm, age, codes: (
        (rank is not None and rank >= 2 and age is not None and age < 16) or harm == 2
    ),
    "not indicator:new_relationship": lambda rank, harm, age, codes: "new_relationship" not in codes,
    "level >= medium or harm >= suspected": lambda rank, harm, age, codes: (rank is not None and rank >= 2) or harm >= 1,
}


def birthday(born: date, years: int) -> date:
    """Born on 29 February: on 1 March where the year has no such day."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def indicators(child: Child) -> set[str]:
    """What the last completed assessment weighed as risk or harm."""
    last = completed(child)[-1:]
    rows = child.table("assessment_factors")
    return {row["factor"] for row in rows if last and row["assessment_id"] == last[0].id and row["effect"] in ("risk", "harm")}


def standing(child: Child, day: date) -> tuple[int | None, int, int | None, set[str]]:
    """Level, harm, age and indicators of a child by what was known on a day."""
    then = child.on(day)
    rank = level(then)
    harm = max(({"suspected": 1, "known": 2}[each.degree] for each in harm_on_record(then)), default=0)
    born = child.date_of_birth
    age = None if born is None else max((n for n in range(18) if birthday(born, n) <= day), default=None)
    return (steps(rank) if rank else None), harm, age, indicators(then)


def twin(rows: dict[str, list[dict[str, Any]]], as_of: date) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Rule and child → days left out at risk, days left out below risk, harm recorded meanwhile: counted day by day."""
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    by_child: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for table, each in rows.items():
        for row in each:
            if "child_id" in row:
                by_child[row["child_id"]][table].append(row)
    for name, own in by_child.items():
        child = Child(name, own)
        born = child.date_of_birth
        last = min(as_of, birthday(born, 18) - DAY) if born else as_of
        day = min(child.change_days, default=as_of)
        while day <= last:
            rank, harm, age, codes = standing(child, day)
            risk = at_risk(child.on(day))
            if risk or (rank or 0) >= 1:
                next_day = [each for each in harm_events(child) if each.known_on == day + DAY and each.known_on <= as_of]
                for rule, holds in RULES.items():
                    if not holds(rank, harm, age, codes):
                        counts = found[rule, name]
                        counts[0 if risk else 1] += 1
                        counts[2] += len(next_day)
            day += DAY
    return {key: tuple(counts) for key, counts in found.items()}  # type: ignore[misc]


@pytest.mark.parametrize("seed", range(3))
def test_the_replay_is_that_of_a_twin_that_walks_day_by_day(seed: int) -> None:
    rows = random_register(seed, 40)
    sheet = thresholds(ground(register_from_rows(rows), as_of=AS_OF), [parse_rule(text) for text in RULES])
    found = {
        (row["rule"], row["child_id"]): (row["days_at_risk"], row["days_below_risk"], row["harm_recorded"])
        for row in sheet.figure("left-out").records()
    }
    expected = twin(rows, AS_OF)
    assert found == expected
    assert all(any(key[0] == rule for key in expected) for rule in RULES), "a rule of this test leaves nobody out"
    for row in sheet.figure("thresholds").records():
        own = [counts for (rule, _), counts in expected.items() if rule == row["rule"]]
        assert row["days_left_out"] == sum(counts[0] for counts in own)
        assert row["left_out"] == sum(counts[0] > 0 for counts in own)
        assert (row["harm_recorded"], row["children_harmed"]) == (sum(c[2] for c in own), sum(c[2] > 0 for c in own))


def test_durham_tracked_only_high() -> None:
    """¶26, ¶27: children scored medium, one of them 11 and harmed online, are left out; the child scored high is not."""
    (case,) = load_cases(["durham-tracker"])
    sheet = thresholds(ground(register_from_rows(case_register(case)), as_of=case.ends_on))
    out = {row["child_id"] for row in sheet.figure("left-out").records() if row["rule"] == "track only high"}
    assert out >= {"DUR-11", "DUR-M1", "DUR-M2"}
    assert "DUR-H1" not in out
    only_high = row_of(sheet.figure("thresholds"), rule="track only high")
    assert (only_high["children_at_risk"], only_high["left_out"]) == (4, 3)
    assert row_of(sheet.figure("thresholds"), rule="medium and above, or any evidence of harm")["left_out"] == 0
    assert sheet.figure("thresholds").title.startswith("“track only high” leaves 3 of 4 children at risk out of sight; 0 events")


def test_st_helens_service_took_only_medium_and_above() -> None:
    """¶28: young people in need of preventative work, below medium, are left out, and the child at medium is not."""
    (case,) = load_cases(["st-helens"])
    sheet = thresholds(ground(register_from_rows(case_register(case)), as_of=case.ends_on))
    out = {row["child_id"]: row for row in sheet.figure("left-out").records() if row["rule"] == "medium and above"}
    assert {"SH-LOW", "SH-UNDER"} <= set(out)
    assert "SH-MED" not in out
    assert out["SH-LOW"]["days_below_risk"] == (case.ends_on - date(2018, 3, 9)).days + 1
    assert out["SH-LOW"]["days_at_risk"] == 0
    assert row_of(sheet.figure("thresholds"), rule="medium and above")["left_out_below_risk"] >= 2


CHILDREN = [{"child_id": "A", "date_of_birth": "2005-01-01"}]
MEDIUM = {"child_id": "A", "kind": "assessment", "started_on": "2018-01-01", "completed_on": "2018-01-10", "level": "medium"}


def harm(day: str, **given: object) -> dict[str, object]:
    return {"child_id": "A", "kind": "disclosure", "harm": "known", "occurred_on": day, **given}


@pytest.mark.parametrize(
    ("day", "recorded", "counted"),
    [
        ("2018-01-10", None, 0),
        ("2018-01-11", None, 1),
        ("2018-01-05", "2018-01-11", 1),
        ("2018-01-31", None, 1),
        ("2018-02-01", None, 0),
    ],
)
def test_harm_counts_when_it_was_recorded_after_a_day_left_out(
    known: Known, day: str, recorded: str | None, counted: int
) -> None:
    """Left out from 10 January, when the level was medium, as known on 31 January: 22 days."""
    rows = {"children": CHILDREN, "assessments": [MEDIUM], "events": [harm(day, recorded_on=recorded)]}
    sheet = thresholds(known(rows, "2018-01-31"), [parse_rule("level >= high")])
    (row,) = sheet.figure("left-out").records()
    assert row["harm_recorded"] == counted
    assert row["days_at_risk"] == 22


def test_a_rule_that_leaves_nobody_out_still_has_its_row(known: Known) -> None:
    sheet = thresholds(known({"children": CHILDREN, "assessments": [MEDIUM]}, "2018-01-31"), [parse_rule("level >= medium")])
    (row,) = sheet.figure("thresholds").records()
    assert (row["children_at_risk"], row["left_out"], row["share_left_out"], row["days_at_risk"]) == (1, 0, 0.0, 22)
    assert sheet.unanswered == {"left-out": "No rule leaves a child out."}


def test_two_rules_of_one_name_are_refused(known: Known) -> None:
    with pytest.raises(OversightError, match="two rules are called"):
        thresholds(known({"children": CHILDREN, "assessments": [MEDIUM]}, "2018-01-31"), [parse_rule("level >= low")] * 2)


def test_a_register_without_risk_and_one_without_levels_say_so(known: Known) -> None:
    nobody = thresholds(known({"children": CHILDREN}, "2018-01-31"))
    assert nobody.figures == ()
    assert nobody.unanswered["thresholds"] == "No child was ever at risk or at a level above none."
    with pytest.raises(OversightError, match=r"thresholds cannot be counted.*he register has no table events"):
        thresholds(known({"children": CHILDREN, "assessments": [MEDIUM]}, "2018-01-31", lacks=["events"]))


def test_a_rule_about_something_that_the_register_lacks_is_refused(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [MEDIUM]}
    with pytest.raises(OversightError, match="no table assessment_factors"):
        thresholds(known(rows, "2018-01-31", lacks=["assessment_factors"]), [parse_rule("indicator:new_relationship")])
    with pytest.raises(OversightError, match="no column date_of_birth"):
        thresholds(known(rows, "2018-01-31", lacks=["children.date_of_birth"]), [parse_rule("age < 16")])
