"""Years of the working calendar: those known, and entering the arrangement of a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yangguang.cases.arrangements import read_arrangement
from yangguang.cases.models import CalendarYear, Case
from yangguang.cases.staff.progress import latest
from yangguang.cases.working_calendar import RECOMPUTING, enter_year
from yangguang.law.workdays import WorkCalendar
from yangguang.offices.visitors import person

ENTER = "cases.enter_calendar"
FEWEST_HOLIDAYS, MOST_HOLIDAYS = 11, 45
"""A year has thirteen statutory holidays or so, thirty days off with the weekends moved."""


class YearForm(forms.Form):
    """A year's arrangement, pasted or typed."""

    year = forms.IntegerField(label=gettext_lazy("年度"))
    source = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy(
            "通知的标题和文号，如：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕×号）。"
        ),
    )
    days = forms.CharField(
        label=gettext_lazy("放假和调休上班的日子"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "每行一天或一段，写明节日和休、上班：“1月1日至1月3日 元旦 休”“1月4日 元旦 上班”。平常的周末不用写。"
        ),
    )

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        official = WorkCalendar.official()
        if official.is_announced(year):
            raise forms.ValidationError(_("%(year)s 年的安排已经内置，不用录入。") % {"year": year})
        if not max(official.years) < year <= max(official.years) + 5:
            raise forms.ValidationError(
                _("只能录入 %(first)s 年至 %(last)s 年。")
                % {"first": max(official.years) + 1, "last": max(official.years) + 5}
            )
        return year

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "year" not in given or "days" not in given:
            return given
        read = read_arrangement(given["days"], given["year"])
        for error in read.errors:
            self.add_error(
                "days",
                _("第 %(number)s 行“%(text)s”：%(why)s")
                % {"number": error.number, "text": error.text, "why": error.why},
            )
        rest = sum(not day.is_working for day in read.days)
        if not read.errors and not FEWEST_HOLIDAYS <= rest <= MOST_HOLIDAYS:
            self.add_error(
                "days", _("读出放假 %(count)s 天，与全年的安排不符，请核对是否写全。") % {"count": rest}
            )
        given["read"] = read.days
        return given


@require_safe
@permission_required(ENTER, raise_exception=True)
def years(request: HttpRequest) -> HttpResponse:
    """The years entered, and how many open cases still count on an unknown one."""
    official = WorkCalendar.official()
    context = {
        "entered": CalendarYear.objects.prefetch_related("days").select_related("entered_by"),
        "first": min(official.years),
        "last": max(official.years),
        "provisional": Case.objects.visible_to(person(request))
        .open()
        .filter(is_provisional=True)[:501]
        .count(),
        "progress": latest(RECOMPUTING, timezone.now()),
        "page_title": _("工作日历"),
    }
    return render(request, "cases/staff/years.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ENTER, raise_exception=True)
def enter(request: HttpRequest) -> HttpResponse:
    """Type, look at what was read, confirm. Due dates are then computed anew by the worker."""
    if request.method != "POST":
        start = {"year": max(WorkCalendar.official().years) + 1}
        return _form(request, YearForm(initial=start))
    form = YearForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    if "confirm" not in request.POST:
        return _form(request, form, preview=form.cleaned_data["read"])
    given = form.cleaned_data
    enter_year(given["year"], given["source"], given["read"], by=person(request), at=timezone.now())
    messages.success(
        request,
        _("已录入 %(year)s 年的安排，后台正在重新计算未办结案件的期限；变动列在“期限变动”中。")
        % {"year": given["year"]},
    )
    return HttpResponseRedirect(reverse("staff_cases:years"))


def _form(request: HttpRequest, form: YearForm, *, status: int = 200, preview: Any = None) -> HttpResponse:
    context = {"form": form, "preview": preview, "page_title": _("录入年度安排")}
    return render(request, "cases/staff/year_form.html", context, status=status)
