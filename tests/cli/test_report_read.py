"""``report read``: what was understood, with every state of a cell told apart."""

from __future__ import annotations

import json

from yangguang.annualreport.model import CellState


def test_it_shows_who_when_and_the_tables_as_in_the_form(call, right):
    result = call("report", "read", right)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "甲县信访局  2022"
    assert "国办公开办函〔2021〕30号" in lines[1]
    granted = next(line for line in lines if "（一）予以公开" in line)
    assert granted.split()[1:] == ["6", "0", "0", "0", "0", "0", "6"]
    assert "政府信息公开行政复议、行政诉讼情况" in result.stdout


def test_lines_fit_in_eighty_columns(call, right):
    from rich.cells import cell_len

    assert max(cell_len(line) for line in call("report", "read", right).stdout.splitlines()) <= 80


def test_blank_zero_not_applicable_unreadable_and_missing_look_different(call, saved):
    figures = {
        "requests.granted.natural_person": CellState.BLANK,
        "requests.granted.business": CellState.NOT_APPLICABLE,
        "requests.granted.research": CellState.UNREADABLE,
        "requests.granted.public_welfare": CellState.MISSING,
    }
    result = call("report", "read", saved("a.json", "甲县", 2022, figures=figures))
    granted = next(line for line in result.stdout.splitlines() if "（一）予以公开" in line)
    assert granted.split()[1:] == ["·", "／", "？", "缺", "0", "0", "0"]
    assert "· 空白（合计时按 0）" in result.stdout
    assert "？ 无法辨认" in result.stdout
    assert "†" not in result.stdout


def test_json_is_the_contract(call, right):
    data = json.loads(call("report", "read", right, "--json").stdout)
    assert (data["agency"], data["year"], data["format"]) == ("甲县信访局", 2022, "2021")
    assert data["requests"]["granted"]["natural_person"] == 6
    assert data["remedies"]["review"] == {"upheld": 0, "corrected": 0, "other": 0, "pending": 0, "total": 0}
    assert {"proactive", "fees", "sections", "repairs", "findings"} <= data.keys()


def test_findings_of_severity_error_exit_with_1_and_stand_in_the_json(call, wrong):
    result = call("report", "read", wrong, "--json")
    assert result.exit_code == 1
    errors = [one for one in json.loads(result.stdout)["findings"] if one["severity"] == "error"]
    assert [(one["rule"], one["where"], one["expected"], one["actual"]) for one in errors] == [
        ("R4", "remedies.review.total", 3, 4)
    ]


def test_standard_input_is_read(call, right):
    result = call("report", "read", "-", "--type", "json", stdin=right.read_bytes())
    assert result.exit_code == 0
    assert "甲县信访局  2022" in result.stdout
    assert call("report", "read", "-", stdin=right.read_bytes()).stdout == result.stdout


def test_a_file_that_is_not_there_is_named(call, tmp_path):
    result = call("report", "read", tmp_path / "没有.docx")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert str(tmp_path / "没有.docx") in result.stderr.replace("\n", "")


def test_a_broken_file_is_named_with_what_is_wrong(call, broken):
    result = call("report", "read", broken)
    assert result.exit_code == 2
    assert "坏.json" in result.stderr
    assert "JSON" in result.stderr


def test_repairs_are_shown_with_their_evidence(call, shared_reports):
    result = call("report", "read", shared_reports / "seed-0-ningxia-petition-bureau-2020.txt")
    assert result.exit_code == 0
    assert "“复议后起诉”行“尚未审结”列：0 → 1" in result.stdout
    assert "该行有 16 格" in result.stdout
    assert "1*" in result.stdout
    assert "* 按勾稽关系还原" in result.stdout


def test_a_report_of_another_law_is_refused_with_the_reason(call, shared_reports):
    result = call("report", "read", shared_reports / "021-pingtan-2018-oldformat-NEGATIVE.txt")
    assert result.exit_code == 2
    assert "法定年度报告" in result.stderr
