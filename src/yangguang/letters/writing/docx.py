"""A letter as a Word document after GB/T 9704—2012, made with the page and styles of the annual report's."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from yangguang.annualreport.writing.docx import FANGSONG, blank_document, set_style
from yangguang.letters.writing.content import Block, BlockKind, LetterContent, SealPicture, signature_of

_EM = 16  # points of one sign of text
_TEXT_WIDTH_MM = 210 - 28 - 26
_LINE = 29.0
_STYLES = {
    BlockKind.TITLE: "Title",
    BlockKind.ADDRESSEE: "Letter Addressee",
    BlockKind.HEADING: "Heading 1",
    BlockKind.BODY: "Normal",
}
_NS = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def write_docx(content: LetterContent) -> bytes:
    """The letter as the bytes of a ``.docx`` file."""
    document = Document(io.BytesIO(_template()))
    properties = document.core_properties
    properties.title, properties.author = content.title[:255], content.agency[:255]
    properties.language = "zh-CN"
    document.add_paragraph(content.title, style="Title")
    if content.number:
        document.add_paragraph(content.number, style="Letter Number")
    _add(document, content.letter)
    if content.is_signed:
        _sign(document, content)
    _add(document, content.slips)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def _template() -> bytes:
    document = blank_document()
    for name, indent, centred in (
        ("Letter Addressee", 0, False),
        ("Letter Number", 0, True),
        ("Letter Signature", 0, False),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        set_style(style, FANGSONG, _EM, _LINE, indent=indent, centred=centred)
    document.styles["Letter Number"].paragraph_format.space_after = Pt(_LINE / 2)
    signature = document.styles["Letter Signature"].paragraph_format
    signature.alignment, signature.keep_together = WD_ALIGN_PARAGRAPH.RIGHT, True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: WordDocument, blocks: tuple[Block, ...]) -> None:
    starts_page = False
    for block in blocks:
        if block.kind is BlockKind.BREAK:
            starts_page = True
            continue
        paragraph = document.add_paragraph(block.text, style=_STYLES[block.kind])
        paragraph.paragraph_format.page_break_before = starts_page or None
        starts_page = False


def _sign(document: WordDocument, content: LetterContent) -> None:
    """Two lines of white, the agency, the day, and the seal over the middle of both; never on a page without text."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    sign = signature_of(content)
    agency = document.add_paragraph(content.agency, style="Letter Signature")
    agency.paragraph_format.space_before = Pt(_LINE * 2)
    agency.paragraph_format.keep_with_next = True
    agency.paragraph_format.right_indent = Pt(_EM * sign.agency)
    day = document.add_paragraph(content.signed_on, style="Letter Signature")
    day.paragraph_format.right_indent = Pt(_EM * sign.day)
    if content.seal:
        middle = Mm(_TEXT_WIDTH_MM) - Pt(_EM * sign.middle)
        put_seal(day, content.seal, left=Emu(int(middle - Mm(content.seal.width_mm) / 2)))


def put_seal(paragraph: Paragraph, seal: SealPicture, *, left: Emu | None = None) -> None:
    """Let the seal float behind the words of a paragraph; without ``left`` centred over the column.

    python-docx knows pictures in the line only; the picture's frame is changed to a floating one.
    """
    run: Any = paragraph.add_run()
    run.add_picture(io.BytesIO(seal.png), width=Mm(seal.width_mm))
    inline = run._r.find(f".//{qn('wp:inline')}")
    across = "<wp:align>center</wp:align>" if left is None else f"<wp:posOffset>{left}</wp:posOffset>"
    anchor: Any = parse_xml(
        f"<wp:anchor {_NS} {nsdecls('w')} distT='0' distB='0' distL='0' distR='0' simplePos='0' "
        "relativeHeight='1' behindDoc='1' locked='1' layoutInCell='1' allowOverlap='1'>"
        "<wp:simplePos x='0' y='0'/>"
        f"<wp:positionH relativeFrom='column'>{across}</wp:positionH>"
        f"<wp:positionV relativeFrom='paragraph'><wp:posOffset>{-int(Mm(seal.width_mm) * 0.6)}</wp:posOffset>"
        "</wp:positionV></wp:anchor>"
    )
    for child in list(inline):
        anchor.append(child)
    anchor.find(qn("wp:extent")).addnext(parse_xml(f"<wp:wrapNone {_NS}/>"))
    anchor.find(qn("wp:docPr")).set("descr", "印章")
    inline.getparent().replace(inline, anchor)
