"""The list of findings."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.casework import asks_to_sign_in, finding, in_published, plan_of, text_of
from unmissed.web.findings.models import Finding
from unmissed.web.findings.selectors import Wanted, few_in_sight, listed, narrowed, on_my_children
from unmissed.web.trail.models import Entry


def names(response):
    return {name for name in ("Robin Ashdown", "Sam Birtley", "Lee Cresswell", "Jo Dunston") if name in text_of(response)}


def test_a_practitioner_is_shown_the_own_children_first(world, signed_in):
    response = signed_in(world.practitioner).get("/findings")
    assert response.status_code == 200
    assert names(response) == {"Robin Ashdown"}
    assert Entry.objects.latest("number").what == "the list of findings"


def test_a_colleague_sees_the_team_s_and_not_as_the_own(world, signed_in):
    client = signed_in(world.colleague)
    assert names(client.get("/findings?whose=mine")) == set()
    assert names(client.get("/findings?whose=team")) == {"Robin Ashdown"}


def test_a_restricted_child_is_shown_to_those_named_alone(world, signed_in):
    assert names(signed_in(world.manager).get("/findings?whose=team")) == {"Robin Ashdown", "Lee Cresswell"}
    assert "Lee Cresswell" not in names(signed_in(world.coordinator).get("/findings?whose=all"))


def test_a_partner_sees_what_the_agency_takes_part_in(world, signed_in):
    assert names(signed_in(world.partner).get("/findings?whose=all")) == {"Jo Dunston"}
    assert names(signed_in(world.other_partner).get("/findings?whose=all")) == set()


def test_the_gravest_and_longest_open_come_first(world):
    found = listed(world.coordinator, world.partnership, Wanted(whose="all"), world.today)
    order = [("critical", "serious", "watch").index(row.severity) for row in found.findings]
    assert order == sorted(order)
    serious = [row.opened_on for row in found.findings if row.severity == "serious"]
    assert serious == sorted(serious)
    assert not any(row.severity == "strength" for row in found.findings)


@pytest.mark.parametrize(
    ("query", "says"), [("state=due", "to fall due"), ("state=closed", "closed"), ("severity=critical", "open")]
)
def test_it_is_narrowed_by_state_and_severity(world, signed_in, query, says):
    assert says in text_of(signed_in(world.coordinator).get(f"/findings?whose=all&{query}"))


def test_due_are_those_that_open_later_the_next_first(world):
    days = [row.opened_on for row in narrowed(world.coordinator, world.partnership, Wanted("all", "due"), world.today)]
    assert days == sorted(days)
    assert days[0] == world.today + timedelta(days=8)


def test_it_is_narrowed_by_check_and_by_who_holds_it(world):
    def found(**wanted):
        rows = narrowed(world.coordinator, world.partnership, Wanted(whose="all", **wanted), world.today)
        return set(rows.values_list("check_name", flat=True))

    assert found(check="harm-without-action") == {"harm-without-action"}
    assert found(held_by=str(world.manager.pk)) == set()
    Finding.objects.filter(check_name="harm-without-action", child_id=world.held).update(assigned_to=world.manager)
    assert found(held_by=str(world.manager.pk)) == {"harm-without-action"}
    assert "harm-without-action" not in found(held_by="nobody")


def test_what_is_given_to_a_colleague_is_the_colleague_s(world):
    Finding.objects.filter(check_name="harm-without-action", child_id=world.held).update(assigned_to=world.colleague)
    mine = on_my_children(world.practitioner, world.partnership).values_list("check_name", flat=True)
    assert "harm-without-action" not in mine
    assert "harm-without-action" in on_my_children(world.colleague, world.partnership).values_list("check_name", flat=True)


@pytest.mark.parametrize(
    "query", ["page=0", "page=9999999", "page=x", "severity=x", "held_by=x", "whose=x", "state=x", "check='"]
)
def test_a_bad_value_counts_as_not_chosen(world, signed_in, query):
    assert signed_in(world.coordinator).get(f"/findings?{query}").status_code == 200


def test_nobody_to_wait_for_is_said_kindly(world, signed_in):
    assert "Nothing is open on your children" in text_of(signed_in(world.colleague).get("/findings"))


def test_roles_without_children_are_refused(world, signed_in):
    for person in (world.analyst, world.administrator):
        assert signed_in(person).get("/findings").status_code == 403


def test_the_read_only_partnership_can_be_read(world, signed_in):
    response = in_published(signed_in(world.practitioner), world).get("/findings")
    assert "CS-A0" in text_of(response)
    assert "Robin Ashdown" not in text_of(response)


def test_signed_out(world, client):
    assert asks_to_sign_in(client.get("/findings"))


# What closes a finding


def offered(client, check, state="open"):
    """The one link of the row of a check in the list of all, as (words, address); None where nothing is offered."""
    said = text_of(client.get(f"/findings?whose=all&check={check}&state={state}"))
    assert "app-lines__one" in said
    found = re.search(r'app-lines__step"><a [^>]*href="([^"]+)">([^<]+)<', said)
    return (found[2], found[1]) if found else None


def test_a_row_offers_the_form_where_one_closes_it_and_else_the_way_to_all(world, signed_in):
    client = signed_in(world.practitioner)
    without = finding(world, world.held, "harm-without-action")
    words, form = offered(client, "return-interview-late")
    assert words == "Correct the missing episode: return interview offered on"
    assert form == f"/children/{world.held}/records/missing_episodes/M-1/correct"
    assert client.get(form).status_code == 200
    words, leads = offered(client, "harm-without-action")
    assert (words, leads) == ("What closes it", f"/children/{world.held}/findings/{without.finding_id}#closes")
    page = text_of(client.get(leads))
    assert re.search(r'id="closes" tabindex="-1"><dt>What closes it</dt>.*?/add/services', page, re.S)


def test_a_row_that_falls_due_offers_what_keeps_it_from_opening(world, signed_in):
    assert offered(signed_in(world.coordinator), "review-overdue", "due") is not None


def test_who_only_reads_is_offered_nothing_in_the_list(world, signed_in):
    assert offered(signed_in(world.auditor), "harm-without-action") is None
    client = in_published(signed_in(world.practitioner), world)
    assert offered(client, "removed-while-at-risk") is None


def test_what_is_offered_costs_no_question_for_each_row(world, signed_in, monkeypatch):
    """The manager answers concerns, of which it must be known whether they wait."""
    client, asked = signed_in(world.manager), []
    row = finding(world, world.held, "concern-unheeded")
    for place in range(6):
        row.pk, row.finding_id = None, f"again-{place}"
        row.save()
    client.get("/findings")  # what is looked up once for a process is looked up now
    for a_page in (1, 50):
        monkeypatch.setattr("unmissed.web.findings.selectors.A_PAGE", a_page)
        with CaptureQueriesContext(connection) as queries:
            said = text_of(client.get("/findings?whose=all&check=concern-unheeded&state=due"))
        assert said.count('app-lines__step"') == min(a_page, 7)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_pages_are_cut_and_counted(world, monkeypatch):
    monkeypatch.setattr("unmissed.web.findings.selectors.A_PAGE", 3)
    first = listed(world.coordinator, world.partnership, Wanted(whose="all"), world.today)
    last = listed(world.coordinator, world.partnership, Wanted(whose="all", page=99), world.today)
    assert len(first.findings) == 3
    assert first.pages == -(-first.count // 3)
    assert not {row.pk for row in first.findings} & {row.pk for row in last.findings}
    monkeypatch.setattr("unmissed.web.findings.selectors.MOST_COUNTED", 4)
    assert listed(world.coordinator, world.partnership, Wanted(whose="all"), world.today).more


def test_every_list_is_found_by_an_index_and_never_sorted_whole(world, sqlite_only):
    """A million rows are not read: the list that sees every child walks an index in its order."""
    for state in ("open", "due", "closed"):
        plan = plan_of(narrowed(world.coordinator, world.partnership, Wanted("all", state), world.today)[:50])
        assert "SCAN findings_finding" not in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_a_person_of_few_children_has_theirs_asked_for_by_name(world, sqlite_only):
    assert few_in_sight(world.practitioner, world.partnership) == [world.held, world.restricted]
    assert few_in_sight(world.coordinator, world.partnership) is None
    for whose in ("mine", "team", "all"):
        for state in ("open", "due", "closed"):
            plan = plan_of(narrowed(world.practitioner, world.partnership, Wanted(whose, state), world.today))
            assert "SEARCH findings_finding USING INTEGER PRIMARY KEY (rowid=?)" in plan, plan
            assert "(partnership_id=? AND child_id=?)" in plan, plan
            assert "SCAN" not in plan, plan


def test_what_nobody_holds_is_no_short_way(world, sqlite_only):
    for person, whose in ((world.coordinator, "all"), (world.practitioner, "team")):
        plan = plan_of(narrowed(person, world.partnership, Wanted(whose, held_by="nobody"), world.today)[:50])
        assert "findings_held" not in plan, plan


def test_what_somebody_holds_is_found_by_its_index(world, sqlite_only):
    held = Finding.objects.filter(assigned_to__in=[world.practitioner.pk], gone_at=None)
    assert "findings_held" in plan_of(held)
