"""Who may do what: every page and every action in the code, for every role, as people/roles.ALLOWED says and no other way.

Pages are found by walking the addresses and actions by walking the modules, so those of rooms to come are held to it too.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import unmissed.web
from tests.web.world import World
from unmissed.web.access.actions import open_in_emergency
from unmissed.web.access.sight import verdict
from unmissed.web.people.models import Person
from unmissed.web.people.roles import ALLOWED, CHANGES, May, Role, may
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Act, Entry

SignedIn = Callable[[Person], Client]
ROLES = list(Role)
ORDINARY = frozenset({200, 302, 303, 400, 404, 405, 409, 422})
"""What a page may answer to somebody whom it does not refuse: shown, sent on, no such thing, only for sending, or not so."""


class Address(NamedTuple):
    """One address: its name and the arguments it takes, each with its kind."""

    name: str
    arguments: tuple[tuple[str, str], ...]
    view: Any


def addresses() -> list[Address]:
    """Every address of the application."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[URLPattern | URLResolver]) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns)
        else:
            kinds = tuple((name, type(kind).__name__) for name, kind in pattern.pattern.converters.items())
            yield Address(str(pattern.name), kinds, pattern.callback)


CLOSED = [address for address in addresses() if not getattr(address.view, "open_to_all", False)]


@cache
def modules() -> list[ModuleType]:
    """Every module of the application, but those that are only run."""
    names = (module.name for module in pkgutil.walk_packages(unmissed.web.__path__, "unmissed.web."))
    return [
        importlib.import_module(name) for name in names if ".migrations" not in name and not name.endswith((".wsgi", ".settings"))
    ]


@cache
def actions() -> list[Any]:
    """Every action in the code."""
    found = {}
    for module in modules():
        for value in vars(module).values():
            if hasattr(value, "needs") and inspect.isfunction(value) and "by" in inspect.signature(value).parameters:
                found[f"{value.__module__}.{value.__name__}"] = value
    return [found[name] for name in sorted(found)]


def _name(value: Any) -> str:
    return value.name + ("-of-child" if "child_id" in dict(value.arguments) else "")


# --- Everything is declared -----------------------------------------------------------------------------------------------------


def test_every_page_says_who_may_open_it_or_that_it_is_open_to_all() -> None:
    undeclared = [
        a.name for a in addresses() if not isinstance(getattr(a.view, "needs", None), May) and not hasattr(a.view, "open_to_all")
    ]
    assert undeclared == []


def test_only_what_comes_before_signing_in_is_open_to_all() -> None:
    assert {a.name for a in addresses() if getattr(a.view, "open_to_all", False)} == {"health", "sign-in", "sign-out"}


def test_every_action_takes_its_arguments_by_name_only() -> None:
    loose = [
        f"{each.__name__}({parameter.name})"
        for each in actions()
        for parameter in inspect.signature(each).parameters.values()
        if parameter.kind not in {parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD}
    ]
    assert loose == []


def test_whatever_in_an_actions_module_is_done_by_somebody_is_an_action() -> None:
    offered = [
        value
        for module in modules()
        if module.__name__ in {action.__module__ for action in actions()}
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith(("_", "demand_"))
    ]
    others = {each.__name__ for each in offered if "by" in inspect.signature(each).parameters and each not in actions()}
    assert others <= set(WITHIN_ACTIONS)


def test_nothing_is_written_but_by_actions_and_by_what_they_call() -> None:
    acting = {action.__module__ for action in actions()}
    writing = {module.__name__ for module in modules() if _writes(module)} - acting
    assert {name.removeprefix("unmissed.web.") for name in writing} <= set(WRITERS)


def _writes(module: ModuleType) -> bool:
    """Whether its source calls what writes into a table. A view that did so would escape the matrix of actions."""
    calls = (node for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Attribute) and call.func.attr in WRITING for call in calls)


WRITING = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "delete"}
WRITERS = {
    "trail.chain": "the trail itself",
    "record.bulk": "called by the action that loads a register, and by the demonstration",
    "record.merging": "called by the action that loads a register",
    "record.grounds": "grounds follow what actions wrote",
    "findings.keeping": "findings follow what actions wrote",
    "findings.live": "findings follow what actions wrote",
    "imports.background": "looks at children after the action that loaded them",
    "running.demo": "the demonstration's own command",
}
"""Modules that write and hold no actions, and why."""
WITHIN_ACTIONS = {
    "write_new": "called by actions, which ask who may",
    "write_version": "called by actions, which ask who may",
}
"""What is done by somebody and is no action of its own, and why."""
SENDING_REFUSED = {
    "partnerships": "a partnership that there is not",
    "note-emergency-view": "an emergency view that there is not",
}
"""Pages that refuse what this sends, whoever sends it, and what they refuse."""


def test_every_role_has_its_line() -> None:
    assert set(ALLOWED) == set(Role)


def test_an_administrator_sees_no_child_and_an_auditor_changes_nothing() -> None:
    assert ALLOWED[Role.ADMINISTRATOR].isdisjoint({May.SEE_CHILDREN, May.EMERGENCY_VIEW, May.EXPORT, May.DOWNLOAD, May.SEE_TRAIL})
    assert ALLOWED[Role.AUDITOR].isdisjoint(CHANGES)
    assert ALLOWED[Role.ANALYST] == {May.SEE_FIGURES, May.SEE_POLICY, May.OWN_ACCOUNT}


# --- Role × page ----------------------------------------------------------------------------------------------------------------


def _arguments(address: Address, child_id: str, world: World) -> dict[str, Any]:
    given = {"person_id": world.chair.pk, "agency_id": world.chair.agency_id, "child_id": child_id, "value_name": "review_days"}
    return {name: given.get(name, 1 if kind == "IntConverter" else "x") for name, kind in address.arguments}


def _refused(person: Person, world: World, address: Address, child_id: str) -> bool:
    if not may(person.role, address.view.needs):
        return True
    if "child_id" not in dict(address.arguments) or address.view.needs is May.EMERGENCY_VIEW:
        return False
    return not verdict(person, world.partnership, child_id).allowed


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", CLOSED, ids=_name)
def test_a_page_opens_to_those_who_may_and_to_nobody_else(
    world: World, signed_in: SignedIn, address: Address, role: Role
) -> None:
    person = world.of(role)
    children = (world.held, world.other, world.restricted) if "child_id" in dict(address.arguments) else (world.held,)
    client = signed_in(person)
    for child_id in children:
        where, refused = (
            reverse(address.name, kwargs=_arguments(address, child_id, world)),
            _refused(person, world, address, child_id),
        )
        for send in (client.get, client.post):
            before = Entry.objects.filter(act=Act.REFUSAL).count()
            response = send(where)
            no = refused or (send == client.post and address.name in SENDING_REFUSED)
            assert (response.status_code == 403) == no, (child_id, response.status_code)
            assert no or response.status_code in ORDINARY
            assert Entry.objects.filter(act=Act.REFUSAL).count() - before == int(no)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", [a for a in CLOSED if a.view.needs in CHANGES], ids=_name)
def test_nothing_can_be_changed_where_one_may_only_read(world: World, signed_in: SignedIn, address: Address, role: Role) -> None:
    client = signed_in(world.of(role))
    client.post(reverse("partnerships"), {"partnership": world.published.pk})
    where = reverse(address.name, kwargs=_arguments(address, world.published_child, world))
    assert {client.get(where).status_code, client.post(where, {"why": "x" * 30, "hours": 1}).status_code} == {403}


EMERGENCIES = {Role.PRACTITIONER: "other", Role.MANAGER: "other", Role.PARTNER: "other", Role.COORDINATOR: "restricted",
               Role.CHAIR: "restricted"}  # fmt: skip
"""Role → a child out of its person's sight."""


@pytest.mark.parametrize("role", [role for role in ROLES if May.EMERGENCY_VIEW in ALLOWED[role]])
@pytest.mark.parametrize("address", [a for a in CLOSED if "child_id" in dict(a.arguments)], ids=_name)
def test_a_record_that_was_opened_in_an_emergency_is_there_to_be_read(
    world: World, signed_in: SignedIn, address: Address, role: Role
) -> None:
    person, child_id = world.of(role), getattr(world, EMERGENCIES[role])
    open_in_emergency(child_id=child_id, why="Found at the station tonight", hours=1, by=person)
    client, where = signed_in(person), reverse(address.name, kwargs=_arguments(address, child_id, world))
    restricts = address.view.needs is May.RESTRICT and role is Role.COORDINATOR
    changes = address.view.needs in CHANGES - {May.EMERGENCY_VIEW} and not restricts
    shut = changes or not may(role, address.view.needs)
    assert [answer.status_code == 403 for answer in (client.get(where), client.post(where, {"why": "x" * 30}))] == [shut, shut]


def test_whoever_may_open_a_record_in_an_emergency_has_a_child_out_of_sight() -> None:
    assert set(EMERGENCIES) == {role for role in ROLES if May.EMERGENCY_VIEW in ALLOWED[role]}


@pytest.mark.parametrize("address", CLOSED, ids=_name)
def test_nobody_sees_a_page_before_signing_in(world: World, client: Client, address: Address) -> None:
    response = client.get(reverse(address.name, kwargs=_arguments(address, world.held, world)))
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in response.text
    assert world.held not in response.text


# --- Role × action --------------------------------------------------------------------------------------------------------------


def _is_refused_at_the_door(each: Any, person: Person) -> bool:
    """Call it with nothing but the person: whoever is let in comes as far as the arguments that are missing."""
    try:
        each(by=person)
    except RefusedError as refusal:
        return any(words in str(refusal) for words in (f"may not {each.needs.value}", "can be read but not changed"))
    except TypeError as missing:
        assert "missing" in str(missing)  # noqa: PT017 - any other fault would be one of the action
    return False


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("each", actions(), ids=lambda each: each.__name__)
def test_an_action_is_done_for_those_who_may_and_for_nobody_else(world: World, each: Any, role: Role) -> None:
    assert _is_refused_at_the_door(each, world.of(role)) == (not may(role, each.needs))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("each", [each for each in actions() if each.needs in CHANGES], ids=lambda each: each.__name__)
def test_no_action_changes_a_partnership_that_is_read_only(world: World, each: Any, role: Role) -> None:
    person = world.of(role)
    person.partnership = world.published
    assert _is_refused_at_the_door(each, person)
