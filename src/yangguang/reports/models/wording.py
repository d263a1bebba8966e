"""What people wrote in the parts of a computed report. Only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.reports.models.settling import Word

MOST_SIGNS = 30_000


class WordingQuerySet(models.QuerySet["Wording"]):
    """Sets of wordings."""

    def in_force(self) -> dict[int, Wording]:
        """The last word on each part; parts that went back to the template are left out."""
        last = {wording.number: wording for wording in self.order_by("pk")}
        return {number: item for number, item in last.items() if not item.is_template}


class Wording(Word):
    """The text of one part as a person wrote it: ``number`` 0 before the first part, 1 to 6 the parts.

    It stays when the figures are counted anew, and every sentence with a figure is compared with them again.
    With ``is_template`` it says that the words of the template hold again.
    """

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="wordings", verbose_name=_("年度报告")
    )
    number = models.PositiveSmallIntegerField(_("部分"))
    text = models.TextField(_("文字"), max_length=MOST_SIGNS, blank=True)
    is_template = models.BooleanField(_("恢复模板"), default=False)

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("报告文字")
        verbose_name_plural = _("报告文字")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__lte=6), name="wording_of_a_part"),
        ]
        indexes = [models.Index(fields=["report", "number"], name="wording_report_number")]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.number}"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, a paragraph a line."""
        return paragraphs_of(self.text)


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Typed text as paragraphs: one a line, blank lines and outer blanks dropped."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
