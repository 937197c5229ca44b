"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from unmissed.web.findings import agreement, before, views

_FINDING = "children/<id:child_id>/findings/<id:finding_id>"

urlpatterns: list[URLPattern] = [
    path("findings", views.findings, name="findings"),
    path("findings/hand-over", views.hand_over, name="hand-over"),
    path(_FINDING, views.finding, name="finding"),
    path(f"{_FINDING}/acknowledge", views.acknowledge_finding, name="acknowledge-finding"),
    path(f"{_FINDING}/give", views.assign_finding, name="assign-finding"),
    path("children/<id:child_id>/before/<str:table>/<id:record_id>", before.preview_decision, name="preview-decision"),
    path("children/<id:child_id>/agreements/<int:pk>", agreement.agreement, name="agreement"),
]
