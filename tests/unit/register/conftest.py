"""What the tests of the register share: writing a folder of files and loading it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from unmissed.register.loading import Register, load_register

Write = Callable[..., Path]
Load = Callable[..., Register]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files into a folder: keyword `events` becomes events.csv. Text is UTF-8, bytes are as they are."""

    def _write(**files: str | bytes) -> Path:
        for table, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / f"{table}.csv").write_bytes(data)
        return tmp_path

    return _write


@pytest.fixture
def load(write: Write) -> Load:
    """Write files as `write` does, with a child C1 unless children are given, and load them."""

    def _load(**files: str | bytes) -> Register:
        return load_register(write(**{"children": "child_id\nC1\n", **files}))

    return _load
