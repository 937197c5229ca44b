"""Where and how the application is served."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address


@dataclass(frozen=True)
class Place:
    """An address, and how many requests are answered at once."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 8

    @property
    def is_this_machine(self) -> bool:
        """Whether nobody else can reach it."""
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return self.host == "localhost"

    @property
    def address(self) -> str:
        """What to open in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"
