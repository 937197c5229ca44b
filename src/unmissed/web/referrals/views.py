"""Pages on which something is sent in, and its answer read and challenged."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from unmissed.web.access.pages import PageRequest, page, refused
from unmissed.web.access.selectors import names_of
from unmissed.web.access.sight import verdict
from unmissed.web.clock import today
from unmissed.web.people.roles import May, may
from unmissed.web.record.keeping import unkept_words
from unmissed.web.record.models import MODELS
from unmissed.web.referrals import actions
from unmissed.web.referrals.forms import AboutForm, ConcernForm, ReasonsForm, ReferralForm
from unmissed.web.referrals.models import Sent
from unmissed.web.referrals.presenters import all_told, line, told
from unmissed.web.referrals.selectors import sent_by, waiting

MOST_SENT = 30


@page(May.REFER)
def refer(request: PageRequest) -> HttpResponse:
    """Refer a child: one in sight, or one that the sender describes."""
    child_id = _asked_child(request)
    if child_id and not verdict(request.person, request.partnership, child_id).allowed:
        return refused(request, "this child is not in your work", child_id, "refer")
    partnership = request.partnership
    form = ReferralForm(request.POST or None, child_id=child_id, day=today(partnership), partnership=partnership)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        keep = {name: given[name] for name in ("kind", "referred_to", "notes")}
        return _received(request, actions.refer(about=form.about, by=request.person, **keep))
    return render(request, "referrals/refer.html", _sending(request, form, "refer", "referrals"))


@page(May.REFER)
def raise_concern(request: PageRequest) -> HttpResponse:
    """Record a concern about a child: one in sight, or one that the sender describes."""
    child_id, day = _asked_child(request), today(request.partnership)
    if child_id and not verdict(request.person, request.partnership, child_id).allowed:
        return refused(request, "this child is not in your work", child_id, "raise_concern")
    agency = request.person.agency
    usual = {"raised_on": day, "raised_by": actions.RAISERS.get(agency.kind, "") if agency else ""}
    form = ConcernForm(request.POST or None, child_id=child_id, day=day, initial=usual)
    if request.method == "POST" and form.is_valid():
        return _received(request, actions.raise_concern(about=form.about, values=form.values(), by=request.person))
    return render(request, "referrals/concern.html", _sending(request, form, "raise-concern", "concerns"))


@page(May.REFER, looks="referrals")
def referrals(request: PageRequest) -> HttpResponse:
    """What waits for a decision or an answer, for those who decide; and what one sent in, for everybody."""
    day = today(request.partnership)
    found = waiting(request.person, request.partnership)
    names = names_of(request.partnership, {each.child_id for each in found})
    mine = sent_by(request.person).select_related("answered_by", "partnership").order_by("-sent_on", "-pk")[:MOST_SENT]
    context = {
        "lines": [line(each, names, day) for each in found],
        "sent": all_told(mine, request.person),
        "decides": may(request.person.role, May.DECIDE),
        "parts": _parts(request, "referrals"),
    }
    return render(request, "referrals/referrals.html", context)


@page(May.REFER, looks="an answer to what was sent in")
def sent(request: PageRequest, pk: int) -> HttpResponse:
    """What became of something that one sent in; sending the form notes that it was read."""
    row = _own(request, pk)
    if request.method == "POST":
        actions.note_answer(sent=row, by=request.person)
        return HttpResponseRedirect(reverse("home"))
    return render(request, "referrals/sent.html", {"told": told(row, request.person), "pk": pk})


@page(May.REFER)
def challenge(request: PageRequest, pk: int) -> HttpResponse:
    """Disagree with a referral that was declined."""
    row = _own(request, pk)
    hint = "They stay with the child's record, and whoever decided must answer."
    form = ReasonsForm(request.POST or None, label="Why you disagree", hint=hint)
    if request.method == "POST" and form.is_valid():
        actions.challenge(sent=row, why=form.cleaned_data["why"], by=request.person)
        messages.success(request, "Your challenge is on record. You are told the answer on your Home.")
        return HttpResponseRedirect(reverse("sent", args=[pk]))
    unkept = unkept_words(request.partnership, MODELS["views"].table)
    return render(request, "referrals/challenge.html", {"form": form, "told": told(row, request.person), "unkept": unkept})


def _asked_child(request: PageRequest) -> str:
    return request.POST.get("child", request.GET.get("child", ""))


def _received(request: PageRequest, row: Sent) -> HttpResponse:
    """The same words whether the child was known or not: a sender without sight must not learn it."""
    what = "referral" if row.table_name == "referrals" else "concern"
    messages.success(request, f"Your {what} was received. You are told the answer on your Home.")
    return HttpResponseRedirect(reverse("sent", args=[row.pk]))


def _sending(request: PageRequest, form: AboutForm, here: str, table: str) -> dict[str, Any]:
    name = names_of(request.partnership, [form.child_id])[form.child_id] if form.child_id else ""
    unkept = unkept_words(request.partnership, MODELS[table].table)
    return {"form": form, "child": name, "child_id": form.child_id, "parts": _parts(request, here), "unkept": unkept}


def _parts(request: PageRequest, here: str) -> list[tuple[str, str, bool]]:
    words = {"refer": "Make a referral", "raise-concern": "Record a concern", "referrals": "What waits and what I sent"}
    child = request.GET.get("child", "")
    query = f"?{urlencode({'child': child})}" if child and here != "referrals" else ""
    return [(text, reverse(name) + (query if name != "referrals" else ""), name == here) for name, text in words.items()]


def _own(request: PageRequest, pk: int) -> Sent:
    row = Sent.objects.filter(pk=pk, partnership=request.partnership).select_related("answered_by", "partnership").first()
    if row is None or not actions.is_own(row, request.person):
        raise Http404
    return row
