"""How a command that read a register ends: what was set aside is said, and the exit status tells scripts of it."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from unmissed.register.loading import Register
from unmissed.words import counted

FAILED, QUARANTINED = 1, 3
"""Exit statuses: something that was demanded does not hold; or all is done, and rows of the register could not be used."""


def status_of(register: Register) -> int:
    """The exit status of a command that did its work."""
    return QUARANTINED if register.quarantine else 0


def leave(register: Register) -> NoReturn:
    """Say on standard error how many rows were not used, and end with the status that tells of them."""
    rows = register.quarantined_rows()
    if rows:
        sys.stderr.write(f"in quarantine: {counted(rows, 'row')}, which `unmissed validate` explains\n")
    raise typer.Exit(status_of(register))
