"""The application for the journeys: a record made once, a server for each process of the tests, and people who are signed in."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState, expect

from scripts.demonstration import fill, served
from tests.journeys.facts import Facts
from tests.journeys.somebody import Somebody, Watched

PATIENCE = 20_000
"""Milliseconds that a page has on a machine that does other things too; whoever waits goes on at once when it is there."""
expect.set_options(timeout=PATIENCE)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A copy of the demonstration's record, which the first process that comes has made for all."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    made = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            unfinished = shared / "demonstration-unfinished"
            unfinished.mkdir()
            fill(unfinished)
            unfinished.rename(made)
    return Path(shutil.copytree(made, own / "record"))


@pytest.fixture(scope="session")
def address(browser: Browser, record: Path) -> Iterator[str]:
    """Where the application is served; it stops with the tests. Nothing is served where there is no browser."""
    with served(record) as at:
        yield at


@pytest.fixture
def facts(address: str, record: Path) -> Facts:
    """What the record that is served says."""
    return Facts(record / "record.sqlite3")


@dataclass
class Door:
    """Lets people in: each signs in once, on the real page, and is signed in from then on."""

    browser: Browser
    address: str
    signed_in: dict[str, StorageState] = field(default_factory=dict)
    inside: list[Somebody] = field(default_factory=list)

    def opens_for(self, name: str = "", *, scripts: bool = True, size: dict[str, int] = DESKTOP) -> Somebody:
        """Somebody who is signed in under a name, on Home; nobody yet where no name is given."""
        if name and name not in self.signed_in:
            self.signed_in[name] = self._sign_in(name)
        somebody = self._window(scripts, size, self.signed_in.get(name))
        somebody.opens("/" if name else "/sign-in")
        return somebody

    def closes(self) -> None:
        """Everybody leaves."""
        while self.inside:
            self.inside.pop().leaves()

    def _sign_in(self, name: str) -> StorageState:
        somebody = self._window(True, DESKTOP, None)
        somebody.opens("/")
        somebody.signs_in(name)
        return somebody.page.context.storage_state()

    def _window(self, scripts: bool, size: dict[str, int], state: StorageState | None) -> Somebody:
        window: Any = {"viewport": size, "java_script_enabled": scripts, "storage_state": state, "locale": "en-GB"}
        page = self.browser.new_context(**window).new_page()
        page.set_default_timeout(PATIENCE)
        somebody = Somebody(page, self.address, Watched(page).watch(), scripts)
        self.inside.append(somebody)
        return somebody


@pytest.fixture(scope="session")
def door(browser: Browser, address: str) -> Door:
    """The application's door."""
    return Door(browser, address)


@pytest.fixture
def enter(door: Door) -> Iterator[Callable[..., Somebody]]:
    """`enter("amara.okafor")`: she is signed in. Afterwards everybody leaves, and nothing may have been complained of."""
    yield door.opens_for
    door.closes()
