"""Who handles a case: the lead unit and those that assist (承办、协办)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models.case import Case
from yangguang.offices.models import Department


class AssignmentKind(models.TextChoices):
    """What the unit has to do."""

    LEAD = "lead", _("承办")
    ASSIST = "assist", _("协办")
    ADMITTED = "admitted", _("准许参与")


class AssignmentState(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("办理中")
    DONE = "done", _("已反馈")
    RETURNED = "returned", _("已退回")
    REPLACED = "replaced", _("已转办")


class Assignment(models.Model):
    """A case given to a department, a person, or a person of a department, with an internal limit."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments", verbose_name=_("案件"))
    kind = models.CharField(_("分工"), max_length=8, choices=AssignmentKind)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("部门")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("人员"),
    )
    what = models.CharField(_("要求"), max_length=500, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=AssignmentState, default=AssignmentState.OPEN)
    internal_due_on = models.DateField(_("内部时限"), null=True, blank=True)
    given_at = models.DateTimeField(_("分办时间"))
    given_by_name = models.CharField(_("分办人"), max_length=150)
    ended_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)
    answer = models.TextField(_("反馈内容"), blank=True)

    class Meta:
        verbose_name = _("分办")
        verbose_name_plural = _("分办")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="lead", state="open"),
                name="one_open_lead_per_case",
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(person__isnull=False), name="assigned_to_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state"], name="assignment_department"),
            models.Index(fields=["person", "state"], name="assignment_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.holder}"

    @property
    def holder(self) -> str:
        """Who has it, in words."""
        return " · ".join(str(part) for part in (self.department, self.person) if part)
