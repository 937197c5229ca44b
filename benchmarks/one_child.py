"""How long the warm engine takes for one child, and where the time goes. Usage: python -m benchmarks.one_child [CHILDREN]

Children of about 40 records each, from a generated register, one after another on one engine; medians in milliseconds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from unmissed.engine.audit import audit
from unmissed.engine.one_child import ChildEngine, Rows
from unmissed.register.loading import Register, load_register, register_from_rows
from unmissed.register.schema import schema
from unmissed.synthetic.generate import DEFAULT_AS_OF, generate

Laps = dict[str, list[float]]


def main(children: int = 200) -> None:
    with TemporaryDirectory() as folder:
        generate(children, 1, Path(folder))
        given = [_rows(load, child) for load in [load_register(Path(folder))] for child in _ids(load)]
    records = [sum(len(rows) for name, rows in child.items() if name != "service_directory") for child in given]
    print(f"{children} children, {median(records):.0f} records each in the median")
    engine = ChildEngine()
    print(f"warm-up for a date            {_milliseconds(lambda: engine.warm(DEFAULT_AS_OF)):8.1f} ms")
    _tell("a run anew (load, audit)", [_milliseconds(lambda child=child: _anew(child)) for child in given[:10]])
    laps: Laps = {}
    for child in given:
        _lap(engine, child, laps)
    for name, times in laps.items():
        _tell(f"  {name}", times)
    _tell("findings", [_milliseconds(lambda child=child: engine.findings(child, as_of=DEFAULT_AS_OF)) for child in given])
    _tell("look", [_milliseconds(lambda child=child: engine.look(child, as_of=DEFAULT_AS_OF)) for child in given])
    _tell("preview", [_milliseconds(lambda child=child: engine.preview(child, child, as_of=DEFAULT_AS_OF)) for child in given])
    dates = [DEFAULT_AS_OF - timedelta(days=30 * number) for number in range(1, 11)]
    _tell("findings on another date", [_milliseconds(lambda day=day: engine.findings(given[0], as_of=day)) for day in dates])
    engine.close()


def _lap(engine: ChildEngine, child: Rows, laps: Laps) -> None:
    """One child, each part timed."""
    warm = engine.warm(DEFAULT_AS_OF)
    since = perf_counter()

    def done(part: str) -> None:
        nonlocal since
        laps.setdefault(part, []).append((perf_counter() - since) * 1000)
        since = perf_counter()

    with warm.loaded(child) as register:
        done("insert rows, as known")
        warm.make_timelines()
        done("timelines")
        warm.run_checks(warm.not_assessed(register))
        done("checks")
        warm.findings()
        done("fetch findings")
        warm.standings()
        done("standing")
    done("roll back")


def _anew(child: Rows) -> None:
    list(audit(register_from_rows(child), as_of=DEFAULT_AS_OF).findings())


def _milliseconds(work: Callable[[], Any]) -> float:
    since = perf_counter()
    work()
    return (perf_counter() - since) * 1000


def _tell(name: str, times: list[float]) -> None:
    print(f"{name:28} {median(times):8.1f} ms in the median, {quantiles(times, n=20)[-1]:8.1f} ms at the 95th percentile")


def _ids(register: Register) -> list[str]:
    return [child for (child,) in register.con.execute("select child_id from store.children order by 1").fetchall()]


def _rows(register: Register, child: str) -> Rows:
    """The rows of one child as an application would hand them over."""
    rows = {}
    for table in schema():
        about = f" where child_id = '{child}'" if table.has("child_id") else ""
        found = register.con.execute(f"select * from store.{table.name}{about}")
        names = [column[0] for column in found.description]
        rows[table.name] = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    return rows


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
