"""The pieces of reading prose: numerals, spellings, places, announced parts, growth, sums."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.annualreport.checking import check
from yangguang.annualreport.checking.narrative.lexicon import LEXER, WORDS, spell
from yangguang.annualreport.checking.narrative.numerals import NUMBER, chinese_number, quantity
from yangguang.annualreport.findings import Outcome
from yangguang.annualreport.model import SectionText


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三百二十一", 321),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("两千", 2000),
        ("一万二千", 12000),
        ("三千零六", 3006),
        ("五", 5),
        ("二〇", 20),
        ("一二三", 123),
        ("百", 100),
        ("万", None),
        ("二三十", None),
        ("", None),
    ],
)
def test_chinese_numerals(text, number):
    assert chinese_number(text) == number


@settings(max_examples=200)
@given(st.integers(1, 9999))
def test_chinese_numerals_as_people_write_them(number):
    digits = "零一二三四五六七八九"
    said, zero = "", False
    for unit, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // place % 10
        if digit:
            said += ("零" if zero and said else "") + digits[digit] + unit
            zero = False
        else:
            zero = True
    assert chinese_number(said) == number


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("136件", [136], [135, 137]),
        ("1,360件", [1360], [136]),
        ("130余件", [130, 139], [129, 140]),
        ("2000多件", [2000, 2999], [1999, 3000]),
        ("二十余件", [20, 29], [19, 30]),
        ("二十几件", [20, 29], [19, 30]),
        ("十几件", [10, 19], [9, 20]),
        ("3.2万件", [31_500, 32_000, 32_999], [31_000, 33_100]),
        ("3万余件", [30_000, 39_999], [29_999, 40_000]),
        ("近100件", [90, 99], [80, 101]),
        ("约100件", [95, 105], [80, 120]),
        ("超过100件", [100, 101, 500], [99]),
        ("100件左右", [95, 105], [80, 120]),
        ("1.5亿元", [Decimal(150_000_000)], [Decimal(140_000_000)]),
    ],
)
def test_what_a_number_in_words_allows(text, true, false):
    match = NUMBER.match(text)
    assert match is not None
    said = quantity(match)
    assert said is not None
    assert all(said.allows(figure) for figure in true)
    assert not any(said.allows(figure) for figure in false)


@pytest.mark.parametrize(
    "text", ["1" * 16 + "件", "9" * 40 + "余件", "33." + "3" * 40 + "%", "一二三四五六七八九" * 5 + "件"]
)
def test_a_row_of_signs_too_long_to_be_a_figure_is_none(text):
    match = NUMBER.match(text)
    assert match is not None
    assert quantity(match) is None


@pytest.mark.parametrize(("text", "said"), [("几十件", None), ("数百件", None), ("总数三百件", 300)])
def test_some_tens_are_no_figure(text, said):
    found = [quantity(match) for match in NUMBER.finditer(text)]
    assert [one and one.value for one in found] == ([said] if said else [])


def test_spellings_are_written_out():
    assert spell("[政府]信息(公开|发布)") == ["信息公开", "信息发布", "政府信息公开", "政府信息发布"]
    assert spell("维持") == ["维持"]


def test_the_search_finds_every_word_whole():
    for word in WORDS:
        match = LEXER.match(word)
        assert match is not None, word
        assert match[0] == word


# -- places ------------------------------------------------------------------------------------

NEW = {"requests.new_received.natural_person": 12, "requests.granted.natural_person": 12}


@pytest.mark.parametrize(
    ("paragraph", "figure"),
    [
        ("工作有序推进。全年共收到政府信息公开申请21件，均已答复。", "21件"),
        ("　　2021 年，全年共收到 政府信息 公开申请 2 1 件。", "2 1 件"),
        ("**依申请公开。**全年收到政府信息公开申请２１件。", "２１件"),
        ("按照《关于做好2020年工作的通知》，收到政府信息公开申请21件。", "21件"),
    ],
)
def test_a_page_can_mark_the_figure_in_its_paragraph(report, paragraph, figure):
    sections = (SectionText(1, "一、总体情况", ("开头一段。", paragraph)),)
    found = [
        one for one in check(report("2021", NEW, sections=sections, year=2021)).findings if one.rule == "T1"
    ]
    assert [(one.where, one.paragraph) for one in found] == [("sections.1", 1)]
    assert paragraph[found[0].start : found[0].end] == figure
    assert found[0].quote in paragraph
    assert found[0].cells == ("requests.new_received.total",)
    assert str(found[0].message) == "正文写“收到政府信息公开申请”21，按表格应为 12。"


def test_the_sentence_may_stand_in_any_part(report):
    made = report("2021", NEW, {3: "全年收到申请15件。", 4: "全年行政复议3件。"}, year=2021)
    found = [(one.where, one.expected, one.actual) for one in check(made).findings if one.rule == "T1"]
    assert found == [("sections.3", 12, 15), ("sections.4", 0, 3)]


@pytest.mark.parametrize("figure", ["9" * 40, "33." + "3" * 40, "0." + "0" * 40 + "1"])
@pytest.mark.parametrize(
    "text",
    ["全年收到申请{}余件。", "全年收到申请12件，同比增长{}%。", "全年收到申请12件，自然人12件，占{}%。"],
)
def test_a_figure_beyond_all_measure_says_nothing(report, text, figure):
    checked = check(report("2021", NEW, {3: text.format(figure)}, year=2021))
    assert not [one for one in checked.findings if one.rule in ("T1", "T2")]


def test_figures_that_no_table_settles_are_compared_with_each_other(report, alter):
    text = "全年收到政府信息公开申请15件。\n如上所述，全年收到政府信息公开申请16件。"
    blank = dict.fromkeys(path for path in report("2021").format.requests.cell_paths())
    made = alter(report("2021", {}, text, year=2021), blank)
    found = [(one.paragraph, one.expected, one.actual) for one in check(made).findings if one.rule == "T1"]
    assert found == [(1, 15, 16)]


def test_nothing_to_compare_is_not_a_pass(report):
    checked = check(report("2021", NEW, "我县持续推进政务公开。"))
    outcomes = {one.rule: (one.outcome, str(one.reason)) for one in checked.results}
    assert outcomes["T1"] == (Outcome.NOT_ASSESSABLE, "正文中没有可与表格核对的数字。")
    assert outcomes["T2"] == (Outcome.NOT_ASSESSABLE, "正文中没有可核对的增减幅度。")


# -- announced parts ---------------------------------------------------------------------------

SIX = "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项"


@pytest.mark.parametrize(
    ("preamble", "found"),
    [
        (f"本报告由{SIX}六个部分组成。", []),
        (f"全文包括{SIX}等六部分内容。", []),
        (f"本报告共分6个部分：{SIX}。", []),
        (
            "本报告包括总体情况、主动公开情况、收到和处理申请情况、复议、诉讼情况、主要问题及改进情况和其他需要报告的事项六个部分。",
            [],
        ),
        ("本报告分为六个部分。", []),
        ("本报告部分数据为快报数。", []),
        ("重点领域信息包括规划、财政等五个部分，由各科室负责。", []),
        (
            "本报告由总体情况、主动公开、收到和处理申请情况、存在问题及改进情况、其他需要报告的事项等六部分组成。",
            [],
        ),
        (f"全文内容包括{SIX}等五个部分。", [(6, 5)]),
        (f"本报告共分7个部分：{SIX}。", [(6, 7)]),
        ("本报告分为五个部分。", [(6, 5)]),
        (
            "本年度报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况和存在的主要问题及改进情况六个部分组成。",
            [(4, 6)],
        ),
    ],
)
def test_parts_announced_against_parts_listed(report, preamble, found):
    checked = check(report("2021", NEW, preamble=(preamble,)))
    said = [(one.where, one.expected, one.actual) for one in checked.findings if one.rule == "T1"]
    assert said == [("preamble", *figures) for figures in found]


# -- arithmetic --------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(now=st.integers(1, 3000), then=st.integers(1, 3000), digits=st.integers(0, 2))
def test_the_growth_of_two_whole_numbers_is_always_possible(report, now, then, digits):
    share = round(Decimal(abs(now - then)) * 100 / then, digits)
    word = "增长" if now >= then else "下降"
    checked = check(report("2021", {}, f"全年发布信息{now}条，同比{word}{share}%。", year=2021))
    assert [one for one in checked.findings if one.rule == "T2"] == []


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.integers(0, 500), min_size=2, max_size=6), wrong=st.integers(0, 3))
def test_complete_lists_must_add_up(report, parts, wrong):
    names = [f"第{name}类信息{part}条" for name, part in zip("甲乙丙丁戊己", parts, strict=False)]
    names[-1] = f"其他信息{parts[-1]}条"
    total = sum(parts) + wrong
    for text in (
        f"全年发布{total}条，其中{'，'.join(names)}。",
        f"全年发布{total}条（其中{'、'.join(names)}）。",
    ):
        found = [
            (one.expected, one.actual) for one in check(report("2021", {}, text)).findings if one.rule == "T1"
        ]
        assert found == ([(sum(parts), total)] if wrong else [])


@settings(max_examples=60, deadline=None)
@given(
    granted=st.integers(0, 300),
    rest=st.integers(0, 300),
    digits=st.integers(0, 2),
    off=st.sampled_from([-2, 0, 2]),
)
def test_shares_round_or_truncate(report, granted, rest, digits, off):
    whole = granted + rest
    if not whole:
        return
    values = {
        "requests.new_received.natural_person": whole,
        "requests.granted.natural_person": granted,
        "requests.unavailable_not_held.natural_person": rest,
    }
    share = round(Decimal(granted) * 100 / whole, digits) + off
    if share < 0:
        return
    text = f"办结政府信息公开申请{whole}件，其中予以公开{granted}件，占{share}%。"
    found = [one for one in check(report("2021", values, text)).findings if one.rule == "T1"]
    assert bool(found) is bool(off)


# -- whatever stands in the text ---------------------------------------------------------------

PIECES = st.one_of(
    st.sampled_from(sorted(WORDS)),
    st.sampled_from(
        [
            *"，。；：、（）()《》“”%％ 　\n*",
            "同比",
            "占",
            "均获维持",
            "半数以上为",
            "六个部分",
            "2021年",
            "1月",
        ]
    ),
    st.integers(0, 3000).map(lambda number: f"{number}件"),
    st.text("一二三十百万零余近约", max_size=4),
    st.text(max_size=5),
)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(PIECES, max_size=60), year=st.sampled_from([None, 2021, 2022]))
def test_any_text_is_read_and_every_finding_points_into_it(report, pieces, year):
    text = "".join(pieces)
    made = report("2021", NEW, text, year=year, preamble=(text,))
    section = made.section(1)
    for one in check(made).findings:
        if one.rule in ("T1", "T2"):
            source = made.preamble if one.where == "preamble" else section.paragraphs
            assert 0 <= one.start < one.end <= len(source[one.paragraph])
            assert one.quote in source[one.paragraph]


def test_a_very_long_text_is_read_in_bounded_time(report):
    text = "收到政府信息公开申请13件。" * 20_000
    before = process_time()
    found = [one for one in check(report("2021", NEW, text)).findings if one.rule == "T1"]
    assert process_time() - before < 20
    assert 0 < len(found) <= 2000
