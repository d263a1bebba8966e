"""Pages of importing: hand files in, watch them being read, decide where they belong, file them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.annualreport.agency import region_governed
from yangguang.offices.models import Agency, Kind
from yangguang.offices.visitors import person
from yangguang.reports import actions
from yangguang.reports.actions.agencies import parents_for
from yangguang.reports.forms import NewAgencyForm, NoteForm, PlaceForm, UploadForm
from yangguang.reports.intake import limits
from yangguang.reports.models import ImportBatch, ImportItem, ItemState
from yangguang.reports.permissions import Act, agencies_for
from yangguang.reports.refused import Refused
from yangguang.reports.selectors import ItemRow, item_rows
from yangguang.reports.staff.pages import STUCK_AFTER, crumbs
from yangguang.web.models import Worker


class UploadPage(WagtailAdminTemplateMixin, TemplateView):
    """Choose or drop files; earlier batches below."""

    template_name = "reports/staff/upload.html"
    page_title = gettext_lazy("导入年度报告")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.page_title))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UploadForm())
        return super().get_context_data(
            batches=ImportBatch.objects.visible_to(person(self.request)).with_counts()[:10],
            most_mb=limits().file_bytes >> 20,
            may_import=agencies_for(person(self.request), Act.IMPORT).exists(),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            batch = actions.receive_files(form.cleaned_data["files"], by=person(request), at=timezone.now())
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return redirect("staff_reports:batch", batch.pk)


@require_POST
def open_batch(request: HttpRequest) -> HttpResponse:
    """For the script: a batch to which files are sent one by one."""
    try:
        batch = actions.open_batch(by=person(request), at=timezone.now())
    except Refused as reason:
        return JsonResponse({"error": str(reason)}, status=403)
    return JsonResponse(
        {
            "add": reverse("staff_reports:add-file", args=[batch.pk]),
            "batch": reverse("staff_reports:batch", args=[batch.pk]),
        }
    )


@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """For the script: one file of a batch."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(person(request)), pk=pk)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": " ".join(map(str, form["files"].errors))}, status=422)
    try:
        actions.receive_files(form.cleaned_data["files"], batch=batch, by=person(request), at=timezone.now())
    except Refused as reason:
        return JsonResponse({"error": str(reason)}, status=422)
    return JsonResponse({"ok": True})


class BatchPage(WagtailAdminTemplateMixin, TemplateView):
    """The files of a batch: what was read, what needs a decision, what is filed, what failed and why."""

    template_name = "reports/staff/batch.html"
    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.batch = get_object_or_404(ImportBatch.objects.visible_to(person(request)), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.batch)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs((reverse("staff_reports:import"), _("导入")), ("", self.batch))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**batch_context(self.request, self.batch), **kwargs)


def batch_context(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """The rows of a batch and its progress, for the page and for the part that refreshes."""
    rows = item_rows(batch, person(request))
    waiting = sum(row.item.state == ItemState.WAITING for row in rows)
    return {
        "batch": batch,
        "rows": rows,
        "waiting": waiting,
        "done": len(rows) - waiting,
        "is_running": bool(waiting or batch.filing),
        "has_worker": not waiting or Worker.objects.alive(timezone.now()).exists(),
        "seems_stuck": timezone.now() - batch.created_at > STUCK_AFTER,
        "ready": sum(row.is_ready for row in rows),
        "attention": sum(row.needs_attention for row in rows),
        "filed": sum(row.item.state == ItemState.FILED for row in rows),
        "failed": sum(row.item.state == ItemState.FAILED for row in rows),
    }


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the batch page that refreshes while files are being read."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(person(request)), pk=pk)
    return render(request, "reports/staff/batch_rows.html", batch_context(request, batch))


@require_POST
def file_all(request: HttpRequest, pk: int) -> HttpResponse:
    """File everything that needs no decision."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(person(request)), pk=pk)
    actions.file_all(batch, by=person(request))
    return redirect("staff_reports:batch", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the background once more."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(person(request)), pk=pk)
    actions.resume_batch(batch, by=person(request))
    return redirect("staff_reports:batch", pk)


class ItemPage(WagtailAdminTemplateMixin, TemplateView):
    """One read file: where it belongs, and what filing it would do."""

    template_name = "reports/staff/item.html"
    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        items = ImportItem.objects.filter(
            batch__in=ImportBatch.objects.visible_to(person(request))
        ).select_related("batch__created_by", "agency", "edition")
        self.item = get_object_or_404(items, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.item.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        batch = self.item.batch
        return crumbs(
            (reverse("staff_reports:import"), _("导入")),
            (reverse("staff_reports:batch", args=[batch.pk]), batch),
            ("", self.item.name),
        )

    def row(self) -> ItemRow:
        return next(row for row in item_rows(self.item.batch, person(self.request)) if row.item == self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, item = person(self.request), self.item
        initial = {"agency": item.agency_id, "year": item.year}
        kwargs.setdefault("place", PlaceForm(initial=initial, agencies=agencies_for(user, Act.IMPORT)))
        kwargs.setdefault("note", NoteForm())
        parents = parents_for(user)
        if item.agency_id is None and parents.exists():
            kwargs.setdefault("new_agency", NewAgencyForm(initial=self.guess(parents), parents=parents))
        return super().get_context_data(row=self.row(), item=item, batch=item.batch, **kwargs)

    def guess(self, parents: Any) -> dict[str, Any]:
        name = self.item.said_agency
        parent = parents.first()
        kind = Kind.GOVERNMENT if region_governed(name) else Kind.DEPARTMENT
        return {"name": name, "parent": parent.pk, "level": parent.level, "kind": kind}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = {"place": self.decide, "file": self.file, "discard": self.discard, "new": self.create}
        for name, do in step.items():
            if name in request.POST:
                return do()
        return self.render_to_response(self.get_context_data(), status=422)

    def decide(self) -> HttpResponse:
        form = PlaceForm(self.request.POST, agencies=agencies_for(person(self.request), Act.IMPORT))
        if not form.is_valid():
            return self.again(place=form)
        try:
            actions.decide_item(self.item, **form.cleaned_data, by=person(self.request))
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.again(place=form)
        return redirect("staff_reports:item", self.item.pk)

    def file(self) -> HttpResponse:
        form = NoteForm(self.request.POST)
        form.is_valid()
        try:
            edition = actions.file_item(
                self.item, note=form.cleaned_data.get("note", ""), by=person(self.request), at=timezone.now()
            )
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.again(note=form)
        said = _("“%(name)s”已归档为第 %(number)s 版。")
        where = reverse("staff_reports:report", args=[edition.report_id])
        others = item_rows(self.item.batch, person(self.request))
        if any(row.is_ready or row.needs_attention for row in others):  # on with the next one
            open_it = [messages.button(where, _("打开报告"))]
            messages.success(
                self.request, said % {"name": self.item.name, "number": edition.number}, buttons=open_it
            )
            return redirect("staff_reports:batch", self.item.batch_id)
        messages.success(self.request, said % {"name": self.item.name, "number": edition.number})
        return redirect(where)

    def discard(self) -> HttpResponse:
        actions.discard_item(self.item, by=person(self.request))
        messages.success(self.request, _("已放弃“%(name)s”。") % {"name": self.item.name})
        return redirect("staff_reports:batch", self.item.batch_id)

    def create(self) -> HttpResponse:
        form = NewAgencyForm(self.request.POST, parents=parents_for(person(self.request)))
        if not form.is_valid():
            return self.again(new_agency=form)
        try:
            agency: Agency = actions.create_agency(
                self.item, **form.cleaned_data, by=person(self.request), at=timezone.now()
            )
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.again(new_agency=form)
        messages.success(self.request, _("已建立机关“%(name)s”。") % {"name": agency})
        return redirect("staff_reports:item", self.item.pk)

    def again(self, **forms: Any) -> HttpResponse:
        self.item.refresh_from_db()
        return self.render_to_response(self.get_context_data(**forms), status=422)
