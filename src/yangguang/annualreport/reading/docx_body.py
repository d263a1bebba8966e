"""The body of a Word file: runs to text, rows to grids, boxes and wrappers opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from yangguang.annualreport.reading.collector import Collector
from yangguang.annualreport.reading.document import GridCell, GridRow
from yangguang.annualreport.reading.docx_styles import Numbering, Styles, attribute, outline_level, value_of

__all__ = ["Body"]

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
    "http://schemas.openxmlformats.org/markup-compatibility/2006",
)
_NAMES = (
    "p", "r", "t", "tab", "br", "cr", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "hyperlink",
    "smartTag", "customXml", "fldSimple", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "del",
    "moveFrom", "moveTo", "noBreakHyphen", "softHyphen", "sym", "ruby", "rubyBase", "drawing", "pict",
    "object", "AlternateContent", "Choice", "Fallback", "fldChar", "instrText", "delText", "txbxContent",
    "sectPr", "ptab", "dir", "bdo", "pStyle", "outlineLvl", "numPr", "listPr", "gridSpan", "vMerge",
    "vmerge", "hMerge", "hmerge", "vanish",
)  # fmt: skip
# full tag -> short name, for the names that matter here; a dictionary is the fastest switch there is
_SHORT = {f"{{{space}}}{name}": name for space in _NAMESPACES for name in _NAMES}
_SHORT["{urn:schemas-microsoft-com:vml}textbox"] = "textbox"

_TRANSPARENT = frozenset(
    ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "dir", "bdo", "rubyBase")
)  # fmt: skip
_GONE = frozenset(
    (
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "tcPr",
        "Fallback",
    )
)
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_OFF = ("0", "false", "off", "none")
_WIDEST = 1000
_DEEPEST = 60  # tables in tables in text boxes; Word itself gives up far earlier
_LONG_TEXT = 60  # characters; a single column of cells this long is prose in a frame


@dataclass(slots=True)
class _Said:
    """The text of a paragraph, and the text boxes anchored in it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


class Body:
    """Takes the blocks of a body one by one and hands paragraphs and grids to the collector."""

    def __init__(self, out: Collector, styles: Styles, numbering: Numbering) -> None:
        self.out = out
        self._styles = styles
        self._numbering = numbering
        self.may_vanish = True  # whether some run may be hidden; a look at each costs time
        self._of_style: dict[str, tuple[int, str, int]] = {}
        self._field_depth: list[bool] = []  # for each open field: whether its result has begun

    def take(self, block: etree._Element, depth: int = 0) -> None:
        """One block: a paragraph, a table, or a wrapper around some."""
        short = _SHORT.get(block.tag)
        if short == "p":
            self._paragraph(block, depth)
        elif short == "tbl":
            self._take_table(block, depth)
        elif short not in _GONE and depth < _DEEPEST:
            for inner in _preferred(block, short):
                self.take(inner, depth + 1)

    # paragraphs

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        said = _Said()
        self._say(paragraph, said, depth)
        text = "".join(said.pieces)
        level = 0
        properties = paragraph[0] if len(paragraph) else None
        if properties is not None and _SHORT.get(properties.tag) == "pPr":
            level, number = self._outline_and_number(properties)
            if number and text.strip():
                text = number + text.lstrip()
        self.out.paragraph(text, level)
        for box in said.boxes:
            for block in box:
                self.take(block, depth + 1)

    def _outline_and_number(self, properties: etree._Element) -> tuple[int, str]:
        style = outline = ""
        listed: etree._Element | None = None
        for element in properties:
            name = _SHORT.get(element.tag)
            if name == "pStyle":
                style = attribute(element, "val") or ""
            elif name == "outlineLvl":
                outline = attribute(element, "val") or ""
            elif name in ("numPr", "listPr"):
                listed = element
        level, list_id, list_level = self._from_style(style)
        if outline.isdecimal() and len(outline) < 3:
            level = outline_level(int(outline))
        if listed is not None:
            list_id = value_of(listed, "numId") or value_of(listed, "ilfo") or list_id
            own_level = value_of(listed, "ilvl") or ""
            list_level = int(own_level) if own_level.isdecimal() and len(own_level) < 3 else list_level
        # counted on for every numbered paragraph, even an empty one
        return level, self._numbering.next(list_id, list_level) if list_id and list_id != "0" else ""

    def _from_style(self, style: str) -> tuple[int, str, int]:
        """Outline level, list and level in the list that the paragraph's style gives it."""
        found = self._of_style.get(style)
        if found is None:
            list_id, level = self._styles.list_of(style)
            tied = self._numbering.level_of_style(style) if list_id else None
            found = self._styles.outline(style), list_id, tied[1] if tied else level
            self._of_style[style] = found
        return found

    def _say(self, element: etree._Element, said: _Said, depth: int) -> None:
        """The text of runs, in order, through the wrappers around them."""
        for part in element:
            short = _SHORT.get(part.tag)
            if short == "r":
                self._say_run(part, said, depth)
            elif short in _TRANSPARENT and depth < _DEEPEST:
                self._say(part, said, depth + 1)
            elif short == "AlternateContent" and depth < _DEEPEST:
                for inner in _preferred(part, short):
                    self._say(inner, said, depth + 1)
            elif short in ("drawing", "pict"):
                _find_boxes(part, said)

    def _say_run(self, run: etree._Element, said: _Said, depth: int) -> None:
        hidden = bool(self._field_depth) and not all(self._field_depth)
        for part in run:
            short = _SHORT.get(part.tag)
            if short == "t":
                if part.text and not hidden:
                    said.pieces.append(part.text.replace("\u00ad", ""))
            elif short == "rPr":
                if self.may_vanish and _is_vanished(part):
                    return
            elif short == "br":
                if attribute(part, "type") not in ("page", "column"):
                    said.pieces.append("\n")
            elif short in _SIGNS:
                said.pieces.append(_SIGNS[short])
            elif short == "fldChar":
                self._field(attribute(part, "fldCharType"))
                hidden = bool(self._field_depth) and not all(self._field_depth)
            elif short is not None and short not in _GONE:
                self._say_rare(part, short, said, depth)

    def _say_rare(self, part: etree._Element, short: str, said: _Said, depth: int) -> None:
        if short == "sym":
            said.pieces.append(_symbol(part))
        elif short in ("drawing", "pict", "object"):
            _find_boxes(part, said)
        elif short == "AlternateContent":
            for inner in _preferred(part, short):
                _find_boxes(inner, said)
        elif short == "ruby":
            base = next((child for child in part if _SHORT.get(child.tag) == "rubyBase"), None)
            if base is not None and depth < _DEEPEST:
                self._say(base, said, depth + 1)

    def _field(self, kind: str | None) -> None:
        """Fields have a code and a result; only the result is on the page."""
        if kind == "begin":
            if len(self._field_depth) < 50:
                self._field_depth.append(False)
        elif self._field_depth and kind == "separate":
            self._field_depth[-1] = True
        elif self._field_depth and kind == "end":
            self._field_depth.pop()

    # tables

    def _take_table(self, element: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            return
        if _is_frame(element):
            for cell in _cells_of(element):
                for block in cell:
                    self.take(block, depth + 1)
            return
        self.out.grid(self._rows(element, depth))

    def _rows(self, element: etree._Element, depth: int) -> list[GridRow]:
        made: list[GridRow] = []
        above: dict[int, GridCell] = {}  # column -> the cell that a vertical merge there continues
        for row in _children(element, "tr"):
            properties = next((part for part in row if _SHORT.get(part.tag) == "trPr"), None)
            if properties is not None and _is_deleted_row(properties):
                continue
            before = (
                value_of(properties, "gridBefore") if properties is not None and len(properties) else None
            )
            made.append(GridRow(self._cells(row, _count(before, 0), above, depth), number=len(made) + 1))
        return made

    def _cells(
        self, row: etree._Element, column: int, above: dict[int, GridCell], depth: int
    ) -> list[GridCell]:
        cells: list[GridCell] = []
        open_now: dict[int, GridCell] = {}
        for element in _children(row, "tc"):
            span, merge, beside = _cell_shape(element)
            continued = above.get(column) if merge == "continue" else None
            if beside == "continue" and cells:
                cells[-1].colspan += span
            elif continued is not None:
                continued.rowspan += 1
                open_now[column] = continued
            else:
                text = self._cell_text(element, depth)
                cell = GridCell(text, column, span)
                cells.append(cell)
                self.out.spend(len(text), 1)
                if merge:
                    open_now[column] = cell
            column += span
        above.clear()
        above.update(open_now)
        return cells

    def _cell_text(self, cell: etree._Element, depth: int) -> str:
        lines: list[str] = []
        self._cell_lines(cell, lines, depth)
        if len(lines) == 1:
            return lines[0].strip()
        return "\n".join(line.strip() for line in "\n".join(lines).split("\n") if line.strip())

    def _cell_lines(self, blocks: Iterable[etree._Element], lines: list[str], depth: int) -> None:
        for block in blocks:
            short = _SHORT.get(block.tag)
            if short == "p":
                self._cell_paragraph(block, lines, depth)
            elif short == "tbl":
                for inner in _cells_of(block):
                    if depth < _DEEPEST:
                        self._cell_lines(inner, lines, depth + 1)
            elif short not in _GONE and depth < _DEEPEST:
                self._cell_lines(_preferred(block, short), lines, depth + 1)

    def _cell_paragraph(self, paragraph: etree._Element, lines: list[str], depth: int) -> None:
        said = _Said()
        self._say(paragraph, said, depth)
        text = "".join(said.pieces)
        properties = paragraph[0] if self._numbering and len(paragraph) else None
        if properties is not None and _SHORT.get(properties.tag) == "pPr":
            _, number = self._outline_and_number(properties)
            if number and text.strip():
                text = number + text.lstrip()
        if text:
            lines.append(text)
        for box in said.boxes:
            self._cell_lines(box, lines, depth + 1)


def _preferred(element: etree._Element, short: str | None) -> Iterable[etree._Element]:
    """The children of a wrapper; of alternative contents the first, which newer programs show."""
    if short != "AlternateContent":
        return element
    for wanted in ("Choice", "Fallback"):
        for part in element:
            if _SHORT.get(part.tag) == wanted:
                return part
    return ()


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, through content controls and revision marks."""
    for part in element:
        short = _SHORT.get(part.tag)
        if short == name:
            yield part
        elif short in _TRANSPARENT:
            yield from _children(part, name)


def _cells_of(table: etree._Element) -> Iterator[etree._Element]:
    for row in _children(table, "tr"):
        yield from _children(row, "tc")


def _is_frame(table: etree._Element) -> bool:
    """Whether a table only arranges the page: one cell around text, or cells around other tables."""
    rows = [list(_children(row, "tc")) for row in _children(table, "tr")]
    own = sum(map(len, rows))
    if own <= 1:
        return True
    single_column = max(map(len, rows)) == 1
    if next(table.iterdescendants(table.tag), None) is not None:
        # no more are counted than decide: tables nest, and each level would count all again
        cells = islice(table.iterdescendants(table.tag[:-3] + "tc"), 2 * own + 1)
        return single_column or len(list(cells)) > 2 * own
    return single_column and any(len("".join(map(str, row[0].itertext()))) > _LONG_TEXT for row in rows)


def _is_deleted_row(properties: etree._Element) -> bool:
    return any(_SHORT.get(part.tag) == "del" for part in properties)


def _cell_shape(cell: etree._Element) -> tuple[int, str, str]:
    """Columns covered, and whether a vertical or horizontal merge starts or continues here."""
    span, merge, beside = 1, "", ""
    properties = cell[0] if len(cell) else None
    if properties is None or _SHORT.get(properties.tag) != "tcPr":
        return span, merge, beside
    for part in properties:
        name = _SHORT.get(part.tag)
        if name == "gridSpan":
            span = max(1, _count(attribute(part, "val"), 1))
        elif name in ("vMerge", "vmerge"):
            merge = attribute(part, "val") or "continue"
        elif name in ("hMerge", "hmerge"):
            beside = attribute(part, "val") or "continue"
    return span, merge, beside


def _count(text: str | None, otherwise: int) -> int:
    return (
        min(int(text), _WIDEST) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
    )


def _is_vanished(properties: etree._Element) -> bool:
    return any(
        _SHORT.get(part.tag) == "vanish" and (attribute(part, "val") or "on") not in _OFF
        for part in properties
    )


def _symbol(part: etree._Element) -> str:
    """A character of a symbol font; the private ones have no meaning outside their font."""
    code = attribute(part, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else ""


def _find_boxes(part: etree._Element, said: _Said) -> None:
    """Text boxes in a drawing: each once, not again as the copy kept for old programs."""
    for box in part.iter("{*}txbxContent"):
        around = [_SHORT.get(outer.tag) for outer in _up_to(box, part)]
        if "Fallback" not in around and "txbxContent" not in around:
            said.boxes.append(box)


def _up_to(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for outer in element.iterancestors():
        if outer is top:
            return
        yield outer
