"""``yangguang release``: exit codes, what is written, what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from papers import IDENTITY, SECRET, answer, letter, says

from yangguang.cli import cli


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([*words, "--lang", "zh"], prog_name="yangguang")
    return int(left.value.code or 0)


@pytest.fixture
def paper(tmp_path) -> Path:
    file = tmp_path / "答复.pdf"
    file.write_bytes(answer(tmp_path))
    return file


def test_redact_then_check(paper, tmp_path, capsys):
    out = tmp_path / "公开.pdf"
    assert run("release", "redact", str(paper), "--word", SECRET, "--suggested", "-o", str(out)) == 0
    assert not says(out.read_bytes(), SECRET)
    assert not says(out.read_bytes(), IDENTITY)
    assert run("release", "check", str(out), "--forbid", SECRET, "--forbid", IDENTITY) == 0
    assert "没有发现" in capsys.readouterr().out


def test_check_names_the_spot_and_leaves_with_1(paper, capsys):
    assert run("release", "check", str(paper), "--forbid", SECRET) == 1
    assert "第 1 页的文字层——仍含有不予公开的文字：王小明" in capsys.readouterr().out
    assert run("release", "check", str(paper), "--forbid", SECRET, "--json") == 1
    leaks = json.loads(capsys.readouterr().out)
    assert {
        "kind": "forbidden",
        "label": "仍含有不予公开的文字",
        "where": "第 1 页的文字层",
        "text": SECRET,
    } in leaks


def test_each_word_has_its_ground(paper, tmp_path):
    out = tmp_path / "o.pdf"
    words = ["--word", SECRET, "--word", IDENTITY, "--ground", "trade_secret", "--ground", "personal_privacy"]
    assert run("release", "redact", str(paper), *words, "-o", str(out)) == 0
    three = [*words, "--ground", "state_secret"]
    assert run("release", "redact", str(paper), *three, "-o", str(tmp_path / "p.pdf")) == 64


def test_a_file_that_would_leak_is_not_written(paper, tmp_path, capsys):
    out = tmp_path / f"{SECRET}.pdf"
    assert run("release", "redact", str(paper), "--word", SECRET, "-o", str(out)) == 1
    assert "文件名" in capsys.readouterr().out
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--word", "没有这些字"), 64),
        ((), 64),
        (("--word", SECRET, "--ground", "nonsense"), 64),
    ],
)
def test_wrong_usage(paper, tmp_path, words, code):
    assert run("release", "redact", str(paper), *words, "-o", str(tmp_path / "o.pdf")) == code


def test_the_ending_tells_the_truth_and_nothing_is_overwritten(tmp_path):
    source = tmp_path / "来信.docx"
    source.write_bytes(letter())
    assert run("release", "redact", str(source), "--word", SECRET, "-o", str(tmp_path / "o.pdf")) == 64
    out = tmp_path / "o.docx"
    out.write_bytes(b"here already")
    assert run("release", "redact", str(source), "--word", SECRET, "-o", str(out)) == 64
    assert out.read_bytes() == b"here already"
    assert run("release", "redact", str(source), "--word", SECRET, "-o", str(out), "--force") == 0


def test_what_cannot_be_read_leaves_with_2(tmp_path):
    broken = tmp_path / "x.pdf"
    broken.write_bytes(b"%PDF-1.7 nonsense")
    assert run("release", "check", str(broken)) == 2
    assert run("release", "check", str(tmp_path / "missing.pdf")) == 2
