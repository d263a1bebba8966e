"""Pages of a PDF through pdfium: what stands on them with its place, and how they look.

Places are fractions of the page as shown, so ``/Rotate`` and crop boxes need no further thought. A sign
that leaves no ink on the page (white on white, under a black bar, in a layer that is switched off) is
told apart: people never saw it, and it must not leave the house by the text layer.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageChops

from yangguang.annualreport.reading import pdf_page
from yangguang.redaction.errors import BrokenFile, ProtectedFile
from yangguang.redaction.limits import Limits
from yangguang.redaction.marks import Box, Passage
from yangguang.translation import mark

_BROKEN = mark("PDF 文件已损坏，无法打开。请重新生成或扫描后再试。")
_PROTECTED = mark("PDF 文件已加密或限制了打开，无法处理。请取消密码后再试。")
_FINE = 100_000  # device units of a page: places are exact to a thousandth of a percent
_INK = 24  # grey levels between the lightest and the darkest point of a sign that can be seen
_FLAT = 0.05  # points: a box lower than this is that of a glyph without outline
_COMPARED, _SPOT, _DIFFERENT = (
    110,
    4,
    56,
)  # points an inch, pixels, grey levels: one page held against another
_DEEPEST = 8  # forms in forms
_LOOK = 1.6  # pixels per point when looking for ink
# What people do not see when they read or print the page; their notes are theirs, not the document's
_NOTES = frozenset(
    (
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_CARET,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    )
)


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page: signs with their boxes, and what is there without being seen.

    ``covered`` are places in the passage: signs under something that is drawn later, which changes nothing of what
    people see. Behind a scan they are its words and good to be searched; behind anything else they are a secret.
    """

    passage: Passage
    hidden: str
    outside: str
    covered: frozenset[int] = frozenset()

    @property
    def seen(self) -> Passage:
        """The passage without what is covered."""
        if not self.covered:
            return self.passage
        left = [place for place in range(len(self.passage.text)) if place not in self.covered]
        return Passage(
            self.passage.number,
            "".join(self.passage.text[place] for place in left),
            tuple(self.passage.boxes[place] for place in left),
        )

    @property
    def under(self) -> str:
        """What is covered."""
        return "".join(self.passage.text[place] for place in sorted(self.covered))


@contextmanager
def opened(data: bytes, name: str, limits: Limits) -> Iterator[Any]:
    """The document, with pdfium to ourselves."""
    limits.check_size(data, name)
    with pdf_page.PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            code = pdfium.FPDF_GetLastError()
            if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
                raise ProtectedFile(_PROTECTED, file=name) from error
            raise BrokenFile(_BROKEN, file=name) from error
        try:
            if len(document) == 0:
                raise BrokenFile(_BROKEN, file=name)
            limits.check_pages(len(document), name)
            document.init_forms()
            yield document
        finally:
            document.close()


def page_of(document: Any, number: int, name: str) -> Any:
    """A page (from 1) without the notes that people left on it."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise BrokenFile(
            mark("PDF 的第 {page} 页已损坏。请重新生成或扫描后再试。"), file=name, page=number
        ) from error
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if subtype in _NOTES:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return page


def drawn(page: Any, dpi: float, most_pixels: int, *, grey: bool = False) -> Image.Image:
    """The page as a picture, smaller where it claims to be metres wide."""
    width, height = page.get_size()
    scale = min(dpi / 72, (most_pixels / max(width * height, 1.0)) ** 0.5)
    picture: Image.Image = page.render(scale=scale, grayscale=grey).to_pil()
    return picture.convert("L" if grey else "RGB")


def are_alike(before: Any, after: Any, most_pixels: int) -> bool:
    """Whether two pages look the same, as far as people see, and read the same."""
    if _words(before) != _words(after):
        return False
    one, other = (drawn(page, _COMPARED, most_pixels, grey=True) for page in (before, after))
    if one.size != other.size:
        return False
    # a glyph drawn a hair further, or a little heavier, is the same; one that is missing leaves a spot
    spots = ImageChops.difference(one, other).reduce(_SPOT)
    return int(spots.getextrema()[1]) < _DIFFERENT  # type: ignore[arg-type]


def _words(page: Any) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range(errors="replace"))
    finally:
        text.close()


def hides_pictures(page: Any) -> bool:
    """Whether a picture goes on where nobody sees it: beyond the page as shown, or under what is drawn later.

    Words that leave no ink (the text behind a scan) cover nothing.
    """
    edge = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, edge)
    whole = (edge.left, edge.bottom, edge.right, edge.top)
    pictures: list[_Rectangle] = []
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, number)
        kind, place = pdfium.FPDFPageObj_GetType(thing), _bounds(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT and _is_inkless(thing):
            continue
        if any(_overlap(place, picture) for picture in pictures):
            return True
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if not _lies_in(place, whole):
                return True
            pictures.append(place)
    return False


_Rectangle = tuple[float, float, float, float]
_NEAR = 1.0  # points: edges that touch, or stand out by a hair
_INKLESS = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))


def _is_inkless(thing: Any) -> bool:
    return pdfium.FPDFTextObj_GetTextRenderMode(thing) in _INKLESS


def _bounds(thing: Any) -> _Rectangle:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _overlap(one: _Rectangle, other: _Rectangle) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across > _NEAR and up > _NEAR


def _lies_in(one: _Rectangle, other: _Rectangle) -> bool:
    return (
        one[0] >= other[0] - _NEAR
        and one[1] >= other[1] - _NEAR
        and one[2] <= other[2] + _NEAR
        and one[3] <= other[3] + _NEAR
    )


def text_of(page: Any, number: int, limits: Limits) -> PageText:
    """What stands on the page."""
    signs = list(_signs(page, limits))
    look = drawn(page, 72 * _LOOK, limits.page_pixels, grey=True)
    bare = _without_words(page, limits) if any(is_inked for _sign, _box, is_inked in signs) else None
    shown: list[str] = []
    boxes: list[Box | None] = []
    hidden: list[str] = []
    outside: list[str] = []
    covered: set[int] = set()
    for sign, box, is_inked in signs:
        if box is None or sign.isspace():
            shown.append(sign)
            boxes.append(None)
            hidden.append(sign)
        elif _is_outside(box):
            outside.append(sign)
        elif _leaves_ink(sign) and not _has_ink(look, box):
            hidden.append(sign)
        else:
            if bare is not None and is_inked and _leaves_ink(sign) and not _differ(look, bare, box):
                covered.add(len(shown))
            shown.append(sign)
            boxes.append(box.clipped())
    passage = Passage(number, "".join(shown), tuple(boxes))
    return PageText(passage, "".join("".join(hidden).split()), "".join(outside), frozenset(covered))


def _without_words(page: Any, limits: Limits) -> Image.Image | None:
    """The page as it looks without its words; nothing where it has nothing but words."""
    words, others = [], 0
    for thing in _things(page):
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
            words.append(thing)
        else:
            others += 1
    if not words or not (others or pdfium.FPDFPage_GetAnnotCount(page)):
        return None
    for thing in words:
        pdfium.FPDFPageObj_SetIsActive(thing, False)
    try:
        return drawn(page, 72 * _LOOK, limits.page_pixels, grey=True)
    finally:
        for thing in words:
            pdfium.FPDFPageObj_SetIsActive(thing, True)


def _things(page: Any) -> Iterator[Any]:
    """Everything that the page draws, with what its forms draw."""
    waiting = [
        (pdfium.FPDFPage_GetObject(page, number), 0) for number in range(pdfium.FPDFPage_CountObjects(page))
    ]
    while waiting:
        thing, depth = waiting.pop()
        yield thing
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = pdfium.FPDFFormObj_CountObjects(thing)
            waiting += [(pdfium.FPDFFormObj_GetObject(thing, number), depth + 1) for number in range(count)]


def _differ(one: Image.Image, other: Image.Image, box: Box) -> bool:
    """Whether two looks of a page differ where a sign stands, and not only at its rim."""
    width, height = one.size
    left, top = int(box.left * width), int(box.top * height)
    area = (left, top, max(round(box.right * width), left + 1), max(round(box.bottom * height), top + 1))
    return int(ImageChops.difference(one.crop(area), other.crop(area)).getextrema()[1]) >= _INK  # type: ignore[arg-type]


def _signs(page: Any, limits: Limits) -> Iterator[tuple[str, Box | None, bool]]:
    """Each sign with its place, and whether it is written with ink (the text behind a scan is not)."""
    text = page.get_textpage()
    try:
        count = min(pdfium.FPDFText_CountChars(text), limits.characters)
        index = 0
        while index < count:
            sign, steps = _sign_at(text, index, count)
            if sign:
                is_made_up = pdfium.FPDFText_IsGenerated(text, index) == 1
                thing = None if is_made_up else pdfium.FPDFText_GetTextObject(text, index)
                is_inked = bool(thing) and not _is_inkless(thing)
                yield sign, None if is_made_up else _box(page, text, index), is_inked
            index += steps
    finally:
        text.close()


def _box(page: Any, text: Any, index: int) -> Box | None:
    """The box of the ink; where the font has no ink (text behind a scan), that of the line's height."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return None
    if top.value - bottom.value > _FLAT:
        return _placed(page, left.value, right.value, bottom.value, top.value)
    loose = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, index, loose):
        return None
    return _placed(page, loose.left, loose.right, loose.bottom, loose.top)


def _sign_at(text: Any, index: int, count: int) -> tuple[str, int]:
    """The sign at a place; a sign beyond the basic plane may be told as two halves."""
    code = pdfium.FPDFText_GetUnicode(text, index)
    if 0xD800 <= code < 0xDC00 and index + 1 < count:
        low = pdfium.FPDFText_GetUnicode(text, index + 1)
        if 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), 2
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ("\ufffd" if code else ""), 1
    if code == 2:  # pdfium's own sign for a hyphen at a line's end
        return "-", 1
    sign = chr(code)
    return ("\n" if sign == "\r" else "" if sign == "\n" else sign), 1


def _placed(page: Any, left: float, right: float, bottom: float, top: float) -> Box:
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for across, up in ((left, top), (right, bottom)):
        pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, across, up, x, y)
        corners.append((x.value / _FINE, y.value / _FINE))
    (x0, y0), (x1, y1) = corners
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _is_outside(box: Box) -> bool:
    return box.right < 0 or box.left > 1 or box.bottom < 0 or box.top > 1


def _leaves_ink(sign: str) -> bool:
    """Letters, figures and ideographs; a comma may be too small to judge."""
    return unicodedata.category(sign)[0] in "LN"


def _has_ink(look: Image.Image, box: Box) -> bool:
    width, height = look.size
    area = (
        max(int(box.left * width) - 1, 0),
        max(int(box.top * height) - 1, 0),
        min(int(box.right * width) + 2, width),
        min(int(box.bottom * height) + 2, height),
    )
    if area[0] >= area[2] or area[1] >= area[3]:
        return False
    low, high = look.crop(area).getextrema()
    return bool(high - low >= _INK)  # type: ignore[operator]
