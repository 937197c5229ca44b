"""The examples of a check: tiny registers in, findings out. They are its specification, its tests and its manual page.

A file `NAME.examples.yaml` beside the check holds `examples`, a list, and perhaps `without`: kinds of example that this check
cannot have, each with the reason. An example:

    - shows: [day_of, fires]        # of KINDS: what the example is for
      name: removed on the day on which the level was still medium
      policy: {review_days: 30}     # optional: local policy values
      as_of: 2019-06-30             # optional; default 2020-12-31
      lacks: [events, assessments.harm]  # optional: tables and columns that this register does not have
      given:                        # rows by table. What may be left out: child_id (A), ids (numbered), and the table children
                                    # (then it holds one child, A, born 2004-06-15)
        monitoring:
          - {list: MACE, added_on: 2018-01-01, removed_on: 2018-10-05, removal_reason: other}
      expect:                       # every finding of this check, in order; only the keys given are compared. [] : stays silent
        - {opened_on: 2018-10-05, closed_on: 2018-11-01}
      # or, for a check that cannot be assessed: expect: not assessed

Tables that are not given are known to be empty. `closed_on: null` says that the finding is still open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import yaml

from unmissed.checks.catalogue import Check, CheckError
from unmissed.engine.audit import audit
from unmissed.engine.finding import Finding
from unmissed.policy.model import default_policy, override
from unmissed.register.loading import register_from_rows
from unmissed.register.schema import Table, schema

KINDS = ("fires", "silent", "day_before", "day_of", "missing_date", "overlap", "near_miss", "not_assessed")
"""Fires; stays silent; the last day within the limit and the first beyond it; a date that is missing; two spells that
overlap; a case that is almost one; a register that lacks what the check needs. Every check shows each, or says in `without`
why it cannot."""

NOT_ASSESSED = "not assessed"
DEFAULT_AS_OF = date(2020, 12, 31)
DEFAULT_CHILD: Mapping[str, object] = {"child_id": "A", "date_of_birth": date(2004, 6, 15)}


@dataclass(frozen=True)
class Example:
    """One example: what it shows, the rows given and the findings expected."""

    shows: tuple[str, ...]
    name: str
    given: Mapping[str, list[dict[str, object]]]
    expect: list[dict[str, Any]] | str
    policy: Mapping[str, object] = field(default_factory=dict)
    as_of: date = DEFAULT_AS_OF
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Examples:
    """The examples of one check, and the kinds that it cannot have, with the reason."""

    examples: tuple[Example, ...]
    without: Mapping[str, str]

    def kinds_left_out(self) -> set[str]:
        """Kinds that no example shows and no reason excuses."""
        shown = {kind for example in self.examples for kind in example.shows}
        return set(KINDS) - shown - set(self.without)


def read_examples(check: Check) -> Examples:
    """The examples beside a check. Raises CheckError when there are none or they cannot be read."""
    try:
        raw = yaml.safe_load(check.examples_path.read_text("utf-8"))
    except FileNotFoundError:
        raise CheckError(f"{check.name} has no examples: write {check.examples_path.name} beside it.") from None
    except yaml.YAMLError as error:
        raise CheckError(f"{check.examples_path.name} is not YAML: {error}") from None
    return Examples(tuple(_example(check, spec) for spec in raw["examples"] or ()), raw.get("without") or {})


def differences(check: Check, example: Example) -> list[str]:
    """Where the findings of `check` differ from what the example expects; empty when it holds."""
    run = audit(
        register_from_rows(example_rows(example)),
        as_of=example.as_of,
        policy=override(default_policy(), example.policy),
        checks=[check],
    )
    if run.register.quarantine:
        return [f"a given row is not usable: {problem.sentence}" for problem in run.register.quarantine]
    if run.not_assessed or example.expect == NOT_ASSESSED:
        outcome = NOT_ASSESSED if run.not_assessed else "assessed"
        return [] if example.expect == outcome else [f"found {outcome}, expected {example.expect}"]
    assert isinstance(example.expect, list)
    return list(_compared(list(run.findings()), example.expect))


def example_rows(example: Example) -> dict[str, list[dict[str, object]]]:
    """The whole register of an example, with everything filled in that it left out."""
    given = {"children": [dict(DEFAULT_CHILD)], **example.given}
    lacking = [name.partition(".")[::2] for name in example.lacks]
    tables = [table for table in schema() if (table.name, "") not in lacking]
    return {table.name: _filled(table, given.get(table.name) or [], lacking) for table in tables}


def _filled(table: Table, rows: list[dict[str, object]], lacking: list[tuple[str, str]]) -> list[dict[str, object]]:
    """The rows with every column of the table (a header), but those that the register lacks."""
    header = {c.name: None for c in table.columns if (table.name, c.name) not in lacking}
    own = {"child_id": "A"} if table.has("child_id") else {}
    return [header | {table.id.name: f"{table.name}-{n}"} | own | row for n, row in enumerate(rows, 1)]


def _example(check: Check, spec: dict[str, Any]) -> Example:
    unknown = set(spec) - {f.name for f in fields(Example)}
    shows = tuple(spec.get("shows", ()))
    if unknown or not shows or set(shows) - set(KINDS):
        wrong = ", ".join(sorted(unknown | (set(shows) - set(KINDS)))) or "no `shows`"
        raise CheckError(f"{check.examples_path.name}: an example has {wrong}; `shows` lists some of {', '.join(KINDS)}.")
    return Example(**{**spec, "shows": shows, "lacks": tuple(spec.get("lacks", ()))})


def _compared(found: list[Finding], expected: list[dict[str, Any]]) -> Iterator[str]:
    if len(found) != len(expected):
        spells = ", ".join(f"{f.opened_on} to {f.closed_on}" for f in found) or "none"
        yield f"found {len(found)} findings ({spells}), expected {len(expected)}"
        return
    for finding, wanted in zip(found, expected, strict=True):
        for key, value in wanted.items():
            actual = getattr(finding, key)
            actual = list(actual) if isinstance(actual, tuple) else actual
            if actual != value:
                yield f"{key}: found {actual!r}, expected {value!r}"
