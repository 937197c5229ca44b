"""The page is computed: facts, assumptions and findings stand apart, and what fails is told as a failure."""

from __future__ import annotations

import re

import pytest

from unmissed.checks.catalogue import catalogue
from unmissed.replay.run import ReplayResult, replay
from unmissed.replay.story import story


@pytest.fixture(scope="module")
def page(replayed: ReplayResult) -> str:
    return story(replayed)


def _part(page: str, heading: str) -> str:
    return re.split(r"\n###? ", page.split(heading, 1)[1])[0]


def test_every_case_and_child_is_told(replayed: ReplayResult, page: str) -> None:
    for told in replayed.cases:
        assert f"## {told.case.title}\n" in page
        for child in told.case.children:
            assert bool(child.cohort) != (f"### {child.child_id}: {child.who}\n" in page)


def test_a_fact_stands_with_its_paragraph_and_precision_and_not_among_the_assumptions(page: str) -> None:
    happened, assumed = _part(page, "### CS-A1: ").split("**What had to be assumed**")
    fact = "Warwickshire accommodated CS-A1 in May 2016. *(May 2016, precision: month; F.5 ¶34)*"
    assert fact in happened
    assert fact not in assumed
    assert (
        "`statuses`, started_on 2016-05-16: A day in the middle of the month."
        in assumed.split("**What would have been seen**")[0]
    )


def test_what_would_have_been_seen_comes_from_the_run(replayed: ReplayResult, page: str) -> None:
    finding = next(f for f in replayed.cases[5].findings if f.check == "concern-unheeded")
    row = next(line for line in _part(page, "### CS-A1: ").splitlines() if line.startswith("| concern-unheeded |"))
    assert "| 27 August 2016 | 31 May 2017 | 31 December 2016: " in row
    assert "| 247 |" in row
    assert finding.because in row


def test_where_the_report_gives_no_date_the_page_says_so(page: str) -> None:
    assert "the report gives no date" in _part(page, "### CS-A29: ")


def test_the_days_before_are_listed_longest_first(replayed: ReplayResult, page: str) -> None:
    table = page.split("## How many days before the authorities saw it")[1].split("\n## ", maxsplit=1)[0]
    days = [int(line.split(" | ")[3]) for line in table.splitlines() if line.startswith(("| CS-", "| DUR-"))]
    assert days == sorted(days, reverse=True)
    assert len(days) == sum(outcome.days_before is not None for outcome in replayed.outcomes)


def test_the_months_are_shown_with_their_shares(page: str) -> None:
    part = page.split("## Tower Hamlets, the months June 2018 to March 2019")[1].split("\n## ", maxsplit=1)[0]
    assert "| 2018-08 | 100 | 27 | 27 |" in part
    assert "| 2018-11 | 100 | 87 | 87 |" in part


def test_a_failure_is_told_as_one() -> None:
    page = story(replay(["swansea"], checks=[check for check in catalogue() if check.name != "removed-while-at-risk"]))
    assert "| removed-while-at-risk | **not assessed: the run has no such check** |" in page
    assert "1 of 3 expected findings and figures were found by their date" in page


def test_the_page_is_the_same_every_time_and_ends_in_one_line_break(page: str) -> None:
    assert story(replay(["swansea"])) == story(replay(["swansea"]))
    assert page.endswith("\n")
    assert not page.endswith("\n\n")
