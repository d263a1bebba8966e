"""A total and its parts in one sentence: 共2599条（…25条，…68条，其他…856条）must add up.

Only lists that say of themselves that they are complete are added up: they end in 其他 or 其余, or
stand in brackets right behind the total without 其中 or 等.
"""

from __future__ import annotations

from collections.abc import Iterator

from yangguang.annualreport.checking.narrative.claims import Sentence
from yangguang.annualreport.checking.narrative.findings import figure, text_finding
from yangguang.annualreport.checking.narrative.lexicon import Sort
from yangguang.annualreport.checking.narrative.segments import Number, Segment
from yangguang.annualreport.checking.tally import Tally
from yangguang.translation import Message, mark

_DOES_NOT_ADD_UP = mark("所列各项相加为 {expected}，总数写为 {actual}。")
_ADD_ANEW = mark("请核对总数与各分项。")

_REST = ("其他", "其余", "其它")


def check_sums(sentence: Sentence, tally: Tally) -> None:
    """Every complete list of parts against the total before it."""
    for total, parts in _lists(sentence):
        if {claim.number for claim in sentence.claims}.issuperset((total, *parts)):
            continue  # each of them is compared with the tables, which says more
        tally.checked += 1
        due = sum(part.quantity.value for part in parts)
        said = total.quantity.value
        if due != said:
            facts: dict[str, object] = {"expected": figure(due), "actual": figure(said)}
            tally.add(
                text_finding(
                    sentence.passage,
                    (total.start, total.end),
                    Message(_DOES_NOT_ADD_UP, facts),
                    Message(_ADD_ANEW),
                    expected=figure(due),
                    actual=figure(said),
                )
            )


def _lists(sentence: Sentence) -> Iterator[tuple[Number, list[Number]]]:
    segments = sentence.segments
    listing = False  # inside 其中…, where a further 包括… has no end of its own
    for position, segment in enumerate(segments[:-1]):
        listing = (listing or segment.has(Sort.OF_WHICH)) and segment.stop not in ("；", ";")
        if not segment.counts or segment.has(Sort.CHANGE):
            continue
        total = segment.counts[-1]
        if total.end == segment.end and _opens_bracket(segments, position):
            parts = _inside(sentence, position)
        elif (
            not listing
            and segments[position + 1].has(Sort.OF_WHICH)
            and segments[position + 1].depth == segment.depth
        ):
            parts = _same_level(sentence, position)
        else:
            continue
        if parts and all(part.unit == total.unit and part.quantity.is_exact for part in (total, *parts)):
            yield total, parts


def _opens_bracket(segments: list[Segment], position: int) -> bool:
    """Whether a bracket opens right behind the segment, a comma between them allowed."""
    if segments[position].stop == "，":
        following = segments[position + 1]
        return following.start == following.end and following.stop in ("（", "(")
    return segments[position].stop in ("（", "(")


def _inside(sentence: Sentence, position: int) -> list[Number]:
    """The counts in the bracket behind a total, when the bracket is a complete list."""
    depth = sentence.segments[position].depth + 1
    inside: list[Segment] = []
    for segment in sentence.segments[position + 1 :]:
        if segment.depth < depth and inside:
            break
        if segment.depth == depth:
            inside.append(segment)
    silent = [one for one in inside if not one.counts and one.end > one.start]
    of_which = any(one.has(Sort.OF_WHICH) for one in inside)
    open_ended = any(one.has(Sort.ETC, Sort.CARRIED_IN, Sort.CARRIED_OUT, Sort.CHANGE) for one in inside)
    parts = [one for one in inside if one.counts]
    dated = any(number.role in ("year", "time") for one in inside for number in one.numbers)
    if silent or dated or open_ended or len(parts) < 2 or (of_which and not _ends_in_rest(sentence, parts)):
        return []
    return [one.counts[0] for one in parts]


def _same_level(sentence: Sentence, position: int) -> list[Number]:
    """The counts behind 其中, when the last of them is 其他."""
    depth = sentence.segments[position].depth
    parts: list[Segment] = []
    stops: list[str] = []
    for segment in sentence.segments[position + 1 :]:
        stops.append(segment.stop)
        if segment.depth > depth or (parts and segment.has(Sort.CHANGE)):
            continue
        if segment.depth < depth or (parts and segment.has(Sort.OF_WHICH)):
            break
        if segment.counts:
            parts.append(segment)
        elif segment.has(Sort.ETC) or not (_only_per_cent(segment) or (not parts and _is_short(segment))):
            break
        if parts and _ends_in_rest(sentence, parts) and segment.stop != "、":
            break
    if stops[-2:-1] == ["；"] and "；" not in stops[:-2]:
        return []  # …500条，…300条；其他栏目100条: the rest stands apart from the list
    if len(parts) < 2 or not _ends_in_rest(sentence, parts) or any(part.has(Sort.ETC) for part in parts):
        return []
    return [one.counts[0] for one in parts]


def _is_short(segment: Segment) -> bool:
    """其中：and the like before the first part."""
    return segment.end - segment.start <= 4


def _only_per_cent(segment: Segment) -> bool:
    return bool(segment.numbers) and all(number.role == "percent" for number in segment.numbers)


def _ends_in_rest(sentence: Sentence, parts: list[Segment]) -> bool:
    """Whether the last part is 其他…: then the list claims to be complete.

    其他处理 and 其他结果 are kinds of their own, not the rest.
    """
    if not parts or parts[-1].has(Sort.KIND, Sort.OUTCOME):
        return False
    label = sentence.passage.text[parts[-1].start : parts[-1].counts[0].start]
    return label.startswith(_REST)
