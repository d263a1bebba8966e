"""What the page of a request says about petitions: that it looks like one, that it may become one, that it has."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.cases.models import Case
from yangguang.cases.situation import Situation
from yangguang.cases.staff.followups import FollowUp
from yangguang.offices.models import Person
from yangguang.offices.roles import Role
from yangguang.petitions.converting import petition_from, why_not_convert
from yangguang.petitions.procedure import HANDLER
from yangguang.requests.repeats import petition_in_disguise, words_of


def offered_on_request(situation: Situation, user: Person, roles: frozenset[Role]) -> Iterator[FollowUp]:
    """条例第三十九条第一款: told that it is not handled as a request, and where to turn; or taken over at once."""
    request = situation.case
    petition = petition_from(request)
    if petition is not None:
        yield _converted(request, petition, user)
        return
    if not roles & HANDLER or why_not_convert(request):
        return
    url = reverse("staff_petitions:convert", args=[request.pk])
    label = _("转为信访事项")
    if request.outcome_id == "petition":
        says = _("已告知不作为政府信息公开申请处理。本机关有权处理的，可以转为信访事项办理。")
        yield FollowUp(says, label, url)
    elif petition_in_disguise(words_of(request.information_request)):
        says = _(
            "这份申请可能是信访、投诉、举报。可以先转为信访事项，再答复申请人，答复书会写明信访事项的编号。"
        )
        yield FollowUp(says, label, url, is_urgent=True)


def _converted(request: Case, petition: Case, user: Person) -> FollowUp:
    if request.is_open:
        says = _(
            "已转为信访事项 %(number)s。这份申请仍须答复：办理结果选“信访、投诉、举报等活动”，答复书会写明这个编号。"
        )
    else:
        says = _("已转为信访事项 %(number)s。")
    is_seen = Case.objects.visible_to(user).filter(pk=petition.pk).exists()
    url = reverse("staff_petitions:case", args=[petition.pk]) if is_seen else ""
    return FollowUp(says % {"number": petition.number}, _("打开信访事项"), url)
