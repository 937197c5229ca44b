"""The database refuses to change or remove entries of the trail."""

from django.db import migrations

from unmissed.web.trail.protection import add_only


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(add_only("trail_entry"), migrations.RunPython.noop)]
