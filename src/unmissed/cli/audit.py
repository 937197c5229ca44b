"""`unmissed audit`: run the checks over a register and hand out the findings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from unmissed.checks.catalogue import SEVERITIES, Check
from unmissed.cli.leaving import FAILED, status_of
from unmissed.cli.options import (
    AsOf,
    ChecksFolder,
    PolicyFile,
    RegisterPath,
    as_of_day,
    chosen_checks,
    chosen_policy,
)
from unmissed.cli.progress import check_progress, reading
from unmissed.engine.audit import Audit, audit
from unmissed.engine.needs import tables_read
from unmissed.register.loading import Register, load_register
from unmissed.report.figures import summary_lines
from unmissed.report.formats import Format, format_of, write_report

Gravity = Literal["critical", "serious", "watch"]
"""Severities that can fail a run: a strength never does."""


def command(
    register: RegisterPath,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    checks: ChecksFolder = None,
    check: Annotated[list[str] | None, typer.Option("--check", metavar="ID", help="Only this check; may be repeated.")] = None,
    child: Annotated[list[str] | None, typer.Option("--child", metavar="ID", help="Only this child; may be repeated.")] = None,
    format: Annotated[Format | None, typer.Option("--format", help="Default: by the ending of --out, otherwise table.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="PATH", help="Write to this file instead of the terminal.")] = None,
    with_names: Annotated[bool, typer.Option("--with-names", help="Show children's names beside their identifiers.")] = False,
    fail_on: Annotated[
        Gravity | None,
        typer.Option("--fail-on", help="Exit with status 1 when a finding of this severity, or of a graver one, is open."),
    ] = None,
) -> None:
    """Say which children were missed, since when, on what evidence, and why it matters."""
    chosen = chosen_checks(checks, check or [])
    rules = chosen_policy(policy)
    chosen_format = format or format_of(out)
    with reading(register.name):
        wanted = _wanted(chosen, with_names) if check and chosen_format != "html" else None
        loaded = load_register(register, wanted, in_place=chosen_format != "html")
    _demand_children(loaded, child)
    with check_progress(len(chosen)) as step:
        run = audit(loaded, as_of=as_of_day(as_of), policy=rules, checks=chosen, children=child, on_check=step)
    write_report(run, chosen_format, out, with_names=with_names)
    for line in summary_lines(run):
        sys.stderr.write(line + "\n")
    raise typer.Exit(_status(run, fail_on))


def _wanted(checks: Sequence[Check], with_names: bool) -> dict[str, frozenset[str]]:
    """What must be read for some checks only. (The page draws whole lives, and needs every table.)"""
    wanted = tables_read(checks)
    if with_names:
        wanted["children"] = wanted.get("children", frozenset()) | {"name"}
    return wanted


def _demand_children(register: Register, children: list[str] | None) -> None:
    known = "select child_id from store.children where list_contains($chosen::varchar[], child_id)"
    found = {row[0] for row in register.con.execute(known, {"chosen": children or []}).fetchall()}
    unknown = [child for child in children or [] if child not in found]
    if unknown:
        raise typer.BadParameter(
            f"--child: {len(unknown)} of the children given are not in the register. Give ids as in children."
        )


def _status(run: Audit, fail_on: Gravity | None) -> int:
    if fail_on:
        graver = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        if any(finding.state == "open" and finding.severity in graver for finding in run.findings()):
            return FAILED
    return status_of(run.register)
