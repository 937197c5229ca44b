"""A child's page: one life, not one snapshot; and the page before a decision."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from scripts.demonstration import DAY
from tests.journeys.facts import Facts
from tests.journeys.opening import PHONE
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


class Child(NamedTuple):
    """A child of the record: where the page stands, and who works with the child."""

    path: str
    name: str
    number: str
    worker: str


@pytest.fixture
def poppy(facts: Facts) -> Child:
    """High, harm known, on a list, missing more than once."""
    return child_of(facts, facts.troubled())


def child_of(facts: Facts, number: str) -> Child:
    return Child(f"/children/{number}", facts.name(number), number, facts.worker(number))


def short(day: str) -> str:
    return f"{date.fromisoformat(day):%-d %b %Y}"


def in_words(day: str) -> str:
    return f"{date.fromisoformat(day):%-d %B %Y}"


def test_a_practitioner_reads_one_childs_life(enter: Enter, facts: Facts, poppy: Child) -> None:
    hannah = enter(poppy.worker)
    hannah.opens(poppy.path)
    hannah.is_at(poppy.name)
    harm, level = facts.rows("select harm_on, level_on from findings_standing where child_id = :it", it=poppy.number)[0]
    hannah.sees(f"last recorded {short(harm)}", f"judged {short(level)}", "What needs doing", "What closes it")
    expect(hannah.main.get_by_role("img", name="the table after it says the same")).to_be_visible()
    hannah.meets_no_barrier()
    hannah.follows("6 months")
    expect(hannah.main.get_by_role("link", name="6 months")).to_have_attribute("aria-current", "true")


def test_a_practitioner_reads_the_page_and_its_timeline_with_the_keyboard_alone(enter: Enter, poppy: Child) -> None:
    hannah = enter(poppy.worker)
    hannah.opens(poppy.path)
    hannah.strikes("Tab")
    expect(hannah.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    hannah.strikes("Enter")
    hannah.tabs_to(hannah.main.get_by_role("link", name="2 years"))
    hannah.strikes("Enter")
    expect(hannah.main.get_by_role("link", name="2 years")).to_have_attribute("aria-current", "true")
    hannah.tabs_to(hannah.main.locator("summary").filter(has_text="The timeline as a table"))
    hannah.strikes("Enter")
    expect(hannah.main.get_by_role("table", name=f"What was known of this life on {DAY:%-d %B %Y}")).to_be_visible()
    hannah.tabs_to(hannah.main.get_by_role("link", name="What happened with it").first)
    hannah.strikes("Enter")
    hannah.sees("What happened with it")


def test_the_page_is_shown_as_it_was_known_on_a_past_day(enter: Enter, facts: Facts, poppy: Child) -> None:
    sql = "select max(opened_on) from findings_finding where child_id = :it and closed_on is null and opened_on <= :day"
    newest = date.fromisoformat(facts.one(sql, it=poppy.number))
    before = newest - timedelta(days=1)
    hannah = enter(poppy.worker)
    hannah.opens(poppy.path)
    hannah.sees(f"Open since {in_words(newest.isoformat())}")
    hannah.main.locator("summary").filter(has_text="look back to another day").click()
    hannah.fills_day("Day to look back to", str(before.day), str(before.month), str(before.year))
    hannah.presses("Show that day")
    hannah.sees(f"As known on {in_words(before.isoformat())}.", "Nothing can be changed here.")
    hannah.does_not_see(f"Open since {in_words(newest.isoformat())}", "Acknowledge")
    hannah.meets_no_barrier()


def test_a_date_that_is_none_is_refused_in_words(enter: Enter, poppy: Child) -> None:
    hannah = enter(poppy.worker)
    hannah.opens(f"{poppy.path}?on=2025-02-30")
    hannah.sees("The date to look back to must be a real date")
    hannah.meets_no_barrier()


def test_a_record_is_added_and_what_was_typed_survives_an_error(enter: Enter, poppy: Child) -> None:
    hannah = enter(poppy.worker)
    hannah.opens(f"{poppy.path}?part=meetings")
    hannah.meets_no_barrier()
    hannah.main.get_by_role("button", name="Add a meeting").click()
    hannah.meets_no_barrier()
    hannah.fills("Notes", "Agreed who speaks with the carers.")
    hannah.presses("Add to the record")
    hannah.is_told("Enter")
    hannah.finds_written("Notes", "Agreed who speaks with the carers.")
    hannah.meets_no_barrier()


def test_a_meeting_is_added_corrected_and_withdrawn_and_every_version_stays(enter: Enter, poppy: Child) -> None:
    hannah = enter(poppy.worker)
    hannah.opens(f"{poppy.path}/add/meetings")
    hannah.fills_day("Held on", "13", "3", "2026")
    hannah.chooses("Kind", "Strategy")
    hannah.fills("Notes", "Agreed who speaks with the carers.")
    hannah.presses("Add to the record")
    hannah.sees("is in the record", "13 March 2026")
    hannah.meets_no_barrier()
    hannah.presses("Correct")
    hannah.fills_day("Held on", "12", "3", "2026")
    hannah.presses("Save the correction")
    hannah.is_told("Enter why")
    hannah.meets_no_barrier()
    hannah.fills("Why this is changed", "It was held on the Thursday.")
    hannah.presses("Save the correction")
    hannah.sees("It was held on the Thursday.", "12 March 2026")
    hannah.meets_no_barrier()
    hannah.follows("Withdraw")
    hannah.meets_no_barrier()
    hannah.fills("Why this should not be in the record", "It was another child's meeting.")
    hannah.presses("Withdraw the meeting")
    hannah.sees("It was another child's meeting.", "It was held on the Thursday.")
    hannah.meets_no_barrier()


def test_two_people_correct_one_record_and_neither_loses_a_word(enter: Enter, facts: Facts, poppy: Child) -> None:
    sql = "select episode_id from record_missing_episodes where child_id = :it order by started_on"
    path = f"{poppy.path}/records/missing_episodes/{facts.one(sql, it=poppy.number)}/correct"
    hannah, fiona = enter(poppy.worker), enter("fiona.ravenhill")
    hannah.opens(path)
    fiona.opens(path)
    fiona.fills("Notes", "The police list says so.")
    fiona.fills("Why this is changed", "The list came.")
    fiona.presses("Save the correction")
    hannah.fills("Notes", "Her carer told me so.")
    hannah.fills("Why this is changed", "I spoke with the carer.")
    hannah.presses("Save the correction")
    hannah.is_at("Fiona Ravenhill changed this record while you were writing")
    hannah.sees("The police list says so.", "Her carer told me so.", "I spoke with the carer.")
    hannah.meets_no_barrier()
    hannah.presses("Save the correction")
    hannah.sees("I spoke with the carer.", "The list came.")


def test_a_practitioner_adds_an_event_with_the_keyboard_alone(enter: Enter, poppy: Child) -> None:
    hannah = enter(poppy.worker)
    hannah.opens(f"{poppy.path}?part=events")
    hannah.tabs_to(hannah.main.get_by_role("button", name="Add an event"))
    hannah.strikes("Enter")
    hannah.is_at("Add an event")
    day = hannah.main.get_by_role("group", name="Occurred on")
    for part, text in (("Day", "10"), ("Month", "3"), ("Year", "2026")):
        hannah.tabs_to(day.get_by_label(part, exact=True))
        hannah.types(text)
    hannah.tabs_to(hannah.main.get_by_label("Kind", exact=True))
    hannah.types("Other")
    hannah.tabs_to(hannah.main.get_by_role("button", name="Add to the record"))
    hannah.strikes("Enter")
    hannah.sees("is in the record", "10 March 2026")


def test_a_child_is_added_once(enter: Enter, facts: Facts, poppy: Child) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.goes_to("Tracker")
    fiona.presses("Add a child")
    fiona.fills("Name", poppy.name)
    born = date.fromisoformat(facts.one("select date_of_birth from record_children where child_id = :it", it=poppy.number))
    fiona.fills_day("Date of birth", str(born.day), str(born.month), str(born.year))
    fiona.presses("Search and add")
    fiona.sees(poppy.name)
    fiona.meets_no_barrier()


def test_before_a_removal_the_coordinator_sees_what_it_would_leave_open(enter: Enter, facts: Facts) -> None:
    path = f"/children/{facts.listed(facts.troubled())}"
    fiona = enter("fiona.ravenhill")
    fiona.opens(f"{path}?part=monitoring")
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


def test_a_removal_that_opens_findings_waits_for_a_second_person_who_may_say_no(enter: Enter, facts: Facts) -> None:
    number = facts.listed(facts.troubled())
    path, name = f"/children/{number}", facts.name(number)
    fiona = enter("fiona.ravenhill")
    fiona.opens(f"{path}?part=monitoring")
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
    zainab.is_at(f"Do you agree to remove {name}")
    zainab.meets_no_barrier()
    zainab.presses("Send my answer")
    zainab.is_told("Select whether you agree")
    zainab.meets_no_barrier()
    zainab.chooses("No, I do not agree: leave the record as it is")
    zainab.fills("Your reasons", "Three times missing in January.")
    zainab.presses("Send my answer")
    zainab.sees("The record stays as it is.", name)
    fiona.opens("/")
    fiona.sees("not agreed to, not recorded", "Three times missing in January.")
    fiona.follows("Read it")
    fiona.sees("The meeting saw less cause for concern.")
    fiona.meets_no_barrier()
    fiona.presses("I have read this")
    fiona.does_not_see("not agreed to, not recorded")


def test_an_emergency_view_is_seen_and_noted_by_the_childs_manager(enter: Enter, facts: Facts) -> None:
    number = facts.supervised("dele.akinwale")
    path, name, manager = f"/children/{number}", facts.name(number), facts.manager(number)
    dele = enter("dele.akinwale")
    dele.opens(path)
    dele.is_at("You may not do this")
    dele.does_not_see(name)
    dele.meets_no_barrier()
    dele.follows("Open this record in an emergency")
    dele.presses("Open the record")
    dele.is_told("Say")
    dele.meets_no_barrier()
    dele.fills("Why must you see this record now?", "The carer rang: nobody knows where the child is.")
    dele.chooses("1 hour")
    dele.presses("Open the record")
    dele.is_at(name)
    dele.sees("You opened this record in an emergency")
    dele.meets_no_barrier()
    head = enter(manager)
    head.sees("Opened in an emergency")
    head.follows(f"Note it: Opened in an emergency, {name}")
    head.sees("The carer rang: nobody knows where the child is.", "Dele Akinwale")
    head.meets_no_barrier()
    head.presses("I have seen this")
    head.sees("Noted")
    head.meets_no_barrier()
    head.opens("/")
    head.does_not_see(f"Note it: Opened in an emergency, {name}", "The carer rang: nobody knows where the child is.")
    head.opens(f"{path}/trail")
    head.sees("The carer rang: nobody knows where the child is.")


def test_a_restricted_record_is_seen_by_those_who_are_named_alone(enter: Enter, facts: Facts) -> None:
    number = facts.supervised()
    path, worker, name = f"/children/{number}", facts.worker(number), facts.name(number)
    colleague = facts.colleague(worker)
    head = enter(facts.manager(number))
    head.opens(path)
    head.follows("Restrict this record to named people")
    head.presses("Restrict the record")
    head.is_told("Say why")
    head.meets_no_barrier()
    head.fills("Why must others not see this record?", "Somebody who works here knows the family.")
    named = head.main.get_by_role("checkbox", checked=True)
    while named.count():
        named.first.uncheck()
    head.main.get_by_label(re.compile(rf"^\s*{facts.person(worker)},")).check()
    head.presses("Restrict the record")
    head.sees("The record is restricted", facts.person(worker))
    head.meets_no_barrier()
    other = enter(colleague)
    other.opens(path)
    other.is_at("You may not do this")
    other.does_not_see(name)
    enter(worker).opens(path)
    head.presses("Lift the restriction")
    head.is_told("Say why")
    head.meets_no_barrier()
    head.fills("Why may others see it again?", "She has left.")
    head.presses("Lift the restriction")
    head.sees("The restriction is lifted")
    other.opens(path)
    other.is_at(name)


def test_an_address_that_leads_nowhere_says_so(enter: Enter, poppy: Child) -> None:
    hannah = enter(poppy.worker)
    hannah.opens("/children/nobody")
    hannah.meets_no_barrier()
    expect(hannah.page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_timeline_opens_on_today_with_the_past_before_it(enter: Enter, poppy: Child, scripts: bool) -> None:
    phone = enter(poppy.worker, size=PHONE, scripts=scripts)
    phone.opens(poppy.path)
    drawing, today = phone.main.locator(".draw"), phone.main.locator(".draw line.as-of")
    drawing.scroll_into_view_if_needed()
    expect(today).to_be_in_viewport()
    box, line = drawing.bounding_box(), today.bounding_box()
    assert box
    assert line
    assert 0.6 < (line["x"] - box["x"]) / box["width"] < 1


def test_on_a_phone_and_without_scripts_the_child_is_read(enter: Enter, poppy: Child) -> None:
    phone = enter(poppy.worker, size=PHONE)
    phone.opens(poppy.path)
    phone.meets_no_barrier()
    plain = enter(poppy.worker, scripts=False)
    plain.opens(poppy.path)
    plain.follows("2 years")
    plain.sees("What needs doing")
    plain.follows("Assessments")
    plain.sees("Add an assessment")


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_whoever_chooses_a_part_is_led_to_its_heading(enter: Enter, poppy: Child, scripts: bool) -> None:
    phone = enter(poppy.worker, size=PHONE, scripts=scripts)
    phone.opens(poppy.path)
    timeline = phone.main.get_by_role("heading", level=2, name="Timeline")
    expect(timeline).to_be_in_viewport()
    phone.main.get_by_role("button", name="Part of the record Story").click()
    if scripts:
        phone.meets_no_barrier()
    phone.follows("Workers")
    heading = phone.main.get_by_role("heading", level=2, name="Workers")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(phone.main.get_by_role("button", name="Part of the record Workers")).to_be_in_viewport()
    assert phone.height_of(heading) < 150
    expect(phone.main.get_by_role("link", name="Concerns")).to_be_hidden()


def test_on_a_phone_the_parts_are_chosen_with_the_keyboard_alone(enter: Enter, poppy: Child) -> None:
    phone = enter(poppy.worker, size=PHONE)
    phone.opens(f"{poppy.path}?part=services")
    choice = phone.main.get_by_role("button", name="Part of the record Services")
    phone.tabs_to(choice)
    phone.strikes("Enter")
    here = phone.main.get_by_role("link", name=re.compile("^Services"))
    expect(here).to_have_attribute("aria-current", "page")
    phone.strikes("Escape")
    expect(here).to_be_hidden()
    expect(choice).to_be_focused()
    phone.strikes("Enter")
    phone.tabs_to(here)
    phone.strikes("Enter")
    expect(here).to_be_hidden()
    expect(phone.main.get_by_role("heading", level=2, name="Services")).to_be_in_viewport()


def test_on_a_desktop_the_parts_stand_side_by_side_and_harm_and_level_stay_in_sight(enter: Enter, poppy: Child) -> None:
    hannah = enter(poppy.worker)
    hannah.opens(poppy.path)
    expect(hannah.main.get_by_role("button", name="Part of the record")).to_be_hidden()
    hannah.follows("Workers")
    expect(hannah.main.get_by_role("link", name="Workers")).to_have_attribute("aria-current", "page")
    expect(hannah.main.get_by_role("heading", level=2, name="Workers")).to_be_in_viewport()
    assert hannah.page.evaluate("scrollY") == 0
