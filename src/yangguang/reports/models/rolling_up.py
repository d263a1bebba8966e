"""Of what a rolled-up report is made: every agency with what it gave, and from where."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartSource(models.TextChoices):
    """Where the figures of one agency were taken from."""

    HANDED_IN = "handed_in", _("报送的报告")
    COMPUTED = "computed", _("据案件计算的报告")
    ROLLED_UP = "rolled_up", _("下级政府汇总的报告")
    FILE = "file", _("导入的文件")
    COUNTED = "counted", _("汇总时据案件计算")
    NOTHING = "nothing", _("没有报告")
    LEFT_OUT = "left_out", _("未列入汇总")

    @property
    def gives(self) -> bool:
        """Whether figures come from it."""
        return self not in (PartSource.NOTHING, PartSource.LEFT_OUT)


class RollUpRecord(models.Model):
    """What a person should know about a rolled-up edition: ``issues`` as kind, severity, sentence and addresses."""

    edition = models.OneToOneField(
        "reports.Edition",
        models.CASCADE,
        primary_key=True,
        related_name="roll_up",
        verbose_name=_("版本"),
    )
    issues = models.JSONField(_("提示"), default=list)

    class Meta:
        verbose_name = _("汇总")
        verbose_name_plural = _("汇总")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.edition)


class RollUpPart(models.Model):
    """One agency in a rolled-up edition, with its figures as they were added; never changed.

    ``figures`` is the shape of :mod:`yangguang.reports.rolling_up.kept`. An agency of which there was nothing has
    the source ``NOTHING``, one that was not to be added ``LEFT_OUT``; ``report`` leads to the report the figures are from and goes when that is deleted.
    """

    edition = models.ForeignKey(
        "reports.Edition", models.CASCADE, related_name="parts", verbose_name=_("版本")
    )
    agency = models.ForeignKey("offices.Agency", models.PROTECT, related_name="+", verbose_name=_("机关"))
    source = models.CharField(_("来源"), max_length=12, choices=PartSource)
    report = models.ForeignKey(
        "reports.Report",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("年度报告"),
    )
    taken_from = models.CharField(_("出处"), max_length=120, blank=True)
    format = models.CharField(_("格式"), max_length=8, blank=True)
    variant = models.CharField(_("格式变体"), max_length=32, blank=True)
    figures = models.JSONField(_("数据"), default=dict)
    errors = models.PositiveIntegerField(_("错误"), default=0)

    class Meta:
        verbose_name = _("汇总来源")
        verbose_name_plural = _("汇总来源")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "agency"], name="one_part_per_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.source}"
