"""What the tests of loading and leaving share: registers to upload, and looking at children here and now."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.web.world import World
from unmissed.register.sources import as_cell
from unmissed.web.imports import background
from unmissed.web.imports.models import Draft

Rows = Mapping[str, Sequence[Mapping[str, object]]]


@pytest.fixture(autouse=True)
def private_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Drafts lie in a folder of this test's own."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children are looked at as soon as the load is committed, in this thread: another would wait for this test's transaction."""
    monkeypatch.setattr(background, "start", background.look)


@pytest.fixture
def coordinator(world: World, signed_in: Callable[..., Client]) -> Client:
    """The coordinator's client."""
    return signed_in(world.coordinator)


def csv_of(rows: Sequence[Mapping[str, object]], columns: Sequence[str] = ()) -> str:
    """Rows as a CSV file."""
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([as_cell(row.get(name)) or "" for name in names] for row in rows)
    return target.getvalue()


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Files as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def register_zip(rows: Rows) -> bytes:
    """A register as the zip of its folder."""
    return zipped({f"register/{table}.csv": csv_of(given) for table, given in rows.items()})


def post_upload(client: Client, content: bytes, name: str = "register.zip") -> Any:
    """Upload a file."""
    return client.post(reverse("upload"), {"file": SimpleUploadedFile(name, content)})


def uploaded(client: Client, content: bytes, name: str = "register.zip") -> Draft:
    """Upload a file that can be used; its draft."""
    response = post_upload(client, content, name)
    assert response.status_code == 302, response.content.decode()
    return Draft.objects.latest("pk")


def page(client: Client, name: str, draft: Draft, **where: object) -> str:
    """A page of a draft as text."""
    response = client.get(reverse(name, kwargs={"token": draft.token, **where}))
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


@pytest.fixture
def bad_register() -> bytes:
    """Three children new to Wearmouth, with an unknown code, a date that is none, and an end before its start."""
    children = [
        {"child_id": f"N-{number}", "name": f"Nell Farrow {number}", "date_of_birth": "2011-02-03"} for number in (1, 2, 3)
    ]
    events = [
        {"event_id": "X-1", "child_id": "N-1", "occurred_on": "2026-01-05", "kind": "sexual_abuse", "harm": "known"},
        {"event_id": "X-2", "child_id": "N-2", "occurred_on": "2026-01-06", "kind": "sexualabuse", "harm": "known"},
        {"event_id": "X-3", "child_id": "N-3", "occurred_on": "soon", "kind": "arrest", "harm": ""},
    ]
    missing = [{"episode_id": "Y-1", "child_id": "N-1", "kind": "missing", "started_on": "2026-02-03", "ended_on": "2026-02-01"}]
    return register_zip({"children": children, "events": events, "missing_episodes": missing})
