"""Indexes under the tracker, over the tables of standings and findings. They hold only children in view, in each order in which the
list is shown; the first covers the filters as well, so that a count reads no row. Written as SQL because the tables belong to
another room; both databases take it. A condition of a partial index stands among its columns too: SQLite asks it of each row again."""

from django.db import migrations

_ALL = ("worst", "longest_open_since", "child_id")
IN_VIEW = {
    "tracker_open": (*_ALL, "level", "harm", "at_risk", "kept_in_sight", "served", "last_assessed_on", "next_review_on"),
    "tracker_level": ("level", *_ALL),
    "tracker_harm": ("harm", *_ALL),
    "tracker_name": ("name", "child_id"),
    "tracker_age": ("date_of_birth", "child_id"),
    "tracker_reviewed": ("last_assessed_on", "child_id"),
    "tracker_due": ("next_review_on", "child_id"),
    "tracker_child": ("child_id",),
}
AT_RISK = "in_view and at_risk and not kept_in_sight"
OF_FINDINGS = {
    "tracker_check": ("check_name", "gone_at", "closed_on", "opened_on", "child_id"),
}


def _index(name, table, columns, where=""):
    made = f"create index {name} on {table} (partnership_id, {', '.join(columns)})"
    return migrations.RunSQL(f"{made} where {where}" if where else made, f"drop index {name}")


class Migration(migrations.Migration):
    dependencies = [("children", "0001_initial"), ("findings", "0001_initial")]
    operations = [
        *(_index(name, "findings_standing", (*columns, "in_view"), "in_view") for name, columns in IN_VIEW.items()),
        _index("tracker_risk", "findings_standing", (*_ALL, "in_view", "at_risk", "kept_in_sight"), AT_RISK),
        *(_index(name, "findings_finding", columns) for name, columns in OF_FINDINGS.items()),
    ]
