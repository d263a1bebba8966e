"""A season of reports in a browser: three offices hand in, one is sent back and mends, the city rolls up.

The city's inspector looks at everybody's state, names what is wrong, and adds the reports up; whoever reads the
sum can open each figure to the offices behind it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from yangguang.annualreport.formats import format_by_id
from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import Role
from yangguang.reports import actions
from yangguang.reports.models import Report

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2024


def file_of(agency: str, received: int, answered: int) -> bytes:
    """A report as a file: so many received, so many said to be answered."""
    form = format_by_id("2021")
    data: dict[str, Any] = {"agency": agency, "year": YEAR, "format": "2021"}
    for table in form.tables:
        body = {row: {c.id: 0 if c.kind == "count" else "0" for c in table.columns} for row in table.row_ids}
        top, _, below = table.path.partition(".")
        if below:
            data.setdefault(top, {})[below] = body
        else:
            data[top] = body
    for row in ("new_received", "granted", "results_total"):
        data["requests"][row].update(natural_person=received, total=received)
    data["requests"]["results_total"]["total"] = answered
    data["sections"] = [
        {"number": section.number, "heading": section.heading, "text": ""} for section in form.sections
    ]
    return json.dumps(data, ensure_ascii=False).encode()


@pytest.fixture
def city(transactional_db: None) -> dict[str, Any]:
    """A city with four bureaus: three have sent a file, of which the last has a wrong total; one sent nothing."""
    root = Person.objects.create_user(username="root", password="x", is_superuser=True)
    above = Agency.objects.create(name="云溪市人民政府", level="city", kind="government")
    inspector = Person.objects.create_user(username="ducha", last_name="督查员老赵", password="x")
    inspector.memberships.create(agency=above, role=Role.INSPECTOR)
    found: dict[str, Any] = {"city": above, "inspector": inspector, "root": root}
    for name, received, answered in (("民政局", 12, 12), ("水务局", 7, 7), ("教育局", 5, 6)):
        agency = Agency.objects.create(name=f"云溪市{name}", level="city", kind="department", parent=above)
        data = file_of(agency.name, received, answered)
        at = timezone.now()
        report = actions.import_file(data, name=f"{name}.json", agency=agency, by=root, at=at).report
        for act, more in ((actions.review, {}), (actions.hand_in, {"reason": "如期报送"})):
            report.refresh_from_db()
            act(report, version=report.version, by=root, at=timezone.now(), **more)
        found[name] = agency
    Agency.objects.create(name="云溪市体育局", level="city", kind="department", parent=above)
    mender = Person.objects.create_user(username="mender", last_name="教育局小李", password="x")
    for role in (Role.DRAFTER, Role.CHECKER, Role.DISCLOSURE_OFFICE):
        mender.memberships.create(agency=found["教育局"], role=role)
    return found | {"mender": mender}


def test_from_the_states_of_all_to_the_sum_of_all(browse: Callable[..., Any], city: dict[str, Any]) -> None:
    report = Report.objects.get(agency=city["教育局"])
    page = browse(city["inspector"])
    page.goto(f"/staff/reports/season/{YEAR}/")
    assert "云溪市体育局" in page.locator(".rp-missing").inner_text()
    row = page.get_by_role("row").filter(has_text="云溪市教育局")
    row.get_by_role("link", name="退回").click()
    page.get_by_label("退回理由").fill("总计应为 5，请改正")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="退回").click()
    page.get_by_text("已退回，并通知了报送机关").wait_for()

    page = browse(city["mender"])
    page.goto("/staff/cases/notices/")
    page.get_by_role("link", name="总计应为 5").click()
    page.get_by_text("上级已退回").first.wait_for()
    page.goto(f"/staff/reports/{report.pk}/cell/requests.results_total.total/")
    page.get_by_label("改为").fill("5")
    page.get_by_label("理由").fill("原表加错")
    page.get_by_role("button", name="改正").click()
    page.get_by_role("link", name="审核通过").click()
    page.get_by_role("button", name="审核通过").click()
    page.get_by_role("link", name="报送上级机关").click()
    page.get_by_role("button", name="报送").click()
    page.get_by_text("已第 2 次报送").wait_for()
    assert "起锁定" in page.locator(".rp-lock").inner_text()  # its day is long past

    page = browse(city["inspector"])
    page.goto(f"/staff/reports/season/{YEAR}/")
    page.get_by_role("link", name="汇总下级报告").click()
    page.get_by_role("button", name="汇总").click()
    page.get_by_text("已汇总，成为第 1 版").wait_for()
    page.get_by_role("link", name="数据与核对").click()
    page.locator("#at-requests-new_received-total a").click()
    page.get_by_role("link", name="查看构成这个数的机关").click()
    table = page.locator(".rp-season")
    table.wait_for()
    told = [line.split("\t")[:2] for line in table.inner_text().splitlines() if "局" in line]
    assert told == [["云溪市民政局", "12"], ["云溪市水务局", "7"], ["云溪市教育局", "5"]]
