"""The tracker: who is in view, and who is about to fall out of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.facts import OURS, Facts
from tests.journeys.opening import PHONE
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_a_coordinator_narrows_the_list_down_to_those_in_nobodys_sight_and_takes_it_out(enter: Enter, facts: Facts) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.goes_to("Tracker")
    fiona.sees("children in view", f"{facts.in_view('fiona.ravenhill')} children")
    fiona.meets_no_barrier()
    fiona.main.get_by_role("link", name="at risk and on no list").click()
    sql = f"select count(*) from findings_standing where partnership_id = {OURS} and at_risk and not kept_in_sight"
    fiona.sees(f"{facts.one(sql)} children", "Removed from monitoring while at risk", "Take this list out")
    fiona.meets_no_barrier()
    assert fiona.takes_out("CSV").endswith(".csv")
    assert fiona.takes_out("Excel").endswith(".xlsx")


def test_a_practitioner_sees_only_children_of_her_own_work_and_keeps_a_filter(enter: Enter) -> None:
    amara = enter("amara.okafor")
    amara.goes_to("Tracker")
    amara.chooses("Level", "Medium")
    amara.presses("Apply filters")
    amara.sees("Keep this filter")
    amara.presses("Save")
    amara.is_told("Enter")
    amara.meets_no_barrier()
    amara.fills("Save this filter as", "Medium in my team")
    amara.presses("Save")
    expect(
        amara.page.get_by_role("navigation", name="Saved filters").get_by_role("link", name="Medium in my team")
    ).to_be_visible()
    amara.meets_no_barrier()


def test_a_filter_that_fits_nobody_says_so_and_how_to_see_more(enter: Enter, facts: Facts) -> None:
    amara = enter("amara.okafor")
    amara.goes_to("Tracker")
    amara.fills("Name or identifier", "nobody of that name")
    amara.presses("Apply filters")
    amara.sees("No child fits these filters")
    amara.finds_written("Name or identifier", "nobody of that name")
    amara.meets_no_barrier()
    amara.follows("Clear filters")
    amara.sees(f"{facts.in_view('amara.okafor')} children")


def test_the_list_is_sorted_by_its_heads(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.goes_to("Tracker")
    fiona.main.get_by_role("columnheader", name="Level").get_by_role("link").click()
    expect(fiona.main.get_by_role("columnheader", name="Level")).to_have_attribute("aria-sort", "ascending")
    fiona.main.get_by_role("columnheader", name="Level").get_by_role("link").click()
    expect(fiona.main.get_by_role("columnheader", name="Level")).to_have_attribute("aria-sort", "descending")


def test_on_a_phone_the_tracker_does_not_scroll_sideways_and_its_filters_open(enter: Enter) -> None:
    amara = enter("amara.okafor", size=PHONE)
    amara.opens("/tracker")
    amara.presses("Show filter")
    amara.chooses("Harm", "Known")
    amara.presses("Apply filters")
    amara.sees("Children in view")
    amara.meets_no_barrier()


def test_without_scripts_the_list_is_filtered_and_a_child_opened(enter: Enter, facts: Facts) -> None:
    child, _ = facts.seen("child", "amara.okafor") or pytest.fail("she sees none")
    amara = enter("amara.okafor", scripts=False)
    amara.goes_to("Tracker")
    amara.fills("Name or identifier", facts.name(child))
    amara.presses("Apply filters")
    amara.sees("1 child")
    amara.follows(facts.name(child))
    amara.is_at(facts.name(child))


def test_a_person_of_another_agency_sees_its_own_children_alone(enter: Enter, facts: Facts) -> None:
    neil = enter("neil.braddock")
    neil.goes_to("Tracker")
    assert facts.in_view("neil.braddock") < facts.in_view("fiona.ravenhill")
    neil.sees(f"{facts.in_view('neil.braddock')} children")
    neil.does_not_see(facts.name(facts.unseen("neil.braddock")))
