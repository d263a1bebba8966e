"""A register as a file, in the columns in which it is imported; and the empty template."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yangguang.offices.models import Agency
from yangguang.registers.declaring import Column, Register, What
from yangguang.registers.listing import in_order
from yangguang.registers.staff.pages import find_register
from yangguang.registers.values import shown, values_of
from yangguang.web.spreadsheet import plain, write_sheet

MOST_EXPORTED = 50_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AS_THEY_ARE = frozenset({What.DAY, What.YUAN, What.QUANTITY})
"""Columns whose values a spreadsheet program may sort and add."""


def export(
    register: Register, agency: Agency, entries: QuerySet[Any], kind: str, today: date
) -> HttpResponse:
    """The whole list, not only the page shown; at most :data:`MOST_EXPORTED` rows."""
    rows = _rows(register, in_order(register, entries)[:MOST_EXPORTED])
    content = _xlsx(register, rows) if kind == "xlsx" else _csv(register, rows)
    name = f"{register.label}-{agency.shown_name}-{today:%Y%m%d}.{kind}"
    return as_file(content, name, XLSX if kind == "xlsx" else "text/csv; charset=utf-8")


def as_file(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """An answer to be kept as a file."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _rows(register: Register, entries: QuerySet[Any]) -> Iterator[list[Any]]:
    for entry in entries.iterator(chunk_size=2000):
        values = values_of(register, entry)
        yield [_cell(column, values) for column in register.columns]


def _cell(column: Column, values: dict[str, Any]) -> Any:
    return values[column.name] if column.what in _AS_THEY_ARE else shown(column, values)


def _headings(register: Register) -> list[tuple[str, float]]:
    return [(str(column.label), column.width) for column in register.columns]


def _xlsx(register: Register, rows: Iterator[list[Any]]) -> bytes:
    target = io.BytesIO()
    write_sheet(target, str(register.label)[:31], _headings(register), rows, filters=True)
    return target.getvalue()


def _csv(register: Register, rows: Iterator[list[Any]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([title for title, _width in _headings(register)])
    writer.writerows([plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()  # without the mark Excel takes Chinese for Latin


@require_safe
def template(request: HttpRequest, agency: int, register: str) -> HttpResponse:
    """The empty template: headings to fill in, and a second sheet that explains them with examples."""
    _agency, found = find_register(request, agency, register)
    return as_file(template_of(found), f"{_('导入模板')}-{found.label}.xlsx")


def template_of(register: Register) -> bytes:
    """The template as a workbook."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False})
    needed = book.add_format({"bold": True, "bg_color": "#FBE9D7", "border": 1, "valign": "vcenter"})
    optional = book.add_format({"bold": True, "bg_color": "#E4EFF4", "border": 1, "valign": "vcenter"})
    as_text = book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(_("填写"))
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(register.columns):
        body = as_day if column.what is What.DAY else as_text
        sheet.set_column(place, place, column.width, body if column.what is not What.YUAN else None)
        sheet.write_string(0, place, str(column.label), needed if column.required else optional)
        if column.choices or column.what is What.YES_NO:
            words = [str(label) for label in column.choices.labels] if column.choices else [_("是"), _("否")]
            sheet.data_validation(
                1, place, 5000, place, {"validate": "list", "source": words, "error_type": "warning"}
            )
    _explain(book, register)
    book.close()
    return target.getvalue()


def _explain(book: Any, register: Register) -> None:
    """The second sheet. Its headings are none of the register's, so that an import passes it by."""
    sheet = book.add_worksheet(_("说明和示例"))
    head = book.add_format(
        {"bold": True, "bg_color": "#E4EFF4", "border": 1, "text_wrap": True, "valign": "top"}
    )
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for place, (title, width) in enumerate(
        ((_("栏目说明"), 18), (_("必填"), 8), (_("怎么填"), 60), (_("示例一"), 30), (_("示例二"), 30))
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, head)
    for number, column in enumerate(register.columns, start=1):
        choices = (
            _("可填：%(choices)s。") % {"choices": "、".join(map(str, column.choices.labels))}
            if column.choices
            else ""
        )
        texts = (
            str(column.label),
            _("是") if column.required else "",
            f"{choices}{column.help}",
            *column.examples,
        )
        for place, text in enumerate(texts):
            sheet.write_string(number, place, text, body)
    for number, sentence in enumerate(register.belongs, start=len(register.columns) + 2):
        sheet.merge_range(number, 0, number, 4, str(sentence), body)
        sheet.set_row(number, 34)
