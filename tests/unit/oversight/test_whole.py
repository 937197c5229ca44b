"""A register that holds a table whole only from a day on: every figure counts from it, or says what it cannot see."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from tests.unit.oversight.conftest import Known, row_of
from unmissed.checks.catalogue import catalogue
from unmissed.oversight.board import board
from unmissed.oversight.coverage import coverage
from unmissed.oversight.figure import Figure, OversightError, Sheet
from unmissed.oversight.inspection import inspection
from unmissed.oversight.quarter import parse_quarter
from unmissed.oversight.question import questions
from unmissed.oversight.stability import stability
from unmissed.oversight.stepdown import stepdown
from unmissed.oversight.thresholds import thresholds
from unmissed.oversight.timeliness import timeliness
from unmissed.oversight.unprotected import unprotected
from unmissed.register.schema import schema
from unmissed.register.timeline import timelines

AGED = "2006-01-01"
CHILDREN = [{"child_id": name, "date_of_birth": AGED} for name in "AB"]
DAY = "2018-07-01"
ONLY = "whole only from 1 July 2018; what was before is not known."
FROM = "Counted from 1 July 2018 on."


def assessed(child: str, on: str, level: str = "high", **given: object) -> dict[str, object]:
    return {"child_id": child, "kind": "assessment", "started_on": on, "completed_on": on, "level": level, **given}


def only(what: str) -> str:
    return f"The register holds {what} {ONLY}"


def read_of(sql: str) -> set[str]:
    """The tables that a SELECT reads, itself or through a timeline."""
    words = set(re.findall(r"(?:from|join)\s+(\w+)", re.sub(r"--[^\n]*", "", sql)))
    through = [read_of(timelines()[name].sql) for name in words if name in timelines()]
    return {word for word in words if word in schema().tables}.union(*through)


@pytest.mark.parametrize("name", questions())
def test_a_question_declares_every_table_that_it_reads(name: str) -> None:
    """What is not declared cannot be known to be held in part."""
    question = questions()[name]
    declared = {need.partition(".")[0] for need in question.needs + question.also}
    assert read_of(question.sql) - declared - {"children"} == set()
    assert question.now <= declared
    for need in question.also:
        table, _, column = need.partition(".")
        assert table in schema().tables
        assert not column or schema()[table].has(column), need


def test_the_test_above_sees_through_timelines() -> None:
    assert read_of("select * from at_risk") == {"assessments", "events"}


def test_nothing_is_answered_of_a_day_before_the_table_was_kept(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", "2018-06-01")]}
    with pytest.raises(OversightError, match="holds assessments whole only from 1 July 2018"):
        timeliness(known(rows, "2018-06-30", kept={"assessments": DAY}))
    assert timeliness(known(rows, "2018-06-30")).figures
    declined = {"child_id": "A", "made_on": "2018-06-01", "decided_on": "2018-06-02", "kind": "service", "referred_to": "x"}
    told = coverage(known({**rows, "referrals": [{**declined, "outcome": "declined"}]}, "2018-06-30", kept={"monitoring": DAY}))
    assert "holds monitoring whole only from 1 July 2018" in told.unanswered["at-risk-unlisted"]
    assert told.figure("declined-referrals").limits == ()


def test_completion_counts_what_was_begun_from_the_day_on(known: Known) -> None:
    rows = [assessed("A", on) for on in ("2018-05-01", "2018-06-30", DAY, "2018-08-01")]
    figure = timeliness(known({"children": CHILDREN, "assessments": rows}, "2019-01-01", kept={"assessments": DAY})).figure(
        "completion-by-month"
    )
    assert figure.values("month") == ("2018-07", "2018-08")
    assert figure.limits == (FROM, only("assessments"))


def test_where_nothing_was_begun_since_the_answer_says_since_when(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", "2018-05-01")]}
    sheet = timeliness(known(rows, "2019-01-01", kept={"assessments": DAY}))
    assert sheet.unanswered["completion-by-month"] == f"No assessment has been begun. {FROM} {only('assessments')}"
    assert FROM in sheet.unanswered["completion-curve"]


def test_a_review_is_timed_from_the_day_on_which_all_of_view_is_known(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", on) for on in ("2018-05-01", "2018-06-15", "2018-07-15")]}
    figure = timeliness(known(rows, "2019-01-01", kept={"services": DAY})).figure("review-by-month")
    assert figure.values("month") == ("2018-07",)
    assert figure.limits == (FROM, only("services"))


def test_a_state_of_today_needs_no_word_and_one_that_looks_back_has_it(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", "2018-01-01")]}
    sheet = coverage(known(rows, "2018-07-10", kept={"monitoring": DAY, "services": DAY}))
    assert sheet.figure("coverage").limits == ()
    assert sheet.figure("at-risk-unlisted").limits == (only("monitoring"),)
    harmed = coverage(known(rows, "2018-07-10", kept={"events": DAY})).figure("coverage")
    assert harmed.limits == (only("events"),)


def test_days_on_no_list_begin_with_the_day(known: Known) -> None:
    """At risk since January; until July nobody kept lists. 1 to 10 July are ten days."""
    rows = {"children": CHILDREN, "assessments": [assessed("A", "2018-01-01")]}
    unlisted = coverage(known(rows, "2018-07-10", kept={"monitoring": DAY})).figure("at-risk-unlisted")
    assert (unlisted.values("days"), unlisted.values("at_risk_since")) == ((10,), (date(2018, 1, 1),))
    assert coverage(known(rows, "2018-07-10")).figure("at-risk-unlisted").values("days") == (191,)


def test_a_decline_before_the_day_is_not_counted(known: Known) -> None:
    rows = [
        {"child_id": "A", "made_on": on, "decided_on": on, "kind": "service", "referred_to": "x", "outcome": "declined"}
        for on in ("2018-06-30", DAY)
    ]
    figure = coverage(known({"children": CHILDREN, "referrals": rows}, "2019-01-01", kept={"events": DAY})).figure(
        "declined-referrals"
    )
    assert figure.values("declined") == (1,)
    assert figure.limits == (FROM, only("events"))


def test_a_rule_is_replayed_from_the_day_on(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", "2018-01-01", "medium")]}
    figure = thresholds(known(rows, "2018-07-10", kept={"events": DAY})).figure("thresholds")
    assert set(figure.values("days_at_risk")) == {10}
    assert FROM in figure.limits


def test_steps_down_are_counted_from_the_day_of_their_own_table(known: Known) -> None:
    removals = [{"child_id": "A", "list": "mace", "added_on": "2018-01-01", "removed_on": on} for on in ("2018-06-30", DAY)]
    closures = [{"child_id": "A", "agency": "police", "opened_on": "2018-01-01", "closed_on": "2018-02-01"}]
    rows = {"children": CHILDREN, "monitoring": removals, "involvements": closures}
    figure = stepdown(known(rows, "2019-01-31", kept={"monitoring": DAY, "missing_episodes": "2018-09-01"})).figure("stepdown")
    assert {row["act"]: row["acts"] for row in figure.records()} == {"removal": 1, "closure": 1}
    assert set(figure.limits) == {
        only("monitoring"),
        "The register holds missing episodes whole only from 1 September 2018; what was before is not known.",
    }


def test_steps_down_of_a_table_that_is_never_whole_are_none(known: Known) -> None:
    """The limit says that they are not seen, so that they must not be counted either."""
    removal = {"child_id": "A", "list": "mace", "added_on": "2018-01-01", "removed_on": "2018-06-30"}
    sheet = stepdown(known({"children": CHILDREN, "monitoring": [removal]}, "2019-01-31", kept={"monitoring": ""}))
    assert "stepdown" in sheet.unanswered


def test_stays_and_workers_begin_with_the_day(known: Known) -> None:
    workers = [
        {"child_id": "A", "worker_id": who, "role": "social_worker", "started_on": on, "ended_on": off}
        for who, on, off in (("w1", "2018-01-01", "2018-06-01"), ("w2", "2018-06-01", "2018-08-01"), ("w3", "2018-08-01", None))
    ]
    sheet = stability(known({"children": CHILDREN, "workers": workers}, "2019-01-01", kept={"workers": DAY}))
    assert sheet.figure("workers-held").values("workers") == (2,)
    assert sheet.figure("workers-held").limits == (FROM, only("workers"))
    assert row_of(sheet.figure("stays"), what="social worker")["begun"] == 1


def test_a_window_that_begins_after_the_day_needs_no_word(known: Known) -> None:
    workers = [{"child_id": "A", "worker_id": "w", "role": "social_worker", "started_on": "2018-08-01"}]
    rows = {"children": CHILDREN, "workers": workers}
    for as_of, said in (("2020-06-29", (FROM, only("workers"))), ("2020-06-30", ())):  # 730 days before: 1 July 2018
        figure = stability(known(rows, as_of, kept={"workers": DAY})).figure("workers-held")
        assert figure.limits == said


def test_days_before_agencies_were_kept_are_nobodys_days(known: Known) -> None:
    """Unprotected since January; who worked with the child is known from July on."""
    harm = {"child_id": "A", "occurred_on": "2018-01-01", "kind": "sexual_exploitation", "harm": "known"}
    rows = {"children": CHILDREN, "events": [harm], "assessments": [assessed("A", "2018-01-01")]}
    sheet = unprotected(known(rows, "2018-07-10", kept={"involvements": DAY}, checks=catalogue()))
    alone = row_of(sheet.figure("unprotected-by-agency"), agency="no agency involved")
    assert (alone["days_unprotected"], alone["share_of_days"]) == (10, 100.0)
    assert FROM in sheet.figure("unprotected-by-agency").limits
    assert FROM not in sheet.figure("unprotected-checks").limits


def test_a_check_that_counts_from_a_day_is_named_with_it(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", "2018-01-01")]}
    figure = unprotected(known(rows, "2018-07-10", kept={"monitoring": DAY}, checks=catalogue())).figure("unprotected-months")
    (said,) = [each for each in figure.limits if "In no number before 1 July 2018" in each]
    assert "not-monitored" in said
    assert "harm-without-action" not in said


def test_the_inspection_list_says_how_far_back_harm_is_known(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", "2018-01-01")]}
    assert only("events") in inspection(known(rows, "2018-07-10", kept={"events": DAY})).limits
    assert inspection(known(rows, "2018-07-10", kept={"workers": DAY})).limits == ()


def test_the_board_report_keeps_the_words_and_leaves_out_what_was_not_yet_kept(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", "2018-05-01"), assessed("A", "2018-08-01")]}
    rows["workers"] = [{"child_id": "A", "worker_id": "w", "role": "social_worker", "started_on": "2018-01-01"}]
    made = board(known(rows, "2018-09-30", kept={"assessments": DAY}), parse_quarter("2018Q3"))
    figures = {figure.name: figure for figure in made.figures}
    assert FROM in figures["completion-by-level"].limits
    assert only("assessments") in figures["records"].limits
    before = board(known(rows, "2018-06-30", kept={"assessments": DAY}), parse_quarter("2018Q2"))
    assert "whole only from 1 July 2018" in before.unanswered["completion-by-level"]
    assert "assessments" not in {figure.name: figure for figure in before.figures}["records"].values("table")


def test_a_file_of_rows_holds_the_limits_once_in_a_last_column(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", on) for on in (DAY, "2018-08-01")]}
    figure = timeliness(known(rows, "2019-01-01", kept={"assessments": DAY})).figure("completion-by-month")
    header, first, second = figure.lines()
    assert (header[-1], first[-1], second[-1]) == ("limits", f"{FROM} {only('assessments')}", None)
    assert Figure.lines(timeliness(known(rows, "2019-01-01")).figure("completion-by-month"))[0][-1] == "p90_days"


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_the_command_says_it_in_every_form(unmissed: Run, register: Path, form: str) -> None:
    (register / "kept_from.csv").write_text(f"table,column,kept_from\nassessments,,{DAY}\nevents,,2018-01-05\n")
    ran = unmissed("oversight", "coverage", register, "--as-of", "2018-08-01", "--figure", "at-risk-unlisted", "--format", form)
    assert ran.status == 0, ran.err
    assert only("assessments") in " ".join(ran.out.split())


def test_a_whole_register_has_no_limit(known: Known) -> None:
    rows = {"children": CHILDREN, "assessments": [assessed("A", "2018-01-01"), assessed("A", "2018-08-01")]}
    ground = known(rows, "2018-09-30")
    sheets: list[Sheet] = [ask(ground) for ask in (timeliness, coverage, thresholds, stability, stepdown, unprotected)]
    assert [figure.name for each in sheets for figure in each.figures if figure.limits] == []
