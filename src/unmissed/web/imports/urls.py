"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from unmissed.web.imports import views

_ROW = "imports/<str:token>/<str:table>/<int:line>"

urlpatterns: list[URLPattern] = [
    path("imports", views.imports, name="imports"),
    path("imports/upload", views.upload, name="upload"),
    path("imports/download", views.download, name="download"),
    path("imports/<str:token>", views.draft, name="draft"),
    path("imports/<str:token>/read-again", views.read_again, name="read-again"),
    path("imports/<str:token>/accept", views.accept, name="accept"),
    path("imports/<str:token>/discard", views.discard, name="discard"),
    path(_ROW, views.mend, name="mend"),
    path(f"{_ROW}/leave-out", views.leave_out, name="leave-out"),
    path(f"{_ROW}/as-it-came", views.as_it_came, name="as-it-came"),
]
