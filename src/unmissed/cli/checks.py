"""`unmissed checks`: the catalogue, one check in full, and its examples tried."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from unmissed.checks.catalogue import Check, closers_in_words
from unmissed.cli.leaving import FAILED
from unmissed.cli.options import ChecksFolder, chosen_checks
from unmissed.engine.examples import differences, read_examples
from unmissed.policy.model import default_policy


def command(
    check: Annotated[str | None, typer.Argument(metavar="[ID]", help="One check in full.")] = None,
    checks: ChecksFolder = None,
    try_examples: Annotated[bool, typer.Option("--try", help="Run the examples and say which do not hold.")] = False,
) -> None:
    """List the checks, or show one: what it asks, why, where from, its limits, its SQL."""
    chosen = chosen_checks(checks, [check] if check else [])
    if try_examples:
        raise typer.Exit(_try(chosen))
    if check:
        sys.stdout.write(_in_full(chosen[0]))
    else:
        Console().print(_listed(chosen))


def _listed(checks: Sequence[Check]) -> Table:
    table = Table("check", "asks", "severity", "from", title=f"{len(checks)} checks († leaves a child unprotected)")
    for check in checks:
        table.add_row(check.name, check.asks, check.severity + (" †" if check.unprotected else ""), ", ".join(check.cites))
    return table


def _in_full(check: Check) -> str:
    policy = default_policy()
    lines = [
        f"{check.name}: {check.title}",
        "",
        f"asks      {check.asks}",
        f"why       {check.why} ({', '.join(check.cites)})",
        f"opens     {check.opens}",
        f"closes    {check.closes}",
        *(f"closed by {each}" for each in closers_in_words(check)),
        f"severity  {check.severity}{', leaves a child unprotected' if check.unprotected else ''}",
        *([f"sharper   {check.sharpened}"] if check.sharpened else []),
        *(f"limit     {name} = {policy[name]}: {policy[name].meaning}" for name in check.parameters),
        f"needs     {', '.join(check.needs)}",
        f"says      {check.because}",
        "",
        check.sql,
        "",
    ]
    return "\n".join(lines)


def _try(checks: Sequence[Check]) -> int:
    """Run the examples of each check; the exit status is 1 when one does not hold or a kind is left out."""
    failures = [line for check in checks for line in _failures(check)]
    sys.stdout.writelines(f"{line}\n" for line in failures)
    sys.stdout.write(f"{len(checks)} checks tried, {len(failures)} examples do not hold.\n")
    return FAILED if failures else 0


def _failures(check: Check) -> list[str]:
    examples = read_examples(check)
    left_out = sorted(examples.kinds_left_out())
    failures = [f"{check.name}: no example shows {', '.join(left_out)}, and no reason is given in `without`"] if left_out else []
    for example in examples.examples:
        failures += [f"{check.name}: {example.name}: {difference}" for difference in differences(check, example)]
    return failures
