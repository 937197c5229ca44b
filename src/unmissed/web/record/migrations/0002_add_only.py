"""The database refuses to change or remove earlier versions of a record."""

from django.db import migrations

from unmissed.web.trail.protection import add_only


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(add_only("record_earlierversion"), migrations.RunPython.noop)]
