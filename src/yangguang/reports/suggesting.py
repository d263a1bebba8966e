"""The annual report that somebody is about to ask for, where it is already published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.offices.models import Agency
from yangguang.reports.models import Publication
from yangguang.requests.suggestions import Suggestion, register

MOST = 3
_YEAR = re.compile(r"(20\d\d)")
_SIGNS = ("年度报告", "年报", "工作报告", "信息公开", "依申请公开", "公开情况")


@register
def published_reports(words: str, agency: Agency) -> Iterator[Suggestion]:
    """Reports of the agency asked, of the years named; the newest ones where no year is."""
    if not any(sign in words for sign in _SIGNS):
        return
    found = Publication.objects.current().light().filter(agency=agency).order_by("-year")
    years = {int(year) for year in _YEAR.findall(words)}
    if years:
        found = found.filter(year__in=years)
    for publication in found.select_related("agency")[:MOST]:
        yield Suggestion(
            title=_("%(agency)s%(year)s年政府信息公开工作年度报告")
            % {"agency": publication.agency, "year": publication.year},
            url=reverse("reports:report", args=[publication.report_id]),
            source=_("年度报告"),
        )
