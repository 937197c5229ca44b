"""The ground on which tests of the web application stand: loaded before the settings are read (`-p tests.web.ground`).

UNMISSED_TEST_DATABASE      sqlite (the default) or postgresql: where the tests keep their records
UNMISSED_REQUIRE_POSTGRES   1: a PostgreSQL that cannot be found fails the tests instead of skipping them

The keys and the database are in a temporary folder; nothing is written into the checkout. Processes of pytest-xdist take the
folder and the server of the process that started them, and make a database each.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import pytest

from tests.web.postgresql import Server, programs

NONE_FOUND = "no PostgreSQL was found: install one (initdb and pg_ctl on PATH or under /usr/lib/postgresql)"


def wanted() -> bool:
    """Whether the tests are to run on PostgreSQL."""
    return os.environ.get("UNMISSED_TEST_DATABASE", "sqlite") == "postgresql"


def required() -> bool:
    """Whether a missing PostgreSQL fails the tests."""
    return os.environ.get("UNMISSED_REQUIRE_POSTGRES") == "1"


def pytest_addoption() -> None:
    """Called as soon as this plugin is there, and before pytest-django reads the settings."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    os.environ.pop("DATABASE_URL", None)
    os.environ["UNMISSED_DATA"] = folder = tempfile.mkdtemp(prefix="unmissed-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if wanted():
        _start()


def _start() -> None:
    found = programs()
    if found is None:
        if required():
            raise pytest.UsageError(NONE_FOUND)
        return
    server = Server.made(found)
    atexit.register(server.remove)
    server.start()
    os.environ["DATABASE_URL"] = server.url()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where PostgreSQL is asked for and there is none, tests of the web application are skipped and say why."""
    if wanted() and "DATABASE_URL" not in os.environ:
        for item in items:
            if "tests/web" in str(item.path):
                item.add_marker(pytest.mark.skip(reason=NONE_FOUND))
