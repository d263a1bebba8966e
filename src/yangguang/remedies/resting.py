"""A hearing that rests, is taken up again, or goes over to the ordinary procedure (中止、恢复、转为普通程序)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Day, Text
from yangguang.cases.models import Case, CaseStep
from yangguang.cases.procedure import Facts, Label, Step
from yangguang.cases.situation import Situation, Taking
from yangguang.law.remedy_clock import RemedyEvent as E
from yangguang.law.remedy_clock import Track
from yangguang.law.remedy_results import Forum
from yangguang.remedies.states import HANDLER, HEARD, PENDING, SUSPENDED, TO_REPLY, UNDER_REVIEW

_LAW = {
    Forum.REVIEW: (_("行政复议法第三十九条"), _("行政复议法第五十五条")),
    Forum.SUIT: (_("法释〔2018〕1号第八十七条"), _("行政诉讼法第八十四条")),
}


def _taken_up(situation: Situation, facts: Facts) -> str:
    """back to where the office still has to reply; else the others' turn"""
    return TO_REPLY if situation.case.due_on else UNDER_REVIEW


def _is_simplified(situation: Situation) -> Label | None:
    if situation.case.remedy.track != Track.SIMPLIFIED:
        return _("案件不是按简易程序审理，不需要转换。")
    return None


def _convert(taking: Taking) -> None:
    _set_track(taking.case, Track.ORDINARY)


def _unconvert(case: Case, step: CaseStep) -> None:
    _set_track(case, Track.SIMPLIFIED)


def _set_track(case: Case, track: Track) -> None:
    case.remedy.track = track
    case.remedy.save(update_fields=["track"])


def resting_steps(forum: Forum) -> tuple[Step, ...]:
    """The three steps before a reviewing body or a court."""
    rests, converts = _LAW[forum]
    common: dict[str, Any] = {"by": HANDLER, "may_undo": True, "is_public": False}
    return (
        Step(
            id="suspend",
            label=_("登记中止"),
            says=_("中止审理：%(cause)s"),
            law=rests,
            frm=HEARD,
            to=SUSPENDED,
            asks=(
                Text(name="cause", label=_("中止的原因"), rows=2, most=500),
                Day(name="on", label=_("中止日期"), help=_("通知书写明的日期。")),
            ),
            clock=E.SUSPENDED,
            help=_(
                "中止期间不计入审理期限，年末没有恢复、没有审结的，计为尚未审结。"
                "还没有答复、答辩的，本机关的期限照常计算，请按期提出。"
            ),
            **common,
        ),
        Step(
            id="resume",
            label=_("登记恢复审理"),
            says=_("恢复审理"),
            law=rests,
            frm=frozenset({SUSPENDED}),
            to=_taken_up,
            asks=(Day(name="on", label=_("恢复日期"), help=_("通知书写明的日期。")),),
            clock=E.RESUMED,
            **common,
        ),
        Step(
            id="convert",
            label=_("登记转为普通程序"),
            says=_("由简易程序转为普通程序"),
            law=converts,
            frm=PENDING,
            asks=(Day(name="on", label=_("转换日期"), help=_("通知书、裁定书写明的日期。")),),
            conditions=(_is_simplified,),
            clock=E.CONVERTED,
            effect=_convert,
            undo_effect=_unconvert,
            help=_("期限改按普通程序计算，起算日不变：审理期限自受理、立案起算，答复期限自收到副本起算。"),
            **common,
        ),
    )
