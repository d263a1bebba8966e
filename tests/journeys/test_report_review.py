"""A report from the drafter's desk to the public page, in a browser.

小陈 hands in a Word file whose total is wrong and puts it right; 老周 explains a sentence that only
looks wrong and approves; 局长 publishes; then anybody reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from yangguang.annualreport.formats import format_by_id
from yangguang.annualreport.reading.json import report_from_json
from yangguang.annualreport.writing import write
from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import Role
from yangguang.reports.models import Report, ReportState

pytestmark = pytest.mark.django_db(transaction=True)

FIGURES = {
    ("new_received", "natural_person"): 12,
    ("new_received", "total"): 12,
    ("granted", "natural_person"): 12,
    ("granted", "total"): 12,
    ("results_total", "natural_person"): 12,
    ("results_total", "total"): 13,  # a slip of the pen
}
TEXT = "2024年，本局共收到政府信息公开申请14件，均依法办理。"


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    """The Word file on the drafter's computer."""
    data: dict[str, Any] = {"agency": "云溪市水务局", "year": 2024, "format": "2021"}
    for table in format_by_id("2021").tables:
        body = {row: {c.id: 0 if c.kind == "count" else "0" for c in table.columns} for row in table.row_ids}
        top, _, below = table.path.partition(".")
        if below:
            data.setdefault(top, {})[below] = body
        else:
            data[top] = body
    for (row, column), figure in FIGURES.items():
        data["requests"][row][column] = figure
    sections = format_by_id("2021").sections
    data["sections"] = [
        {"number": section.number, "heading": section.heading, "text": TEXT if section.number == 1 else ""}
        for section in sections
    ]
    path = tmp_path / "水务局2024年度报告.docx"
    path.write_bytes(write(report_from_json(data), "docx"))
    return path


@pytest.fixture
def people(transactional_db: None) -> dict[str, Person]:
    agency = Agency.objects.create(name="云溪市水务局", level="city", kind="department")
    found = {}
    for username, role in (("chen", Role.DRAFTER), ("zhou", Role.CHECKER), ("juzhang", Role.SIGNER)):
        found[username] = Person.objects.create_user(username=username, password="x")
        found[username].memberships.create(agency=agency, role=role)
    return found


def hand_in(page: Any, path: Path) -> None:
    """Upload, see it read, file it."""
    page.goto("/staff/reports/import/")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="上传并识读").click()
    page.get_by_text("归档 1 份").click()
    page.get_by_role("link", name="云溪市水务局2024年政府信息公开工作年度报告").click()


def test_from_the_drafters_desk_to_the_public_page(
    browse: Callable[..., Any], people: dict[str, Person], word_file: Path
) -> None:
    page = browse(people["chen"])
    hand_in(page, word_file)

    # the wrong total is marked in its cell, the wrong sentence in its text
    total = page.locator("#at-requests-results_total-total")
    assert "is-error" in total.get_attribute("class")
    assert "14" in page.locator("mark").first.inner_text()

    # a click opens the cell and shows its place in the original; a figure that is none is refused
    total.get_by_role("link").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("改为").fill("十二")
    dialog.get_by_label("理由").fill("原件笔误")
    dialog.get_by_role("button", name="改正").click()
    dialog.get_by_role("alert").wait_for()
    assert dialog.get_by_label("理由").input_value() == "原件笔误"
    dialog.get_by_label("改为").fill("12")
    dialog.get_by_role("button", name="改正").click()
    page.locator("#at-requests-results_total-total.is-corrected").wait_for()
    assert page.locator(".rp-finding--error").count() == 0

    # the checker explains the sentence and approves
    page = browse(people["zhou"])
    report = Report.objects.get()
    page.goto(f"/staff/reports/{report.pk}/")
    finding = page.locator(".rp-finding", has_text="14").first
    finding.get_by_role("link", name="作结论").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("有合理原因").check()
    dialog.get_by_label("说明").fill("含两件合并办理的申请")
    dialog.get_by_role("button", name="记下结论").click()
    page.get_by_text("含两件合并办理的申请").first.wait_for()
    page.get_by_role("link", name="审核通过").click()
    page.get_by_role("button", name="审核通过").click()
    page.get_by_text("已审核通过，等待公开。").wait_for()

    # the head publishes, and anybody reads it
    page = browse(people["juzhang"])
    page.goto(f"/staff/reports/{report.pk}/")
    page.get_by_role("link", name="公开", exact=True).click()
    page.get_by_text("没有未处理的错误").wait_for()
    page.get_by_role("button", name="公开").click()
    page.get_by_text("已公开。").wait_for()
    assert Report.objects.get().state == ReportState.PUBLISHED

    page = browse(width=390)
    page.goto(f"/reports/{report.pk}/")
    assert "云溪市水务局" in page.locator("h1").inner_text()
    row = page.locator("tr", has_text="（七）总计").first
    assert row.locator("td").last.inner_text().split("\n")[0].strip() == "12"


def test_the_desk_fits_a_phone(
    browse: Callable[..., Any], people: dict[str, Person], word_file: Path
) -> None:
    page = browse(people["chen"], width=390)
    hand_in(page, word_file)
    report = Report.objects.get()
    for path in (
        "",
        "rules/",
        "previous/",
        "editions/",
        "history/",
        "cell/requests.granted.total/",
        "reread/",
    ):
        page.goto(f"/staff/reports/{report.pk}/{path}")
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), path
