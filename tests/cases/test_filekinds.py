"""What is taken in, by content; and everything that is not."""

from __future__ import annotations

import io

import files
import pytest
from PIL import Image

from yangguang.cases import filekinds
from yangguang.cases.filekinds import kind_of
from yangguang.cases.refused import Refused


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (files.pdf(), "a.pdf", "pdf"),
        (files.pdf(), "a.exe", "pdf"),  # the name does not decide
        (files.packed_pdf(), "a.pdf", "pdf"),
        (files.pdf(catalog="/OpenAction [3 0 R /Fit]", text="Launch /Launchpad"), "a.pdf", "pdf"),
        (files.docx(word__embeddings__table1_dot_xlsx=files.xlsx()), "a.docx", "docx"),  # behind a chart
        (files.docx_that_brings("image", "https://example.org/a.png"), "a.docx", "docx"),
        (files.picture("PNG"), "a.png", "png"),
        (files.picture("JPEG"), "a.jpeg", "jpg"),
        (files.picture("HEIF"), "IMG_1.HEIC", "heic"),
        (files.docx(), "a.docx", "docx"),
        (files.xlsx(), "a.xlsx", "xlsx"),
        (files.doc(), "a.doc", "doc"),
        (files.xls(), "a.xls", "xls"),
        (files.ofd(), "a.ofd", "ofd"),
        ("申请公开某路改造预算".encode(), "a.txt", "txt"),
        ("申请公开某路改造预算".encode("gb18030"), "a.txt", "txt"),
        ("申请公开某路改造预算".encode("utf-16"), "a.txt", "txt"),
        (b'{"a": 1}', "a.json", "txt"),
    ],
)
def test_what_is_taken_in(data, name, kind):
    assert kind_of(data, name).id == kind


OLE10 = "\x01Ole10Native".encode("utf-16-le") + b"\0\0"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.pdf", "空的"),
        (b"MZ\x90\0" + b"\0" * 200, "a.pdf", "不是可以接收的类型"),
        (b"MZ this is text", "a.txt", "不是可以接收的类型"),
        (b"#!/bin/sh\nrm -rf x\n", "a.txt", "不是可以接收的类型"),
        (b"\x7fELF" + b"\0" * 200, "a", "不是可以接收的类型"),
        (b"<!doctype html><html><script>1</script></html>", "a.txt", "不是可以接收的类型"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", "不是可以接收的类型"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "不是可以接收的类型"),
        (b"GIF89a" + b"\0" * 100, "a.gif", "不是可以接收的类型"),
        (b"{\\rtf1 hello}", "a.doc", "不是可以接收的类型"),
        (files.archive(a_dot_txt=b"x"), "a.zip", "压缩包请解开"),
        (files.archive(a_dot_txt=b"x"), "a.docx", ""),
        (b"Rar!\x1a\x07\0" + b"\0" * 100, "a.rar", "不是可以接收的类型"),
        (files.macro_docx(), "a.docx", "宏"),
        (files.macro_doc(), "a.doc", "宏"),
        (files.xls(sheet_type=1), "a.xls", "宏"),  # a sheet of Excel 4.0 macros
        (files.xls(sheet_type=6), "a.xls", "宏"),
        (files.docx_with_remote_template(), "a.docx", "宏"),
        (files.docx(word__activeX__activeX1_dot_xml=b"<x/>"), "a.docx", "宏"),
        (files.docx(word__media__image1_dot_png=b"MZ\x90\0"), "a.docx", "宏"),
        (
            files.docx(word__embeddings__oleObject1_dot_bin="\x01Ole10Native".encode("utf-16-le") + b"\0\0"),
            "a.docx",
            "宏",
        ),
        (files.archive(OFD_dot_xml=b"<x/>", setup_dot_exe=b"MZ\x90\0"), "a.ofd", "宏"),
        (files.scripted_pdf(), "a.pdf", "脚本"),
        (files.pdf(catalog="/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"), "a.pdf", "脚本"),
        (files.pdf(catalog="/OpenAction <</S /Java#53cript /JS (app.alert\\(1\\))>>"), "a.pdf", "脚本"),
        (files.pdf(catalog="/OpenAction <</S/Launch/F (calc.exe)>>"), "a.pdf", "脚本"),
        (files.pdf(catalog="/AA <</WC <</S /JavaScript /JS (x)>>>>"), "a.pdf", "脚本"),
        (files.pdf(catalog="/AcroForm <</XFA [(a) 6 0 R]>>"), "a.pdf", "脚本"),
        (files.pdf(catalog="/AF [<</Type /Filespec /F (a.exe) /EF <</F 6 0 R>>>>]"), "a.pdf", "脚本"),
        (files.packed_pdf("/OpenAction", "/JavaScript"), "a.pdf", "脚本"),
        (files.packed_pdf("/OpenAction", "/Launch"), "a.pdf", "脚本"),
        (files.docx(word__embeddings__picture1_dot_png=files.OLE + OLE10), "a.docx", "宏"),
        (files.docx(word__embeddings__table1_dot_xlsx=files.macro_docx()), "a.docx", "宏"),
        (files.docx_that_brings("aFChunk", "chunk.mht", external=False), "a.docx", "宏"),
        (files.docx_that_brings("subDocument", "http://example.org/x.docx"), "a.docx", "宏"),
        (files.docx_that_brings("image", "\\\\192.0.2.1\\share\\a.png"), "a.docx", "宏"),
        (files.docx_that_brings("image", "file://192.0.2.1/share/a.png"), "a.docx", "宏"),
        (files.macro_sheet_anywhere(), "a.xlsx", "宏"),
        (b"junk" * 10 + files.pdf(), "a.pdf", "不是可以接收的类型"),
        (b"%PDF-1.7\nbroken", "a.pdf", "损坏"),
        (files.picture("PNG")[:60], "a.png", "损坏"),
        (files.picture("JPEG") + files.archive(a_dot_txt=b"x"), "a.jpg", "压缩包"),
        (files.picture("PNG") + files.archive(a_dot_txt=b"x"), "a.png", "压缩包"),
        (files.pdf() + files.archive(a_dot_txt=b"x"), "a.pdf", "压缩包"),
    ],
)
def test_what_is_refused_with_a_sentence(data, name, said):
    with pytest.raises(Refused) as refused:
        kind_of(data, name)
    assert said in str(refused.value)
    assert name in str(refused.value)


def test_a_bomb_is_refused_by_what_it_claims():
    data = files.bomb()
    assert len(data) < 1024 * 1024
    with pytest.raises(Refused, match="压缩炸弹"):
        kind_of(data, "a.docx")


def test_a_picture_of_too_many_pixels_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(filekinds, "MOST_PIXELS", 40 * 30)
    assert kind_of(files.picture(size=(40, 30)), "a.png").id == "png"
    with pytest.raises(Refused, match="41×30"):
        kind_of(files.picture(size=(41, 30)), "a.png")


def test_a_picture_that_claims_a_billion_pixels_is_refused():
    huge = bytearray(files.picture("PNG"))
    huge[16:24] = (60_000).to_bytes(4, "big") * 2  # the size in the header; its checksum no longer holds
    with pytest.raises(Refused):
        kind_of(bytes(huge), "a.png")


def test_a_locked_pdf_is_refused():
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "PDF")
    locked = out.getvalue().replace(
        b"trailer\n<<",
        b"trailer\n<< /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <"
        + b"00" * 32
        + b"> /U <"
        + b"00" * 32
        + b"> >> /ID [<00> <00>]",
    )
    assert locked != out.getvalue()
    with pytest.raises(Refused, match="密码"):
        kind_of(locked, "a.pdf")
