"""A request is answered, withdrawn, ordered anew and archived (条例第三十六条至第四十五条)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.cases.archive_step import archive_step
from yangguang.cases.inputs import Choice, Choices, Day, Text
from yangguang.cases.procedure import Facts, Step
from yangguang.cases.situation import Situation, Taking
from yangguang.law.request_clock import RequestEvent as E
from yangguang.law.request_events import OrderedBy
from yangguang.requests import conditions as c
from yangguang.requests import merging
from yangguang.requests.merging import MERGED
from yangguang.requests.procedure.concluding import answered, conclude, renew
from yangguang.requests.procedure.states import (
    ANSWERED,
    ARCHIVED,
    CONSULTING,
    HANDLER,
    IN_PROGRESS,
    OPEN,
    REASON,
    SUBMITTED,
)


def _answer(taking: Taking) -> None:
    answered(taking)
    merging.answer_followers(taking)


def _reopen(taking: Taking) -> None:
    """What was answered is on record; the office has to answer once more, or at last, this one request."""
    until = taking.facts.get("until")
    taking.facts["time_set"] = f"，期限至 {until.isoformat()}" if until else ""
    taking.case.lead_case = None
    if taking.case.closed_on is not None:
        renew(taking, "", None)


def _handled_anew(situation: Situation, facts: Facts) -> str:
    """in progress; where opinions or reasons are still awaited, it stays so"""
    state: str = situation.case.state_id
    return state if state in (CONSULTING, REASON) else IN_PROGRESS


def _forums(situation: Situation) -> Choices:
    return [(OrderedBy.REVIEW.value, _("行政复议")), (OrderedBy.SUIT.value, _("行政诉讼"))]


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
        effect=conclude("withdrawn"),
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
    archive_step(frm={ANSWERED}, to=ARCHIVED, by=HANDLER, law=_("条例第四十五条")),
)
