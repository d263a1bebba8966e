"""Turning a request into a petition: what will happen, what kind of matter it is, and doing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.cases.models import Case
from yangguang.cases.refused import NotAllowed, Refused
from yangguang.cases.staff.stepping import STATUS, ActPage
from yangguang.law.clock import Limit
from yangguang.law.petition_clock import petition_clock
from yangguang.petitions.converting import COPIED, convert, why_not_convert
from yangguang.petitions.models import Kind
from yangguang.petitions.procedure import HANDLER
from yangguang.petitions.staff.forms import ConvertForm
from yangguang.requests.models import InformationRequest
from yangguang.requests.procedure import PROCEDURE as REQUEST


class ConvertPage(ActPage):
    """条例第三十九条第一款, 信访工作条例第二十三条."""

    procedure_id = REQUEST.id
    template_name = "petitions/staff/convert.html"

    def get_page_title(self) -> str:
        return _("转为信访事项")

    def why_not(self) -> str:
        if not self.roles & HANDLER:
            return _("只有经办人员可以把申请转为信访事项。")
        return why_not_convert(self.case)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        status = 200 if self.roles & HANDLER else STATUS[NotAllowed]
        return self.render_to_response(self.get_context_data(), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ConvertForm(initial={"kind": Kind.CLAIM}))
        return super().get_context_data(
            own=InformationRequest.objects.get(case=self.case),
            reason=self.why_not(),
            notice=self.notice(),
            files_count=self.case.attachments.filter(kind__in=COPIED).count(),
            today=self.situation.today,
            **kwargs,
        )

    def notice(self) -> Limit | None:
        """The fifteen days, counted from the receipt of the request."""
        if self.case.received_on is None:
            return None
        return petition_clock(self.case.received_on, (), self.situation.calendar).limit("notice")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ConvertForm(request.POST)
        if not self.roles & HANDLER:
            return self.render_to_response(self.get_context_data(form=form), status=STATUS[NotAllowed])
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        given = form.cleaned_data
        try:
            petition = convert(
                self.case,
                Kind(given["kind"]),
                accused=given["accused"],
                person_count=given["person_count"],
                by=self.user,
                at=self.at,
                version=self.seen_version(),
            )
        except Refused as reason:
            return self.refused(reason, form)
        messages.success(request, _("已转为信访事项 %(number)s。") % {"number": petition.number})
        if Case.objects.visible_to(self.user).filter(pk=petition.pk).exists():
            return HttpResponseRedirect(reverse("staff_petitions:case", args=[petition.pk]))
        return HttpResponseRedirect(self.overview_url())  # not given to them, or not yet
