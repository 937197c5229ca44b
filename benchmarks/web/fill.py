"""Fill the database of the settings with a generated register, its people, grounds, findings and standings.

Usage: python -m benchmarks.web.fill CHILDREN. The register is that of the other benchmarks (seed 1), with its one team of social
workers split into 90. Rows go in by the database's own bulk way: it is the reading that is measured, not this.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain, groupby
from typing import Any

import duckdb
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from benchmarks.measure import ROOT
from benchmarks.web import ground  # noqa: F401 - Django is ready from here on
from benchmarks.web.people import SOCIAL_CARE, TEAMS, make_people
from unmissed.engine.audit import Audit, audit
from unmissed.engine.standing import standings
from unmissed.register.known import STORE
from unmissed.register.loading import Register, load_register
from unmissed.synthetic.generate import DEFAULT_AS_OF, generate
from unmissed.web.findings.keeping import standing_values
from unmissed.web.findings.models import Finding, FindingEvent, Standing
from unmissed.web.people.models import Partnership
from unmissed.web.record.bulk import load_loaded
from unmissed.web.record.putting import put

_AT_ONCE = 20_000

_IN_TEAMS = f"""
update {STORE}.involvements
set team = 'Exploitation team ' || (hash(child_id) % {TEAMS})
where agency = $${SOCIAL_CARE}$$
"""

_FINDINGS = """
select
    finding_id, child_id, "check" as check_name, opened_on, closed_on, severity, unprotected,
    to_json(evidence)::varchar as evidence, because, now_is() as first_seen_at
from findings
order by child_id, check_order, opened_on, finding_id
"""

_EVENTS = """
select
    row_number() over (order by child_id, check_order, opened_on, finding_id) as finding_id,
    now_is() as "at",
    'appeared' as kind,
    '' as why,
    opened_on || coalesce(' to ' || closed_on, '') as said
from findings
"""


def main(children: int) -> None:
    folder = ROOT / "bench-data" / str(children) / "register"
    if not folder.exists():
        generate(children, 1, folder)
    call_command("migrate", verbosity=0)
    partnership = make_people()
    register = load_register(folder)
    register.con.execute(_IN_TEAMS)
    load_loaded(partnership, register)
    _findings(register, partnership)
    _settle()


def _findings(register: Register, partnership: Partnership) -> None:
    """As looking at every child would keep them, which takes much longer."""
    run = audit(register, as_of=DEFAULT_AS_OF)
    run.con.execute(f"create temp macro now_is() as '{timezone.now():%Y-%m-%d %H:%M:%S}'")
    _pour(run.con, Finding, f"select {partnership.pk} as partnership_id, * from ({_FINDINGS})")
    _pour(run.con, FindingEvent, _EVENTS)
    made = _standings(run, partnership)
    while part := [row for row, _ in zip(made, range(_AT_ONCE), strict=False)]:
        Standing.objects.bulk_create(part)


def _standings(run: Audit, partnership: Partnership) -> Iterator[Standing]:
    stand = {standing.child_id: standing for standing in standings(run)}
    names = dict(run.con.execute("select child_id, {'name': name, 'date_of_birth': date_of_birth} from children").fetchall())
    found = {child_id: list(rows) for child_id, rows in groupby(run.findings(), key=lambda row: row.child_id)}
    own: dict[str, Any] = {"partnership": partnership, "looked_at": timezone.now(), "not_assessed": sorted(run.not_assessed)}
    for child_id, standing in stand.items():
        yield Standing(child_id=child_id, **own, **names[child_id], **standing_values(standing, found.get(child_id, ())))


def _pour(con: duckdb.DuckDBPyConnection, model: type[models.Model], select: str) -> None:
    """Rows of a query into the table of a model, numbered in their order."""
    select = f"select row_number() over () as id, * from ({select})"
    described = {row[0]: row[1] for row in con.execute(f"describe {select}").fetchall()}
    kept = ", ".join(f'"{name}"::varchar' if kind == "DATE" else f'"{name}"' for name, kind in described.items())
    found = con.execute(f"select {kept} from ({select})")
    with transaction.atomic():
        put(model._meta.db_table, list(described), chain.from_iterable(iter(lambda: found.fetchmany(_AT_ONCE), [])))


def _settle() -> None:
    """What a database does by itself after a while: numbers go on behind the rows, and the planner knows the tables."""
    tables = [Finding, FindingEvent, Standing]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        cursor.execute("analyze")


if __name__ == "__main__":
    main(int(sys.argv[1]))
