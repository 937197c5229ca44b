"""Serving the application: the database made ready, then a production server in place of this process."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from unmissed.web.errors import RunningError
from unmissed.web.record.planner import know_sizes
from unmissed.web.running.memory import MEMORY
from unmissed.web.running.place import Place
from unmissed.web.trail.chain import is_sealed_with_own_key


def make_ready() -> None:
    """Bring the database's tables up to this version, and refuse settings that cannot work."""
    call_command("check", fail_level="ERROR", verbosity=0)
    before = set(MigrationRecorder(connection).applied_migrations())
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if before != set(MigrationRecorder(connection).applied_migrations()):
        know_sizes()
    demand_own_key()


def demand_own_key() -> None:
    """Raise RunningError where the trail was sealed with another key: a second one would make it impossible to verify."""
    if not is_sealed_with_own_key():
        raise RunningError(
            "the trail in this database was not sealed with the key of this installation, or its end was tampered with. "
            "Put the trail.key of the installation that wrote it into the data folder, or its content into UNMISSED_TRAIL_KEY. "
            "If the key is the right one, `unmissed trail verify` says what does not hold."
        )


def demand_safe(place: Place, *, without_https: bool) -> None:
    """Raise RunningError for an address that others reach where nothing encrypts."""
    if not (place.is_this_machine or settings.HTTPS or without_https):
        raise RunningError(
            f"{place.host} can be reached by other machines, and nothing says that the connection is encrypted. "
            "Put it behind a proxy with HTTPS and set UNMISSED_HTTPS=1 and UNMISSED_HOSTS, "
            "or say --without-https if the network itself is protected."
        )


def serve(place: Place) -> NoReturn:
    """Become the server."""
    numbers = (str(number) for number in (place.port, place.workers, place.threads))
    os.environ.setdefault("GLIBC_TUNABLES", MEMORY)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "unmissed.web.running.arbiter", place.host, *numbers])
