"""Stability: how many social workers and placements each child has had, and how long they stay (¶34, ¶35)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from unmissed.oversight.figure import Figure, Shape, Sheet, Unanswered, Value, sheet
from unmissed.oversight.ground import Ground
from unmissed.oversight.survival import survival
from unmissed.words import counted, percent


def stability(ground: Ground) -> Sheet:
    """Workers, placements, and how long they last."""
    workers = _how_many(ground, "workers_held", column="workers", count="worker_count", days="worker_days", what="social worker")
    placements = _how_many(
        ground, "placements_begun", column="placements", count="placement_count", days="placement_days", what="placement"
    )
    return sheet("stability", [workers, placements, stays(ground)])


def _how_many(ground: Ground, name: str, *, column: str, count: str, days: str, what: str) -> Figure | Unanswered:
    figure = ground.figure(name)
    if isinstance(figure, Unanswered):
        return figure
    children = sum(figure.values("children"))
    many = sum(row["children"] for row in figure.records() if row["too_many"])  # type: ignore[misc]
    limit = ground.setting(count)
    title = f"{many:,} of {counted(children, 'child')} had {counted(limit, what)} or more within {ground.policy[days]}"
    return replace(figure.titled(title), shape=Shape("bars", column, ("children",), unit="children"))


def stays(ground: Ground) -> Figure | Unanswered:
    """How long allocations and placements last, the running ones counted."""
    lacking = [reason for need in ("workers.ended_on", "placements.ended_on") if (reason := ground.lacking(need))]
    if len(lacking) == 2:
        return Unanswered("stays", f"The register cannot say: {' and '.join(lacking)}.", lacks=True)
    rows = [_with_survival(row, ground.setting("stable_days")) for row in ground.rows("stays")]
    figure = ground.figure("stays", rows)
    if isinstance(figure, Unanswered):
        return figure
    told = [f"{row['what']} {percent(row['share_stable'])}" for row in figure.records()]  # type: ignore[arg-type]
    title = f"Share that lasts {ground.policy['stable_days']}: {', '.join(told[:3])}" + (", …" if len(told) > 3 else "")
    notes = [f"Not seen: {reason}." for reason in lacking]
    return replace(figure.titled(title).limited(*notes), shape=Shape("bars", "what", ("share_stable",)))


def _with_survival(row: Sequence[Any], stable: int) -> tuple[Value, ...]:
    *counts, days, done = row
    estimate = survival(days, done)
    return (*counts, estimate.day_by_which(0.5), round(100 * estimate.left_after(stable - 1), 1))
