"""`make bench`: one table of this engine and its peers on the same generated registers, measured in one run.

Exit status 1 when contenders that ask the same question give different findings.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks import answers
from benchmarks.measure import ROOT, Measured, measured
from unmissed.synthetic.generate import DEFAULT_AS_OF, generate

DATA = ROOT / "bench-data"
AS_OF = DEFAULT_AS_OF.isoformat()
SEED = 1

CONTENDERS = {
    "ours_all": "Unmissed, all checks",
    "ours_six": "Unmissed, six checks",
    "ours_six_told": "Unmissed, six checks, all told",
    "ours_one": "Unmissed, review-overdue alone",
    "handwritten_six": "(b) DuckDB SQL by hand, the same six",
    "pandas_six": "(a) pandas, the same six",
    "pm4py_one": "(c) pm4py, gaps between reviews alone",
}
SAME = ("ours_six", "ours_six_told", "handwritten_six", "pandas_six")
"""The contenders that must give the same findings."""


@dataclass(frozen=True)
class Size:
    """One register: its children and records, and what each contender took for it."""

    children: int
    records: int
    folder: Path
    measures: dict[str, Measured]

    def answer(self, contender: str) -> Path:
        return self.folder / "answers" / f"{contender}.parquet"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    sizes = [_measure(children, options) for children in sorted(options.children)]
    print("\n".join([*_tables(sizes), *_growth(sizes), *_parts(sizes[-1])]))
    wrong = [line for size in sizes for line in _disagreements(size)]
    print("\n".join(["", f"same findings: {'no' if wrong else 'yes'}", *wrong]))
    return 1 if wrong else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--children", type=int, nargs="+", default=[10_000, 100_000], help="sizes of the registers")
    parser.add_argument("--runs", type=int, default=3, help="runs after the warm-up; the median is shown")
    parser.add_argument("--quick", action="store_true", help="1,000 and 10,000 children, one run: to see that it works")
    parser.add_argument("--without", nargs="*", default=[], choices=sorted(CONTENDERS), help="contenders to leave out")
    options = parser.parse_args(arguments)
    if options.quick:
        options.children, options.runs = [1_000, 10_000], 1
    return options


def _measure(children: int, options: argparse.Namespace) -> Size:
    folder = DATA / f"{children}"
    records = sum(generate(children, SEED, folder / "register").values())
    (folder / "answers").mkdir(exist_ok=True)
    size = Size(children, records, folder, {})
    for contender in (name for name in CONTENDERS if name not in options.without):
        print(f"{children:,} children: {CONTENDERS[contender]} ...", file=sys.stderr, flush=True)
        paths = str(folder / "register"), AS_OF, str(size.answer(contender))
        size.measures[contender] = measured(f"benchmarks.{contender}", *paths, runs=options.runs)
    return size


def _tables(sizes: Sequence[Size]) -> Iterator[str]:
    for size in sizes:
        ours = size.measures.get("ours_six")
        yield f"\n{size.children:,} children, {size.records:,} records ({size.records / size.children:.0f} each)\n"
        yield f"{'contender':<40}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}{'runs':>6}  ours, six checks = 1"
        for name, took in size.measures.items():
            figures = f"{took.wall:>9.2f}{took.cpu:>9.2f}{took.peak_mb:>9.0f}{took.runs:>6}"
            yield f"{CONTENDERS[name]:<40}{figures}  {_compared(ours, took)}"


def _compared(ours: Measured | None, other: Measured) -> str:
    if ours is None or other is ours:
        return ""
    return f"wall × {other.wall / ours.wall:.2f}, cpu × {other.cpu / ours.cpu:.2f}, memory × {other.peak_mb / ours.peak_mb:.2f}"


def _growth(sizes: Sequence[Size]) -> Iterator[str]:
    for smaller, larger in pairwise(sizes):
        data = larger.records / smaller.records
        yield f"\nfrom {smaller.children:,} to {larger.children:,} children the data grow {data:.1f} ×, the time of"
        for name in larger.measures:
            times = larger.measures[name].wall / smaller.measures[name].wall
            yield f"  {CONTENDERS[name]:<38}{times:>9.1f} ×{'' if times <= data else '   grows faster than the data'}"


def _parts(size: Size) -> Iterator[str]:
    yield f"\nwhere the time goes at {size.children:,} children, in seconds of wall time within the process"
    for name, took in size.measures.items():
        yield f"  {CONTENDERS[name]}"
        for part, seconds in took.parts.items():
            yield f"    {part:<36}{seconds:>9.2f}"


def _disagreements(size: Size) -> Iterator[str]:
    compared = [name for name in SAME if name in size.measures]
    for other in compared[1:]:
        for line in answers.differences(size.answer(compared[0]), size.answer(other)):
            yield f"  {size.children:,} children: {line}"
    if "pm4py_one" in size.measures and not answers.same_gaps(size.folder / "register", AS_OF, size.answer("pm4py_one")):
        yield f"  {size.children:,} children: pm4py's gaps between reviews are not those that SQL finds"


if __name__ == "__main__":
    sys.exit(main())
