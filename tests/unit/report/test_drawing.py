"""Where things stand in the drawing of a life."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from unmissed.engine.finding import Finding
from unmissed.policy.model import default_policy
from unmissed.report.child import Child, Entry
from unmissed.report.drawing import EDGE, MOST_LANES, Drawing, Drawn, draw
from unmissed.report.scale import Scale, anchor, percent, scale_over
from unmissed.report.words import ahead, days_of, in_words, when, with_values

AS_OF = date(2020, 12, 31)
TABLES = {"assessments", "events", "monitoring", "services", "placements", "missing_episodes"}
FINDING = Finding("f1", "late", "A", date(2020, 7, 1), None, "critical", True, ("events:1",), "Because.", ("F.4 ¶25",), "open")


def entry(line: str, start: date, end: date | None = None, detail: str = "", known: date | None = None) -> Entry:
    """One spell or point."""
    return Entry(line, f"{line}:{start}", detail, detail or line, start, end, known or start)


def drawn(*entries: Entry, findings: tuple[Finding, ...] = (), tables: set[str] = TABLES) -> Drawing:
    """The drawing of a child with these entries."""
    titles = {finding.check: finding.check.capitalize() for finding in findings}
    return draw(Child("A", None, 0, findings, entries), AS_OF, tables, titles)


def line(drawing: Drawing, name: str) -> Drawn:
    """One line of a drawing."""
    return next(row for row in drawing.lines if row.line.name == name)


def share(text: str) -> float:
    return float(text.removesuffix("%"))


def test_a_scale_begins_with_a_month_and_leaves_room_after_the_last_day() -> None:
    scale = scale_over([date(2020, 1, 17)], AS_OF)
    assert scale.first == date(2020, 1, 1)
    assert scale.share(date(2020, 1, 1)) == 0
    assert 90 < scale.share(AS_OF) < 100


def test_a_scale_of_one_day_is_no_division_by_nothing() -> None:
    scale = scale_over([], AS_OF)
    assert 0 <= scale.share(AS_OF) <= 100
    assert [tick.text for tick in scale.ticks()]


@pytest.mark.parametrize("years", [1, 2, 3, 8, 18, 40, 110])
def test_months_never_crowd(years: int) -> None:
    ticks = list(scale_over([date(2020 - years + 1, 1, 1)], AS_OF).ticks())
    assert 3 <= len(ticks) <= 16
    places = [share(tick.place) for tick in ticks]
    assert all(after - before > 5 for before, after in pairwise(places))
    assert any(tick.strong for tick in ticks)


def test_a_month_is_not_written_where_the_as_of_date_is() -> None:
    ticks = list(scale_over([date(2019, 1, 1)], AS_OF).ticks())
    written = [tick.text for tick in ticks if tick.text]
    assert written[:3] == ["2019", "Apr", "Jul"]
    assert all(abs(share(tick.place) - 96) > 8 for tick in ticks if tick.text)


def test_the_far_future_does_not_take_the_room_of_the_past() -> None:
    scale = scale_over([date(2020, 1, 1), date(2029, 1, 1)], AS_OF)
    assert scale.share(AS_OF) > 70
    assert scale.share(date(2029, 1, 1)) == 100


@pytest.mark.parametrize(("place", "how"), [(0, "start"), (50, "middle"), (99, "end")])
def test_a_text_at_an_edge_is_not_cut(place: float, how: str) -> None:
    assert anchor(place) == how


@pytest.mark.parametrize(("place", "text"), [(0, "0%"), (12.5, "12.5%"), (33.3333, "33.33%"), (100, "100%")])
def test_percentages_are_short(place: float, text: str) -> None:
    assert percent(place) == text


def test_a_level_is_a_height() -> None:
    rows = [
        entry("level", date(2020, n, 1), date(2020, n + 1, 1), level) for n, level in enumerate(("none", "low", "very_high"), 1)
    ]
    heights = [shape.height for shape in line(drawn(*rows), "level").shapes]
    assert heights == [0, 12, 48]


def test_a_spell_that_runs_is_drawn_to_the_end_of_the_as_of_date() -> None:
    drawing = drawn(entry("services", date(2020, 3, 1)))
    shape = line(drawing, "services").shapes[0]
    assert shape.running
    assert share(shape.x) + share(shape.width) == pytest.approx(share(drawing.now), abs=0.02)


def test_spells_side_by_side_have_lanes_of_their_own_and_the_rest_is_counted() -> None:
    spells = [entry("services", date(2020, 3, n)) for n in range(1, MOST_LANES + 3)]
    row = line(drawn(*spells), "services")
    assert len({shape.y for shape in row.shapes}) == MOST_LANES
    assert row.note == "and 2 more in the table"


def test_spells_one_after_the_other_share_a_lane() -> None:
    spells = [entry("placements", date(2020, n, 1), date(2020, n + 1, 1)) for n in range(1, 6)]
    assert {shape.y for shape in line(drawn(*spells), "placements").shapes} == {2}


def test_harm_that_became_known_later_has_a_line_to_that_day() -> None:
    at_once = entry("harm", date(2020, 2, 1), detail="event_known")
    later = entry("harm", date(2020, 2, 1), detail="event_suspected", known=date(2020, 5, 1))
    first, second = line(drawn(at_once, later), "harm").shapes
    assert (first.kind, first.to_x) == ("p-event_known", "")
    assert share(second.to_x) > share(second.x)


def test_what_is_not_in_the_register_is_unknown_and_what_is_empty_is_none() -> None:
    drawing = drawn(entry("harm", date(2020, 2, 1), detail="event_known"), tables=TABLES - {"monitoring"})
    assert line(drawing, "sight").note == "not in this register: unknown"
    assert line(drawing, "services").note == "none recorded"
    assert "placements" not in {row.line.name for row in drawing.lines}  # known to be empty, and no news


def test_findings_of_one_check_share_a_row_and_an_open_one_lies_on_top() -> None:
    closed = replace(FINDING, finding_id="f2", opened_on=date(2020, 2, 1), closed_on=date(2020, 8, 1), state="closed")
    row = line(drawn(entry("harm", date(2020, 1, 1)), findings=(FINDING, closed)), "findings")
    label, first, second = row.shapes
    assert label.text == "Late ×2"
    assert (first.kind, second.kind) == ("f-closed", "f-open f-critical")
    assert len({shape.y for shape in row.shapes}) == 1


def test_what_falls_due_far_ahead_stands_at_the_edge() -> None:
    due = replace(FINDING, opened_on=date(2029, 1, 1), state="due")
    row = line(drawn(entry("harm", date(2020, 1, 1)), findings=(due,)), "findings")
    assert row.shapes[1].x == percent(EDGE)
    assert row.shapes[0].to_x == percent(EDGE)


def test_lines_never_overlap() -> None:
    drawing = drawn(
        *(entry("services", date(2020, 3, n)) for n in range(1, 5)),
        entry("level", date(2020, 1, 1), detail="low"),
        findings=(FINDING,),
    )
    for above, below in pairwise(drawing.lines):
        assert above.y + above.height <= below.y
    assert drawing.lines[-1].y + drawing.lines[-1].height <= drawing.height


def test_every_shape_stays_within_the_drawing() -> None:
    drawing = drawn(entry("harm", date(1999, 1, 1)), entry("services", date(2020, 12, 31)), findings=(FINDING,))
    for row in drawing.lines:
        assert all(share(shape.x) >= 0 and share(shape.x) + share(shape.width) <= 100 for shape in row.shapes)


@pytest.mark.parametrize(
    ("finding", "says"),
    [
        (FINDING, "Open since 1 July 2020: 184 days."),
        (replace(FINDING, opened_on=AS_OF), "Open since 31 December 2020: 1 day."),
        (replace(FINDING, closed_on=date(2020, 7, 3), state="closed"), "1 July 2020 to 3 July 2020: 2 days."),
        (replace(FINDING, opened_on=AS_OF + timedelta(days=1), state="due"), "In 1 day."),
        (replace(FINDING, severity="strength"), "Noted since 1 July 2020: 184 days."),
    ],
)
def test_a_finding_says_when(finding: Finding, says: str) -> None:
    assert when(finding, AS_OF) == says


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"state": "open"}, ""),
        ({"state": "due"}, "Unless something is done, on 1 July 2020:"),
        ({"state": "due", "severity": "strength"}, "Will be noted on 1 July 2020 if this holds until then:"),
        ({"state": "closed", "closed_on": AS_OF}, ""),
    ],
)
def test_what_has_not_happened_is_introduced(changed: dict[str, Any], says: str) -> None:
    assert ahead(replace(FINDING, **changed)) == says


def test_days_of_an_open_finding_include_the_as_of_date() -> None:
    assert days_of(FINDING, AS_OF) == (AS_OF - FINDING.opened_on).days + 1


def test_dates_and_policy_values_in_words() -> None:
    assert in_words(date(2016, 10, 6)) == "6 October 2016"
    policy = default_policy()
    assert with_values("within action_days, level at_risk_level or above", policy) == "within 14 days, level medium or above"
    assert with_values("no action_daysx", policy) == "no action_daysx"


def test_a_scale_knows_its_bounds() -> None:
    scale = Scale(date(2020, 1, 1), date(2021, 1, 1), AS_OF)
    assert scale.share(date(1990, 1, 1)) == 0
    assert scale.share(date(2050, 1, 1)) == 100


SINCE = date(2020, 7, 1)


def zoomed(*entries: Entry, findings: tuple[Finding, ...] = (), only: tuple[str, ...] = ()) -> Drawing:
    """The drawing from a day on, or of some lines."""
    titles = {finding.check: finding.check for finding in findings}
    return draw(Child("A", None, 0, findings, entries), AS_OF, TABLES, titles, since=SINCE, only=only)


def test_a_drawing_from_a_day_on_begins_there_and_leaves_out_what_was_over() -> None:
    over = entry("services", date(2019, 1, 1), SINCE)
    reaching = entry("placements", date(2019, 1, 1), SINCE + timedelta(days=1), "home")
    drawing = zoomed(over, reaching, entry("harm", date(2020, 6, 30), detail="event_known"))
    assert drawing.scale.first == SINCE
    assert line(drawing, "services").note == "none in this time"
    assert line(drawing, "harm").note == "none in this time"
    (spell,) = line(drawing, "placements").shapes
    assert (spell.x, share(spell.width) > 0) == ("0%", True)


def test_what_happened_on_that_very_day_is_drawn() -> None:
    assert len(line(zoomed(entry("harm", SINCE, detail="event_known")), "harm").shapes) == 1


def test_a_finding_closed_before_is_left_out_and_none_is_said() -> None:
    closed = replace(FINDING, opened_on=date(2020, 1, 1), closed_on=SINCE, state="closed")
    assert line(zoomed(findings=(closed,)), "findings").note == "none"
    assert len(line(zoomed(findings=(FINDING,)), "findings").shapes) == 2


def test_only_the_lines_that_are_asked_for_are_drawn() -> None:
    drawing = zoomed(entry("workers", SINCE), findings=(FINDING,), only=("level", "findings"))
    assert [row.line.name for row in drawing.lines] == ["level", "findings"]
