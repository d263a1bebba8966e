"""Bounds on what redacting one file may cost."""

from __future__ import annotations

import time
from dataclasses import dataclass

from yangguang.annualreport.reading.limits import Limits as PackageLimits
from yangguang.redaction.errors import TooLarge
from yangguang.translation import mark


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold, and how long it may keep a worker busy."""

    file_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 256 * 1024 * 1024
    pages: int = 400
    picture_pixels: int = 60_000_000
    page_pixels: int = 8_000_000
    characters: int = 4_000_000
    seconds: float = 600.0

    def package(self) -> PackageLimits:
        """The same bounds in the terms of the reader of Office packages."""
        return PackageLimits(file_bytes=self.file_bytes, unpacked_bytes=self.unpacked_bytes, pages=self.pages)

    def check_size(self, data: bytes, name: str) -> None:
        """Refuse a file that is too large."""
        if len(data) > self.file_bytes:
            raise TooLarge(
                mark("文件大小超过 {most} 兆字节的上限。请拆分后分别处理。"),
                file=name,
                most=self.file_bytes >> 20,
            )

    def check_pages(self, count: int, name: str) -> None:
        """Refuse a file with too many pages."""
        if count > self.pages:
            raise TooLarge(
                mark("文件有 {count} 页，超过 {most} 页的上限。请拆分后分别处理。"),
                file=name,
                count=count,
                most=self.pages,
            )


class Deadline:
    """Time that is left for one file."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._end = time.monotonic() + limits.seconds
        self._seconds = limits.seconds
        self._name = name

    def check(self) -> None:
        """Give up when the time is over."""
        if time.monotonic() > self._end:
            raise TooLarge(
                mark("处理超过 {seconds} 秒仍未完成，已停止。请拆分文件后分别处理。"),
                file=self._name,
                seconds=int(self._seconds),
            )


DEFAULT_LIMITS = Limits()
