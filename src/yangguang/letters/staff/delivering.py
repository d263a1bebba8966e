"""Recording how a letter was delivered, and what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.letters import actions
from yangguang.letters.forms import ConcludeForm, DeliveryForm
from yangguang.letters.staff.deciding import DecisionPage


class DeliverPage(DecisionPage):
    title = gettext_lazy("记录送达")
    button = gettext_lazy("记录")
    needs = "deliver"
    form_class = DeliveryForm
    explains = gettext_lazy("送不到可以再送，每一次都留下记录。当面领取的，交付之日即为送达。")

    def act(self, given: dict[str, Any]) -> str:
        actions.record_delivery(self.letter, **given)
        return _("已记录。")


class ConcludePage(DecisionPage):
    title = gettext_lazy("送达结果")
    button = gettext_lazy("记录")
    needs = "deliver"
    form_class = ConcludeForm
    explains = gettext_lazy("按回执单记录签收或退回的日期。")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.delivery = get_object_or_404(self.letter.deliveries, pk=kwargs["delivery"])

    def act(self, given: dict[str, Any]) -> str:
        is_delivered = given.pop("result") == "delivered"
        actions.conclude_delivery(self.delivery, is_delivered=is_delivered, **given)
        return _("已记录送达结果。")
