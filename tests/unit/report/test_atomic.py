"""A file appears whole or not at all, and what stood there before stays."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from unmissed.report.atomic import OutputError, written_whole

FORMS = ("table", "jsonl", "csv", "xlsx", "html")


def only_old(folder: Path) -> bool:
    """Whether the folder holds the old file as it was, and no other trace."""
    return {path.name: path.read_text() for path in folder.iterdir()} == {"report.csv": "old"}


def fail_half_way(out: Path, failure: BaseException) -> None:
    """Write a little, then fail."""
    with written_whole(out) as file:
        file.write(b"half")
        raise failure


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file that a failed run must not touch."""
    path = tmp_path / "report.csv"
    path.write_text("old")
    return path


def test_a_file_is_replaced_when_the_new_one_is_whole(old: Path) -> None:
    with written_whole(old) as file:
        file.write(b"new")
        assert old.read_text() == "old"
    assert old.read_text() == "new"
    assert [path.name for path in old.parent.iterdir()] == ["report.csv"]


def test_the_rights_of_the_old_file_are_kept(old: Path) -> None:
    old.chmod(0o640)
    with written_whole(old) as file:
        file.write(b"new")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


def test_a_link_stays_a_link(old: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(old)
    with written_whole(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert old.read_text() == "new"


@pytest.mark.parametrize("failure", [RuntimeError("a check failed"), KeyboardInterrupt()])
def test_a_failure_on_the_way_leaves_what_was_there(old: Path, failure: BaseException) -> None:
    with pytest.raises(type(failure)):
        fail_half_way(old, failure)
    assert only_old(old.parent)


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "the disk is full. Free some space"), (errno.EROFS, "can only be read"), (errno.EIO, "Input/output error")],
)
def test_a_failing_disk_is_explained_and_leaves_what_was_there(old: Path, number: int, says: str) -> None:
    with pytest.raises(OutputError, match=says):
        fail_half_way(old, OSError(number, os.strerror(number)))
    assert only_old(old.parent)


def test_a_disk_that_is_full_when_the_file_is_finished(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full"), written_whole(old) as file:
        file.write(b"new")
    assert only_old(old.parent)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="its folder does not exist"), written_whole(tmp_path / "no" / "report.csv"):
        pass


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"), written_whole(tmp_path):
        pass


def test_a_file_in_the_place_of_the_folder(old: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"), written_whole(old / "report.csv"):
        pass
    assert only_old(old.parent)


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="its name is too long"), written_whole(tmp_path / ("a" * 300)):
        pass


def test_a_file_that_nobody_may_write_is_not_replaced(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(OutputError, match="writing there is not allowed"), written_whole(old):
        pass
    assert only_old(old.parent)


def test_a_full_device() -> None:
    with pytest.raises(OutputError, match="the disk is full"), written_whole(Path("/dev/full")) as file:
        file.write(b"x" * 100_000)


def test_a_device_is_written_and_not_replaced() -> None:
    with written_whole(Path("/dev/null")) as file:
        file.write(b"x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


WRITE = textwrap.dedent("""
    import resource, sys
    from pathlib import Path
    from tests.unit.report.sample import sample_audit
    from unmissed.report.atomic import OutputError
    from unmissed.report.formats import write_report
    run = sample_audit()
    resource.setrlimit(resource.RLIMIT_FSIZE, (1500, resource.RLIM_INFINITY))
    try:
        write_report(run, sys.argv[1], Path(sys.argv[2]))
    except OutputError as error:
        sys.exit(f"refused: {error}")
""")


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_outgrows_what_the_system_allows(old: Path, form: str) -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert soft == resource.RLIM_INFINITY or soft > 1500
    ran = subprocess.run(
        [sys.executable, "-c", WRITE, form, str(old)], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3]
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"refused: {old} cannot be written: it would be larger than a file may be here.")
    assert "Traceback" not in ran.stderr
    assert only_old(old.parent)
