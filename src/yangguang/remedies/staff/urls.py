"""Addresses below ``/staff/remedies/``."""

from __future__ import annotations

from django.urls import path

from yangguang.law.remedy_results import Forum
from yangguang.remedies.staff import pages, register, taking_in

app_name = "staff_remedies"
urlpatterns = [
    path("", register.Register.as_view(), name="register"),
    path("new/review/", taking_in.new, {"forum": Forum.REVIEW}, name="new-review"),
    path("new/suit/", taking_in.new, {"forum": Forum.SUIT}, name="new-suit"),
    path("<int:pk>/", pages.RemedyPage.as_view(), name="case"),
    path("<int:pk>/reveal/", pages.RevealPage.as_view(), name="reveal"),
]
