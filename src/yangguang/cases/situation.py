"""A case as a step sees it: where it stands, what has happened, what day it is. And a step being taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from yangguang.cases.models.step import CaseStep, in_force
from yangguang.law.clock import Clock, Event
from yangguang.law.workdays import WorkCalendar

if TYPE_CHECKING:
    from yangguang.cases.actor import Actor
    from yangguang.cases.models.case import Case
    from yangguang.cases.procedure import Facts, Procedure, Step


@dataclass(frozen=True)
class Situation:
    """Everything that conditions, inputs and the clock may ask. ``today`` is the office's legal day."""

    case: Case
    steps: Sequence[CaseStep]
    today: date
    calendar: WorkCalendar

    @property
    def procedure(self) -> Procedure:
        """The declaration the case follows."""
        return self.case.procedure

    @property
    def began_on(self) -> date:
        """Day 0, or the day of arrival while receipt is not confirmed."""
        from django.utils import timezone

        return self.case.received_on or timezone.localdate(self.case.arrived_at)

    @cached_property
    def counting(self) -> list[CaseStep]:
        """The steps that count, in order: undone ones are out."""
        return in_force(self.steps)

    def taken(self, step_id: str) -> list[CaseStep]:
        """Every time this step was taken and not undone."""
        return [step for step in self.counting if step.step_id == step_id]

    def last(self, step_id: str) -> CaseStep | None:
        """The last time this step was taken."""
        taken = self.taken(step_id)
        return taken[-1] if taken else None

    def has(self, step_id: str) -> bool:
        """Whether this step was taken."""
        return bool(self.taken(step_id))

    @cached_property
    def events(self) -> list[Event]:
        """What the clock learns from the steps, in the order of their legal days."""
        found = []
        for step in self.counting:
            if not self.procedure.has_step(step.step_id):
                continue
            declared = self.procedure.step(step.step_id)
            if declared.clock:
                found.append(event_of(declared, step.facts))
        return sorted(found, key=lambda event: event.on)

    @cached_property
    def clock(self) -> Clock | None:
        """The legal clock as of the steps; nothing while receipt is not confirmed."""
        if self.case.received_on is None:
            return None
        return self.procedure.clock(self.case.received_on, self.events, self.calendar)


def event_of(step: Step, facts: Facts) -> Event:
    """The event that ``step`` tells the clock; facts come as kept (ISO days) or as filled in."""
    days = facts.get("working_days", facts.get("days"))
    return Event(
        step.clock,
        _day(facts[step.day]),
        value=int(days) if days is not None else None,
        ref=str(facts.get(step.ref, "")),
        until=_day(facts[step.until]) if facts.get(step.until) else None,
    )


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


@dataclass
class Taking:
    """A step in the middle of its transaction, for the effect that a procedure declares.

    The effect changes the procedure's own record and may set ``case.outcome_id``, ``case.closed_on`` or
    ``case.received_on``; the engine saves the case afterwards.
    """

    case: Case
    step: Step
    facts: dict[str, Any]
    actor: Actor
    on: date
    at: datetime
    situation: Situation
    number: int
    """The number that this step will have."""
    letter_id: int | None = None
    """The letter that takes the step."""
