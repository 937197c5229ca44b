"""The survival estimate: how long something takes when some of it has not ended yet (Kaplan and Meier, by statsmodels).

Leaving out what is still open would make every figure look better than it is: the slowest are the ones still open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from unmissed.oversight.figure import OversightError

_CLOSE = 1e-9
"""Two shares nearer than this are the same: the estimate is a product of fractions."""


@dataclass(frozen=True)
class Curve:
    """`left[i]` is the share (0 to 1) that has not ended by the end of day `days[i]`; `at_risk[i]` had not ended before it.

    Days on which nothing ended are left out. `of` is how many there were at the start.
    """

    days: tuple[int, ...]
    left: tuple[float, ...]
    at_risk: tuple[int, ...]
    ended: tuple[int, ...]
    of: int

    def day_by_which(self, share: float) -> int | None:
        """The first day by which at least this share (0 to 1) has ended; None where too many are still open."""
        return next((day for day, left in zip(self.days, self.left, strict=True) if left <= 1 - share + _CLOSE), None)

    def left_after(self, day: int) -> float:
        """The share that has not ended by the end of a day."""
        passed = [left for each, left in zip(self.days, self.left, strict=True) if each <= day]
        return passed[-1] if passed else 1.0


def survival(days: Sequence[int], ended: Sequence[bool]) -> Curve:
    """The estimate for durations in days; `ended` says which ended, the others were still open after so many days.

    Raises OversightError where there is none, or where statsmodels is not installed.
    """
    if not days:
        raise OversightError("there is no duration to estimate from; give at least one.")
    if not any(ended):
        return Curve((), (), (), (), len(days))
    found = _library()(list(days), [int(each) for each in ended])
    return Curve(
        days=tuple(int(day) for day in found.surv_times),
        left=tuple(float(share) for share in found.surv_prob),
        at_risk=tuple(int(number) for number in found.n_risk),
        ended=tuple(int(number) for number in found.n_events),
        of=len(days),
    )


def _library() -> Any:
    """Loaded only here and only when it is used: it is large, and most of Unmissed does without it."""
    try:
        from statsmodels.duration.survfunc import SurvfuncRight  # noqa: PLC0415
    except ImportError:
        raise OversightError(
            "the survival estimate needs statsmodels, which is not installed. "
            "Install Unmissed with its oversight: pip install 'unmissed[oversight]'."
        ) from None
    return SurvfuncRight
