"""Whatever breaks: no acknowledged write is lost, no page shows a traceback, typed words come back, the trail verifies."""

from __future__ import annotations

import json
import resource
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from tests.web.faults.conftest import signed_in
from tests.web.installation import Installation, Page, Served, Visitor
from tests.web.postgresql import Server
from tests.web.world import rows
from unmissed.web.faults import out_of_reach

WORDS = "Seen <b>today</b> & well"
IN_WEARMOUTH = len(rows()["events"])
SHOWN = "Seen &lt;b&gt;today&lt;/b&gt; &amp; well"
LEFT = """
import json
from unmissed.web.record.models import MODELS
from unmissed.web.running.trail import verify_trail
from unmissed.web.trail.models import Entry
kept = list(MODELS["events"].every.values_list("event_id", flat=True))
print(json.dumps([kept, Entry.objects.filter(what="added to events").count(), verify_trail().faults]))
"""


def write(visitor: Visitor, words: str = WORDS) -> Page:
    return visitor.post("/write", {"summary": words})


def holds(installation: Installation, acknowledged: list[str]) -> None:
    """Every acknowledged write is there, each write has its entry, and the trail verifies."""
    kept, entries, faults = json.loads(installation.python(LEFT))
    assert set(acknowledged) <= set(kept)
    assert entries == len(kept) - IN_WEARMOUTH
    assert faults == []


def is_clear(page: Page, shown: str = SHOWN) -> None:
    """The page for a record that is out of reach: with the words, without a traceback."""
    assert page.status == 503, page.text[:300]
    assert "What you sent was not saved" in page.text
    assert shown in page.text
    assert "Traceback" not in page.text
    assert "csrfmiddlewaretoken" not in page.text


def says_nothing_of_a_child(served: Served) -> None:
    assert "Traceback" not in served.log
    assert "Seen" not in served.log
    assert "Ashdown" not in served.log


def test_killed_in_the_middle_of_writes(installation: Installation) -> None:
    acknowledged: list[str] = []

    def keep_writing(served: Served) -> None:
        visitor = signed_in(served)
        try:
            while (page := write(visitor)).status == 200:
                acknowledged.append(page.text)
        except OSError:
            return

    with installation.served() as served:
        writers = [threading.Thread(target=keep_writing, args=(served,)) for _ in range(2)]
        for writer in writers:
            writer.start()
        until = time.monotonic() + 30  # ends as soon as there are enough
        while len(acknowledged) < 6 and time.monotonic() < until:
            time.sleep(0.01)
        served.kill()
        for writer in writers:
            writer.join()
        assert len(acknowledged) >= 6, served.log
        served.start()
        page = write(signed_in(served))
        assert page.status == 200, page.text
    holds(installation, [*acknowledged, page.text])


@contextmanager
def full(served: Served) -> Iterator[None]:
    """No file of the server's processes can grow beyond a size, as on a disk without room."""
    assert served.process
    group = [int(p.name) for p in Path("/proc").glob("[0-9]*") if _group(p) == served.process.pid]
    no_room = (64 * 1024, resource.RLIM_INFINITY)
    try:
        for process in group:
            resource.prlimit(process, resource.RLIMIT_FSIZE, no_room)
        yield
    finally:
        for process in group:
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _group(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return 0


def test_a_full_disk(on_sqlite: Installation) -> None:
    with on_sqlite.served() as served:
        visitor = signed_in(served)
        first = write(visitor)
        assert first.status == 200, first.text
        with full(served):
            is_clear(write(visitor, WORDS + " and longer" * 20_000))
        last = write(visitor)
        assert last.status == 200, last.text
        says_nothing_of_a_child(served)
    holds(on_sqlite, [first.text, last.text])


def test_a_locked_database(on_sqlite: Installation) -> None:
    with on_sqlite.served() as served:
        visitor = signed_in(served)
        assert write(visitor).status == 200
        with sqlite3.connect(on_sqlite.file, isolation_level=None, check_same_thread=False) as other:
            other.execute("begin immediate")
            release = threading.Timer(1, other.rollback)
            release.start()
            waited = write(visitor)
            release.join()
            assert waited.status == 200, waited.text
            other.execute("begin immediate")
            began = time.monotonic()
            is_clear(write(visitor))
            assert 2.5 < time.monotonic() - began < 15
            other.rollback()
        other.close()
        last = write(visitor)
        assert last.status == 200
        says_nothing_of_a_child(served)
    holds(on_sqlite, [waited.text, last.text])


END_ALL = (
    "from django.db import connection\nwith connection.cursor() as c:\n"
    "    c.execute('select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() "
    "and datname = current_database()')\n    print(c.fetchone()[0])"
)


def test_lost_connections(on_postgresql: Installation) -> None:
    with on_postgresql.served() as served:
        visitor = signed_in(served)
        first = write(visitor)
        assert int(on_postgresql.python(END_ALL)) >= 1
        after = write(visitor)
        assert (first.status, after.status) == (200, 200), after.text[:300]
        says_nothing_of_a_child(served)
    holds(on_postgresql, [first.text, after.text])


def test_a_server_that_stops_and_starts(on_postgresql: Installation, postgresql: Server) -> None:
    with on_postgresql.served() as served:
        visitor = signed_in(served)
        first = write(visitor)
        postgresql.stop()
        is_clear(write(visitor))
        page = visitor.get("/write")
        assert page.status == 503
        assert "Try again in a few minutes" in page.text
        assert "Traceback" not in page.text
        postgresql.start()
        after = write(visitor)
        assert after.status == 200, served.log
        says_nothing_of_a_child(served)
    holds(on_postgresql, [first.text, after.text])


@pytest.mark.parametrize("name", ["password", "otp_token", "csrfmiddlewaretoken"])
def test_secrets_are_never_handed_back(rf: RequestFactory, name: str) -> None:
    page = out_of_reach(rf.post("/", {"summary": WORDS, name: "a-secret"}), OperationalError()).content.decode()
    assert SHOWN in page
    assert "a-secret" not in page
