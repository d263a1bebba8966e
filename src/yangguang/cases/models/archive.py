"""The archive of a closed case: one package, how long it is kept, and its sum."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models.case import Case


class Retention(models.TextChoices):
    """How long a package is kept (机关文件材料归档范围和文书档案保管期限规定第五条)."""

    PERMANENT = "permanent", _("永久")
    THIRTY_YEARS = "thirty_years", _("30 年")
    TEN_YEARS = "ten_years", _("10 年")


def stored_at(package: ArchivePackage, filename: str) -> str:
    """A place without any name that a person gave."""
    return f"archive/{package.case.year}/{package.case.agency_id}/{uuid.uuid4().hex}.zip"


class ArchivePackage(models.Model):
    """A package made when the case was archived. A case reopened and archived again has another one.

    ``keep_until`` is the last day on which it must be kept; missing for those kept for ever.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="packages", verbose_name=_("案件"))
    number = models.PositiveSmallIntegerField(_("序号"))
    file = models.FileField(_("归档包"), upload_to=stored_at, max_length=200)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64)
    documents_count = models.PositiveIntegerField(_("文件数"))
    last_hash = models.CharField(max_length=64)
    retention = models.CharField(_("保管期限"), max_length=12, choices=Retention)
    keep_until = models.DateField(_("保管至"), null=True, blank=True, db_index=True)
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("归档包")
        verbose_name_plural = _("归档包")
        ordering = ["case", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="archive_package_number_once")]

    def __str__(self) -> str:
        return f"{self.case.number} #{self.number}"
