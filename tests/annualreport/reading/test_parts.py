"""The six parts, under the headings that offices give them."""

from __future__ import annotations

import pytest

from yangguang.annualreport.reading.lines import Line
from yangguang.annualreport.reading.parts import heading_of, parts_of, split_headings


def lines(*texts: str) -> list[Line]:
    return [Line(text, [], 0, number) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一、总体情况", 1),
        ("总体情况", 1),
        ("# 一、 总体情况", 1),
        ("第一部分 总体情况", 1),
        ("二、主动公开政府信息情况", 2),
        ("三、收到和处理政府信息公开申请情况", 3),
        ("三、收到和处理政府信息公开申请的情况", 3),
        ("四、政府信息公开行政复议、行政诉讼情况", 4),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("四、政府信息公开行政复议和行政诉讼情况", 4),
        ("五、存在的主要问题及改进情况", 5),
        ("五、存在问题及改进情况", 5),
        ("五、政府信息公开工作存在的主要问题及改进情况", 5),
        ("五、存在的主要问题及改进措施", 5),
        ("五、主要问题及改进情况", 5),
        ("六、其他需要报告的事项", 6),
        ("六、需要报告的其他事项", 6),
        ("—、总体情况", 1),
        ("一、2024年总体情况", 1),
        ("一、政府信息公开总体情况", 1),
        ("二主动公开政府信息情况", 2),
        ("二、政府信息主动公开情况", 2),
        ("二、主动公开政府信息情况（表格）", 2),
        ("三、收到和处理政府信息公开申请情况表", 3),
        ("三、政府信息公开申请办理情况", 3),
        ("四、行政复议和诉讼情况", 4),
        ("四、政府信息公开行政复议、诉讼情况", 4),
        ("五、存在的主要问题", 5),
        ("五、存在的问题及下步工作打算", 5),
        ("五、存在困难和改进措施", 5),
        ("六、其他", 6),
        ("六、其他有关情况", 6),
    ],
)
def test_headings(text: str, number: int) -> None:
    assert heading_of(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "（一）主动公开方面。全年主动公开政府信息若干条。",
        "四、结转下年度继续办理",
        "一、本年新收政府信息公开申请数量",
        "三、本年度办理结果",
        "全文包括总体情况、主动公开政府信息情况、其他需要报告的事项六个部分。",
        "一是加强学习，存在的问题及改进措施已经落实到位并逐项核对。",
        "二、主动公开工作扎实推进",
        "二、上年结转政府信息公开申请数量",
        "五、存在问题的整改已经完成，成效明显。",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert heading_of(text) == 0


def test_headings_swallowed_by_a_paragraph_are_found() -> None:
    text = "本报告由六部分组成。一、总体情况2023年工作有序。二、主动公开政府信息情况规章000三、收到和处理政府信息公开申请情况"
    parts = parts_of(split_headings(lines(text)))
    assert [part.number for part in parts] == [0, 1, 2, 3]
    assert parts[1].lines[0].text == "2023年工作有序。"


def test_a_list_of_the_parts_in_the_preamble_opens_none() -> None:
    text = "本报告包括一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况等部分，请予监督并提出意见建议。"
    assert [part.number for part in parts_of(split_headings(lines(text)))] == [0]


def test_sub_headings_do_not_open_a_part_again() -> None:
    parts = parts_of(lines("一、总体情况", "（一）总体情况", "二、主动公开政府信息情况", "一、总体情况"))
    assert [part.number for part in parts] == [0, 1, 2]


@pytest.mark.parametrize(
    ("second", "third"),
    [
        ("1.主动公开情况", "2.依申请公开情况"),
        ("主动公开情况", "依申请公开情况"),
        ("（1）主动公开情况", "（2）依申请公开情况"),
    ],
)
def test_sub_headings_of_part_one_do_not_stand_for_the_parts_after_it(second: str, third: str) -> None:
    headings = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    parts = parts_of(lines(headings[0], second, "甲。", third, "乙。", headings[1], "丙。", headings[2]))
    assert [(part.number, len(part.lines)) for part in parts] == [(0, 0), (1, 4), (2, 1), (3, 0)]


def test_headings_without_their_numbers_open_the_parts_where_no_others_do() -> None:
    parts = parts_of(lines("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况"))
    assert [part.number for part in parts] == [0, 1, 2, 3]


def test_a_table_of_contents_opens_no_part() -> None:
    headings = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    texts = ["目录", *headings, headings[0], "甲。", headings[1], "乙。", headings[2], "丙。"]
    parts = parts_of([Line(text, [], 0, number) for number, text in enumerate(texts)])
    assert [(part.number, [line.text for line in part.lines]) for part in parts[1:]] == [
        (1, ["甲。"]),
        (2, ["乙。"]),
        (3, ["丙。"]),
    ]
