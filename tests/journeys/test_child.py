"""A child's page: one life, not one snapshot; and the page before a decision."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.opening import PHONE
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]

POPPY = "/children/E0112"
"""High, harm known, on the list of MACE, three times missing."""


def test_a_practitioner_reads_one_childs_life(enter: Enter) -> None:
    hannah = enter("hannah.thorley")
    hannah.opens(POPPY)
    hannah.is_at("Poppy Barlowe")
    hannah.sees("last recorded 2 Jan 2026", "judged 2 Jan 2026", "What needs doing", "What closes it")
    expect(hannah.main.get_by_role("img", name="the table after it says the same")).to_be_visible()
    hannah.meets_no_barrier()
    hannah.follows("6 months")
    expect(hannah.main.get_by_role("link", name="6 months")).to_have_attribute("aria-current", "true")


def test_a_practitioner_reads_the_page_and_its_timeline_with_the_keyboard_alone(enter: Enter) -> None:
    hannah = enter("hannah.thorley")
    hannah.opens(POPPY)
    hannah.strikes("Tab")
    expect(hannah.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    hannah.strikes("Enter")
    hannah.tabs_to(hannah.main.get_by_role("link", name="2 years"))
    hannah.strikes("Enter")
    expect(hannah.main.get_by_role("link", name="2 years")).to_have_attribute("aria-current", "true")
    hannah.tabs_to(hannah.main.locator("summary").filter(has_text="The timeline as a table"))
    hannah.strikes("Enter")
    expect(hannah.main.get_by_role("table", name="What was known of this life on 16 March 2026")).to_be_visible()
    hannah.tabs_to(hannah.main.get_by_role("link", name="What happened with it").first)
    hannah.strikes("Enter")
    hannah.sees("What happened with it")


def test_the_page_is_shown_as_it_was_known_on_a_past_day(enter: Enter) -> None:
    hannah = enter("hannah.thorley")
    hannah.opens(POPPY)
    hannah.main.locator("summary").filter(has_text="look back to another day").click()
    hannah.fills_day("Day to look back to", "1", "12", "2025")
    hannah.presses("Show that day")
    hannah.sees("As known on 1 December 2025.", "Nothing can be changed here.")
    hannah.does_not_see("Persistently missing without a meeting", "Acknowledge")
    hannah.meets_no_barrier()


def test_a_date_that_is_none_is_refused_in_words(enter: Enter) -> None:
    hannah = enter("hannah.thorley")
    hannah.opens(f"{POPPY}?on=2025-02-30")
    hannah.sees("The date to look back to must be a real date")
    hannah.meets_no_barrier()


def test_a_record_is_added_and_what_was_typed_survives_an_error(enter: Enter) -> None:
    hannah = enter("hannah.thorley")
    hannah.opens(f"{POPPY}?part=meetings")
    hannah.meets_no_barrier()
    hannah.main.get_by_role("button", name="Add a meeting").click()
    hannah.meets_no_barrier()
    hannah.fills("Notes", "Agreed who speaks with the carers.")
    hannah.presses("Add to the record")
    hannah.is_told("Enter")
    hannah.finds_written("Notes", "Agreed who speaks with the carers.")
    hannah.meets_no_barrier()


def test_before_a_removal_the_coordinator_sees_what_it_would_leave_open(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.opens(f"{POPPY}?part=monitoring")
    fiona.main.get_by_role("link", name="see first what it would leave open").click()
    fiona.is_at("Before you remove")
    fiona.meets_no_barrier()
    fiona.presses("Show what this would do")
    fiona.is_told("Select")
    fiona.meets_no_barrier()
    fiona.chooses("Recorded reason", "Risk reduced")
    fiona.chooses("Single agency")
    fiona.presses("Show what this would do")
    fiona.sees("If this is done today", "Removed from monitoring while at risk")
    fiona.meets_no_barrier()


def test_a_removal_that_opens_findings_waits_for_a_second_person_who_may_say_no(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.opens(f"{POPPY}?part=monitoring")
    fiona.main.get_by_role("link", name="see first what it would leave open").click()
    fiona.chooses("Recorded reason", "Risk reduced")
    fiona.chooses("Multi agency")
    fiona.presses("Show what this would do")
    fiona.sees("To go on, a second person has to agree")
    fiona.presses("Send for agreement")
    fiona.is_told("Enter your reasons")
    fiona.meets_no_barrier()
    fiona.fills("Your reasons", "The meeting saw less cause for concern.")
    offered = fiona.main.get_by_label("A second person, from another agency").locator("option")
    fiona.chooses("A second person, from another agency", next(o for o in offered.all_inner_texts() if "Zainab Qureshi" in o))
    fiona.presses("Send for agreement")
    fiona.sees("Sent to Zainab Qureshi for agreement", "waits for the agreement of Zainab Qureshi")
    fiona.meets_no_barrier()
    zainab = enter("zainab.qureshi")
    zainab.sees("Your agreement is asked for: Remove from")
    zainab.follows("Agree or not")
    zainab.is_at("Do you agree to remove Poppy Barlowe")
    zainab.meets_no_barrier()
    zainab.presses("Send my answer")
    zainab.is_told("Select whether you agree")
    zainab.meets_no_barrier()
    zainab.chooses("No, I do not agree: leave the record as it is")
    zainab.fills("Your reasons", "Three times missing in January.")
    zainab.presses("Send my answer")
    zainab.sees("The record stays as it is.", "Poppy Barlowe")
    fiona.opens("/")
    fiona.sees("not agreed to, not recorded", "Three times missing in January.")
    fiona.follows("Read it")
    fiona.sees("The meeting saw less cause for concern.")
    fiona.meets_no_barrier()
    fiona.presses("I have read this")
    fiona.does_not_see("not agreed to, not recorded")


def test_who_has_no_ground_is_refused_and_offered_the_emergency_view(enter: Enter) -> None:
    dele = enter("dele.akinwale")
    dele.opens("/children/E0112")
    dele.is_at("You may not do this")
    dele.does_not_see("Poppy Barlowe")
    dele.meets_no_barrier()
    dele.follows("Open this record in an emergency")
    dele.presses("Open the record")
    dele.is_told("Say")
    dele.meets_no_barrier()


def test_an_address_that_leads_nowhere_says_so(enter: Enter) -> None:
    hannah = enter("hannah.thorley")
    hannah.opens("/children/nobody")
    hannah.meets_no_barrier()
    expect(hannah.page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_timeline_opens_on_today_with_the_past_before_it(enter: Enter, scripts: bool) -> None:
    phone = enter("hannah.thorley", size=PHONE, scripts=scripts)
    phone.opens(POPPY)
    drawing, today = phone.main.locator(".draw"), phone.main.locator(".draw line.as-of")
    drawing.scroll_into_view_if_needed()
    expect(today).to_be_in_viewport()
    box, line = drawing.bounding_box(), today.bounding_box()
    assert box
    assert line
    assert 0.6 < (line["x"] - box["x"]) / box["width"] < 1


def test_on_a_phone_and_without_scripts_the_child_is_read(enter: Enter) -> None:
    phone = enter("hannah.thorley", size=PHONE)
    phone.opens(POPPY)
    phone.meets_no_barrier()
    plain = enter("hannah.thorley", scripts=False)
    plain.opens(POPPY)
    plain.follows("2 years")
    plain.sees("What needs doing")
    plain.follows("Assessments")
    plain.sees("Add an assessment")
