"""What a PDF says and hides: shown text, hidden text, every object whether it is used or not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from yangguang.redaction import pages
from yangguang.redaction.checking_fonts import font_leaks
from yangguang.redaction.errors import BrokenFile, ProtectedFile, TooLarge
from yangguang.redaction.jpeg import segments
from yangguang.redaction.leaks import Leak, LeakKind, Search, short
from yangguang.redaction.limits import Deadline, Limits
from yangguang.redaction.streams import Unpackable, filters_of, unpacked
from yangguang.translation import Message, mark

_FILE = Message(mark("PDF 文件"))
_TOLD = frozenset(
    ("/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped")
)  # programs and days, no people
_END = re.compile(rb"%%EOF")
_LINEARISED = re.compile(rb"/Linearized\b")
_CATALOGUE = (
    ("/Names/EmbeddedFiles", LeakKind.EMBEDDED, mark("PDF 附件")),
    ("/Names/JavaScript", LeakKind.SCRIPT, mark("PDF 的 JavaScript")),
    ("/AF", LeakKind.EMBEDDED, mark("PDF 关联文件")),
    ("/Collection", LeakKind.EMBEDDED, mark("PDF 文件包")),
    ("/AA", LeakKind.SCRIPT, mark("PDF 自动动作")),
    ("/AcroForm/Fields", LeakKind.FORM, mark("PDF 表单")),
    ("/AcroForm/XFA", LeakKind.FORM, mark("PDF 表单（XFA）")),
    ("/OCProperties", LeakKind.LAYER, mark("PDF 图层")),
    ("/Metadata", LeakKind.PROPERTIES, mark("PDF 元数据（XMP）")),
    ("/PieceInfo", LeakKind.LEFTOVER, mark("PDF 编辑程序的私有数据")),
    ("/Outlines/First", LeakKind.LEFTOVER, mark("PDF 书签")),
)
_PAGE = (
    ("/AA", LeakKind.SCRIPT, mark("第 {page} 页的自动动作")),
    ("/PieceInfo", LeakKind.LEFTOVER, mark("第 {page} 页的编辑程序私有数据")),
    ("/Thumb", LeakKind.LEFTOVER, mark("第 {page} 页的缩略图")),
    ("/Metadata", LeakKind.PROPERTIES, mark("第 {page} 页的元数据")),
    ("/AF", LeakKind.EMBEDDED, mark("第 {page} 页的关联文件")),
)
_PICTURES = frozenset(("/DCTDecode", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode"))
_FEW = 1  # one sign without ink may be a blemish of the font; two are a name


def pdf_leaks(data: bytes, name: str, search: Search, limits: Limits) -> Iterator[Leak]:
    """Leaks of a PDF."""
    deadline = Deadline(limits, name)
    yield from _shown_leaks(data, name, search, limits, deadline)
    yield from _version_leaks(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield from _catalogue_leaks(pdf)
            for number, page in enumerate(pdf.pages, start=1):
                yield from _page_leaks(page, number)
            yield from _object_leaks(pdf, search, deadline)
            yield from font_leaks(pdf, name, deadline)
            if any("limit" in str(warning) for warning in pdf.get_warnings()):
                raise TooLarge(mark("PDF 文件解压后异常庞大，无法检查。请重新生成或扫描后再试。"), file=name)
    except pikepdf.PasswordError as error:
        raise ProtectedFile(mark("PDF 文件已加密，无法检查。请取消密码后再试。"), file=name) from error
    except (pikepdf.PdfError, RecursionError) as error:
        raise BrokenFile(mark("PDF 文件已损坏，无法检查。请重新生成后再试。"), file=name) from error
    for term in search.in_bytes(data):
        yield Leak(LeakKind.FORBIDDEN, Message(mark("PDF 文件的原始字节")), term)


def _shown_leaks(
    data: bytes, name: str, search: Search, limits: Limits, deadline: Deadline
) -> Iterator[Leak]:
    before = ""
    with pages.opened(data, name, limits) as document:
        for number in range(1, len(document) + 1):
            deadline.check()
            found = pages.text_of(document[number - 1], number, limits)
            where = Message(mark("第 {page} 页的文字层"), {"page": number})
            shown = found.passage.text
            for term in search.in_text(shown + found.hidden + found.outside):
                yield Leak(LeakKind.FORBIDDEN, where, term)
            for term in search.in_text(before[-64:] + shown[:64]):
                yield Leak(
                    LeakKind.FORBIDDEN, Message(mark("第 {page} 页页首（跨页）"), {"page": number}), term
                )
            before = shown
            if pages.hides_pictures(document[number - 1]):
                yield Leak(
                    LeakKind.HIDDEN_PICTURE,
                    Message(mark("第 {page} 页（裁去、被遮住或在页面以外）"), {"page": number}),
                )
            if len(found.hidden) > _FEW:
                yield Leak(
                    LeakKind.HIDDEN_TEXT,
                    Message(mark("第 {page} 页（被遮住或与底色相同）"), {"page": number}),
                    short(found.hidden),
                )
            if len(found.under) > _FEW:
                yield Leak(
                    LeakKind.HIDDEN_TEXT,
                    Message(mark("第 {page} 页（压在图片或图形下面）"), {"page": number}),
                    short(found.under),
                )
            if len(found.outside) > _FEW:
                yield Leak(
                    LeakKind.HIDDEN_TEXT,
                    Message(mark("第 {page} 页（页面以外）"), {"page": number}),
                    short(found.outside),
                )


def _version_leaks(data: bytes) -> Iterator[Leak]:
    ends = [match.end() for match in _END.finditer(data)]
    if len(ends) > (2 if _LINEARISED.search(data[:2048]) else 1):
        yield Leak(LeakKind.EARLIER_VERSION, _FILE)
    if ends and len(data[ends[-1] :].strip()) > 0:
        yield Leak(LeakKind.LEFTOVER, Message(mark("PDF 结束标志以后的内容")))
    if data.find(b"%PDF-") > 0:
        yield Leak(LeakKind.LEFTOVER, Message(mark("PDF 开始标志以前的内容")))


def _at(holder: Any, path: str) -> Any:
    for key in path.strip("/").split("/"):
        if not isinstance(holder, pikepdf.Dictionary) or f"/{key}" not in holder:
            return None
        holder = holder[f"/{key}"]
    return holder


def _catalogue_leaks(pdf: pikepdf.Pdf) -> Iterator[Leak]:
    for path, kind, label in _CATALOGUE:
        found = _at(pdf.Root, path)
        if found is not None and not (isinstance(found, pikepdf.Array) and len(found) == 0):
            yield Leak(kind, Message(label))
    action = _at(pdf.Root, "/OpenAction")
    if isinstance(action, pikepdf.Dictionary):  # a place to begin at is a plain array
        yield Leak(LeakKind.SCRIPT, Message(mark("PDF 打开时的动作")))
    information = pdf.trailer.get("/Info")
    if isinstance(information, pikepdf.Dictionary):
        for key, value in information.items():
            if key not in _TOLD and str(value).strip():
                where = Message(mark("PDF 文档属性 {key}"), {"key": key.lstrip("/")})
                yield Leak(LeakKind.PROPERTIES, where, short(str(value)))


def _page_leaks(page: pikepdf.Page, number: int) -> Iterator[Leak]:
    for path, kind, label in _PAGE:
        if _at(page.obj, path) is not None:
            yield Leak(kind, Message(label, {"page": number}))
    for note in page.obj.get("/Annots", []):
        subtype = str(note.get("/Subtype", "")) if isinstance(note, pikepdf.Dictionary) else ""
        if subtype in ("/Link", ""):
            continue
        kind = {"/Widget": LeakKind.FORM, "/FileAttachment": LeakKind.EMBEDDED}.get(subtype, LeakKind.NOTES)
        where = Message(mark("第 {page} 页的注释（{kind}）"), {"page": number, "kind": subtype.lstrip("/")})
        yield Leak(kind, where, short(str(note.get("/Contents", ""))))
    unused = _unused(page)
    if unused:
        yield Leak(
            LeakKind.LEFTOVER, Message(mark("第 {page} 页没有显示的图形"), {"page": number}), " ".join(unused)
        )


def _unused(page: pikepdf.Page) -> list[str]:
    had = set(_at(page.resources, "/XObject") or {})
    if not had:
        return []
    used = {
        str(one.operands[0])
        for one in pikepdf.parse_content_stream(page, "Do")
        if str(one.operator) == "Do" and one.operands
    }
    return sorted(had - used)


def _object_leaks(pdf: pikepdf.Pdf, search: Search, deadline: Deadline) -> Iterator[Leak]:
    """Every object of the file, also those to which nothing leads any more."""
    reached = _reached(pdf)
    for found in pdf.objects:
        deadline.check()
        if not isinstance(found, pikepdf.Object):
            continue  # a number on its own, such as the length of a stream
        number = found.objgen[0]
        where = Message(mark("PDF 对象 {number}"), {"number": number})
        if _is_content(found) and found.objgen not in reached:
            yield Leak(LeakKind.LEFTOVER, where)
        for text in _strings(found):
            for term in search.in_text(text):
                yield Leak(LeakKind.FORBIDDEN, where, term)
        if isinstance(found, pikepdf.Stream):
            yield from _stream_leaks(found, where, search)


def _is_content(found: Any) -> bool:
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return False
    return str(found.get("/Type")) not in ("/XRef", "/ObjStm") and "/Linearized" not in found


def _reached(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [value for key, value in pdf.trailer.items() if key != "/Prev"]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Object):
            continue
        if item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        waiting.extend(_children(item))
    return seen


def _children(item: Any) -> Iterable[Any]:
    if isinstance(item, pikepdf.Array):
        return list(item)
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return [value for _key, value in item.items()]
    return ()


def _strings(item: Any) -> Iterator[str]:
    """Texts and names directly in an object (what it refers to comes by itself)."""
    waiting = [item]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.String | pikepdf.Name):
            yield str(one)
        else:
            waiting.extend(
                child
                for child in _children(one)
                if not (isinstance(child, pikepdf.Object) and child.is_indirect)
            )
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield from (key for key, _value in one.items())


def _stream_leaks(stream: pikepdf.Stream, where: Message, search: Search) -> Iterator[Leak]:
    raw = stream.read_raw_bytes()
    for term in search.in_bytes(raw):
        yield Leak(LeakKind.FORBIDDEN, where, term)
    if str(stream.get("/Filter")) == "/DCTDecode":
        if any(0xE1 <= code <= 0xED or code == 0xFE for code, _content in segments(raw)):
            yield Leak(LeakKind.PICTURE_DATA, where)
        return
    try:
        plain = unpacked(stream)
    except Unpackable:
        if not _PICTURES & set(filters_of(stream)):  # a picture's own coding; pdfium shows what it holds
            yield Leak(LeakKind.LEFTOVER, where, str(Message(mark("内容无法解压，不能检查"))))
        return
    for term in search.in_bytes(plain):
        yield Leak(LeakKind.FORBIDDEN, where, term)
