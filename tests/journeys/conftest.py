"""A browser for the journeys, and the report that they walk through.

A Chromium is looked for in UNMISSED_CHROMIUM, then under its usual names. Where there is none the journeys are skipped with a
message; with UNMISSED_REQUIRE_BROWSER=1, as in CI, they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.unit.report.sample import sample_audit
from unmissed.engine.audit import Audit
from unmissed.report.formats import write_report

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

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"


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


@dataclass
class Visit:
    """A page that is open, and what it did that it should not: messages on its console, requests beyond its own file."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def watch(self) -> Visit:
        """Note everything from now on."""
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        return self

    def barriers(self) -> list[str]:
        """What axe finds that keeps somebody out, as rule and element. The page allows no foreign script, so it is evaluated."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("axe.run()")["violations"]
        return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@pytest.fixture(scope="session")
def sample() -> Audit:
    """The audit of the sample register."""
    return sample_audit()


@pytest.fixture(scope="session")
def report_file(sample: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the sample register, on disk as a person would receive it."""
    out = tmp_path_factory.mktemp("report") / "report.html"
    write_report(sample, "html", out)
    return out


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh, offline browser window of a desktop's width."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    yield opened
    opened.close()


@pytest.fixture
def visit(context: BrowserContext, report_file: Path) -> Visit:
    """The report, opened from disk without a network."""
    opened = Visit(context.new_page()).watch()
    opened.page.goto(report_file.as_uri())
    return opened
