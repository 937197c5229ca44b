"""Taking a figure out."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from tests.web.casework import asks_to_sign_in, in_published, last_entry
from unmissed.oversight.suppression import HIDDEN
from unmissed.web.home.figures import FIGURES
from unmissed.web.trail.models import Act


@pytest.mark.parametrize("name", list(FIGURES))
def test_it_is_a_table_without_small_numbers_for_everybody(world, signed_in, name):
    for person in (world.analyst, world.coordinator):
        response = signed_in(person).get(f"/figures/{name}.csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.reader(StringIO(response.content.decode())))
        assert len(rows) > 1
        assert not [cell for row in rows[1:] for cell in row if cell.isdigit() and 0 < int(cell) < 5]
        assert any(HIDDEN in row for row in rows)


def test_the_trail_keeps_who_took_it_out(world, signed_in):
    signed_in(world.analyst).get("/figures/children.csv")
    entry = last_entry()
    assert (entry.act, entry.person_id, entry.subject) == (Act.EXPORT, world.analyst.pk, "figures:children")


def test_a_colleague_may_and_an_administrator_may_not(world, signed_in):
    assert signed_in(world.colleague).get("/figures/children.csv").status_code == 200
    assert signed_in(world.administrator).get("/figures/children.csv").status_code == 403


def test_the_read_only_partnership_can_be_taken_out(world, signed_in):
    assert in_published(signed_in(world.analyst), world).get("/figures/children.csv").status_code == 200


def test_a_bad_id(world, signed_in):
    assert signed_in(world.analyst).get("/figures/nothing.csv").status_code == 404


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get("/figures/children.csv"))
