"""The file being marked, read once and kept for a while: its text, its suggestions, its marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from yangguang.cases.models import Attachment, Redaction, RedactionMark
from yangguang.redaction import Box, BoxMark, Material, Suggestion, TextMark, apart
from yangguang.redaction.release import Mark, Medium

SUFFIX = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def material_of(attachment: Attachment) -> Material:
    """The file's text and sizes. Raises :class:`UnreadableFile` for what cannot be marked."""
    return _read(attachment.sha256, attachment.pk)


@lru_cache(maxsize=4)
def _read(sha256: str, attachment_id: int) -> Material:
    """Kept by content: who may see it was asked before anybody comes here."""
    attachment = Attachment.objects.get(pk=attachment_id)
    with attachment.file.open("rb") as file:
        return apart.open_material(file.read(), attachment.name)


def library_mark(mark: RedactionMark) -> Mark:
    """The mark as the library takes it."""
    if mark.start is not None and mark.end is not None:
        return TextMark(mark.passage, mark.start, mark.end, mark.ground, mark.kind)
    box = Box(mark.left or 0.0, mark.top or 0.0, mark.right or 0.0, mark.bottom or 0.0)
    return BoxMark(mark.passage, box, mark.ground, mark.kind)


def row_of(redaction: Redaction, mark: Mark, version: int) -> RedactionMark:
    """The mark as it is kept."""
    if isinstance(mark, TextMark):
        return RedactionMark(
            redaction=redaction,
            passage=mark.paragraph,
            start=mark.start,
            end=mark.end,
            ground=mark.ground,
            kind=mark.kind,
            added_in=version,
        )
    left, top, right, bottom = mark.box.clipped()
    return RedactionMark(
        redaction=redaction,
        passage=mark.page,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        ground=mark.ground,
        kind=mark.kind,
        added_in=version,
    )


def marks_of(redaction: Redaction) -> list[Mark]:
    """Every mark in force."""
    return [library_mark(mark) for mark in redaction.marks.in_force()]


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion that nobody has decided on yet, with its key, its place and what it hides."""

    key: str
    passage: int
    found: Suggestion
    marks: tuple[Mark, ...]


def offers(redaction: Redaction, material: Material) -> list[Offer]:
    """Suggestions that are neither marked nor turned down."""
    marked, rejected = marks_of(redaction), set(redaction.rejected)
    found = []
    for passage, one in material.suggestions(names_of(redaction)):
        key = f"{passage}:{one.start}:{one.end}"
        marks = material.marks_for(passage, one.start, one.end, one.ground, one.kind)
        if marks and key not in rejected and not all(_is_covered(mark, marked) for mark in marks):
            found.append(Offer(key, passage, one, marks))
    return found


def _is_covered(mark: Mark, marked: Iterable[Mark]) -> bool:
    if isinstance(mark, TextMark):
        return any(
            isinstance(other, TextMark)
            and other.paragraph == mark.paragraph
            and other.start <= mark.start
            and mark.end <= other.end
            for other in marked
        )
    return any(
        isinstance(other, BoxMark) and other.page == mark.page and _holds(other.box, mark.box)
        for other in marked
    )


def _holds(outer: Box, inner: Box) -> bool:
    hair = 0.002
    return (
        outer.left <= inner.left + hair
        and outer.top <= inner.top + hair
        and outer.right >= inner.right - hair
        and outer.bottom >= inner.bottom - hair
    )


def names_of(redaction: Redaction) -> list[str]:
    """The people to look for."""
    return [line.strip() for line in redaction.names.splitlines() if line.strip()]


def has_pages(material: Material) -> bool:
    """Whether it is marked on pictures of pages; a Word file is marked in its text."""
    return material.medium is not Medium.WORD
