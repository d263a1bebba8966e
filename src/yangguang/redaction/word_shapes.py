"""Pictures and shapes of a Word file that lie on the text: anybody can push them aside and read on."""

from __future__ import annotations

import re

from lxml import etree

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_WRAP = "{urn:schemas-microsoft-com:office:word}wrap"
_OFF = frozenset(("", "0", "false", "off"))
_LINES = frozenset(("line", "lineInv", "straightConnector1"))
_THICK = 6 * 12_700  # a line of six points covers no line of text
_WRAPS = frozenset(f"{_WP}wrap{name}" for name in ("None", "Square", "Tight", "Through", "TopAndBottom"))
_FLOWING = frozenset(f"{_WP}wrap{name}" for name in ("Square", "TopAndBottom"))
_OLD_SHAPES = frozenset(
    f"{_VML}{name}" for name in ("shape", "rect", "roundrect", "oval", "polyline", "image", "group")
)


def lies_on_text(anchor: etree._Element) -> bool:
    """Whether a drawing floats before the text, and the text does not flow around it as a rectangle."""
    if anchor.tag != f"{_WP}anchor" or anchor.get("behindDoc", "0") not in _OFF:
        return False
    if any(child.tag in _FLOWING for child in anchor):
        return False
    return not _is_line(anchor) and not _is_empty(anchor)


def lay_beside(anchor: etree._Element) -> None:
    """Let the text flow above and below the drawing."""
    for child in list(anchor):
        if child.tag in _WRAPS:
            anchor.remove(child)
    anchor.set("allowOverlap", "0")
    before = next((child for child in anchor if child.tag == f"{_WP}docPr"), None)
    if before is not None:
        before.addprevious(etree.Element(f"{_WP}wrapTopAndBottom"))


def old_shape_on_text(shape: etree._Element) -> bool:
    """The same of a shape as Word wrote them before 2010."""
    if shape.tag not in _OLD_SHAPES or (
        shape.get("filled", "t") in ("f", "false") and shape.tag != f"{_VML}image"
    ):
        return False
    style = shape.get("style", "").replace(" ", "").lower()
    is_behind = re.search(r"z-index:-", style) is not None
    wrap = next(shape.iter(_WRAP), None)
    flows = wrap is not None and wrap.get("type") in ("square", "topAndBottom")
    return "position:absolute" in style and not is_behind and not flows


def _is_line(anchor: etree._Element) -> bool:
    form = next(anchor.iter(f"{_A}prstGeom"), None)
    width = next(anchor.iter(f"{_A}ln"), None)
    said = width.get("w", "0") if width is not None else "0"
    return form is not None and form.get("prst") in _LINES and said.isdigit() and int(said) <= _THICK


def _is_empty(anchor: etree._Element) -> bool:
    """Whether it is a frame without a filling, through which the text is seen."""
    shown = [one for one in anchor.iter() if isinstance(one.tag, str)]
    if any(etree.QName(one).localname in ("pic", "chart", "relIds", "wgp", "wpc") for one in shown):
        return False
    properties = [one for one in shown if etree.QName(one).localname == "spPr"]
    return bool(properties) and all(one.find(f"{_A}noFill") is not None for one in properties)
