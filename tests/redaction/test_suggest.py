"""What is found in a text, where, and what is left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.redaction import Kind, suggest
from yangguang.redaction.numbers import (
    PROVINCES,
    is_bank_card,
    is_credit_code,
    is_identity_number,
    is_old_identity_number,
)
from yangguang.redaction.suggest import fold

# Each line: the text, and what must be found in it, kind by kind. Written for this project.
SAMPLE = [
    ("申请人身份证号11010519491231002X。", [(Kind.IDENTITY_NUMBER, "11010519491231002X")]),
    (
        "身份证：１１０１０５１９４９１２３１００２Ｘ",
        [(Kind.IDENTITY_NUMBER, "１１０１０５１９４９１２３１００２Ｘ")],
    ),
    ("证号 110105 19491231 002X 有效", [(Kind.IDENTITY_NUMBER, "110105 19491231 002X")]),
    ("证号110105194912\n31002x", [(Kind.IDENTITY_NUMBER, "110105194912\n31002x")]),
    ("旧证号130503670401001", [(Kind.IDENTITY_NUMBER, "130503670401001")]),
    ("手机13800005678", [(Kind.PHONE, "13800005678")]),
    ("手机 +86 138-0000-5678。", [(Kind.PHONE, "+86 138-0000-5678")]),
    ("座机010-62345678转801", [(Kind.PHONE, "010-62345678转801")]),
    ("电话：62345678", [(Kind.PHONE, "62345678")]),
    ("账号6222020000000000001。", []),  # fails the check digit
    ("卡号4539 1488 0343 6467", [(Kind.BANK_CARD, "4539 1488 0343 6467")]),
    ("卡号6212261234567890128", [(Kind.BANK_CARD, "6212261234567890128")]),
    ("邮箱wang.xm@example.com。", [(Kind.EMAIL, "wang.xm@example.com")]),
    ("车牌京A·12345，", [(Kind.PLATE, "京A·12345")]),
    ("新能源车沪AD12345", [(Kind.PLATE, "沪AD12345")]),
    ("护照E12345678", [(Kind.PASSPORT, "E12345678")]),
    ("家住云溪市青川区人民路12号3栋2单元501室。", [(Kind.ADDRESS, "云溪市青川区人民路12号3栋2单元501室")]),
    ("住址：江苏省南京市\n鼓楼区中山北路１２号", [(Kind.ADDRESS, "江苏省南京市\n鼓楼区中山北路１２号")]),
    ("现居幸福花园小区8号楼", [(Kind.ADDRESS, "幸福花园小区8号楼")]),
    ("户籍地为青川县王家镇李庄村三组12号。", [(Kind.ADDRESS, "青川县王家镇李庄村三组12号")]),
    ("张三，1949年12月31日出生", [(Kind.BIRTH_DATE, "1949年12月31日")]),
    ("出生日期：1949-12-31", [(Kind.BIRTH_DATE, "1949-12-31")]),
    # what is public, or nothing
    ("统一社会信用代码91350100M000100Y43。", []),
    ("云政发〔2024〕12号文件", []),
    ("根据《条例》第37条第2款，2024年3月1日收到", []),
    ("预算金额1234567890123456元", []),
    ("共计12800元，第3号公告", []),
    ("经研究，同意该方案。", []),
    ("工程编号20240301000000000001", []),
]


@pytest.mark.parametrize(
    ("text", "expected"), SAMPLE, ids=lambda value: value[:24] if isinstance(value, str) else ""
)
def test_the_written_sample(text, expected):
    assert [(one.kind, one.text) for one in suggest(text)] == expected


def test_recall_and_precision_on_the_sample_as_one_page():
    """Sentences beside each other must not hide or make finds. Both are measured: 1.0 and 1.0 when written."""
    page = "\n\n".join(text for text, _expected in SAMPLE)
    wanted = {(kind, text) for _text, expected in SAMPLE for kind, text in expected}
    found = {(one.kind, one.text) for one in suggest(page)}
    recall = len(found & wanted) / len(wanted)
    precision = len(found & wanted) / len(found)
    assert recall == 1.0, wanted - found
    assert precision >= 0.95, found - wanted


def test_names_are_found_however_they_are_spaced():
    found = suggest("王小明、王 小 明、王\n小明和王小", ["王小明", "王"])
    assert [one.text for one in found] == ["王小明", "王 小 明", "王\n小明"]
    assert {one.kind for one in found} == {Kind.NAME}


def test_a_name_inside_an_address_is_part_of_it():
    found = suggest("住云溪市王小明路12号", ["王小明"])
    assert [(one.kind, one.text) for one in found] == [(Kind.ADDRESS, "云溪市王小明路12号")]


def test_every_suggestion_names_the_ground_of_article_15():
    (found,) = suggest("13800005678")
    assert found.ground == "personal_privacy"
    assert 0 < found.certainty <= 1


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_identity_number, "11010519491231002X", "110105194912310021"),
        (is_identity_number, "440524188001010014", "440524188002300014"),  # 30 February
        (is_identity_number, "11010519491231002x", "99010519491231002X"),
        (is_old_identity_number, "130503670401001", "130503671301001"),
        (is_bank_card, "4539148803436467", "4539148803436468"),
        (is_credit_code, "91350100M000100Y43", "91350100M000100Y44"),
    ],
)
def test_check_digits(check, good, bad):
    assert check(good)
    assert not check(bad)


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1900, 1, 1), date(2024, 12, 31)))
    body = draw(st.sampled_from(sorted(PROVINCES))) + f"{draw(st.integers(0, 9999)):04d}{day:%Y%m%d}"
    body += f"{draw(st.integers(0, 999)):03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = "62" + draw(st.text("0123456789", min_size=13, max_size=16))
    for digit in "0123456789":
        total = 0
        for place, sign in enumerate(reversed(body + digit)):
            doubled = int(sign) * (1 + place % 2)
            total += doubled // 10 + doubled % 10
        if total % 10 == 0:
            return body + digit
    raise AssertionError


def dressed(draw: st.DrawFn, number: str) -> str:
    """The number as tables and scans show it: full-width, in groups, over a line's end."""
    shown = number
    if draw(st.booleans()):
        shown = "".join(chr(ord(sign) + 0xFEE0) for sign in shown)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(1, len(shown) - 1))
        shown = shown[:place] + draw(st.sampled_from([" ", "\n", "　", "-"])) + shown[place:]
    return shown


BEFORE = st.sampled_from(["", "身份证号：", "证号", "（", "卡号 ", "共3人，\n"])
AFTER = st.sampled_from(["", "。", "，住", "）", "\n", "号"])


@given(st.data(), identity_numbers(), BEFORE, AFTER)
def test_every_identity_number_is_found(data, number, before, after):
    shown = dressed(data.draw, number)
    found = [one for one in suggest(before + shown + after) if one.kind is Kind.IDENTITY_NUMBER]
    assert [(one.start, one.text) for one in found] == [(len(before), shown)]


def test_a_card_that_also_passes_for_a_credit_code_is_a_card():
    (one,) = suggest("卡号620221137124941293")
    assert (one.kind, one.text) == (Kind.BANK_CARD, "620221137124941293")


@given(st.data(), cards(), BEFORE, AFTER)
def test_every_card_is_found(data, number, before, after):
    shown = dressed(data.draw, number)
    text = before + shown + after
    covered = {place for one in suggest(text) for place in range(one.start, one.end)}
    missing = [
        i
        for i in range(len(before), len(before) + len(shown))
        if i not in covered and fold(text[i]).isdigit()
    ]
    assert missing == []


PIECES = st.sampled_from(
    [
        *(text for text, _expected in SAMPLE),
        *["王小明", "1", "12号", "路", "\n", " ", "区", "2024年", "X", "-", "省", "138"],
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_suggestions_never_overlap_and_say_where_they_are(text):
    end = 0
    for one in suggest(text, ["王小明"]):
        assert end <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        end = one.end


def test_a_long_run_of_digits_is_no_trap():
    assert suggest("1" * 200_000) == ()
    assert suggest("路1号" * 20_000)


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)
