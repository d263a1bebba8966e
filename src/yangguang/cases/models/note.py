"""What staff write down for each other, and how cases hang together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models.case import Case


class Note(models.Model):
    """An internal note. It is no step, no applicant sees it, and it is never changed, only followed by another."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes", verbose_name=_("案件"))
    text = models.TextField(_("内容"), max_length=2000)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )

    class Meta:
        verbose_name = _("内部备注")
        verbose_name_plural = _("内部备注")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:40]


class LinkKind(models.TextChoices):
    """How two cases hang together; read from the first to the second."""

    RELATED = "related", _("相关")
    MERGED_INTO = "merged_into", _("并入")
    SPLIT_FROM = "split_from", _("拆分自")
    CONVERTED_FROM = "converted_from", _("转自")
    REPEATS = "repeats", _("重复于")


class CaseLink(models.Model):
    """A link between two cases."""

    frm = models.ForeignKey(Case, models.CASCADE, related_name="links", verbose_name=_("案件"))
    to = models.ForeignKey(Case, models.CASCADE, related_name="links_here", verbose_name=_("关联案件"))
    kind = models.CharField(_("关系"), max_length=16, choices=LinkKind)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("建立人")
    )

    class Meta:
        verbose_name = _("关联")
        verbose_name_plural = _("关联")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["frm", "to", "kind"], name="case_link_once"),
            models.CheckConstraint(condition=~models.Q(frm=models.F("to")), name="case_link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.frm_id} {self.kind} {self.to_id}"
