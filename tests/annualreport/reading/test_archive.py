"""A ZIP archive cannot make the reader unpack, resolve or run anything it should not."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from yangguang.annualreport.errors import BrokenFile, ProtectedFile, UnknownKind, UnsafeFile
from yangguang.annualreport.reading.archive import Package, parse_xml, refuse_odd_ole
from yangguang.annualreport.reading.docx import read_docx
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits
from yangguang.annualreport.reading.xlsx import read_xlsx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>'


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def word(text: str = "一、总体情况", **more: bytes) -> dict[str, bytes]:
    return {"[Content_Types].xml": TYPES, "word/document.xml": BODY.format(text).encode(), **more}


def test_parts_are_found_whatever_case_and_slash():
    package = Package(zipped({"Word\\Document.xml": b"<x/>", "/a/b.xml": b"1"}), "a.docx", DEFAULT_LIMITS)
    assert package.read("word/document.xml") == b"<x/>"
    assert "A/B.xml" in package


def test_a_path_that_climbs_out_is_only_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = zipped(
        word() | {"../../../../escaped.txt": b"x", "/etc/escaped.txt": b"y", "C:\\escaped.txt": b"z"}
    )
    assert [p.text for p in read_docx(data, "a.docx", DEFAULT_LIMITS).paragraphs] == ["一、总体情况"]
    assert not list(tmp_path.iterdir())


def test_a_bomb_is_refused_by_its_claims():
    data = zipped(word() | {"word/media/x.bin": b"\0" * 40_000_000})
    assert len(data) < 200_000
    with pytest.raises(UnsafeFile) as caught:
        read_docx(data, "a.docx", DEFAULT_LIMITS)
    assert "压缩炸弹" in str(caught.value)


def test_a_bomb_that_lies_about_its_size_is_stopped_while_unpacking():
    honest = zipped(word("x" * 3_000_000))
    size = struct.pack("<I", len(word("x" * 3_000_000)["word/document.xml"]))
    lying = honest.replace(size, struct.pack("<I", 300))
    assert lying != honest
    started = time.monotonic()
    with pytest.raises((UnsafeFile, BrokenFile)):
        read_docx(lying, "a.docx", DEFAULT_LIMITS)
    assert time.monotonic() - started < 5


def test_unpacked_bytes_are_counted_over_all_parts():
    package = Package(zipped({"a": b"a" * 600, "b": b"b" * 600}), "a.docx", Limits(unpacked_bytes=1_200))
    assert len(package.read("a")) == 600
    package.read("b")
    with pytest.raises(UnsafeFile):
        package.read("a")


def test_too_many_members_are_refused():
    data = zipped({f"p{number}": b"" for number in range(50)} | word())
    with pytest.raises(UnsafeFile):
        read_docx(data, "a.docx", Limits(archive_members=20))


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "xl/vbaProject.bin", "WORD/VBAPROJECT.BIN"])
@pytest.mark.parametrize("reader", [read_docx, read_xlsx])
def test_macros_are_refused_and_the_way_out_is_told(reader, part):
    with pytest.raises(UnsafeFile) as caught:
        reader(zipped(word() | {part: b"x"}), "年报.docm", DEFAULT_LIMITS)
    assert "宏" in str(caught.value)
    assert "docx" in str(caught.value)


def test_a_macro_content_type_is_enough():
    types = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    with pytest.raises(UnsafeFile):
        read_docx(zipped(word() | {"[Content_Types].xml": types}), "a.docx", DEFAULT_LIMITS)


@pytest.mark.parametrize("reader", [read_docx, read_xlsx])
@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"\0" * 40, b"PK", b"not a zip at all", b""])
def test_what_is_no_archive_is_broken(reader, data):
    with pytest.raises(BrokenFile) as caught:
        reader(data, "年报.docx", DEFAULT_LIMITS)
    assert "年报.docx" in str(caught.value)


def test_encrypted_members_are_protected():
    data = bytearray(zipped(word(), zipfile.ZIP_STORED))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    with pytest.raises(ProtectedFile):
        read_docx(bytes(data), "a.docx", DEFAULT_LIMITS)


def test_encrypted_office_files_come_in_an_ole_container():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    with pytest.raises(ProtectedFile):
        refuse_odd_ole(ole + "EncryptedPackage".encode("utf-16-le") + b"\0\0", "a.docx")
    with pytest.raises(UnknownKind):
        refuse_odd_ole(ole + "WordDocument".encode("utf-16-le") + b"\0\0", "a.docx")


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n > 1 else "&a;" * 10}">' for n in range(1, 12))
    + ']>'
)  # fmt: skip


@pytest.mark.parametrize(
    "prologue",
    [
        LAUGHS,
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>',
    ],
    ids=["billion laughs", "external dtd", "external entity"],
)
def test_entities_are_never_expanded(prologue):
    document = prologue + BODY.format("&a11;")
    started = time.monotonic()
    with pytest.raises((UnsafeFile, BrokenFile)):
        read_docx(zipped(word() | {"word/document.xml": document.encode()}), "a.docx", DEFAULT_LIMITS)
    with pytest.raises((UnsafeFile, BrokenFile)):
        parse_xml(document.encode(), "a.docx", "x")
    with pytest.raises((UnsafeFile, BrokenFile)):
        read_docx(zipped(word() | {"word/document.xml": document.encode("utf-16")}), "a.docx", DEFAULT_LIMITS)
    assert time.monotonic() - started < 5


def test_a_damaged_part_is_named():
    with pytest.raises(BrokenFile) as caught:
        read_docx(zipped(word() | {"word/document.xml": b"<w:document>"}), "a.docx", DEFAULT_LIMITS)
    assert "word/document.xml" in str(caught.value)
