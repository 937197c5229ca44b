"""Findings: the list, one finding, acknowledging, giving, handing over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.facts import Facts
from tests.journeys.opening import PHONE
from tests.journeys.somebody import Somebody
from unmissed.checks.catalogue import catalogue

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def title_of(check: str) -> str:
    """What pages call a check."""
    return next(each.title for each in catalogue() if each.name == check)


def test_a_practitioner_acknowledges_a_finding_which_stays_open(enter: Enter, facts: Facts) -> None:
    who = facts.busy()
    found = title_of(facts.open_on_own(who))
    worker = enter(who)
    worker.goes_to("Findings")
    worker.sees("findings open", found)
    worker.meets_no_barrier()
    worker.follows(found)
    worker.meets_no_barrier()
    worker.presses("Acknowledge")
    worker.is_at(f"Acknowledge: {found}")
    worker.presses("Acknowledge")
    worker.is_told("Enter")
    worker.meets_no_barrier()
    worker.fills("What you know and what happens next", "The review is set for Thursday.")
    worker.presses("Acknowledge")
    worker.sees("Acknowledged, and still open", "The review is set for Thursday.")
    worker.meets_no_barrier()


def test_evidence_leads_to_the_very_row_and_back_to_where_it_stands(enter: Enter, facts: Facts) -> None:
    who = facts.busy()
    child, finding = facts.seen("finding", who) or pytest.fail(f"{who} sees none")
    worker = enter(who)
    worker.opens(f"/children/{child}/findings/{finding}")
    evidence = worker.main.locator("dt", has_text="Records").locator("+ dd").get_by_role("link").first
    words = evidence.inner_text()
    worker.tabs_to(evidence)
    worker.strikes("Enter")
    worker.is_at(words)
    worker.meets_no_barrier()
    worker.follows("Back to the child")
    row = worker.main.get_by_role("heading", level=3, name=words, exact=True).first
    expect(row).to_be_focused()
    expect(row).to_be_in_viewport()
    worker.sees("This is the row that you followed.")
    worker.meets_no_barrier()


def test_a_manager_gives_a_finding_to_somebody_of_the_team(enter: Enter, facts: Facts) -> None:
    head = enter(facts.head_with_unheld())
    head.opens("/findings?whose=team&severity=critical&held_by=nobody")
    head.sees("nobody yet")
    head.main.get_by_role("listitem").first.get_by_role("link").nth(1).click()
    head.follows("Give to somebody")
    head.presses("Give the finding")
    head.is_told("Select")
    head.meets_no_barrier()
    head.fills("Why, and what is asked", "You know the family: please see them this week.")
    head.main.get_by_label("Give to").select_option(index=1)
    head.presses("Give the finding")
    head.sees("What happened with it")
    head.meets_no_barrier()


def test_from_the_list_and_the_tracker_one_reaches_what_closes_a_finding(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    for place in ("/findings?whose=all", "/tracker"):
        fiona.opens(place)
        fiona.meets_no_barrier()
        fiona.tabs_to(fiona.main.get_by_role("link", name="What closes it").first)
        fiona.strikes("Enter")
        closes = fiona.main.locator("#closes")
        expect(closes).to_be_focused()
        expect(closes).to_be_in_viewport()
        fiona.meets_no_barrier()
        closes.get_by_role("link").first.click()
        assert fiona.can_fill_something_in()
    fiona.opens("/findings?whose=all&check=review-overdue")
    fiona.follows("Add an assessment")
    fiona.is_at("Add an assessment")


def test_whoever_has_no_finding_is_told_so(enter: Enter) -> None:
    neil = enter("neil.braddock")
    neil.goes_to("Findings")
    neil.sees("Nothing is open on your children")
    neil.meets_no_barrier()
    neil.follows("My team’s findings")
    neil.is_at("Findings")


def test_a_filter_that_fits_no_finding_says_so(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.opens("/findings?whose=all&state=closed&severity=strength&check=review-overdue")
    fiona.sees("No finding fits")
    fiona.meets_no_barrier()


def test_a_coordinator_hands_over_everything_that_somebody_holds(enter: Enter, facts: Facts) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.opens("/findings/hand-over")
    fiona.presses("Hand over")
    fiona.is_told("Select")
    fiona.meets_no_barrier()
    child, finding = facts.seen("finding", "tom.bellamy") or pytest.fail("he sees none")
    fiona.opens(f"/children/{child}/findings/{finding}/give")
    fiona.chooses("Give to", "Tom Bellamy, Children's Social Care")
    fiona.fills("Why, and what is asked", "Please see the family this week.")
    fiona.presses("Give the finding")
    fiona.sees("Tom Bellamy has this finding now")
    tom = enter("tom.bellamy")
    tom.sees(facts.name(child))
    fiona.opens("/findings/hand-over")
    fiona.chooses("From", "Tom Bellamy, Children's Social Care")
    fiona.chooses("To", "Priya Raman, Children's Social Care")
    fiona.fills("Why", "He is away until May.")
    fiona.presses("Hand over")
    fiona.sees("Priya Raman")
    fiona.opens(f"/children/{child}/findings/{finding}")
    fiona.sees("He is away until May.", "Handed over to Priya Raman")


def test_an_auditor_reads_and_is_offered_nothing_to_change(enter: Enter, facts: Facts) -> None:
    judith = enter("judith.marwood")
    judith.opens("/findings?whose=all")
    judith.follows(title_of(facts.gravest()))
    judith.does_not_see("Acknowledge", "Give to somebody")
    judith.meets_no_barrier()


def test_on_a_phone_and_without_scripts_the_list_is_read(enter: Enter) -> None:
    phone = enter("amara.okafor", size=PHONE)
    phone.opens("/findings?whose=team")
    phone.meets_no_barrier()
    plain = enter("amara.okafor", scripts=False)
    plain.opens("/findings")
    plain.chooses("State", "Falls due") if plain.main.get_by_role("combobox", name="State").count() else plain.chooses(
        "Falls due"
    )
    plain.presses("Show these")
    plain.sees("to fall due")
