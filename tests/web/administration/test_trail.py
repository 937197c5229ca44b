"""The trail's pages: what each reader sees, filters, paging, the file, and the verification."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.web.menu import menu
from tests.web.world import World
from unmissed.web.administration import entries
from unmissed.web.administration.entries import ASKED_TO_VERIFY, ON_A_PAGE, VERIFIED, Asked, entries_for, number_before, page_of
from unmissed.web.people.models import Person
from unmissed.web.running.schedule import verify_where_asked
from unmissed.web.trail.chain import append
from unmissed.web.trail.models import Act, Entry

SignedIn = Callable[[Person], Client]


def note(world: World, child_id: str = "", by: Person | None = None, act: Act = Act.VIEW, why: str = "") -> Entry:
    return append(act, "a page", by=by or world.practitioner, partnership=world.partnership, child_id=child_id, why=why)


def numbers(person: Person, world: World, **asked: Any) -> set[int]:
    return set(entries_for(person, world.partnership, Asked(**asked)).values_list("number", flat=True))


def test_a_manager_reads_about_the_children_of_the_own_work(world: World) -> None:
    held, restricted, other, none = (note(world, child) for child in (world.held, world.restricted, world.other, ""))
    assert numbers(world.manager, world) == {held.number, restricted.number}
    everything = {held.number, other.number, none.number}
    assert numbers(world.coordinator, world) & (everything | {restricted.number}) == everything
    assert numbers(world.auditor, world) == numbers(world.coordinator, world)


def test_nothing_of_another_partnership_is_read(world: World) -> None:
    append(Act.VIEW, "a page", by=None, partnership=world.published)
    append(Act.REFUSAL, "signing in", by=None)
    assert set(entries_for(world.auditor, world.partnership, Asked()).values_list("partnership_id", flat=True)) <= {
        world.partnership.pk
    }


def test_in_the_published_cases_one_reads_what_ones_own_people_did(world: World) -> None:
    stranger = Person.objects.create(partnership=world.published, sign_in="stranger", name="Stranger", role="auditor")
    append(Act.VIEW, "theirs", by=stranger, partnership=world.published)
    append(Act.VIEW, "ours", by=world.practitioner, partnership=world.published)
    found = entries_for(world.auditor, world.published, Asked())
    assert list(found.values_list("what", flat=True)) == ["ours"]


def test_each_filter_keeps_what_it_says(world: World) -> None:
    mine = note(world, world.held)
    theirs = note(world, world.other, by=world.colleague, act=Act.EXPORT)
    auditor = world.auditor
    assert numbers(auditor, world, person_id=world.colleague.pk) == {theirs.number}
    assert numbers(auditor, world, child_id=world.held) == {mine.number}
    assert numbers(auditor, world, act="export") == {theirs.number}
    day = timezone.localdate()
    assert {mine.number, theirs.number} <= numbers(auditor, world, from_day=day, to_day=day)
    assert numbers(auditor, world, to_day=day - timedelta(days=1)) == set()
    assert numbers(auditor, world, from_day=day + timedelta(days=1)) == set()


def test_the_last_entry_before_a_moment_is_found(world: World) -> None:
    noted = [note(world) for _ in range(9)]
    for entry in noted:
        assert number_before(entry.at) == entry.number - 1
    assert number_before(noted[-1].at + timedelta(seconds=1)) == noted[-1].number
    assert number_before(noted[0].at - timedelta(days=9)) == 0


def test_pages_go_back_and_forth_by_number_without_losing_one(world: World) -> None:
    for _ in range(ON_A_PAGE * 2 + 5):
        note(world, world.held)
    found = entries_for(world.auditor, world.partnership, Asked(child_id=world.held))
    first = page_of(found)
    second = page_of(found, before=first.older)
    third = page_of(found, before=second.older)
    read = [line.number for page in (first, second, third) for line in page.lines]
    assert read == sorted(found.values_list("number", flat=True), reverse=True)
    assert (first.newer, third.older) == (None, None)
    assert page_of(found, after=third.newer).lines == second.lines


def test_the_page_shows_who_did_what_and_is_an_entry_itself(world: World, signed_in: SignedIn) -> None:
    note(world, world.held, why="<script>because</script>")
    page = signed_in(world.auditor).get("/trail").text
    assert "Pat Ridley" in page
    assert "&lt;script&gt;because" in page
    assert Entry.objects.latest("number").what == "the trail"


def test_an_empty_trail_speaks_of_filters_only_where_one_is_set(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.manager)
    said = client.get("/trail").text
    assert "No entry yet" in said
    assert "Take these entries out" not in said
    assert "No entry fits" in client.get("/trail?child_id=none").text


def test_who_has_looked_at_one_child(world: World, signed_in: SignedIn) -> None:
    note(world, world.held)
    note(world, world.other, by=world.neighbour)
    page = signed_in(world.manager).get(f"/children/{world.held}/trail").text
    assert "Pat Ridley" in page
    assert "Nia Hedworth" not in page
    assert signed_in(world.manager).get(f"/children/{world.other}/trail").status_code == 403


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "after=9999999999999999999", "act=nonsense", "person=x", "from_day-day=40"]
)
def test_an_address_that_makes_no_sense_is_no_fault(world: World, signed_in: SignedIn, query: str) -> None:
    assert signed_in(world.auditor).get(f"/trail?{query}").status_code == 200


def test_the_file_holds_what_the_filter_says_and_is_an_entry(world: World, signed_in: SignedIn) -> None:
    note(world, world.held, why="=1+1")
    note(world, world.other)
    response = signed_in(world.manager).get("/trail/export")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))  # type: ignore[attr-defined]
    assert {row["child_id"] for row in rows} == {world.held}
    assert rows[0]["why"] == "'=1+1"
    assert Entry.objects.latest("number").act == Act.EXPORT


def test_a_filter_that_cannot_be_understood_takes_nothing_out(world: World, signed_in: SignedIn) -> None:
    response = signed_in(world.auditor).get("/trail/export?from_day-day=40&from_day-month=1&from_day-year=2026")
    assert response.status_code == 400
    assert not Entry.objects.filter(act=Act.EXPORT).exists()


def test_an_auditor_asks_and_what_was_found_is_shown_once_it_is_there(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.auditor)
    note(world)
    page = client.post("/trail/verify", follow=True).text
    assert "The whole trail is being verified, as was asked on" in page
    assert "by Aud Swinburne" in page
    assert "Have the whole trail verified" not in page
    assert not Entry.objects.filter(what=VERIFIED).exists()  # the request did not wait for it
    written = Entry.objects.count()
    verify_where_asked()
    page = client.get("/trail").text
    assert f"{written:,} entries are as they were written" in page
    assert "Have the whole trail verified" in page
    assert Entry.objects.get(what=VERIFIED).person_id == world.auditor.pk


def test_a_trail_that_was_tampered_with_is_said_not_to_hold(world: World, signed_in: SignedIn) -> None:
    entry = note(world)
    with connection.cursor() as cursor:
        for name in ("trail_entry_no_update",) if connection.vendor == "sqlite" else ():
            cursor.execute(f"drop trigger {name}")
        if connection.vendor == "postgresql":
            cursor.execute("alter table trail_entry disable trigger all")
        cursor.execute("update trail_entry set person_name = 'Nobody' where number = %s", [entry.number])
    client = signed_in(world.auditor)
    client.post("/trail/verify")
    verify_where_asked()
    page = client.get("/trail").text
    assert "does not hold" in page
    assert f"entry {entry.number} is not as it was written" in page
    assert "the database no longer protects trail_entry" in page


def test_two_who_ask_are_answered_once_and_one_who_asks_twice_asks_once(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.auditor)
    client.post("/trail/verify")
    client.post("/trail/verify")
    assert Entry.objects.filter(what=ASKED_TO_VERIFY).count() == 1
    verify_where_asked()
    verify_where_asked()
    assert Entry.objects.filter(what=VERIFIED).count() == 1


def test_a_request_that_nobody_answered_for_a_day_can_be_made_again(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(world.auditor)
    client.post("/trail/verify")
    monkeypatch.setattr(entries, "ASKS_FOR", timedelta(0))
    assert "Have the whole trail verified" in client.get("/trail").text
    verify_where_asked()
    assert not Entry.objects.filter(what=VERIFIED).exists()


def test_whoever_may_no_longer_verify_is_not_answered(world: World, signed_in: SignedIn) -> None:
    signed_in(world.auditor).post("/trail/verify")
    Person.objects.filter(pk=world.auditor.pk).update(role="practitioner")
    verify_where_asked()
    assert not Entry.objects.filter(what=VERIFIED).exists()


def test_only_an_auditor_verifies(world: World, signed_in: SignedIn) -> None:
    assert "Have the whole trail verified" not in signed_in(world.manager).get("/trail").text
    assert signed_in(world.manager).post("/trail/verify").status_code == 403


test_menu = menu("trail", who="auditor", colleague="manager", refused="practitioner")
