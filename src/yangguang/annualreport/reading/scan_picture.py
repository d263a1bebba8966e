"""A picture of a page: laid straight, its ruling lines found, its ink without them.

Needs OpenCV, which comes with the optional extra for scans; only :mod:`.scan` imports this module.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import Any

import cv2
import numpy as np

from yangguang.annualreport.reading.pdf_page import Rule

Picture = Any
"""A picture as an array of height by width by blue, green, red."""

LEAST_RULE = 16.0
"""A ruling line is longer than this many points; a stroke of a character is not."""

THICKEST = 5.0
"""In points; anything thicker is no ruling line."""


@dataclass(slots=True)
class Sheet:
    """A straightened picture with its ruling lines; lengths in points, ``scale`` pixels to the point."""

    picture: Picture
    ink: Picture
    scale: float
    across: list[Rule]
    down: list[Rule]

    @property
    def width(self) -> float:
        """The width of the page in points."""
        return float(self.picture.shape[1]) / self.scale

    @property
    def height(self) -> float:
        """The height of the page in points."""
        return float(self.picture.shape[0]) / self.scale


def sheet_of(picture: Picture, scale: float) -> Sheet:
    """Lay a picture straight and take its ruling lines off it."""
    picture = straightened(picture, scale)
    ink = _ink(picture)
    lying = _opened(ink, round(LEAST_RULE * 1.5 * scale), 1)
    standing = _opened(ink, 1, round(LEAST_RULE * scale))
    across = _rules(lying, scale, lying=True)
    down = _rules(standing, scale, lying=False)
    grown = cv2.dilate(cv2.bitwise_or(lying, standing), np.ones((3, 3), np.uint8))
    without = picture.copy()
    without[grown > 0] = 255
    return Sheet(without, cv2.bitwise_and(ink, cv2.bitwise_not(grown)), scale, across, down)


def straightened(picture: Picture, scale: float) -> Picture:
    """The picture turned by the few degrees by which its long lines are off the level."""
    angle = _slant(_ink(picture), scale)
    if abs(angle) < 0.05:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(
        picture,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255,) * 3,
    )


def _slant(ink: Picture, scale: float) -> float:
    """The angle of ruling lines in degrees; of the lines of text where nothing is ruled."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, round(12 * scale)), np.uint8))
    found = cv2.HoughLinesP(
        closed, 1, math.pi / 1800, 120, minLineLength=round(100 * scale), maxLineGap=round(4 * scale)
    )
    if found is None:
        return 0.0
    angles: list[float] = []
    for x0, y0, x1, y1 in found.reshape(-1, 4)[:2000]:
        angle = math.degrees(math.atan2(float(y1 - y0), float(x1 - x0)))
        if abs(angle) < 6:
            angles.append(angle)
    return median(angles) if len(angles) >= 3 else 0.0


def _ink(picture: Picture) -> Picture:
    """White where the paper is printed, black elsewhere; shadows and stains are paper."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    size = max(31, (min(gray.shape) // 40) | 1)
    return cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 12)


def _opened(ink: Picture, width: int, height: int) -> Picture:
    """What is at least ``width`` by ``height`` pixels of unbroken ink, small breaks closed first."""
    bridge = (1, 5) if width > height else (5, 1)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(bridge, np.uint8))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((max(1, height), max(1, width)), np.uint8))


def _rules(lines: Picture, scale: float, *, lying: bool) -> list[Rule]:
    """The long thin parts of a picture of lines."""
    _count, _labels, stats, centres = cv2.connectedComponentsWithStats(lines, connectivity=8)
    rules: list[Rule] = []
    for (x, y, width, height, _area), (cx, cy) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True):
        thick, start, length, at = (height, x, width, cy) if lying else (width, y, height, cx)
        if thick <= THICKEST * scale and length > 2 * thick:
            rules.append(Rule(at / scale, start / scale, (start + length) / scale))
    return rules


def ink_box(sheet: Sheet, box: tuple[float, float, float, float]) -> tuple[float, float, float, float] | None:
    """The rectangle around the ink within a cell, or nothing where the cell is empty.

    Specks and the remains of its borders do not count.
    """
    scale = sheet.scale
    inset = max(2, round(1.0 * scale))
    x0, top, x1, bottom = (round(edge * scale) for edge in box)
    part = sheet.ink[max(0, top + inset) : bottom - inset, max(0, x0 + inset) : x1 - inset]
    if part.size == 0:
        return None
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(part, connectivity=8)
    least = max(3, round(2.2 * scale))
    marks = [s for s in stats[1:].tolist() if max(s[2], s[3]) >= least and s[4] >= least]
    if not marks:
        return None
    left, upper = min(s[0] for s in marks), min(s[1] for s in marks)
    right, lower = max(s[0] + s[2] for s in marks), max(s[1] + s[3] for s in marks)
    dx, dy = max(0, x0 + inset), max(0, top + inset)
    return ((left + dx) / scale, (upper + dy) / scale, (right + dx) / scale, (lower + dy) / scale)


def cut_out(sheet: Sheet, box: tuple[float, float, float, float], margin: float) -> Picture:
    """The part of the picture within ``box``, on paper of its own with some margin (in points)."""
    scale = sheet.scale
    height, width = sheet.picture.shape[:2]
    x0, top = max(0, math.floor(box[0] * scale)), max(0, math.floor(box[1] * scale))
    x1, bottom = min(width, math.ceil(box[2] * scale)), min(height, math.ceil(box[3] * scale))
    part = sheet.picture[top:bottom, x0:x1]
    if part.size == 0:
        part = np.full((8, 8, 3), 255, np.uint8)
    pad = max(1, round(margin * scale))
    return cv2.copyMakeBorder(part, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255, 255, 255))


def turned(picture: Picture, quarters: int) -> Picture:
    """The picture turned counter-clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, quarters))
