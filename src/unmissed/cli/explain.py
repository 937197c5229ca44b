"""`unmissed explain`: one finding with the records behind it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from unmissed.cli.options import AsOf, ChecksFolder, PolicyFile, RegisterPath, as_of_day, chosen_policy, every_check
from unmissed.cli.progress import check_progress, reading
from unmissed.engine.audit import Audit, audit
from unmissed.engine.finding import Finding
from unmissed.register.loading import load_register
from unmissed.register.schema import Column, schema


def command(
    register: RegisterPath,
    finding: Annotated[str, typer.Argument(metavar="FINDING_ID", help="The finding_id as every report shows it.")],
    as_of: AsOf = None,
    policy: PolicyFile = None,
    checks: ChecksFolder = None,
    with_free_text: Annotated[
        bool,
        typer.Option("--with-free-text", help="Show names, identifiers and free text too. Mind who can see your screen."),
    ] = False,
) -> None:
    """Show one finding: what, since when, why it matters, what closes it, and its evidence rows in full."""
    chosen = every_check(checks)
    with reading(register.name):
        loaded = load_register(register)
    with check_progress(len(chosen)) as step:
        run = audit(loaded, as_of=as_of_day(as_of), policy=chosen_policy(policy), checks=chosen, on_check=step)
    found = next((f for f in run.findings() if f.finding_id == finding), None)
    if found is None:
        raise typer.BadParameter(
            f"there is no finding {finding} in this register as known on {run.as_of}. "
            "Copy the id from a report of the same register, date, policy and checks."
        )
    sys.stdout.writelines(f"{line}\n" for line in _explained(run, found, open_text=with_free_text))


def _explained(run: Audit, finding: Finding, *, open_text: bool) -> Iterator[str]:
    check = next(check for check in run.checks if check.name == finding.check)
    until = f", closed on {finding.closed_on}" if finding.closed_on else ""
    yield f"{finding.check} ({finding.severity}), child {finding.child_id}"
    yield (
        f"{finding.state}: opens {finding.opened_on}"
        if finding.state == "due"
        else f"{finding.state}: opened on {finding.opened_on}{until}"
    )
    yield f"because         {finding.because}"
    yield f"why it matters  {check.why} ({', '.join(check.cites)})"
    yield f"what closes it  {check.closes}"
    for record in finding.evidence:
        yield ""
        yield record
        yield from _record(run, record, open_text=open_text)


def _record(run: Audit, record: str, *, open_text: bool) -> Iterator[str]:
    """The row as it was known on the as-of date, one line for each value that it has."""
    table_name, _, identifier = record.partition(":")
    table = schema()[table_name]
    names = ", ".join(column.name for column in table.columns)
    row = run.con.execute(f"select {names} from {table_name} where {table.id.name} = $id", {"id": identifier}).fetchone()
    for column, value in zip(table.columns, row or (), strict=False):
        if value is not None:
            yield f"  {column.name:<28} {_shown(column, value, open_text=open_text)}"


def _shown(column: Column, value: object, *, open_text: bool) -> str:
    if column.privacy != "plain" and not open_text:
        return "(hidden; --with-free-text shows it)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else str(value)
