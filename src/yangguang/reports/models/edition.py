"""A numbered reading of a source file. Editions are only ever added."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.annualreport.model import AnnualReport
from yangguang.reports import stored


class EditionReason(models.TextChoices):
    """Why there is a new edition."""

    FIRST = "first", _("首次导入")
    REIMPORT = "reimport", _("重新导入")
    REREAD = "reread", _("重新识读")
    COMPUTED = "computed", _("据案件计算")
    ROLLED_UP = "rolled_up", _("汇总下级报告")
    CORRECTED = "corrected", _("公开后更正")


def source_path(instance: models.Model, filename: str) -> str:
    """A name in the private storage that says nothing and cannot collide; the kind stays readable."""
    suffix = PurePath(filename).suffix.lower()
    return f"reports/{uuid.uuid4().hex}{suffix if suffix.isascii() and len(suffix) <= 6 else ''}"


class EditionQuerySet(models.QuerySet["Edition"]):
    """Sets of editions."""

    def light(self) -> EditionQuerySet:
        """Without the readings, for lists."""
        return self.defer("reading", "blocks")


class Edition(models.Model):
    """One reading of one source file (版本), numbered within its report, never changed afterwards.

    A computed edition has no file: what it "reads" are the cases and registers of the year. A rolled-up one has
    none either: its figures are the sums of its ``parts``.

    ``reading`` is the whole reading in the shape of :mod:`yangguang.reports.stored`; corrections are
    not in it, they are facts of their own. ``blocks`` are the paragraphs and tables of the original,
    for showing them beside the figures. ``note`` is what the person said about the reason.
    """

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="editions", verbose_name=_("年度报告")
    )
    number = models.PositiveIntegerField(_("版本号"))
    reason = models.CharField(_("原因"), max_length=12, choices=EditionReason)
    note = models.TextField(_("说明"), blank=True)
    source = models.FileField(_("原文件"), upload_to=source_path, max_length=200, blank=True)
    name = models.CharField(_("文件名"), max_length=255)
    kind = models.CharField(_("类型"), max_length=12)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    format = models.CharField(_("格式"), max_length=8)
    variant = models.CharField(_("格式变体"), max_length=32, blank=True)
    reading = models.JSONField(_("识读结果"))
    blocks = models.JSONField(_("原文"), default=list)
    engine = models.CharField(_("识读程序版本"), max_length=40)
    created_at = models.DateTimeField(_("建立时间"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("建立人")
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("版本")
        verbose_name_plural = _("版本")
        ordering = ["report_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_edition_per_number"),
        ]

    def __str__(self) -> str:
        return _("第%(number)s版（%(reason)s）") % {
            "number": self.number,
            "reason": self.get_reason_display(),
        }

    @property
    def is_computed(self) -> bool:
        """Whether the figures were counted from cases instead of read from a file."""
        return self.kind == "computed"

    @property
    def is_rolled_up(self) -> bool:
        """Whether the figures are sums over the agencies below."""
        return self.kind == "rolled_up"

    @property
    def is_drawn_up(self) -> bool:
        """Whether it was made here, and its words are written here too, instead of being read from a file."""
        return self.is_computed or self.is_rolled_up

    def read(self) -> AnnualReport:
        """The report as it was read, without anything that people settled."""
        return stored.report_from_json(self.reading)
