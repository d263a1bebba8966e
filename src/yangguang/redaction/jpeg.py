"""A JPEG without what cameras and programs write beside the picture."""

from __future__ import annotations

_KEPT_APP = 0xEE  # Adobe: says how the colours are stored


def stripped(data: bytes) -> bytes:
    """The picture's own segments; EXIF, thumbnails, comments and what follows the end are left out.

    Data that is no sound JPEG comes back as it is: whoever draws it will say so.
    """
    kept = bytearray(data[:2])
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        code = data[place + 1]
        if code == 0xDA:
            end = data.rfind(b"\xff\xd9")
            return bytes(kept + data[place : end + 2 if end > place else len(data)])
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        beside = 0xE0 <= code <= 0xEF or code == 0xFE
        if not beside or code == _KEPT_APP:
            kept += data[place : place + 2 + length]
        place += 2 + length
    return data


def segments(data: bytes) -> list[tuple[int, bytes]]:
    """The segments before the picture itself: their code and content."""
    found = []
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        found.append((data[place + 1], data[place + 4 : place + 2 + length]))
        place += 2 + max(length, 2)
    return found
