"""Home: what needs me today."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.casework import asks_to_sign_in, finding, in_published, text_of
from unmissed.web.access.models import EmergencyView
from unmissed.web.findings.actions import acknowledge
from unmissed.web.findings.acts import offers_to
from unmissed.web.findings.models import Finding
from unmissed.web.home.presenters import due_lines_of, lines_of
from unmissed.web.home.selectors import needs_of
from unmissed.web.people.models import Person
from unmissed.web.people.roles import Role
from unmissed.web.record.models import MODELS
from unmissed.web.trail.models import Entry


def lines_for(person, world):
    """What waits for the person on Home."""
    partnership = person.partnership
    return lines_of(needs_of(person, partnership), world.today, offers_to(person, partnership))


def test_a_practitioner_finds_what_waits_on_the_own_children_by_date(world):
    lines = lines_for(world.practitioner, world)
    assert [line.day for line in lines] == sorted(line.day for line in lines)
    assert {line.child for line in lines} == {"Robin Ashdown"}
    assert {line.step for line in lines} == {"Acknowledge"}
    assert (
        len(lines)
        == Finding.objects.filter(child_id=world.held, closed_on=None, opened_on__lte=world.today, gone_at=None).count()
    )


def test_what_falls_due_within_fourteen_days_stands_apart(world, signed_in):
    needs, offers = needs_of(world.practitioner, world.partnership), offers_to(world.practitioner, world.partnership)
    due = due_lines_of(needs, world.today, offers)
    assert [(line.what, line.day) for line in due] == [("Concern unheeded", world.today + timedelta(days=9))]
    said = text_of(signed_in(world.practitioner).get("/"))
    assert said.index("Waiting now") < said.index("Falls due in 14 days")
    assert "in 9 days" in said
    ahead = '<span class="app-ahead">Unless something is done, on 25 March 2026:</span> The concern raised on 24 February 2026'
    assert ahead in said


def test_strengths_do_not_fall_due(world, signed_in):
    row = finding(world, world.held, "concern-unheeded")
    Finding.objects.filter(pk=row.pk).update(severity="strength")
    assert "Falls due in 14 days" not in text_of(signed_in(world.practitioner).get("/"))


def test_a_finding_offers_the_form_of_what_closes_it(world, signed_in):
    acts = {line.what: [act.words for act in line.acts] for line in lines_for(world.practitioner, world)}
    assert acts["Harm without protective action"] == ["Add a service"]
    assert acts["Return interview not offered in time"] == ["Correct the missing episode: return interview offered on"]
    said = text_of(signed_in(world.practitioner).get("/"))
    assert f'href="/children/{world.held}/add/services"' in said
    assert signed_in(world.practitioner).get(f"/children/{world.held}/add/services").status_code == 200


def test_what_was_acknowledged_has_what_closes_it_as_its_next_step(world):
    acknowledge(finding=finding(world, world.held, "harm-without-action"), why="x", by=world.practitioner)
    lines = [line for line in lines_for(world.practitioner, world) if line.quiet]
    assert [(line.step, [act.words for act in line.acts]) for line in lines] == [("", ["Add a service"])]


def test_where_the_register_lacks_the_table_the_next_step_is_to_read(world):
    acknowledge(finding=finding(world, world.held, "harm-without-action"), why="x", by=world.practitioner)
    world.practitioner.partnership.lacks = dict.fromkeys(("services", "meetings", "statuses", "placements"))
    lines = [line for line in lines_for(world.practitioner, world) if line.quiet]
    assert [(line.step, line.acts) for line in lines] == [("Read what closes it", ())]


def test_what_was_given_to_me_is_mine(world):
    row = finding(world, world.held, "harm-without-action")
    Finding.objects.filter(pk=row.pk).update(assigned_to=world.colleague)
    assert [line.what for line in lines_for(world.colleague, world)] == ["Harm without protective action"]
    mine = lines_for(world.practitioner, world)
    assert "Harm without protective action" not in {line.what for line in mine}


def test_who_decides_finds_referrals_and_concerns(world, signed_in):
    said = text_of(signed_in(world.manager).get("/"))
    assert "Concern to answer" in said
    assert "Referral to decide" in said
    assert "/children/C-held/referrals/R-1/decide" in said
    assert "critical in my team that nobody holds" in said


def test_an_emergency_view_is_there_to_be_noted(world, signed_in):
    now = timezone.now()
    EmergencyView.objects.create(
        partnership=world.partnership,
        child_id=world.held,
        person=world.partner,
        why="In hospital now",
        opened_at=now,
        until=now + timedelta(hours=2),
    )
    said = text_of(signed_in(world.manager).get("/"))
    assert "Opened in an emergency" in said
    assert "Hana Blackett: In hospital now" in said
    assert "Opened in an emergency" not in text_of(signed_in(world.colleague).get("/"))


def test_who_has_findings_to_give_away_is_not_thanked_for_having_seen_to_everything(world, signed_in):
    MODELS["referrals"].objects.all().update(decided_on=world.today, outcome="accepted")
    MODELS["concerns"].objects.all().update(responded_on=world.today, response="no_action")
    said = text_of(signed_in(world.manager).get("/"))
    assert "Nothing was given to you" in said
    assert "Thank you" not in said


def test_nobody_waiting_is_said_kindly(world, signed_in):
    assert "Nothing waits for you today" in text_of(signed_in(world.colleague).get("/"))


@pytest.mark.parametrize(
    ("role", "rooms"),
    [(Role.ANALYST, ["/figures"]), (Role.ADMINISTRATOR, ["administration"]), (Role.AUDITOR, ["/findings", "trail"])],
)
def test_roles_without_casework_are_led_to_their_rooms(world, signed_in, role, rooms):
    said = text_of(signed_in(world.of(role)).get("/"))
    assert "What needs me today" not in said
    main = said[said.index("<main") :]
    assert all(room in main for room in rooms)
    assert "Robin Ashdown" not in said


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home(world, signed_in, role):
    assert signed_in(world.of(role)).get("/").status_code == 200
    assert Entry.objects.latest("number").what == "home"


def test_another_agency_sees_nothing_of_a_child_that_is_not_its(world, signed_in):
    assert "Robin Ashdown" not in text_of(signed_in(world.other_partner).get("/"))


def test_a_restricted_child_is_not_on_the_home_of_its_worker(world, signed_in):
    assert "Lee Cresswell" not in text_of(signed_in(world.practitioner).get("/"))


def test_the_read_only_partnership_waits_for_nobody(world, signed_in):
    assert "Nothing here waits for anybody" in text_of(in_published(signed_in(world.practitioner), world).get("/"))


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get("/"))


@pytest.mark.parametrize("role", list(Role))
def test_no_question_of_home_goes_through_a_table(world, signed_in, sqlite_only, role):
    """With 100,000 children Home asks the same indexes as with four."""
    person = Person.objects.select_related("partnership", "agency", "team").get(pk=world.of(role).pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        needs_of(person, person.partnership)
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"explain query plan {query['sql']}")
            plan = "\n".join(str(row[3]) for row in cursor.fetchall())
        big = ("findings_", "record_", "access_ground", "access_emergencyview", "referrals_sent", "U0", "V0", "W0")
        scans = [line for line in plan.splitlines() if line.startswith("SCAN") and any(name in line for name in big)]
        wide = re.findall(r"USING .*INDEX (?:findings_|access_grou|sqlite_autoindex_findings)\w* \(partnership_id=\?\)", plan)
        assert not scans + wide, f"{query['sql']}\n{plan}"


def test_home_asks_no_more_for_more_children(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        needs_of(world.manager, world.partnership)
