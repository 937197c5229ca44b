"""What tests of the web application share: Wearmouth, its day, and clients that are signed in.

Wearmouth is written once for the whole run; each test has it within a transaction of its own, which is rolled back. Tables that
are only ever added to cannot be emptied, so no test may ask for `transactional_db`: what needs several processes or
real commits runs a server of its own (tests/web/faults).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TestCase
from pytest_django.plugin import DjangoDbBlocker

from tests.web.world import TODAY, World, find_world, make_world
from unmissed.web.people.models import Person

SIGN_IN = "unmissed.web.people.backend.SignInBackend"


class CommittingClient(Client):
    """A client after whose every request that which follows a commit follows, as behind a real server."""

    def request(self, **request: Any) -> Any:
        """Send it, then do what waited for the commit."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**request)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database of the run, with Wearmouth in it."""
    with django_db_blocker.unblock():
        make_world()


@pytest.fixture
def world(db: None) -> World:
    """Wearmouth (see tests/web/world.py)."""
    return find_world()


@pytest.fixture
def today() -> date:
    """Wearmouth's day."""
    return TODAY


@pytest.fixture
def signed_in(db: None) -> Callable[[Person], Client]:
    """Gives a client of a person who is signed in."""

    def client_of(person: Person) -> Client:
        client = CommittingClient()
        client.force_login(person, backend=SIGN_IN)
        return client

    return client_of


@pytest.fixture
def client(db: None) -> Client:
    """A client of somebody who is not signed in."""
    return CommittingClient()


@pytest.fixture
def transactional_db() -> None:
    """Refused: emptying the tables afterwards would have to break what protects the trail."""
    pytest.fail("no test may ask for transactional_db; use a server of its own (tests/web/faults)")


@pytest.fixture
def sqlite_only(db: None) -> None:
    """The plan of the other database follows how many rows there are, and here there are few."""
    if connection.vendor != "sqlite":
        pytest.skip("the plan of PostgreSQL follows the number of rows")
