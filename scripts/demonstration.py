"""The demonstration's record with a day that stands still, and the real server over it, for pictures and for journeys."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from unmissed.cli.demo import OF_AN_INSTALLATION

DAY = date(2026, 3, 16)
"""A Monday."""
PATIENCE = 90
"""Seconds that the server has to answer its first request, on a machine that does other things too."""


def fill(folder: Path) -> None:
    """Write the record, an SQLite file with its keys, into an empty folder, and check every child."""
    command = [sys.executable, "-m", "unmissed.cli", "demo-data", "--today", DAY.isoformat()]
    subprocess.run(command, env=_environment(folder), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the record in a folder is served: on this machine, at a port that was free."""
    port = _free_port()
    command = [sys.executable, "-m", "unmissed.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=_environment(folder), stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _await(process, f"{address}/health")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OF_AN_INSTALLATION}
    return kept | {"UNMISSED_DATA": str(folder.resolve())}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _await(process: subprocess.Popen[bytes], address: str) -> None:
    """Return once it answers. Raises RuntimeError where it ended, or takes too long."""
    ends = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < ends:
        try:
            urlopen(address, timeout=5).close()
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not answer within {PATIENCE} seconds: see what it wrote above")
