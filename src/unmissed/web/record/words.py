"""The record in plain words: what a table, a column and a value are called on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from unmissed.instruments.vocabulary import vocabulary
from unmissed.register.schema import Column, schema
from unmissed.report.words import in_words as day_in_words
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.models import Record
from unmissed.web.record.values import in_words

ONE: Mapping[str, str] = {
    "children": "child’s own record", "assessments": "assessment", "assessment_factors": "factor", "events": "event",
    "missing_episodes": "missing episode", "concerns": "concern", "referrals": "referral", "monitoring": "entry on a list",
    "involvements": "involvement of an agency", "views": "agency’s view", "placements": "placement", "services": "service",
    "workers": "worker", "meetings": "meeting", "actions": "action", "statuses": "status", "practice_audits": "practice audit",
    "service_directory": "entry of the service directory",
}  # fmt: skip
"""Table → what one row of it is called."""
MANY: Mapping[str, str] = {
    "children": "Child’s own record", "assessments": "Assessments", "assessment_factors": "What assessments weighed",
    "events": "Events", "missing_episodes": "Missing episodes and return interviews", "concerns": "Concerns",
    "referrals": "Referrals", "monitoring": "Lists that keep the child in sight", "involvements": "Agencies and teams",
    "views": "Views of agencies", "placements": "Placements", "services": "Services", "workers": "Workers",
    "meetings": "Meetings", "actions": "Actions", "statuses": "Status", "practice_audits": "Practice audits",
    "service_directory": "Directory of services",
}  # fmt: skip
"""Table → what its rows are called."""

_COLUMNS = {
    "upn": "Unique pupil number (UPN)", "nhs_number": "NHS number", "child_id": "Child", "assessor_id": "Assessor",
    "worker_id": "Worker", "meeting_id": "Meeting that set it", "assessment_id": "Assessment", "level": "Level judged",
    "indicated_level": "Level that the tool indicated", "level_as_recorded": "Level in the tool’s own words",
    "child_seen": "Was the child seen?", "child_view_recorded": "Is the child’s view recorded?",
    "family_view_recorded": "Is the family’s view recorded?", "age_recorded": "Is age or date of birth recorded?",
    "past_harm_considered": "Was past harm taken into account?",
    "perpetrator_identified": "Was somebody causing harm identified?",
    "assessor_trained": "Was the assessor trained in this tool?", "asserted_level": "Level that the person says is right",
    "risk_assessment_shared": "Was the risk assessment shared?", "accepts_without_assessment": "Accepts without assessment",
    "set_on": "Set on", "rationale": "Reasons",
}  # fmt: skip
_CODES = {"nrm": "National Referral Mechanism", "mace": "MACE"}
_CODED = frozenset({"factor", "role"})
"""Columns of text that carry codes of a tool or of the common vocabulary: what looks like a code is said in words."""
_CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
WORKER_COLUMNS = frozenset({"worker_id", "assessor_id", "auditor"})
"""Columns that hold a worker's identifier."""


def title(table: str) -> str:
    """A table as a heading, where no one child is meant."""
    return "Children" if table == "children" else MANY[table]


def label(column: Column) -> str:
    """A column as a question or a heading: `completed_on` → "Completed on"."""
    words = in_words(column.name)
    return _COLUMNS.get(column.name, words[:1].upper() + words[1:])


def code_words(code: str) -> str:
    """A code as an answer: `child_in_need` → "Child in need"."""
    return _CODES.get(code, in_words(code).capitalize())


def value_words(column: Column, value: Any) -> str:
    """A value as a page shows it; empty where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(code_words(each) if column.codes else str(each) for each in value)
    return code_words(value) if column.codes else _text_words(column, str(value))


def _text_words(column: Column, text: str) -> str:
    """A text as it is; codes of its source with their meaning: `WBRI` → "White British (WBRI)"."""
    if column.words:
        known, codes = dict(column.words), re.split(r"[;,\s]+", text.strip())
        return f"{', '.join(known[code] for code in codes)} ({', '.join(codes)})" if set(codes) <= set(known) else text
    if column.name in _CODED and _CODE.fullmatch(text):
        indicator = vocabulary().get(text) if column.name == "factor" else None
        return indicator.name if indicator else code_words(text)
    return text


def worker_names(partnership: Partnership, worker_ids: Iterable[str | None]) -> dict[str, str]:
    """The names of those workers who sign in here, by the identifier that the record gives: the register holds no names."""
    wanted = sorted({each for each in worker_ids if each})
    people = Person.objects.filter(partnership=partnership, worker_id__in=wanted).order_by("is_active", "pk") if wanted else []
    return {person.worker_id: person.name for person in people}


def worker_words(partnership: Partnership, worker_ids: Iterable[str | None]) -> dict[str, str]:
    """Worker's identifier → "Hannah Thorley (W010)", or the identifier alone where nobody who signs in here has it."""
    wanted = {each for each in worker_ids if each}
    names = worker_names(partnership, wanted)
    return {each: f"{names[each]} ({each})" if each in names else each for each in sorted(wanted)}


def with_workers(partnership: Partnership, values: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values with its workers in words."""
    words = worker_words(partnership, [values.get(name) for name in WORKER_COLUMNS])
    return {name: words.get(value, value) if name in WORKER_COLUMNS else value for name, value in values.items()}


def record_words(record: Record) -> str:
    """A record as one says it: "Assessment, 3 January 2018, high"."""
    return row_words(record.table.name, with_workers(record.partnership, record.values()))


def row_words(table_name: str, values: Mapping[str, Any]) -> str:
    """A row as one says it, from its values."""
    table = schema()[table_name]
    words = ONE[table_name][:1].upper() + ONE[table_name][1:]
    first = table.first_date
    about = next(
        (n for n in ("list", "service", "worker_id", "agency", "factor", "kind", "about", "level") if values.get(n)), None
    )
    day = f", {day_in_words(values[first.name])}" if first and values.get(first.name) else ""
    return words + (f": {value_words(table.column(about), values[about])}" if about else "") + day
