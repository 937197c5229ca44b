"""A backup holds everything, is of one moment though others write, and comes back into either database."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.ground import NONE_FOUND, required
from tests.web.installation import Installation, seal_printed
from tests.web.postgresql import Server, programs

EVERYTHING = (
    "import json\nfrom unmissed.web.running.backup import kept_models\n"
    "for model in kept_models():\n"
    "    print(model._meta.db_table, list(model._base_manager.order_by('pk').values_list()))"
)
WRITING = """
import itertools
from tests.web.world import find_world
from unmissed.web.record.actions import add
world = find_world()
values = {"child_id": world.held, "occurred_on": world.today, "kind": "other"}
for n in itertools.count():
    add(table="events", values=values, by=world.practitioner)
    print(n, flush=True)
"""


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    found = programs()
    if found is None:
        pytest.fail(NONE_FOUND) if required() else pytest.skip(NONE_FOUND)
    server = Server.made(found)
    server.start()
    yield server
    server.remove()


@pytest.fixture
def elsewhere(installation: Installation, tmp_path: Path) -> Installation:
    """An empty installation with the same key."""
    data = tmp_path / "elsewhere"
    data.mkdir()
    shutil.copy(installation.data / "trail.key", data)
    return Installation(data)


def test_what_is_restored_is_what_was_backed_up(installation: Installation, elsewhere: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    made = installation.unmissed("backup", backup)
    assert made.returncode == 0, made.stderr
    assert backup.stat().st_mode & 0o077 == 0
    ran = elsewhere.unmissed("restore", backup)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "The trail holds: 6 entries" in ran.stdout
    assert elsewhere.python(EVERYTHING) == installation.python(EVERYTHING)
    assert "Robin Ashdown" in elsewhere.python(EVERYTHING)


def test_it_goes_to_postgresql_and_back_and_work_goes_on_there(
    installation: Installation, elsewhere: Installation, postgresql: Server, tmp_path: Path
) -> None:
    there = Installation(elsewhere.data, postgresql.url())
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    installation.unmissed("backup", first)
    ran = there.unmissed("restore", first)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert there.python(EVERYTHING) == installation.python(EVERYTHING)
    there.python(WRITING.replace("itertools.count()", "range(2)"))
    assert there.unmissed("backup", second).returncode == 0
    ran = elsewhere.unmissed("restore", second)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert elsewhere.python(EVERYTHING) == there.python(EVERYTHING)


def test_a_backup_while_others_write_is_of_one_moment(
    installation: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", f"import django; django.setup()\n{WRITING}"]
    writer = subprocess.Popen(command, env=installation.environment, stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    try:
        writer.stdout.readline()
        for number in range(3):
            assert installation.unmissed("backup", tmp_path / f"{number}.zip").returncode == 0
        writer.kill()
        written = writer.stdout.read().splitlines()
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    assert len(written) > 3
    ran = elsewhere.unmissed("restore", tmp_path / "2.zip")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    entries = elsewhere.python(
        "from unmissed.web.trail.models import Entry; print(Entry.objects.filter(what='added to events').count())"
    )
    events = elsewhere.python("from unmissed.web.record.models import MODELS; print(MODELS['events'].every.count() - 2)")
    assert entries == events


def test_a_database_that_is_not_empty_is_left_alone(installation: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    installation.unmissed("backup", backup)
    before = installation.python(EVERYTHING)
    ran = installation.unmissed("restore", backup)
    assert (ran.returncode, "is not empty" in ran.stderr) == (2, True)
    assert installation.python(EVERYTHING) == before


def _rewritten(backup: Path, member: str, change: tuple[str, str]) -> Path:
    """The backup with something changed in one of its files."""
    out = backup.with_name("changed.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace(*change) if name == member else text)
    return out


@pytest.mark.parametrize(
    ("member", "change", "said"),
    [
        ("record_children.jsonl", ("Robin Ashdown", "Robin Another"), "record_children.jsonl is not as it was written"),
        ("trail_entry.jsonl", ("page 3", "page 4"), "trail_entry.jsonl is not as it was written"),
        ("manifest.json", ('"format": 1', '"format": 9'), "reads format 1"),
        ("manifest.json", ('"child_id"', '"child_number"'), "another version of Unmissed"),
        ("manifest.json", ('"key": "', '"key": "0'), "sealed with another key"),
        ("manifest.json", ("{", ""), "is no backup of Unmissed, or is damaged"),
    ],
)
def test_a_damaged_or_foreign_backup_is_refused_and_leaves_nothing(
    installation: Installation, elsewhere: Installation, tmp_path: Path, member: str, change: tuple[str, str], said: str
) -> None:
    backup = tmp_path / "backup.zip"
    installation.unmissed("backup", backup)
    ran = elsewhere.unmissed("restore", _rewritten(backup, member, change))
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Robin" not in ran.stderr
    assert elsewhere.python("from unmissed.web.people.models import Person; print(Person.objects.count())") == "0\n"


def test_a_backup_that_cannot_be_written_leaves_the_old_one(installation: Installation, tmp_path: Path) -> None:
    ran = installation.unmissed("backup", tmp_path / "no" / "such" / "folder.zip")
    assert (ran.returncode, "cannot be written" in ran.stderr) == (2, True)
    assert seal_printed(installation.unmissed("trail", "verify").stdout)


def test_the_manifest_says_where_the_trail_stood_and_holds_no_key(installation: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    installation.unmissed("backup", backup)
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        whole = b"".join(archive.read(name) for name in archive.namelist())
    printed = seal_printed(installation.unmissed("trail", "verify").stdout)
    assert f"{manifest['trail']['number']}:{manifest['trail']['last_seal']}" == printed
    assert (installation.data / "trail.key").read_bytes() not in whole
