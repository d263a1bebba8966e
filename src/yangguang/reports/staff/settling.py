"""Forms on one cell and on one finding. A refused act shows the form again with everything typed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.annualreport.address import in_words, labels
from yangguang.annualreport.model import Cell, CellState
from yangguang.offices.visitors import person
from yangguang.reports import actions
from yangguang.reports.composing import cell_fact, is_unsure
from yangguang.reports.computing.sources import source_of
from yangguang.reports.forms import CellForm, RevokeForm, VerdictForm
from yangguang.reports.models import Correction, VerdictKind
from yangguang.reports.permissions import Act
from yangguang.reports.presenting import FindingView, place_id
from yangguang.reports.refused import Conflict, Refused
from yangguang.reports.staff.pages import ReportPage, crumbs, wants_fragment, with_seen
from yangguang.reports.stored import value_from_json
from yangguang.reports.words import certainty_words, shown


class SettlingPage(ReportPage, ABC):
    """A form that sits in a page of its own, or, asked for by the script, in a dialog over the report."""

    def get_template_names(self) -> list[str]:
        name = self.template_name
        return [
            f"reports/staff/{name}_form.html"
            if wants_fragment(self.request)
            else f"reports/staff/{name}.html"
        ]

    def attempt(self, act: Callable[[], Any], form: forms.Form, done: str, anchor: str) -> HttpResponse:
        """Do it and go back to the place; refused, say why and keep what was typed."""
        try:
            act()
        except Refused as reason:
            form.add_error(None, str(reason))
            # everything shown is read anew, so that a second try knows what holds now
            kept = self.fresh(form) if isinstance(reason, Conflict) else form
            status = 409 if isinstance(reason, Conflict) else 422
            return self.render_to_response(self.get_context_data(form=kept), status=status)
        messages.success(self.request, done)
        to = f"{reverse('staff_reports:report', args=[self.report.pk])}#{anchor}"
        return JsonResponse({"to": to}) if wants_fragment(self.request) else HttpResponseRedirect(to)

    @abstractmethod
    def fresh(self, form: forms.Form) -> forms.Form:
        """The form with what was typed, over what holds now."""

    def reread(self) -> None:
        """Forget what was computed from the report before the act."""
        for name in ("annual_report", "findings"):
            self.__dict__.pop(name, None)
        self.report.refresh_from_db()


class CellPage(SettlingPage):
    """One cell: what stands there and how it was won; correct it, accept it, or take a word back."""

    template_name = "cell"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.path = kwargs["path"]
        if self.path not in self.annual_report.cells:
            raise Http404

    @property
    def cell(self) -> Cell:
        return self.annual_report.cells[self.path]

    @property
    def correction(self) -> Correction | None:
        corrections = self.report.corrections.select_related("created_by").filter(path=self.path)
        return corrections.in_force().get(self.path)

    def get_page_title(self) -> str:
        return in_words(self.annual_report.format, self.path)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("staff_reports:report", args=[self.report.pk])
        return crumbs((url, f"{self.report.agency.shown_name} · {self.report.year}"), ("", _("单元格")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cell, correction = self.cell, self.correction
        repairs = {repair.where: repair for repair in self.annual_report.repairs}
        read = self.report.edition.read().cells[self.path] if self.report.edition else cell
        kwargs.setdefault("form", CellForm(initial={"text": typed(cell), "seen": fact(cell)}))
        return super().get_context_data(
            cell=cell,
            cell_path=self.path,
            labels=labels(self.annual_report.format, self.path),
            shown=shown(cell.value, cell.state),
            read=shown(read.value, read.state),
            raw=cell.raw,
            evidence=certainty_words(cell, repairs.get(self.path), correction),
            correction=correction,
            is_unsure=is_unsure(cell),
            can_accept=cell.state not in (CellState.UNREADABLE, CellState.MISSING),
            findings=[view for view in self.findings if view.finding.where == self.path],
            past=self.past(),
            behind_url=self.behind_url(),
            why_not=self.why_not(Act.CORRECT),
            back=f"{reverse('staff_reports:report', args=[self.report.pk])}#{place_id(self.path)}",
            **kwargs,
        )

    def behind_url(self) -> str:
        """Where the cases behind a counted figure, or the agencies behind a sum, are listed."""
        if self.is_rolled_up:
            return reverse("staff_reports:part-of", args=[self.report.pk, self.path])
        if not self.is_computed or source_of(self.path) is None:
            return ""
        return reverse("staff_reports:behind", args=[self.report.pk, self.path])

    def past(self) -> list[dict[str, Any]]:
        rows = []
        for item in self.report.corrections.select_related("created_by").filter(path=self.path):
            before, after = (
                shown(value_from_json(side["value"]), CellState(side["state"]))
                for side in (item.before, item.after)
            )
            rows.append({"item": item, "before": before, "after": after})
        return rows[::-1]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CellForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        given = form.cleaned_data
        known = {
            "seen": given["seen"],
            "reason": given["reason"],
            "by": person(request),
            "at": timezone.now(),
        }
        act: Callable[[], Any] = lambda: actions.correct_cell(  # noqa: E731 - one of three
            self.report, self.path, given["text"], **known
        )
        done = _("已改正并重新核对。")
        if "accept" in request.POST:
            act, done = lambda: actions.accept_cell(self.report, self.path, **known), _("已记为核实无误。")
        elif "undo" in request.POST:
            act, done = lambda: actions.undo_cell(self.report, self.path, **known), _("已恢复为识读的值。")
        return self.attempt(act, form, done, place_id(self.path))

    def fresh(self, form: forms.Form) -> forms.Form:
        """The same words, seen against what holds now."""
        self.reread()
        again = CellForm(with_seen(self.request.POST, seen=_as_json(fact(self.cell))))
        again.is_valid()
        for sentence in form.non_field_errors():
            again.add_error(None, sentence)
        return again


def fact(cell: Cell) -> Any:
    """What the person sees, for telling later whether it is still so."""
    return cell_fact(cell.value, cell.state)


def typed(cell: Cell) -> str:
    """The cell as one would type it."""
    if cell.state is CellState.NOT_APPLICABLE:
        return "-"
    if cell.value is None:
        return ""
    return str(getattr(cell.value, "text", cell.value))


def _as_json(data: Any) -> str:
    return str(forms.JSONField().prepare_value(data))


class FindingPage(SettlingPage):
    """One finding: what is wrong, what to do, and the verdict on it."""

    template_name = "finding"

    @property
    def view(self) -> FindingView:
        for view in self.findings:
            if view.key == self.kwargs["key"]:
                return view
        raise Http404

    def get_page_title(self) -> str:
        return _("核对结果 %(rule)s") % {"rule": self.view.finding.rule}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("staff_reports:report", args=[self.report.pk])
        return crumbs((url, f"{self.report.agency.shown_name} · {self.report.year}"), ("", _("核对结果")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = self.view
        verdict = view.verdict
        initial: dict[str, Any] = {"seen": verdict.pk if verdict else None}
        if verdict:
            initial |= {"kind": verdict.kind, "text": verdict.text}
        kwargs.setdefault("form", VerdictForm(initial=initial))
        return super().get_context_data(
            view_=view,
            finding=view.finding,
            verdict=verdict,
            why_not=self.why_not(Act.JUDGE),
            past=self.report.verdicts.select_related("created_by").filter(finding=view.key).order_by("-pk"),
            back=f"{reverse('staff_reports:report', args=[self.report.pk])}#finding-{view.number}",
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.view  # noqa: B018 - 404 for a finding that is not there
        is_revoking = "revoke" in request.POST
        form = RevokeForm(request.POST) if is_revoking else VerdictForm(request.POST)
        if not form.is_valid():
            shown_form = VerdictForm(request.POST) if is_revoking else form
            return self.render_to_response(self.get_context_data(form=shown_form), status=422)
        given = form.cleaned_data
        known = {"text": given["text"], "seen": given["seen"], "by": person(request), "at": timezone.now()}
        key = self.kwargs["key"]
        anchor = f"finding-{self.view.number}"
        if is_revoking:
            form = VerdictForm(request.POST)
            return self.attempt(
                lambda: actions.revoke_verdict(self.report, key, **known), form, _("已撤销结论。"), anchor
            )
        kind = VerdictKind(given["kind"])
        return self.attempt(
            lambda: actions.give_verdict(self.report, key, kind, **known), form, _("已记下结论。"), anchor
        )

    def fresh(self, form: forms.Form) -> forms.Form:
        """The same words, seen against the verdict that holds now."""
        self.reread()
        verdict = self.view.verdict
        again = VerdictForm(with_seen(self.request.POST, seen=str(verdict.pk) if verdict else ""))
        again.is_valid()
        for sentence in form.non_field_errors():
            again.add_error(None, sentence)
        return again
