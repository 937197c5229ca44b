"""What a child is called: by name, and by the identifier where no name is recorded, on every page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.world import World
from unmissed.web.access.selectors import names_in_sight, names_of
from unmissed.web.findings.live import refresh
from unmissed.web.findings.models import Finding
from unmissed.web.people.models import Person
from unmissed.web.record.models import MODELS

SignedIn = Callable[[Person], Client]


@pytest.fixture
def unnamed(world: World) -> World:
    """The child that is held has no name."""
    MODELS["children"].objects.filter(child_id=world.held).update(name=None)
    refresh(world.partnership, world.held)
    return world


def said(page: str) -> str:
    """What a page says, without the addresses."""
    return re.sub(r"<[^>]+>", " ", page[page.index("<main") :] + page[: page.index("</title>")])


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/tracker",
        "/findings",
        "/referrals",
        "/children/{0}",
        "/children/{0}?part=assessments",
        "/children/{0}?on=2026-01-05",
        "/children/{0}/findings/{1}",
        "/children/{0}/before/involvements/I-1",
        "/children/{0}/referrals/R-1/decide",
        "/children/{0}/concerns/K-1/answer",
        "/refer?child={0}",
    ],
)
def test_a_child_without_a_name_is_called_by_the_identifier(unnamed: World, signed_in: SignedIn, path: str) -> None:
    finding = Finding.objects.filter(child_id=unnamed.held, gone_at=None)[0]
    Finding.objects.filter(child_id=unnamed.held).update(assigned_to=unnamed.manager)
    answer = signed_in(unnamed.manager).get(path.format(unnamed.held, finding.finding_id))
    assert answer.status_code == 200, path
    assert unnamed.held in said(answer.text)
    assert "Name not recorded" not in answer.text


def test_names_are_those_of_the_children_asked_for(unnamed: World) -> None:
    children = [unnamed.held, unnamed.other, "C-nobody"]
    assert names_of(unnamed.partnership, children) == {
        unnamed.held: unnamed.held,
        unnamed.other: "Sam Birtley",
        "C-nobody": "C-nobody",
    }
    assert names_in_sight(unnamed.practitioner, unnamed.partnership, children) == {unnamed.held: unnamed.held}
