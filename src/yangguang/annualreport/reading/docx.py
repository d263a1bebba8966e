"""A Word file, taken apart into paragraphs and tables.

The document part is parsed as a stream and each block of the body is dropped once it was read, so
memory stays flat however long the file is. Element names are compared without their namespace:
transitional and strict OOXML, Flat OPC and the XML of Word 2003 have the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from yangguang.annualreport.errors import BrokenFile, TooLarge, UnsafeFile
from yangguang.annualreport.reading.archive import (
    BROKEN_PART,
    MACROS,
    Package,
    parse_xml,
    refuse_dtd,
    refuse_odd_ole,
)
from yangguang.annualreport.reading.collector import Collector
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.docx_body import Body
from yangguang.annualreport.reading.docx_styles import Numbering, Styles, attribute, child, local
from yangguang.annualreport.reading.limits import Limits
from yangguang.translation import mark

__all__ = ["read_docx"]

_MAIN = "word/document.xml"
_CHUNK = 64 * 1024
_LARGEST_BLOCK = 16 * 1024 * 1024  # bytes of XML of one paragraph or table
_NO_DOCUMENT = mark("文件中没有 Word 正文，可能已损坏。请用 Word 或 WPS 打开后另存为 docx，再重新上传。")


def read_docx(data: bytes, name: str, limits: Limits) -> Document:
    """A ``.docx`` file, also as Flat OPC or Word 2003 XML. Raises ``UnreadableFile``."""
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _read_flat(data, name, limits)
    refuse_odd_ole(data, name)
    package = Package(data, name, limits)
    main = _main_part(package)
    relations = package.relations(main)
    parts = {kind: part for kind, part in relations.values() if part in package}
    out = Collector("docx", name, limits)
    body = Body(
        out,
        Styles(package.xml(parts["styles"]) if "styles" in parts else None),
        Numbering(package.xml(parts["numbering"]) if "numbering" in parts else None),
    )
    for number, block in enumerate(_blocks(_noticed(package.stream(main), body), name, main)):
        if number > limits.cells:
            raise TooLarge(
                mark("段落过多，超过 {most} 段的上限。年度报告通常只有几页，请确认文件。"),
                file=name,
                most=limits.cells,
            )
        if local(block) == "altChunk":
            _embedded_page(block, relations, package, out, limits)
        else:
            body.take(block)
    document = out.finished()
    document.title = _title(package)
    return document


def _noticed(stream: Iterable[bytes], body: Body) -> Iterator[bytes]:
    """The stream as it is, noticing on the way whether hidden text has to be watched for."""
    body.may_vanish = False
    last = b""
    for chunk in stream:
        body.may_vanish = body.may_vanish or b"vanish" in last[-6:] + chunk
        last = chunk
        yield chunk


def _main_part(package: Package) -> str:
    for kind, part in package.relations("").values():
        if kind == "officeDocument" and part in package:
            return part
    if _MAIN in package:
        return _MAIN
    raise BrokenFile(_NO_DOCUMENT, file=package.name)


def _title(package: Package) -> str:
    if "docProps/core.xml" not in package:
        return ""
    title = child(package.xml("docProps/core.xml"), "title")
    return (title.text or "").strip() if title is not None else ""


def _blocks(stream: Iterable[bytes], name: str, part: str) -> Iterator[etree._Element]:
    """The children of the body, each complete, forgotten after the next one is asked for."""
    parser = etree.XMLPullParser(
        events=("start",),
        tag="{*}body",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    body: etree._Element | None = None
    pending = 0
    try:
        for chunk in stream:
            parser.feed(chunk)
            body = _seen_body(parser, body)
            if body is not None:
                refuse_dtd(body, name)
                for block in list(body)[:-1]:  # all but the last are complete
                    yield block
                    block.clear()  # freed at once; removing it whole would first copy it out of the tree
                    del body[0]
                    pending = 0
            pending += len(chunk)
            if pending > _LARGEST_BLOCK:
                raise TooLarge(
                    mark("文件中有异常庞大的段落或表格，已停止读取。请确认文件是年度报告。"), file=name
                )
        parser.close()
        body = _seen_body(parser, body)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenFile(BROKEN_PART, file=name, part=part) from error
    if body is None:
        raise BrokenFile(_NO_DOCUMENT, file=name)
    refuse_dtd(body, name)
    yield from body


def _seen_body(parser: etree.XMLPullParser, body: etree._Element | None) -> etree._Element | None:
    for _, element in parser.read_events():
        if body is None and isinstance(element, etree._Element) and local(element) == "body":
            body = element
    return body


def _embedded_page(
    block: etree._Element,
    relations: dict[str, tuple[str, str]],
    package: Package,
    out: Collector,
    limits: Limits,
) -> None:
    """Some systems export a Word file that only wraps a web page; Word unwraps it on opening."""
    from yangguang.annualreport.reading.html import read_html

    _, part = relations.get(attribute(block, "id") or "", ("", ""))
    if part in package and part.lower().endswith((".html", ".htm", ".xhtml", ".mht", ".mhtml")):
        out.adopt(read_html(package.read(part), package.name, limits))


def _read_flat(data: bytes, name: str, limits: Limits) -> Document:
    """Word's single-file XML: the parts of the package (or the 2003 document) in one tree."""
    if len(data) > limits.unpacked_bytes // 4:
        raise TooLarge(mark("文件过大，不像一份年度报告。请另存为 docx 后再试。"), file=name)
    root = parse_xml(data, name, "XML")
    if b"vbaProject.bin" in data or b"editdata.mso" in data:
        raise UnsafeFile(MACROS, file=name)
    out = Collector("docx", name, limits)
    styles = next(root.iter("{*}styles"), None)
    numbering = next(root.iter("{*}numbering", "{*}lists"), None)
    body = Body(out, Styles(styles), Numbering(numbering))
    main = next(root.iter("{*}body"), None)
    if main is None:
        raise BrokenFile(_NO_DOCUMENT, file=name)
    for block in main:
        body.take(block)
    return out.finished()
