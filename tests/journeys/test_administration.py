"""Administration: agencies, people, roles and the policy, and nothing of any child."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_an_administrator_adds_a_person_who_gets_a_one_time_password(enter: Enter) -> None:
    katya = enter("katya.morozik")
    katya.goes_to("Administration")
    katya.meets_no_barrier()
    katya.follows("People")
    katya.meets_no_barrier()
    katya.follows("Add a person")
    katya.fills("Full name", "Robin Ashby")
    katya.presses("Save")
    katya.is_told("Enter")
    katya.finds_written("Full name", "Robin Ashby")
    katya.meets_no_barrier()


def test_a_name_that_nobody_has_finds_nobody(enter: Enter) -> None:
    katya = enter("katya.morozik")
    katya.opens("/administration/people")
    katya.fills("Name or sign-in name", "nobody of that name")
    katya.presses("Find")
    katya.sees("Nobody has this name")
    katya.meets_no_barrier()


def test_a_local_time_limit_needs_its_source(enter: Enter) -> None:
    katya = enter("katya.morozik")
    katya.opens("/policy")
    katya.meets_no_barrier()
    katya.main.get_by_role("link", name="Change review days").click()
    katya.meets_no_barrier()
    katya.presses("Save")
    katya.is_told("Enter")
    katya.meets_no_barrier()


@pytest.mark.parametrize("page", ["agencies", "agencies/add", "second-factor"])
def test_nobody_is_kept_out_of_the_other_pages(enter: Enter, page: str) -> None:
    katya = enter("katya.morozik")
    katya.opens(f"/administration/{page}")
    expect(katya.page.get_by_role("heading", level=1)).to_be_visible()
    katya.meets_no_barrier()


def test_without_scripts_a_team_is_added(enter: Enter) -> None:
    katya = enter("katya.morozik", scripts=False)
    katya.opens("/administration/agencies")
    katya.main.get_by_role("link", name="Add a team to Ellermouth Police").click()
    katya.fills("Name", "Harbour Team")
    katya.presses("Save")
    katya.sees("Harbour Team")


def test_an_administrator_sees_no_child(enter: Enter) -> None:
    katya = enter("katya.morozik")
    katya.opens("/tracker")
    katya.is_at("You may not do this")
