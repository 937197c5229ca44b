"""What the loaded register lacked and is kept here from a day on, and the directory of services."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.journeys.facts import OURS, Facts
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


@pytest.fixture
def without_views(facts: Facts) -> Iterator[None]:
    """The record as if the register that was loaded had not brought anybody's views."""

    def says(lacks: str) -> None:
        with closing(sqlite3.connect(facts.file, timeout=20)) as con, con:
            con.execute(f"update people_partnership set lacks = ? where id = {OURS}", [lacks])

    before = str(facts.one(f"select lacks from people_partnership where id = {OURS}"))
    says('{"views": null}')
    yield
    says(before)


@pytest.mark.usefixtures("without_views")
def test_a_coordinator_decides_what_is_kept_here_and_takes_it_back(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.opens("/kept-here")
    fiona.sees("Not kept here yet")
    fiona.meets_no_barrier()
    fiona.main.get_by_role("link", name="Decide").click()
    fiona.meets_no_barrier()
    fiona.presses("Show what it would open")
    fiona.is_told("Enter")
    fiona.meets_no_barrier()
    fiona.fills_day("Kept here from", "1", "1", "2026")
    fiona.fills("Why that is true", "Every view since the new year was entered.")
    fiona.presses("Show what it would open")
    fiona.sees("Kept here from 1 January 2026: what would be open today")
    fiona.meets_no_barrier()
    fiona.presses("Decide: kept here from 1 January 2026")
    fiona.sees("Kept here from 1 January 2026")
    fiona.main.get_by_role("link", name="Change").click()
    fiona.presses("It is not kept here")
    fiona.is_told("Enter")
    fiona.meets_no_barrier()
    fiona.fills("Why it is not kept here after all", "Two teams still write elsewhere.")
    fiona.presses("It is not kept here")
    fiona.sees("Not kept here yet")


def test_a_service_is_added_to_the_directory_corrected_and_withdrawn(enter: Enter) -> None:
    fiona = enter("fiona.ravenhill")
    fiona.opens("/services")
    fiona.presses("Add a service")
    fiona.fills("Service", "Boathouse")
    fiona.presses("Add to the directory")
    fiona.follows("Boathouse")
    fiona.meets_no_barrier()
    fiona.fills("Provider", "The port")
    fiona.presses("Save the correction")
    fiona.is_told("Enter")
    fiona.meets_no_barrier()
    fiona.fills("Why this is changed", "They asked for it.")
    fiona.presses("Save the correction")
    fiona.opens("/services")
    fiona.sees("The port")
    fiona.follows("Boathouse")
    fiona.presses("Withdraw the entry")
    fiona.is_told("Enter")
    fiona.meets_no_barrier()
    fiona.fills("Why this should not be in the directory", "It closed.")
    fiona.presses("Withdraw the entry")
    fiona.opens("/services")
    fiona.does_not_see("Boathouse")
