"""What a command is given: when files are worth processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from yangguang.cli.inputs import STDIN, is_light


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("年报", encoding="utf-8")
    return path


def test_a_few_small_texts_are_light(small):
    assert is_light([small, STDIN, small.with_name("没有.json")])


def test_many_files_are_not(small):
    assert not is_light([small] * 21)


def test_a_large_file_is_not(small):
    small.write_bytes(b"a" * 300_000)
    assert not is_light([small])


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.png", "a"])
def test_a_kind_that_takes_long_is_not(small, name):
    assert not is_light([small.rename(small.with_name(name))])
