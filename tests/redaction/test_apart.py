"""Files built to keep a reader busy: given up in time, within memory, with a sentence that says what to do."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pikepdf
import pytest
from papers import IDENTITY, SECRET, answer, letter, photo
from pikepdf import Array, Dictionary, Name

from yangguang.redaction import apart, check_release, open_material, release
from yangguang.redaction.errors import BrokenFile, TooLarge, UnreadableFile
from yangguang.redaction.leaks import LeakKind
from yangguang.redaction.marks import TextMark

SMALL = apart.Bounds(20, 700 << 20)
GROUND = "personal_privacy"


def packed(count: int, piece: bytes = b"0 0 m ", before: bytes = b"") -> bytes:
    """``count`` megabytes in a few kilobytes."""
    packing = zlib.compressobj(9)
    pieces = [packing.compress(before)]
    pieces += [packing.compress(piece * ((1 << 20) // len(piece))) for _ in range(count)]
    return b"".join((*pieces, packing.flush()))


def page_of(content: bytes, filters: object = Name.FlateDecode, **things: pikepdf.Object) -> bytes:
    pdf, out = pikepdf.Pdf.new(), io.BytesIO()
    stream = pdf.make_stream(b"")
    stream.write(content, filter=filters) if filters else stream.write(content)
    held = Dictionary({f"/{name}": pdf.copy_foreign(thing) for name, thing in things.items()})
    page = Dictionary(
        Type=Name.Page, MediaBox=[0, 0, 600, 800], Resources=Dictionary(XObject=held), Contents=stream
    )
    pdf.pages.append(pikepdf.Page(page))
    pdf.save(out, compress_streams=False, fix_metadata_version=False)
    return out.getvalue()


def laughing(depth: int = 12) -> bytes:
    """A form that draws ten forms, each of which draws ten forms, and so on: a million million little squares."""
    pdf, out = pikepdf.Pdf.new(), io.BytesIO()
    inner = pdf.make_stream(b"0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
    for _ in range(depth):
        inner = pdf.make_stream(
            b"/F Do " * 10,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 600, 800],
            Resources=Dictionary(XObject=Dictionary(F=inner)),
        )
    page = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, 600, 800],
        Resources=Dictionary(XObject=Dictionary(F=inner)),
        Contents=pdf.make_stream(b"/F Do"),
    )
    pdf.pages.append(pikepdf.Page(page))
    pdf.save(out)
    return out.getvalue()


BOMBS = {
    "content": page_of(packed(1500)),
    "packed twice": page_of(zlib.compress(packed(1500), 9), Array([Name.FlateDecode, Name.FlateDecode])),
}


@pytest.mark.parametrize("how", BOMBS)
def test_a_page_that_grows_to_gigabytes_is_given_up(how: str) -> None:
    with pytest.raises(UnreadableFile, match=r"异常庞大|过多|过长"):
        apart.open_material(BOMBS[how], "x.pdf", SMALL)
    with pytest.raises(UnreadableFile, match=r"异常庞大|过多|过长"):
        apart.glance(BOMBS[how], "pdf", SMALL)


def test_a_page_that_is_never_drawn_to_its_end_is_stopped() -> None:
    started = time.monotonic()
    with pytest.raises(TooLarge, match="用时过长（超过 3 秒）"):
        apart.page_picture(laughing(), "x.pdf", 1, dpi=110, widest=100, bounds=apart.Bounds(3))
    assert time.monotonic() - started < 10


def _with_stream(data: bytes, packing: pikepdf.Object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(page_of(b"0 0 m", None))) as pdf:
        pdf.Root.Extra = pdf.make_stream(b"")
        pdf.Root.Extra.write(data, filter=packing)
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def test_what_cannot_be_unpacked_cannot_be_checked() -> None:
    with pytest.raises(TooLarge, match="解压后异常庞大，无法检查"):
        check_release(_with_stream(packed(200), Name.FlateDecode), "x.pdf")
    told = check_release(_with_stream(b"\x80" * 100_000, Name.LZWDecode), "x.pdf")
    assert [leak.text for leak in told if leak.kind is LeakKind.LEFTOVER] == ["内容无法解压，不能检查"]


def test_a_picture_that_claims_to_be_huge_is_refused() -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    png = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed(430, b"\0")) + chunk(b"IEND", b"")
    )
    with pytest.raises(UnreadableFile, match=r"万像素|损坏"):
        apart.open_material(png, "x.png", SMALL)
    assert apart.glance(png, "png", SMALL) == (b"", "")


def test_a_word_file_that_grows_or_nests_without_end_is_refused() -> None:
    for body in ((b" " * (1 << 20), 300), (b"<w:sdt><w:sdtContent>", 50_000)):
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(letter())) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            for name in source.namelist():
                content = source.read(name)
                if name == "word/document.xml":
                    content = content.replace(b"<w:body>", b"<w:body>" + body[0] * body[1], 1)
                made.writestr(name, content)
        with pytest.raises(UnreadableFile, match=r"压缩炸弹|已损坏|过大"):
            apart.open_material(out.getvalue(), "x.docx", SMALL)


def test_the_answer_is_the_same_as_without_a_process(tmp_path) -> None:
    data = answer(tmp_path)
    here, there = open_material(data, "x.pdf"), apart.open_material(data, "x.pdf")
    assert (here.medium, here.sizes) == (there.medium, there.sizes)
    assert [one.text for one in here.passages] == [one.text for one in there.passages]
    marks = [one for place in there.find(SECRET) for one in there.marks_for(*place, GROUND)]
    told: list[tuple[int, int]] = []
    made, leaks = apart.release_checked(data, "x.pdf", marks, [SECRET], lambda *how_far: told.append(how_far))
    assert (made.items, leaks) == (release(data, "x.pdf", marks).items, ())
    assert told == [(1, 2), (2, 2)]
    assert apart.check_release(data, "x.pdf", [SECRET]) == check_release(data, "x.pdf", [SECRET])
    assert apart.page_picture(photo(), "x.jpg", 1, dpi=72, widest=300).startswith(b"\x89PNG")
    shown, text = apart.glance(data, "pdf")
    assert shown.startswith(b"\xff\xd8")
    assert SECRET in text


def test_marks_in_words_and_what_is_wrong_with_a_file_come_through() -> None:
    material = apart.open_material(letter(), "x.docx")
    marks = [TextMark(*place, GROUND) for place in material.find(IDENTITY)]
    made, _leaks = apart.release_checked(letter(), "x.docx", marks, [IDENTITY])
    assert made.suffix == "docx"
    with pytest.raises(BrokenFile, match=r"^x.pdf：PDF 文件已损坏"):
        apart.open_material(b"%PDF-1.4 nothing", "x.pdf")


def test_where_too_many_are_at_work_the_next_waits_and_then_comes_again() -> None:
    for _ in range(apart.AT_ONCE):
        apart._line.acquire()
    try:
        with pytest.raises(TooLarge, match="一分钟"):
            apart.glance(b"%PDF-1.4", "pdf", apart.Bounds(0))
    finally:
        for _ in range(apart.AT_ONCE):
            apart._line.release()
