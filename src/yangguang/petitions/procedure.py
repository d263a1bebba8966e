"""The procedure of a petition (信访工作条例第十九条至第三十四条), from registration to a written answer.

Supervision, rating, hearings, and the reviews by higher bodies are not part of it; the way to a review stands in the
opinion. There is no role of a petition office yet: drafters and the disclosure office handle, and what an accusation
says is for the disclosure office, the leader in charge, and those admitted by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.archive_step import archive_step
from yangguang.cases.assigning import common_steps
from yangguang.cases.inputs import Choice, Choices, Day, Number, Text, Tick
from yangguang.cases.models import (
    Assignment,
    AssignmentKind,
    AssignmentState,
    Case,
    CaseLink,
    CaseStep,
    LinkKind,
)
from yangguang.cases.procedure import Facts, Phase, Procedure, State, Step, register
from yangguang.cases.situation import Situation, Taking
from yangguang.law.clock import Clock, Event
from yangguang.law.petition_clock import PetitionEvent as E
from yangguang.law.petition_clock import petition_clock
from yangguang.law.workdays import WorkCalendar
from yangguang.offices.models import Person
from yangguang.offices.roles import Role
from yangguang.petitions import conditions as c
from yangguang.petitions.models import Kind, title_of
from yangguang.petitions.outcomes import Outcome

REGISTERED, HANDLING, FORWARDING = "registered", "handling", "forwarding"
ANSWERED, FORWARDED, CLOSED, ARCHIVED = "answered", "forwarded", "closed", "archived"
OPEN = frozenset({REGISTERED, HANDLING, FORWARDING})
ENDED = frozenset({ANSWERED, FORWARDED, CLOSED})

HANDLER = frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE})
KEEPER = frozenset({Role.DISCLOSURE_OFFICE})
"""Who takes accusations in, and says who else may know of them."""
HEAD = frozenset({Role.LEADER})
"""信访工作条例第三十四条: an extension is approved by the head of the body."""

STATES = (
    State(REGISTERED, _("已登记，待处理"), Phase.OFFICE, _("已登记")),
    State(HANDLING, _("正在办理"), Phase.OFFICE),
    State(FORWARDING, _("已转送，待告知信访人"), Phase.OFFICE, _("已转送有权处理的机关")),
    State(ANSWERED, _("已答复"), Phase.NOBODY),
    State(FORWARDED, _("已转送"), Phase.NOBODY, _("已转送有权处理的机关")),
    State(CLOSED, _("已终结"), Phase.NOBODY),
    State(ARCHIVED, _("已归档"), Phase.NOBODY, _("已办结")),
)


# --- what steps do besides --------------------------------------------------------------------------


def _end(outcome: Outcome) -> Any:
    def effect(taking: Taking) -> None:
        taking.case.outcome_id = outcome.value
        taking.case.closed_on = taking.on

    return effect


def _answer(taking: Taking) -> None:
    outcome = Outcome(taking.facts["result"])
    taking.facts["result_label"] = str(outcome.label)
    _end(outcome)(taking)


def _name_mode(taking: Taking) -> None:
    taking.facts["mode_label"] = str(dict(_modes(taking.situation))[taking.facts["mode"]])


def _revoke(taking: Taking) -> None:
    """The request is no longer converted, and may be once more."""
    _end(Outcome.REVOKED)(taking)
    CaseLink.objects.filter(frm=taking.case, kind=LinkKind.CONVERTED_FROM).delete()


def _reclassify(taking: Taking) -> None:
    """The kind decides the way, the limit, and who may know."""
    own = c.own_of(taking.situation)
    own.kind = Kind(taking.facts["kind"])
    own.accused = taking.facts.get("accused", "") if own.kind == Kind.ACCUSATION else ""
    own.save(update_fields=["kind", "accused"])
    taking.facts["kind_label"] = str(own.kind.label)
    taking.case.title = title_of(own.kind, own.text)
    taking.case.is_restricted = own.kind == Kind.ACCUSATION


def _admit(taking: Taking) -> None:
    someone = Person.objects.get(pk=int(taking.facts["person"]))
    taking.facts["person_name"] = str(someone)
    Assignment.objects.create(
        case=taking.case,
        kind=AssignmentKind.ADMITTED,
        person=someone,
        what=taking.facts["reason"],
        given_at=taking.at,
        given_by_name=taking.actor.name,
    )


def _shut_out(case: Case, step: CaseStep) -> None:
    """Undo of an admission: the row goes, the step stays in the chain."""
    person = int(step.facts["person"])
    admitted = case.assignments.filter(
        kind=AssignmentKind.ADMITTED, state=AssignmentState.OPEN, person=person
    )
    admitted.order_by("-pk")[:1].get().delete()


def _modes(situation: Situation) -> Choices:
    return [(c.FORWARD, _("转送")), (c.ASSIGN, _("交办（要求报告办理结果）"))]


_WAY = _(
    "写明由谁、按什么程序办理：如由本机关调查核实后出具处理意见；可以申请行政复议、仲裁、行政裁决等的，写明途径。"
)


def _default_way(situation: Situation) -> str:
    if c.own_of(situation).has_statutory_limit:
        return "本机关将对反映的事项调查核实，依法作出处理，并出具信访处理意见书。"
    return "本机关将对反映的事项进行研究、核实，并将结果书面答复。"


# --- the steps ------------------------------------------------------------------------------------

RECEIVING = (
    Step(
        id="register",
        label=_("登记信访事项"),
        says=_("登记信访事项，登记之日为 %(on)s"),
        law=_("信访工作条例第二十一条、第二十二条"),
        frm=frozenset(),
        to=REGISTERED,
        by=HANDLER,
        asks=(Day(name="on", label=_("登记（收到）之日")),),
    ),
    Step(
        id="register_handed_over",
        label=_("登记转送、交办的信访事项"),
        says=_("收到%(from_body)s转送、交办的信访事项，收到之日为 %(on)s"),
        law=_("信访工作条例第二十三条第三款"),
        frm=frozenset(),
        to=REGISTERED,
        by=HANDLER,
        asks=(
            Text(name="from_body", label=_("转送、交办的机关"), most=120),
            Day(name="on", label=_("收到之日")),
        ),
        clock=E.HANDED_OVER,
    ),
    Step(
        id="convert",
        label=_("由申请转为信访事项"),
        says=_("由政府信息公开申请 %(source)s 转为信访事项，登记之日为收到申请之日 %(on)s"),
        law=_("政府信息公开条例第三十九条第一款，信访工作条例第二十三条"),
        frm=frozenset(),
        to=REGISTERED,
        by=HANDLER,
        asks=(
            Text(name="source", label=_("申请编号"), most=40),
            Day(name="on", label=_("收到申请之日")),
        ),
    ),
    Step(
        id="revoke",
        label=_("撤销转办"),
        says=_("撤销由申请转为信访事项：%(reason)s"),
        law=_("政府信息公开条例第三十九条第一款"),
        frm=frozenset({REGISTERED}),
        to=CLOSED,
        by=HANDLER,
        asks=(Text(name="reason", label=_("撤销理由"), rows=3, most=500),),
        conditions=(c.nothing_has_happened,),
        effect=_revoke,
        is_grave=True,
        help=_("只有还没有办理其他步骤、没有发出文书的可以撤销；申请照常办理，也可以重新转办。"),
    ),
)

DECIDING_WHAT = (
    Step(
        id="reclassify",
        label=_("改变类别"),
        says=_("改为%(kind_label)s：%(reason)s"),
        law=_("信访工作条例第二十九条、第三十条、第三十一条"),
        frm=frozenset({REGISTERED}),
        by=KEEPER,
        asks=(
            Choice(name="kind", label=_("事项类别"), choices=c.kinds),
            Text(name="accused", label=_("检举控告对象"), required=False, most=200, is_personal=True),
            Text(name="reason", label=_("理由"), rows=2, most=300),
        ),
        check=c.another_kind,
        effect=_reclassify,
        is_public=False,
        help=_("类别决定办理的途径、期限和知悉范围。"),
    ),
    Step(
        id="accept",
        label=_("受理"),
        says=_("告知信访人已接收（受理）：%(way)s"),
        law=_("信访工作条例第二十三条"),
        frm=frozenset({REGISTERED}),
        to=HANDLING,
        by=HANDLER,
        asks=(
            Text(name="way", label=_("处理途径和程序"), rows=3, most=1000, help=_WAY, initial=_default_way),
            Day(name="on", label=_("告知日期")),
        ),
        conditions=(c.has_limit, c.may_be_told),
        clock=E.ACCEPTED,
        paper="petition_acceptance",
        once=True,
        help=_("自收到之日起 15 日内书面告知；自受理之日起 60 日内办结。"),
    ),
    Step(
        id="take_up",
        label=_("接收建议、检举控告"),
        says=_("告知信访人已接收，%(until)s 前答复：%(way)s"),
        law=_("信访工作条例第二十三条、第二十九条、第三十条"),
        frm=frozenset({REGISTERED}),
        to=HANDLING,
        by=HANDLER,
        asks=(
            Text(name="way", label=_("处理途径和程序"), rows=3, most=1000, help=_WAY, initial=_default_way),
            Day(name="on", label=_("告知日期")),
            Day(
                name="until",
                label=_("答复日"),
                may_be_future=True,
                help=_("法规没有规定期限，由本机关确定；到期前照常提醒。"),
            ),
        ),
        conditions=(c.has_no_limit, c.may_be_told),
        check=c.until_is_later,
        clock=E.TAKEN_UP,
        paper="petition_acceptance",
        once=True,
        help=_(
            "建议意见研究后答复；检举控告由有权处理的机关依规依纪依法处理。自收到之日起 15 日内书面告知。"
        ),
    ),
    Step(
        id="refuse",
        label=_("不予受理"),
        says=_("告知信访人不予受理：%(reason)s"),
        law=_("信访工作条例第十九条、第二十三条、第三十一条"),
        frm=frozenset({REGISTERED}),
        to=CLOSED,
        by=HANDLER,
        asks=(
            Text(name="reason", label=_("不予受理的理由"), rows=4, most=2000, is_personal=True),
            Text(
                name="way",
                label=_("应当通过的途径"),
                rows=3,
                most=1000,
                help=_("诉讼、仲裁、行政复议、党纪申诉等法定途径，或者有权处理的机关。"),
            ),
            Day(name="on", label=_("告知日期")),
        ),
        conditions=(c.may_be_told,),
        clock=E.REFUSED,
        paper="petition_refusal",
        effect=_end(Outcome.REFUSED),
        is_grave=True,
    ),
    Step(
        id="forward",
        label=_("转送、交办"),
        says=_("%(mode_label)s%(to_body)s"),
        law=_("信访工作条例第二十二条"),
        frm=frozenset({REGISTERED}),
        to=FORWARDING,
        by=HANDLER,
        asks=(
            Text(name="to_body", label=_("有权处理的机关、单位"), most=120),
            Choice(name="mode", label=_("办理方式"), choices=_modes, initial=lambda situation: c.FORWARD),
            Text(name="what", label=_("需要说明的事项"), rows=3, most=1000, required=False, is_personal=True),
            Day(name="report_by", label=_("报告结果的日期"), required=False, may_be_future=True),
            Day(name="on", label=_("转送日期")),
        ),
        check=c.not_to_the_accused,
        paper="petition_forwarding",
        effect=_name_mode,
        help=_("自登记之日起 15 日内转送，并告知信访人。检举控告不得转给被检举控告的人员、单位。"),
    ),
    Step(
        id="tell_forwarded",
        label=_("告知转送情况"),
        says=_("告知信访人事项的去向"),
        law=_("信访工作条例第二十二条"),
        frm=frozenset({FORWARDING}),
        to=FORWARDED,
        by=HANDLER,
        asks=(
            Text(name="contact", label=_("该机关的联系方式"), most=200, required=False),
            Day(name="on", label=_("告知日期")),
        ),
        conditions=(c.may_be_told,),
        clock=E.FORWARDED,
        paper="petition_forward_notice",
        effect=_end(Outcome.FORWARDED),
    ),
    Step(
        id="skip_notice",
        label=_("无法告知，结束转送"),
        says=_("姓名（名称）、住址不清，不再告知：%(reason)s"),
        law=_("信访工作条例第二十三条第二款"),
        frm=frozenset({FORWARDING}),
        to=FORWARDED,
        by=HANDLER,
        asks=(
            Text(name="reason", label=_("情况说明"), rows=3, most=500),
            Day(name="on", label=_("日期")),
        ),
        conditions=(c.may_not_be_told,),
        clock=E.FORWARDED,
        effect=_end(Outcome.FORWARDED),
        is_grave=True,
    ),
    Step(
        id="close_unnamed",
        label=_("匿名事项办结"),
        says=_("匿名事项核查后办结"),
        law=_("信访工作条例第二十三条第二款、第三十条"),
        frm=frozenset({REGISTERED}),
        to=CLOSED,
        by=HANDLER,
        asks=(
            Text(name="finding", label=_("核查和处理情况"), rows=4, most=4000, is_personal=True),
            Day(name="on", label=_("办结日期")),
        ),
        conditions=(c.may_not_be_told,),
        clock=E.REFUSED,
        effect=_end(Outcome.UNNAMED),
        is_grave=True,
    ),
    Step(
        id="object",
        label=_("提出异议并交还"),
        says=_("不属于本机关职权，交还转送、交办的机关：%(reason)s"),
        law=_("信访工作条例第二十三条第三款"),
        frm=frozenset({REGISTERED}),
        to=CLOSED,
        by=HANDLER,
        asks=(
            Text(name="reason", label=_("异议的理由"), rows=3, most=1000),
            Day(name="on", label=_("提出异议的日期")),
            Tick(name="agreed", label=_("转送、交办的机关已核实同意，材料已交还")),
        ),
        conditions=(c.was_handed_over, c.objection_in_time),
        clock=E.OBJECTED,
        effect=_end(Outcome.OBJECTED),
        is_grave=True,
        help=_("自收到之日起 5 个工作日内提出，并说明理由。"),
    ),
)

HANDLING_STEPS = (
    Step(
        id="extend",
        label=_("延长办理期限"),
        says=_("延长办理期限 %(days)s 日：%(reason)s"),
        law=_("信访工作条例第三十四条"),
        frm=frozenset({HANDLING}),
        by=HANDLER,
        asks=(
            Text(name="reason", label=_("延长的理由"), rows=3, most=500),
            Number(name="days", label=_("延长的日数"), least=1, most=30, initial=lambda situation: 30),
            Day(name="on", label=_("告知日期")),
        ),
        conditions=(c.has_limit, c.not_late),
        clock=E.EXTENDED,
        paper="petition_extension",
        approved_by=HEAD,
        once=True,
        help=_("情况复杂的，经本机关负责人批准，最长延长 30 日，并告知信访人延长的理由。"),
    ),
    Step(
        id="decide",
        label=_("出具处理意见"),
        says=_("出具信访处理意见书：%(result_label)s"),
        law=_("信访工作条例第三十一条、第三十二条、第三十四条"),
        frm=frozenset({HANDLING}),
        to=ANSWERED,
        by=HANDLER,
        asks=(
            Choice(name="result", label=_("处理意见"), choices=c.opinions),
            Text(name="finding", label=_("查明的事实"), rows=5, most=4000, is_personal=True),
            Text(
                name="reasons",
                label=_("处理意见及其法律法规依据"),
                rows=5,
                most=4000,
                is_personal=True,
            ),
            Day(name="on", label=_("答复日期")),
        ),
        conditions=(c.has_limit,),
        clock=E.REPLIED,
        paper="petition_opinion",
        effect=_answer,
        is_grave=True,
        help=_("意见书写明请求、事实、意见和依据；复查的途径和期限由系统写入。"),
    ),
    Step(
        id="answer",
        label=_("答复"),
        says=_("书面答复信访人：%(result_label)s"),
        law=_("信访工作条例第二十九条、第三十条"),
        frm=frozenset({HANDLING}),
        to=ANSWERED,
        by=HANDLER,
        asks=(
            Choice(name="result", label=_("结果"), choices=c.answers),
            Text(name="reasons", label=_("研究、处理的情况"), rows=5, most=4000, is_personal=True),
            Day(name="on", label=_("答复日期")),
        ),
        conditions=(c.has_no_limit,),
        clock=E.REPLIED,
        paper="petition_answer",
        effect=_answer,
        is_grave=True,
    ),
    Step(
        id="withdraw",
        label=_("撤回或者和解"),
        says=_("信访人撤回或者与有关方面和解：%(reason)s"),
        law=_("信访工作条例第三十三条"),
        frm=frozenset({REGISTERED, HANDLING}),
        to=CLOSED,
        by=HANDLER,
        asks=(
            Text(name="reason", label=_("情况说明"), rows=3, most=500, is_personal=True),
            Day(name="on", label=_("日期")),
        ),
        clock=E.WITHDRAWN,
        effect=_end(Outcome.WITHDRAWN),
        is_grave=True,
        help=_("把信访人的书面撤回或者和解、调解协议书附在材料中。"),
    ),
    Step(
        id="admit",
        label=_("准许参与办理"),
        says=_("准许%(person_name)s参与办理：%(reason)s"),
        law=_("信访工作条例第三十条第三款、第四十六条"),
        frm=OPEN | ENDED,
        by=KEEPER,
        asks=(
            Choice(name="person", label=_("人员"), choices=c.colleagues),
            Text(
                name="reason", label=_("为什么需要"), rows=2, most=300, help=_("如：核稿、签发、协助调查。")
            ),
        ),
        conditions=(c.is_restricted,),
        effect=_admit,
        undo_effect=_shut_out,
        may_undo=True,
        is_public=False,
        help=_("检举控告只有政府信息公开工作机构、分管领导和这里准许的人看得到；核稿、签发的人也要准许。"),
    ),
    archive_step(frm=ENDED, to=ARCHIVED, by=HANDLER, law=_("档案法第十四条")),
)


def _given_out() -> tuple[Step, ...]:
    """The engine's steps of giving a case out, under the rule of petitions; restricted ones by name only."""
    law = _("信访工作条例第二十一条")
    return tuple(
        replace(step, law=law, check=_also_to_a_person(step))
        if step.id in ("assign", "ask_assistance")
        else replace(step, law=law)
        for step in common_steps(OPEN)
    )


def _also_to_a_person(step: Step) -> Any:
    def check(situation: Situation, facts: Facts) -> Any:
        usual = step.check(situation, facts) if step.check else {}
        return {**usual, **c.to_a_person(situation, facts)}

    return check


def clock_of_petition(received_on: date, events: Sequence[Event], calendar: WorkCalendar) -> Clock:
    """信访工作条例第二十二条、第二十三条、第三十四条; a last day on a rest day does not move."""
    return petition_clock(received_on, events, calendar)


def outcome_said(code: str) -> str:
    """An outcome in words."""
    return str(Outcome(code).label) if code in Outcome.values else code


def _code_hash(case: Case) -> str:
    return str(case.petition.code_hash)


PROCEDURE = register(
    Procedure(
        id="petition",
        label=_("信访事项"),
        prefix="XF",
        law="信访工作条例第十七条至第三十六条",
        states=STATES,
        steps=(*RECEIVING, *DECIDING_WHAT, *HANDLING_STEPS, *_given_out()),
        clock=clock_of_petition,
        case_url="staff_petitions:case",
        new_url="staff_petitions:new",
        model="petitions.petition",
        outcome_said=outcome_said,
        in_calendar_days=True,
        track_url="petitions:tracked",
        code_hash=_code_hash,
    )
)
