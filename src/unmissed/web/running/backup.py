"""Backing up the whole record into one file, and bringing it back, into SQLite or PostgreSQL whichever it came from.

The file is a zip: a JSON Lines file for each table (a row is a list of values, in the order of the columns that the manifest
names), and `manifest.json`, written last, with rows, sha256 and where the trail stood. Sessions and sign-in locks stay behind.
The keys are not in it: a thief of the backup must not be able to seal a trail. Keep them elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from unmissed.report.atomic import written_whole
from unmissed.web.errors import RunningError
from unmissed.web.record.putting import put
from unmissed.web.running.snapshot import snapshot
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act, Head

FORMAT = 1
MANIFEST = "manifest.json"
_LEFT_OUT = frozenset({"admin", "auth", "axes", "contenttypes", "messages", "sessions", "staticfiles"})
Model = type[models.Model]


def backup(out: Path) -> dict[str, int]:
    """Write the backup, consistent while others write; gives the rows of each table. OutputError where it cannot be written."""
    append(Act.EXPORT, "backup", by=None)
    before = os.umask(0o077)  # whoever else uses this machine reads no child's record
    try:
        with written_whole(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, snapshot():
            tables = {model._meta.db_table: _write(archive, model) for model in kept_models()}
            head = Head.objects.filter(pk=1).values("number", "last_seal").first()
            about = {"format": FORMAT, "made_at": timezone.now().isoformat(), "trail": head, "key": _fingerprint()}
            archive.writestr(MANIFEST, json.dumps(about | {"tables": tables}, indent=1))
    finally:
        os.umask(before)
    return {name: table["rows"] for name, table in tables.items()}


def restore(file: Path) -> dict[str, int]:
    """Bring a backup back into an empty database; gives the rows of each table. Nothing is written unless all of it can be.

    Raises RunningError where the database is not empty, or the file is no backup, damaged, of another version or another key.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
            with transaction.atomic():
                _demand_empty()
                counts = {model._meta.db_table: _read(archive, model, manifest["tables"]) for model in kept_models()}
                _reset_sequences()
    except (OSError, zipfile.BadZipFile, KeyError, json.JSONDecodeError) as error:
        raise RunningError(f"{file} is no backup of Unmissed, or is damaged ({type(error).__name__}).") from None
    return counts


def kept_models() -> list[Model]:
    """Every table of the application, those of second factors included."""
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label not in _LEFT_OUT and m._meta.managed]


def _write(archive: zipfile.ZipFile, model: Model) -> dict[str, Any]:
    columns = [field.attname for field in model._meta.concrete_fields]
    digest, rows = hashlib.sha256(), 0
    with archive.open(_member(model), "w", force_zip64=True) as file:
        for row in model._base_manager.order_by("pk").values_list(*columns).iterator(chunk_size=5_000):
            line = json.dumps(row, default=_as_json, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest(), "columns": columns}


def _as_json(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"a backup cannot hold a {type(value).__name__}")


def _member(model: Model) -> str:
    return f"{model._meta.db_table}.jsonl"


def _fingerprint() -> str:
    """Tells whether two installations have the same key, and nothing about it."""
    return hmac.new(settings.TRAIL_KEY.encode(), b"which key", hashlib.sha256).hexdigest()[:16]


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise RunningError(f"the backup has format {manifest['format']}; this version of Unmissed reads format {FORMAT}.")
    if manifest["key"] != _fingerprint():
        raise RunningError(
            "the trail in this backup was sealed with another key. Put the trail.key of that installation into the data folder, "
            "or its content into UNMISSED_TRAIL_KEY."
        )
    own = {model._meta.db_table: [field.attname for field in model._meta.concrete_fields] for model in kept_models()}
    if {name: table["columns"] for name, table in manifest["tables"].items()} != own:
        raise RunningError("the backup was made by another version of Unmissed. Restore it with that version, then upgrade.")
    return manifest


def _demand_empty() -> None:
    for model in kept_models():
        if model._base_manager.exists():
            raise RunningError(
                "the database is not empty. A backup is restored into an empty one, so that nothing is overwritten."
            )


def _read(archive: zipfile.ZipFile, model: Model, tables: dict[str, Any]) -> int:
    expected = tables[model._meta.db_table]
    digest, rows = hashlib.sha256(), 0

    def told(file: IO[bytes]) -> Iterator[list[Any]]:
        nonlocal rows
        readers = [_reader(field) for field in model._meta.concrete_fields]
        for line in file:
            digest.update(line)
            rows += 1
            yield [read(value) for read, value in zip(readers, json.loads(line), strict=True)]

    with archive.open(_member(model)) as file:
        put(model._meta.db_table, [str(field.column) for field in model._meta.concrete_fields], told(file))
    if (rows, digest.hexdigest()) != (expected["rows"], expected["sha256"]):
        raise RunningError(f"the backup is damaged: {_member(model)} is not as it was written. Nothing was restored.")
    return rows


def _reader(field: Any) -> Callable[[Any], Any]:
    """From a value of the backup to one that the database's driver takes."""
    parse = {"DateField": date.fromisoformat, "DateTimeField": datetime.fromisoformat}.get(field.get_internal_type())

    def read(value: Any) -> Any:
        return field.get_db_prep_save(parse(value) if parse and value is not None else value, connection)

    return read


def _reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
