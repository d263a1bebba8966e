"""Addresses of the public pages; included at the root, for the feed lives under /feeds/."""

from __future__ import annotations

from django.urls import path

from yangguang.reports.public.feeds import ReportsFeed
from yangguang.reports.public.views import checker, comparison, library, open_data, report

app_name = "reports"
urlpatterns = [
    path("reports/", library.library, name="library"),
    path("reports/list.<str:kind>", library.library_file, name="library_file"),
    path("reports/compare/", comparison.compare, name="compare"),
    path("reports/compare/comparison.<str:kind>", comparison.compare_file, name="compare_file"),
    path("reports/open-data/", open_data.open_data, name="open_data"),
    path("reports/open-data/figures.<str:kind>", open_data.figures_file, name="figures_file"),
    path("reports/open-data/fields.<str:kind>", open_data.fields_file, name="fields_file"),
    path("reports/check/", checker.checker, name="checker"),
    path("reports/check/result", checker.result_file, name="checker_file"),
    path("reports/<int:pk>/", report.report, name="report"),
    path("reports/<int:pk>/report.<str:kind>", report.report_file, name="report_file"),
    path("reports/<int:pk>/editions/<int:number>/", report.edition, name="edition"),
    path(
        "reports/<int:pk>/editions/<int:number>/report.<str:kind>", report.edition_file, name="edition_file"
    ),
    path("feeds/reports.xml", ReportsFeed(), name="feed"),
]
