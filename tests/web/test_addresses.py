"""Addresses of rows whose identifiers hold signs that mean something in an address."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.urls import resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.web.children.menu import SignedIn
from tests.web.world import World, enter
from unmissed.web.addresses import IdConverter

ODD = ["2019/0007", "a/b/c", "..", ".", "50%", "%2F", "a b", "a?b#c&d=e", "a\\b", "ä'\"<é>", "x/trail", "a+b;c"]


@given(st.text(min_size=1))
def test_every_identifier_comes_back_as_it_was_and_divides_no_address(text: str) -> None:
    written = IdConverter().to_url(text)
    assert "/" not in written
    assert written not in {".", ".."}
    assert IdConverter().to_python(written) == text


def test_an_ordinary_identifier_stands_as_it_is() -> None:
    assert reverse("child", args=["E0112"]) == "/children/E0112"


@pytest.mark.parametrize("child_id", ODD)
def test_a_child_and_its_records_are_found_whatever_the_identifier_holds(
    world: World, signed_in: SignedIn, child_id: str
) -> None:
    enter(
        world.partnership,
        {
            "children": [{"child_id": child_id, "name": "Ali Frost"}],
            "monitoring": [{"entry_id": f"L {child_id}", "child_id": child_id, "list": "MACE", "added_on": world.today}],
        },
    )
    client = signed_in(world.coordinator)
    page = client.get(reverse("child", args=[child_id]) + "?part=monitoring").content.decode()
    assert "Ali Frost" in page
    found = {unescape(href) for href in re.findall(r'href="(/children/[^"]*)"', page)}
    leads_to = {resolve(_sent(href)).url_name for href in found}
    assert {"child", "record", "add-record", "preview-decision", "restriction", "child-trail"} <= leads_to
    assert {client.get(href).status_code for href in found} == {200}


def _sent(href: str) -> str:
    """The path as a server hands it on: decoded once."""
    return unquote(href.partition("?")[0])
