"""Word: every corner that keeps a secret is empty in the released file, and what people read is still there."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from papers import IDENTITY, OPEN, PHONE, SECRET, W, letter, photo, says

from yangguang.redaction import TextMark, WrongMark, check_release, open_material, release
from yangguang.redaction.errors import BrokenFile, UnreadableFile, UnsafeFile
from yangguang.redaction.release import leaks_of
from yangguang.redaction.word import BAR, WordFile

GROUND = "personal_privacy"


@pytest.fixture(scope="module")
def source():
    return letter()


def marked(data: bytes, *words: str):
    material = open_material(data, "来信.docx")
    marks = [
        mark
        for word in words
        for passage, start, end in material.find(word)
        for mark in material.marks_for(passage, start, end, GROUND)
    ]
    return material, marks


def text_of(data: bytes) -> str:
    return "\n".join(one.text for one in WordFile(data, "x.docx").passages)


def test_what_was_marked_is_in_no_byte_of_any_part(source):
    material, marks = marked(source, SECRET, IDENTITY, PHONE)
    released = release(source, "来信.docx", marks)
    for word in (SECRET, IDENTITY, PHONE):
        assert not says(released.data, word)
    assert leaks_of(released, "公开.docx", material, marks) == ()


def test_what_people_read_stays(source):
    _material, marks = marked(source, SECRET, IDENTITY, PHONE)
    text = text_of(release(source, "x.docx", marks).data)
    for word in (
        OPEN,
        "新加的字",
        "书签",
        "域结果",
        "控件里的字",
        "有批注的字",
        "新写法",
        "框里的字",
        "第一页",
        "姓名",
    ):
        assert word in text
    for word in ("删去的", "藏起来的", "旧写法", "DOCPROPERTY"):
        assert word not in text


def test_a_word_over_several_runs_is_one_bar_with_its_ground(source):
    _material, marks = marked(source, PHONE)
    assert f"联系电话{BAR}〔个人隐私〕，{OPEN}" in text_of(release(source, "x.docx", marks).data)


def test_the_bar_does_not_tell_how_long_the_name_was(source):
    texts = []
    for words in (SECRET[:2], SECRET):
        _material, marks = marked(source, f"申请人{words}")
        texts.append(text_of(release(source, "x.docx", marks).data).count("█"))
    assert texts[0] == texts[1] == len(BAR)


def test_header_and_table_are_marked_too(source):
    material, marks = marked(source, SECRET)
    places = {material.passages[one.paragraph].place for one in marks}
    assert places == {"正文", "页眉"}


def test_only_known_parts_are_packed(source):
    with zipfile.ZipFile(io.BytesIO(release(source, "x.docx", []).data)) as archive:
        names = set(archive.namelist())
        dates = {info.date_time for info in archive.infolist()}
    assert not {name for name in names if "docProps" in name or "custom" in name or "comments" in name}
    assert not {name for name in names if "embeddings" in name or "settings" in name or "fontTable" in name}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_word_still_opens_it_and_pictures_stay_without_their_exif():
    document = docx.Document()
    document.add_paragraph("照片如下")
    document.add_picture(io.BytesIO(photo(comment=SECRET.encode())))
    out = io.BytesIO()
    document.save(out)
    released = release(out.getvalue(), "x.docx", [])
    again = docx.Document(io.BytesIO(released.data))
    assert again.paragraphs[0].text == "照片如下"
    assert len(again.inline_shapes) == 1
    assert not says(released.data, SECRET)
    assert check_release(released.data, "x.docx", [SECRET]) == ()


def test_the_list_stands_at_the_end(source):
    _material, marks = marked(source, IDENTITY)
    released = release(source, "x.docx", marks)
    paragraphs = [p.text for p in docx.Document(io.BytesIO(released.data)).paragraphs]
    assert "不予公开内容清单" in paragraphs[-3]
    assert paragraphs[-1] == "1. 第 1 段：文字，涉及个人隐私（条例第十五条），1 处"


def test_overlapping_marks_become_one(source):
    marks = [TextMark(0, 0, 5, GROUND), TextMark(0, 3, 6, "trade_secret")]
    text = text_of(release(source, "x.docx", marks).data).split("\n")[0]
    assert text == f"{BAR}〔个人隐私〕，身份证号{IDENTITY}。"


@pytest.mark.parametrize(
    "mark", [TextMark(999, 0, 1, GROUND), TextMark(0, 0, 9999, GROUND), TextMark(0, 3, 3, GROUND)]
)
def test_a_mark_that_points_nowhere_is_refused(source, mark):
    with pytest.raises(WrongMark):
        release(source, "x.docx", [mark])


def test_macros_and_broken_files_are_refused(source):
    out = io.BytesIO(source)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(UnsafeFile):
        release(out.getvalue(), "x.docx", [])
    with pytest.raises(BrokenFile):
        release(source[: len(source) // 2], "x.docx", [])
    with pytest.raises(UnreadableFile):
        release(b"PK\x05\x06" + b"\0" * 18, "x.docx", [])


def test_text_hidden_by_a_style_is_gone():
    document = docx.Document()
    style = document.styles.add_style("Secret", 2)
    style.font.hidden = True
    paragraph = document.add_paragraph("看得见")
    paragraph.add_run("看不见", style="Secret")
    out = io.BytesIO()
    document.save(out)
    assert {leak.kind.value for leak in check_release(out.getvalue(), "x.docx")} >= {"hidden_text"}
    assert "看不见" not in text_of(release(out.getvalue(), "x.docx", []).data)


@pytest.mark.parametrize("kept", ["ins", "moveTo", "sdt", "hyperlink", "smartTag"])
def test_wrappings_go_and_their_words_stay(kept):
    document = docx.Document()
    inner = "<w:r><w:t>里面</w:t></w:r>"
    inside = f"<w:sdtContent>{inner}</w:sdtContent>" if kept == "sdt" else inner
    from lxml import etree

    document.element.body.insert(
        0, etree.fromstring(f'<w:p xmlns:w="{W}"><w:{kept}>{inside}</w:{kept}></w:p>')
    )
    out = io.BytesIO()
    document.save(out)
    assert text_of(release(out.getvalue(), "x.docx", []).data).startswith("里面")
