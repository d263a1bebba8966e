"""The JSON contract: what others read from it and hand in with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from yangguang.annualreport.errors import BrokenFile, EmptyFile, NotAnAnnualReport, TooLarge
from yangguang.annualreport.findings import CheckedReport, Finding, Outcome, RuleResult
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import (
    AnnualReport,
    Cell,
    CellState,
    Certainty,
    Contact,
    Fees,
    Money,
    Repair,
    SectionText,
)
from yangguang.annualreport.place import Place
from yangguang.annualreport.reading.json import read_json, report_from_json
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.writing import to_json, write
from yangguang.translation import Message

MakeReport = Callable[..., AnnualReport]


def bare(**changes: Any) -> dict[str, Any]:
    """The least that the contract asks for."""
    row = {"natural_person": 3, "business": None, "total": 3}
    return {"agency": "云溪市档案局", "year": 2023, "format": "2021", "requests": {"granted": row}, **changes}


def test_the_object_has_the_shape_of_the_contract(make_report: MakeReport) -> None:
    amount = Cell(
        "proactive.art20_9.procurement.procurement_amount", Money("137.41 万", Decimal("1374100.00"))
    )
    data = to_json(make_report("2019", cells={amount.path: amount, "requests.granted.natural_person": 8}))
    assert (data["agency"], data["year"], data["format"]) == ("云溪市档案局", 2020, "2019")
    assert data["proactive"]["art20_1"]["rules"] == {
        "made_this_year": 0,
        "newly_published": 0,
        "total_public": 0,
    }
    money = data["proactive"]["art20_9"]["procurement"]["procurement_amount"]
    assert money == {"text": "137.41 万", "yuan": "1374100.00"}
    assert data["requests"]["granted"]["natural_person"] == 8
    assert list(data["remedies"]) == ["review", "direct", "after"]
    assert data["fees"] == {"notices": None, "amount": None, "received": None, "text": ""}
    assert data["sections"][0]["heading"] == "一、总体情况"
    assert data["sections"][0]["text"] == "一切如常。"
    assert data["repairs"] == data["findings"] == []
    assert json.loads(write(make_report("2019"), "json")) == to_json(make_report("2019"))


def test_the_rows_are_exactly_those_of_the_form(make_report: MakeReport) -> None:
    assert "other_handling" not in to_json(make_report("2021"))["requests"]
    single = to_json(make_report("2021", "single-other"))
    assert "other_handling" in single["requests"]
    assert "other_misc" not in single["requests"]
    assert single["variant"] == "single-other"


def test_a_remark_in_a_cell_stands_in_the_notes(make_report: MakeReport) -> None:
    path = "proactive.art20_1.normative_documents.issued"
    remarked = Cell(path, 22, raw="22（其中修订16件）", note="（其中修订16件）")
    data = to_json(make_report(cells={path: remarked}, notes={"proactive": "注：含联合发文。"}))
    assert data["proactive"]["art20_1"]["normative_documents"]["issued"] == 22
    assert data["notes"] == {path: "（其中修订16件）", "proactive": "注：含联合发文。"}


def test_every_state_of_a_cell_is_told_and_comes_back(make_report: MakeReport) -> None:
    cells = {
        path: Cell(path, None, state, raw=raw)
        for path, state, raw in (
            ("requests.granted.natural_person", CellState.BLANK, ""),
            ("requests.granted.business", CellState.NOT_APPLICABLE, "/"),
            ("requests.granted.research", CellState.UNREADABLE, "1?2"),
            ("requests.granted.total", CellState.MISSING, ""),
        )
    }
    data = to_json(make_report(cells=cells))
    assert set(data["requests"]["granted"].values()) == {None, 0}
    assert data["cells"]["requests.granted.business"] == {"state": "not_applicable", "raw": "/"}
    assert "requests.granted.natural_person" not in data["cells"]
    again = report_from_json(data)
    assert {path: again.cells[path] for path in cells} == cells


def everything(make_report: MakeReport) -> AnnualReport:
    """A report with something in every drawer."""
    why = Message("由{rule}推得，应为{value}。", {"rule": "R1", "value": Decimal("3.5")})
    path = "requests.granted.total"
    return make_report(
        cells={
            path: Cell(
                path, 3, certainty=Certainty.REPAIRED, raw="8", place=Place(2, 7, 4, 9, (1.5, 2, 3, 4.25))
            )
        },
        sections=(SectionText(1, "一、总体情况", ("甲。", "乙\n丙。"), (Place(1, 3), Place(1, 4))),),
        fees=Fees(2, Decimal("400.50"), Decimal(0), "收取400.50元。"),
        contact=Contact(office="办公室", email="a@example.gov.cn"),
        period=("2023-01-01", "2023-12-31"),
        published_on="2024-01-20",
        notes={"requests": "注：无。"},
        repairs=(Repair(path, "8", 3, why),),
        reading=(
            Finding("READ", Severity.WARNING, path, why, Message("请核对。"), 3, "8", "8", 1, 2, 3, (path,)),
            Finding("FORM", Severity.INFO, "", Message("花括号{照旧}。")),
        ),
        kind="docx",
        file="报告.docx",
    )


def test_nothing_is_lost_on_the_way_and_back(make_report: MakeReport) -> None:
    report = everything(make_report)
    assert report_from_json(json.loads(write(report, "json"))) == report


def test_findings_and_results_of_checking_are_written(make_report: MakeReport) -> None:
    finding = Finding(
        "R1", Severity.ERROR, "requests.granted.total", Message("差{n}。", {"n": 1}), None, 96, 95
    )
    results = (
        RuleResult("R1", Outcome.FAILED, 25),
        RuleResult("X1", Outcome.NOT_ASSESSABLE, 0, Message("无上年。")),
    )
    data = to_json(make_report(), CheckedReport((finding,), results))
    assert data["findings"][0]["message"] == "差1。"
    assert (data["findings"][0]["expected"], data["findings"][0]["actual"]) == (96, 95)
    assert data["rules"][1] == {"rule": "X1", "outcome": "not_assessable", "checked": 0, "reason": "无上年。"}
    assert report_from_json(data).reading == ()  # checking finds its own again


def test_a_bare_object_is_enough() -> None:
    report = report_from_json(bare())
    assert report.cells["requests.granted.natural_person"].value == 3
    assert report.cells["requests.granted.business"].state is CellState.BLANK
    assert report.cells["requests.granted.research"].state is CellState.MISSING
    assert report.cells["remedies.review.total"].state is CellState.MISSING
    assert report.format.variant == ""
    assert report.kind == "json"


def test_the_rows_tell_the_variant() -> None:
    report = report_from_json(bare(requests={"other_handling": {"total": 1}}))
    assert report.format.variant == "single-other"


def test_the_year_tells_the_form_when_none_is_named() -> None:
    data = bare(year=2020)
    del data["format"]
    assert report_from_json(data).format.id == "2019"


@pytest.mark.parametrize(
    ("value", "money"),
    [
        ("1259.80 万元", Money("1259.80 万元", Decimal("12598000.00"))),
        ("251000元", Money("251000元", Decimal(251000))),
        (0, Money("0", Decimal(0))),
        ({"text": "6.64万元", "yuan": "66400.00"}, Money("6.64万元", Decimal("66400.00"))),
    ],
)
def test_money_comes_as_text_as_integer_or_as_object(value: object, money: Money) -> None:
    data = bare(format="2019", proactive={"art20_9": {"procurement": {"procurement_amount": value}}})
    assert report_from_json(data).cells["proactive.art20_9.procurement.procurement_amount"].value == money


def test_a_negative_count_is_taken_for_checking_to_find() -> None:
    report = report_from_json(bare(requests={"granted": {"total": -3}}))
    assert report.cells["requests.granted.total"].value == -3


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"requests": {"granted": {"total": 3.0}}}, "requests.granted.total"),
        ({"requests": {"granted": {"total": "3"}}}, "requests.granted.total"),
        ({"requests": {"granted": {"total": True}}}, "requests.granted.total"),
        ({"requests": {"granted": {"total": 10**15}}}, "requests.granted.total"),
        ({"requests": {"granted": {"sum": 3}}}, "requests.granted"),
        ({"requests": {"given": {"total": 3}}}, "requests"),
        ({"requests": {"granted": [3]}}, "requests.granted"),
        ({"proactive": {"art20_7": {}}}, "proactive"),
        ({"proactive": {"art20_8": {"fees": {"amount": 4068.208}}}}, "proactive.art20_8.fees.amount"),
        ({"proactive": {"art20_8": {"fees": {"amount": "约4068"}}}}, "proactive.art20_8.fees.amount"),
        ({"format": "2018"}, "format"),
        ({"format": 2021}, "format"),
        ({"variant": "other"}, "variant"),
        ({"year": "2023"}, "year"),
        ({"agency": 5}, "agency"),
        ({"agency": "\ud800"}, "agency"),
        ({"sections": {}}, "sections"),
        ({"sections": [{"number": 0}]}, "sections[0].number"),
        ({"sections": [{"number": 1, "paragraphs": ["甲", 2]}]}, "sections[0].paragraphs[1]"),
        ({"fees": {"received": 0.5}}, "fees.received"),
        ({"contact": {"fax ": "1"}}, "contact"),
        ({"period": ["2023-01-01"]}, "period"),
        ({"cells": {"requests.granted.sum": {}}}, "cells"),
        ({"cells": {"requests.granted.total": {"state": "gone"}}}, "cells.requests.granted.total.state"),
        ({"cells": {"requests.granted.total": {"state": "blank"}}}, "cells.requests.granted.total.state"),
        (
            {"cells": {"requests.granted.total": {"place": {"box": [1, 2]}}}},
            "cells.requests.granted.total.place.box",
        ),
        ({"findings": [{"rule": "READ", "severity": "grave"}]}, "findings[0].severity"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        report_from_json(bare(**change), file="甲.json")
    assert caught.value.place == place
    assert str(caught.value).startswith(f"甲.json：{place}：")


@pytest.mark.parametrize(
    "template", ["{value.__class__}", "{value:>999999999}", "{other}", "{value", "{0}", "{value!r}"]
)
def test_a_template_from_a_file_may_only_ask_for_its_facts(template: str) -> None:
    source = {"template": template, "params": {"value": 1}}
    finding = {"rule": "READ", "severity": "info", "message": "好", "message_source": source}
    with pytest.raises(BrokenFile, match="参数"):
        report_from_json(bare(findings=[finding]))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFile),
        (b"  \n", EmptyFile),
        (b"{", BrokenFile),
        (b"\xff\xfe\x00", BrokenFile),
        (b"[" * 200_000, BrokenFile),
        (b'{"year": ' + b"9" * 5000 + b"}", BrokenFile),
        (b'{"requests": {"granted": {"total": NaN}}, "year": 2023}', BrokenFile),
        (b'"report"', BrokenFile),
        (b"[]", BrokenFile),
        (b"{}", NotAnAnnualReport),
        (b'{"requests": [], "year": 2023}', NotAnAnnualReport),
    ],
)
def test_bytes_that_are_no_report_are_refused(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_json(content, file="甲.json")


def test_size_is_bounded() -> None:
    with pytest.raises(TooLarge):
        read_json(b" " * 100, limits=Limits(file_bytes=99))
    with pytest.raises(TooLarge):
        report_from_json(bare(preamble=["甲" * 60, "乙" * 60]), limits=Limits(characters=100))


def test_the_list_that_check_prints_reads_as_its_report(make_report: MakeReport) -> None:
    report = make_report()
    printed = json.dumps([to_json(report)]).encode()
    assert read_json(printed) == replace(report, kind="json")


def test_every_hand_checked_truth_reads_and_comes_back(shared_reports: Path) -> None:
    truths = sorted((shared_reports / "truth").glob("*.json"))
    assert truths
    for truth in truths:
        data = json.loads(truth.read_bytes())
        report = report_from_json(data, file=truth.name)
        assert report_from_json(json.loads(write(report, "json"))) == report
        assert to_json(report)["requests"] == data["requests"]
        assert to_json(report)["remedies"] == data["remedies"]
