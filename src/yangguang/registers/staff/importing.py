"""Pages of importing: hand a file in, see what was understood, confirm or give up, take back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yangguang.offices.visitors import person
from yangguang.registers.declaring import Register
from yangguang.registers.importing import actions
from yangguang.registers.importing.opening import MOST_ROWS, most_bytes
from yangguang.registers.importing.working import is_as_written
from yangguang.registers.models import Import, ImportRow, ImportState, RowState
from yangguang.registers.problems import Problem
from yangguang.registers.refused import Refused
from yangguang.registers.staff.exporting import as_file
from yangguang.registers.staff.forms import ReasonForm, UploadForm
from yangguang.registers.staff.pages import WritingPage, find_register, require_writing, status_of
from yangguang.registers.values import changes, content, unpack
from yangguang.web.keys import key
from yangguang.web.models import Worker
from yangguang.web.spreadsheet import write_sheet

PAGE = 100
LAST_IMPORTS = 20
STUCK_AFTER = timedelta(minutes=3)
"""Reading takes seconds; after this a person may ask the background once more."""
_ORDER = (RowState.BAD, RowState.CHANGED, RowState.NEW, RowState.UNCHANGED)


class UploadPage(WritingPage):
    """Choose a file; how to fill it in; earlier imports below."""

    template_name = "registers/staff/upload.html"
    header_icon = "upload"

    def get_page_title(self) -> str:
        return _("导入%(register)s") % {"register": self.register.label}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs(("", self.get_page_title()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UploadForm(register=self.register))
        imports = Import.objects.filter(agency=self.agency, register=self.register.id)
        return super().get_context_data(
            imports=imports.select_related("created_by")[:LAST_IMPORTS],
            most_mb=most_bytes() >> 20,
            most_rows=MOST_ROWS,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, register=self.register)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            batch = actions.receive(
                self.register,
                self.agency,
                form.cleaned_data["file"],
                fallback_kind=form.cleaned_data.get("fallback_kind", ""),
                by=self.user,
                at=timezone.now(),
            )
        except Refused as reason:
            form.add_error("file", str(reason))
            return self.render_to_response(self.get_context_data(form=form), status=status_of(reason))
        return redirect(self.url("batch", batch.pk))


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as the preview shows it: what it says, what would change, what is wrong."""

    number: int
    says: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    problems: list[tuple[str, str, str]]


def row_view(register: Register, row: ImportRow) -> RowView:
    """A kept row in words."""
    if row.state == RowState.BAD:
        return RowView(row.number, [], [], list(_problems(register, row)))
    values = unpack(register, row.values)
    if row.state == RowState.CHANGED:
        before = unpack(register, {name: row.before[name] for name in register.fields})
        differs = changes(register, before, values)
        labels = {label for label, _before, _after in differs}
        same = [(label, words) for label, words in content(register, values) if label not in labels]
        return RowView(row.number, same, differs, [])
    return RowView(row.number, content(register, values), [], [])


def _problems(register: Register, row: ImportRow) -> Iterator[tuple[str, str, str]]:
    """Column, what stands there, what is wrong and what to do."""
    for kept in row.problems:
        problem = Problem.from_json(kept)
        yield str(register.column(problem.column).label), row.values.get(problem.column, ""), problem.says


class OneImportPage(WritingPage):
    """A page of one import."""

    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        imports = Import.objects.filter(agency=self.agency, register=self.register.id)
        found = imports.select_related("agency", "created_by", "decided_by")
        self.batch = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.batch)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs((self.url("import"), _("导入")), ("", self.batch))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.batch
        counted = {state: getattr(batch, state.value) for state in _ORDER}
        tab = self.request.GET.get("rows", "")
        if tab not in RowState.values:
            tab = next((state.value for state in _ORDER if counted[state]), RowState.NEW.value)
        is_read = batch.state in (ImportState.READ, ImportState.WRITING)
        is_done = batch.state in (ImportState.DONE, ImportState.UNDOING)
        rows = self.rows(tab if is_read else RowState.CHANGED.value) if is_read or is_done else []
        now = timezone.now()
        return super().get_context_data(
            batch=batch,
            tabs=[(state.value, state.label, counted[state], state.value == tab) for state in _ORDER],
            tab=tab,
            rows=[row_view(self.register, row) for row in rows[:PAGE]],
            next=rows[PAGE - 1].number if len(rows) > PAGE else 0,
            is_read=is_read,
            to_write=batch.new + batch.changed,
            may_undo=batch.state == ImportState.DONE and is_as_written(batch, self.register),
            has_worker=not batch.is_running or Worker.objects.alive(now).exists(),
            seems_stuck=batch.is_running and now - batch.changed_at > STUCK_AFTER,
            **kwargs,
        )

    def rows(self, state: str) -> list[ImportRow]:
        """The rows of one sort, from the place asked for."""
        last = key(self.request.GET.get("after", ""))
        return list(self.batch.rows.filter(state=state, number__gt=last).order_by("number")[: PAGE + 1])


class BatchPage(OneImportPage):
    """What was understood of the file, and what importing it would do or has done."""

    template_name = "registers/staff/batch.html"


class ProgressPage(OneImportPage):
    """The part of the page that refreshes while the background is at work."""

    template_name = "registers/staff/batch_part.html"


class ConfirmView(OneImportPage):
    """Write the rows as the preview shows them."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.acted(lambda: actions.confirm(self.batch, by=self.user, at=timezone.now()))

    def acted(self, act: Any) -> HttpResponse:
        """Do it, and back to the import, with the reason where it was refused."""
        try:
            act()
        except Refused as reason:
            messages.error(self.request, str(reason))
        return redirect(self.url("batch", self.batch.pk))


class DiscardView(ConfirmView):
    """Give the file up."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.acted(lambda: actions.discard(self.batch, by=self.user, at=timezone.now()))


class ResumeView(ConfirmView):
    """Ask the background once more."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.acted(lambda: actions.resume(self.batch, by=self.user))


class UndoPage(OneImportPage):
    """Take a written import back, with the reason."""

    template_name = "registers/staff/undo.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ReasonForm())
        return super().get_context_data(back=self.url("batch", self.batch.pk), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            actions.undo(self.batch, reason=form.cleaned_data["reason"], by=self.user, at=timezone.now())
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.render_to_response(self.get_context_data(form=form), status=status_of(reason))
        return redirect(self.url("batch", self.batch.pk))


@require_safe
def problems(request: HttpRequest, agency: int, register: str, pk: int) -> HttpResponse:
    """Every bad row as a spreadsheet, to be worked through beside the file."""
    found_agency, found = find_register(request, agency, register)
    require_writing(person(request), found_agency)
    batch = get_object_or_404(Import, agency=found_agency, register=found.id, pk=pk)
    target = io.BytesIO()
    headings = [(_("行号"), 8), (_("栏目"), 18), (_("现在的内容"), 40), (_("问题和办法"), 70)]
    rows = (
        [row.number, *problem]
        for row in batch.rows.filter(state=RowState.BAD).order_by("number").iterator(chunk_size=1000)
        for problem in _problems(found, row)
    )
    write_sheet(target, _("问题"), headings, rows, filters=True)
    return as_file(target.getvalue(), f"{_('导入问题')}-{batch.pk}.xlsx")
