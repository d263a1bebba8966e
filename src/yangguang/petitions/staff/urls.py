"""Addresses below ``/staff/petitions/``."""

from __future__ import annotations

from django.urls import path

from yangguang.petitions.staff import converting, counter, pages

app_name = "staff_petitions"
urlpatterns = [
    path("new/", counter.new, name="new"),
    path("convert/<int:pk>/", converting.ConvertPage.as_view(), name="convert"),
    path("<int:pk>/", pages.PetitionPage.as_view(), name="case"),
    path("<int:pk>/filed/", counter.filed, name="filed"),
    path("<int:pk>/reveal/", pages.RevealPage.as_view(), name="reveal"),
]
