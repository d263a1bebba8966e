"""Hints before work: asked before, asked by several, asked often, no request at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.cases.sealing import mark_of
from yangguang.requests.intake import subject_mark
from yangguang.requests.models import DisclosureSuggestion, RequestSettings
from yangguang.requests.repeats import hints_for, pairs, petition_in_disguise, similarity

WANTED = "云溪路2023年改造工程的预算批复文件"


def receives(desk, wanted: str = WANTED, who: str = "A", on: str = "2024-03-04", **more):
    marks = {
        "applicant_mark": mark_of(who),
        "subject_mark": subject_mark(
            {"info_title": "", "info_document_number": "", "info_description": wanted}
        ),
    }
    return desk.receives(wanted, on=on, **marks, **more)


# --- similarity ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("道路预算", "道路预算", 1.0),
        ("道路预算", "道 路，预算！", 1.0),
        ("ABC", "ａｂｃ", 1.0),
        ("道路预算", "学校招生", 0.0),
        ("道路预算", "道路决算", 1 / 5),  # 道路 of 道路 路预 预算 路决 决算
        ("预算", "", 0.0),
        ("", "", 0.0),
        ("路", "路", 1.0),
    ],
)
def test_similarity_by_hand(one, other, share):
    assert similarity(pairs(one), pairs(other)) == pytest.approx(share)


@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_symmetric_and_between_nothing_and_all(one, other):
    share = similarity(pairs(one), pairs(other))
    assert 0 <= share <= 1
    assert share == similarity(pairs(other), pairs(one))
    assert similarity(pairs(one), pairs(one)) in (0, 1)


# --- the same again --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_applicant_asking_the_same_is_shown_with_the_earlier_case(desk):
    first = receives(desk)
    other = receives(desk, "学校招生名单")
    again = receives(desk, "云溪路 2023 年改造工程预算批复文件。", on="2024-04-08")
    hints = hints_for(again)
    assert [earlier.case for earlier in hints.same_applicant] == [first]
    assert hints.same_applicant[0].percent > 80
    assert hints_for(other).same_applicant == ()
    assert hints_for(first).same_applicant == ()  # what comes later is not earlier


@pytest.mark.django_db
def test_somebody_elses_or_another_agencys_request_is_no_repeat(desk, cast):
    receives(desk, who="B")
    receives(desk, agency=cast.school)
    assert hints_for(receives(desk)).same_applicant == ()


@pytest.mark.django_db
def test_an_applicant_without_a_mark_is_nobody_known(desk):
    desk.receives(WANTED, on="2024-03-04")
    hints = hints_for(desk.receives(WANTED, on="2024-03-05"))
    assert hints.same_applicant == ()
    assert hints.monthly is None


# --- several -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_three_applicants_make_a_proposal(desk):
    receives(desk, who="A")
    receives(desk, who="A", on="2024-03-05")  # the same person twice is one applicant
    second = receives(desk, who="B")
    assert hints_for(second).applicants == 2
    assert not hints_for(second).proposes_disclosure
    third = receives(desk, "云溪路2023年改造工程的预算批复", who="C")
    hints = hints_for(third)
    assert hints.applicants == 3
    assert hints.proposes_disclosure


# --- many ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_eleventh_of_a_month_is_many_and_would_cost_a_hundred_yuan(desk):  # 收费办法第四条
    receives(desk, on="2024-02-29")
    for _ in range(10):
        last = receives(desk, on="2024-03-04")
    assert (hints_for(last).monthly.count, hints_for(last).monthly.is_many) == (10, False)
    eleventh = hints_for(receives(desk, on="2024-03-29")).monthly
    assert (eleventh.count, eleventh.threshold, eleventh.yuan, eleventh.is_many) == (11, 10, 100, True)
    assert hints_for(receives(desk, on="2024-04-01")).monthly.count == 1


@pytest.mark.django_db
def test_the_office_sets_what_is_many(desk, cast):
    RequestSettings.objects.create(agency=cast.bureau, many_per_month=1)
    receives(desk)
    assert hints_for(receives(desk)).monthly.is_many


# --- no request at all -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我要投诉某单位的工作人员态度恶劣", ("投诉",)),
        ("举报某公司偷税漏税，请求查处该公司", ("举报", "请求查处")),
        ("要求赔偿我的损失", ("要求赔偿",)),
        ("我家的低保为什么被取消了", ("为什么",)),
        ("向领导反映小区物业的问题", ("反映小区物业的问题",)),
    ],
)
def test_words_of_a_petition_are_named(text, words):
    hint = petition_in_disguise(text)
    assert hint is not None
    assert hint.words == words
    for word in words:
        assert word in hint.says
    assert "第三十九条" in hint.says


@pytest.mark.parametrize(
    "text",
    [
        "云溪路2023年改造工程的预算批复文件",
        "申请公开对某公司举报的处理结果文件、处罚决定记录",
        "2023年信访工作报告和信访件办理数据",
        "请提供某项目的规划许可",
        "",
    ],
)
def test_a_request_that_names_papers_is_left_alone(text):
    assert petition_in_disguise(text) is None


@pytest.mark.django_db
def test_hints_cost_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    for who in "ABCDEF":
        receives(desk, who=who)
    case = receives(desk)
    with django_assert_max_num_queries(9):
        hints = hints_for(case)
        assert [str(earlier.case.agency) for earlier in hints.same_applicant]


@pytest.mark.django_db
def test_nothing_to_say_is_nothing(desk):
    assert not hints_for(receives(desk))


@pytest.mark.django_db
def test_a_suggestion_of_the_applicant_is_a_hint(desk):
    case = receives(desk)
    DisclosureSuggestion.objects.create(case=case, reason="大家想知道", made_at=case.arrived_at)
    hints = hints_for(case)
    assert hints
    assert hints.suggestion.reason == "大家想知道"
