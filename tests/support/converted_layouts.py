"""The official tables as programs write them down: browsers' copies, converters, text of a PDF.

A table is rows of ``(text, columns covered, rows covered)``, drawn as in the official form. Every shape
is a function from figures to a whole file, as in ``layouts``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from html import escape

import drawings
import layouts
from odd_layouts import Cell, Table, as_page, cell, filled, plain

from yangguang.annualreport.formats import Format

Figures = layouts.Figures
Parts = dict[int, str]

ORGANISATIONS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_SPANS = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}


def proactive(form: Format, figures: Figures) -> Table:
    rows: Table = []
    for table in form.proactive:
        spans = _SPANS[len(table.columns)]
        rows.append([cell(table.caption, 4)])
        heads = zip(table.columns, spans, strict=True)
        rows.append([cell("信息内容"), *(cell(column.label, span) for column, span in heads)])
        for row in table.rows:
            values = (figures[f"{table.path}.{row.id}.{column.id}"] for column in table.columns)
            rows.append([cell(row.label), *map(cell, values, spans)])
    return rows


def requests(form: Format, figures: Figures) -> Table:
    rows: Table = [
        [cell(layouts.NOTE, 3, 3), cell("申请人情况", 7)],
        [cell("自然人", 1, 2), cell("法人或其他组织", 5), cell("总计", 1, 2)],
        plain(*ORGANISATIONS),
    ]
    spans: dict[str, int] = {}
    for row in form.requests.rows:
        for group in row.groups:
            spans[group] = spans.get(group, 0) + 1
    seen: set[str] = set()
    for groups, label, values in layouts.request_rows(form, figures):
        heads = [cell(group, 1, spans[group]) for group in groups if group not in seen]
        seen.update(groups)
        rows.append([*heads, cell(label, 3 - len(groups)), *plain(*values)])
    return rows


def remedies(form: Format, figures: Figures) -> Table:
    outcomes = [column.label for column in form.remedies.columns]
    return [
        [cell("行政复议", 5), cell("行政诉讼", 10)],
        [*(cell(text, 1, 2) for text in outcomes), cell("未经复议直接起诉", 5), cell("复议后起诉", 5)],
        plain(*outcomes, *outcomes),
        plain(*layouts.remedy_row(form, figures)),
    ]


def tables(form: Format, figures: Figures) -> dict[int, Table]:
    return {2: proactive(form, figures), 3: requests(form, figures), 4: remedies(form, figures)}


def report(year: int, parts: Parts, text: Callable[[str], str] = lambda line: f"{line}\n") -> str:
    """The whole file, its tables written already."""
    out = [text(layouts.TITLE.format(year=year))]
    out.append(text(f"本报告所列数据统计期限为{year}年1月1日至{year}年12月31日。"))
    for number, prose in layouts.PROSE.items():
        out += [*map(text, prose), parts.get(number, "")]
    return "".join(out)


def _written(form: Format, figures: Figures, write: Callable[[Table], str]) -> Parts:
    return {number: write(table) for number, table in tables(form, figures).items()}


def _cells(row: list[Cell]) -> list[str]:
    return [text for text, _columns, _rows in row]


# --- one cell a line --------------------------------------------------------------------------------


def _one_cell_a_line(between_cells: str, between_rows: str) -> Callable[[Format, int, Figures], str]:
    def shape(form: Format, year: int, figures: Figures) -> str:
        def write(table: Table) -> str:
            return between_rows.join(between_cells.join(_cells(row)) for row in table) + "\n"

        return report(year, _written(form, figures, write))

    return shape


def with_subtotal_a_line(form: Format, year: int, figures: Figures) -> str:
    """One cell a line, with a column 小计 after the kinds of organisation."""
    heads = [layouts.NOTE, "申请人情况", "自然人", "法人或其他组织", "总计", *ORGANISATIONS, "小计"]
    body: list[str] = []
    for _groups, label, values in layouts.request_rows(form, figures):
        body += [label, *values[:6], str(sum(int(value or 0) for value in values[1:6])), values[6]]
    parts = _written(
        form, figures, lambda table: "\n".join(text for row in table for text in _cells(row)) + "\n"
    )
    return report(year, parts | {3: "\n".join([*heads, *body]) + "\n"})


def divisions(form: Format, year: int, figures: Figures) -> str:
    """A page without tables: rows and cells are ``div`` elements that a style sheet elsewhere arranges."""

    def write(table: Table) -> str:
        rows = ("".join(f"<div class=c>{escape(text)}</div>" for text in _cells(row)) for row in table)
        return "".join(f"<div class=r>{row}</div>" for row in rows)

    body = report(year, _written(form, figures, write), lambda line: f"<p>{escape(line)}</p>")
    return f"<html><body>{body}</body></html>"


# --- labels cut into lines --------------------------------------------------------------------------


def labels_cut_around_figures(form: Format, year: int, figures: Figures) -> str:
    """The text of a PDF: long labels broken over lines, the figures beside the middle one."""

    def lines(label: str, values: list[str]) -> list[str]:
        pieces = [label[i : i + 9] for i in range(0, len(label), 9)]
        middle = len(pieces) // 2
        return [
            " " * 12 + piece + ("    " + "    ".join(values) if i == middle else "")
            for i, piece in enumerate(pieces)
        ]

    body = [layouts.NOTE, "    ".join(("自然人", *ORGANISATIONS, "总计"))]
    for _groups, label, values in layouts.request_rows(form, figures):
        body += lines(label, values)
    parts = _written(form, figures, lambda table: "\n".join("    ".join(_cells(row)) for row in table) + "\n")
    return report(year, parts | {3: "\n".join(body) + "\n"})


def signs_of_merged_heads_between(form: Format, year: int, figures: Figures) -> str:
    """As before, with the signs of the merged heads, which run down the side, before labels and figures."""
    body = [layouts.NOTE, "    ".join(("自然人", *ORGANISATIONS, "总计"))]
    for groups, label, values in layouts.request_rows(form, figures):
        half = min(len(label) // 2 + 1, len(label) - 1)
        signs = groups[-1].strip("三四五六（）、1234567.") if groups else ""
        first, second = (f"{signs[0]}    ", signs[1]) if len(signs) > 1 else ("", "")
        body += [f"    {first}{label[:half]}", "    ".join(["", second, *values]), f"        {label[half:]}"]
    parts = _written(form, figures, lambda table: "\n".join("    ".join(_cells(row)) for row in table) + "\n")
    return report(year, parts | {3: "\n".join(body) + "\n"})


# --- Markdown, lines and commas -----------------------------------------------------------------------


def _repeated(table: Table) -> list[list[str]]:
    """The rows with the text of a merged cell in every place that it covers, as spreadsheets export."""
    grid: dict[tuple[int, int], str] = {}
    for y, row in enumerate(table):
        x = 0
        for text, columns, rows in row:
            while (y, x) in grid:
                x += 1
            grid |= {(y + dy, x + dx): text for dy in range(rows) for dx in range(columns)}
    width = 1 + max(x for _, x in grid)
    return [[grid.get((y, x), "") for x in range(width)] for y in range(len(table))]


def _piped(rows: list[list[str]], start: str = "| ", between: str = " | ", end: str = " |") -> str:
    first, *rest = (f"{start}{between.join(row)}{end}" for row in rows)
    rule = f"{start}{between.join('---' for _ in rows[0])}{end}"
    return "\n".join(["", first, rule, *rest, "", ""])


def _markdown(write: Callable[[Table], str], heading: str = "## ") -> Callable[[Format, int, Figures], str]:
    def text(line: str) -> str:
        return f"{heading if line[:2] in ('一、', '二、', '三、', '四、', '五、', '六、') else ''}{line}\n\n"

    return lambda form, year, figures: report(year, _written(form, figures, write), text)


def _broken_and_escaped(table: Table) -> str:
    def one(text: str) -> str:
        words = text if text[:1].isdigit() and "." not in text else text.replace(".", "\\.")
        return words if len(words) < 6 or words[:1].isdigit() else f"{words[:4]}<br>{words[4:]}"

    return _piped([[one(text) for text in row] for row in filled(table)])


def _drawn(table: Table) -> str:
    rows = filled(table)
    rule = "┼".join("─" * 8 for _ in rows[0])
    body = f"\n├{rule}┤\n".join("│" + "│".join(f" {text:<7}" for text in row) + "│" for row in rows)
    return f"┌{rule.replace('┼', '┬')}┐\n{body}\n└{rule.replace('┼', '┴')}┘\n"


def between_commas(form: Format, year: int, figures: Figures) -> str:
    """A sheet saved as CSV."""
    out = io.StringIO()
    sheet = csv.writer(out)

    def write(table: Table) -> str:
        out.seek(0)
        out.truncate()
        sheet.writerows(filled(table))
        return out.getvalue()

    return report(year, _written(form, figures, write), lambda line: f'"{line}",,\n')


def page_marks_between_rows(form: Format, year: int, figures: Figures) -> str:
    """A browser's copy of a paged document: page numbers and the title between rows."""
    title = layouts.TITLE.format(year=year)
    out: list[str] = []
    for line in _one_cell_a_line("\t", "\n")(form, year, figures).split("\n"):
        out.append(line)
        if "6.属于四类" in line:
            out += ["", "3", "", title, ""]
        elif "2.重复申请" in line or "行政许可\t" in line:
            out += ["", "第4页 共5页", title, ""]
    return "\n".join(out)


SHAPES: dict[str, tuple[str, Callable[[Format, int, Figures], str]]] = {
    "one_cell_a_line": ("r.txt", _one_cell_a_line("\n", "\n")),
    "one_cell_a_line_rows_apart": ("r.txt", _one_cell_a_line("\n", "\n\n")),
    "cells_apart": ("r.txt", _one_cell_a_line("\n\n", "\n\n")),
    "copied_from_a_browser": ("r.txt", _one_cell_a_line("\n\t\n", "\n\n")),
    "copied_with_tabs": ("r.txt", _one_cell_a_line("\t", "\n")),
    "with_subtotal_a_line": ("r.txt", with_subtotal_a_line),
    "divisions": ("r.html", divisions),
    "labels_cut_around_figures": ("r.txt", labels_cut_around_figures),
    "signs_of_merged_heads_between": ("r.txt", signs_of_merged_heads_between),
    "merged_cells_repeated": ("r.md", _markdown(lambda table: _piped(_repeated(table)))),
    "tight_strokes": ("r.md", _markdown(lambda table: _piped(filled(table), "|", "|", "|"))),
    "no_strokes_around": ("r.md", _markdown(lambda table: _piped(filled(table), "", " | ", ""))),
    "breaks_and_escapes": ("r.md", _markdown(_broken_and_escaped)),
    "html_in_markdown": ("r.md", _markdown(lambda table: f"{as_page(table)}\n\n")),
    "html_in_text": ("r.txt", _markdown(lambda table: f"{as_page(table)}\n\n", "")),
    "drawn_with_lines": ("r.txt", _markdown(_drawn, "")),
    "frames_of_signs": ("r.md", _markdown(drawings.with_signs)),
    "frames_of_lines": ("r.txt", _markdown(drawings.with_lines, "")),
    "frames_of_wide_lines": ("r.txt", _markdown(drawings.with_wide_lines, "")),
    "between_commas": ("r.csv", between_commas),
    "page_marks_between_rows": ("r.txt", page_marks_between_rows),
}
