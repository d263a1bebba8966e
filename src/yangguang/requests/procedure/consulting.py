"""Third parties, co-authors and other bodies are asked (条例第十七条第三款、第三十二条至第三十四条)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Choice, Choices, Day, Input, Text
from yangguang.cases.procedure import Facts, Step
from yangguang.cases.situation import Situation, Taking
from yangguang.law.request_clock import RequestEvent as E
from yangguang.requests import conditions as c
from yangguang.requests.procedure.inputs import until
from yangguang.requests.procedure.states import CONSULTING, HANDLER, IN_PROGRESS, WORKING


def _still_waiting(situation: Situation, facts: Facts) -> str:
    """After one answer: still consulting while another is awaited."""
    waiting = [party for asked in c.CONSULTED for party in c.open_parties(situation, asked)]
    waiting.remove(facts["party"])
    return CONSULTING if waiting else IN_PROGRESS


def _stances(situation: Situation) -> Choices:
    return [("agrees", _("同意公开")), ("refuses", _("不同意公开")), ("silent", _("逾期未答复"))]


def _agency_stances(situation: Situation) -> Choices:
    return [("agrees", _("同意公开")), ("refuses", _("不同意公开")), ("silent", _("逾期未答复，视为同意"))]


def _body_stances(situation: Situation) -> Choices:
    return [
        ("agrees", _("可以公开")),
        ("refuses", _("不应公开")),
        ("other", _("其他意见")),
        ("silent", _("期满未答复，由本机关决定")),
    ]


def _grounds(situation: Situation) -> Choices:
    return [
        ("opinion", _("信息涉及该机关，征求其意见（条例第三十三条第三款）")),
        ("determination", _("不能确定是否可以公开，报主管部门或保密行政管理部门确定（条例第十七条第三款）")),
    ]


def _consult(
    asked: str,
    label: Any,
    says: Any,
    law: Any,
    sent: str,
    paper: str,
    help: Any,
    *,
    more: tuple[Input, ...] = (),
    check: c.Check | None = None,
) -> Step:
    return Step(
        id=asked,
        label=label,
        says=says,
        law=law,
        frm=WORKING,
        to=CONSULTING,
        by=HANDLER,
        asks=(
            Text(name="party", label=_("征求意见的对象"), most=120, is_personal=True),
            *more,
            Text(name="what", label=_("涉及的信息和需要答复的问题"), rows=4, most=2000),
            Text(name="address", label=_("送达地址"), required=False, most=200, is_personal=True),
            Day(name="on", label=_("发出日期")),
        ),
        check=check or c.new_party(asked),
        clock=sent,
        paper=paper,
        help=help,
        is_public=False,
    )


def _received(id: str, asked: str, event: str, law: Any) -> Step:
    return Step(
        id=id,
        label=_("登记送达"),
        says=_("“%(party)s”于 %(on)s 收到征求意见书"),
        law=law,
        frm=frozenset({CONSULTING}),
        by=HANDLER,
        asks=(
            Choice(name="party", label=_("收到人"), choices=c.party_choices(asked), is_personal=True),
            Day(name="on", label=_("收到日期")),
        ),
        conditions=(c.has_open(asked),),
        check=c.asked_before(asked),
        clock=event,
        may_undo=True,
        help=_("对方的 15 个工作日自收到征求意见书之日起计算；没有登记送达的，不能登记逾期未答复。"),
        is_public=False,
    )


def _replied(
    id: str, asked: str, limit: str, label: Any, event: str, stances: Callable[[Situation], Choices], law: Any
) -> Step:
    return Step(
        id=id,
        label=label,
        says=_("“%(party)s”的意见：%(stance_label)s"),
        law=law,
        frm=frozenset({CONSULTING}),
        to=_still_waiting,
        by=HANDLER,
        asks=(
            Choice(name="party", label=_("谁的意见"), choices=c.party_choices(asked), is_personal=True),
            Choice(name="stance", label=_("意见"), choices=stances),
            Text(name="reasons", label=_("理由"), required=False, rows=4, most=2000, is_personal=True),
            Day(name="on", label=_("收到意见的日期"), help=_("逾期未答复的，填期限届满之日。")),
        ),
        conditions=(c.has_open(asked),),
        check=c.reply_is_possible(asked, limit),
        clock=event,
        effect=_name_stance(stances),
        is_public=False,
    )


def _name_stance(stances: Callable[[Situation], Choices]) -> Any:
    def effect(taking: Taking) -> None:
        labels = dict(stances(taking.situation))
        taking.facts["stance_label"] = str(labels[taking.facts["stance"]])

    return effect


CONSULTATIONS = (
    _consult(
        "consult_third_party",
        _("征求第三方意见"),
        _("书面征求第三方“%(party)s”的意见"),
        _("条例第三十二条"),
        E.THIRD_PARTY_SENT,
        "third_party_letter",
        _("第三方自收到征求意见书之日起 15 个工作日内提出意见；逾期未提出的，由本机关决定是否公开。"),
    ),
    _received("third_party_received", "consult_third_party", E.THIRD_PARTY_RECEIVED, _("条例第三十二条")),
    _replied(
        "third_party_replied",
        "consult_third_party",
        "third-party",
        _("登记第三方意见"),
        E.THIRD_PARTY_REPLIED,
        _stances,
        _("条例第三十二条、第三十三条第三款"),
    ),
    _consult(
        "consult_agency",
        _("征求共同制作机关意见"),
        _("书面征求“%(party)s”的意见"),
        _("条例第三十四条"),
        E.AGENCY_SENT,
        "co_author_letter",
        _(
            "只用于与本机关共同制作该信息的机关：自收到征求意见书之日起 15 个工作日内提出意见，逾期未提出的，"
            "视为同意公开。其他机关请办理“征求其他机关意见”。"
        ),
    ),
    _received("agency_received", "consult_agency", E.AGENCY_RECEIVED, _("条例第三十四条")),
    _replied(
        "agency_replied",
        "consult_agency",
        "co-author",
        _("登记共同制作机关意见"),
        E.AGENCY_REPLIED,
        _agency_stances,
        _("条例第三十三条第三款、第三十四条"),
    ),
    _consult(
        "consult_other_body",
        _("征求其他机关意见"),
        _("书面征求“%(party)s”的意见，请其在 %(until)s 前答复"),
        _("条例第十七条第三款、第三十三条第三款"),
        E.AGENCY_SENT,
        "agency_letter",
        _("所需时间不计算在答复期限内，到对方答复或者您确定的答复日期为止。逾期未答复的，不视为同意。"),
        more=(
            Choice(name="ground", label=_("为什么征求"), choices=_grounds),
            until(_("答复日期"), _("由本机关确定，最后一日为工作日。")),
        ),
        check=c.new_body,
    ),
    _replied(
        "other_body_replied",
        "consult_other_body",
        "agency",
        _("登记其他机关意见"),
        E.AGENCY_REPLIED,
        _body_stances,
        _("条例第十七条第三款、第三十三条第三款"),
    ),
)
