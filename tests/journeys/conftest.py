"""The report that journeys walk through, in the browser of `tests/conftest.py`; opening.py opens the application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.opening import address, door, enter, facts, record
from tests.journeys.visit import Visit
from tests.unit.report.sample import sample_audit
from unmissed.engine.audit import Audit
from unmissed.report.formats import write_report

__all__ = ["address", "door", "enter", "facts", "record"]


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
