"""Carrying over a page of a PDF without marks: only what it draws, nothing else.

A page is taken apart into its drawing commands and put together again with the pictures that they use and with
fonts made anew (``kept_fonts``). A page that could hide something (layers, pictures that are clipped or painted
over, forms filled in, notes with an appearance, scripts of fonts) is not carried over: it is drawn like a page
with marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from yangguang.redaction.drawn_codes import State, codes, followed, strings, width_of
from yangguang.redaction.jpeg import stripped
from yangguang.redaction.kept_fonts import Doubtful, KeptFont, kept
from yangguang.redaction.limits import DEFAULT_LIMITS
from yangguang.redaction.pdf_scrub import picture_data, scrubbed
from yangguang.redaction.streams import Unpackable, filters_of, unpacked

__all__ = ["Doubtful", "FontKey", "Plain", "plain_page", "with_kept_fonts"]

FontKey = tuple[int, int]
"""A font of the old file, by the number of its object."""

_MARKED = frozenset(("BDC", "BMC", "EMC", "DP", "MP"))  # alternative text, layers, numbers of structure
_CLIPS = frozenset(("W", "W*"))
_FILLS = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI"))
_DRAWS = frozenset(
    [
        "q",
        "Q",
        "cm",
        "w",
        "J",
        "j",
        "M",
        "d",
        "ri",
        "i",
        "gs",
        "m",
        "l",
        "c",
        "v",
        "y",
        "h",
        "re",
        "S",
        "s",
        "f",
        "F",
        "f*",
        "B",
        "B*",
        "b",
        "b*",
        "n",
        "W",
        "W*",
        "BT",
        "ET",
        "Tc",
        "Tw",
        "Tz",
        "TL",
        "Tf",
        "Tr",
        "Ts",
        "Td",
        "TD",
        "Tm",
        "T*",
        "Tj",
        "TJ",
        "'",
        '"',
        "CS",
        "cs",
        "SC",
        "SCN",
        "sc",
        "scn",
        "G",
        "g",
        "RG",
        "rg",
        "K",
        "k",
        "sh",
        "Do",
    ]
)
_RESOURCE_OF = {
    "Do": "/XObject",
    "Tf": "/Font",
    "gs": "/ExtGState",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "scn": "/Pattern",
    "SCN": "/Pattern",
    "sh": "/Shading",
}
_IMAGE_KEYS = frozenset(
    [
        "/Type",
        "/Subtype",
        "/Width",
        "/Height",
        "/ColorSpace",
        "/BitsPerComponent",
        "/Filter",
        "/DecodeParms",
        "/Decode",
        "/ImageMask",
        "/Mask",
        "/SMask",
        "/Intent",
        "/Interpolate",
        "/Matte",
    ]
)
_FORM_KEYS = frozenset(["/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group"])
_BUILT_IN = frozenset(("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"))
_DEEPEST = 8
_SPACE = 32
_MOST_FORMS = 400
_MOST_CONTENT = 16 * 1024 * 1024
_PASSED_OVER = frozenset(
    [
        "/Text",
        "/Link",
        "/Popup",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Caret",
        "/FileAttachment",
    ]
)


@dataclass(slots=True)
class Plain:
    """A page that hides nothing: what it draws and, in order of use, the codes of each font it writes with."""

    box: list[float]
    turn: int
    content: Any
    resources: Any
    forms: list[tuple[Any, dict[str, FontKey]]] = field(default_factory=list)
    fonts: dict[FontKey, Any] = field(default_factory=dict)
    uses: dict[FontKey, dict[int, None]] = field(default_factory=dict)
    pictures: bool = False
    clips: bool = False
    fills: bool = False

    def with_fonts(self, made: Mapping[FontKey, KeptFont]) -> None:
        """Write the page, and the forms it draws, with the fonts that were made anew."""
        for stream, named in self.forms:
            instructions = followed(pikepdf.parse_content_stream(stream))
            fonts = {name: made[key] for name, key in named.items() if key in made}
            fresh = [one for step in instructions for one in _rewritten(*step, fonts)]
            stream.write(pikepdf.unparse_content_stream(fresh))
            holder = self.resources if stream is self.content else stream.Resources
            if "/Font" in holder:
                holder.Font = pikepdf.Dictionary({name: font.font for name, font in fonts.items()})


def plain_page(page: pikepdf.Page, source: pikepdf.Pdf) -> Plain:
    """A page that hides nothing, taken apart; raises :class:`Doubtful` for any other."""
    try:
        for note in page.obj.get("/Annots", []):
            if str(note.get("/Subtype")) not in _PASSED_OVER:
                raise Doubtful
        if float(page.obj.get("/UserUnit", 1)) != 1:
            raise Doubtful
        found = Plain([float(side) for side in page.cropbox], int(page.obj.get("/Rotate", 0)), None, None)
        _check_size(page)
        found.content, found.resources = _cleaned(page.obj, page.resources, source, found, 0)
    except (
        pikepdf.PdfError,
        pikepdf.DependencyError,
        Unpackable,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
    ) as error:
        raise Doubtful from error
    if found.pictures and (found.clips or found.fills):
        raise Doubtful
    return found


def with_kept_fonts(source: pikepdf.Pdf, plain: Mapping[int, Plain]) -> dict[int, Plain]:
    """The pages written with fonts that have the signs of these pages only; without those whose fonts cannot be cut."""
    left, refused = dict(plain), set[FontKey]()
    while True:
        uses: dict[FontKey, dict[int, None]] = {}
        fonts: dict[FontKey, Any] = {}
        for page in left.values():
            fonts.update(page.fonts)
            for key, own in page.uses.items():
                uses.setdefault(key, {}).update(own)
        made: dict[FontKey, KeptFont] = {}
        for key, font in fonts.items():
            try:
                made[key] = kept(source, font, tuple(uses[key]))
            except Doubtful:
                refused.add(key)
        if not refused & set(fonts):
            break
        left = {number: page for number, page in left.items() if not refused & set(page.fonts)}
    for page in left.values():
        page.with_fonts(made)
    return left


def _check_size(page: pikepdf.Page) -> None:
    contents = page.obj.get("/Contents")
    pieces = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    if sum(len(unpacked(one, _MOST_CONTENT)) for one in pieces if one is not None) > _MOST_CONTENT:
        raise Doubtful


def _cleaned(
    holder: Any, resources: Any, source: pikepdf.Pdf, seen: Plain, depth: int
) -> tuple[pikepdf.Object, pikepdf.Object]:
    """The commands as a stream of their own, and what they need."""
    if depth > _DEEPEST or len(seen.forms) > _MOST_FORMS:
        raise Doubtful
    used: dict[str, dict[str, str]] = {}
    named: dict[str, FontKey] = {}
    kept = []
    fonts = resources.get("/Font", pikepdf.Dictionary())
    for instruction, operator, state in followed(pikepdf.parse_content_stream(holder)):
        if operator in _MARKED:
            if instruction.operands and str(instruction.operands[0]) == "/OC":
                raise Doubtful
            continue
        seen.clips |= operator in _CLIPS
        seen.fills |= operator in _FILLS
        if operator == "INLINE IMAGE":
            raise Doubtful
        if operator not in _DRAWS:
            continue  # nobody knows it: it draws nothing, whatever it holds
        written = strings(operator, instruction.operands)
        if written:
            _note_codes(written, state.font, fonts, source, seen, named)
        kept.append(_renamed(instruction, operator, used))
    stream = source.make_stream(pikepdf.unparse_content_stream(kept))
    fresh = used.get("/Font", {})
    seen.forms.append((stream, {fresh[name]: key for name, key in named.items()}))
    return stream, _only(used, resources, source, seen, depth)


def _note_codes(
    written: list[bytes], name: str, fonts: Any, source: pikepdf.Pdf, seen: Plain, named: dict[str, FontKey]
) -> None:
    if name not in fonts:
        raise Doubtful  # the font comes from the state of whoever draws the form, or is none
    font = fonts[name]
    if not font.is_indirect:
        font = fonts[name] = source.make_indirect(font)
    _refuse_odd_font(font)
    key: FontKey = font.objgen
    named[name] = key
    seen.fonts[key] = font
    width = width_of(font)
    uses = seen.uses.setdefault(key, {})
    for text in written if width else ():
        uses.update(dict.fromkeys(codes(text, width)))


def _rewritten(one: Any, operator: str, state: State, fonts: Mapping[str, KeptFont]) -> Iterator[Any]:
    """The command with the new codes. ``Tf`` of a font that writes nothing is dropped with the font."""
    if operator == "Tf":
        if str(one.operands[0]) in fonts:
            yield one
        return
    font = fonts.get(state.font)
    if font is None or font.numbers is None or not strings(operator, one.operands):
        yield one
        return
    if operator == '"':
        yield pikepdf.ContentStreamInstruction([one.operands[0]], pikepdf.Operator("Tw"))
        yield pikepdf.ContentStreamInstruction([one.operands[1]], pikepdf.Operator("Tc"))
    if operator in ("'", '"'):
        yield pikepdf.ContentStreamInstruction([], pikepdf.Operator("T*"))
    last = one.operands[-1]
    items = list(last) if isinstance(last, pikepdf.Array) else [last]
    fresh: list[Any] = []
    for item in items:
        fresh += _renumbered(bytes(item), font, state) if isinstance(item, pikepdf.String) else [item]
    yield pikepdf.ContentStreamInstruction([pikepdf.Array(fresh)], pikepdf.Operator("TJ"))


def _renumbered(text: bytes, font: KeptFont, state: State) -> list[Any]:
    """The string in new codes. Space between words is given to codes of one byte only: from now on it is a gap."""
    pieces: list[bytes | float] = []
    fresh = b""
    numbers = font.numbers or {}
    for code in codes(text, font.width):
        fresh += numbers[code].to_bytes(2, "big")
        if font.width == 1 and code == _SPACE and state.word_space and state.size:
            pieces += [fresh, round(-1000 * state.word_space / state.size, 3)]
            fresh = b""
    return [
        pikepdf.String(piece) if isinstance(piece, bytes) else piece
        for piece in (*pieces, fresh)
        if piece != b""
    ]


def _renamed(one: Any, operator: str, used: dict[str, dict[str, str]]) -> Any:
    """The command with a name of ours for what it uses, which is noted; fonts have theirs until they are made anew."""
    kind = _RESOURCE_OF.get(operator)
    operands = list(one.operands)
    place = 0 if operator == "Tf" else -1
    if not kind or not operands or not isinstance(operands[place], pikepdf.Name):
        return one
    named = str(operands[place])
    if operator in ("cs", "CS") and named in _BUILT_IN:
        return one
    own = used.setdefault(kind, {})
    fresh = own.setdefault(named, f"/R{len(own) + 1}")
    operands[place] = pikepdf.Name(fresh)
    return pikepdf.ContentStreamInstruction(operands, one.operator)


def _only(
    used: dict[str, dict[str, str]], resources: Any, source: pikepdf.Pdf, seen: Plain, depth: int
) -> pikepdf.Object:
    clean = pikepdf.Dictionary()
    for kind, names in used.items():
        had = resources.get(kind, pikepdf.Dictionary())
        kept = pikepdf.Dictionary()
        for name, fresh in names.items():
            if kind == "/Font":
                continue  # made anew, when it is known what every page writes with it
            if name not in had:
                raise Doubtful
            item = had[name]
            if kind == "/XObject":
                kept[fresh] = _drawn_thing(item, resources, source, seen, depth)
            else:
                _refuse_nested(item)
                kept[fresh] = scrubbed(item, source)
        clean[kind] = kept
    return clean


def _refuse_odd_font(font: Any) -> None:
    if str(font.get("/Subtype")) == "/Type3":
        raise Doubtful


def _refuse_nested(item: Any) -> None:
    """Tiling patterns and soft masks draw things of their own."""
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return
    if "/PatternType" in item and int(item.PatternType) == 1:
        raise Doubtful
    if isinstance(item.get("/SMask"), pikepdf.Dictionary) or "/Font" in item:
        raise Doubtful


def _drawn_thing(item: Any, resources: Any, source: pikepdf.Pdf, seen: Plain, depth: int) -> pikepdf.Object:
    if "/OC" in item:
        raise Doubtful
    subtype = str(item.get("/Subtype"))
    if subtype == "/Image":
        seen.pictures = True
        return _image(item, source)
    if subtype != "/Form":
        raise Doubtful
    seen.clips = True  # a form is clipped by its box
    unpacked(item, _MOST_CONTENT)
    form, own = _cleaned(item, item.get("/Resources", resources), source, seen, depth + 1)
    for key in _FORM_KEYS & set(item.keys()):
        form[key] = item[key] if key in ("/Type", "/Subtype") else scrubbed(item[key], source)
    form.Resources = own
    return form


def _image(item: Any, source: pikepdf.Pdf) -> pikepdf.Object:
    filters = filters_of(item)
    # the one packs what may have layers; the other keeps the shapes of letters for all pages in one place
    if {"/JPXDecode", "/JBIG2Decode"} & set(filters):
        raise Doubtful
    if int(item.Width) * int(item.Height) > DEFAULT_LIMITS.picture_pixels:
        raise Doubtful
    raw, is_anew = picture_data(item)
    if filters == ["/DCTDecode"]:
        raw = stripped(raw)
    image = source.make_stream(raw)
    for key in _IMAGE_KEYS & set(item.keys()):
        value = item[key]
        if key == "/SMask" or _is_stream(value, key):
            image[key] = _image(value, source)
        else:
            image[key] = value if key in ("/Type", "/Subtype", "/Filter") else scrubbed(value, source)
    if is_anew:
        image.Filter = pikepdf.Name.FlateDecode
        if "/DecodeParms" in image:
            del image.DecodeParms
    return image


def _is_stream(value: Any, key: str) -> bool:
    return key == "/Mask" and isinstance(value, pikepdf.Stream)
