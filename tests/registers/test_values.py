"""What a cell says, and what it does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from register_samples import SAMPLES

from yangguang.registers.declared import BY_ID, REGISTERS
from yangguang.registers.understanding import understand
from yangguang.registers.values import fingerprint, pack, parse, same_number, shown, unpack

DOCUMENTS, DECISIONS, CHARGES = BY_ID["documents"], BY_ID["decisions"], BY_ID["charges"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-17", date(2024, 5, 17)),
        ("2024/5/7", date(2024, 5, 7)),
        ("2024.5.17", date(2024, 5, 17)),
        ("2024年5月17日", date(2024, 5, 17)),
        ("２０２４年 5月 17 日", date(2024, 5, 17)),
        ("20240517", date(2024, 5, 17)),
        ("2024-05-17 00:00:00", date(2024, 5, 17)),
    ],
)
def test_days_are_read_as_offices_write_them(text, day):
    values, problem = parse(DOCUMENTS.column("issued_on"), text)
    assert (values, problem) == ({"issued_on": day}, None)


@pytest.mark.parametrize(
    "text", ["5月17日", "24-05-17", "2024-13-01", "2023-02-29", "1024-01-01", "45429", "三月", "2024-05"]
)
def test_what_is_no_day_is_told(text):
    values, problem = parse(DOCUMENTS.column("issued_on"), text)
    assert values == {}
    assert problem is not None
    assert "2024-05-17" in problem.says
    assert text in problem.says


@pytest.mark.parametrize(
    ("text", "day", "by_month"),
    [
        ("2024-05", date(2024, 5, 1), True),
        ("2024年5月", date(2024, 5, 1), True),
        ("2024年5月份", date(2024, 5, 1), True),
        ("2024/5", date(2024, 5, 1), True),
        ("2024-05-01", date(2024, 5, 1), False),
    ],
)
def test_a_month_is_not_its_first_day(text, day, by_month):
    values, problem = parse(DECISIONS.column("decided_on"), text)
    assert (values, problem) == ({"decided_on": day, "by_month": by_month}, None)


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("260.05", 1, "260.05"),
        ("1,234,567.89", 1, "1234567.89"),
        ("36500元", 1, "36500.00"),
        ("3.65", 10_000, "36500.00"),
        ("3.65万元", 1, "36500.00"),
        ("3.65万元", 10_000, "36500.00"),
        ("36500元", 10_000, "36500.00"),
        ("0.000001", 10_000, "0.01"),
        ("９９．５", 1, "99.50"),
    ],
)
def test_money_is_read_with_its_unit(text, unit, yuan):
    values, problem = parse(CHARGES.column("amount"), text, unit)
    assert problem is None
    assert values == {"amount": Decimal(yuan)}


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "12.345", "约三百", "260（含退费）", "1e5", "99999999999999", "=SUM(A1:A3)"]
)
def test_what_is_no_money_is_told(text):
    values, problem = parse(CHARGES.column("amount"), text)
    assert values == {}
    assert problem is not None
    assert problem.says.endswith("。")


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "许多", "12（件）补", "O2"])
def test_what_is_no_number_of_decisions_is_told(text):
    assert parse(DECISIONS.column("quantity"), text)[1] is not None


@pytest.mark.parametrize(("text", "quantity"), [("", 1), ("216", 216), ("1,200", 1200), ("12件", 12)])
def test_numbers_of_decisions(text, quantity):
    assert parse(DECISIONS.column("quantity"), text) == ({"quantity": quantity}, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("行政规范性文件", "normative_documents"),
        ("规范性文件", "normative_documents"),
        (" 规 章 ", "rules"),
        ("政府规章", "rules"),
        ("normative_documents", "normative_documents"),
    ],
)
def test_kinds_are_known_by_several_words(text, kind):
    assert parse(DOCUMENTS.column("kind"), text) == ({"kind": kind}, None)


def test_an_unknown_kind_hears_which_there_are():
    problem = parse(DOCUMENTS.column("kind"), "会议纪要")[1]
    assert problem is not None
    assert problem.says == "不认识“会议纪要”，请填其中之一：规章、行政规范性文件。"


@pytest.mark.parametrize(
    ("text", "is_lead"), [("", True), ("是", True), ("协办", False), ("否", False), ("Y", True)]
)
def test_lead_or_not(text, is_lead):
    assert parse(DOCUMENTS.column("is_lead"), text) == ({"is_lead": is_lead}, None)


def test_a_long_text_is_told_how_long_it_is():
    problem = parse(DOCUMENTS.column("title"), "题" * 201)[1]
    assert problem is not None
    assert "最多 200 字，现有 201 字" in problem.says


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云信规〔2024〕1号", "云信规[2024]1号"),
        ("云信规（2024）1 号", "云信规【2024】１号"),
        ("YX-2024_1", "yx－2024—1"),
    ],
)
def test_one_number_in_several_hands(one, other):
    assert same_number(one) == same_number(other)


@pytest.mark.parametrize(
    ("texts", "column", "says"),
    [
        ({"ended_on": "2024-06-01"}, "ended_by", "请写明失效方式"),
        ({"ended_by": "废止"}, "ended_on", "请写明失效日期"),
        ({"ended_on": "2024-03-17", "ended_by": "废止"}, "ended_on", "失效日期早于发文日期"),
        ({"published_on": "2024-03-17"}, "published_on", "公开日期早于发文日期"),
    ],
)
def test_dates_of_a_document_must_agree(texts, column, says):
    (problem,) = understand(DOCUMENTS, SAMPLES["documents"] | texts).problems
    assert problem.column == column
    assert says in problem.says


def test_every_problem_of_a_row_is_told_at_once():
    texts = {"kind": "?", "title": "", "issued_on": "x"}
    assert [one.column for one in understand(DOCUMENTS, texts).problems] == ["kind", "title", "issued_on"]


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.id)
def test_what_is_shown_is_read_as_the_same(register):
    one = understand(register, SAMPLES[register.id])
    assert one.problems == ()
    texts = {column.name: shown(column, one.values) for column in register.columns}
    again = understand(register, texts)
    assert again == one
    assert unpack(register, pack(register, one.values)) == one.values


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.id)
def test_the_examples_of_the_template_are_understood(register):
    for number in (0, 1):
        texts = {column.name: column.examples[number] for column in register.columns}
        assert understand(register, texts).problems == ()


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    for register in REGISTERS:
        for column in register.columns:
            values, problem = parse(column, text)
            assert bool(values) != bool(problem)


@given(st.decimals(min_value="0.01", max_value="9999999999", places=2))
def test_money_comes_back_to_the_fen(amount):
    one = understand(CHARGES, SAMPLES["charges"] | {"amount": f"{amount:f}"})
    assert one.values["amount"] == amount
    assert fingerprint(CHARGES, one.values) == one.fingerprint
