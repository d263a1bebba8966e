"""Taking the next number of a series."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from yangguang.cases.models import NumberSeries
from yangguang.offices.models import Agency


def take_number(agency: Agency, kind: str, year: int) -> int:
    """The next number; its series stays locked until the transaction ends, so that there are no gaps.

    Must be called inside a transaction, as late in it as possible.
    """
    series = _locked(agency, kind, year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _locked(agency: Agency, kind: str, year: int) -> NumberSeries:
    found = NumberSeries.objects.select_for_update().filter(agency=agency, kind=kind, year=year)
    series = found.first()
    if series is None:
        try:
            with transaction.atomic():  # two may begin the year at once; the second finds the first's
                NumberSeries.objects.create(agency=agency, kind=kind, year=year)
        except IntegrityError:
            pass
        series = found.get()
    return series
