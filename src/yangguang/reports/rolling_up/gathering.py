"""Which agencies are parts of a superior's report, and what each of them gives.

A part is taken from what the agency handed in; else from its computed report, or its file; else it is counted now,
where its requests are handled on this platform. A report that holds everybody below its agency (one that was rolled
up here, or a file of a government, whose tables include its departments) stands for its whole tree: who is inside
is not taken again. Of the superior itself only its own cases count, never a report that is a sum already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from yangguang.annualreport.formats import Format, format_by_id, format_for_year
from yangguang.annualreport.model import AnnualReport
from yangguang.cases.models import Case
from yangguang.offices.models import Agency, Kind
from yangguang.remedies.procedure import IDS as REMEDIES
from yangguang.reports import stored
from yangguang.reports.computing.drawing_up import cells_of
from yangguang.reports.computing.sources import count_each
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import HandIn, PartSource, Report, RollUpPart, WorkingFigures
from yangguang.reports.rolling_up.kept import keep
from yangguang.reports.telling import in_slices
from yangguang.requests.counting import count_fees_each
from yangguang.requests.models import RequestSettings
from yangguang.requests.procedure import PROCEDURE as REQUEST

Json = Any

OWN = "（本级）"
"""What the name of a government is called when only its own office is meant."""
_SOURCES = {"computed": PartSource.COMPUTED, "rolled_up": PartSource.ROLLED_UP}


@dataclass(slots=True)
class Gathered:
    """One agency and what it gives. ``figures`` is filled in only where it is asked for."""

    agency: Agency
    source: PartSource
    is_whole: bool = False
    report_id: int | None = None
    taken_from: str = ""
    format: str = ""
    variant: str = ""
    errors: int = 0
    figures: Json = None

    @property
    def form(self) -> Format:
        return format_by_id(self.format, self.variant)

    @property
    def name(self) -> str:
        """How a sum calls it: a government that does not stand for its tree is its own office only."""
        is_own = self.agency.kind == Kind.GOVERNMENT and not self.is_whole
        return f"{self.agency.name}{OWN}" if is_own else self.agency.name

    def part(self, source: PartSource | None = None) -> RollUpPart:
        """The row that keeps it."""
        return RollUpPart(
            agency=self.agency,
            source=source or self.source,
            report_id=self.report_id,
            taken_from=self.taken_from,
            format=self.format,
            variant=self.variant,
            figures=self.figures or {},
            errors=self.errors,
        )


@dataclass(frozen=True, slots=True)
class Inside:
    """An agency that the report of one above it holds already."""

    agency: Agency
    holder: Agency


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would be added up, who is held already by another's report, who was not chosen; in the order of the tree.

    Whoever has nothing is a part that gives nothing, chosen or not: it stays named.
    """

    parts: tuple[Gathered, ...]
    inside: tuple[Inside, ...]
    left_out: tuple[Gathered, ...] = ()

    @property
    def given(self) -> list[Gathered]:
        """Those that give figures."""
        return [part for part in self.parts if part.source.gives]

    @property
    def missing(self) -> list[Gathered]:
        """Those of whom there is nothing."""
        return [part for part in self.parts if part.source is PartSource.NOTHING]

    @property
    def listed(self) -> list[Gathered]:
        """Everybody that is added up or could be, in the order of the tree."""
        return sorted((*self.parts, *self.left_out), key=lambda part: part.agency.path or "")


def plan(
    superior: Agency,
    year: int,
    *,
    among: Collection[Agency] | None = None,
    without: Collection[int] = (),
) -> Plan:
    """Who is a part, without figures; a handful of queries for every few hundred agencies.

    ``among`` are the chosen ones; ``without`` leaves some out instead. A report that was left out holds nobody: who is
    inside it may be a part itself.
    """
    agencies = below(superior, year)
    if among is not None:
        known = {agency.pk for agency in agencies}
        agencies = sorted(
            [*agencies, *(agency for agency in among if agency.pk not in known)],
            key=lambda agency: agency.path or "",
        )
    chosen = {agency.pk for agency in agencies if among is None} - set(without)
    if among is not None:
        chosen = {agency.pk for agency in among}
    found = _found({agency.pk: agency for agency in agencies}, year)
    parts = _own(superior, year)
    inside: list[Inside] = []
    left_out: list[Gathered] = []
    holders: dict[int, Agency] = {}
    for agency in agencies:
        steps = [int(step) for step in (agency.path or "").split("/") if step][:-1]
        holder = next((holders[step] for step in steps if step in holders), None)
        if holder is not None:
            inside.append(Inside(agency, holder))
        elif agency.pk in chosen or found[agency.pk].source is PartSource.NOTHING:
            parts.append(found[agency.pk])
            if found[agency.pk].is_whole:
                holders[agency.pk] = agency
        else:
            left_out.append(found[agency.pk])
    return Plan(tuple(parts), tuple(inside), tuple(left_out))


def below(superior: Agency, year: int) -> list[Agency]:
    """Everybody below who exists today, and who was dissolved but has something of the year, in the order of the tree.

    A body that was merged into another in mid-year leaves its requests and remedies where they are: what it
    did until then is part of the government's year, and nobody reports it twice.
    """
    everybody = Agency.objects.below([superior]).order_by("path")
    dissolved = list(everybody.filter(is_active=False).values_list("pk", flat=True))
    kept = _with_something(dissolved, year)
    return list(everybody.filter(Q(is_active=True) | Q(pk__in=kept)))


def _with_something(agencies: list[int], year: int) -> set[int]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    found: set[int] = set()
    for some in in_slices(agencies):
        cases = _disclosure_cases().filter(agency__in=some, received_on__lte=last)
        touched = cases.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=first))
        found |= set(touched.order_by().values_list("agency", flat=True).distinct())
        found |= set(_hand_ins(some, year).values_list("agency", flat=True))
        found |= set(_working(some, year).values_list("agency", flat=True))
    return found


def _own(superior: Agency, year: int) -> list[Gathered]:
    if not _run_here([superior.pk], year):
        return []
    form = format_for_year(year)
    return [Gathered(superior, PartSource.COUNTED, format=form.id, variant=form.variant)]


def _found(agencies: dict[int, Agency], year: int) -> dict[int, Gathered]:
    """What there is of each agency, the best first."""
    found: dict[int, Gathered] = {}
    for some in in_slices(sorted(agencies)):
        for hand_in in (
            _hand_ins(some, year)
            .select_related("edition")
            .defer(*_HEAVY, "edition__reading", "edition__blocks")
        ):
            agency = agencies[hand_in.agency_id]
            kind = hand_in.edition.kind
            found[agency.pk] = Gathered(
                agency,
                PartSource.HANDED_IN,
                is_whole=_is_whole(agency, kind),
                report_id=hand_in.report_id,
                taken_from=f"第{hand_in.number}次报送",
                format=hand_in.format,
                variant=hand_in.variant,
                errors=hand_in.errors,
            )
        working = (
            _working(some, year)
            .select_related("report__edition")
            .defer(*_HEAVY[:-1], "report__edition__reading", "report__edition__blocks")
        )
        for figures in working:
            edition = figures.report.edition
            if figures.agency_id in found or edition is None:
                continue
            agency = agencies[figures.agency_id]
            found[agency.pk] = Gathered(
                agency,
                _SOURCES.get(edition.kind, PartSource.FILE),
                is_whole=_is_whole(agency, edition.kind),
                report_id=figures.report_id,
                taken_from=f"第{edition.number}版",
                format=figures.format,
                variant=figures.variant,
                errors=figures.errors,
            )
    rest = [pk for pk in agencies if pk not in found]
    here = _run_here(rest, year)
    form = format_for_year(year)
    for pk in rest:
        found[pk] = (
            Gathered(agencies[pk], PartSource.COUNTED, format=form.id, variant=form.variant)
            if pk in here
            else Gathered(agencies[pk], PartSource.NOTHING)
        )
    return found


_HEAVY = ("cells", "checked", "for_sums", "content")


def _is_whole(agency: Agency, kind: str) -> bool:
    """Whether a report holds everybody below its agency."""
    return kind == "rolled_up" or (agency.kind == Kind.GOVERNMENT and kind != "computed")


def _hand_ins(agencies: Collection[int], year: int) -> QuerySet[HandIn]:
    return HandIn.objects.current().filter(agency__in=agencies, year=year).order_by()


def _working(agencies: Collection[int], year: int) -> QuerySet[WorkingFigures]:
    return WorkingFigures.objects.filter(report__agency__in=agencies, report__year=year).order_by()


def _disclosure_cases() -> QuerySet[Case]:
    """Requests and remedies; who handles only petitions here has no report of disclosure here."""
    return Case.objects.filter(procedure_id__in=(REQUEST.id, *REMEDIES))


def _run_here(agencies: Iterable[int], year: int) -> set[int]:
    """Whose requests of the year were handled on this platform: it took requests here by its end, or had cases.

    Who came later was elsewhere then: its year is missing, not nought.
    """
    by_the_end = date(year, 12, 31)
    here: set[int] = set()
    for some in in_slices(sorted(agencies)):
        cases = _disclosure_cases().filter(agency=OuterRef("pk"), received_on__lte=by_the_end)
        settings = RequestSettings.objects.filter(
            Q(kept_here_since__isnull=True) | Q(kept_here_since__lte=by_the_end), agency=OuterRef("pk")
        )
        found = Agency.objects.filter(Exists(cases) | Exists(settings), pk__in=some).order_by()
        here.update(found.values_list("pk", flat=True))
    return here


def fill(parts: Iterable[Gathered], year: int) -> None:
    """Give every part its figures, a few hundred at a time; nothing is read that was kept."""
    by_source: dict[bool, list[Gathered]] = {True: [], False: []}
    counted: list[Gathered] = []
    for part in parts:
        if part.source is PartSource.COUNTED:
            counted.append(part)
        elif part.source.gives:
            by_source[part.source is PartSource.HANDED_IN].append(part)
    _fill_from(counted, lambda some: _counted(some, year))
    _fill_from(by_source[True], lambda some: _kept_hand_ins(some, year))
    _fill_from(by_source[False], lambda some: _kept_working(some, year))


def _fill_from(parts: list[Gathered], kept: Any) -> None:
    wanted = {part.agency.pk: part for part in parts}
    for some in in_slices(sorted(wanted)):
        for agency, figures in kept(some):
            wanted[agency].figures = figures


def _kept_hand_ins(agencies: Collection[int], year: int) -> Iterator[tuple[int, Json]]:
    for pk, agency, figures in _hand_ins(agencies, year).values_list("pk", "agency", "for_sums"):
        if figures is None:
            figures = keep(stored.report_from_json(HandIn.objects.get(pk=pk).content))
        yield agency, figures


def _kept_working(agencies: Collection[int], year: int) -> Iterator[tuple[int, Json]]:
    for report, agency, figures in _working(agencies, year).values_list("report", "agency", "for_sums"):
        if figures is None:  # from before they were kept
            figures = keep(in_force(Report.objects.select_related("edition").get(pk=report)))
        yield agency, figures


def _counted(agencies: Collection[int], year: int) -> Iterator[tuple[int, Json]]:
    form = format_for_year(year)
    fees = count_fees_each(agencies, year)
    for agency, counts in count_each(agencies, year, form).items():
        report = AnnualReport(
            agency="", year=year, format=form, cells=cells_of(form, counts), fees=fees[agency]
        )
        yield agency, keep(report)
