"""DATE: the period of the figures, the year the text speaks of, and the day of publication.

条例第四十九条: departments publish by 31 January, governments at county level and above by 31 March
of the following year. The regulation gives fixed days: none is moved when it falls on a rest day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from yangguang.annualreport.agency import region_governed
from yangguang.annualreport.checking.tally import Tally
from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats.base import Severity
from yangguang.annualreport.model import AnnualReport
from yangguang.translation import Message, mark

_NOTHING = mark("报告没有写明年度、统计期限或公布日期。")
_PERIOD = mark("统计期限为 {start} 至 {end}，{year} 年度报告应为 {year} 年 1 月 1 日至 12 月 31 日。")
_MEND_PERIOD = mark("请按全年数据统计，或更正统计期限。")
_OTHER_YEAR = mark("“{quote}”中的年份是 {actual} 年，报告年度是 {expected} 年。")
_MEND_YEAR = mark("请核对年份，常见原因是沿用了上一年的文字。")
_LATE_DEPARTMENT = mark("公布日期为 {day}，条例第四十九条要求政府部门在 {limit} 前公布。")
_LATE_GOVERNMENT = mark("公布日期为 {day}，条例第四十九条要求县级以上地方人民政府在 {limit} 前公布。")
_MEND_LATE = mark("请核对公布日期；网页日期为后来迁移或更新所致的，请注明首次公布的日期。")
_TOO_EARLY = mark("公布日期为 {day}，报告年度 {year} 年当时尚未结束。")
_NOT_OVER = mark("报告年度 {year} 年尚未结束。")
_MEND_EARLY = mark("请核对报告年度与公布日期。")

_DATE = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_FROM_TO = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?\s*(?:起|始)?\s*(?:至|到|—+|－|-|~|～)\s*"
    r"(?:(\d{4})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_TITLE_YEAR = re.compile(r"(\d{4})\s*年度?[^。，；\n《》]{0,12}?政府信息公开(?:工作)?年?度?报告")
# Sentences that speak of another report, or quote a notice about the reports of another year.
_OF_ANOTHER = re.compile(r"相比|比较|对照|上一?年|去年|历年|往年|延续|《[^《》]*年?度?报告[^《》]*通知》")
_DEPARTMENT = re.compile(r"(?:局|厅|部|委|办|办公厅|办公室|委员会|署|处|院|中心|站|所|队|会|公司)$")
_TOWNSHIP = re.compile(r"(?:乡|镇|街道|街道办|街道办事处)(?:人民政府|政府)?$")
_RULING = re.compile(r"(?:人民)?政府$|管委会[）)]?$|管理委员会[）)]?$")


def check_dates(report: AnnualReport, today: date | None = None) -> Tally:
    """Period, year and publication of a report against 条例第四十九条 and the report year."""
    tally = Tally("DATE", Severity.WARNING, reason=Message(_NOTHING))
    if report.year is None:
        return tally
    for check in (_period(report), _title(report), _published(report, today)):
        for finding in check:
            tally.checked += 1
            if finding is not None:
                tally.add(finding)
    return tally


def is_government(agency: str) -> bool | None:
    """Whether a body is a government at county level or above; ``None`` when its name does not tell."""
    name = agency.strip()
    if not name or _TOWNSHIP.search(name):
        return None
    if _RULING.search(name) or region_governed(name):
        return True
    return False if _DEPARTMENT.search(name) else None


def _finding(
    where: str, message: Message, advice: str, expected: object, actual: object, quote: str = ""
) -> Finding:
    return Finding(
        "DATE", Severity.WARNING, where, message, Message(advice), str(expected), str(actual), quote
    )


def _period(report: AnnualReport) -> Iterator[Finding | None]:
    """数据统计期限: 1 January to 31 December of the report year."""
    found = report.period or _stated_period(report)
    if found is None:
        return
    start, end = (parse_day(day) for day in found)
    if start is None or end is None or report.year is None:
        return
    if (start, end) == (date(report.year, 1, 1), date(report.year, 12, 31)):
        yield None
        return
    facts: dict[str, object] = {"start": start.isoformat(), "end": end.isoformat(), "year": report.year}
    whole = f"{report.year}-01-01/{report.year}-12-31"
    yield _finding("preamble", Message(_PERIOD, facts), _MEND_PERIOD, whole, f"{start}/{end}")


def _stated_period(report: AnnualReport) -> tuple[str, str] | None:
    """The period in the preamble or in section six: dates in a sentence that speaks of figures."""
    last = report.section(6)
    for paragraph in (*report.preamble, *(last.paragraphs if last else ())):
        for sentence in paragraph.split("。"):
            if ("统计" in sentence or "数据" in sentence) and (match := _FROM_TO.search(sentence)):
                first, month, day, year, to_month, to_day = match.groups()
                return f"{first}-{month}-{day}", f"{year or first}-{to_month}-{to_day}"
    return None


def _title(report: AnnualReport) -> Iterator[Finding | None]:
    """The year in the title and in the preamble's own mention of the report."""
    texts = [("", report.title)]
    texts += [
        ("preamble", sentence)
        for paragraph in report.preamble
        if "信息公开" in paragraph
        for sentence in paragraph.split("。")
    ]
    for where, text in texts:
        for match in _TITLE_YEAR.finditer(text) if "信息公开" in text else ():
            if int(match[1]) == report.year:
                yield None
            elif where == "preamble" and (_names_year(text, report.year) or _OF_ANOTHER.search(text)):
                continue
            else:
                facts: dict[str, object] = {"quote": match[0], "actual": match[1], "expected": report.year}
                yield _finding(
                    where, Message(_OTHER_YEAR, facts), _MEND_YEAR, report.year, match[1], match[0]
                )


def _names_year(text: str, year: int | None) -> bool:
    """Whether a sentence names the report's year beside another, as when it points to last year's report."""
    return f"{year}年" in text.replace(" ", "")


def _published(report: AnnualReport, today: date | None) -> Iterator[Finding | None]:
    """条例第四十九条: 31 January for departments, 31 March for governments."""
    assert report.year is not None  # noqa: S101 - check_dates looked
    day = parse_day(report.published_on)
    if day is None:
        if today is not None and today.year <= report.year:
            yield _finding("", Message(_NOT_OVER, {"year": report.year}), _MEND_EARLY, report.year, today)
        return
    if day.year <= report.year:
        facts: dict[str, object] = {"day": day.isoformat(), "year": report.year}
        yield _finding("", Message(_TOO_EARLY, facts), _MEND_EARLY, f"{report.year + 1}", day)
        return
    government = is_government(report.agency)
    limit = date(report.year + 1, 1, 31) if government is False else date(report.year + 1, 3, 31)
    if day <= limit or government is None:
        yield None
        return
    says = _LATE_GOVERNMENT if government else _LATE_DEPARTMENT
    facts = {"day": day.isoformat(), "limit": limit.isoformat()}
    yield _finding("", Message(says, facts), _MEND_LATE, limit, day)


def parse_day(text: str) -> date | None:
    """The first day in a text such as 2020-01-31, 2020年1月31日 or 2026-03-10 12:56."""
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
