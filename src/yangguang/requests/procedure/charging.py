"""The information-processing fee (条例第四十二条，国办函〔2020〕109号)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Choice, Choices, Day, Number, Text
from yangguang.cases.procedure import Step
from yangguang.cases.situation import Situation, Taking
from yangguang.law.request_clock import RequestEvent as E
from yangguang.requests import conditions as c
from yangguang.requests.procedure.concluding import conclude
from yangguang.requests.procedure.states import ANSWERED, FEE, HANDLER, IN_PROGRESS


def _charge(taking: Taking) -> None:
    """The amount follows from the count; nobody types it."""
    own = taking.case.information_request
    taking.facts["yuan"] = own.fee_yuan = c.fee_of(taking.facts).yuan
    own.fee_noticed_on = taking.on
    own.save(update_fields=["fee_yuan", "fee_noticed_on"])


def _paid(taking: Taking) -> None:
    own = taking.case.information_request
    own.fee_paid_on = taking.on
    own.save(update_fields=["fee_paid_on"])


def _bases(situation: Situation) -> Choices:
    return [("items", _("按件计收")), ("pages", _("按量计收"))]


CHARGING = (
    Step(
        id="notify_fee",
        label=_("通知缴费"),
        says=_("通知缴纳信息处理费 %(yuan)s 元"),
        law=_("条例第四十二条，信息处理费管理办法"),
        frm=frozenset({IN_PROGRESS}),
        to=FEE,
        by=HANDLER,
        asks=(
            Choice(name="basis", label=_("计收方式"), choices=_bases, help=_("同一申请只能选一种。")),
            Number(name="count", label=_("件数或页数"), least=1, most=10_000),
            Number(
                name="already",
                label=_("当月此前已计的件数"),
                required=False,
                least=0,
                most=10_000,
                help=_("按件计收时，同一申请人一个自然月内的件数合并计算。"),
            ),
            Text(name="reason", label=_("收费依据和事实"), rows=3, most=500),
            Day(name="on", label=_("发出日期")),
        ),
        conditions=(c.time_is_not_set,),
        check=c.something_is_due,
        clock=E.FEE_NOTICE,
        paper="fee_notice",
        served="fee_notice_received",
        effect=_charge,
        once=True,
        help=_("只对数量、频次明显超过合理范围的申请收费；按件 10 件以下、按量 30 页以下不收。"),
    ),
    Step(
        id="fee_notice_received",
        label=_("登记收费通知送达"),
        says=_("申请人于 %(on)s 收到收费通知书"),
        law=_("信息处理费管理办法第六条"),
        frm=frozenset({FEE}),
        by=HANDLER,
        by_clock=True,
        asks=(Day(name="on", label=_("收到日期")),),
        clock=E.FEE_NOTICE_RECEIVED,
        once=True,
        may_undo=True,
        help=_(
            "申请人的 20 个工作日自收到收费通知书次日起计算；没有登记送达的，暂按发出之日显示，不能据此视为放弃。"
            "在文书的送达里登记了签收、领取或者上传了送达凭证的，这一步自动办理。"
        ),
    ),
    Step(
        id="pay_fee",
        label=_("登记缴费"),
        says=_("申请人于 %(on)s 缴清信息处理费"),
        law=_("信息处理费管理办法第六条"),
        frm=frozenset({FEE}),
        to=IN_PROGRESS,
        by=HANDLER,
        asks=(
            Text(name="receipt", label=_("缴款凭证号"), required=False, most=60),
            Day(name="on", label=_("缴清日期")),
        ),
        clock=E.FEE_PAID,
        effect=_paid,
        help=_("答复期限自缴清次日起重新计算。"),
    ),
    Step(
        id="abandon_fee",
        label=_("视为放弃（未缴费）"),
        says=_("申请人逾期未缴费，视为放弃申请：%(reason)s"),
        law=_("信息处理费管理办法第六条"),
        frm=frozenset({FEE}),
        to=ANSWERED,
        by=HANDLER,
        asks=(
            Text(name="reason", label=_("情况说明"), rows=3, most=500),
            Day(name="on", label=_("日期")),
        ),
        conditions=(c.payment_is_over,),
        check=c.after_payment,
        clock=E.ABANDONED,
        effect=conclude("abandoned_fee"),
        is_grave=True,
    ),
)
