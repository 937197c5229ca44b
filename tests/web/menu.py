"""The menu that every view is put through: works, a colleague too, others refused, read-only refused, bad ids, signed out.

    test_menu = menu("add-team", who="administrator", refused="manager", args={"agency_id": 1})

stands in the view's own file; what is the view's alone stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.casework import asks_to_sign_in, in_published, refused_last
from tests.web.test_matrix import addresses
from tests.web.world import World
from unmissed.web.people.models import Person
from unmissed.web.people.roles import CHANGES

SignedIn = Callable[[Person], Client]
Arguments = Callable[[World, Client], dict[str, Any]]
NEEDS = {address.name: getattr(address.view, "needs", None) for address in addresses()}
NOT_THERE = {
    "child_id": "C-nobody",
    "record_id": "none",
    "table": "nothing",
    "token": "none",
    "value_name": "nothing",
    "kind": "odd",
}
"""Arguments that nothing answers to; a number is one that nothing has."""


class Menu(NamedTuple):
    """A view, who may open it and what it answers, who of the same team may too, who is refused, and its arguments."""

    view: str
    who: str
    colleague: str
    refused: str
    arguments: Arguments
    answers: int


def menu(
    view: str,
    *,
    who: str,
    colleague: str = "",
    refused: str = "",
    args: dict[str, Any] | Arguments | None = None,
    answers: int = 200,
) -> Callable[..., None]:
    """The tests of a view, to be given a name that begins with test. `answers` is what it says to being opened."""
    given: Arguments = args if callable(args) else lambda world, client: dict(args or {})
    about = Menu(view, who, colleague, refused, given, answers)

    @pytest.mark.parametrize("case", _CASES, ids=lambda case: case.__name__.strip("_"))
    def test(case: Callable[[Menu, World, SignedIn], None], world: World, signed_in: SignedIn) -> None:
        case(about, world, signed_in)

    return test


def _works(it: Menu, world: World, signed_in: SignedIn) -> None:
    client = _of(it.who, world, signed_in)
    assert client.get(_path(it, world, client)).status_code == it.answers


def _colleague_allowed(it: Menu, world: World, signed_in: SignedIn) -> None:
    path = _path(it, world, _of(it.who, world, signed_in))
    if it.colleague:
        assert _of(it.colleague, world, signed_in).get(path).status_code == it.answers


def _others_refused(it: Menu, world: World, signed_in: SignedIn) -> None:
    path = _path(it, world, _of(it.who, world, signed_in))
    if it.refused:
        client = _of(it.refused, world, signed_in)
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 403
            assert refused_last()


def _read_only_refused(it: Menu, world: World, signed_in: SignedIn) -> None:
    client = _of(it.who, world, signed_in)
    path = _path(it, world, client)
    if NEEDS[it.view] in CHANGES:
        client = in_published(client, world)
        assert {client.get(path).status_code, client.post(path).status_code} == {403}


def _bad_id(it: Menu, world: World, signed_in: SignedIn) -> None:
    client = _of(it.who, world, signed_in)
    given = it.arguments(world, client)
    for name, value in given.items():
        bad = 987654321 if isinstance(value, int) else NOT_THERE.get(name, "none")
        path = reverse(it.view, kwargs=given | {name: bad})
        sent, looked = client.post(path).status_code, client.get(path).status_code
        assert {sent, looked} & {403, 404}, (name, sent, looked)
        assert sent in {403, 404, 405}, (name, sent)
        assert looked in {403, 404, 405, 302}, (name, looked)


def _signed_out(it: Menu, world: World, signed_in: SignedIn) -> None:
    path = _path(it, world, _of(it.who, world, signed_in))
    for answer in (Client().get(path), Client().post(path)):
        assert asks_to_sign_in(answer)


_CASES = (_works, _colleague_allowed, _others_refused, _read_only_refused, _bad_id, _signed_out)


def _of(who: str, world: World, signed_in: SignedIn) -> Client:
    person: Person = getattr(world, who)
    return signed_in(person)


def _path(it: Menu, world: World, client: Client) -> str:
    return reverse(it.view, kwargs=it.arguments(world, client))
