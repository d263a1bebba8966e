"""Bytes to text, whatever a Chinese office's software said or forgot to say about them.

The declaration in a file is a hint, not the truth: pages declared ``gb2312`` are often UTF-8 and the
other way round. Valid UTF-8 with Chinese in it is practically never anything else, so it is tried
first; then what was declared; then GB 18030, which contains GBK and GB 2312.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from yangguang.annualreport.errors import BrokenFile
from yangguang.translation import mark

__all__ = ["clean_utf8", "declared_charset", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{2,40})""")
_HEAD = 4096
_SAMPLE = 20_000
_GARBAGE_SHARE = 0.2  # of the characters that are not ASCII, or of all where control characters abound
_NO_TEXT = frozenset({"Cc", "Cn", "Cs"})  # controls, unassigned, halves of surrogate pairs
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a\x85")
_CONTROL_BYTES = bytes(code for code in (*range(32), 127) if chr(code) not in _TEXT_CONTROLS)
_CONTROLS_SHOWN = bytes.maketrans(_CONTROL_BYTES, b"?" * len(_CONTROL_BYTES))  # leaves other bytes alone


def declared_charset(data: bytes) -> str:
    """The character set that the head of a web page or XML file names, or an empty text."""
    found = _CHARSET.search(data, 0, _HEAD)
    return found[1].decode("ascii") if found else ""


def decode(data: bytes, declared: str = "", *, file: str = "") -> str:
    """The text of ``data``; ``declared`` is the character set the file or its sender claims.

    A few damaged bytes become U+FFFD, so that they stay visible; text that is mostly garbage raises
    ``BrokenFile``.
    """
    text = clean_utf8(data)
    if text is not None:
        return text
    for mark_bytes, name in _BOMS:
        if data.startswith(mark_bytes):
            return _accept(data[len(mark_bytes) :].decode(name, "replace"), file)
    wide = _utf16_without_mark(data)
    if wide:
        return _accept(data.decode(wide, "replace"), file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _legacy(data, declared)
    return _accept(text, file)


def clean_utf8(data: bytes) -> str | None:
    """The text of bytes that are UTF-8 without a mark or anything damaged, as nearly every file is; else ``None``."""
    if data.startswith(codecs.BOM_UTF8) or data.translate(_CONTROLS_SHOWN) != data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\ufffd" in text else text


def _legacy(data: bytes, declared: str) -> str:
    """Text that is not clean UTF-8: strictly by the first that fits, else the least damaged."""
    candidates = [name for name in (_known(declared), "gb18030") if name]
    for name in candidates:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return min((data.decode(name, "replace") for name in ("utf-8", *candidates)), key=_damage)


def _known(declared: str) -> str:
    """The codec for a declared Chinese character set; anything Western or odd is not believed."""
    wanted = declared.lower().replace("_", "-")
    if wanted.startswith(("gb", "cp936", "ms936", "x-gbk", "windows-936")):
        return "gb18030"
    if wanted.startswith(("big5", "x-big5", "cp950", "hz-gb")):
        return "hz" if wanted.startswith("hz") else "big5hkscs"
    return ""


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 without a mark gives itself away: line ends and digits have a zero on one side only."""
    sample = data[:_SAMPLE]
    if len(sample) < 8 or b"\0" not in sample or len(data) % 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 4 * even and odd * 20 > len(sample):
        return "utf-16-le"
    if even > 4 * odd and even * 20 > len(sample):
        return "utf-16-be"
    return ""


def _accept(text: str, file: str) -> str:
    if not _is_garbage(text):
        return text
    raise BrokenFile(
        mark(
            "文件内容无法识别为文字（乱码过多）。请用原来的程序打开文件，另存为 UTF-8 文本、Word 或 PDF 后再试。"
        ),
        file=file,
    )


def _is_garbage(text: str) -> bool:
    sample = text[:_SAMPLE]
    bad = _damage(sample)
    if not bad:
        return False
    foreign = sum(1 for char in sample if char > "\x7f" or (char < " " and char not in _TEXT_CONTROLS))
    return bad > _GARBAGE_SHARE * foreign and bad > 0.01 * len(sample)


def _damage(text: str) -> int:
    """How many characters no text contains: replacements, controls, unassigned code points."""
    return sum(
        count
        for char, count in Counter(text).items()
        if char == "\ufffd" or (char not in _TEXT_CONTROLS and unicodedata.category(char) in _NO_TEXT)
    )
