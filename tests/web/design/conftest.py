"""Django for the design alone, and a server of its gallery."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from tests.web.design.settings import configure

configure()

from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402  after Django is configured
from django.core.wsgi import get_wsgi_application  # noqa: E402  after Django is configured

from tests.journeys.conftest import browser  # noqa: E402, F401  the same browser as the journeys


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the library's
        """Nothing."""


@pytest.fixture(scope="session")
def gallery_address() -> Iterator[str]:
    """Where the gallery is served, for as long as the tests run."""
    with make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Quiet) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()
