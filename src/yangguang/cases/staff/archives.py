"""The archive: packages of closed cases with their retention, verified on demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yangguang.cases import verifying
from yangguang.cases.appraising import keep_longer, why_not_keep
from yangguang.cases.listing import MOST_COUNTED, PAGE
from yangguang.cases.models import ArchivePackage, Case, Retention
from yangguang.cases.models.archive import ArchivePackageQuerySet
from yangguang.cases.permissions import APPRAISES, HANDLES
from yangguang.cases.refused import NotAllowed, Refused, WrongFacts
from yangguang.cases.staff.exporting import MOST_ROWS, as_file
from yangguang.cases.staff.filters import ALL, MOST_CHOICES
from yangguang.cases.staff.progress import latest
from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import Role
from yangguang.offices.visitors import person
from yangguang.web.keys import key, keys

STATES = {
    "expired": gettext_lazy("期满待鉴定"),
    "unverified": gettext_lazy("从未校验"),
    "broken": gettext_lazy("校验不符"),
}


def visible(user: Person) -> ArchivePackageQuerySet:
    """The packages of cases that the person may see."""
    cases = Case.objects.visible_to(user)
    return ArchivePackage.objects.filter(case__in=cases.values("pk"))


def count(packages: ArchivePackageQuerySet) -> tuple[int, bool]:
    """How many there are, counted no further than a bound, and whether there are more."""
    counted = packages.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return min(counted, MOST_COUNTED), counted > MOST_COUNTED


class ArchiveFilter(forms.Form):
    """What the list may be narrowed to; a value that is no choice narrows nothing."""

    q = forms.CharField(
        label=gettext_lazy("编号或事由"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    agency = forms.TypedChoiceField(label=gettext_lazy("机关"), required=False, coerce=int)
    retention = forms.ChoiceField(
        label=gettext_lazy("保管期限"), required=False, choices=[ALL, *Retention.choices]
    )
    state = forms.ChoiceField(label=gettext_lazy("情况"), required=False, choices=[ALL, *STATES.items()])
    year = forms.IntegerField(label=gettext_lazy("办结年度"), required=False, min_value=2008, max_value=2999)

    def __init__(self, data: Any, *, user: Person) -> None:
        super().__init__(data)
        agencies = list(Agency.objects.visible_to(user)[: MOST_CHOICES + 1])
        agency = self.fields["agency"]
        if isinstance(agency, forms.ChoiceField) and 2 <= len(agencies) <= MOST_CHOICES:
            agency.choices = [ALL, *((one.pk, one.shown_name) for one in agencies)]
        else:
            del self.fields["agency"]

    def is_narrowed(self) -> bool:
        """Whether anything is filled in."""
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, packages: ArchivePackageQuerySet, today: date) -> ArchivePackageQuerySet:
        """The packages that fit."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("q"):
            text = wanted["q"].strip()
            packages = packages.filter(Q(case__number__istartswith=text) | Q(case__title__icontains=text))
        if wanted.get("agency"):
            packages = packages.filter(case__agency=wanted["agency"])
        if wanted.get("retention"):
            packages = packages.filter(retention=wanted["retention"])
        if wanted.get("year"):
            packages = packages.filter(case__closed_on__year=wanted["year"])
        states = {
            "expired": lambda: packages.expired(today),
            "unverified": lambda: packages.filter(verified_at__isnull=True),
            "broken": lambda: packages.exclude(problems=[]),
        }
        return states[wanted["state"]]() if wanted.get("state") else packages


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    package: ArchivePackage
    url: str
    is_expired: bool
    may_take: bool
    may_appraise: bool


def agencies_where(user: Person, roles: frozenset[Role]) -> set[int]:
    """Agencies in which the person holds one of the roles for every case, not only for a department's."""
    return {
        held.agency_id
        for held in user.held
        if held.role in roles and (held.role != Role.DRAFTER or held.department_id is None)
    }


def rows_of(packages: list[ArchivePackage], user: Person, today: date) -> list[Row]:
    """Packages as the list shows them; asks the database nothing."""
    takes, appraises = agencies_where(user, HANDLES), agencies_where(user, APPRAISES)
    return [
        Row(
            package=package,
            url=reverse(package.case.procedure.case_url, args=[package.case_id]),
            is_expired=package.is_expired(today),
            may_take=user.is_superuser or package.case.agency_id in takes,
            may_appraise=user.is_superuser or package.case.agency_id in appraises,
        )
        for package in packages
    ]


@require_safe
def archives(request: HttpRequest) -> HttpResponse:
    """The list, the newest package first, a page at a time; or the whole of it as a file."""
    user, today = person(request), timezone.localdate()
    narrowing = ArchiveFilter(request.GET, user=user)
    packages = narrowing.narrow(visible(user), today)
    if request.GET.get("export") in ("xlsx", "csv"):
        title = _("归档包")
        return as_file(title, columns(), _exported(packages, today), request.GET["export"], today)
    after = key(request.GET.get("after", ""))
    shown = packages.filter(pk__lt=after) if after else packages
    found = list(shown.select_related("case__agency").order_by("-pk")[: PAGE + 1])
    counted, is_more = count(packages)
    query = _query(request, after="", export="")
    context = {
        "rows": rows_of(found[:PAGE], user, today),
        "next": f"?{_query(request, after=str(found[PAGE - 1].pk))}" if len(found) > PAGE else "",
        "first": f"?{query}" if after else "",
        "counted": counted,
        "is_more": is_more,
        "expired": count(visible(user).expired(today))[0],
        "narrowing": narrowing,
        "is_narrowed": narrowing.is_narrowed(),
        "has_agencies": "agency" in narrowing.fields or len({one.case.agency_id for one in found}) > 1,
        "query": query,
        "xlsx": f"?{_query(request, after='', export='xlsx')}",
        "csv": f"?{_query(request, after='', export='csv')}",
        "progress": latest(verifying.KIND, timezone.now()),
        "page_title": _("档案"),
    }
    return render(request, "cases/staff/archives.html", context)


def _query(request: HttpRequest, **changes: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in {**request.GET.dict(), **changes}.items() if value})
    return query.urlencode()


def columns() -> list[tuple[str, float]]:
    """The headings of the file with their widths."""
    return [
        *((_("编号"), 20), (_("事由"), 48), (_("机关"), 24), (_("办结日期"), 12), (_("归档包序号"), 10)),
        *((_("保管期限"), 10), (_("保管至"), 12), (_("期满待鉴定"), 10), (_("文件数"), 8), (_("大小"), 12)),
        *(("SHA-256", 68), (_("生成时间"), 18), (_("最近校验"), 18), (_("校验结果"), 40)),
    ]


def _exported(packages: ArchivePackageQuerySet, today: date) -> Iterator[list[Any]]:
    related = packages.select_related("case__agency").order_by("pk")
    for package in related[:MOST_ROWS].iterator(chunk_size=1000):
        case = package.case
        verdict = "；".join(package.problems) or (_("相符") if package.verified_at else "")
        expired = _("是") if package.is_expired(today) else ""
        yield [
            *(case.number, case.title, case.agency.name, case.closed_on, package.number),
            *(package.get_retention_display(), package.keep_until, expired),
            *(package.documents_count, package.size, package.sha256),
            *(_moment(package.made_at), _moment(package.verified_at), verdict),
        ]


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Let the worker verify the packages ticked, or all that the filters leave."""
    user, today = person(request), timezone.localdate()
    query = QueryDict(request.POST.get("query", "")[:500])  # read and written anew: only a query, no address
    back = HttpResponseRedirect(f"{reverse('staff_cases:archives')}?{query.urlencode()}")
    packages = ArchiveFilter(query, user=user).narrow(visible(user), today)
    if request.POST.get("which") != "all":
        pks = keys(request.POST.getlist("package"))
        packages = visible(user).filter(pk__in=pks[:PAGE])
    most = verifying.MOST_AT_ONCE
    chosen = list(packages.order_by("pk").values_list("pk", flat=True)[: most + 1])
    if not chosen:
        messages.error(request, _("请先勾选归档包。"))
    elif len(chosen) > most:
        messages.error(request, _("一次最多校验 %(most)s 个，请用筛选分几次。") % {"most": most})
    else:
        verifying.ask(chosen, by=user, at=timezone.now())
        messages.success(request, _("后台正在校验 %(count)s 个归档包。") % {"count": len(chosen)})
    return back


class KeepForm(forms.Form):
    """What the appraisal came to."""

    retention = forms.ChoiceField(
        label=gettext_lazy("继续保管"),
        choices=Retention.choices,
        widget=forms.RadioSelect(),
        help_text=gettext_lazy("新的期限接着原期限计算。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("鉴定意见"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写明谁参加鉴定、为什么继续保管。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that a package whose retention has ended is kept longer."""
    user, now = person(request), timezone.now()
    package = get_object_or_404(visible(user).select_related("case__agency"), pk=pk)
    form = KeepForm(request.POST if request.method == "POST" else None)
    reason, status = why_not_keep(package, user, timezone.localdate(now)), 200
    if request.method == "POST" and form.is_valid():
        try:
            keep_longer(package, **form.cleaned_data, by=user, at=now)
        except NotAllowed as refusal:
            reason, status = str(refusal), 403
        except WrongFacts as wrong:
            for name, sentences in wrong.errors.items():
                form.add_error(name, sentences)
        except Refused as refusal:
            reason, status = str(refusal), 422
        else:
            messages.success(request, _("已登记：%(package)s 继续保管。") % {"package": package})
            return HttpResponseRedirect(reverse("staff_cases:archives"))
    if request.method == "POST" and status == 200:
        status = 422
    context = {
        "package": package,
        "decisions": package.decisions.select_related("decided_by"),
        "form": form,
        "reason": reason,
        "page_title": _("保管期满鉴定"),
    }
    return render(request, "cases/staff/keep_package.html", context, status=status)
