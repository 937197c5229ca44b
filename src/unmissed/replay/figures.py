"""The timeliness figure of the Tower Hamlets months: the share of assessments completed within a limit, by month of start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class MonthShare:
    """One month of starts: how many have been decided (completed, or past the limit), how many of them within it, in percent."""

    month: str
    decided: int
    within: int

    @property
    def percent(self) -> int:
        """The share within the limit in whole percent, a half rounded up."""
        return (200 * self.within + self.decided) // (2 * self.decided)


def monthly_completion(assessments: Iterable[Mapping[str, str]], limit_days: int, as_of: date) -> list[MonthShare]:
    """The share completed within `limit_days` (day 0 to that day included) of the assessments started in each month.

    An assessment that is neither completed nor past its limit on `as_of` is not yet decided and counts in no month;
    one that was abandoned was not completed. Months are `YYYY-MM`, in order; a month with nothing decided is left out.
    """
    decided: dict[str, list[bool]] = {}
    for row in assessments:
        limit = date.fromisoformat(row["started_on"]) + timedelta(days=limit_days)
        completed = date.fromisoformat(row["completed_on"]) if row.get("completed_on") else None
        within = completed is not None and completed <= min(limit, as_of)
        if within or limit < as_of:
            decided.setdefault(row["started_on"][:7], []).append(within)
    return [MonthShare(month, len(each), sum(each)) for month, each in sorted(decided.items())]
