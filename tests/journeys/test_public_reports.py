"""Citizens and clerks with annual reports, in a browser.

老李 reads and compares what the offices of his city published; 小陈 tries the report that she has to
hand in tomorrow before anybody else sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pdfplumber
import pytest
from walking import fits

from yangguang.reports import samples
from yangguang.reports.samples import loading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(browse: Callable[..., Any]) -> Any:
    """A phone in front of the city of the samples."""
    loading.load(lambda said: None)
    return browse(width=390)


def test_lao_li_reads_a_report_and_compares_three_years(page: Any) -> None:
    page.goto("/reports/")
    assert "10" in page.locator("[role=status]").inner_text()
    page.get_by_label("查找").fill("晴川市信访局")
    page.get_by_role("button", name="筛选").click()
    titles = page.locator(".rp-item__title")
    assert [title.split()[-1] for title in titles.all_inner_texts()] == ["2022年", "2021年", "2020年"]
    assert fits(page)

    titles.first.get_by_role("link").click()
    assert "晴川市信访局2022年" in page.locator("h1").inner_text()
    assert "合并办理" in page.locator("#check").inner_text(), "the office explains itself"
    page.locator(".yg-chart__canvas canvas").first.wait_for()
    assert page.locator(".yg-chart__canvas canvas").count() == 3
    assert fits(page)

    page.get_by_role("link", name="与其他年度比较").click()
    received = page.locator("tr", has_text="一、本年新收政府信息公开申请数量").first
    figures = [cell.split("\n")[0] for cell in received.locator("td").all_inner_texts()]
    assert [figure.split("−")[0].split("+")[0].strip() for figure in figures] == ["136", "158", "148"]
    assert "口径说明" in page.locator("main").inner_text()
    assert fits(page)

    page.get_by_title("移除").first.click()
    assert page.locator(".rp-chips li").count() == 2


def test_the_picked_reports_of_the_list_are_compared(page: Any) -> None:
    page.goto("/reports/?year=2023")
    for box in page.locator(".rp-item__pick input").all():
        box.check()
    page.get_by_role("button", name="比较所选报告").click()
    assert page.locator(".rp-chips li").count() == 2
    assert "晴川市自然资源局" in page.locator(".rp-compare thead").first.inner_text()


@pytest.mark.parametrize("address", ["/", "/reports/", "/reports/check/", "/reports/open-data/", "/design/"])
def test_pages_fit_a_phone_in_large_type(page: Any, address: str) -> None:
    page.goto("/")
    page.get_by_role("button", name="大字").click()
    page.goto(address)
    assert fits(page)


@pytest.mark.parametrize("language", ["中文", "English"])
def test_the_name_of_the_house_is_never_broken_by_a_long_menu(
    browse: Callable[..., Any], language: str
) -> None:
    page = browse()
    page.goto("/reports/")
    if language == "English":
        page.get_by_role("button", name=language).click()
    for press in ("", "[data-toggle-type]"):
        if press:
            page.locator(press).click()
        for width in (390, 920, 1100, 1280, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.locator(".yg-brand").evaluate("name => name.offsetHeight < 72"), (width, press)
            assert fits(page), (width, press)


def test_on_a_phone_a_table_that_goes_on_fades_at_its_edge_until_its_end_is_in_sight(page: Any) -> None:
    page.goto("/reports/?year=2023")
    page.locator(".rp-item__title a").first.click()
    table = page.locator(".yg-table-scroll:has(.rp-sheet--requests)")
    edge = "table => getComputedStyle(table).getPropertyValue('--yg-edge')"
    assert table.evaluate(edge) != "0px"
    table.evaluate("table => { table.scrollLeft = table.scrollWidth }")
    page.wait_for_function(
        "table => getComputedStyle(table).getPropertyValue('--yg-edge') === '0px'", arg=table.element_handle()
    )


def test_on_paper_no_table_begins_with_its_head_at_the_foot_of_a_page(page: Any, tmp_path: Path) -> None:
    page.goto("/reports/?year=2019&q=办公室")
    page.locator(".rp-item__title a").first.click()
    paper = tmp_path / "paper.pdf"
    page.pdf(path=paper, format="A4")
    with pdfplumber.open(paper) as printed:
        # the font of the browser may print 行 as its radical
        sheets = [normalize("NFKC", sheet.extract_text()) for sheet in printed.pages]
    remedies = [sheet for sheet in sheets if "未经复议直接起诉" in sheet]
    assert len(remedies) == 1, "the head of table four is printed once"
    assert "四、政府信息公开行政复议" in remedies[0]
    assert "11 0 0 0 11" in remedies[0], "its figures stand under it"


def test_two_offices_fit_a_phone_beside_each_other(page: Any) -> None:
    page.goto("/reports/?year=2023")
    for box in page.locator(".rp-item__pick input").all():
        box.check()
    page.get_by_role("button", name="比较所选报告").click()
    tables = page.locator(".yg-table-scroll:has(.rp-compare)")
    assert tables.count() > 3
    assert tables.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")


def test_xiao_chen_finds_the_wrong_total_before_anybody_else(page: Any, tmp_path: Path) -> None:
    given = samples.file(samples.BY_NAME["qingchuan-ziran-2023"])
    report = tmp_path / given.name
    report.write_bytes(given.content)
    page.goto("/reports/check/")
    page.get_by_label("年度报告文件").set_input_files(report)
    assert given.name in page.locator("[data-dropzone-list]").first.inner_text()
    page.get_by_role("button", name="开始核对").click()

    page.get_by_role("heading", name="核对结果", level=1).wait_for()
    assert "有 2 处错误" in page.locator("[role=status]").inner_text()
    first = page.locator(".rp-finding").first
    assert "总计填写 14" in first.inner_text()
    first.get_by_role("link").first.click()
    assert page.url.endswith("#c-requests-unavailable_not_held-total")
    wrong = page.locator("#c-requests-unavailable_not_held-total")
    assert "is-error" in str(wrong.get_attribute("class"))
    assert wrong.evaluate(
        "cell => { const b = cell.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight }"
    )
    assert fits(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="核对结果（XLSX）").click()
    assert download.value.suggested_filename == "核对结果.xlsx"


def test_a_file_that_is_no_report_leaves_her_on_the_form_with_advice(page: Any, tmp_path: Path) -> None:
    other = tmp_path / "会议通知.txt"
    other.write_text("定于下周一召开全体会议，请准时参加。", encoding="utf-8")
    page.goto("/reports/check/")
    page.get_by_label("年度报告文件").set_input_files(other)
    with page.expect_response("**/reports/check/") as answer:
        page.get_by_role("button", name="开始核对").click()
    assert answer.value.status == 422
    assert "没有得到结果" in page.locator("[role=alert]").inner_text()
