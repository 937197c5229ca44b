"""Nothing is offered that would be refused: every link of every page that a person reaches from Home leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.web.world import World
from unmissed.web.access.actions import open_in_emergency
from unmissed.web.access.models import EmergencyView
from unmissed.web.people.models import Person
from unmissed.web.people.roles import Role

SignedIn = Callable[[Person], Client]
WHY = "Found at the station tonight; whom to call?"
_HREF = re.compile(r"""<(?:a|form)\b[^>]*\b(?:href|action)="(/[^"]*)\"""")
_EACH = 3
"""So many addresses of one page are followed: the pages of three children are like those of all."""


def walked(client: Client, *begin: str) -> Iterator[tuple[str, str, int]]:
    """Every page that links and forms lead to, as (from where, address, status); forms are asked for, never sent."""
    waiting, seen, followed = [("", path) for path in begin], set[str](), dict[str, int]()
    while waiting:
        came_from, address = waiting.pop(0)
        name = _page(address)
        if address in seen or not name or followed.get(name, 0) >= _EACH:
            continue
        seen.add(address)
        followed[name] = followed.get(name, 0) + 1
        answer = client.get(address)
        yield came_from, address, answer.status_code
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            waiting += [(address, unescape(found)) for found in _HREF.findall(answer.text)]


def _page(address: str) -> str:
    """What is asked for: the page's name, and of a child's page its part; empty for what is no page."""
    path, query = urlsplit(address).path, urlsplit(address).query
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    part = re.search(r"part=(\w+)", query)
    return f"{found.url_name}{part[1] if part else ''}{found.kwargs.get('table', '')}"


def refused(client: Client, *begin: str) -> list[tuple[str, str]]:
    """What was offered and is refused, with the page that offered it."""
    return [(came_from, address) for came_from, address, status in walked(client, *begin) if status == 403]


@pytest.mark.parametrize("role", list(Role))
def test_where_one_works(world: World, signed_in: SignedIn, role: Role) -> None:
    assert refused(signed_in(world.of(role)), "/") == []


@pytest.mark.parametrize("role", list(Role))
def test_where_one_may_only_read(world: World, signed_in: SignedIn, role: Role) -> None:
    client = signed_in(world.of(role))
    client.post("/partnerships", {"partnership": world.published.pk})
    pages = list(walked(client, "/"))
    assert [(came_from, address) for came_from, address, status in pages if status == 403] == []
    assert any(address == f"/children/{world.published_child}" for _, address, _ in pages) == (
        role not in {Role.ANALYST, Role.ADMINISTRATOR}
    )


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.MANAGER, Role.PARTNER])
def test_on_a_record_that_was_opened_in_an_emergency(world: World, signed_in: SignedIn, role: Role) -> None:
    person = world.of(role)
    open_in_emergency(child_id=world.other, why=WHY, hours=1, by=person)
    client = signed_in(person)
    assert refused(client, f"/children/{world.other}") == []
    page = client.get(f"/children/{world.other}").text
    assert f"/refer/concern?child={world.other}" in page
    assert "Acknowledge" in signed_in(world.neighbour).get(f"/children/{world.other}").text
    assert "Acknowledge" not in page


def test_a_walk_finds_what_is_refused(world: World, signed_in: SignedIn) -> None:
    assert refused(signed_in(world.practitioner), "/administration") == [("", "/administration")]
    assert EmergencyView.objects.count() == 0
