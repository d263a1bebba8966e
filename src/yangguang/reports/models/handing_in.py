"""A report handed in to the superior: the whole of it, as it stood at that moment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.annualreport.model import AnnualReport
from yangguang.reports import stored
from yangguang.reports.models.figures import LARGE, FigureColumns


class HandInEnd(models.TextChoices):
    """Why what was handed in no longer counts."""

    SUPERSEDED = "superseded", _("已重新报送")
    RETURNED = "returned", _("已退回")


class HandInQuerySet(models.QuerySet["HandIn"]):
    """Sets of what was handed in."""

    def current(self) -> HandInQuerySet:
        """What lies with the superior now."""
        return self.filter(ended_at__isnull=True)

    def light(self) -> HandInQuerySet:
        """Without the large columns, for lists."""
        return self.defer(*LARGE)


class HandIn(FigureColumns):
    """The report as an agency handed it in (报送, 条例第四十九条第一款); never changed, only ended.

    ``content`` is the whole report in force at that moment, as in a publication. ``note`` is what the agency said
    with it; ``ended_reason`` why the superior sent it back, ``findings`` the sentences of what it found wrong.
    """

    report = models.ForeignKey(
        "reports.Report", models.PROTECT, related_name="hand_ins", verbose_name=_("年度报告")
    )
    edition = models.ForeignKey("reports.Edition", models.PROTECT, related_name="+", verbose_name=_("版本"))
    number = models.PositiveIntegerField(_("报送次序"))
    content = models.JSONField(_("报送内容"))
    note = models.TextField(_("说明"), blank=True)
    handed_in_at = models.DateTimeField(_("报送时间"))
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("报送人")
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    ended_as = models.CharField(_("结束方式"), max_length=12, choices=HandInEnd, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("结束人"),
    )
    ended_reason = models.TextField(_("退回理由"), blank=True)
    findings = models.JSONField(_("指出的问题"), default=list, blank=True)

    objects = HandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("报送")
        verbose_name_plural = _("报送")
        ordering = ["-handed_in_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_hand_in_per_number"),
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(ended_at__isnull=True),
                name="one_current_hand_in_per_report",
            ),
        ]
        indexes = [
            models.Index(
                fields=["year", "agency"],
                condition=models.Q(ended_at__isnull=True),
                name="handed_in_year_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}（{self.number}）"

    def annual_report(self) -> AnnualReport:
        """The whole report as handed in."""
        return stored.report_from_json(self.content)
