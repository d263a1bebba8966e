"""A whole house, for tests that walk through every room."""

from __future__ import annotations

import pytest
from whole_house import House, furnish

from yangguang.annualreport.writing import write


@pytest.fixture
def house(db: None, office_report) -> House:
    wrong = office_report("云溪市信访局", 2024, figures={"requests.results_total.total": 17})
    return furnish(write(wrong, "json"))
