"""Every kind of entry of the trail reads as a plain sentence: the code is searched for kinds, the addresses for pages."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import unmissed.web
from tests.web.test_matrix import CLOSED
from tests.web.world import World
from unmissed.web.administration.entries import as_csv, line
from unmissed.web.administration.saying import DID, LOOKED, PAGES, REFUSED_SIGN_IN, TOOK_OUT, known_sentence, role_words, sentence
from unmissed.web.people.roles import Role
from unmissed.web.record.models import MODELS
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act, Entry

WEB = Path(unmissed.web.__file__).parent
WRITERS = {"append", "_trail", "_trail_policy", "_trail_restriction", "_save_version", "_set_active"}
"""What leaves an entry in the trail, in every room: its kind is a text, or a name for one, among the arguments."""
NO_KIND = {"table", "policy", "restriction", "emergency view", "person", "draft"}


def kinds() -> set[str]:
    """Every kind of entry in the code, but those that name a table or a page."""
    return {kind for path in WEB.rglob("*.py") if "migrations" not in path.parts for kind in _kinds_of(path)}


def _kinds_of(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    module = ".".join(("unmissed.web", *path.relative_to(WEB).with_suffix("").parts))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
            yield from (text for argument in node.args[:3] for text in _texts(argument, module))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "what":
            yield from _texts(node.value, module)
        if isinstance(node, ast.keyword) and node.arg == "looks":
            yield from _texts(node.value, module)


def _texts(node: ast.expr, module: str) -> Iterator[str]:
    """The texts that an argument can be; a text with a gap in it is filled with each thing that can stand there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id.isupper():
        yield getattr(importlib.import_module(module), node.id)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        begin = str(node.values[0].value)
        yield from (begin + name for name in (("zip", "xlsx") if begin.endswith(" as ") else MODELS) if " " in begin.strip())
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body, module), *_texts(node.orelse, module))
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
        yield from (text for value in node.value.values for text in _texts(value, module))


KINDS = sorted(kind for kind in kinds() if " " in kind or kind in {*LOOKED, *TOOK_OUT})


def test_the_search_finds_the_kinds() -> None:
    assert len(KINDS) > 110
    assert {"signed in", "added to events", "a finding", "deactivated a person", "handed a finding over", "backup"} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_entry_has_its_sentence(kind: str) -> None:
    said = [known_sentence(act, kind) for act in Act]
    assert any(said), f"write a sentence for {kind} in administration/saying.py"


@pytest.mark.parametrize("name", sorted({n for a in CLOSED for n in (a.name, a.view.__name__)}))
def test_every_page_has_words_for_whoever_is_refused_there(name: str) -> None:
    assert known_sentence(Act.REFUSAL, name), f"write words for {name} in administration/saying.py"


def test_no_sentence_is_about_a_kind_that_there_is_not() -> None:
    assert {*LOOKED, *TOOK_OUT, *DID, *REFUSED_SIGN_IN} <= set(KINDS)
    assert set(PAGES) <= {n.replace("-", "_") for a in CLOSED for n in (a.name, a.view.__name__)}


@pytest.mark.parametrize("said", [*LOOKED.values(), *TOOK_OUT.values(), *DID.values(), *REFUSED_SIGN_IN.values()])
def test_a_sentence_begins_large_and_has_no_code_in_it(said: str) -> None:
    assert said[0].isupper()
    assert "_" not in said
    assert not said.endswith(".")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_said_in_words(role: Role) -> None:
    assert role_words(role.value) == role.label


def test_an_entry_of_another_time_is_still_readable(world: World) -> None:
    entry = append(Act.CHANGE, "did_something", by=world.practitioner, partnership=world.partnership)
    assert sentence(entry) == "Changed: did something"
    assert role_words("night_watch") == "night watch"


def test_page_and_file_say_the_sentence_and_the_role(world: World) -> None:
    entry = append(Act.REFUSAL, "add-record", by=world.coordinator, partnership=world.partnership, child_id=world.held)
    shown = line(entry)
    assert (shown.what, shown.role) == ("Was refused: adding a record", "Exploitation coordinator")
    rows: Any = list(as_csv(Entry.objects.filter(pk=entry.pk), entry.number))
    assert "Was refused: adding a record" in rows[1]
    assert "Exploitation coordinator" in rows[1]
