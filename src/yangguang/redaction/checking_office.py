"""What a Word or Excel file says and hides: every part of the package, used or not."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from yangguang.annualreport.reading.archive import Package, parse_xml
from yangguang.redaction.checking_picture import picture_leaks
from yangguang.redaction.errors import UnreadableFile
from yangguang.redaction.leaks import Leak, LeakKind, Search, short
from yangguang.redaction.limits import Limits
from yangguang.redaction.word_look import Looks, q
from yangguang.redaction.word_shapes import lies_on_text, old_shape_on_text
from yangguang.translation import Message, mark

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PARTS = (
    ("comments", LeakKind.NOTES, mark("批注")),
    ("threadedcomments", LeakKind.NOTES, mark("批注")),
    ("people.xml", LeakKind.NOTES, mark("批注人名单")),
    ("persons/", LeakKind.NOTES, mark("批注人名单")),
    ("customxml/", LeakKind.LEFTOVER, mark("自定义数据")),
    ("embeddings/", LeakKind.EMBEDDED, mark("嵌入的文件")),
    ("activex/", LeakKind.EMBEDDED, mark("控件")),
    ("externallinks/", LeakKind.EMBEDDED, mark("外部工作簿的缓存数据")),
    ("pivotcache/", LeakKind.HIDDEN_PARTS, mark("数据透视表缓存")),
    ("docprops/thumbnail", LeakKind.LEFTOVER, mark("缩略图")),
    ("docprops/custom.xml", LeakKind.PROPERTIES, mark("自定义属性")),
    ("printersettings/", LeakKind.LEFTOVER, mark("打印机设置")),
    ("revisions/", LeakKind.TRACKED, mark("修订记录")),
    ("xl/usernames.xml", LeakKind.TRACKED, mark("共享用户名单")),
    ("glossary/", LeakKind.LEFTOVER, mark("自动图文集")),
)
_TRACKED = tuple(
    q(name)
    for name in [
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "cellIns",
        "cellDel",
    ]
)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")
_TELLING = frozenset(
    [
        "creator",
        "lastModifiedBy",
        "title",
        "subject",
        "description",
        "keywords",
        "category",
        "contentStatus",
        "Company",
        "Manager",
        "HyperlinkBase",
    ]
)
_BARS = re.compile("█+(?:〔[^〕]*〕)?")


def office_leaks(package: Package, data: bytes, name: str, search: Search, limits: Limits) -> Iterator[Leak]:
    """Leaks of a package."""
    parts = sorted(package.parts)
    looks = Looks(_related(package, "styles"), _related(package, "theme"))
    yield from _comment_leaks(data)
    for part in parts:
        where = Message(mark("文件内部的 {part}"), {"part": part})
        for term in search.in_text(part):
            yield Leak(LeakKind.FORBIDDEN, where, term)
        yield from _kind_leaks(part)
        content = package.read(part)
        for term in search.in_bytes(content):
            yield Leak(LeakKind.FORBIDDEN, where, term)
        if part.endswith((".xml", ".rels", ".vml")):
            yield from _xml_leaks(parse_xml(content, name, part), part, where, search, looks)
        elif part.endswith(_PICTURES):
            yield from _picture(content, part, where, search, limits)
        elif content[:4] == b"PK\x03\x04":
            yield Leak(LeakKind.EMBEDDED, where)


def _comment_leaks(data: bytes) -> Iterator[Leak]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.comment or any(info.comment for info in archive.infolist()):
            yield Leak(LeakKind.NOTES, Message(mark("压缩包注释")))


def _kind_leaks(part: str) -> Iterator[Leak]:
    leaf = f"{part}/"
    for sign, kind, label in _PARTS:
        if f"/{sign}" in f"/{leaf}" or posixpath.basename(part).startswith(sign):
            yield Leak(kind, Message(mark("{label}（{part}）"), {"label": label, "part": part}))
            return


def _picture(content: bytes, part: str, where: Message, search: Search, limits: Limits) -> Iterator[Leak]:
    try:
        yield from picture_leaks(content, part, where, search, limits)
    except UnreadableFile:
        yield Leak(LeakKind.LEFTOVER, where)  # what cannot be looked into does not go out


def _xml_leaks(
    root: etree._Element, part: str, where: Message, search: Search, looks: Looks
) -> Iterator[Leak]:
    yield from _forbidden(root, where, search)
    if part.startswith("docprops/"):
        yield from _property_leaks(root, where)
    elif part.startswith("word/"):
        yield from _word_leaks(root, where, looks)
    elif part.startswith("xl/"):
        yield from _excel_leaks(root, part)
    yield from _alternative_leaks(root, where)


def _forbidden(root: etree._Element, where: Message, search: Search) -> Iterator[Leak]:
    """Paragraph by paragraph, so that the spot is known; then whatever stands in attributes and between."""
    told: set[str] = set()
    blocks = list(root.iter(q("p"), f"{_S}si", f"{_S}row"))
    for number, block in enumerate(blocks, start=1):
        for term in search.in_text("".join(map(str, block.itertext()))):
            told.add(term)
            spot = Message(mark("{part} 第 {number} 段"), {"part": str(where), "number": number})
            yield Leak(LeakKind.FORBIDDEN, spot, term)
    whole = "".join(map(str, root.itertext()))
    attributes = "\n".join(str(value) for element in root.iter() for value in element.attrib.values())
    for term in dict.fromkeys((*search.in_text(whole), *search.in_text(attributes))):
        if term not in told:
            yield Leak(LeakKind.FORBIDDEN, where, term)


def _property_leaks(root: etree._Element, where: Message) -> Iterator[Leak]:
    for element in root.iter():
        if (
            isinstance(element.tag, str)
            and etree.QName(element).localname in _TELLING
            and (element.text or "").strip()
        ):
            spot = Message(mark("文档属性 {key}"), {"key": etree.QName(element).localname})
            yield Leak(LeakKind.PROPERTIES, spot, short(element.text or ""))


def _word_leaks(root: etree._Element, where: Message, looks: Looks) -> Iterator[Leak]:
    for number, paragraph in enumerate(root.iter(q("p")), start=1):
        spot = Message(mark("{part} 第 {number} 段"), {"part": str(where), "number": number})
        changed = next(iter(paragraph.iter(*_TRACKED)), None)
        if changed is not None:
            yield Leak(LeakKind.TRACKED, spot, short("".join(map(str, changed.itertext()))))
        for run in paragraph.iter(q("r")):
            text = "".join(map(str, run.itertext(q("t"))))
            if _BARS.sub("", text).strip() and looks.is_unseen(run):
                yield Leak(LeakKind.HIDDEN_TEXT, spot, short(text))
                break
        if any(lies_on_text(one) or old_shape_on_text(one) for one in _own(paragraph)):
            said = mark("{part} 第 {number} 段（浮在文字上方的图形可能盖住文字）")
            yield Leak(LeakKind.HIDDEN_TEXT, Message(said, {"part": str(where), "number": number}))
    for row in root.iter(q("tr")):
        if (
            row.find(f"{q('trPr')}/{q('del')}") is not None
            or row.find(f"{q('trPr')}/{q('hidden')}") is not None
        ):
            yield Leak(LeakKind.HIDDEN_PARTS, where, short("".join(map(str, row.itertext(q("t"))))))


def _own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """What hangs on this paragraph, not on one in a text box of it."""
    for element in paragraph.iter():
        if next(element.iterancestors(q("p")), None) is paragraph:
            yield element


def _related(package: Package, kind: str) -> etree._Element | None:
    """The part of this kind that belongs to the text of a Word file."""
    main = next((part for one, part in package.relations("").values() if one == "officeDocument"), "")
    found = next((part for one, part in package.relations(main).values() if one == kind), "")
    return package.xml(found) if found in package else None


def _excel_leaks(root: etree._Element, part: str) -> Iterator[Leak]:
    for sheet in root.iter(f"{_S}sheet"):
        if sheet.get("state", "visible") != "visible":
            yield Leak(
                LeakKind.HIDDEN_PARTS, Message(mark("隐藏的工作表“{name}”"), {"name": sheet.get("name", "")})
            )
    for named in root.iter(f"{_S}definedName"):
        if named.get("hidden") in ("1", "true") and not named.get("name", "").startswith("_xlnm."):
            yield Leak(
                LeakKind.HIDDEN_PARTS, Message(mark("隐藏的名称“{name}”"), {"name": named.get("name", "")})
            )
    for column in root.iter(f"{_S}col"):
        if column.get("hidden") in ("1", "true") or column.get("width") == "0":
            where = Message(
                mark("{part} 第 {first}–{last} 列"),
                {"part": part, "first": column.get("min", ""), "last": column.get("max", "")},
            )
            yield Leak(LeakKind.HIDDEN_PARTS, where)
    for row in root.iter(f"{_S}row"):
        if (row.get("hidden") in ("1", "true") or row.get("ht") == "0") and len(row):
            where = Message(mark("{part} 第 {row} 行"), {"part": part, "row": row.get("r", "")})
            yield Leak(LeakKind.HIDDEN_PARTS, where)


def _alternative_leaks(root: etree._Element, where: Message) -> Iterator[Leak]:
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname in ("docPr", "cNvPr"):
            said = element.get("descr") or element.get("title")
            if said:
                yield Leak(LeakKind.ALTERNATIVE_TEXT, where, short(said))
            if element.get("hidden", "0") not in ("0", "false"):
                yield Leak(LeakKind.HIDDEN_PICTURE, where)
        elif element.tag in (q("tblCaption"), q("tblDescription")) and element.get(q("val")):
            yield Leak(LeakKind.ALTERNATIVE_TEXT, where, short(str(element.get(q("val")))))
        elif isinstance(element.tag, str) and etree.QName(element).localname == "srcRect" and _cuts(element):
            yield Leak(LeakKind.HIDDEN_PICTURE, where)


def _cuts(edges: etree._Element) -> bool:
    """Whether a picture is shown in part only: the rest of it is in the file all the same."""
    return any(
        (edges.get(side) or "0").lstrip("-0.%") and not edges.get(side, "").startswith("-") for side in "ltrb"
    )
