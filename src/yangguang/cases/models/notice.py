"""What the house tells its people about cases, and the filters they keep for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models.case import Case


class NoticeKind(models.TextChoices):
    """Why somebody is told."""

    DUE_SOON = "due_soon", _("临近到期")
    DUE_NEXT = "due_next", _("即将到期")
    OVERDUE = "overdue", _("已逾期")
    ASSIGNED = "assigned", _("分办")
    RETURNED = "returned", _("退回")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Sets of notices."""

    def unread(self) -> NoticeQuerySet:
        """Those that nobody has looked at."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One thing told to one person, once.

    ``key`` says what it is about (a limit and how near it was, or the step that gave the case): the same thing
    is never told twice to the same person. ``mailed_at`` and ``texted_at`` are set before the message is handed
    over, so that two workers never send the same; ``mail_error`` and ``text_error`` say why the last try failed,
    ``again_at`` when somebody asked for another. A notice that is not about a
    case says with ``address`` which page of the workbench it leads to.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("收件人")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name=_("案件")
    )
    address = models.CharField(max_length=200, blank=True, editable=False)
    kind = models.CharField(_("类别"), max_length=12, choices=NoticeKind)
    key = models.CharField(max_length=40, editable=False)
    text = models.CharField(_("内容"), max_length=300)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    texted_at = models.DateTimeField(null=True, blank=True, editable=False)
    mail_error = models.CharField(max_length=200, blank=True, editable=False)
    text_error = models.CharField(max_length=200, blank=True, editable=False)
    again_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "case", "key"], name="notice_never_twice"),
            models.UniqueConstraint(  # NULL is never equal to NULL
                fields=["person", "key"], condition=Q(case=None), name="notice_without_case_never_twice"
            ),
            models.CheckConstraint(
                condition=(Q(case=None) & ~Q(address="")) | Q(case__isnull=False, address=""),
                name="notice_of_a_case_or_with_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_person"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["created_at"], name="notice_to_mail", condition=Q(mailed_at__isnull=True)),
            models.Index(fields=["created_at"], name="notice_to_text", condition=Q(texted_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def url(self) -> str:
        """The page where the person can do something about it."""
        return reverse(self.case.procedure.case_url, args=[self.case.pk]) if self.case else self.address


class SavedFilter(models.Model):
    """A view of the worklist that a person comes back to."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("人员")
    )
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(_("条件"), max_length=500)

    class Meta:
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_filter_name_once")]

    def __str__(self) -> str:
        return self.name
