"""What the codes of a font mean: reading and writing the table (ToUnicode) by which a PDF can be copied and searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pikepdf

from yangguang.redaction.streams import Unpackable, unpacked

_MOST_BYTES = 4 * 1024 * 1024
_MOST_PAIRS = 200_000
_TABLE = re.compile(rb"beginbf(char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
{space}
endcodespacerange
{pairs}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def meanings(table: Any) -> dict[int, str]:
    """Code -> text of a ToUnicode stream; empty for anything else."""
    if not isinstance(table, pikepdf.Stream):
        return {}
    found: dict[int, str] = {}
    try:
        written = unpacked(table, _MOST_BYTES)
    except Unpackable:
        return {}
    told = 0
    for kind, body in _TABLE.findall(written):
        for low, high, said in _rows(kind, body):
            for step in range(min(high - low + 1, _MOST_PAIRS - told)):
                found[low + step] = said[min(step, len(said) - 1)] if len(said) > 1 else _after(said[0], step)
            told += max(high - low + 1, 1)
            if told >= _MOST_PAIRS:
                return found
    return found


def _rows(kind: bytes, body: bytes) -> Iterator[tuple[int, int, list[str]]]:
    """First code, last code, and the text of the first or of each."""
    tokens = [(opens or closes).decode() or _digits(digits) for digits, opens, closes in _TOKEN.findall(body)]
    place, words = 0, len(tokens)
    while place < words:
        low = high = _number(tokens[place])
        place += 1
        if kind == b"range" and place < words:
            high = _number(tokens[place])
            place += 1
        said = []
        if place < words and tokens[place] == "[":
            end = tokens.index("]", place) if "]" in tokens[place:] else words
            said = [_text(token) for token in tokens[place + 1 : end] if isinstance(token, bytes)]
            place = end
        elif place < words and isinstance(token := tokens[place], bytes):
            said = [_text(token)]
        place += 1
        if said:
            yield low, high, said


def _number(token: bytes | str) -> int:
    return int.from_bytes(token, "big") if isinstance(token, bytes) else 0


def _digits(written: bytes) -> bytes:
    plain = "".join(written.decode("ascii").split())
    return bytes.fromhex(plain if len(plain) % 2 == 0 else f"{plain}0")


def _text(coded: bytes) -> str:
    return coded.decode("utf-16-be", "ignore") if len(coded) > 1 else coded.decode("latin-1")


def _after(text: str, steps: int) -> str:
    """The text of a later code of a range: its last sign goes on."""
    if not steps or not text:
        return text
    last = ord(text[-1]) + steps
    return text[:-1] + chr(last) if last < 0x110000 and not 0xD800 <= last < 0xE000 else ""


def table(codes: Mapping[int, str], *, width: int = 2) -> bytes:
    """A ToUnicode stream for codes of ``width`` bytes: these signs and no others."""
    digits = 2 * width
    space = f"<{'0' * digits}> <{'F' * digits}>"
    return _CMAP.format(space=space, pairs="\n".join(_pairs(codes, digits))).encode("ascii")


def _pairs(codes: Mapping[int, str], digits: int) -> Iterator[str]:
    items = [(code, text) for code, text in codes.items() if text]
    for start in range(0, len(items), 100):  # a CMap takes a hundred pairs at a time
        part = items[start : start + 100]
        yield f"{len(part)} beginbfchar"
        yield from _lines(part, digits)
        yield "endbfchar"


def _lines(part: Iterable[tuple[int, str]], digits: int) -> Iterator[str]:
    for code, text in part:
        yield f"<{code:0{digits}X}> <{text.encode('utf-16-be', 'ignore').hex().upper()}>"
