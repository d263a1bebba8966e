"""A wish to have a report's source read again, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.reports import stored


class Rereading(models.Model):
    """Asked for by a person, done in the background.

    ``edition`` is the new edition, if the source reads differently now; ``message`` why it could not be read.
    """

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="rereadings", verbose_name=_("年度报告")
    )
    asked_at = models.DateTimeField(_("提出时间"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    edition = models.ForeignKey(
        "reports.Edition", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("版本")
    )
    message = models.JSONField(_("说明"), null=True, blank=True)

    class Meta:
        verbose_name = _("重新识读")
        verbose_name_plural = _("重新识读")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(finished_at__isnull=True),
                name="one_rereading_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}（{self.asked_at:%Y-%m-%d %H:%M}）"

    @property
    def said(self) -> str:
        """Why it could not be read, for people; empty when nothing is wrong."""
        message = stored.message_from_json(self.message)
        return str(message) if message else ""
