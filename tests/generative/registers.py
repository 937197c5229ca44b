"""Random registers that are made to break things: everything happens on few days, on limits and beside them, is recorded
late, ties, overlaps and stays half empty; and every check of the catalogue has a story that makes it fire.

The same seed gives the same register. Every row obeys the schema: none would be quarantined.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

SCHEMA_FILE = Path(__file__).parents[2] / "src/unmissed/register/schema.yaml"
SCHEMA: dict[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text(encoding="utf-8"))
TABLES: dict[str, dict[str, Any]] = SCHEMA["tables"]
CARRIED = tuple(SCHEMA["carried"])
UNDATED = ("children", "service_directory")

FIRST_DAY = date(2018, 1, 1)
SPAN = 900
# Every limit of the catalogue: most distances between two days are one of them, one less or one more.
LIMITS = (0, 1, 3, 5, 10, 14, 28, 30, 84, 90, 180, 183, 365)
TEXTS = {
    "agency": ("social_care", "police", "health", "charity"),
    "list": ("mace", "tracker", "protocol"),
    "worker_id": ("w1", "w2", "w3", "w4", "w5", "w6"),
    "role": ("social_worker", "social_worker", "social_worker", "youth_worker"),
    "host_authority": ("north", "south"),
    "responsible_authority": ("north", "south"),
    "factor": ("new_relationship", "living_with_partner", "school_attendance", "child_says_consensual"),
    "resolution": ("agreed",),
}

Rows = dict[str, list[dict[str, Any]]]


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)


class Story:
    """One child's rows while they are written. `add` fills what is not given, and keeps to the schema."""

    def __init__(self, rng: Random, child_id: str) -> None:
        self.rng = rng
        self.child_id = child_id
        self.rows: Rows = {table: [] for table in TABLES}
        self.anchors = [FIRST_DAY + days(rng.randrange(SPAN)) for _ in range(3)]
        self.count = 0

    def day(self) -> date:
        """One of the child's few days, or a limit away from it."""
        return self.near(self.rng.choice(self.anchors), self.rng.choice(LIMITS) * self.rng.choice((0, 1)))

    def near(self, day: date, distance: int) -> date:
        """The day at a distance, the day before it or the day after it."""
        return day + days(distance + self.rng.choice((-1, 0, 0, 1)))

    def maybe(self, chance: float = 0.5) -> bool:
        """True so often."""
        return self.rng.random() < chance

    def later(self, day: date, chance: float = 0.6) -> date | None:
        """A day at a limit or beside it after another, or none."""
        return max(day, self.near(day, self.rng.choice(LIMITS))) if self.maybe(chance) else None

    def pick(self, *values: Any) -> Any:
        """One of the values."""
        return self.rng.choice(values)

    def add(self, table: str, **given: Any) -> dict[str, Any]:
        """A row of a table: what is given, and for the rest now and then something that the schema allows."""
        row: dict[str, Any] = {}
        for name, spec in TABLES[table]["columns"].items():
            row[name] = given[name] if name in given else self._value(table, name, spec, {**given, **row})
        row["recorded_on"] = given.get("recorded_on", self._recorded_on(table, row))
        _mend(table, row)
        self.rows[table].append(row)
        return row

    def _value(self, table: str, name: str, spec: dict[str, Any], row: dict[str, Any]) -> Any:
        """A value for a column that the story leaves open."""
        if name == "child_id":
            return self.child_id
        if spec["type"] == "id":
            return self._reference(spec) if "refers_to" in spec else self._new_id(table)
        if spec["type"] == "date":
            first = next((row[column] for column in row if isinstance(row[column], date)), None)
            return self.day() if first is None else None
        unsettled = "settled_by" in spec and row.get(spec["settled_by"]) is None
        if not spec.get("required") and self.maybe(0.95 if unsettled else 0.5):
            return None
        return self._filled(name, spec)

    def _filled(self, name: str, spec: dict[str, Any]) -> Any:
        codes = spec.get("codes")
        allowed = SCHEMA["codes"][codes] if isinstance(codes, str) else codes
        if spec["type"] == "code":
            return self.rng.choice(allowed)
        if spec["type"] == "list":
            return sorted(self.rng.sample(list(allowed or TEXTS["agency"]), 2))
        return self.maybe() if spec["type"] == "bool" else self.rng.choice(TEXTS.get(name, ("x",)))

    def _new_id(self, table: str) -> str:
        """Unique in its table, and in no order, so that ties by id go either way."""
        self.count += 1
        return f"{table[:2]}{self.rng.randrange(10, 100)}-{self.child_id}-{self.count}"

    def _reference(self, spec: dict[str, Any]) -> str | None:
        target = spec["refers_to"]
        found = [next(iter(row.values())) for row in self.rows[target]]
        if spec.get("required"):
            return self.rng.choice(found) if found else next(iter(self.add(target).values()))
        return self.rng.choice(found) if found and self.maybe() else None

    def _recorded_on(self, table: str, row: dict[str, Any]) -> date | None:
        """Mostly empty; on the day itself; late, by a limit; now and then before the day (entered ahead)."""
        first = next((value for value in row.values() if isinstance(value, date)), None)
        if table in UNDATED or self.maybe(0.65):
            return None
        if first is None:  # a factor, known with its assessment or later
            return self.day() if self.maybe(0.4) else None
        return first + days(self.pick(0, 0, 1, 1, 2, 5, 6, 14, 15, 28, 29, 85, 91, 200, -3))

    # Short ways to write what stories are made of

    def assess(self, on: date, level: str | None = None, **given: Any) -> dict[str, Any]:
        """A completed assessment."""
        started = on - days(self.pick(0, 0, 3, 10, 40))
        values = {"started_on": started, "completed_on": on, "level": level or self.level(), "recorded_on": None}
        if self.maybe(0.15):
            values["recorded_on"] = on + days(self.pick(1, 2, 15, 29, 91))
        return self.add("assessments", **(values | given))

    def level(self) -> str:
        """A level, mostly one that matters."""
        return self.pick("none", "low", "low", "medium", "high", "high", "very_high")

    def harm(self, on: date, **given: Any) -> dict[str, Any]:
        """An event with harm."""
        return self.add("events", **({"occurred_on": on, "harm": self.pick("suspected", "known", "known")} | given))

    def action(self, on: date) -> dict[str, Any]:
        """A protective action of some kind."""
        kind = self.rng.randrange(4)
        if kind == 0:
            service = self.pick("specialist_exploitation", "direct_work", "harm_reduction", "therapeutic", "preventive")
            return self.add("services", started_on=on, kind=service, ended_on=self.later(on))
        if kind == 1:
            return self.add("meetings", held_on=on, kind=self.pick("strategy", "child_protection_conference"))
        if kind == 2:
            status = self.pick("child_protection", "looked_after")
            return self.add("statuses", started_on=on, kind=status, ended_on=self.later(on))
        return self.add("placements", started_on=on, kind=self.pick("specialist", "secure"), ended_on=self.later(on))

    def entry(self, on: date, off: date | None = None, **given: Any) -> dict[str, Any]:
        """A spell on a list."""
        return self.add("monitoring", added_on=on, removed_on=off, **given)


def _mend(table: str, row: dict[str, Any]) -> None:
    """A date that would precede its first date moves to it; a shared risk assessment was shared."""
    for name, spec in TABLES[table]["columns"].items():
        first = spec.get("not_before")
        if first and row[name] and row[name] < row[first]:
            row[name] = row[first]
    if row.get("risk_assessment_shared_on"):
        row["risk_assessment_shared"] = True


# Stories, one per check: each makes its check fire often, misses it narrowly at other times, and writes what closes


def not_monitored(s: Story, d: date) -> None:
    s.assess(d, s.pick("medium", "high"))
    if s.maybe(0.7):
        s.entry(s.near(d, s.pick(14, 15, 30)), s.later(s.near(d, 90)))
    if s.maybe(0.4):
        s.add("statuses", kind="child_protection", started_on=s.near(d, 15), ended_on=s.near(d, 40))
    if s.maybe():
        s.add("workers", role="social_worker", started_on=s.near(d, 20), ended_on=s.later(s.near(d, 30)))


def screened_out_with_harm(s: Story, d: date) -> None:
    kind = s.pick("social_care", "early_help", "monitoring")
    s.harm(d)
    s.add("referrals", kind=kind, made_on=d, decided_on=s.near(d, s.pick(1, 5)), outcome="declined")
    if s.maybe():
        s.add("referrals", kind=kind, made_on=s.near(d, 3), decided_on=s.near(d, 30), outcome="accepted")
    if s.maybe(0.3):
        s.assess(s.near(d, 90), "low")


def perpetrator_required(s: Story, d: date) -> None:
    why = "no_identified_perpetrator"
    s.add("referrals", made_on=d, decided_on=s.near(d, 1), outcome="declined", reason=why, kind="social_care")
    s.entry(s.near(d, 1), s.near(d, 14), removal_reason=why)
    s.assess(d, "low", indicated_level="high", perpetrator_identified=False)
    if s.maybe():
        s.assess(s.near(d, 30), "high", indicated_level=s.pick("high", "medium", None))
    if s.maybe():
        s.add("referrals", made_on=d, decided_on=s.near(d, 28), outcome="accepted", kind="social_care")


def level_below_evidence(s: Story, d: date) -> None:
    s.harm(s.near(d, -180), harm="known")
    s.assess(d, s.pick("low", "none", "medium"), indicated_level=s.pick("medium", "high", None))
    s.assess(s.near(d, 14), s.pick("low", "high"), indicated_level=None)


def harm_recorded_as_risk(s: Story, d: date) -> None:
    s.harm(s.near(d, -1))
    s.assess(d, harm="none")
    s.assess(s.near(d, 28), harm=s.pick("known", "none", None))


def recognition_delay(s: Story, d: date) -> None:
    s.harm(s.near(d, -180), harm="known", recorded_on=d)
    s.add("concerns", about="exploitation", raised_on=d, asserted_level=s.pick("high", "very_high"))
    s.assess(s.near(d, 1), "medium", indicated_level=s.pick("high", "medium"))
    if s.maybe(0.7):
        s.assess(s.near(d, s.pick(28, 29, 60)), "high")
    if s.maybe():
        s.assess(s.near(d, 90), "low", past_harm_considered=s.pick(True, True, None))


def removed_while_at_risk(s: Story, d: date) -> None:
    s.assess(d, s.pick("medium", "high"))
    off = s.near(d, s.pick(14, 84, 90))
    s.entry(d, off, removal_reason=s.pick("risky_behaviour", "other", "turned_18", None))
    if s.maybe():
        s.entry(s.near(off, s.pick(0, 0, 30)), s.pick(None, s.near(off, 60)))
    if s.maybe(0.3):
        s.entry(s.near(d, 3), s.near(off, 0), removal_reason="moved_area")


def removed_without_reassessment(s: Story, d: date) -> None:
    s.entry(s.near(d, -90), d)
    if s.maybe(0.7):
        s.assess(s.near(d, -84))
    if s.maybe():
        s.assess(s.near(d, s.pick(0, 28)))


def removed_by_one_agency(s: Story, d: date) -> None:
    s.assess(d, "high")
    s.assess(s.near(d, 28), "medium")
    s.entry(d, s.near(d, 28), removal_decision=s.pick("single_agency", "multi_agency", None))
    if s.maybe(0.7):
        held = s.near(d, s.pick(0, 28, 40))
        s.add("meetings", held_on=held, kind=s.pick("strategy", "mace", "child_protection_conference", "core_group"))


def reason_contradicts_assessment(s: Story, d: date) -> None:
    why = s.pick("risky_behaviour", "risk_reduced", "no_identified_perpetrator", "no_longer_meets_threshold")
    s.assess(d, s.pick("high", "very_high"))
    s.entry(d, s.near(d, s.pick(10, 183)), removal_reason=why)
    agency = s.pick("police", "health")
    off = s.near(d, s.pick(14, 183))
    s.add("involvements", agency=agency, opened_on=d, closed_on=off, closing_reason=why)
    if s.maybe():
        s.add("involvements", agency=s.pick(agency, "charity"), opened_on=s.near(off, s.pick(0, 10)), closed_on=None)


def rapid_downgrade(s: Story, d: date) -> None:
    before, after = s.pick(("high", "low"), ("very_high", "medium"), ("medium", "low"), ("high", "medium"))
    harmed = s.near(d, s.pick(0, 0, -60))
    s.harm(harmed)
    s.assess(s.near(d, -5), before)
    s.assess(s.near(d, 30), after)
    s.assess(s.near(harmed, s.pick(90, 90, 60)), s.pick(after, before, "none"))


def closed_against_advice(s: Story, d: date) -> None:
    s.add("involvements", agency="police", opened_on=s.near(d, -90), closed_on=d)
    for _ in range(s.pick(1, 2)):
        given = s.near(d, s.pick(-30, 0, 30))
        resolved = s.later(given)
        agency = s.pick("social_care", "social_care", "police", "health")
        s.add("views", agency=agency, about="closure", position="disagrees", given_on=given, resolved_on=resolved)
    if s.maybe(0.3):
        s.add("involvements", agency="police", opened_on=s.near(d, s.pick(0, 40)), closed_on=None)


def closed_while_at_risk(s: Story, d: date) -> None:
    if s.maybe():
        s.assess(d, "high")
    s.harm(s.near(d, -1))
    agency = s.pick("police", "social_care")
    s.add("involvements", agency=agency, opened_on=s.near(d, -30), closed_on=s.near(d, s.pick(1, 10)))
    if s.maybe(0.6):
        s.add("involvements", opened_on=s.near(d, s.pick(1, 10, 30)), closed_on=s.later(s.near(d, 30)))
    if s.maybe():
        s.assess(s.near(d, 90), s.pick("low", "none"))


def disagreement_unresolved(s: Story, d: date) -> None:
    s.add("views", given_on=d, position="disagrees", resolved_on=s.pick(s.near(d, 10), s.near(d, 11), s.later(d)))


def harm_without_action(s: Story, d: date) -> None:
    s.harm(d)
    recorded = s.near(d, s.pick(5, 14))
    s.harm(d, recorded_on=recorded)
    if s.maybe(0.8):
        s.action(s.near(recorded, 14))


def repeated_harm(s: Story, d: date) -> None:
    for distance in (0, s.pick(3, 90), 183, s.pick(183, 365))[: s.pick(3, 3, 4)]:
        s.harm(s.near(d, distance))
    if s.maybe(0.6):
        s.action(s.near(d, s.pick(0, 183, 200)))


def left_without_service(s: Story, d: date) -> None:
    s.assess(d, s.pick("low", "medium", "high"))
    for _ in range(s.pick(0, 1, 1, 2)):
        on = s.near(d, s.pick(-10, 1, 28, 60))
        s.add("services", started_on=on, ended_on=s.later(on))
    s.assess(s.near(d, s.pick(10, 28, 90)), s.pick("low", "none", "medium"))


def declined_for_threshold(s: Story, d: date) -> None:
    why = s.pick("below_threshold", "no_assessment", "below_threshold", "capacity")
    s.add("referrals", kind="service", made_on=s.near(d, -3), decided_on=d, outcome="declined", reason=why)
    if s.maybe(0.7):
        s.add("services", started_on=s.near(d, s.pick(28, 60)), ended_on=None)


def past_harm_omitted(s: Story, d: date) -> None:
    s.harm(s.near(d, -1))
    s.assess(s.near(d, 5), started_on=d, past_harm_considered=s.pick(False, None, True))
    s.assess(s.near(d, 30), past_harm_considered=s.pick(True, True, False))


def essential_details_missing(s: Story, d: date) -> None:
    s.assess(d, age_recorded=False)
    s.assess(s.near(d, 28), age_recorded=s.pick(True, None))


def unsafe_protective_factor(s: Story, d: date) -> None:
    for on in (d, s.near(d, 28), s.near(d, 60)):
        row = s.assess(on)
        if s.maybe(0.7):
            effect = s.pick("protective", "protective", "risk")
            s.add("assessment_factors", assessment_id=row["assessment_id"], effect=effect)


def unassessed_adult_contact(s: Story, d: date) -> None:
    s.add("events", kind="contact_with_unknown_adult", occurred_on=d)
    s.assess(s.near(d, s.pick(14, 14, 30)))


def voice_missing(s: Story, d: date) -> None:
    s.assess(d, child_seen=s.pick(False, True), child_view_recorded=s.pick(False, None), family_view_recorded=None)
    s.assess(s.near(d, 28), child_seen=None, child_view_recorded=s.pick(True, False), family_view_recorded=None)


def untrained_assessor(s: Story, d: date) -> None:
    s.assess(d, assessor_trained=False)
    s.assess(s.near(d, 28), assessor_trained=s.pick(True, None))


def assessment_late(s: Story, d: date) -> None:
    done = s.pick(None, s.near(d, 90), s.near(d, 91))
    abandoned = s.near(d, 60) if done is None and s.maybe() else None
    s.add("assessments", started_on=d, completed_on=done, abandoned_on=abandoned)
    if s.maybe():
        s.assess(s.near(d, s.pick(90, 120)), started_on=s.near(d, s.pick(0, 0, 30)))


def review_overdue(s: Story, d: date) -> None:
    s.assess(d, s.pick("medium", "low", "high"))
    s.assess(s.near(d, s.pick(84, 85, 120)), "low")
    s.add("statuses", kind=s.pick("child_in_need", "early_help"), started_on=s.near(d, 3), ended_on=s.later(s.near(d, 60)))


def event_without_reassessment(s: Story, d: date) -> None:
    back = s.near(d, s.pick(1, 3, 14))
    interview = s.pick(None, s.near(back, 14), s.near(back, 15))
    s.add("missing_episodes", started_on=d, ended_on=back, return_interview_completed_on=interview)
    s.harm(s.near(d, 1), recorded_on=s.near(d, 5))
    s.assess(s.near(d, s.pick(14, 19, 29)))


def reactive_only(s: Story, d: date) -> None:
    for distance in (0, s.pick(0, 10), s.pick(10, 28), 30)[: s.pick(3, 4)]:
        s.assess(s.near(d, distance), trigger=s.pick("event", "concern"))
    s.assess(s.near(d, s.pick(20, 40)), trigger=s.pick("scheduled", "referral"))


def return_interview_late(s: Story, d: date) -> None:
    for _ in range(2):
        offered = s.pick(None, s.near(d, 3), s.near(d, 4), s.near(d, 14))
        s.add("missing_episodes", started_on=s.near(d, -1), ended_on=d, return_interview_offered_on=offered)


def concern_unheeded(s: Story, d: date) -> None:
    for distance in (0, s.pick(0, 14, 90), 183)[: s.pick(1, 3, 3)]:
        raised = s.near(d, distance)
        answered = s.pick(None, s.near(raised, 28), s.near(raised, 29))
        answer = s.pick("no_action", "no_action", "explained", "action_taken") if answered else None
        s.add("concerns", about=s.pick("exploitation", "closure"), raised_on=raised, responded_on=answered, response=answer)
    if s.maybe():
        s.assess(s.near(d, 40), started_on=s.near(d, s.pick(0, 30)))


def referrer_challenge_unheeded(s: Story, d: date) -> None:
    s.add("concerns", about="threshold", raised_on=d, responded_on=s.pick(None, s.near(d, 28), s.near(d, 29)))
    resolved = s.pick(None, s.near(d, 28), s.near(d, 29))
    s.add("views", about="threshold", position=s.pick("disagrees", "agrees"), given_on=d, resolved_on=resolved)


def worker_turnover(s: Story, d: date) -> None:
    first = FIRST_DAY + days(s.rng.randrange(120))
    for place, distance in enumerate((0, s.pick(10, 30), s.pick(30, 200), s.pick(400, 600, 730), 735)[: s.pick(4, 5)]):
        on = s.near(first, distance)
        worker = f"w{place}" if s.maybe(0.9) else "w0"
        left = s.pick(None, s.near(on, 60), s.near(on, 60), s.near(on, 365))
        s.add("workers", role="social_worker", worker_id=worker, started_on=on, ended_on=left)


def placement_instability(s: Story, d: date) -> None:
    for distance in (0, s.pick(0, 30), 365, s.pick(365, 370))[: s.pick(3, 4)]:
        on = s.near(d - days(300), distance)
        s.add("placements", started_on=on, ended_on=s.pick(None, s.near(on, 30), s.near(on, 365)))


def placement_raised_risk(s: Story, d: date) -> None:
    s.assess(s.near(d, -5), s.pick("low", "medium"))
    s.add("placements", started_on=d, ended_on=s.pick(None, s.near(d, 90), s.near(d, 200)))
    for _ in range(s.pick(0, 2, 3)):
        s.harm(s.near(d, s.pick(0, 5, 90, -90)))
    if s.maybe():
        s.assess(s.near(d, s.pick(14, 90)), "high")
    if s.maybe():
        s.assess(s.near(d, s.pick(91, 120)), "none")


def specialist_placement_delayed(s: Story, d: date) -> None:
    s.add("statuses", kind="looked_after", started_on=d, ended_on=s.later(s.near(d, s.pick(60, 90, 120)), 0.5))
    s.assess(s.near(d, s.pick(-3, 3)), s.pick("high", "very_high"))
    on = s.near(d, s.pick(90, 91, 150))
    if s.maybe():
        s.add("placements", kind=s.pick("specialist", "secure"), started_on=on, ended_on=s.later(on))
    elif s.maybe(0.7):
        s.add("services", kind=s.pick("specialist_exploitation", "therapeutic"), started_on=on, ended_on=s.later(on))


def placed_without_shared_assessment(s: Story, d: date) -> None:
    shared = s.pick(None, s.near(d, 5), s.near(d, 6), s.near(d, 30))
    ended = s.pick(None, None, s.near(d, 6), s.near(d, 30))
    given = {"host_authority": "north", "responsible_authority": s.pick("south", "south", "south", "north", None)}
    answer = s.pick(False, False, False, None, True)
    s.add("placements", started_on=d, ended_on=ended, risk_assessment_shared=answer, risk_assessment_shared_on=shared, **given)


def persistent_missing(s: Story, d: date) -> None:
    if s.maybe(0.6):
        for distance in (0, s.pick(0, 28), 90, s.pick(90, 100))[: s.pick(3, 4)]:
            on = s.near(d, distance)
            s.add("missing_episodes", kind=s.pick("missing", "away", None), started_on=on, ended_on=s.near(on, 1))
    else:
        for place in range(10):
            s.add("events", kind="school_absence", harm=None, occurred_on=s.near(d, place * 10))
    if s.maybe(0.7):
        s.add("meetings", held_on=s.near(d, 90 + s.pick(0, 14, 15)), kind=s.pick("strategy", "mace"))


def action_overdue(s: Story, d: date) -> None:
    due = s.pick(None, s.near(d, 10))
    done = s.pick(None, s.near(d, 10), s.near(d, 11), s.near(d, 28), s.near(d, 29))
    s.add("actions", set_on=d, due_on=due, done_on=done)


def transition_gap(s: Story, d: date) -> None:
    s.rows["children"][0]["date_of_birth"] = date(d.year - 18, d.month, min(d.day, 28)) + days(s.pick(183, 184, 185))
    s.assess(s.near(d, s.pick(-30, 0)), s.pick("medium", "high"))
    if s.maybe():
        s.add("referrals", kind="adult_services", made_on=s.near(d, s.pick(-10, 0, 30)), decided_on=None)
    elif s.maybe():
        s.add("services", kind="adult_transition", started_on=s.near(d, s.pick(-10, 0, 30)), ended_on=None)


def protective_practice(s: Story, d: date) -> None:
    s.harm(d)
    s.add("services", kind=s.pick("direct_work", "harm_reduction"), started_on=s.near(d, 28), ended_on=None)
    on = s.near(d, s.pick(0, 10))
    s.action(on)
    if s.maybe(0.6):
        s.harm(s.near(on, s.pick(90, 91, 150)))


STORIES: tuple[Callable[[Story, date], None], ...] = (
    not_monitored,
    screened_out_with_harm,
    perpetrator_required,
    level_below_evidence,
    harm_recorded_as_risk,
    recognition_delay,
    removed_while_at_risk,
    removed_without_reassessment,
    removed_by_one_agency,
    reason_contradicts_assessment,
    rapid_downgrade,
    closed_against_advice,
    closed_while_at_risk,
    disagreement_unresolved,
    harm_without_action,
    repeated_harm,
    left_without_service,
    declined_for_threshold,
    past_harm_omitted,
    essential_details_missing,
    unsafe_protective_factor,
    unassessed_adult_contact,
    voice_missing,
    untrained_assessor,
    assessment_late,
    review_overdue,
    event_without_reassessment,
    reactive_only,
    return_interview_late,
    concern_unheeded,
    referrer_challenge_unheeded,
    worker_turnover,
    placement_instability,
    placement_raised_risk,
    specialist_placement_delayed,
    placed_without_shared_assessment,
    persistent_missing,
    action_overdue,
    transition_gap,
    protective_practice,
)

# What noise seldom makes and often closes is told more often.
RARE = (
    declined_for_threshold,
    reactive_only,
    closed_against_advice,
    worker_turnover,
    specialist_placement_delayed,
    placed_without_shared_assessment,
    persistent_missing,
)

# Noise falls on these tables, the ones with spells and acts more often.
NOISE = (*(table for table in TABLES if table not in UNDATED), "events", "monitoring", "services")


def random_register(seed: int, children: int) -> Rows:
    """The typed rows of every table for so many children, the same for the same seed."""
    rng = Random(seed)
    register: Rows = {table: [] for table in TABLES}
    for number in range(children):
        story = _child(rng, f"c{number:04d}", number)
        for table, rows in story.rows.items():
            register[table] += rows
    directory = Story(rng, "")
    register["service_directory"] = [directory.add("service_directory", min_age=8, max_age=17, capacity=9) for _ in "ab"]
    for rows in register.values():
        rng.shuffle(rows)
    return register


def _child(rng: Random, child_id: str, number: int) -> Story:
    """One child: a story of each check in turn, up to two more on the same days, and noise."""
    story = Story(rng, child_id)
    authority = rng.choice(("north", "south", None))
    empty = dict.fromkeys(TABLES["children"]["columns"])
    given = {"child_id": child_id, "date_of_birth": _born(rng), "responsible_authority": authority}
    story.rows["children"].append(empty | given)
    told = [STORIES[number % len(STORIES)], *rng.sample(STORIES, rng.choice((0, 1, 1))), *rng.sample(RARE, rng.choice((0, 1)))]
    for tell in told:
        tell(story, rng.choice(story.anchors))
    wanted = rng.randrange(10, 26)
    while sum(len(rows) for rows in story.rows.values()) < wanted:
        _noise(story, rng.choice(NOISE))
    return story


def _born(rng: Random) -> date | None:
    """A date of birth: none, with the 18th birthday or 17 years and 6 months in the span, on 29 February, or later."""
    kind = rng.random()
    if kind < 0.1:
        return None
    if kind < 0.25:
        return date(2000, 1, 1) + days(rng.randrange(SPAN))
    if kind < 0.35:
        return date(2000, 7, 1) + days(rng.randrange(SPAN))
    if kind < 0.42:
        return rng.choice((date(2000, 2, 29), date(2000, 8, 29), date(2001, 8, 31), date(2004, 2, 29)))
    return date(2003, 1, 1) + days(rng.randrange(2000))


def _noise(story: Story, table: str) -> None:
    """A row with nothing to tell: any day, any value, any end."""
    first, *later = [name for name, spec in TABLES[table]["columns"].items() if spec["type"] == "date"] or [None]
    if first is None:
        story.add(table)
        return
    on = story.day()
    story.add(table, **{first: on}, **{name: story.later(on, 0.5) for name in later})


# Writing a register by the data contract


def write_register(rows: Rows, folder: Path) -> None:
    """Every table as a CSV file with its header, also where it has no rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, spec in TABLES.items():
        header = [*spec["columns"], *(CARRIED if spec["dated"] else ())]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows([_cell(row.get(name)) for name in header] for row in rows.get(table, []))


def _cell(value: Any) -> str:
    """Dates are ISO, booleans yes or no, lists joined with `;`, and what is not known is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, list) else str(value)
