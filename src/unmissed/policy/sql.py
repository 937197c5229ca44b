"""The policy as SQL: each value becomes a macro, so that a check reads `review_days_after(completed_on)`.

For a limit called `review_days`:
    review_days_after(day)   the last day that is still within the limit (the day itself is day 0)
    review_days_before(day)  the first day that is still within it, looking back
For any other value `name()` gives it; a level is given as its rank, `none` 0 to `very_high` 4.
"""

from __future__ import annotations

from collections.abc import Iterator

from unmissed.policy.model import LEVELS, Policy, Setting
from unmissed.policy.working_days import FIRST, working_days, working_days_until

RANK = "create or replace temp macro rank(level) as case level {cases} end".format(
    cases=" ".join(f"when '{level}' then {rank}" for rank, level in enumerate(LEVELS))
)


def policy_macros(policy: Policy) -> Iterator[str]:
    """The statements that define the policy's macros on a connection."""
    yield RANK
    if any(setting.unit == "working_days" for setting in policy):
        yield from _calendar()
    for setting in policy:
        yield from _macros(setting)


def macro_names(setting: Setting) -> tuple[str, ...]:
    """The macros through which SQL reads a value."""
    if setting.unit in {"days", "working_days"}:
        return f"{setting.name}_after", f"{setting.name}_before"
    return (setting.name,)


def _macros(setting: Setting) -> Iterator[str]:
    for name, (arguments, body) in zip(macro_names(setting), _bodies(setting), strict=True):
        yield f"create or replace temp macro {name}({arguments}) as {body}"


def _bodies(setting: Setting) -> Iterator[tuple[str, str]]:
    value = setting.value
    if setting.unit == "days":
        yield "day", f"day + {value}"
        yield "day", f"day - {value}"
    elif setting.unit == "working_days":
        yield "day", f"{_nth}[{_ordinal('day')} + {value}]"
        yield "day", f"{_nth}[{_ordinal('(day - 1)')} + 1 - {value}]"
    elif isinstance(value, tuple):
        yield "", "[" + ", ".join("'" + code.replace("'", "''") + "'" for code in value) + "]"
    else:
        yield "", str(LEVELS.index(str(value)) if setting.unit == "level" else value)


_nth = "(select nth from working_calendar)"


def _ordinal(day: str) -> str:
    """How many working days there are from the calendar's first day up to and including `day`."""
    return f"(select until from working_calendar)[datediff('day', date '{FIRST}', {day}) + 1]"


def _calendar() -> Iterator[str]:
    """One row of two lists: the n-th working day, and how many there are until each day.

    Counted here, because a connection that plans without an optimizer would join the two lists row by row; and in a table and
    not in a variable, because a plan would carry a copy of the whole list for each use of a macro.
    """
    days = ", ".join(f"'{day}'" for day in working_days())
    until = ", ".join(str(n) for n in working_days_until())
    yield f"create or replace temp table working_calendar as select [{days}]::date[] as nth, [{until}] as until"
