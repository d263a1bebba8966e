"""A file of a case being prepared for release in part (区分处理, 条例第三十七条), and the marks on it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models.attachment import Attachment

if TYPE_CHECKING:
    from yangguang.cases.models.case import Case


class RedactionState(models.TextChoices):
    """Where the work stands."""

    DRAFT = "draft", _("标记中")
    MAKING = "making", _("正在生成")
    BLOCKED = "blocked", _("检查不通过")
    FAILED = "failed", _("无法生成")
    READY = "ready", _("待确认")
    RELEASED = "released", _("已公开")


def made_at(redaction: Redaction, filename: str) -> str:
    """A place without any name; not below ``cases``, where every file has a row of its own."""
    return f"redacting/{redaction.pk}/{uuid.uuid4().hex}"


class Redaction(models.Model):
    """The work on one file.

    ``version`` grows with every act; marks say in which version they came and went, so that the last act can
    be undone and two people who work at once are told apart. ``names`` are people to look for, one a line.
    ``leaks`` is what the check found in the file made last; while there is any, nothing leaves the house.
    """

    attachment = models.ForeignKey(
        Attachment, models.PROTECT, related_name="redactions", verbose_name=_("原文件")
    )
    state = models.CharField(_("状态"), max_length=10, choices=RedactionState, default=RedactionState.DRAFT)
    version = models.PositiveIntegerField(_("修改次数"), default=0)
    names = models.TextField(_("要查找的姓名"), blank=True)
    rejected = models.JSONField(_("不采纳的建议"), default=list, blank=True)
    made = models.FileField(_("生成的文件"), upload_to=made_at, max_length=200, blank=True)
    made_suffix = models.CharField(max_length=8, blank=True)
    withheld = models.JSONField(_("不予公开内容清单"), default=list, blank=True)
    leaks = models.JSONField(_("检查结果"), default=list, blank=True)
    problem = models.TextField(_("无法生成的原因"), blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.OneToOneField(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="redaction",
        verbose_name=_("公开的文件"),
    )
    opened_at = models.DateTimeField(_("开始时间"))
    changed_at = models.DateTimeField(_("最后变动"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("最后处理人")
    )
    makers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("标记人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("确认人"),
    )
    is_alone = models.BooleanField(_("由标记人本人确认"), default=False)

    class Meta:
        verbose_name = _("区分处理")
        verbose_name_plural = _("区分处理")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["attachment"],
                condition=~models.Q(state="released"),
                name="one_open_redaction_per_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.attachment.case.number} {self._meta.verbose_name}"

    @property
    def case(self) -> Case:
        """The case whose file this is."""
        return self.attachment.case

    @property
    def is_open(self) -> bool:
        """Whether marks may still be changed."""
        return self.state not in (RedactionState.MAKING, RedactionState.RELEASED)


class MarkQuerySet(models.QuerySet["RedactionMark"]):
    """Marks."""

    def in_force(self) -> MarkQuerySet:
        """Those that count now."""
        return self.filter(removed_in__isnull=True)


class RedactionMark(models.Model):
    """A box on a page (in fractions of the page) or characters of a paragraph, with its ground.

    ``passage`` is the page of a PDF or picture (from 1) or the paragraph of a Word file (from 0).
    """

    redaction = models.ForeignKey(Redaction, models.CASCADE, related_name="marks", verbose_name=_("区分处理"))
    passage = models.PositiveIntegerField(_("页或段"))
    left = models.FloatField(null=True)
    top = models.FloatField(null=True)
    right = models.FloatField(null=True)
    bottom = models.FloatField(null=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    ground = models.CharField(_("理由"), max_length=40)
    kind = models.CharField(_("内容类别"), max_length=20, blank=True)
    added_in = models.PositiveIntegerField()
    removed_in = models.PositiveIntegerField(null=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("标记")
        verbose_name_plural = _("标记")
        ordering = ["passage", "top", "left", "start", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    left__isnull=False,
                    top__isnull=False,
                    right__gt=models.F("left"),
                    bottom__gt=models.F("top"),
                )
                | models.Q(start__isnull=False, end__gt=models.F("start")),
                name="mark_is_box_or_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.redaction_id}/{self.passage} {self.ground}"
