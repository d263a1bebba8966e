"""What happened in a case: append-only and chained by hashes, from the first step to the last."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.archive.package import seal
from yangguang.cases.actor import ActorKind
from yangguang.cases.models.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterable


class Immutable(TypeError):
    """A step was to be changed or removed."""


class CaseStepQuerySet(models.QuerySet["CaseStep"]):
    """Steps; the methods that would rewrite them are closed (and the database refuses too)."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable("steps are never changed")

    def delete(self) -> NoReturn:
        raise Immutable("steps are never removed")


class CaseStep(models.Model):
    """One step that was taken.

    ``on`` is the legal day on which it happened, ``entered_at`` when the house learned of it. ``facts`` is
    what was filled in. ``undoes`` names the number of a step that this one takes back. Names are kept as
    they were; the acting person is a plain number, so that a step outlives whom it speaks of.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", verbose_name=_("案件"))
    number = models.PositiveIntegerField(_("序号"))
    step_id = models.CharField(_("步骤"), max_length=40)
    frm = models.CharField(_("原状态"), max_length=24, blank=True)
    to = models.CharField(_("状态"), max_length=24)
    actor_kind = models.CharField(_("操作者类别"), max_length=10, choices=ActorKind)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("操作者"), max_length=150)
    on = models.DateField(_("发生日期"))
    entered_at = models.DateTimeField(_("记入时间"))
    facts = models.JSONField(_("内容"), default=dict, encoder=DjangoJSONEncoder)
    due_before = models.DateField(_("原到期日"), null=True)
    due_after = models.DateField(_("新到期日"), null=True)
    letter_id = models.BigIntegerField(_("文书"), null=True)
    undoes = models.PositiveIntegerField(_("撤销的步骤"), null=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(_("校验值"), max_length=64)

    objects = CaseStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理步骤")
        verbose_name_plural = _("办理步骤")
        ordering = ["case", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_step_number_once")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.step_id}"

    @property
    def actor_label(self) -> str:
        """Who acted, in the reader's language where it is not a name."""
        if self.actor_kind in (ActorKind.APPLICANT, ActorKind.CLOCK):
            return str(ActorKind(self.actor_kind).label)
        return self.actor_name

    def said(self) -> list[Any]:
        """What the hash is taken over: everything in the step, and last the hash of the step before."""
        return [
            *(self.case.number, self.number, self.step_id, self.frm, self.to),
            *(self.actor_kind, self.actor_id, self.actor_name, self.on.isoformat()),
            self.entered_at.astimezone(UTC).isoformat(timespec="microseconds"),
            json.loads(json.dumps(self.facts, cls=DjangoJSONEncoder)),
            self.due_before.isoformat() if self.due_before else None,
            self.due_after.isoformat() if self.due_after else None,
            *(self.letter_id, self.undoes, self.previous),
        ]

    def sealed(self) -> str:
        """The hash that this step ought to have."""
        return seal(self.said())

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable("steps are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable("steps are never removed")


def in_force(steps: Iterable[CaseStep]) -> list[CaseStep]:
    """The steps that count: without those that were undone and without the undoing itself."""
    every = list(steps)
    undone = {step.undoes for step in every if step.undoes is not None}
    return [step for step in every if step.undoes is None and step.number not in undone]
