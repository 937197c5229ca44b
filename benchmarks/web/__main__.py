"""How fast the pages are with eight simultaneous users, on SQLite and on PostgreSQL, and where the time goes.

Usage: python -m benchmarks.web [--children N] [--database sqlite|postgresql|both] [--quick]

A database is filled with a generated authority (kept in bench-data/ for the next run), the real server is started, and two
processes of four users each ask it for pages: each looks at a page for a second in the mean before asking for the next, less than
anybody does; with --pause 0 nobody looks, and the server answers as fast as it can. It is no timed test: nothing fails because a
machine is slow. Exit status 1 where an answer was not the page that was asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from benchmarks.measure import ROOT
from benchmarks.web.place import Place, place
from unmissed.web.running.memory import MEMORY

PROCESSES = 2
MEDIAN, TAIL, PREVIEW, RECOMPUTE = 150.0, 400.0, 300.0, 100.0
"""The goals in milliseconds: a page's median and 95th percentile, a preview's median, one child looked at anew (median)."""

PAGES = {
    "home": "home",
    "tracker": "tracker, as it opens",
    "tracker filtered": "tracker, filtered",
    "tracker page 50": "tracker, page 50",
    "tracker searched": "tracker, a name searched",
    "child": "child",
    "correct form": "correction: its form",
    "correct": "correction: write, look again",
    "next page": "correction: the child after it",
    "decide form": "decision: its form",
    "preview": "decision: preview",
}
"""Kind of page → what the table calls it."""
_WITHOUT_GOAL = frozenset({"correct form", "correct", "decide form"})


@dataclass(frozen=True)
class Load:
    """What the users measured: kind of page → milliseconds of each answer; wrong answers; seconds and processor seconds."""

    took: dict[str, list[float]]
    wrong: dict[str, int]
    seconds: float
    clients: float
    server: float

    @property
    def answers(self) -> int:
        """How many answers there were."""
        return sum(map(len, self.took.values()))


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    wrong = 0
    for database in ("sqlite", "postgresql") if options.database == "both" else (options.database,):
        with place(database, options.children, anew=options.anew) as here:
            print("\n".join(_headed(here)), flush=True)
            load = _loaded(here, options)
            print("\n".join(_table(load)), flush=True)
            print("\n".join(_inside(here)), flush=True)
            wrong += sum(load.wrong.values())
    return 1 if wrong else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--children", type=int, default=100_000, help="size of the authority")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seconds", type=float, default=60, help="how long the users go on, after a warm-up of a third of it")
    parser.add_argument("--pause", type=float, default=1, help="seconds that a user looks at a page in the mean; 0: none")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    parser.add_argument("--threads", type=int, default=4, help="threads of each")
    parser.add_argument("--anew", action="store_true", help="fill the databases anew")
    parser.add_argument("--quick", action="store_true", help="2,000 children and 15 seconds: to see that it works")
    options = parser.parse_args(arguments)
    if options.quick:
        options.children, options.seconds = 2_000, 15
    return options


def _loaded(here: Place, options: argparse.Namespace) -> Load:
    with _server(here, options.workers, options.threads) as (process, host):
        users = json.loads(_python(here, "benchmarks.web.script"))
        _driven(here, host, users, options.seconds / 3, options.pause)
        before, since = _processor_seconds(process.pid), monotonic()
        told = _driven(here, host, users, options.seconds, options.pause)
        seconds, server = monotonic() - since, _processor_seconds(process.pid) - before
    took: dict[str, list[float]] = {}
    wrong: dict[str, int] = {}
    for each in told:
        for kind, times in each["took"].items():
            took.setdefault(kind, []).extend(times)
        for what, times in each["wrong"].items():
            wrong[what] = wrong.get(what, 0) + times
    return Load(took, wrong, seconds, sum(each["cpu"] for each in told), server)


@contextmanager
def _server(here: Place, workers: int, threads: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The production server, on a port that was free, until the end of the `with`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    numbers = ["--port", str(port), "--workers", str(workers), "--threads", str(threads)]
    command = [sys.executable, "-m", "unmissed.cli", "serve", *numbers]
    process = subprocess.Popen(command, cwd=ROOT, env=here.environment, stdout=subprocess.DEVNULL)
    try:
        _wait(process, f"http://127.0.0.1:{port}/health")
        yield process, f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    until = monotonic() + 60
    while monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            sleep(0.1)
    raise RuntimeError("the server did not start")


def _driven(here: Place, host: str, users: Sequence[Any], seconds: float, pause: float) -> list[dict[str, Any]]:
    """All users at once, in processes of their own."""
    with TemporaryDirectory() as folder:
        running = []
        for number in range(PROCESSES):
            script = Path(folder) / f"{number}.json"
            script.write_text(json.dumps({"host": host, "users": users[number::PROCESSES]}))
            command = [sys.executable, "-m", "benchmarks.web.users", str(script), str(seconds), str(pause)]
            running.append(subprocess.Popen(command, cwd=ROOT, env=here.environment, stdout=subprocess.PIPE))
        return [json.loads(process.communicate(timeout=seconds + 120)[0]) for process in running]


def _python(here: Place, module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env=here.environment, stdout=subprocess.PIPE, check=True, text=True).stdout


def _processor_seconds(pid: int) -> float:
    """User and system seconds of a process and its descendants, from /proc; without those of the database's own processes."""
    ticks, told = os.sysconf("SC_CLK_TCK"), 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(process.name) == pid:
            told += int(fields[11]) + int(fields[12])
        elif int(fields[1]) == pid:
            told += int(_processor_seconds(int(process.name)) * ticks)
    return told / ticks


def _headed(here: Place) -> Iterator[str]:
    filled = f", filled in {here.filled_in:.0f} s" if here.filled_in else ""
    yield f"\n{here.database}, {here.children:,} children{filled}"


def _table(load: Load) -> Iterator[str]:
    yield f"\n{'page, 8 users at once':<34}{'answers':>8}{'a second':>9}{'median ms':>11}{'95th pct':>10}   goal"
    for kind, words in PAGES.items():
        times = load.took.get(kind, [])
        if len(times) > 1:
            middle, tail = median(times), quantiles(times, n=20)[-1]
            counted = f"{len(times):>8}{len(times) / load.seconds:>9.1f}{middle:>11.0f}{tail:>10.0f}"
            yield f"{words:<34}{counted}   {_judged(kind, middle, tail)}"
    yield f"{'all':<34}{load.answers:>8}{load.answers / load.seconds:>9.1f}"
    each = 1000 / load.answers
    yield f"processor time for an answer: server {load.server * each:.1f} ms, the users themselves {load.clients * each:.1f} ms"
    for what, times in load.wrong.items():
        yield f"WRONG {what}: {times} times"


def _judged(kind: str, middle: float, tail: float) -> str:
    if kind in _WITHOUT_GOAL:
        return ""
    if kind == "preview":
        return f"{PREVIEW:.0f}: {_met(middle <= PREVIEW)}"
    return f"{MEDIAN:.0f} and {TAIL:.0f}: {_met(middle <= MEDIAN and tail <= TAIL)}"


def _met(met: bool) -> str:
    return "met" if met else "NOT MET"


def _inside(here: Place) -> Iterator[str]:
    like_the_server = replace(here, environment={**here.environment, "GLIBC_TUNABLES": MEMORY})
    told: Mapping[str, Any] = json.loads(_python(like_the_server, "benchmarks.web.inside"))
    yield "\nwhere the time goes, one user in one process: medians in ms"
    names = ["all", "queries", "engine", "templates", "trail", "sign-in, session", "rest"]
    yield f"{'':<34}{'count':>8}" + "".join(f"{name:>{max(10, len(name) + 2)}}" for name in names)
    for kind, parts in told["pages"].items():
        figures = "".join(f"{parts[name]:>{max(10, len(name) + 2)}.1f}" for name in names)
        yield f"{PAGES[kind]:<34}{parts['count']:>8.0f}{figures}"
    once = told["recompute"]
    judged = f"goal {RECOMPUTE:.0f}: {_met(once['all'] <= RECOMPUTE)}"
    yield f"{'one child looked at anew, kept':<34}{once['count']:>8.0f}{once['all']:>10.1f}   {judged}"


if __name__ == "__main__":
    sys.exit(main())
