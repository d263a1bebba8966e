"""“全文共六个部分”: the number of parts announced, against the parts listed or present."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yangguang.annualreport.checking.narrative.findings import text_finding
from yangguang.annualreport.checking.narrative.numerals import chinese_number
from yangguang.annualreport.checking.narrative.passages import Passage, plain
from yangguang.annualreport.checking.tally import Tally
from yangguang.annualreport.model import AnnualReport
from yangguang.translation import Message, mark

_LISTED = mark("正文称报告有 {actual} 个部分，同一句列出的是 {expected} 个部分。")
_PRESENT = mark("正文称报告有 {actual} 个部分，报告实际有 {expected} 个部分。")
_COUNT_ANEW = mark("请改正部分的个数；规定格式为六个部分。")

_ANNOUNCED = re.compile(r"(?P<number>[一二三四五六七八九十]|\d{1,2})个?(?:大)?部分")
_ABOUT_REPORT = re.compile("报告|全文|内容")
_OPENING = re.compile("包括了?|包含|涵盖|分为|由|内容为|内容有|内容是|[：:]")
_PARTS = tuple(
    re.compile(pattern)
    for pattern in (
        "总体情况|概述|基本情况",
        "主动公开",
        "收到和处理|依申请公开|处理政府信息公开申请",
        "复议|诉讼",
        "问题|不足",
        "其他需要|其他事项|需要报告|其他应当报告",
    )
)


def check_parts(report: AnnualReport, tally: Tally) -> None:
    """The announcement stands before section one, or at its head."""
    for passage in _candidates(report):
        match = _ANNOUNCED.search(passage.text)
        if match is None or not _ABOUT_REPORT.search(
            passage.text[: match.start()] + passage.text[match.end() :]
        ):
            continue
        said = int(match["number"]) if match["number"].isdigit() else chinese_number(match["number"])
        if said is None or said < 2:
            continue
        possible, says = _counted(passage.text, match, report)
        if (
            said == len(report.format.sections)
            and said > max(possible, default=0)
            and _is_open(passage.text, match)
        ):
            continue
        if not possible:
            continue
        tally.checked += 1
        if said not in possible:
            facts: dict[str, object] = {"actual": said, "expected": possible[0]}
            tally.add(
                text_finding(
                    passage,
                    match.span(),
                    Message(says, facts),
                    Message(_COUNT_ANEW),
                    expected=possible[0],
                    actual=said,
                )
            )


def _candidates(report: AnnualReport) -> Iterator[Passage]:
    first = report.section(1)
    paragraphs = [(0, number, text) for number, text in enumerate(report.preamble)]
    paragraphs += [(1, number, text) for number, text in enumerate(first.paragraphs[:2] if first else ())]
    for section, number, text in paragraphs:
        if "部分" not in text:
            continue
        start = 0
        for sentence in text.split("。"):
            if "部分" in sentence:
                yield plain(sentence, section, number, start)
            start += len(sentence) + 1


def _counted(text: str, match: re.Match[str], report: AnnualReport) -> tuple[list[int], str]:
    """How many parts the sentence lists, in every way of counting; else how many the report has."""
    for listing in (_before(text[: match.start()]), text[match.end() :]):
        recognised = sum(bool(part.search(listing)) for part in _PARTS)
        if recognised >= 3:
            items = listing.rstrip("等，,").split("、")
            joined = bool(re.search("和|及|以及|与", items[-1]))
            return [recognised, len(items), len(items) + joined], _LISTED
    present = len(report.sections)
    return ([present] if present else []), _PRESENT


def _is_open(text: str, match: re.Match[str]) -> bool:
    """…等六部分: a list that need not name all of them."""
    return text[: match.start()].rstrip("共").endswith("等")


def _before(text: str) -> str:
    """The list that precedes 等六个部分: what follows 包括, 由, or a colon."""
    openings = list(_OPENING.finditer(text))
    return text[openings[0].end() :] if openings else text
