"""One page of a PDF as glyphs and ruling lines, in points from the top left of the upright page.

Everything is asked of pdfium once, page by page, and turned into plain tuples, so that nothing of
pdfium outlives the page. The page is turned so that its text runs from left to right, whatever
``/Rotate`` says and however the producer turned its content.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import os
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

PDFIUM_LOCK = threading.RLock()
"""pdfium must not be entered by two threads at once; a web server has several."""


def _renew_lock() -> None:
    global PDFIUM_LOCK
    PDFIUM_LOCK = threading.RLock()


os.register_at_fork(after_in_child=_renew_lock)

THIN = 3.6
"""A filled rectangle thinner than this many points is a ruling line; Word's thickest is 3 points."""
SHORTEST = 1.0
SUSPECT = 40.0
"""A character wider than this many points is looked at twice."""

MAX_OBJECTS = 300_000
MAX_DEPTH = 4


class Glyph(NamedTuple):
    """One printed character. ``y`` is the line it stands on, ``size`` its em in points.

    ``turn`` counts the quarter turns (counter-clockwise) against the reading direction of the page;
    ``spaced`` says that a blank was printed before it, ``doubtful`` that a recogniser was not sure.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    y: float
    size: float
    turn: int = 0
    spaced: bool = False
    doubtful: bool = False


class Rule(NamedTuple):
    """A ruling line: at ``at`` across the axis, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What stands on a page.

    ``picture_share`` is the share of the page that its largest picture covers; ``hidden`` says that
    the text is not shown: a recogniser laid it under or over a scan.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    picture_share: float = 0.0
    hidden: bool = False


# Radicals that Unicode gives no decomposition, though fonts with a damaged character map print them for
# the common character. The forms with a decomposition go through NFKC.
_RADICALS = str.maketrans(
    "⺁⺇⺋⺌⺎⺏⺐⺒⺓⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻳",
    "厂几㔾小兀尣尢巳幺心手攵旡月母民水氺火爫爫丬犬王疋目示礻竹糸纟网罒网罓羊羊羊羊老肀聿月臼艹艹虎衤覀西见角角讠贝足车辶辶辶邑钅長镸长门阜阝雨青韦页风飞食食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟",
)


def plain_character(char: str) -> str:
    """``char`` as people type it: radicals, compatibility ideographs and ligatures become plain text.

    Full-width digits and punctuation stay as printed; the understanding of figures reads them.
    """
    code = ord(char)
    if code < 0x2E80:
        return char
    if code <= 0x2EFF:
        return unicodedata.normalize("NFKC", char).translate(_RADICALS)
    if code <= 0x2FDF or 0xF900 <= code <= 0xFB06 or 0x2F800 <= code <= 0x2FA1F:
        return unicodedata.normalize("NFKC", char)
    return char


def is_wide(char: str) -> bool:
    """Whether ``char`` takes a full em: Chinese characters and full-width signs."""
    return char >= "⺀" and not "\uff61" <= char <= "\uffdc"


def read_page(page: Any, number: int, *, most_characters: int) -> Page:
    """Take glyphs and ruling lines off an open pdfium page handle."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    bounds = (box.left, box.bottom, box.right, box.top)
    glyphs = _raw_glyphs(page, most_characters)
    turn = _reading_turn(glyphs)
    if turn is None:
        turn = -pdfium.FPDFPage_GetRotation(page) % 4
    upright = _turner(turn, bounds)
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    result = Page(number, *((width, height) if turn % 2 == 0 else (height, width)))
    result.glyphs = [_placed(raw, turn, upright) for raw in glyphs]
    _Drawing(result, upright).take(page)
    return result


class _RawGlyph(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    turn: int
    spaced: bool


def _raw_glyphs(page: Any, most: int) -> list[_RawGlyph]:
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        # line ends that pdfium adds are counted, but never kept
        return list(_each_glyph(text, min(pdfium.FPDFText_CountChars(text), 3 * most)))
    finally:
        pdfium.FPDFText_ClosePage(text)


def _each_glyph(text: Any, count: int) -> Iterator[_RawGlyph]:
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    get_unicode, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    get_origin, get_angle = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetCharAngle
    high = 0
    spaced = False
    for index in range(count):
        code = get_unicode(text, index)
        if code in _BLANKS:
            spaced = spaced or code != 32 or not pdfium.FPDFText_IsGenerated(text, index)
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code <= 32 or 0xD800 <= code < 0xE000 or code in _UNPRINTED:
            continue
        if not get_box(text, index, box) or not get_origin(text, index, x, y):
            continue
        turn = -round(get_angle(text, index) / (math.pi / 2)) % 4
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if right - left > SUSPECT:
            left, bottom, right, top = _checked_box(text, index, (left, bottom, right, top))
        char = plain_character(chr(code))
        yield _RawGlyph(char, left, bottom, right, top, x.value, y.value, turn, spaced)
        spaced = False


def _checked_box(
    text: Any, index: int, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The em box of a glyph that seems very large.

    pdfium forgets the scale of the text matrix for fonts that run downwards; the ink shows the truth.
    """
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return box
    side = max(right.value - left.value, top.value - bottom.value)
    if side <= 0 or box[2] - box[0] < 4 * side:
        return box
    x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    return (x - side / 2, y - side / 2, x + side / 2, y + side / 2)


_BLANKS = frozenset({32, 0xA0, 0x3000, *range(0x2000, 0x200B)})
_UNPRINTED = frozenset({0x7F, 0xAD, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, *range(0x200B, 0x2010), 0x2028})


def _reading_turn(glyphs: list[_RawGlyph]) -> int | None:
    """How far most of the text is turned, in quarter turns counter-clockwise; None without text."""
    counted = Counter(glyph.turn for glyph in glyphs)
    return counted.most_common(1)[0][0] if counted else None


Turner = Callable[[float, float], tuple[float, float]]


def _turner(turn: int, bounds: tuple[float, float, float, float]) -> Turner:
    """The map from page space to points from the top left of the page turned upright."""
    left, bottom, right, top = bounds
    if turn == 1:
        return lambda x, y: (y - bottom, x - left)
    if turn == 2:
        return lambda x, y: (right - x, y - bottom)
    if turn == 3:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _placed(raw: _RawGlyph, turn: int, upright: Turner) -> Glyph:
    ax, ay = upright(raw.left, raw.bottom)
    bx, by = upright(raw.right, raw.top)
    x0, x1 = (ax, bx) if ax < bx else (bx, ax)
    top, bottom = (ay, by) if ay < by else (by, ay)
    own = (raw.turn - turn) % 4
    base = upright(raw.x, raw.y)[1]
    long, wide = (x1 - x0, bottom - top) if own % 2 == 0 else (bottom - top, x1 - x0)
    size = long if is_wide(raw.text) else min(wide, 2.2 * long) if long > 0.5 else wide
    return Glyph(raw.text, x0, top, x1, bottom, base, max(size, 1.0), own, raw.spaced)


class _Drawing:
    """Collects the ruling lines of a page from its path objects."""

    def __init__(self, page: Page, upright: Turner) -> None:
        self.page = page
        self.upright = upright
        self.left_over = MAX_OBJECTS
        self.matrix = pdfium.FS_MATRIX()
        self.dots: list[tuple[float, float]] = []
        self.texts = 0

    def take(self, page: Any) -> None:
        """Walk all objects of the page."""
        count = pdfium.FPDFPage_CountObjects(page)
        self._walk(count, lambda index: pdfium.FPDFPage_GetObject(page, index), (1, 0, 0, 1, 0, 0), 0)
        self.page.across += _dotted(self.dots)
        self.page.down += _dotted([(y, x) for x, y in self.dots])

    def _walk(self, count: int, get: Callable[[int], Any], matrix: _Matrix, depth: int) -> None:
        for index in range(count):
            if self.left_over <= 0:
                return
            self.left_over -= 1
            item = get(index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._note_text(item)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, self._own_matrix(item, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._picture(self._own_matrix(item, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                self._form(item, self._own_matrix(item, matrix), depth)

    def _note_text(self, item: Any) -> None:
        """See from the first text on the page whether it is shown."""
        if self.texts < 5:
            self.texts += 1
            shown = pdfium.FPDFTextObj_GetTextRenderMode(item) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            self.page.hidden = not shown and (self.page.hidden or self.texts == 1)

    def _form(self, item: Any, matrix: _Matrix, depth: int) -> None:
        inside = pdfium.FPDFFormObj_CountObjects(item)
        self._walk(inside, lambda index: pdfium.FPDFFormObj_GetObject(item, index), matrix, depth + 1)

    def _own_matrix(self, item: Any, outer: _Matrix) -> _Matrix:
        m = self.matrix
        if not pdfium.FPDFPageObj_GetMatrix(item, m):
            return outer
        a, b, c, d, e, f = outer
        return (
            m.a * a + m.b * c,
            m.a * b + m.b * d,
            m.c * a + m.d * c,
            m.c * b + m.d * d,
            m.e * a + m.f * c + e,
            m.e * b + m.f * d + f,
        )

    def _picture(self, matrix: _Matrix) -> None:
        corners = [self._point(x, y, matrix) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
        y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
        if min(x1 - x0, y1 - y0) <= THIN:
            self._thin(x0, y0, x1, y1)
            return
        shown = max(0.0, min(x1, self.page.width) - max(x0, 0)) * max(
            0.0, min(y1, self.page.height) - max(y0, 0)
        )
        share = shown / max(1.0, self.page.width * self.page.height)
        self.page.picture_share = max(self.page.picture_share, share)

    def _point(self, x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
        a, b, c, d, e, f = matrix
        return self.upright(a * x + c * y + e, b * x + d * y + f)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        loops = list(self._loops(item, matrix))
        if stroke.value:
            for loop in loops:
                self._edges(loop)
        elif len(loops) == 2 and _is_frame(*map(_extent, loops)):
            for loop in loops:
                self._edges([*loop, loop[0]])
        else:
            for loop in loops:
                self._thin(*_extent(loop))

    def _loops(self, item: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
        """The parts of a path, each a list of points; a curve counts as its end point."""
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        count = min(pdfium.FPDFPath_CountSegments(item), max(0, self.left_over))
        self.left_over -= count
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            points.append(self._point(x.value, y.value, matrix))
            if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
                points.append(points[0])
        if points:
            yield points

    def _edges(self, points: list[tuple[float, float]]) -> None:
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            self._thin(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), stroke=True)

    def _thin(self, x0: float, y0: float, x1: float, y1: float, *, stroke: bool = False) -> None:
        """Keep a rectangle as a rule if it is thin and long enough to be one."""
        wide, high = x1 - x0, y1 - y0
        most = 1.0 if stroke else THIN
        if high <= most and wide > max(SHORTEST, high):
            self.page.across.append(Rule((y0 + y1) / 2, x0, x1))
        elif wide <= most and high > max(SHORTEST, wide):
            self.page.down.append(Rule((x0 + x1) / 2, y0, y1))
        elif max(wide, high) <= THIN and not stroke:
            self.dots.append(((x0 + x1) / 2, (y0 + y1) / 2))


def _dotted(dots: list[tuple[float, float]]) -> Iterator[Rule]:
    """Lines drawn as a row of dots: at least six, each near to the next."""
    run: list[tuple[float, float]] = []
    for x, y in sorted(dots, key=lambda dot: (round(dot[1], 1), dot[0])):
        if run and (abs(y - run[-1][1]) > 0.2 or x - run[-1][0] > 5.0):
            if len(run) >= 6:
                yield Rule(run[0][1], run[0][0], run[-1][0])
            run = []
        run.append((x, y))
    if len(run) >= 6:
        yield Rule(run[0][1], run[0][0], run[-1][0])


_Matrix = tuple[float, float, float, float, float, float]


def _extent(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_frame(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    """Whether two rectangles are the outer and inner edge of one drawn border."""
    return all(abs(p - q) <= THIN for p, q in zip(a, b, strict=True))
