"""Figures."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from tests.web.casework import asks_to_sign_in, in_published, text_of
from unmissed.oversight.suppression import HIDDEN
from unmissed.web.findings.models import Finding, Standing
from unmissed.web.home.figures import FIGURES, children, figures_of, open_findings
from unmissed.web.people.roles import Role
from unmissed.web.record.deciding import keep_table
from unmissed.web.trail.models import Entry

PATH = "/figures"


def test_they_are_counted_from_what_is_kept(world):
    rows = {row[:2]: row[2:] for row in children(world.partnership).figure.rows}
    assert rows["high", "suspected"] == (1, 0, 0, 0, 1)
    assert rows["high", "known"] == (1, 1, 0, 0, 0)
    assert rows["medium", "none"] == (1, 0, 1, 0, 0)
    assert sum(row[0] for row in rows.values()) == Standing.objects.filter(partnership=world.partnership, in_view=True).count()


def test_open_findings_stand_in_the_bands_of_their_days(world):
    rows = {row[:2]: row[2:] for row in open_findings(world.partnership).figure.rows}
    assert rows["Significant event without reassessment", "serious"] == (1, 1, 0, 0, 0)
    assert rows["Harm without protective action", "critical"] == (1, 0, 0, 1, 0)
    assert rows["Left without a service", "serious"] == (3, 0, 0, 2, 1)
    assert not [name for name, severity in rows if severity == "strength"]


def test_the_analyst_is_shown_no_small_number_and_none_to_work_one_out_from(world):
    for figure in figures_of(world.analyst, world.partnership):
        for row in figure.rows:
            assert not [value for value in row if isinstance(value, int) and 0 < value < 5]


def test_who_sees_every_child_is_shown_the_numbers_and_others_are_not(world, signed_in):
    assert HIDDEN not in text_of(signed_in(world.coordinator).get(PATH))
    for person in (world.analyst, world.practitioner, world.manager, world.partner):
        assert HIDDEN in text_of(signed_in(person).get(PATH))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_child_is_named(world, signed_in, role):
    said = text_of(signed_in(world.of(role)).get(PATH))
    assert not [name for name in ("Ashdown", "Birtley", "Cresswell", "Dunston", "C-held", "C-listed") if name in said]
    assert Entry.objects.latest("number").what == "figures"


def test_a_role_that_may_not(world, signed_in):
    assert signed_in(world.administrator).get(PATH).status_code == 403


def test_the_read_only_partnership_has_its_own(world, signed_in):
    assert "removed from monitoring while at risk" in text_of(in_published(signed_in(world.analyst), world).get(PATH)).lower()


def test_an_empty_partnership_has_nothing_to_count(world, signed_in):
    Standing.objects.all().delete()
    Finding.objects.all().delete()
    assert "Nothing to count today" in text_of(signed_in(world.analyst).get(PATH))


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get(PATH))


def test_every_figure_can_be_taken_out(world, signed_in):
    said = text_of(signed_in(world.analyst).get(PATH))
    assert all(f"{PATH}/{name}.csv" in said for name in FIGURES)


def test_what_the_record_does_not_hold_whole_is_said_beside_the_numbers(world, signed_in):
    world.partnership.lacks = {"events": None, "monitoring": None, "concerns": ["responded_on"]}
    world.partnership.save()
    said = text_of(signed_in(world.analyst).get(PATH))
    assert "Not held whole here, and counted by the rows that are there: Events and Lists that keep the child in sight." in said
    assert "counted by the rows that are there: Concerns." in said
    world.coordinator.refresh_from_db()
    for table in ("events", "monitoring"):
        keep_table(table=table, since=date(2026, 1, 5), why="We keep it now.", by=world.coordinator)
    said = text_of(signed_in(world.analyst).get(PATH))
    assert "The register holds events whole only from 5 January 2026; what was before is not known." in said
    assert "Events and Lists" not in said
    assert "holds monitoring" not in said


def test_what_is_taken_out_says_it_too(world, signed_in):
    world.partnership.lacks = {"events": None}
    world.partnership.save()
    rows = list(csv.reader(StringIO(signed_in(world.analyst).get(f"{PATH}/children.csv").content.decode())))
    assert rows[0][-1] == "limits"
    assert "counted by the rows that are there: Events." in rows[1][-1]


def test_a_whole_record_has_nothing_to_say(world):
    assert not [figure.limits for figure in figures_of(world.coordinator, world.partnership) if figure.limits]
