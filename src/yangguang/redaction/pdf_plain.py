"""Carrying over a page of a PDF without marks: only what it draws, nothing else.

A page is taken apart into its drawing commands and put together again with the fonts and pictures that
they use. A page that could hide something (layers, pictures that are clipped or painted over, forms filled
in, notes with an appearance, scripts of fonts) is not carried over: it is drawn like a page with marks.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from yangguang.redaction.jpeg import stripped

_MARKED = frozenset(("BDC", "BMC", "EMC", "DP", "MP"))  # alternative text, layers, numbers of structure
_CLIPS = frozenset(("W", "W*"))
_FILLS = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI"))
_RESOURCE_OF = {
    "Do": "/XObject",
    "Tf": "/Font",
    "gs": "/ExtGState",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "scn": "/Pattern",
    "SCN": "/Pattern",
    "sh": "/Shading",
}
_IMAGE_KEYS = frozenset(
    [
        "/Type",
        "/Subtype",
        "/Width",
        "/Height",
        "/ColorSpace",
        "/BitsPerComponent",
        "/Filter",
        "/DecodeParms",
        "/Decode",
        "/ImageMask",
        "/Mask",
        "/SMask",
        "/Intent",
        "/Interpolate",
        "/Matte",
    ]
)
_FORM_KEYS = frozenset(["/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group"])
_DEEPEST = 8
_PASSED_OVER = frozenset(
    [
        "/Text",
        "/Link",
        "/Popup",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Caret",
        "/FileAttachment",
    ]
)


class Doubtful(Exception):
    """The page could hide something; draw it instead."""


def plain_parts(page: pikepdf.Page, source: pikepdf.Pdf) -> tuple[bytes, Any]:
    """Content and resources of a page that hides nothing; raises :class:`Doubtful` for any other."""
    try:
        for note in page.obj.get("/Annots", []):
            if str(note.get("/Subtype")) not in _PASSED_OVER:
                raise Doubtful
        seen = _Seen()
        content, resources = _cleaned(page.obj, page.resources, source, seen, 0)
    except (
        pikepdf.PdfError,
        pikepdf.DependencyError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
    ) as error:
        raise Doubtful from error
    if seen.pictures and (seen.clips or seen.fills):
        raise Doubtful
    return content, resources


class _Seen:
    """What a page does, its forms included."""

    def __init__(self) -> None:
        self.pictures = self.clips = self.fills = False


def _cleaned(
    holder: Any, resources: Any, source: pikepdf.Pdf, seen: _Seen, depth: int
) -> tuple[bytes, pikepdf.Object]:
    if depth > _DEEPEST:
        raise Doubtful
    used: dict[str, set[str]] = {}
    kept = []
    for instruction in pikepdf.parse_content_stream(holder):
        operator = str(instruction.operator)
        if operator in _MARKED:
            if instruction.operands and str(instruction.operands[0]) == "/OC":
                raise Doubtful
            continue
        seen.clips |= operator in _CLIPS
        seen.fills |= operator in _FILLS
        if operator == "INLINE IMAGE":
            raise Doubtful
        _note_use(operator, instruction.operands, used)
        kept.append(instruction)
    return pikepdf.unparse_content_stream(kept), _only(used, resources, source, seen, depth)


def _note_use(operator: str, operands: Any, used: dict[str, set[str]]) -> None:
    kind = _RESOURCE_OF.get(operator)
    if kind and operands:
        named = operands[0] if operator == "Tf" else operands[-1]
        if isinstance(named, pikepdf.Name):
            used.setdefault(kind, set()).add(str(named))


def _only(
    used: dict[str, set[str]], resources: Any, source: pikepdf.Pdf, seen: _Seen, depth: int
) -> pikepdf.Object:
    clean = pikepdf.Dictionary()
    for kind, names in used.items():
        had = resources.get(kind, pikepdf.Dictionary())
        kept = pikepdf.Dictionary()
        for name in sorted(names):
            if name not in had:
                continue  # /DeviceGray and its like are no resources
            item = had[name]
            if kind == "/XObject":
                item = _drawn_thing(item, resources, source, seen, depth)
            elif kind == "/Font":
                _refuse_odd_font(item)
            elif kind in ("/Pattern", "/ExtGState"):
                _refuse_nested(item)
            kept[name] = item
        clean[kind] = kept
    return clean


def _refuse_odd_font(font: Any) -> None:
    if str(font.get("/Subtype")) == "/Type3":
        raise Doubtful


def _refuse_nested(item: Any) -> None:
    """Tiling patterns and soft masks draw things of their own."""
    if "/PatternType" in item and int(item.PatternType) == 1:
        raise Doubtful
    if isinstance(item.get("/SMask"), pikepdf.Dictionary):
        raise Doubtful


def _drawn_thing(item: Any, resources: Any, source: pikepdf.Pdf, seen: _Seen, depth: int) -> pikepdf.Object:
    if "/OC" in item:
        raise Doubtful
    subtype = str(item.get("/Subtype"))
    if subtype == "/Image":
        seen.pictures = True
        return _image(item, source)
    if subtype != "/Form":
        raise Doubtful
    seen.clips = True  # a form is clipped by its box
    content, own = _cleaned(item, item.get("/Resources", resources), source, seen, depth + 1)
    form = source.make_stream(content)
    for key in _FORM_KEYS & set(item.keys()):
        form[key] = item[key]
    form.Resources = own
    return form


def _image(item: Any, source: pikepdf.Pdf) -> pikepdf.Object:
    filters = [str(one) for one in _listed(item.get("/Filter"))]
    if "/JPXDecode" in filters:
        raise Doubtful
    raw = item.read_raw_bytes()
    if filters == ["/DCTDecode"]:
        raw = stripped(raw)
    image = source.make_stream(raw)
    for key in _IMAGE_KEYS & set(item.keys()):
        value = item[key]
        image[key] = _image(value, source) if key == "/SMask" or _is_stream(value, key) else value
    return image


def _is_stream(value: Any, key: str) -> bool:
    return key == "/Mask" and isinstance(value, pikepdf.Stream)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
