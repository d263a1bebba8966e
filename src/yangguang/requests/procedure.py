"""The procedure of a request for disclosure (政府信息公开条例第四章), step by step.

States say whom the request waits for. Letters are not states: a step with a ``paper`` is prepared, its
letter passes the review chain, and the step is taken when the letter leaves the house.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.archiving import when_archived
from yangguang.cases.assigning import common_steps
from yangguang.cases.inputs import Choice, Choices, Day, Input, Number, Text
from yangguang.cases.models import Case, Retention
from yangguang.cases.procedure import Facts, Phase, Procedure, State, Step, register
from yangguang.cases.situation import Situation, Taking
from yangguang.law.clock import Clock, Event
from yangguang.law.outcomes import OUTCOME_BY_CODE, outcome
from yangguang.law.request_clock import RequestEvent as E
from yangguang.law.request_clock import request_clock
from yangguang.law.request_events import OrderedBy
from yangguang.law.workdays import WorkCalendar
from yangguang.offices.roles import Role
from yangguang.requests import conditions as c
from yangguang.requests import merging
from yangguang.requests.merging import MERGED, merging_steps

SUBMITTED, IN_PROGRESS, CORRECTION = "submitted", "in_progress", "correction_requested"
CONSULTING, REASON, FEE = "consulting", "reason_requested", "fee_notified"
ANSWERED, ARCHIVED = "answered", "archived"
OPEN = frozenset({IN_PROGRESS, CORRECTION, CONSULTING, REASON, FEE})
"""States after receipt in which something is still to be done."""
WORKING = frozenset({IN_PROGRESS, CONSULTING})

HANDLER = frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE})
HEAD = frozenset({Role.DISCLOSURE_OFFICE, Role.LEADER})
"""条例第三十三条第二款: an extension is agreed by the head of the disclosure office."""

STATES = (
    State(SUBMITTED, _("待确认收到"), Phase.OFFICE, _("已提交，待机关确认")),
    State(IN_PROGRESS, _("办理中"), Phase.OFFICE),
    State(CORRECTION, _("待申请人补正"), Phase.APPLICANT, _("请您补正")),
    State(CONSULTING, _("征求意见中"), Phase.OTHERS),
    State(REASON, _("待申请人说明理由"), Phase.APPLICANT, _("请您说明理由")),
    State(FEE, _("待申请人缴费"), Phase.APPLICANT, _("请您缴费")),
    State(MERGED, _("并案办理"), Phase.OFFICE, _("与您的另一件申请一并办理")),
    State(ANSWERED, _("已答复"), Phase.NOBODY),
    State(ARCHIVED, _("已归档"), Phase.NOBODY, _("已办结")),
)


# --- what steps do to the request's own record -------------------------------------------------


def _confirm(taking: Taking) -> None:
    taking.case.received_on = taking.on
    own = taking.case.information_request
    own.confirmed_on = taking.on
    own.save(update_fields=["confirmed_on"])


def _conclude(code: str) -> Any:
    """The first conclusion is the case's, and counted; one after an order stands beside it (``models.py``)."""

    def effect(taking: Taking) -> None:
        _conclude_as(taking, code)
        taking.case.lead_case = None
        merging.release_all(taking)

    return effect


def _conclude_as(taking: Taking, code: str) -> None:
    if taking.case.closed_on is None:
        taking.case.outcome_id = code
        taking.case.closed_on = taking.on
    else:
        _renew(taking, code, taking.on)


def _renew(taking: Taking, code: str, on: date | None) -> None:
    own = taking.case.information_request
    own.renewed_outcome_id, own.renewed_on = code, on
    own.save(update_fields=["renewed_outcome_id", "renewed_on"])


def _reopen(taking: Taking) -> None:
    """What was answered is on record; the office has to answer once more, or at last, this one request."""
    until = taking.facts.get("until")
    taking.facts["time_set"] = f"，期限至 {until.isoformat()}" if until else ""
    taking.case.lead_case = None
    if taking.case.closed_on is not None:
        _renew(taking, "", None)


def _answered(taking: Taking) -> None:
    chosen = outcome(taking.facts["outcome"])
    taking.facts["outcome_label"] = chosen.label
    _conclude_as(taking, chosen.code)


def _answer(taking: Taking) -> None:
    _answered(taking)
    merging.answer_followers(taking)


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


def _still_waiting(situation: Situation, facts: Facts) -> str:
    """After one answer: still consulting while another is awaited."""
    waiting = [party for asked in c.CONSULTED for party in c.open_parties(situation, asked)]
    waiting.remove(facts["party"])
    return CONSULTING if waiting else IN_PROGRESS


def _handled_anew(situation: Situation, facts: Facts) -> str:
    """in progress; where opinions or reasons are still awaited, it stays so"""
    state: str = situation.case.state_id
    return state if state in (CONSULTING, REASON) else IN_PROGRESS


def _forums(situation: Situation) -> Choices:
    return [(OrderedBy.REVIEW.value, _("行政复议")), (OrderedBy.SUIT.value, _("行政诉讼"))]


def _bases(situation: Situation) -> Choices:
    return [("items", _("按件计收")), ("pages", _("按量计收"))]


def _retentions(situation: Situation) -> Choices:
    return list(Retention.choices)


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


def _until(label: Any, help: Any = "") -> Day:
    """The last day of a time that the office sets."""
    return Day(name="until", label=label, may_be_future=True, is_working=True, help=help)


# --- the steps ---------------------------------------------------------------------------------

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
            _until(_("补正期限"), _("由本机关确定的合理期限，最后一日为工作日。")),
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
        effect=_conclude("abandoned_correction"),
        is_grave=True,
    ),
)


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
            _until(_("答复日期"), _("由本机关确定，最后一日为工作日。")),
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
            _until(_("说明理由的期限"), _("由本机关确定，最后一日为工作日。")),
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
            _until(_("延迟答复的期限"), _("晚于现在的答复期限的一个合理的工作日；确定并告知以后不能再改。")),
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
        effect=_conclude("abandoned_fee"),
        is_grave=True,
    ),
)

ENDING = (
    Step(
        id="answer",
        label=_("答复"),
        says=_("答复申请人：%(outcome_label)s"),
        law=_("条例第三十三条、第三十六条至第三十九条"),
        frm=frozenset({IN_PROGRESS}),
        to=ANSWERED,
        by=HANDLER,
        asks=(
            Choice(name="outcome", label=_("办理结果"), choices=c.outcome_choices),
            Text(name="finding", label=_("查明的情况"), rows=4, most=4000, required=False),
            Text(name="reasons", label=_("理由"), rows=4, most=4000, required=False),
            Text(name="how", label=_("提供的内容、方式和途径"), rows=3, most=2000, required=False),
            Text(name="other_body", label=_("负责公开的机关及联系方式"), rows=2, most=300, required=False),
            Day(name="on", label=_("答复日期")),
        ),
        check=c.outcome_is_lawful,
        clock=E.ANSWERED,
        paper="reply",
        effect=_answer,
        is_grave=True,
        help=_("答复书的文字、适用条款、救济途径和年度报告的统计栏目都由办理结果决定。"),
    ),
    Step(
        id="withdraw",
        label=_("撤回申请"),
        says=_("申请人撤回申请：%(reason)s"),
        law=_("条例第四十五条"),
        frm=OPEN | {SUBMITTED, MERGED},
        to=ANSWERED,
        by=HANDLER,
        by_applicant=True,
        asks=(
            Text(name="reason", label=_("原因"), required=False, rows=3, most=500, is_personal=True),
            Day(name="on", label=_("撤回日期")),
        ),
        clock=E.WITHDRAWN,
        effect=_conclude("withdrawn"),
        is_grave=True,
    ),
    Step(
        id="reopen",
        label=_("责令重新处理"),
        says=_("%(body)s责令重新处理%(time_set)s"),
        law=_("行政复议法第六十四条、第六十六条，行政诉讼法第七十条、第七十二条"),
        frm=OPEN | {MERGED, ANSWERED, ARCHIVED},
        to=_handled_anew,
        brought=True,
        asks=(
            Choice(name="forum", label=_("由谁责令"), choices=_forums),
            Text(name="body", label=_("行政复议机关、人民法院"), most=120),
            Text(name="remedy", label=_("复议、诉讼案件的编号"), most=40),
            Day(name="on", label=_("决定、裁判生效日期")),
            Day(name="until", label=_("决定、裁判指定的期限"), required=False, may_be_future=True),
        ),
        check=c.ordered_after_the_answer,
        clock=E.ORDERED,
        ref="forum",
        effect=_reopen,
        is_grave=True,
        help=_("在复议、诉讼案件里登记决定、裁判时，由系统办理；没有指定期限的，适用 20 个工作日。"),
    ),
    Step(
        id="archive",
        label=_("归档"),
        says=_("归档"),
        law=_("条例第四十五条"),
        frm=frozenset({ANSWERED}),
        to=ARCHIVED,
        by=HANDLER,
        asks=(
            Choice(
                name="retention",
                label=_("保管期限"),
                choices=_retentions,
                initial=lambda situation: Retention.TEN_YEARS.value,
            ),
        ),
        effect=when_archived,
        undo_effect=lambda case, step: None,
        bulk=True,
        may_undo=True,
        help=_("全部文书、材料和办理步骤汇成一个归档包，可以下载，以后随时可以检查是否被改动。"),
    ),
)


def clock_of_request(received_on: date, events: Sequence[Event], calendar: WorkCalendar) -> Clock:
    """条例第三十三条 with everything that stops, restarts or extends the limit."""
    return request_clock(received_on, events, calendar)


def outcome_said(code: str) -> str:
    """An outcome in words."""
    found = OUTCOME_BY_CODE.get(code)
    return found.said if found else code


def _code_hash(case: Case) -> str:
    return str(case.information_request.code_hash)


PROCEDURE = register(
    Procedure(
        id="request",
        label=_("依申请公开"),
        prefix="SQ",
        law="政府信息公开条例第二十七条至第四十五条",
        states=STATES,
        steps=(
            *RECEIVING,
            *CORRECTING,
            *CONSULTATIONS,
            *EXTENDING,
            *CHARGING,
            *merging_steps(
                working=WORKING,
                open_states=OPEN,
                answered=ANSWERED,
                by=HANDLER,
                effect=_answered,
            ),
            *ENDING,
            *common_steps(OPEN),
        ),
        clock=clock_of_request,
        case_url="staff_requests:case",
        new_url="staff_requests:new",
        model="requests.informationrequest",
        outcome_said=outcome_said,
        track_url="requests:tracked",
        code_hash=_code_hash,
    )
)
