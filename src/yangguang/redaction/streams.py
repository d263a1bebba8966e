"""Streams of a PDF unpacked within bounds: a few kilobytes may be packed that grow to gigabytes.

qpdf keeps its bounds for the whole process; they are set here, once, before anything is opened. It has none
for LZW, so that a stream packed so is judged by its length.
"""

from __future__ import annotations

from typing import Any

import pikepdf

MOST_BYTES = 96 * 1024 * 1024
"""So much may one stream be, unpacked: a page of A3 at 300 points an inch in colour is half of it."""
_MOST_FILTERS = 4
_LZW_GROWS = 1400  # times, at most

pikepdf.settings.set_qpdf_limits(
    max_stream_filters=_MOST_FILTERS,
    flate_max_memory=MOST_BYTES,
    png_max_memory=MOST_BYTES,
    tiff_max_memory=MOST_BYTES,
    run_length_max_memory=MOST_BYTES,
    dct_max_memory=MOST_BYTES,
)


class Unpackable(Exception):
    """A stream that is damaged, or larger than it may be."""


def unpacked(stream: Any, most: int = MOST_BYTES) -> bytes:
    """The bytes of a stream. Raises :class:`Unpackable`."""
    try:
        if "/LZWDecode" in filters_of(stream) and _LZW_GROWS * len(stream.read_raw_bytes()) > most:
            raise Unpackable
        plain: bytes = stream.read_bytes()
    except (pikepdf.PdfError, ValueError, MemoryError) as error:
        raise Unpackable from error
    if len(plain) > most:
        raise Unpackable
    return plain


def filters_of(stream: Any) -> list[str]:
    """The packings of a stream, outermost first, under their long names."""
    named = stream.get("/Filter")
    found = [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)] if named else []
    return ["/LZWDecode" if one == "/LZW" else one for one in found]
