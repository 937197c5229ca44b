"""A filled installation that is served by real processes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.web.ground import NONE_FOUND, required
from tests.web.installation import Installation, Served, Visitor
from tests.web.postgresql import Server, programs

SETTINGS = "tests.web.faults.settings"


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    Installation(folder).fill()
    return folder


@pytest.fixture
def on_sqlite(filled_file: Path, tmp_path: Path) -> Installation:
    """On a file of its own."""
    return Installation(Path(shutil.copytree(filled_file, tmp_path / "data")), settings=SETTINGS)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL of its own that keeps what it has acknowledged."""
    found = programs()
    if found is None:
        pytest.fail(NONE_FOUND) if required() else pytest.skip(NONE_FOUND)
    server = Server.made(found, durable=True)
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def filled_database(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation whose database, `postgres`, is filled."""
    folder = tmp_path_factory.mktemp("filled-postgresql")
    Installation(folder, postgresql.url()).fill()
    return folder


@pytest.fixture
def on_postgresql(postgresql: Server, filled_database: Path, tmp_path: Path) -> Installation:
    """On a database of its own."""
    name = f"of_{secrets.token_hex(4)}"
    with psycopg.connect(postgresql.url("template1"), autocommit=True) as con:
        con.execute(f"create database {name} template postgres")
        con.execute("checkpoint")  # a copied sequence is safe from a crash only after one
    data = Path(shutil.copytree(filled_database, tmp_path / "data"))
    return Installation(data, postgresql.url(name), settings=SETTINGS)


@pytest.fixture(params=["on_sqlite", "on_postgresql"])
def installation(request: pytest.FixtureRequest) -> Installation:
    """On each of the two."""
    found: Installation = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def served(installation: Installation) -> Iterator[Served]:
    """Its server."""
    with installation.served() as running:
        yield running


def signed_in(served: Served) -> Visitor:
    """Somebody who has signed in."""
    visitor = Visitor(served)
    assert visitor.get("/enter").status == 200
    return visitor
