"""What the text speaks of where a number's own words do not say: requests, remedies, or another matter."""

from __future__ import annotations

import re
from enum import Enum, auto

from yangguang.annualreport.checking.narrative.lexicon import Sort
from yangguang.annualreport.checking.narrative.passages import Passage
from yangguang.annualreport.checking.narrative.segments import words_of

_HEADING = re.compile(r"（[一二三四五六七八九十]+）|\n[一二三四五六七八九十]+、|\n?\d{1,2}[.．、](?!\d)")


class Topic(Enum):
    """What the sentence speaks of when a number's own words do not say."""

    NONE = auto()
    REQUEST = auto()
    REMEDY = auto()
    OTHER = auto()


REMEDY_WORDS = frozenset({Sort.REVIEW, Sort.SUIT, Sort.DIRECT, Sort.AFTER, Sort.CASES})
_OTHER_MATTERS = frozenset({Sort.ALIEN, Sort.DOCUMENTS, Sort.RULES, Sort.PENALTY, Sort.LICENSING})
TOPICS: dict[Sort, Topic] = {
    Sort.REQUEST: Topic.REQUEST,
    **dict.fromkeys(REMEDY_WORDS, Topic.REMEDY),
    **dict.fromkeys(_OTHER_MATTERS, Topic.OTHER),
}


def topic_before(passage: Passage) -> tuple[Topic, bool]:
    """What the text before speaks of, and whether disclosure requests are named near.

    Section three is about requests, section four about remedies; elsewhere the words since the last
    heading decide.
    """
    if passage.section == 3:
        return Topic.REQUEST, True
    before = passage.before.replace(" ", "")
    headings = list(_HEADING.finditer(before))
    if headings:
        before = before[headings[-1].start() :]
    topic, near = Topic.NONE, False
    for word in words_of(before):
        if word.sort is Sort.REQUEST:
            topic, near = Topic.REQUEST, True
        elif word.sort in REMEDY_WORDS and near:
            topic = Topic.REMEDY
        elif word.sort in _OTHER_MATTERS:
            topic = Topic.OTHER
    return topic, near
