"""A number in a worksheet as the sheet shows it: the stored value under its number format."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

__all__ = ["BUILT_IN", "is_date_format", "shown"]

# ECMA-376 part 1, 18.8.30: formats that are not written in the file; 27-36 and 50-58 as in Chinese Excel
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

# quoted text, an escaped sign, a blank as wide as a sign, a filler, a colour or condition
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_PLACEHOLDERS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")
_DATE_PARTS = re.compile(r"y+|m+|d+|h+|s+", re.IGNORECASE)
_DIGITS = 15  # what a spreadsheet's numbers are exact to


def shown(value: str, code: str, *, from_1904: bool = False) -> str:
    """``value`` (as stored) the way format ``code`` prints it."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number) > Decimal(10) ** 30:
        return value
    if is_date_format(code):
        return _date(number, code, from_1904)
    section, number = _section(code, number)
    if section.strip().lower() in ("general", "", "@") and ";" not in code:
        return general(number)
    return _formatted(number, section)


@lru_cache(maxsize=256)
def is_date_format(code: str) -> bool:
    """Whether a format shows a date or a time."""
    bare = re.sub(r"s\.0+", "s", _LITERAL.sub("", code).lower().replace("general", ""))
    return re.search(r"[ymdhs]", bare) is not None and re.search(r"[#0?]", bare) is None


def general(number: Decimal) -> str:
    """The number without a format: no exponent, no noise of binary fractions, no trailing zeros."""
    rounded = number
    if len(number.as_tuple().digits) > _DIGITS:
        rounded = Decimal(format(number, f".{_DIGITS}g"))
    text = format(rounded, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _section(code: str, number: Decimal) -> tuple[str, Decimal]:
    """The part of the format for this number's sign, and the number as that part prints it."""
    sections = _split(code)
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


@lru_cache(maxsize=256)
def _split(code: str) -> list[str]:
    """Sections are divided by semicolons outside quotes."""
    sections, current, quoted, escaped = [], "", False, False
    for sign in code[:1000]:
        if sign == ";" and not quoted and not escaped:
            sections.append(current)
            current = ""
            continue
        if sign == '"' and not escaped:
            quoted = not quoted
        escaped = sign == "\\" and not escaped
        current += sign
    return [*sections, current]


def _formatted(number: Decimal, section: str) -> str:
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or "")
        return "\0"

    bare = _LITERAL.sub(keep, section)
    places = _PLACEHOLDERS.search(bare)
    if places is None:
        body = re.sub(r"general", general(number), bare, flags=re.IGNORECASE)
    elif "e+" in bare.lower() or "/" in bare[places.end() :]:
        return general(number)
    else:
        scaled = number * 100 if "%" in bare else number
        body = (
            bare[: places.start()] + _digits(scaled, places[0]) + _PLACEHOLDERS.sub("", bare[places.end() :])
        )
    for literal in literals:
        body = body.replace("\0", literal, 1)
    return body.strip()


def _digits(number: Decimal, places: str) -> str:
    whole, _, fraction = places.partition(".")
    if whole.endswith(","):  # each trailing comma divides by a thousand
        number /= Decimal(1000) ** (len(whole) - len(whole.rstrip(",")))
        whole = whole.rstrip(",")
    decimals, needed = min(len(fraction), 20), min(len(fraction.rstrip("#?")), 20)
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    rounded = abs(rounded) if rounded == 0 else rounded  # no minus before a nought
    text = format(rounded, ",f" if "," in whole else "f")
    if decimals > needed:
        head, _, tail = text.partition(".")
        tail = tail.rstrip("0").ljust(needed, "0")
        text = f"{head}.{tail}" if tail else head
    if rounded == 0 and not decimals and "0" not in whole:
        return ""  # a format of only # shows nothing for zero
    return text.zfill(whole.count("0")) if "," not in whole else text


def _date(number: Decimal, code: str, from_1904: bool) -> str:
    """Days since the epoch; the day 1900-02-29 that never was is kept by the format, so it starts a day early."""
    if not 0 <= number < 2_958_466:  # 9999-12-31
        return general(number)
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
    if not from_1904 and number < 60:
        epoch += timedelta(days=1)
    moment = epoch + timedelta(seconds=round(float(number) * 86_400))
    bare = _LITERAL.sub("", code).lower()
    if "y" not in bare and "d" not in bare and "h" in bare:
        return f"{moment:%H:%M:%S}" if "s" in bare else f"{moment:%H:%M}"
    if "年" in code or "月" in code:
        return _chinese_date(moment, code)
    text = f"{moment:%Y-%m-%d}"
    return f"{text} {moment:%H:%M}" if "h" in bare else text


def _chinese_date(moment: datetime, code: str) -> str:
    text = f"{moment.year}年" if "年" in code else ""
    text += f"{moment.month}月" if "月" in code else ""
    return text + (f"{moment.day}日" if "日" in code else "")
