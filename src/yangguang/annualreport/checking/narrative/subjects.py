"""Of whom and of when a sentence speaks, where more than a word of the lexicon is needed to tell."""

from __future__ import annotations

import re

_LEVEL = re.compile(r"(省|自治区|市|自治州|州|盟|自治县|县|自治旗|旗|区|镇|乡)(?=人民政府|政府|$)")
_REGION = re.compile(r"全(自治区|省|市|州|盟|县|旗|区|镇|乡)")
_ALIKE = {"自治区": "区", "自治州": "州", "自治县": "县", "自治旗": "旗"}
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})月?(?:份)?[\-—–~～至到](\d{1,2})月")
_ON_TO = re.compile(r"转(?:入|至|到)?(20\d\d)年")


def is_of_another_level(region: str, agency: str) -> bool:
    """Whether 全市 … is said in the report of a body of another level, such as a county's.

    Only a government's own name tells its level; of 全区 a development zone may speak too.
    """
    said, level = _REGION.match(region), _LEVEL.search(agency)
    if said is None or level is None:
        return False
    return _ALIKE.get(said[1], said[1]) != _ALIKE.get(level[1], level[1])


def is_part_of_year(text: str) -> bool:
    """Whether months are given that are not the whole year: 1—11月."""
    return "月" in text and any((int(a), int(b)) != (1, 12) for a, b in _MONTHS.findall(text))


def carried_on_to(text: str) -> int | None:
    """The year to which requests were passed on with 转 alone: 转2023年度办理23件."""
    found = _ON_TO.search(text)
    return int(found[1]) if found else None
