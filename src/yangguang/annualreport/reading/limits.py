"""Bounds on what a file may cost. A report is a few pages; these are generous and finite."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold before it is refused with a clear error.

    The defaults suit a shell; the public checker sets tighter ones. Pages that are pictures cost
    seconds each to recognise, so they have a number and a time of their own.
    """

    file_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 256 * 1024 * 1024
    unpack_ratio: int = 200
    archive_members: int = 5_000
    pages: int = 400
    cells: int = 200_000
    characters: int = 4_000_000
    picture_pixels: int = 60_000_000
    picture_pages: int = 60
    picture_seconds: float = 600.0


DEFAULT_LIMITS = Limits()
