"""A whole report of an agency and year, drawn up from what the sources count (条例第四十九条、第五十条)."""

from __future__ import annotations

from yangguang.annualreport.formats import Format, format_for_year
from yangguang.annualreport.model import AnnualReport, Cell, Contact, SectionText, Value, blank_cells
from yangguang.offices.models import Agency, Kind
from yangguang.reports.computing.sources import count_all
from yangguang.reports.computing.wording import Sentences
from yangguang.requests.counting import count_fees
from yangguang.requests.models import RequestSettings

KIND = "computed"
FIRST_YEAR = 2019
"""The first year of the unified form (国办公开办函〔2019〕60号)."""


def draw_up(agency: Agency, year: int, previous: AnnualReport | None = None) -> AnnualReport:
    """The report as the cases have it today, its words compared with ``previous``, the year before.

    Raises ``KeyError`` for a year before the unified form.
    """
    form = format_for_year(year)
    figures = AnnualReport(
        agency=agency.name,
        year=year,
        format=form,
        cells=cells_of(form, count_all([agency.pk], year, form)),
        title=f"{agency.name}{year}年政府信息公开工作年度报告",
        sections=tuple(SectionText(section.number, section.heading) for section in form.sections),
        period=(f"{year}-01-01", f"{year}-12-31"),
        fees=count_fees([agency.pk], year),
        contact=contact_of(agency),
        kind=KIND,
    )
    return Sentences(figures, previous, is_government=agency.kind == Kind.GOVERNMENT).worded()


def contact_of(agency: Agency) -> Contact:
    """How the office can be reached, as it says where it takes requests."""
    told = RequestSettings.objects.filter(agency=agency).first()
    if told is None:
        return Contact()
    return Contact(
        office=told.office,
        address=told.address,
        postcode=told.postcode,
        telephone=told.phone,
        fax=told.fax,
        email=told.email,
    )


def cells_of(form: Format, counts: dict[str, Value]) -> dict[str, Cell]:
    """Counted figures as cells; what nobody counts is missing, and says so when the report is checked."""
    cells = blank_cells(form)
    cells.update({path: Cell(path, value, raw=str(value)) for path, value in counts.items()})
    return cells
