"""Which keys have sealed identity numbers here, so that a server with another key is noticed before it seals anything."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SealingKey(models.Model):
    """A key with which something may be sealed, by its fingerprint; the key itself stands nowhere in the database.

    ``number`` counts them from 1: two servers that start on an empty table at one moment meet at the first row.
    """

    number = models.PositiveSmallIntegerField(primary_key=True)
    fingerprint = models.CharField(_("指纹"), max_length=32, unique=True)
    since = models.DateTimeField(_("启用时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("加密密钥")
        verbose_name_plural = _("加密密钥")
        default_permissions = ()

    def __str__(self) -> str:
        return self.fingerprint
