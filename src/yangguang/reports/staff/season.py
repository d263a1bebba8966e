"""The season of reports for those who supervise: where everybody stands, reminders, days, and who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.offices.models import Agency
from yangguang.offices.visitors import person
from yangguang.reports import actions
from yangguang.reports.models.report import FIRST_YEAR
from yangguang.reports.permissions import Act, agencies_for, may
from yangguang.reports.refused import Refused
from yangguang.reports.seasons import season_of
from yangguang.reports.selectors import season as selectors
from yangguang.reports.selectors.season import Row, Stand
from yangguang.reports.staff.pages import crumbs
from yangguang.web.keys import key, keys
from yangguang.web.spreadsheet import write_sheet

A_PAGE = 50
MOST_NAMED = 200
"""So many agencies without a report are named at once; the spreadsheet names all."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SeasonFilter(forms.Form):
    """What the page may be narrowed to; sent by GET, works without script."""

    q = forms.CharField(label=gettext_lazy("机关名称"), required=False, max_length=80)
    stand = forms.ChoiceField(
        label=gettext_lazy("状态"),
        required=False,
        choices=[
            ("", gettext_lazy("全部")),
            *Stand.choices,
            ("late", gettext_lazy("逾期未报送")),
            ("unpublished", gettext_lazy("逾期未公开")),
        ],
    )
    check = forms.ChoiceField(
        label=gettext_lazy("核对"),
        required=False,
        choices=[
            ("", gettext_lazy("全部")),
            ("errors", gettext_lazy("有未处理的错误")),
            ("warnings", gettext_lazy("有提醒")),
        ],
    )
    tree = forms.BooleanField(label=gettext_lazy("包括下级的下级"), required=False)


class Supervising(WagtailAdminTemplateMixin, TemplateView):
    """A page about one season of one superior that the person supervises."""

    request: HttpRequest
    header_icon = "calendar"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = kwargs["year"]
        self.on = timezone.localdate()
        if not FIRST_YEAR <= self.year <= self.on.year:
            raise Http404
        self.superior = self._superior()
        self.season = season_of(self.superior, self.year)

    @cached_property
    def superiors(self) -> QuerySet[Agency]:
        """Agencies with somebody below them whose season the person supervises."""
        return superiors_of(self.request)

    def _superior(self) -> Agency:
        wanted = self.request.GET.get("agency") or self.request.POST.get("agency") or ""
        if wanted:
            found = self.superiors.filter(pk=key(wanted)).first()
            if found is None:
                raise Http404
            return found
        first = self.superiors.first()
        if first is None:
            raise PermissionDenied
        return first

    def address(self, name: str = "season", **query: Any) -> str:
        return season_url(self.year, self.superior, name, **query)

    def get_page_title(self) -> str:
        return _("%(year)s 年度年报季") % {"year": self.year}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.get_page_title()))


def superiors_of(request: HttpRequest) -> QuerySet[Agency]:
    """The superiors among the agencies that the person supervises, the highest first."""
    children = Agency.objects.active().filter(parent=OuterRef("pk"))
    supervised = agencies_for(person(request), Act.SUPERVISE).filter(Exists(children))
    return supervised.distinct().order_by("path")


def season_url(year: int, superior: Agency, name: str = "season", **query: Any) -> str:
    """A page of a season, with what it is narrowed to."""
    told = {"agency": superior.pk, **{key: value for key, value in query.items() if value}}
    return f"{reverse(f'staff_reports:{name}', args=[year])}?{urlencode(told)}"


def current_season(request: HttpRequest) -> HttpResponse:
    """The season of the reports that are due now."""
    return redirect("staff_reports:season", selectors.default_year(timezone.localdate()))


class SeasonPage(Supervising):
    """Where every agency below stands: computed, reviewed, handed in, sent back, published, with its findings."""

    template_name = "reports/staff/season.html"

    @cached_property
    def narrowing(self) -> SeasonFilter:
        form = SeasonFilter(self.request.GET)
        form.is_valid()
        return form

    @cached_property
    def expected(self) -> QuerySet[Any]:
        """Everybody whose report is expected, with where it stands."""
        tree = bool(self.narrowing.cleaned_data.get("tree"))
        return selectors.standing(selectors.agencies_of(self.superior, whole_tree=tree), self.year)

    @cached_property
    def chosen(self) -> QuerySet[Any]:
        """Those that the page is narrowed to."""
        wanted, found = self.narrowing.cleaned_data, self.expected
        if wanted.get("q"):
            found = found.filter(name__icontains=wanted["q"].strip())
        stand = wanted.get("stand")
        if stand == "late":
            found = selectors.late(found, self.season, self.on)
        elif stand == "unpublished":
            found = selectors.unpublished(found, self.year, self.on)
        elif stand:
            found = found.filter(stand=stand)
        if wanted.get("check") == "errors":
            found = found.filter(open_errors__gt=0)
        elif wanted.get("check") == "warnings":
            found = found.filter(warnings__gt=0)
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            return self.spreadsheet()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_print = bool(self.request.GET.get("print"))
        pages = Paginator(self.chosen, MOST_NAMED * 25 if is_print else A_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        counts = selectors.counted(self.expected)
        late = selectors.late(self.expected, self.season, self.on)
        missing = list(late[: MOST_NAMED + 1])
        kept = {name: self.request.GET.get(name, "") for name in self.narrowing.fields}
        return super().get_context_data(
            years=range(self.on.year - 1, FIRST_YEAR - 1, -1)[:8],
            superior=self.superior,
            superiors=self.superiors[:50],
            season=self.season,
            calendar=selectors.calendar(self.season, self.on),
            narrowing=self.narrowing,
            is_narrowed=any(kept.values()),
            is_print=is_print,
            page=page,
            rows=selectors.rows_of(list(page.object_list), self.season, self.on),
            total=sum(counts.values()),
            counters=[
                (stand, counts.get(stand.value, 0), self.address(stand=stand.value, tree=kept["tree"]))
                for stand in Stand
                if counts.get(stand.value)
            ],
            missing=missing[:MOST_NAMED],
            more_missing=len(missing) > MOST_NAMED,
            late_url=self.address(stand="late", tree=kept["tree"]),
            clear_url=self.address(),
            days_url=self.address("season-days"),
            xlsx_url=self.address(export="xlsx", **kept),
            print_url=self.address(print="1", **kept),
            may_roll_up=may(person(self.request), Act.ROLL_UP, self.superior),
            query=urlencode({key: value for key, value in kept.items() if value}),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remind the agencies that were ticked, or everybody who is late."""
        if "all" in request.POST:
            everybody = selectors.agencies_of(self.superior, whole_tree=bool(request.POST.get("tree")))
            agencies = list(selectors.late(everybody, self.season, self.on))
        else:
            ticked = keys(request.POST.getlist("remind"))
            agencies = list(Agency.objects.below([self.superior]).active().filter(pk__in=ticked))
        try:
            done = actions.remind(self.superior, self.year, agencies, by=person(request), at=timezone.now())
        except Refused as reason:
            messages.error(request, str(reason))
        else:
            told = _("已提醒 %(agencies)s 个机关，新发通知 %(people)s 人。今天已提醒过的人不重复通知。")
            messages.success(request, told % {"agencies": done.agencies, "people": done.people})
            if done.without_people:
                messages.warning(
                    request,
                    _("其中 %(count)s 个机关还没有设拟稿人、核稿人或公开工作机构的人员，无人可以通知。")
                    % {"count": done.without_people},
                )
        kept = {name: request.POST.get(name, "") for name in (*self.narrowing.fields, "page")}
        return HttpResponseRedirect(self.address(**kept))

    def spreadsheet(self) -> HttpResponse:
        """Every row that the page is narrowed to."""
        name = f"{self.get_page_title()}-{self.superior.shown_name}-{self.on:%Y%m%d}.xlsx"
        response = HttpResponse(content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        columns = [
            (_("机关"), 30),
            (_("上级机关"), 24),
            (_("状态"), 10),
            (_("报送截止"), 12),
            (_("报送时间"), 17),
            (_("公布期限"), 12),
            (_("公开时间"), 17),
            (_("逾期"), 8),
            (_("未处理错误"), 10),
            (_("提醒"), 8),
            (_("结转衔接"), 10),
        ]
        write_sheet(response, str(self.year), columns, self.lines(), filters=True)  # type: ignore[arg-type]
        return response

    def lines(self) -> Iterator[list[Any]]:
        agrees = {True: _("一致"), False: _("不一致"), None: ""}
        names = dict(Agency.objects.within([self.superior]).values_list("pk", "name"))
        for row in self.all_rows():
            yield [
                row.agency.name,
                names.get(row.agency.parent_id or 0, ""),
                str(row.stand.label),
                row.hand_in_on,
                row.handed_in_at,
                row.publish_on,
                row.published_at,
                _("逾期") if row.is_late else "",
                row.open_errors,
                row.warnings,
                agrees[row.carries_over],
            ]

    def all_rows(self) -> Iterator[Row]:
        pages = Paginator(self.chosen, 500)
        for number in pages.page_range:
            yield from selectors.rows_of(list(pages.page(number).object_list), self.season, self.on)


class DaysForm(forms.Form):
    """The days of a season."""

    hand_in_on = forms.DateField(
        label=gettext_lazy("部门报送截止日"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy(
            "条例第四十九条要求部门在 1 月 31 日前向主管部门提交并公布，截止日宜留出审核的时间。"
        ),
    )
    locks_on = forms.DateField(
        label=gettext_lazy("部门报告锁定日"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy(
            "从这一天起，已报送的部门报告不能再改动，改动要由您退回。法定公布期限是 1 月 31 日，遇节假日不顺延。"
        ),
    )
    government_hand_in_on = forms.DateField(
        label=gettext_lazy("下级政府报送截止日"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("下级政府的报告要等它的部门报送以后才能汇总。"),
    )
    government_locks_on = forms.DateField(
        label=gettext_lazy("下级政府报告锁定日"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("条例第四十九条要求县级以上地方人民政府在 3 月 31 日前公布本级政府的报告。"),
    )


class DaysPage(Supervising):
    """Set the days of a season."""

    template_name = "reports/staff/season_days.html"

    def get_page_title(self) -> str:
        return _("%(year)s 年度年报季的日期") % {"year": self.year}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs((self.address(), _("%(year)s 年度年报季") % {"year": self.year}), ("", _("设定日期")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = list(DaysForm.base_fields)
        kwargs.setdefault(
            "form", DaysForm(initial={name: f"{getattr(self.season, name):%Y-%m-%d}" for name in names})
        )
        return super().get_context_data(superior=self.superior, back=self.address(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DaysForm(request.POST)
        if form.is_valid():
            try:
                actions.set_season(
                    self.superior, self.year, **form.cleaned_data, by=person(request), at=timezone.now()
                )
            except Refused as reason:
                form.add_error(None, str(reason))
        if form.errors:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("已设定年报季的日期。"))
        return HttpResponseRedirect(self.address())
