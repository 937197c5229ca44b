"""The page as text: what it holds, how it is built, what it leaves out. How it behaves in a browser is in tests/journeys."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tests.unit.report.conftest import Written
from tests.unit.report.sample import AS_OF, MARKUP, ROWS
from unmissed.checks.catalogue import catalogue
from unmissed.engine.audit import Audit, audit
from unmissed.register.loading import register_from_rows
from unmissed.report import html
from unmissed.report.html import write_html


class Page(HTMLParser):
    """What the tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.styled: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        self.ids += [values["id"] or ""] if "id" in values else []
        self.addresses += [values[name] or "" for name in ("href", "src", "action", "xlink:href") if name in values]
        self.styled += [tag] if "style" in values or any(name.startswith("on") for name in values) else []


def page_of(run: Audit, **options: int) -> str:
    """The page of an audit."""
    out = io.BytesIO()
    write_html(run, out, with_names=False, **options)
    return out.getvalue().decode()


def children_of(text: str) -> list[str]:
    """The children of a page in their order."""
    return re.findall(r'<article class="child" data-child="([^"]*)"', text)


@pytest.fixture
def page(written: Written) -> str:
    return written("html").decode()


def test_the_page_asks_nobody_for_anything(page: str) -> None:
    assert {a for a in Page(page).addresses if not a.startswith("#")} == {"data:,"}
    assert not re.search(r"@import|url\((?!#)", page)


def test_the_policy_allows_its_own_script_and_style_and_nothing_else(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].replace("&#39;", "'").startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        block = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert block
        digest = base64.b64encode(hashlib.sha256(block[1].encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[0]
    assert Page(page).styled == []


def test_headings_step_down_one_at_a_time(page: str) -> None:
    headings = Page(page).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_identifiers_of_elements_are_unique(page: str) -> None:
    ids = Page(page).ids
    assert len(ids) == len(set(ids))


def test_what_a_register_says_is_text_and_never_markup(page: str) -> None:
    assert MARKUP not in page
    assert "Removed from &lt;script&gt;alert(1)&lt;/script&gt; on 1 December 2020" in page
    assert page.count("<script>") == 1


def test_the_worst_and_the_longest_open_come_first(page: str) -> None:
    assert children_of(page) == ["MARA", "OLU", "=SUM(A1)"]  # critical since September 2019, June 2020 and December 2020


def test_every_finding_stands_once_with_its_sentence(page: str, sample: Audit) -> None:
    findings = list(sample.findings())
    assert page.count('<li class="finding"') == len(findings)
    assert all(finding.because.replace("<", "&lt;").replace(">", "&gt;") in page for finding in findings)


def test_a_finding_says_since_when_why_it_matters_and_what_closes_it(page: str) -> None:
    assert "Open since 15 September 2019: 474 days." in page
    assert '<p class="because"><em>Unless something is done, on 8 January 2021:</em> ' in page
    assert "In 8 days." in page
    assert "1 February 2019" in page
    check = next(check for check in catalogue() if check.name == "removed-while-at-risk")
    assert check.why in page.replace("&#39;", "'")
    assert check.closes in page
    assert "F.4 ¶25" in page


def test_policy_values_stand_where_a_check_names_them(page: str) -> None:
    assert "has stayed 365 days" in page
    assert "stable_days" not in page


def test_strengths_stand_apart_from_failings(page: str) -> None:
    works = page[page.index("<h4>What works</h4>") :]
    assert "Protective practice" in works[: works.index("</article>")]
    failings = page[page.index("<article") : page.index("<h4>What works</h4>")]
    assert 'data-severity="strength"' not in failings


def test_the_summary_says_what_could_not_be_seen(page: str) -> None:
    assert "<strong>15 of 40 checks</strong> could not be assessed." in page
    assert "the register has no table views" in page
    assert "1 value of nhs_number with a wrong check digit" in page
    assert "some day is no date. Write the day on which it happened as YYYY-MM-DD." in page
    assert '<th scope="row">review_days</th><td class="text">42 days</td>' in page


def test_the_child_without_a_finding_is_named_with_a_warning(page: str) -> None:
    clear = page[page.index("Children without a finding") :]
    assert "1 child: every check that could be assessed found nothing; 15 checks could not be assessed" in clear
    assert "<li>KIT</li>" in clear


def test_a_table_that_the_register_lacks_is_unknown_and_not_empty() -> None:
    rows = {table: ROWS[table][:1] for table in ("children", "missing_episodes")}
    page = page_of(audit(register_from_rows(rows), as_of=AS_OF))
    assert page.count("not in this register: unknown") >= 4
    assert "none recorded" not in page
    assert "on no list" not in page


def test_only_what_was_known_on_the_date_is_drawn() -> None:
    page = page_of(audit(register_from_rows(ROWS), as_of=date(2018, 11, 19)))
    assert "events:E1" not in page  # happened in October, recorded on 20 November
    assert "SW-3" not in page
    assert "SW-2" in page
    assert "1 March 2018 to 15 September 2019" not in page


def test_above_the_limit_the_page_says_who_is_left_out_and_how_to_get_them(sample: Audit) -> None:
    page = page_of(sample, most_children=2)
    assert children_of(page) == ["MARA", "OLU"]
    assert "<strong>This page shows 2 children of the 3 with findings</strong>" in page
    assert "The other 1 is not on this page." in page
    assert "<code>--child ID</code>" in page


def test_below_the_limit_nothing_is_left_out(page: str) -> None:
    assert "This page shows" not in page


def test_many_clear_children_are_counted_and_not_listed(sample: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_CLEAR", 0)
    page = page_of(sample)
    assert "1 child: every check" in page
    assert "KIT" not in page


def test_batches_do_not_change_the_page(sample: Audit, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unmissed.report.child.BATCH", 1)
    assert page_of(sample) == page


def test_a_register_without_findings_has_a_page_too() -> None:
    page = page_of(audit(register_from_rows({"children": [{"child_id": "A", "date_of_birth": "2005-01-01"}]}), as_of=AS_OF))
    assert "<strong>Nothing is open</strong> for 1 child" in page
    assert "No child has a finding." in page
    assert "Every row of the register was used." in page
    assert "Every time limit and threshold has its default value." in page
