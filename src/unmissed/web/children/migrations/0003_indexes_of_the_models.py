"""The indexes under the tracker now stand with the tables that they are over, in the room of findings."""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("unmissed.web.children.migrations.0002_tracker_indexes")
_NAMES = (*_BEFORE.IN_VIEW, "tracker_risk", *_BEFORE.OF_FINDINGS)


class Migration(migrations.Migration):
    dependencies = [("children", "0002_tracker_indexes")]
    operations = [migrations.RunSQL(f"drop index if exists {name}", migrations.RunSQL.noop) for name in _NAMES]
