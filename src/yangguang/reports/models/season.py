"""The days of a report season, as a superior set them for the agencies below."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.reports.models.report import FIRST_YEAR, LAST_YEAR


class Season(models.Model):
    """When the reports of a year are to be handed in to ``agency``, and from when on they are locked.

    ``year`` is the year that the reports are about; the days lie in the one after it. Without a row the usual
    days hold (:mod:`yangguang.reports.seasons`).
    """

    agency = models.ForeignKey(
        "offices.Agency", models.CASCADE, related_name="seasons", verbose_name=_("上级机关")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    hand_in_on = models.DateField(_("部门报送截止日"))
    locks_on = models.DateField(_("部门报告锁定日"))
    government_hand_in_on = models.DateField(_("下级政府报送截止日"))
    government_locks_on = models.DateField(_("下级政府报告锁定日"))

    class Meta:
        verbose_name = _("年报季")
        verbose_name_plural = _("年报季")
        ordering = ["-year", "agency_id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="one_season_per_agency_and_year"),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="season_year_is_plausible"
            ),
        ]

    def __str__(self) -> str:
        return _("%(agency)s %(year)s 年度年报季") % {"agency": self.agency, "year": self.year}
