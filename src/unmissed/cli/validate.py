"""`unmissed validate`: what a register holds, what cannot be used and how to mend it, and what could not be assessed."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from unmissed.checks.catalogue import catalogue
from unmissed.cli.leaving import status_of
from unmissed.cli.options import RegisterPath
from unmissed.cli.progress import reading
from unmissed.engine.needs import why_not_assessed
from unmissed.register.known import STORE
from unmissed.register.loading import Register, load_register
from unmissed.register.schema import schema


def command(register: RegisterPath) -> None:
    """Read a register and say what is in it, which rows cannot be used, and how to mend them."""
    with reading(register.name):
        loaded = load_register(register)
    console = Console()
    console.print(_contents(loaded))
    for notice in loaded.notices:
        console.print(Text(f"note: {notice}"))
    if loaded.quarantine:
        console.print(_quarantine(loaded))
    _not_assessed(loaded, console)
    raise typer.Exit(status_of(loaded))


def _contents(register: Register) -> Table:
    table = Table(
        "table", "rows used", "rows in quarantine", "optional columns that are missing", title="What the register holds"
    )
    for declared in schema():
        if declared.name not in register.tables:
            table.add_row(declared.name, "missing", "", "", style="dim")
            continue
        row = register.con.execute(f"select count(*) from {STORE}.{declared.name}").fetchone()
        missing = [c.name for c in declared.columns if c.name not in register.columns[declared.name]]
        waiting = register.quarantined_rows(declared.name)
        table.add_row(declared.name, f"{row[0] if row else 0:,}", f"{waiting:,}" if waiting else "", ", ".join(missing))
    return table


def _quarantine(register: Register) -> Table:
    table = Table("where", "column", "value", "what to do", title="Rows that cannot be used until they are mended")
    for cell in register.quarantine:
        table.add_row(Text(f"{cell.file}, line {cell.line}"), Text(cell.column), Text(cell.value), Text(cell.sentence))
    return table


def _not_assessed(register: Register, console: Console) -> None:
    reasons = {check.name: why_not_assessed(check, register) for check in catalogue()}
    lacking = {name: reason for name, reason in reasons.items() if reason}
    console.print(f"{len(reasons) - len(lacking)} of {len(reasons)} checks can be assessed on this register.")
    for name, reason in lacking.items():
        console.print(Text(f"not assessed: {name}: {reason}"))
