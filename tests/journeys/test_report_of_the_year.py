"""The year's report from one button to publication, every figure open to its cases; and what moves it afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from support_office import Cast, Desk
from support_remedies import enters
from walking import Bureau, fits, words

from yangguang.cases.models import Case
from yangguang.law.remedy_results import Forum
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import Report

pytestmark = pytest.mark.django_db(transaction=True)

GRANTED = "requests.granted.natural_person"


@pytest.fixture
def year(cast: Cast, calendar: Any) -> Desk:
    """2025: one carried in, three received, two answered and one of these attacked; two carried over."""
    desk = Desk(cast)
    desk.receives("上年的申请", on="2024-12-20")
    first = desk.receives("道路工程预算", on="2025-03-03")
    second = desk.receives("校舍维修合同", on="2025-04-07")
    desk.receives("年底的申请", on="2025-12-22", applicant_kind="business")
    desk.does(first, "answer", on="2025-03-10", outcome="provide", how="附后")
    desk.does(second, "answer", on="2025-04-14", outcome="deny_process_info", reasons="过程性信息")
    return desk


def test_from_the_button_to_the_public_page(year: Desk, bureau: Bureau, calendar: Any, browse: Any) -> None:
    calendar.turns_to("2026-01-04")
    page = bureau.desk("drafter")
    page.goto("/staff/reports/")
    page.get_by_role("link", name="据案件计算").click()
    assert page.locator("#id_year").input_value() == "2025"
    page.get_by_role("button", name="计算").click()
    page.get_by_text("已据案件和台账计算").wait_for()
    report = Report.objects.get()

    # a figure opens the cases behind it
    cell = page.locator(f"#at-{GRANTED.replace('.', '-')}")
    assert cell.inner_text().strip().startswith("1")
    page.goto(f"/staff/reports/{report.pk}/cell/{GRANTED}/")
    page.get_by_role("link", name="查看构成这个数的案件").click()
    said = words(page)
    assert "道路工程预算" in said
    assert "校舍维修合同" not in said

    # what only the office can say is written; a wrong figure is marked while it is typed
    page.goto(f"/staff/reports/{report.pk}/part/1/")
    text = page.locator("#id_text")
    template = text.input_value()
    assert "本机关新收政府信息公开申请3件，上年结转1件；办结2件，结转下年度继续办理2件。" in template
    text.fill(template.replace("申请3件", "申请4件"))
    page.locator("[data-part-findings] .yg-mark").first.wait_for()
    lines = [
        line if not line.startswith("【请填写") else "开展了三次培训。" for line in template.splitlines()
    ]
    text.fill("\n".join(lines))
    page.get_by_text("没有发现与表中数据不符的句子。").wait_for()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存文字并重新核对。").wait_for()
    page.goto(f"/staff/reports/{report.pk}/part/5/")
    page.locator("#id_text").fill("公开内容还不够细。下一年改进。")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存文字并重新核对。").wait_for()

    # reviewed and published by those whose duty it is
    calendar.turns_to("2026-01-12")
    page = bureau.desk("checker")
    page.goto(f"/staff/reports/{report.pk}/review/")
    page.get_by_role("button", name="审核通过").click()
    calendar.turns_to("2026-01-15")
    page = bureau.desk("signer")
    page.goto(f"/staff/reports/{report.pk}/publish/")
    page.get_by_role("button", name="公开", exact=True).click()
    page.get_by_text("公开页面").first.wait_for()
    report.refresh_from_db()
    assert report.publication is not None
    public = browse(width=390)
    public.goto(f"/reports/{report.pk}/")
    assert "开展了三次培训。" in words(public)
    assert fits(public)

    # a case that is entered late moves the figures: the public report stays, the difference is shown
    calendar.turns_to("2026-02-02")
    late = year.receives("补登记的申请", on="2025-12-29")
    Case.objects.filter(pk=late.pk).update(created_at=calendar(), changed_at=calendar())
    page = bureau.desk("drafter")
    page.goto(f"/staff/reports/{report.pk}/now/")
    said = words(page)
    assert "补登记的申请" in said
    assert report.publication.annual_report().number("requests.new_received.total") == 3

    # and a corrected edition can be issued, with its reason
    page.goto("/staff/reports/compute/")
    page.get_by_role("button", name="计算").click()
    assert "为什么要更正" in words(page)
    page.locator("#id_note").fill("补登记一件申请。")
    page.get_by_role("button", name="计算").click()
    page.get_by_text("已据案件和台账计算").wait_for()
    assert report.editions.count() == 2
    assert "开展了三次培训。" in words(page), "what was written stays"
    for address in ("", "now/", "part/1/", f"behind/{GRANTED}/"):
        phone = bureau.browse(bureau.cast.drafter, width=390)
        phone.goto(f"/staff/reports/{report.pk}/{address}")
        assert fits(phone), address


def test_an_appeal_that_corrects_an_answer_changes_the_figures(
    year: Desk, bureau: Bureau, calendar: Any
) -> None:
    """Revoked in October and answered anew: table four says so, table three keeps the first answer of each."""
    request = Case.objects.get(title="校舍维修合同")
    appeal = enters(year, Forum.REVIEW, on="2025-09-08", request=request)
    year.does(
        appeal,
        "decide",
        on="2025-10-15",
        result="revoked",
        decided_on="2025-10-14",
        redo="redo",
        days=15,
        unit="working_days",
    )
    request.refresh_from_db()
    assert request.is_open
    year.does(request, "answer", on="2025-10-27", outcome="provide", how="附后")

    calendar.turns_to("2026-01-04")
    page = bureau.desk("drafter")
    page.goto("/staff/reports/compute/")
    page.get_by_role("button", name="计算").click()
    page.get_by_text("已据案件和台账计算").wait_for()
    report = Report.objects.get()
    assert "被申请行政复议1件，被提起行政诉讼0件" in words(page)
    figures = in_force(report)
    assert figures.number("remedies.review.corrected") == 1
    assert figures.number("requests.denied_process_info.natural_person") == 1
    assert figures.number(GRANTED) == 1
    assert not report.figures.errors
    page.goto(f"/staff/reports/{report.pk}/behind/remedies.review.corrected/")
    assert appeal.number in words(page)
    page.get_by_role("link", name=appeal.number).click()
    assert request.number in words(page)
