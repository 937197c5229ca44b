"""Warm engines: lent to one at a time, kept for the next, and never another policy's."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from datetime import date

import pytest

from tests.web.world import World
from unmissed.engine.one_child import ChildEngine
from unmissed.policy.model import default_policy, override
from unmissed.web.clock import today
from unmissed.web.findings import engines
from unmissed.web.findings.engines import KEPT, engine_for, warm_up
from unmissed.web.findings.policy import policy_of

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def none_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_idle", [])


def test_an_engine_given_back_is_lent_again() -> None:
    with engine_for(default_policy()) as first:
        pass
    with engine_for(default_policy()) as again:
        assert again is first


def test_two_at_a_time_have_two_engines_whatever_their_threads() -> None:
    def look() -> None:
        with engine_for(default_policy()) as mine:
            lent.append(mine)
            barrier.wait(10)

    lent: list[object] = []
    barrier = threading.Barrier(3)
    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, lent))) == 3


def test_an_engine_that_failed_begins_anew_and_is_lent_again() -> None:
    def fails(engine: ChildEngine) -> None:
        engine.warm(TODAY)
        raise ValueError("no such record")

    with pytest.raises(ValueError, match="no such record"), engine_for(default_policy()) as first:
        fails(first)
    with engine_for(default_policy()) as again:
        assert again is first
        again.warm(TODAY).con.execute("select 1")


def test_another_policy_has_an_engine_of_its_own() -> None:
    with engine_for(default_policy()) as usual:
        pass
    local = override(default_policy(), {"review_days": {"value": 42}}, where="a test")
    with engine_for(local) as own:
        assert own is not usual
        assert own.policy == local


def test_no_more_lie_idle_than_are_worth_their_memory() -> None:
    with ExitStack() as many:
        for _ in range(KEPT + 3):
            many.enter_context(engine_for(default_policy()))
    assert len(engines._idle) == KEPT


def test_a_server_that_starts_finds_engines_of_each_partnership_ready(world: World) -> None:
    warm_up(2)
    with engine_for(policy_of(world.partnership)) as first, engine_for(policy_of(world.partnership)) as second:
        assert all(today(world.partnership) in engine._warm for engine in (first, second))
