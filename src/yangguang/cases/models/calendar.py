"""Years of the working calendar that the office has entered itself, before the package knows them."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """A year whose arrangement (国务院办公厅关于部分节假日安排的通知) has been entered."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    source = models.CharField(
        _("依据"),
        max_length=200,
        help_text=_("如：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕…号）"),
    )
    entered_at = models.DateTimeField(_("录入时间"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("录入人")
    )

    class Meta:
        verbose_name = _("工作日历年度")
        verbose_name_plural = _("工作日历年度")
        ordering = ["-year"]
        permissions = [("enter_calendar", _("录入工作日历"))]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from Monday to Friday: a holiday, or a make-up working day at a weekend."""

    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name=_("年度"))
    on = models.DateField(_("日期"), unique=True)
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)

    class Meta:
        verbose_name = _("放假或调休日")
        verbose_name_plural = _("放假或调休日")
        ordering = ["on"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.on} {self.name}"

    def clean(self) -> None:
        super().clean()
        if self.on and self.year_id and self.on.year != self.year.year:
            raise ValidationError({"on": _("日期不在所选年度内。")})
