"""Absent: who is on another agency's list (missing episodes, police, health, school) and on none here.

Identifiers are compared and never printed: a child of this register is named by its child_id, anybody else by the line in the
other agency's own file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from unmissed.oversight.figure import Figure, OversightError, Shape, Sheet, Unanswered, sheet
from unmissed.oversight.ground import Ground
from unmissed.register import check_digits
from unmissed.words import counted

Identifier = Literal["nhs_number", "upn", "child_id"]
IDENTIFIERS: tuple[Identifier, ...] = get_args(Identifier)


@dataclass(frozen=True)
class Line:
    """One line of their list: where it stands in the file, whom it means, and since when. repr shows no identifier."""

    line: int
    identifier: str
    listed_on: date | None = None

    def __repr__(self) -> str:
        return f"Line({self.line})"


def read_list(path: Path, on: Identifier, dated: str | None = None) -> list[Line]:
    """The lines of a CSV file with a header that has a column called as `on`, and `dated` with ISO dates where one is named.

    OversightError where it cannot be read; the message gives lines and columns, never a value.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
            _demand(path, header, [on, *([dated.lower()] if dated else [])])
            date_column = header[dated.lower()] if dated else None
            return [_line(path, reader.line_num, row, header[on], date_column) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is no CSV file in UTF-8"
        raise OversightError(f"the list {path} cannot be read: {reason}. Give a CSV file with a header.") from None


def _demand(path: Path, header: dict[str, str], wanted: Sequence[str]) -> None:
    lacking = [name for name in wanted if name not in header]
    if lacking:
        found = f"{len(header)} other columns" if header else "no header"
        raise OversightError(f"the list {path} has no column {lacking[0]}; found {found}. Name the column so in its first line.")


def _line(path: Path, number: int, row: dict[str, str], identifier: str, dated: str | None) -> Line:
    text = (row.get(dated) or "").strip() if dated else ""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise OversightError(
            f"the list {path}, line {number}: the date in {dated} is no YYYY-MM-DD. Correct it or leave it empty."
        ) from None
    return Line(number, row.get(identifier) or "", day)


def absent(ground: Ground, lines: Iterable[Line], on: Identifier, name: str = "their list") -> Sheet:
    """Who is on their list and not monitored here, and who is not in the register at all. `name` is how titles call the list.

    OversightError where the list is empty or the register has no such identifier.
    """
    given = list(lines)
    if not given:
        raise OversightError(f"{name} holds no line under its header. Give a list with at least one child.")
    _state(ground, given, on)
    figures = [_summary(ground, name), _known(ground, name), _unknown(ground, name)]
    return sheet("absent", [_unless_unseen(ground, each) for each in figures])


def _state(ground: Ground, lines: Sequence[Line], on: Identifier) -> None:
    """Make their list and the chosen identifier known to the questions."""
    con = ground.con
    if con.execute(f"select 1 from children where {_ours(on)} is not null limit 1").fetchone() is None:
        raise OversightError(
            f"no child of the register has a value in {on}. Choose another of {', '.join(IDENTIFIERS)} with --on."
        )
    text = "text" if on == "child_id" else "upper(regexp_replace(text, '[\\s-]', '', 'g'))"
    wrong = "false" if on == "child_id" else check_digits.is_wrong(on, "text")
    con.execute(f"create or replace temp macro our_identifier(child) as child.{_ours(on)}")
    con.execute(f"create or replace temp macro identifier_of(text) as nullif(trim({text}), '')")
    con.execute(f"create or replace temp macro wrong_identifier(text) as {wrong}")
    con.execute("create or replace temp table their_list (line integer, identifier varchar, listed_on date)")
    rows = {
        "lines": [each.line for each in lines],
        "who": [each.identifier for each in lines],
        "days": [each.listed_on for each in lines],
    }
    con.execute("insert into their_list select unnest($lines::integer[]), unnest($who::varchar[]), unnest($days::date[])", rows)
    ground.made.discard("absent_lines")


def _ours(on: Identifier) -> str:
    assert on in IDENTIFIERS
    return on


def _unless_unseen(ground: Ground, figure: Figure | Unanswered) -> Figure | Unanswered:
    """Without the table monitoring nobody can be said to be on a list or on none."""
    lacking = ground.lacking("monitoring.removed_on")
    return Unanswered(figure.name, f"Who is on a list here is not known: {lacking}.", lacks=True) if lacking else figure


def _summary(ground: Ground, name: str) -> Figure | Unanswered:
    figure = ground.figure("absent")
    if isinstance(figure, Unanswered):
        return figure
    lines = dict(zip(figure.values("standing"), figure.values("lines"), strict=True))
    gone, unknown = lines.get("not monitored", 0), lines.get("not in the register", 0)
    counts = gone + unknown + lines.get("monitored", 0)
    title = f"Of {counted(counts, 'child')} on {name}, {gone:,} on no list here and {unknown:,} not in this register"
    return replace(figure.titled(title), shape=Shape("bars", "standing", ("lines",), unit="lines of their list"))


def _known(ground: Ground, name: str) -> Figure | Unanswered:
    figure = ground.figure("absent_known")
    if isinstance(figure, Unanswered):
        return figure
    figure = ground.unseen(figure, {"served": "services.ended_on", "level": "assessments.level", "harm": "events.harm"})
    at_risk = sum(since is not None for since in figure.values("at_risk_since"))
    return figure.titled(
        f"{counted(len(figure.rows), 'child')} on {name} and on no list here, {at_risk:,} at risk by this register too"
    )


def _unknown(ground: Ground, name: str) -> Figure | Unanswered:
    figure = ground.figure("absent_unknown")
    if isinstance(figure, Unanswered):
        return figure
    return figure.titled(f"{counted(len(figure.rows), 'line')} of {name} about children who cannot be found in this register")
