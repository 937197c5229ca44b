"""Pages on which a referral is decided, and a concern or a challenge answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from unmissed.web.access.pages import PageRequest, page
from unmissed.web.access.selectors import names_of
from unmissed.web.clock import today
from unmissed.web.findings.before import carried, changed_meanwhile, consequences, version_seen
from unmissed.web.findings.difference import say, stood
from unmissed.web.people.roles import May
from unmissed.web.record.actions import ConflictError
from unmissed.web.record.keeping import unkept_words
from unmissed.web.record.models import MODELS, Record
from unmissed.web.referrals import actions, words
from unmissed.web.referrals.forms import AnswerForm, DecideForm, ReasonsForm
from unmissed.web.referrals.presenters import waiting_in_words
from unmissed.web.referrals.selectors import KINDS, Waiting


@page(May.DECIDE, looks="a referral to decide")
def decide_referral(request: PageRequest, child_id: str, record_id: str) -> HttpResponse:
    """Decide a referral. Choosing to decline shows first what that would open, close and leave."""
    each = _waits(request, "referrals", child_id, record_id)
    form = DecideForm(request.POST or None)
    context = _context(request, each) | {"form": form}
    if not form.is_bound:
        return render(request, "referrals/decide.html", context)
    declines = form.data.get("outcome") == "declined"
    if request.POST.get("step") == "look":
        return _at_once(request, each)
    if form.is_valid() and (not declines or request.POST.get("step") == "do"):
        return _answered(request, each, lambda: _decide(request, each, form), form)
    if not declines or set(form.errors) - {"why"}:
        return render(request, "referrals/decide.html", context)
    if request.POST.get("step") != "do":
        form.errors.pop("why", None)  # the page that asks for them after what it would do is shown for the first time
    context |= consequences(request.partnership, child_id, each.record, {"decided_on": _day(request)} | form.values())
    return render(request, "referrals/before.html", context | _declining(request, each, form))


@page(May.DECIDE, looks="a concern to answer")
def answer_concern(request: PageRequest, child_id: str, record_id: str) -> HttpResponse:
    """Answer a concern, with reasons that whoever raised it is told."""
    each = _waits(request, "concerns", child_id, record_id)
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return _answered(request, each, lambda: _answer(request, each, form), form)
    return render(request, "referrals/answer.html", _context(request, each) | {"form": form, "title": "Answer a concern"})


@page(May.DECIDE, looks="a challenge to answer")
def answer_challenge(request: PageRequest, child_id: str, record_id: str) -> HttpResponse:
    """Answer an agency's disagreement with a threshold."""
    each = _waits(request, "views", child_id, record_id)
    hint = "The agency that disagrees reads it. It becomes the recorded resolution."
    form = ReasonsForm(request.POST or None, label="What was agreed, and why", hint=hint)
    if form.is_bound and form.is_valid():
        return _answered(request, each, lambda: _resolve(request, each, form), form)
    return render(request, "referrals/answer.html", _context(request, each) | {"form": form, "title": "Answer a challenge"})


def _at_once(request: PageRequest, each: Waiting) -> HttpResponse:
    """What declining would do, as soon as it is chosen, whether or not a reason is yet."""
    reason = request.POST.get("reason", "")
    values = {"decided_on": _day(request), "outcome": "declined", "reason": reason if reason in words.REASONS else None}
    told = consequences(request.partnership, each.child_id, each.record, values)
    return render(request, "findings/at_once.html", told)


def _decide(request: PageRequest, each: Waiting, form: forms.Form) -> str:
    given, asked = form.cleaned_data, version_seen(request)
    outcome, reason = given["outcome"], given["reason"] or None
    actions.decide(record=each.record, outcome=outcome, reason=reason, why=given["why"], version=asked, by=request.person)
    return f"The referral is {words.ANSWERS[outcome]}. Whoever made it is told, with your reasons."


def _answer(request: PageRequest, each: Waiting, form: forms.Form) -> str:
    given, asked = form.cleaned_data, version_seen(request)
    actions.answer_concern(record=each.record, response=given["response"], why=given["why"], version=asked, by=request.person)
    return "The concern is answered. Whoever raised it is told, with your reasons."


def _resolve(request: PageRequest, each: Waiting, form: forms.Form) -> str:
    why, asked = form.cleaned_data["why"], version_seen(request)
    actions.answer_challenge(record=each.record, why=why, version=asked, by=request.person)
    return "The challenge is answered. The agency is told."


def _answered(request: PageRequest, each: Waiting, write: Callable[[], str], form: forms.Form) -> HttpResponse:
    """Write the answer, unless somebody else wrote meanwhile: then both stand on the page."""
    before = stood(request.partnership, each.child_id)
    try:
        said = write()
    except ConflictError as conflict:
        back = reverse("child", args=[each.child_id])
        return changed_meanwhile(request, conflict, dict(form.cleaned_data), back)
    say(request, each.child_id, said, before)
    return HttpResponseRedirect(reverse("referrals"))


def _waits(request: PageRequest, table: str, child_id: str, record_id: str) -> Waiting:
    kind = next(kind for kind in KINDS if kind.table == table)
    model = MODELS[table]
    own = {model.table.id.name: record_id, "child_id": child_id}
    record: Record | None = model.objects.filter(partnership=request.partnership, **own).first()
    if record is None:
        raise Http404
    return Waiting(kind, record, child_id, record.values()[kind.since])


def _context(request: PageRequest, each: Waiting) -> dict[str, Any]:
    values = each.record.values()
    return {
        "child": names_of(request.partnership, [each.child_id])[each.child_id],
        "back": reverse("child", args=[each.child_id]),
        "says": waiting_in_words(each),
        "since": each.since,
        "notes": values["notes"] or "",
        "version": request.POST.get("version") or each.record.version,
        "unkept": unkept_words(request.partnership, MODELS[each.kind.table].table),
        "waits": MODELS[each.kind.table].objects.filter(each.kind.open, pk=each.record.pk).exists(),
    }


def _declining(request: PageRequest, each: Waiting, form: DecideForm) -> dict[str, Any]:
    to = each.record.values()["referred_to"]
    name = names_of(request.partnership, [each.child_id])[each.child_id]
    return {
        "heading": f"decline the referral of {name} to {to}",
        "chosen": f"reason: {words.REASONS[form.cleaned_data['reason']].lower()}",
        "keep": "Keep it open",
        "keep_href": reverse("referrals"),
        "does": "Decline the referral",
        "hidden": carried(request, each.record),
    }


def _day(request: PageRequest) -> Any:
    return today(request.partnership)
