"""``report write``: whole or not at all, and nothing overwritten unasked."""

from __future__ import annotations

import json
import os
import stat

import pytest

from yangguang.annualreport import read

MAGIC = {"docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pdf": b"%PDF", "html": b"<!", "json": b"{"}


@pytest.mark.parametrize("kind", MAGIC)
def test_each_kind_is_written_beside_the_file_and_reads_back_the_same(call, right, kind, tmp_path):
    out = tmp_path / f"新.{kind}"
    result = call("report", "write", right, "--to", kind, "-o", out)
    assert result.exit_code == 0
    assert out.read_bytes()[:4].lower().startswith(MAGIC[kind].lower())
    before, after = read(right), read(out)
    assert (after.agency, after.year, after.format.id) == ("甲县信访局", 2022, "2021")
    assert {p: c.number for p, c in after.cells.items()} == {p: c.number for p, c in before.cells.items()}


def test_without_a_name_it_is_that_of_the_file_with_the_kind(call, right):
    assert call("report", "write", right, "--to", "html").exit_code == 0
    assert right.with_suffix(".html").is_file()


def test_a_file_that_is_there_stays(call, right, tmp_path):
    out = tmp_path / "年报.html"
    out.write_text("旧", encoding="utf-8")
    result = call("report", "write", right, "--to", "html", "-o", out)
    assert result.exit_code == 64
    assert "--force" in result.stderr
    assert out.read_text("utf-8") == "旧"
    assert call("report", "write", right, "--to", "html", "-o", out, "--force").exit_code == 0
    assert "甲县信访局" in out.read_text("utf-8")


def test_the_source_itself_is_not_overwritten(call, right):
    before = right.read_bytes()
    assert call("report", "write", right, "--to", "json").exit_code == 64
    assert right.read_bytes() == before


def test_a_dash_writes_to_standard_output_and_nothing_else(call, right):
    result = call("report", "write", right, "--to", "pdf", "-o", "-")
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"%PDF")
    assert result.stdout_bytes.rstrip().endswith(b"%%EOF")


def test_what_is_piped_in_is_piped_out(call, right):
    result = call("report", "write", "-", "--type", "json", "--to", "json", stdin=right.read_bytes())
    assert result.exit_code == 0
    assert json.loads(result.stdout_bytes)["agency"] == "甲县信访局"


def test_a_failed_write_leaves_nothing_behind(call, right, tmp_path):
    result = call("report", "write", right, "--to", "html", "-o", tmp_path / "没有" / "年报.html")
    assert result.exit_code == 2
    assert "无法写入文件" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["甲县.json"]


def test_an_unreadable_source_writes_nothing(call, broken, tmp_path):
    assert call("report", "write", broken, "--to", "html", "-o", tmp_path / "x.html").exit_code == 2
    assert not (tmp_path / "x.html").exists()


def test_the_file_may_be_read_by_those_who_may_read_new_files(call, right, tmp_path):
    before = os.umask(0o027)
    try:
        call("report", "write", right, "--to", "html", "-o", tmp_path / "x.html")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.html").stat().st_mode) == 0o640


def test_where_nothing_can_be_written_is_said_in_words(call, right, tmp_path):
    gone = call("report", "write", right, "--to", "json", "-o", tmp_path / "没有" / "a.json")
    assert gone.exit_code == 2
    assert "没有这个文件夹" in gone.stderr
    folder = call("report", "write", right, "--to", "json", "-o", tmp_path)
    assert folder.exit_code == 64
    assert "是一个文件夹" in folder.stderr
