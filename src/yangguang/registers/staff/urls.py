"""Addresses below ``/staff/registers/``."""

from __future__ import annotations

from django.urls import path

from yangguang.registers.staff import entries, exporting, importing, listing, overview

app_name = "staff_registers"
_REGISTER = "<int:agency>/<slug:register>/"
urlpatterns = [
    path("", overview.AgenciesPage.as_view(), name="agencies"),
    path("<int:agency>/", overview.OverviewPage.as_view(), name="overview"),
    path(_REGISTER, listing.ListPage.as_view(), name="list"),
    path(f"{_REGISTER}print/", listing.PrintPage.as_view(), name="print"),
    path(f"{_REGISTER}add/", entries.AddPage.as_view(), name="add"),
    path(f"{_REGISTER}<int:pk>/", entries.EntryPage.as_view(), name="entry"),
    path(f"{_REGISTER}<int:pk>/delete/", entries.DeletePage.as_view(), name="delete"),
    path(f"{_REGISTER}template/", exporting.template, name="template"),
    path(f"{_REGISTER}import/", importing.UploadPage.as_view(), name="import"),
    path(f"{_REGISTER}import/<int:pk>/", importing.BatchPage.as_view(), name="batch"),
    path(f"{_REGISTER}import/<int:pk>/progress/", importing.ProgressPage.as_view(), name="progress"),
    path(f"{_REGISTER}import/<int:pk>/problems/", importing.problems, name="problems"),
    path(f"{_REGISTER}import/<int:pk>/confirm/", importing.ConfirmView.as_view(), name="confirm"),
    path(f"{_REGISTER}import/<int:pk>/discard/", importing.DiscardView.as_view(), name="discard"),
    path(f"{_REGISTER}import/<int:pk>/resume/", importing.ResumeView.as_view(), name="resume"),
    path(f"{_REGISTER}import/<int:pk>/undo/", importing.UndoPage.as_view(), name="undo"),
]
