"""Deciding that a table which a loaded register lacked is kept here: who may, what is shown before, and that all agree after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.imports.conftest import register_zip
from tests.web.imports.test_download import fresh, loaded, of_download, taken
from tests.web.world import HELD, LISTED, OTHER, TODAY, World, ago, rows
from unmissed.checks.catalogue import catalogue
from unmissed.engine.audit import audit
from unmissed.register.schema import schema
from unmissed.web.administration import previewing
from unmissed.web.administration.actions import ASKED_TO_COUNT, COUNTED
from unmissed.web.administration.previewing import asked_for, count_where_asked, last_preview, would_open
from unmissed.web.findings.live import look, refresh
from unmissed.web.findings.models import Finding, Standing
from unmissed.web.findings.preview import preview_of
from unmissed.web.findings.recheck import recheck
from unmissed.web.imports import background
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.actions import add
from unmissed.web.record.bulk import load_rows
from unmissed.web.record.deciding import keep_table, stop_keeping
from unmissed.web.record.keeping import columns_of, keeping_of
from unmissed.web.record.models import MODELS, KeptTable
from unmissed.web.record.register import register_of
from unmissed.web.running.schedule import work
from unmissed.web.trail.action import RefusedError
from unmissed.web.trail.models import Act, Entry

SignedIn = Callable[[Person], Client]
WHY = "Every list in use was entered."
SINCE = ago(10)
PAGE = "/kept-here/monitoring"


@pytest.fixture
def coordinator(db: None) -> Person:
    """Of a partnership whose loaded register had no lists, and did not say of referrals why they were declined."""
    partnership = Partnership.objects.create(name="Tynemouth", fixed_day=TODAY)
    given = {name: list(each) for name, each in rows().items() if name != "monitoring"}
    load_rows(partnership, given)
    Partnership.objects.filter(pk=partnership.pk).update(lacks={"monitoring": None, "referrals": ["reason"]})
    recheck(Partnership.objects.get(pk=partnership.pk))
    return person(partnership, "coordinator")


def person(partnership: Partnership, role: str) -> Person:
    one = Person.objects.create(partnership=partnership, sign_in=f"tyne.{role}", name="Tyne Person", role=role)
    return Person.objects.select_related("partnership").get(pk=one.pk)


def again(by: Person) -> Partnership:
    """The partnership as it stands in the database."""
    return Partnership.objects.get(pk=by.partnership_id)


def open_of(partnership: Partnership, check: str = "not-monitored") -> dict[str, date]:
    """Child → the day from which the kept finding is open."""
    found = Finding.objects.filter(partnership=partnership, check_name=check, gone_at=None, closed_on=None, opened_on__lte=TODAY)
    return dict(found.values_list("child_id", "opened_on"))


def listed(by: Person, child_id: str, added_on: date) -> None:
    add(table="monitoring", values={"child_id": child_id, "list": "MACE", "added_on": added_on}, by=by)
    refresh(again(by), child_id)


def day_fields(day: date) -> dict[str, str]:
    return {"since-day": str(day.day), "since-month": str(day.month), "since-year": str(day.year)}


# --- Unknown is not empty -------------------------------------------------------------------------------------------------------


def test_a_first_row_makes_the_table_known_for_nobody(coordinator: Person) -> None:
    listed(coordinator, HELD, ago(5))
    for child_id in (HELD, OTHER, LISTED):
        assert "not-monitored" in look(again(coordinator), child_id).not_assessed
    recheck(again(coordinator))
    assert open_of(again(coordinator)) == {}
    standing = Standing.objects.get(partnership=coordinator.partnership, child_id=HELD)
    assert (standing.lists, standing.kept_in_sight) == (["MACE"], True)
    assert "not-monitored" in standing.not_assessed


def test_once_kept_every_child_is_assessed_from_that_day(coordinator: Person) -> None:
    listed(coordinator, LISTED, ago(30))
    keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    recheck(again(coordinator))
    assert open_of(again(coordinator)) == {HELD: SINCE, OTHER: SINCE}
    said = Finding.objects.get(partnership=coordinator.partnership, check_name="not-monitored", child_id=HELD).because
    assert said.endswith("The register holds monitoring whole only from 6 March 2026; what was before is not known.")


def test_a_later_row_closes_what_the_decision_opened(coordinator: Person) -> None:
    keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    recheck(again(coordinator))
    listed(coordinator, HELD, ago(2))
    assert HELD not in open_of(again(coordinator))


def test_a_day_before_the_decisions_day_is_not_assessed(coordinator: Person, signed_in: SignedIn) -> None:
    keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    before = signed_in(coordinator).get(f"/children/{HELD}?on={(SINCE - timedelta(1)).isoformat()}").text
    on = signed_in(coordinator).get(f"/children/{HELD}?on={SINCE.isoformat()}").text
    assert "whole only from 2026-03-06" in before
    assert "whole only from 2026-03-06" not in on


def test_taken_back_it_is_unknown_again_and_its_rows_stay(coordinator: Person) -> None:
    listed(coordinator, HELD, ago(5))
    keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    recheck(again(coordinator))
    stop_keeping(table="monitoring", why="Two teams do not enter theirs.", by=coordinator)
    recheck(again(coordinator))
    assert open_of(again(coordinator)) == {}
    assert "not-monitored" in look(again(coordinator), HELD).not_assessed
    assert MODELS["monitoring"].objects.filter(partnership=coordinator.partnership).count() == 1


def test_a_column_that_was_lacking_is_kept_with_its_table(coordinator: Person) -> None:
    assert "perpetrator-required" in look(again(coordinator), HELD).not_assessed
    keep_table(table="referrals", since=SINCE, why=WHY, by=coordinator)
    keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    assert keeping_of(again(coordinator)).since == {"monitoring": SINCE, "referrals.reason": SINCE}
    assert "reason" in columns_of(again(coordinator))["referrals"]
    assert "reason" not in columns_of(again(coordinator), SINCE - timedelta(1))["referrals"]
    values = {"decided_on": TODAY, "outcome": "declined", "reason": "no_identified_perpetrator"}
    opens = preview_of(again(coordinator), HELD, "referrals", "R-1", values).opens
    assert "perpetrator-required" in {found.check for found in opens}


def test_a_childs_page_is_not_calm_before_the_whole_recheck_has_come_to_the_child(
    coordinator: Person, signed_in: SignedIn
) -> None:
    keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    page = signed_in(coordinator).get(f"/children/{HELD}").text
    assert "The register holds monitoring whole only from 6 March 2026" in page
    assert open_of(again(coordinator)) == {HELD: SINCE}


# --- All agree ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decided", [False, True])
def test_recheck_and_one_childs_look_agree(coordinator: Person, decided: bool) -> None:
    listed(coordinator, HELD, ago(5))
    if decided:
        keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    Finding.objects.filter(partnership=coordinator.partnership).delete()
    recheck(again(coordinator))
    kept = set(_kept(coordinator.partnership))
    seen = [(one, look(again(coordinator), one)) for one in (HELD, OTHER, LISTED)]
    assert {entry for entry in kept if entry[0] in {HELD, OTHER, LISTED}} == {
        (child_id, found.check, found.opened_on, found.because) for child_id, each in seen for found in each.findings
    }
    for child_id, each in seen:
        standing = Standing.objects.get(partnership=coordinator.partnership, child_id=child_id)
        assert standing.not_assessed == sorted(each.not_assessed)


def _kept(partnership: Partnership) -> Iterator[tuple[str, str, date, str]]:
    found = Finding.objects.filter(partnership=partnership, gone_at=None)
    yield from found.values_list("child_id", "check_name", "opened_on", "because")


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
@pytest.mark.parametrize("decided", [False, True])
def test_loaded_back_the_findings_are_the_same_and_so_is_what_is_unknown(
    coordinator: Person, signed_in: SignedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, decided: bool
) -> None:
    monkeypatch.setattr(background, "start", background.look)
    listed(coordinator, HELD, ago(5))
    if decided:
        keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    recheck(again(coordinator))
    content = taken(signed_in(coordinator), kind)
    other = fresh("Elsewhere", TODAY)
    loaded(signed_in(other), content, f"register.{kind}")
    assert set(_kept(again(other))) == set(_kept(again(coordinator)))
    assert keeping_of(again(other)) == keeping_of(again(coordinator))
    assert MODELS["monitoring"].objects.filter(partnership=other.partnership).count() == 1
    run = audit(of_download(content, f"register.{kind}", tmp_path), as_of=TODAY)
    assert ("not-monitored" in run.not_assessed) == (not decided)
    found = {(one.child_id, one.check, one.opened_on, one.because) for one in run.findings()}
    assert found == set(_kept(again(coordinator)))


def test_a_register_that_brings_the_table_whole_ends_the_decision(
    coordinator: Person, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "start", lambda partnership, children: None)
    keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    columns = dict.fromkeys(column.name for column in schema()["monitoring"].columns)
    whole = {"children": rows()["children"], "monitoring": [columns | entry for entry in rows()["monitoring"]]}
    loaded(signed_in(coordinator), register_zip(whole))
    assert not KeptTable.objects.filter(partnership=coordinator.partnership, table_name="monitoring").exists()
    assert "monitoring" not in keeping_of(again(coordinator)).since


# --- The page -------------------------------------------------------------------------------------------------------------------


def test_what_it_would_open_is_shown_before_it_is_decided(coordinator: Person, signed_in: SignedIn) -> None:
    client = signed_in(coordinator)
    page = client.post(PAGE, {**day_fields(SINCE), "why": WHY})
    assert page.status_code == 200
    assert "what would be open today" in page.text
    assert not KeptTable.objects.exists()
    done = client.post(PAGE, {**day_fields(SINCE), "why": WHY, "looked_at": SINCE.isoformat()})
    assert done.status_code == 302
    kept = KeptTable.objects.get()
    assert (kept.since, kept.why, kept.decided_by) == (SINCE, WHY, coordinator)
    entry = Entry.objects.get(what="decided that a table is kept here")
    assert (entry.act, entry.subject, entry.why) == (Act.CHANGE, "table:monitoring", WHY)
    assert "Kept here from 6 March 2026" in client.get("/kept-here").text


def test_the_preview_is_what_a_recheck_then_finds(coordinator: Person) -> None:
    told = {each.title: each for each in would_open(again(coordinator), schema()["monitoring"], SINCE)}
    keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    recheck(again(coordinator))
    assert sum(each.findings for each in told.values()) > 0
    for check in catalogue():
        if check.title in told:
            assert told[check.title].children == len(open_of(again(coordinator), check.name))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every record is too large to be counted while somebody waits."""
    monkeypatch.setattr(previewing, "AT_ONCE", 0)


@pytest.mark.usefixtures("large")
def test_a_large_record_is_counted_by_the_scheduler_and_the_page_says_how_it_stands(
    coordinator: Person, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(coordinator)
    monkeypatch.setattr(previewing, "register_of", None)  # nothing is read while the person waits
    asked = client.post(PAGE, {**day_fields(SINCE), "why": WHY})
    assert "Being counted: what would be open if it were kept here from 6 March 2026" in asked.text
    assert "Decide: kept here" not in asked.text
    client.post(PAGE, {**day_fields(SINCE), "why": WHY})
    assert Entry.objects.filter(what=ASKED_TO_COUNT).count() == 1
    monkeypatch.setattr(previewing, "register_of", register_of)
    count_where_asked(again(coordinator))
    page = client.get(PAGE).text
    assert "Decide: kept here from 6 March 2026" in page
    assert WHY in page  # nothing typed is lost
    assert last_preview(again(coordinator), "monitoring").opens == tuple(
        would_open(again(coordinator), schema()["monitoring"], SINCE)
    )
    assert client.post(PAGE, {**day_fields(SINCE), "why": WHY, "looked_at": SINCE.isoformat()}).status_code == 302
    assert last_preview(again(coordinator), "monitoring") is None


@pytest.mark.usefixtures("large")
def test_what_was_counted_is_counted_once_and_another_day_anew(coordinator: Person) -> None:
    for day in (ago(20), SINCE):
        asked_for(table="monitoring", since=day, why=WHY, by=coordinator)
    asked_for(table="referrals", since=SINCE, why=WHY, by=coordinator)
    for _ in range(2):
        count_where_asked(again(coordinator))
    counted = Entry.objects.filter(what=COUNTED).order_by("number")
    assert [(entry.subject, entry.detail["since"]) for entry in counted] == [
        ("table:monitoring", SINCE.isoformat()),
        ("table:referrals", SINCE.isoformat()),
    ]
    assert asked_for(table="monitoring", since=SINCE, why=WHY, by=coordinator).opens is not None


@pytest.mark.usefixtures("large")
def test_nothing_is_counted_for_whoever_may_no_longer_decide(coordinator: Person) -> None:
    asked_for(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    Person.objects.filter(pk=coordinator.pk).update(role="analyst")
    count_where_asked(again(coordinator))
    assert not Entry.objects.filter(what=COUNTED).exists()


@pytest.mark.usefixtures("large")
def test_what_was_asked_yesterday_waits_no_longer(coordinator: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    monkeypatch.setattr(previewing, "STANDS_FOR", timedelta(0))
    assert last_preview(again(coordinator), "monitoring") is None
    count_where_asked(again(coordinator))
    assert not Entry.objects.filter(what=COUNTED).exists()


@pytest.mark.usefixtures("large")
def test_the_scheduler_counts_at_its_next_turn(coordinator: Person) -> None:
    asked_for(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    work(timezone.localtime())
    assert last_preview(again(coordinator), "monitoring").opens


def test_another_day_than_the_one_looked_at_is_looked_at_first(coordinator: Person, signed_in: SignedIn) -> None:
    sent = {**day_fields(ago(3)), "why": WHY, "looked_at": SINCE.isoformat()}
    assert signed_in(coordinator).post(PAGE, sent).status_code == 200
    assert not KeptTable.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"why": WHY}, day_fields(SINCE), {**day_fields(TODAY + timedelta(1)), "why": WHY}])
def test_what_is_missing_or_has_not_come_is_said(coordinator: Person, signed_in: SignedIn, sent: dict[str, str]) -> None:
    response = signed_in(coordinator).post(PAGE, {**sent, "looked_at": SINCE.isoformat()})
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert not KeptTable.objects.exists()


def test_the_page_takes_the_decision_back_with_a_reason(coordinator: Person, signed_in: SignedIn) -> None:
    keep_table(table="monitoring", since=SINCE, why=WHY, by=coordinator)
    client = signed_in(coordinator)
    assert client.post(f"{PAGE}/not-kept", {}).status_code == 422
    assert client.post(f"{PAGE}/not-kept", {"back-why": "Not all do."}).status_code == 302
    assert not KeptTable.objects.exists()
    assert Entry.objects.get(what="took back that a table is kept here").why == "Not all do."


@pytest.mark.parametrize("role", ["practitioner", "manager", "chair", "partner", "auditor", "analyst"])
def test_others_read_what_is_kept_and_decide_nothing(coordinator: Person, signed_in: SignedIn, role: str) -> None:
    other = person(coordinator.partnership, role)
    page = signed_in(other).get("/kept-here")
    assert "Not kept here yet" in page.text
    assert "/kept-here/monitoring" not in page.text
    assert signed_in(other).post(PAGE, {**day_fields(SINCE), "why": WHY}).status_code == 403


def test_an_administrator_may_decide(coordinator: Person, signed_in: SignedIn) -> None:
    other = person(coordinator.partnership, "administrator")
    assert signed_in(other).post(PAGE, {**day_fields(SINCE), "why": WHY}).status_code == 200


@pytest.mark.parametrize("table", ["events", "nothing"])
def test_there_is_nothing_to_decide_of_other_tables(coordinator: Person, signed_in: SignedIn, table: str) -> None:
    assert signed_in(coordinator).get(f"/kept-here/{table}").status_code == 404
    with pytest.raises(RefusedError, match="nothing to decide"):
        keep_table(table=table, since=SINCE, why=WHY, by=coordinator)


def test_a_record_that_lacks_nothing_says_so(world: World, signed_in: SignedIn) -> None:
    assert "Everything is kept here" in signed_in(world.practitioner).get("/kept-here").text


def test_somebody_signed_out_is_sent_to_sign_in(client: Client, coordinator: Person) -> None:
    assert "Sign in" in client.get(PAGE).text


def test_nothing_in_a_record_that_is_only_read_is_decided(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.coordinator)
    client.post("/partnerships", {"partnership": world.published.pk})
    assert client.get(PAGE).status_code == 403
