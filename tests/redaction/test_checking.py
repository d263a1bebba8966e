"""The check before release: every side door, each with its spot; and it never falls over."""

from __future__ import annotations

import io
import warnings
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from papers import IDENTITY, PHONE, SECRET, answer, letter, loaded, photo

from yangguang.redaction import check_release
from yangguang.redaction.errors import EmptyFile, UnreadableFile
from yangguang.redaction.leaks import LeakKind, Search


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    paper = answer(tmp_path_factory.mktemp("paper"))
    return {"plain.pdf": paper, "loaded.pdf": loaded(paper), "letter.docx": letter(), "photo.jpg": photo()}


def kinds(data: bytes, name: str, *forbidden: str) -> set[LeakKind]:
    return {leak.kind for leak in check_release(data, name, forbidden)}


def said(data: bytes, name: str, *forbidden: str) -> str:
    return "\n".join(str(leak) for leak in check_release(data, name, forbidden))


def test_a_loaded_pdf_is_told_door_by_door(files):
    K = LeakKind
    assert kinds(files["loaded.pdf"], "x.pdf", SECRET) >= {
        K.FORBIDDEN,
        K.PROPERTIES,
        K.EMBEDDED,
        K.SCRIPT,
        K.NOTES,
        K.LEFTOVER,
        K.EARLIER_VERSION,
    }
    told = said(files["loaded.pdf"], "x.pdf", SECRET)
    for spot in (
        "第 1 页的文字层",
        "PDF 附件",
        "PDF 文档属性 Author",
        "第 1 页的注释（Text）",
        "PDF 书签",
        "第 2 页",
    ):
        assert spot in told


def test_a_loaded_word_file_is_told_door_by_door(files):
    K = LeakKind
    assert kinds(files["letter.docx"], "x.docx", SECRET) >= {
        K.FORBIDDEN,
        K.PROPERTIES,
        K.TRACKED,
        K.HIDDEN_TEXT,
        K.NOTES,
        K.EMBEDDED,
        K.LEFTOVER,
    }
    told = said(files["letter.docx"], "x.docx", SECRET, IDENTITY)
    for spot in (
        "word/comments.xml",
        "customxml/item9.xml",
        "docprops/core.xml",
        "word/embeddings",
        f"{IDENTITY.lower()}.png",
    ):
        assert spot in told


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["A2"] = "姓名", SECRET, "公开"
    sheet["A1"].comment = Comment("内部意见", "某人")
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("底稿").sheet_state = "veryHidden"
    book.defined_names["机密"] = openpyxl.workbook.defined_name.DefinedName(
        "机密", attr_text="Sheet!$A$1", hidden=True
    )
    book.properties.creator = SECRET
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_shows_its_hidden_columns_rows_and_sheets():
    told = said(workbook(), "x.xlsx", SECRET)
    for spot in (
        "第 2–2 列",
        "第 2 行",
        "隐藏的工作表“底稿”",
        "隐藏的名称“机密”",
        "批注",
        "文档属性 creator",
    ):
        assert spot in told
    assert LeakKind.FORBIDDEN in kinds(workbook(), "x.xlsx", SECRET)


def test_names_of_files_and_of_members_of_archives(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{SECRET}/答复.pdf", files["plain.pdf"])
        archive.writestr("里面.zip", _zip({f"{PHONE}.txt": "内容".encode()}))
        archive.comment = SECRET.encode()
    told = said(out.getvalue(), "公开.zip", SECRET)
    assert f"文件名“{SECRET}/答复.pdf”" in told
    assert "压缩包内“里面.zip”" in told
    assert "压缩包注释" in told
    assert "第 1 页的文字层" in told
    assert kinds(files["photo.jpg"], f"{PHONE}.jpg") == {LeakKind.FILE_NAME}
    assert kinds(files["photo.jpg"], f"{SECRET}.jpg", SECRET) == {LeakKind.FILE_NAME}
    assert kinds(files["photo.jpg"], "公开.jpg", SECRET) == set()


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "written",
    ["王小明", "王 小 明", "王\n小\n明", "王\u200b小明", "\u3000王小明", "王\u00ad小\u2060明"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_other_spellings_are_the_same_word(written, encoding):
    assert LeakKind.FORBIDDEN in kinds(f"甲\n乙{written}丙".encode(encoding), "x.txt", SECRET)


@pytest.mark.parametrize("written", ["13800005678", "１３８００００５６７８", "138 0000 5678"])
def test_numbers_in_other_dress(written):
    assert LeakKind.FORBIDDEN in kinds(written.encode(), "x.txt", PHONE)


@pytest.mark.parametrize("written", ["小明", "王小朋", "王大明", ""])
def test_other_words_are_no_leak(written):
    assert kinds(f"甲{written}".encode(), "x.txt", SECRET) == set()


def test_a_clean_text_has_no_leak_and_an_empty_file_is_no_file():
    assert check_release("可以公开。".encode(), "公开.txt", [SECRET]) == ()
    with pytest.raises(EmptyFile):
        check_release(b"", "x.txt")


def test_each_leak_is_told_once(files):
    told = [str(leak) for leak in check_release(files["loaded.pdf"], "x.pdf", [SECRET])]
    assert len(told) == len(set(told))


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_file_is_told_or_refused_but_never_breaks_the_check(files, data):
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    with suppress(UnreadableFile):
        check_release(bytes(content[:cut]), name, [SECRET])


def test_two_members_of_one_name_hide_one_of_them():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("甲.txt", SECRET)
        archive.writestr("甲.txt", "公开")
    assert LeakKind.LEFTOVER in kinds(out.getvalue(), "x.zip", SECRET)


@given(st.text("王小明abＡ１1 \n", min_size=2, max_size=6), st.text(max_size=10), st.text(max_size=10))
def test_a_forbidden_text_is_found_in_any_text_around_it(term, before, after):
    search = Search([term])
    if search:
        assert list(search.in_text(f"{before} {term} {after}"))
