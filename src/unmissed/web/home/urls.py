"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from unmissed.web.home import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("figures", views.figures, name="figures"),
    path("figures/<str:name>.csv", views.figures_csv, name="figures-csv"),
]
