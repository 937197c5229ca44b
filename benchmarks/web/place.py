"""Where the benchmark's record lies: an SQLite file, or a PostgreSQL of its own; filled once and kept for the next run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.measure import ROOT
from tests.web.postgresql import Server, programs

MEMORY = "-c shared_buffers=512MB -c effective_cache_size=4GB"
"""What anybody sets on a machine of some gigabytes; everything else is PostgreSQL's default, waiting for the disk included."""


class NoDatabaseError(RuntimeError):
    """PostgreSQL's programs are not here. The message says what to install."""


@dataclass(frozen=True)
class Place:
    """A filled database: what it is called, how many children it holds, and the environment of a process that works on it."""

    database: str
    children: int
    environment: dict[str, str]
    filled_in: float | None
    """Seconds that filling it took; None where it was filled before."""


@contextmanager
def place(database: str, children: int, *, anew: bool = False) -> Iterator[Place]:
    """The database, filled, and served until the end of the `with`."""
    folder = ROOT / "bench-data" / f"web-{children}-{database}"
    if anew:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"UNMISSED_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "unmissed.web.settings"}
    environment.pop("DATABASE_URL", None)
    if database == "sqlite":
        yield Place(database, children, environment, _filled(folder, children, environment))
        return
    server = _server(children, anew=anew or not (folder / "filled").exists())
    try:
        environment["DATABASE_URL"] = server.url()
        yield Place(database, children, environment, _filled(folder, children, environment))
    finally:
        server.stop()


def _server(children: int, *, anew: bool) -> Server:
    """Under the folder for temporary files: the user under whom PostgreSQL runs may not enter every home."""
    binaries = programs()
    if binaries is None:
        raise NoDatabaseError("PostgreSQL was not found: install it, or measure --database sqlite.")
    folder = Path(tempfile.gettempdir()) / f"unmissed-bench-{children}"
    if anew:
        shutil.rmtree(folder, ignore_errors=True)
        made = Server.made(binaries, durable=True)
        made.folder.rename(folder)
    server = Server(folder, binaries, durable=True)
    (folder / "data" / "postgresql.auto.conf").write_text(MEMORY.replace("-c ", "\n").strip() + "\n")
    server.start()
    return server


def _filled(folder: Path, children: int, environment: dict[str, str]) -> float | None:
    done = folder / "filled"
    if done.exists():
        return None
    since = perf_counter()
    for leftover in folder.glob("record.sqlite3*"):
        leftover.unlink()
    subprocess.run([sys.executable, "-m", "benchmarks.web.fill", str(children)], cwd=ROOT, env=environment, check=True)
    done.touch()
    return perf_counter() - since
