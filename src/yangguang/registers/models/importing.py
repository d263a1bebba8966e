"""Files that are imported into a register: what was understood of them, row by row."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.offices.models import Agency
from yangguang.registers.problems import Problem

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from yangguang.offices.models import Person


class ImportState(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", _("正在核对")
    READ = "read", _("待确认")
    WRITING = "writing", _("正在写入")
    DONE = "done", _("已导入")
    UNDOING = "undoing", _("正在撤销")
    UNDONE = "undone", _("已撤销")
    FAILED = "failed", _("不能导入")
    DISCARDED = "discarded", _("已放弃")


RUNNING = frozenset({ImportState.WAITING, ImportState.WRITING, ImportState.UNDOING})
"""States in which the background is at work."""


class RowState(models.TextChoices):
    """What importing a row would do."""

    BAD = "bad", _("有问题")
    CHANGED = "changed", _("有变化")
    NEW = "new", _("新增")
    UNCHANGED = "unchanged", _("无变化")


def stored_at(instance: models.Model, filename: str) -> str:
    """A name in the private storage that says nothing; the kind stays readable."""
    suffix = PurePath(filename).suffix.lower()
    return f"registers/{uuid.uuid4().hex}{suffix if suffix in ('.xlsx', '.csv') else ''}"


class ImportQuerySet(models.QuerySet["Import"]):
    """Sets of imports."""

    def visible_to(self, user: Person | AnonymousUser) -> ImportQuerySet:
        """Imports into registers in which this person writes; who only reads sees their outcome in the register."""
        from yangguang.registers.permissions import written_by

        return self.filter(agency__in=written_by(user))


class Import(models.Model):
    """One file for one register of one agency.

    ``fallback_kind`` is the kind of rows that name none. ``revision`` is that of the shelf when the rows were held against
    the register. ``said`` keeps what the file has beside its rows: headings that were not understood, sheets not read.
    ``message`` is why the file could not be read, or why it must be looked at again.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("机关"))
    register = models.CharField(_("台账"), max_length=16)
    fallback_kind = models.CharField(_("默认类别"), max_length=24, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=ImportState, default=ImportState.WAITING)
    file = models.FileField(_("文件"), upload_to=stored_at, max_length=200, blank=True)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64)
    rows_total = models.PositiveIntegerField(_("行数"), default=0)
    rows_done = models.PositiveIntegerField(_("已核对行数"), default=0)
    bad = models.PositiveIntegerField(_("有问题"), default=0)
    changed = models.PositiveIntegerField(_("有变化"), default=0)
    new = models.PositiveIntegerField(_("新增"), default=0)
    unchanged = models.PositiveIntegerField(_("无变化"), default=0)
    revision = models.PositiveBigIntegerField(default=0)
    said = models.JSONField(default=dict)
    message = models.JSONField(_("说明"), null=True, blank=True)
    created_at = models.DateTimeField(_("上传时间"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人")
    )
    changed_at = models.DateTimeField(_("最后变动"))

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("台账导入")
        verbose_name_plural = _("台账导入")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["agency", "register", "-id"], name="register_import_list")]

    def __str__(self) -> str:
        return _("第 %(number)s 号导入（%(name)s）") % {"number": self.pk, "name": self.name}

    @property
    def is_running(self) -> bool:
        """Whether the background is at work on it."""
        return self.state in RUNNING

    @property
    def problem(self) -> str:
        """Why it could not be read or must be looked at again, for people."""
        return Problem.from_json(self.message).says if self.message else ""


class ImportRow(models.Model):
    """One row of the file: what was understood, and what importing it would do.

    ``number`` is the row in the file. ``values`` are what was understood (of a bad row: the texts as they stand),
    ``before`` what the entry ``entry_id`` said until then.
    """

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("行号"))
    state = models.CharField(_("核对"), max_length=12, choices=RowState)
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list)
    entry_id = models.BigIntegerField(null=True)
    before: models.JSONField[Any, Any] = models.JSONField(null=True)

    class Meta:
        verbose_name = _("导入行")
        verbose_name_plural = _("导入行")
        ordering = ["number"]
        indexes = [models.Index(fields=["batch", "state", "number"], name="import_row_by_state")]

    def __str__(self) -> str:
        return _("第 %(number)s 行") % {"number": self.number}
