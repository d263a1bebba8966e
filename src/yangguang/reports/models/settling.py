"""What people settled: corrected and accepted cells, verdicts on findings. Only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.annualreport.model import CellState
from yangguang.reports.composing import Settled
from yangguang.reports.stored import value_from_json


class CorrectionKind(models.TextChoices):
    """What was done with a cell."""

    CORRECT = "correct", _("改正")
    ACCEPT = "accept", _("核实无误")
    UNDO = "undo", _("撤销")


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Sets of corrections."""

    def in_force(self) -> dict[str, Correction]:
        """The last word on each cell, by address; cells whose last word was an undo are left out."""
        last = {correction.path: correction for correction in self.order_by("pk")}
        return {path: item for path, item in last.items() if item.kind != CorrectionKind.UNDO}


class Word(models.Model):
    """What a person says, with who and when; never changed afterwards."""

    created_at = models.DateTimeField(_("时间"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("处理人")
    )

    class Meta:
        abstract = True


class Correction(Word):
    """A person's word on one cell, with the reason.

    ``read`` is what the edition said, ``before`` what was in force, ``after`` what holds from now on,
    each as value and state. The correction holds for every later edition that says ``read`` again.
    """

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="corrections", verbose_name=_("年度报告")
    )
    edition = models.ForeignKey(
        "reports.Edition", models.CASCADE, related_name="corrections", verbose_name=_("版本")
    )
    kind = models.CharField(_("处理"), max_length=8, choices=CorrectionKind)
    path = models.CharField(_("位置"), max_length=120)
    read = models.JSONField(_("识读值"))
    before = models.JSONField(_("原值"))
    after = models.JSONField(_("新值"))
    reason = models.TextField(_("理由"), blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("单元格处理")
        verbose_name_plural = _("单元格处理")
        ordering = ["pk"]
        indexes = [models.Index(fields=["report", "path"], name="correction_report_path")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.path}"

    def settled(self) -> Settled:
        """The fact for composing the report in force."""
        return Settled(
            self.path,
            self.read,
            self.after,
            value_from_json(self.after["value"]),
            CellState(self.after["state"]),
        )


class VerdictKind(models.TextChoices):
    """What a person says about a finding."""

    CONFIRMED = "confirmed", _("确认有误")
    EXPLAINED = "explained", _("有合理原因")
    FALSE_ALARM = "false_alarm", _("误报")
    REVOKED = "revoked", _("撤销结论")


SETTLING = frozenset({VerdictKind.EXPLAINED, VerdictKind.FALSE_ALARM})
"""Verdicts after which a finding no longer stands open."""


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Sets of verdicts."""

    def in_force(self) -> dict[str, Verdict]:
        """The last verdict on each finding, by its identity; revoked ones are left out."""
        last = {verdict.finding: verdict for verdict in self.order_by("pk")}
        return {key: item for key, item in last.items() if item.kind != VerdictKind.REVOKED}


class Verdict(Word):
    """A person's word on one finding.

    ``finding`` is :func:`yangguang.reports.composing.identity`: rule, place, figures and quote. The
    verdict stays through reruns and re-imports and falls away by itself when a figure changes.
    ``said`` keeps the finding's sentence as it was at that time, for the history.
    """

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="verdicts", verbose_name=_("年度报告")
    )
    finding = models.CharField(_("核对结果标识"), max_length=64)
    rule = models.CharField(_("规则"), max_length=8)
    where = models.CharField(_("位置"), max_length=120, blank=True)
    said = models.TextField(_("核对结果"), blank=True)
    kind = models.CharField(_("结论"), max_length=12, choices=VerdictKind)
    text = models.TextField(_("说明"), blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("核对结论")
        verbose_name_plural = _("核对结论")
        ordering = ["pk"]
        indexes = [models.Index(fields=["report", "finding"], name="verdict_report_finding")]

    def __str__(self) -> str:
        return f"{self.rule} {self.where} {self.get_kind_display()}"

    @property
    def settles(self) -> bool:
        """Whether the finding no longer stands open."""
        return self.kind in SETTLING
