"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from unmissed.web.administration import kept, services, trail, views

urlpatterns: list[URLPattern] = [
    path("trail", trail.trail, name="trail"),
    path("trail/export", trail.trail_export, name="trail-export"),
    path("trail/verify", trail.trail_verify, name="trail-verify"),
    path("children/<id:child_id>/trail", trail.child_trail, name="child-trail"),
    path("policy", views.policy, name="policy"),
    path("kept-here", kept.kept_tables, name="kept-tables"),
    path("kept-here/<str:table>", kept.kept_table, name="kept-table"),
    path("kept-here/<str:table>/not-kept", kept.not_kept_table, name="not-kept-table"),
    path("services", services.services, name="services"),
    path("services/add", services.add_service, name="add-service"),
    path("services/<str:record_id>", services.correct_service, name="correct-service"),
    path("services/<str:record_id>/withdraw", services.withdraw_service, name="withdraw-service"),
    path("administration", views.administration, name="administration"),
    path("administration/agencies", views.agencies, name="agencies"),
    path("administration/agencies/add", views.add_agency, name="add-agency"),
    path("administration/agencies/<int:agency_id>/add-team", views.add_team, name="add-team"),
    path("administration/people", views.people, name="people"),
    path("administration/people/add", views.add_person, name="add-person"),
    path("administration/people/<int:person_id>", views.person, name="person"),
    path("administration/people/<int:person_id>/change", views.change_person, name="change-person"),
    path("administration/people/<int:person_id>/<slug:act>", views.act_on_person, name="act-on-person"),
    path("administration/second-factor", views.second_factor_roles, name="second-factor-roles"),
    path("administration/policy/<str:value_name>", views.policy_value, name="policy-value"),
    path("administration/policy/<str:value_name>/default", views.policy_default, name="policy-default"),
]
