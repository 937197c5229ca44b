"""The acts that close a finding, as links to the forms that record them: read off the check's header, for whoever may record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.urls import reverse

from unmissed.checks.catalogue import Check
from unmissed.engine.finding import Finding as Found
from unmissed.register.schema import schema
from unmissed.web.findings.models import Finding
from unmissed.web.people.models import Partnership, Person
from unmissed.web.people.roles import May, may
from unmissed.web.record.keeping import columns_of
from unmissed.web.record.models import MODELS
from unmissed.web.record.words import ONE, label


@dataclass(frozen=True)
class Act:
    """One act: its words, and the address of its form."""

    words: str
    href: str


@dataclass(frozen=True)
class Offers:
    """What one person may record in a partnership. `columns` are those of its register by table: none where nothing may be.

    `waiting` are the concerns that wait for an answer, as far as a list of findings rests on them; None: each is looked up.
    """

    partnership: Partnership
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    answers: bool = False
    waiting: frozenset[tuple[str, str]] | None = None

    def for_all(self, rows: Iterable[Finding]) -> Offers:
        """The same, ready for a list of findings: what it must know of their records is asked for at once."""
        subjects = {(row.child_id, subject) for row in rows for subject in row.evidence if subject.startswith("concerns:")}
        if not subjects or not self.answers:
            return self
        concerns = {(child_id, subject.partition(":")[2]) for child_id, subject in subjects}
        named = {"child_id__in": {child for child, _ in concerns}, "concern_id__in": {concern for _, concern in concerns}}
        found = MODELS["concerns"].objects.filter(partnership=self.partnership, responded_on=None, **named)
        return replace(self, waiting=frozenset(found.values_list("child_id", "concern_id")))

    def on(self, found: Found, check: Check | None) -> tuple[Act, ...]:
        """The acts that close a finding that stands, the most fitting first; none for a strength, and none that needs what the
        register lacks."""
        if check is None or found.severity == "strength" or found.state not in ("open", "due"):
            return ()
        names = check.closers(found.evidence[0] if found.evidence else "")
        made = {act.href: act for name in reversed(names) for act in self._acts(found, name)}
        return tuple(reversed(made.values()))

    def _acts(self, found: Found, name: str) -> Iterator[Act]:
        table, _, column = name.partition(".")
        if column and column in self.columns.get(table, ()):
            subjects = (subject for subject in found.evidence if subject.startswith(f"{table}:"))
            yield from (self._filled_in(found.child_id, subject, column) for subject in list(subjects)[:1])
        elif not column and table in self.columns:
            one = ONE[table]
            yield Act(f"Add {'an' if one[0] in 'aeiou' else 'a'} {one}", reverse("add-record", args=[found.child_id, table]))

    def _filled_in(self, child_id: str, subject: str, column: str) -> Act:
        table, _, record_id = subject.partition(":")
        if table == "concerns" and self.answers and self._waits(child_id, record_id):
            return Act("Answer the concern", reverse("answer-concern", args=[child_id, record_id]))
        words = label(schema()[table].column(column))
        href = reverse("correct-record", args=[child_id, table, record_id])
        return Act(f"Correct the {ONE[table]}: {words[:1].lower()}{words[1:]}", href)

    def _waits(self, child_id: str, record_id: str) -> bool:
        if self.waiting is not None:
            return (child_id, record_id) in self.waiting
        own = {"child_id": child_id, "concern_id": record_id, "responded_on": None}
        return MODELS["concerns"].objects.filter(partnership=self.partnership, **own).exists()


def offers_to(person: Person, partnership: Partnership) -> Offers:
    """What the person is offered: nothing where the role may not record, or the partnership can only be read."""
    if partnership.read_only or not may(person.role, May.RECORD):
        return Offers(partnership)
    return Offers(partnership, columns_of(partnership), may(person.role, May.DECIDE))
