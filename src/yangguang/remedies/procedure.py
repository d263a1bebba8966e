"""The procedures of a reconsideration and of a suit against the office, step by step.

行政复议法 2023 and 行政诉讼法, seen from the respondent's desk: a copy comes, the office answers and waits, a decision
comes. What the decision means is said once, in ``law/remedy_results.py``. A decision that orders the request to be
handled anew takes the request's step ``reopen`` in the same transaction.

**What counts, and in which year** (table four of the annual report): ``counting.py``. A suit is one case: an appeal makes it
pending again, the judgment on appeal is its result ("appeal dismissed": the result of the judgment below); remanded it
stays pending. A year that ended before the appeal keeps the judgment that stood then. A retrial is a case of its own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.archive_step import archive_step
from yangguang.cases.assigning import common_steps
from yangguang.cases.inputs import Choice, Day, Input, Number, Text
from yangguang.cases.models import AttachmentKind, Case, CaseStep
from yangguang.cases.models.step import in_force
from yangguang.cases.procedure import Facts, Phase, Procedure, State, Step, register
from yangguang.cases.situation import Situation, Taking
from yangguang.law.remedy_clock import (
    Ending,
    Track,
    review_clock,
    suit_clock,
)
from yangguang.law.remedy_clock import RemedyEvent as E
from yangguang.law.remedy_results import Forum, result
from yangguang.remedies import conditions as c
from yangguang.remedies.models import EarlierJudgment, Instance
from yangguang.remedies.ordering import has_reopened, order_anew
from yangguang.remedies.putting_right import putting_right
from yangguang.remedies.resting import resting_steps
from yangguang.remedies.states import (
    ARCHIVED,
    DECIDED,
    HANDLER,
    HEARD,
    JUDGED,
    PENDING,
    SUSPENDED,
    TO_REPLY,
    UNDER_REVIEW,
)

__all__ = [
    "DECIDED",
    "HANDLER",
    "IDS",
    "PROCEDURES",
    "PROCEDURE_OF",
    "REVIEW",
    "SUIT",
    "SUSPENDED",
    "forum_of",
]

# --- what steps do ------------------------------------------------------------------------------


def _conclude(taking: Taking, code: str) -> None:
    taking.case.outcome_id = code
    taking.case.closed_on = taking.facts["decided_on"]
    taking.facts["result_label"] = str(result(code).label)


def _keep_paper(taking: Taking) -> None:
    own = taking.case.remedy
    own.decision_number = taking.facts.get("number", "")
    own.save(update_fields=["decision_number"])


def _decide(taking: Taking) -> None:
    """行政复议法第七十五条: a decision takes effect when it is served."""
    _conclude(taking, taking.facts["result"])
    _keep_paper(taking)
    order_anew(taking, taking.facts, Forum.REVIEW, taking.on)


def _judge(taking: Taking) -> None:
    """A judgment on appeal or in a retrial is final; one of first instance may be appealed against."""
    code, own = taking.facts["result"], taking.case.remedy
    _keep_paper(taking)
    if code == c.REMANDED:
        own.instance = Instance.FIRST
        own.save(update_fields=["instance"])
        taking.facts["ending"], taking.facts["result_label"] = Ending.REMANDED.value, "发回重审"
        return
    ordered = taking.facts
    if code == c.AFFIRMED:
        below = c.judgment_below(taking.situation)
        assert below is not None  # noqa: S101 - else it was not offered
        code = below.facts["result"]
        ordered = taking.facts if taking.facts["redo"] == c.REDO else dict(below.facts)
    _conclude(taking, code)
    taking.facts["ending"] = _ending(taking).value
    if taking.facts["ending"] == Ending.FINAL:
        order_anew(taking, ordered, Forum.SUIT, taking.on)


def _ending(taking: Taking) -> Ending:
    chosen = result(taking.case.outcome_id)
    if chosen.is_final or taking.case.remedy.instance != Instance.FIRST:
        return Ending.FINAL
    return Ending.RULING if chosen.is_ruling else Ending.JUDGMENT


def _after_judgment(situation: Situation, facts: Facts) -> str:
    """in court again when remanded; waiting to take effect while an appeal is possible; else decided"""
    if facts["result"] == c.REMANDED:
        return UNDER_REVIEW
    is_first = situation.case.remedy.instance == Instance.FIRST
    is_final = facts["result"] != c.AFFIRMED and result(facts["result"]).is_final
    return JUDGED if is_first and not is_final else DECIDED


def _take_effect(taking: Taking) -> None:
    judgment = taking.situation.last("judge")
    assert judgment is not None  # noqa: S101 - the state says so
    taking.facts["result_label"] = judgment.facts["result_label"]
    order_anew(taking, judgment.facts, Forum.SUIT, taking.on)


def _appeal(taking: Taking) -> None:
    """The case is pending again; what the court below said stays in the steps."""
    case, own = taking.case, taking.case.remedy
    taking.facts["was"] = {
        "outcome_id": case.outcome_id,
        "closed_on": case.closed_on.isoformat() if case.closed_on else "",
        "body": own.body,
        "body_number": own.body_number,
        "track": own.track,
    }
    assert case.closed_on is not None  # noqa: S101 - the state says so
    EarlierJudgment.objects.create(
        case=case, outcome_id=case.outcome_id, decided_on=case.closed_on, appealed_on=taking.on
    )
    case.outcome_id, case.closed_on = "", None
    own.instance, own.track = Instance.SECOND, Track.SECOND
    own.body, own.body_number = taking.facts["body"], taking.facts.get("number", "")
    own.save(update_fields=["instance", "track", "body", "body_number"])


def _after_appeal(situation: Situation, facts: Facts) -> str:
    """to be answered when the other side appeals; else the court's turn"""
    return UNDER_REVIEW if facts["appellant"] == "own" else TO_REPLY


# --- taking steps back --------------------------------------------------------------------------


def _undecide(case: Case, step: CaseStep) -> None:
    case.outcome_id, case.closed_on = "", None
    before = [
        one for one in in_force(case.steps.filter(number__lt=step.number)) if one.step_id == step.step_id
    ]
    case.remedy.decision_number = before[-1].facts.get("number", "") if before else ""
    if step.facts["result"] == c.REMANDED:
        case.remedy.instance = Instance.SECOND
    case.remedy.save(update_fields=["decision_number", "instance"])


def _unappeal(case: Case, step: CaseStep) -> None:
    was, own = step.facts["was"], case.remedy
    case.outcome_id = was["outcome_id"]
    case.closed_on = date.fromisoformat(was["closed_on"]) if was["closed_on"] else None
    latest = case.earlier_judgments.last()
    assert latest is not None  # noqa: S101 - the appeal made it
    latest.delete()
    own.instance, own.track = Instance.FIRST, was["track"]
    own.body, own.body_number = was["body"], was["body_number"]
    own.save(update_fields=["instance", "track", "body", "body_number"])


# --- the steps ----------------------------------------------------------------------------------


def _long_ago(situation: Situation) -> date | None:
    return None


def _register(law: Any, said: Any, *offered: Track) -> Step:
    return Step(
        id="register",
        label=_("登记"),
        says=said,
        law=law,
        frm=frozenset(),
        to=TO_REPLY,
        by=HANDLER,
        asks=(
            Day(name="on", label=_("收到副本日期")),
            Choice(name="track", label=_("审理程序"), choices=c.tracks(*offered)),
            Day(name="accepted_on", label=_("受理、立案日期"), required=False, not_before=_long_ago),
        ),
        clock=E.NOTICE,
        ref="track",
        until="accepted_on",
        is_public=False,
    )


def _after_reply(situation: Situation, facts: Facts) -> str:
    """the others' turn; a case that rests goes on resting"""
    return SUSPENDED if situation.case.state_id == SUSPENDED else UNDER_REVIEW


def _answering(id: str, label: Any, says: Any, law: Any, paper: str, help: Any) -> Step:
    return Step(
        id=id,
        label=label,
        says=says,
        law=law,
        frm=frozenset({TO_REPLY, SUSPENDED}),
        to=_after_reply,
        by=HANDLER,
        conditions=(c.reply_is_owed,),
        asks=(
            Text(name="facts", label=_("事实经过"), rows=6, most=4000, initial=_course),
            Text(name="grounds", label=_("理由和依据"), rows=6, most=4000),
            Text(name="evidence", label=_("证据和依据清单"), rows=5, most=2000, help=_("一行一件。")),
            Day(name="on", label=_("发出日期")),
        ),
        clock=E.REPLIED,
        paper=paper,
        help=help,
        is_public=False,
    )


def _course(situation: Situation) -> str:
    """What is known of the linked request, to begin with."""
    request = situation.case.remedy.request
    if request is None or request.received_on is None:
        return ""
    text = f"本机关于{request.received_on.isoformat()}收到政府信息公开申请（{request.number}）。"
    for step in request.steps.filter(step_id__in=("correct", "extend", "answer")).order_by("number"):
        label = request.procedure.step(step.step_id).label
        text += f"{step.on.isoformat()}，{label}。"
    return text


def _told(*more: Input) -> tuple[Input, ...]:
    return (*more, Day(name="on", label=_("通知日期")))


_HEARING = Step(
    id="hearing",
    label=_("登记听证、开庭"),
    says=_("%(when)s 听证、开庭：%(place)s"),
    law=_("行政复议法第五十条、第五十一条，行政诉讼法第三条、第五十四条"),
    frm=HEARD,
    by=HANDLER,
    asks=_told(
        Day(name="when", label=_("听证、开庭日期"), may_be_future=True),
        Text(name="place", label=_("时间、地点和出庭人员"), most=300),
    ),
    check=c.hearing_is_later,
    may_undo=True,
    help=_("被申请人、被诉行政机关的负责人应当参加；不能参加的，委托相应的工作人员。"),
    is_public=False,
)


def _extending(law: Any) -> Step:
    return Step(
        id="extend",
        label=_("登记延长审理期限"),
        says=_("审理期限延长至 %(until)s"),
        law=law,
        frm=HEARD,
        by=HANDLER,
        asks=_told(Day(name="until", label=_("延长至"), may_be_future=True)),
        clock=E.EXTENDED,
        may_undo=True,
        is_public=False,
    )


def _deciding(id: str, label: Any, says: Any, law: Any, forum: Forum, **more: Any) -> Step:
    return Step(
        id=id,
        label=label,
        says=says,
        law=law,
        frm=PENDING,
        by=HANDLER,
        asks=(
            Choice(
                name="result",
                label=_("结果"),
                choices=c.results(forum),
                help=_("括号里是年度报告第四部分的统计栏目。"),
            ),
            Text(name="number", label=_("文号"), required=False, most=80),
            Day(
                name="decided_on",
                label=_("决定书、裁判文书的日期"),
                help=_("年度报告按这一天所在的年度统计。"),
                not_before=_long_ago,
            ),
            Day(name="on", label=_("本机关收到日期")),
            Choice(
                name="redo",
                label=_("是否责令重新答复"),
                choices=c.orders,
                initial=lambda situation: c.NOTHING,
                help=_("责令的，关联的申请自动恢复办理，期限另行计算。"),
            ),
            Number(
                name="days",
                label=_("指定的期限"),
                required=False,
                least=1,
                most=365,
                help=_("决定书、裁判文书没有写的，留空，适用 20 个工作日。"),
            ),
            Choice(name="unit", label=_("期限单位"), choices=c.units, required=False),
            Text(name="summary", label=_("主要理由"), required=False, rows=4, most=2000),
        ),
        check=c.must_order_or_not,
        clock=E.DECIDED,
        ref="ending",
        until="",
        brings=AttachmentKind.RULING.value,
        undo_effect=_undecide,
        why_not_undo=has_reopened,
        may_undo=True,
        is_grave=True,
        is_public=False,
        **more,
    )


_ARCHIVE = archive_step(frm={DECIDED}, to=ARCHIVED, by=HANDLER, law=_("条例第四十五条"), is_public=False)


REVIEW = register(
    Procedure(
        id="review",
        label=_("行政复议"),
        prefix="FY",
        law="行政复议法",
        states=(
            State(TO_REPLY, _("待提出书面答复"), Phase.OFFICE),
            State(UNDER_REVIEW, _("复议审理中"), Phase.OTHERS),
            State(SUSPENDED, _("复议中止"), Phase.OTHERS),
            State(DECIDED, _("已审结"), Phase.NOBODY),
            State(ARCHIVED, _("已归档"), Phase.NOBODY),
        ),
        steps=(
            _register(
                _("行政复议法第四十八条、第五十四条"),
                _("收到行政复议申请书副本"),
                Track.SIMPLIFIED,
                Track.ORDINARY,
            ),
            _answering(
                "reply",
                _("提出书面答复"),
                _("向行政复议机关提出书面答复"),
                _("行政复议法第四十八条、第五十四条"),
                "review_reply",
                _(
                    "普通程序 10 个工作日、简易程序 5 个工作日内提出，并提交证据、依据和其他有关材料；"
                    "不提出的，视为没有证据、依据（第七十条）。证据在“材料”里上传。"
                ),
            ),
            _HEARING,
            _extending(_("行政复议法第六十二条")),
            *resting_steps(Forum.REVIEW),
            _deciding(
                "decide",
                _("登记复议决定"),
                _("收到行政复议决定：%(result_label)s（%(number)s）"),
                _("行政复议法第六十一条至第七十五条"),
                Forum.REVIEW,
                to=DECIDED,
                effect=_decide,
                help=_("终止、不予受理、驳回申请、调解等，也在这里登记。"),
            ),
            *putting_right(Forum.REVIEW),
            _ARCHIVE,
            *common_steps(PENDING),
        ),
        clock=review_clock,
        case_url="staff_remedies:case",
        new_url="staff_remedies:new-review",
        model="remedies.remedy",
    )
)

SUIT = register(
    Procedure(
        id="suit",
        label=_("行政诉讼"),
        prefix="SS",
        law="行政诉讼法",
        states=(
            State(TO_REPLY, _("待答辩"), Phase.OFFICE),
            State(UNDER_REVIEW, _("法院审理中"), Phase.OTHERS),
            State(SUSPENDED, _("诉讼中止"), Phase.OTHERS),
            State(JUDGED, _("已裁判，待生效"), Phase.OFFICE),
            State(DECIDED, _("已审结"), Phase.NOBODY),
            State(ARCHIVED, _("已归档"), Phase.NOBODY),
        ),
        steps=(
            _register(
                _("行政诉讼法第六十七条"),
                _("收到起诉状副本"),
                Track.ORDINARY,
                Track.SIMPLIFIED,
                Track.SECOND,
                Track.RETRIAL,
            ),
            _answering(
                "defend",
                _("提出答辩状"),
                _("向人民法院提出答辩状"),
                _("行政诉讼法第三十四条、第六十七条"),
                "defence",
                _(
                    "收到起诉状副本之日起 15 日内提出，并提交证据和所依据的规范性文件；"
                    "逾期不提供的，视为没有证据（第三十四条）。证据在“材料”里上传。"
                ),
            ),
            _HEARING,
            _extending(_("行政诉讼法第八十一条、第八十八条")),
            *resting_steps(Forum.SUIT),
            _deciding(
                "judge",
                _("登记裁判"),
                _("收到裁判：%(result_label)s（%(number)s）"),
                _("行政诉讼法第六十二条、第六十九条至第八十九条"),
                Forum.SUIT,
                to=_after_judgment,
                effect=_judge,
                help=_("一审判决、裁定可以上诉，期满后登记生效；二审、再审裁判登记后即审结。"),
            ),
            Step(
                id="appeal",
                label=_("登记上诉"),
                says=_("上诉至%(body)s"),
                law=_("行政诉讼法第八十五条"),
                frm=frozenset({JUDGED}),
                to=_after_appeal,
                by=HANDLER,
                asks=(
                    Choice(name="appellant", label=_("谁上诉"), choices=c.appellants),
                    Text(name="body", label=_("二审法院"), most=120),
                    Text(name="number", label=_("二审案号"), required=False, most=80),
                    Day(name="on", label=_("上诉日期、收到上诉状副本日期")),
                ),
                clock=E.APPEALED,
                ref="appellant",
                effect=_appeal,
                undo_effect=_unappeal,
                may_undo=True,
                check=c.appeal_follows_judgment,
                help=_(
                    "上诉后案件重新计为“尚未审结”，以二审结果统计；上诉日期在年末以后的，上一年度的数不变。"
                ),
                is_public=False,
            ),
            Step(
                id="take_effect",
                label=_("登记裁判生效"),
                says=_("无人上诉，裁判生效：%(result_label)s"),
                law=_("行政诉讼法第八十五条"),
                frm=frozenset({JUDGED}),
                to=DECIDED,
                by=HANDLER,
                asks=(Day(name="on", label=_("生效日期")),),
                conditions=(c.appeal_is_over,),
                check=c.after_appeal_time,
                clock=E.EFFECTIVE,
                effect=_take_effect,
                undo_effect=lambda case, step: None,
                why_not_undo=has_reopened,
                may_undo=True,
                help=_("判决责令重新答复的，登记生效时关联的申请恢复办理。"),
                is_public=False,
            ),
            *putting_right(Forum.SUIT),
            _ARCHIVE,
            *common_steps(PENDING | {JUDGED}),
        ),
        clock=suit_clock,
        case_url="staff_remedies:case",
        new_url="staff_remedies:new-suit",
        model="remedies.remedy",
    )
)

PROCEDURES = (REVIEW, SUIT)
IDS = tuple(procedure.id for procedure in PROCEDURES)
PROCEDURE_OF = {Forum.REVIEW: REVIEW, Forum.SUIT: SUIT}


def forum_of(case: Case) -> Forum:
    """Before whom the case is."""
    return Forum.REVIEW if case.procedure_id == REVIEW.id else Forum.SUIT
