"""The trail: who looked, who changed, who took out, who was refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.facts import Facts
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_an_auditor_verifies_the_trail_and_takes_it_out(enter: Enter) -> None:
    judith = enter("judith.marwood")
    judith.goes_to("Trail")
    judith.sees("Entries are only ever added.", "Judith Marwood")
    judith.meets_no_barrier()
    judith.presses("Have the whole trail verified")
    judith.sees("The whole trail is being verified")
    judith.meets_no_barrier()
    assert judith.takes_out("Take these entries out as CSV").endswith(".csv")


def test_a_date_that_is_none_is_kept_and_named(enter: Enter) -> None:
    judith = enter("judith.marwood")
    judith.goes_to("Trail")
    judith.fills_day("From", "31", "2", "2026")
    judith.presses("Apply filters")
    judith.is_told("From")
    judith.meets_no_barrier()


def test_a_filter_that_fits_no_entry_says_so(enter: Enter) -> None:
    judith = enter("judith.marwood")
    judith.goes_to("Trail")
    judith.fills("Child’s number", "no such number")
    judith.presses("Apply filters")
    judith.sees("No entry fits")
    judith.meets_no_barrier()


def test_who_has_looked_at_one_child_is_read_without_scripts(enter: Enter, facts: Facts) -> None:
    fiona = enter("fiona.ravenhill", scripts=False)
    fiona.opens(f"/children/{facts.troubled()}")
    fiona.follows("Who has looked")
    fiona.is_at("Who has looked")
    fiona.sees("Fiona Ravenhill", "Looked at the child’s record")


def test_a_practitioner_is_refused(enter: Enter) -> None:
    amara = enter("amara.okafor")
    amara.opens("/trail")
    amara.is_at("You may not do this")
    amara.meets_no_barrier()
