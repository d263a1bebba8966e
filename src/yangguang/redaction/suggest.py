"""What a person would want hidden in a text: numbers, addresses, names, each with its place and a ground.

A suggestion is never an act: a clerk accepts it. So a doubtful find is worth showing with its certainty,
while one that is missed may leave the house. Numbers are found across blanks and line ends and in full-width
signs, because that is how tables and scans break them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yangguang.redaction import numbers
from yangguang.redaction.addresses import addresses
from yangguang.redaction.grounds import PERSONAL_PRIVACY
from yangguang.translation import gettext, mark


class Kind(StrEnum):
    """What was found, most telling first: where two finds overlap, the earlier kind stands."""

    IDENTITY_NUMBER = "identity_number"
    BANK_CARD = "bank_card"
    PHONE = "phone"
    EMAIL = "email"
    PASSPORT = "passport"
    PLATE = "plate"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    NAME = "name"

    @property
    def label(self) -> str:
        """The kind in the language in force."""
        return gettext(LABELS[self])


LABELS = {
    Kind.IDENTITY_NUMBER: mark("身份证号码"),
    Kind.BANK_CARD: mark("银行卡号"),
    Kind.PHONE: mark("电话号码"),
    Kind.EMAIL: mark("电子邮箱"),
    Kind.PASSPORT: mark("护照或通行证号码"),
    Kind.PLATE: mark("车牌号"),
    Kind.ADDRESS: mark("住址"),
    Kind.BIRTH_DATE: mark("出生日期"),
    Kind.NAME: mark("姓名"),
}
_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Characters ``start`` to ``end`` of the text; ``certainty`` between 0 and 1."""

    kind: Kind
    start: int
    end: int
    text: str
    certainty: float
    ground: str = PERSONAL_PRIVACY.code


_Find = tuple[Kind, int, int, float]
_GAP = r"[\s\-–—_·.]{0,3}"
_DIGIT_RUN = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[\s\-–—_·.]{0,3}[0-9]){13,60}(?:[\s\-–—_·.]{0,3}[Xx])?")
_MOBILE = re.compile(rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?(1[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])", re.ASCII)
_LANDLINE = re.compile(
    r"(?<![0-9])[(（]?0(?:10|2[0-9]|[3-9][0-9]{2})[)）]?[ \-–—]{0,2}[2-9][0-9]{2,3} ?[0-9]{4}(?![0-9])"
    r"(?:[ ]?(?:转|ext\.?|-)[ ]?[0-9]{1,5}(?![0-9]))?"
)
_AFTER_PHONE = re.compile(
    r"(?:电话|手机|联系方式|Tel\.?)[号码]{0,2}[：: ]{0,2}([2-9][0-9]{6,7})(?![0-9])", re.I
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[EGDSP][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[HMC][0-9]{8}(?:[0-9]{2})?)(?![A-Za-z0-9])"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z]\s?[·•.]?\s?"
    r"(?=[A-HJ-NP-Z0-9]*[0-9])[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
_CREDIT = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])")
_DAY = r"(?:18|19|20)[0-9]{2}\s?[年.\-/]\s?[01]?[0-9]\s?[月.\-/]\s?[0-3]?[0-9](?:\s?日)?"
_BORN = re.compile(rf"(?:出生(?:日期|年月日?)?|生日|生于)[于：:\s]{{0,3}}({_DAY})|({_DAY})(?=出?生)")
_ANY_DAY = re.compile(_DAY)
_NEAR = 24  # signs between a number and the day that stands beside it


def suggest(text: str, names: Iterable[str] = ()) -> tuple[Suggestion, ...]:
    """Everything found in ``text``, in order and without overlap. ``names`` are people known to the case."""
    folded = fold(text)
    public = [match.span() for match in _CREDIT.finditer(folded) if _names_an_organisation(match[0])]
    finds = [
        find
        for find in _every_find(folded, names)
        if not any(find[1] < end and start < find[2] for start, end in public)
    ]
    return tuple(
        Suggestion(kind, start, end, text[start:end], certainty)
        for kind, start, end, certainty in _apart(finds, folded)
    )


def _names_an_organisation(number: str) -> bool:
    """One identity number or card in thirty also passes the check of a credit code; it is still a person's."""
    is_persons = numbers.is_identity_number(number) or numbers.is_bank_card(number)
    return numbers.is_credit_code(number) and not is_persons


def fold(text: str) -> str:
    """The text with full-width signs as plain ones, sign for sign, so that places stay the same."""
    return "".join(_plain(sign) for sign in text)


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 else sign


def _every_find(folded: str, names: Iterable[str]) -> Iterator[_Find]:
    identity = list(_long_numbers(folded))
    yield from identity
    yield from _phones(folded)
    for match in _EMAIL.finditer(folded):
        yield Kind.EMAIL, match.start(), match.end(), 0.95
    for match in _PASSPORT.finditer(folded):
        told = re.search(r"护照|通行证|证件", folded[max(0, match.start() - 12) : match.start()])
        yield Kind.PASSPORT, match.start(), match.end(), 0.9 if told else 0.5
    for match in _PLATE.finditer(folded):
        yield Kind.PLATE, match.start(), match.end(), 0.9
    for start, end, certainty in addresses(folded):
        yield Kind.ADDRESS, start, end, certainty
    yield from _births(folded, [find for find in identity if find[0] is Kind.IDENTITY_NUMBER])
    yield from _named(folded, names)


def _long_numbers(folded: str) -> Iterator[_Find]:
    """Identity numbers and cards: every start of a group of digits is tried, the longest that checks stands."""
    for run in _DIGIT_RUN.finditer(folded):
        places = [i for i in range(run.start(), run.end()) if folded[i].isalnum()]
        first = 0
        while first < len(places) - 14:
            begins = first == 0 or places[first] - places[first - 1] > 1
            found = _number_at(folded, places, first) if begins else None
            if found is None:
                first += 1
                continue
            kind, length, certainty = found
            yield kind, places[first], places[first + length - 1] + 1, certainty
            first += length


def _number_at(folded: str, places: Sequence[int], first: int) -> tuple[Kind, int, float] | None:
    def signs(length: int) -> str:
        """The number of this length, empty where the group does not end with it."""
        last = first + length - 1
        if last >= len(places) or (last + 1 < len(places) and places[last + 1] == places[last] + 1):
            return ""
        return "".join(folded[i] for i in places[first : last + 1])

    if numbers.is_identity_number(signs(18)):
        return Kind.IDENTITY_NUMBER, 18, 0.99
    for length in (19, 18, 17, 16):
        card = signs(length)
        if numbers.is_bank_card(card):
            return Kind.BANK_CARD, length, 0.95 if card.startswith("62") else 0.75
    if numbers.is_old_identity_number(signs(15)):
        return Kind.IDENTITY_NUMBER, 15, 0.7
    return None


def _phones(folded: str) -> Iterator[_Find]:
    for match in _MOBILE.finditer(folded):
        yield Kind.PHONE, match.start(), match.end(), 0.95
    for match in _LANDLINE.finditer(folded):
        yield Kind.PHONE, match.start(), match.end(), 0.7  # may well be the office's own
    for match in _AFTER_PHONE.finditer(folded):
        yield Kind.PHONE, match.start(1), match.end(1), 0.7


def _births(folded: str, identity: list[_Find]) -> Iterator[_Find]:
    for match in _BORN.finditer(folded):
        group = 1 if match[1] else 2
        yield Kind.BIRTH_DATE, match.start(group), match.end(group), 0.95
    for _kind, start, end, _certainty in identity:
        around = max(0, start - _NEAR), min(len(folded), end + _NEAR)
        for match in _ANY_DAY.finditer(folded, *around):
            yield Kind.BIRTH_DATE, match.start(), match.end(), 0.6


def _named(folded: str, names: Iterable[str]) -> Iterator[_Find]:
    for name in names:
        signs = [re.escape(sign) for sign in fold(name) if not sign.isspace()]
        if len(signs) < 2:
            continue  # a single sign would be found everywhere
        for match in re.finditer(r"\s{0,4}".join(signs), folded, re.IGNORECASE):
            yield Kind.NAME, match.start(), match.end(), 1.0


def _apart(finds: Iterable[_Find], folded: str) -> list[_Find]:
    """Without overlap: the more telling kind stands, of another what is left over."""
    covered = bytearray(len(folded))
    taken: list[_Find] = []
    for kind, start, end, certainty in sorted(finds, key=lambda find: (_ORDER[find[0]], find[1] - find[2])):
        for left, right in _free(covered, start, end):
            if folded[left:right].strip():
                taken.append((kind, left, right, certainty))
        covered[start:end] = b"\1" * (end - start)
    return sorted(taken, key=lambda find: find[1])


def _free(covered: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces between ``start`` and ``end`` that nothing covers yet."""
    while start < end:
        left = covered.find(0, start, end)
        if left < 0:
            return
        start = covered.find(1, left, end)
        start = end if start < 0 else start
        yield left, start
