"""The parts of a child's page: each register table stands in one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.urls import reverse

from unmissed.register.schema import schema


@dataclass(frozen=True)
class Part:
    """One part: its name in the address, its words in the navigation, and the tables that it shows."""

    name: str
    title: str
    tables: tuple[str, ...]

    @property
    def own(self) -> tuple[str, ...]:
        """The tables whose rows it counts: a row that belongs to another row of the part, as a factor to its assessment, is none
        of its own.
        """
        return tuple(
            table for table in self.tables if not any(column.refers_to in self.tables for column in schema()[table].columns)
        )


PARTS = (
    Part("story", "Story", ()),
    Part("assessments", "Assessments", ("assessments", "assessment_factors", "practice_audits")),
    Part("events", "Events", ("events",)),
    Part("missing", "Missing and return interviews", ("missing_episodes",)),
    Part("concerns", "Concerns", ("concerns",)),
    Part("referrals", "Referrals", ("referrals",)),
    Part("monitoring", "Monitoring", ("monitoring",)),
    Part("services", "Services", ("services",)),
    Part("placements", "Placements", ("placements",)),
    Part("meetings", "Views and meetings", ("views", "meetings")),
    Part("actions", "Actions", ("actions",)),
    Part("workers", "Workers", ("workers", "involvements")),
    Part("status", "Status", ("statuses",)),
    Part("child", "Details", ("children",)),
)
BY_NAME: Mapping[str, Part] = {part.name: part for part in PARTS}
_OF_TABLE = {table: part.name for part in PARTS for table in part.tables}


def titled(part: Part, rows: Mapping[str, Sized]) -> str:
    """A part as the navigation says it: with how many records of its own it holds; no figure where that is unknown."""
    counts = [len(rows[table]) for table in part.own if table in rows]
    return f"{part.title} {sum(counts)}" if counts and part.name != "child" else part.title


def address(child_id: str, **asked: str) -> str:
    """The address of a child's page with what is asked of it; what is empty is left out."""
    given = {name: value for name, value in asked.items() if value}
    return reverse("child", args=[child_id]) + (f"?{urlencode(given)}" if given else "")


def part_address(child_id: str, part: Part, on: str = "") -> str:
    """The address of a part's heading, which on a narrow screen stands below all that is said of the child."""
    if not part.tables:
        return f"{address(child_id, on=on)}#timeline-title"
    return f"{address(child_id, part=part.name, on=on)}#table-{part.tables[0]}"


def part_of_table(child_id: str, table: str) -> str:
    """The address at which a table stands in its part."""
    return f"{address(child_id, part=_OF_TABLE[table])}#table-{table}"


def row_anchor(table: str, record_id: str) -> str:
    """What a row is called within the part that shows it: an identifier may hold what no anchor may."""
    return f"row-{table}-{quote(record_id, safe='')}"


def row_in_part(child_id: str, table: str, record_id: str, on: str = "") -> str:
    """The address of a row in the part that shows it, today or on a past day."""
    return f"{address(child_id, part=_OF_TABLE[table], on=on)}#{row_anchor(table, record_id)}"
