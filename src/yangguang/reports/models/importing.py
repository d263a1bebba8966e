"""Files on their way in: a batch and its items, each read before anything is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from yangguang.reports import stored
from yangguang.reports.models.edition import source_path
from yangguang.reports.models.report import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from yangguang.offices.models import Person


class ItemState(models.TextChoices):
    """What became of one file. Whether a read file needs attention is worked out when it is shown."""

    WAITING = "waiting", _("等待识读")
    READ = "read", _("已识读")
    FILED = "filed", _("已归档")
    FAILED = "failed", _("不能识读")
    DISCARDED = "discarded", _("已放弃")


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Sets of batches."""

    def visible_to(self, user: Person) -> ImportBatchQuerySet:
        """One's own uploads."""
        return self.filter(created_by=user)

    def with_counts(self) -> ImportBatchQuerySet:
        """With the number of files, of those still to be filed, and of those that failed."""
        to_do = Q(items__state__in=(ItemState.WAITING, ItemState.READ))
        return self.annotate(
            files=Count("items"),
            to_do=Count("items", filter=to_do),
            filed=Count("items", filter=Q(items__state=ItemState.FILED)),
            failed=Count("items", filter=Q(items__state=ItemState.FAILED)),
        ).order_by("-pk")

    def unfinished(self) -> ImportBatchQuerySet:
        """With the same numbers, only those that still have files to be filed."""
        open_items = ImportItem.objects.filter(
            batch=OuterRef("pk"), state__in=(ItemState.WAITING, ItemState.READ)
        )
        return self.with_counts().filter(Exists(open_items))


class ImportBatch(models.Model):
    """Files that one person handed in together. ``filing`` is set while all read items are being filed."""

    created_at = models.DateTimeField(_("上传时间"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    filing = models.BooleanField(_("正在归档"), default=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return _("批次 %(number)s") % {"number": self.pk}


class ImportItem(models.Model):
    """One file of a batch.

    ``said_agency`` and ``said_year`` are what the file says; ``agency`` and ``year`` where it will be
    filed, guessed and then decided by the person. ``message`` is why it could not be read or filed.
    The reading waits here until it is filed, so that nothing is read twice.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items", verbose_name=_("批次"))
    file = models.FileField(_("文件"), upload_to=source_path, max_length=200, blank=True)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    kind = models.CharField(_("类型"), max_length=12, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ItemState, default=ItemState.WAITING)
    message = models.JSONField(_("说明"), null=True, blank=True)
    said_agency = models.CharField(_("文件中的机关名称"), max_length=200, blank=True)
    said_year = models.PositiveIntegerField(_("文件中的年度"), null=True, blank=True)
    agency = models.ForeignKey(
        "offices.Agency", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("归入机关")
    )
    year = models.PositiveSmallIntegerField(_("归入年度"), null=True, blank=True)
    reading = models.JSONField(_("识读结果"), null=True, blank=True)
    blocks = models.JSONField(_("原文"), null=True, blank=True)
    engine = models.CharField(_("识读程序版本"), max_length=40, blank=True)
    errors = models.PositiveIntegerField(_("错误"), default=0)
    warnings = models.PositiveIntegerField(_("提醒"), default=0)
    edition = models.ForeignKey(
        "reports.Edition", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("版本")
    )

    class Meta:
        verbose_name = _("导入文件")
        verbose_name_plural = _("导入文件")
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "state"], name="item_batch_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__isnull=True) | models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="item_year_is_plausible",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        """Why it could not be read or filed, for people; empty when nothing is wrong."""
        message = stored.message_from_json(self.message)
        return str(message) if message else ""
