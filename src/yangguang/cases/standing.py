"""What somebody can do with a case now, and what not and why; and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Q, When
from django.db.models import Case as Choice

from yangguang.cases.assigning import GIVES
from yangguang.cases.engine import why_not
from yangguang.cases.listing import CaseSets
from yangguang.cases.models import Assignment, AssignmentState, Case
from yangguang.cases.models.case import SEES_AGENCY, SEES_ASSIGNED
from yangguang.cases.procedure import Phase, Step, procedures
from yangguang.cases.situation import Situation
from yangguang.offices.models import Person
from yangguang.offices.roles import Role


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that a person's role allows, and why it cannot be taken now where it cannot."""

    step: Step
    reason: str

    @property
    def may(self) -> bool:
        """Whether it can be taken now."""
        return not self.reason


def offers(situation: Situation, roles: frozenset[Role]) -> Iterator[Offer]:
    """The steps that these roles allow, as declared; those that open a case or are taken already are left out."""
    for step in situation.procedure.steps:
        if step.frm and step.by & roles:
            yield Offer(step, why_not(situation, step))


def states_of(*phases: Phase) -> Q:
    """Cases that stand in a state of one of these phases, whatever their procedure."""
    wanted = Q(pk__in=())
    for procedure in procedures():
        ids = [state.id for state in procedure.states if state.phase in phases]
        wanted |= Q(procedure_id=procedure.id, state_id__in=ids)
    return wanted


def waiting_for(person: Person, today: date) -> CaseSets:
    """Cases in which the next move is this person's.

    The office's turn it is when the state says so, or when the time in which somebody else was waited for is
    over. Among those: what the person or their department leads, what nobody has been given yet and they
    give out or handle, and every question to them or their department that is unanswered, whoever's turn it is.
    """
    held = person.held
    departments = {m.department_id for m in held if m.role in SEES_ASSIGNED and m.department_id}
    gives = {m.agency_id for m in held if m.role in GIVES}
    gives |= {m.agency_id for m in held if m.role == Role.DRAFTER and m.department_id is None}
    turn = Q(is_turn=True)
    whose = [Q(lead_person=person)]
    if departments:
        whose.append(Q(lead_department__in=departments, lead_person__isnull=True))
    if gives:
        whose.append(Q(agency__in=gives, lead_person__isnull=True, lead_department__isnull=True))
    asked = Assignment.objects.filter(Q(person=person) | Q(person__isnull=True, department__in=departments))
    asked = asked.filter(kind="assist", state=AssignmentState.OPEN)
    others = Q(pk__in=asked.values("case")) & ~(turn & reduce(or_, whose))
    seen = Case.objects.visible_to(person).open().alias(is_turn=_is_turn(today))
    return CaseSets((*(seen.filter(turn & one) for one in whose), seen.filter(others)))


def _is_turn(today: date) -> Choice:
    """Whether the office has the next move; as one value, for the index to be used is that of *whose* case it is.

    Given the two conditions PostgreSQL takes the index of states and reads all open cases of the office.
    """
    turn = states_of(Phase.OFFICE) | Q(next_on__lt=today)
    return Choice(When(turn, then=True), default=False, output_field=BooleanField())


def waits_for_others(today: date) -> Q:
    """Open cases in which somebody outside has the next move and still has time."""
    over = Q(next_on__isnull=False, next_on__lt=today)
    return Q(is_open=True) & states_of(Phase.APPLICANT, Phase.OTHERS) & ~over


def agencies_handled(person: Person) -> set[int]:
    """The agencies in whose cases the person has something to do, not only to read."""
    return {held.agency_id for held in person.held if held.role in SEES_AGENCY | SEES_ASSIGNED}
