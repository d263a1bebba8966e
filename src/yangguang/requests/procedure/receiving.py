"""A request comes in and is put right (条例第二十九条至第三十一条)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Day, Text
from yangguang.cases.procedure import Step
from yangguang.cases.situation import Taking
from yangguang.law.request_clock import RequestEvent as E
from yangguang.requests import conditions as c
from yangguang.requests.procedure.concluding import conclude
from yangguang.requests.procedure.inputs import until
from yangguang.requests.procedure.states import ANSWERED, CORRECTION, HANDLER, IN_PROGRESS, SUBMITTED


def _confirm(taking: Taking) -> None:
    taking.case.received_on = taking.on
    own = taking.case.information_request
    own.confirmed_on = taking.on
    own.save(update_fields=["confirmed_on"])


RECEIVING = (
    Step(
        id="submit",
        label=_("提交申请"),
        says=_("提交申请"),
        law=_("条例第二十九条、第三十一条"),
        frm=frozenset(),
        to=SUBMITTED,
        by=HANDLER,
        by_applicant=True,
    ),
    Step(
        id="register",
        label=_("登记申请"),
        says=_("登记申请，收到之日为 %(on)s"),
        law=_("条例第三十一条"),
        frm=frozenset(),
        to=IN_PROGRESS,
        by=HANDLER,
        by_applicant=True,
        asks=(Day(name="on", label=_("收到之日")),),
    ),
    Step(
        id="confirm_receipt",
        label=_("确认收到"),
        says=_("双方确认收到申请，收到之日为 %(on)s"),
        law=_("条例第三十一条第二项、第三项"),
        frm=frozenset({SUBMITTED}),
        to=IN_PROGRESS,
        by=HANDLER,
        asks=(Day(name="on", label=_("与申请人确认的日期")),),
        effect=_confirm,
        bulk=True,
        help=_("平常信函、传真和网上申请，以与申请人确认之日为收到申请之日。"),
    ),
)

CORRECTING = (
    Step(
        id="ask_correction",
        label=_("告知补正"),
        says=_("告知申请人在 %(until)s 前补正：%(what)s"),
        law=_("条例第三十条"),
        frm=frozenset({IN_PROGRESS}),
        to=CORRECTION,
        by=HANDLER,
        asks=(
            Text(
                name="what",
                label=_("需要补正的事项"),
                rows=4,
                most=2000,
                help=_("一次性写明全部事项并给予指导。"),
            ),
            Day(name="on", label=_("告知日期")),
            until(_("补正期限"), _("由本机关确定的合理期限，最后一日为工作日。")),
        ),
        conditions=(c.time_is_not_set,),
        check=c.until_is_later,
        clock=E.CORRECTION_NOTICE,
        paper="correction_notice",
        once=True,
        help=_("自收到申请之日起 7 个工作日内一次性告知；收到补正后，答复期限重新计算。"),
    ),
    Step(
        id="correct",
        label=_("收到补正"),
        says=_("申请人补正：%(text)s"),
        law=_("条例第三十条"),
        frm=frozenset({CORRECTION}),
        to=IN_PROGRESS,
        by=HANDLER,
        by_applicant=True,
        asks=(
            Text(name="text", label=_("补正内容"), rows=6, most=4000, is_personal=True),
            Day(name="on", label=_("收到补正的日期")),
        ),
        clock=E.CORRECTED,
    ),
    Step(
        id="abandon_correction",
        label=_("视为放弃（未补正）"),
        says=_("申请人逾期不补正，视为放弃申请：%(reason)s"),
        law=_("条例第三十条"),
        frm=frozenset({CORRECTION}),
        to=ANSWERED,
        by=HANDLER,
        asks=(
            Text(
                name="reason",
                label=_("情况说明"),
                rows=3,
                most=500,
                help=_("写明告知的时间和方式、有无正当理由。"),
            ),
            Day(name="on", label=_("日期")),
        ),
        conditions=(c.correction_is_over,),
        check=c.after_correction,
        clock=E.ABANDONED,
        effect=conclude("abandoned_correction"),
        is_grave=True,
    ),
)
