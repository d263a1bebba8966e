"""A web page, taken apart into paragraphs and tables.

Pages are written by content systems, by Word and by hand; libxml2 repairs what is broken in them and
this module walks the repaired tree once. Speed matters here: an inspection reads a hundred thousand
pages, so common cells and paragraphs take short paths.
"""

from __future__ import annotations

import email
import email.policy
import re

from lxml import etree

from yangguang.annualreport.errors import BrokenFile, EmptyFile, TooLarge
from yangguang.annualreport.reading.collector import Collector
from yangguang.annualreport.reading.document import Document, GridCell, GridRow
from yangguang.annualreport.reading.encoding import clean_utf8, declared_charset, decode
from yangguang.annualreport.reading.html_page import Page, text_of
from yangguang.annualreport.reading.limits import Limits
from yangguang.translation import mark

__all__ = ["read_html"]

_BLOCKS = frozenset(
    (
        "html", "body", "p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol",
        "li", "dl", "dt", "dd", "blockquote", "center", "form", "fieldset", "legend", "details", "summary",
        "address", "figure", "figcaption", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th",
        "tbody", "thead", "tfoot", "caption", "hgroup", "menu", "dir", "search",
    )
)  # fmt: skip
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WRAPPED = re.compile(
    r"(?<=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])"
)
_SPAN = re.compile(r"\s*\+?(\d{1,6})")
_DATA_URI = re.compile(rb"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=%\s]*", re.IGNORECASE)
_MIME = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?MIME-Version:", re.IGNORECASE)
_DEEPEST = 150  # levels of nesting that are walked; below, only the text is taken
_WIDEST = 1000  # a column span beyond this is nonsense; browsers draw the same line


def read_html(data: bytes, name: str, limits: Limits) -> Document:
    """A web page, also one saved as a single file (MHTML). Raises ``UnreadableFile``."""
    declared = ""
    if is_mime(data):
        data, declared = _page_of_mime(data, name)
    if not data.strip():
        raise EmptyFile(mark("文件是空的，没有可以读取的内容。请确认上传的是年度报告文件。"), file=name)
    source = _utf8(data, declared, name, limits)
    page = Page(_parse(source, name), source)
    document = _walked(page, name, limits)
    if not any(document.grids) and page.hides_tables:
        # a tab or a box that the page's own script opens: what it hides is the report itself
        page.show_hidden()
        document = _walked(page, name, limits)
    if not document.blocks:
        raise EmptyFile(mark("网页中没有可以读取的文字或表格。请确认保存的是完整网页。"), file=name)
    document.title, document.published = page.title, page.published
    return document


def is_mime(data: bytes) -> bool:
    """Whether this is a page saved as one file: a mail message with the page as its first part."""
    return _MIME.match(data[:4096].lstrip()) is not None


def _page_of_mime(data: bytes, name: str) -> tuple[bytes, str]:
    """The HTML part of a saved page, and its character set."""
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return body, str(part.get_content_charset() or "")
    raise BrokenFile(mark("单个文件网页（MHT）中没有网页内容。请重新保存为网页或 Word 后再试。"), file=name)


def _utf8(data: bytes, declared: str, name: str, limits: Limits) -> bytes:
    """The page in UTF-8: the bytes themselves where that is what they are."""
    if len(data) > 200_000:  # embedded pictures are not text; small pages are not worth the search
        data = _DATA_URI.sub(b"", data)
    clean = clean_utf8(data)
    text = decode(data, declared or declared_charset(data), file=name) if clean is None else clean
    if len(text) > limits.characters:
        raise TooLarge(
            mark("网页过长（{count} 字符），超过 {most} 字符的上限。年度报告通常只有几页，请确认文件。"),
            file=name,
            count=len(text),
            most=limits.characters,
        )
    return data if clean is not None else text.encode("utf-8", "replace").replace(b"\0", b"")


def _parse(source: bytes, name: str) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=False,
        collect_ids=False,  # nobody asks for an element by its id, and some writers give every cell one
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.LxmlError, ValueError) as error:
        raise BrokenFile(
            mark("网页无法解析，文件可能已损坏。请在浏览器中重新保存后再试。"), file=name
        ) from error
    if root is None:
        raise EmptyFile(mark("网页中没有可以读取的文字或表格。请确认保存的是完整网页。"), file=name)
    return root


def _walked(page: Page, name: str, limits: Limits) -> Document:
    walk = _Walk(Collector("html", name, limits), page)
    walk.blocks(page.body, 0)
    walk.flush()
    return walk.out.document


class _Walk:
    """One walk over the tree. Running text gathers in ``line`` until a block ends it."""

    def __init__(self, out: Collector, page: Page) -> None:
        self.out = out
        self.page = page
        self.line: list[str] = []
        self.counted: dict[etree._Element, int] = {}  # of each ordered list, the next number

    # running text

    def flush(self, level: int = 0) -> None:
        """End the paragraph that was being gathered."""
        if self.line:
            text = _tidy("".join(self.line))
            self.line = []
            if text:
                self.out.paragraph(text, level)

    def blocks(self, element: etree._Element, depth: int) -> None:
        """Everything inside ``element``, as paragraphs and tables."""
        line = self.line
        if element.text:
            line.append(element.text)
        for child in element:
            tag = child.tag
            if tag == "br":
                self.line.append("\v")
            elif not self.page.skips(child, tag):
                self._block(child, tag, depth + 1)
            if child.tail:
                self.line.append(child.tail)

    def _block(self, child: etree._Element, tag: str, depth: int) -> None:
        if depth > _DEEPEST:
            self.line.append(text_of(child))
        elif tag == "table" or (self.page.may_draw_tables and self.page.draws_table(child)):
            self.flush()
            self._table(child, depth)
        elif tag in _BLOCKS:
            self.flush()
            if tag == "li":
                self.line.append(self.page.item_number(child, self.counted))
            self.blocks(child, depth)
            self.flush(_HEADINGS.get(tag, 0))
        elif tag == "pre":
            self.flush()
            self._preformatted(child)
        elif len(child):
            self.blocks(child, depth)
        elif child.text:
            self.line.append(child.text)

    def _preformatted(self, element: etree._Element) -> None:
        for line in text_of(element).split("\n"):
            self.out.paragraph(line)

    # tables

    def _table(self, table: etree._Element, depth: int) -> None:
        """A table of data becomes a grid; one that only arranges the page is walked like a page."""
        rows, stray = self.page.rows(table)
        if self.page.is_layout(rows, table):
            for part in stray:
                self._loose(part, depth)
            for row in rows:
                for cell in row:
                    self.blocks(cell, depth + 2)
                    self.flush()
            return
        for part in stray:
            self._loose(part, depth)
        self.out.grid(self._grid_rows(rows, depth))

    def _loose(self, part: etree._Element | str, depth: int) -> None:
        """What stands in a table but in none of its cells: a caption, a note, misplaced text."""
        if isinstance(part, str):
            self.line.append(part)
        else:
            self.blocks(part, depth + 1)
        self.flush()

    def _grid_rows(self, rows: list[list[etree._Element]], depth: int) -> list[GridRow]:
        made: list[GridRow] = []
        below: dict[int, int] = {}  # column -> how many further rows a cell above still covers it
        for index, cells in enumerate(rows):
            row: list[GridCell] = []
            column = 0
            covered, below = below, {c: n - 1 for c, n in below.items() if n > 1} if below else {}
            characters = 0
            for cell in cells:
                while column in covered:
                    column += 1
                text = cell.text or ""
                if len(cell):
                    text = self._cell_text(cell, depth)
                elif not text.isdigit():  # most cells are a figure and nothing else
                    text = _tidy(text)
                characters += len(text)
                wide, high = cell.get("colspan"), cell.get("rowspan")
                if not (wide or high):
                    row.append(GridCell(text, column))
                    column += 1
                    continue
                colspan = _span(wide, "colspan", _WIDEST) if wide else 1
                rowspan = _span(high, "rowspan", len(rows) - index) if high else 1
                self.out.consider(colspan * rowspan)
                row.append(GridCell(text, column, colspan, rowspan))
                if rowspan > 1:
                    below.update(dict.fromkeys(range(column, column + colspan), rowspan - 1))
                column += colspan
            self.out.spend(characters, len(row))
            made.append(GridRow(row, number=index + 1))
        return made

    def _cell_text(self, cell: etree._Element, depth: int) -> str:
        """The text of a cell that holds more than text; its paragraphs and breaks are line breaks."""
        text = cell.text
        if len(cell) == 1 and (text is None or text.isspace()):
            only = cell[0]
            after = only.tail
            if only.tag == "p" and len(only) == 0 and (after is None or after.isspace()):
                if self.page.skips(only, "p"):
                    return ""
                text = only.text
                return _tidy(text) if text else ""
        pieces: list[str] = []
        self._gather(cell, pieces, depth)
        lines = (line.strip() for line in _tidy("".join(pieces)).split("\n"))
        return "\n".join(line for line in lines if line)

    def _gather(self, element: etree._Element, pieces: list[str], depth: int) -> None:
        if element.text:
            pieces.append(element.text)
        for child in element:
            tag = child.tag
            if tag == "br":
                pieces.append("\v")
            elif tag == "input":
                pieces.append(self.page.field_value(child))
            elif not self.page.skips(child, tag):
                edge = "\v" if tag in _BLOCKS or tag in ("table", "pre") else ""
                pieces.append(edge)
                if depth > _DEEPEST:
                    pieces.append(text_of(child))
                else:
                    self._gather(child, pieces, depth + 1)
                pieces.append(edge)
            if child.tail:
                pieces.append(child.tail)


def _tidy(text: str) -> str:
    """Text as a browser shows it: blanks collapsed, breaks kept (as ``\\v`` until here)."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # no line break, no other blank than single spaces: nearly every cell
    if text.isspace():
        return ""
    if "\n" in text:
        text = _WRAPPED.sub("", text)
    text = _SPACE.sub(" ", text)
    text = _INVISIBLE.sub("", text).replace("\xa0", " ")
    if "\v" in text:
        return "\n".join(line.strip() for line in text.split("\v")).strip()
    return text.strip()


def _span(value: str, name: str, most: int) -> int:
    """A column or row span; nonsense counts as 1, a row span of 0 reaches to the last row."""
    if value.isdecimal() and len(value) < 7:
        span = int(value)
    else:
        digits = _SPAN.match(value)
        span = int(digits[1]) if digits else 1
    if span == 0:
        span = most if name == "rowspan" else 1
    return max(1, min(span, most))
