"""The steps of a case as people read them, the last one first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases.models import Case, CaseStep
from yangguang.cases.words import step_words


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One step in words."""

    step: CaseStep
    label: str
    words: str
    state: str
    """Where the case stood afterwards, where that changed."""
    law: str
    is_undone: bool
    letter_url: str

    @property
    def is_due_moved(self) -> bool:
        """Whether the step moved the limit."""
        return self.step.due_before != self.step.due_after

    @property
    def is_late_entry(self) -> bool:
        """Whether it was entered on a later day than it happened."""
        return timezone.localdate(self.step.entered_at) > self.step.on


def timeline(
    case: Case, steps: Sequence[CaseStep], *, letter_url: Callable[[int], str] = lambda pk: ""
) -> list[TimelineRow]:
    """Every step, the last one first; those that were taken back are marked."""
    undone = {step.undoes for step in steps if step.undoes is not None}
    return [
        TimelineRow(
            step=step,
            label=label_of(case, step),
            words=words_of(case, step),
            state=str(case.procedure.state(step.to).label) if step.frm != step.to else "",
            law=str(case.procedure.step(step.step_id).law) if case.procedure.has_step(step.step_id) else "",
            is_undone=step.number in undone,
            letter_url=letter_url(step.letter_id) if step.letter_id else "",
        )
        for step in reversed(steps)
    ]


def label_of(case: Case, step: CaseStep) -> str:
    """The step's name."""
    if step.undoes is not None:
        return _("撤销第 %(number)s 步") % {"number": step.undoes}
    return (
        str(case.procedure.step(step.step_id).label)
        if case.procedure.has_step(step.step_id)
        else step.step_id
    )


def words_of(case: Case, step: CaseStep) -> str:
    """What happened, in a sentence."""
    if step.undoes is not None:
        return _("撤销第 %(number)s 步：%(reason)s") % {
            "number": step.undoes,
            "reason": step.facts.get("reason", ""),
        }
    return (
        step_words(case.procedure.step(step.step_id), step) if case.procedure.has_step(step.step_id) else ""
    )
