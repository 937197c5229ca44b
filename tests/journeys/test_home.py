"""Home: what needs me today."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.facts import Facts
from tests.journeys.opening import PHONE
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_a_practitioner_goes_from_home_to_the_one_next_step(enter: Enter, facts: Facts) -> None:
    worker = enter(facts.busy())
    worker.is_at("What needs me today")
    worker.sees("Waiting now", "Falls due in 14 days", "open for")
    worker.meets_no_barrier()
    step = worker.main.get_by_role("link", name=re.compile("^Acknowledge")).first
    what = step.inner_text().partition(":")[2].rpartition(",")[0].strip()
    step.click()
    worker.is_at(f"Acknowledge: {what}")


def test_a_manager_sees_what_nobody_of_the_team_holds(enter: Enter, facts: Facts) -> None:
    head = enter(facts.head_with_unheld())
    head.sees("critical in my team that nobody holds")
    head.meets_no_barrier()
    head.main.get_by_role("link", name="critical in my").click()
    head.is_at("Findings")
    head.sees("nobody yet")


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


def test_on_a_phone_and_without_scripts_home_says_the_same(enter: Enter, facts: Facts) -> None:
    phone = enter(facts.busy(), size=PHONE)
    said = phone.main.get_by_role("listitem").all_inner_texts()
    assert said
    phone.meets_no_barrier()
    plain = enter(facts.busy(), scripts=False)
    assert plain.main.get_by_role("listitem").count() == len(said)
    plain.goes_to("Tracker")
    plain.is_at("Children in view")


def test_a_person_of_another_agency_sees_at_home_what_is_theirs_alone(enter: Enter, facts: Facts) -> None:
    zainab = enter("zainab.qureshi")
    zainab.is_at("What needs me today")
    zainab.does_not_see(facts.name(facts.unseen("zainab.qureshi")))
