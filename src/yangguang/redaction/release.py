"""The whole of it: open a file, find text in it, carry out marks, add the list of what was withheld."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yangguang.annualreport.reading.archive import OLE_MAGIC, refuse_odd_ole
from yangguang.redaction import pdf, picture, withheld, word
from yangguang.redaction.checking import check_release, unpainted
from yangguang.redaction.errors import EmptyFile, UnknownKind, WrongMark
from yangguang.redaction.leaks import Leak
from yangguang.redaction.limits import DEFAULT_LIMITS, Limits
from yangguang.redaction.marks import BoxMark, Passage, TextMark
from yangguang.redaction.suggest import Suggestion, fold, suggest
from yangguang.translation import mark

Mark = BoxMark | TextMark


class Medium(StrEnum):
    """How a file is marked: boxes on pages, boxes on a picture, characters of paragraphs."""

    PDF = "pdf"
    PICTURE = "picture"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Material:
    """A file that can be marked, with its text."""

    data: bytes
    name: str
    medium: Medium
    passages: tuple[Passage, ...]
    sizes: tuple[tuple[float, float], ...] = ()

    def marks_for(self, passage: int, start: int, end: int, ground: str, kind: str = "") -> tuple[Mark, ...]:
        """The marks that hide characters of a passage."""
        if self.medium is Medium.WORD:
            return (TextMark(passage, start, end, ground, kind),)
        found = next((one for one in self.passages if one.number == passage), None)
        boxes = found.boxes_of(start, end) if found else ()
        return tuple(BoxMark(passage, box, ground, kind) for box in boxes)

    def find(self, words: str) -> tuple[tuple[int, int, int], ...]:
        """Passage, start and end of every place where ``words`` stand, blanks and width aside."""
        signs = [re.escape(sign) for sign in fold(words) if not sign.isspace()]
        if not signs:
            raise WrongMark(mark("请写明要查找的文字。"), file=self.name)
        pattern = re.compile(r"\s{0,4}".join(signs), re.IGNORECASE)
        return tuple(
            (passage.number, match.start(), match.end())
            for passage in self.passages
            for match in pattern.finditer(fold(passage.text))
        )

    def suggestions(self, names: Iterable[str] = ()) -> tuple[tuple[int, Suggestion], ...]:
        """What a person would want hidden, with the number of its passage."""
        known = tuple(names)
        return tuple((one.number, found) for one in self.passages for found in suggest(one.text, known))

    def text_under(self, marks: Sequence[Mark]) -> tuple[str, ...]:
        """The words that the marks hide: what the check looks for afterwards."""
        found = []
        for one in marks:
            passage = next((p for p in self.passages if p.number == _place(one)), None)
            if passage is None:
                continue
            if isinstance(one, TextMark):
                found.append(passage.text[one.start : one.end])
            else:
                box = one.box.clipped()
                signs = zip(passage.text, passage.boxes, strict=True)
                found.append("".join(sign for sign, place in signs if place and box.touches(place)))
        return tuple(dict.fromkeys(text for text in found if text.strip()))


def _place(one: Mark) -> int:
    return one.page if isinstance(one, BoxMark) else one.paragraph


@dataclass(frozen=True, slots=True)
class Released:
    """A file without what was withheld, and the list that says what and why."""

    data: bytes
    suffix: str
    items: tuple[withheld.Withheld, ...]


def medium_of(data: bytes, name: str) -> Medium:
    """How the file is marked, by its content."""
    if not data:
        raise EmptyFile(mark("文件是空的。请换一个文件。"), file=name)
    if data.startswith(b"PK"):
        return Medium.WORD
    if b"%PDF-" in data[:1024]:
        return Medium.PDF
    if (
        data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM"))
        or data[4:8] == b"ftyp"
    ):
        return Medium.PICTURE
    if data.startswith(OLE_MAGIC):
        refuse_odd_ole(data, name)
    raise UnknownKind(
        mark("只能处理 PDF、图片（JPG、PNG、HEIC）和 Word（docx）文件。请先转换后再试。"), file=name
    )


def open_material(data: bytes, name: str, *, limits: Limits = DEFAULT_LIMITS) -> Material:
    """Read a file in order to mark it."""
    medium = medium_of(data, name)
    if medium is Medium.PDF:
        passages = pdf.read_passages(data, name, limits)
        return Material(data, name, medium, passages, pdf.page_sizes(data, name, limits))
    if medium is Medium.PICTURE:
        width, height = picture.opened(data, name, limits).size
        return Material(data, name, medium, (), ((float(width), float(height)),))
    return Material(data, name, medium, word.WordFile(data, name, limits).passages)


def release(
    data: bytes,
    name: str,
    marks: Sequence[Mark],
    *,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int, int], None] | None = None,
) -> Released:
    """The file as it may leave: without what the marks hide, the list at its end.

    PDF and pictures become a PDF, Word stays Word. Nobody has checked it yet: see :func:`leaks_of`.
    """
    medium = medium_of(data, name)
    boxes = [one for one in marks if isinstance(one, BoxMark)]
    words = [one for one in marks if isinstance(one, TextMark)]
    if (medium is Medium.WORD and boxes) or (medium is not Medium.WORD and words):
        raise WrongMark(mark("标记与文件的类型不符。请重新标记。"), file=name)
    items = withheld.withheld(marks, pages_differ=medium is not Medium.WORD)
    if medium is Medium.WORD:
        lines = withheld.as_lines(items)
        return Released(word.release_word(data, name, words, lines=lines, limits=limits), "docx", items)
    if medium is Medium.PDF:
        made = pdf.release_pdf(data, name, boxes, limits=limits, progress=progress)
    else:
        made = picture.picture_as_pdf(data, name, boxes, limits=limits)
    return Released(withheld.with_list(made, items), "pdf", items)


def leaks_of(
    released: Released,
    name: str,
    material: Material,
    marks: Sequence[Mark],
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Leak, ...]:
    """The check before release: the words under the marks are nowhere, and every box is black."""
    return leaks_in(released, name, material.text_under(marks), marks, limits=limits)


def leaks_in(
    released: Released,
    name: str,
    words: Sequence[str],
    marks: Sequence[Mark],
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Leak, ...]:
    """The same, for whoever knows the words already."""
    found = check_release(released.data, name, words, limits=limits)
    if released.suffix == "pdf":
        boxes = [one for one in marks if isinstance(one, BoxMark)]
        found += unpainted(released.data, name, boxes, limits=limits)
    return found
