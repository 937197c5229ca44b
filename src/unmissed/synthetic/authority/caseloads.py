"""Who is allocated to whom: a child whose case is open goes to the practitioner of the team who has the fewest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from random import Random

from unmissed.synthetic.authority.staff import Staff


class Caseloads:
    """The open allocations of every practitioner, as children are given to them one after another."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._open: Counter[str] = Counter()

    def worker(self, team: str, chance: Random, *, still_open: bool, other_than: Collection[str] = ()) -> str:
        """A practitioner of the team: for an open case the one with the fewest, for an ended one any of them."""
        able = [worker for worker in self._staff.practitioners(team) if worker not in other_than]
        if not still_open:
            return chance.choice(able)
        worker = min(able, key=lambda each: (self._open[each], each))
        self._open[worker] += 1
        return worker
