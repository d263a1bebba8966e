"""A report's figures ready for lists and comparison: of the working copy, and of each publication."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.annualreport.findings import CheckedReport
from yangguang.annualreport.model import AnnualReport
from yangguang.reports import stored
from yangguang.reports.figures import COLUMNS

LARGE = ("cells", "for_sums", "checked", "content")


class FigureColumns(models.Model):
    """The chosen totals as columns, every figure as ``cells``, and what checking said.

    One row answers a list or a comparison without opening the reading. ``checked`` is the
    :class:`CheckedReport`; the counts are of its findings, ``open_errors`` those that no verdict
    settled. ``for_sums`` is what each cell gives to a sum, in the shape of
    :mod:`yangguang.reports.rolling_up.kept`; rows from before it was kept have none.
    """

    agency = models.ForeignKey("offices.Agency", models.PROTECT, related_name="+", verbose_name=_("机关"))
    year = models.PositiveSmallIntegerField(_("年度"))
    format = models.CharField(_("格式"), max_length=8)
    variant = models.CharField(_("格式变体"), max_length=32, blank=True)
    new_received = models.BigIntegerField(_("本年新收"), null=True)
    carried_in = models.BigIntegerField(_("上年结转"), null=True)
    granted = models.BigIntegerField(_("予以公开"), null=True)
    partially_granted = models.BigIntegerField(_("部分公开"), null=True)
    denied = models.BigIntegerField(_("不予公开"), null=True)
    unavailable = models.BigIntegerField(_("无法提供"), null=True)
    not_processed = models.BigIntegerField(_("不予处理"), null=True)
    other_handling = models.BigIntegerField(_("其他处理"), null=True)
    results_total = models.BigIntegerField(_("办理总计"), null=True)
    carried_out = models.BigIntegerField(_("结转下年"), null=True)
    reviews = models.BigIntegerField(_("行政复议"), null=True)
    reviews_corrected = models.BigIntegerField(_("复议纠正"), null=True)
    lawsuits = models.BigIntegerField(_("行政诉讼"), null=True)
    lawsuits_corrected = models.BigIntegerField(_("诉讼纠正"), null=True)
    documents_in_force = models.BigIntegerField(_("现行有效规范性文件"), null=True)
    cells = models.JSONField(_("全部数据"), default=dict)
    for_sums = models.JSONField(_("供汇总的数据"), null=True)
    checked = models.JSONField(_("核对结果"))
    errors = models.PositiveIntegerField(_("错误"), default=0)
    warnings = models.PositiveIntegerField(_("提醒"), default=0)
    open_errors = models.PositiveIntegerField(_("未处理的错误"), default=0)
    engine = models.CharField(_("核对程序版本"), max_length=40)

    class Meta:
        abstract = True

    def check_result(self) -> CheckedReport:
        """Findings and the result of each rule."""
        return stored.checked_from_json(self.checked)

    def chosen(self) -> dict[str, int | None]:
        """The chosen totals by name, in the order of :data:`COLUMNS`."""
        return {column.name: getattr(self, column.name) for column in COLUMNS}


class WorkingFigures(FigureColumns):
    """Conclusions about the working copy; can be thrown away and computed again at any time."""

    report = models.OneToOneField(
        "reports.Report",
        models.CASCADE,
        primary_key=True,
        related_name="figures",
        verbose_name=_("年度报告"),
    )
    computed_at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = _("工作数据")
        verbose_name_plural = _("工作数据")
        indexes = [
            models.Index(fields=["agency", "year"], name="working_agency_year"),
            models.Index(fields=["year", "format"], name="working_year_format"),
        ]

    def __str__(self) -> str:
        return str(self.report)


class PublicationEnd(models.TextChoices):
    """Why a publication is no longer the current one."""

    SUPERSEDED = "superseded", _("已由更正版代替")
    WITHDRAWN = "withdrawn", _("已撤回")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Sets of publications."""

    def current(self) -> PublicationQuerySet:
        """What anyone may read now."""
        return self.filter(ended_at__isnull=True)

    def light(self) -> PublicationQuerySet:
        """Without the large columns, for lists."""
        return self.defer(*LARGE)


class Publication(FigureColumns):
    """The report as it was given to the public at one moment; never changed, only ended.

    ``content`` is the whole report in force at that moment in the shape of
    :mod:`yangguang.reports.stored`. ``reason`` says why it went out although errors stood open, or
    why it replaces an earlier publication; ``ended_reason`` why it was withdrawn.
    """

    report = models.ForeignKey(
        "reports.Report", models.PROTECT, related_name="publications", verbose_name=_("年度报告")
    )
    edition = models.ForeignKey("reports.Edition", models.PROTECT, related_name="+", verbose_name=_("版本"))
    number = models.PositiveIntegerField(_("公开次序"))
    content = models.JSONField(_("公开内容"))
    reason = models.TextField(_("说明"), blank=True)
    published_at = models.DateTimeField(_("公开时间"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("公开人")
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    ended_as = models.CharField(_("结束方式"), max_length=12, choices=PublicationEnd, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("结束人"),
    )
    ended_reason = models.TextField(_("撤回理由"), blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开版本")
        verbose_name_plural = _("公开版本")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_publication_per_number"),
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(ended_at__isnull=True),
                name="one_current_publication_per_report",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "year"],
                condition=models.Q(ended_at__isnull=True),
                name="public_agency_year",
            ),
            models.Index(
                fields=["year", "format"],
                condition=models.Q(ended_at__isnull=True),
                name="public_year_format",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}（{self.number}）"

    @property
    def is_corrected(self) -> bool:
        """Whether it replaced an earlier publication."""
        return self.number > 1

    def annual_report(self) -> AnnualReport:
        """The whole report as published."""
        return stored.report_from_json(self.content)
