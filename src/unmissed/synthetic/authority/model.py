"""The made-up authority: its agencies, its people and the register of its children."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

AgencyKind = Literal["social_care", "police", "health", "education", "voluntary"]
Role = Literal["practitioner", "manager", "coordinator", "chair", "partner", "auditor", "analyst", "administrator"]
Row = Mapping[str, object]


@dataclass(frozen=True)
class Agency:
    """One agency of the partnership and its teams."""

    name: str
    kind: AgencyKind
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """One person who signs in. `worker_id` is the identifier under which the register's rows name them."""

    worker_id: str
    name: str
    sign_in: str
    role: Role
    agency: str
    team: str


@dataclass(frozen=True)
class Authority:
    """A whole made-up authority. `rows` holds every table of the contract, each row with every column, values typed.

    `stories` says of each child which story was told (the name of its function), for those who show the register to others.
    """

    name: str
    agencies: tuple[Agency, ...]
    people: tuple[Person, ...]
    rows: Mapping[str, tuple[Row, ...]]
    stories: Mapping[str, str]
