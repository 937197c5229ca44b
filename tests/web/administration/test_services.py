"""The directory of services; and over the whole schema: every table can be added to and corrected by somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.forms import CheckboxSelectMultiple
from django.test import Client
from django.urls import reverse

from tests.web.world import HELD, TODAY, World
from unmissed.register.schema import Table, schema
from unmissed.web.administration.services import WITHOUT_CHILD
from unmissed.web.design.fields import DayField, NamedField
from unmissed.web.people.models import Person
from unmissed.web.record.actions import new_id
from unmissed.web.record.forms import form_class, team_agencies
from unmissed.web.record.models import MODELS, EarlierVersion
from unmissed.web.trail.models import Entry

SignedIn = Callable[[Person], Client]
ADD = "/services/add"
SERVICE = {"service": "Harbour", "kinds": ["preventive", "advocacy"], "accepts_from_level": "low", "min_age": "11"}


def sent(table: Table, world: World, **own: str) -> dict[str, Any]:
    """A form with something for every question, as a browser would send it."""
    form = form_class(table, world.partnership, HELD)()
    answers: dict[str, Any] = dict(own)
    for name, field in form.fields.items():
        choices = [value for value, _ in getattr(field, "choices", ()) if value]
        if isinstance(field, DayField):
            answers |= {f"{name}-day": str(TODAY.day), f"{name}-month": str(TODAY.month), f"{name}-year": str(TODAY.year)}
        elif isinstance(field, NamedField):
            answers |= {name: next(iter(field.known))} if field.known else {f"{name}-other": "something"}
        elif table.has(name) and table.column(name).type == "whole":
            answers[name] = "3"
        elif choices:
            answers[name] = choices[:1] if isinstance(field.widget, CheckboxSelectMultiple) else str(choices[0])
        elif not (table.has(name) and table.column(name).refers_to):
            answers[name] = "9434765919" if name == "nhs_number" else "something"
    if "team" in form.fields:  # of the agency that has it
        answers["agency"] = team_agencies(world.partnership)[answers["team"]][0]
    return answers


def addresses(table: Table, record_id: str) -> tuple[str, str]:
    """Where a row of the table is added, and where it is corrected."""
    if table.name in WITHOUT_CHILD:
        return reverse("add-service"), reverse("correct-service", args=[record_id])
    if table.name == "children":
        return reverse("add-child"), reverse("correct-record", args=[record_id, "children", record_id])
    return reverse("add-record", args=[HELD, table.name]), reverse("correct-record", args=[HELD, table.name, record_id])


@pytest.mark.parametrize("table", list(schema()), ids=lambda table: table.name)
def test_every_table_of_the_schema_can_be_added_to_and_corrected(world: World, signed_in: SignedIn, table: Table) -> None:
    client, made = signed_in(world.coordinator), new_id()
    add, correct = addresses(table, made)
    added = client.post(add, sent(table, world, made=made, another="yes"))
    assert added.status_code == 302, added.text
    row = MODELS[table.name].objects.get(partnership=world.partnership, **{table.id.name: made})
    for column in table.columns:
        if column.type != "bool" and column.name not in {"child_id", "recorded_on"} and not column.refers_to:
            assert getattr(row, column.name) is not None, column.name
    corrected = client.post(
        correct, sent(table, world, version="1", why="Read aloud again.") | {"notes": "other", "name": "Else"}
    )
    assert corrected.status_code == 302, corrected.text
    row.refresh_from_db()
    assert row.version == 2
    assert EarlierVersion.objects.get(table_name=table.name, record_id=made).why == "Read aloud again."


# --- The directory --------------------------------------------------------------------------------------------------------------


def added(client: Client, **values: Any) -> str:
    made = new_id()
    assert client.post(ADD, SERVICE | values | {"made": made}).status_code == 302
    return made


def test_a_service_is_added_once_with_its_trail_and_shown_to_all(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    made = added(client)
    client.post(ADD, SERVICE | {"made": made})
    row = MODELS["service_directory"].objects.get(partnership=world.partnership)
    assert (row.kinds, row.min_age, row.entered_by) == (["preventive", "advocacy"], 11, world.practitioner)
    entry = Entry.objects.get(what="added to service_directory")
    assert (entry.child_id, entry.subject) == ("", f"service_directory:{made}")
    page = signed_in(world.analyst).get("/services").text
    assert "Harbour" in page
    assert "Preventive, Advocacy" in page
    assert ADD not in page


def test_what_two_people_write_is_put_side_by_side_and_nothing_is_lost(world: World, signed_in: SignedIn) -> None:
    made = added(signed_in(world.practitioner))
    where = f"/services/{made}"
    theirs = signed_in(world.colleague).post(where, SERVICE | {"capacity": "4", "version": "1", "why": "They said so."})
    assert theirs.status_code == 302
    late = signed_in(world.practitioner).post(
        where, SERVICE | {"provider": "The port", "version": "1", "why": "From the leaflet."}
    )
    assert late.status_code == 409
    assert f"{world.colleague.name} changed this record while you were writing</h2>" in late.text
    assert "Nothing of yours is lost, and nothing of yours is saved yet." in late.text
    assert "The port" in late.text
    assert "From the leaflet." in late.text
    assert 'name="version" value="2"' in late.text
    assert "Replaced on" in signed_in(world.practitioner).get(where).text


@pytest.mark.parametrize(
    ("given", "said"), [({"service": ""}, "Enter service"), ({"min_age": "x"}, "must be"), ({"kinds": ["magic"]}, "Select")]
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    world: World, signed_in: SignedIn, given: dict[str, Any], said: str
) -> None:
    page = signed_in(world.practitioner).post(ADD, SERVICE | {"provider": "The port"} | given)
    assert page.status_code == 422
    assert said in page.text
    assert "The port" in page.text
    assert not MODELS["service_directory"].every.exists()


def test_an_entry_is_withdrawn_with_a_reason_and_not_by_an_older_page(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    made = added(client)
    where = f"/services/{made}/withdraw"
    assert client.post(where, {"version": "1"}).status_code == 422
    late = client.post(where, {"version": "7", "out-why": "It closed."}).text
    assert "changed this record while you were writing. Read what it says now before you withdraw it." in late
    assert client.post(where, {"version": "1", "out-why": "It closed."}).status_code == 302
    assert "Harbour" not in client.get("/services").text
    assert MODELS["service_directory"].every.get(directory_id=made).withdrawn
    assert client.get(f"/services/{made}").status_code == 404


def test_an_entry_of_another_partnership_is_not_found(world: World, signed_in: SignedIn) -> None:
    made = added(signed_in(world.practitioner))
    MODELS["service_directory"].every.filter(directory_id=made).update(partnership=world.published)
    assert signed_in(world.practitioner).get(f"/services/{made}").status_code == 404


@pytest.mark.parametrize("who", ["auditor", "analyst", "administrator"])
def test_others_read_and_do_not_write(world: World, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(world, who))
    assert client.get("/services").status_code == 200
    assert client.post(ADD, SERVICE).status_code == 403


def test_in_a_record_that_is_only_read_nothing_is_added(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.practitioner)
    client.post("/partnerships", {"partnership": world.published.pk})
    assert client.get("/services").status_code == 200
    assert client.post(ADD, SERVICE).status_code == 403


def test_somebody_signed_out_signs_in_first(world: World, client: Client) -> None:
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in client.get("/services").text
