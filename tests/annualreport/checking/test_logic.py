"""R5, R8, R9 and F1."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yangguang.annualreport.checking import check
from yangguang.annualreport.findings import Outcome
from yangguang.annualreport.model import Cell, CellState, Fees

COUNT = "proactive.art20_9.procurement.procurement_count"
AMOUNT = "proactive.art20_9.procurement.procurement_amount"


def found(checked, rule):
    return [
        (one.where, str(one.severity), one.expected, one.actual)
        for one in checked.findings
        if one.rule == rule
    ]


def outcome(checked, rule):
    return next(result.outcome for result in checked.results if result.rule == rule)


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("requests.granted.natural_person", -1, "“（一）予以公开”一行“自然人”填写 -1，不应小于 0。"),
        (
            "proactive.art20_8.fees.amount",
            Decimal("-0.5"),
            "“行政事业性收费”一行“本年收费金额（单位：万元）”填写 -0.5，不应小于 0。",
        ),
    ],
)
def test_negative_figures_are_errors(report, alter, path, value, text):
    checked = check(alter(report("2021"), {path: value}))
    assert [one[:2] for one in found(checked, "R5")] == [(path, "error")]
    assert [str(one.message) for one in checked.findings if one.rule == "R5"] == [text]
    assert outcome(checked, "R5") is Outcome.FAILED


def test_a_count_that_is_no_whole_number_is_an_error(report, alter):
    path = "remedies.review.upheld"
    checked = check(alter(report("2021"), {path: Cell(path, Decimal("1.5"), raw="1.5")}))
    assert found(checked, "R5") == [(path, "error", None, Decimal("1.5"))]


def test_a_change_may_be_negative_and_an_amount_a_fraction(report):
    checked = check(
        report(
            "2019",
            {"proactive.art20_6.penalty.items_last_year": 9, "proactive.art20_6.penalty.items_change": -3},
        )
    )
    assert found(checked, "R5") == []
    assert found(check(report("2021", {"proactive.art20_8.fees.amount": Decimal("4068.208")})), "R5") == []


@pytest.mark.parametrize(
    ("count", "amount", "where"),
    [
        (28, ("0", Decimal(0)), [AMOUNT]),
        (0, ("3.5万元", Decimal(35_000)), [COUNT]),
        (0, ("0", Decimal(0)), []),
        (6, ("251000元", Decimal(251_000)), []),
        (6, None, [AMOUNT]),
    ],
)
def test_procurement_count_and_amount_go_together(report, alter, count, amount, where):
    checked = check(alter(report("2019"), {COUNT: count, AMOUNT: amount}))
    assert [one[0] for one in found(checked, "R8")] == where
    assert outcome(checked, "R8") is (Outcome.FAILED if where else Outcome.PASSED)


def test_procurement_is_not_assessed_without_figures(report, alter):
    unclear = alter(report("2019"), {COUNT: 6, AMOUNT: ("详见附件", None)})
    blank = alter(report("2019"), {COUNT: None, AMOUNT: None})
    for made in (unclear, blank, report("2021")):
        assert outcome(check(made), "R8") is Outcome.NOT_ASSESSABLE


def test_decisions_without_any_item(report):
    stem = "proactive.art20_5.licensing"
    checked = check(
        report("2019", {f"{stem}.items_last_year": 2, f"{stem}.items_change": -2, f"{stem}.decisions": 7})
    )
    assert found(checked, "R9") == [(f"{stem}.decisions", "warning", 0, 7)]
    sound = check(report("2019", {f"{stem}.items_last_year": 2, f"{stem}.decisions": 7}))
    assert outcome(sound, "R9") is Outcome.PASSED
    assert outcome(check(report("2021")), "R9") is Outcome.NOT_ASSESSABLE


UNPAID = {
    "requests.other_fee_unpaid.natural_person": 3,
    "requests.new_received.natural_person": 3,
}


@pytest.mark.parametrize(
    ("fees", "text", "actual"),
    [
        (Fees(notices=2, text="发出收费通知2件。"), "", [2]),
        (Fees(notices=0, text="未发出收费通知。"), "", [0]),
        (Fees(), "全年发出收费通知书2件。", [2]),
        (Fees(notices=3, text="发出收费通知3件。"), "", []),
        (Fees(), "发出5份收费通知，收取信息处理费0元。", []),
        (Fees(text="发出收费通知两份，收取信息处理费0元。"), "", [2]),
        (Fees(text="共有3件申请发出收费通知，收取信息处理费0元。"), "", []),
    ],
)
def test_each_unpaid_application_had_its_notice(report, fees, text, actual):
    checked = check(report("2021", UNPAID, {6: text or "见说明。"}, fees=fees))
    assert [(one[1], one[3]) for one in found(checked, "F1")] == [("warning", figure) for figure in actual]
    assert outcome(checked, "F1") is (Outcome.FAILED if actual else Outcome.PASSED)


@pytest.mark.parametrize("text", ["本年度未收取信息处理费。", "收取信息处理费380元。"])
def test_a_statement_without_notices_is_an_omission_and_settles_nothing(report, text):
    checked = check(report("2021", UNPAID, {6: text}, fees=Fees(text=text)))
    assert found(checked, "F1") == [("sections.6", "info", 3, None)]
    assert outcome(checked, "F1") is Outcome.NOT_ASSESSABLE


def test_fee_notices_are_not_assessed_where_nobody_failed_to_pay(report, alter):
    path = "requests.other_fee_unpaid.total"
    unreadable = alter(report("2021", UNPAID), {path: Cell(path, None, CellState.UNREADABLE)})
    for made in (report("2021"), report("2019"), report("2021", variant="single-other"), unreadable):
        assert outcome(check(made), "F1") is Outcome.NOT_ASSESSABLE
