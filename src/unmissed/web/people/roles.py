"""Roles, and what each may do. Whom a role may do it for is another question, which `access.sight` answers."""

from __future__ import annotations

from enum import Enum

from django.db import models


class Role(models.TextChoices):
    """The roles of a partnership."""

    PRACTITIONER = "practitioner", "Practitioner"
    MANAGER = "manager", "Manager"
    COORDINATOR = "coordinator", "Exploitation coordinator"
    CHAIR = "chair", "MACE chair"
    PARTNER = "partner", "Partner agency"
    AUDITOR = "auditor", "Quality auditor"
    ANALYST = "analyst", "Analyst"
    ADMINISTRATOR = "administrator", "Administrator"


class May(Enum):
    """What a person may do; each page and each action names one."""

    SEE_CHILDREN = "see children's records"
    EMERGENCY_VIEW = "open a record in an emergency"
    RECORD = "add and correct records"
    REFER = "raise a concern or make a referral"
    DECIDE = "decide a referral or answer a concern"
    AGREE = "agree to another person's decision"
    ANSWER_FINDING = "acknowledge a finding"
    ASSIGN = "give a finding to somebody"
    RESTRICT = "restrict a record to named people"
    NOTE_EMERGENCY = "note that a record was opened in an emergency"
    EXPORT = "take a list out"
    LOAD = "load a register"
    DOWNLOAD = "download the whole register"
    SEE_TRAIL = "see who looked and who changed"
    VERIFY_TRAIL = "verify that nobody tampered with the trail"
    SEE_FIGURES = "see figures"
    SEE_POLICY = "see the policy"
    KEEP_TABLES = "decide which tables are kept here"
    ADMINISTER = "keep agencies, people and policy"
    OWN_ACCOUNT = "keep the own account"


_EVERYBODY = {May.SEE_POLICY, May.OWN_ACCOUNT}
_CASEWORK = {
    May.SEE_CHILDREN, May.EMERGENCY_VIEW, May.RECORD, May.REFER, May.AGREE, May.ANSWER_FINDING, May.EXPORT, May.SEE_FIGURES,
}  # fmt: skip
_LEADING = _CASEWORK | {May.DECIDE, May.ASSIGN, May.RESTRICT, May.NOTE_EMERGENCY, May.SEE_TRAIL}

ALLOWED: dict[Role, frozenset[May]] = {
    Role.PRACTITIONER: frozenset(_EVERYBODY | _CASEWORK),
    Role.MANAGER: frozenset(_EVERYBODY | _LEADING),
    Role.COORDINATOR: frozenset(_EVERYBODY | _LEADING | {May.LOAD, May.DOWNLOAD, May.KEEP_TABLES}),
    Role.CHAIR: frozenset(_EVERYBODY | _CASEWORK | {May.DECIDE, May.ASSIGN}),
    Role.PARTNER: frozenset(_EVERYBODY | _CASEWORK),
    Role.AUDITOR: frozenset(
        _EVERYBODY | {May.SEE_CHILDREN, May.SEE_TRAIL, May.VERIFY_TRAIL, May.SEE_FIGURES, May.EXPORT, May.DOWNLOAD}
    ),
    Role.ANALYST: frozenset(_EVERYBODY | {May.SEE_FIGURES}),
    Role.ADMINISTRATOR: frozenset(_EVERYBODY | {May.ADMINISTER, May.KEEP_TABLES}),
}

SEES_EVERY_CHILD = frozenset({Role.COORDINATOR, Role.CHAIR, Role.AUDITOR})
"""The multi-agency meeting is about every child, so its coordinator and chair see all; an auditor reads all."""

CHANGES = frozenset({
    May.RECORD, May.REFER, May.DECIDE, May.AGREE, May.ANSWER_FINDING, May.ASSIGN, May.RESTRICT, May.LOAD, May.EMERGENCY_VIEW,
    May.NOTE_EMERGENCY, May.KEEP_TABLES, May.ADMINISTER,
})  # fmt: skip
"""What changes something in a partnership's record: refused where it is read-only."""


def may(role: str, what: May) -> bool:
    """Whether the role allows it."""
    return what in ALLOWED[Role(role)]
