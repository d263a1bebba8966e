"""陈一鸣 brings the bureau's list of documents into its register, in a browser."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from register_files import DOCUMENT_HEADINGS, workbook

from yangguang.registers.models import Import, ImportState

ROWS = [
    DOCUMENT_HEADINGS,
    ["行政规范性文件", "关于甲的通知", "云信规〔2025〕1号", date(2025, 3, 18), "2025-03-20", "", "", "是"],
    ["行政规范性文件", "关于乙的通知", "云信规〔2023〕2号", "2023年11月2日", "", "2025.12.1", "废止", ""],
]


def test_a_list_goes_from_the_file_to_the_figures_of_the_report(
    browse: Any, cast: Any, tmp_path: Path
) -> None:
    file = tmp_path / "文件清单.xlsx"
    file.write_bytes(workbook(ROWS))
    page = browse(cast.drafter)
    page.goto(f"/staff/registers/{cast.bureau.pk}/documents/")
    page.get_by_role("link", name="从 Excel 导入").first.click()
    page.set_input_files("input[type=file]", str(file))
    page.get_by_text("文件清单.xlsx").wait_for()
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_role("button", name="确认导入 2 条").click()
    page.get_by_text("新增 2 条").wait_for()
    page.goto(f"/staff/registers/{cast.bureau.pk}/?year=2025")
    issued, repealed, in_force = page.locator("tr", has_text="行政规范性文件").locator("td").all_inner_texts()
    assert (issued, repealed, in_force) == ("1", "1", "1")
    page.locator("tr", has_text="行政规范性文件").locator("td a").nth(1).click()
    page.get_by_text("本年废止件数").wait_for()
    assert page.locator(".rg-list tbody tr").count() == 1


def test_the_page_of_a_file_on_its_way_refreshes_itself(browse: Any, cast: Any) -> None:
    now = timezone.now()
    batch = Import.objects.create(
        agency=cast.bureau,
        register="documents",
        name="a.xlsx",
        size=1,
        sha256="x",
        created_at=now,
        created_by=cast.drafter,
        changed_at=now,
        rows_total=50_000,
        rows_done=12_000,
    )
    page = browse(cast.drafter, width=390)
    page.goto(f"/staff/registers/{cast.bureau.pk}/documents/import/{batch.pk}/")
    page.get_by_text("正在核对：12000 / 50000 行").wait_for()
    Import.objects.update(rows_done=30_000)
    page.get_by_text("正在核对：30000 / 50000 行").wait_for()
    Import.objects.update(state=ImportState.DISCARDED)
    page.get_by_text("文件已放弃").wait_for()
