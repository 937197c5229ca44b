"""Whether the values of a row are as the contract says: asked of every row that a person enters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from unmissed.register.schema import Column, Table
from unmissed.web.people.models import Partnership
from unmissed.web.record.models import MODELS


class ValuesError(Exception):
    """Values that the contract refuses. `faults` maps a column's name to a sentence that tells how to mend it."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(sorted(faults)))
        self.faults = dict(faults)


def demand_sound(table: Table, values: Mapping[str, Any], partnership: Partnership) -> None:
    """Raise ValuesError where a value is missing, no code of its column, too early, or refers to a row that is not there."""
    faults = {name: said for column in table.columns for name, said in _faults(table, column, values, partnership)}
    if faults:
        raise ValuesError(faults)


def _faults(table: Table, column: Column, values: Mapping[str, Any], partnership: Partnership) -> Iterator[tuple[str, str]]:
    value = values.get(column.name)
    words = in_words(column.name)
    if value in (None, "", []):
        if column.required:
            yield column.name, f"Enter {words}"
        return
    if column.codes and not set(value if isinstance(value, list) else [value]) <= set(column.codes):
        yield column.name, f"Choose one of the answers for {words}"
    earlier = values.get(column.not_before) if column.not_before else None
    if isinstance(earlier, date) and isinstance(value, date) and value < earlier:
        yield column.name, f"{words.capitalize()} must be on or after {in_words(column.not_before or '')}, {earlier:%-d %B %Y}"
    if column.refers_to and not _there(column, str(value), partnership):
        yield column.name, f"There is no record {words} in {in_words(column.refers_to)}. Choose one that is there"


def _there(column: Column, value: str, partnership: Partnership) -> bool:
    model = MODELS[column.refers_to or ""]
    return model.objects.filter(partnership=partnership, **{model.table.id.name: value}).exists()


def in_words(name: str) -> str:
    """A column's name as a page says it: `return_interview_offered_on` → "return interview offered on"."""
    return name.replace("_", " ")
