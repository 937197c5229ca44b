"""A browser for every test that needs one: a process can have only one.

A Chromium is looked for in UNMISSED_CHROMIUM, then under its usual names. Where there is none these tests are skipped with a
message; with UNMISSED_REQUIRE_BROWSER=1, as in CI, they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser that does nothing by itself: whatever is asked for, the page asked for it."""


def chromium() -> str | None:
    """The path of a Chromium, if there is one."""
    named = os.environ.get("UNMISSED_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium()
    if path is None:
        message = "no Chromium was found: install one, or say where it is in UNMISSED_CHROMIUM"
        if os.environ.get("UNMISSED_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        running.close()
