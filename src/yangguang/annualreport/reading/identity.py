"""Whose report it is, of which year, for which period, published when, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yangguang.annualreport.model import Contact

_TITLE = re.compile(r"政府信息(?:与政务)?公开(?:工作)?(?:年度|情况)?(?:工作)?(?:年度)?(?:报告|年报)")
_YEAR = re.compile(
    r"((?:19|20)\s?\d\s?\d|二\s*[○〇零0O]\s*[一二三四五六七八九○〇零0O]\s*[一二三四五六七八九○〇零0O])\s*年?\s*度?"
)
_CHINESE_DIGITS = str.maketrans("○〇零O一二三四五六七八九", "0000123456789")
_TAIL = re.compile(r"(?:关于|的)?$")
_DATE = r"(\d{4})\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})\s*日?"
_PERIOD = re.compile(
    r"(?:统计)?(?:期限|时间|时限|区间|周期)[^。；\d]{0,12}"
    + _DATE
    + r"\s*(?:起)?\s*(?:至|到|—|-|－|–)\s*(?:(\d{4})\s*[年\-./]\s*)?(\d{1,2})\s*[月\-./]\s*(\d{1,2})"
)
_PERIOD_LOOSE = re.compile(
    _DATE + r"\s*(?:起)?\s*(?:至|到|—|-|－|–)\s*(?:(\d{4})\s*[年\-./]\s*)?(\d{1,2})\s*[月\-./]\s*(\d{1,2})"
)
_PUBLISHED = re.compile(r"(?:发布|公布|公开|发文|成文|生成)(?:时间|日期)?\s*[:：]\s*" + _DATE)
_SIGNED_DATE = re.compile(r"^[（(]?\s*" + _DATE + r"\s*[)）]?$")
_PUBLISHER = re.compile(
    r"(?:发布机构|信息来源|公开主体|发布单位|来源)\s*[:：]\s*([\u3400-\u9fff（）()]{3,30})"
)
_BODY_WORDS = "人民政府|办公厅|办公室|委员会|管委会|管理局|信访局|政府|街道办事处|街道办|办事处|委|局|厅|部|署|院|会|中心|镇|乡|区|县|市|省|行|处|社|站|队|总队|支队"
_SIGNATURE = re.compile(rf"^[\u3400-\u9fff（）()·]{{2,30}}(?:{_BODY_WORDS})$")
_PROVINCES = {
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
}
_CONTACT = {
    "postcode": re.compile(r"邮(?:政)?编(?:码)?\s*[:：]?\s*(\d{6})"),
    "telephone": re.compile(
        r"(?:电话|联系方式)(?:号码)?\s*[:：]?\s*((?:0\d{2,3}\s*[—\-－–]?\s*)?\d{7,8}(?:\s*转?\s*\d{1,4})?)"
    ),
    "fax": re.compile(r"传真\s*[:：]?\s*((?:0\d{2,3}\s*[—\-－–]?\s*)?\d{7,8})"),
    "email": re.compile(r"([A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,})"),
    "address": re.compile(r"(?:通讯|通信|联系|办公)?地址\s*[:：]\s*([^，,；;。)）]{4,60})"),
    "website": re.compile(r"((?:https?://|www\.)[A-Za-z0-9.\-_/:]+[A-Za-z0-9/])"),
    "office": re.compile(
        r"请(?:直接)?(?:与|向|致电|联系)\s*[“\"]?([\u3400-\u9fff（）()]{4,40}?)[”\"]?(?:联系|咨询|反映|[（(]地址|[，,])"
    ),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What the report says about itself."""

    agency: str = ""
    year: int | None = None
    title: str = ""
    period: tuple[str, str] | None = None
    published_on: str = ""


def identify(
    head: Sequence[str], tail: Sequence[str], everything: str, document_title: str, published: str
) -> Identity:
    """Read the title lines, the preamble and the signature.

    ``head`` are the lines before section one, ``tail`` the last lines of the file, ``everything`` the
    whole text.
    """
    period = _period("\n".join(head)) or _period(everything)
    title = _title(head) or _title([document_title]) or _title_in_text(head)
    year = _year_of(title) or (int(period[0][:4]) if period else None) or _year_of("".join(head)[:200])
    agency = _full_name(_agency(title, head, tail, everything), everything)
    return Identity(agency, year, title, period, _published(head, tail, published, year))


def _title(lines: Sequence[str]) -> str:
    """The title line, joined with the line before it where the name stands alone."""
    cleaned = [re.sub(r"^[#\s*]+", "", line).strip() for line in lines]
    for number, line in enumerate(cleaned[:40]):
        compact = re.sub(r"\s+", "", line)
        found = _TITLE.search(compact)
        if (
            not found
            or len(compact) > 60
            or "。" in compact
            or "编制" in compact
            or "根据" in compact[: found.start()]
        ):
            continue
        compact = re.sub(r"^标题[:：]", "", compact)
        before = re.sub(r"\s+", "", cleaned[number - 1]) if number else ""
        lead = compact[: _TITLE.search(compact).start()]  # type: ignore[union-attr]
        if (
            before
            and len(before) <= 30
            and not re.search(r"[。，：:]", before)
            and len(_without_year(lead)) < 3
        ):
            compact = before + compact
        return compact[:60]
    return ""


def _title_in_text(lines: Sequence[str]) -> str:
    """A title that stands at the head of a paragraph that swallowed it."""
    for line in lines[:5]:
        compact = re.sub(r"\s+", "", line)
        found = _TITLE.search(compact[:80])
        if found and "《" not in compact[: found.start()]:
            return compact[: found.end()]
    return ""


def _year_of(text: str) -> int | None:
    match = _YEAR.search(text)
    if not match:
        return None
    digits = re.sub(r"\s+", "", match.group(1)).translate(_CHINESE_DIGITS)
    return int(digits) if digits.isdigit() and 2000 <= int(digits) <= 2100 else None


def _without_year(text: str) -> str:
    return re.sub(r"^[年度]+|[年度]+$", "", _YEAR.sub("", text)).strip("《》“”：: 　-—_|")


def _agency(title: str, head: Sequence[str], tail: Sequence[str], everything: str) -> str:
    match = _TITLE.search(title)
    lead = title[: match.start()] if match else ""
    name = _TAIL.sub("", _without_year(lead)).strip("的关于")
    if len(name) >= 2:
        return name
    signature = next((line for line in reversed(tail) if _SIGNATURE.match(line)), "")
    if signature:
        return signature
    for line in head:
        publisher = _PUBLISHER.search(line)
        if publisher:
            return publisher.group(1)
    period_line = re.search(
        r"(?:19|20)\d\d\s*年\s*，?\s*((?:[\u3400-\u9fff]{2,20}?)(?:"
        + _BODY_WORDS
        + r"))(?:坚持|认真|深入|严格|按照|全面|切实|高度|持续|紧紧)",
        everything,
    )
    return period_line.group(1) if period_line else ""


def _full_name(name: str, everything: str) -> str:
    """``自治区信访局`` with its region's name, where the text names only one region."""
    if not name.startswith("自治区"):
        return name
    mentioned = {full for short, full in _PROVINCES.items() if short in everything}
    return mentioned.pop() + name.removeprefix("自治区") if len(mentioned) == 1 else name


def _period(text: str) -> tuple[str, str] | None:
    match = _PERIOD.search(text) or _PERIOD_LOOSE.search(text)
    if not match:
        return None
    year, month, day, year2, month2, day2 = match.groups()
    return _iso(year, month, day), _iso(year2 or year, month2, day2)


def _iso(year: str, month: str, day: str) -> str:
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def _published(head: Sequence[str], tail: Sequence[str], published: str, year: int | None) -> str:
    for line in head:
        match = _PUBLISHED.search(line)
        if match:
            return _iso(*match.groups()[:3])
    given = re.search(_DATE, published)
    if given:
        return _iso(*given.groups()[:3])
    for line in (*reversed(tail), *head):
        match = _SIGNED_DATE.match(line.strip())
        if match and (year is None or int(match.group(1)) > year):
            return _iso(*match.groups()[:3])
    return ""


def contact_in(texts: Sequence[str]) -> Contact:
    """Contact data from the preamble or section six. What is not there stays empty."""
    text = "\n".join(texts)
    found: dict[str, str] = {}
    for name, pattern in _CONTACT.items():
        match = pattern.search(text)
        if match:
            found[name] = re.sub(r"\s+", "", match.group(1)) if name != "address" else match.group(1).strip()
    return Contact(**found)
