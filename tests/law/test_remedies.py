"""Remedies: the right way, body, period and paragraph by kind and by day of the answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.law.errors import InvalidEvents
from yangguang.law.outcomes import OUTCOMES, outcome
from yangguang.law.remedies import (
    BodyKind,
    Regime,
    RemedyRules,
    Way,
    complaint,
    regime_on,
    remedies,
    remedies_for_silence,
)
from yangguang.law.workdays import CalendarDays, CalendarMonths
from yangguang.translation import language

D = date.fromisoformat
REFUSALS = {
    "deny_state_secret",
    "deny_law_prohibited",
    "deny_security_stability",
    "deny_third_party",
    "deny_internal_affairs",
    "deny_process_info",
    "deny_enforcement_file",
}
INTERPRETATION = "《最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释》（法释〔2025〕8号）第一条"


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        ("2019-05-15", Regime.FREE_CHOICE),
        ("2023-12-31", Regime.FREE_CHOICE),
        ("2024-01-01", Regime.REVIEW_FIRST),
        ("2025-05-31", Regime.REVIEW_FIRST),
        ("2025-06-01", Regime.INTERPRETED),
        ("2026-03-01", Regime.INTERPRETED),
    ],
)
def test_three_rules_have_followed_each_other(day, regime):
    assert regime_on(D(day)) is regime


@pytest.mark.parametrize("day", ["2023-12-31", "2024-06-03", "2025-06-01"])
@pytest.mark.parametrize("one", OUTCOMES, ids=lambda one: one.code)
def test_refusals_go_to_reconsideration_first_since_2024_and_nothing_else(one, day):
    advice = remedies(one, D(day), BodyKind.DEPARTMENT)
    if day < "2024":
        wanted = Way.EITHER
    elif one.code.value in REFUSALS:
        wanted = Way.REVIEW_FIRST
    else:
        wanted = Way.SPLIT if one.code == "partial" else Way.EITHER
    assert advice.way is wanted
    assert advice.review_period == CalendarDays(60)
    assert advice.suit_after_review == CalendarDays(15)
    assert advice.suit_period == (None if wanted is Way.REVIEW_FIRST else CalendarMonths(6))
    assert ("应当先申请行政复议" in advice.text) is (wanted is not Way.EITHER)
    assert ("6个月内直接向" in advice.text) is (wanted is not Way.REVIEW_FIRST)
    assert ("法释〔2025〕8号" in advice.text) is (wanted is not Way.EITHER and day >= "2025-06-01")
    assert "60日内向" in advice.text
    assert "{" not in advice.text
    assert advice.text.endswith("。")


def test_the_paragraph_before_2024():
    advice = remedies(outcome("deny_state_secret"), D("2023-06-01"), BodyKind.DEPARTMENT)
    assert advice.text == (
        "如对本答复不服，可以自收到本答复之日起60日内向本级人民政府或者上一级主管部门申请行政复议，"
        "也可以自收到本答复之日起6个月内直接向有管辖权的人民法院提起行政诉讼。"
    )


def test_the_paragraph_of_a_refusal_in_2024():
    advice = remedies(
        outcome("deny_process_info"),
        D("2024-06-03"),
        BodyKind.DEPARTMENT,
        reviewer="云溪市人民政府",
        court="云溪市云溪区人民法院",
    )
    assert advice.text == (
        "如对本答复不服，可以自收到本答复之日起60日内向云溪市人民政府申请行政复议。"
        "依照《中华人民共和国行政复议法》第二十三条第一款第（四）项的规定，对本答复应当先申请行政复议，不能直接提起行政诉讼；"
        "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向云溪市云溪区人民法院提起行政诉讼。"
    )


def test_the_paragraph_of_a_refusal_since_june_2025():
    advice = remedies(outcome("deny_third_party"), D("2025-06-01"), BodyKind.GOVERNMENT)
    assert advice.text == (
        "如对本答复不服，可以自收到本答复之日起60日内向上一级人民政府申请行政复议。"
        f"依照《中华人民共和国行政复议法》第二十三条第一款第（四）项和{INTERPRETATION}的规定，"
        "对本答复应当先申请行政复议，不能直接提起行政诉讼；"
        "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向有管辖权的人民法院提起行政诉讼。"
    )


def test_the_paragraph_of_a_partial_grant_speaks_of_both_parts():
    text = remedies(outcome("partial"), D("2026-01-05"), BodyKind.DEPARTMENT).text
    withheld, rest = text.split("如对本答复的其他部分不服，")
    assert withheld.startswith("如对本答复中不予公开的部分不服，可以自收到本答复之日起60日内")
    assert "对该部分应当先申请行政复议" in withheld
    assert rest == (
        "可以自收到本答复之日起60日内向本级人民政府申请行政复议，"
        "也可以自收到本答复之日起6个月内直接向有管辖权的人民法院提起行政诉讼。"
    )


@pytest.mark.parametrize(
    ("body", "before", "since", "article"),
    [
        (BodyKind.DEPARTMENT, "本级人民政府或者上一级主管部门", "本级人民政府", "第二十四条"),
        (BodyKind.GOVERNMENT, "上一级人民政府", "上一级人民政府", "第二十四条"),
        (BodyKind.PROVINCE, "本机关", "本机关", "第二十四条、第二十六条"),
        (BodyKind.MINISTRY, "本机关", "本机关", "第二十五条、第二十六条"),
        (BodyKind.VERTICAL, "上一级主管部门", "上一级主管部门", "第二十七条"),
        (
            BodyKind.JUSTICE,
            "本级人民政府或者上一级主管部门",
            "本级人民政府或者上一级司法行政部门",
            "第二十八条",
        ),
        (BodyKind.DISPATCHED, "设立该派出机关的人民政府", "设立该派出机关的人民政府", "第二十四条"),
    ],
)
def test_who_reconsiders_follows_from_the_kind_of_body(body, before, since, article):
    one = outcome("deny_state_secret")
    assert remedies(one, D("2023-12-29"), body).reviewer == before
    now = remedies(one, D("2025-09-01"), body)
    assert now.reviewer == since
    assert f"向{since}申请行政复议" in now.text
    assert f"行政复议法{article}" in now.articles
    with language("en"):
        assert body.label.isascii()


@pytest.mark.parametrize("body", [BodyKind.PROVINCE, BodyKind.MINISTRY])
def test_a_province_and_a_ministry_may_be_taken_to_the_state_council(body):
    assert remedies(outcome("deny_state_secret"), D("2025-09-01"), body).text.endswith(
        "提起行政诉讼，也可以向国务院申请裁决。"
    )


@pytest.mark.parametrize(
    ("delivered", "review", "suit", "why"),
    [
        ("2024-12-16", "2025-02-14", "2025-06-16", "sheet on petitions: sixty days from 16 December"),
        ("2023-09-20", "2023-11-20", "2024-03-20", "19 November is a Sunday and moves on"),
        ("2025-01-14", "2025-03-17", "2025-07-14", "15 March is a Saturday"),
        ("2024-03-31", "2024-05-30", "2024-09-30", "six months from 31 March end with September"),
        ("2024-04-05", "2024-06-04", "2024-10-08", "5 October is in the holiday; 8 October is worked"),
        ("2024-02-19", "2024-04-19", "2024-08-19", "February of a leap year"),
    ],
)
def test_the_last_days_are_counted_from_delivery(delivered, review, suit, why):
    advice = remedies(outcome("not_exist"), D(delivered), BodyKind.DEPARTMENT, D(delivered))
    assert (advice.review_until, advice.suit_until) == (D(review), D(suit)), why
    assert not advice.provisional


def test_last_days_need_not_roll_over():
    advice = remedies(
        outcome("not_exist"),
        D("2023-09-20"),
        BodyKind.DEPARTMENT,
        D("2023-09-20"),
        rules=RemedyRules(rolls_over=False),
    )
    assert advice.review_until == D("2023-11-19")


def test_without_delivery_there_are_no_last_days():
    advice = remedies(outcome("not_exist"), D("2025-09-01"), BodyKind.DEPARTMENT)
    assert (advice.review_until, advice.suit_until, advice.provisional) == (None, None, False)


def test_a_refusal_has_no_last_day_for_a_suit_yet():
    advice = remedies(outcome("deny_state_secret"), D("2025-09-01"), BodyKind.DEPARTMENT, D("2025-09-03"))
    assert advice.review_until == D("2025-11-03")  # 2 November is a Sunday
    assert advice.suit_until is None
    assert advice.is_review_first


def test_last_days_in_an_unknown_year_are_provisional():
    advice = remedies(outcome("not_exist"), D("2026-11-20"), BodyKind.DEPARTMENT, D("2026-11-20"))
    assert (advice.review_until, advice.provisional) == (D("2027-01-19"), True)


def test_nothing_is_delivered_before_it_was_answered():
    with pytest.raises(InvalidEvents, match="送达日 2025-08-31 早于答复日 2025-09-01"):
        remedies(outcome("not_exist"), D("2025-09-01"), BodyKind.DEPARTMENT, D("2025-08-31"))


@pytest.mark.parametrize(
    ("due", "way"),
    [("2023-12-01", Way.EITHER), ("2024-06-03", Way.REVIEW_FIRST), ("2025-06-03", Way.EITHER)],
)
def test_silence_has_its_remedies_too(due, way):
    advice = remedies_for_silence(D(due), BodyKind.DEPARTMENT)
    assert advice.way is way
    year, month, day = (int(part) for part in due.split("-"))
    assert advice.text.startswith(f"答复期限已于{year}年{month}月{day}日届满。")
    assert advice.review_until is not None


def test_silence_is_counted_from_the_end_of_the_limit():
    advice = remedies_for_silence(D("2025-06-03"), BodyKind.DEPARTMENT)
    # sixty days end on Saturday 2 August; six months on 3 December
    assert (advice.review_until, advice.suit_until) == (D("2025-08-04"), D("2025-12-03"))


def test_a_complaint_is_possible_at_any_time():
    assert "第四十七条第二款、第五十一条" in complaint()
    assert complaint().endswith("向上一级行政机关或者政府信息公开工作主管部门投诉、举报。")
    assert "向云溪市人民政府或者云溪市人民政府办公室投诉" in complaint(
        "云溪市人民政府", "云溪市人民政府办公室"
    )


@given(
    answered=st.dates(date(2019, 5, 15), date(2026, 12, 31)),
    after=st.integers(0, 30),
    number=st.integers(0, len(OUTCOMES) - 1),
    body=st.sampled_from(list(BodyKind)),
)
def test_whatever_is_answered_the_advice_is_whole(answered, after, number, body):
    delivered = answered + timedelta(days=after)
    advice = remedies(OUTCOMES[number], answered, body, delivered)
    assert advice.review_until >= delivered + timedelta(days=60)
    assert (advice.suit_until is None) == (advice.way is Way.REVIEW_FIRST)
    assert advice.suit_until is None or advice.suit_until > advice.review_until
    assert advice.articles[0] == "条例第五十一条"
    assert len(set(advice.articles)) == len(advice.articles)
    assert advice.reviewer in advice.text
    assert advice.court in advice.text
