"""``report check``: one line a file, the findings of each, and the worst exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def line_of(output: str, name: str) -> list[str]:
    return next(line for line in output.splitlines() if line.startswith(name)).split()


def test_one_file_shows_its_findings_in_words(call, wrong):
    result = call("report", "check", wrong)
    assert result.exit_code == 1
    text = " ".join(result.stdout.split())
    assert "错误 R4 政府信息公开行政复议、行政诉讼情况“行政复议”行“总计”列" in text
    assert "应为 3，实为 4" in text
    assert "建议：" in text
    assert "remedies.review.total" not in text


def test_a_file_without_findings_of_weight_exits_with_0(call, right):
    assert call("report", "check", right).exit_code == 0


def test_several_files_have_a_line_each_and_the_worst_code_wins(call, right, wrong, broken):
    result = call("report", "check", right, wrong, broken, "--jobs", "2")
    assert result.exit_code == 2
    assert line_of(result.stdout, "甲县.json")[1:5] == ["甲县信访局", "2022", "2021", "0"]
    assert line_of(result.stdout, "乙县.json")[4] == "1"
    assert line_of(result.stdout, "乙县.json")[-1] == "有错误"
    assert "无法读取" in " ".join(line_of(result.stdout, "坏.json"))
    assert "共 3 份：1 份无错误，1 份有错误，1 份无法读取。" in result.stdout
    assert "坏.json" in result.stderr


def test_errors_alone_exit_with_1(call, right, wrong):
    assert call("report", "check", right, wrong).exit_code == 1


def test_json_is_a_list_with_an_object_for_each_file_in_order(call, right, wrong, broken):
    result = call("report", "check", wrong, broken, right, "--json")
    assert result.exit_code == 2
    first, second, third = json.loads(result.stdout)
    assert first["file"] == str(wrong)
    assert [one["rule"] for one in first["findings"] if one["severity"] == "error"] == ["R4"]
    assert {one["rule"] for one in first["rules"]} >= {"R1", "R2", "R3", "R4", "R5"}
    assert second["file"] == str(broken)
    assert second["error"]["kind"] == "BrokenFile"
    assert third["agency"] == "甲县信访局"


def test_the_type_is_that_of_the_standard_input_and_not_of_the_files_beside_it(call, right, tmp_path):
    page = tmp_path / "乙.html"
    call("report", "write", right, "--to", "html", "-o", page)
    result = call("report", "check", "-", page, "--type", "json", "--json", stdin=right.read_bytes())
    assert result.exit_code == 0, result.stderr
    assert [one["file"] for one in json.loads(result.stdout)] == ["-", str(page)]


def test_json_of_one_file_is_a_list_too(call, right):
    (only,) = json.loads(call("report", "check", right, "--json").stdout)
    assert only["year"] == 2022


def test_results_do_not_depend_on_the_number_of_processes(call, right, wrong, broken):
    one, two = (call("report", "check", right, wrong, broken, "--json", "--jobs", jobs) for jobs in (1, 2))
    assert one.stdout == two.stdout


def test_rules_are_listed_with_the_reason_why_one_could_not_be_told(call, right):
    result = call("report", "check", right, "--rules")
    assert line_of(result.stdout, "R1")[1] == "通过"
    assert line_of(result.stdout, "X1")[1] == "无法判断"
    assert len(line_of(result.stdout, "X1")) > 3


def test_a_folder_is_read_with_all_below_it(call, saved, tmp_path):
    saved("收件/甲.json", "甲县", 2022)
    saved("收件/乡镇/乙.json", "乙镇", 2022)
    (tmp_path / "收件" / "照片.heic").write_bytes(b"\0\1")
    (tmp_path / "收件" / "~$甲.docx").write_bytes(b"lock")
    result = call("report", "check", tmp_path / "收件", "--json")
    assert [Path(one["file"]).name for one in json.loads(result.stdout)] == ["乙.json", "甲.json"]


def test_a_folder_with_nothing_to_read_is_wrong_input(call, tmp_path):
    result = call("report", "check", tmp_path)
    assert result.exit_code == 2
    assert "文件夹中没有可以读取的文件" in result.stderr


NEXT = {"requests.carried_in.natural_person": 5, "requests.carried_in.total": 5}
OUT = {"requests.carried_out.natural_person": 4, "requests.carried_out.total": 4}


@pytest.fixture
def two_years(saved) -> tuple[Path, Path]:
    """2021 carries four requests over, 2022 says it took five."""
    before = saved("往年/2021.json", "宁夏回族自治区信访局", 2021, figures=OUT)
    return before, saved("2022.json", "宁夏信访局", 2022, figures=NEXT)


def x1(result) -> list[dict]:
    (only,) = json.loads(result.stdout)
    return [one for one in only["findings"] if one["rule"] == "X1"]


def test_the_year_before_is_given_as_a_file(call, two_years):
    before, now = two_years
    found = x1(call("report", "check", now, "--previous", before, "--json"))
    assert {(one["where"], one["expected"], one["actual"]) for one in found} >= {
        ("requests.carried_in.natural_person", 4, 5)
    }


def test_the_year_before_is_found_in_a_folder_by_body_and_year(call, two_years, saved):
    before, now = two_years
    saved("往年/别家2021.json", "青海省信访局", 2021)
    saved("往年/2020.json", "宁夏信访局", 2020, "2019")
    assert x1(call("report", "check", now, "--previous", before.parent, "--json"))


def test_without_the_year_before_nothing_is_said_about_it(call, two_years, saved, tmp_path):
    saved("别家/2021.json", "青海省信访局", 2021)
    now = two_years[1]
    assert x1(call("report", "check", now, "--json")) == []
    assert x1(call("report", "check", now, "--previous", tmp_path / "别家", "--json")) == []


def test_an_unreadable_year_before_is_wrong_input(call, right, broken):
    result = call("report", "check", right, "--previous", broken)
    assert result.exit_code == 2
    assert "坏.json" in result.stderr


def test_the_real_files_have_exactly_the_errors_that_were_found_by_hand(call, shared_reports):
    files = [*sorted(shared_reports.glob("seed-*.txt")), shared_reports / "013-pingtan-2020.txt"]
    result = call("report", "check", *files, "--json", "--jobs", "2")
    for file, report in zip(files, json.loads(result.stdout), strict=True):
        truth = json.loads((shared_reports / "truth" / f"{file.stem}.json").read_text("utf-8"))
        expected = {(one["rule"], one["where"]) for one in truth["expect"]["errors"]}
        found = {(one["rule"], one["where"]) for one in report["findings"] if one["severity"] == "error"}
        assert found == expected, file.name


def test_a_report_that_names_nobody_is_said_to(call, right, tmp_path):
    data = json.loads(Path(right).read_text(encoding="utf-8"))
    nameless = tmp_path / "无名.json"
    nameless.write_text(json.dumps(data | {"agency": "", "year": None}), encoding="utf-8")
    assert "机关不明年度不明" in "".join(call("report", "check", nameless).stdout.split())
