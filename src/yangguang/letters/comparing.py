"""What changed between two versions of a text, marked as an editor would (花脸稿)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_SEGMENT = re.compile(r"[^，。；：、！？\n]*[，。；：、！？\n]|[^，。；：、！？\n]+")
_FINE = 400
"""Within longer passages signs are not matched one by one: nobody could read the result."""
_ALIKE = 0.4


class Change(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row with one fate."""

    change: Change
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in reading order: what stayed and went is ``before``, what stayed and came ``after``."""
    old, new = _SEGMENT.findall(before), _SEGMENT.findall(after)
    return list(_joined(_compared(old, new)))


def paragraphs(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces cut at the ends of lines, for showing."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        if first:
            lines[-1].append(Piece(piece.change, first))
        for text in rest:
            lines.append([Piece(piece.change, text)] if text else [])
    return [line for line in lines if line]


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Piece(Change.SAME, gone)
        elif tag == "replace" and len(gone) + len(come) <= _FINE:
            yield from _signs(gone, come)
        else:
            yield Piece(Change.REMOVED, gone)
            yield Piece(Change.ADDED, come)


def _signs(gone: str, come: str) -> Iterator[Piece]:
    """Sign by sign where two passages are alike; else the one for the other."""
    matcher = SequenceMatcher(None, gone, come, autojunk=False)
    if matcher.ratio() < _ALIKE:
        yield Piece(Change.REMOVED, gone)
        yield Piece(Change.ADDED, come)
        return
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, gone[i1:i2])
        else:
            yield Piece(Change.REMOVED, gone[i1:i2])
            yield Piece(Change.ADDED, come[j1:j2])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours with one fate as one piece, empty ones dropped."""
    held: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held is not None and held.change is piece.change:
            held = Piece(held.change, held.text + piece.text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
