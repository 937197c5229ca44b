"""Who works in the made-up authority and what they offer: read from staff.yaml, the same for every seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from unmissed.synthetic.authority.model import Agency, Person

_FOLDER = files("unmissed.synthetic.authority")


class Service(NamedTuple):
    """What one kind of service is called, who gives it and whom it accepts."""

    name: str
    agency: str
    accepts_from_level: str
    accepts_without_assessment: bool
    capacity: int


@dataclass(frozen=True)
class Staff:
    """The authority apart from its children. `actions` and `factors` are the words that its records use."""

    name: str
    neighbours: tuple[str, ...]
    list_name: str
    tool: str
    labels: Mapping[str, str]
    agencies: tuple[Agency, ...]
    people: tuple[Person, ...]
    services: Mapping[str, Service]
    actions: Mapping[str, Sequence[str]]
    factors: Mapping[str, Sequence[str]]
    rationales: Sequence[str]

    def agency(self, kind: str) -> Agency:
        """The agency of this kind."""
        return next(agency for agency in self.agencies if agency.kind == kind)

    def practitioners(self, team: str) -> list[str]:
        """The identifiers of a team's practitioners, in order."""
        return [person.worker_id for person in self.people if person.team == team and person.role == "practitioner"]


@cache
def staff() -> Staff:
    """The authority's staff and services."""
    raw = _read("staff.yaml")
    return Staff(
        name=raw["name"],
        neighbours=tuple(raw["neighbours"]),
        list_name=raw["list"],
        tool=raw["tool"],
        labels=raw["labels"],
        agencies=tuple(Agency(each["name"], each["kind"], tuple(each["teams"])) for each in raw["agencies"]),
        people=tuple(_person(worker_id, *told) for worker_id, told in raw["people"].items()),
        services={kind: Service(*told) for kind, told in raw["services"].items()},
        actions=raw["actions"],
        factors=raw["factors"],
        rationales=raw["rationales"],
    )


@cache
def names() -> Mapping[str, Sequence[str]]:
    """First names by sex (F, M) and surnames."""
    names: Mapping[str, Sequence[str]] = _read("names.yaml")
    return names


def _person(worker_id: str, name: str, role: Any, agency: str, team: str) -> Person:
    return Person(worker_id, name, ".".join(name.lower().split()), role, agency, team)


def _read(name: str) -> Any:
    return yaml.safe_load(_FOLDER.joinpath(name).read_text("utf-8"))
