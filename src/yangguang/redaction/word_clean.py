"""A Word file with only what people see in print: everything else is taken out before anybody marks anything.

Tracked changes are as if accepted; comments, hidden text, fields' codes, bookmarks, links' targets, form
controls, embedded objects, alternative texts and marks of editing sessions are gone. What is not known is
not kept: elements are let through by name.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from yangguang.redaction.word_look import Looks, W, q
from yangguang.redaction.word_shapes import lay_beside, lies_on_text
from yangguang.translation import gettext, mark

DROPPED = mark("〔图形或嵌入对象已移除〕")
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_KNOWN_DRAWING = frozenset((_WP, _A, _PIC, _WPS))
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_XML = "http://www.w3.org/XML/1998/namespace"
_KNOWN = frozenset((W, _M))
_WORDS = frozenset(
    [f"{{{W}}}t", f"{{{_M}}}t"]
    + [f"{{{_WP}}}{name}" for name in ("align", "posOffset", "pctPosHOffset", "pctPosVOffset")]
)

# gone with everything in them
_GONE = frozenset(
    [
        "del",
        "moveFrom",
        "comment",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "bookmarkStart",
        "bookmarkEnd",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart",
        "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart",
        "customXmlMoveToRangeEnd",
        "permStart",
        "permEnd",
        "proofErr",
        "instrText",
        "delInstrText",
        "fldChar",
        "delText",
        "control",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "altChunk",
        "subDoc",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "tblPrExChange",
        "numberingChange",
        "cellIns",
        "cellDel",
        "cellMerge",
        "lastRenderedPageBreak",
        "contentPart",
        "movie",
        "dataBinding",
        "docPartObj",
        "printerSettings",
        "divId",
        "cnfStyle",
        "attachedTemplate",
        "tblCaption",
        "tblDescription",
        "aliases",
    ]
)
# the content stays, the wrapping goes
_OPENED = frozenset(
    ["ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo"]
)
_OFF = frozenset(("0", "false", "off"))
# fonts and list numbers have names and texts in any language; styles are renamed together (``word_names``)
_NAMED = frozenset(
    [
        "rFonts",
        "sym",
        "latin",
        "ea",
        "cs",
        "font",
        "lvlText",
        "style",
        "name",
        "pStyle",
        "rStyle",
        "tblStyle",
        "basedOn",
        "next",
        "link",
        "numStyleLink",
        "styleLink",
    ]
)


def clean(root: etree._Element, looks: Looks) -> None:
    """Take everything out of a part that is not seen in print."""
    _choose(root)
    _delete_rows_and_paragraph_ends(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _remove(element)
            continue
        name = etree.QName(element)
        if name.namespace == W:
            _treat(element, name.localname, looks)
        elif name.namespace not in _KNOWN and not _in_drawing(element):
            _remove(element)  # a drawing of unknown things is left out as a whole, below
        _strip(element)
    for drawing in list(root.iter(q("drawing"))):
        _clean_drawing(drawing)
    for element in root.iter():
        _drop_loose_words(element)
        _drop_words_in_attributes(element)


def _in_drawing(element: etree._Element) -> bool:
    """Whether it draws; the words in a box of a drawing are words like others."""
    around = next(element.iterancestors(q("drawing"), q("txbxContent")), None)
    return element.tag == q("drawing") or (around is not None and around.tag == q("drawing"))


def clean_theme(root: etree._Element) -> None:
    """Colours and fonts stay; names that somebody gave, and what programs keep there for themselves, go."""
    for element in list(root.iter()):
        local = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if local in ("extLst", "objectDefaults", "extraClrSchemeLst", "custClrLst", ""):
            _remove(element)
        else:
            _drop_loose_words(element)
            if "name" in element.attrib and local in (
                "theme",
                "themeElements",
                "clrScheme",
                "fontScheme",
                "fmtScheme",
            ):
                element.set("name", "")


def _drop_loose_words(element: etree._Element) -> None:
    """Words that stand where no program shows them: between elements, or in one that holds none."""
    element.tail = None
    if element.tag not in _WORDS:
        element.text = None


def _treat(element: etree._Element, local: str, looks: Looks) -> None:
    parent = element.getparent()
    if local == "name" and parent is not None and parent.tag == q("abstractNum"):
        _remove(element)
    elif local in ("pict", "object"):
        _as_words(element)
    elif local in _OPENED and not _is_mark(element):
        _open(element)
    elif local in _GONE or local in _OPENED or (local == "r" and looks.is_hidden(element)):
        _remove(element)


def _as_words(element: etree._Element) -> None:
    """An old drawing or an embedded object: the words of its text boxes stay, of the rest that it was there."""
    texts = ["".join(map(str, p.itertext(q("t")))) for p in element.iter(q("p"))]
    said = "\n".join(text for text in texts if text) or gettext(DROPPED)
    for number, line in enumerate(said.split("\n")):
        if number:
            element.addprevious(etree.Element(q("br")))
        words = etree.Element(q("t"))
        words.text = line
        element.addprevious(words)
    _remove(element)


def _is_mark(element: etree._Element) -> bool:
    """``w:ins`` inside properties only says that something was inserted."""
    parent = element.getparent()
    return parent is not None and etree.QName(parent).localname in ("rPr", "trPr", "numPr")


def _choose(root: etree._Element) -> None:
    """Of alternatives for newer and older programs the newer stays: the other repeats the same words."""
    for alternative in list(root.iter(f"{{{_MC}}}AlternateContent")):
        choice = alternative.find(f"{{{_MC}}}Choice")
        if choice is not None:
            for child in list(choice):
                alternative.addprevious(child)
        _remove(alternative)


def _delete_rows_and_paragraph_ends(root: etree._Element) -> None:
    """A row or a paragraph's end that was deleted under tracking goes as its text does."""
    for row in list(root.iter(q("tr"))):
        if row.find(f"{q('trPr')}/{q('del')}") is not None:
            _remove(row)
    for paragraph in list(root.iter(q("p"))):
        end = paragraph.find(f"{q('pPr')}/{q('rPr')}")
        is_deleted = end is not None and any(end.find(q(name)) is not None for name in ("del", "moveFrom"))
        following = paragraph.getnext()
        if is_deleted and following is not None and following.tag == q("p"):
            own = paragraph.find(q("pPr"))
            place = 1 if following.find(q("pPr")) is not None else 0
            for child in reversed([child for child in paragraph if child is not own]):
                following.insert(place, child)
            _remove(paragraph)


def _strip(element: etree._Element) -> None:
    """Attributes that tell who edited when, and those of extensions."""
    for name in list(element.attrib):
        full = etree.QName(name)
        local = full.localname
        if (
            (
                local.startswith("rsid")
                or full.namespace == _MC
                or local in ("paraId", "textId", "editId", "anchorId")
            )
            or (full.namespace == W and local in ("author", "date", "initials"))
            or full.namespace not in (None, W, _R, _M, _XML)
        ):
            del element.attrib[name]


def _drop_words_in_attributes(element: etree._Element) -> None:
    """What Word writes into attributes is numbers and words of its own; other words there are read by nobody."""
    local = etree.QName(element).localname
    for name, value in list(element.attrib.items()):
        if value.isascii() or local in _NAMED or (etree.QName(name).namespace == _M and len(value) <= 2):
            continue
        del element.attrib[name]


def _clean_drawing(drawing: etree._Element) -> None:
    """Pictures and text boxes stay, without their alternative texts; charts and diagrams are data: they go."""
    if any(
        etree.QName(one).localname == "docPr" and one.get("hidden", "0") not in _OFF for one in drawing.iter()
    ):
        _remove(drawing)
        return
    for element in list(drawing.iter()):
        if element.getparent() is None and element is not drawing:
            continue
        name = etree.QName(element)
        if name.localname in ("docPr", "cNvPr"):
            for attribute in ("descr", "title", "hidden"):
                _drop(element, attribute)
            element.set("name", "")
            for child in list(element):
                element.remove(child)
        elif name.localname in ("extLst", "hlinkClick", "hlinkHover", "style", "svgBlip"):
            _remove(element)
        for attribute in (f"{{{_R}}}link", f"{{{_R}}}id"):
            _drop(element, attribute)
    if any(not _is_known(element) for element in _outside_text(drawing)):
        drop_drawing(drawing)
        return
    for anchor in [one for one in drawing if lies_on_text(one)]:
        lay_beside(anchor)  # a bar or a seal laid on words would only seem to withhold them


def drop_drawing(drawing: etree._Element) -> None:
    """Say in its place that a drawing was left out."""
    words = etree.Element(q("t"))
    words.text = gettext(DROPPED)
    drawing.addprevious(words)
    _remove(drawing)


def _drop(element: etree._Element, attribute: str) -> None:
    if attribute in element.attrib:
        del element.attrib[attribute]


def _outside_text(drawing: etree._Element) -> Iterator[etree._Element]:
    for element in drawing.iter():
        if next(element.iterancestors(q("txbxContent")), None) is None:
            yield element


def _is_known(element: etree._Element) -> bool:
    namespace = etree.QName(element).namespace
    return namespace in _KNOWN_DRAWING or namespace == W


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)


def _open(element: etree._Element) -> None:
    """Let the children stand in the place of their wrapping."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    for number, child in enumerate(list(element)):
        parent.insert(place + number, child)
    element.tail = None
    parent.remove(element)
