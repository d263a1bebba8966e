"""The one door through which a case changes: open it, take a step, undo a step.

Check, write, append the step to the chain, compute the clock anew, enter it in the ledger — all in one
transaction. The web, the API, an import and the worker come through here alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.archive.package import START
from yangguang.cases.actor import Actor, ActorKind
from yangguang.cases.forms import checked_facts
from yangguang.cases.models import Case, CaseStep
from yangguang.cases.models.case import ClockState
from yangguang.cases.numbering import take_number
from yangguang.cases.permissions import roles_in_case
from yangguang.cases.procedure import Procedure, Step
from yangguang.cases.refused import Conflict, NotAllowed, Refused, WrongFacts
from yangguang.cases.situation import Situation, Taking, event_of
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.law.clock import Clock, ClockStatus
from yangguang.law.errors import LawError
from yangguang.law.workdays import WorkCalendar
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Agency

STEP_TAKEN = kinds.declare("cases.step_taken", gettext_lazy("%(number)s %(label)s（第 %(step)s 步）"))
STEP_UNDONE = kinds.declare("cases.step_undone", gettext_lazy("%(number)s 撤销第 %(undoes)s 步：%(reason)s"))
UNDO = "undo"

_CLOCK_STATES = {
    ClockStatus.NOT_STARTED: ClockState.NOT_STARTED,
    ClockStatus.RUNNING: ClockState.RUNNING,
    ClockStatus.OVERDUE: ClockState.RUNNING,  # being late is a matter of the day one looks, not of the case
    ClockStatus.PAUSED: ClockState.PAUSED,
    ClockStatus.ANSWERED: ClockState.STOPPED,
    ClockStatus.CLOSED: ClockState.STOPPED,
}


def situation_of(case: Case, at: datetime, calendar: WorkCalendar | None = None) -> Situation:
    """The case with its steps, as of the office's day of ``at``; with the calendar in force unless one is given."""
    steps = list(case.steps.order_by("number"))
    return Situation(case, steps, timezone.localdate(at), calendar or calendar_in_force())


@transaction.atomic
def open_case(
    procedure: Procedure,
    agency: Agency,
    *,
    title: str,
    step_id: str,
    facts: Mapping[str, Any],
    by: Actor,
    at: datetime,
    arrived_at: datetime | None = None,
    received_on: date | None = None,
    category: str = "",
    make_own: Callable[[Case], object] | None = None,
) -> Case:
    """Open a case with its first step and give it a number.

    ``make_own`` writes the procedure's own record for the case, before the first step is checked; it is part
    of the same transaction, so that nobody ever holds a receipt for half a case.
    """
    step = procedure.step(step_id)
    if step.frm:
        raise ValueError(f"{step_id} does not open a case")
    arrived = arrived_at or at
    year = timezone.localdate(arrived).year
    case = Case(
        agency=agency,
        procedure_id=procedure.id,
        year=year,
        title=title,
        state_id=_first_state(step),
        arrived_at=arrived,
        received_on=received_on,
        category=category,
        last_hash=START,
        created_at=at,
        changed_at=at,
    )
    _check_may(case, step, by)
    situation = Situation(case, [], timezone.localdate(at), calendar_in_force())
    # from here on the next applicant waits for this transaction
    case.serial = take_number(agency, procedure.id, year)
    case.number = f"{procedure.prefix}{agency.pk}-{year}-{case.serial:05d}"
    case.save(force_insert=True)
    if make_own:
        make_own(case)
    _carry_out(situation, step, dict(facts), by, at, letter_id=None)
    return case


def _first_state(step: Step) -> str:
    if not isinstance(step.to, str):
        raise ValueError(f"opening step {step.id} must lead to one state")
    return step.to


def take(
    case: Case,
    step_id: str,
    *,
    facts: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: int | None = None,
    letter_id: int | None = None,
) -> CaseStep:
    """Take a step. ``version`` is what the person saw: a case changed since is refused with :class:`Conflict`.
    Raises :class:`Refused` or one of its kinds; then nothing has changed.
    """
    with transaction.atomic():
        fresh = locked(case.pk, _met(case, step_id, facts))
        step = _step_of(fresh, step_id)
        _check_may(fresh, step, by)
        _check_version(fresh, version)
        situation = situation_of(fresh, at)
        refusal = why_not(situation, step)
        if refusal:
            raise Refused(refusal)
        # what is taken over from an older register had its letters written there
        if step.paper and letter_id is None and by.kind is not ActorKind.IMPORT:
            raise Refused(_("这一步要发出文书，请先拟制文书，经审签后发出。"))
        return _carry_out(situation, step, dict(facts), by, at, letter_id=letter_id)


def bring_along(taking: Taking, case_id: int, step_id: str, facts: Mapping[str, Any]) -> CaseStep:
    """Take a step of another case that the step in hand brings with it: same actor, moment and letter.

    Belongs into the effect of the step in hand, which has locked both (:func:`locked`). Raises :class:`Refused`; then
    nothing has changed in either.
    """
    other = locked(case_id)
    step = _step_of(other, step_id)
    if not step.brought:
        raise ValueError(f"{step_id} is taken by itself")
    situation = situation_of(other, taking.at)
    refusal = why_not(situation, step)
    if refusal:
        raise Refused(_("%(number)s：%(why)s") % {"number": other.number, "why": refusal})
    return _carry_out(situation, step, dict(facts), taking.actor, taking.at, letter_id=taking.letter_id)


def carry_over(case: Case, steps: Iterable[CaseStep], *, by: Actor, at: datetime) -> None:
    """Give a case that was split off what had happened before: each step anew, with its day, facts and letter.

    State and clock follow from them as they did in the other case; what a step had done to that case's own record
    is not done again. Belongs into the transaction that opens the case.
    """
    for old in steps:
        declared = case.procedure.step(old.step_id)
        situation = situation_of(case, at)
        frm, due_before = case.state_id, case.due_on
        case.state_id = old.to
        events = [*situation.events, event_of(declared, old.facts)] if declared.clock else situation.events
        _set_clock(case, situation, events)
        _append(
            case,
            by,
            at,
            step_id=old.step_id,
            frm=frm,
            to=case.state_id,
            on=old.on,
            facts={**old.facts, "carried_from": _place(old)},
            due_before=due_before,
            letter_id=old.letter_id,
            label=str(declared.label),
            hidden={item.name for item in declared.asks if item.is_personal},
        )


def locked(case_id: int, met: Iterable[int] = ()) -> Case:
    """The case as it stands now, held until the end of the transaction.

    Held with it are those that follow it and those that its step is to meet, all in the order of their keys: of two
    who take two cases into each other at one moment one waits, instead of each for the other.
    """
    wanted = Q(pk=case_id) | Q(lead_case=case_id) | Q(pk__in=list(met))
    held = Case.objects.select_for_update(of=("self",)).select_related("agency").filter(wanted).order_by("pk")
    for case in held:
        if case.pk == case_id:
            return case
    raise Case.DoesNotExist


def _met(case: Case, step_id: str, facts: Mapping[str, Any]) -> list[int]:
    """The other case that a fact of the step names; whether it fits is for the step to say."""
    meets = case.procedure.step(step_id).meets if case.procedure.has_step(step_id) else ""
    if not meets:
        return []
    others = Case.objects.filter(agency=case.agency_id, number=str(facts.get(meets, ""))[:40])
    return list(others.values_list("pk", flat=True))


def why_not(situation: Situation, step: Step) -> str:
    """Why the step cannot be taken now, whoever asks; empty when it can."""
    case = situation.case
    if case.state_id not in step.frm:
        return _("案件现在的状态是“%(state)s”，不能“%(step)s”。") % {
            "state": case.state.label,
            "step": step.label,
        }
    if step.once and situation.has(step.id):
        return _("“%(step)s”只能办一次，已于 %(on)s 办过（%(law)s）。") % {
            "step": step.label,
            "on": situation.taken(step.id)[-1].on.isoformat(),
            "law": step.law,
        }
    for condition in step.conditions:
        sentence = condition(situation)
        if sentence:
            return str(sentence)
    return ""


def _step_of(case: Case, step_id: str) -> Step:
    if not case.procedure.has_step(step_id):
        raise Refused(_("没有这个步骤。"))
    return case.procedure.step(step_id)


def may_take(case: Case, step: Step, by: Actor) -> bool:
    """Whether this actor's standing allows the step; says nothing of the case's state."""
    if step.brought:
        return False
    if by.kind is ActorKind.APPLICANT:
        return step.by_applicant
    if by.kind is ActorKind.CLOCK:
        return step.by_clock
    if by.kind is ActorKind.IMPORT:
        return True
    return by.person is not None and bool(roles_in_case(by.person, case) & step.by)


def _check_may(case: Case, step: Step, by: Actor) -> None:
    if not may_take(case, step, by):
        raise NotAllowed(
            _("您在%(agency)s的角色不能“%(step)s”。需要的角色：%(roles)s。")
            % {
                "agency": case.agency,
                "step": step.label,
                "roles": "、".join(sorted(str(role.label) for role in step.by)) or "—",
            }
        )


def _check_version(case: Case, version: int | None) -> None:
    if version is not None and case.version != version:
        last = case.steps.order_by("-number").first()
        raise Conflict(
            _(
                "您打开页面以后，%(who)s在 %(time)s 办理过这个案件。您填写的内容还在，请先看现在的情况，再决定是否继续。"
            )
            % {
                "who": last.actor_label if last else "",
                "time": timezone.localtime(case.changed_at).strftime("%H:%M:%S"),
            }
        )


def _carry_out(
    situation: Situation, step: Step, facts: dict[str, Any], by: Actor, at: datetime, *, letter_id: int | None
) -> CaseStep:
    case = situation.case
    kept = checked_facts(step, situation, facts)
    on = kept.get(step.day) or situation.today
    number = case.steps_count + 1
    taking = Taking(case, step, kept, by, on, at, situation, number=number, letter_id=letter_id)
    frm = case.state_id if situation.steps else ""
    due_before = case.due_on
    if step.to is not None:
        case.state_id = step.to if isinstance(step.to, str) else step.to(situation, kept)
    if step.effect:
        step.effect(taking)
    events = [*situation.events, event_of(step, kept)] if step.clock else situation.events
    _set_clock(case, situation, events, blame=step)
    return _append(
        case,
        by,
        at,
        step_id=step.id,
        frm=frm,
        to=case.state_id,
        on=on,
        facts=kept,
        due_before=due_before,
        letter_id=letter_id,
        label=str(step.label),
        hidden={item.name for item in step.asks if item.is_personal},
    )


def compute_clock(case: Case, situation: Situation, events: list[Any]) -> Clock | None:
    """The legal clock for these events; nothing while receipt is not confirmed."""
    if case.received_on is None:
        return None
    in_order = sorted(events, key=lambda event: event.on)
    return case.procedure.clock(case.received_on, in_order, situation.calendar)


def _set_clock(case: Case, situation: Situation, events: list[Any], *, blame: Step | None = None) -> None:
    """Write what follows from the events into the case; days that cannot be so are refused."""
    try:
        clock = compute_clock(case, situation, events)
    except LawError as error:
        if blame is None or not blame.clock:
            raise Refused(str(error)) from error
        raise WrongFacts({blame.day: [str(error)]}) from error
    put_clock(case, clock)


def put_clock(case: Case, clock: Clock | None) -> None:
    """Let the case's columns say what the clock says."""
    case.is_open = case.state.is_open
    if clock is None:
        case.due_on = case.next_on = None
        case.is_provisional, case.clock_state = False, ClockState.NOT_STARTED
        return
    case.due_on = clock.due
    case.next_on = _next_on(clock) if case.is_open else None
    case.is_provisional = clock.provisional
    case.clock_state = _CLOCK_STATES[clock.status] if case.is_open else ClockState.STOPPED


def _next_on(clock: Clock) -> date | None:
    """The due date; while there is none, the last day on the way that is still open: to correct, to pay, to reply."""
    if clock.due is not None:
        return clock.due
    return max((limit.due for limit in clock.limits if limit.done_on is None), default=None)


def _append(
    case: Case,
    by: Actor,
    at: datetime,
    *,
    label: str,
    facts: dict[str, Any],
    hidden: set[str],
    undoes: int | None = None,
    **fields: Any,
) -> CaseStep:
    """Add a step to the chain, save the case and enter the act in the ledger."""
    plain = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    step = CaseStep(
        case=case,
        number=case.steps_count + 1,
        actor_kind=by.kind,
        actor_id=by.person.pk if by.person else None,
        actor_name=by.name,
        entered_at=at,
        facts=plain,
        due_after=case.due_on,
        undoes=undoes,
        previous=case.last_hash,
        **fields,
    )
    step.hash = step.sealed()
    step.save(force_insert=True)
    case.steps_count = step.number
    case.last_hash = step.hash
    case.version += 1
    case.changed_at = at
    case.save()
    told = {name: value for name, value in plain.items() if name not in hidden}
    record(
        STEP_UNDONE if undoes else STEP_TAKEN,
        case,
        by=by.person,
        agency=case.agency,
        at=at,
        number=case.number,
        label=label,
        step=step.number,
        undoes=undoes,
        reason=told.get("reason", ""),
        actor=by.name,
        facts=told,
        hash=step.hash,
    )
    return step


def why_not_undo(situation: Situation, by: Actor) -> str:
    """Why the last step cannot be taken back; empty when it can."""
    last = situation.counting[-1] if situation.counting else None
    if last is None or not situation.procedure.has_step(last.step_id):
        return _("没有可以撤销的步骤。")
    declared = situation.procedure.step(last.step_id)
    if not declared.may_undo:
        return _("“%(step)s”已经对外生效，不能撤销。") % {"step": declared.label}
    if last.letter_id is not None:
        return _("“%(step)s”已发出文书，不能撤销。") % {"step": declared.label}
    if not may_take(situation.case, declared, by):
        return _("只有能办理“%(step)s”的人可以撤销它。") % {"step": declared.label}
    return _why_others_rest_on(last, declared)


def _why_others_rest_on(last: CaseStep, declared: Step) -> str:
    """Why taking the step back would contradict another case; empty where none rests on it."""
    if "carried_from" in last.facts:
        return _("“%(step)s”是拆分时从 %(source)s 带来的，不能在这里撤销。") % {
            "step": declared.label,
            "source": last.facts["carried_from"],
        }
    carried = CaseStep.objects.filter(facts__carried_from=_place(last), case__links__to=last.case_id)
    part = carried.select_related("case").first()
    if part is not None:
        return _("“%(step)s”已经带入拆出的 %(part)s，不能撤销。") % {
            "step": declared.label,
            "part": part.case.number,
        }
    return str(declared.why_not_undo(last)) if declared.why_not_undo else ""


def _place(step: CaseStep) -> str:
    """How a case that was split off names the step that it took along."""
    return f"{step.case.number} #{step.number}"


def undo(case: Case, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> CaseStep:
    """Take back the last step that counts, where it had no effect outside the house. The step stays in the chain."""
    reason = reason.strip()
    if not reason:
        raise WrongFacts({"reason": [_("请写明为什么撤销。")]})
    with transaction.atomic():
        fresh = locked(case.pk)
        _check_version(fresh, version)
        situation = situation_of(fresh, at)
        refusal = why_not_undo(situation, by)
        if refusal:
            raise Refused(refusal)
        last = situation.counting[-1]
        due_before, frm = fresh.due_on, fresh.state_id
        fresh.state_id = last.frm
        declared = fresh.procedure.step(last.step_id)
        if declared.undo_effect:
            declared.undo_effect(fresh, last)
        remaining = Situation(fresh, situation.counting[:-1], situation.today, situation.calendar)
        _set_clock(fresh, remaining, remaining.events)
        return _append(
            fresh,
            by,
            at,
            step_id=UNDO,
            frm=frm,
            to=fresh.state_id,
            on=situation.today,
            facts={"reason": reason[:500]},
            due_before=due_before,
            letter_id=None,
            undoes=last.number,
            label=_("撤销"),
            hidden=set(),
        )
