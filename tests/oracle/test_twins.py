"""The twins' own tests: terms and bounds worked by hand, no hindsight, and that every check fires on random registers."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.generative.registers import TABLES, random_register, write_register
from tests.oracle.everything import GROUPS, TWINS, Child, Policy, children_of, twin_findings
from tests.oracle.examples import START, assessed, child, day, found, harmed, spells
from tests.oracle.limits import add_months, add_working_days, bank_holidays, birthday
from tests.oracle.terms import at_risk, at_risk_through_harm, kept_in_sight, level, monitored, protective_actions

AS_OF = date(2023, 6, 1)


# The calendar


def test_birthdays_and_months() -> None:
    assert birthday(date(2001, 5, 6), 18) == date(2019, 5, 6)
    assert birthday(date(2000, 2, 29), 18) == date(2018, 3, 1)
    assert add_months(date(2001, 8, 31), 210) == date(2019, 2, 28)
    assert add_months(date(2002, 8, 31), 210) == date(2020, 2, 29)
    assert add_months(date(2001, 1, 5), 210) == date(2018, 7, 5)


@pytest.mark.parametrize(
    ("year", "holidays"),
    [
        (2018, ["01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"]),
        (2020, ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"]),
        (2021, ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2022, ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"]),
    ],
)
def test_bank_holidays(year: int, holidays: list[str]) -> None:
    assert sorted(bank_holidays(year)) == [date.fromisoformat(f"{year}-{day}") for day in holidays]


def test_working_days_leave_out_weekends_and_holidays() -> None:
    maundy_thursday = date(2018, 3, 29)
    assert add_working_days(maundy_thursday, 1) == date(2018, 4, 3)
    assert add_working_days(date(2018, 4, 3), -1) == maundy_thursday
    assert add_working_days(date(2018, 3, 31), 0) == date(2018, 3, 31)
    in_working_days = Policy({"resolve_days": 1}, {"resolve_days": "working_days"})
    assert in_working_days.last_day(maundy_thursday, "resolve_days") == date(2018, 4, 3)


# What is known when


def test_a_row_is_known_from_its_recording_and_its_later_dates_from_their_own_day() -> None:
    one = child(monitoring=[{"added_on": 5, "recorded_on": 8, "removed_on": 20, "removal_reason": "risk_reduced"}])
    assert one.on(day(7)).table("monitoring") == []
    (before,) = one.on(day(19)).table("monitoring")
    assert (before["removed_on"], before["removal_reason"]) == (None, None)
    (after,) = one.on(day(20)).table("monitoring")
    assert (after["removed_on"], after["removal_reason"]) == (day(20), "risk_reduced")


def test_no_date_of_a_row_is_known_before_its_recording() -> None:
    (row,) = child(assessments=[assessed(5, "high", recorded_on=9)]).table("assessments")
    assert row.known("completed_on") == day(9)
    (ahead,) = child(services=[{"started_on": 9, "recorded_on": 2}]).table("services")
    assert ahead.known_on == day(9)


def test_a_plan_is_known_with_its_row() -> None:
    one = child(actions=[{"set_on": 0, "due_on": 50}]).on(day(0))
    assert one.table("actions")[0]["due_on"] == day(50)


def test_a_risk_assessment_is_not_shared_before_the_day_it_was() -> None:
    one = child(placements=[{"started_on": 0, "risk_assessment_shared": True, "risk_assessment_shared_on": 9}])
    assert one.on(day(8)).table("placements")[0]["risk_assessment_shared"] is False
    assert one.on(day(9)).table("placements")[0]["risk_assessment_shared"] is True


def test_a_settled_value_without_its_date_is_known_with_its_row() -> None:
    one = child(referrals=[{"made_on": 0, "recorded_on": 4, "outcome": "declined"}])
    assert one.on(day(3)).table("referrals") == []
    assert one.on(day(4)).table("referrals")[0]["outcome"] == "declined"


def test_a_factor_is_known_with_its_assessment() -> None:
    factor = {"assessment_id": "ass0", "factor": "x", "effect": "risk"}
    one = child(assessments=[{"started_on": 0, "completed_on": 7}], assessment_factors=[factor, factor | {"recorded_on": 9}])
    assert [len(one.on(day(number)).table("assessment_factors")) for number in (6, 7, 8, 9)] == [0, 1, 1, 2]


def test_what_is_known_on_a_day_does_not_depend_on_the_way_there() -> None:
    for one in children_of(random_register(5, 20)):
        for when in one.change_days:
            again = one.as_known_on(when + timedelta(30)).as_known_on(when)
            assert [row.values for row in again.records()] == [row.values for row in one.on(when).records()]


# The terms


def test_level_is_that_of_the_last_completed_assessment_that_records_one() -> None:
    rows = [assessed(10, "high"), assessed(20, None), assessed(5, "low", recorded_on=30), {"started_on": 15, "level": "none"}]
    one = child(assessments=rows)
    assert [level(one.on(day(number))) for number in (9, 10, 20, 30)] == [None, "high", "high", "high"]


def test_ties_of_a_day_go_by_id() -> None:
    one = child(assessments=[assessed(1, "low", assessment_id="b"), assessed(1, "high", assessment_id="a")])
    assert level(one.on(day(1))) == "low"


def test_harm_keeps_a_child_at_risk_until_an_assessment_that_knew_of_it_says_otherwise_long_after() -> None:
    assert at_risk_through_harm(child(events=[harmed(0, "suspected")]))
    for completed, at_risk_still in ((89, True), (90, False)):
        assert at_risk_through_harm(child(events=[harmed(0)], assessments=[assessed(completed, "low")])) is at_risk_still
    assert at_risk_through_harm(child(events=[harmed(0)], assessments=[assessed(95, "medium")]))
    assert at_risk_through_harm(child(events=[harmed(0, recorded_on=96)], assessments=[assessed(95, "low")]))
    assert not at_risk_through_harm(child(events=[harmed(0, recorded_on=95)], assessments=[assessed(95, "low")]))
    assert at_risk_through_harm(child(assessments=[assessed(0, "low", harm="known")]))


def test_at_risk_by_level() -> None:
    assert [at_risk(child(assessments=[assessed(0, of)])) for of in ("low", "medium", "very_high")] == [False, True, True]


def test_spells_are_half_open_in_what_was_known() -> None:
    one = child(
        monitoring=[{"added_on": 5, "removed_on": 10}],
        statuses=[{"kind": "child_protection", "started_on": 8, "recorded_on": 12, "ended_on": 14}],
    )
    assert [monitored(one.on(day(number))) for number in (4, 5, 9, 10)] == [False, True, True, False]
    assert [kept_in_sight(one.on(day(number))) for number in (9, 11, 12, 14)] == [True, False, True, False]


def test_protective_actions() -> None:
    one = child(
        services=[{"kind": "health", "started_on": 1}, {"kind": "adult_transition", "started_on": 2}],
        meetings=[{"kind": "mace", "held_on": 3}, {"kind": "strategy", "held_on": 4}],
        statuses=[{"kind": "child_in_need", "started_on": 5}, {"kind": "looked_after", "started_on": 6}],
        placements=[{"kind": "residential", "started_on": 7}, {"kind": "secure", "started_on": 8}],
    )
    assert sorted(act.day for act in protective_actions(one)) == [day(2), day(4), day(6), day(8)]


# What holds for every check


def test_a_finding_stops_at_the_18th_birthday() -> None:
    view = {"given_on": 0, "about": "plan", "position": "disagrees", "agency": "a"}
    for born_on, expected in ((11, []), (12, [(11, 12)])):
        assert spells(child(born=date(2001, 1, 1) + timedelta(born_on), views=[view]), "disagreement-unresolved") == expected


def test_as_of_shows_what_is_due_and_forgets_later_closings() -> None:
    one = child(views=[{"given_on": 0, "about": "plan", "position": "disagrees", "agency": "a", "resolved_on": 15}])
    by_day = {as_of: spells(one, "disagreement-unresolved", as_of) for as_of in (0, 10, 14, 15)}
    assert by_day == {0: [(11, None)], 10: [(11, None)], 14: [(11, None)], 15: [(11, 15)]}


@pytest.mark.parametrize(("resolved", "expected"), [(10, []), (11, []), (12, [(11, 12)])])
def test_met_in_time_leaves_nothing_and_neither_does_an_empty_interval(resolved: int, expected: list[tuple[int, int]]) -> None:
    view = {"given_on": 0, "about": "plan", "position": "disagrees", "agency": "a", "resolved_on": resolved}
    assert spells(child(views=[view]), "disagreement-unresolved") == expected


def test_a_record_that_comes_late_opens_on_the_day_it_is_known() -> None:
    one = child(views=[{"given_on": 0, "recorded_on": 40, "about": "plan", "position": "disagrees", "agency": "a"}])
    assert spells(one, "disagreement-unresolved") == [(40, None)]


def test_severity_is_that_of_the_last_day_known() -> None:
    rows = {"assessments": [assessed(0, "high")], "services": [{"kind": "health", "started_on": 20, "ended_on": 40}]}
    at_the_end = rows | {"monitoring": [{"added_on": 30}]}
    one = child(**rows)
    assert [found(one, "not-monitored", as_of)[0].severity for as_of in (19, 20, 40)] == ["critical", "serious", "critical"]
    assert [spell.severity for spell in found(child(**at_the_end), "not-monitored")] == ["serious"]


# Bounds and readings of single checks


def test_not_monitored_counts_from_the_day_the_run_was_known() -> None:
    high = [assessed(0, "high", recorded_on=5)]
    assert spells(child(assessments=high), "not-monitored") == [(20, None)]
    assert spells(child(assessments=high, monitoring=[{"added_on": 20}]), "not-monitored") == []
    assert spells(child(assessments=high, monitoring=[{"added_on": 19, "recorded_on": 21}]), "not-monitored") == [(20, 21)]


def test_removed_while_at_risk_looks_at_the_day_of_removal() -> None:
    removal = {"list": "a", "added_on": 0, "removed_on": 50, "recorded_on": 60}
    one = child(assessments=[assessed(10, "high"), assessed(55, "low")], monitoring=[removal])
    assert spells(one, "removed-while-at-risk") == []  # at risk on day 50, and no longer when the removal became known
    other = {"list": "b", "added_on": 50}
    assert spells(child(assessments=[assessed(10, "high")], monitoring=[removal]), "removed-while-at-risk") == [(60, None)]
    assert spells(child(assessments=[assessed(10, "high")], monitoring=[removal, other]), "removed-while-at-risk") == []


@pytest.mark.parametrize(("completed", "fires"), [(15, True), (16, False)])
def test_removed_without_reassessment_looks_back_84_days(completed: int, fires: bool) -> None:
    one = child(assessments=[assessed(completed, "low")], monitoring=[{"added_on": 0, "removed_on": 100}])
    assert bool(spells(one, "removed-without-reassessment")) is fires


def test_rapid_downgrade_is_confirmed_long_after_the_last_harm() -> None:
    fall = [assessed(5, "high"), assessed(10, "medium")]
    for later, closed in ((89, None), (90, 90)):
        one = child(events=[harmed(0)], assessments=[*fall, assessed(later, "low")])
        assert (10, closed) in spells(one, "rapid-downgrade")
    assert spells(child(assessments=[*fall, assessed(20, "low")]), "rapid-downgrade") == []


def test_closed_against_advice_opens_on_the_later_of_the_two() -> None:
    closure = {"agency": "police", "opened_on": 0, "closed_on": 50}
    for given, expected in ((19, []), (20, [(50, None)]), (80, [(80, None)]), (81, [])):
        view = {"agency": "health", "about": "closure", "position": "disagrees", "given_on": given}
        assert spells(child(involvements=[closure], views=[view]), "closed-against-advice") == expected


def test_harm_without_action_counts_from_recording() -> None:
    meeting = {"kind": "strategy", "held_on": 4}
    assert spells(child(events=[harmed(0, recorded_on=5)], meetings=[meeting]), "harm-without-action") == [(20, None)]
    assert spells(child(events=[harmed(0, recorded_on=4)], meetings=[meeting]), "harm-without-action") == []


def test_the_nth_opens_when_the_n_are_known() -> None:
    late = [harmed(0, recorded_on=300), harmed(100), harmed(183)]
    assert spells(child(events=late), "repeated-harm") == [(300, None)]
    assert spells(child(events=[harmed(0), harmed(100), harmed(184)]), "repeated-harm") == []
    assert spells(child(events=[harmed(0), harmed(1), harmed(2), harmed(3)]), "repeated-harm") == [(2, None), (3, None)]


def test_left_without_service_by_level() -> None:
    assert spells(child(assessments=[assessed(0, "medium")]), "left-without-service") == [(29, None)]
    assert spells(child(assessments=[assessed(0, "low")]), "left-without-service") == [(0, None)]
    served = [{"kind": "health", "started_on": 3, "ended_on": 10}]
    assert spells(child(assessments=[assessed(0, "low")], services=served), "left-without-service") == [(0, 3)]
    assert spells(child(assessments=[assessed(0, "medium")], services=served), "left-without-service") == [(39, None)]
    falls = [assessed(0, "high"), assessed(60, "low"), assessed(70, "none")]
    assert spells(child(assessments=falls, services=served), "left-without-service") == [(39, 70)]


def test_past_harm_is_on_record_before_the_assessment_started() -> None:
    assert spells(child(events=[harmed(4)], assessments=[assessed(5)]), "past-harm-omitted") == [(5, None)]
    assert spells(child(events=[harmed(5)], assessments=[assessed(5)]), "past-harm-omitted") == []


def test_a_missing_date_of_birth_opens_with_the_first_record() -> None:
    one = child(born=None, actions=[{"set_on": 3, "recorded_on": 9}], meetings=[{"kind": "mace", "held_on": 11}])
    assert spells(one, "essential-details-missing") == [(9, None)]


def test_an_assessment_is_late_abandoned_or_not_until_a_later_one_completes() -> None:
    abandoned = {"started_on": 0, "abandoned_on": 10}
    later = {"started_on": 0, "completed_on": 95}
    assert spells(child(assessments=[abandoned]), "assessment-late") == [(91, None)]
    assert spells(child(assessments=[abandoned, later]), "assessment-late") == [(91, 95), (91, 95)]
    assert spells(child(assessments=[{"started_on": 0, "completed_on": 90}]), "assessment-late") == []


def test_review_overdue_outlives_its_state() -> None:
    rows = [assessed(0, "medium"), assessed(90)]
    assert spells(child(assessments=rows[:1]), "review-overdue") == [(85, None)]
    assert spells(child(assessments=rows), "review-overdue") == [(85, 90), (175, None)]
    listed = {"added_on": 0, "removed_on": 100}
    assert spells(child(monitoring=[listed]), "review-overdue") == [(85, None)]
    assert spells(child(monitoring=[listed | {"removed_on": 85}]), "review-overdue") == []


def test_a_missing_episode_is_significant_when_no_interview_followed_the_return() -> None:
    episode = {"started_on": 0, "ended_on": 10}
    for interview, expected in ((None, [(25, None)]), (24, []), (25, [(25, None)])):
        one = child(missing_episodes=[episode | {"return_interview_completed_on": interview}])
        assert spells(one, "event-without-reassessment") == expected


def test_reactive_only_is_closed_by_a_scheduled_assessment_alone() -> None:
    three = [assessed(number, trigger="event") for number in (0, 1, 2)]
    for trigger, closed in (("referral", None), ("scheduled", 9)):
        assert spells(child(assessments=[*three, assessed(9, trigger=trigger)]), "reactive-only") == [(2, closed)]


def test_a_concern_is_heeded_by_an_answer_that_does_something() -> None:
    concern = {"raised_by": "parent", "about": "closure", "raised_on": 0}
    for answered, response, expected in (
        (28, "explained", []),
        (40, "explained", [(29, None)]),
        (40, "action_taken", [(29, 40)]),
    ):
        one = child(concerns=[concern | {"responded_on": answered, "response": response}])
        assert spells(one, "concern-unheeded") == expected


def test_the_third_concern_opens_at_once_and_an_answer_to_any_closes() -> None:
    three = [{"raised_by": "parent", "about": "removal", "raised_on": number} for number in (0, 10, 20)]
    answered = [three[0] | {"responded_on": 25, "response": "action_taken"}, *three[1:]]
    assert spells(child(concerns=answered), "concern-unheeded") == [(20, 25), (39, None)]


def test_worker_turnover_ends_when_one_of_them_has_stayed() -> None:
    starts = ((0, 10), (10, 20), (20, 100), (730, None))
    rows = [
        {"role": "social_worker", "worker_id": f"w{place}", "started_on": start, "ended_on": end}
        for place, (start, end) in enumerate(starts)
    ]
    assert spells(child(workers=rows), "worker-turnover") == [(730, 1095)]
    gone, there = rows[2] | {"ended_on": 385}, rows[2] | {"ended_on": 731}
    assert spells(child(workers=[*rows[:2], gone, rows[3]]), "worker-turnover") == [(730, 1095)]
    assert spells(child(workers=[*rows[:2], there, rows[3]]), "worker-turnover") == []
    assert spells(child(workers=[*rows[:3], rows[3] | {"worker_id": "w0"}]), "worker-turnover") == []


def test_placement_raised_risk_compares_the_two_windows() -> None:
    placement = [{"kind": "foster", "started_on": 100}]
    after = [harmed(101), harmed(190)]
    assert spells(child(placements=placement, events=after), "placement-raised-risk") == [(190, None)]
    assert spells(child(placements=placement, events=[harmed(10), *after]), "placement-raised-risk") == []
    rises = [assessed(50, "low"), assessed(120, "medium"), assessed(130, "none")]
    assert spells(child(placements=placement, assessments=rises), "placement-raised-risk") == [(120, 130)]


def test_a_shared_risk_assessment_is_in_time_on_day_5() -> None:
    placement = {"host_authority": "a", "responsible_authority": "b", "started_on": 0, "risk_assessment_shared": True}
    for shared, expected in ((5, []), (6, []), (7, [(6, 7)])):
        one = child(placements=[placement | {"risk_assessment_shared_on": shared}])
        assert spells(one, "placed-without-shared-assessment") == expected
    unknown = placement | {"risk_assessment_shared": None}
    assert spells(child(placements=[unknown]), "placed-without-shared-assessment") == []


def test_persistent_missing_counts_absences_too() -> None:
    absent = [{"occurred_on": number, "kind": "school_absence"} for number in range(0, 100, 10)]
    assert spells(child(events=absent), "persistent-missing") == [(105, None)]
    episodes = [{"started_on": number} for number in (0, 40, 90)]
    meeting = {"kind": "mace", "held_on": 104}
    assert spells(child(missing_episodes=episodes, meetings=[meeting]), "persistent-missing") == []


def test_transition_gap_looks_at_17_and_a_half() -> None:
    one = child(born=date(2001, 12, 31), assessments=[assessed(0, "high")])
    assert found(one, "transition-gap")[0].opened_on == date(2019, 6, 30)
    referred = child(
        born=date(2001, 12, 31), assessments=[assessed(0, "high")], referrals=[{"kind": "adult_services", "made_on": 4}]
    )
    assert found(referred, "transition-gap") == []


def test_protective_practice_is_prompt_or_followed_by_calm() -> None:
    work = {"kind": "direct_work", "started_on": 28}
    assert spells(child(assessments=[assessed(0, "high")], services=[work]), "protective-practice") == [(28, None)]
    assert spells(child(assessments=[assessed(0, "high")], services=[work | {"started_on": 29}]), "protective-practice") == []
    meeting = {"kind": "strategy", "held_on": 0}
    assert spells(child(events=[harmed(0)], meetings=[meeting]), "protective-practice") == [(91, None)]
    assert spells(child(events=[harmed(0), harmed(90)], meetings=[meeting]), "protective-practice") == []
    assert spells(child(events=[harmed(0), harmed(120)], meetings=[meeting]), "protective-practice") == [(91, 120)]


# Properties over random registers


IN_WORKING_DAYS = ("review_days", "event_days", "action_days", "resolve_days", "sharing_days", "sustained_days")
POLICIES = {"calendar days": Policy(), "working days": Policy(units=dict.fromkeys(IN_WORKING_DAYS, "working_days"))}


def days_to_try(one: Child, rng: Random) -> set[date]:
    """Days on which something opens or closes, the day before, and days on which something became known."""
    turns = [
        when for spells in twin_findings(one, AS_OF).values() for spell in spells for when in (spell.opened_on, spell.closed_on)
    ]
    sampled = rng.sample([when for when in turns if when], k=min(2, len([when for when in turns if when])))
    return {when - timedelta(rng.choice((0, 1))) for when in sampled} | {rng.choice(one.change_days)}


@pytest.mark.parametrize("policy", POLICIES)
def test_the_twins_have_no_hindsight(policy: str) -> None:
    rng = Random(policy)
    for one in children_of(random_register(21, 120), POLICIES[policy]):
        at_the_end = twin_findings(one, AS_OF)
        for when in days_to_try(one, rng):
            for check, then in twin_findings(one, when).items():
                opened = [(spell.opened_on, spell.closed_on) for spell in then if spell.opened_on <= when]
                expected = [
                    (spell.opened_on, spell.closed_on if spell.closed_on and spell.closed_on <= when else None)
                    for spell in at_the_end[check]
                    if spell.opened_on <= when
                ]
                assert sorted(opened, key=str) == sorted(expected, key=str), f"{check} of {one.child_id} on {when}"


def test_every_check_fires_and_opens_once_for_a_record() -> None:
    fired: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    for one in children_of(random_register(22, 240)):
        for check, spells_found in twin_findings(one, AS_OF).items():
            records = [spell.opened_by for spell in spells_found]
            assert len(records) == len(set(records)), f"{check} opens twice for one record of {one.child_id}"
            assert all(spell.closed_on is None or spell.opened_on < spell.closed_on for spell in spells_found)
            fired[check] += len(records)
            closed[check] += sum(spell.closed_on is not None for spell in spells_found)
    assert not [check for check in TWINS if fired[check] < 3 or not closed[check]], fired


def test_every_check_of_the_design_has_a_twin_that_quotes_it() -> None:
    assert len(TWINS) == 40
    assert sum(len([name for name in vars(group) if name.replace("_", "-") in TWINS]) for group in GROUPS) == 40
    for registered in TWINS.values():
        assert all(word in registered.twin.__doc__ for word in ("Opens: ", "Closes: ", "Settled: "))


def test_a_random_register_is_the_same_for_the_same_seed() -> None:
    assert random_register(7, 12) == random_register(7, 12)
    assert random_register(7, 12) != random_register(8, 12)


def test_a_random_register_obeys_the_schema() -> None:
    register = random_register(3, 80)
    ids = {table: {next(iter(row.values())) for row in rows} for table, rows in register.items()}
    for table, rows in register.items():
        assert len(ids[table]) == len(rows), f"{table} repeats an id"
        for row in rows:
            for name, spec in TABLES[table]["columns"].items():
                value = row[name]
                assert value is not None or not spec.get("required"), f"{table}.{name} is required"
                if value is None:
                    continue
                assert "not_before" not in spec or value >= row[spec["not_before"]], f"{table}.{name} comes too early"
                assert "refers_to" not in spec or value in ids[spec["refers_to"]], f"{table}.{name} refers to nothing"
                assert not isinstance(spec.get("codes"), list) or value in spec["codes"] or isinstance(value, list)


def test_a_register_is_written_by_the_data_contract(tmp_path: Path) -> None:
    register = random_register(4, 6)
    write_register(register, tmp_path)
    assert {file.stem for file in tmp_path.glob("*.csv")} == set(TABLES)
    with (tmp_path / "assessments.csv").open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert [row["started_on"] for row in written] == [row["started_on"].isoformat() for row in register["assessments"]]
    assert {row["child_seen"] for row in written} <= {"yes", "no", ""}


def test_the_examples_count_from_their_first_day() -> None:
    assert day(0) == START
