"""What the tests of the engine share: a check of their own, because the engine may depend on none of the catalogue's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from unmissed.checks.catalogue import Check, read_check

OVERDUE = """
select
    child_id,
    'actions:' || action_id as opened_by,
    due_on + 1 as opened_on,
    done_known_on as closed_on,
    []::varchar[] as evidence,
    agency,
    due_on
from actions
"""
"""An action from the day after it was due until it is known to be done: one row, one finding, nothing else."""

Write = Callable[..., Check]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A local check with the SQL given; keywords change its header."""

    def _write(sql: str = OVERDUE, name: str = "late-action", **header: Any) -> Check:
        texts = dict.fromkeys(("title", "asks", "why", "opens", "closes", "because"), "Text.")
        lists: dict[str, list[str]] = {"cites": ["Beyond the source"], "parameters": [], "needs": []}
        full = {**texts, **lists, "severity": "serious", "unprotected": False, **header}
        path = tmp_path / f"{name}.sql"
        path.write_text(f"/*\n{yaml.safe_dump(full, allow_unicode=True)}*/\n{sql}", "utf-8")
        return read_check(path)

    return _write
