"""Addresses below ``/staff/cases/``."""

from __future__ import annotations

from django.urls import path

from yangguang.cases.staff import (
    archives,
    bulk,
    month,
    moved,
    presence,
    progress,
    reading,
    saved,
    stepping,
    undelivered,
    worklist,
    years,
)

app_name = "staff_cases"
urlpatterns = [
    path("", worklist.Worklist.as_view(), name="worklist"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("filters/", saved.save_filter, name="save-filter"),
    path("filters/<int:pk>/forget/", saved.forget_filter, name="forget-filter"),
    path("notices/", saved.notices, name="notices"),
    path("notices/read/", saved.notices_read, name="notices-read"),
    path("calendar/", month.month, name="this-month"),
    path("calendar/<int:year>/<int:month>/", month.month, name="month"),
    path("moved/", moved.moved, name="moved"),
    path("moved/seen/", moved.moved_seen, name="moved-seen"),
    path("archives/", archives.archives, name="archives"),
    path("archives/verify/", archives.verify, name="verify-packages"),
    path("archives/<int:pk>/keep/", archives.keep, name="keep-package"),
    path("progress/<int:pk>/", progress.progress, name="progress"),
    path("undelivered/", undelivered.undelivered, name="undelivered"),
    path("undelivered/again/", undelivered.again, name="send-again"),
    path("years/", years.years, name="years"),
    path("years/enter/", years.enter, name="enter-year"),
    path("<int:pk>/timeline/", reading.TimelinePage.as_view(), name="timeline"),
    path("<int:pk>/clock/", reading.ClockPage.as_view(), name="clock"),
    path("<int:pk>/files/", reading.FilesPage.as_view(), name="files"),
    path("<int:pk>/notes/", reading.NotesPage.as_view(), name="notes"),
    path("<int:pk>/history/", reading.HistoryPage.as_view(), name="history"),
    path("<int:pk>/others/", presence.others, name="others"),
    path("<int:pk>/step/<slug:step_id>/", stepping.StepPage.as_view(), name="step"),
    path("<int:pk>/undo/", stepping.UndoPage.as_view(), name="undo"),
]
