"""Pages of faults: who is signed in keeps the navigation, the name and the way out, also where the database failed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.web.world import World
from unmissed.web.faults import csrf_failed, not_found, out_of_reach, server_error
from unmissed.web.people.models import Partnership, Person

SignedIn = Callable[[Person], Client]
KEPT = ("Pat Ridley", "Practitioner", 'href="/tracker"', 'action="/sign-out"', "csrfmiddlewaretoken")


@pytest.mark.parametrize("path", ["/no-such-page", "/children/C-held/records/events/E-9", "/findings/", "/favicon.ico"])
def test_what_is_not_found_keeps_the_way_on(world: World, signed_in: SignedIn, path: str) -> None:
    answer = signed_in(world.practitioner).get(path)
    assert answer.status_code == 404
    assert "Page not found" in answer.text
    assert all(words in answer.text for words in KEPT)


def test_whoever_is_not_signed_in_learns_nothing_from_an_address_that_leads_nowhere(client: Client, db: None) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "Sign out" not in answer.text
    assert "/tracker" not in answer.text


def test_a_way_out_of_a_fault_works(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    assert 'aria-current="page"' not in client.get("/no-such-page").text
    assert "You are signed out" in client.post("/sign-out").text


def request_of(person: Person | None) -> HttpRequest:
    request = RequestFactory().post("/refer", {"notes": "Seen today"})
    if person:
        request.person, request.partnership = person, person.partnership  # type: ignore[attr-defined]
    return request


FAULTS: list[Callable[[HttpRequest], HttpResponse]] = [
    not_found,
    csrf_failed,
    server_error,
    lambda request: out_of_reach(request, OperationalError("gone")),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_page_of_a_fault_asks_the_database(fault: Callable[[HttpRequest], HttpResponse]) -> None:
    """This test has no database: whatever asked one would fail."""
    partnership = Partnership(pk=1, name="Wearmouth")
    person = Person(pk=1, name="Pat Ridley", role="practitioner", partnership=partnership)
    page = fault(request_of(person)).content.decode()
    assert all(words in page for words in (*KEPT, "Wearmouth"))
    assert "Pat Ridley" not in fault(request_of(None)).content.decode()
