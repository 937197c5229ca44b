"""The folder of a draft: the upload, the mends and the reading, private to this process's user and gone when they are done with.

drafts/<token>/register/ or register.xlsx    what was uploaded, as it came
drafts/<token>/mends.json                    what the person corrected or left out, by table and line
drafts/<token>/reading.json                  what the last reading found
"""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from unmissed.register.mending import Mends
from unmissed.web.imports.models import LIVES, Draft

LEFT_OUT = "why"
"""The key of a row that is left out: its reason. One that is mended has `cells`."""

Stored = dict[str, dict[str, dict[str, Any]]]
"""By table and line: the mend as it is stored, with the number of the change that made it."""


def root() -> Path:
    """Where all drafts lie."""
    folder = Path(settings.DATA) / "drafts"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def folder_of(draft: Draft) -> Path:
    """The draft's own folder."""
    return root() / draft.token


def make(draft: Draft) -> Path:
    """Make the folder of a new draft."""
    folder = folder_of(draft)
    folder.mkdir(mode=0o700)
    return folder


def upload_of(draft: Draft) -> Path:
    """What was uploaded: a folder of files or a workbook."""
    workbook = folder_of(draft) / "register.xlsx"
    return workbook if workbook.exists() else folder_of(draft) / "register"


def remove(draft: Draft) -> None:
    """Remove everything of a draft."""
    shutil.rmtree(folder_of(draft), ignore_errors=True)


def sweep() -> None:
    """Remove folders that are older than a draft lives, whoever left them."""
    oldest = time.time() - LIVES.total_seconds()
    for folder in root().iterdir():
        if folder.is_dir() and _made_at(folder) < oldest:
            shutil.rmtree(folder, ignore_errors=True)


def _made_at(folder: Path) -> float:
    """When a draft was made, as seconds of the clock; by the folder itself where no draft is on record."""
    made = Draft.objects.filter(token=folder.name).values_list("created_at", flat=True).first()
    return made.timestamp() if made else folder.stat().st_mtime


def stored_mends(draft: Draft) -> Stored:
    """The mends as they are stored."""
    rows: Stored = _read(draft, "mends.json").get("rows", {})
    return rows


def mends_of(draft: Draft) -> Mends:
    """The mends as loading takes them."""
    return {
        table: {int(line): None if LEFT_OUT in mend else mend["cells"] for line, mend in lines.items()}
        for table, lines in stored_mends(draft).items()
    }


def keep_mend(draft: Draft, table: str, line: int, mend: dict[str, Any] | None) -> None:
    """Keep how a row is mended, in place of what was kept for it; None takes the mend back."""
    kept = _read(draft, "mends.json") or {"changes": 0, "rows": {}}
    kept["changes"] += 1
    lines = kept["rows"].setdefault(table, {})
    lines.pop(str(line), None)
    if mend is not None:
        lines[str(line)] = mend | {"change": kept["changes"]}
    _write(draft, "mends.json", kept)


def changes_of(draft: Draft) -> int:
    """How often something was mended so far."""
    return int(_read(draft, "mends.json").get("changes", 0))


def reading_of(draft: Draft) -> dict[str, Any]:
    """What the last reading found."""
    return _read(draft, "reading.json")


def keep_reading(draft: Draft, reading: dict[str, Any]) -> None:
    """Keep what a reading found."""
    _write(draft, "reading.json", reading)


def _read(draft: Draft, name: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder_of(draft) / name).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _write(draft: Draft, name: str, value: dict[str, Any]) -> None:
    """Write whole or not at all."""
    target = folder_of(draft) / name
    half = target.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    half.replace(target)
