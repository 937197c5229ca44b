"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from unmissed.web.access import emergency, restriction, sign_in

urlpatterns: list[URLPattern] = [
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("second-factor", sign_in.second_factor, name="second-factor"),
    path("second-factor/set-up", sign_in.set_up_second_factor, name="set-up-second-factor"),
    path("new-password", sign_in.new_password, name="new-password"),
    path("account", sign_in.account, name="account"),
    path("partnerships", sign_in.partnerships, name="partnerships"),
    path("emergency", emergency.emergency, name="emergency"),
    path("children/<id:child_id>/emergency", emergency.emergency, name="emergency"),
    path("emergency-views", emergency.emergency_views, name="emergency-views"),
    path("emergency-views/<int:view_id>/seen", emergency.note_emergency_view, name="note-emergency-view"),
    path("children/<id:child_id>/restriction", restriction.restriction, name="restriction"),
    path("children/<id:child_id>/restriction/lift", restriction.lift_restriction, name="lift-restriction"),
]
