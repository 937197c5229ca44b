"""Every kind of entry of the trail as a plain sentence. The trail keeps short words; a person reads what was done.

`tests/web/administration/test_saying.py` goes through the code and demands words for every kind of entry and every page.
"""

from __future__ import annotations

from collections.abc import Mapping

from unmissed.web.people.roles import Role
from unmissed.web.record.words import ONE
from unmissed.web.trail.models import Act, Entry

LOOKED: Mapping[str, str] = {
    "home": "Looked at what needs doing",
    "the tracker": "Looked at the tracker",
    "a child's record": "Looked at the child’s record",
    "a record with its versions": "Looked at one record of the child with its versions",
    "the list of findings": "Looked at the list of findings",
    "a finding": "Looked at a finding",
    "before a decision": "Looked at what a decision would leave open",
    "a decision to agree to": "Looked at a decision to agree to",
    "a referral to decide": "Looked at a referral that waits for a decision",
    "a concern to answer": "Looked at a concern that waits for an answer",
    "a challenge to answer": "Looked at a challenge that waits for an answer",
    "referrals": "Looked at what was sent in and what waits",
    "an answer to what was sent in": "Looked at what became of a referral or concern",
    "restriction": "Looked at who may see the record",
    "emergency views to note": "Looked at records that were opened in an emergency",
    "figures": "Looked at the figures",
    "the trail": "Looked at the trail",
    "who has looked": "Looked at who has looked at the child’s record",
    "an upload": "Looked through a register that was uploaded",
    "a row of an upload": "Looked at a row of a register that was uploaded",
    "looked for a child before adding one": "Looked whether a child is in the record already",
    "asked what keeping a table here would open": "Asked what would open if a table were kept here",
    "counted what keeping a table here would open": "Was shown what would open if a table were kept here",
    "asked to verify the trail": "Asked whether anybody tampered with the trail",
    "verified the trail": "Had the whole trail verified",
}
"""What was looked at."""

TOOK_OUT: Mapping[str, str] = {
    "the tracker's list": "Took the tracker’s list out as a file",
    "took out a figure": "Took a figure out as a file",
    "the trail": "Took a part of the trail out as a file",
    "the whole register as zip": "Took the whole register out as a .zip",
    "the whole register as xlsx": "Took the whole register out as a workbook",
    "backup": "A backup of the whole record was written on the server",
}
"""What was taken out."""

DID: Mapping[str, str] = {
    "signed in": "Signed in with name and password",
    "signed out": "Signed out",
    "gave the second factor": "Gave the code of the second factor",
    "turned to this partnership": "Turned to the records of this partnership",
    "set up the second factor": "Set up the own second factor",
    "changed the own password": "Changed the own password",
    "kept a filter of the tracker": "Kept a filter of the tracker under a name",
    "dropped a filter of the tracker": "Dropped a filter of the tracker",
    "opened a record in an emergency": "Opened the child’s record in an emergency",
    "noted an emergency view": "Noted that the record was opened in an emergency",
    "restricted a record": "Restricted the record to named people",
    "lifted a restriction": "Lifted the restriction of the record",
    "acknowledged a finding": "Acknowledged a finding",
    "gave a finding to somebody": "Gave a finding to somebody",
    "handed a finding over": "Handed a finding over to somebody",
    "asked for agreement to a decision": "Asked a second person to agree to a decision",
    "agreed to a decision": "Agreed to a decision",
    "did not agree to a decision": "Did not agree to a decision",
    "took a decision back": "Took back a decision that waited for agreement",
    "read an answer to a decision": "Read the answer to a decision",
    "read an answer": "Read the answer to what was sent in",
    "uploaded a register to look through": "Uploaded a register, to look through it",
    "mended a row of an upload": "Mended a row of a register that was uploaded",
    "left a row of an upload out": "Left a row of a register out that was uploaded",
    "took a row of an upload as it came": "Took a row of a register as it came",
    "read an upload": "Had a register read again that was uploaded",
    "discarded an upload": "Discarded a register that was uploaded",
    "loaded a register": "Loaded a register into the record",
    "loaded the demonstration": "The made-up records of the demonstration were loaded",
    "decided that a table is kept here": "Decided that a table is kept here from a day on",
    "took back that a table is kept here": "Took back that a table is kept here",
    "changed the policy": "Changed a value of the policy",
    "checked every child again": "Every child was checked again after a change",
    "added an agency": "Added an agency",
    "added a team": "Added a team",
    "added a person": "Added a person who signs in",
    "changed a person": "Changed a person’s name, role or place",
    "deactivated a person": "Ended a person’s access",
    "reactivated a person": "Gave a person access again",
    "reset a password": "Gave a person a one-time password",
    "ended a lock-out": "Ended the lock of a person’s sign-in name",
    "reset a second factor": "Took a person’s second factor away, to be set up anew",
    "required a second factor": "Required a second factor of a person",
    "no longer required a second factor": "No longer required a second factor of a person",
    "chose the roles that need a second factor": "Chose which roles need a second factor",
}
"""What was done otherwise."""

REFUSED_SIGN_IN: Mapping[str, str] = {
    "signing in: wrong name or password": "Somebody was refused who gave a wrong name or password",
    "signing in: locked after wrong passwords": "Somebody was refused because the sign-in name is locked after wrong passwords",
    "second factor: wrong code": "Was refused because of a wrong code of the second factor",
}
"""Who was not let in."""

PAGES: Mapping[str, str] = {
    "accept": "loading a register", "account": "the own account", "acknowledge_finding": "acknowledging a finding",
    "act_on_person": "changing a person’s account", "add_agency": "adding an agency", "add_child": "adding a child",
    "add_person": "adding a person", "add_record": "adding a record", "add_service": "adding to the directory of services",
    "add_team": "adding a team", "administration": "administration", "agencies": "the agencies",
    "agreement": "agreeing to a decision",
    "answer_challenge": "answering a challenge", "answer_concern": "answering a concern",
    "as_it_came": "taking a row of an upload as it came", "assign_finding": "giving a finding to somebody",
    "challenge": "challenging a decision", "change_person": "changing a person", "child": "the child’s record",
    "child_trail": "who has looked at the child’s record", "correct_record": "correcting a record",
    "correct_service": "correcting the directory of services", "decide_referral": "deciding a referral",
    "discard": "discarding an upload", "download": "taking the register out", "draft": "an upload",
    "emergency": "opening a record in an emergency", "emergency_views": "records that were opened in an emergency",
    "figures": "the figures", "figures_csv": "a figure as a file", "finding": "a finding", "findings": "the findings",
    "forget_filter": "dropping a filter", "hand_over": "handing findings over", "home": "home", "imports": "load and leave",
    "keep_filter": "keeping a filter", "kept_table": "deciding what is kept here", "kept_tables": "what is kept here",
    "leave_out": "leaving a row of an upload out", "lift_restriction": "lifting a restriction",
    "mend": "mending a row of an upload", "new_password": "changing the password",
    "not_kept_table": "deciding what is kept here", "note_emergency_view": "noting that a record was opened in an emergency",
    "partnerships": "turning to another partnership", "people": "the people who sign in", "person": "a person’s account",
    "policy": "the policy", "policy_default": "changing the policy", "policy_value": "changing the policy",
    "preview_decision": "what a decision would leave open", "raise_concern": "raising a concern",
    "read_again": "reading an upload again", "record": "a record of the child", "refer": "referring a child",
    "referrals": "referrals", "restriction": "restricting a record", "second_factor": "the second factor",
    "second_factor_roles": "choosing who needs a second factor", "sent": "what became of a referral or concern",
    "services": "the directory of services", "set_up_second_factor": "setting up a second factor", "tracker": "the tracker",
    "tracker_export": "taking the tracker’s list out", "trail": "the trail", "trail_export": "taking the trail out",
    "trail_verify": "verifying the trail", "upload": "uploading a register", "withdraw_record": "withdrawing a record",
    "withdraw_service": "withdrawing from the directory of services",
}  # fmt: skip
"""View or address, with underscores → what a person wanted who was refused there."""

_WRITTEN = {
    "added to ": "Added to the record: {}",
    "corrected in ": "Corrected in the record: {}",
    "withdrawn from ": "Withdrew from the record: {}",
}
_OF_ACT = {Act.VIEW: LOOKED, Act.EXPORT: TOOK_OUT}


def sentence(entry: Entry) -> str:
    """What the entry says was done. A kind that nobody put into words is said as it was written."""
    return known_sentence(Act(entry.act), entry.what) or f"{Act(entry.act).label.capitalize()}: {entry.what.replace('_', ' ')}"


def known_sentence(act: Act, what: str) -> str:
    """The sentence of one kind of entry; empty where there is none."""
    if act == Act.REFUSAL:
        page = PAGES.get(what.replace("-", "_"))
        return REFUSED_SIGN_IN.get(what) or (f"Was refused: {page}" if page else "")
    return _OF_ACT.get(act, DID).get(what) or _written(what)


def _written(what: str) -> str:
    for begin, words in _WRITTEN.items():
        table = what.removeprefix(begin)
        if table != what and table in ONE:
            return words.format(ONE[table])
    return ""


def role_words(role: str) -> str:
    """A role as a page says it; empty for somebody who was not signed in."""
    return Role(role).label if role in Role else role.replace("_", " ")
