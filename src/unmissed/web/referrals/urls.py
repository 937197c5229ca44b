"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from unmissed.web.referrals import answering, views

_CHILD = "children/<id:child_id>"

urlpatterns: list[URLPattern] = [
    path("refer", views.refer, name="refer"),
    path("refer/concern", views.raise_concern, name="raise-concern"),
    path("referrals", views.referrals, name="referrals"),
    path("referrals/<int:pk>", views.sent, name="sent"),
    path("referrals/<int:pk>/challenge", views.challenge, name="challenge"),
    path(f"{_CHILD}/referrals/<id:record_id>/decide", answering.decide_referral, name="decide-referral"),
    path(f"{_CHILD}/concerns/<id:record_id>/answer", answering.answer_concern, name="answer-concern"),
    path(f"{_CHILD}/challenges/<id:record_id>/answer", answering.answer_challenge, name="answer-challenge"),
]
