"""The front door and the page of components."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yangguang.portal.forms import SampleForm


def home(request: HttpRequest) -> HttpResponse:
    """What one can do here."""
    return render(request, "portal/home.html")


def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages."""
    context = {
        "sample_form": SampleForm({"name": _("晴川市教育局"), "year": "2205"}),
        "sample_page": Paginator(range(400), 20).page(7),
        "review_words": [_("结果维持"), _("结果纠正"), _("其他结果"), _("尚未审结"), _("总计")],
    }
    return render(request, "portal/design.html", context)
