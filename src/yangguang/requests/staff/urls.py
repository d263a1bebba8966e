"""Addresses below ``/staff/requests/``."""

from __future__ import annotations

from django.urls import path

from yangguang.requests.staff import counter, pages

app_name = "staff_requests"
urlpatterns = [
    path("new/", counter.new, name="new"),
    path("<int:pk>/", pages.RequestPage.as_view(), name="case"),
    path("<int:pk>/filed/", counter.filed, name="filed"),
    path("<int:pk>/reveal/", pages.RevealPage.as_view(), name="reveal"),
    path("<int:pk>/split/", pages.SplitPage.as_view(), name="split"),
]
