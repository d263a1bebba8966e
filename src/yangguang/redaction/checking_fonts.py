"""Signs that a font keeps though no page shows them: what a cut font was cut to tells the words that were withheld.

A font that came whole has every sign there is and tells nothing. One that was cut for the document, with signs
left over, was cut before something was taken out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from fontTools import agl

from yangguang.redaction import cmap
from yangguang.redaction.drawn_codes import codes, followed, strings, width_of
from yangguang.redaction.errors import TooLarge
from yangguang.redaction.font_reading import (
    UNREADABLE,
    by_cid,
    by_code,
    differences,
    glyphs_of,
    simple_meanings,
)
from yangguang.redaction.leaks import Leak, LeakKind, short
from yangguang.redaction.limits import Deadline
from yangguang.redaction.outlines import Glyphs
from yangguang.redaction.streams import Unpackable, unpacked
from yangguang.translation import Message, mark

_WHOLE = 1500
"""So many signs or shapes left over are those of a whole font."""
_ENCODING = 128  # names for so many codes are an encoding, not a choice
_MOST_CONTENT = 32 * 1024 * 1024
_DEEPEST = 12
_FIRST_IDEOGRAPH = "\u2e80"


@dataclass
class _Use:
    font: Any
    page: int
    codes: set[int] = field(default_factory=set)


def font_leaks(pdf: pikepdf.Pdf, name: str, deadline: Deadline) -> Iterator[Leak]:
    """Each font with signs or shapes that nothing in the file writes."""
    found = _Followed(name)
    for number, page in enumerate(pdf.pages, start=1):
        deadline.check()
        found.page = number
        found.follow(page.obj, page.resources, 0)
        for note in page.obj.get("/Annots", []):
            found.appearance(note)
    for family in _families(found.uses.values()):
        deadline.check()
        left = _left_over(family)
        use = family[0]
        if left:
            where = Message(
                mark("第 {page} 页所用的字体“{font}”"), {"page": use.page, "font": short(_name(use.font))}
            )
            yield Leak(LeakKind.FONT, where, left)


class _Followed:
    """Every stream that draws, and the codes it writes with each font."""

    def __init__(self, name: str) -> None:
        self.uses: dict[tuple[int, int], _Use] = {}
        self.page = 0
        self._name = name
        self._seen: set[tuple[int, int]] = set()

    def follow(self, holder: Any, resources: Any, depth: int) -> None:
        """The content of a page or of a form, and whatever it draws."""
        if not isinstance(resources, pikepdf.Dictionary):
            return
        fonts = resources.get("/Font", pikepdf.Dictionary())
        for key in list(fonts.keys()):
            self._use_of(fonts[key])
        self._check_size(holder)
        for one, operator, state in followed(pikepdf.parse_content_stream(holder)):
            written = strings(operator, one.operands) if operator != "INLINE IMAGE" else []
            if written and state.font in fonts:
                use = self._use_of(fonts[state.font])
                width = width_of(use.font)
                for text in written if width else ():
                    use.codes.update(codes(text, width))
        for kind in ("/XObject", "/Pattern"):
            for thing in (resources.get(kind) or pikepdf.Dictionary()).values():
                self._drawn(thing, resources, depth)

    def appearance(self, note: Any) -> None:
        """What a note or a field looks like, in each of its states."""
        looks = note.get("/AP") if isinstance(note, pikepdf.Dictionary) else None
        for look in looks.values() if isinstance(looks, pikepdf.Dictionary) else ():
            states = list(look.values()) if isinstance(look, pikepdf.Dictionary) else [look]
            for state in states:
                self._drawn(state, pikepdf.Dictionary(), 0)

    def _drawn(self, thing: Any, resources: Any, depth: int) -> None:
        if not isinstance(thing, pikepdf.Stream) or depth >= _DEEPEST:
            return
        if str(thing.get("/Subtype")) != "/Form" and "/PatternType" not in thing:
            return
        if thing.objgen in self._seen:
            return
        self._seen.add(thing.objgen)
        self.follow(thing, thing.get("/Resources", resources), depth + 1)

    def _use_of(self, font: Any) -> _Use:
        key = font.objgen if font.is_indirect else (-1, hash(font.unparse()))
        return self.uses.setdefault(key, _Use(font, self.page))

    def _check_size(self, holder: Any) -> None:
        contents = holder if isinstance(holder, pikepdf.Stream) else holder.get("/Contents")
        pieces = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        try:
            total = sum(
                len(unpacked(one, _MOST_CONTENT)) for one in pieces if isinstance(one, pikepdf.Stream)
            )
        except Unpackable:
            total = _MOST_CONTENT + 1
        if total > _MOST_CONTENT:
            said = mark("第 {page} 页的内容异常庞大，无法检查。请重新生成或扫描后再试。")
            raise TooLarge(said, file=self._name, page=self.page)


def _name(font: Any) -> str:
    return str(font.get("/BaseFont", "")).lstrip("/")


def _families(uses: Iterable[_Use]) -> list[list[_Use]]:
    """Fonts that share a program (one for lines, one for columns): what one leaves over the other may write."""
    found: dict[tuple[int, int], list[_Use]] = {}
    for number, use in enumerate(uses):
        program = _program(use.font)
        found.setdefault((-1, number) if program is None else program.objgen, []).append(use)
    return list(found.values())


def _left_over(family: Sequence[_Use]) -> str:
    """The signs that the fonts say and the pages do not; where there are only their shapes, how many."""
    said: set[str] = set()
    written: set[str] = set()
    idle: list[str] = []
    try:
        for use in family:
            idle_signs, own = _said(use.font, use.codes)
            said, written = said | idle_signs, written | own
        if _program(family[0].font) is not None:
            glyphs = glyphs_of(_descriptor(family[0].font))
            drawn = {name for use in family for name in _drawn_glyphs(use, glyphs)}
            idle = [name for name in glyphs.order[1:] if name not in drawn]
            idle = [] if len(idle) > _WHOLE else [name for name in idle if not glyphs.is_empty(name)]
            signs = glyphs.signs()
            said |= {sign for name in idle for sign in signs.get(name, ())}
    except UNREADABLE:
        idle = []  # a program that cannot be read shows nothing; what the tables said still counts
    left = {text for text in said - written if any(unicodedata.category(sign)[0] in "LN" for sign in text)}
    is_cut = any(_is_cut(use.font) for use in family)
    if left and len(left) <= _WHOLE and (is_cut or any(text >= _FIRST_IDEOGRAPH for text in left)):
        return short("".join(sorted(left)))
    if idle and is_cut and width_of(family[0].font) == 2:
        return str(Message(mark("{count} 个字形"), {"count": len(idle)}))
    return ""


def _said(font: Any, used: set[int]) -> tuple[set[str], set[str]]:
    """The signs that tables of the font name for codes not used, and the signs of the codes used."""
    if width_of(font) == 0:
        return set(), set()
    is_composite = str(font.get("/Subtype")) == "/Type0"
    table = cmap.meanings(font.get("/ToUnicode"))
    means = table if is_composite else simple_meanings(font)
    idle = {text for code, text in table.items() if code not in used}
    listed = _descriptor(font).get("/CharSet")
    changed = {} if is_composite else differences(font.get("/Encoding"))
    if listed is not None:
        idle |= {agl.toUnicode(name) for name in str(listed).split("/") if name}
    elif len(changed) < _ENCODING:
        idle |= {agl.toUnicode(name) for code, name in changed.items() if code not in used}
    return idle, {means.get(code, "") for code in used}


def _descriptor(font: Any) -> Any:
    inner = font.DescendantFonts[0] if str(font.get("/Subtype")) == "/Type0" else font
    return inner.get("/FontDescriptor", pikepdf.Dictionary())


def _program(font: Any) -> Any:
    try:
        descriptor = _descriptor(font)
        return descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    except UNREADABLE:
        return None


def _drawn_glyphs(use: _Use, glyphs: Glyphs) -> set[str]:
    found: set[str] = set()
    if str(use.font.Subtype) == "/Type0":
        names = [by_cid(glyphs, use.font.DescendantFonts[0], code) for code in use.codes]
    else:
        descriptor = use.font.FontDescriptor
        names = [by_code(glyphs, use.font, descriptor, code) for code in use.codes]
    for name in names:
        if name:
            found |= glyphs.parts(name)
    return found


def _is_cut(font: Any) -> bool:
    """Whether its name begins with the six letters of a choice of glyphs, or is one of ours."""
    said = str(font.get("/BaseFont", "")).lstrip("/")
    return said[6:7] == "+" and said[:6].isalpha() and said[:6].isupper()
