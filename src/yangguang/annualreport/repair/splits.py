"""All ways to read a strip of text or cells as a given number of figures.

A row that has a cell too many or too few, or whose digits ran together, has several readings. This
module lists them; which one is right is decided by the relations of the form, not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, combinations

from yangguang.annualreport.labels import fold

_TOKENS = re.compile(r"\d[\d,]*(?:\.\d+)?|[—–―─－\-/／]")
DASH = "—"
MOST_READINGS = 60_000
_FEW_SURPLUS = 2


def split_digits(digits: str, count: int) -> Iterator[tuple[str, ...]]:
    """Cut a run of digits into ``count`` integers without leading zeros.

    ``"154100"`` into 3: 15|410|0, 154|10|0, 1|5410|0 … A zero stands alone. Yields nothing when the
    run cannot be cut so.
    """
    if count == 1:
        if digits == "0" or (digits and digits[0] != "0"):
            yield (digits,)
        return
    if len(digits) < count:
        return
    if digits[0] == "0":
        for rest in split_digits(digits[1:], count - 1):
            yield ("0", *rest)
        return
    for end in range(1, len(digits) - count + 2):
        for rest in split_digits(digits[end:], count - 1):
            yield (digits[:end], *rest)


def split_summing(digits: str, count: int) -> Iterator[tuple[str, ...]]:
    """As :func:`split_digits`, but only where the last figure is the sum of the others.

    Bounded: the last figure is fixed first, and a part that exceeds it ends the branch.
    """
    for length in range(1, min(len(digits) - count + 2, 12)):
        last = digits[-length:]
        if length > 1 and last[0] == "0":
            continue
        for parts in _parts(digits[:-length], count - 1, int(last)):
            yield (*parts, last)


def _parts(digits: str, count: int, total: int) -> Iterator[tuple[str, ...]]:
    if count == 1:
        if digits and (digits == "0" or digits[0] != "0") and int(digits) == total:
            yield (digits,)
        return
    if len(digits) < count:
        return
    longest = 1 if digits[0] == "0" else len(digits) - count + 1
    for end in range(1, longest + 1):
        value = int(digits[:end])
        if value > total:
            return
        for rest in _parts(digits[end:], count - 1, total - value):
            yield (digits[:end], *rest)


def split_tokens(tokens: list[str], count: int, *, summing: bool) -> Iterator[tuple[str, ...]]:
    """Cut tokens that blanks held apart into ``count`` figures; no figure spans a blank.

    A dash among the tokens is a figure of its own, counting as 0.
    """
    plain = digits_of(tokens)
    return within(tokens, split_summing("".join(plain), count) if summing else _distribute(plain, count))


def digits_of(tokens: list[str]) -> list[str]:
    """The tokens with a 0 for a dash."""
    return ["0" if token == DASH else token for token in tokens]


def within(tokens: list[str], cuts: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Those cuts of the joined tokens that cut at every border of a token, with the dashes put back."""
    ends = _ends(digits_of(tokens))
    dashes = {end for token, end in zip(tokens, ends, strict=True) if token == DASH}
    for parts in cuts:
        cut_at = _ends(parts)
        if set(ends) <= set(cut_at):
            yield tuple(DASH if end in dashes else part for part, end in zip(parts, cut_at, strict=True))


def _ends(parts: Sequence[str]) -> list[int]:
    """Where each part ends when they are put together."""
    return list(accumulate(map(len, parts)))


def _distribute(tokens: list[str], count: int) -> Iterator[tuple[str, ...]]:
    if len(tokens) == 1:
        yield from split_digits(tokens[0], count)
        return
    for first in range(1, count - len(tokens) + 2):
        heads = list(split_digits(tokens[0], first))
        if heads:
            for rest in _distribute(tokens[1:], count - first):
                for head in heads:
                    yield head + rest


def tokens_of(text: str) -> list[str]:
    """The figures and dashes in a text that blanks or signs hold apart."""
    tokens = _TOKENS.findall(fold(text).replace("，", ","))
    return [token.replace(",", "") if token[0].isdigit() else DASH for token in tokens]


def without_surplus(
    texts: list[str], width: int, blanks: list[bool]
) -> Iterator[tuple[tuple[str, ...], int]]:
    """All ways to leave out cells until ``width`` remain, with the number of filled cells left out.

    Blank cells are left out before any filled one; where only few are to go, a remark or a subtotal
    that stands among the figures may be one of them, so those ways are given too.
    """
    surplus = len(texts) - width
    empty = [i for i, blank in enumerate(blanks) if blank]
    filled = [i for i, blank in enumerate(blanks) if not blank]
    least = surplus - min(surplus, len(empty))
    if len(filled) == width:
        # as many figures as the form has columns: the row as it stands, right or wrong
        yield tuple(texts[i] for i in filled), 0
        return
    produced = 0
    for lost in range(least, surplus + 1 if surplus <= _FEW_SURPLUS else least + 1):
        for dropped_blanks in combinations(empty, surplus - lost):
            for dropped_filled in combinations(filled, lost):
                gone = {*dropped_blanks, *dropped_filled}
                yield tuple(text for i, text in enumerate(texts) if i not in gone), lost
                produced += 1
                if produced >= MOST_READINGS:
                    return


def with_gaps(texts: list[str], width: int) -> Iterator[tuple[str, ...]]:
    """All ways to put empty cells between the given ones until there are ``width``."""
    for positions in combinations(range(width), len(texts)):
        row = [""] * width
        for position, text in zip(positions, texts, strict=True):
            row[position] = text
        yield tuple(row)
