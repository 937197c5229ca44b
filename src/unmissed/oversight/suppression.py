"""Small numbers: every figure that leaves the partnership passes through `leaving`, and through nothing else.

Counts of 1 to 4 are hidden; nought is shown. Then further counts are hidden until nobody can work a hidden one out. The reader
reckoned with knows every count that is shown, every sum that the figures state, every column's total, and that what is hidden is
a whole number of 1 or more. A count is safe when another table, with another number in its place, agrees with all of that.
(Design, section 7.) Reports of different days can still be subtracted from one another: that is for people to weigh.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count

from unmissed.oversight.figure import Column, Figure, OversightError, Value

FEWEST = 5
"""The smallest count that may be shown, besides nought."""
HIDDEN = "[c]"
"""What stands in the place of a hidden value: confidential, as in official statistics."""
NOTE = f"{HIDDEN}: hidden, because the count is below {FEWEST}, or because one below {FEWEST} could be worked out from it."

_MOST_TRIED = 3_000
"""How far the search for another table goes. Where it finds none, more is hidden: giving up early is safe."""
_STEP = 4
"""What each step of the search costs, in the size of a count: a short way round is worth hiding a little more."""
_TOTAL = 1_000_000_000
"""What hiding a total costs beside hiding a count: more than all counts together."""

Cell = tuple[str, ...]
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Sum:
    """In every row, `total` is the sum of `parts`; where not `complete`, of them and of a remainder that no column shows."""

    total: str
    parts: tuple[str, ...]
    complete: bool = True


@dataclass(frozen=True)
class Outgoing:
    """A figure on its way out, and what its reader can add up.

    `whole` names what the rows part: every column of counts then has a total that is taken to be known, but for the columns
    `apart`, whose rows overlap. Figures with the same `whole` part the same records. None: the rows overlap. `names` are columns
    that name the rows and count nothing. `left_out` are the rows of the same figure that are not shown. `estimates` are shares
    of a count that no column holds: they are hidden where that count, or its remainder, is small.
    """

    figure: Figure
    sums: tuple[Sum, ...] = ()
    whole: str | None = None
    apart: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    left_out: tuple[Row, ...] = ()
    estimates: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[Column, ...]:
        """The columns that count children, records or findings."""
        return tuple(column for column in self.figure.columns if column.kind == "count" and column.name not in self.names)


def leaving(outgoing: Sequence[Outgoing]) -> list[Figure]:
    """The figures as they may leave, those that are given together judged together.

    Their titles and notes, which may hold counts too, are taken off: a title is made anew from what is shown. Their limits, which
    hold none, stay. OversightError for a list of children, which never leaves; ValueError for a derived value that does not say
    from which counts it was worked out.
    """
    for each in outgoing:
        _refuse(each)
    table = _Table()
    for each in outgoing:
        _enter(table, each)
    table.protect()
    return [_shown(table, each) for each in outgoing]


def _refuse(each: Outgoing) -> None:
    if each.figure.about_children:
        raise OversightError(f"{each.figure.name} is a list of children and never leaves the partnership.")
    for column in each.figure.columns:
        if column.kind in {"percent", "days"} and not column.of:
            raise ValueError(f"{each.figure.name}: {column.name} does not say from which counts it was worked out")


def _enter(table: _Table, each: Outgoing) -> None:
    """Put the counts of a figure and its sums into the table."""
    rows = [*each.figure.rows, *_in_one(each)]
    for place, row in enumerate(rows):
        silent = place >= len(each.figure.rows)
        for column in each.counts:
            value = row[each.figure.place(column.name)]
            if value is not None:
                table.put(_cell(each, place, column.name), int(str(value)), silent=silent)
        for number, one in enumerate(each.sums):
            _add_up(table, each, place, number, one)
    for column in each.counts if each.whole else ():
        if column.name not in each.apart:
            _total(table, each, column.name, len(rows))


def _in_one(each: Outgoing) -> list[Row]:
    """The rows that are not shown as one: no more of them can be worked out."""
    if not each.left_out:
        return []
    counts = {column.name for column in each.counts}
    sums = [
        sum(int(str(row[place] or 0)) for row in each.left_out) if column.name in counts else None
        for place, column in enumerate(each.figure.columns)
    ]
    return [tuple(sums)]


def _add_up(table: _Table, each: Outgoing, place: int, number: int, one: Sum) -> None:
    total, parts = _cell(each, place, one.total), [_cell(each, place, part) for part in one.parts]
    if any(cell not in table.values for cell in (total, *parts)):
        return
    if not one.complete:
        rest = (*_cell(each, place, "remainder"), str(number))
        table.put(rest, table.values[total] - sum(table.values[part] for part in parts), silent=True)
        parts.append(rest)
    table.add(total, parts)


def _total(table: _Table, each: Outgoing, column: str, rows: int) -> None:
    parts = [cell for place in range(rows) if (cell := _cell(each, place, column)) in table.values]
    value = sum(table.values[part] for part in parts)
    total = ("total", str(each.whole), column, str(value))
    table.put(total, value)
    table.totals.add(total)
    table.add(total, parts)


def _cell(each: Outgoing, place: int, column: str) -> Cell:
    return (each.figure.name, f"{place:05}", column)


def _shown(table: _Table, each: Outgoing) -> Figure:
    counts = {column.name for column in each.counts}
    rows = []
    for place, row in enumerate(each.figure.rows):
        hidden = {name for name in counts if _cell(each, place, name) in table.hidden}
        hidden |= {
            column.name for column in each.figure.columns if column.name in each.estimates and _tells(each.figure, row, column)
        }
        values = zip(each.figure.columns, row, strict=True)
        rows.append(tuple(HIDDEN if hidden & {column.name, *column.of} else value for column, value in values))
    notes = (NOTE,) if any(HIDDEN in row for row in rows) else ()
    return replace(each.figure, title=each.figure.asks, rows=tuple(rows), notes=notes)


def _tells(figure: Figure, row: Row, column: Column) -> bool:
    """Whether a share says that a small part, or all but a small part, of its first count is meant."""
    share, base = row[figure.place(column.name)], row[figure.place(column.of[0])]
    if share is None or base is None:
        return False
    part = float(str(share)) / 100 * int(str(base))
    return any(0.05 < each < FEWEST - 0.5 for each in (part, int(str(base)) - part))


@dataclass
class _Table:
    """Every count by its cell, what adds up to what, and what is not shown.

    `hidden` is taken off the figures; `silent` never was on them, but can be worked out: remainders and rows left out.
    """

    values: dict[Cell, int] = field(default_factory=dict)
    sums: list[dict[Cell, int]] = field(default_factory=list)
    within: dict[Cell, list[int]] = field(default_factory=dict)
    hidden: set[Cell] = field(default_factory=set)
    silent: set[Cell] = field(default_factory=set)
    totals: set[Cell] = field(default_factory=set)

    def put(self, cell: Cell, value: int, *, silent: bool = False) -> None:
        """Enter a count; a small one is hidden at once."""
        self.values[cell] = value
        self.within.setdefault(cell, [])
        if silent:
            self.silent.add(cell)
        elif 0 < value < FEWEST:
            self.hidden.add(cell)

    def add(self, total: Cell, parts: Sequence[Cell]) -> None:
        """State that the parts make the total."""
        one = dict.fromkeys(parts, 1) | {total: -1}
        for cell in one:
            self.within[cell].append(len(self.sums))
        self.sums.append(one)

    def protect(self) -> None:
        """Hide more until each hidden count, and each small one that was never shown, could be another."""
        small = {cell for cell in self.silent if 0 < self.values[cell] < FEWEST}
        waiting, safe = sorted(self.hidden | small, reverse=True), set[Cell]()
        while waiting:
            cell = waiting.pop()
            if cell in safe:
                continue
            other = self.another(cell)
            if other:
                # A total is known wherever it stands: what only another total would hide stays in doubt for every other count.
                safe |= {cell} if self.totals & other.keys() else other.keys()
            else:
                waiting += [cell] if self._beside(cell) else []
            more = {each for each in other or self._beside(cell) if self._can_hide(each)}
            self.hidden |= more
            waiting += sorted(more - safe)

    def another(self, cell: Cell) -> dict[Cell, int] | None:
        """By how much counts may change, that of `cell` among them, so that every sum still holds.

        The search prefers to move what is not shown, then small counts, and totals only at last. What is shown and moved must
        then be hidden. None where it gives up.
        """
        order = count()
        heap = [(0, next(order), {cell: sign}, self._off({}, cell, sign)) for sign in (1, -1) if self._may(cell, sign)]
        seen = set[frozenset[tuple[Cell, int]]]()
        for _ in range(_MOST_TRIED):
            if not heap:
                return None
            paid, _, moved, off = heappop(heap)
            if not off:
                return moved
            paid -= _STEP * len(off)
            for other, sign in self._ways(moved, off):
                after, still = {**moved, other: sign}, self._off(off, other, sign)
                if (key := frozenset(after.items())) not in seen:
                    seen.add(key)
                    heappush(heap, (paid + self._cost(other) + _STEP * (1 + len(still)), next(order), after, still))
        return None

    def _ways(self, moved: dict[Cell, int], off: dict[int, int]) -> list[tuple[Cell, int]]:
        """The moves that mend the broken sum that can be mended in the fewest ways."""
        every = []
        for number, by in off.items():
            ways = [(cell, -1 if by * weight > 0 else 1) for cell, weight in self.sums[number].items() if cell not in moved]
            every.append([way for way in ways if self._may(*way)])
        return min(every, key=len)

    def _off(self, off: dict[int, int], cell: Cell, sign: int) -> dict[int, int]:
        """By how much each broken sum is off after one more move."""
        after = dict(off)
        for number in self.within[cell]:
            by = after.pop(number, 0) + sign * self.sums[number][cell]
            if by:
                after[number] = by
        return after

    def _may(self, cell: Cell, sign: int) -> bool:
        """Whether a reader must reckon with one more, or one fewer, in this place; a nought that is shown stays."""
        if cell in self.silent:
            return self.values[cell] + sign >= 0
        return self.values[cell] > 0 and self.values[cell] + sign >= 1

    def _cost(self, cell: Cell) -> int:
        if not self._is_shown(cell):
            return 0
        return self.values[cell] + (_TOTAL if cell in self.totals else 0)

    def _beside(self, cell: Cell) -> set[Cell]:
        """What to hide where the search gives up: the smallest count shown in a sum with this cell, or all else of its figure."""
        beside = {each for number in self.within[cell] for each in self.sums[number] if self._can_hide(each)}
        if beside:
            return {min(beside, key=lambda each: (self._cost(each), each))}
        return {each for each in self.values if each[0] == cell[0] and self._can_hide(each)}

    def _is_shown(self, cell: Cell) -> bool:
        return self.values[cell] > 0 and cell not in self.hidden and cell not in self.silent

    def _can_hide(self, cell: Cell) -> bool:
        """A total stands in other figures, or can be counted elsewhere: it counts as known, whatever is hidden here."""
        return self._is_shown(cell) and cell not in self.totals
