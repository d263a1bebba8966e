"""What is shown of one case beside its overview: the course, the limit explained, files, notes, ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases import attaching, linking
from yangguang.cases.archiving import waits_for_package
from yangguang.cases.chain import breaks_of
from yangguang.cases.models import Attachment, AttachmentKind, LinkKind
from yangguang.cases.permissions import may_reveal, may_take_package
from yangguang.cases.refused import Refused
from yangguang.cases.restricting import links_shown
from yangguang.cases.staff.pages import CasePage
from yangguang.cases.staff.timeline import TimelineRow
from yangguang.law.clock import Clock
from yangguang.ledger.models import Entry

MOST_ENTRIES = 300
ADDED_BY_STAFF = (
    AttachmentKind.WORKING,
    AttachmentKind.APPLICANT_FILE,
    AttachmentKind.CORRECTION,
    AttachmentKind.OPINION,
    AttachmentKind.IDENTITY_PROOF,
    AttachmentKind.SERVICE_PROOF,
    AttachmentKind.EVIDENCE,
    AttachmentKind.RULING,
)
"""What staff may add by hand; what is released to the applicant comes with its letter."""


class TimelinePage(CasePage):
    """Every step, and whether the chain of steps is whole."""

    tab = "timeline"
    template_name = "cases/staff/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(timeline=self.timeline, breaks=list(breaks_of(self.case)), **kwargs)


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """A line of the ledger of stops and starts: the day, the step, its letter."""

    on: date
    row: TimelineRow


class ClockPage(CasePage):
    """Why the limit is what it is: spans, limits on the way, stops and starts, and every single day."""

    tab = "clock"
    template_name = "cases/staff/clock.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clock = self.situation.clock
        return super().get_context_data(
            clock=clock,
            entries=self.entries(),
            days=list(clock.days(self.situation.calendar)) if clock else [],
            missed=self.missed(clock) if clock else set(),
            due_changes=self.case.due_changes.all()[:20],
            **kwargs,
        )

    def entries(self) -> list[ClockEntry]:
        """The steps that moved the clock, in the order of their legal days."""
        procedure = self.case.procedure
        counting = {step.number for step in self.situation.counting}
        rows = [
            row
            for row in self.timeline
            if row.step.number in counting
            and procedure.has_step(row.step.step_id)
            and procedure.step(row.step.step_id).clock
        ]
        return sorted(
            (ClockEntry(row.step.on, row) for row in rows),
            key=lambda entry: (entry.on, entry.row.step.number),
        )

    def missed(self, clock: Clock) -> set[str]:
        """Limits whose last day has passed; missing a notice that nobody had to send is no fault."""
        return {limit.name for limit in clock.limits if limit.is_missed(self.situation.today)}


class FileForm(forms.Form):
    """A file to add."""

    kind = forms.ChoiceField(
        label=gettext_lazy("类别"), choices=[(kind.value, kind.label) for kind in ADDED_BY_STAFF]
    )
    file = forms.FileField(label=gettext_lazy("文件"))


class FilesPage(CasePage):
    """The files of the case, and adding one."""

    tab = "files"
    template_name = "cases/staff/files.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", FileForm())
        files = list(Attachment.objects.filter(case=self.case))
        return super().get_context_data(
            files=files,
            may_add=bool(self.roles),
            may_see_identity=may_reveal(self.user, self.case),
            packages=self.case.packages.all(),
            waits_for_package=not self.case.is_open and waits_for_package(self.case),
            may_take_package=may_take_package(self.user, self.case),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not self.roles:
            form.add_error(None, _("您可以查看这个案件，但不能添加材料。"))
        if form.is_valid():
            try:
                attaching.attach(
                    self.case, form.cleaned_data["file"], form.cleaned_data["kind"], by=self.actor, at=self.at
                )
            except Refused as reason:
                form.add_error("file", str(reason))
            else:
                messages.success(request, _("已添加材料。"))
                return HttpResponseRedirect(reverse("staff_cases:files", args=[self.case.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = forms.CharField(
        label=gettext_lazy("备注"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("只有本机关工作人员看得到；写下后不能修改，只能再写一条。"),
    )


class LinkForm(forms.Form):
    """Another case that belongs to this one."""

    number = forms.CharField(label=gettext_lazy("关联案件的编号"), max_length=40)
    kind = forms.ChoiceField(
        label=gettext_lazy("关系"),
        choices=[(kind.value, kind.label) for kind in linking.BY_HAND],
        help_text=gettext_lazy("同一申请人的申请要一并答复的，请在主案上办理“并入其他申请”。"),
    )


class NotesPage(CasePage):
    """Notes, and cases that hang together; two forms, told apart by their button."""

    tab = "notes"
    template_name = "cases/staff/notes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("note_form", NoteForm())
        kwargs.setdefault("link_form", LinkForm())
        links, links_here = links_shown(self.case, self.user)
        return super().get_context_data(
            notes=self.case.notes.select_related("by"),
            links=links,
            links_here=links_here,
            may_add=bool(self.roles),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_link = "link" in request.POST
        form: forms.Form = LinkForm(request.POST) if is_link else NoteForm(request.POST)
        name = "link_form" if is_link else "note_form"
        if form.is_valid():
            try:
                self.keep(is_link, form.cleaned_data)
            except Refused as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, _("已建立关联。") if is_link else _("已记下备注。"))
                return HttpResponseRedirect(reverse("staff_cases:notes", args=[self.case.pk]))
        return self.render_to_response(self.get_context_data(**{name: form}), status=422)

    def keep(self, is_link: bool, given: dict[str, Any]) -> None:
        if is_link:
            linking.relate(self.case, given["number"], LinkKind(given["kind"]), by=self.user, at=self.at)
        else:
            linking.add_note(self.case, given["text"], by=self.user, at=self.at)


class HistoryPage(CasePage):
    """What the ledger says of the case."""

    tab = "history"
    template_name = "cases/staff/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = list(Entry.objects.of(self.case).order_by("-number")[:MOST_ENTRIES])
        return super().get_context_data(entries=entries, **kwargs)
