"""The content says what a file is; the name only where the content leaves it open."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from yangguang.annualreport.errors import BrokenFile, EmptyFile, ProtectedFile, UnknownKind
from yangguang.annualreport.reading.kinds import KINDS, detect
from yangguang.translation import language

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def zipped(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return packed.getvalue()


def ole(*streams: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.docx", "pdf"),
        (b"\r\n\r\n%PDF-1.4\n", "a", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.jpg", "png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a", "jpg"),
        (b"II*\0\x08\0\0\0", "scan.tif", "tiff"),
        (b"MM\0*\0\0\0\x08", "scan", "tiff"),
        (zipped(word__document_DOT_xml=b"<w/>"), "a.zip", "docx"),
        (zipped(xl__workbook_DOT_xml=b"<w/>"), "a.docx", "xlsx"),
        (ole("WordDocument"), "a.doc", "doc"),
        (ole("WordDocument"), "a.wps", "doc"),
        (ole("Workbook"), "a.doc", "xls"),
        (ole("WordDocument", "Workbook"), "a.doc", "doc"),
        (ole("WordDocument", "Workbook"), "a.xls", "xls"),
        (b"{\\rtf1\\ansi", "a.doc", "doc"),
        (b"<!DOCTYPE html><html></html>", "a.txt", "html"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.doc", "html"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "html"),
        ("<p>一、总体情况</p>".encode("gbk"), "a.htm", "html"),
        ("\ufeff<!DOCTYPE html>\n<html>".encode("utf-16"), "a", "html"),
        ("年报<p>一</p><p>二</p><p>三</p>".encode(), "a.txt", "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "a.doc", "html"),
        (b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n", "a.mht", "html"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">', "a.xml", "docx"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">', "a.doc", "docx"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "a.xls", "xls"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head>', "a", "html"),
        (json.dumps({"agency": "某局", "year": 2023}).encode(), "a.txt", "json"),
        (b"{ broken", "a.json", "json"),
        ("[注] 本报告".encode(), "a.txt", "txt"),
        ("一、总体情况".encode(), "a.txt", "txt"),
        ("一、总体情况".encode("gbk"), "", "txt"),
        ("一、总体情况".encode("utf-16"), "a.txt", "txt"),
        ("一、总体情况".encode(), "a.docx", "txt"),
        (b"# x\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "a.txt", "md"),
        ("# 标题".encode(), "a.md", "md"),
        (b'<div role="main">\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n</div>\n', "a.md", "md"),
    ],
)  # fmt: skip
def test_kind(data, name, kind):
    assert detect(data, name) == kind
    assert kind in KINDS


def test_real_files_are_what_their_names_say(shared_reports):
    for file in sorted(shared_reports.iterdir()):
        if file.suffix in (".html", ".docx", ".pdf", ".txt"):
            expected = {file.suffix[1:], "md"} if file.suffix == ".txt" else {file.suffix[1:]}
            assert detect(file.read_bytes(), "") in expected, file.name


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "ODT"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ODS"),
        (zipped(OFD_DOT_xml=b"<ofd/>"), "OFD"),
        (zipped(ppt__presentation_DOT_xml=b"<p/>"), "演示文稿"),
        (zipped(readme=b"hello"), "解压"),
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "7z"),
        (b"GIF89a\x01\0\x01\0", "GIF"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
        (b"MZ\x90\0\x03\0\0\0", "程序"),
        (ole("PowerPoint Document"), "演示文稿"),
        (b"\0\x01\x02\x03" * 100, "无法识别"),
    ],
)
def test_other_kinds_are_refused_by_name_with_advice(data, says):
    with pytest.raises(UnknownKind) as caught:
        detect(data, "年报.bin")
    assert says in str(caught.value)
    assert any(advice in str(caught.value) for advice in ("另存", "解压", "请提供"))


def test_the_kind_is_named_in_the_language_of_the_reader():
    with pytest.raises(UnknownKind) as caught:
        detect(b"MZ\x90\0\x03\0\0\0", "年报.pdf")
    with language("en"):
        assert "a program file" in str(caught.value)


def test_nothing_is_an_empty_file():
    with pytest.raises(EmptyFile):
        detect(b"", "年报.docx")


def test_an_encrypted_word_file_is_protected():
    with pytest.raises(ProtectedFile) as caught:
        detect(ole("EncryptionInfo", "EncryptedPackage"), "年报.docx")
    assert "密码" in str(caught.value)


def test_a_cut_archive_is_broken_or_left_to_its_reader():
    cut = zipped(word__document_DOT_xml=b"x" * 1000)[:60]
    assert detect(cut, "年报.docx") == "docx"
    with pytest.raises(BrokenFile):
        detect(cut, "年报")
    with pytest.raises(BrokenFile):
        detect(b"\0\x01\x02\x03" * 100, "年报.docx")
