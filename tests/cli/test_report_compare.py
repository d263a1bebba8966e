"""``report compare``: terminal, page and JSON say the same."""

from __future__ import annotations

import json

import pytest

from yangguang.annualreport.model import CellState

NEW = "requests.new_received.total"


@pytest.fixture
def two_years(saved):
    return [
        saved("2021.json", "甲县信访局", 2021, figures={NEW: 8, "remedies.review.upheld": CellState.BLANK}),
        saved("2022.json", "甲县信访局", 2022, figures={NEW: 9}),
    ]


def test_figures_stand_side_by_side_with_their_changes(call, two_years):
    result = call("report", "compare", *two_years)
    assert result.exit_code == 0
    line = next(line for line in result.stdout.splitlines() if line.startswith("一、本年新收"))
    assert line.split()[1:] == ["8", "9", "+1", "(+12.5%)"]
    assert "与同一机关前一份年度报告比较" in result.stdout
    assert "remedies" not in result.stdout


def test_lines_without_figures_are_hidden_unless_asked_for(call, two_years):
    brief, whole = (call("report", "compare", *two_years, *extra).stdout for extra in ((), ("--all",)))
    assert "加 --all 显示" in brief
    assert "结果维持" not in brief
    assert "结果维持" in whole
    assert "· 空白（合计时按 0）" in whole


def test_more_reports_than_fit_are_shown_in_turn(call, saved):
    files = [saved(f"{n}.json", f"第{n}县", 2022, figures={NEW: n}) for n in range(1, 8)]
    result = call("report", "compare", *files)
    assert all(f"第{n}县" in result.stdout for n in range(1, 8))
    from rich.cells import cell_len

    assert max(cell_len(line) for line in result.stdout.splitlines()) <= 80
    assert "均与第一份（第1县）比较" in result.stdout


def test_both_forms_meet_with_a_note(call, saved):
    files = [saved("a.json", "甲县", 2020, "2019"), saved("b.json", "甲县", 2021)]
    result = call("report", "compare", *files, "--all")
    assert "口径相近" in result.stdout
    assert "— 该格式没有这一项" in result.stdout


def test_json_has_every_row(call, two_years):
    data = json.loads(call("report", "compare", *two_years, "--json").stdout)
    row = next(row for row in data["rows"] if row["address"] == NEW)
    assert row["values"] == [8, 9]
    assert row["changes"] == [None, {"absolute": 1, "percent": "12.5"}]
    assert [one["file"] for one in data["reports"]] == [str(path) for path in two_years]


def test_the_page_is_written_once(call, two_years, tmp_path):
    page = tmp_path / "比较.html"
    assert call("report", "compare", *two_years, "--html", page).exit_code == 0
    assert "甲县信访局" in page.read_text("utf-8")
    assert call("report", "compare", *two_years, "--html", page).exit_code == 64
    assert call("report", "compare", *two_years, "--html", page, "--force").exit_code == 0


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_compared(call, two_years, broken):
    result = call("report", "compare", *two_years, broken)
    assert result.exit_code == 2
    assert "坏.json" in result.stderr
    assert "+12.5%" in result.stdout
