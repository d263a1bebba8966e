"""More time: an extension, and a reasonable delay after reasons were asked for (条例第三十三条第二款、第三十五条)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Day, Number, Text
from yangguang.cases.procedure import Step
from yangguang.law.request_clock import RequestEvent as E
from yangguang.requests import conditions as c
from yangguang.requests.merging import MERGED
from yangguang.requests.procedure.inputs import until
from yangguang.requests.procedure.states import HANDLER, HEAD, IN_PROGRESS, REASON, WORKING

EXTENDING = (
    Step(
        id="extend",
        label=_("延期答复"),
        says=_("延长答复期限 %(working_days)s 个工作日：%(reason)s"),
        law=_("条例第三十三条第二款"),
        frm=WORKING | {MERGED},
        by=HANDLER,
        asks=(
            Text(name="reason", label=_("延期理由"), rows=3, most=500),
            Number(
                name="working_days", label=_("延长的工作日"), least=1, most=20, initial=c.extension_offered
            ),
            Day(name="on", label=_("告知日期")),
        ),
        conditions=(c.not_late, c.not_postponed, c.time_is_not_set, c.may_extend_further),
        check=c.within_the_longest_extension,
        clock=E.EXTENDED,
        paper="extension_notice",
        approved_by=HEAD,
        help=_("经政府信息公开工作机构负责人同意，合计最长延长 20 个工作日，并在期限届满前告知申请人。"),
    ),
    Step(
        id="ask_reason",
        label=_("要求说明理由"),
        says=_("要求申请人在 %(until)s 前说明理由：%(what)s"),
        law=_("条例第三十五条"),
        frm=frozenset({IN_PROGRESS}),
        to=REASON,
        by=HANDLER,
        asks=(
            Text(name="what", label=_("申请的数量、频次和需要说明的问题"), rows=4, most=2000),
            Day(name="on", label=_("告知日期")),
            until(_("说明理由的期限"), _("由本机关确定，最后一日为工作日。")),
        ),
        check=c.until_is_later,
        paper="reason_notice",
        once=True,
        help=_("申请的数量、频次明显超过合理范围的，可以要求说明理由；这不停止计时。"),
    ),
    Step(
        id="give_reason",
        label=_("收到理由"),
        says=_("申请人说明理由：%(text)s"),
        law=_("条例第三十五条"),
        frm=frozenset({REASON}),
        to=IN_PROGRESS,
        by=HANDLER,
        by_applicant=True,
        asks=(
            Text(name="text", label=_("理由"), rows=6, most=4000, is_personal=True),
            Day(name="on", label=_("收到日期")),
        ),
    ),
    Step(
        id="no_reason_given",
        label=_("逾期未说明理由"),
        says=_("申请人逾期未说明理由"),
        law=_("条例第三十五条"),
        frm=frozenset({REASON}),
        to=IN_PROGRESS,
        by=HANDLER,
        asks=(Day(name="on", label=_("日期")),),
        conditions=(c.reason_time_is_over,),
        check=c.after_reason_time,
        may_undo=True,
    ),
    Step(
        id="postpone",
        label=_("延迟答复"),
        says=_("告知延迟至 %(until)s 答复：%(reason)s"),
        law=_("条例第三十五条"),
        frm=WORKING,
        by=HANDLER,
        asks=(
            Text(
                name="reason",
                label=_("不能按期答复的原因"),
                rows=3,
                most=500,
                help=_("申请人说明的理由合理，但是按件数、工作量在原期限内答复不了的具体情况。"),
            ),
            until(_("延迟答复的期限"), _("晚于现在的答复期限的一个合理的工作日；确定并告知以后不能再改。")),
            Day(name="on", label=_("告知日期")),
        ),
        conditions=(c.reason_was_given, c.not_late, c.not_postponed),
        check=c.until_after_limit,
        clock=E.POSTPONED,
        paper="postponement_notice",
        help=_(
            "认为申请人说明的理由合理，但是无法在第三十三条规定的期限内答复的，确定合理的延迟答复期限，并在原期限届满前告知。"
            "此后征求意见不再推迟这一期限。"
        ),
    ),
)
