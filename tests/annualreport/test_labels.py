"""Labels are recognised as offices print them, and nothing else is."""

from __future__ import annotations

import pytest

from yangguang.annualreport.formats import FORMATS
from yangguang.annualreport.labels import distance, form_labels, key, leading_number


@pytest.fixture(scope="module")
def rows_2019():  # type: ignore[no-untyped-def]
    return form_labels("2019", "").request_rows


@pytest.fixture(scope="module")
def rows_2021():  # type: ignore[no-untyped-def]
    return form_labels("2021", "").request_rows


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("（一）予以公开", "granted"),
        ("(一) 予以公开", "granted"),
        ("予以\n公开", "granted"),
        ("(二) 部分公开(区分处理的, 只计这一情形, 不计其他情形)", "partially_granted"),
        ("部分公开", "partially_granted"),
        ("1. 属于国家秘密", "denied_state_secret"),
        ("２．其他法律、行政法规禁止公开", "denied_law_prohibited"),
        ('3.危及"三安全一稳定"', "denied_security_stability"),
        ("1.本机关不掌握相关情况", "unavailable_not_held"),
        ("5. 要求行政机关 确认或重新出具 已获取信息", "not_processed_reconfirm"),
        ("7.属于行政执法", "denied_enforcement_file"),
        ("四、结转下年度继续办理", "carried_out"),
        ("3.补正后申请内容仍不明碓", "unavailable_unclear"),
        ("六、其他处理", "other_handling"),
    ],
)
def test_what_offices_print(rows_2019, printed: str, row: str) -> None:  # type: ignore[no-untyped-def]
    assert rows_2019.find(printed) == row


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请", "other_no_correction"),
        ("1.申请人无正当理由逾期不补正", "other_no_correction"),
        ("2.申请人逾期未缴费、行政机关不再处理其政府信息公开申请", "other_fee_unpaid"),
        ("3.其他", "other_misc"),
    ],
)
def test_the_rows_that_2021_added(rows_2021, printed: str, row: str) -> None:  # type: ignore[no-untyped-def]
    assert rows_2021.find(printed) == row


@pytest.mark.parametrize("text", ["", "公开", "本年度办理结果", "信息内容", "申请人情况", "处理", "自然人"])
def test_what_is_no_row(rows_2019, text: str) -> None:  # type: ignore[no-untyped-def]
    assert rows_2019.find(text) == ""


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_every_official_label_finds_its_own_row(form) -> None:  # type: ignore[no-untyped-def]
    index = form_labels(form.id, form.variant).request_rows
    for row in form.requests.rows:
        for label in (row.label, *row.variants):
            assert index.find(label) == row.id


def test_the_second_half_of_a_cut_label_is_known_by_its_end(rows_2019) -> None:  # type: ignore[no-untyped-def]
    assert rows_2019.ending("量反复申请") == ("not_processed_excessive",)
    assert rows_2019.ending("案卷") == ("denied_enforcement_file",)


@pytest.mark.parametrize(
    ("text", "number"),
    [("3.其他", "3"), ("（六）其他处理", "六"), ("四、结转", "四"), ("其他", ""), ("2019年", "")],
)
def test_leading_numbers(text: str, number: str) -> None:
    assert leading_number(text) == number


def test_keys_drop_what_does_not_count() -> None:
    assert key(" （一） 予 以公开。") == key("予以公开")
    assert key("本年增／减") == key("本年增/减")


@pytest.mark.parametrize(
    ("a", "b", "d"), [("公开", "公开", 0), ("公开", "公布", 1), ("甲乙丙", "丙乙甲", 2), ("", "公开信息", 3)]
)
def test_distance_is_bounded(a: str, b: str, d: int) -> None:
    assert distance(a, b, 2) == d
