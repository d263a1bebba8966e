"""Pages that are pictures: ruling lines and characters recognised, then read like any page.

Needs the optional extra ``yangguang[ocr]``; its models come inside the wheel, nothing is fetched.
What the recogniser is unsure of is marked doubtful, never guessed into certainty.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yangguang.annualreport.errors import BrokenFile, EmptyFile, MissingTool, TooLarge
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.pdf_page import Glyph, Page, is_wide
from yangguang.annualreport.reading.pdf_rules import areas_of, frames_of, whole_rules
from yangguang.translation import mark as _

if TYPE_CHECKING:
    from yangguang.annualreport.reading.scan_picture import Picture, Sheet

Box = tuple[float, float, float, float]

_MISSING = _(
    "文件的页面是图片（扫描件），需要文字识别组件才能读取。请安装：pip install 'yangguang[ocr]'，或改用可以复制文字的文件。"
)
_BROKEN = _("这不是完整的图片文件，或者已经损坏。请重新扫描或重新下载后再试。")
_EMPTY = _("文件是空的。")
_BYTES = _("文件大小超过上限 {limit} MB。")
_PIXELS = _("图片有 {pixels} 像素，超过上限 {limit} 像素。请用 200 到 300 dpi 重新扫描。")
_PAGES = _(
    "需要文字识别的页面有 {pages} 页，超过上限 {limit} 页。请只上传报告本身，或改用可以复制文字的文件。"
)
_TIME = _("文字识别超过时限 {seconds} 秒，已停止。请分开上传，或改用可以复制文字的文件。")

RESOLUTION = 200 / 72
"""Pixels to the point at which a page of a PDF is drawn for recognition."""

A4 = (595.0, 842.0)
SURE = 0.9
"""Below this confidence a line of text is doubtful."""

SURE_FIGURE = 0.95
"""A figure has no context that would betray a wrong digit; it must be surer."""

_FIGURE_SIGNS = frozenset("0123456789.,%-—–+()（）")
_LOOKS_LIKE = str.maketrans(
    {"O": "0", "o": "0", "〇": "0", "○": "0", "D": "0", "Q": "0", "l": "1", "I": "1", "|": "1"}
)


def installed() -> bool:
    """Whether pictures can be read on this machine."""
    try:
        import cv2  # noqa: F401
        import rapidocr  # noqa: F401
    except ImportError:
        return False
    return True


def read_pictures(data: bytes, name: str, limits: Limits) -> Document:
    """Take a picture file (PNG, JPEG, TIFF with any number of pages) apart."""
    from yangguang.annualreport.reading.pdf import assembled

    if not data:
        raise EmptyFile(_EMPTY, file=name)
    if len(data) > limits.file_bytes:
        raise TooLarge(_BYTES, file=name, limit=limits.file_bytes // (1024 * 1024))
    recogniser = Recogniser(name, limits)
    pages = [
        recogniser.page(picture, number, scale)
        for number, (picture, scale) in enumerate(_frames(data, name, limits), 1)
    ]
    return assembled(Document(kind="picture", name=name, pages=len(pages), recognised=True), pages, limits)


def _frames(data: bytes, name: str, limits: Limits) -> Iterator[tuple[Picture, float]]:
    """The pages of a picture file with their pixels to the point."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

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
    import cv2

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


class Recogniser:
    """Recognises the pages of one file within its bounds."""

    def __init__(self, name: str, limits: Limits) -> None:
        if not installed():
            raise MissingTool(_MISSING, file=name)
        self.name = name
        self.limits = limits
        self.until = time.monotonic() + limits.picture_seconds
        self.pages = 0

    def page(self, picture: Picture, number: int, scale: float) -> Page:
        """The page in the picture (``scale`` pixels to the point) as glyphs and ruling lines."""
        from yangguang.annualreport.reading.scan_picture import sheet_of

        self.pages += 1
        if self.pages > self.limits.picture_pages:
            raise TooLarge(_PAGES, file=self.name, pages=self.pages, limit=self.limits.picture_pages)
        self._check_time()
        sheet = sheet_of(picture, scale)
        page = Page(
            number, sheet.width, sheet.height, across=sheet.across, down=sheet.down, picture_share=1.0
        )
        cells = _cells_of(page)
        pieces = _pieces(sheet, _detected(sheet), cells)
        self._check_time()
        _recognise(sheet, pieces)
        for piece in pieces:
            page.glyphs.extend(_glyphs(piece))
        return page

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
        from rapidocr import RapidOCR

        _engine = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.use_rec": False,
                "Global.max_side_len": 4000,
                "EngineConfig.onnxruntime.intra_op_num_threads": min(4, os.cpu_count() or 1),
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


def _pieces(sheet: Sheet, boxes: Sequence[Box], cells: Sequence[Box]) -> list[_Piece]:
    """What to recognise: the lines outside of cells as they are, those inside cut at the borders.

    A cell with ink in which no line was seen (single digits are easily missed) is recognised whole.
    """
    from yangguang.annualreport.reading.scan_picture import ink_box

    pieces: list[_Piece] = []
    seen: set[int] = set()
    for box in boxes:
        shared = [(i, part) for i, cell in enumerate(cells) if (part := _shared(box, cell)) is not None]
        if not shared:
            pieces.append(_Piece(box))
        for i, part in shared:
            ink = ink_box(sheet, part)
            if ink is not None:
                seen.add(i)
                pieces.append(_Piece(ink, in_cell=True))
    for i, cell in enumerate(cells):
        if i not in seen and (ink := ink_box(sheet, cell)) is not None:
            pieces.append(_Piece(ink, in_cell=True))
    return pieces


def _shared(box: Box, cell: Box) -> Box | None:
    """The part of a line of text that stands in a cell, unless it only touches it."""
    x0, x1 = max(box[0], cell[0]), min(box[2], cell[2])
    top, bottom = max(box[1], cell[1]), min(box[3], cell[3])
    if x1 - x0 < 2.0 or bottom - top < 0.5 * (box[3] - box[1]):
        return None
    return (x0, top, x1, bottom)


def _recognise(sheet: Sheet, pieces: Sequence[_Piece]) -> None:
    """Fill in what the pieces say. A figure is looked at twice; two answers make it doubtful."""
    for piece, (text, score) in zip(pieces, _read(sheet, pieces, margin=2.0), strict=True):
        piece.text, piece.score = text, score
        if piece.in_cell and (plain := text.translate(_LOOKS_LIKE)) != text and _is_figure(plain):
            piece.text, piece.score = plain, min(score, SURE_FIGURE - 0.01)
    figures = [piece for piece in pieces if piece.in_cell and (_is_figure(piece.text) or not piece.text)]
    for piece, (text, score) in zip(figures, _read(sheet, figures, margin=5.0), strict=True):
        text = text.translate(_LOOKS_LIKE) if piece.in_cell else text
        if text == piece.text:
            piece.score = max(piece.score, score)
        else:
            piece.text = text if score > piece.score else piece.text
            piece.score = 0.0


def _is_figure(text: str) -> bool:
    return bool(text) and set(text) <= _FIGURE_SIGNS


def _read(sheet: Sheet, pieces: Sequence[_Piece], margin: float) -> list[tuple[str, float]]:
    """The text and confidence of each piece."""
    from rapidocr.ch_ppocr_rec import TextRecInput

    from yangguang.annualreport.reading.scan_picture import cut_out

    if not pieces:
        return []
    pictures = [cut_out(sheet, piece.box, margin if piece.in_cell else 0.5) for piece in pieces]
    found = _ocr()._load_rec_model()(TextRecInput(img=pictures))
    return [(str(text), float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


def _glyphs(piece: _Piece) -> Iterator[Glyph]:
    """The characters of a piece, spread over its width as type would be."""
    x0, top, x1, bottom = piece.box
    units = sum(1.0 if is_wide(char) else 0.55 for char in piece.text)
    if not units:
        return
    unit = (x1 - x0) / units
    size = min(bottom - top, 1.3 * unit) if units > 2 else bottom - top
    doubtful = piece.score < (SURE_FIGURE if _is_figure(piece.text) else SURE)
    x, spaced = x0, False
    for char in piece.text:
        wide = unit * (1.0 if is_wide(char) else 0.55)
        if char.isspace():
            spaced = True
        else:
            yield Glyph(
                char, x, top, x + wide, bottom, bottom - 0.12 * (bottom - top), size, 0, spaced, doubtful
            )
            spaced = False
        x += wide
