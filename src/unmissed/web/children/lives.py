"""The life that a child's page draws today, kept within the process: pages are turned and zoomed more often than records change.

A life follows from the child's rows and the day, and from nothing else: whoever may open the page is shown the same one, and
names are put to it later. So it is kept under a digest of just these. Nothing has to be told that a record changed: other rows
are another digest.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from functools import cache
from hashlib import blake2b
from threading import Lock

from unmissed.policy.model import Policy
from unmissed.register.timeline import needed_timelines
from unmissed.report.child import Entry, life_of, sql
from unmissed.report.drawing import LINES
from unmissed.web.findings.engines import engine_for
from unmissed.web.record.rows import Rows

MOST = 256
"""Lives that a process keeps: some megabytes. The one that was asked for longest ago goes first."""

Life = tuple[Entry, ...]
_TABLES = frozenset(line.table for line in LINES) | {"children"}


class Lives:
    """The lives at hand. Several threads may ask at once."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.kept: OrderedDict[bytes, Life] = OrderedDict()
        self._lock = Lock()

    def of(self, rows: Rows, day: date, policy: Policy) -> Life:
        """The life of the one child of these rows, as known on the day. Asks an engine where it is not at hand."""
        key = blake2b(repr((day, [(name, rows[name]) for name in sorted(_TABLES & rows.keys())])).encode()).digest()
        with self._lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
        return self._keep(key, _life(rows, day, policy)) if found is None else found

    def _keep(self, key: bytes, life: Life) -> Life:
        with self._lock:
            self.kept[key] = life
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
        return life


def _life(rows: Rows, day: date, policy: Policy) -> Life:
    drawn = {name: rows[name] for name in rows if name in _TABLES}
    with engine_for(policy) as engine, (warm := engine.warm(day)).loaded(drawn):
        warm.make_timelines(only=timelines_read())
        return life_of(warm.con)


@cache
def timelines_read() -> frozenset[str]:
    """The timelines that a life reads, fewer than the checks do."""
    return frozenset(timeline.name for timeline in needed_timelines([sql("life")]))
