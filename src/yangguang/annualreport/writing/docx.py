"""An annual report as a Word document, laid out as offices do (党政机关公文格式, GB/T 9704—2012).

A4 with the standard's margins; title 22 pt centred, headings 黑体 16 pt, text 仿宋 16 pt on a fixed
line of 29 pt with two characters of indent; page numbers — 1 — at the foot. The fonts are those that
offices name; the document's font table says what takes their place where they are not installed.
"""

from __future__ import annotations

import io
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from yangguang.annualreport.writing.layout import Content, Heading, LaidCell, LaidTable, Text

TITLE_FONT, HEI, KAI, FANGSONG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
_WESTERN = "Times New Roman"
_STAND_INS = {
    TITLE_FONT: "方正小标宋_GBK,方正小标宋_GB18030,小标宋,华文中宋,STZhongsong,Noto Serif CJK SC,宋体,SimSun",
    HEI: "SimHei,方正黑体_GBK,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,方正楷体_GBK,STKaiti",
    FANGSONG: "仿宋,FangSong,方正仿宋_GBK,STFangsong,Noto Serif CJK SC",
    SONG: "SimSun,方正书宋_GBK,Noto Serif CJK SC",
}
_LINE = 29.0  # points between the lines of text
_WIDTH = 8844  # of the text, in twentieths of a point: A4 less 28 and 26 mm
_CELL_MARGIN = 45
_KEPT_ROWS = 7  # of a table stay together, so that no two rows are left at the foot of a page
_STYLES = {"body": "Normal", "subheading": "Heading 2", "note": "Report Note", "date": "Report Date"}
_USUAL_SIZE = {"proactive": 12.0, "requests": 9.0, "remedies": 9.0}


def write_docx(content: Content) -> bytes:
    """The content as the bytes of a ``.docx`` file."""
    document = blank_document()
    _properties(document, content)
    sect = document.element.body[-1]
    for part in _body(content):
        sect.addprevious(parse_xml(part))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# page, styles, properties


def blank_document() -> WordDocument:
    """An empty document with the page of GB/T 9704, its styles, page number and font table."""
    return Document(io.BytesIO(_template()))


@lru_cache(maxsize=1)
def _template() -> bytes:
    """An empty document with page, styles, page number and font table, made once."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    _styles(document)
    _page_number(document)
    _font_table(document)
    body = document.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: WordDocument) -> None:
    styles = document.styles
    languages = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    if languages is not None:
        languages.set(qn("w:val"), "zh-CN")
        languages.set(qn("w:eastAsia"), "zh-CN")
    set_style(styles["Normal"], FANGSONG, 16, _LINE, indent=2)
    set_style(styles["Title"], TITLE_FONT, 22, 35, centred=True, after=_LINE / 2)
    set_style(styles["Heading 1"], HEI, 16, _LINE, indent=2, keep=True, before=4, after=4)
    set_style(styles["Heading 2"], KAI, 16, _LINE, indent=2, keep=True)
    for name, font, size, line, indent in (
        ("Report Date", KAI, 14, _LINE, 0),
        ("Report Note", FANGSONG, 12, 20, 2),
        ("Report Cell", SONG, 9, 0, 0),
        ("Report Table Head", HEI, 9, 0, 0),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        set_style(style, font, size, line, indent=indent, centred=not indent)


def set_style(
    style: ParagraphStyle,
    font: str,
    size: float,
    line: float,
    *,
    indent: int = 0,
    centred: bool = False,
    keep: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    """Set a paragraph style; ``indent`` in characters, ``line`` 0 for the height of the type."""
    style.font.name = _WESTERN
    style.font.size = Pt(size)
    style.font.bold = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:hAnsi"), _WESTERN)
    fonts.set(qn("w:eastAsia"), font)
    for spacing in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(spacing)
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)
    form = style.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line else WD_LINE_SPACING.SINGLE
    if line:
        form.line_spacing = Pt(line)
    form.keep_with_next = keep
    form.first_line_indent = Pt(size * indent)
    style.element.pPr.get_or_add_ind().set(qn("w:firstLineChars"), str(indent * 100))


def _page_number(document: WordDocument) -> None:
    """— 1 — in 14 pt 宋体 at the foot of every page."""
    style = document.styles["Footer"]
    set_style(style, SONG, 14, 0, centred=True)
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = style
    runs = (
        "<w:t>— </w:t>",
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        "<w:t> —</w:t>",
    )
    for run in runs:
        run = run.replace("<w:t>", '<w:t xml:space="preserve">')
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{run}</w:r>"))


def _properties(document: WordDocument, content: Content) -> None:
    """Title, author and language; no dates, so that the same report gives the same document."""
    properties = document.core_properties
    properties.title = content.title[:255]
    properties.author = content.agency[:255]
    properties.subject = "政府信息公开工作年度报告"
    properties.language = "zh-CN"
    properties.comments = properties.keywords = properties.last_modified_by = ""
    for element in list(properties._element):
        if element.tag in (qn("dcterms:created"), qn("dcterms:modified")):
            properties._element.remove(element)


def _font_table(document: WordDocument) -> None:
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/><w:charset w:val="86"/></w:font>'
        for name, others in _STAND_INS.items()
    )
    part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()


# the text


def _body(content: Content) -> list[str]:
    parts = [_sized(_paragraph("\n".join(content.title_lines), "Title"), content.title_size)]
    for block in content.blocks:
        if isinstance(block, LaidTable):
            parts.append(_table(block))
        elif isinstance(block, Heading):
            parts.append(_paragraph(block.text, "Heading1"))
        elif isinstance(block, Text):
            parts.append(_paragraph(block.text, _STYLES[block.role].replace(" ", "")))
    if content.blocks and isinstance(content.blocks[-1], LaidTable):
        parts.append(_paragraph("", "ReportNote"))  # Word wants a paragraph after the last table
    return parts


def _paragraph(text: str, style: str, namespaces: str = nsdecls("w"), properties: str = "") -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return (
        f'<w:p {namespaces}><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>'
        + (f"<w:r>{lines}</w:r>" if text else "")
        + "</w:p>"
    )


def _sized(paragraph: str, points: float) -> str:
    """The paragraph in another type size than its style's."""
    half = round(points * 2)
    return paragraph.replace(
        "<w:r>", f'<w:r><w:rPr><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>', 1
    )


# the tables


def _table(table: LaidTable) -> str:
    widths = [round(share * _WIDTH) for share in table.widths]
    size = table.type_size(_WIDTH / 20, _USUAL_SIZE[table.path], _CELL_MARGIN / 10)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(table, number, widths, size) for number in range(len(table.rows)))
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{_CELL_MARGIN}" w:type="dxa"/><w:right w:w="{_CELL_MARGIN}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(table.caption)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(table: LaidTable, number: int, widths: list[int], size: float) -> str:
    repeated = "<w:tblHeader/>" if number < table.head_rows else ""
    height = "454" if table.path == "proactive" else "340"
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}</w:trPr>'
        f"{''.join(_cells(table, number, widths, size))}</w:tr>"
    )


def _cells(table: LaidTable, number: int, widths: list[int], size: float) -> list[str]:
    """The cells of a row from left to right; a cell spanning from above is continued."""
    placed: dict[int, tuple[LaidCell, bool]] = {cell.column: (cell, False) for cell in table.rows[number]}
    for above in range(number):
        for cell in table.rows[above]:
            if above + cell.rowspan > number:
                placed[cell.column] = (cell, True)
    return [
        _cell(table, number, cell, widths, size, continued) for _, (cell, continued) in sorted(placed.items())
    ]


def _cell(
    table: LaidTable, number: int, cell: LaidCell, widths: list[int], size: float, continued: bool
) -> str:
    width = sum(widths[cell.column : cell.column + cell.colspan])
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = "" if cell.rowspan == 1 else f'<w:vMerge w:val="{"continue" if continued else "restart"}"/>'
    text = "" if continued else cell.text
    style = "ReportTableHead" if cell.head == "columns" else "ReportCell"
    indent = round(table.indent(cell, _WIDTH / 20, size, _CELL_MARGIN / 10) * 20)
    placed = f'<w:ind w:left="{indent}" w:right="{indent}"/>' if indent else ""
    if cell.head == "rows" and cell.rowspan == 1:
        placed = '<w:ind w:left="57"/><w:jc w:val="left"/>'
    keep = "<w:keepNext/>" if cell.head == "columns" or number < _KEPT_ROWS else ""
    paragraph = _sized(_paragraph(text, style, "", keep + placed), size)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph}</w:tc>"
    )
