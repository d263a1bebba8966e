"""The official tables in the text that programs make of web pages and of the pages of a reader.

Strokes behind every cell, each cell on a line of its own, rows filled up to the width of the table, heads
cut into lines: as in ``converted_layouts``, every shape is a function from figures to a whole file.
"""

from __future__ import annotations

from collections.abc import Callable

import layouts
import odd_layouts
from converted_layouts import proactive, remedies, report, requests, tables
from odd_layouts import Cell, Table, filled, plain

from yangguang.annualreport.formats import Format

Figures = layouts.Figures
Write = Callable[[Table], str]

CUTS = {
    "商业企业": "商业|企业",
    "科研机构": "科研|机构",
    "社会公益组织": "社会公|益组织",
    "法律服务机构": "法律服|务机构",
    "自然人": "自|然|人",
    "本年新制作数量": "本年新|制作数量",
    "对外公开总数量": "对外公开|总数量",
    "结果维持": "结果|维持",
    "其他结果": "其他|结果",
    "尚未审结": "尚未|审结",
    "（三）不予公开": "（三）|不予公开",
}


def _texts(row: list[Cell]) -> list[str]:
    return [text for text, _columns, _rows in row]


def _filling(table: Table, row: list[Cell]) -> str:
    """The strokes that fill a row up to the width of its table."""
    return "|" * (len(filled(table)[0]) - len(row))


def strokes_behind(table: Table) -> str:
    return "".join(f"{' | '.join(_texts(row))} | {_filling(table, row)}\n" for row in table)


def a_stroke_a_line(table: Table) -> str:
    lines: list[str] = []
    for row in table:
        lines += [f"{text} |" if text else "|" for text in _texts(row)]
        lines += [_filling(table, row)] if _filling(table, row) else []
    return "\n".join([*lines, ""])


def a_stroke_before_each_row(table: Table) -> str:
    return "".join(f"|\n{a_stroke_a_line_of(row, _filling(table, row))}" for row in table)


def a_stroke_a_line_of(row: list[Cell], filling: str) -> str:
    lines = [f"{text} |" if text else "|" for text in _texts(row)]
    return "\n".join([*lines, *([filling] if filling else []), ""])


def labels_alone(table: Table) -> str:
    """Labels on lines of their own, the figures of a row on one, with the filling behind."""
    out: list[str] = []
    for row in table:
        words = [text for text in _texts(row) if text and (not text[0].isdigit() or text[1:2] == ".")]
        words = [text for text in words if not text.endswith("万元")]
        figures = [f"{text} |" if text else "|" for text in _texts(row) if text not in words]
        lines = [*(f"{text} |" for text in words), *([" ".join(figures)] if figures else [])]
        lines[-1] += f" {_filling(table, row)}"
        out += lines
    return "\n".join([*out, ""])


def cells_below_strokes(table: Table) -> str:
    rows = ("".join(f"\n {text}  | " for text in _texts(row)) + _filling(table, row) for row in table)
    return "".join(f"| {row}\n" for row in rows)


def strokes_without_filling(table: Table) -> str:
    return "".join(f"{text} |\n" if text else "|\n" for row in table for text in _texts(row))


def heads_cut(between: str) -> Write:
    def write(table: Table) -> str:
        return "".join(
            f"{CUTS.get(text, text).replace('|', between)}{between}" for row in table for text in _texts(row)
        )

    return write


def single_blanks(table: Table) -> str:
    return "".join(f"{' '.join(_texts(row))}\n" for row in table)


def a_cell_a_line(table: Table) -> str:
    return "".join(f"{text}\n" for row in table for text in _texts(row))


def _everywhere(write: Write) -> Callable[[Format, int, Figures], str]:
    def shape(form: Format, year: int, figures: Figures) -> str:
        return report(year, {number: write(table) for number, table in tables(form, figures).items()})

    return shape


def _turned(write: Write) -> Callable[[Format, int, Figures], str]:
    def shape(form: Format, year: int, figures: Figures) -> str:
        (table,) = odd_layouts.turned(form, figures)
        assert isinstance(table, list)
        parts = {2: write(proactive(form, figures)), 3: write(table), 4: write(remedies(form, figures))}
        return report(year, parts)

    return shape


def with_remarks_a_line(form: Format, year: int, figures: Figures) -> str:
    """A cell a line, with a head 备注 whose empty cells were lost."""
    rows = [plain("项目", *(column.label for column in form.requests.columns), "备注")]
    rows += [plain(label, *values) for _groups, label, values in layouts.request_rows(form, figures)]
    parts = {2: proactive(form, figures), 3: rows, 4: remedies(form, figures)}
    return report(year, {number: a_cell_a_line(table) for number, table in parts.items()})


def fifteen_names(form: Format, year: int, figures: Figures) -> str:
    """Table four under heads that name kind and outcome together, the totals first."""
    order = (4, 0, 1, 2, 3)
    outcomes = [form.remedies.columns[i].label for i in order]
    values = layouts.remedy_row(form, figures)
    heads = " ".join(f"{kind}{outcome}" for kind in odd_layouts.KINDS for outcome in outcomes)
    row = " ".join(values[5 * block + i] for block in range(3) for i in order)
    parts = {2: single_blanks(proactive(form, figures)), 3: single_blanks(requests(form, figures))}
    return report(year, parts | {4: f"{heads}\n{row}\n"})


def heads_in_scraps(form: Format, year: int, figures: Figures) -> str:
    """The text of a page with the heads' signs below each other, and the number of every page."""
    heads = [
        "行政复议 行政诉讼",
        "未经复议直接起诉 复议后起诉",
        "结 结 其 尚",
        "果 果 他 未 总",
        "维 纠 结 审 计",
    ]
    heads += ["持 正 果 结", "结果 结果 其他 尚未 总 结果 结果 其他 尚未 总", "维持 纠正 结果 审结 计"]
    note = [
        "（本列数据的勾稽关系为：第一项加第二项之",
        "和，等于第三项加第四项之和） 自然 商业 科研 其他 总计",
    ]
    rows = [" ".join([label, *values]) for _groups, label, values in layouts.request_rows(form, figures)]
    parts = {
        2: single_blanks(proactive(form, figures)),
        3: "\n".join(["申请人情况", "法人或其他组织", *note, "人 企业 机构", "P. 3", *rows, ""]),
        4: "\n".join([*heads, " ".join(layouts.remedy_row(form, figures)), "P. 4", ""]),
    }
    return report(year, parts)


SHAPES: dict[str, Callable[[Format, int, Figures], str]] = {
    "strokes_behind": _everywhere(strokes_behind),
    "a_stroke_a_line": _everywhere(a_stroke_a_line),
    "a_stroke_before_each_row": _everywhere(a_stroke_before_each_row),
    "labels_alone": _everywhere(labels_alone),
    "cells_below_strokes": _everywhere(cells_below_strokes),
    "strokes_without_filling": _everywhere(strokes_without_filling),
    "heads_cut_into_lines": _everywhere(heads_cut("\n")),
    "heads_cut_into_paragraphs": _everywhere(heads_cut("\n\n")),
    "turned_a_cell_a_line": _turned(a_cell_a_line),
    "turned_with_single_blanks": _turned(single_blanks),
    "with_remarks_a_line": with_remarks_a_line,
    "fifteen_names": fifteen_names,
    "heads_in_scraps": heads_in_scraps,
}
STROKED = (
    "strokes_behind",
    "a_stroke_a_line",
    "a_stroke_before_each_row",
    "cells_below_strokes",
    "labels_alone",
)
