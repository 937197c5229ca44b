"""Where the time of a page goes, measured inside one process that serves one user. It prints one JSON object."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.template.backends.jinja2 import Template
from django.test import Client

from benchmarks.web import ground, script  # noqa: F401 - the ground first: Django is ready from here on
from benchmarks.web.users import form_of
from unmissed.engine.one_child import ChildEngine
from unmissed.web.access import middleware, pages
from unmissed.web.findings import live
from unmissed.web.people.backend import SignInBackend
from unmissed.web.people.models import Person
from unmissed.web.record import actions

AS_WHOM = ("SW0001", "manager", "police", "coordinator")
ROUNDS = 10
PARTS = ("queries", "engine", "templates", "trail", "sign-in, session")


class Clock:
    """Milliseconds of each part, without what a part within it took. Queries of the trail and of signing in are theirs."""

    def __init__(self) -> None:
        self.parts = dict.fromkeys(PARTS, 0.0)
        self.count = 0
        self._within: list[list[Any]] = []

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        if name == "queries":
            self.count += 1
            if self._within and self._within[-1][0] in {"trail", "sign-in, session"}:
                yield
                return
        since, own = perf_counter(), [name, 0.0]
        self._within.append(own)
        try:
            yield
        finally:
            took = (perf_counter() - since) * 1000
            self._within.pop()
            self.parts[name] += took - own[1]
            if self._within:
                self._within[-1][1] += took


clock = Clock()


def timed(owner: Any, name: str, part: str) -> None:
    """Have every call of a function counted to a part."""
    plain: Callable[..., Any] = getattr(owner, name)

    def counted(*args: Any, **kwargs: Any) -> Any:
        with clock.part(part):
            return plain(*args, **kwargs)

    setattr(owner, name, counted)


def main() -> None:
    timed(ChildEngine, "look", "engine")
    timed(ChildEngine, "preview", "engine")
    timed(Template, "render", "templates")
    timed(pages, "append", "trail")
    timed(actions, "append", "trail")
    timed(SessionStore, "load", "sign-in, session")
    timed(SessionStore, "save", "sign-in, session")
    timed(SignInBackend, "get_user", "sign-in, session")
    timed(middleware, "arrived", "sign-in, session")
    people = Person.objects.select_related("partnership", "agency", "team").in_bulk(AS_WHOM, field_name="sign_in")
    measures: dict[str, list[dict[str, float]]] = {}
    with connection.execute_wrapper(_query):
        for place, sign_in in enumerate(AS_WHOM):
            _user(script.user(place, people[sign_in]), measures)
        once = [_measured(lambda child=child: _look_again(people["coordinator"], child)) for child in _children(people)]
    told = {kind: _medians(measures[kind]) for kind in script.KINDS if kind in measures}
    print(json.dumps({"pages": told, "recompute": _medians(once)}))


def _query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    with clock.part("queries"):
        return execute(sql, params, many, context)


def _user(user: dict[str, Any], measures: dict[str, list[dict[str, float]]]) -> None:
    """Half of the errands, after a few that warm everything up."""
    client = Client()
    client.cookies["sessionid"] = user["session"]
    errands = user["errands"]
    for errand in errands[: len(errands) // 8]:
        _ask(client, errand["steps"])
    for errand in errands[len(errands) // 8 : len(errands) // 2]:
        for kind, measured in _ask(client, errand["steps"]):
            measures.setdefault(kind, []).append(measured)


def _ask(client: Client, steps: Sequence[script.Step]) -> list[tuple[str, dict[str, float]]]:
    page, found = "", []
    for step in steps:
        given = {"data": form_of(page) | step["typed"]} if step["method"] == "POST" else {}
        ask = getattr(client, step["method"].lower())
        measured = _measured(lambda ask=ask, step=step, given=given: ask(step["path"], headers={"host": "localhost"}, **given))
        answer = measured.pop("answer")
        page = answer.content.decode()
        assert answer.status_code == step["expects"], (step["kind"], answer.status_code)
        found.append((step["kind"], measured))
    return found


def _measured(work: Callable[[], Any]) -> dict[str, Any]:
    global clock  # noqa: PLW0603 - one clock at a time, which the counted functions find
    clock = Clock()
    since = perf_counter()
    answer = work()
    took = (perf_counter() - since) * 1000
    rest = took - sum(clock.parts.values())
    return clock.parts | {"all": took, "count": clock.count, "rest": rest, "answer": answer}


def _look_again(person: Person, child_id: str) -> None:
    live.refresh(person.partnership, child_id)


def _children(people: dict[Any, Person]) -> list[str]:
    return [child for person in people.values() for child in script.children(person)[1]]


def _medians(found: Sequence[dict[str, Any]]) -> dict[str, float]:
    return {name: median(each[name] for each in found) for name in found[0] if name != "answer"}


if __name__ == "__main__":
    main()
