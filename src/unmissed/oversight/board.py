"""The board report: a quarter's figures as known on its last day, each of them through the suppression of small numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from unmissed.oversight.board_words import headline
from unmissed.oversight.coverage import coverage
from unmissed.oversight.figure import Column, Figure, OversightError, Shape, Sheet
from unmissed.oversight.ground import Ground
from unmissed.oversight.quarter import Quarter
from unmissed.oversight.stability import stability
from unmissed.oversight.stepdown import stepdown
from unmissed.oversight.suppression import Outgoing, Sum, leaving
from unmissed.oversight.thresholds import thresholds
from unmissed.oversight.timeliness import timeliness
from unmissed.oversight.unprotected import unprotected
from unmissed.oversight.whole import sentences
from unmissed.policy.model import Policy
from unmissed.register.keeping import kept_from
from unmissed.register.schema import schema

MONTHS = 15
"""Months shown: those of the quarter and the year before it."""


@dataclass(frozen=True)
class Board:
    """The report: its figures as they may leave the partnership, what could not be answered, and the checks not assessed."""

    quarter: Quarter
    as_of: date
    figures: tuple[Figure, ...]
    unanswered: dict[str, str]
    not_assessed: dict[str, str]
    policy: Policy

    @property
    def title(self) -> str:
        """What the report is called."""
        return f"Children at risk of exploitation: {self.quarter}"


@dataclass(frozen=True)
class _Way:
    """How a figure leaves: its columns (default: all), its picture, what a reader can add up. `months`: only the last ones."""

    name: str
    shape: Shape
    columns: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    whole: str | None = None
    apart: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    months: bool = False
    estimates: tuple[str, ...] = ()


def _parts(total: str, *parts: str) -> tuple[Sum, ...]:
    """Each is a part of the total, and the rest is shown by no column."""
    return tuple(Sum(total, (part,), complete=False) for part in parts)


_COMPLETED = (Sum("begun", ("within", "late", "not_yet")), *_parts("begun", "still_open"))
_REVIEWED = (Sum("begun", ("within", "late", "not_yet", "left")),)
_BY = ("month", "agency", "level")


def _timed(name: str, sums: tuple[Sum, ...]) -> list[_Way]:
    shapes = {by: Shape("line" if by == "month" else "bars", by, ("share",), unless="not_yet") for by in _BY}
    return [
        _Way(f"{name}-by-{by}", shapes[by], sums=sums, whole=name, months=by == "month", estimates=("share_estimate",))
        for by in _BY
    ]


_ASKED: tuple[tuple[Callable[[Ground], Sheet], list[_Way]], ...] = (
    (timeliness, [*_timed("completion", _COMPLETED), *_timed("review", _REVIEWED)]),
    (
        coverage,
        [
            _Way(
                "coverage",
                Shape("bars", "level", ("share_monitored",), colour="harm"),
                sums=(Sum("children", ("both", "only_monitored", "only_served", "neither")),),
                whole="children under 18",
            ),
            _Way(
                "declined-referrals",
                Shape("bars", "asked_for", ("declined",), colour="reason"),
                sums=_parts("declined", "at_risk", "with_harm", "accepted_since"),
                whole="declined",
                apart=("children",),
            ),
        ],
    ),
    (
        thresholds,
        [
            _Way(
                "thresholds",
                Shape("bars", "rule", ("share_left_out",)),
                sums=(*_parts("children_at_risk", "left_out"), *_parts("children_below_risk", "left_out_below_risk")),
            )
        ],
    ),
    (
        stepdown,
        [
            _Way(
                "stepdown",
                Shape("bars", "act", ("share_any",)),
                columns=("act", "acts", "while_at_risk", "not_yet", "watched", "harm", "any_of_these", "share_any", "share_harm"),
                sums=(
                    Sum("acts", ("not_yet", "watched")),
                    *_parts("acts", "while_at_risk"),
                    *_parts("watched", "harm", "any_of_these"),
                ),
                whole="acts",
            )
        ],
    ),
    (
        stability,
        [
            _Way("workers-held", Shape("bars", "workers", ("children",)), whole="worked with", names=("workers",)),
            _Way("placements-begun", Shape("bars", "placements", ("children",)), whole="placed", names=("placements",)),
            _Way("stays", Shape("bars", "what", ("share_stable",)), sums=_parts("begun", "running"), estimates=("share_stable",)),
        ],
    ),
    (
        unprotected,
        [
            _Way("unprotected-months", Shape("line", "month", ("days_unprotected", "days_of_strength")), months=True),
            _Way("unprotected-by-agency", Shape("bars", "agency", ("days_unprotected",))),
            _Way("unprotected-checks", Shape("bars", "check", ("days",), colour="kind"), sums=_parts("children", "open_now")),
        ],
    ),
)


def board(ground: Ground, quarter: Quarter) -> Board:
    """The report. The ground must be that of the quarter's last day, made with the checks whose findings are counted.

    OversightError where the day is another, or where not one figure can be given.
    """
    if ground.as_of != quarter.last:
        raise OversightError(f"{quarter} is reported as known on {quarter.last}, found {ground.as_of}.")
    outgoing: list[Outgoing] = []
    unanswered: dict[str, str] = {}
    for ask, ways in _ASKED:
        given, lacking = _ask(ground, ask, ways)
        outgoing += given
        unanswered |= lacking
    if not outgoing:
        reasons = " ".join(dict.fromkeys(unanswered.values()))
        raise OversightError(f"the board report of {quarter} has not one figure. {reasons}")
    figures = leaving([*outgoing, Outgoing(_records(ground))])
    told = tuple(figure.titled(headline(figure)) for figure in figures)
    return Board(quarter, ground.as_of, told, unanswered, dict(ground.run.not_assessed), ground.policy)


def _ask(ground: Ground, ask: Callable[[Ground], Sheet], ways: Sequence[_Way]) -> tuple[list[Outgoing], dict[str, str]]:
    """The figures of one command on their way out, and why the others cannot be given."""
    try:
        sheet = ask(ground)
    except OversightError as error:
        return [], {way.name: str(error) for way in ways}
    given = {figure.name: figure for figure in sheet.figures}
    outgoing = [_outgoing(given[way.name], way) for way in ways if way.name in given]
    return outgoing, {way.name: sheet.unanswered[way.name] for way in ways if way.name not in given}


def _outgoing(figure: Figure, way: _Way) -> Outgoing:
    figure = replace(_with_columns(figure, way.columns), shape=way.shape)
    shown = figure.rows[-MONTHS:] if way.months else figure.rows
    left_out = figure.rows[: len(figure.rows) - len(shown)]
    figure = replace(figure, rows=shown)
    return Outgoing(
        figure, sums=way.sums, whole=way.whole, apart=way.apart, names=way.names, left_out=left_out, estimates=way.estimates
    )


def _with_columns(figure: Figure, names: tuple[str, ...]) -> Figure:
    if not names:
        return figure
    places = [figure.place(name) for name in names]
    rows = tuple(tuple(row[place] for place in places) for row in figure.rows)
    return replace(figure, columns=tuple(figure.columns[place] for place in places), rows=rows)


def _records(ground: Ground) -> Figure:
    """What the figures stand on: the records of each table, and those that could not be used."""
    rows = []
    for table in schema():
        if ground.lacking(table.name) is None:
            known = ground.con.execute(f"select count(*) from {table.name}").fetchone()
            assert known is not None
            rows.append((table.name, known[0], ground.run.register.quarantined_rows(table.name)))
    return Figure(
        name="records",
        title="The records that the figures stand on",
        asks="On how many records do the figures stand, and how many could not be used?",
        definition="Records known on the quarter's last day, and beside them the rows in quarantine, which no figure counts: "
        "each holds a fault that the partnership can mend. A table that the register lacks, or did not yet hold whole, is not "
        "listed.",
        denominator="records of the same table",
        cites=("F.4 ¶24",),
        as_of=ground.as_of,
        columns=(
            Column("table", "text", "The table of the register."),
            Column("known", "count", "Records known on the quarter's last day."),
            Column("in_quarantine", "count", "Rows that could not be used."),
        ),
        rows=tuple(rows),
        shape=Shape("bars", "table", ("known",)),
        limits=tuple(sentences(kept_from(ground.run.register.kept_from, [row[0] for row in rows]))),
    )
