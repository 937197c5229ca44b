"""An installation of its own for tests that need real processes: a folder, a database, and the command line."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from tests.repo.files import ROOT

OF_THE_TESTS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER")


@dataclass
class Installation:
    """A folder with its keys, and a database: SQLite in the folder, or the PostgreSQL at `url`."""

    data: Path
    url: str = ""
    settings: str = "unmissed.web.settings"
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Of its processes."""
        own = {"UNMISSED_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": self.settings, "PYTHONPATH": str(ROOT)}
        own |= {"DATABASE_URL": self.url} if self.url else {}
        return {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS} | own | self.more

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.data / "record.sqlite3"

    def unmissed(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        command = [sys.executable, "-m", "unmissed.cli", *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, cwd=self.data, timeout=60
        )

    def python(self, code: str, given: str = "") -> str:
        """Run statements with Django ready and `given` as their input; gives what they print."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        own = {"env": self.environment, "cwd": self.data, "input": given}
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **own)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    def fill(self) -> None:
        """Make the tables and write Wearmouth."""
        self.python(
            "from unmissed.web.running.serving import make_ready; make_ready()\n"
            "from tests.web.world import make_world; make_world()\n"
            "from unmissed.web.trail.chain import append; from unmissed.web.trail.models import Act\n"
            "for page in range(5): append(Act.VIEW, f'page {page}', by=None)"
        )

    def tamper(self, *statements: str) -> None:
        """Write into the SQLite file as somebody with the file in hand can."""
        with sqlite3.connect(self.file) as con:
            con.executescript(";\n".join(statements))
        con.close()

    @contextmanager
    def served(self) -> Iterator[Served]:
        """A server of it, stopped at the end."""
        served = Served(self, _free_port())
        served.start()
        try:
            yield served
        finally:
            served.kill()


@dataclass
class Served:
    """A running server."""

    installation: Installation
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "unmissed.cli", "serve", "--port", str(self.port)]
        with (self.installation.data / "log").open("ab") as log:
            own = {"env": self.installation.environment, "cwd": self.installation.data, "start_new_session": True}
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **own)  # type: ignore[call-overload]
        until = time.monotonic() + 90
        while time.monotonic() < until:
            try:
                if Visitor(self).get("/health").status == 200:
                    return
            except OSError:  # nobody listens yet
                time.sleep(0.1)
        raise AssertionError(f"the server did not start:\n{self.log}")

    def kill(self) -> None:
        """kill -9 of everything that it started."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def log(self) -> str:
        """What its processes said."""
        return (self.installation.data / "log").read_text()


@dataclass(frozen=True)
class Page:
    """An answer."""

    status: int
    text: str


class Visitor:
    """A browser without a window: it keeps cookies and sends the form's token back."""

    def __init__(self, served: Served) -> None:
        self.address = f"http://127.0.0.1:{served.port}"
        self.cookies = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._open(path, None)

    def post(self, path: str, values: dict[str, str]) -> Page:
        """Send a form."""
        token = next((cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken"), "")
        return self._open(path, urlencode(values | {"csrfmiddlewaretoken": token}).encode())

    def _open(self, path: str, data: bytes | None) -> Page:
        try:
            with self.opener.open(self.address + path, data, timeout=60) as answer:
                return Page(answer.status, answer.read().decode())
        except HTTPError as error:
            return Page(error.code, error.read().decode())


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def seal_printed(output: str) -> str:
    """The NUMBER:SEAL that a verification printed."""
    found = re.search(r"^\d+:[0-9a-f]{64}$", output, re.MULTILINE)
    assert found, output
    return found.group()
