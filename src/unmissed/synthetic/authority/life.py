"""One child's life as it is told: each call writes a record that fits the authority, on days counted from today.

A day is a whole number: 0 is today, -30 thirty days ago. What an office does falls on a working day, moved back from a weekend;
what happens to a child falls on any day. What would lie ahead has not happened: such a record is left out, and such a later
date and all that it settles stay empty. Only what is planned may lie ahead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from unmissed.register.schema import Column, Table, schema
from unmissed.synthetic.authority.caseloads import Caseloads
from unmissed.synthetic.authority.staff import Staff

_ANY_DAY = ("events", "missing_episodes")
"""Tables of what happens to a child, weekends included."""

_SATURDAY = 5
_LEVELS = ("none", "low", "medium", "high", "very_high")


@dataclass
class Life:
    """One child's records so far.

    `rows` is shared by all children; `worker` is the one who holds the case, `workers` are all who were ever allocated.
    """

    number: int
    today: date
    chance: Random
    staff: Staff
    born_on: date
    caseloads: Caseloads
    rows: Mapping[str, list[Mapping[str, object]]]
    birth_recorded: bool = True
    worker: str | None = None
    workers: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def child_id(self) -> str:
        """The child's identifier."""
        return f"E{self.number:04d}"

    @property
    def team(self) -> str:
        """The safeguarding team of the child's part of the town."""
        return "Safeguarding East" if self.number % 2 else "Safeguarding West"

    def agency(self, kind: str) -> str:
        """The name of the agency of this kind."""
        return self.staff.agency(kind).name

    def between(self, low: int, high: int) -> int:
        """A day or a number drawn from `low` to `high`, both included."""
        return self.chance.randint(low, high)

    def add(self, table: str, **values: object) -> str | None:
        """Write one record of the child; its id, or None where it would lie ahead. Whole numbers in date columns are days."""
        contract = schema()[table]
        row = {column.name: self._dated(contract, column, values.get(column.name)) for column in contract.columns}
        if contract.first_date and row[contract.first_date.name] is None:
            return None
        for column in contract.columns:
            if column.settled_by and row[column.settled_by] is None and row[column.name] is not None:
                row[column.name] = False if column.before == "no" else None
        self.counts[table] += 1
        record = f"{table[:2].upper()}{self.number:04d}-{self.counts[table]:02d}"
        self.rows[table].append(row | {contract.id.name: record, "child_id": self.child_id})
        return record

    def _dated(self, table: Table, column: Column, value: object) -> object:
        if column.type != "date" or not isinstance(value, int):
            return value
        if value > 0 and not column.planned:
            return None
        day = self.today + timedelta(value)
        if table.name not in _ANY_DAY:
            day -= timedelta(max(0, day.weekday() - _SATURDAY + 1))
        return day

    def assessed(self, day: int, level: str, **told: object) -> str | None:
        """An assessment completed on the day. What is not told is as good practice has it."""
        labels = self.staff.labels
        usual: dict[str, object] = {
            "tool": self.staff.tool,
            "kind": "review",
            "started_on": day - self.between(2, 9),
            "completed_on": day,
            "authorised_on": day + self.between(0, 3),
            "agency": self.agency("social_care"),
            "assessor_id": self.worker or self.chance.choice(self.staff.practitioners("Front Door")),
            "assessor_trained": True,
            "trigger": "scheduled",
            "level": level,
            "indicated_level": level,
            "level_as_recorded": labels[level],
            "harm": "none",
            "past_harm_considered": True,
            "age_recorded": True,
            "child_seen": True,
            "child_view_recorded": True,
            "family_view_recorded": True,
            "rationale": self.chance.choice(self.staff.rationales),
        }
        record = self.add("assessments", **(usual | told))
        if record and day <= 0:  # one that is not complete has weighed nothing yet
            self._weigh(record, level, str(told.get("harm", "none")))
        return record

    def _weigh(self, assessment: str, level: str, harm: str) -> None:
        """The factors that the assessment weighed: more signs at a higher level, and what protects beside them."""
        weighed = {"risk": min(2, max(1, _LEVELS.index(level))), "harm": int(harm == "known"), "protective": 1}
        for effect, times in weighed.items():
            for factor in self.chance.sample(self.staff.factors[effect], times):
                self.factor(assessment, factor, effect)

    def factor(self, assessment: str, factor: str, effect: str) -> None:
        """One factor of an assessment."""
        self.add("assessment_factors", assessment_id=assessment, factor=factor, effect=effect)

    def happened(self, day: int, kind: str, harm: str = "none", by: str = "education", **told: object) -> None:
        """Something that happened, coded."""
        summary = f"Reported by {self.agency(by)}; coded, see kind."
        self.add("events", occurred_on=day, kind=kind, harm=harm, reported_by=self.agency(by), summary=summary, **told)

    def missing(self, day: int, *, nights: int = 1, heard: bool = True) -> None:
        """A missing episode; `heard` when a return interview was offered the next day and took place."""
        back = day + nights
        offered, interviewed = (back + 1, back + 3) if heard else (None, None)
        self.add(
            "missing_episodes",
            kind="missing",
            started_on=day,
            ended_on=back,
            return_interview_offered_on=offered,
            return_interview_completed_on=interviewed,
        )

    def referred(self, day: int, kind: str, to: str, outcome: str = "accepted", by: str = "education", **told: object) -> None:
        """A referral decided two days later, or as told."""
        usual: dict[str, object] = {"made_by": self.agency(by), "decided_on": day + 2, "outcome": outcome}
        self.add("referrals", made_on=day, kind=kind, referred_to=to, **(usual | told))

    def listed(self, day: int, until: int | None = None, reason: str | None = None, decision: str = "multi_agency") -> None:
        """On the multi-agency list from the day on."""
        self.add(
            "monitoring",
            list=self.staff.list_name,
            added_on=day,
            removed_on=until,
            removal_reason=reason,
            removal_decision=decision if until is not None else None,
        )

    def involved(self, kind: str, team: str, day: int, until: int | None = None, reason: str = "plan_complete") -> None:
        """An agency's team works with the child."""
        self.add(
            "involvements",
            agency=self.agency(kind),
            team=team,
            opened_on=day,
            closed_on=until,
            closing_reason=reason if until is not None else None,
        )

    def allocated(self, team: str, day: int, until: int | None = None, role: str = "social_worker") -> None:
        """A practitioner of the team is allocated, one who has not been before."""
        worker = self.caseloads.worker(team, self.chance, still_open=until is None, other_than=self.workers)
        self.workers.add(worker)
        self.worker = worker if role != "exploitation_worker" else self.worker
        self.add("workers", worker_id=worker, role=role, started_on=day, ended_on=until)

    def served(self, kind: str, day: int, until: int | None = None, outcome: str = "Completed as planned.") -> None:
        """A service of the authority's directory."""
        service = self.staff.services[kind]
        self.add(
            "services", service=service.name, kind=kind, agency=service.agency, started_on=day, ended_on=until, outcome=outcome
        )

    def met(self, day: int, kind: str, with_: Iterable[str] = ("police", "health", "education")) -> str | None:
        """A meeting of social care and the agencies of these kinds."""
        agencies = [self.agency("social_care"), *(self.agency(each) for each in with_)]
        return self.add("meetings", held_on=day, kind=kind, agencies=agencies)

    def agreed(self, meeting: str | None, day: int, *, within: int = 21, done: int | None = 10, by: str = "police") -> None:
        """An action set on the day, due `within` days and done after `done` (None: not done)."""
        agency = self.agency(by)
        action = self.chance.choice(self.staff.actions[agency])
        done_on = None if done is None else day + done
        self.add("actions", meeting_id=meeting, agency=agency, action=action, set_on=day, due_on=day + within, done_on=done_on)

    def raised(
        self, day: int, by: str, about: str, answered: int | None = None, response: str = "explained", **told: object
    ) -> None:
        """A concern, answered so many days later (None: not)."""
        responded_on = None if answered is None else day + answered
        self.add("concerns", raised_on=day, raised_by=by, about=about, responded_on=responded_on, response=response, **told)

    def said(self, day: int, kind: str, about: str, position: str, **told: object) -> None:
        """An agency's view on a decision."""
        self.add("views", agency=self.agency(kind), given_on=day, about=about, position=position, **told)

    def status(self, kind: str, day: int, until: int | None = None) -> None:
        """A legal or planning status."""
        self.add("statuses", kind=kind, started_on=day, ended_on=until)

    def placed(
        self, day: int, kind: str, until: int | None = None, *, host: str | None = None, shared: int | None = None
    ) -> None:
        """A placement, in the area unless a host is named; the risk assessment `shared` so many days after its start."""
        far = host is not None
        self.add(
            "placements",
            started_on=day,
            ended_on=until,
            kind=kind,
            provider=f"{self.chance.choice(['Larkrise', 'Millbank', 'Ferndale'])} {kind.replace('_', ' ')} care",
            host_authority=host or self.staff.name,
            responsible_authority=self.staff.name,
            risk_assessment_shared=shared is not None if far else None,
            risk_assessment_shared_on=None if shared is None else day + shared,
            exploitation_risk_assessed_on=day + 2,
        )
