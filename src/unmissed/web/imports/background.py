"""Looking at children anew after a register was loaded, without anybody waiting for it.

It runs in a thread of the process that loaded. Should that process end in the middle, the nightly run looks at whoever is left.
"""

from __future__ import annotations

import logging
import threading

from django.db import connection

from unmissed.web.findings.live import refresh
from unmissed.web.findings.recheck import recheck
from unmissed.web.people.models import Partnership
from unmissed.web.quiet import place
from unmissed.web.record.models import Changed

FEW = 50
"""Up to so many children are looked at one by one; reading the whole record is quicker for more."""

_log = logging.getLogger("unmissed")


def look_again(partnership: Partnership, children: int) -> None:
    """Begin to look at the children whom a load touched; returns at once."""
    start(partnership, children)


def start(partnership: Partnership, children: int) -> None:
    """Do it beside everything else."""
    threading.Thread(target=_apart, args=(partnership, children), daemon=True, name="look again").start()


def look(partnership: Partnership, children: int) -> None:
    """Do it here and now."""
    marks = Changed.objects.filter(partnership=partnership)
    if children > FEW:
        marks.delete()  # a whole run passes over those who are marked: somebody else would be at them
        recheck(partnership)
    else:
        for child_id in marks.values_list("child_id", flat=True):
            refresh(partnership, child_id)


def _apart(partnership: Partnership, children: int) -> None:
    try:
        look(partnership, children)
    except Exception as error:  # noqa: BLE001 - nobody stands behind a thread to catch it
        _log.error("children were not looked at after a load: %s at %s", type(error).__name__, place(error))
    finally:
        connection.close()
