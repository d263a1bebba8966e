"""Reports written for this project: what the demonstration shows and what the checker offers to try.

The offices are invented and the sentences are our own; the figures of 2019 and 2020 are those of real
reports, so that they look like life. Some carry a planted error, one a phantom cell, one blanks; each
says below what it teaches. Sources are small text files; Word, PDF and spreadsheets are written from
them when they are needed, by the same writers that offices use.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
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

    ``expected`` are the findings it must give, rule and place; anything else is a bug of ours.
    ``previous`` names last year's sample of the same office.
    """

    name: str
    agency: str
    year: int
    kind: str
    teaches: str
    expected: tuple[tuple[str, str], ...] = ()
    previous: str = ""


SAMPLES = (
    Sample(
        "yunxi-zhengfuban-2019",
        "云溪市人民政府办公室",
        2019,
        "html",
        mark("引言说五个部分，列出的是六个"),
        (("T1", "preamble"),),
    ),
    Sample(
        "qinghe-dangan-2019",
        "青禾县档案局",
        2019,
        "html",
        mark("有空白格，也有标明不适用的格"),
        (("FORM", "proactive.art20_9"),),
    ),
    Sample("yunxi-xinfang-2020", "云溪市信访局", 2020, "docx", mark("没有问题的报告")),
    Sample("yunxi-minzheng-2020", "云溪市民政局", 2020, "xlsx", mark("没有问题的表格文件")),
    Sample("qinghe-xinfang-2020", "青禾县信访局", 2020, "txt", mark("表四多出一格，按勾稽关系修复")),
    Sample(
        "yunxi-xinfang-2021",
        "云溪市信访局",
        2021,
        "pdf",
        mark("与上一年衔接的报告"),
        (),
        "yunxi-xinfang-2020",
    ),
    Sample(
        "yunxi-xinfang-2022",
        "云溪市信访局",
        2022,
        "docx",
        mark("上年结转与上一年的结转下年不一致"),
        (("X1", "requests.carried_in.natural_person"), ("X1", "requests.carried_in.total")),
        "yunxi-xinfang-2021",
    ),
    Sample("qinghe-zhengfu-2022", "青禾县人民政府", 2022, "pdf", mark("没有问题的政府报告")),
    Sample(
        "qinghe-zhengfu-2023",
        "青禾县人民政府",
        2023,
        "pdf",
        mark("正文写予以公开56件，表格是55件"),
        (("T1", "sections.1"),),
        "qinghe-zhengfu-2022",
    ),
    Sample(
        "yunxi-ziran-2023",
        "云溪市自然资源局",
        2023,
        "docx",
        mark("一个总计加错了"),
        (("R1", "requests.unavailable_not_held.total"), ("R2", "requests.results_total.total")),
    ),
    Sample(
        "yunxi-jiaoyu-2024",
        "云溪市教育局",
        2024,
        "docx",
        mark("7件不可能是增长33.3%的结果"),
        (("T2", "sections.1"),),
    ),
)
BY_NAME = {sample.name: sample for sample in SAMPLES}
FOR_THE_CHECKER = ("yunxi-ziran-2023", "qinghe-zhengfu-2023", "yunxi-xinfang-2022", "qinghe-xinfang-2020")
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
