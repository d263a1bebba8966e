"""What a paragraph of a Word file gets from its style and its list: outline level and number.

Offices often let Word count: the 一、 of a heading or the 1. of a row label is then nowhere in the
text. It is rendered here as Word would print it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

__all__ = ["Numbering", "Styles", "attribute", "local"]

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_BODY_LEVEL = 9  # Word's value for "no outline level"
_PLACEHOLDER = re.compile(r"%([1-9])")
_HIGHEST = 99_999  # numbers beyond this are printed as digits


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: transitional, strict and 2003 files differ there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    if element is not None:
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2] == name:
                return str(value)
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child with a local name, and so on down the path."""
    for name in path:
        if element is None:
            return None
        element = next((c for c in element if local(c) == name), None)
    return element


def value_of(element: etree._Element | None, *path: str) -> str | None:
    """The ``w:val`` at the end of a path."""
    return attribute(child(element, *path), "val")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text) else otherwise


@dataclass(slots=True)
class _Style:
    based_on: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None


class Styles:
    """Outline level and list of each paragraph style, with what it inherits."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        for element in root if root is not None else ():
            if local(element) == "style":
                self._styles[attribute(element, "styleId") or ""] = self._read(element)

    @staticmethod
    def _read(element: etree._Element) -> _Style:
        properties = child(element, "pPr")
        style = _Style(value_of(element, "basedOn") or "")
        outline = value_of(properties, "outlineLvl")
        if outline is not None:
            style.outline = _number(outline, _BODY_LEVEL)
        name = value_of(element, "name") or ""
        heading = _HEADING.match(name)
        if heading:
            style.outline = int(heading[1]) - 1
        elif name.lower() in ("title", "标题"):
            style.outline = 0
        style.list_id = value_of(properties, "numPr", "numId")
        level = value_of(properties, "numPr", "ilvl")
        style.list_level = _number(level, 0) if level is not None else None
        return style

    def _chain(self, style_id: str) -> list[_Style]:
        chain: list[_Style] = []
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            chain.append(self._styles[style_id])
            style_id = chain[-1].based_on
        return chain

    def outline(self, style_id: str) -> int:
        """Heading level from 1, or 0 for body text."""
        for style in self._chain(style_id):
            if style.outline is not None:
                return outline_level(style.outline)
        return 0

    def list_of(self, style_id: str) -> tuple[str, int]:
        """The list that the style belongs to, and the level in it."""
        list_id, level = None, None
        for style in self._chain(style_id):
            list_id = style.list_id if list_id is None else list_id
            level = style.list_level if level is None else level
        return list_id or "", level or 0


def outline_level(value: int) -> int:
    """Word counts outline levels from 0, with 9 for body text; a document's headings count from 1."""
    return value + 1 if 0 <= value < _BODY_LEVEL else 0


@dataclass(slots=True)
class _Level:
    kind: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""
    legal: bool = False


@dataclass(slots=True)
class _List:
    """One list of a document: its levels (shared with others of the same definition) and counters."""

    definition: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the automatic numbers of a document, in reading order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        self._by_style: dict[str, tuple[str, int]] = {}
        definitions: dict[str, dict[int, _Level]] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                definitions[attribute(element, "abstractNumId") or ""] = _levels(element)
        for element in root if root is not None else ():
            if local(element) == "num":
                self._add(element, definitions)

    def __bool__(self) -> bool:
        return bool(self._lists)

    def _add(self, element: etree._Element, definitions: dict[str, dict[int, _Level]]) -> None:
        list_id = attribute(element, "numId") or ""
        definition = value_of(element, "abstractNumId") or ""
        found = _List(definition, dict(definitions.get(definition, {})))
        for override in element:
            if local(override) == "lvlOverride":
                level = _number(attribute(override, "ilvl"), 0)
                start = value_of(override, "startOverride")
                if start is not None:
                    found.restarts[level] = _number(start, 1)
                replaced = child(override, "lvl")
                if replaced is not None:
                    found.levels[level] = _level(replaced)
        self._lists[list_id] = found
        for number, level_data in found.levels.items():
            if level_data.style:
                self._by_style.setdefault(level_data.style, (list_id, number))

    def level_of_style(self, style_id: str) -> tuple[str, int] | None:
        """The list level that is tied to a paragraph style in the list's own definition."""
        return self._by_style.get(style_id)

    def next(self, list_id: str, level: int) -> str:
        """The printed number of the next paragraph of a list, or an empty text for bullets."""
        found = self._lists.get(list_id)
        if found is None or level not in found.levels:
            return ""
        counters = self._counters.setdefault(found.definition, {})
        if level in found.restarts and (list_id, level) not in self._restarted:
            self._restarted.add((list_id, level))
            counters[level] = found.restarts[level]
        else:
            counters[level] = counters.get(level, found.levels[level].start - 1) + 1
        for deeper in [key for key in counters if key > level]:
            del counters[deeper]
        return _printed(found.levels, level, counters)


def _levels(element: etree._Element) -> dict[int, _Level]:
    return {_number(attribute(lvl, "ilvl"), 0): _level(lvl) for lvl in element if local(lvl) == "lvl"}


def _level(element: etree._Element) -> _Level:
    return _Level(
        kind=value_of(element, "numFmt") or attribute(child(element, "nfc"), "val") or "decimal",
        text=value_of(element, "lvlText") or "",
        start=_number(value_of(element, "start"), 1),
        style=value_of(element, "pStyle") or "",
        legal=child(element, "isLgl") is not None,
    )


def _printed(levels: dict[int, _Level], level: int, counters: dict[int, int]) -> str:
    own = levels[level]
    if own.kind == "bullet":
        return ""

    def fill(found: re.Match[str]) -> str:
        which = int(found[1]) - 1
        shape = levels.get(which, own)
        kind = "decimal" if own.legal else shape.kind
        return number_text(counters.get(which, shape.start), kind)

    text = _PLACEHOLDER.sub(fill, own.text)
    return f"{text} " if text and text[-1].isascii() and not text.endswith((")", " ")) else text


# how numbers are printed

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def number_text(number: int, kind: str) -> str:
    """``number`` in one of Word's number formats; unknown formats are printed as digits."""
    shape = _SHAPES.get(kind)
    if kind == "none":
        return ""
    return shape(number) if shape and 0 <= number <= _HIGHEST else str(number)


def chinese(number: int) -> str:
    """Counting as one speaks: 一, 十, 十一, 二十, 一百零一."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return f"{chinese(number // 10_000)}万{gap}{_below_ten_thousand(rest) if rest else ''}"
    spoken = _below_ten_thousand(number)
    return spoken[1:] if spoken.startswith("一十") else spoken


def _below_ten_thousand(number: int) -> str:
    if number == 0:
        return "零"
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    """Word doubles letters after z: aa, bb."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20) if number else ""


def _roman(number: int) -> str:
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        text += sign * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number else ""


_SHAPES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "0": str,  # Word 2003 XML has codes instead of names
    "decimalZero": lambda number: f"{number:02d}",
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "37": chinese,
    "39": chinese,
    "11": chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": lambda number: chinese(number).translate(_FORMAL),
    "38": lambda number: chinese(number).translate(_FORMAL),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: _roman(number) if number < 5000 else str(number),
    "upperRoman": lambda number: _roman(number).upper() if number < 5000 else str(number),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "18": _circled,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
}
