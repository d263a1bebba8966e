"""Reports written for this project: what the demonstration shows and what the checker offers to try.

The offices are invented and the sentences are our own; the figures of 2019 and 2020 are those of real
reports, so that they look like life. Some carry a planted error, one a phantom cell, one blanks; each
says below what it teaches. Sources are small text files; Word, PDF and spreadsheets are written from
them when they are needed, by the same writers that offices use.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as mark

from yangguang.annualreport.model import AnnualReport
from yangguang.annualreport.reading.json import report_from_json
from yangguang.annualreport.writing import write

SOURCES = Path(__file__).parent / "sources"


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: the office, the year, the kind of file it comes as, and what it teaches.

    ``day`` is when it came out.
    ``expected`` are the findings it must give, rule and place; anything else is a bug of ours.
    ``previous`` names last year's sample of the same office.
    """

    name: str
    agency: str
    year: int
    kind: str
    day: date
    teaches: str
    expected: tuple[tuple[str, str], ...] = ()
    previous: str = ""


SAMPLES = (
    Sample(
        "qingchuan-zhengfuban-2019",
        "晴川市人民政府办公室",
        2019,
        "html",
        date(2020, 1, 15),
        mark("引言说五个部分，列出的是六个"),
        (("T1", "preamble"),),
    ),
    Sample(
        "wanghu-dangan-2019",
        "望湖县档案局",
        2019,
        "html",
        date(2020, 1, 17),
        mark("有空白格，也有标明不适用的格"),
        (("FORM", "proactive.art20_9"),),
    ),
    Sample("qingchuan-xinfang-2020", "晴川市信访局", 2020, "docx", date(2021, 1, 22), mark("没有问题的报告")),
    Sample(
        "qingchuan-minzheng-2020", "晴川市民政局", 2020, "xlsx", date(2021, 1, 25), mark("没有问题的表格文件")
    ),
    Sample(
        "wanghu-xinfang-2020",
        "望湖县信访局",
        2020,
        "txt",
        date(2021, 1, 27),
        mark("表四多出一格，按勾稽关系修复"),
    ),
    Sample(
        "qingchuan-xinfang-2021",
        "晴川市信访局",
        2021,
        "pdf",
        date(2022, 1, 20),
        mark("与上一年衔接的报告"),
        (),
        "qingchuan-xinfang-2020",
    ),
    Sample(
        "qingchuan-xinfang-2022",
        "晴川市信访局",
        2022,
        "docx",
        date(2023, 1, 19),
        mark("上年结转与上一年的结转下年不一致"),
        (("X1", "requests.carried_in.natural_person"), ("X1", "requests.carried_in.total")),
        "qingchuan-xinfang-2021",
    ),
    Sample(
        "wanghu-zhengfu-2022", "望湖县人民政府", 2022, "pdf", date(2023, 3, 17), mark("没有问题的政府报告")
    ),
    Sample(
        "wanghu-zhengfu-2023",
        "望湖县人民政府",
        2023,
        "pdf",
        date(2024, 3, 20),
        mark("正文写予以公开56件，表格是55件"),
        (("T1", "sections.1"),),
        "wanghu-zhengfu-2022",
    ),
    Sample(
        "qingchuan-ziran-2023",
        "晴川市自然资源局",
        2023,
        "docx",
        date(2024, 1, 24),
        mark("一个总计加错了"),
        (("R1", "requests.unavailable_not_held.total"), ("R2", "requests.results_total.total")),
    ),
    Sample(
        "qingchuan-jiaoyu-2024",
        "晴川市教育局",
        2024,
        "docx",
        date(2025, 1, 21),
        mark("7件不可能是增长33.3%的结果"),
        (("T2", "sections.1"),),
    ),
)
BY_NAME = {sample.name: sample for sample in SAMPLES}
FOR_THE_CHECKER = (
    "qingchuan-ziran-2023",
    "wanghu-zhengfu-2023",
    "qingchuan-xinfang-2022",
    "wanghu-xinfang-2020",
)
"""Offered on the checker's page: a wrong total, a wrong sentence, two years, a repair."""


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A sample as a file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Offer:
    """A sample on a button."""

    name: str
    label: str
    teaches: str


def file(sample: Sample) -> SampleFile:
    """The sample in the kind that it comes as: as it is, or written from its source."""
    path = SOURCES / f"{sample.name}.{sample.kind}"
    if path.exists():
        return SampleFile(path.name, path.read_bytes())
    return SampleFile(path.name, _written(sample.name, sample.kind))


def source_report(sample: Sample) -> AnnualReport:
    """The report in a JSON source."""
    data = json.loads((SOURCES / f"{sample.name}.json").read_text(encoding="utf-8"))
    return report_from_json(data)


@cache
def _written(name: str, kind: str) -> bytes:
    return write(source_report(BY_NAME[name]), kind)


def for_checker(name: str) -> tuple[SampleFile, ...]:
    """The sample and, where it has one, the report of the year before."""
    sample = BY_NAME[name]
    names = (name, sample.previous) if sample.previous else (name,)
    return tuple(file(BY_NAME[each]) for each in names)


def offered() -> tuple[Offer, ...]:
    """The samples on the checker's page, in the visitor's language."""
    chosen = [BY_NAME[name] for name in FOR_THE_CHECKER]
    return tuple(
        Offer(sample.name, f"{sample.agency} {sample.year}（{sample.kind}）", gettext(sample.teaches))
        for sample in chosen
    )
