"""One process of simultaneous users: each asks for one page after another over a connection that stays open.

Usage: python -m benchmarks.web.users SCRIPT SECONDS PAUSE. The script is a JSON file: for each user the cookie and the errands.
It prints one JSON object: what was measured, how many answers were wrong, and the processor seconds of the process.
"""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from time import perf_counter, process_time, sleep
from typing import Any
from urllib.parse import urlencode

TOKEN = "a" * 32
"""The form's secret: whoever holds it as cookie and in the form has been given the form."""


@dataclass
class User:
    """Somebody signed in, with what was measured: kind of page → milliseconds, and what went wrong."""

    host: str
    session: str
    errands: Sequence[Mapping[str, Any]]
    took: dict[str, list[float]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    page: str = ""

    def work(self, until: float, pause: float) -> None:
        """Go through the errands, again and again, until it is time to stop."""
        chance = Random(self.session)
        connection = http.client.HTTPConnection(self.host, timeout=60)
        for errand in itertools.cycle(self.errands):
            if perf_counter() >= until:
                break
            for step in errand["steps"]:
                self._ask(connection, step)
                if pause:
                    sleep(pause * (0.5 + chance.random()))
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, step: Mapping[str, Any]) -> None:
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"}
        body = None
        if step["method"] == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form_of(self.page) | step["typed"])
        since = perf_counter()
        connection.request(step["method"], step["path"], body, headers)
        answer = connection.getresponse()
        text = answer.read()
        took = (perf_counter() - since) * 1000
        self.page = text.decode()
        if answer.status == step["expects"]:
            self.took.setdefault(step["kind"], []).append(took)
            self.sizes[step["kind"]] = len(text)
        else:
            self.wrong[f"{step['kind']}: {answer.status} instead of {step['expects']}"] += 1


class _Fields(HTMLParser):
    """What a page's form would send: its hidden fields, boxes and chosen answers. The form is the last that asks to be posted."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        name, kind = own.get("name", ""), own.get("type", "text")
        if tag == "form" and own.get("method", "").lower() == "post":
            self.found = {}
        elif (tag == "input" and name and (kind not in {"radio", "checkbox", "submit"} or "checked" in own)) or (
            tag == "textarea" and name
        ):
            self.found[name] = own.get("value", "")
            self._textarea = name if tag == "textarea" else ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in own:
            self.found[self._select] = own.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and data.strip():
            self.found[self._textarea] = data.strip()


def form_of(page: str) -> dict[str, str]:
    """What the page's form would send if nothing more were typed."""
    fields = _Fields()
    fields.feed(page)
    return fields.found


def main(script: Path, seconds: float, pause: float) -> None:
    given = json.loads(script.read_text())
    users = [User(given["host"], each["session"], each["errands"]) for each in given["users"]]
    until = perf_counter() + seconds
    threads = [threading.Thread(target=user.work, args=(until, pause)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(_told(users)))


def _told(users: Sequence[User]) -> dict[str, Any]:
    took: dict[str, list[float]] = {}
    for user in users:
        for kind, times in user.took.items():
            took.setdefault(kind, []).extend(times)
    sizes = {kind: size for user in users for kind, size in user.sizes.items()}
    wrong = sum((user.wrong for user in users), Counter[str]())
    return {"took": took, "sizes": sizes, "wrong": wrong, "cpu": process_time()}


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
