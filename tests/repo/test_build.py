"""A build that cannot fail proves nothing: a failing test fails `.ci/run`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.repo.files import ROOT

WITHOUT_CHECK = "--old-file=check"
"""Lint and types are left out of these runs: what is tried here is whether the exit status of the tests comes through."""


def run_ci(test_file: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TESTS": str(test_file), "WORKERS": "0", "MAKEFLAGS": WITHOUT_CHECK}
    for name in list(environment):
        if name.startswith("PYTEST_"):
            del environment[name]
    return subprocess.run(["bash", str(ROOT / ".ci/run")], capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize(("body", "passes"), [("assert True", True), ("assert False", False), ("raise OSError", False)])
def test_the_build_fails_with_its_tests(tmp_path: Path, body: str, passes: bool) -> None:
    test_file = tmp_path / "test_tried.py"
    test_file.write_text(f"def test_tried():\n    {body}\n")
    finished = run_ci(test_file)
    assert (finished.returncode == 0) is passes, finished.stdout + finished.stderr


def test_a_file_without_tests_fails_the_build(tmp_path: Path) -> None:
    (tmp_path / "test_none.py").write_text("")
    assert run_ci(tmp_path / "test_none.py").returncode != 0


def test_make_test_includes_every_check_of_the_code() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert "test: check" in makefile
    for command in ("ruff format --check", "ruff check", "mypy", "lint-imports"):
        assert command in makefile
