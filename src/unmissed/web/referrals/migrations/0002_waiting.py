"""An index of what waits for a decision or an answer: a few rows among many, found without reading the others."""

from django.db import migrations

_WAITING = {
    "referrals": ("made_on", '"decided_on" is null and "outcome" is null'),
    "concerns": ("raised_on", '"responded_on" is null and "response" is null'),
    "views": ("given_on", '"resolved_on" is null'),
}


def _made(table: str) -> migrations.RunSQL:
    since, waits = _WAITING[table]
    return migrations.RunSQL(
        f'create index waiting_{table} on record_{table} (partnership_id, {since}, id) where {waits} and not "withdrawn"',
        f"drop index waiting_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("record", "0001_initial")]
    operations = [_made(table) for table in _WAITING]
