"""Addresses of the public pages; included at the root."""

from __future__ import annotations

from django.urls import path

from yangguang.requests.public import filing, opening, tracking

app_name = "requests"
urlpatterns = [
    path("request/new/", filing.new, name="new"),
    path("request/new/wanted/", filing.wanted, name="wanted"),
    path("request/new/suggestions/", filing.suggestions, name="suggestions"),
    path("request/new/applicant/", filing.applicant, name="applicant"),
    path("request/new/review/", filing.review, name="review"),
    path("request/new/saved/", filing.saved, name="saved"),
    path("request/resume/", filing.resume, name="resume"),
    path("request/receipt/", filing.receipt, name="receipt"),
    path("request/receipt.pdf", filing.receipt_file, name="receipt_file"),
    path("request/leave/", filing.discard, name="discard"),
    path("track/", tracking.track, name="track"),
    path("track/case/", tracking.tracked, name="tracked"),
    path("track/case/act/<slug:step_id>/", tracking.act, name="act"),
    path("track/case/rate/", tracking.rate, name="rate"),
    path("track/case/suggest/", tracking.suggest, name="suggest"),
    path("track/case/files/<int:pk>/", tracking.file, name="file"),
    path("track/case/letters/<int:pk>/", tracking.letter, name="letter"),
    path("track/linked/<int:pk>/", opening.open_linked, name="open_linked"),
    path("track/leave/", tracking.leave, name="leave"),
]
