"""Signing out. That it ends the session stands in test_sign_in.py, where one begins."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.web.casework import asks_to_sign_in
from tests.web.world import World
from unmissed.web.people.models import Person


def test_somebody_who_is_signed_in_is_signed_out_by_the_form_alone(world: World, signed_in: Callable[[Person], Client]) -> None:
    client = signed_in(world.practitioner)
    assert client.get("/sign-out").status_code == 405
    assert "What needs me today" in client.get("/").text
    assert "You are signed out" in client.post("/sign-out", follow=True).text
    assert asks_to_sign_in(client.get("/"))


def test_somebody_who_is_not_signed_in_is_told_the_same(world: World, client: Client) -> None:
    assert "You are signed out" in client.post("/sign-out", follow=True).text
