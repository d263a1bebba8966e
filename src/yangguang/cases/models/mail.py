"""Letters by e-mail that wait for the mail server. What is written here is sent, sooner or later, or shown as failed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models.case import Case
from yangguang.cases.sealing import SealedField


class MailState(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("未能发送")


class OutgoingMail(models.Model):
    """A message about a case. Address and text are sealed; the text goes when the message has gone."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="mails", verbose_name=_("案件"))
    to = SealedField(_("收件人"))
    subject = models.CharField(_("主题"), max_length=200)
    text = SealedField(_("正文"), blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    error = models.CharField(_("最近的错误"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("写成时间"))
    next_at = models.DateTimeField(_("下次发送"))
    sent_at = models.DateTimeField(_("发送时间"), null=True)

    class Meta:
        verbose_name = _("电子邮件")
        verbose_name_plural = _("电子邮件")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "next_at"], name="mail_waiting")]

    def __str__(self) -> str:
        return self.subject
