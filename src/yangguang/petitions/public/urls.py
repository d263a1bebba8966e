"""Addresses of the public pages; included at the root. Number and code are asked for at ``/track/``."""

from __future__ import annotations

from django.urls import path

from yangguang.petitions.public import tracking

app_name = "petitions"
urlpatterns = [
    path("track/petition/", tracking.tracked, name="tracked"),
    path("track/petition/letters/<int:pk>/", tracking.letter, name="letter"),
]
