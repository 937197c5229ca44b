"""The decisions before which a person is shown what they would leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from unmissed.register.schema import schema
from unmissed.web.design.fields import CodeField, DayField, DesignForm, word
from unmissed.web.findings.forms import person_choice, reasons_box
from unmissed.web.people.models import Person
from unmissed.web.record.models import Record
from unmissed.web.record.values import in_words


@dataclass(frozen=True)
class Decision:
    """One kind of decision: the day that it sets, the codes that it records, and the words of its page.

    `{it}` stands for the list or the agency. `keep` is the button of the safe choice, `does` that of the decision.
    """

    table: str
    day: str
    codes: tuple[str, ...]
    it: str
    heading: str
    keep: str
    does: str
    done: str

    def says(self, words: str, record: Record) -> str:
        """Words of the page about this record."""
        return words.format(it=record.values()[self.it])


DECISIONS = {
    "monitoring": Decision(
        table="monitoring",
        day="removed_on",
        codes=("removal_reason", "removal_decision"),
        it="list",
        heading="remove {child} from {it}",
        keep="Keep on {it}",
        does="Remove from {it}",
        done="Removed from {it}.",
    ),
    "involvements": Decision(
        table="involvements",
        day="closed_on",
        codes=("closing_reason",),
        it="agency",
        heading="close the involvement of {it} with {child}",
        keep="Keep it open",
        does="Close the involvement",
        done="The involvement of {it} is closed.",
    ),
}


class DecisionForm(DesignForm):
    """The day, the codes and, once the page has shown what would follow, the typed reasons and who is asked to agree.

    `seconds` are the people who could agree; None where the decision needs nobody's agreement.
    """

    def __init__(
        self,
        *args: Any,
        decision: Decision,
        day: date,
        reasons: bool,
        seconds: QuerySet[Person] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        table = schema()[decision.table]
        self.decision, self._day = decision, day
        self.fields[decision.day] = DayField(label=_label(decision.day), initial=day)
        for name in decision.codes:
            self.fields[name] = CodeField(table.column(name).codes, label=_label(name))
        if reasons:
            self.fields["why"] = reasons_box("Your reasons", "They stay with the record. Name the evidence.")
        if seconds is not None:
            self.fields["second"] = person_choice(
                "A second person, from another agency",
                seconds,
                "They read your reasons and see what you see here. Nothing is recorded until they agree.",
            )
        for field in self.fields.values():
            word(field)

    def clean(self) -> dict[str, Any]:
        """A decision that is made is not one of tomorrow."""
        cleaned = super().clean() or {}
        decided = cleaned.get(self.decision.day)
        if decided and decided > self._day:
            self.add_error(self.decision.day, f"{_label(self.decision.day)} must be today or in the past")
        return cleaned

    def values(self) -> Mapping[str, Any]:
        """What the record would say."""
        return {name: self.cleaned_data[name] for name in (self.decision.day, *self.decision.codes)}


def chosen_in_words(decision: Decision, values: Mapping[str, Any]) -> str:
    """What was chosen beside the day: `reason: risk reduced; decided by one agency`. Empty where nothing was."""
    chosen = [values[name] for name in decision.codes if values.get(name)]
    return "; ".join(_DECIDED.get(code, f"reason: {in_words(code)}") for code in chosen)


_DECIDED = {"multi_agency": "decided by several agencies", "single_agency": "decided by one agency"}


def _label(name: str) -> str:
    return _LABELS[name]


_LABELS = {
    "removed_on": "Day of removal",
    "removal_reason": "Recorded reason",
    "removal_decision": "Who decided",
    "closed_on": "Day of closure",
    "closing_reason": "Recorded reason",
}
