"""Administration: agencies, people, roles and the policy, and nothing of any child."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_an_administrator_adds_a_person_who_signs_in_and_chooses_a_password(enter: Enter) -> None:
    katya = enter("katya.morozik")
    katya.goes_to("Administration")
    katya.follows("People")
    katya.follows("Add a person")
    katya.fills("Full name", "Robin Ashby")
    katya.presses("Save")
    katya.is_told("Enter")
    katya.finds_written("Full name", "Robin Ashby")
    katya.meets_no_barrier()
    katya.fills("Sign-in name", "robin.ashby")
    katya.chooses("Role", "Partner agency")
    katya.chooses("Agency", "Ellermouth Health")
    katya.presses("Save")
    katya.is_at("One-time password")
    katya.meets_no_barrier()
    once = katya.main.locator("code, .govuk-panel__body strong, .govuk-panel__body").last.inner_text().split()[-1]
    robin = enter()
    robin.signs_in("robin.ashby", once)
    robin.is_at("Choose a new password")
    robin.meets_no_barrier()
    robin.presses("Change the password")
    robin.is_told("Enter")
    robin.meets_no_barrier()


def test_a_person_who_is_deactivated_cannot_sign_in(enter: Enter) -> None:
    katya = enter("katya.morozik")
    katya.opens("/administration/people?words=ines.carvalho")
    katya.follows("Ines Carvalho")
    katya.presses("Deactivate")
    katya.sees("Ines Carvalho: may no longer sign in")
    ines = enter()
    ines.signs_in("ines.carvalho")
    ines.sees("The sign-in name or the password is wrong")


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
    katya.fills("Where the local value comes from", "Procedure 4.2, agreed by the board")
    katya.fills("Local value", "77")
    katya.presses("Save")
    katya.sees("The policy is changed", "77 days", "Procedure 4.2, agreed by the board")
    katya.meets_no_barrier()
    katya.main.get_by_role("link", name="Change review days").click()
    katya.fills("Why the default holds again", "The board took it back.")
    katya.presses("Go back to the default")
    katya.does_not_see("Procedure 4.2, agreed by the board")


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
