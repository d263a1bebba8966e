"""How a run of a Word file looks, when all that styles say of it is put together; and whether anybody sees it.

What a run does not say itself comes from its character style, its paragraph's style, its table's style and the
defaults of the document, each with the styles that it is based on (ECMA-376, 17.7.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_HIDING = ("vanish", "specVanish")
_OFF = frozenset(("0", "false", "off"))
_TINY = 4  # half points
_NARROW = 10  # percent of its width
_FLAT = 40  # twentieths of a point: a line or a row so high shows nothing
_FAR = 20_000  # twentieths of a point: beyond every page
_NEAR = 24  # levels of colour that people do not tell apart
_MARKERS = {"black": "000000", "white": "FFFFFF", "yellow": "FFFF00"}
_SLOTS = {
    "background1": "lt1",
    "text1": "dk1",
    "background2": "lt2",
    "text2": "dk2",
    "light1": "lt1",
    "dark1": "dk1",
}


def q(name: str) -> str:
    """The full name of an element of WordprocessingML."""
    return f"{{{W}}}{name}"


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch is there and on."""
    return element is not None and element.get(q("val"), "1") not in _OFF


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    own: tuple[etree._Element, ...]
    parts: tuple[etree._Element, ...]
    """What it says of runs: of all of them, and of those in the first row, the last column and so on of a table."""
    fills: tuple[etree._Element, ...]
    is_hidden_row: bool


class Looks:
    """The styles of a document."""

    def __init__(self, styles: etree._Element | None = None, theme: etree._Element | None = None) -> None:
        self._styles: dict[str, _Style] = {}
        self._defaults: tuple[etree._Element, ...] = ()
        self._usual: dict[str, str] = {}
        self._theme = _colours(theme)
        if styles is not None:
            self._read(styles)

    def _read(self, styles: etree._Element) -> None:
        self._defaults = tuple(styles.iterfind(f"{q('docDefaults')}/{q('rPrDefault')}/{q('rPr')}"))
        for style in styles.iter(q("style")):
            identity, kind = style.get(q("styleId"), ""), style.get(q("type"), "paragraph")
            based = style.find(q("basedOn"))
            self._styles[identity] = _Style(
                based.get(q("val"), "") if based is not None else "",
                tuple(style.iterfind(q("rPr"))),
                tuple(style.iterfind(f"{q('tblStylePr')}/{q('rPr')}")),
                tuple(style.iter(q("shd"))),
                any(is_on(one) for one in style.iter(q("hidden")) if one.getparent() is not style),
            )
            if style.get(q("default"), "0") not in _OFF:
                self._usual[kind] = identity

    def _chain(self, identity: str) -> Iterator[_Style]:
        seen = set()
        while identity in self._styles and identity not in seen:
            seen.add(identity)
            yield self._styles[identity]
            identity = self._styles[identity].based_on

    def _levels(self, run: etree._Element) -> list[list[etree._Element]]:
        """What is said of the run, nearest first: by itself, and by each kind of style."""
        own = run.find(q("rPr"))
        named = own.find(q("rStyle")) if own is not None else None
        paragraph = next(run.iterancestors(q("p")), None)
        style = paragraph.find(f"{q('pPr')}/{q('pStyle')}") if paragraph is not None else None
        table = next(run.iterancestors(q("tbl")), None)
        tabled = table.find(f"{q('tblPr')}/{q('tblStyle')}") if table is not None else None
        names = [
            named.get(q("val"), "") if named is not None else "",
            style.get(q("val"), "") if style is not None else self._usual.get("paragraph", ""),
            tabled.get(q("val"), "")
            if tabled is not None
            else self._usual.get("table", "")
            if table is not None
            else "",
        ]
        said = [[rpr for one in self._chain(name) for rpr in one.own] for name in names]
        return [[own] if own is not None else [], *said, list(self._defaults)]

    def _styles_of_tables(self, run: etree._Element) -> Iterator[_Style]:
        for table in run.iterancestors(q("tbl")):
            named = table.find(f"{q('tblPr')}/{q('tblStyle')}")
            yield from self._chain(
                named.get(q("val"), "") if named is not None else self._usual.get("table", "")
            )

    def is_hidden(self, run: etree._Element) -> bool:
        """Whether the run is hidden as such, by itself or by a style of any kind."""
        levels = self._levels(run)
        told = _switch(levels[0])
        if told is not None:
            return told
        if any(_switch(level) for level in levels[1:-1]):
            return True
        if all(_switch(level) is None for level in levels[1:-1]) and _switch(levels[-1]):
            return True
        return any(one.is_hidden_row for one in self._styles_of_tables(run))

    def is_unseen(self, run: etree._Element) -> bool:
        """Whether people overlook the run: hidden, of its ground's colour, tiny, or flattened away."""
        if self.is_hidden(run):
            return True
        levels = self._levels(run)
        parts = [rpr for one in self._styles_of_tables(run) for rpr in one.parts]
        if _switch(levels[0]) is None and any(_switch([rpr]) for rpr in parts):
            return True  # in a part of the table, which may be this one
        said = [rpr for level in (*levels[:3], parts, *levels[3:]) for rpr in level]
        size, scale = _number(said, "sz"), _number(said, "w")
        if (size is not None and size <= _TINY) or (scale is not None and scale <= _NARROW):
            return True
        own = run.find(q("rPr"))
        if own is not None and _is_see_through(own):
            return True
        return self._is_of_its_ground(run, said) or _is_flat(run)

    def _is_of_its_ground(self, run: etree._Element, said: list[etree._Element]) -> bool:
        colour = next((one for rpr in said if (one := rpr.find(q("color"))) is not None), None)
        shown = self._colour(colour)
        marker = next(
            (one.get(q("val"), "") for rpr in said if (one := rpr.find(q("highlight"))) is not None), "none"
        )
        if marker != "none":
            return _alike(shown or "000000", _MARKERS.get(marker, "808080"))
        ground = next(_grounds(run, said), None)
        if ground is not None:
            own = run.find(q("rPr"))
            is_own = own is not None and own.find(q("shd")) is not None
            if shown is None:  # automatic: programs differ in whether it is white on a dark ground
                return is_own and _alike("000000", ground or "FFFFFF")
            return _alike(shown, ground or "FFFFFF")
        fills = {fill for style in self._around(run) for one in style.fills if (fill := _fill(one))}
        return shown is not None and all(_alike(shown, fill) for fill in fills or {"FFFFFF"})

    def _around(self, run: etree._Element) -> Iterator[_Style]:
        """The styles whose fills may lie behind the run."""
        paragraph = next(run.iterancestors(q("p")), None)
        named = paragraph.find(f"{q('pPr')}/{q('pStyle')}") if paragraph is not None else None
        yield from self._chain(named.get(q("val"), "") if named is not None else "")
        yield from self._styles_of_tables(run)

    def _colour(self, colour: etree._Element | None) -> str | None:
        """Six digits; nothing for the automatic colour."""
        if colour is None:
            return None
        slot = colour.get(q("themeColor"), "")
        if slot and not (colour.get(q("themeTint")) or colour.get(q("themeShade"))):
            found = self._theme.get(_SLOTS.get(slot, slot))
            if found:
                return found
        said = colour.get(q("val"), "auto")
        return None if said == "auto" else said


def _grounds(run: etree._Element, said: list[etree._Element]) -> Iterator[str]:
    """Fills behind the run that are said in so many words, nearest first; empty for that of the paper."""
    paragraph = next(run.iterancestors(q("p")), None)
    around = [rpr.find(q("shd")) for rpr in said]
    if paragraph is not None:
        around.append(paragraph.find(f"{q('pPr')}/{q('shd')}"))
    around += [cell.find(f"{q('tcPr')}/{q('shd')}") for cell in run.iterancestors(q("tc"))]
    around += [table.find(f"{q('tblPr')}/{q('shd')}") for table in run.iterancestors(q("tbl"))]
    yield from (_fill(shade) for shade in around if shade is not None)


def _fill(shade: etree._Element) -> str:
    """The colour of a fill; a pattern of one colour all over is that colour."""
    said = shade.get(q("color" if shade.get(q("val")) == "solid" else "fill"), "auto")
    return "" if said == "auto" else said


def _switch(said: list[etree._Element]) -> bool | None:
    """Whether the nearest that speaks of it hides; nothing where none does."""
    for rpr in said:
        found = [one for name in _HIDING if (one := rpr.find(q(name))) is not None]
        if found:
            return any(is_on(one) for one in found)
    return None


def _number(said: list[etree._Element], name: str) -> float | None:
    for rpr in said:
        found = rpr.find(q(name))
        if found is not None:
            try:
                return float(found.get(q("val"), "").rstrip("%"))
            except ValueError:
                return None
    return None


def _is_see_through(rpr: etree._Element) -> bool:
    """Letters filled with nothing, as WordArt may be."""
    fill = rpr.find(f"{_W14}textFill")
    if fill is None:
        return False
    alphas = [one.get(f"{_W14}val", "0") for one in fill.iter(f"{_W14}alpha")]
    return fill.find(f"{_W14}noFill") is not None or any(
        one.isdigit() and int(one) >= 90_000 for one in alphas
    )


def _is_flat(run: etree._Element) -> bool:
    """Whether the line or the row is too low to show anything, or the paragraph lies beyond the page."""
    paragraph = next(run.iterancestors(q("p")), None)
    properties = paragraph.find(q("pPr")) if paragraph is not None else None
    if properties is not None:
        spacing, indent, frame = (properties.find(q(name)) for name in ("spacing", "ind", "framePr"))
        if spacing is not None and spacing.get(q("lineRule")) == "exact" and _twips(spacing, "line") <= _FLAT:
            return True
        sides = ("left", "right", "start", "end", "firstLine", "hanging")
        if indent is not None and any(abs(_twips(indent, side, 0)) >= _FAR for side in sides):
            return True
        if frame is not None and (
            any(abs(_twips(frame, axis, 0)) >= _FAR for axis in ("x", "y"))
            or (frame.get(q("hRule")) == "exact" and _twips(frame, "h") <= _FLAT)
        ):
            return True
    heights = (row.find(f"{q('trPr')}/{q('trHeight')}") for row in run.iterancestors(q("tr")))
    return any(
        one is not None and one.get(q("hRule")) == "exact" and _twips(one, "val") <= _FLAT for one in heights
    )


def _twips(element: etree._Element, name: str, missing: int = _FAR) -> int:
    try:
        return int(float(element.get(q(name), "")))
    except ValueError:
        return missing


def _alike(one: str, other: str) -> bool:
    try:
        pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4)]
    except ValueError:
        return False
    return all(abs(mine - theirs) <= _NEAR for mine, theirs in pairs)


def _colours(theme: etree._Element | None) -> dict[str, str]:
    """The colours of a theme by the names of their slots."""
    scheme = next(theme.iter(f"{_A}clrScheme"), None) if theme is not None else None
    found: dict[str, str] = {}
    for slot in scheme if scheme is not None else ():
        for colour in slot:
            found[etree.QName(slot).localname] = colour.get("lastClr") or colour.get("val") or ""
    return found
