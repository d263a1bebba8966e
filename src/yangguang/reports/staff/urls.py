"""Addresses below ``/staff/reports/``."""

from __future__ import annotations

from django.urls import path

from yangguang.reports.staff import (
    computing,
    deciding,
    downloads,
    handing_in,
    importing,
    listing,
    originals,
    reviewing,
    settling,
    wording,
)

app_name = "staff_reports"
urlpatterns = [
    path("", listing.ReportListView.as_view(), name="list"),
    path("import/", importing.UploadPage.as_view(), name="import"),
    path("import/new/", importing.open_batch, name="open-batch"),
    path("import/<int:pk>/", importing.BatchPage.as_view(), name="batch"),
    path("import/<int:pk>/progress/", importing.progress, name="progress"),
    path("import/<int:pk>/add/", importing.add_file, name="add-file"),
    path("import/<int:pk>/file/", importing.file_all, name="file-all"),
    path("import/<int:pk>/resume/", importing.resume, name="resume"),
    path("import/file/<int:pk>/", importing.ItemPage.as_view(), name="item"),
    path("compute/", computing.ComputePage.as_view(), name="compute"),
    path("<int:pk>/now/", computing.NowPage.as_view(), name="now"),
    path("<int:pk>/recompute/", computing.RecomputeView.as_view(), name="recompute"),
    path("<int:pk>/part/<int:number>/", wording.WritePage.as_view(), name="part"),
    path("<int:pk>/part/<int:number>/check/", wording.CheckPartView.as_view(), name="check-part"),
    path("<int:pk>/behind/<str:path>/", computing.BehindPage.as_view(), name="behind"),
    path("<int:pk>/", reviewing.ReviewPage.as_view(), name="report"),
    path("<int:pk>/rules/", reviewing.RulesPage.as_view(), name="rules"),
    path("<int:pk>/previous/", reviewing.PreviousPage.as_view(), name="previous"),
    path("<int:pk>/editions/", reviewing.EditionsPage.as_view(), name="editions"),
    path("<int:pk>/history/", reviewing.HistoryPage.as_view(), name="history"),
    path("<int:pk>/cell/<str:path>/", settling.CellPage.as_view(), name="cell"),
    path("<int:pk>/finding/<str:key>/", settling.FindingPage.as_view(), name="finding"),
    path("<int:pk>/accept-all/", deciding.AcceptAllView.as_view(), name="accept-all"),
    path("<int:pk>/review/", deciding.ReviewView.as_view(), name="review"),
    path("<int:pk>/send-back/", deciding.SendBackView.as_view(), name="send-back"),
    path("<int:pk>/publish/", deciding.PublishView.as_view(), name="publish"),
    path("<int:pk>/withdraw/", deciding.WithdrawView.as_view(), name="withdraw"),
    path("<int:pk>/reopen/", deciding.ReopenView.as_view(), name="reopen"),
    path("<int:pk>/reread/", deciding.RereadView.as_view(), name="reread"),
    path("<int:pk>/hand-in/", handing_in.HandInView.as_view(), name="hand-in"),
    path("<int:pk>/return/", handing_in.ReturnView.as_view(), name="return"),
    path("<int:pk>/delete/", deciding.DeleteView.as_view(), name="delete"),
    path("<int:pk>/download/<str:kind>/", downloads.download, name="download"),
    path("<int:pk>/editions/<int:number>/source/", originals.source, name="source"),
    path("<int:pk>/editions/<int:number>/pages/<int:page>/", originals.page, name="page"),
]
