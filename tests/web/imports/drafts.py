"""An upload with rows in quarantine, for the menus of what is done with it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from scripts.small_register import small_register
from tests.web.imports.conftest import uploaded
from tests.web.world import World


def a_draft(world: World, client: Client) -> dict[str, Any]:
    """The upload."""
    return {"token": uploaded(client, small_register()).token}


def a_bad_row(world: World, client: Client) -> dict[str, Any]:
    """A row of it that cannot be used."""
    return a_draft(world, client) | {"table": "children", "line": 4}
