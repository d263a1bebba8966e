"""Addresses below ``/staff/redacting/``."""

from __future__ import annotations

from django.urls import path

from yangguang.cases.redacting import pictures, preview, views

app_name = "redacting"
urlpatterns = [
    path("case/<int:pk>/", views.CasePage.as_view(), name="case"),
    path("file/<int:pk>/", views.start, name="start"),
    path("<int:pk>/", views.DeskPage.as_view(), name="desk"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/mark/", views.mark, name="mark"),
    path("<int:pk>/words/", views.mark_words, name="words"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/reject/", views.reject, name="reject"),
    path("<int:pk>/unmark/", views.unmark, name="unmark"),
    path("<int:pk>/names/", views.names, name="names"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/order/", views.order, name="order"),
    path("<int:pk>/send-back/", views.send_back, name="send-back"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/preview/", preview.PreviewPage.as_view(), name="preview"),
    path("<int:pk>/pages/<int:number>/", pictures.page, name="page"),
    path("<int:pk>/made/", pictures.made, name="made"),
    path("<int:pk>/made/<int:number>/", pictures.made_page, name="made-page"),
]
