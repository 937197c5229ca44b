"""A PostgreSQL of the tests' own, from the programs of the system: made in a temporary folder, reached through a socket there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

NAMES = ("initdb", "pg_ctl")
QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses='' -c max_connections=60"
"""Nothing here outlives the tests, so nothing waits for the disk."""


def programs() -> Path | None:
    """The folder that holds PostgreSQL's programs: that of PATH, else the newest that Debian installed."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    return next((folder for folder in folders if all((folder / name).exists() for name in NAMES)), None)


@dataclass
class Server:
    """A server in a folder. `durable` keeps what was committed whatever happens, as a real one does; the tests' own need not."""

    folder: Path
    binaries: Path
    durable: bool = False

    @classmethod
    def made(cls, binaries: Path, *, durable: bool = False) -> Server:
        """A new server, not yet started. PostgreSQL refuses to run as root: the user postgres then owns the folder."""
        folder = Path(tempfile.mkdtemp(prefix="unmissed-pg-", dir="/tmp"))  # a socket's path must be short
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
            folder.chmod(0o755)
        server = cls(folder, binaries, durable)
        server._run("initdb", "-D", str(server.data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync", "--locale=C")
        return server

    @property
    def data(self) -> Path:
        """Where its tables are."""
        return self.folder / "data"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-k {self.folder} " + ("-c listen_addresses=''" if self.durable else QUICK)
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, without waiting for those who are connected."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop", check=False)

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """What DATABASE_URL says to reach one of its databases."""
        return f"postgres://postgres@{quote(str(self.folder), safe='')}/{database}"

    def _run(self, name: str, *arguments: str, check: bool = True) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self.binaries / name), *arguments]
        # The output goes to a file: a server that inherited a pipe would hold it open for as long as it runs.
        with (self.folder / "output").open("ab") as output:
            done = subprocess.run(command, stdout=output, stderr=output, cwd="/", check=False, preexec_fn=_not_interrupted)
        if check and done.returncode:
            said = (self.folder / "output").read_text() + "\n".join(p.read_text() for p in self.folder.glob("log"))
            raise RuntimeError(f"{name} failed:\n{said}")


def _not_interrupted() -> None:
    """Ctrl-C is for the tests; they stop the server themselves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
