"""One entry: add it, read or change it with its history, delete it with the reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.ledger.models import Entry
from yangguang.registers import actions
from yangguang.registers.refused import Refused
from yangguang.registers.staff.forms import EntryForm, ReasonForm, texts_of
from yangguang.registers.staff.pages import RegisterPage, WritingPage, cells, status_of
from yangguang.registers.values import values_of


class AddPage(WritingPage):
    """A new entry."""

    template_name = "registers/staff/entry_form.html"

    def get_page_title(self) -> str:
        return _("登记一条")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs(("", self.get_page_title()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initial = {"kind": self.request.GET.get("kind", "")}
        kwargs.setdefault("form", EntryForm(register=self.register, initial=initial))
        return super().get_context_data(is_new=True, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = EntryForm(request.POST, register=self.register)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            entry = actions.add(self.register, self.agency, form.understood, by=self.user, at=timezone.now())
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.render_to_response(self.get_context_data(form=form), status=status_of(reason))
        messages.success(request, _("已登记“%(entry)s”。") % {"entry": entry})
        if "another" in request.POST:
            kind = form.cleaned_data.get("kind", "")
            return HttpResponseRedirect(self.url("add") + (f"?kind={kind}" if kind else ""))
        return redirect(self.url())


class OneEntryPage(RegisterPage):
    """A page of one entry."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        entries = self.register.model.objects.filter(agency=self.agency).select_related(
            "agency", "last_import"
        )
        self.entry: Any = get_object_or_404(entries, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.entry)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs(("", self.entry))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(entry=self.entry, cells=cells(self.register, self.entry), **kwargs)


class EntryPage(OneEntryPage):
    """What the entry says and what happened to it; for those who write, the form to change it."""

    template_name = "registers/staff/entry.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.may_write:
            initial = texts_of(self.register, values_of(self.register, self.entry))
            initial["version"] = self.entry.version
            kwargs.setdefault("form", EntryForm(register=self.register, initial=initial))
        return super().get_context_data(history=Entry.objects.of(self.entry), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_write:
            raise PermissionDenied
        form = EntryForm(request.POST, register=self.register)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        version = form.cleaned_data["version"] or 0
        try:
            differs = actions.change(
                self.register, self.entry, form.understood, version=version, by=self.user, at=timezone.now()
            )
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.again(form, reason)
        self.entry.refresh_from_db()
        if differs:
            messages.success(request, _("已保存“%(entry)s”。") % {"entry": self.entry})
        else:
            messages.info(request, _("没有改动。"))
        return redirect(self.url())

    def again(self, form: EntryForm, reason: Refused) -> HttpResponse:
        """Everything typed, beside what stands there now; saving once more is then meant."""
        fresh = (
            self.register.model.objects.select_related("agency", "last_import")
            .filter(pk=self.entry.pk)
            .first()
        )
        if fresh is not None:
            self.entry = fresh
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(fresh.version)  # type: ignore[index]
        return self.render_to_response(self.get_context_data(form=form), status=status_of(reason))


class DeletePage(OneEntryPage):
    """Take the entry out, with the reason."""

    template_name = "registers/staff/delete.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.may_write:
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs((self.url("entry", self.entry.pk), self.entry), ("", _("删除")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ReasonForm(initial={"version": self.entry.version}))
        return super().get_context_data(back=self.url("entry", self.entry.pk), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        said = str(self.entry)
        try:
            actions.delete(
                self.register,
                self.entry,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"] or 0,
                by=self.user,
                at=timezone.now(),
            )
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.render_to_response(self.get_context_data(form=form), status=status_of(reason))
        messages.success(request, _("已删除“%(entry)s”，理由记在操作台账里。") % {"entry": said})
        return redirect(self.url())
