"""A picture of a page: laid straight, its ruling lines found, its ink without them.

Needs OpenCV, which comes with the optional extra for scans; only :mod:`.scan` imports this module.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from yangguang.annualreport.reading.pdf_page import Rule

Box = tuple[float, float, float, float]
Picture = Any
"""A picture as an array of height by width by blue, green, red."""

LEAST_RULE = 16.0
"""A ruling line is longer than this many points; a stroke of a character is not."""

LONG = 60.0
"""A line of this many points is a ruling line even where it meets no other."""

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


def sheet_of(picture: Picture, scale: float, *, straighten: bool = True) -> Sheet:
    """Lay a picture straight (unless other text must keep fitting it) and take its ruling lines off it."""
    if straighten:
        picture = straightened(picture, scale)
    ink = _ink(picture)
    across, lying = _rules(ink, scale)
    down, standing = _rules(cv2.transpose(ink), scale)
    across, down = _meeting(across, down), _meeting(down, across)
    lines = cv2.bitwise_or(_drawn(lying, across, scale), cv2.transpose(_drawn(standing, down, scale)))
    grown = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    without = picture.copy()
    without[grown > 0] = 255
    return Sheet(without, cv2.bitwise_and(ink, cv2.bitwise_not(grown)), scale, across, down)


def straightened(picture: Picture, scale: float) -> Picture:
    """The picture turned by the few degrees by which its lines are off the level."""
    angle = _slant(picture, scale)
    if abs(angle) < 0.05:
        return picture
    return _rotated(picture, angle, 255)


def _rotated(picture: Picture, angle: float, paper: int) -> Picture:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(
        picture,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(paper,) * 3,
    )


def _slant(picture: Picture, scale: float) -> float:
    """The angle at which the rows of the picture differ most: then lines and text lie level."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(gray, None, fx=1.2 / scale, fy=1.2 / scale, interpolation=cv2.INTER_AREA)
    dark = 255 - small

    def contrast(angle: float) -> float:
        rows = _rotated(dark, angle, 0).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    coarse = max((step * 0.5 for step in range(-8, 9)), key=contrast)
    fine = max((coarse + step * 0.1 for step in range(-5, 6)), key=contrast)
    return fine if contrast(fine) > 1.05 * contrast(0.0) else 0.0


def _ink(picture: Picture) -> Picture:
    """White where the paper is printed, black elsewhere; shadows and stains are paper."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    size = max(31, (min(gray.shape) // 40) | 1)
    return cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 12)


def _rules(ink: Picture, scale: float) -> tuple[list[Rule], Picture]:
    """The lines that lie level in a picture of ink, and the picture of all that looked like one."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(LEAST_RULE * scale)), np.uint8))
    _count, _labels, stats, centres = cv2.connectedComponentsWithStats(lines, connectivity=8)
    rules: list[Rule] = []
    for (x, y, wide, high, _area), (_cx, cy) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True):
        rule = Rule(cy / scale, x / scale, (x + wide) / scale)
        if high <= THICKEST * scale and wide > 2 * high and not _part_of_text(ink, (x, y, wide, high), rule):
            rules.append(rule)
    return rules, lines


def _part_of_text(ink: Picture, box: tuple[int, int, int, int], rule: Rule) -> bool:
    """Whether strokes hang on the line for much of its length: then it is a row of characters.

    Characters have strokes above and below; a long line may have text close to one side.
    """
    x, y, wide, high = box
    above = ink[max(0, y - 4) : max(1, y - 2), x : x + wide]
    below = ink[y + high + 2 : y + high + 4, x : x + wide]
    shares = sorted(float((part.max(axis=0) > 0).mean()) if part.size else 0.0 for part in (above, below))
    return shares[1] > 0.35 and (shares[0] > 0.15 or rule.end - rule.start < LONG)


def _meeting(rules: list[Rule], others: list[Rule]) -> list[Rule]:
    """The lines that are long, or end at others: a stroke of a character does neither."""
    kept: list[Rule] = []
    for rule in rules:
        ends = (rule.start, rule.end)
        meets = sum(
            any(abs(o.at - end) < 4 and o.start - 4 < rule.at < o.end + 4 for o in others) for end in ends
        )
        if meets == 2 or rule.end - rule.start > LONG:
            kept.append(rule)
    return kept


def _drawn(lines: Picture, rules: list[Rule], scale: float) -> Picture:
    """The part of a picture of lines that belongs to the rules."""
    mask = np.zeros_like(lines)
    half = THICKEST * scale / 2 + 2
    for at, start, end in rules:
        top, bottom = max(0, round(at * scale - half)), round(at * scale + half) + 1
        mask[top:bottom, max(0, round(start * scale) - 1) : round(end * scale) + 2] = 255
    return cv2.bitwise_and(lines, mask)


def ink_box(sheet: Sheet, box: Box) -> Box | None:
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


def cut_out(sheet: Sheet, box: Box, margin: float) -> Picture:
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


def level_strip(sheet: Sheet, box: Box) -> Picture | None:
    """Characters that stand below each other in a narrow cell, laid side by side to be read as a line.

    Nothing where the ink is not such a column of at least two characters.
    """
    scale = sheet.scale
    x0, top, x1, bottom = (round(edge * scale) for edge in box)
    wide = x1 - x0
    if wide < 4 or bottom - top < 1.7 * wide:
        return None
    filled = (sheet.ink[top:bottom, x0:x1].max(axis=1) > 0).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled, [0]))))
    parts = _characters([(int(a), int(b)) for a, b in edges.reshape(-1, 2)], wide)
    if len(parts) < 2:
        return None
    side = max(wide, *(end - start for start, end in parts)) + 4
    return np.concatenate([_centred(sheet.picture[top + a : top + b, x0:x1], side) for a, b in parts], axis=1)


def _characters(runs: list[tuple[int, int]], wide: int) -> list[tuple[int, int]]:
    """Runs of printed rows joined to characters: a character is about as high as it is wide."""
    parts: list[tuple[int, int]] = []
    for start, end in runs:
        if parts and end - parts[-1][0] <= 1.12 * wide:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _centred(part: Picture, side: int) -> Picture:
    high, wide = part.shape[:2]
    top, left = max(0, (side - high) // 2), max(0, (side - wide) // 2)
    return cv2.copyMakeBorder(
        part,
        top,
        max(0, side - high - top),
        left,
        max(0, side - wide - left),
        cv2.BORDER_CONSTANT,
        value=(255,) * 3,
    )


def turned(picture: Picture, quarters: int) -> Picture:
    """The picture turned counter-clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, quarters))
