"""The demonstration's agencies take requests over the internet."""

from __future__ import annotations

from collections.abc import Callable

from yangguang.offices.models import Agency
from yangguang.requests.models import RequestSettings


def furnish_room(say: Callable[[str], object]) -> None:
    """Open the counter of every invented agency; telephone numbers are of the kind that nobody has."""
    RequestSettings.objects.bulk_create(
        RequestSettings(
            agency=agency,
            office="政务公开办公室",
            address=f"晴川市云溪路 {number} 号",
            postcode="000000",
            phone=f"0000-0000{number:04}",
            hours="工作日 9:00–12:00、14:00–17:30",
        )
        for number, agency in enumerate(Agency.objects.active(), start=1)
    )
