"""The gallery in a real browser: nobody is kept out of any part in any state, and no page asks anybody else for anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.visit import Visit
from tests.web.design.gallery import FAULTS

pytestmark = pytest.mark.browser

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
PAGES = ["gallery/normal/", "gallery/error/", *[f"fault/{name}/" for name in FAULTS]]


@pytest.fixture(params=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "scripts")


@pytest.fixture(params=list(SIZES))
def window(browser: Browser, request: pytest.FixtureRequest, scripts: bool) -> Iterator[Page]:
    opened = browser.new_context(viewport=SIZES[request.param], java_script_enabled=scripts)  # type: ignore[arg-type]
    yield opened.new_page()
    opened.close()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_kept_out_and_nobody_else_is_asked(window: Page, gallery_address: str, scripts: bool, page: str) -> None:
    visit = Visit(window).watch()
    answer = window.goto(f"{gallery_address}/{page}", wait_until="networkidle")
    assert answer is not None
    assert answer.ok
    picture(window, page, scripts)
    if scripts:  # axe is a script
        assert visit.barriers() == []
    assert visit.complaints == []
    assert all(request.startswith(gallery_address) for request in visit.requests)
    assert window.locator("body").evaluate("body => body.scrollWidth <= window.innerWidth"), "the page is wider than its window"


def picture(window: Page, page: str, scripts: bool) -> None:
    """Keep what the page looks like, where UNMISSED_PICTURES names a folder."""
    folder = os.environ.get("UNMISSED_PICTURES")
    if folder:
        width = (window.viewport_size or {"width": 0})["width"]
        name = f"{page.strip('/').replace('/', '-')}-{width}{'' if scripts else '-plain'}.png"
        window.screenshot(path=Path(folder) / name, full_page=True)
