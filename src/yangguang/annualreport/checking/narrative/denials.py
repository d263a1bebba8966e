"""What a segment says is not there: 未收到…申请, 未发生行政复议, 无上年结转, 未制发规范性文件."""

from __future__ import annotations

import re

from yangguang.annualreport.checking.narrative.lexicon import Sort
from yangguang.annualreport.checking.narrative.numerals import exact
from yangguang.annualreport.checking.narrative.segments import Number, Segment, Word

DENYING = re.compile("[无未没]")
"""Without one of these signs a sentence denies nothing."""

_NONE = re.compile(
    r"(?:(?:未|没有|尚未|均未|未曾|从未)(?:收到|接到|接收到?|受理|产生|发生|出现|引发|被提起|被申请)|(?<!有)无|没有)"
    r"(?=[^，。；]*(?:申请|复议|诉讼))(?:[^，。；无未]{0,40}?)(?:申请|申请件|申请公开|依申请公开|复议|诉讼)(?:案件|事项|的?情况|件|案|的|发生|和申诉|、申诉|及申诉)*$"
)
_NONE_CARRIED_IN = re.compile(
    r"(?:(?<!有)无|没有)上一?年度?结转(?:申请|件|的|情况|事项)*$|上一?年度?(?:无|没有)结转(?:申请|件|的|情况|事项)*$"
)
_NONE_MADE = re.compile(
    r"(?:未|没有|无)(?:新|再)?(?:制定|制发|出台|印发|发布|制作|废止|修改|和|或|、|并)+(?:新的?|过)?(?:部门|行政|任何|、|和|及|规章|规范性文件)*(?:规范性文件|规章)$"
)


def none_in(text: str, segment: Segment) -> list[Number]:
    """The nought of a segment such as 未收到政府信息公开申请; empty where none is said."""
    bounds = (text, segment.start, segment.end)
    match = _NONE.search(*bounds) or _NONE_CARRIED_IN.search(*bounds) or _NONE_MADE.search(*bounds)
    if match is not None:
        return [Number(exact(0), "count", "件", match[0], match.start(), match.end())]
    word = denied_carried_out(text, segment)
    if word is None:
        return []
    return [Number(exact(0), "count", "件", text[word.start - 1 : word.end], word.start - 1, word.end)]


def denied_carried_out(text: str, segment: Segment) -> Word | None:
    """The word of 无结转下年度, 没有未办结; ``None`` where it is not denied."""
    for word in segment.of(Sort.CARRIED_OUT):
        before = text[max(segment.start, word.start - 2) : word.start]
        if before.endswith("无") or before == "没有":
            return word
    return None


def denies_carried_in(text: str, segment: Segment) -> bool:
    """Whether the segment says that nothing came from last year."""
    return _NONE_CARRIED_IN.search(text, segment.start, segment.end) is not None
