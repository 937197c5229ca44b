"""Figures: how many and for how long, for those who may count and need not know who."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.facts import OURS, Facts
from tests.journeys.somebody import Somebody

pytestmark = pytest.mark.browser
Enter = Callable[..., Somebody]


def test_an_analyst_takes_a_figure_out_and_sees_no_child(enter: Enter, facts: Facts) -> None:
    anil = enter("anil.deshpal")
    anil.goes_to("Figures")
    anil.sees("Children in view, by level and harm", "No child can be recognised here")
    assert anil.takes_out("Take this out as CSV").endswith(".csv")
    names = {row[0] for row in facts.rows(f"select name from findings_standing where in_view and partnership_id = {OURS}")}
    assert not [name for name in names if name and name in anil.main.inner_text()]
    anil.opens("/tracker")
    anil.is_at("You may not do this")
    anil.does_not_see(facts.name(facts.troubled()))
    anil.meets_no_barrier()


def test_small_numbers_are_hidden_from_an_analyst(enter: Enter) -> None:
    anil = enter("anil.deshpal", scripts=False)
    anil.goes_to("Figures")
    cells = [cell.strip() for cell in anil.main.get_by_role("cell").all_inner_texts()]
    counts = [int(cell) for cell in cells if cell.isdigit()]
    assert "[c]" in cells
    assert not [count for count in counts if 0 < count < 5]
