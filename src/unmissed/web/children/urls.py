"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from unmissed.web.children import adding, child, records, tracker

_RECORD = "children/<id:child_id>/records/<slug:table>/<id:record_id>"

urlpatterns: list[URLPattern] = [
    path("tracker", tracker.tracker, name="tracker"),
    path("tracker/export/<slug:kind>", tracker.tracker_export, name="tracker-export"),
    path("tracker/keep", tracker.keep_filter, name="keep-filter"),
    path("tracker/forget/<int:pk>", tracker.forget_filter, name="forget-filter"),
    path("add-child", adding.add_child, name="add-child"),
    path("children/<id:child_id>", child.child, name="child"),
    path("children/<id:child_id>/add/<slug:table>", records.add_record, name="add-record"),
    path(_RECORD, records.record, name="record"),
    path(f"{_RECORD}/correct", records.correct_record, name="correct-record"),
    path(f"{_RECORD}/withdraw", records.withdraw_record, name="withdraw-record"),
]
