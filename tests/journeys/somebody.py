"""Sentences about somebody at the web application: `amara.opens("/tracker")`, `amara.sees("Children in view")`.

Whoever is a Somebody speaks of what stands on the screen, by the words that a person reads there, never by ids or classes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import ConsoleMessage, FilePayload, Locator, Page, expect

from tests.journeys.visit import Visit

PASSWORD = "keep-every-child-in-sight"
"""Everybody's in the demonstration."""
MOST_TABS = 400


@dataclass
class Somebody:
    """A person before a browser. `scripts`: whether the browser runs them."""

    page: Page
    address: str
    visit: Visit
    scripts: bool = True

    # --- Going somewhere --------------------------------------------------------------------------------------------------------

    def opens(self, path: str) -> None:
        """Go to an address of the application."""
        self.page.goto(self.address + path)

    def goes_to(self, place: str) -> None:
        """Follow a place of the main navigation."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=place, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def follows(self, link: str) -> None:
        """Follow the first link that is called so, or begins so and says after it how many, or after a colon what it is about."""
        named = re.sub(r"([.*+?^${}()|\[\]\\])", r"\\\1", link).replace(":", "\\s*:")
        self.main.get_by_role("link", name=re.compile(rf"^{named}(\s*[:,].*|\s+\d+)?$")).first.click()

    def presses(self, button: str) -> None:
        """Press the button that is called so."""
        self.main.get_by_role("button", name=button, exact=True).click()

    def signs_in(self, name: str, password: str = PASSWORD) -> None:
        """Sign in, from the page that asks for it."""
        self.fills("Sign-in name", name)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.presses("Sign in")

    # --- Filling in -------------------------------------------------------------------------------------------------------------

    def fills(self, label: str, text: str) -> None:
        """Write into the box of that label."""
        self._labelled(label).fill(text)

    def fills_day(self, question: str, day: str, month: str, year: str) -> None:
        """Write a date into its three boxes."""
        boxes = self.main.get_by_role("group", name=question)
        for label, text in (("Day", day), ("Month", month), ("Year", year)):
            boxes.get_by_label(label, exact=True).fill(text)

    def chooses(self, label: str, option: str = "") -> None:
        """Choose a radio or tick a box of that label; with an option, choose it from the list of that label."""
        if option:
            self._labelled(label).select_option(label=option)
        else:
            self.main.get_by_label(label, exact=True).check()

    def gives_file(self, label: str, file: FilePayload) -> None:
        """Choose a file, as if it lay on the person's disk."""
        self.main.get_by_label(label).set_input_files(file)

    # --- Seeing -----------------------------------------------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        """Everything of the page but its header, navigation and footer."""
        return self.page.get_by_role("main")

    def sees(self, *texts: str) -> None:
        """Each text stands on the page and can be seen."""
        for text in texts:
            expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def does_not_see(self, *texts: str) -> None:
        """No such text can be seen."""
        for text in texts:
            expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0)

    def is_at(self, heading: str | re.Pattern[str]) -> None:
        """The page's heading says so."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()

    def finds_written(self, label: str, text: str) -> None:
        """What was typed still stands in its box."""
        expect(self._labelled(label)).to_have_value(text)

    def is_told(self, *faults: str) -> None:
        """The summary on top names each fault, leads to its question, and the title says that something is wrong."""
        summary = self.page.locator(".govuk-error-summary")
        for fault in faults:
            expect(summary.get_by_text(fault).first).to_be_visible()
        target = summary.get_by_role("link").first.get_attribute("href") or "#"
        expect(self.page.locator(target)).to_have_count(1)
        assert self.page.title().startswith("Error: ")
        if self.scripts:
            expect(summary).to_be_focused()

    def meets_no_barrier(self) -> None:
        """Axe finds nothing on the page as it stands, with everything that can be unfolded unfolded, and nothing is too wide."""
        self.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        barriers = self.visit.barriers()
        assert barriers == [], barriers
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than its window"

    def fits(self, size: dict[str, int]) -> None:
        """In a window of that size the page is no wider than it; then the window is as it was."""
        before = self.page.viewport_size
        self.page.set_viewport_size(size)  # type: ignore[arg-type]
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"wider than a window of {size['width']}"
        if before:
            self.page.set_viewport_size(before)

    def height_of(self, what: Locator) -> float:
        """How far below the window's upper edge it begins, in pixels."""
        box = what.bounding_box()
        assert box, "it is not drawn"
        return box["y"]

    def can_fill_something_in(self) -> bool:
        """Whether the page has a form to be sent in which something can be typed or chosen."""
        return self._form_to_send().count() > 0

    def sends_nothing(self) -> bool:
        """Empty every box of the page's first form and send it. Whether the page then says on top what is wrong."""
        form = self._form_to_send().first
        for box in form.locator(_BOXES).all():
            box.fill("")
        form.locator("button[type=submit], button:not([type])").first.click()
        self.page.wait_for_load_state()
        return self.page.locator(".govuk-error-summary").count() > 0

    def _form_to_send(self) -> Locator:
        return self.main.locator("form[method=post]").filter(has=self.page.locator(_QUESTIONS))

    def takes_out(self, press: str) -> str:
        """What a button or a link that gives a file calls it."""
        with self.page.expect_download() as waiting:
            self.main.get_by_role("button", name=press).or_(self.main.get_by_role("link", name=press)).first.click()
        return waiting.value.suggested_filename

    # --- Keyboard only ----------------------------------------------------------------------------------------------------------

    def tabs_to(self, what: Locator) -> None:
        """Press Tab until it has the focus, and see that this shows."""
        for _ in range(MOST_TABS):
            if what.evaluate("element => element === document.activeElement"):
                assert what.evaluate(_SHOWS_FOCUS), "nothing shows that it has the focus"
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{what} cannot be reached with the Tab key")

    def types(self, text: str) -> None:
        """Type it where the focus is."""
        self.page.keyboard.type(text)

    def strikes(self, key: str) -> None:
        """Press a key by its name."""
        self.page.keyboard.press(key)

    # --- The end ----------------------------------------------------------------------------------------------------------------

    def leaves(self) -> None:
        """Close the window. Nothing was complained of on its console, and nobody else was asked for anything."""
        self.page.context.close()
        assert self.visit.complaints == [], self.visit.complaints
        assert [url for url in self.visit.requests if not url.startswith((self.address, "data:", "blob:"))] == []

    def _labelled(self, label: str) -> Locator:
        """The box of a label; where it need not be filled in, its label says so."""
        found = self.main.get_by_label(label, exact=True)
        return found.or_(self.main.get_by_label(f"{label} (optional)", exact=True))


_BOXES = "input[type=text]:visible, input[type=password]:visible, input:not([type]):visible, textarea:visible"
_QUESTIONS = "input:not([type=hidden]), select, textarea"
_SHOWS_FOCUS = """element => {
    const style = getComputedStyle(element), group = element.closest('.govuk-radios__item, .govuk-checkboxes__item');
    const label = group ? getComputedStyle(group.querySelector('label'), '::before') : style;
    return [style, label].some(each => each.outlineStyle !== 'none' || each.boxShadow !== 'none');
}"""


class Watched(Visit):
    """A visit to the application. A page may answer 400, 401, 403 or 404, which the browser notes on its console."""

    def watch(self) -> Watched:
        """Note everything from now on."""
        self.page.on("console", self._noted)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        return self

    def _noted(self, message: ConsoleMessage) -> None:
        answered = re.match(r"Failed to load resource: .* status of (400|401|403|404|409|422|429) ", message.text)
        if not (answered and message.location["url"].split("#")[0] == self.page.url.split("#")[0]):
            self.complaints.append(message.text)
