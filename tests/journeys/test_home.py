"""Home: what needs me today."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.opening import PHONE
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_a_practitioner_goes_from_home_to_the_one_next_step(enter: Enter) -> None:
    amara = enter("amara.okafor")
    amara.is_at("What needs me today")
    amara.sees("Waiting now", "Falls due in 14 days", "days ago")
    amara.meets_no_barrier()
    amara.follows("Acknowledge: Turnover of social workers, Tegan Malikson")
    amara.is_at("Acknowledge: Turnover of social workers")


def test_a_manager_to_whom_nothing_was_given_sees_what_nobody_holds(enter: Enter) -> None:
    dawn = enter("dawn.whitlock")
    dawn.sees("Nothing was given to you", "critical in my team that nobody holds")
    dawn.meets_no_barrier()
    dawn.main.get_by_role("link", name="critical in my").click()
    dawn.is_at("Findings")
    dawn.sees("nobody yet")


def test_a_chair_sees_the_concerns_that_wait_for_an_answer(enter: Enter) -> None:
    gareth = enter("gareth.prosser")
    gareth.sees("Concern to answer")
    gareth.follows("Answer: Concern to answer")
    gareth.is_at("Answer a concern")


@pytest.mark.parametrize(
    ("name", "place"),
    [("anil.deshpal", "Figures"), ("katya.morozik", "Administration"), ("judith.marwood", "Trail")],
    ids=["analyst", "administrator", "auditor"],
)
def test_who_has_no_casework_finds_the_way_to_their_own_work(enter: Enter, name: str, place: str) -> None:
    person = enter(name)
    person.does_not_see("Waiting now")
    person.meets_no_barrier()
    person.follows(place)
    person.is_at(place)


def test_on_a_phone_and_without_scripts_home_says_the_same(enter: Enter) -> None:
    amara = enter("amara.okafor", size=PHONE)
    amara.sees("Tegan Malikson", "Turnover of social workers")
    amara.meets_no_barrier()
    plain = enter("amara.okafor", scripts=False)
    plain.sees("Tegan Malikson")
    plain.goes_to("Tracker")
    plain.is_at("Children in view")


def test_a_person_of_another_agency_has_an_empty_home(enter: Enter) -> None:
    neil = enter("neil.braddock")
    expect(neil.main.get_by_role("listitem")).to_have_count(0)
    neil.sees("Nothing waits for you today")
