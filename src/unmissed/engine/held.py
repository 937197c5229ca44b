"""The timelines of a run: made before its first check, and given back after the last that reads them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import duckdb

from unmissed.register.timeline import Timeline, needed_timelines, reads, timelines, times_read


class HeldTimelines:
    """The timelines that some SQL texts read, on a connection that holds the as-of views and the macros.

    One that is read in a single place, or is made anew, is a view: its rows go where they are read, and are never held.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, texts: Collection[str]) -> None:
        self.con = con
        self._held: dict[str, Timeline] = {}
        self._views: set[str] = set()
        needed = list(needed_timelines(texts))
        times = _times_read(needed, texts)
        for timeline in needed:
            as_view = timeline.made_anew or times[timeline.name] == 1
            con.execute(timeline.view_statement() if as_view else timeline.statement())
            self._held[timeline.name] = timeline
            if as_view:
                self._views.add(timeline.name)
        self.keep_for(texts)

    def keep_for(self, texts: Collection[str]) -> None:
        """Drop what none of these texts reads, which are those still to run. Without a text, everything goes."""
        read = self._read_by(texts)
        for name in [name for name in self._held if name not in read]:
            self.con.execute(f"drop {'view' if name in self._views else 'table'} {name}")
            del self._held[name]

    def _read_by(self, texts: Collection[str]) -> set[str]:
        """What the texts read: themselves, and through the views among them."""
        read = {name for name in self._held if any(reads(text, name) for text in texts)}
        through = {name for view in read & self._views for name in self._read_by([self._held[view].sql]) - {view}}
        return read | through


def _times_read(needed: Sequence[Timeline], texts: Collection[str]) -> dict[str, int]:
    """How often each timeline is read, by the texts and by the others. One that is made anew reads as often as it is read."""
    times: dict[str, int] = {}
    for timeline in reversed(needed):
        readers = ((times[name] if timelines()[name].made_anew else 1, timelines()[name].sql) for name in times)
        times[timeline.name] = times_read(timeline.name, texts) + sum(n * times_read(timeline.name, [sql]) for n, sql in readers)
    return times
