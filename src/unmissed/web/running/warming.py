"""A server that has just started makes ready what would else take long for whoever comes first: engines and templates."""

from __future__ import annotations

import logging
import threading

from django.db import connection
from django.template import engines as template_engines
from django.template.backends.jinja2 import Jinja2

from unmissed.web.findings.engines import warm_up
from unmissed.web.quiet import place

_log = logging.getLogger(__name__)


def begin(threads: int) -> None:
    """Begin it beside everything else, for a server of so many threads; returns at once."""
    threading.Thread(target=_apart, args=(threads,), daemon=True, name="warming").start()


def warm(threads: int) -> None:
    """Do it here and now."""
    warm_up(threads)
    (pages,) = (engine.env for engine in template_engines.all() if isinstance(engine, Jinja2))
    for name in pages.list_templates(extensions=["html"]):
        if not name.startswith("report/"):  # the offline report has an environment of its own
            pages.get_template(name)


def _apart(threads: int) -> None:
    try:
        warm(threads)
    except Exception as error:  # noqa: BLE001 - nobody stands behind a thread to catch it, and pages work without it
        _log.error("the server was not made ready: %s at %s", type(error).__name__, place(error))
    finally:
        connection.close()
