"""The command `unmissed`, and what its exit status says.

0  it ran
1  a finding of the severity given with --fail-on, or of a graver one, is open; or a replay did not hold; or an example failed;
   or somebody tampered with the trail
2  wrong use, or input that cannot be read
3  it ran, but rows were quarantined
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import typer

from unmissed.checks.catalogue import CheckError
from unmissed.cli import (
    audit,
    checks,
    compare,
    demo,
    explain,
    instruments,
    new_check,
    oversight,
    practice,
    replay,
    reports,
    schema,
    score,
    synthesize,
    validate,
    web,
)
from unmissed.instruments.errors import InstrumentError
from unmissed.oversight.figure import OversightError
from unmissed.pictures.picture import PictureError
from unmissed.policy.model import PolicyError
from unmissed.register.quarantine import RegisterError
from unmissed.replay.model import CaseError
from unmissed.report.atomic import OutputError
from unmissed.synthetic.generate import SyntheticError
from unmissed.web.errors import RunningError

WRONG = 2
"""Exit status for wrong use and for input that cannot be read."""

app = typer.Typer(
    name="unmissed",
    help="Which children were missed, since when, on what evidence, and why it matters.",
    epilog="Exit status: 0 ran; 1 what was asked to fail did (--fail-on, replay, examples); 2 wrong use or unreadable input; "
    "3 ran, but rows were quarantined.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS: dict[str, Callable[..., None]] = {
    "audit": audit.command,
    "validate": validate.command,
    "replay": replay.command,
    "checks": checks.command,
    "schema": schema.command,
    "explain": explain.command,
    "new-check": new_check.command,
    "instruments": instruments.command,
    "score": score.command,
    "compare": compare.command,
    "synthesize": synthesize.command,
    "demo": demo.command,
    "serve": web.serve,
    "recheck": web.recheck,
    "schedule": web.schedule,
    "backup": web.backup,
    "restore": web.restore,
}
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)
app.command("demo-data", hidden=True)(demo.demo_data)
app.add_typer(oversight.app, name="oversight")
app.add_typer(reports.app, name="report")
app.add_typer(practice.app, name="practice")
app.add_typer(web.trail, name="trail")

FAULTS = (
    RegisterError,
    PolicyError,
    CheckError,
    CaseError,
    OutputError,
    SyntheticError,
    InstrumentError,
    OversightError,
    PictureError,
    RunningError,
)
"""Faults that a person can mend: each says what was found, what was expected and what to do."""


def run() -> None:
    """Run the command line: every fault that a person can mend is one message, without a traceback and with status 2."""
    try:
        app()
    except FAULTS as error:
        sys.stderr.write(f"unmissed: {error}\n")
        sys.exit(WRONG)
    except BrokenPipeError:  # the reader of our output has gone (`| head`): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("UNMISSED_DEBUG"):
            raise
        sys.stderr.write(_unexpected(error))
        sys.exit(WRONG)


def _unexpected(error: Exception) -> str:
    """A fault of ours: where it happened, and never what the values were."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"unmissed: a fault in Unmissed itself ({type(error).__name__} at {Path(last.filename).name}:{last.lineno}). "
        "Please report this line. UNMISSED_DEBUG=1 shows the details, which may hold a child's.\n"
    )
