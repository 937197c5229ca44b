"""What was recorded after like decisions of this partnership: a plain count, shown before one more is made.

A *like decision* is of the same kind (a removal from any list, an agency's closure, a referral declined) and has the same
recorded reason; where fewer than five are known for a reason, all of the kind are counted. It counts once its 183 days have
passed and the child was under 18 on its day; those because the child turned 18 are left out. *After it* means on the days 1 to
183: harm, an event with suspected or known harm; going missing or away; a new referral of any kind; an assessment with a higher
level than on the day of the decision. Numbers are of decisions, so that every numerator belongs to the one denominator. They say
what happened here before; they say nothing of this child, and nobody is scored by them. The meanings are those of the oversight
figure `stepdown`, over the last 500 like decisions at most.

What is kept here only from a day on is asked of no day before it: decisions count from the day of their own table on, and what
became known of a table that was not yet kept at the first of them is unknown, and in no number.

Fewer than five decisions are not counted at all, and fewer than five that were followed by something are said to be just that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from unmissed.oversight.ground import FOLLOWED_DAYS
from unmissed.oversight.suppression import FEWEST
from unmissed.oversight.whole import last_day
from unmissed.policy.model import LEVELS
from unmissed.register.keeping import kept_from
from unmissed.web.people.models import Partnership
from unmissed.web.record.keeping import columns_of, keeping_of
from unmissed.web.record.models import MODELS, Child

AFTER = timedelta(days=FOLLOWED_DAYS)
MOST = 500
"""So many of the last like decisions are looked at: enough to say how often, few enough to be counted while somebody waits."""
_GROWN_UP = "turned_18"


@dataclass(frozen=True)
class Followed:
    """Of `decisions` like ones how many were followed by what, by words. `reason`: only those of the same reason are counted.

    `last`: there are more, of which these are the latest. What the register cannot say is in `unknown`, and in no number.
    """

    decisions: int
    after: Mapping[str, int]
    reason: bool
    last: bool
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class _Kind:
    day: str
    reason: str
    only: Mapping[str, Any]


_KINDS = {
    "monitoring": _Kind("removed_on", "removal_reason", {}),
    "involvements": _Kind("closed_on", "closing_reason", {}),
    "referrals": _Kind("decided_on", "reason", {"outcome": "declined"}),
}
_Act = tuple[str, date]
_Days = dict[str, list[date]]
_Columns = Mapping[str, frozenset[str]]


def followed(partnership: Partnership, table: str, reason: str | None, today: date) -> Followed | None:
    """What was recorded after decisions like one on a row of this table; None where too few are known, or it is no decision."""
    kind = _KINDS.get(table)
    if kind is None:
        return None
    for same in (reason, None) if reason else (None,):
        acts, last = _acts(partnership, table, kind, same, today)
        if len(acts) >= FEWEST:
            after = dict(_counts(partnership, acts, columns_of(partnership, min(day for _, day in acts))))
            known = {words: count for words, count in after.items() if count is not None}
            return Followed(len(acts), known, same is not None, last, tuple(words for words in after if words not in known))
    return None


def _acts(partnership: Partnership, table: str, kind: _Kind, reason: str | None, today: date) -> tuple[list[_Act], bool]:
    """The like decisions whose days have passed, the latest first, and whether there are more of them."""
    whole = kept_from(keeping_of(partnership).since, [f"{table}.{column}" for column in (kind.day, kind.reason, *kind.only)])
    asked = {"partnership": partnership, f"{kind.day}__lte": today - AFTER, **kind.only}
    asked |= {f"{kind.day}__gte": last_day(whole.values())} if whole else {}
    asked |= {kind.reason: reason} if reason else {}
    rows = MODELS[table].objects.filter(**asked).exclude(**{kind.reason: _GROWN_UP})
    found = list(rows.order_by(f"-{kind.day}", "-pk").values_list("child_id", kind.day)[: MOST + 1])
    born = _born(partnership, {child for child, _ in found[:MOST]})
    return [(child, day) for child, day in found[:MOST] if _is_child(born.get(child), day)], len(found) > MOST


def _born(partnership: Partnership, children: Collection[str]) -> dict[str, date | None]:
    rows = Child.objects.filter(partnership=partnership, child_id__in=children)
    return dict(rows.values_list("child_id", "date_of_birth"))


def _is_child(born: date | None, day: date) -> bool:
    """Whether somebody was under 18 on a day; who was born on 29 February turns 18 on 1 March."""
    return born is None or (day.year - born.year, day.month, day.day) < (18, born.month, born.day)


def _counts(partnership: Partnership, acts: list[_Act], columns: _Columns) -> Iterator[tuple[str, int | None]]:
    """After how many of the acts came what, by words; None where the register, with these columns whole, cannot say."""
    children = {child for child, _ in acts}
    for words, table, column, only in (
        ("harm", "events", "occurred_on", {"harm__in": ("suspected", "known")}),
        ("going missing", "missing_episodes", "started_on", {}),
        ("a new referral", "referrals", "made_on", {}),
    ):
        if {column, *(name.partition("__")[0] for name in only)} <= columns.get(table, frozenset()):
            days = _days(partnership, table, column, only, children)
            yield words, sum(_within(days.get(child, ()), day) for child, day in acts)
        else:
            yield words, None
    told = {"level", "completed_on"} <= columns.get("assessments", frozenset())
    yield "a higher level", _raised(partnership, acts, children) if told else None


def _days(partnership: Partnership, table: str, column: str, only: Mapping[str, Any], children: Collection[str]) -> _Days:
    """Child → the days on which it happened."""
    found: _Days = {}
    rows = MODELS[table].objects.filter(partnership=partnership, child_id__in=children, **only)
    for child, day in rows.values_list("child_id", column):
        found.setdefault(child, []).append(day)
    return found


def _within(days: Collection[date], day: date) -> bool:
    return any(day < each <= day + AFTER for each in days)


def _raised(partnership: Partnership, acts: list[_Act], children: Collection[str]) -> int:
    """After how many acts an assessment gave a higher level than that of the day; where none was known, a first is no rise."""
    judged: dict[str, list[tuple[date, int]]] = {}
    rows = MODELS["assessments"].objects.filter(partnership=partnership, child_id__in=children)
    rows = rows.exclude(level=None).exclude(completed_on=None).order_by("completed_on", "assessment_id")
    for child, day, level in rows.values_list("child_id", "completed_on", "level"):
        judged.setdefault(child, []).append((day, LEVELS.index(level)))
    return sum(_rose(judged.get(child, []), day) for child, day in acts)


def _rose(judged: list[tuple[date, int]], day: date) -> bool:
    before = [level for on, level in judged if on <= day]
    return bool(before) and any(level > before[-1] for on, level in judged if day < on <= day + AFTER)
