"""A small register in which everything happens that a report must show, hide or withstand.

MARA has a long history with every kind of finding; OLU one critical finding; =SUM(A1) an identifier that a spreadsheet
would run; KIT nothing at all. Surnames, numbers and free texts carry the word canary: they must never come out.
"""

from __future__ import annotations

from datetime import date

from unmissed.engine.audit import Audit, audit
from unmissed.policy.model import default_policy, override
from unmissed.register.loading import Register, register_from_rows

AS_OF = date(2020, 12, 31)
NAME = "Mara Canarysurname"
NHS_NUMBER = "9434765919"
WRONG_NHS_NUMBER = "9434765910"
UPN = "A123456789012"
SECRETS = ("canary", NHS_NUMBER, WRONG_NHS_NUMBER, UPN, "2005-03-09", "9 March 2005")
"""What no format may show without names; all but the name never."""
FORMULA = "=SUM(A1)"
MARKUP = "<script>alert(1)</script>"

_ASSESSED = {
    "kind": "assessment",
    "harm": "none",
    "past_harm_considered": "yes",
    "notes": "canary note",
    "rationale": "canary reasons",
}

ROWS: dict[str, list[dict[str, object]]] = {
    "children": [
        {"child_id": "MARA", "date_of_birth": "2005-03-09", "name": NAME, "nhs_number": NHS_NUMBER, "upn": UPN},
        {
            "child_id": "OLU",
            "date_of_birth": "2005-03-09",
            "name": "Olu Canarysurname",
            "nhs_number": WRONG_NHS_NUMBER,
            "upn": "",
        },
        {"child_id": FORMULA, "date_of_birth": "2005-03-09", "name": "=Canarysurname", "nhs_number": "", "upn": ""},
        {"child_id": "KIT", "date_of_birth": "2005-03-09", "name": "Kit Canarysurname", "nhs_number": "", "upn": ""},
    ],
    "assessments": [
        {"assessment_id": "A1", "child_id": "MARA", "started_on": "2018-02-01", "completed_on": "2018-02-20", "level": "medium"}
        | _ASSESSED,
        {
            "assessment_id": "A2",
            "child_id": "MARA",
            "started_on": "2018-11-05",
            "completed_on": "2018-12-01",
            "level": "very_high",
        }
        | _ASSESSED
        | {"harm": "known"},
        {"assessment_id": "A3", "child_id": "MARA", "started_on": "2020-10-20", "completed_on": "2020-11-20", "level": "high"}
        | _ASSESSED,
        {"assessment_id": "A4", "child_id": FORMULA, "started_on": "2020-11-01", "completed_on": "2020-11-10", "level": "medium"}
        | _ASSESSED,
    ],
    "events": [
        {
            "event_id": "E1",
            "child_id": "MARA",
            "occurred_on": "2018-10-12",
            "kind": "sexual_exploitation",
            "harm": "known",
            "recorded_on": "2018-11-20",
            "summary": "canary summary",
        },
        {
            "event_id": "E2",
            "child_id": "MARA",
            "occurred_on": "2019-03-03",
            "kind": "contact_with_unknown_adult",
            "harm": "suspected",
            "recorded_on": "",
            "summary": "",
        },
        {
            "event_id": "E3",
            "child_id": "MARA",
            "occurred_on": "2020-12-24",
            "kind": "trafficking",
            "harm": "known",
            "recorded_on": "",
            "summary": "",
        },
        {
            "event_id": "E4",
            "child_id": "MARA",
            "occurred_on": "2019-05-03",
            "kind": "school_absence",
            "harm": "none",
            "recorded_on": "",
            "summary": "",
        },
        {
            "event_id": "E5",
            "child_id": "OLU",
            "occurred_on": "2020-06-01",
            "kind": "sexual_abuse",
            "harm": "known",
            "recorded_on": "",
            "summary": "",
        },
        {
            "event_id": "E6",
            "child_id": "OLU",
            "occurred_on": "some day",
            "kind": "sexual_abuse",
            "harm": "known",
            "recorded_on": "",
            "summary": "",
        },
        {
            "event_id": "E7",
            "child_id": "NOBODY",
            "occurred_on": "2020-06-01",
            "kind": "other",
            "harm": "none",
            "recorded_on": "",
            "summary": "",
        },
    ],
    "missing_episodes": [
        {
            "episode_id": "M1",
            "child_id": "MARA",
            "kind": "missing",
            "started_on": "2019-04-01",
            "ended_on": "2019-04-03",
            "return_interview_offered_on": "",
            "return_interview_completed_on": "",
        },
        {
            "episode_id": "M2",
            "child_id": "MARA",
            "kind": "missing",
            "started_on": "2020-12-30",
            "ended_on": "",
            "return_interview_offered_on": "",
            "return_interview_completed_on": "",
        },
    ],
    "concerns": [
        {
            "concern_id": "C1",
            "child_id": "MARA",
            "raised_on": "2019-02-01",
            "raised_by": "school",
            "about": "level_too_low",
            "responded_on": "2019-07-01",
            "response": "reassessed",
            "asserted_level": "high",
        },
    ],
    "monitoring": [
        {
            "entry_id": "L1",
            "child_id": "MARA",
            "list": "MACE",
            "added_on": "2018-03-01",
            "removed_on": "2019-09-15",
            "removal_reason": "risk_reduced",
            "removal_decision": "single_agency",
        },
        {
            "entry_id": "L2",
            "child_id": FORMULA,
            "list": MARKUP,
            "added_on": "2020-11-12",
            "removed_on": "2020-12-01",
            "removal_reason": "other",
            "removal_decision": "",
        },
    ],
    "placements": [
        {
            "placement_id": f"P{n}",
            "child_id": "MARA",
            "started_on": start,
            "ended_on": end,
            "kind": kind,
            "host_authority": host,
            "responsible_authority": "North",
            "risk_assessment_shared": "",
            "risk_assessment_shared_on": "",
        }
        for n, (start, end, kind, host) in enumerate(
            [
                ("2018-01-10", "2018-07-01", "foster", "North"),
                ("2018-07-01", "2018-12-20", "residential", "South"),
                ("2018-12-20", "2019-11-30", "residential", "North"),
                ("2019-11-30", "", "specialist", "North"),
            ],
            1,
        )
    ],
    "services": [
        {
            "service_id": "S1",
            "child_id": "MARA",
            "service": "Harbour project",
            "kind": "direct_work",
            "started_on": "2018-03-05",
            "ended_on": "2018-09-30",
            "outcome": "canary outcome",
        },
    ],
    "workers": [
        {
            "allocation_id": f"W{n}",
            "child_id": "MARA",
            "worker_id": f"SW-{n}",
            "role": "social_worker",
            "started_on": start,
            "ended_on": end,
        }
        for n, (start, end) in enumerate(
            [("2018-07-15", "2018-11-01"), ("2018-11-01", "2019-02-01"), ("2019-02-01", "2020-06-01"), ("2020-06-01", "")], 1
        )
    ],
    "meetings": [{"meeting_id": "T1", "child_id": "MARA", "held_on": "2018-03-01", "kind": "mace", "agencies": "police;health"}],
    "involvements": [
        {
            "involvement_id": "I1",
            "child_id": "MARA",
            "agency": "Police",
            "team": "Exploitation",
            "opened_on": "2018-03-01",
            "closed_on": "2020-02-10",
            "closing_reason": "risk_reduced",
        },
    ],
    "statuses": [{"status_id": "U1", "child_id": "MARA", "kind": "looked_after", "started_on": "2018-01-10", "ended_on": ""}],
}
"""Left out, and so unknown: referrals, views, actions, assessment_factors."""


def sample_register() -> Register:
    """The register, with two rows set aside and one notice."""
    return register_from_rows(ROWS)


def sample_audit() -> Audit:
    """The whole catalogue over it, with one local policy value."""
    return audit(sample_register(), as_of=AS_OF, policy=override(default_policy(), {"review_days": 42}))
