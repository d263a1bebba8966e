"""A procedure as a declaration: its states and steps, each with the rule it implements.

Buttons, forms, checks, timeline, permissions, diagram and tests are read from here. A room declares its
:class:`Procedure` once and registers it; the engine (:mod:`yangguang.cases.engine`) takes the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from yangguang.cases.inputs import Input
from yangguang.law.clock import Clock, Event
from yangguang.law.workdays import WorkCalendar
from yangguang.offices.roles import Role

if TYPE_CHECKING:
    from yangguang.cases.models import Case, CaseStep
    from yangguang.cases.situation import Situation, Taking

Label = str | Promise
Facts = Mapping[str, Any]
Condition = Callable[["Situation"], Label | None]
"""Says why the step cannot be taken now, or nothing."""


class Phase(StrEnum):
    """Whom a case waits for in a state."""

    OFFICE = "office"
    APPLICANT = "applicant"
    OTHERS = "others"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class State:
    """Where a case can stand."""

    id: str
    label: Label
    phase: Phase
    public_label: Label = ""
    """What the applicant reads; the label itself where nothing else is said."""

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.phase is not Phase.NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that can be done with a case.

    ``frm`` are the states in which it may be taken, ``to`` where it leads: a state, a function of the
    situation and the facts, or nothing when the state stays. ``by`` are the roles of staff that may take it.
    ``clock`` names the event that the legal clock learns, on the day given as fact ``day``.
    ``paper`` is the code of the letter that the step issues: such a step is prepared first, its letter
    goes through the review chain, and the step is taken when the letter leaves the house. ``approved_by``
    are roles of which one must be among those who approved. ``served`` is the step that the proof of the letter's
    delivery takes by itself, where the law counts from its receipt. ``law`` cites the rule. ``brought`` is a step that
    nobody takes by itself: a step of another case brings it along (:func:`yangguang.cases.engine.bring_along`).
    ``meets`` names the fact with the number of a case that the step brings along.
    ``ref`` and ``until`` name the facts that the clock's event carries along. ``brings`` is the kind of file that may
    come with the step.
    """

    id: str
    label: Label
    says: Label
    law: Label
    frm: frozenset[str]
    to: str | Callable[[Situation, Facts], str] | None = None
    by: frozenset[Role] = frozenset()
    by_applicant: bool = False
    by_clock: bool = False
    brought: bool = False
    meets: str = ""
    asks: tuple[Input, ...] = ()
    conditions: tuple[Condition, ...] = ()
    check: Callable[[Situation, Facts], Mapping[str, Label]] | None = None
    """Checks facts against each other and the case: sentences by input name."""
    clock: str = ""
    day: str = "on"
    ref: str = "party"
    until: str = "until"
    paper: str = ""
    served: str = ""
    approved_by: frozenset[Role] = frozenset()
    once: bool = False
    bulk: bool = False
    brings: str = ""
    may_undo: bool = False
    help: Label = ""
    is_grave: bool = False
    """Ends the matter or binds the office: the page asks once more."""
    effect: Callable[[Taking], None] | None = None
    undo_effect: Callable[[Case, CaseStep], None] | None = None
    """Takes the effect back; a step with an effect that may be undone has one."""
    why_not_undo: Callable[[CaseStep], Label] | None = None
    """Why a step that may be undone may not be this time, empty when it may: something else rests on it."""
    is_public: bool = True
    """Whether the applicant sees it in the timeline."""

    def ask(self, name: str) -> Input:
        """The input of this name."""
        return next(item for item in self.asks if item.name == name)


ClockFunction = Callable[[date, Sequence[Event], WorkCalendar], Clock]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A whole procedure. ``prefix`` begins its case numbers, ``clock`` computes the legal limits."""

    id: str
    label: Label
    prefix: str
    law: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    clock: ClockFunction
    case_url: str
    """Name of the workbench address of one case; takes its primary key."""
    new_url: str = ""
    """Name of the workbench address where staff take a case in; empty where none is."""
    model: str
    """Label of the model with this procedure's own data, one to one with the case."""
    outcome_said: Callable[[str], str] = field(default=lambda outcome_id: outcome_id)
    """An outcome's code in words; empty while there is none."""
    alert_days: tuple[int, ...] = (5, 1)
    """Days before a limit, in its own unit, at which the office is reminded."""
    in_calendar_days: bool = False
    """Whether the limits run in calendar days; else in working days."""
    track_url: str = ""
    """Name of the public address of a case that number and query code have opened; empty where none is."""
    code_hash: Callable[[Case], str] | None = None
    """The hash of a case's query code, where it has one."""
    _states: dict[str, State] = field(init=False, repr=False, compare=False, default_factory=dict)
    _steps: dict[str, Step] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._states.update({state.id: state for state in self.states})
        self._steps.update({step.id: step for step in self.steps})
        for problem in self._problems():
            raise ValueError(f"{self.id}: {problem}")

    def _problems(self) -> Iterator[str]:
        if len(self._states) < len(self.states):
            yield "a state is declared twice"
        if len(self._steps) < len(self.steps):
            yield "a step is declared twice"
        for step in self.steps:
            unknown = step.frm - self._states.keys()
            if isinstance(step.to, str) and step.to not in self._states:
                unknown |= {step.to}
            if unknown:
                yield f"step {step.id} names unknown states {sorted(unknown)}"
            if not (step.by or step.by_applicant or step.by_clock or step.brought):
                yield f"step {step.id} may be taken by nobody"
            if step.brought and (step.by or step.by_applicant or step.by_clock or step.paper):
                yield f"step {step.id} is brought along by another case and taken by itself"
            if step.clock and step.day not in {item.name for item in step.asks}:
                yield f"step {step.id} moves the clock without asking for the day"
            if step.may_undo and step.effect and not step.undo_effect:
                yield f"step {step.id} may be undone, but not its effect"
            if not step.law:
                yield f"step {step.id} cites no rule"

    def state(self, id: str) -> State:
        """The state with this id."""
        return self._states[id]

    def step(self, id: str) -> Step:
        """The step with this id; KeyError where there is none."""
        return self._steps[id]

    def has_step(self, id: str) -> bool:
        """Whether there is a step with this id."""
        return id in self._steps

    @property
    def open_states(self) -> frozenset[str]:
        """The ids of states in which something is still to be done."""
        return frozenset(state.id for state in self.states if state.is_open)


_procedures: dict[str, Procedure] = {}


def register(procedure: Procedure) -> Procedure:
    """Make a procedure known to the engine. Twice the same id is an error."""
    if _procedures.setdefault(procedure.id, procedure) is not procedure:
        raise ValueError(f"there is already a procedure {procedure.id!r}")
    return procedure


def procedure(id: str) -> Procedure:
    """The procedure with this id; KeyError where no room has registered it."""
    return _procedures[id]


def procedures() -> tuple[Procedure, ...]:
    """Every procedure of this installation, in the order of registering."""
    return tuple(_procedures.values())
