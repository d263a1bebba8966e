"""What is done once a day is begun once, by whichever worker comes first."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from yangguang.web import schedule

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_every_job_of_the_house_is_begun_once_a_day_after_its_hour():
    assert "alerts" not in schedule.begin_due(datetime(2026, 11, 27, 7, 59, tzinfo=SHANGHAI))
    assert "alerts" in schedule.begin_due(datetime(2026, 11, 27, 8, 0, tzinfo=SHANGHAI))
    assert schedule.begin_due(datetime(2026, 11, 27, 23, 59, tzinfo=SHANGHAI)) == []
    assert {"alerts", "sweep", "drafts"} <= set(
        schedule.begin_due(datetime(2026, 11, 30, 9, 0, tzinfo=SHANGHAI))
    )
