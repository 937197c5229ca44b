"""Pictures of the web application's main pages, from the demonstration's record on a fixed day: docs/pictures/web/*.png."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.demonstration import fill, served
from scripts.small_register import small_register

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "web"
PASSWORD = "keep-every-child-in-sight"
WIDE, PHONE = 1280, 390
LARGEST = 400_000
"""Bytes of a picture: they are shown in the README and the manual."""
CHILD = "/children/E0112"
"""High, harm known, on a list, three times missing: every part of the page has something to show."""


@dataclass(frozen=True)
class Picture:
    """One page as one person sees it. `goes` leads there from Home; `tall` is how much of it is shown, in pixels."""

    name: str
    sign_in: str
    goes: Callable[[Page, str], None]
    tall: int
    wide: int = WIDE


def _at(path: str) -> Callable[[Page, str], None]:
    def goes(page: Page, address: str) -> None:
        page.goto(address + path)

    return goes


def _before_a_decision(page: Page, address: str) -> None:
    page.goto(f"{address}{CHILD}?part=monitoring")
    page.get_by_role("link", name="see first what it would leave open").click()
    page.get_by_label("Recorded reason").select_option(label="Risk reduced")
    page.get_by_label("Single agency").check()
    page.get_by_role("button", name="Show what this would do").click()


def _quarantine(page: Page, address: str) -> None:
    page.goto(f"{address}/imports/upload")
    page.locator("input[type=file]").set_input_files(
        {"name": "register.zip", "mimeType": "application/zip", "buffer": small_register()}
    )
    page.get_by_role("button", name="Upload and look through").click()


def _trail(page: Page, address: str) -> None:
    """After the other pictures were taken, there is something in it."""
    page.goto(f"{address}/trail")
    page.get_by_role("button", name="Have the whole trail verified").click()


WANTED = (
    Picture("home", "amara.okafor", _at("/"), 900),
    Picture("tracker", "fiona.ravenhill", _at("/tracker"), 1150),
    Picture("child", "fiona.ravenhill", _at(CHILD), 1300),
    Picture("before-a-decision", "fiona.ravenhill", _before_a_decision, 1000),
    Picture("findings", "dawn.whitlock", _at("/findings?whose=team"), 1000),
    Picture("load-and-leave", "fiona.ravenhill", _quarantine, 1150),
    Picture("administration", "katya.morozik", _at("/administration"), 700),
    Picture("trail", "judith.marwood", _trail, 1000),
    Picture("home-phone", "amara.okafor", _at("/"), 844, PHONE),
    Picture("tracker-phone", "fiona.ravenhill", _at("/tracker?level=high"), 1100, PHONE),
    Picture("child-phone", "fiona.ravenhill", _at(CHILD), 1400, PHONE),
)


def take_all(chromium: str) -> None:
    """Fill a record, serve it, and take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        fill(Path(folder))
        with served(Path(folder)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for picture in WANTED:
                _keep(PICTURES / f"{picture.name}.png", _taken(browser, address, picture))
            browser.close()


def _taken(browser: Browser, address: str, picture: Picture) -> bytes:
    page = browser.new_page(viewport={"width": picture.wide, "height": picture.tall}, reduced_motion="reduce", locale="en-GB")
    page.goto(f"{address}/sign-in")
    page.get_by_label("Sign-in name").fill(picture.sign_in)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    picture.goes(page, address)
    page.wait_for_load_state("networkidle")
    taken = page.screenshot()
    page.context.close()
    return taken


def _keep(path: Path, taken: bytes) -> None:
    """Write it small, every colour as it is: colours tell harm from level. Raises ValueError where it is too large."""
    with Image.open(io.BytesIO(taken)) as image:
        image.convert("RGB").save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} has {path.stat().st_size:,} bytes, more than {LARGEST:,}")
