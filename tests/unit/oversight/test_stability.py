"""Workers and placements: how many, and how long they stay."""

from __future__ import annotations

import pytest

from tests.unit.oversight.conftest import Known, row_of
from unmissed.oversight.figure import OversightError
from unmissed.oversight.stability import stability

CHILDREN = [{"child_id": "A", "date_of_birth": "2005-01-01"}, {"child_id": "B", "date_of_birth": "2005-01-01"}]


def worker(child: str, who: str, on: str, off: str | None = None, role: str = "social_worker") -> dict[str, object]:
    return {"child_id": child, "worker_id": who, "role": role, "started_on": on, "ended_on": off}


def test_workers_and_placements_worked_by_hand(known: Known) -> None:
    """As of 1 January 2020: 730 days back is 1 January 2018, 365 days back 1 January 2019."""
    workers = [
        worker("A", "w0", "2017-01-01", "2017-12-31"),
        worker("A", "w1", "2017-06-01", "2018-01-01"),
        worker("A", "w2", "2018-01-01", "2018-06-01"),
        worker("A", "w2", "2018-07-01", "2018-08-01"),
        worker("A", "w3", "2018-09-01", "2018-10-01"),
        worker("A", "w4", "2019-09-01"),
        worker("A", "w5", "2019-09-01", role="youth_worker"),
        worker("B", "w1", "2019-01-01"),
    ]
    placements = [
        {"child_id": "A", "kind": "foster", "started_on": "2018-12-31", "ended_on": "2019-01-31"},
        {"child_id": "A", "kind": "foster", "started_on": "2019-02-01", "ended_on": "2019-05-12"},
    ]
    sheet = stability(known({"children": CHILDREN, "workers": workers, "placements": placements}, "2020-01-01"))
    held = sheet.figure("workers-held")
    assert [(row["workers"], row["children"], row["too_many"]) for row in held.records()] == [(1, 1, False), (4, 1, True)]
    assert held.title == "1 of 2 children had 4 social workers or more within 730 days"
    begun = row_of(sheet.figure("placements-begun"), placements=1)
    assert (begun["children"], begun["share"], begun["too_many"]) == (1, 100.0, False)
    foster = row_of(sheet.figure("stays"), what="placement: foster")
    assert (foster["begun"], foster["running"], foster["median_days"], foster["share_stable"]) == (2, 0, 31, 0.0)


def test_a_stay_that_still_runs_counts_as_that_long_at_least(known: Known) -> None:
    """Two ended, after 100 and 200 days; one has run for 365: a third lasts a year or longer."""
    workers = [
        worker("A", "w1", "2018-01-01", "2018-04-11"),
        worker("A", "w2", "2018-01-01", "2018-07-20"),
        worker("B", "w3", "2018-01-01"),
    ]
    row = row_of(stability(known({"children": CHILDREN, "workers": workers}, "2019-01-01")).figure("stays"), what="social worker")
    assert (row["running"], row["median_days"], row["share_stable"]) == (1, 200, 33.3)


def test_a_register_with_neither_table_is_refused(known: Known) -> None:
    with pytest.raises(OversightError, match=r"stability cannot be counted.*no table workers.*no table placements"):
        stability(known({"children": CHILDREN}, "2019-01-01", lacks=["workers", "placements"]))
    sheet = stability(
        known({"children": CHILDREN, "workers": [worker("A", "w", "2018-01-01")]}, "2019-01-01", lacks=["placements"])
    )
    assert "Not seen: the register has no table placements." in sheet.figure("stays").limits
