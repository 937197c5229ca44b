"""Contender (c): pm4py's temporal profile for review-overdue. Usage: pm4py_one.py REGISTER AS_OF OUT

A temporal profile bounds the time between two activities of a case. So it can say which consecutive completed assessments lie
more than 84 days apart, once each has a number in its name (it would else compare every pair of a child's assessments), and with
an artificial last activity on the as-of date, since when none has been completed.

It cannot express the rest of the check: whether the child was in view, what was known when, a clock that starts when the
child comes into view, the 18th birthday, nor an interval that opens and closes. So its answer is a list of gaps and no
finding; none of the other five checks (one thing missing after another, levels, counts of different workers) is a time
between two activities.
"""

from __future__ import annotations

import sys
import warnings

import pandas as pd

from benchmarks.phases import Phases

REVIEW_DAYS = 84
DAY = 86_400.0


def main(register: str, as_of: str, out: str) -> None:
    phases = Phases()
    warnings.filterwarnings("ignore")
    import pm4py  # noqa: PLC0415 - its import is part of what a user waits for, and told apart

    phases.done("import pm4py")
    log, profile = event_log(register, pd.Timestamp(as_of))
    phases.done("event log")
    deviations = pm4py.conformance_temporal_profile(log, profile, zeta=1.0)
    phases.done("temporal profile")
    cases = log["case:concept:name"].unique()
    found = [(case, gap[2] / DAY) for case, gaps in zip(cases, deviations, strict=True) for gap in gaps]
    pd.DataFrame(found, columns=["child_id", "days"]).to_parquet(out)
    phases.done("write")
    phases.tell()


def event_log(register: str, as_of: pd.Timestamp) -> tuple[pd.DataFrame, dict[tuple[str, str], tuple[float, float]]]:
    """The completed assessments, numbered, and the as-of date as events; and the profile that bounds neighbours."""
    done = pd.read_parquet(f"{register}/assessments.parquet", columns=["assessment_id", "child_id", "completed_on"])
    done["completed_on"] = pd.to_datetime(done["completed_on"])
    done = done[done["completed_on"] <= as_of].sort_values(["child_id", "completed_on", "assessment_id"])
    last = done[["child_id"]].drop_duplicates().assign(completed_on=as_of)
    log = pd.concat([done, last]).sort_values(["child_id", "completed_on"], kind="stable")
    log["place"] = log.groupby("child_id").cumcount() + 1
    names = {"child_id": "case:concept:name", "completed_on": "time:timestamp"}
    log = log.assign(**{"concept:name": "assessment " + log["place"].astype(str)}).rename(columns=names)
    limit = (REVIEW_DAYS * DAY / 2, REVIEW_DAYS * DAY / 2)  # mean and deviation: with zeta 1, from 0 to 84 days
    profile = {(f"assessment {n}", f"assessment {n + 1}"): limit for n in range(1, int(log["place"].max()))}
    return log[["case:concept:name", "concept:name", "time:timestamp"]], profile


if __name__ == "__main__":
    main(*sys.argv[1:])
