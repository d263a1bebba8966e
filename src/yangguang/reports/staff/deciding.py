"""Acts on a whole report: each a page with what is at stake, a form, and one button."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.offices.visitors import person
from yangguang.reports import actions
from yangguang.reports.forms import ReasonForm, VersionForm
from yangguang.reports.refused import Conflict, Refused
from yangguang.reports.staff.pages import STUCK_AFTER, ReportPage, crumbs, wants_fragment, with_seen
from yangguang.web.models import Worker


class DecisionPage(ReportPage, ABC):
    """A decision: asked by GET, taken by POST. Refused, it says why and keeps the words typed."""

    template_name = "reports/staff/decide.html"
    form_class: type[VersionForm] = ReasonForm
    title: Any = ""
    button: Any = ""
    explains: Any = ""
    reason_label: Any = gettext_lazy("理由")
    is_danger = False
    shows_errors = False

    @abstractmethod
    def act(self, given: dict[str, Any]) -> str:
        """Do it; the sentence that says it is done, empty where the next page says so itself."""

    def done_url(self) -> str:
        return reverse("staff_reports:report", args=[self.report.pk])

    def get_page_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("staff_reports:report", args=[self.report.pk])
        return crumbs((url, f"{self.report.agency.shown_name} · {self.report.year}"), ("", self.title))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form_class(initial={"version": self.report.version})
        if "reason" in form.fields:
            form.fields["reason"].label = self.reason_label
        return super().get_context_data(
            form=form,
            button=self.button,
            explains=self.explains,
            is_danger=self.is_danger,
            shows_errors=self.shows_errors,
            open_errors=[view for view in self.findings if view.tone == "error"] if self.shows_errors else [],
            back=reverse("staff_reports:report", args=[self.report.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            done = self.act(form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
            if isinstance(reason, Conflict):
                self.report.refresh_from_db()
                form.data = with_seen(request.POST, version=str(self.report.version))
            status = 409 if isinstance(reason, Conflict) else 422
            return self.render_to_response(self.get_context_data(form=form), status=status)
        if done:
            messages.success(request, done)
        return HttpResponseRedirect(self.done_url())

    def known(self, given: dict[str, Any]) -> dict[str, Any]:
        """What every act takes: what the person saw, who they are, and when."""
        return {**given, "by": person(self.request), "at": timezone.now()}


class AcceptAllView(DecisionPage):
    title = gettext_lazy("全部核实无误")
    button = gettext_lazy("已逐格对照，全部无误")
    form_class = VersionForm
    explains = gettext_lazy(
        "把所有不是直接读出的数据记为已对照原件核实。无法辨认的格不在其内，仍须逐格填写。"
    )

    def act(self, given: dict[str, Any]) -> str:
        count = actions.accept_unsure(self.report, **self.known(given))
        return _("已核实 %(count)s 格。") % {"count": count}


class ReviewView(DecisionPage):
    title = gettext_lazy("审核通过")
    shows_errors = True
    button = gettext_lazy("审核通过")
    form_class = VersionForm
    explains = gettext_lazy("审核通过后交签发人公开。之后再改动数据，需要重新审核。")

    def act(self, given: dict[str, Any]) -> str:
        actions.review(self.report, **self.known(given))
        return _("已审核通过，等待公开。")


class SendBackView(DecisionPage):
    title = gettext_lazy("退回修改")
    button = gettext_lazy("退回")
    explains = gettext_lazy("退回后回到草稿，由拟稿人改好再审核。")
    reason_label = gettext_lazy("退回理由")

    def act(self, given: dict[str, Any]) -> str:
        actions.send_back(self.report, **self.known(given))
        return _("已退回。")


class PublishView(DecisionPage):
    title = gettext_lazy("公开")
    shows_errors = True
    button = gettext_lazy("公开")
    explains = gettext_lazy(
        "公开后，任何人都可以查阅、下载和比较这份报告。公开的内容就是现在的内容，不再随之后的改动变化。"
    )
    reason_label = gettext_lazy("说明（有未处理的错误时必填）")

    def act(self, given: dict[str, Any]) -> str:
        actions.publish(self.report, **self.known(given))
        return _("已公开。")


class WithdrawView(DecisionPage):
    title = gettext_lazy("撤回公开")
    button = gettext_lazy("撤回")
    explains = gettext_lazy(
        "撤回后，公众不再看到这份报告；公开页面说明它已撤回。历次公开的内容在历史中保留。"
    )
    reason_label = gettext_lazy("撤回理由")
    is_danger = True

    def act(self, given: dict[str, Any]) -> str:
        actions.withdraw(self.report, **self.known(given))
        return _("已撤回。")


class ReopenView(DecisionPage):
    title = gettext_lazy("开始更正")
    button = gettext_lazy("开始更正")
    explains = gettext_lazy("建立一个更正版，在上面改动、审核、公开。更正版公开之前，公众看到的不变。")
    reason_label = gettext_lazy("更正原因")

    def act(self, given: dict[str, Any]) -> str:
        edition = actions.open_corrected_edition(self.report, **self.known(given))
        return _("已建立第 %(number)s 版，可以开始更正。") % {"number": edition.number}


class DeleteView(DecisionPage):
    title = gettext_lazy("删除草稿")
    button = gettext_lazy("删除")
    form_class = VersionForm
    explains = gettext_lazy("草稿和它的全部版本、原文件都会删除，不能恢复；台账保留删除的记录。")
    is_danger = True

    def act(self, given: dict[str, Any]) -> str:
        name = str(self.report)
        actions.delete_draft(self.report, **self.known(given))
        return _("已删除%(report)s。") % {"report": name}

    def done_url(self) -> str:
        return reverse("staff_reports:list")


class RereadView(DecisionPage):
    """Asked for here, done in the background; the page shows that it runs, then what came of it."""

    template_name = "reports/staff/reread.html"
    title = gettext_lazy("重新识读")
    button = gettext_lazy("重新识读")
    form_class = VersionForm
    explains = gettext_lazy(
        "用现在的识读程序再读一遍原文件。读出的结果不同时建立新版本；已改正和核实的数据、已作的结论仍然有效，除非有关的数变了。"
    )

    def get_template_names(self) -> list[str]:
        return ["reports/staff/rereading.html"] if wants_fragment(self.request) else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = self.report.rereadings.select_related("edition", "asked_by").last()
        is_running = last is not None and last.finished_at is None
        now = timezone.now()
        return super().get_context_data(
            last=last,
            is_running=is_running,
            has_worker=not is_running or Worker.objects.alive(now).exists(),
            seems_stuck=is_running and last is not None and now - last.asked_at > STUCK_AFTER,
            **kwargs,
        )

    def act(self, given: dict[str, Any]) -> str:
        actions.ask_reread(self.report, by=person(self.request), at=timezone.now())
        return ""

    def done_url(self) -> str:
        return reverse("staff_reports:reread", args=[self.report.pk])
