"""Steps that every procedure has: giving a case to those who handle it, and getting it back (承办、协办、转办)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Choice, Choices, Day, Text
from yangguang.cases.models.assignment import Assignment, AssignmentKind, AssignmentState
from yangguang.cases.models.case import SEES_ASSIGNED, Case
from yangguang.cases.noticing import tell_assigned
from yangguang.cases.procedure import Facts, Label, Step
from yangguang.cases.situation import Situation, Taking
from yangguang.offices.models import Department, Membership, Person
from yangguang.offices.roles import Role

LAW = _("条例第四十五条")
GIVES = frozenset({Role.DISCLOSURE_OFFICE, Role.LEADER})
HANDLERS = SEES_ASSIGNED | {Role.DISCLOSURE_OFFICE}


def _units(situation: Situation) -> Choices:
    """Departments, and the people of the agency who may handle cases: ``d12`` and ``p34``."""
    agency = situation.case.agency
    departments: Choices = [(f"d{d.pk}", d.name) for d in Department.objects.filter(agency=agency)]
    held = Membership.objects.filter(agency=agency, role__in=HANDLERS, person__is_active=True)
    people: dict[int, str] = {}
    for membership in held.select_related("person", "department"):
        where = f"（{membership.department}）" if membership.department else ""
        people.setdefault(membership.person_id, f"{membership.person}{where}")
    return departments + [(f"p{pk}", name) for pk, name in people.items()]


def _open_assists(situation: Situation) -> Choices:
    return [(str(item.pk), item.holder) for item in _assists(situation.case)]


def _assists(case: Case) -> list[Assignment]:
    found = case.assignments.filter(kind=AssignmentKind.ASSIST, state=AssignmentState.OPEN)
    return list(found.select_related("department", "person"))


def _holder(unit: str, case: Case) -> dict[str, Any]:
    """The columns for a chosen unit; a person brings the department they sit in."""
    pk = int(unit[1:])
    if unit.startswith("d"):
        return {"department": Department.objects.get(pk=pk, agency=case.agency)}
    person = Person.objects.get(pk=pk)
    seat = Membership.objects.filter(person=person, agency=case.agency, department__isnull=False).first()
    return {"person": person, "department": seat.department if seat else None}


def _give(taking: Taking, kind: AssignmentKind) -> Assignment:
    due = taking.facts.get("internal_due_on")
    item = Assignment.objects.create(
        case=taking.case,
        kind=kind,
        what=taking.facts.get("what", ""),
        internal_due_on=due,
        given_at=taking.at,
        given_by_name=taking.actor.name,
        **_holder(taking.facts["unit"], taking.case),
    )
    tell_assigned(item, number=taking.number, at=taking.at)
    return item


def _assign(taking: Taking) -> None:
    _end_lead(taking, AssignmentState.REPLACED)
    lead = _give(taking, AssignmentKind.LEAD)
    taking.facts["unit_name"] = lead.holder
    taking.case.lead_department = lead.department
    taking.case.lead_person = lead.person


def _end_lead(taking: Taking, state: AssignmentState) -> None:
    taking.case.assignments.filter(kind=AssignmentKind.LEAD, state=AssignmentState.OPEN).update(
        state=state, ended_at=taking.at
    )


def _return(taking: Taking) -> None:
    lead = taking.case.assignments.filter(kind=AssignmentKind.LEAD, state=AssignmentState.OPEN).first()
    taking.facts["unit_name"] = lead.holder if lead else ""
    _end_lead(taking, AssignmentState.RETURNED)
    taking.case.lead_department = None
    taking.case.lead_person = None


def _ask_assistance(taking: Taking) -> None:
    taking.facts["unit_name"] = _give(taking, AssignmentKind.ASSIST).holder


def _answer_assistance(taking: Taking) -> None:
    item = taking.case.assignments.select_related("department", "person").get(
        pk=int(taking.facts["assignment"]), state=AssignmentState.OPEN
    )
    item.state = AssignmentState.DONE
    item.ended_at = taking.at
    item.answer = taking.facts["answer"]
    item.save(update_fields=["state", "ended_at", "answer"])
    taking.facts["unit_name"] = item.holder


def _must_have_lead(situation: Situation) -> Label | None:
    case = situation.case
    if case.lead_department_id is None and case.lead_person_id is None:
        return _("案件还没有分办，不需要退回。")
    return None


def _must_have_assists(situation: Situation) -> Label | None:
    return None if _assists(situation.case) else _("没有待反馈的协办。")


def _internal_limit(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    due: date | None = facts.get("internal_due_on")
    limit = situation.case.due_on
    if due and limit and due > limit:
        return {"internal_due_on": _("内部时限不能晚于法定到期日 %(due)s。") % {"due": limit.isoformat()}}
    return {}


def common_steps(open_states: frozenset[str]) -> tuple[Step, ...]:
    """Assigning, returning, asking another unit for help, and its answer; they change no state and no clock."""
    return (
        Step(
            id="assign",
            label=_("分办"),
            says=_("分给%(unit_name)s承办"),
            law=LAW,
            frm=open_states,
            by=GIVES,
            asks=(
                Choice(name="unit", label=_("承办部门或人员"), choices=_units),
                Text(name="what", label=_("办理要求"), required=False, rows=3, most=500),
                Day(
                    name="internal_due_on",
                    label=_("内部时限"),
                    required=False,
                    may_be_future=True,
                    not_before=lambda situation: situation.today,
                ),
            ),
            check=_internal_limit,
            effect=_assign,
            bulk=True,
            is_public=False,
            help=_("已有承办单位的，改为新的承办单位（转办）。"),
        ),
        Step(
            id="return_assignment",
            label=_("退回分办"),
            says=_("%(unit_name)s退回：%(reason)s"),
            law=LAW,
            frm=open_states,
            by=HANDLERS,
            asks=(Text(name="reason", label=_("退回理由"), rows=3, most=500),),
            conditions=(_must_have_lead,),
            effect=_return,
            is_public=False,
        ),
        Step(
            id="ask_assistance",
            label=_("请求协办"),
            says=_("请%(unit_name)s协办：%(what)s"),
            law=LAW,
            frm=open_states,
            by=HANDLERS,
            asks=(
                Choice(name="unit", label=_("协办部门或人员"), choices=_units),
                Text(name="what", label=_("需要协助的事项"), rows=3, most=500),
                Day(
                    name="internal_due_on",
                    label=_("反馈时限"),
                    may_be_future=True,
                    not_before=lambda situation: situation.today,
                ),
            ),
            check=_internal_limit,
            effect=_ask_assistance,
            is_public=False,
        ),
        Step(
            id="answer_assistance",
            label=_("反馈协办意见"),
            says=_("%(unit_name)s反馈：%(answer)s"),
            law=LAW,
            frm=open_states,
            by=HANDLERS,
            asks=(
                Choice(name="assignment", label=_("协办"), choices=_open_assists),
                Text(name="answer", label=_("意见"), rows=5, most=4000),
            ),
            conditions=(_must_have_assists,),
            effect=_answer_assistance,
            is_public=False,
        ),
    )
