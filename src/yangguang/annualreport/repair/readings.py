"""The possible readings of one row, each with the changes it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from yangguang.annualreport.figures import BLANK, Figure, figure
from yangguang.annualreport.model import UNKNOWN_STATES, CellState
from yangguang.annualreport.repair.splits import (
    DASH,
    MOST_READINGS,
    split_tokens,
    tokens_of,
    with_gaps,
    without_surplus,
)
from yangguang.translation import mark

LITERAL = ""
PHANTOM = mark("该行有 {count} 格，表式只有 {width} 格；去掉多余的一格后各项勾稽关系成立")
GAP = mark("该行只有 {count} 格，表式有 {width} 格；按勾稽关系确定空格的位置")
RUN_TOGETHER = mark("数字连在一起（{raw}），按勾稽关系切分")

_BREAK = re.compile(r"[\s\u00a0\u3000]+")


@dataclass(slots=True, unsafe_hash=True)
class Reading:
    """One reading of a row: its figures, how many cells it changes (0 = as printed), and how.

    ``numbers`` are the figures for sums, with blanks as 0 and ``None`` where unreadable. Like a cell it
    is only frozen for the type checker: every row has at least one.
    """

    figures: Final[tuple[Figure, ...]]
    changes: Final[int] = 0
    how: Final[str] = LITERAL
    raw: Final[str] = ""
    count: Final[int] = 0

    @property
    def numbers(self) -> tuple[int | None, ...]:
        return tuple(_number(f) for f in self.figures)


def _number(read: Figure) -> int | None:
    value, state, *_ = read
    if state in UNKNOWN_STATES:
        return None
    return 0 if value is None else value if isinstance(value, int) else None


def counts(texts: tuple[str, ...] | list[str]) -> tuple[Figure, ...]:
    """Cells of a table of counts as figures."""
    return tuple(map(figure, texts))


def readings_of(texts: list[str], width: int, *, last_is_sum: bool, may_cut: bool = True) -> list[Reading]:
    """Every reading of the cells as ``width`` counts. One literal reading, or all that need a change.

    ``last_is_sum`` says that the last figure is the sum of the others in a right row; it bounds the
    cutting of digits that ran together, and is dropped when no cut satisfies it. ``may_cut`` is false
    where the figures stand apart in the file, so that a long number is one number.
    """
    if len(texts) == width:
        read = counts(texts)
        if not _packed(texts, read):
            return [Reading(read)]
    blanks = [figure(text) is BLANK for text in texts]
    filled = [text for text, blank in zip(texts, blanks, strict=True) if not blank]
    if not filled:
        return [Reading((BLANK,) * width)]
    if len(filled) < width:
        packed = _run_together(filled, width, last_is_sum, may_cut)
        if packed:
            return packed
        if len(texts) == len(filled) == width - 1 and last_is_sum:
            touching = _touching(filled, width)
            if touching:
                return touching
    if len(texts) > width:
        return _surplus(texts, width, blanks)
    return _gaps(texts, width)


def _packed(texts: list[str], read: tuple[Figure, ...]) -> bool:
    """Whether a cell holds several figures while others are empty: a row squeezed into one cell."""
    unreadable = CellState.UNREADABLE
    lost = [text for text, one in zip(texts, read, strict=True) if one.state is unreadable]
    return bool(lost) and any(len(tokens_of(text)) > 1 and _BREAK.search(text.strip()) for text in lost)


def _run_together(filled: list[str], width: int, last_is_sum: bool, may_cut: bool) -> list[Reading]:
    """Digits without cell borders between them."""
    tokens = [token for text in filled for token in tokens_of(text)]
    raw = " ".join(_BREAK.sub(" ", text.strip()) for text in filled)
    if len(tokens) == width and not _must_cut(tokens):
        return [Reading(counts(tokens))]
    if not may_cut or (len(filled) > 1 and not _must_cut(tokens)):
        return []
    cuts = _cuts(tokens, width, last_is_sum) or _cuts(_with_long_dashes(tokens), width, last_is_sum)
    return [Reading(counts(parts), 1, RUN_TOGETHER, raw) for parts in dict.fromkeys(cuts)]


def _touching(filled: list[str], width: int) -> list[Reading]:
    """Two wide figures without a blank between them (``849645602``): cut where the row adds up."""
    tokens = [token for text in filled for token in tokens_of(text)]
    if len(tokens) != width - 1:
        return []
    cuts = split_tokens(tokens, width, summing=True)
    return [Reading(counts(parts), 1, RUN_TOGETHER, " ".join(filled)) for parts in dict.fromkeys(cuts)]


def _with_long_dashes(tokens: list[str]) -> list[str]:
    """Neighbouring dashes taken as one: —— is also written for a single cell."""
    return [token for i, token in enumerate(tokens) if token != DASH or i == 0 or tokens[i - 1] != DASH]


def _cuts(tokens: list[str], width: int, last_is_sum: bool) -> list[tuple[str, ...]]:
    """The ways to cut the tokens, where there are not too few signs for the row or too many figures."""
    digits = sum(map(len, tokens))
    if not tokens or len(tokens) > width or digits < width or any("." in token for token in tokens):
        return []
    cuts = list(split_tokens(tokens, width, summing=last_is_sum))
    if not cuts and last_is_sum and digits <= 2 * width:
        cuts = list(islice(split_tokens(tokens, width, summing=False), MOST_READINGS))
    return cuts


def _must_cut(tokens: list[str]) -> bool:
    """A leading zero is never printed: such a token is several figures."""
    return any(len(token) > 1 and token[0] == "0" for token in tokens)


def _surplus(texts: list[str], width: int, blanks: list[bool]) -> list[Reading]:
    readings: dict[tuple[Figure, ...], Reading] = {}
    for kept, lost in without_surplus(texts, width, blanks):
        read = counts(kept)
        if read not in readings:
            how = PHANTOM if lost else LITERAL
            readings[read] = Reading(read, lost, how, " ".join(texts).strip(), width + lost)
    return list(readings.values())


def _gaps(texts: list[str], width: int) -> list[Reading]:
    readings: dict[tuple[Figure, ...], Reading] = {}
    for row in with_gaps(texts, width):
        read = counts(row)
        readings.setdefault(read, Reading(read, 1, GAP, " ".join(texts), len(texts)))
        if len(readings) >= MOST_READINGS:
            break
    return list(readings.values())
