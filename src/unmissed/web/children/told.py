"""A child's story as the page writes it down: words, links, the drawing and the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse

from unmissed.checks.catalogue import SEVERITIES
from unmissed.engine.finding import Finding as Found
from unmissed.policy.model import Policy
from unmissed.register.schema import RECORDED_ON, Table, schema
from unmissed.report.child import Child as Drawn
from unmissed.report.child import Entry, part_of
from unmissed.report.drawing import LINES, Drawing, draw
from unmissed.report.words import in_words as day_in_words
from unmissed.web.children.identity import Identity, differs, told
from unmissed.web.children.parts import PARTS, Part, address, part_address, row_anchor, row_in_part, titled
from unmissed.web.children.story import Story, days_unprotected
from unmissed.web.design.environment import said, short
from unmissed.web.findings.acts import Offers
from unmissed.web.findings.decisions import DECISIONS
from unmissed.web.findings.models import Finding
from unmissed.web.findings.policy import policy_of
from unmissed.web.findings.presenters import Shown, shown, title_of
from unmissed.web.people.models import Partnership
from unmissed.web.record.words import MANY, ONE, WORKER_COLUMNS, label, row_words, value_words, worker_names
from unmissed.words import counted

ZOOMS = {"": ("All", None), "2-years": ("2 years", 730), "6-months": ("6 months", 183)}
"""Zoom in the address → its words, and how many days before the day it shows."""
SOON = timedelta(days=365)
"""What falls due beyond it is summed up in a line: a list of days that are years ahead would hide the near ones."""
_HEADINGS = (("open", "What needs doing"), ("due", "What falls due"), ("closed", "Closed"), ("strength", "What works"))


@dataclass(frozen=True)
class Asked:
    """What the address asks of the page: its part, the past day or none, the zoom, and the lines to draw (none: all)."""

    part: Part
    on: date | None = None
    zoom: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding_:  # noqa: N801 - beside the model of that name
    """A finding on the page: what its card says, and what can be done with it."""

    card: Shown
    id: str
    first_seen: str


@dataclass(frozen=True)
class Card:
    """One row of a table: what it is called, its anchor, what it says, what it leaves out, and where all its versions stand."""

    title: str
    anchor: str
    href: str
    says: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    decide: tuple[str, str] | None


@dataclass(frozen=True)
class Section:
    """One table of a part. `unknown`: the record does not hold it whole, so that nothing follows from a row that is not there."""

    table: str
    title: str
    one: str
    cards: tuple[Card, ...]
    unknown: bool


_ENDS = {("due", False): "falls due", ("due", True): "to be noted", ("open", False): "still open", ("open", True): "still noted"}
"""State, and whether it is a strength → what stands in place of the day on which a finding closed."""


class Told:
    """Everything that the page shows of a story. `changes`: whether the person may change anything on it."""

    def __init__(
        self, partnership: Partnership, story: Story, asked: Asked, *, changes: bool, offers: Offers | None = None
    ) -> None:
        self.partnership, self.story, self.asked = partnership, story, asked
        self.changes = changes and not story.past
        self.offers = offers if self.changes else None
        self.child_id = str(story.child["child_id"])
        self.day = story.day
        self.on = story.day.isoformat() if story.past else ""

    @cached_property
    def policy(self) -> Policy:
        """The policy in force today."""
        return policy_of(self.partnership)

    @cached_property
    def identity(self) -> Identity:
        """The bar, as of the day."""
        standing = self.story.standing
        elsewhere = any(differs(row, self.day) for row in self.story.rows.get("placements", ()))
        worker = standing.worker_id or "", standing.social_workers
        return told(
            self.partnership, self.story.child, self.day, statuses=standing.statuses, worker=worker, placed_elsewhere=elsewhere
        )

    # --- harm and level ---------------------------------------------------------------------------------------------------

    @property
    def harm(self) -> tuple[str | None, str]:
        """Harm on record, and when it was last recorded; None where the register could not say."""
        standing = self.story.standing
        if standing.harm == "none" and not {"events", "assessments"} & set(self.story.whole):
            return None, "the register that was loaded cannot say"
        if standing.harm_recorded_on:
            return standing.harm, f"last recorded {short(standing.harm_recorded_on)}"
        return standing.harm, "no event or assessment records any"

    @property
    def level(self) -> tuple[str | None, str]:
        """The level judged, and when."""
        standing = self.story.standing
        if standing.level is None or standing.level_on is None:
            return None, "no completed assessment records a level"
        return standing.level, f"judged {short(standing.level_on)}"

    @property
    def otherwise(self) -> tuple[str, str, str] | None:
        """The level that the tool indicated, the one judged, and the reasons; None where they agree."""
        standing = self.story.standing
        if not standing.indicated_level or not standing.level or standing.indicated_level == standing.level:
            return None
        judged = [
            row for row in self.story.rows.get("assessments", ()) if row["completed_on"] == standing.level_on and row.get("level")
        ]
        reasons = next((row["rationale"] for row in judged if row.get("rationale")), "")
        return said(standing.indicated_level), said(standing.level), reasons

    @property
    def facts(self) -> Iterator[tuple[str, str]]:
        """In sight, served, next review, days unprotected: each in words."""
        standing, whole = self.story.standing, self.story.whole
        lists = ", ".join(dict.fromkeys(standing.lists)) or ("child protection plan" if standing.kept_in_sight else "on no list")
        yield "In sight", lists if standing.lists or "monitoring" in whole else "not known: the record does not hold its lists"
        yield (
            "Services",
            ", ".join(standing.services)
            or ("none running" if "services" in whole else "not known: the record does not hold them"),
        )
        if standing.next_review_due_on:
            late = standing.next_review_due_on < self.day
            yield "Next review", f"{'was due' if late else 'due'} {short(standing.next_review_due_on)}"
        if days := days_unprotected(self.story.findings, self.day):
            yield "Unprotected", f"{counted(days, 'day')} in all"

    # --- findings ---------------------------------------------------------------------------------------------------------

    @cached_property
    def findings(self) -> list[tuple[str, str, list[Finding_]]]:
        """The parts of the findings with their headings; the gravest and longest open first, of what falls due the next."""
        groups: dict[str, list[Found]] = {name: [] for name, _ in _HEADINGS}
        for found in sorted(self.drawn.findings, key=lambda f: (SEVERITIES.index(f.severity), f.opened_on, f.finding_id)):
            groups[part_of(found)].append(found)
        groups["due"].sort(key=lambda f: f.opened_on)
        return [(name, title, [self._finding(found) for found in groups[name]]) for name, title in _HEADINGS]

    @property
    def later(self) -> list[tuple[str, str, str]]:
        """What falls due only after the time that is shown: title, day, and the address of the finding; the next first."""
        far = sorted((f for f in self.story.findings if self._is_far(f)), key=lambda f: (f.opened_on, f.finding_id))
        return [(title_of(f.check), day_in_words(f.opened_on), self._finding_href(f)) for f in far]

    def _is_far(self, found: Found) -> bool:
        return found.opened_on > self.day + SOON

    def _finding_href(self, found: Found) -> str:
        kept = found.finding_id in self.story.kept
        return reverse("finding", args=[self.child_id, found.finding_id]) if kept else ""

    @property
    def open_findings(self) -> list[Finding_]:
        """What needs doing."""
        return self.findings[0][2]

    def _finding(self, found: Found) -> Finding_:
        kept = self.story.kept.get(found.finding_id)
        records = [(self._record(subject), self._record_href(subject)) for subject in found.evidence]
        card = shown(found, self.day, self.policy, kept=kept, name=self.identity.name, records=records, offers=self.offers)
        return Finding_(card, found.finding_id, short(kept.first_seen_at.date()) if kept else "")

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, Any]]:
        return {f"{name}:{row[schema()[name].id.name]}": row for name, rows in self.story.rows.items() for row in rows}

    def _record(self, subject: str) -> str:
        row, table = self._rows.get(subject), subject.partition(":")[0]
        return (
            self._row(table, row) if row else f"{ONE.get(table, table)[:1].upper()}{ONE.get(table, table)[1:]}, since withdrawn"
        )

    def _row(self, table: str, row: Mapping[str, Any]) -> str:
        """A row as one says it, with its worker's name."""
        worker = row.get("worker_id")
        return row_words(table, {**row, "worker_id": self._worker_words(worker)} if worker else row)

    def _worker_words(self, worker_id: str) -> str:
        return f"{self.workers[worker_id]} ({worker_id})" if worker_id in self.workers else worker_id

    @cached_property
    def workers(self) -> Mapping[str, str]:
        """The names of the workers in these rows who sign in here, by their identifiers."""
        every = [row.get(name) for rows in self.story.rows.values() for row in rows for name in WORKER_COLUMNS & row.keys()]
        return worker_names(self.partnership, every)

    def _record_href(self, subject: str) -> str:
        """A record's own page with all its versions; on a past day the row as it was known then, if it was."""
        table, _, record_id = subject.partition(":")
        if not self.story.past:
            return reverse("record", args=[self.child_id, table, record_id])
        return row_in_part(self.child_id, table, record_id, self.on) if subject in self._rows else ""

    @property
    def not_assessed(self) -> list[tuple[str, str]]:
        """Each check that was not assessed, and why."""
        return [(title_of(name), reason) for name, reason in sorted(self.story.not_assessed.items())]

    # --- the timeline -----------------------------------------------------------------------------------------------------

    @cached_property
    def drawn(self) -> Drawn:
        """The life and the findings as they are drawn: workers by their names, and nothing that falls due only years ahead."""
        life = tuple(replace(e, label=self._worker(e)) if e.line == "workers" else e for e in self.story.life)
        findings = tuple(found for found in self.story.findings if not self._is_far(found))
        return Drawn(self.child_id, self.child_name, 0, findings, life)

    @property
    def child_name(self) -> str:
        """The child as a sentence says it: by name, where one is recorded."""
        return self.story.child["name"] or "this child"

    def _worker(self, entry: Entry) -> str:
        """A social worker by name; any other worker with the role; who has no name here, by role and identifier."""
        row = self._rows[entry.record]
        name, role = self.workers.get(row["worker_id"]), said(row["role"])
        if name is None:
            return f"{role} {row['worker_id']}"
        return name if row["role"] == "social_worker" else f"{name}, {role}"

    @cached_property
    def drawing(self) -> Drawing:
        """The drawn timeline, zoomed and with the lines that are asked for."""
        days = ZOOMS[self.asked.zoom][1]
        since = self.day - timedelta(days=days) if days else None
        titles = {check: title_of(check) for check in {found.check for found in self.drawn.findings}}
        return draw(self.drawn, self.day, self.story.rows, titles, since=since, only=self.asked.lines)

    @property
    def lines(self) -> list[tuple[str, str, bool]]:
        """The lines of the drawing to choose from: name, words, whether it is drawn."""
        every = [*((line.name, line.title) for line in LINES), ("findings", "Findings")]
        return [(name, title, not self.asked.lines or name in self.asked.lines) for name, title in every]

    @property
    def zooms(self) -> list[tuple[str, str, bool]]:
        """The zooms: words, address, whether it is the one shown."""
        lines = ",".join(self.asked.lines)
        return [
            (words, f"{address(self.child_id, on=self.on, zoom=name, lines=lines)}#timeline", name == self.asked.zoom)
            for name, (words, _) in ZOOMS.items()
        ]

    @property
    def entries(self) -> list[tuple[str, str, str, str, str]]:
        """The timeline as a table: what, from, to, which, known on; the lines that are drawn, the latest first on each."""
        shown = {name for name, _, drawn in self.lines if drawn}
        found = [
            (
                line.title,
                short(e.from_on),
                short(e.until_on) if e.until_on else "" if line.form == "point" else "runs on",
                e.label,
                short(e.known_on),
            )
            for line in LINES
            if line.name in shown
            for e in reversed(self.drawn.on(line.name))
        ]
        if "findings" in shown:
            found += [
                (
                    "Finding",
                    short(f.opened_on),
                    short(f.closed_on) if f.closed_on else _ENDS[f.state, f.severity == "strength"],
                    f"{title_of(f.check)}, {f.severity}",
                    "",
                )
                for f in sorted(self.drawn.findings, key=lambda f: f.opened_on, reverse=True)
            ]
        return found

    # --- the register's tables --------------------------------------------------------------------------------------------

    @property
    def navigation(self) -> list[tuple[str, str, bool]]:
        """The parts of the page: words, address, whether it is this one."""
        return [
            (titled(part, self.story.rows), part_address(self.child_id, part, self.on), part == self.asked.part) for part in PARTS
        ]

    @property
    def sections(self) -> list[Section]:
        """The tables of the part that is asked for."""
        return [self._section(schema()[name]) for name in self.asked.part.tables]

    def _section(self, table: Table) -> Section:
        first = table.first_date.name if table.first_date else ""
        rows = sorted(self.story.rows.get(table.name, ()), key=lambda row: row.get(first) or date.min, reverse=True)
        cards = tuple(self._card(table, row) for row in rows)
        return Section(table.name, MANY[table.name], ONE[table.name], cards, table.name not in self.story.whole)

    def _card(self, table: Table, row: Mapping[str, Any]) -> Card:
        own = {table.id.name, "child_id", RECORDED_ON}
        columns = [column for column in table.columns if column.name in row and column.name not in own]
        words = [(label(column), self._value(table, column.name, row[column.name])) for column in columns]
        silent = tuple(label(c).rstrip("?") for c in columns if row[c.name] is None and c.name not in {"source", "notes"})
        record_id = str(row[table.id.name])
        return Card(
            title=self._row(table.name, row),
            anchor=row_anchor(table.name, record_id),
            href="" if self.story.past else self._record_href(f"{table.name}:{record_id}"),
            says=tuple(w for w in words if w[1]),
            silent=silent,
            decide=self._decide(table, row, record_id),
        )

    def _value(self, table: Table, name: str, value: Any) -> str:
        column = table.column(name)
        if column.refers_to and value:
            return self._record(f"{column.refers_to}:{value}")
        return value_words(column, self._worker_words(value) if name in WORKER_COLUMNS and value else value)

    def _decide(self, table: Table, row: Mapping[str, Any], record_id: str) -> tuple[str, str] | None:
        """What can be decided about a row that still runs, and where."""
        decision = DECISIONS.get(table.name)
        if not self.changes or decision is None or row.get(decision.day) is not None:
            return None
        words = decision.does.format(it=row[decision.it])
        return words, reverse("preview-decision", args=[self.child_id, table.name, record_id])


def gone_findings(rows: Collection[Finding]) -> list[tuple[str, str]]:
    """Findings that the record no longer gives: words and address."""
    return [
        (f"{title_of(row.check_name)}, from {short(row.opened_on)}", reverse("finding", args=[row.child_id, row.finding_id]))
        for row in rows
    ]
