"""What is sent in, decided or answered of a table that is not kept here: every form says so, as the record's own forms do."""

from __future__ import annotations

import pytest

from tests.web.casework import record, text_of
from unmissed.web.record.deciding import keep_table
from unmissed.web.referrals.actions import About, decide, refer

NOTE = "Not yet kept here."
FORMS = {
    "/refer": ("referrals", "practitioner"),
    "/refer/concern": ("concerns", "practitioner"),
    "/children/C-held/referrals/R-1/decide": ("referrals", "manager"),
    "/children/C-held/concerns/K-1/answer": ("concerns", "manager"),
}


def lacking(world, table):
    world.partnership.lacks = {table: None}
    world.partnership.save()


@pytest.mark.parametrize("path", FORMS)
def test_the_form_says_what_follows(world, signed_in, path):
    table, who = FORMS[path]
    client = signed_in(getattr(world, who))
    assert NOTE not in text_of(client.get(path))
    lacking(world, table)
    said = text_of(client.get(path))
    assert NOTE in said
    assert f"did not have any {table}" in said


def test_of_a_child_in_sight_too_and_after_a_mistake(world, signed_in):
    lacking(world, "referrals")
    client = signed_in(world.practitioner)
    assert NOTE in text_of(client.get(f"/refer?child={world.held}"))
    assert NOTE in text_of(client.post("/refer", {"child": world.held, "notes": ""}))


def test_another_table_is_no_matter(world, signed_in):
    lacking(world, "concerns")
    assert NOTE not in text_of(signed_in(world.practitioner).get("/refer"))


def test_once_it_is_kept_there_is_nothing_to_say(world, signed_in):
    lacking(world, "concerns")
    world.coordinator.refresh_from_db()
    keep_table(table="concerns", since=world.today, why="Everybody enters them.", by=world.coordinator)
    assert NOTE not in text_of(signed_in(world.practitioner).get("/refer/concern"))


def test_a_challenge_says_it_of_views(world, signed_in):
    sent = refer(about=About(child_id=world.held), kind="monitoring", referred_to="MACE", notes="x", by=world.practitioner)
    row = record(world, "referrals", sent.record_id)
    decide(record=row, outcome="declined", reason="below_threshold", why="Not high", version=1, by=world.manager)
    lacking(world, "views")
    assert NOTE in text_of(signed_in(world.practitioner).get(f"/referrals/{sent.pk}/challenge"))
