"""Sets of published reports, each answered with a bounded number of queries.

The public reads :class:`~yangguang.reports.models.Publication` only: what was given out at one moment
and is still in force. Drafts and corrections under way are nobody's business here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from yangguang.annualreport.formats import FORMATS, format_by_id
from yangguang.offices.models import Agency, Level
from yangguang.reports.composing import identity
from yangguang.reports.figures import COLUMNS
from yangguang.reports.models import Publication, Verdict, VerdictKind
from yangguang.reports.models.figures import FigureColumns, PublicationQuerySet
from yangguang.reports.public.results import ShownFinding, described
from yangguang.web.keys import key

PER_PAGE = 30
MOST_WORDS = 6
LONGEST_SEARCH = 80

SORTS: Mapping[str, tuple[Any, ...]] = {
    "year": (F("year").desc(), "agency__path", "pk"),
    "agency": ("agency__path", F("year").desc(), "pk"),
    "received": (F("new_received").desc(nulls_last=True), F("year").desc(), "pk"),
    "published": (F("published_at").desc(), F("pk").desc()),
}


SORT_LABELS = (
    ("year", _("按年度")),
    ("agency", _("按机关")),
    ("received", _("按新收申请")),
    ("published", _("按公开时间")),
)


@dataclass(frozen=True, slots=True)
class Query:
    """What a visitor asked the library for, already cleaned: nonsense in the address is no error."""

    words: str = ""
    agency: int | None = None
    level: str = ""
    year: int | None = None
    format: str = ""
    sort: str = "year"

    @classmethod
    def from_get(cls, data: Mapping[str, str]) -> Query:
        """Read ``q``, ``agency``, ``level``, ``year``, ``format`` and ``sort``; ignore what means nothing."""
        level, form, sort = data.get("level", ""), data.get("format", ""), data.get("sort", "")
        return cls(
            words=" ".join(data.get("q", "").replace("\x00", " ")[:LONGEST_SEARCH].split()),
            agency=key(data.get("agency", "")) or None,
            level=level if level in Level.values else "",
            year=key(data.get("year", "")) or None,
            format=form if form in {known.id for known in FORMATS} else "",
            sort=sort if sort in SORTS else "year",
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return replace(self, sort="year") != Query()

    def address(self, **changes: object) -> str:
        """The query part of a link to this list with some of it changed."""
        state = {
            "q": self.words,
            "agency": self.agency,
            "level": self.level,
            "year": self.year,
            "format": self.format,
            "sort": self.sort if self.sort != "year" else "",
        } | changes
        return urlencode({name: value for name, value in state.items() if value})


def published(query: Query = Query()) -> PublicationQuerySet:
    """What anyone may read now, narrowed and sorted as asked, without the large columns."""
    found = Publication.objects.current().light().select_related("agency")
    for word in query.words.split()[:MOST_WORDS]:
        found = found.filter(_says(word))
    if query.agency is not None:
        top = Agency.objects.filter(pk=query.agency)
        found = found.filter(agency__in=Agency.objects.within(list(top)))
    if query.level:
        found = found.filter(agency__level=query.level)
    if query.year is not None:
        found = found.filter(year=query.year)
    if query.format:
        found = found.filter(format=query.format)
    return found.order_by(*SORTS[query.sort])


def _says(word: str) -> Q:
    """A word is part of an agency's name, or a year such as 2023 or 2023年."""
    year = key(word.removesuffix("度").removesuffix("年"))
    named = Q(agency__name__icontains=word) | Q(agency__short_name__icontains=word)
    return named | Q(year=year) if year else named


def page(found: PublicationQuerySet, number: str) -> Page[Publication]:
    """One page of a list; a page number beyond the end gives the last one."""
    return Paginator(found, PER_PAGE).get_page(number)


@dataclass(frozen=True, slots=True)
class Facets:
    """What a list can be narrowed to: years with their number of reports, agencies (indented), levels, formats."""

    years: tuple[tuple[int, int], ...]
    agencies: tuple[tuple[int, str], ...]
    levels: tuple[tuple[str, str], ...]
    formats: tuple[str, ...]


MOST_AGENCIES = 400
UPPER_LEVELS = (Level.NATIONAL, Level.PROVINCE, Level.CITY)


def facets() -> Facets:
    """The choices that lead somewhere, in three queries."""
    years = Publication.objects.current().order_by("-year").values_list("year").annotate(number=Count("pk"))
    return Facets(
        years=tuple((year, number) for year, number in years),
        agencies=tuple((agency.pk, "\u3000" * agency.depth + agency.name) for agency in _agencies()),
        levels=tuple((level.value, str(level.label)) for level in Level),
        formats=tuple(form.id for form in FORMATS),
    )


def _agencies() -> QuerySet[Agency]:
    """Agencies that have published and those above them, as a tree.

    A list of choices helps up to a few hundred; where there are more it offers the upper levels,
    whose choice includes everybody below, and the search finds the others by name.
    """
    publishing = Publication.objects.current().order_by("agency__path").values_list("agency__path", flat=True)
    paths = list(publishing.distinct()[: MOST_AGENCIES + 1])
    if len(paths) > MOST_AGENCIES:
        found = Agency.objects.filter(level__in=UPPER_LEVELS)
    else:
        found = Agency.objects.filter(
            pk__in={int(part) for path in paths for part in (path or "").split("/") if part}
        )
    return found.order_by("path")[:MOST_AGENCIES]


@dataclass(frozen=True)
class OneReport:
    """One publication with what the page around it needs."""

    publication: Publication

    @cached_property
    def years(self) -> tuple[Publication, ...]:
        """All current publications of the same agency, oldest first."""
        own = Publication.objects.current().light().filter(agency=self.publication.agency_id)
        return tuple(own.order_by("year"))

    @cached_property
    def history(self) -> tuple[Publication, ...]:
        """Every publication of the same report, newest first."""
        return tuple(
            Publication.objects.light().filter(report=self.publication.report_id).order_by("-number")
        )

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """What the office says about findings today, by the finding's identity."""
        return Verdict.objects.filter(report=self.publication.report_id).in_force()


def shown_findings(one: OneReport) -> tuple[ShownFinding, ...]:
    """The findings of a published report as the public sees them.

    Everybody sees what does not agree, for the tables are there to be added up by anyone. A finding
    with an explanation carries the office's words; one that the office found to be a false alarm is
    left out; whatever else the office noted stays inside.
    """
    form = format_by_id(one.publication.format, one.publication.variant)
    found: list[ShownFinding] = []
    for finding in one.publication.check_result().findings:
        verdict = one.verdicts.get(identity(finding))
        kind = verdict.kind if verdict is not None else ""
        if kind == VerdictKind.FALSE_ALARM:
            continue
        shown = described(form, len(found) + 1, finding)
        if verdict is not None and kind == VerdictKind.EXPLAINED:
            shown = replace(shown, explanation=verdict.text, is_explained=True)
        found.append(replace(shown, is_confirmed=kind == VerdictKind.CONFIRMED))
    return tuple(found)


def for_comparison(numbers: Iterable[int]) -> tuple[Publication, ...]:
    """The current publications of these reports, in the order asked for."""
    wanted = list(dict.fromkeys(numbers))
    by_report = {
        publication.report_id: publication
        for publication in Publication.objects.current().filter(report__in=wanted).select_related("agency")
    }
    return tuple(by_report[number] for number in wanted if number in by_report)


OFFERED = 12


def offers(chosen: Sequence[Publication], words: str) -> tuple[Publication, ...]:
    """Reports that could join a comparison.

    What was searched for; without words the other years of the offices already there, and beside
    them other offices in the latest of their years.
    """
    found = published(Query(words=" ".join(words.replace("\x00", " ")[:LONGEST_SEARCH].split())))
    found = found.exclude(report__in=[publication.report_id for publication in chosen])
    if words.strip() or not chosen:
        return tuple(found[:OFFERED])
    agencies = {publication.agency_id for publication in chosen}
    own = list(found.filter(agency__in=agencies)[: OFFERED // 2])
    latest = max(publication.year for publication in chosen)
    others = found.filter(year=latest).exclude(agency__in=agencies)[: OFFERED - len(own)]
    return (*own, *others)


KEY_FIGURES = (
    "new_received",
    "carried_in",
    "results_total",
    "carried_out",
    "granted",
    "partially_granted",
    "reviews",
    "lawsuits",
)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A total of the report at the head of its page; ``None`` where the report says nothing."""

    label: str
    value: int | None
    unit: str


CASES = frozenset({"reviews", "lawsuits"})


def key_figures(figures: FigureColumns) -> tuple[KeyFigure, ...]:
    """The totals that most readers come for."""
    labels = {column.name: column.label for column in COLUMNS}
    return tuple(
        KeyFigure(
            gettext(labels[name]),
            getattr(figures, name),
            pgettext("案件", "件") if name in CASES else pgettext("申请", "件"),
        )
        for name in KEY_FIGURES
    )
