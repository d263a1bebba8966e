"""The text of a letter as its parts. The text is what clerks edit; the layout is ours.

The first line is the title, the next one the addressee if it ends with a colon; every other line is a
paragraph. A line ``---`` begins a page of its own with its own title (a reply slip), after the signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from yangguang.cases.refused import Refused

MOST_SIGNS = 30_000
BREAK_LINE = "---"
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；;]{1,40}")
_LONGEST_TITLE = 80
# what XML and PDF cannot hold
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class BlockKind(StrEnum):
    """What a line is in the layout."""

    TITLE = "title"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    BODY = "body"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the text."""

    kind: BlockKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class SealPicture:
    """A seal to be put over the signature."""

    png: bytes
    width_mm: int


@dataclass(frozen=True, slots=True)
class LetterContent:
    """Everything that stands on the paper. ``number`` and ``signed_on`` are words; a draft may lack them."""

    title: str
    blocks: tuple[Block, ...]
    agency: str
    number: str
    signed_on: str
    day: date | None = None
    seal: SealPicture | None = None
    is_signed: bool = True
    """Whether the agency and the day stand under it."""

    @property
    def letter(self) -> tuple[Block, ...]:
        """What comes before the signature, without the title."""
        return self.blocks[1 : self._break]

    @property
    def slips(self) -> tuple[Block, ...]:
        """What comes after the signature, beginning with a break."""
        return self.blocks[self._break :]

    @property
    def addressee(self) -> str:
        """The addressee's line, where there is one."""
        found = self.blocks[1:2]
        return found[0].text if found and found[0].kind is BlockKind.ADDRESSEE else ""

    @property
    def _break(self) -> int:
        kinds = [block.kind for block in self.blocks]
        return kinds.index(BlockKind.BREAK) if BlockKind.BREAK in kinds else len(kinds)


def tidy(text: str) -> str:
    """The text as it is kept: no blank lines, no blanks around lines, nothing that a file cannot hold.

    Refuses a text without a title or of more than :data:`MOST_SIGNS` signs.
    """
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    lines = [line.strip() for line in text.split("\n")]
    kept = "\n".join(line for line in lines if line).strip("\n")
    if not kept or kept.startswith(BREAK_LINE):
        raise Refused(_("文书没有标题：请在第一行写标题。"))
    if len(kept.split("\n", 1)[0]) > _LONGEST_TITLE:
        raise Refused(_("第一行是标题，最长 %(most)s 个字；正文请另起一行。") % {"most": _LONGEST_TITLE})
    if len(kept) > MOST_SIGNS:
        raise Refused(_("文书最长 %(most)s 个字。") % {"most": MOST_SIGNS})
    return kept


def blocks_of(text: str) -> tuple[Block, ...]:
    """The lines of a tidy text as parts of a letter."""
    return tuple(_blocks(text.split("\n")))


def text_of(blocks: Sequence[Block]) -> str:
    """The text again."""
    return "\n".join(BREAK_LINE if block.kind is BlockKind.BREAK else block.text for block in blocks)


def _blocks(lines: list[str]) -> Iterator[Block]:
    before: BlockKind = BlockKind.BREAK
    for line in lines:
        kind = _kind(line, before)
        yield Block(kind, "" if kind is BlockKind.BREAK else line)
        before = kind


def _kind(line: str, before: BlockKind) -> BlockKind:
    if line == BREAK_LINE:
        return BlockKind.BREAK
    if before is BlockKind.BREAK:
        return BlockKind.TITLE
    if before is BlockKind.TITLE and line.endswith(("：", ":")):
        return BlockKind.ADDRESSEE
    return BlockKind.HEADING if _HEADING.fullmatch(line) else BlockKind.BODY


def width_in_em(text: str) -> float:
    """About how wide a line is: Chinese signs one, figures and Latin letters half."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


@dataclass(frozen=True, slots=True)
class Signature:
    """Where agency and day stand (GB/T 9704—2012, 7.3.5): white at their right, and the middle of both, in em."""

    agency: float
    day: float
    middle: float


def signature_of(content: LetterContent) -> Signature:
    """The day four signs from the right with the agency centred over it; a longer agency two signs from the right."""
    name, day = width_in_em(content.agency), width_in_em(content.signed_on)
    if name <= day:
        return Signature(4 + (day - name) / 2, 4, 4 + day / 2)
    return Signature(2, 2 + (name - day) / 2, 2 + name / 2)
