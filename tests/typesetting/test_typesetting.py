"""Pages from a template and data: the same bytes every time, no word taken for a command, rare signs too."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import typst

from yangguang import typesetting

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: none)
#set text(font: "Noto Serif CJK SC", lang: "zh")
= #data.title
#data.text
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def text_of(data: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


def test_the_same_data_gives_the_same_bytes(template):
    data = {"title": "答复书", "text": "王小明：您好。"}
    assert typesetting.pdf(template, data) == typesetting.pdf(template, data)


def test_words_are_words_and_never_commands(template):
    said = '#panic("x") $x^2$ \\ #import "a.typ" *粗* _斜_ <label> @ref'
    assert said.replace(" ", "") in text_of(typesetting.pdf(template, {"title": "题", "text": said})).replace(
        " ", ""
    )


@pytest.mark.parametrize("standards", [typesetting.ARCHIVED, typesetting.READ])
def test_a_sign_that_no_font_has_does_not_stop_the_page(template, standards):
    rare = "\U00030edd\ue000"  # a biang of Unicode 13, and a sign of private use
    found = text_of(typesetting.pdf(template, {"title": "题", "text": f"姓名{rare}同志"}, standards))
    assert "姓名" in found
    assert "同志" in found


def test_a_fault_of_the_template_is_an_error(tmp_path):
    broken = tmp_path / "broken.typ"
    broken.write_text("#let data = json(bytes(sys.inputs.data))\n#data.nothing", encoding="utf-8")
    with pytest.raises(typst.TypstError):
        typesetting.pdf(broken, {})
