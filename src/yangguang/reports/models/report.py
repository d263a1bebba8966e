"""An office's annual report of one year: its state and which edition is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.offices.models import Agency, Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from yangguang.reports.models.figures import Publication

FIRST_YEAR = 2008
LAST_YEAR = 2100


class ReportState(models.TextChoices):
    """Where the report's working copy stands. What the public sees is its :class:`Publication`."""

    DRAFT = "draft", _("草稿")
    REVIEWED = "reviewed", _("已审核")
    PUBLISHED = "published", _("已公开")
    WITHDRAWN = "withdrawn", _("已撤回")


class ReportQuerySet(models.QuerySet["Report"]):
    """Sets of reports that a clerk would name."""

    def visible_to(self, user: Person | AnonymousUser) -> ReportQuerySet:
        """Reports whose working copy this person may read; for the public, see ``published``."""
        if isinstance(user, Person) and user.is_active and user.is_superuser:
            return self
        return self.filter(agency__in=Agency.objects.visible_to(user).values("pk"))

    def published(self) -> ReportQuerySet:
        """Reports that anyone may read now, in the form of their current publication."""
        return self.filter(publications__pk__isnull=False, publications__ended_at__isnull=True)


class Report(models.Model):
    """One report of one agency for one year. 条例第四十九条: every agency publishes one by 31 January.

    ``edition`` is the reading in force, ``version`` grows with every act and tells two people who
    work at once apart.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reports", verbose_name=_("机关"))
    year = models.PositiveSmallIntegerField(_("年度"))
    state = models.CharField(_("状态"), max_length=12, choices=ReportState, default=ReportState.DRAFT)
    edition = models.ForeignKey(
        "reports.Edition", models.SET_NULL, null=True, related_name="+", verbose_name=_("现行版本")
    )
    version = models.PositiveIntegerField(_("修改次数"), default=0)
    created_at = models.DateTimeField(_("建立时间"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("建立人")
    )
    changed_at = models.DateTimeField(_("最后变动"))
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审核人"),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度报告")
        verbose_name_plural = _("年度报告")
        ordering = ["-year", "agency_id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="one_report_per_agency_and_year"),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="report_year_is_plausible"
            ),
        ]
        indexes = [
            models.Index(fields=["year", "agency"], name="report_year_agency"),
            models.Index(fields=["state", "-changed_at"], name="report_state_changed"),
        ]

    def __str__(self) -> str:
        return _("%(agency)s%(year)s年政府信息公开工作年度报告") % {"agency": self.agency, "year": self.year}

    @property
    def publication(self) -> Publication | None:
        """What the public sees now; one query unless ``current_publications`` was prefetched."""
        ready = getattr(self, "current_publications", None)
        if ready is not None:
            return ready[0] if ready else None
        return self.publications.current().first()
