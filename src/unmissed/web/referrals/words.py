"""How referrals and concerns are said: codes of the register in the field's words."""

from __future__ import annotations

KINDS = {
    "early_help": "Early help",
    "social_care": "Children’s social care",
    "monitoring": "Monitoring: a multi-agency list",
    "service": "A service",
    "strategy": "A strategy discussion",
    "nrm": "National Referral Mechanism",
    "adult_services": "Adult services",
}
OUTCOMES = {"accepted": "Accept", "declined": "Decline"}
REASONS = {
    "below_threshold": "Below the threshold",
    "no_identified_perpetrator": "No perpetrator identified",
    "capacity": "No capacity",
    "consent": "No consent",
    "no_assessment": "No assessment yet",
    "other": "Another reason",
}
BY = {
    "child": "the child",
    "parent": "a parent",
    "family": "the family",
    "carer": "a carer",
    "school": "the school",
    "health": "health services",
    "police": "the police",
    "voluntary": "a voluntary service",
    "public": "a member of the public",
    "social_worker": "a social worker",
}
"""Who raised a concern, as a sentence says it: raised by …"""
RAISED_BY = {code: said[:1].upper() + said[1:] for code, said in BY.items()}
ABOUT = {
    "exploitation": "Exploitation of the child",
    "level_too_low": "A level that is too low",
    "removal": "Removal from a list",
    "closure": "Closing of the work",
    "placement": "The placement",
    "threshold": "A threshold that leaves the child out",
    "other": "Something else",
}
RESPONSES = {
    "reassessed": "The child was assessed again",
    "action_taken": "Something was done",
    "explained": "It was explained why not",
    "no_action": "Nothing will be done",
}
ANSWERS = {
    "accepted": "accepted",
    "declined": "declined",
    "reassessed": "answered: the child was assessed again",
    "action_taken": "answered: something was done",
    "explained": "answered: it was explained why not",
    "no_action": "answered: nothing will be done",
    "answered": "answered",
}
SENT = {"referrals": "referral", "concerns": "concern", "views": "challenge"}
