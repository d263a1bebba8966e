"""Whose report it is, of which year, for which period, published when, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yangguang.annualreport.model import Contact

_TITLE = re.compile(
    r"(?:(?:政府)?信息(?:与政务|和政务)?公开|政务公开)(?:工作|(?:19|20)\d\d年度?|年度|情况|的){0,4}(?:报告|年报)"
)
_NO_TITLE = re.compile(r"[。>＞»〈]|编制|当前位置|首页|附件[:：]")
_IN_BOX = re.compile("索引号|分类[:：]")
_MENU = re.compile(r"^(?:网站|首页|(?:政府)?信息公开|政务公开|年度报告|年报|专栏|制度|指南|目录)+$")
_PRINTED_AT = r"\d{1,4}/\d{1,2}/\d{1,4}[,，]?(?:[上下]午)?\d{1,2}:\d{2}(?:[AP]M)?"  # at the head of a page that a browser printed
_ORNAMENT = re.compile(rf"^(?:标题[:：]|【[^】]{{0,12}}】|\[[^\]]{{0,12}}\]|{_PRINTED_AT})+")
_SITE_NAME = re.compile(r"[\-_|—–·]+([\u3400-\u9fff（）()]{3,30})$")
_CITY = r"(?:^|[，。、；：:（(“《由与向在和\s])((?:(?![由与向在和请])[\u3400-\u9fff]){2,5}?(?:市|州|盟))"
_YEAR = re.compile(
    r"((?:19|20)\s?\d\s?\d|二\s*[○〇零0O]\s*[一二三四五六七八九○〇零0O]\s*[一二三四五六七八九○〇零0O])\s*年?\s*度?"
)
_CHINESE_DIGITS = str.maketrans("○〇零O一二三四五六七八九", "0000123456789")
_TAIL = re.compile(r"(?:关于(?:报送|上报|印发|公布|发布|公开)?|的)?$")
_LEAD = re.compile(r"^(?:附件\d*[:：]?|关于|报送|呈报|上报|公布|发布|印发)+")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
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
_STAMPED = re.compile(r"^\s*" + _DATE + r"\s+\d{1,2}:\d{2}")
_SIGNED_DATE = re.compile(r"^[（(]?\s*" + _DATE + r"\s*[)）]?$")
_PUBLISHER = re.compile(
    r"(?:发布机构|信息来源|公开主体|(?:发布|报送|填报|编制)单位|来源)\s*[:：]\s*"
    r"([\u3400-\u9fff（）()]{3,30}?)(?=字[号体]|浏览|阅读|点击|打印|分享|作者|发布|[^\u3400-\u9fff（）()]|$)"
)
_BODY_WORDS = "人民政府|办公厅|办公室|委员会|管委会|管理局|信访局|政府|街道办事处|街道办|办事处|委|局|厅|部|署|院|会|中心|镇|乡|区|县|市|省|行|处|社|站|队|总队|支队"
_SIGNATURE = re.compile(rf"^[\u3400-\u9fff（）()·]{{2,30}}(?:{_BODY_WORDS})$")
_TOGETHER = re.compile(r"(?:法治政府建设|依法行政|政务公开|政府网站)[^暨和与及]{0,10}[暨和与及]$")
_MADE_BY = re.compile(
    rf"(?:由|现公布|现发布|现将|[，。：]|^)((?![我本根按依现公特编])[\u3400-\u9fff（）()]{{2,28}}?(?:{_BODY_WORDS}))"
    r"(?:组织)?(?:编制|(?:19|20)\d\d\s*年度?(?:政府信息|政务)公开)",
    re.MULTILINE,
)
_NAMED_BODY = rf"((?![我本各该])[\u3400-\u9fff（）()]{{2,28}}?(?:{_BODY_WORDS}))"
_MADE_OTHERWISE = (  # how a preamble names the body where no title does
    re.compile(
        rf"(?:特?编制|(?:公布|发布))(?:(?:19|20)\d\d\s*年度?)?{_NAMED_BODY}(?:(?:19|20)\d\d\s*年度?)?(?:政府)?信息公开"
    ),
    re.compile(rf"由{_NAMED_BODY}(?:依据|根据|按照)[^。]{{0,80}}编制"),
    re.compile(rf"(?:结合|[，,](?!结合)){_NAMED_BODY}[（(]以下简称"),
)
_NEAR_TITLE = 4
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
    titles = (_title(head), _title([document_title]))
    title = next(filter(names_a_body, titles), next(filter(None, titles), "")) or _title_in_text(head)
    year = _year_of(title) or (int(period[0][:4]) if period else None) or _year_of("".join(head)[:200])
    agency = _agency(title, head, tail, everything) or _site_owner(document_title)
    agency = _with_city(_full_name(agency, everything), everything)
    return Identity(agency, year, title, period, _published(head, tail, published, year))


def _title(lines: Sequence[str]) -> str:
    """The title, joined with the lines before or after where it was broken or the name stands alone."""
    plain = ("".join(line.lstrip("#*").split()).translate(_WIDE_DIGITS) for line in lines[:40])
    compact = [_ORNAMENT.sub("", line) for line in plain]
    found = [title for i in range(len(compact)) if (title := _title_at(compact, i))]
    named = (title for title in found if names_a_body(title))
    return next(named, found[0] if found else "")


def _title_at(lines: Sequence[str], number: int) -> str:
    """The title that ends in this line, or begins in it and ends in the next."""
    title = lines[number]
    if len(title) > 60 or not title or _NO_TITLE.search(title) or _IN_BOX.search(title):
        return ""
    found = _TITLE.search(title)
    if not found and number + 1 < len(lines) and len(lines[number + 1]) <= 20:
        title += lines[number + 1]
        found = _TITLE.search(title)
        if _TITLE.search(lines[number + 1]) or _NO_TITLE.search(title):
            return ""
    if not found or "根据" in title[: found.start()]:
        return ""
    for before in reversed(lines[max(number - 2, 0) : number]):
        lead = title[: _TITLE.search(title).start()]  # type: ignore[union-attr]
        if len(_without_year(lead)) >= 3 or not before or len(before) > 30:
            break
        if (
            _MENU.match(before)
            or re.search(r"[，：:〕\]]", before)
            or _NO_TITLE.search(before)
            or _TITLE.search(before)
        ):
            break
        title = before + title
    return title[:60]


def names_a_body(title: str) -> bool:
    """Whether a title says whose report it is."""
    found = _TITLE.search(title)
    return bool(found) and len(_without_year(title[: found.start()]).strip("的关于")) >= 2  # type: ignore[union-attr]


def _title_in_text(lines: Sequence[str]) -> str:
    """A title that stands at the head of a paragraph that swallowed it."""
    for line in lines[:5]:
        compact = _ORNAMENT.sub("", re.sub(r"\s+", "", line))
        found = _TITLE.search(compact[:80])
        if found and not _IN_BOX.search(compact) and "《" not in compact[: found.start()]:
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
    name = _LEAD.sub("", _TAIL.sub("", _without_year(lead)).strip("的关于"))
    if len(name) >= 2:
        return _TOGETHER.sub("", name)
    signature = next((line for line in reversed(tail) if _SIGNATURE.match(line)), "")
    if signature:
        return signature
    below = _below_title(title, head)
    if below:
        return below
    for line in head:
        publisher = _PUBLISHER.search(line)
        if publisher:
            return publisher.group(1)
    made_by = _MADE_BY.search("\n".join(re.sub(r"《[^》]*》", "", line) for line in head))
    if made_by:
        return made_by[1]
    plain = re.sub(r"《[^》]*》|[ \u3000\u00a0]+", "", "\n".join(head))
    for pattern in _MADE_OTHERWISE:
        otherwise = pattern.search(plain)
        if otherwise:
            return otherwise[1]
    period_line = re.search(
        r"(?:19|20)\d\d\s*年\s*，?\s*((?:[\u3400-\u9fff]{2,20}?)(?:"
        + _BODY_WORDS
        + r"))(?:坚持|认真|深入|严格|按照|全面|切实|高度|持续|紧紧)",
        everything,
    )
    return period_line.group(1) if period_line else ""


def _below_title(title: str, head: Sequence[str]) -> str:
    """The body that stands by itself in one of the lines below a title that names none."""
    lines = [re.sub(r"\s+", "", line) for line in head]
    start = next((i for i, line in enumerate(lines) if title and line.endswith(title)), len(lines))
    return next((line for line in lines[start + 1 : start + _NEAR_TITLE] if _SIGNATURE.match(line)), "")


def _full_name(name: str, everything: str) -> str:
    """``自治区信访局`` with its region's name, where the text names only one region."""
    if not name.startswith("自治区"):
        return name
    mentioned = {full for short, full in _PROVINCES.items() if short in everything}
    return mentioned.pop() + name.removeprefix("自治区") if len(mentioned) == 1 else name


def _site_owner(document_title: str) -> str:
    """The body after the title of a window (``…年度报告-云溪市档案局``), unless it is a site's name."""
    match = _SITE_NAME.search(re.sub(r"\s+", "", document_title))
    return match[1] if match and _SIGNATURE.match(match[1]) else ""


def _with_city(name: str, everything: str) -> str:
    """``洪泽区人民政府`` with its city's name, where the text names the district with one city only.

    A district shares its name with others of the country; a county's name stands alone.
    """
    district = re.match(r"[\u3400-\u9fff]{1,5}?区", name)
    if not district or "市" in name[: district.end()]:
        return name
    cities = set(re.findall(_CITY + re.escape(district[0]), everything, re.MULTILINE))
    return cities.pop() + name if len(cities) == 1 else name


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
        match = _PUBLISHED.search(line) or _STAMPED.match(line)
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
