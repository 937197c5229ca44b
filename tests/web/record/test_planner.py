"""After a register was loaded the database knows how large its tables are."""

from __future__ import annotations

from django.db import connection

from tests.web.world import World
from unmissed.web.record.planner import know_sizes


def test_the_database_knows_how_many_assessments_there_are(world: World) -> None:
    know_sizes()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select stat from sqlite_stat1 where tbl = 'record_assessments' limit 1")
            known = int(cursor.fetchone()[0].split()[0])
        else:
            cursor.execute("select reltuples from pg_class where relname = 'record_assessments'")
            known = int(cursor.fetchone()[0])
        cursor.execute("select count(*) from record_assessments")
        assert known == cursor.fetchone()[0] > 0
