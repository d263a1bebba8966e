"""``report rollup``: the sum, its trace, and what is refused."""

from __future__ import annotations

import json

import pytest

from yangguang.annualreport import read
from yangguang.annualreport.model import CellState

NEW = "requests.new_received.total"
NATURAL = "requests.new_received.natural_person"
OUT = ("requests.carried_out.natural_person", "requests.carried_out.total")


def received(count: int) -> dict[str, object]:
    return dict.fromkeys((NEW, NATURAL, *OUT), count)


@pytest.fixture
def three(saved, tmp_path):
    for number, name in enumerate(("甲县", "乙县", "丙县"), start=1):
        saved(f"收件/{name}.json", f"{name}信访局", 2022, figures=received(number))
    return tmp_path / "收件"


def test_a_folder_is_summed_and_named(call, three):
    result = call("report", "rollup", three, "--agency", "全市信访系统", "--year", "2022")
    assert result.exit_code == 0
    assert "汇总 3 份报告" in result.stdout
    assert "全市信访系统  2022" in result.stdout
    lines = [line for line in result.stdout.splitlines() if line.startswith("一、本年新收")]
    assert lines[0].split()[-1] == "6"


def test_one_total_is_traced_to_its_parts(call, three):
    result = call("report", "rollup", three, "--trace", NEW)
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["甲县信访局", "1"] in rows
    assert ["丙县信访局", "3"] in rows
    assert ["合计", "6"] in rows


def test_an_address_that_does_not_exist_is_wrong_usage(call, three):
    result = call("report", "rollup", three, "--trace", "requests.nothing")
    assert result.exit_code == 64
    assert "requests.nothing" in result.stderr


def test_json_is_the_report_with_its_trace(call, three):
    data = json.loads(call("report", "rollup", three, "--json").stdout)
    assert data["requests"]["new_received"]["total"] == 6
    assert [part["value"] for part in data["rollup"]["trace"][NEW]] == [3, 2, 1]
    assert [source["agency"] for source in data["rollup"]["sources"]] == [
        "丙县信访局",
        "乙县信访局",
        "甲县信访局",
    ]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "html", "json"])
def test_the_sum_is_written_in_the_official_layout(call, three, tmp_path, kind):
    out = tmp_path / f"汇总.{kind}"
    result = call("report", "rollup", three, "--agency", "全市信访局", "-o", out)
    assert result.exit_code == 0, result.stderr
    assert read(out).number(NEW) == 6


def test_an_output_of_no_known_kind_is_wrong_usage(call, three, tmp_path):
    assert call("report", "rollup", three, "-o", tmp_path / "汇总").exit_code == 64


def test_the_same_body_twice_is_refused_with_both_files(call, saved):
    files = [saved(name, "甲县信访局", 2022, figures=received(2)) for name in ("a.json", "b.json")]
    result = call("report", "rollup", *files)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "a.json" in result.stderr
    assert "b.json" in result.stderr
    assert "重复计算" in result.stderr


def test_different_years_are_refused(call, saved):
    files = [saved("a.json", "甲县", 2021), saved("b.json", "乙县", 2022)]
    result = call("report", "rollup", *files)
    assert result.exit_code == 2
    assert "不同年度" in result.stderr


def test_one_unreadable_file_makes_no_sum(call, three, broken):
    result = call("report", "rollup", three, broken)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "坏.json" in result.stderr
    assert "汇总不完整" in result.stderr


def test_a_total_that_cannot_be_computed_says_what_it_waits_for(call, saved):
    figures = {"requests.granted.natural_person": CellState.UNREADABLE}
    files = [saved("a.json", "甲县信访局", 2022, figures=figures), saved("b.json", "乙县信访局", 2022)]
    result = call("report", "rollup", *files)
    assert "无法计算的合计 1 个" in result.stdout
    assert "“（一）予以公开”行“自然人”列  ← 甲县信访局" in result.stdout


def test_errors_of_the_sum_exit_with_1(call, saved):
    wrong = saved("a.json", "甲县信访局", 2022, figures={NEW: 5})
    result = call("report", "rollup", wrong, saved("b.json", "乙县信访局", 2022))
    assert result.exit_code == 1
    assert "1 份报告自身有勾稽错误" in result.stdout
