"""What a decision would do, asked before it is made."""

from __future__ import annotations

import pytest

from unmissed.web.findings.preview import preview_of
from unmissed.web.record.models import MODELS, EarlierVersion


def checks(findings):
    return {found.check for found in findings}


def test_declining_opens_what_it_would_leave_open(world):
    values = {"decided_on": world.today, "outcome": "declined", "reason": "no_identified_perpetrator"}
    preview = preview_of(world.partnership, world.held, "referrals", "R-1", values)
    assert {"screened-out-with-harm", "perpetrator-required"} <= checks(preview.opens)
    assert "harm-without-action" in checks(preview.stays)


def test_a_new_record_may_be_asked_about(world):
    values = {"list": "MACE", "added_on": world.today}
    preview = preview_of(world.partnership, world.held, "monitoring", "", values)
    assert "not-monitored" in checks(preview.closes)


def test_nothing_is_written(world):
    before = MODELS["referrals"].objects.get(referral_id="R-1", partnership=world.partnership).values()
    preview_of(world.partnership, world.held, "referrals", "R-1", {"decided_on": world.today, "outcome": "declined"})
    assert MODELS["referrals"].objects.get(referral_id="R-1", partnership=world.partnership).values() == before
    assert not EarlierVersion.objects.exists()


def test_a_column_that_the_register_lacks_stays_unknown(world):
    world.partnership.lacks = {"referrals": ["reason"], "monitoring": None}
    values = {"decided_on": world.today, "outcome": "declined", "reason": "no_identified_perpetrator"}
    assert "perpetrator-required" not in checks(preview_of(world.partnership, world.held, "referrals", "R-1", values).opens)
    nothing = preview_of(world.partnership, world.held, "monitoring", "", {"list": "MACE", "added_on": world.today})
    assert not nothing.closes


def test_a_record_of_another_child_is_no_record_of_this_one(world):
    with pytest.raises(KeyError):
        preview_of(world.partnership, world.other, "referrals", "R-1", {"decided_on": world.today})
