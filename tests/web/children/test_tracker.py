"""The tracker: who is in view, sorted by what is open and how long; its filters, its export and its plans at 100,000 children."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlparse

import openpyxl
import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.children.menu import SignedIn, read_only, refused, sent_to_sign_in
from tests.web.children.test_child import text
from tests.web.world import HELD, LISTED, OTHER, PUBLISHED, RESTRICTED, TODAY, World, ago
from unmissed.web.children.listing import Scope, every, figures, findings_of, keys_of, listed, narrowed
from unmissed.web.children.models import SavedFilter
from unmissed.web.children.rows import EXPORTED, history
from unmissed.web.children.sifting import SORTS, Sift
from unmissed.web.findings.models import Finding, Standing
from unmissed.web.people.models import Person
from unmissed.web.trail.models import Act, Entry

PATH = "/tracker"


def shown(answer: Any) -> list[str]:
    """The children of the list, in their order."""
    body = re.search(r"<tbody.*?</tbody>", answer.content.decode(), re.S)
    return re.findall(r'href="/children/([^"/]+)"', body[0]) if body else []


def scope(person: Person) -> Scope:
    """A person's list today."""
    return Scope(person, person.partnership, TODAY)


# --- the menu ---------------------------------------------------------------------------------------------------------------


def test_it_shows_everyone_with_any_level_or_harm_the_worst_first(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.coordinator).get(PATH)
    standings = {
        row.child_id: (row.worst, row.longest_open_since) for row in Standing.objects.filter(partnership=world.partnership)
    }
    found = shown(answer)
    assert set(found) == {HELD, OTHER, LISTED}
    assert found == sorted(found, key=lambda child: (standings[child], child))
    assert " style=" not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "children"),
    [
        ("practitioner", {HELD}), ("colleague", {HELD}), ("neighbour", {OTHER, LISTED}), ("manager", {HELD, RESTRICTED}),
        ("partner", {LISTED}), ("other_partner", set()), ("auditor", {HELD, OTHER, LISTED}), ("chair", {HELD, OTHER, LISTED}),
    ],
)  # fmt: skip
def test_everybody_sees_their_own_children_and_counts_only_them(
    world: World, signed_in: SignedIn, who: str, children: set[str]
) -> None:
    person: Person = getattr(world, who)
    assert set(shown(signed_in(person).get(PATH))) == children
    assert figures(scope(person))[""] == len(children)
    assert listed(scope(person), Sift()).count == len(children)


@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_whoever_sees_no_children_is_refused(world: World, signed_in: SignedIn, who: str) -> None:
    assert refused(signed_in(getattr(world, who)).get(PATH))
    assert refused(signed_in(getattr(world, who)).post("/tracker/export/csv"))


def test_a_read_only_partnership_is_shown_and_offers_no_new_child(world: World, signed_in: SignedIn) -> None:
    answer = read_only(world, signed_in(world.practitioner), PATH)
    assert shown(answer) == [world.published_child]
    assert "Add a child" not in text(answer)


def test_signed_out(client: Client, world: World) -> None:
    assert sent_to_sign_in(client, PATH)


@pytest.mark.parametrize("query", ["level=nothing", "page=0", "page=x", "page=99999999", "sort=score", "days=-1", "turn=up"])
def test_an_address_that_asks_for_nothing_sensible_still_shows_a_list(world: World, signed_in: SignedIn, query: str) -> None:
    assert signed_in(world.coordinator).get(f"{PATH}?{query}").status_code == 200


# --- figures, filters, order ----------------------------------------------------------------------------------------------------


def test_each_figure_leads_to_as_many_rows(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.coordinator)
    for name, count in figures(scope(world.coordinator)).items():
        assert len(shown(client.get(f"{PATH}?figure={name}"))) == count
    assert figures(scope(world.coordinator))["risk"] == 1


@pytest.mark.parametrize(
    ("query", "children"),
    [
        ("level=high", {HELD, LISTED}), ("level=medium", {OTHER}), ("level=unknown", set()), ("harm=known", {LISTED}),
        ("harm=none", {OTHER}), ("text=ashd", {HELD}), ("text=c-LIST", {LISTED}), ("text=%25", set()),
        ("agency=Wearmouth+Health", {LISTED}), ("team=Wearmouth+Social+Care+%2F+West", {OTHER, LISTED}),
        ("open=not-monitored", {HELD}), ("monitored=no", {HELD}), ("monitored=yes", {OTHER, LISTED}), ("served=yes", {LISTED}),
        ("days=84", {LISTED}), ("level=high&harm=suspected", {HELD}), ("figure=risk", {HELD}),
        ("level=high&served=no&days=84", set()),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(world: World, signed_in: SignedIn, query: str, children: set[str]) -> None:
    answer = signed_in(world.coordinator).get(f"{PATH}?{query}")
    assert set(shown(answer)) == children
    assert ("No child fits these filters" in text(answer)) == (not children)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", [LISTED, HELD, OTHER]), ("age", [LISTED, OTHER, HELD]), ("level", None), ("harm", [LISTED, HELD, OTHER]),
        ("reviewed", [LISTED, OTHER, HELD]), ("due", [LISTED, OTHER, HELD]), ("open", None),
    ],
)  # fmt: skip
def test_the_list_is_sorted_and_turned(world: World, signed_in: SignedIn, sort: str, order: list[str] | None) -> None:
    client = signed_in(world.coordinator)
    there, back = shown(client.get(f"{PATH}?sort={sort}")), shown(client.get(f"{PATH}?sort={sort}&turn=down"))
    assert order in (None, there)
    assert sort == "level" or there == back[::-1]
    if sort == "level":
        assert (there[2], back[0]) == (OTHER, OTHER)


def test_pages_hold_fifty_and_lose_and_repeat_nobody(world: World) -> None:
    crowd(world, 130)
    for sort in SORTS:
        for turn in ("", "down"):
            pages = [listed(scope(world.coordinator), Sift(sort=sort, turn=turn, page=page)) for page in (1, 2, 3)]
            rows = [row.child_id for page in pages for row in page.rows]
            assert [len(page.rows) for page in pages] == [50, 50, 33], sort
            assert len(set(rows)) == 133
            assert rows == [row.child_id for row in every(scope(world.coordinator), Sift(sort=sort, turn=turn))]
    assert listed(scope(world.coordinator), Sift(page=9)).page == 3


def crowd(world: World, many: int) -> None:
    """Many more children in view."""
    levels, harms = ("low", "medium", "high", "very_high", ""), ("none", "suspected", "known")
    Standing.objects.bulk_create(
        Standing(
            partnership=world.partnership, child_id=f"X{n:04}", name=f"N{n % 7}", level=levels[n % 5], harm=harms[n % 3],
            in_view=True, worst=(0, 1, 2, 9)[n % 4], longest_open_since=None if n % 4 == 3 else ago(n % 50),
            last_assessed_on=None if n % 5 == 4 else ago(n), looked_at=timezone.now(),
        )
        for n in range(many)
    )  # fmt: skip


def test_the_level_history_is_drawn_month_by_month_with_its_words(world: World, signed_in: SignedIn) -> None:
    assert history([], TODAY) == (None,) * 12
    drawn = history([[ago(300).isoformat(), "low"], [ago(40).isoformat(), "high"]], TODAY)
    assert drawn == (None, None, *["low"] * 8, "high", "high")
    page = signed_in(world.practitioner).get(PATH).content.decode()
    assert 'aria-label="Level over the last year: not assessed, then low, then high"' in page


# --- saved filters --------------------------------------------------------------------------------------------------------------


def test_a_filter_is_saved_shown_and_dropped_by_its_own_person(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    answer = client.post("/tracker/keep", {"name": "My high ones", "level": "high", "sort": "age"})
    assert parse_qs(urlparse(answer["Location"]).query) == {"level": ["high"], "sort": ["age"]}
    assert "My high ones" in text(client.get(PATH))
    assert "My high ones" not in text(signed_in(world.colleague).get(PATH))
    kept = SavedFilter.objects.get()
    assert signed_in(world.colleague).post(f"/tracker/forget/{kept.pk}").status_code == 404
    assert client.post(f"/tracker/forget/{kept.pk}").status_code == 302
    assert not SavedFilter.objects.exists()


def test_a_filter_without_a_name_is_not_saved_and_says_so(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.practitioner).post("/tracker/keep", {"name": "", "level": "high"})
    assert answer.status_code == 422
    assert "Enter save this filter as" in text(answer)


# --- export ---------------------------------------------------------------------------------------------------------------------


def taken(answer: Any) -> bytes:
    """The whole of a streamed answer."""
    return b"".join(answer.streaming_content)


def test_the_filtered_list_is_taken_out_as_csv_and_noted(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.coordinator).post("/tracker/export/csv", {"level": "high", "text": "o"})
    rows = list(csv.reader(io.StringIO(taken(answer).decode())))
    assert tuple(rows[0]) == EXPORTED
    assert {row[0] for row in rows[1:]} == {HELD, LISTED}
    entry = Entry.objects.order_by("-number").first()
    assert entry is not None
    assert (entry.act, entry.detail) == (Act.EXPORT, {"as": "csv", "filter": {"level": "high", "text": "typed"}, "children": 2})


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+1", "-1", "@x", "\t=1", "＝1"])
def test_no_cell_can_run_as_a_formula(world: World, signed_in: SignedIn, name: str) -> None:
    Standing.objects.filter(child_id=HELD).update(name=name)
    client = signed_in(world.practitioner)
    rows = list(csv.reader(io.StringIO(taken(client.post("/tracker/export/csv")).decode(), newline="")))
    assert rows[1][1] == f"'{name}"
    book = openpyxl.load_workbook(io.BytesIO(taken(client.post("/tracker/export/xlsx"))))
    cell = book["Children"]["B2"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_the_workbook_holds_typed_days_and_numbers(world: World, signed_in: SignedIn) -> None:
    book = openpyxl.load_workbook(io.BytesIO(taken(signed_in(world.practitioner).post("/tracker/export/xlsx"))))
    row = dict(zip(EXPORTED, next(book["Children"].iter_rows(min_row=2, values_only=True)), strict=True))
    assert row["child_id"] == HELD
    assert row["last_assessed_on"].date() == ago(40)
    assert row["age"] == 14
    assert "since" in row["findings"]
    book.close()


def test_nothing_is_taken_out_by_a_link_or_in_an_unknown_form(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    assert client.get("/tracker/export/csv").status_code == 405
    assert client.post("/tracker/export/pdf").status_code == 404
    assert not Entry.objects.filter(act=Act.EXPORT).exists()


# --- plans ----------------------------------------------------------------------------------------------------------------------


def plan(rows: QuerySet[Any, Any]) -> str:
    """How the database would answer, in words."""
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"explain query plan {sql}", parameters)
        return "\n".join(str(row[3]) for row in cursor.fetchall())


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="these are plans of SQLite")
@pytest.mark.parametrize("sort", ["open", "name", "age", "reviewed", "due"])
def test_a_page_is_found_in_the_order_of_an_index(world: World, sort: str) -> None:
    from unmissed.web.children.listing import _order  # noqa: PLC0415 - the plan is of the very order

    crowd(world, 200)
    mine = scope(world.coordinator)
    for turn in ("", "down"):
        sift = Sift(sort=sort, turn=turn)
        said = plan(narrowed(mine, sift).filter(mine.seen()).order_by(*_order(sift)).values_list("pk")[:50])
        assert "USING COVERING INDEX tracked_" in said, said
        assert "TEMP B-TREE" not in said, said
        assert "SCAN findings_standing" not in said, said


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="these are plans of SQLite")
@pytest.mark.parametrize(
    "sift",
    [Sift(), Sift(level="high"), Sift(harm="known"), Sift(figure="risk"), Sift(figure="due"), Sift(served="no", monitored="no")],
)
def test_a_count_reads_an_index_and_no_row(world: World, sift: Sift) -> None:
    crowd(world, 200)
    said = plan(narrowed(scope(world.coordinator), sift).values_list("partnership_id"))
    assert "USING COVERING INDEX" in said, said


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="these are plans of SQLite")
def test_children_with_an_open_check_are_found_by_index(world: World) -> None:
    said = plan(narrowed(scope(world.coordinator), Sift(figure="harm")).values_list("partnership_id"))
    assert "COVERING INDEX tracked_without_action" in said
    assert "SCAN" not in said


def test_a_part_of_the_list_asks_the_database_for_that_part(world: World) -> None:
    crowd(world, 130)
    mine = scope(world.coordinator)
    rows = narrowed(mine, Sift(sort="level"))
    keys = [list(keys_of(mine, rows, Sift(sort="level"), start, 20)) for start in (0, 20, 40)]
    assert [len(part) for part in keys] == [20, 20, 20]
    assert len({key for part in keys for key in part}) == 60


# --- what closes the finding that a row names ---------------------------------------------------------------------------------


def closes(answer: Any, child: str) -> list[tuple[str, str]]:
    """What the row of a child offers beside its finding: (address, words)."""
    row = next(row for row in re.findall(r"<tr.*?</tr>", answer.text, re.S) if f'href="/children/{child}"' in row)
    return re.findall(r'app-tracker__closes">\s*<a [^>]*href="([^"]+)">([^<]+)<', row)


def test_a_row_offers_what_closes_the_finding_that_it_names(world: World, signed_in: SignedIn) -> None:
    first = Finding.objects.get(pk=findings_of(scope(world.coordinator), [HELD])[HELD][0].pk)
    client = signed_in(world.coordinator)
    ((leads, words),) = closes(client.get(PATH), HELD)
    assert (leads, words) == (f"/children/{HELD}/findings/{first.finding_id}#closes", "What closes it")
    assert client.get(leads).status_code == 200
    Finding.objects.filter(child_id=HELD).exclude(check_name="return-interview-late").update(gone_at=timezone.now())
    ((leads, words),) = closes(client.get(PATH), HELD)
    assert words == "Correct the missing episode: return interview offered on"
    assert leads == f"/children/{HELD}/records/missing_episodes/M-1/correct"


def test_who_only_reads_is_offered_nothing_beside_a_finding(world: World, signed_in: SignedIn) -> None:
    assert closes(signed_in(world.auditor).get(PATH), HELD) == []
    assert closes(read_only(world, signed_in(world.practitioner), PATH), PUBLISHED) == []


def test_what_is_offered_costs_no_question_for_each_row(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The coordinator answers concerns, of which it must be known whether they wait."""
    client, asked = signed_in(world.coordinator), []
    crowd(world, 20)
    row = Finding.objects.get(child_id=HELD, check_name="concern-unheeded", gone_at=None)
    Finding.objects.update(gone_at=timezone.now())
    for child in Standing.objects.filter(in_view=True).values_list("child_id", flat=True):
        row.pk, row.child_id, row.finding_id, row.opened_on = None, child, "again", ago(3)
        row.save()
    client.get(PATH)  # what is looked up once for a process is looked up now
    for a_page in (1, 20):
        monkeypatch.setattr("unmissed.web.children.listing.A_PAGE", a_page)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(PATH).text
        assert page.count('app-tracker__closes"') == a_page
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="these are plans of SQLite")
def test_the_findings_of_a_page_are_asked_for_child_by_child(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        findings_of(scope(world.coordinator), [HELD, OTHER, LISTED])
    (query,) = asked.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"explain query plan {query['sql']}")
        said = "\n".join(str(row[3]) for row in cursor.fetchall())
    assert "child_id=?" in said, said
    assert "TEMP B-TREE" not in said, said
