"""One register of one agency: what is locked while somebody writes in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.offices.models import Agency


class Shelf(models.Model):
    """A register of an agency. ``revision`` grows with every act, so that a preview knows whether it still holds."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("机关"))
    register = models.CharField(_("台账"), max_length=16)
    revision = models.PositiveBigIntegerField(_("修改次数"), default=0)

    class Meta:
        verbose_name = _("台账")
        verbose_name_plural = _("台账")
        constraints = [models.UniqueConstraint(fields=["agency", "register"], name="one_shelf_per_register")]

    def __str__(self) -> str:
        return f"{self.agency} · {self.register}"
