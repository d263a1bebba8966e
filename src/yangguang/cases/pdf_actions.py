"""What in a PDF would act when somebody opens it: scripts, programs to start, files inside the file.

pdfium tells of scripts and attachments that stand in the document's lists of names, not of those that hang on
the opening, on a page, a field or a note. So the names are looked for in the bytes themselves, in every version
that the file holds, and in the object streams in which newer files keep them. Nothing is rendered, and no more
is unpacked than a bound allows; what cannot be looked into counts as acting.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 64 * 1024 * 1024
"""Object streams hold dictionaries, not pictures: a book of a thousand pages stays far below."""
_ACTING = re.compile(
    rb"/(?:JavaScript|Launch|ImportData|RichMedia|Rendition|FileAttachment|EmbeddedFiles?)(?![0-9A-Za-z])"
    rb"|/EF\s*(?:<<|\d+\s+\d+\s+R)"
    rb"|/XFA\s*(?:\[|\d+\s+\d+\s+R)"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"\bstream[ \t]*(?:\r\n|\n|\r)?")
_OBJECT_STREAM = re.compile(rb"/ObjStm(?![0-9A-Za-z])")
_FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?/([A-Za-z0-9]+)\s*(\])?")


class Sealed(Exception):
    """An object stream that cannot be looked into."""


def acts(data: bytes) -> bool:
    """Whether the PDF holds anything that acts, or anything that cannot be looked into."""
    if _ACTING.search(_named(data)):
        return True
    try:
        return any(_ACTING.search(_named(objects)) for objects in _object_streams(data))
    except Sealed:
        return True


def _named(data: bytes) -> bytes:
    """With ``#4a`` in names as the letter that it stands for."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data


def _object_streams(data: bytes) -> Iterator[bytes]:
    left, before = MOST_UNPACKED, 0
    for found in _STREAM.finditer(data):
        head, before = _named(data[before : found.start()]), found.end()
        if _OBJECT_STREAM.search(head):
            objects = _unpacked(head, data, found.end(), left)
            left -= len(objects)
            yield objects


def _unpacked(head: bytes, data: bytes, start: int, most: int) -> bytes:
    if b"/Filter" not in head:
        return data[start : max(data.find(b"endstream", start), start)]
    kind = _FILTER.search(head)
    is_alone = kind is not None and (kind[2] is not None or b"[" not in head[kind.start() : kind.end()])
    if kind is None or kind[1] not in (b"FlateDecode", b"Fl") or not is_alone or b"/DecodeParms" in head:
        raise Sealed
    reader = zlib.decompressobj()
    try:
        objects = reader.decompress(memoryview(data)[start:], most + 1)
    except zlib.error as error:
        raise Sealed from error
    if len(objects) > most:
        raise Sealed
    return objects
