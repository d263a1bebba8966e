"""Table four: three blocks of five figures in one row, often with a cell too many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yangguang.annualreport.figures import BLANK
from yangguang.annualreport.model import CellState
from yangguang.annualreport.repair.readings import LITERAL, RUN_TOGETHER, Reading, counts, readings_of
from yangguang.annualreport.repair.splits import DASH, digits_of, split_summing, tokens_of, within


@dataclass(frozen=True, slots=True)
class RemedyChoice:
    """The reading taken, which of its figures differ from the cells as they stand, and the rest."""

    reading: Reading
    unique: bool
    changed: frozenset[int]
    before: tuple[str, ...]
    others: tuple[Reading, ...]


def remedy_readings(texts: list[str], blocks: int, width: int) -> list[Reading]:
    """All readings of the row as ``blocks`` times ``width`` figures."""
    filled = [text for text in texts if text.strip()]
    if len(filled) == 1:
        tokens = tokens_of(filled[0])
        if len(tokens) == blocks * width:
            return [Reading(counts(tokens))]
        if len(filled[0]) > width and all(t.isdigit() or t == DASH for t in tokens):
            digits = "".join(digits_of(tokens))
            if len(digits) == blocks * width:  # as many signs as figures: each is one
                return [Reading(counts([*"".join(tokens)]))]
            cuts = dict.fromkeys(within(tokens, _blocks_summing(digits, blocks, width)))
            return [Reading(counts(cut), 1, RUN_TOGETHER, filled[0]) for cut in cuts]
    return readings_of(texts, blocks * width, last_is_sum=False)


def _blocks_summing(digits: str, blocks: int, width: int) -> Iterator[tuple[str, ...]]:
    """Cuts in which every block's last figure is the sum of its others (R4)."""
    if blocks == 1:
        yield from split_summing(digits, width)
        return
    for end in range(width, len(digits) - width * (blocks - 1) + 1):
        for head in split_summing(digits[:end], width):
            for rest in _blocks_summing(digits[end:], blocks - 1, width):
                yield head + rest


def settle_remedies(readings: list[Reading], total: int, texts: list[str]) -> RemedyChoice:
    """Take the cells as they stand if R4 holds for them, else the only reading for which it does.

    With a cell too many, "as they stand" are the first ones under the named heads; when those break
    R4 and every reading that satisfies it gives the same figures, that is the repair. With none or
    several, the cells stay as they stand and the others are reported.
    """
    standing = Reading(
        counts(texts[:total] + [""] * (total - len(texts))), 0, LITERAL, " ".join(texts), len(texts)
    )
    before = tuple(text.strip() for text in texts[:total]) + ("",) * (total - len(texts))
    if not readings:
        return RemedyChoice(standing, False, frozenset(), before, ())
    loses = any(f.state is not CellState.BLANK for f in counts(texts[total:]) if f.value)
    if len(texts) >= total and not loses and holds(standing):
        return RemedyChoice(standing, True, frozenset(), before, ())
    if len(readings) == 1 and readings[0].changes == 0:
        return RemedyChoice(readings[0], True, frozenset(), before, ())
    holding = [reading for reading in readings if holds(reading)]
    pool = holding or readings
    fewest = min(reading.changes for reading in pool)
    pool = [reading for reading in pool if reading.changes == fewest]
    values = {reading.numbers for reading in pool}
    if len(values) == 1:
        chosen = pool[0]
        return RemedyChoice(chosen, True, _differences(chosen, standing), before, ())
    if len(texts) >= total and not holding:
        return RemedyChoice(standing, False, frozenset(), before, tuple(pool[:4]))
    chosen = pool[0]
    return RemedyChoice(chosen, False, _differences(chosen, standing), before, tuple(pool[1:5]))


def holds(reading: Reading, width: int = 5) -> bool:
    """R4 for every block of a reading; an empty total over empty parts holds."""
    numbers = reading.numbers
    for start in range(0, len(numbers), width):
        *parts, total = numbers[start : start + width]
        if total is None or any(part is None for part in parts):
            return False
        blank = reading.figures[start + width - 1] is BLANK
        if any(parts) if blank else sum(part or 0 for part in parts) != total:
            return False
    return True


def _differences(chosen: Reading, standing: Reading) -> frozenset[int]:
    pairs = zip(chosen.numbers, standing.numbers, strict=True)
    return frozenset(i for i, (ours, theirs) in enumerate(pairs) if ours != theirs)
