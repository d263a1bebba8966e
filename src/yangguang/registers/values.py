"""From what stands in a cell or a form to a value, and back to words. Nothing is guessed: what is not clear is a problem."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from yangguang.annualreport.figures import figure
from yangguang.annualreport.formats import Kind
from yangguang.annualreport.model import Money
from yangguang.registers.problems import Problem

if TYPE_CHECKING:
    from yangguang.registers.declaring import Column, Register

FIRST_YEAR, LAST_YEAR = 1949, 2100
MOST_YUAN = Decimal(10) ** 13
MOST_QUANTITY = 2_000_000_000

_SPACE = re.compile(r"\s+")
_BRACKETS = str.maketrans(dict.fromkeys("〔〕[]【】()（）「」『』《》<>〈〉", ""))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－_", "-"))
_DAY = re.compile(
    r"(\d{4})(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})日?(?:[T]?\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:年(\d{1,2})月份?|(?:-|/|\.)(\d{1,2}))")
_YES = {"是": True, "yes": True, "y": True, "true": True, "1": True, "√": True}
_NO = {"否": False, "不是": False, "no": False, "n": False, "false": False, "0": False, "×": False}

Parsed = tuple[dict[str, Any], Problem | None]


def folded(text: str) -> str:
    """For comparing words: full-width and half-width, large and small letters, blanks and brackets make no difference."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS).casefold()


def same_number(text: str) -> str:
    """A document number or reference for comparing: the brackets 〔〕［］（） differ from hand to hand."""
    return folded(text).translate(_DASHES)


def tidied(text: str) -> str:
    """Without outer blanks, control signs and line breaks."""
    return _SPACE.sub(" ", "".join(sign for sign in text if sign.isprintable() or sign.isspace())).strip()


# --- reading ------------------------------------------------------------------------------------


def parse(column: Column, text: str, unit: int = 1) -> Parsed:
    """What a text says in this column; ``unit`` is by how much the heading multiplies money (万元: 10 000).

    Either the values by the model's fields, or a problem.
    """
    text = tidied(text)
    if text.startswith("="):
        return _bad(column, gettext_noop("这是没有结果的公式，请改为数值后再试。"))
    if not text:
        if column.required:
            return _bad(column, gettext_noop("这一栏不能空着，请补填。"))
        return dict.fromkeys(column.fields, column.blank), None
    return _PARSERS[column.what.value](column, text, unit)


def _bad(column: Column, template: str, **params: Any) -> Parsed:
    return {}, Problem(column.name, template, params)


def _text(column: Column, text: str, unit: int) -> Parsed:
    if len(text) > column.longest:
        return _bad(
            column,
            gettext_noop("这一栏最多 %(most)s 字，现有 %(length)s 字，请缩短。"),
            most=column.longest,
            length=len(text),
        )
    return {column.name: text}, None


def _choice(column: Column, text: str, unit: int) -> Parsed:
    assert column.choices is not None  # noqa: S101 - for the type checker
    known, labels = _choices(column.choices, tuple(column.words.items()))
    wanted = folded(text)
    if wanted not in known:
        return _bad(
            column,
            gettext_noop("不认识“%(text)s”，请填其中之一：%(labels)s。"),
            text=text[:40],
            labels=labels,
        )
    return {column.name: known[wanted]}, None


@lru_cache(maxsize=32)
def _choices(choices: type[TextChoices], words: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], str]:
    """Every word for each choice, in the languages of the house, and the official words in one line."""
    known = {folded(word): value for word, value in words}
    for language in ("en", "zh-hans"):
        with override(language):
            known |= {folded(str(label)): value for value, label in choices.choices}
            labels = "、".join(str(label) for label in choices.labels)
    return known | {value: value for value in choices.values}, labels


def _date(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _day(column: Column, text: str, unit: int) -> Parsed:
    plain = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    match = _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain)
    found = _date(match[1], match[2], match[3]) if match else None
    if found is None:
        return _bad(column, gettext_noop("“%(text)s”不是日期，请写成 2024-05-17 的样子。"), text=text[:40])
    return {column.name: found}, None


def _day_or_month(column: Column, text: str, unit: int) -> Parsed:
    plain = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    if match := _MONTH.fullmatch(plain):
        found = _date(match[1], match[2] or match[3], "1")
        by_month = True
    else:
        values, _problem = _day(column, text, unit)
        found, by_month = values.get(column.name), False
    if found is None:
        return _bad(
            column,
            gettext_noop("“%(text)s”不是日期，请写成 2024-05-17；按月汇总的写成 2024-05。"),
            text=text[:40],
        )
    return {column.name: found, "by_month": by_month}, None


def _yuan(column: Column, text: str, unit: int) -> Parsed:
    read = figure(text, Kind.MONEY)
    value = read.value
    if not isinstance(value, Money) or value.yuan is None or read.note:
        return _bad(
            column, gettext_noop("“%(text)s”不是金额，请只填数字，单位元，如 36500.00。"), text=text[:40]
        )
    # a unit in the cell itself is obeyed; the unit of the heading is for bare numbers
    yuan = value.yuan if any(sign in text for sign in "元圆万亿千百") else value.yuan * unit
    if yuan <= 0:
        return _bad(column, gettext_noop("金额应当大于 0，请核对；没有发生的不用登记。"))
    if yuan != yuan.quantize(Decimal("0.01")):
        return _bad(
            column,
            gettext_noop("金额最小到分，“%(text)s”折合 %(yuan)s 元，请核对。"),
            text=text[:40],
            yuan=f"{yuan:f}",
        )
    if yuan > MOST_YUAN:
        return _bad(column, gettext_noop("金额 %(yuan)s 元过大，请核对单位是不是元。"), yuan=f"{yuan:f}")
    return {column.name: yuan.quantize(Decimal("0.01"))}, None


def _quantity(column: Column, text: str, unit: int) -> Parsed:
    read = figure(text)
    value = read.value
    if not isinstance(value, int) or read.note or not read.literal:
        return _bad(column, gettext_noop("“%(text)s”不是件数，请填整数。"), text=text[:40])
    if not 1 <= value <= MOST_QUANTITY:
        return _bad(column, gettext_noop("件数应当是 1 或更大的整数；没有发生的不用登记。"))
    return {column.name: value}, None


def _yes_no(column: Column, text: str, unit: int) -> Parsed:
    known = _YES | _NO | {folded(word): value for word, value in column.words.items()}
    wanted = folded(text)
    if wanted not in known:
        return _bad(column, gettext_noop("不认识“%(text)s”，请填“是”或“否”。"), text=text[:40])
    return {column.name: known[wanted]}, None


_PARSERS: dict[str, Callable[[Column, str, int], Parsed]] = {
    "text": _text,
    "choice": _choice,
    "day": _day,
    "day_or_month": _day_or_month,
    "yuan": _yuan,
    "quantity": _quantity,
    "yes_no": _yes_no,
}


# --- showing ------------------------------------------------------------------------------------


def shown(column: Column, values: Mapping[str, Any]) -> str:
    """What stands in a column, in words; read again it gives the same value."""
    value = values[column.name]
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return (
            f"{value:%Y-%m}" if values.get("by_month") and "by_month" in column.fields else value.isoformat()
        )
    if column.choices is not None:
        return str(column.choices(value).label)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value)


def values_of(register: Register, entry: Any) -> dict[str, Any]:
    """What stands in an entry, by the model's fields."""
    return {name: getattr(entry, name) for name in register.fields}


def content(register: Register, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every column that says something: heading and words."""
    pairs = ((str(column.label), shown(column, values)) for column in register.columns)
    return [(label, words) for label, words in pairs if words]


def changes(
    register: Register, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """The columns that differ: heading, words before, words after."""
    pairs = ((str(c.label), shown(c, before), shown(c, after)) for c in register.columns)
    return [pair for pair in pairs if pair[1] != pair[2]]


# --- keeping ------------------------------------------------------------------------------------


def pack(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for JSON."""
    return {
        name: values[name].isoformat()
        if isinstance(values[name], date)
        else str(values[name])
        if isinstance(values[name], Decimal)
        else values[name]
        for name in register.fields
    }


def unpack(register: Register, packed: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they were packed."""
    values = dict(packed)
    for column in register.columns:
        value = values[column.name]
        if value is not None and column.what.value in ("day", "day_or_month"):
            values[column.name] = date.fromisoformat(value)
        elif column.what.value == "yuan":
            values[column.name] = Decimal(value)
    return values


def fingerprint(register: Register, values: Mapping[str, Any]) -> str:
    """The same for the same content, different for any other."""
    said = json.dumps(list(_flat(register, values)), ensure_ascii=False)
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def _flat(register: Register, values: Mapping[str, Any]) -> Iterable[Any]:
    packed = pack(register, values)
    return (packed[name] for name in register.fields)
