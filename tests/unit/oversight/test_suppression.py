"""Small numbers: attacks on what leaves the partnership."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unmissed.oversight.figure import Column, Figure, OversightError, Value
from unmissed.oversight.suppression import FEWEST, HIDDEN, NOTE, Outgoing, Sum, leaving

PARTS = ("a", "b", "c")
COLUMNS = (
    Column("group", "text", "The group."),
    Column("children", "count", "Children."),
    *(Column(name, "count", "A part.") for name in PARTS),
    Column("share", "percent", "a of children.", of=("a", "children")),
)
WHOLE = Sum("children", PARTS)
Numbers = tuple[tuple[int, ...], ...]
tables = st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=3).map(tuple)


def figure(parts: Numbers, name: str = "some", **more: object) -> Figure:
    rows = tuple((f"g{n}", sum(row), *row, round(100 * row[0] / max(sum(row), 1), 1)) for n, row in enumerate(parts))
    texts = {"title": "3 children are here", "asks": "How many are there?", "definition": "Counted.", "denominator": "children"}
    return Figure(name=name, **texts, cites=(), as_of=date(2026, 9, 30), columns=COLUMNS, rows=rows, **more)  # type: ignore[arg-type]


def shown(parts: Numbers) -> Figure:
    return leaving([Outgoing(figure(parts), sums=(WHOLE,), whole="children")])[0]


def published(told: Figure) -> list[list[Value]]:
    """The four counts of each row as a reader has them."""
    return [list(row[1:5]) for row in told.rows]


def totals(parts: Numbers) -> list[int | None]:
    """The columns' totals as a reader may have them from elsewhere: small ones are shown nowhere."""
    sums = [sum(sum(row) for row in parts), *(sum(row[n] for row in parts) for n in range(3))]
    return [None if 0 < each < FEWEST else each for each in sums]


def agrees(parts: Numbers, told: list[list[Value]], margins: list[int | None]) -> bool:
    """Whether a table is one that the reader must reckon with."""
    rows = [(sum(row), *row) for row in parts]
    for row, seen in zip(rows, told, strict=True):
        if any((value < 1 if place == HIDDEN else value != place) for value, place in zip(row, seen, strict=True)):
            return False
    sums = [sum(column) for column in zip(*rows, strict=True)]
    return all(margin in {None, value} for margin, value in zip(margins, sums, strict=True))


def neighbours(parts: Numbers, told: list[list[Value]]) -> list[Numbers]:
    """Every table that differs by at most one in each hidden part."""
    ways = [
        [value - 1, value, value + 1] if told[n][m + 1] == HIDDEN else [value]
        for n, row in enumerate(parts)
        for m, value in enumerate(row)
    ]
    return [tuple(tuple(flat[n : n + 3]) for n in range(0, len(flat), 3)) for flat in product(*ways)]


def could_be(parts: Numbers, told: list[list[Value]], margins: list[int | None]) -> dict[tuple[int, int], set[int]]:
    """What each hidden count could be, by every table nearby that agrees with all that is known."""
    fair = [each for each in neighbours(parts, told) if agrees(each, told, margins)]
    hidden = [(n, m) for n, row in enumerate(told) for m, value in enumerate(row) if value == HIDDEN]
    return {(n, m): {(sum(each[n]), *each[n])[m] for each in fair} for n, m in hidden}


@settings(max_examples=150, deadline=None)
@given(tables)
@example(((0, 5, 6), (1, 0, 1), (2, 5, 0)))  # a total that nothing hides once took a count beside it for safe
def test_brute_force_cannot_tell_what_a_hidden_count_is(parts: Numbers) -> None:
    """Not with the columns' totals either, wherever hiding counts can help against these at all."""
    told, margins = published(shown(parts)), totals(parts)
    most_hidden = [[HIDDEN if value else 0 for value in (sum(row), *row)] for row in parts]
    helps = all(len(found) > 1 for found in could_be(parts, most_hidden, margins).values())
    found = could_be(parts, told, margins if helps else [None] * 4)
    assert all(len(each) > 1 for each in found.values()), (parts, told, found)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*[st.integers(2, 30)] * 3), min_size=2, max_size=10).map(tuple))
def test_narrowing_bounds_over_and_over_never_leaves_one_value(parts: Numbers) -> None:
    told, margins = published(shown(parts)), totals(parts)
    low = [[1 if v == HIDDEN else v for v in row] for row in told]
    high = [[10_000 if v == HIDDEN else v for v in row] for row in told]
    lines = [([(n, 1), (n, 2), (n, 3)], (n, 0), None) for n in range(len(told))]
    lines += [([(n, m) for n in range(len(told))], None, margins[m]) for m in range(4) if margins[m] is not None]
    for _ in range(30):
        for cells, total, number in lines:
            _narrow(low, high, cells, total, number)
    hidden = [(n, m) for n, row in enumerate(told) for m, v in enumerate(row) if v == HIDDEN]
    assert all(low[n][m] < high[n][m] for n, m in hidden), (parts, told)


def _narrow(low, high, cells, total, number) -> None:  # type: ignore[no-untyped-def]
    least = low[total[0]][total[1]] if total else number
    most = high[total[0]][total[1]] if total else number
    floor, roof = sum(low[n][m] for n, m in cells), sum(high[n][m] for n, m in cells)
    if total:
        low[total[0]][total[1]], high[total[0]][total[1]] = max(least, floor), min(most, roof)
    for n, m in cells:
        low[n][m] = max(low[n][m], least - (roof - high[n][m]))
        high[n][m] = min(high[n][m], most - (floor - low[n][m]))


@given(tables)
def test_small_counts_are_hidden_and_noughts_are_shown(parts: Numbers) -> None:
    for row, seen in zip(figure(parts).rows, shown(parts).rows, strict=True):
        for value, place in zip(row[1:5], seen[1:5], strict=True):
            if value == 0:
                assert place == 0
            elif value < FEWEST:
                assert place == HIDDEN
            else:
                assert place in {value, HIDDEN}


def test_a_table_without_small_counts_is_shown_whole() -> None:
    told = shown(((5, 0, 12), (80, 9, 6)))
    assert told.rows == figure(((5, 0, 12), (80, 9, 6))).rows
    assert told.notes == ()


def test_one_small_count_takes_a_rectangle_with_it() -> None:
    told = shown(((2, 10, 30), (20, 11, 31), (21, 40, 32)))
    assert published(told) == [[42, HIDDEN, HIDDEN, 30], [62, HIDDEN, HIDDEN, 31], [93, 21, 40, 32]]
    assert told.notes == (NOTE,)


def test_two_ones_that_must_add_up_to_two_are_not_enough() -> None:
    """Hidden counts are 1 or more: two of them that make 2 are both 1."""
    told = shown(((1, 1, 20), (30, 40, 50)))
    assert published(told)[0][3] == HIDDEN or published(told)[0][0] == HIDDEN


def test_a_share_goes_with_its_counts() -> None:
    told = shown(((2, 10, 30), (20, 11, 31), (21, 40, 32)))
    assert [row[5] for row in told.rows] == [HIDDEN, HIDDEN, 22.6]


def test_a_small_remainder_that_no_column_shows_is_protected() -> None:
    """38 of 40 says that 2 are not."""
    outgoing = Outgoing(figure(((38, 2, 0), (20, 20, 0))), sums=(Sum("children", ("a",), complete=False),), names=("b", "c"))
    first, second = (row[1:3] for row in leaving([outgoing])[0].rows)
    assert HIDDEN in first
    assert second == (40, 20)


def test_figures_that_part_the_same_children_are_judged_together() -> None:
    """The one shows the total, by which the only small count of the other would be found."""
    one = Outgoing(figure(((3, 0, 0), (0, 0, 50)), "one"), sums=(WHOLE,), whole="children")
    two = Outgoing(figure(((3, 0, 50),), "two"), sums=(WHOLE,), whole="children")
    told = leaving([one, two])
    assert published(told[0])[0][1] == HIDDEN
    assert published(told[1])[0][1] == HIDDEN
    assert published(told[1])[0][0] == HIDDEN or published(told[1])[0][3] == HIDDEN


def test_rows_left_out_are_reckoned_with() -> None:
    """The reader knows the whole from elsewhere; what is left out is small, so something shown must go."""
    whole = figure(((20, 30, 40), (1, 1, 1)))
    cut = Figure(**{**vars(whole), "rows": whole.rows[:1]})
    other = Outgoing(figure(((9, 12, 18), (12, 19, 23)), "other"), sums=(WHOLE,), whole="children")
    told = leaving([Outgoing(cut, sums=(WHOLE,), whole="children", left_out=whole.rows[1:]), other])
    assert HIDDEN in told[0].rows[0]


def test_titles_and_notes_are_taken_off() -> None:
    told = leaving([Outgoing(figure(((2, 3, 4),), notes=("2 are late.",)))])[0]
    assert (told.title, told.notes) == ("How many are there?", (NOTE,))


def test_a_list_of_children_never_leaves() -> None:
    with pytest.raises(OversightError, match="never leaves the partnership"):
        leaving([Outgoing(figure(((2, 3, 4),), about_children=True))])


def test_a_derived_value_that_does_not_name_its_counts_is_refused() -> None:
    columns = (*COLUMNS[:-1], Column("share", "percent", "a of children."))
    with pytest.raises(ValueError, match="does not say from which counts"):
        leaving([Outgoing(Figure(**{**vars(figure(((9, 9, 9),))), "columns": columns}))])


def test_an_estimated_share_goes_where_it_tells_a_small_count() -> None:
    """Of 9, 11.1 percent is 1; of 90 it is 10."""
    columns = (*COLUMNS[:-1], Column("share", "percent", "Estimated.", of=("children",)))
    rows = (("g0", 9, 9, 0, 0, 11.1), ("g1", 90, 90, 0, 0, 11.1), ("g2", 9, 9, 0, 0, 0.0))
    given = Figure(**{**vars(figure(((9, 0, 0),))), "columns": columns, "rows": rows})
    assert [row[5] for row in leaving([Outgoing(given, estimates=("share",))])[0].rows] == [HIDDEN, 11.1, 0.0]
