"""A finding wherever it is told: its days are counted alike, what lies ahead is introduced, what closes it is offered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.web.casework import finding, in_published, text_of
from unmissed.checks.catalogue import catalogue
from unmissed.report import words
from unmissed.report.words import ahead
from unmissed.web.clock import today
from unmissed.web.findings.acts import Offers, offers_to
from unmissed.web.findings.live import look
from unmissed.web.findings.models import Finding
from unmissed.web.findings.policy import policy_of
from unmissed.web.findings.presenters import as_found, days_of, effects, in_a_line, shown
from unmissed.web.findings.preview import preview_of
from unmissed.web.people.roles import May, Role, may
from unmissed.web.record.models import MODELS

CHECKS = {check.name: check for check in catalogue()}


def plain(text):
    """A page's text without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def address(row):
    return f"/children/{row.child_id}/findings/{row.finding_id}"


def test_every_page_counts_the_same_days(world, signed_in):
    row, client = finding(world, world.held, "harm-without-action"), signed_in(world.practitioner)
    days = days_of(row, world.today)
    assert days == (world.today - row.opened_on).days + 1
    Finding.objects.filter(child_id=world.held).exclude(pk=row.pk).delete()
    assert f"open for {days} days" in text_of(client.get("/"))
    assert f"Open for {days} days" in plain(text_of(client.get("/findings")))
    assert f"Harm without protective action, {days} days" in text_of(client.get("/tracker"))
    for page in (address(row), f"/children/{world.held}"):
        assert f": {days} days ." in plain(text_of(client.get(page)))


def test_days_are_counted_as_days_unprotected_are(world):
    """Opened today is its first day; a closed one is half-open, and what lies ahead counts down."""
    row = finding(world, world.held, "harm-without-action")
    assert days_of(row, row.opened_on) == 1
    row.closed_on = row.opened_on + timedelta(days=4)
    assert days_of(row, world.today) == 4
    assert days_of(row, row.opened_on - timedelta(days=3)) == 3
    for found in look(world.partnership, world.held).findings:
        if found.state != "due":
            assert days_of(found, world.today) == words.days_of(found, world.today), "as the report counts them"


# What lies ahead


def test_what_lies_ahead_is_introduced_on_every_page(world, signed_in):
    row, client = finding(world, world.held, "concern-unheeded"), signed_in(world.practitioner)
    told = f"Unless something is done, on 25 March 2026: {row.because}"
    pages = ["/", "/findings?state=due", address(row), f"{address(row)}/acknowledge", f"/children/{world.held}"]
    pages.append(f"/children/{world.held}/records/concerns/K-1")
    for page in pages[:-1]:
        said = plain(text_of(client.get(page)))
        assert told in said, page
        assert said.count(row.because) == said.count(told), page
    assert "Concern unheeded, unless something is done, on 25 March 2026" in plain(text_of(client.get(pages[-1])))
    assert told in plain(text_of(signed_in(world.manager).get(f"{address(row)}/give")))


def test_what_is_open_or_closed_is_not_introduced(world):
    found = as_found(finding(world, world.held, "harm-without-action"), world.today)
    assert ahead(found) == ahead(replace(found, state="closed", closed_on=world.today)) == ""


def test_a_strength_that_lies_ahead_is_to_be_noted_and_never_falls_due(world, signed_in):
    row, client = finding(world, world.held, "concern-unheeded"), signed_in(world.coordinator)
    Finding.objects.filter(pk=row.pk).update(severity="strength")
    told = f"Will be noted on 25 March 2026 if this holds until then: {row.because}"
    page = text_of(client.get(f"/children/{world.held}"))
    assert told in plain(page)
    assert page.index("What works") < page.index("Will be noted on")
    for query in ("state=due", "state=due&severity=strength"):
        assert row.because not in text_of(client.get(f"/findings?whose=all&{query}"))
    row.refresh_from_db()
    assert in_a_line(row, world.today) == "Concern unheeded, will be noted on 25 March 2026 if this holds until then"


def test_before_a_decision_what_lies_ahead_is_introduced_too(world):
    values = {"removed_on": world.today, "removal_reason": "risk_reduced", "removal_decision": "single_agency"}
    preview = preview_of(world.partnership, world.listed, "monitoring", "L-2", values)
    lines = effects(preview, world.today)
    ahead_of = {line.does: line.ahead for line in lines if line.ahead}
    assert {line.does for line in lines if not line.ahead} <= {"opens", "closes", "stays"}
    assert "still falls due" in ahead_of
    assert ahead_of["still falls due"].startswith("Unless something is done, on ")
    stays = [replace(found, severity="strength") for found in preview.stays if found.state == "due"]
    strengths = effects(replace(preview, opens=tuple(stays), closes=tuple(stays), stays=()), world.today)
    assert {line.does for line in strengths} == {"may be noted", "no longer to be noted"}
    assert all(line.ahead.startswith(("Will be noted on ", "Otherwise, on ")) for line in strengths)


# What closes it


def test_the_page_of_a_finding_offers_every_act_that_closes_it(world, signed_in):
    row = finding(world, world.held, "harm-without-action")
    said = text_of(signed_in(world.practitioner).get(address(row)))
    forms = [f'href="/children/{world.held}/add/{table}"' for table in ("services", "meetings", "statuses", "placements")]
    places = [said.index(form) for form in forms]
    assert all(before < after for before, after in pairwise(places))
    assert "Record what was done" not in said


def test_a_day_to_be_filled_in_leads_to_the_finding_s_own_record(world, signed_in):
    row, client = finding(world, world.held, "return-interview-late"), signed_in(world.practitioner)
    form = f"/children/{world.held}/records/missing_episodes/M-1/correct"
    for page in (address(row), f"/children/{world.held}"):
        said = plain(text_of(client.get(page)))
        assert "Correct the missing episode: return interview offered on" in said
    assert f'href="{form}"' in text_of(client.get(address(row)))
    assert 'name="return_interview_offered_on-day"' in text_of(client.get(form))


def test_who_decides_answers_a_concern_that_waits(world):
    found = as_found(finding(world, world.held, "concern-unheeded"), world.today)

    def offered(person):
        return [act.words for act in offers_to(person, world.partnership).on(found, CHECKS[found.check])]

    assert offered(world.manager) == ["Answer the concern", "Add an assessment"]
    assert offered(world.practitioner) == ["Correct the concern: responded on", "Add an assessment"]
    MODELS["concerns"].objects.filter(concern_id="K-1").update(responded_on=world.today)
    assert offered(world.manager) == ["Correct the concern: responded on", "Add an assessment"]


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_record_is_offered_anything(world, role):
    found = as_found(finding(world, world.held, "harm-without-action"), world.today)
    acts = offers_to(world.of(role), world.partnership).on(found, CHECKS[found.check])
    assert bool(acts) == may(role, May.RECORD)


def test_who_only_reads_is_offered_nothing(world, signed_in):
    row = finding(world, world.held, "harm-without-action")
    for page in (address(row), f"/children/{world.held}"):
        assert "/add/services" not in text_of(signed_in(world.auditor).get(page))
    row = Finding.objects.get(partnership=world.published, check_name="removed-while-at-risk")
    client = in_published(signed_in(world.practitioner), world)
    for page in (address(row), f"/children/{world.published_child}"):
        assert "/add/" not in text_of(client.get(page))


def test_a_past_day_offers_nothing(world, signed_in):
    assert "/add/" not in text_of(signed_in(world.practitioner).get(f"/children/{world.held}?on=2026-03-01"))


def test_what_the_register_lacks_is_not_offered(world):
    found = as_found(finding(world, world.held, "harm-without-action"), world.today)
    late = as_found(finding(world, world.held, "return-interview-late"), world.today)
    world.partnership.lacks = {"services": None, "missing_episodes": ["return_interview_offered_on"]}
    offers = offers_to(world.practitioner, world.partnership)
    assert [act.words for act in offers.on(found, CHECKS[found.check])] == ["Add a meeting", "Add a status", "Add a placement"]
    assert offers.on(late, CHECKS[late.check]) == ()


@pytest.mark.parametrize("check", catalogue(), ids=lambda check: check.name)
def test_every_check_s_forms_can_be_opened(world, signed_in, check):
    """Whatever a header names has a form, for whatever record opened the finding."""
    pattern = as_found(finding(world, world.held, "harm-without-action"), world.today)
    offers, client = offers_to(world.coordinator, world.partnership), signed_in(world.coordinator)
    for opener, names in check.closed_by:
        rests_on = [name.partition(".")[0] for name in names if "." in name] + ([opener] if opener else [])
        evidence = tuple(f"{table}:{_own(world, table)}" for table in dict.fromkeys(rests_on))
        acts = offers.on(replace(pattern, evidence=evidence), check)
        assert acts
        for act in acts:
            if "nothing-yet" not in act.href:
                assert client.get(act.href).status_code == 200, act
    strength = replace(pattern, severity="strength")
    assert offers.on(strength, check) == ()
    assert Offers(world.partnership).on(pattern, check) == ()


def _own(world, table):
    """A record of the child in the table; a name that no record has where there is none."""
    row = MODELS[table].objects.filter(partnership=world.partnership, child_id=world.held).first()
    return row.record_id if row else "nothing-yet"


def test_the_engine_s_findings_and_those_kept_are_told_alike(world):
    day, policy = today(world.partnership), policy_of(world.partnership)
    fresh = look(world.partnership, world.held).findings
    kept = {row.finding_id: row for row in Finding.objects.filter(child_id=world.held, gone_at=None)}
    assert {found.finding_id for found in fresh} == set(kept)
    for found in fresh:
        row = kept[found.finding_id]
        assert shown(found, day, policy, kept=row) == shown(as_found(row, day), day, policy, kept=row)
        assert isinstance(found.opened_on, date)
