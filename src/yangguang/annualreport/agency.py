"""When two names mean the same public body.

Offices write their own name in several ways: 宁夏回族自治区信访局 and 宁夏信访局, 杭州市人民政府 and
杭州市政府, with blanks or half-width brackets. Adding reports up or setting years side by side needs
to know that these are one body, and that 吉林省信访局 and 吉林市信访局 are two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NOISE = re.compile(r"[\s()\[\]{}〔〕【】<>《》“”\"'\u2018\u2019·・,，、。.\-_—]+")
_STATE = re.compile(r"^中华人民共和国(?=.{2,})")

# Provinces by their constitutional full names; the short name is what the others write.
_PROVINCES = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "新疆生产建设兵团": "新疆兵团",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}

# A region in front of a name: a few signs and the word for what kind of region it is. The 州 of
# 杭州市 and 贵州省 belongs to the name.
_REGION = re.compile(
    r"^(?P<name>[^省市县区盟旗]{1,10}?)"
    r"(?P<kind>省|自治州|自治县|自治旗|实验区|开发区|管理区|高新区|新区|林区|矿区|地区|市|县|区|州(?![省市县区])|盟|旗)"
)
_TOWNSHIP = re.compile(r"^(?P<name>.{2,8}?)(?P<kind>街道|民族乡|乡|镇)(?=.)")
_GOVERNMENT = re.compile(r"^(政府|管委会|管理委员会|党工委管委会|党工委管理委员会)?(汇总|合计|全口径)?$")


def agency_key(name: str) -> str:
    """The name without what makes no difference: blanks, brackets, width of signs, 人民 before 政府."""
    key = _NOISE.sub("", unicodedata.normalize("NFKC", name))
    key = _STATE.sub("", key)
    for full, short in _PROVINCES.items():
        if key.startswith(full):
            key = short + key[len(full) :]
            break
    return key.replace("人民政府", "政府")


def regions_of(key: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """The regions at the head of a key as (name, kind) from the outside in, and the rest of it."""
    found: list[tuple[str, str]] = []
    while True:
        match = _REGION.match(key) or _TOWNSHIP.match(key)
        if not match or _is_no_region(match):
            return tuple(found), key
        found.append((match["name"], match["kind"]))
        key = key[match.end() :]


def _is_no_region(match: re.Match[str]) -> bool:
    """国家市场监督管理总局, 城市管理局, 住房和城乡建设局: the sign of a region in the middle of a word."""
    name, kind, after = match["name"], match["kind"], match.string[match.end() :]
    if (kind == "市" and (after.startswith("场") or name == "城")) or (kind == "乡" and name.endswith("城")):
        return True
    return any(word in name for word in ("政府", "局", "厅", "委员会", "办公室"))


def _short_key(key: str) -> str:
    """The key with the kinds of its regions left out, as people say it: 杭州信访局."""
    regions, rest = regions_of(key)
    return "".join(name for name, _ in regions) + rest


def is_same_agency(one: str, other: str) -> bool:
    """Whether two names mean one body.

    The names are the same, or one of them leaves out what kind of region it is (杭州信访局 for
    杭州市信访局). Two different kinds are two bodies (吉林省, 吉林市).
    """
    a, b = agency_key(one), agency_key(other)
    return bool(a and b) and (a == b or _short_key(a) == b or a == _short_key(b))


def regions_dropped(key: str) -> Iterable[str]:
    """The key without its outer regions, one after another: 宁夏固原市信访局 gives 固原市信访局."""
    for short in (*_PROVINCES.values(), *_PLAIN_PROVINCES):
        if key.startswith(short) and len(key) > len(short) + 2:
            key = key[len(short) :]
            yield key
            break
    while True:
        match = _REGION.match(key)
        if not match or _is_no_region(match) or not regions_of(key[match.end() :])[0]:
            return
        key = key[match.end() :]
        yield key


_PLAIN_PROVINCES = (
    "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北",
    "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "北京", "天津", "上海", "重庆",
)  # fmt: skip


def region_governed(name: str) -> str:
    """The region whose whole government the name means (沭阳县人民政府 → 沭阳县), or an empty string.

    The general office of a government is a department of it, not the government.
    """
    key = agency_key(name)
    regions, rest = regions_of(key)
    if not regions or not _GOVERNMENT.match(rest):
        return ""
    return key[: len(key) - len(rest)]


class Agencies:
    """Names seen so far, to find again the body that a name means in constant time."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[int]] = {}
        self._by_short: dict[str, list[int]] = {}
        self.count = 0

    def add(self, name: str) -> int:
        """Note a name and give its number, counted from 0."""
        number, self.count = self.count, self.count + 1
        key = agency_key(name)
        self._by_key.setdefault(key, []).append(number)
        short = _short_key(key)
        if short != key:
            self._by_short.setdefault(short, []).append(number)
        return number

    def same(self, name: str) -> list[int]:
        """Numbers of the names that mean the same body, in the order they were noted."""
        key = agency_key(name)
        if not key:
            return []
        short = _short_key(key)
        found = {*self._by_key.get(key, ()), *self._by_short.get(key, ())}
        if short != key:
            found.update(self._by_key.get(short, ()))
        return sorted(found)

    def same_without_region(self, name: str) -> list[int]:
        """Numbers of the names that are this one without an outer region (宁夏固原市… → 固原市…)."""
        found: set[int] = set()
        for tail in regions_dropped(agency_key(name)):
            found.update(self._by_key.get(tail, ()))
        return sorted(found)
