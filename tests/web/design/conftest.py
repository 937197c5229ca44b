"""Django for the design alone, and a server of its gallery."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

from tests.web.design.settings import alone


@pytest.fixture(scope="package", autouse=True)
def _design_alone() -> Iterator[None]:
    with alone:
        yield


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the library's
        """Nothing."""


@pytest.fixture(scope="package")
def gallery_address(_design_alone: None) -> Iterator[str]:
    """Where the gallery is served, for as long as the tests run."""
    with make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Quiet) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()
