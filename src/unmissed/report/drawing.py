"""The drawn timeline of one child, as shapes with their places: the template only writes them down.

Widths are percentages, so that a drawing fits a screen, a phone and a sheet of paper; heights are pixels.
Level and harm differ in form as well as in colour: a level is a height, harm is a point.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from unmissed.engine.finding import Finding
from unmissed.policy.model import LEVELS
from unmissed.report.child import Child, Entry
from unmissed.report.scale import DAY, Scale, Tick, anchor, percent, scale_over

AXIS, LEVEL, LANE, POINT, BAR, GAP = 26, 62, 20, 22, 26, 8
"""Heights in pixels: the axis, the line of levels, a lane of spells, a line of points, a finding, and between lines."""
STEP = 12
"""The height of one level."""
MOST_LANES = 4
"""Spells that run side by side, beyond which a line says how many more there are: the table has them all."""
LABELLED = 5.0
"""The width, in percent, from which a spell has room for its label."""
MIDDLE = 58
"""Where, in percent, findings must begin for their label to end where they end."""
EDGE = 98.8
"""Where what lies beyond the edge is drawn."""


@dataclass(frozen=True)
class Line:
    """One line of the drawing: its title, the table of the register that it needs, its form, and whether it stands when empty."""

    name: str
    title: str
    table: str
    form: str
    always: bool = False


LINES = (
    Line("level", "Level", "assessments", "level", always=True),
    Line("harm", "Harm", "events", "point", always=True),
    Line("events", "Events", "events", "point"),
    Line("missing", "Missing", "missing_episodes", "spell"),
    Line("concerns", "Concerns", "concerns", "point"),
    Line("sight", "In sight", "monitoring", "spell", always=True),
    Line("meetings", "Meetings", "meetings", "point"),
    Line("services", "Services", "services", "spell", always=True),
    Line("agencies", "Agencies", "involvements", "spell"),
    Line("status", "Status", "statuses", "spell"),
    Line("placements", "Placements", "placements", "spell"),
    Line("workers", "Workers", "workers", "spell"),
)
FINDINGS = Line("findings", "Findings", "", "bar")
"""The last line: the findings themselves."""


@dataclass(frozen=True)
class Shape:
    """A spell, point or bar: `x` and `width` in percent, `y` from the top of its line, `kind` its classes, `text` its label.

    `running` marks a spell that had not ended. A label is cut to its spell; that of findings begins at `x`, or ends at
    `to_x` where there is more room before it. For a point `to_x` is where it became known, when that was later.
    """

    kind: str
    x: str
    y: int
    width: str
    height: int
    text: str = ""
    running: bool = False
    to_x: str = ""


@dataclass(frozen=True)
class Drawn:
    """One line as drawn: its place, and its shapes or the words that stand instead of them."""

    line: Line
    y: int
    height: int
    shapes: tuple[Shape, ...]
    note: str = ""


@dataclass(frozen=True)
class Drawing:
    """The whole timeline. `now` is where the as-of date ends, `anchor` how its text is set, `ahead` the width after it."""

    scale: Scale
    ticks: tuple[Tick, ...]
    now: str
    anchor: str
    ahead: str
    height: int
    lines: tuple[Drawn, ...]


def draw(
    child: Child,
    as_of: date,
    tables: Iterable[str],
    titles: Mapping[str, str],
    *,
    since: date | None = None,
    only: Collection[str] = (),
) -> Drawing:
    """The timeline of `child`, with the checks' `titles`; from `since` on, and `only` some lines, where these are given.

    `tables` are those that the register has: the others are drawn as unknown, never as empty.
    """
    seen = child if since is None else _reaching(child, since)
    days = [*_days(seen, as_of)] if since is None else [since, *(max(day, since) for day in _days(seen, as_of))]
    scale = scale_over(days, as_of)
    lines: list[Drawn] = []
    y = AXIS
    for drawn in (*_lines(seen, scale, set(tables), {entry.line for entry in child.life}), _findings(seen, scale, titles)):
        if not only or drawn.line.name in only:
            lines.append(replace(drawn, y=y))
            y += drawn.height + GAP
    now = scale.share(as_of + DAY)
    return Drawing(scale, tuple(scale.ticks()), percent(now), anchor(now), percent(100 - now), y, tuple(lines))


def _reaching(child: Child, since: date) -> Child:
    """The child with what happened, ran or was open on or after a day."""
    points = {line.name for line in LINES if line.form == "point"}
    life = tuple(
        entry
        for entry in child.life
        if entry.from_on >= since or (entry.line not in points and (entry.until_on or date.max) > since)
    )
    return replace(child, life=life, findings=tuple(f for f in child.findings if (f.closed_on or date.max) > since))


def _days(child: Child, as_of: date) -> Iterator[date]:
    for entry in child.life:
        yield entry.from_on
        yield min(entry.until_on or entry.from_on, as_of)
    yield from (finding.opened_on for finding in child.findings)


def _lines(child: Child, scale: Scale, tables: set[str], ever: set[str]) -> Iterator[Drawn]:
    """`ever` are the lines on which anything stands, also before what is drawn."""
    for line in LINES:
        entries = child.on(line.name)
        if entries:
            yield _FORMS[line.form](line, entries, scale)
        elif line.table not in tables:
            yield Drawn(line, 0, LANE, (), "not in this register: unknown")
        elif line.always:
            yield Drawn(line, 0, LANE, (), "none in this time" if line.name in ever else "none recorded")


def _levels(line: Line, entries: Sequence[Entry], scale: Scale) -> Drawn:
    return Drawn(line, 0, LEVEL, tuple(_level(entry, scale) for entry in entries))


def _level(entry: Entry, scale: Scale) -> Shape:
    x, width = _span(entry.from_on, entry.until_on, scale)
    height = LEVELS.index(entry.detail) * STEP
    label = entry.label if width >= LABELLED / 2 else ""
    return Shape(f"l-{entry.detail}", percent(x), LEVEL - height, percent(width), height, label)


def _points(line: Line, entries: Sequence[Entry], scale: Scale) -> Drawn:
    shapes = []
    for entry in entries:
        x, known = scale.share(entry.from_on), scale.share(entry.known_on)
        kind = entry.detail if line.name == "harm" else line.name
        shapes.append(Shape(f"p-{kind}", percent(x), POINT // 2, "0%", 0, to_x=percent(known) if known > x else ""))
    return Drawn(line, 0, POINT, tuple(shapes))


def _spells(line: Line, entries: Sequence[Entry], scale: Scale) -> Drawn:
    ends: list[date] = []
    shapes, left_out = [], 0
    for entry in entries:
        lane = next((n for n, end in enumerate(ends) if end <= entry.from_on), len(ends))
        if lane >= MOST_LANES:
            left_out += 1
            continue
        ends[lane : lane + 1] = [entry.until_on or date.max]
        shapes.append(_spell(line, entry, lane, scale))
    note = f"and {left_out} more in the table" if left_out else ""
    return Drawn(line, 0, LANE * len(ends) + (LANE if note else 0), tuple(shapes), note)


def _spell(line: Line, entry: Entry, lane: int, scale: Scale) -> Shape:
    x, width = _span(entry.from_on, entry.until_on, scale)
    label = entry.label if width >= LABELLED and line.name != "missing" else ""
    running = entry.until_on is None
    return Shape(f"s-{line.name}", percent(x), lane * LANE + 2, percent(width), LANE - 4, label, running)


def _findings(child: Child, scale: Scale, titles: Mapping[str, str]) -> Drawn:
    """One row for each check and part: several findings of a check stand side by side, what is closed under what is open."""
    rows: dict[tuple[bool, str], list[Finding]] = {}
    for part in ("closed", "open", "due", "strength"):
        for finding in sorted(child.in_part(part), key=lambda f: (f.opened_on, f.finding_id)):
            rows.setdefault((part == "strength", finding.check), []).append(finding)
    ordered = sorted(rows, key=lambda row: (row[0], min(f.opened_on for f in rows[row]), row[1]))
    shapes = [shape for place, row in enumerate(ordered) for shape in _bars(rows[row], place, scale, titles[row[1]])]
    return Drawn(FINDINGS, 0, BAR * len(ordered) or LANE, tuple(shapes), "" if shapes else "none")


def _bars(found: Sequence[Finding], place: int, scale: Scale, title: str) -> Iterator[Shape]:
    text = title if len(found) == 1 else f"{title} ×{len(found)}"
    spans = [_span(f.opened_on, f.closed_on, scale) for f in found]
    first, last = min(x for x, _ in spans), max(x + width for x, width in spans)
    acting = any(f.state != "closed" for f in found)
    to_x = "" if first < MIDDLE else percent(last)
    yield Shape("now" if acting else "over", percent(first), place * BAR, percent(last - first), BAR, text, to_x=to_x)
    for finding, (x, width) in zip(found, spans, strict=True):
        kind = f"f-{finding.state}" + ("" if finding.state == "closed" else f" f-{finding.severity}")
        yield Shape(kind, percent(x), place * BAR, percent(width), BAR, running=finding.state == "open")


_FORMS = {"level": _levels, "point": _points, "spell": _spells}


def _span(from_on: date, until_on: date | None, scale: Scale) -> tuple[float, float]:
    """Where a spell begins and how wide it is; one that runs is drawn up to the end of the as-of date."""
    end = min(until_on or date.max, scale.as_of + DAY)
    x = min(scale.share(from_on), EDGE)
    return x, max(scale.share(end) - x, 0)
