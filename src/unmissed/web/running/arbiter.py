"""The production server: gunicorn with threads, and the scheduler as a process beside it.

It runs in a process that has loaded neither Django nor DuckDB: what has threads of its own must not be there before a fork.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from gunicorn.app.base import BaseApplication

from unmissed.web.running.place import Place


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn, set up from here and from nothing else."""

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__()

    def load_config(self) -> None:
        """A worker that hangs is replaced."""
        own: dict[str, Any] = {
            "bind": self.place.address.removeprefix("http://"),
            "workers": self.place.workers,
            "threads": self.place.threads,
            "worker_class": "gthread",
            "timeout": 120,
            "graceful_timeout": 20,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in own.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, in each worker after the fork; what takes long the first time is done beside the first requests."""
        from unmissed.web.wsgi import application  # noqa: I001, PLC0415 - makes Django ready, before all that has models
        from unmissed.web.running.warming import begin  # noqa: PLC0415 - each worker makes its own

        begin(self.place.threads)
        return application


@contextmanager
def scheduler() -> Iterator[None]:
    """The scheduler as a process beside the server. It ends with it, even when that is killed."""
    environment = os.environ | {"UNMISSED_SCHEDULER_OF": str(os.getpid())}
    process = subprocess.Popen([sys.executable, "-m", "unmissed.cli", "schedule"], env=environment)
    try:
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        process.kill()


if __name__ == "__main__":
    host, *numbers = sys.argv[1:]
    with scheduler():
        Server(Place(host, *map(int, numbers))).run()
