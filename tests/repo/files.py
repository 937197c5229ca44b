"""The files of the project, as git would commit them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in listed.stdout.splitlines())
    return tuple(path for path in paths if path.is_file())


def texts() -> list[tuple[str, str]]:
    """Name and text of every text file; vendored files apart, which are as their authors built them."""
    own = [
        path for path in project_files() if "vendor" not in path.parts[:-1] and path.suffix not in {".png", ".xlsx", ".parquet"}
    ]
    return [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in own]
