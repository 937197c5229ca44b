"""Whether contenders that ask the same question gave the same answer."""

from __future__ import annotations

from pathlib import Path

import duckdb

_DIFFERENT = """
with first as (select "check", child_id, opened_on::date as opened_on, closed_on::date as closed_on from read_parquet($first)),
second as (select "check", child_id, opened_on::date as opened_on, closed_on::date as closed_on from read_parquet($second)),
different as (
    (select *, 'only in the first' as place from (from first except all from second))
    union all
    (select *, 'only in the second' from (from second except all from first))
)
select "check", place, count(*), min(child_id) from different group by all order by all
"""

_LONG_GAPS = """
with done as (
    select child_id, assessment_id, completed_on
    from read_parquet($assessments)
    where completed_on <= $as_of::date
),
gaps as (
    select child_id, coalesce(lead(completed_on) over neighbours, $as_of::date) - completed_on as days
    from done
    window neighbours as (partition by child_id order by completed_on, assessment_id)
)
select child_id, days from gaps where days > 84
"""


def differences(first: Path, second: Path) -> list[str]:
    """What one file of findings holds and the other does not, a line per check; empty when they are the same."""
    rows = duckdb.execute(_DIFFERENT, {"first": str(first), "second": str(second)}).fetchall()
    names = f"{first.stem}, {second.stem}"
    return [f"{check}: {count:,} {place} ({names}), such as child {child}" for check, place, count, child in rows]


def same_gaps(register: Path, as_of: str, gaps: Path) -> bool:
    """Whether the gaps between assessments that pm4py found are those that SQL finds."""
    expected = duckdb.execute(_LONG_GAPS, {"assessments": str(register / "assessments.parquet"), "as_of": as_of}).fetchall()
    found = duckdb.execute("select child_id, round(days)::bigint from read_parquet($gaps)", {"gaps": str(gaps)}).fetchall()
    return sorted(expected) == sorted(found)
