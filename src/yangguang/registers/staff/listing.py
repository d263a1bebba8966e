"""The list of a register: narrowed by year, kind and words, or to the entries behind one figure of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.annualreport.formats import format_for_year
from yangguang.offices.models import Agency
from yangguang.registers.counting import behind, register_of
from yangguang.registers.declaring import Column, Register
from yangguang.registers.listing import Page, count, in_order, matching, newest_first, years
from yangguang.registers.staff.exporting import MOST_EXPORTED, export
from yangguang.registers.staff.overview import is_change, label_of
from yangguang.registers.staff.pages import RegisterPage, cells

MOST_PRINTED = 1000
ALL = ("", gettext_lazy("全部"))


class EntryFilter(forms.Form):
    """What the list may be narrowed to; sent by GET. A value that is no choice narrows nothing."""

    q = forms.CharField(
        label=gettext_lazy("文字"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    year = forms.TypedChoiceField(label=gettext_lazy("年份"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), required=False)

    def __init__(self, data: Any, *, register: Register, entries: QuerySet[Any]) -> None:
        super().__init__(data)
        self.register = register
        titles = [str(register.column(name).label) for name in register.titles]
        self.fields["q"].label = _("、").join(titles)
        self._choose("year", [(year, str(year)) for year in years(register, entries)])
        if register.kinds:
            self._choose("kind", list(register.kinds.choices))
        else:
            del self.fields["kind"]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = [ALL, *choices]  # type: ignore[attr-defined]

    def is_narrowed(self) -> bool:
        """Whether anything is filled in."""
        return any(self.data.get(name) for name in self.fields)

    def conditions(self) -> list[str]:
        """What it is narrowed to, in words for the paper."""
        self.is_valid()
        said = {name: str(value) for name, value in self.cleaned_data.items() if value}
        if "kind" in said and self.register.kinds:
            said["kind"] = str(self.register.kinds(said["kind"]).label)
        return [
            _("%(label)s：%(value)s") % {"label": self.fields[name].label, "value": value}
            for name, value in said.items()
        ]

    def narrow(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """The entries that fit."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("year"):
            entries = entries.filter(**{f"{self.register.dated}__year": wanted["year"]})
        if wanted.get("kind"):
            entries = entries.filter(kind=wanted["kind"])
        if wanted.get("q"):
            entries = matching(self.register, entries, wanted["q"])
        return entries


@dataclass(frozen=True, slots=True)
class CellWanted:
    """A figure of the report whose entries are asked for."""

    label: str
    year: int
    is_change: bool
    entries: QuerySet[Any]


def cell_wanted(query: QueryDict, register: Register, agency: Agency) -> CellWanted | None:
    """The figure named in the address, if it is one of this register."""
    path, year = query.get("cell", ""), query.get("of", "")
    if not (path and year.isascii() and year.isdigit() and len(year) == 4):
        return None
    try:
        form = format_for_year(int(year))
    except KeyError:
        return None
    if register_of(form, path) is not register:
        return None
    entries = behind([agency.pk], int(year), form, path)
    if entries is None:
        return None
    return CellWanted(label_of(form, path), int(year), is_change(form, path), entries)


class ListPage(RegisterPage):
    """The entries, newest first."""

    template_name = "registers/staff/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") in ("xlsx", "csv"):
            return export(
                self.register, self.agency, self.entries, request.GET["export"], timezone.localdate()
            )
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.register.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs()

    @cached_property
    def every(self) -> QuerySet[Any]:
        return self.register.model.objects.filter(agency=self.agency)

    @cached_property
    def cell(self) -> CellWanted | None:
        return cell_wanted(self.request.GET, self.register, self.agency)

    @cached_property
    def narrowing(self) -> EntryFilter:
        return EntryFilter(self.request.GET, register=self.register, entries=self.every)

    @cached_property
    def entries(self) -> QuerySet[Any]:
        return self.narrowing.narrow(self.cell.entries if self.cell else self.every)

    @cached_property
    def page(self) -> Page:
        return newest_first(self.register, self.entries, self.request.GET.get("after", ""))

    def rows(self, entries: list[Any]) -> list[tuple[Any, list[tuple[Column, str]]]]:
        """Each entry with what stands in its columns."""
        return [(entry, cells(self.register, entry)) for entry in entries]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_whole = not self.page.next and not self.request.GET.get("after")
        counted, is_more = (len(self.page.entries), False) if is_whole else count(self.entries)
        narrowed = bool(self.cell) or self.narrowing.is_narrowed()
        return super().get_context_data(
            rows=self.rows(self.page.entries),
            cell=self.cell,
            narrowing=self.narrowing,
            is_narrowed=narrowed,
            counted=counted,
            is_more=is_more,
            most_exported=MOST_EXPORTED,
            next=self.with_query(after=self.page.next) if self.page.next else "",
            first=self.with_query(after="") if self.request.GET.get("after") else "",
            xlsx=self.with_query(after="", export="xlsx"),
            csv=self.with_query(after="", export="csv"),
            print_url=self.url("print") + self.with_query(after=""),
            **kwargs,
        )

    def with_query(self, **changes: str) -> str:
        """The query of this page with some values changed; empty ones left out."""
        query = QueryDict(mutable=True)
        for name, value in {**self.request.GET.dict(), **changes}.items():
            if value and (name != "export" or name in changes):
                query[name] = str(value)
        return f"?{query.urlencode()}"


class PrintPage(ListPage):
    """The same entries on paper."""

    template_name = "registers/staff/print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(in_order(self.register, self.entries)[: MOST_PRINTED + 1])
        return super().get_context_data(
            printed=self.rows(found[:MOST_PRINTED]),
            conditions=self.narrowing.conditions(),
            most_printed=MOST_PRINTED if len(found) > MOST_PRINTED else 0,
            today=timezone.localdate(),
            **kwargs,
        )
