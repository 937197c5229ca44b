"""What people do with the report, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.visit import Visit
from unmissed.engine.audit import Audit

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
COUNT = "#count"


def shown_children(page: Page) -> list[str]:
    """The children whose sections can be seen."""
    return page.locator("article.child:visible h3").all_inner_texts()


def shown_findings(page: Page) -> int:
    return page.locator("li.finding:visible").count()


def focused(page: Page) -> str:
    """What has the focus, as tag#id."""
    return str(page.evaluate("document.activeElement.tagName.toLowerCase() + '#' + document.activeElement.id"))


def tab_to(page: Page, target: str) -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _ in range(80):
        if focused(page) == target:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{target} cannot be reached with the Tab key")


def test_somebody_opens_the_report_offline_and_it_asks_nobody_for_anything(visit: Visit, report_file: Path) -> None:
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Safeguard checks as of 31 December 2020")
    visit.page.get_by_text("How to read a timeline").click()
    visit.page.select_option("#by-state", "open")
    assert visit.requests == [report_file.as_uri()]
    assert visit.complaints == []


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, PHONE], ids=["desktop", "phone"])
def test_nobody_is_kept_out_of_the_report(visit: Visit, size: dict[str, int]) -> None:
    visit.page.set_viewport_size(size)  # type: ignore[arg-type]
    visit.page.evaluate("document.querySelectorAll('details').forEach(element => { element.open = true })")
    assert visit.barriers() == []


def test_nobody_is_kept_out_while_a_filter_hides_everything(visit: Visit) -> None:
    visit.page.fill("#by-child", "nobody of that name")
    expect(visit.page.locator(COUNT)).to_have_text("Showing 0 findings of 0 children.")
    assert visit.barriers() == []


def test_a_person_with_a_screen_reader_finds_the_parts_of_the_page(visit: Visit) -> None:
    page = visit.page
    for role in ("banner", "main", "contentinfo", "search"):
        expect(page.get_by_role(role)).to_have_count(1)  # type: ignore[arg-type]
    expect(page.get_by_role("img", name="Timeline of MARA from 1 January 2018; the table after it says the same")).to_have_count(
        1
    )
    table = page.get_by_role("table", name="What was known of MARA on 31 December 2020", include_hidden=True)
    expect(table.locator("th[scope=col]")).to_have_count(6)


def test_a_social_worker_narrows_the_report_down_with_the_keyboard_alone(visit: Visit, sample: Audit) -> None:
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, "input#by-child")
    page.keyboard.type("olu")
    assert shown_children(page) == ["OLU"]
    tab_to(page, "select#by-severity")
    page.keyboard.type("crit")
    olu = [f for f in sample.findings() if f.child_id == "OLU" and f.severity == "critical"]
    expect(page.locator(COUNT)).to_have_text(f"Showing {len(olu)} findings of 1 child.")
    assert shown_findings(page) == len(olu)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(COUNT)).to_have_text(f"Showing {len(list(sample.findings()))} findings of 3 children.")


def test_where_the_focus_is_can_be_seen(visit: Visit) -> None:
    tab_to(visit.page, "input#by-child")
    assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize(
    ("field", "value", "matches"),
    [
        ("severity", "serious", "severity"),
        ("state", "due", "state"),
        ("state", "closed", "state"),
        ("check", "review-overdue", "check"),
    ],
)
def test_a_filter_shows_exactly_the_findings_asked_for(visit: Visit, sample: Audit, field: str, value: str, matches: str) -> None:
    visit.page.locator(f"select[name={field}]").select_option(value)
    wanted = [finding for finding in sample.findings() if getattr(finding, matches) == value]
    assert shown_findings(visit.page) == len(wanted)
    assert len(shown_children(visit.page)) == len({finding.child_id for finding in wanted})
    empty = visit.page.locator("article.child:visible .part:visible").filter(has_not=visit.page.locator("li.finding:visible"))
    assert empty.count() == 0


def test_the_live_count_is_told_to_a_screen_reader(visit: Visit) -> None:
    count = visit.page.get_by_role("status")
    expect(count).to_have_attribute("aria-live", "polite")
    expect(count).to_contain_text("of 3 children.")


def test_a_manager_follows_a_figure_to_its_rows(visit: Visit, sample: Audit) -> None:
    visit.page.get_by_role("link", name="Harm without protective action").first.click()
    expect(visit.page.locator("#by-name")).to_have_value("harm-without-action")
    wanted = [finding for finding in sample.findings() if finding.check == "harm-without-action"]
    assert shown_findings(visit.page) == len(wanted)
    assert focused(visit.page) == "section#children"


def test_without_scripts_everything_can_be_seen_and_no_dead_control_is_shown(
    browser: Browser, report_file: Path, sample: Audit
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report_file.as_uri())
    expect(page.locator("#filter")).to_be_hidden()
    assert shown_findings(page) == len(list(sample.findings()))
    page.get_by_text("The timeline as a table").first.click()
    expect(page.get_by_text("events:E1").first).to_be_visible()
    context.close()


def test_on_a_phone_the_page_does_not_scroll_sideways_and_a_timeline_begins_with_today(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    drawing = page.locator(".draw").first
    drawing.scroll_into_view_if_needed()
    expect(drawing.locator("text.as-of")).to_be_in_viewport()
    expect(drawing.locator(".names")).to_be_in_viewport()


def test_on_paper_the_timelines_and_tables_stand_and_the_controls_do_not(visit: Visit) -> None:
    page = visit.page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.locator(".skip")).to_be_hidden()
    expect(page.locator("svg.life").first).to_be_visible()
    expect(page.get_by_role("table", name="What was known of MARA")).to_be_visible()
    assert page.evaluate("document.querySelector('.draw').scrollWidth <= document.querySelector('.draw').clientWidth + 1")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_role("table", name="What was known of MARA")).to_be_hidden()


def test_a_printed_report_has_pages(visit: Visit) -> None:
    printed = visit.page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert 4 <= printed.count(b"/Type /Page\n") <= 30


def test_harm_and_level_never_share_a_colour(context: BrowserContext, visit: Visit) -> None:
    def painted(selector: str) -> set[str]:
        script = "elements => elements.flatMap(e => [getComputedStyle(e).fill, getComputedStyle(e).stroke])"
        return set(visit.page.locator(selector).evaluate_all(script)) - {"none", "rgb(255, 255, 255)"}

    harm, level = painted("path.harm"), painted(".life .step, .life [class^=l-], .life text.level")
    assert harm
    assert level
    assert not harm & level


COLOURS = """elements => elements.flatMap(element => {
    const style = getComputedStyle(element);
    return [style.color, style.fill, style.stroke, style.borderLeftColor, style.backgroundColor];
})"""


def test_nothing_closed_is_red(visit: Visit) -> None:
    red = "rgb(179, 38, 30)"
    closed = visit.page.locator(".group.closed, .group.closed *, .f-closed").evaluate_all(COLOURS)
    assert closed
    assert red not in closed
    assert red in visit.page.locator(".group.open.critical").evaluate_all(COLOURS)


def test_an_identifier_that_looks_like_markup_or_a_formula_is_only_text(visit: Visit) -> None:
    visit.page.fill("#by-child", "=sum(")
    assert shown_children(visit.page) == ["=SUM(A1)"]
    expect(visit.page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    assert visit.complaints == []
