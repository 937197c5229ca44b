"""Work beside the server in real processes, on both databases: `unmissed recheck`, `unmissed schedule`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.installation import Installation

STANDING = (
    "from unmissed.web.findings.models import Standing, Finding\n"
    "print(sorted(Standing.objects.filter(partnership__name='Wearmouth').values_list('child_id', 'lists')))"
)
SLOW_RECHECK = """
import sys, time
from pathlib import Path
from unmissed.web.findings import recheck as module
from unmissed.web.people.models import Partnership
module.AT_ONCE = 1
folder = Path(sys.stdin.read())

def wait(children):
    (folder / "has-read").touch()
    until = time.monotonic() + 40
    while not (folder / "go-on").exists() and time.monotonic() < until:
        time.sleep(0.02)

print(module.recheck(Partnership.objects.get(name="Wearmouth"), on_batch=wait))
"""
"""The whole record is read, the first child of four is kept, and then it waits."""
WRITE = """
import time
from unmissed.web.people.models import Person
from unmissed.web.record.actions import add
from tests.web.world import OTHER, TODAY
by = Person.objects.select_related("partnership", "agency", "team").get(sign_in="coordinator")
began = time.monotonic()
add(table="events", values={"child_id": OTHER, "occurred_on": TODAY, "kind": "other", "harm": "known"}, by=by)
print(time.monotonic() - began)
"""
SEEN = """
from unmissed.web.findings.models import Standing
from unmissed.web.record.models import Changed
from tests.web.world import OTHER
print(Standing.objects.get(partnership__name="Wearmouth", child_id=OTHER).harm, Changed.objects.count())
"""


def until(true: Callable[[], bool], seconds: float = 45) -> None:
    """Wait until it is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def beside(installation: Installation, *command: str, given: str = "") -> Iterator[subprocess.Popen[str]]:
    """A process of the installation; killed at the end if it still runs."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    own = {"env": installation.environment, "cwd": installation.data, "text": True}
    process: subprocess.Popen[str] = subprocess.Popen([sys.executable, *command], **pipes, **own)  # type: ignore[call-overload]
    assert process.stdin
    process.stdin.write(given)
    process.stdin.close()
    process.stdin = None
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


# --- unmissed recheck -----------------------------------------------------------------------------------------------------------


def test_recheck_looks_at_every_child_of_every_partnership_and_says_so(installation: Installation) -> None:
    installation.python("from unmissed.web.findings.models import Standing; Standing.objects.all().delete()")
    ran = installation.unmissed("recheck")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["Published cases: 1 children looked at.", "Wearmouth: 4 children looked at."]
    assert "('C-listed', ['MACE'])" in installation.python(STANDING)


def test_recheck_of_one_partnership_leaves_the_others(installation: Installation) -> None:
    installation.python("from unmissed.web.findings.models import Standing; Standing.objects.all().delete()")
    assert installation.unmissed("recheck", "--partnership", "Published cases").returncode == 0
    assert installation.python(STANDING).strip() == "[]"


def test_recheck_of_a_partnership_that_there_is_not_says_so(installation: Installation) -> None:
    ran = installation.unmissed("recheck", "--partnership", "Nowhere")
    assert ran.returncode == 2
    assert "there is no partnership Nowhere" in ran.stderr


def test_a_child_that_somebody_is_at_is_passed_over_and_counted(installation: Installation) -> None:
    installation.python(
        "from django.utils import timezone; from unmissed.web.record.models import Changed\n"
        "from unmissed.web.people.models import Partnership; from tests.web.world import HELD\n"
        "Changed.objects.create(partnership=Partnership.objects.get(name='Wearmouth'), child_id=HELD, at=timezone.now())"
    )
    ran = installation.unmissed("recheck", "--partnership", "Wearmouth")
    assert "3 children looked at, 1 passed over that were changed meanwhile" in ran.stdout


def test_a_write_in_the_middle_of_a_recheck_neither_waits_nor_is_overwritten(installation: Installation) -> None:
    """The recheck has read the record before the write, and keeps what it saw after it."""
    with beside(installation, "-c", f"import django; django.setup()\n{SLOW_RECHECK}", given=str(installation.data)) as running:
        until((installation.data / "has-read").exists)
        waited = float(installation.python(WRITE))
        assert installation.python(SEEN).split() == ["known", "0"]
        (installation.data / "go-on").touch()
        said, _ = running.communicate(timeout=45)
    assert running.returncode == 0, said
    assert "Rechecked(kept=3, passed_over=1)" in said
    assert waited < 3
    assert installation.python(SEEN).split() == ["known", "0"]


# --- unmissed schedule ----------------------------------------------------------------------------------------------------------


ASKED = """
from django.utils import timezone
from unmissed.web.administration.actions import ask_to_verify, set_policy_value
from unmissed.web.people.models import Person
from unmissed.web.record.models import Changed
from tests.web.world import HELD
auditor = Person.objects.select_related("partnership").get(sign_in="auditor")
ask_to_verify(partnership=auditor.partnership, by=auditor)
admin = Person.objects.select_related("partnership").get(sign_in="administrator")
set_policy_value(name="review_days", value=30, unit="days", source="A test", by=admin)
Changed.objects.create(partnership=admin.partnership, child_id=HELD, at=timezone.now())
"""
DONE = """
from unmissed.web.findings.models import Finding
from unmissed.web.record.models import Changed
from unmissed.web.trail.models import Entry
verified = Entry.objects.filter(what="verified the trail").first()
checked = Entry.objects.filter(what="checked every child again").first()
print(Changed.objects.count(), verified and verified.detail["faults"], bool(checked))
"""


def test_the_scheduler_looks_again_verifies_and_checks_again_and_the_trail_holds(installation: Installation) -> None:
    installation.python(ASKED)
    with beside(installation, "-m", "unmissed.cli", "schedule") as running:
        until(lambda: installation.python(DONE).split() == ["0", "0", "True"])
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=10)
    ran = installation.unmissed("trail", "verify")
    assert ran.returncode == 0, ran.stdout


def test_the_scheduler_of_a_server_that_is_gone_does_not_begin(installation: Installation) -> None:
    installation.more["UNMISSED_SCHEDULER_OF"] = str(_gone())
    ran = installation.unmissed("schedule")
    assert ran.returncode == 0, ran.stderr


def _gone() -> int:
    """The number of a process that has ended, and is no longer anybody's parent."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert process.pid != os.getpid()
    return process.pid


def test_two_schedulers_at_once_leave_one_truth(installation: Installation, tmp_path: Path) -> None:
    installation.python(ASKED)
    with beside(installation, "-m", "unmissed.cli", "schedule"), beside(installation, "-m", "unmissed.cli", "schedule"):
        until(lambda: installation.python(DONE).split() == ["0", "0", "True"])
    assert installation.unmissed("trail", "verify").returncode == 0
