"""What the machine room keeps in the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

ALIVE_FOR = timedelta(seconds=60)


class WorkerQuerySet(models.QuerySet["Worker"]):
    """Workers, dead and alive."""

    def alive(self, at: datetime) -> WorkerQuerySet:
        """Those who gave a sign of life within the last minute."""
        return self.filter(seen_at__gte=at - ALIVE_FOR)


class Worker(models.Model):
    """A background worker and its last sign of life."""

    name = models.CharField(_("名称"), max_length=64, unique=True)
    started_at = models.DateTimeField(_("启动时间"))
    seen_at = models.DateTimeField(_("最近活动时间"), db_index=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("后台进程")
        verbose_name_plural = _("后台进程")

    def __str__(self) -> str:
        return self.name


class DailyRun(models.Model):
    """Something done once a day, and the last day on which a worker began it."""

    name = models.CharField(_("名称"), max_length=64, unique=True)
    last_on = models.DateField(_("最近一次"), null=True)

    class Meta:
        verbose_name = _("每日任务")
        verbose_name_plural = _("每日任务")

    def __str__(self) -> str:
        return self.name


class LongTask(models.Model):
    """How far a long piece of background work has come, for the page that waits for it.

    ``found`` counts what the work is about (dates that moved, packages that do not hold). Only figures and the
    name of the work stand here, so that whoever may enter the workbench may look.
    """

    kind = models.CharField(_("任务"), max_length=40, db_index=True)
    about = models.CharField(_("说明"), max_length=200, blank=True)
    total = models.PositiveIntegerField(_("总数"), null=True)
    done = models.PositiveIntegerField(_("已完成"), default=0)
    found = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(_("提出时间"))
    moved_at = models.DateTimeField(_("最近进展"))
    ended_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("长任务")
        verbose_name_plural = _("长任务")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.done}/{self.total}"
