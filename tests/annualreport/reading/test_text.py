"""Plain text and Markdown: tables in every guise, broken paragraphs, and nothing that can break it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.annualreport.errors import EmptyFile, ReportError, TooLarge
from yangguang.annualreport.reading import read
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits
from yangguang.annualreport.reading.text import read_text


def document(text: str) -> Document:
    return read_text(text.encode(), "report.txt", DEFAULT_LIMITS)


def rows(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for grid in document(text).grids for row in grid.rows]


def paragraphs(text: str) -> list[str]:
    return [paragraph.text for paragraph in document(text).paragraphs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("规章\t0\t0\t3", [["规章", "0", "0", "3"]]),
        ("规章\t\t\t3\t", [["规章", "", "", "3", ""]]),
        ("| 规章 | 0 | 3 |\n|---|---|---|\n| 其他 | 1 | 2 |", [["规章", "0", "3"], ["其他", "1", "2"]]),
        ("规章     0     0     3", [["规章", "0", "0", "3"]]),
        ("1.属于国家秘密 13 0 0 0 0 0 13", [["1.属于国家秘密", "13", "0", "0", "0", "0", "0", "13"]]),
        ("行政许可 2629", [["行政许可", "2629"]]),
        ("\t规章\n\t0\n\t3\n\n\t规范性\n文件\n\t1\n\t2\n", [["规章", "0", "3"], ["规范性\n文件", "1", "2"]]),
        ("0 0 0 0 0 0 0", [["0"] * 7]),
    ],
)
def test_tables(text: str, expected: list[list[str]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全年共收到申请136件，办结124件，结转12件。",
        "（一）主动公开。2024 年共公开 13 条信息，其中 5 条为政策解读。",
        "地址：某路 8 号 电话：0591-23165250",
    ],
)
def test_sentences_with_figures_are_no_tables(text: str) -> None:
    assert rows(text) == []
    assert paragraphs(text) == [text]


def test_a_sentence_broken_by_the_page_is_joined() -> None:
    text = "对政府信息公开专栏进行了调整优化并安排专人对局长信箱进行管\n\n理，及时汇总意见。\n下一段另起。"
    assert paragraphs(text) == [
        "对政府信息公开专栏进行了调整优化并安排专人对局长信箱进行管理，及时汇总意见。",
        "下一段另起。",
    ]


def test_page_numbers_are_no_text() -> None:
    assert paragraphs("第一段。\n\n— 3 —\n\n- 4 -\n第 2 页 共 5 页\n第二段。") == ["第一段。", "第二段。"]


def test_markdown_marks_are_not_text() -> None:
    found = list(document("## 一、总体情况\n**一是**加强领导。").paragraphs)
    assert [(paragraph.text, paragraph.level) for paragraph in found] == [
        ("一、总体情况", 2),
        ("一是加强领导。", 0),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_old_systems(encoding: str) -> None:
    text = "政府信息公开工作年度报告。\n规章\t0\t0\t3\n"
    found = read_text(text.encode(encoding), "report.txt", DEFAULT_LIMITS)
    assert next(found.paragraphs).text == "政府信息公开工作年度报告。"


def test_empty_and_endless_files_are_refused() -> None:
    with pytest.raises(EmptyFile):
        read_text(b" \n\t ", "report.txt", DEFAULT_LIMITS)
    with pytest.raises(TooLarge):
        read_text("公开".encode() * 600, "report.txt", Limits(characters=1000))


@given(st.text(alphabet="\t \n|0123456789，。公开一二三、（）1.属于总计其他-—", max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(ReportError):
        read(text.encode(), name="report.txt")


FRAME = """\
+----------+---------------+
| 信息内容 | 本年          |
|          | 制发件数      |
+==========+======+========+
| 规章     | 3    | 共4    |
|          +------+ 件     |
| 规范性   | 12   |        |
| 文件     |      |        |
+----------+------+--------+"""


def test_the_cells_of_a_frame_are_found_with_their_spans_and_lines() -> None:
    (grid,) = document(f"上文。\n{FRAME}\n下文。").grids
    assert [[(c.text, c.column, c.colspan, c.rowspan) for c in row.cells] for row in grid.rows] == [
        [("信息内容", 0, 1, 1), ("本年\n制发件数", 1, 2, 1)],
        [("规章\n规范性\n文件", 0, 1, 2), ("3", 1, 1, 1), ("共4\n件", 2, 1, 2)],
        [("12", 1, 1, 1)],
    ]
    assert grid.exact
    assert [row.number for row in grid.rows] == [3, 6, 8]


def test_where_walls_are_out_of_line_the_lines_between_rules_are_a_row() -> None:
    frame = """\
+------+---+---+
| 信息内容 | 本年 | 现行 |
|  | 制发件数 | 有效件数 |
+------+---+---+
| 规章 | 3 | 40 |
+------+---+---+
| 规范性 | 1 | 1 |
| 文件 | 2 | 5 |
+------+---+---+"""
    (grid,) = document(frame).grids
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["信息内容", "本年\n制发件数", "现行\n有效件数"],
        ["规章", "3", "40"],
        ["规范性\n文件", "1\n2", "1\n5"],
    ]
    assert not grid.exact


def test_rules_under_heads_only_leave_every_line_a_row() -> None:
    frame = """\
+------------+--------------+
| 信息内容   | 本年制发件数 |
+------------+--------------+
| 规章       | 3            |
| 规范性文件 | 12           |
+------------+--------------+"""
    assert rows(frame) == [["信息内容", "本年制发件数"], ["规章", "3"], ["规范性文件", "12"]]


@pytest.mark.parametrize(
    "frame",
    [
        FRAME.replace("+------+ 件     |", "+------  件     |"),
        FRAME.replace("| 文件     |", "| 文件 |"),
        FRAME.replace("+==========+======+========+", "+==========+===============+"),
        FRAME.removesuffix("+----------+------+--------+"),
        "\n".join(["+--" * 90 + "+", *["|  " * 90 + "|", "+--" * 90 + "+"] * 60]),
    ],
    ids=["torn rule", "short line", "no corner", "open", "too many corners"],
)
def test_a_broken_frame_is_no_picture_of_cells(frame: str) -> None:
    assert not any(grid.exact for grid in document(frame).grids)


@given(st.data())
def test_no_frame_breaks_the_reader(data: st.DataObject) -> None:
    signs = list(FRAME)
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(signs) - 1))
        signs[place] = data.draw(st.sampled_from("+-=|│┼─ 规0\n"))
    document("".join(signs) + "\n正文")
