"""Recognises the characters on a picture of a page.

Imports the optional extra ``yangguang[ocr]`` and so is only imported by :mod:`.scan` when it is there.
What the recogniser is unsure of is marked doubtful, never guessed into certainty.
"""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecInput

from yangguang.annualreport.errors import BrokenFile, TooLarge
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.pdf_page import Glyph, Page, is_wide
from yangguang.annualreport.reading.pdf_rules import areas_of, frames_of, whole_rules
from yangguang.annualreport.reading.scan_picture import (
    Box,
    Picture,
    Sheet,
    cut_out,
    ink_box,
    level_strip,
    sheet_of,
    turned,
)
from yangguang.translation import mark as _

_BROKEN = _("这不是完整的图片文件，或者已经损坏。请重新扫描或重新下载后再试。")
_PIXELS = _("图片有 {pixels} 像素，超过上限 {limit} 像素。请用 200 到 300 dpi 重新扫描。")
_PAGES = _(
    "需要文字识别的页面有 {pages} 页，超过上限 {limit} 页。请只上传报告本身，或改用可以复制文字的文件。"
)
_TIME = _("文字识别超过时限 {seconds} 秒，已停止。请分开上传，或改用可以复制文字的文件。")

RESOLUTION = 200 / 72
"""Pixels to the point at which characters are recognised best."""

SEEN_SIDE = 1700
"""Lines of text are looked for in a picture of at most this many pixels; they are read in the full one."""

A4 = (595.0, 842.0)
SURE = 0.9
"""Below this confidence a line of text is doubtful."""

SURE_FIGURE = 0.95
"""A figure has no context that would betray a wrong digit; it must be surer."""

_FIGURE_SIGNS = frozenset("0123456789.,%-—–+()（）")
_LOOKS_LIKE = str.maketrans(
    {"O": "0", "o": "0", "〇": "0", "○": "0", "D": "0", "Q": "0", "l": "1", "I": "1", "|": "1"}
)


def pictures_of(data: bytes, name: str, limits: Limits) -> Iterator[tuple[Picture, float]]:
    """The pages of a picture file with their pixels to the point."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "WEBP")) as image:
            count = getattr(image, "n_frames", 1)
            if count > limits.picture_pages:
                raise TooLarge(_PAGES, file=name, pages=count, limit=limits.picture_pages)
            for frame in ImageSequence.Iterator(image):
                pixels = frame.width * frame.height
                if pixels > limits.picture_pixels:
                    raise TooLarge(_PIXELS, file=name, pixels=pixels, limit=limits.picture_pixels)
                upright = ImageOps.exif_transpose(frame.convert("RGB"))
                yield _sized(np.asarray(upright)[:, :, ::-1].copy())
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BrokenFile(_BROKEN, file=name) from error


def _sized(picture: Picture) -> tuple[Picture, float]:
    """A picture at about the resolution that is recognised best, taken for a sheet of A4."""
    height, width = picture.shape[:2]
    scale = max(height, width) / max(A4)
    if scale > 1.3 * RESOLUTION or scale < 0.75 * RESOLUTION:
        ratio = RESOLUTION / scale
        method = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
        picture = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=method)
        scale = RESOLUTION
    return picture, scale


@dataclass(slots=True)
class _Piece:
    """A stretch of text to recognise: where it stands, and after recognition what it says."""

    box: Box
    text: str = ""
    score: float = 0.0
    in_cell: bool = False
    strip: Picture | None = None


class Recogniser:
    """Recognises the pages of one file within its bounds."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.until = time.monotonic() + limits.picture_seconds
        self.pages = 0

    def page(self, picture: Picture, number: int, scale: float) -> Page:
        """The page in the picture (``scale`` pixels to the point) as glyphs and ruling lines."""
        self.pages += 1
        if self.pages > self.limits.picture_pages:
            raise TooLarge(_PAGES, file=self.name, pages=self.pages, limit=self.limits.picture_pages)
        self._check_time()
        sheet = sheet_of(picture, scale)
        boxes = _detected(sheet)
        if turn := _turn_needed(sheet, boxes):
            sheet = sheet_of(turned(picture, turn), scale)
            boxes = _detected(sheet)
            self._check_time()
        page = Page(
            number, sheet.width, sheet.height, across=sheet.across, down=sheet.down, picture_share=1.0
        )
        cells = _cells_of(page)
        pieces = _pieces(sheet, boxes, cells)
        self._check_time()
        _recognise(sheet, pieces)
        for piece in pieces:
            page.glyphs.extend(_glyphs(piece))
        return page

    def ruled(self, page: Page, picture: Picture, scale: float) -> None:
        """Add the ruling lines in the picture to a page of which a recogniser elsewhere took the text.

        How sure that recogniser was is not known, so every character counts as doubtful.
        """
        self._check_time()
        sheet = sheet_of(picture, scale, straighten=False)
        page.across, page.down = sheet.across, sheet.down
        page.glyphs = [glyph._replace(doubtful=True) for glyph in page.glyphs]

    def _check_time(self) -> None:
        if time.monotonic() > self.until:
            raise TooLarge(_TIME, file=self.name, seconds=round(self.limits.picture_seconds))


def _cells_of(page: Page) -> list[Box]:
    """The cells of all ruled tables on the page."""
    cells: list[Box] = []
    frames, _across, _down = frames_of(whole_rules(page.across), whole_rules(page.down))
    for frame in frames:
        rows, columns = frame.rows, frame.columns
        if len(rows) < 2 or len(columns) < 2:
            continue
        for area in areas_of(frame, rows, columns):
            right, bottom = columns[area.column + area.columns], rows[area.row + area.rows]
            cells.append((columns[area.column], rows[area.row], right, bottom))
    return cells


_engine: Any = None


def _forget_engine() -> None:
    global _engine
    _engine = None  # its threads do not live in a forked process


os.register_at_fork(after_in_child=_forget_engine)


def _ocr() -> Any:
    """The recogniser, loaded once in a process."""
    global _engine
    if _engine is None:
        _engine = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.use_rec": False,
                "Global.max_side_len": SEEN_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": max(1, min(4, (os.cpu_count() or 1) // 2)),
            }
        )
    return _engine


def _detected(sheet: Sheet) -> list[Box]:
    """Where the recogniser sees lines of text, in points."""
    found = _ocr()(sheet.picture)
    if found.boxes is None:
        return []
    boxes: list[Box] = []
    for corners in found.boxes:
        xs, ys = [float(x) / sheet.scale for x, _y in corners], [float(y) / sheet.scale for _x, y in corners]
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    return boxes


READABLE = 0.7
"""The longest lines of a page that lies upright are recognised with at least this confidence."""


def _turn_needed(sheet: Sheet, boxes: Sequence[Box]) -> int:
    """By how many quarters (counter-clockwise) the page must be turned to be read."""
    lying = sum(1 for box in boxes if box[2] - box[0] > 2.5 * (box[3] - box[1]))
    standing = sum(1 for box in boxes if box[3] - box[1] > 2.5 * (box[2] - box[0]))
    tall = standing > max(3, 2 * lying)
    sample = sorted(boxes, key=lambda box: -max(box[2] - box[0], box[3] - box[1]))[:6]
    pictures = [cut_out(sheet, box, 0.5) for box in sample]
    if not pictures or (not tall and _confidence(pictures) >= READABLE):
        return 0
    turns = (1, 3) if tall else (0, 2)
    return max(
        turns, key=lambda turn: _confidence([np.ascontiguousarray(np.rot90(p, turn)) for p in pictures])
    )


def _confidence(pictures: Sequence[Picture]) -> float:
    scores = [score for _text, score in _texts(pictures, 320)]
    return sum(scores) / len(scores)


def _pieces(sheet: Sheet, boxes: Sequence[Box], cells: Sequence[Box]) -> list[_Piece]:
    """What to recognise: the lines outside of cells as they are, those inside cut at the borders.

    A cell with ink in which no line was seen (single digits are easily missed) is recognised whole.
    """
    pieces: list[_Piece] = []
    columns = [(strip, cell) for cell in cells if (strip := _strip(sheet, cell)) is not None]
    pieces += [_Piece(box, in_cell=True, strip=strip) for (box, strip), _cell in columns]
    seen = {cells.index(cell) for _strip, cell in columns}
    read = frozenset(seen)
    for box in boxes:
        shared = [(i, part) for i, cell in enumerate(cells) if (part := _shared(box, cell)) is not None]
        if not shared:
            pieces.append(_Piece(box))
        for i, part in shared:
            ink = None if i in read else ink_box(sheet, part)
            if ink is not None:
                seen.add(i)
                pieces.append(_Piece(ink, in_cell=True))
    for i, cell in enumerate(cells):
        if i not in seen and (ink := ink_box(sheet, cell)) is not None:
            pieces.append(_Piece(ink, in_cell=True))
    return pieces


def _strip(sheet: Sheet, cell: Box) -> tuple[Box, Picture] | None:
    """The characters of a narrow cell that stand below each other, laid level."""
    if cell[3] - cell[1] < 1.2 * (cell[2] - cell[0]):
        return None
    ink = ink_box(sheet, cell)
    strip = level_strip(sheet, ink) if ink is not None else None
    return None if ink is None or strip is None else (ink, strip)


def _shared(box: Box, cell: Box) -> Box | None:
    """The part of a line of text that stands in a cell, unless it only touches it."""
    x0, x1 = max(box[0], cell[0]), min(box[2], cell[2])
    top, bottom = max(box[1], cell[1]), min(box[3], cell[3])
    if x1 - x0 < 2.0 or bottom - top < 0.5 * (box[3] - box[1]):
        return None
    return (x0, top, x1, bottom)


def _recognise(sheet: Sheet, pieces: Sequence[_Piece]) -> None:
    """Fill in what the pieces say. A figure is looked at twice; two answers make it doubtful."""
    for piece, (text, score) in zip(pieces, _read(sheet, pieces, margin=2.0, least=160), strict=True):
        piece.text, piece.score = text, score
        if piece.in_cell and (plain := text.translate(_LOOKS_LIKE)) != text and _is_figure(plain):
            piece.text, piece.score = plain, min(score, SURE_FIGURE - 0.01)
    figures = [piece for piece in pieces if piece.in_cell and (_is_figure(piece.text) or not piece.text)]
    for piece, (again, score) in zip(figures, _read(sheet, figures, margin=5.0, least=96), strict=True):
        text = again.translate(_LOOKS_LIKE)
        if text == piece.text:
            piece.score = max(piece.score, score)
        else:
            piece.text = text if score > piece.score else piece.text
            piece.score = 0.0
    for piece in pieces:
        piece.text = _full_width(piece.text)


def _is_figure(text: str) -> bool:
    return bool(text) and set(text) <= _FIGURE_SIGNS


_BESIDE_CHINESE = re.compile(
    r"(?<=[\u3400-\u9fff、。，；：）〉》”])[(),:;!?]|[(),:;!?](?=[\u3400-\u9fff〈《“（])"
)
_WIDE_SIGNS = str.maketrans("(),:;!?", "（），：；！？")


def _full_width(text: str) -> str:
    """Signs beside Chinese characters as they are printed there; the recogniser mixes both widths."""
    return _BESIDE_CHINESE.sub(lambda sign: sign.group().translate(_WIDE_SIGNS), text)


def _read(sheet: Sheet, pieces: Sequence[_Piece], margin: float, least: int) -> list[tuple[str, float]]:
    """The text and confidence of each piece; the recogniser is given at least ``least`` pixels of width."""
    if not pieces:
        return []
    pictures = [
        piece.strip
        if piece.strip is not None
        else cut_out(sheet, piece.box, margin if piece.in_cell else 0.5)
        for piece in pieces
    ]
    return _texts(pictures, least)


def _texts(pictures: Sequence[Picture], least: int) -> list[tuple[str, float]]:
    reader = _ocr()._load_rec_model()
    reader.rec_image_shape = [3, 48, least]
    found = reader(TextRecInput(img=list(pictures)))
    return [(str(text), float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


def _glyphs(piece: _Piece) -> Iterator[Glyph]:
    """The characters of a piece, spread over its width as type would be."""
    x0, top, x1, bottom = piece.box
    units = [1.0 if is_wide(char) else 0.55 for char in piece.text]
    if not units:
        return
    doubtful = piece.score < (SURE_FIGURE if _is_figure(piece.text) else SURE)
    if piece.strip is not None:  # stood one below the other; kept as one line at the middle
        middle, half = (top + bottom) / 2, (x1 - x0) / 2
        top, bottom = middle - half, middle + half
    unit = (x1 - x0) / sum(units)
    size = unit if sum(units) > 4 and piece.strip is None else bottom - top
    base = bottom - 0.12 * (bottom - top)
    x, spaced = x0, False
    for char, share in zip(piece.text, units, strict=True):
        if char.isspace():
            spaced = True
        else:
            yield Glyph(char, x, top, x + unit * share, bottom, base, size, 0, spaced, doubtful)
            spaced = False
        x += unit * share
