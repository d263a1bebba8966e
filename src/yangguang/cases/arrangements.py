"""Reading a year's arrangement as people paste it: one line a day, or a stretch of days.

::

    2027-01-01 元旦 休          2027-02-05 至 2027-02-13 春节 放假
    2027年1月3日 元旦 上班       2月14日 春节 班

A line names a day or a stretch, the holiday, and whether one rests (休、放假) or works (班、上班、调休). The year may be
left out. Nothing is guessed: a line that cannot be read is an error with its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from yangguang.law.workdays import DayException

_DAY = r"(?:(?P<y{n}>\d{{4}})\s*[-/.年])?\s*(?P<m{n}>\d{{1,2}})\s*[-/.月]\s*(?P<d{n}>\d{{1,2}})\s*日?"
_LINE = re.compile(
    _DAY.format(n=1) + r"(?:\s*(?:至|到|~|～|—|－|–)\s*" + _DAY.format(n=2) + r")?[\s,，、:：]*(?P<rest>.*)"
)
_WORDS = (
    ("调休上班", True),
    ("上班", True),
    ("补班", True),
    ("班", True),
    ("放假", False),
    ("休息", False),
    ("休", False),
)
LONGEST = 15
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong with one line."""

    number: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What was read: the days that differ from Monday to Friday, and what could not be read."""

    days: tuple[DayException, ...]
    errors: tuple[LineError, ...]


class _Wrong(Exception):
    """The sentence for the line."""


def read_arrangement(text: str, year: int) -> Arrangement:
    """Every line of the text; blank ones are passed over."""
    days: dict[date, DayException] = {}
    errors: list[LineError] = []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], start=1):
        if not line.strip():
            continue
        try:
            for day in _days_of(line.strip(), year):
                known = days.get(day.on)
                if known and known != day:
                    raise _Wrong(_("%(day)s 在前面已经写过，两处不同。") % {"day": day.on})
                days[day.on] = day
        except _Wrong as wrong:
            errors.append(LineError(number, line.strip()[:80], str(wrong)))
    return Arrangement(tuple(sorted(days.values())), tuple(errors))


def _days_of(line: str, year: int) -> Iterator[DayException]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise _Wrong(_("没有认出日期。请写成“%(year)s-01-01 元旦 休”的样子。") % {"year": year})
    first = _date(found, "1", year)
    last = _date(found, "2", year) if found["d2"] else first
    if last < first or (last - first).days >= LONGEST:
        raise _Wrong(_("起止日期不对：结束应不早于开始，最长 %(most)s 天。") % {"most": LONGEST})
    is_working, name = _meaning(found["rest"].strip())
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        is_weekend = day.weekday() >= 5
        if is_working and not is_weekend:
            raise _Wrong(_("%(day)s 是周一至周五，本来就上班，不用写。") % {"day": day})
        yield DayException(day, is_working, name)


def _meaning(rest: str) -> tuple[bool, str]:
    for word, is_working in _WORDS:
        if rest.endswith(word) or rest.startswith(word):
            name = rest.removesuffix(word).removeprefix(word).strip(" ,，、:：（）()")
            if not name:
                raise _Wrong(_("请写明是什么节日，如“元旦”。"))
            return is_working, name[:40]
    raise _Wrong(_("没有写明是休还是上班。请在末尾写“休”或“上班”。"))


def _date(found: re.Match[str], which: str, year: int) -> date:
    given = int(found[f"y{which}"] or year)
    if given != year:
        raise _Wrong(_("%(given)s 年不是所选的 %(year)s 年。") % {"given": given, "year": year})
    try:
        return date(given, int(found[f"m{which}"]), int(found[f"d{which}"]))
    except ValueError:
        raise _Wrong(_("没有这一天，请核对月和日。")) from None
