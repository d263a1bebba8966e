"""A form of the desk that has been handed in: what came of it, so that a second click comes to the same case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models.case import Case
from yangguang.cases.sealing import SealedField


class IntakeSlip(models.Model):
    """One filled-in form, known by the token that the page carried.

    ``mark`` is a digest of what was sent. ``code`` is the query code of the case, kept sealed for some minutes so
    that a second click shows the same.
    """

    token = models.CharField(max_length=64, unique=True)
    mark = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    code = SealedField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("登记表凭条")
        verbose_name_plural = _("登记表凭条")
        default_permissions = ()

    def __str__(self) -> str:
        return f"slip {self.pk}"
