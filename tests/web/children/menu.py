"""The menu that every view of this room is put through: who is let in, who is refused, and what a bad address gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from tests.web.world import World
from unmissed.web.people.models import Person
from unmissed.web.trail.models import Act, Entry

SignedIn = Callable[[Person], Client]


def refused(answer: Any) -> bool:
    """Whether the person was refused, and the refusal is in the trail."""
    last = Entry.objects.order_by("-number").first()
    return answer.status_code == 403 and last is not None and last.act == Act.REFUSAL


def sent_to_sign_in(client: Client, path: str) -> bool:
    """Whether somebody who is not signed in is shown the sign-in page instead."""
    answer = client.get(path)
    return "Sign in" in answer.content.decode() and answer.templates is not None and "Password" in answer.content.decode()


def read_only(world: World, client: Client, path: str) -> Any:
    """The page as somebody gets it who has turned to the partnership that can only be read."""
    session = client.session
    session["partnership"] = world.published.pk
    session.save()
    return client.get(path)
