"""The keys of an installation: taken from the environment, or made once and kept in a file that only its owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from unmissed.web.errors import RunningError

LEAST = 32
"""Characters of a key."""


def key(variable: str, path: Path) -> str:
    """The key in the environment variable, else in the file; the file is made where there is none.

    Two processes that start at once agree: the file is made whole elsewhere and linked into place, and the first one wins.
    Raises RunningError for a key that is too short to be one: an empty file would seal a trail that anybody could seal anew.
    """
    given = os.environ.get(variable)
    if given:
        return _long_enough(given.strip(), variable)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
    return _long_enough(path.read_text("ascii").strip(), str(path))


def _long_enough(found: str, where: str) -> str:
    if len(found) < LEAST:
        raise RunningError(f"the key in {where} has {len(found)} characters, fewer than {LEAST}. Put the right one there.")
    return found


def _make(path: Path) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
