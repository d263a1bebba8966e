"""What a request must say, and what its parts must be to each other."""

from __future__ import annotations

from datetime import date

import pytest
from applicants import FIRM, GOOD
from hypothesis import given
from hypothesis import strategies as st

from yangguang.requests.rules import id_check_digit, is_id_card, problems_of, tidied

TODAY = date(2024, 3, 4)


def problems(**changed: object) -> dict[str, list[str]]:
    return problems_of(tidied(GOOD | changed), TODAY)


def firm_problems(**changed: object) -> dict[str, list[str]]:
    return problems_of(tidied(FIRM | changed), TODAY)


def test_a_good_request_has_no_problem():
    assert problems() == {}
    assert firm_problems() == {}


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"name": ""}, "name", "姓名"),
        ({"name": "王" * 121}, "name", "最多 120 字"),
        ({"applicant_kind": ""}, "applicant_kind", "个人还是单位"),
        ({"applicant_kind": "alien"}, "applicant_kind", "个人还是单位"),
        ({"identity_kind": ""}, "identity_kind", "证件名称"),
        ({"identity_kind": "uscc"}, "identity_kind", "单位的证件"),
        ({"identity_number": ""}, "identity_number", "填写证件号码"),
        ({"identity_number": "110105194912310021"}, "identity_number", "最后一位"),
        ({"identity_number": "1101051949123100"}, "identity_number", "现在有 16 位"),
        ({"identity_kind": "passport", "identity_number": "E12"}, "identity_number", "护照"),
        ({"identity_kind": "hk_macao_permit", "identity_number": "X12345678"}, "identity_number", "H 或 M"),
        ({"identity_kind": "taiwan_permit", "identity_number": "1234567"}, "identity_number", "8 位或 10 位"),
        ({"identity_kind": "other", "identity_number": "x"}, "identity_number", "3 到 40"),
        ({"phone": "打我电话"}, "phone", "只写数字"),
        ({"phone": ""}, "phone", "至少留下一种联系方式"),
        ({"email": "wang@"}, "email", "写法不对"),
        ({"postcode": "12345"}, "postcode", "6 位"),
        ({"info_description": "预算"}, "info_description", "什么信息"),
        ({"info_description": "预" * 4001}, "info_description", "最多 4000 字"),
        ({"info_title": "预" * 201}, "info_title", "最多 200 字"),
        ({"purpose": "预" * 501}, "purpose", "最多 500 字"),
        ({"delivery_form": ""}, "delivery_form", "什么形式"),
        ({"delivery_channel": ""}, "delivery_channel", "什么途径"),
        ({"delivery_form": "view"}, "delivery_channel", "当面领取"),
        ({"delivery_form": "paper"}, "delivery_channel", "纸质"),
        ({"delivery_channel": "email"}, "email", "电子邮箱"),
        ({"delivery_channel": "mail"}, "address", "收件地址"),
    ],
)
def test_what_is_missing_or_wrong(changed, field, said):
    found = problems(**changed)
    assert list(found) == [field]
    assert said in " ".join(found[field])


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"representative": ""}, "representative", "法定代表人"),
        ({"contact_person": ""}, "contact_person", "联系人"),
        ({"identity_kind": "id_card", "identity_number": "11010519491231002X"}, "identity_kind", "单位请选"),
        ({"identity_number": "91350100M000100Y44"}, "identity_number", "校验位"),
        ({"identity_number": "91350100M000100Y4"}, "identity_number", "18 位"),
    ],
)
def test_what_an_organisation_lacks(changed, field, said):
    found = firm_problems(**changed)
    assert list(found) == [field]
    assert said in " ".join(found[field])


@pytest.mark.parametrize(
    "changed",
    [
        {"phone": "", "email": "wang@example.cn"},
        {"phone": "", "address": "云溪市某路 1 号"},
        {"phone": "０１０－６１２３ ４５６７转８０１"},
        {"identity_kind": "passport", "identity_number": "e 1234567"},
        {"identity_kind": "hk_macao_permit", "identity_number": "H12345678"},
        {"identity_kind": "taiwan_permit", "identity_number": "12345678"},
        {"identity_number": "１１０１０５１９４９１２３１００２ｘ"},
        {"delivery_form": "paper", "delivery_channel": "mail", "address": "某路 1 号", "postcode": "100000"},
        {"delivery_form": "view", "delivery_channel": "collect"},
        {"identity_number": "110105200002290011"[:17] + "3"},
    ],
)
def test_what_is_fine(changed):
    if changed.get("identity_number", "").startswith("11010520000229"):
        first = "11010520000229001"
        changed = {"identity_number": first + id_check_digit(first)}  # born on a leap day
    assert problems(**changed) == {}


def test_fields_of_organisations_are_dropped_for_a_person():
    kept = tidied(GOOD | {"representative": "李四", "contact_person": "张三"})
    assert (kept["representative"], kept["contact_person"]) == ("", "")


# --- the identity card: GB 11643 ----------------------------------------------------------------

BIRTHS = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)
CARDS = st.builds(
    lambda region, born, serial: f"{region}{born:%Y%m%d}{serial:03}",
    st.integers(110000, 659999),
    BIRTHS,
    st.integers(0, 999),
)


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", False),  # its check digit is right, its year of birth is not possible any more
        ("11010519491231002x", False),  # folded before
        ("110105194902290028", False),  # there was no 29 February 1949
        ("11010520240305001X", False),  # born tomorrow
        ("01010519491231002X", False),
        ("１1010519491231002X", False),
    ],
)
def test_known_numbers(number, good):
    assert is_id_card(number, TODAY) is good


@given(CARDS)
def test_the_check_digit_makes_the_weighted_sum_one_modulo_eleven(first):
    """ISO 7064 MOD 11-2, in the standard's own words: the sum of all eighteen places by 2^(18-i) leaves 1."""
    number = first + id_check_digit(first)
    assert is_id_card(number, TODAY)
    values = [10 if sign == "X" else int(sign) for sign in number]
    assert sum(value * 2 ** (17 - place) for place, value in enumerate(values)) % 11 == 1


@given(CARDS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found(first, place, shift):
    number = first + id_check_digit(first)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not is_id_card(wrong, TODAY)


@given(CARDS, st.integers(0, 15))
def test_two_neighbours_changed_over_are_found(first, place):
    number = first + id_check_digit(first)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or not is_id_card(swapped, TODAY)
