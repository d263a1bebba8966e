"""The English catalogue of the library: complete, up to date, and the same facts on both sides."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from yangguang.annualreport.errors import EmptyFile
from yangguang.annualreport.formats import FORMATS
from yangguang.translation import Message, gettext, language

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The script that keeps the catalogue."""
    spec = importlib.util.spec_from_file_location(
        "library_messages", ROOT / "scripts" / "library_messages.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_message_has_its_english_and_the_compiled_catalogue_is_up_to_date(tool):
    assert tool.problems() == []


def test_messages_are_found_where_they_are_marked(tool):
    found = tool.messages()
    assert len(found) > 400
    assert "第二十条第（一）项" in found
    assert any(place.endswith("errors.py") or "reading" in place for place in found["文件是空的。"])


def test_no_english_text_has_chinese_in_it(tool):
    quoted = {"无"}  # what an office is to write, word for word
    wrong = {
        str(message.string)
        for message in tool.catalogue()
        if message.id and set(tool.CHINESE.findall(str(message.string))) - quoted
    }
    assert wrong == set()


def test_placeholders_of_the_english_can_be_filled(tool):
    for message in tool.catalogue():
        if message.id:
            names = tool.PLACEHOLDER.findall(str(message.id))
            if names and message.string:
                assert str(message.string).format_map(dict.fromkeys(names, "1"))


def test_a_missing_translation_is_named(tool, monkeypatch, tmp_path):
    monkeypatch.setattr(tool, "PO", tmp_path / "yangguang.po")
    monkeypatch.setattr(tool, "MO", tmp_path / "yangguang.mo")
    assert any("no English for" in problem for problem in tool.problems())
    tool.update()
    assert tool.PO.exists()
    assert len(tool.problems()) == len(tool.messages())


def test_the_library_speaks_english_when_asked():
    label = FORMATS[1].requests.row("granted").label
    with language("en"):
        assert gettext(label) == "(1) Granted"
        assert str(
            Message(
                "“{row}”：维持、纠正、其他、尚未审结相加为 {left}，总计填写 {right}，相差 {gap}。",
                {"row": "行政复议", "left": 1, "right": 2, "gap": 1},
            )
        ) == (
            "“Administrative reconsideration”: upheld, corrected, other and pending add up to 1; "
            "the total says 2, a difference of 1."
        )
        assert "empty" in str(EmptyFile("文件是空的。", file="a.txt"))
    assert gettext(label) == label
