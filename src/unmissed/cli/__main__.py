"""`python -m unmissed.cli`: the command line where the script is not on PATH."""

from __future__ import annotations

from unmissed.cli.main import run

run()
