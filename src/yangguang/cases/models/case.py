"""A case: what the worklist shows of it. Everything here follows from the steps and is written by the engine only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yangguang.cases.procedure import Procedure, State
from yangguang.cases.procedure import procedure as procedure_named
from yangguang.offices.models import Agency, Department, Membership, Person
from yangguang.offices.roles import SEES_BELOW, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

SEES_AGENCY = frozenset({Role.DISCLOSURE_OFFICE, Role.CHECKER, Role.SIGNER, Role.LEADER})
"""Roles that read every case of their agency. An administrator reads none: setting up is not handling."""
SEES_ASSIGNED = frozenset({Role.DRAFTER, Role.SECRECY_OFFICE})
"""Roles that read what is given to them or to their department; those without a department, the agency's."""
SEES_RESTRICTED = frozenset({Role.DISCLOSURE_OFFICE, Role.LEADER})
"""Roles that read a restricted case of their agency; all others only one that was given to them by name."""


OPEN = Q(is_open=True)
"""Indexes of open cases hold no others: they stay small, and SQLite uses no column of truth values."""
UNASSIGNED = OPEN & Q(lead_person__isnull=True, lead_department__isnull=True)


class ClockState(models.TextChoices):
    """What the legal clock of a case does."""

    NOT_STARTED = "not_started", _("未起算")
    RUNNING = "running", _("计时中")
    PAUSED = "paused", _("停表")
    STOPPED = "stopped", _("已停止")


def _agencies(held: Iterable[Membership]) -> set[int]:
    return {membership.agency_id for membership in held}


class CaseQuerySet(models.QuerySet["Case"]):
    """Sets of cases that a clerk would name."""

    def visible_to(self, user: Person | AnonymousUser) -> CaseQuerySet:
        """Cases whose papers this person may read; see :data:`SEES_AGENCY` and :data:`SEES_ASSIGNED`.

        Of restricted cases fewer: see :data:`SEES_RESTRICTED`.
        """
        if not isinstance(user, Person) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        held = user.held
        whole = {m.agency_id for m in held if m.role in SEES_AGENCY}
        whole |= {m.agency_id for m in held if m.role in SEES_ASSIGNED and m.department_id is None}
        departments = {m.department_id for m in held if m.role in SEES_ASSIGNED and m.department_id}
        seen = Q(agency__in=whole)
        tops = [m.agency for m in held if m.role in SEES_BELOW]
        if tops:
            seen |= Q(agency__in=Agency.objects.within(tops).values("pk"))
        agencies = {m.agency_id for m in held if m.role in SEES_ASSIGNED}
        from yangguang.cases.models.assignment import Assignment

        if departments:
            mine = Assignment.objects.filter(Q(department__in=departments) | Q(person=user))
            seen |= Q(agency__in=agencies, pk__in=mine.values("case"))
        kept_close = {m.agency_id for m in held if m.role in SEES_RESTRICTED}
        if whole <= kept_close and not tops and not departments:
            return self.filter(seen)
        by_name = Assignment.objects.filter(person=user, case__is_restricted=True).values("case")
        return self.filter(seen).filter(
            Q(is_restricted=False) | Q(agency__in=kept_close) | Q(pk__in=by_name, agency__in=_agencies(held))
        )

    def open(self) -> CaseQuerySet:
        """Those in which something is still to be done."""
        return self.filter(is_open=True)

    def overdue(self, on: date) -> CaseQuerySet:
        """Open cases whose limit has passed before ``on``. ``next_on`` is the limit then, and indexed."""
        return self.filter(is_open=True, clock_state=ClockState.RUNNING, due_on__lt=on, next_on__lt=on)

    def of(self, procedure: Procedure) -> CaseQuerySet:
        """Those of one procedure."""
        return self.filter(procedure_id=procedure.id)


class Case(models.Model):
    """One matter under one procedure.

    ``received_on`` is the legal day 0, missing until receipt is confirmed. ``due_on`` is the last day of
    the limit in force, missing while the law lets the clock begin anew later; ``next_on`` is the day to look
    at the case at the latest: the due date, or the last day on which somebody else is waited for.
    ``is_provisional`` says that a year without published arrangement lies before these days.
    ``category`` is what the procedure's statistics are divided by: the kind of applicant of a request.
    ``lead_case`` is the case with which this one is answered (并案办理), for as long as it is and ever after.
    ``version`` grows with every act and tells two people who work at once apart. ``is_restricted`` keeps the case
    to few; its procedure sets it.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases", verbose_name=_("机关"))
    procedure_id = models.CharField(_("程序"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年度"))
    serial = models.PositiveIntegerField(_("序号"))
    number = models.CharField(_("编号"), max_length=40, unique=True)
    title = models.CharField(_("事由"), max_length=200)
    state_id = models.CharField(_("状态"), max_length=24)
    is_open = models.BooleanField(_("未办结"), default=True)
    arrived_at = models.DateTimeField(_("到达时间"))
    received_on = models.DateField(_("收到之日"), null=True, blank=True)
    due_on = models.DateField(_("到期日"), null=True, blank=True)
    next_on = models.DateField(_("下一时限"), null=True, blank=True)
    is_provisional = models.BooleanField(_("到期日待定"), default=False)
    is_restricted = models.BooleanField(_("限制知悉范围"), default=False)
    clock_state = models.CharField(
        _("计时"), max_length=12, choices=ClockState, default=ClockState.NOT_STARTED
    )
    lead_department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("承办部门")
    )
    lead_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="lead_cases",
        verbose_name=_("承办人"),
    )
    category = models.CharField(_("统计分类"), max_length=24, blank=True)
    lead_case = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("主案")
    )
    outcome_id = models.CharField(_("办理结果"), max_length=40, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    last_hash = models.CharField(max_length=64, editable=False)
    steps_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(_("修改次数"), default=0)
    created_at = models.DateTimeField(_("登记时间"))
    changed_at = models.DateTimeField(_("最后变动"))

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "procedure_id", "year", "serial"], name="case_serial_once"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(due_on__gte=F("received_on")),
                name="case_due_after_receipt",
            ),
        ]
        indexes = [
            # the worklist: open cases by their limit; of an agency, a person, a department, nobody yet
            models.Index(fields=["agency", "next_on", "id"], name="case_worklist", condition=OPEN),
            models.Index(fields=["lead_person", "next_on", "id"], name="case_lead_person", condition=OPEN),
            models.Index(
                fields=["lead_department", "next_on", "id"], name="case_lead_department", condition=OPEN
            ),
            models.Index(fields=["agency", "next_on", "id"], name="case_unassigned", condition=UNASSIGNED),
            # the front page: how many stand in which state
            models.Index(fields=["agency", "procedure_id", "state_id"], name="case_states", condition=OPEN),
            models.Index(fields=["agency", "procedure_id", "-id"], name="case_register"),
            # statistics: everything that a year's figures ask, so that the table itself is not read
            models.Index(
                fields=["agency", "procedure_id", "closed_on", "category", "outcome_id", "received_on"],
                name="case_counting",
            ),
            # alerts and recomputing look over the whole house
            models.Index(fields=["next_on", "id"], name="case_open_next", condition=OPEN),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def procedure(self) -> Procedure:
        """The declaration this case follows."""
        return procedure_named(self.procedure_id)

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.procedure.state(self.state_id)


class DueChange(models.Model):
    """A due date that moved although nobody acted: the calendar of a year arrived, or a rule changed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="due_changes", verbose_name=_("案件"))
    before = models.DateField(_("原到期日"), null=True)
    after = models.DateField(_("新到期日"), null=True)
    was_provisional = models.BooleanField(default=False)
    why = models.CharField(_("原因"), max_length=200)
    at = models.DateTimeField(_("时间"))
    seen_at = models.DateTimeField(_("已阅时间"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("到期日变动")
        verbose_name_plural = _("到期日变动")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["case"], name="duechange_unseen", condition=Q(seen_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.before} → {self.after}"
