"""The rows of a list as a file for a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from yangguang.cases.due import due_of
from yangguang.cases.listing import CaseSets
from yangguang.cases.models import Case
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.web.spreadsheet import plain, write_sheet

MOST_ROWS = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def columns() -> list[tuple[str, float]]:
    """The headings with their widths."""
    return [
        *((_("编号"), 20), (_("程序"), 14), (_("机关"), 24), (_("事由"), 48), (_("状态"), 16)),
        *(
            (_("到达日期"), 12),
            (_("收到之日"), 12),
            (_("到期日"), 12),
            (_("下一时限"), 12),
            (_("时限情况"), 20),
        ),
        *((_("承办部门"), 16), (_("承办人"), 12), (_("办结日期"), 12)),
    ]


def _rows(cases: CaseSets, today: date) -> Iterator[list[Any]]:
    calendar = calendar_in_force()
    related = cases.each(lambda one: one.select_related("agency", "lead_department", "lead_person"))
    for case in related.iterate(MOST_ROWS):
        yield _row(case, due_of(case, today, calendar).text)


def _row(case: Case, due: str) -> list[Any]:
    arrived_on = timezone.localdate(case.arrived_at)
    return [
        *(case.number, str(case.procedure.label), case.agency.name, case.title, str(case.state.label)),
        *(arrived_on, case.received_on, case.due_on, case.next_on, due),
        *(str(case.lead_department or ""), str(case.lead_person or ""), case.closed_on),
    ]


def export(cases: CaseSets, kind: str, today: date) -> HttpResponse:
    """The whole list, not only the page shown; at most :data:`MOST_ROWS` rows."""
    return as_file(_("办件"), columns(), _rows(cases, today), kind, today)


def as_file(
    title: str, heads: Sequence[tuple[str, float]], rows: Iterable[list[Any]], kind: str, today: date
) -> HttpResponse:
    """Rows under their heads as ``xlsx`` or ``csv``, to download."""
    content = _xlsx(title, heads, rows) if kind == "xlsx" else _csv(heads, rows)
    response = HttpResponse(content, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    name = f"{title}-{today:%Y%m%d}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _csv(heads: Sequence[tuple[str, float]], rows: Iterable[list[Any]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([title for title, _width in heads])
    writer.writerows([plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()  # without the mark Excel takes Chinese for Latin


def _xlsx(title: str, heads: Sequence[tuple[str, float]], rows: Iterable[list[Any]]) -> bytes:
    target = io.BytesIO()
    write_sheet(target, title, heads, rows, filters=True)
    return target.getvalue()
