"""Putting an upload into the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.imports.conftest import page, register_zip, uploaded, zipped
from tests.web.world import World, ago, rows
from unmissed.web.findings.models import Finding, Standing
from unmissed.web.imports import background, folders
from unmissed.web.imports.models import Draft
from unmissed.web.people.models import Partnership, Person
from unmissed.web.record.models import MODELS, Changed, EarlierVersion
from unmissed.web.trail.models import Entry


def accept(client: Client, draft: Draft, **typed: str) -> Any:
    return client.post(reverse("accept", kwargs={"token": draft.token}), typed)


@pytest.fixture
def newcomer(world: World) -> Person:
    """A coordinator of a partnership whose record is empty."""
    empty = Partnership.objects.create(name="Newbiggin", fixed_day=world.today)
    return Person.objects.create(partnership=empty, sign_in="newcomer", name="Nan Oxley", role="coordinator")


def changed_register() -> dict[str, list[dict[str, Any]]]:
    """Wearmouth's own rows of one child: the event differs, a service is new, the rest is the same."""
    own = {name: [row for row in given if row["child_id"] == "C-held"] for name, given in rows().items()}
    own["events"][0] |= {"harm": "known", "kind": "sexual_exploitation"}
    own["services"] = [
        {"service_id": "S-9", "child_id": "C-held", "service": "Advocacy", "kind": "advocacy", "started_on": ago(3)}
    ]
    return {name: given for name, given in own.items() if given}


def test_new_rows_are_added_changed_ones_get_a_version_and_others_are_left(coordinator: Client, world: World) -> None:
    before = {name: model.objects.filter(partnership=world.partnership).count() for name, model in MODELS.items()}
    draft = uploaded(coordinator, register_zip(changed_register()), "spring.zip")
    response = accept(coordinator, draft)
    assert response["Location"] == reverse("draft", kwargs={"token": draft.token})
    event = MODELS["events"].objects.get(partnership=world.partnership, event_id="E-1")
    service = MODELS["services"].objects.get(partnership=world.partnership, service_id="S-9")
    assert (event.harm, event.version, event.entered_by) == ("known", 2, None)
    assert (service.version, service.entered_by, service.started_on) == (1, None, ago(3))
    earlier = EarlierVersion.objects.get(record_id="E-1")
    assert (earlier.values["harm"], earlier.why, earlier.replaced_by) == (
        "suspected",
        "loaded from spring.zip",
        world.coordinator,
    )
    after = {name: model.objects.filter(partnership=world.partnership).count() for name, model in MODELS.items()}
    assert after == before | {"services": before["services"] + 1}
    assert MODELS["assessments"].objects.get(assessment_id="A-2", partnership=world.partnership).version == 1


def test_the_trail_has_counts_and_no_values(coordinator: Client, world: World) -> None:
    draft = uploaded(coordinator, register_zip(changed_register()), "spring.zip")
    accept(coordinator, draft)
    entry = Entry.objects.get(what="loaded a register")
    assert (entry.act, entry.why, entry.person_id) == ("change", "loaded from spring.zip", world.coordinator.pk)
    assert (entry.detail["new"], entry.detail["different"], entry.detail["events"]["different"]) == (1, 1, 1)
    assert "Robin" not in str(entry.detail)


def test_children_touched_are_looked_at_and_the_page_says_so(coordinator: Client, world: World) -> None:
    assert Standing.objects.get(child_id=world.held).harm == "suspected"
    draft = uploaded(coordinator, register_zip(changed_register()))
    accept(coordinator, draft)
    assert Standing.objects.get(child_id=world.held).harm == "known"
    assert not Changed.objects.exists()
    draft.refresh_from_db()
    assert draft.counts["children"] == 1
    said = page(coordinator, "draft", draft)
    assert "The register is loaded" in said
    assert "Every child was looked at since" in said
    assert not folders.folder_of(draft).exists()


def test_while_children_are_looked_at_the_page_says_how_far_it_is(
    coordinator: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "start", lambda partnership, children: None)
    draft = uploaded(coordinator, register_zip(changed_register()))
    accept(coordinator, draft)
    assert "0 of 1 children looked at" in page(coordinator, "draft", draft)
    assert Changed.objects.get().child_id == world.held


def test_many_children_are_looked_at_in_one_run(coordinator: Client, world: World) -> None:
    given = {
        "children": [{"child_id": f"N-{n}", "date_of_birth": "2011-02-03"} for n in range(60)],
        "events": [
            {"event_id": f"X-{n}", "child_id": f"N-{n}", "occurred_on": "2026-01-05", "kind": "sexual_abuse", "harm": "known"}
            for n in range(60)
        ],
    }
    draft = uploaded(coordinator, register_zip(given))
    accept(coordinator, draft)
    assert Standing.objects.filter(partnership=world.partnership, harm="known", child_id__startswith="N-").count() == 60
    assert Finding.objects.filter(check_name="harm-without-action", child_id__startswith="N-").count() == 60
    assert "Every child was looked at since" in page(coordinator, "draft", draft)


def test_a_row_that_changes_hands_touches_both_children(coordinator: Client, world: World) -> None:
    given = {"children": rows()["children"][:2], "events": [rows()["events"][0] | {"child_id": world.other}]}
    draft = uploaded(coordinator, register_zip(given))
    accept(coordinator, draft)
    draft.refresh_from_db()
    assert draft.counts["children"] == 2
    assert Standing.objects.get(child_id=world.other).harm == "suspected"


def test_grounds_follow_the_rows(coordinator: Client, world: World, signed_in: Callable[..., Client]) -> None:
    given = {"children": rows()["children"][1:2], "workers": [
        {"allocation_id": "W-9", "child_id": world.other, "worker_id": "SW-1", "role": "social_worker", "started_on": ago(2)},
    ]}  # fmt: skip
    accept(coordinator, uploaded(coordinator, register_zip(given)))
    from unmissed.web.access.sight import verdict  # noqa: PLC0415 - asked here only

    assert verdict(world.practitioner, world.partnership, world.other).allowed


def test_rows_in_quarantine_must_be_known_of(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    response = accept(coordinator, draft)
    assert (response.status_code, "Tick that the rows in quarantine stay out" in response.content.decode()) == (400, True)
    assert not MODELS["events"].objects.filter(event_id="X-1").exists()
    accept(coordinator, draft, knows="on")
    assert list(MODELS["events"].objects.filter(event_id__startswith="X").values_list("event_id", flat=True)) == ["X-1"]
    assert Entry.objects.get(what="loaded a register").detail["quarantine"] == 3


def test_a_draft_that_was_mended_is_read_again_first(coordinator: Client, bad_register: bytes) -> None:
    draft = uploaded(coordinator, bad_register)
    coordinator.post(reverse("leave-out", kwargs={"token": draft.token, "table": "events", "line": 4}), {"why": "Twice."})
    response = coordinator.post(reverse("accept", kwargs={"token": draft.token}), {"knows": "on"}, follow=True)
    assert "Nothing was loaded" in response.content.decode()
    assert not MODELS["events"].objects.filter(event_id="X-1").exists()


def test_a_record_that_was_changed_meanwhile_is_shown_anew(coordinator: Client, world: World) -> None:
    draft = uploaded(coordinator, register_zip(changed_register()))
    MODELS["children"].every.filter(child_id=world.held).update(name="Robin A.")
    response = coordinator.post(reverse("accept", kwargs={"token": draft.token}), follow=True)
    said = response.content.decode()
    assert "the record was changed meanwhile" in said
    assert "2 rows will get a new version" in said
    assert not MODELS["services"].objects.filter(service_id="S-9").exists()
    assert not EarlierVersion.objects.exists()


def test_it_is_loaded_once(coordinator: Client) -> None:
    draft = uploaded(coordinator, register_zip(changed_register()))
    assert accept(coordinator, draft).status_code == 302
    assert accept(coordinator, draft).status_code == 403
    assert Entry.objects.filter(what="loaded a register").count() == 1


def test_an_empty_record_lacks_what_the_register_lacks(newcomer: Person, signed_in: Callable[..., Client]) -> None:
    client = signed_in(newcomer)
    draft = uploaded(
        client, zipped({"children.csv": "child_id,name\nN-1,Nell\n", "statuses.csv": "status_id,child_id,kind,started_on\n"})
    )
    accept(client, draft)
    newcomer.partnership.refresh_from_db()
    lacks = newcomer.partnership.lacks
    assert lacks["assessments"] is None
    assert "date_of_birth" in lacks["children"]
    assert "name" not in lacks["children"]
    assert lacks["statuses"] == ["ended_on"]


def test_what_arrives_later_is_lacking_no_longer(newcomer: Person, signed_in: Callable[..., Client]) -> None:
    client = signed_in(newcomer)
    accept(client, uploaded(client, zipped({"children.csv": "child_id,name\nN-1,Nell\n"})))
    files = {
        "children.csv": "child_id,date_of_birth\nN-1,2011-02-03\n",
        "workers.csv": "allocation_id,child_id,worker_id,role,started_on\n",
    }
    accept(client, uploaded(client, zipped(files)))
    newcomer.partnership.refresh_from_db()
    lacks = newcomer.partnership.lacks
    assert "date_of_birth" not in lacks["children"]
    assert "sex" in lacks["children"]
    assert lacks["workers"] == ["ended_on"]
    assert lacks["assessments"] is None
    child = MODELS["children"].objects.get(partnership=newcomer.partnership)
    assert (child.name, child.version) == ("Nell", 2)


def test_unknown_columns_are_kept_and_only_those_that_came_change(coordinator: Client) -> None:
    accept(coordinator, uploaded(coordinator, zipped({"children.csv": "child_id,shoe,hat\nN-1,38,S\n"})))
    accept(coordinator, uploaded(coordinator, zipped({"children.csv": "child_id,shoe\nN-1,39\n"})))
    child = MODELS["children"].objects.get(child_id="N-1")
    assert (child.extras, child.version) == ({"shoe": "39", "hat": "S"}, 2)


def test_restricted_children_are_left_as_they_are(coordinator: Client, world: World) -> None:
    given = {
        "children": [{"child_id": world.restricted, "name": "Changed"}, {"child_id": "N-1", "name": "Nell"}],
        "events": [
            {"event_id": "X-1", "child_id": world.restricted, "occurred_on": ago(1), "kind": "arrest"},
            {"event_id": "X-2", "child_id": "N-1", "occurred_on": ago(1), "kind": "arrest"},
        ],
        "workers": [
            {"allocation_id": "W-3", "child_id": "N-1", "worker_id": "SW-9", "role": "social_worker", "started_on": ago(9)}
        ],
    }
    draft = uploaded(coordinator, register_zip(given))
    accept(coordinator, draft)
    draft.refresh_from_db()
    assert (draft.counts["hidden"], draft.counts["new"]) == (3, 2)
    assert MODELS["children"].objects.get(child_id=world.restricted).name == "Lee Cresswell"
    assert not MODELS["events"].objects.filter(event_id="X-1").exists()
    assert MODELS["workers"].objects.get(allocation_id="W-3").child_id == world.restricted


def test_the_same_identifier_in_another_partnership_is_another_row(newcomer: Person, signed_in: Callable[..., Client]) -> None:
    client = signed_in(newcomer)
    accept(client, uploaded(client, register_zip({"children": [{"child_id": "C-held", "name": "Another"}]})))
    assert MODELS["children"].objects.get(child_id="C-held", partnership__name="Wearmouth").name == "Robin Ashdown"


def test_nobody_else_loads_it(coordinator: Client, world: World, signed_in: Callable[..., Client]) -> None:
    draft = uploaded(coordinator, register_zip(changed_register()))
    world.manager.role = "coordinator"
    world.manager.save()
    assert accept(signed_in(world.manager), draft).status_code == 404
    assert accept(signed_in(world.auditor), draft).status_code == 403
    assert not MODELS["services"].objects.filter(service_id="S-9").exists()


def test_the_read_only_partnership_refuses(coordinator: Client, world: World) -> None:
    draft = uploaded(coordinator, register_zip(changed_register()))
    session = coordinator.session
    session["partnership"] = world.published.pk
    session.save()
    assert accept(coordinator, draft).status_code == 403


def test_signed_out(client: Client, coordinator: Client) -> None:
    draft = uploaded(coordinator, register_zip(changed_register()))
    assert accept(client, draft).status_code == 401
    assert not MODELS["services"].objects.filter(service_id="S-9").exists()


def test_a_load_that_fails_in_the_middle_leaves_everything_as_it_was(
    coordinator: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = uploaded(coordinator, register_zip(changed_register()))
    monkeypatch.setattr("unmissed.web.record.merging.replace_all_grounds", _fails)
    with pytest.raises(RuntimeError):
        accept(coordinator, draft)
    assert not EarlierVersion.objects.exists()
    assert not MODELS["services"].objects.filter(service_id="S-9").exists()
    draft.refresh_from_db()
    assert draft.is_open
    assert folders.upload_of(draft).exists()


def _fails(partnership: Partnership) -> None:
    raise RuntimeError


def test_loading_wearmouth_again_changes_nothing(coordinator: Client, world: World) -> None:
    draft = uploaded(coordinator, register_zip(rows()))
    assert (draft.counts["new"], draft.counts["different"]) == (0, 0)
    assert draft.until - draft.created_at == timedelta(days=1)
