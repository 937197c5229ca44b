"""The survival estimate, worked by hand and against an independent library."""

from __future__ import annotations

import builtins
import warnings
from random import Random
from typing import Any

import pytest

from unmissed.oversight.figure import OversightError
from unmissed.oversight.survival import survival


def test_a_curve_worked_by_hand() -> None:
    """Six begun: ended on days 0, 3, 5 and 10; two still open after 5 and 9 days.

    Day 0: 5/6. Day 3: 5/6 × 4/5 = 4/6. Day 5: four were at risk (the open one too), 4/6 × 3/4 = 1/2. Day 10: one at risk, 0.
    """
    curve = survival([0, 3, 5, 5, 9, 10], [True, True, False, True, False, True])
    assert curve.days == (0, 3, 5, 10)
    assert curve.at_risk == (6, 5, 4, 1)
    assert curve.ended == (1, 1, 1, 1)
    assert curve.left == pytest.approx((5 / 6, 4 / 6, 1 / 2, 0))
    assert (curve.day_by_which(0.5), curve.day_by_which(0.9)) == (5, 10)
    assert [curve.left_after(day) for day in (2, 3, 9)] == pytest.approx([5 / 6, 4 / 6, 1 / 2])


def test_leaving_out_the_open_ones_would_look_better() -> None:
    with_open = survival([10, 20, 100, 100], [True, True, False, False])
    assert with_open.day_by_which(0.5) == 20
    assert with_open.day_by_which(0.9) is None
    assert survival([10, 20], [True, True]).day_by_which(0.9) == 20


def test_none_ended_yet_and_none_at_all() -> None:
    curve = survival([3, 4], [False, False])
    assert (curve.days, curve.of, curve.day_by_which(0.5), curve.left_after(90)) == ((), 2, None, 1.0)
    with pytest.raises(OversightError, match="no duration"):
        survival([], [])


@pytest.mark.parametrize("seed", range(12))
def test_the_same_from_an_independent_library(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lifelines = pytest.importorskip("lifelines", reason="lifelines is not installed: the estimate is compared by hand only")
        utils = pytest.importorskip("lifelines.utils")
    rng = Random(seed)
    days = [rng.choice((0, 1, 5, 30, 60, 90, 91, 120)) + rng.randrange(3) for _ in range(rng.choice((1, 5, 40, 200)))]
    ended = [rng.random() < 0.7 for _ in days]
    mine = survival(days, ended)
    theirs = lifelines.KaplanMeierFitter().fit(days, ended)
    for day in range(0, 125, 4):
        assert mine.left_after(day) == pytest.approx(float(theirs.predict(day)), abs=1e-9)
    for share in (0.25, 0.5, 0.9):
        expected = utils.qth_survival_times(1 - share + 1e-9, theirs.survival_function_)
        found = mine.day_by_which(share)
        assert (found if found is not None else float("inf")) == pytest.approx(float(expected))


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *given: Any, **more: Any) -> Any:
        if name.startswith("statsmodels"):
            raise ImportError(name)
        return real(name, *given, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(OversightError, match=r"needs statsmodels.*unmissed\[oversight\]"):
        survival([1], [True])
