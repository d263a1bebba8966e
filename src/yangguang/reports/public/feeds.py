"""What was published last, as an Atom feed; the library's filters work here too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from yangguang.reports.models import Publication
from yangguang.reports.public import files, selectors

MOST = 50


class ReportsFeed(Feed[Publication, selectors.Query]):
    """Reports in the order in which they were published; a corrected one comes again."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> selectors.Query:
        return replace(selectors.Query.from_get(request.GET.dict()), sort="published")

    def title(self) -> str:
        return gettext("%(site)s：新公开的年度报告") % {"site": settings.SITE_NAME}

    def link(self) -> str:
        return reverse("reports:library")

    def feed_url(self, obj: selectors.Query) -> str:
        address = replace(obj, sort="year").address()
        return reverse("reports:feed") + (f"?{address}" if address else "")

    def subtitle(self) -> str:
        return gettext("政府信息公开工作年度报告，按公开时间排列。")

    def items(self, obj: selectors.Query) -> list[Publication]:
        return list(selectors.published(obj)[:MOST])

    def item_title(self, item: Publication) -> str:
        title = files.title(item)
        return gettext("%(title)s（更正）") % {"title": title} if item.is_corrected else title

    def item_description(self, item: Publication) -> str:
        return gettext("本年新收申请 %(received)s 件，办理 %(done)s 件，结转下年 %(out)s 件。") % {
            "received": _said(item.new_received),
            "done": _said(item.results_total),
            "out": _said(item.carried_out),
        }

    def item_link(self, item: Publication) -> str:
        return reverse("reports:report", args=[item.report_id])

    def item_guid(self, item: Publication) -> str:
        return f"{reverse('reports:report', args=[item.report_id])}#{item.number}"

    def item_pubdate(self, item: Publication) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Publication) -> datetime:
        return item.published_at

    def item_author_name(self, item: Publication) -> str:
        return item.agency.name


def _said(value: int | None) -> str:
    return gettext("—") if value is None else str(value)
