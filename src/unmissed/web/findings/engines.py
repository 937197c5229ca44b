"""Warm engines, lent to whoever looks at a child next.

To make an engine ready takes longer than several looks, so it is made once. It serves one thread at a time; threads of a server
come and go, so the engines belong to the process. The one that was given back last is lent first: its plans are at hand.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from unmissed.engine.one_child import ChildEngine
from unmissed.policy.model import Policy
from unmissed.web.clock import today
from unmissed.web.findings.policy import policy_of
from unmissed.web.people.models import Partnership

KEPT = 8
"""So many engines at most lie idle in a process, whatever their policies; one with the plans of a day takes some 10 MB."""

_idle: list[ChildEngine] = []
_lock = threading.Lock()


@contextmanager
def engine_for(policy: Policy) -> Iterator[ChildEngine]:
    """An engine of this policy, for this thread alone until the end of the `with`. One that failed begins anew."""
    engine = _taken(policy) or ChildEngine(policy=policy)
    try:
        yield engine
    except BaseException:
        engine.close()
        raise
    finally:
        _give_back(engine)


def warm_up(engines: int) -> None:
    """Make so many engines ready for the policy and the day of each partnership: for a server that has just started."""
    for partnership in Partnership.objects.all():
        policy, day = policy_of(partnership), today(partnership)
        with ExitStack() as lent:
            for engine in [lent.enter_context(engine_for(policy)) for _ in range(engines)]:
                engine.warm(day)


def _taken(policy: Policy) -> ChildEngine | None:
    with _lock:
        place = next((place for place in reversed(range(len(_idle))) if _idle[place].policy == policy), None)
        return None if place is None else _idle.pop(place)


def _give_back(engine: ChildEngine) -> None:
    with _lock:
        _idle.append(engine)
        surplus = [_idle.pop(0) for _ in range(len(_idle) - KEPT)]
    for old in surplus:
        old.close()
