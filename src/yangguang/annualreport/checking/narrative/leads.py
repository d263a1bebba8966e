"""The words around a number that give it its meaning, and what else its segment says."""

from __future__ import annotations

import re

from yangguang.annualreport.checking.narrative import metrics
from yangguang.annualreport.checking.narrative.lexicon import Sort
from yangguang.annualreport.checking.narrative.segments import Number, Segment, Word

ALL_BLOCKS = ("review", "direct", "after")
_NEUTRAL = re.compile(r"[^\u4e00-\u9fff]")
_MEANT = frozenset(
    {
        Sort.REQUEST, Sort.BARE_REQUEST, Sort.RECEIVED, Sort.NEW, Sort.HANDLED, Sort.ANSWERED, Sort.CARRIED_IN,
        Sort.CARRIED_OUT, Sort.CARRIED, Sort.KIND, Sort.APPLICANT, Sort.REVIEW, Sort.SUIT, Sort.DIRECT,
        Sort.AFTER, Sort.CASES, Sort.OUTCOME, Sort.CONCLUDED, Sort.DOCUMENTS, Sort.RULES, Sort.LICENSING,
        Sort.PENALTY, Sort.COERCION, Sort.PROCUREMENT, Sort.CHARGES, Sort.MADE, Sort.REPEALED, Sort.IN_FORCE,
        Sort.PUBLISHED, Sort.DECIDED, Sort.AMOUNT, Sort.TOTALLY,
    }
)  # fmt: skip
_TELLING = _MEANT - {Sort.TOTALLY}


def lead_of(segment: Segment, number: Number) -> list[Word]:
    """The words that give the number its meaning: those before it, else those behind it."""
    telling = [word for word in segment.words if word.sort in _TELLING and word.start < number.start]
    if telling:
        return telling
    return [word for word in segment.words if word.sort in _MEANT and word.start >= number.end]


def blocks_of(words: list[Word]) -> tuple[str, ...]:
    """The blocks of table four that the words name."""
    sorts = {word.sort for word in words}
    if Sort.DIRECT in sorts and Sort.AFTER in sorts:
        return ("direct", "after")
    if Sort.DIRECT in sorts:
        return ("direct",)
    if Sort.AFTER in sorts:
        return ("after",)
    both = any(word.sort is Sort.CASES and "复议" in word.text for word in words)
    if both or (Sort.REVIEW in sorts and Sort.SUIT in sorts):
        return ALL_BLOCKS
    if Sort.REVIEW in sorts:
        return ("review",)
    return ("direct", "after") if Sort.SUIT in sorts else ()


def reasons_of(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The rows named beside their own group, as in 因本机关不掌握无法提供; empty where it is not so."""
    groups = [kind for kind in kinds if kind in metrics.GROUPS]
    rows = tuple(kind for kind in kinds if kind not in groups)
    one = len(groups) == 1 and all(row.startswith(f"{groups[0]}_") for row in rows)
    return rows if one else ()


def is_and_other_reasons(segment: Segment) -> bool:
    """因信息不存在、不掌握等原因无法提供: the reasons before 等 do not narrow the group behind it."""
    etc = segment.of(Sort.ETC)
    kinds = segment.of(Sort.KIND)
    subsets = segment.of(Sort.SUBSET)
    return (
        bool(etc and kinds)
        and all(word.end <= etc[-1].start for word in subsets)
        and kinds[-1].start > etc[-1].end
    )


def is_only_about(segment: Segment) -> bool:
    """因/涉及/针对政府信息公开（申请）引发的行政复议: the words only say what the case is about."""
    return {word.text for word in segment.of(Sort.SUBSET)} <= {
        "涉及",
        "关于",
        "有关",
        "针对",
    } and not segment.has(Sort.KIND)


def is_whole_year(text: str, number: Number) -> bool:
    """1月1日 and 12月31日 are the bounds of the year, not a part of it."""
    return text.startswith(("1月1日", "12月31日"), number.start)


def residue(text: str, segment: Segment) -> int:
    """How many Chinese signs of the segment no word and no number of ours explains."""
    rest, position = [], segment.start
    spans = [(word.start, word.end) for word in segment.words]
    spans += [(number.start, number.end) for number in segment.numbers]
    for start, end in sorted(spans):
        rest.append(text[position:start])
        position = max(position, end)
    rest.append(text[position : segment.end])
    return len(_NEUTRAL.sub("", "".join(rest)))
