"""Findings: the list, one finding, acknowledging, giving, handing over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.facts import Facts
from tests.journeys.opening import PHONE
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_a_practitioner_acknowledges_a_finding_which_stays_open(enter: Enter) -> None:
    amara = enter("amara.okafor")
    amara.goes_to("Findings")
    amara.sees("findings open", "Review overdue")
    amara.meets_no_barrier()
    amara.follows("Review overdue")
    amara.meets_no_barrier()
    amara.presses("Acknowledge")
    amara.is_at("Acknowledge: Review overdue")
    amara.presses("Acknowledge")
    amara.is_told("Enter")
    amara.meets_no_barrier()
    amara.fills("What you know and what happens next", "The review is set for Thursday.")
    amara.presses("Acknowledge")
    amara.sees("Acknowledged, and still open", "The review is set for Thursday.")
    amara.meets_no_barrier()


def test_evidence_leads_to_the_very_row_and_back_to_where_it_stands(enter: Enter, facts: Facts) -> None:
    child, finding = facts.seen("finding", "amara.okafor") or pytest.fail("she sees none")
    amara = enter("amara.okafor")
    amara.opens(f"/children/{child}/findings/{finding}")
    evidence = amara.main.locator("dt", has_text="Records").locator("+ dd").get_by_role("link").first
    words = evidence.inner_text()
    amara.tabs_to(evidence)
    amara.strikes("Enter")
    amara.is_at(words)
    amara.meets_no_barrier()
    amara.follows("Back to the child")
    row = amara.main.get_by_role("heading", level=3, name=words, exact=True).first
    expect(row).to_be_focused()
    expect(row).to_be_in_viewport()
    amara.sees("This is the row that you followed.")
    amara.meets_no_barrier()


def test_a_manager_gives_a_finding_to_somebody_of_the_team(enter: Enter) -> None:
    dawn = enter("dawn.whitlock")
    dawn.opens("/findings?whose=team&severity=critical&held_by=nobody")
    dawn.sees("nobody yet")
    dawn.main.get_by_role("listitem").first.get_by_role("link").nth(1).click()
    dawn.follows("Give to somebody")
    dawn.presses("Give the finding")
    dawn.is_told("Select")
    dawn.meets_no_barrier()
    dawn.fills("Why, and what is asked", "You know the family: please see them this week.")
    dawn.main.get_by_label("Give to").select_option(index=1)
    dawn.presses("Give the finding")
    dawn.sees("What happened with it")
    dawn.meets_no_barrier()


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


def test_an_auditor_reads_and_is_offered_nothing_to_change(enter: Enter) -> None:
    judith = enter("judith.marwood")
    judith.opens("/findings?whose=all")
    judith.follows("At risk and not kept in sight")
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
