"""Running a contender as a process of its own, and what the operating system says about it afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

ROOT = Path(__file__).parents[1]
LAUNCH = Path(__file__).with_name("launch.py")
LONG = 60.0
"""Seconds: a contender whose warm-up takes longer is not run again; the warm-up is its measure."""


class ContenderError(RuntimeError):
    """A contender that failed. The message holds what it wrote."""


@dataclass(frozen=True)
class Once:
    """One run of a process: wall and processor seconds, the most memory it held in MB, and what it told of its parts."""

    wall: float
    cpu: float
    peak_mb: float
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """The median of several runs; the parts are those of the run nearest to it."""

    runs: int
    wall: float
    cpu: float
    peak_mb: float
    parts: dict[str, float]


def once(module: str, *arguments: str) -> Once:
    """Run `python -m module arguments` and wait for it. Raises ContenderError when it fails."""
    with TemporaryFile("w+") as usage, TemporaryFile("w+") as told, TemporaryFile("w+") as complaint:
        launch = [sys.executable, "-S", "-E", str(LAUNCH), str(usage.fileno())]
        command = [sys.executable, "-m", module, *arguments]
        subprocess.run([*launch, *command], cwd=ROOT, stdout=told, stderr=complaint, pass_fds=[usage.fileno()], check=True)
        for file in (usage, told, complaint):
            file.seek(0)
        measures = json.load(usage)
        if measures.pop("status"):
            raise ContenderError(f"{module} failed:\n{complaint.read()}")
        return Once(**measures, parts=_parts(told.read()))


def measured(module: str, *arguments: str, runs: int) -> Measured:
    """The median of `runs` runs after one that warms up the caches of the disk."""
    first = once(module, *arguments)
    found = [first] if first.wall > LONG else [once(module, *arguments) for _ in range(runs)]
    wall = median(run.wall for run in found)
    nearest = min(found, key=lambda run: abs(run.wall - wall))
    return Measured(len(found), wall, median(run.cpu for run in found), median(run.peak_mb for run in found), nearest.parts)


def _parts(told: str) -> dict[str, float]:
    last = told.strip().splitlines()[-1:]
    return {str(name): float(seconds) for name, seconds in json.loads(last[0]).items()} if last else {}
