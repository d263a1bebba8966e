"""What a released file still says or hides: each leak with its spot, in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from yangguang.translation import Message, gettext, mark


class LeakKind(StrEnum):
    """Sorts of leaks."""

    FORBIDDEN = "forbidden"
    FILE_NAME = "file_name"
    HIDDEN_TEXT = "hidden_text"
    PROPERTIES = "properties"
    NOTES = "notes"
    TRACKED = "tracked"
    HIDDEN_PARTS = "hidden_parts"
    EMBEDDED = "embedded"
    SCRIPT = "script"
    FORM = "form"
    LAYER = "layer"
    EARLIER_VERSION = "earlier_version"
    LEFTOVER = "leftover"
    PICTURE_DATA = "picture_data"
    ALTERNATIVE_TEXT = "alternative_text"
    HIDDEN_PICTURE = "hidden_picture"
    FONT = "font"
    NOT_PAINTED = "not_painted"

    @property
    def label(self) -> str:
        """The sort in the language in force."""
        return gettext(_LABELS[self])


_LABELS = {
    LeakKind.FORBIDDEN: mark("仍含有不予公开的文字"),
    LeakKind.FILE_NAME: mark("文件名泄露内容"),
    LeakKind.HIDDEN_TEXT: mark("看不见的文字"),
    LeakKind.PROPERTIES: mark("文档属性"),
    LeakKind.NOTES: mark("批注"),
    LeakKind.TRACKED: mark("修订痕迹"),
    LeakKind.HIDDEN_PARTS: mark("隐藏的行、列或工作表"),
    LeakKind.EMBEDDED: mark("嵌入的文件"),
    LeakKind.SCRIPT: mark("脚本或自动动作"),
    LeakKind.FORM: mark("表单域"),
    LeakKind.LAYER: mark("图层"),
    LeakKind.EARLIER_VERSION: mark("以前的版本"),
    LeakKind.LEFTOVER: mark("没有用到的残留内容"),
    LeakKind.PICTURE_DATA: mark("图片附带的信息"),
    LeakKind.ALTERNATIVE_TEXT: mark("替代文字"),
    LeakKind.HIDDEN_PICTURE: mark("图片有看不见的部分"),
    LeakKind.FONT: mark("字体里留有页面上没有的字"),
    LeakKind.NOT_PAINTED: mark("遮盖不完整"),
}


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not leave the house. ``text`` is what was found, shortened, for the clerk only."""

    kind: LeakKind
    where: Message
    text: str = ""

    def __str__(self) -> str:
        shown = f"：{self.text}" if self.text else ""
        return f"{self.where}——{self.kind.label}{shown}"


class Search:
    """The forbidden texts, looked for whatever their spelling: width, case, blanks, invisible signs."""

    def __init__(self, forbidden: Iterable[str]) -> None:
        self._terms = {bare(term): term.strip() for term in forbidden if len(bare(term)) >= 2}
        self._bytes = [
            (encoded, term)
            for term in self._terms.values()
            for encoded in _encodings(term)
            if len(encoded) >= 4
        ]

    def __bool__(self) -> bool:
        return bool(self._terms)

    def in_text(self, text: str) -> Iterator[str]:
        """The forbidden texts that stand in ``text``."""
        if self._terms:
            folded = bare(text)
            yield from (term for key, term in self._terms.items() if key in folded)

    def in_bytes(self, data: bytes) -> Iterator[str]:
        """Those that stand in raw bytes, in the encodings that documents use."""
        yield from dict.fromkeys(term for encoded, term in self._bytes if encoded in data)


def bare(text: str) -> str:
    """Text without what a reader does not see: width, case, blanks, joiners, signs that choose a shape."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _UNSEEN.sub("", "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Cc")))


# beside blanks: the joiner of graphemes, fillers, and selectors of variants, which fonts for names use
_UNSEEN = re.compile(
    "[\\s\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)


def _encodings(term: str) -> Iterator[bytes]:
    for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        yield term.encode(name, errors="ignore")
    for name in ("utf-8", "utf-16-be"):  # a PDF may write strings in hexadecimal digits
        digits = term.encode(name, errors="ignore").hex()
        yield digits.encode("ascii")
        yield digits.upper().encode("ascii")
    yield "".join(f"&#{ord(sign)};" for sign in term).encode("ascii")
    yield "".join(f"&#x{ord(sign):x};" for sign in term).encode("ascii")


def short(text: str, most: int = 40) -> str:
    """So much of a text that a clerk knows it again."""
    joined = " ".join(text.split())
    return joined if len(joined) <= most else f"{joined[:most]}…"
