"""Takes the pictures of the README and the manual: a child of the inquiry's cases in the report, and the web application.

python -m scripts.pictures [CHROMIUM]
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from scripts.web_pictures import take_all
from unmissed.engine.audit import audit
from unmissed.register.loading import register_from_rows
from unmissed.replay.run import case_register, load_cases
from unmissed.report.formats import write_report

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "report.png"
CASE, CHILD = "durham-meeting-list", "CS-A29"
WIDTH, HEIGHT = 1160, 1120


def main(chromium: str) -> None:
    """Write the report on one case and take its picture, then those of the web application."""
    case = next(case for case in load_cases() if case.id == CASE)
    with TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        write_report(audit(register_from_rows(case_register(case)), as_of=case.ends_on), "html", page)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        take(chromium, page)
    take_all(chromium)


def take(chromium: str, report: Path) -> None:
    """The child's section of a report, as it looks on a screen, cut where the picture would become too tall."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(report.as_uri())
        page.fill("#by-child", CHILD)
        page.locator(f'[data-child="{CHILD}"]').evaluate("child => child.scrollIntoView()")
        page.evaluate("scrollBy(0, -16)")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    found = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("UNMISSED_CHROMIUM") or shutil.which("chromium")
    if not found:
        sys.exit("no Chromium was found: give its path, or say in UNMISSED_CHROMIUM where it is")
    main(found)
