"""Case numbers without gaps or repeats."""

from __future__ import annotations

from django.db import models

from yangguang.offices.models import Agency


class NumberSeries(models.Model):
    """The last number given out in one agency, year and kind (a procedure or a kind of document).

    Its row is locked from taking a number until the end of the transaction that uses it, so a number is
    either used or never given.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "year"], name="one_series_per_kind_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"
