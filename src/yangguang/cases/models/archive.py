"""The archive of a closed case: one package, how long it is kept, and its sum."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
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


class ArchivePackageQuerySet(models.QuerySet["ArchivePackage"]):
    """Sets of packages that an archivist would name."""

    def expired(self, on: date) -> ArchivePackageQuerySet:
        """Those whose retention has ended before ``on``: they wait for an appraisal (鉴定), not for the bin."""
        return self.filter(keep_until__lt=on)


class ArchivePackage(models.Model):
    """A package made when the case was archived. A case reopened and archived again has another one.

    ``keep_until`` is the last day on which it must be kept; missing for those kept for ever. ``verified_at`` and
    ``problems`` say what the last verification found: nothing, or the places at which the package does not hold.
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
    verified_at = models.DateTimeField(_("最近校验"), null=True, blank=True)
    problems = models.JSONField(_("校验不符之处"), default=list, blank=True)

    objects = ArchivePackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("归档包")
        verbose_name_plural = _("归档包")
        ordering = ["case", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="archive_package_number_once")]

    def __str__(self) -> str:
        return f"{self.case.number} #{self.number}"

    def is_expired(self, on: date) -> bool:
        """Whether the retention has ended before ``on``."""
        return self.keep_until is not None and self.keep_until < on


class RetentionDecision(models.Model):
    """After the retention had ended, somebody looked and decided to keep the package longer (鉴定后继续保管)."""

    package = models.ForeignKey(ArchivePackage, models.PROTECT, related_name="decisions")
    before = models.DateField(_("原保管至"))
    after = models.DateField(_("保管至"), null=True)
    reason = models.CharField(_("鉴定意见"), max_length=500)
    decided_at = models.DateTimeField(_("时间"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("保管期限鉴定")
        verbose_name_plural = _("保管期限鉴定")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.package_id}: {self.before} → {self.after}"
