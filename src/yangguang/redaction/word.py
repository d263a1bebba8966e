"""A Word file to be released: cleaned, marked passages replaced by bars of one length, packed anew.

Only parts that are known are packed: text, headers, footers, notes, styles, numbering, theme, pictures
(encoded anew). Properties, comments, custom data, earlier versions, fonts, settings, thumbnails and embedded
files are left behind with the old package.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from yangguang.annualreport.reading.archive import Package, refuse_odd_ole
from yangguang.redaction import picture
from yangguang.redaction.errors import BrokenFile, TooLarge, UnreadableFile, WrongMark
from yangguang.redaction.grounds import ground
from yangguang.redaction.limits import DEFAULT_LIMITS, Limits
from yangguang.redaction.marks import Box, Passage, TextMark
from yangguang.redaction.word_clean import clean, clean_theme, drop_drawing
from yangguang.redaction.word_look import Looks, q
from yangguang.redaction.word_names import rename_styles
from yangguang.translation import Message, mark

BAR = "█████"
"""What stands for withheld text: always as long, so that the length of a name is not told."""

WHOLE = Box(0.0, 0.0, 1.0, 1.0)
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TEXT_PARTS = {
    "header": mark("页眉"),
    "footer": mark("页脚"),
    "footnotes": mark("脚注"),
    "endnotes": mark("尾注"),
}
_OTHER_PARTS = ("styles", "numbering", "theme")
_CONTENT_TYPES = {
    "document": f"{_MAIN}document.main+xml",
    "header": f"{_MAIN}header+xml",
    "footer": f"{_MAIN}footer+xml",
    "footnotes": f"{_MAIN}footnotes+xml",
    "endnotes": f"{_MAIN}endnotes+xml",
    "styles": f"{_MAIN}styles+xml",
    "numbering": f"{_MAIN}numbering+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
}
_FORMULA, _FORMULA_RUN = (
    f"{{http://schemas.openxmlformats.org/officeDocument/2006/math}}{one}" for one in "tr"
)
_RUNS = frozenset((q("r"), _FORMULA_RUN))
_WRITES = (q("t"), q("tab"), q("br"), q("cr"), q("noBreakHyphen"), q("sym"), _FORMULA)
_ID, _EMBED = f"{{{_OFFICE}}}id", f"{{{_OFFICE}}}embed"
_NOT_WORD = mark("这个文件里没有 Word 正文。请用 Word 或 WPS 打开后另存为 docx，再试。")


@dataclass
class _Part:
    """A part that will be packed: its kind, its XML or bytes, and what it refers to."""

    name: str
    kind: str
    root: etree._Element | None = None
    data: bytes = b""
    relations: dict[str, tuple[str, str]] = field(default_factory=dict)
    label: str = ""


class WordFile:
    """A Word file, cleaned, with its paragraphs in order: the text, then headers, footers and notes."""

    def __init__(self, data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> None:
        limits.check_size(data, name)
        refuse_odd_ole(data, name)
        self.name, self._limits = name, limits
        self._package = Package(data, name, limits.package())
        self._parts: list[_Part] = []
        self._gather()
        self._paragraphs = [(part, p) for part in self._parts for p in _paragraphs(part)]
        if sum(len(_text(p)) for _part, p in self._paragraphs) > limits.characters:
            raise TooLarge(mark("文件的文字过多，无法在网页中处理。请拆分后再试。"), file=name)

    def _gather(self) -> None:
        main = next((t for kind, t in self._package.relations("").values() if kind == "officeDocument"), "")
        if not main or main not in self._package:
            raise BrokenFile(_NOT_WORD, file=self.name)
        document = self._add(main, "document", mark("正文"))
        if document.root is None or document.root.tag != q("document"):
            raise BrokenFile(_NOT_WORD, file=self.name)
        for identity, (kind, target) in self._package.relations(main).items():
            if target not in self._package:
                continue
            if kind in _TEXT_PARTS:
                self._add(target, kind, _TEXT_PARTS[kind])
                document.relations[identity] = (kind, target)
            elif kind in _OTHER_PARTS:
                self._add(target, kind, "")
                document.relations[identity] = (kind, target)
        styles, theme = (
            next((part.root for part in self._parts if part.kind == kind), None)
            for kind in ("styles", "theme")
        )
        looks = Looks(styles, theme)
        for part in self._parts:
            if part.root is not None and part.kind == "theme":
                clean_theme(part.root)
            elif part.root is not None:
                clean(part.root, looks)
        named = [part for part in self._parts if part.kind != "theme"]
        rename_styles(part.root for part in named if part.root is not None)
        for part in [part for part in self._parts if part.label]:
            self._keep_pictures(part)

    def _add(self, name: str, kind: str, label: str) -> _Part:
        known = next((part for part in self._parts if part.name == name), None)
        if known is None:
            known = _Part(name, kind, self._package.xml(name), label=label)
            self._parts.append(known)
        return known

    def _keep_pictures(self, part: _Part) -> None:
        """Pictures that the part shows, encoded anew; one that cannot be read is left out."""
        relations = self._package.relations(part.name)
        for element in list(part.root.iter()) if part.root is not None else ():
            identity = element.get(_EMBED)
            if identity is None:
                continue
            kind, target = relations.get(identity, ("", ""))
            seen = _cropped_to(element)
            kept = self._picture(target, seen) if kind == "image" and target in self._package else None
            if kept is None:
                drop_drawing(next(element.iterancestors(q("drawing")), element))
            else:
                part.relations[identity] = ("image", kept)

    def _picture(self, target: str, seen: Box) -> str | None:
        kind = f"image:{target}:{','.join(map(str, seen))}"
        known = next((part.name for part in self._parts if part.kind == kind), None)
        if known:
            return known
        try:
            data, suffix = picture.release_picture(
                self._package.read(target), self.name, (), limits=self._limits, seen=seen
            )
        except UnreadableFile:
            return None
        name = f"word/media/image{sum(p.kind.startswith('image:') for p in self._parts) + 1}.{suffix}"
        self._parts.append(_Part(name, kind, data=data))
        return name

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The paragraphs with their text, numbered from 0; empty ones have their number too."""
        return tuple(
            Passage(number, _text(paragraph), place=part.label)
            for number, (part, paragraph) in enumerate(self._paragraphs)
        )

    def withhold(self, marks: Sequence[TextMark]) -> None:
        """Put bars in the place of the marked characters."""
        for number, own in _by_paragraph(marks):
            if not 0 <= number < len(self._paragraphs):
                raise WrongMark(mark("文件没有第 {number} 段。"), file=self.name, number=number + 1)
            paragraph = self._paragraphs[number][1]
            length = len(_text(paragraph))
            for one in sorted(own, key=lambda one: one.start, reverse=True):
                if not 0 <= one.start < one.end <= length:
                    raise WrongMark(
                        mark("第 {number} 段没有这么多字，标记的位置不对。请重新标记。"),
                        file=self.name,
                        number=number + 1,
                    )
                _replace(paragraph, one)

    def append(self, lines: Sequence[str]) -> None:
        """Add paragraphs at the end, after a page break."""
        document = self._parts[0].root
        body = document.find(q("body")) if document is not None else None
        if body is None:
            raise BrokenFile(_NOT_WORD, file=self.name)
        section = body.find(q("sectPr"))
        for number, line in enumerate(lines):
            paragraph = etree.Element(q("p"))
            run = etree.SubElement(paragraph, q("r"))
            if number == 0:
                etree.SubElement(run, q("br"), {q("type"): "page"})
            _write(etree.SubElement(run, q("t")), line)
            if section is not None:
                section.addprevious(paragraph)
            else:
                body.append(paragraph)

    def packed(self) -> bytes:
        """The new package; the same content gives the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, "[Content_Types].xml", self._content_types())
            main = self._parts[0]
            _put(archive, "_rels/.rels", _relations({"rId1": ("officeDocument", main.name)}, ""))
            for part in self._parts:
                _put(archive, part.name, part.data if part.root is None else _serialised(part.root))
                if part.relations:
                    folder, leaf = posixpath.split(part.name)
                    _put(
                        archive, f"{folder}/_rels/{leaf}.rels".lstrip("/"), _relations(part.relations, folder)
                    )
        return out.getvalue()

    def _content_types(self) -> bytes:
        root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})  # type: ignore[dict-item]
        for suffix, media in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("jpg", "image/jpeg"),
            ("png", "image/png"),
        ):
            etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=suffix, ContentType=media)
        for part in self._parts:
            if part.kind in _CONTENT_TYPES:
                etree.SubElement(
                    root,
                    f"{{{_TYPES}}}Override",
                    PartName=f"/{part.name}",
                    ContentType=_CONTENT_TYPES[part.kind],
                )
        return _serialised(root)


def _cropped_to(shown: etree._Element) -> Box:
    """The part of a picture that the document shows, from then on the whole of it: what was cropped away is gone."""
    fill = shown.getparent()
    cut = next((one for one in fill if str(one.tag).endswith("}srcRect")), None) if fill is not None else None
    if cut is None or fill is None:
        return WHOLE
    fill.remove(cut)
    left, top, right, bottom = (_share(cut.get(side, "0")) for side in "ltrb")
    return Box(left, top, 1 - right, 1 - bottom)


def _share(said: str) -> float:
    """A share as Word writes it: thousandths of a percent, or a percentage. Beyond the edge there is nothing to cut."""
    try:
        share = float(said[:-1]) / 100 if said.endswith("%") else float(said) / 100_000
    except ValueError:
        return 0.0
    return min(max(share, 0.0), 1.0)


def _paragraphs(part: _Part) -> Iterator[etree._Element]:
    if part.label and part.root is not None:
        yield from part.root.iter(q("p"))


def _pieces(paragraph: etree._Element) -> list[etree._Element]:
    """The elements that make the paragraph's own text: not that of a text box inside it."""
    return [
        element
        for element in paragraph.iter(*_WRITES)
        if _parent_tag(element) in _RUNS and next(element.iterancestors(q("p"))) is paragraph
    ]


def _parent_tag(element: etree._Element) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _piece_text(element: etree._Element) -> str:
    if element.tag in (q("t"), _FORMULA):
        return element.text or ""
    return {q("tab"): "\t", q("noBreakHyphen"): "-", q("sym"): "\ufffd"}.get(str(element.tag), "\n")


def _text(paragraph: etree._Element) -> str:
    return "".join(map(_piece_text, _pieces(paragraph)))


def _replace(paragraph: etree._Element, one: TextMark) -> None:
    place, first = 0, True
    said = Message(mark("〔{ground}〕"), {"ground": ground(one.ground).short})
    for element in _pieces(paragraph):
        text = _piece_text(element)
        start, end = max(one.start - place, 0), min(one.end - place, len(text))
        place += len(text)
        if start >= end:
            continue
        bar = f"{BAR}{said}" if first else ""
        first = False
        if element.tag not in (q("t"), _FORMULA):  # a tab or a line end inside the passage
            fresh = etree.Element(q("t"))
            element.addprevious(fresh)
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            element, text, start, end = fresh, "", 0, 0
        left = text[:start] + text[end:]
        _write(element, text[:start] + bar + text[end:])
        if bar and not left.strip():
            _show(element.getparent())


def _show(run: etree._Element | None) -> None:
    """A bar is black, however the words looked that it stands for."""
    properties = run.find(q("rPr")) if run is not None else None
    if run is None or run.tag != q("r") or len(run.findall(q("t"))) > 1:
        return
    if properties is not None:
        run.remove(properties)
    fresh = etree.Element(q("rPr"))
    etree.SubElement(fresh, q("color"), {q("val"): "000000"})
    run.insert(0, fresh)


def _write(element: etree._Element, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _by_paragraph(marks: Sequence[TextMark]) -> Iterator[tuple[int, list[TextMark]]]:
    """Marks by paragraph; those that overlap become one with the ground of the first."""
    for number in sorted({one.paragraph for one in marks}):
        joined: list[TextMark] = []
        for one in sorted((one for one in marks if one.paragraph == number), key=lambda one: one.start):
            if joined and one.start < joined[-1].end:
                last = joined[-1]
                joined[-1] = TextMark(number, last.start, max(last.end, one.end), last.ground, last.kind)
            else:
                joined.append(one)
        yield number, joined


def _relations(relations: dict[str, tuple[str, str]], folder: str) -> bytes:
    root = etree.Element(f"{{{_RELS}}}Relationships", nsmap={None: _RELS})  # type: ignore[dict-item]
    for identity, (kind, target) in relations.items():
        etree.SubElement(
            root,
            f"{{{_RELS}}}Relationship",
            Id=identity,
            Type=f"{_OFFICE}/{kind}",
            Target=posixpath.relpath(target, folder) if folder else target,
        )
    return _serialised(root)


def _serialised(root: etree._Element) -> bytes:
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    # a fixed moment: when the office worked on it is nobody's business
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def release_word(
    data: bytes,
    name: str,
    marks: Sequence[TextMark],
    *,
    lines: Sequence[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """The Word file without what the marks hide, with ``lines`` at its end."""
    document = WordFile(data, name, limits)
    document.withhold(marks)
    if lines:
        document.append(lines)
    return document.packed()
