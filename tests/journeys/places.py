"""Every page of the application, as journeys reach it. A page that stands nowhere here fails a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.journeys import test_child, test_kept_here, test_load_and_leave, test_refer, test_signing_in
from unmissed.web.children.parts import PARTS


class Place(NamedTuple):
    """A page: the name of its address, how its address is written, and what it is about (see facts.THINGS)."""

    name: str
    path: str
    about: str = ""
    state: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.state}".strip()


_RECORD = "/children/{child}/records/missing_episodes/{it}"
PLACES = (
    Place("home", "/"),
    Place("figures", "/figures"),
    Place("account", "/account"),
    Place("partnerships", "/partnerships"),
    Place("set-up-second-factor", "/second-factor/set-up"),
    Place("new-password", "/new-password"),
    Place("emergency", "/emergency"),
    Place("emergency-views", "/emergency-views"),
    Place("restriction", "/children/{child}/restriction", "child"),
    Place("trail", "/trail"),
    Place("child-trail", "/children/{child}/trail", "child"),
    Place("policy", "/policy"),
    Place("administration", "/administration"),
    Place("agencies", "/administration/agencies"),
    Place("add-agency", "/administration/agencies/add"),
    Place("add-team", "/administration/agencies/1/add-team"),
    Place("people", "/administration/people"),
    Place("add-person", "/administration/people/add"),
    Place("person", "/administration/people/1"),
    Place("change-person", "/administration/people/1/change"),
    Place("second-factor-roles", "/administration/second-factor"),
    Place("policy-value", "/administration/policy/review_days"),
    Place("policy-default", "/administration/policy/review_days/default"),
    Place("kept-tables", "/kept-here"),
    Place("services", "/services"),
    Place("add-service", "/services/add"),
    Place("tracker", "/tracker"),
    Place("add-child", "/add-child"),
    Place("child", "/children/{child}", "child"),
    Place("add-record", "/children/{child}/add/meetings", "child"),
    Place("record", _RECORD, "episode"),
    Place("correct-record", f"{_RECORD}/correct", "episode"),
    Place("withdraw-record", f"{_RECORD}/withdraw", "episode"),
    Place("refer", "/refer"),
    Place("raise-concern", "/refer/concern"),
    Place("referrals", "/referrals"),
    Place("decide-referral", "/children/{child}/referrals/{it}/decide", "referral"),
    Place("answer-concern", "/children/{child}/concerns/{it}/answer", "concern"),
    Place("answer-challenge", "/children/{child}/challenges/{it}/answer", "challenge"),
    Place("findings", "/findings"),
    Place("hand-over", "/findings/hand-over"),
    Place("finding", "/children/{child}/findings/{it}", "finding"),
    Place("acknowledge-finding", "/children/{child}/findings/{it}/acknowledge", "finding"),
    Place("assign-finding", "/children/{child}/findings/{it}/give", "finding"),
    Place("preview-decision", "/children/{child}/before/monitoring/{it}", "entry"),
    Place("imports", "/imports"),
    Place("upload", "/imports/upload"),
    Place("download", "/imports/download"),
)
"""Pages that stand without anybody having done anything before."""

TABLES = tuple(table for part in PARTS for table in part.tables if table != "children")
STATES = (
    *(Place("child", f"/children/{{child}}?part={part.name}", "child", part.name) for part in PARTS),
    *(Place("add-record", f"/children/{{child}}/add/{table}", "child", table) for table in TABLES),
    Place("child", "/children/{child}?on=2025-06-01", "child", "as it was known"),
    Place("child", "/children/{child}?zoom=6-months", "child", "near"),
    Place("child", "/children/{child}?on=2025-02-30", "child", "on a day that is none"),
    Place("tracker", "/tracker?text=nobody+of+that+name", "", "empty"),
    Place("findings", "/findings?whose=all&state=closed&severity=strength&check=review-overdue", "", "empty"),
    Place("findings", "/findings?whose=all&state=due", "", "what falls due"),
    Place("findings", "/findings?whose=all&state=closed", "", "closed"),
    Place("people", "/administration/people?words=nobody+of+that+name", "", "empty"),
    Place("trail", "/trail?child=no+such+number", "", "empty"),
    Place("trail", "/trail?from_day-day=31&from_day-month=2&from_day-year=2026", "", "with a day that is none"),
    Place("emergency", "/children/nobody/emergency", "", "of one child"),
    Place("draft", "/imports/none", "", "gone"),
)
"""The same pages in other states: their parts, empty, with a question that makes no sense."""

BROUGHT_ABOUT: dict[str, Callable[..., None]] = {
    "sign-in": test_signing_in.test_a_wrong_password_is_answered_in_words_and_the_name_is_kept,
    "sign-out": test_signing_in.test_somebody_signs_in_and_out_without_scripts,
    "second-factor": test_signing_in.test_a_second_factor_that_is_required_is_set_up_and_asked_for,
    "sent": test_refer.test_a_referral_is_declined_challenged_and_answered,
    "challenge": test_refer.test_a_referral_is_declined_challenged_and_answered,
    "draft": test_load_and_leave.test_a_coordinator_uploads_mends_what_is_wrong_and_loads,
    "mend": test_load_and_leave.test_a_coordinator_uploads_mends_what_is_wrong_and_loads,
    "accept": test_load_and_leave.test_a_coordinator_uploads_mends_what_is_wrong_and_loads,
    "agreement": test_child.test_a_removal_that_opens_findings_waits_for_a_second_person_who_may_say_no,
    "kept-table": test_kept_here.test_a_coordinator_decides_what_is_kept_here_and_takes_it_back,
    "not-kept-table": test_kept_here.test_a_coordinator_decides_what_is_kept_here_and_takes_it_back,
    "correct-service": test_kept_here.test_a_service_is_added_to_the_directory_corrected_and_withdrawn,
    "withdraw-service": test_kept_here.test_a_service_is_added_to_the_directory_corrected_and_withdrawn,
    "note-emergency-view": test_child.test_an_emergency_view_is_seen_and_noted_by_the_childs_manager,
}
"""Pages that stand only once somebody has done something, and the journey that brings them about and looks at them."""

NO_PAGES = {
    "health": ("/health", "a word for a load balancer"),
    "figures-csv": ("/figures/children.csv", "a file"),
    "trail-export": ("/trail/export", "a file"),
    "trail-verify": ("/trail/verify", "only for sending"),
    "lift-restriction": ("/children/{child}/restriction/lift", "only for sending"),
    "act-on-person": ("/administration/people/1/unlock", "only for sending"),
    "tracker-export": ("/tracker/export/csv", "only for sending"),
    "keep-filter": ("/tracker/keep", "only for sending"),
    "forget-filter": ("/tracker/forget/1", "only for sending"),
    "read-again": ("/imports/none/read-again", "only for sending"),
    "discard": ("/imports/none/discard", "only for sending"),
    "leave-out": ("/imports/none/children/1/leave-out", "only for sending"),
    "as-it-came": ("/imports/none/children/1/as-it-came", "only for sending"),
}
"""Addresses at which no page of their own stands, and why: whoever opens one is sent on, refused or given a file."""

NEVER_WRONG = {
    "partnerships": "buttons alone",
    "second-factor-roles": "any choice of roles, even none, is one",
}
"""Forms that cannot be filled in wrongly, and why."""
