"""Tables as offices draw them when they do not draw them as the form: turned, listed, with more columns.

A table is rows of ``(text, columns covered, rows covered)``; a string among the tables is a
paragraph. ``page`` and ``markdown`` write a whole report with one of its three parts drawn so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html import escape

import layouts

from yangguang.annualreport.formats import Format, Row

Cell = tuple[str, int, int]
Table = list[list[Cell]]
Drawn = list[str | Table]
Shape = Callable[[Format, layouts.Figures], Drawn]

KINDS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def cell(text: str, columns: int = 1, rows: int = 1) -> Cell:
    return (text, columns, rows)


def plain(*texts: str) -> list[Cell]:
    return [cell(text) for text in texts]


def _values(form: Format, figures: layouts.Figures, row: str) -> list[str]:
    return [figures[f"requests.{row}.{column.id}"] for column in form.requests.columns]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


# --- section two ------------------------------------------------------------------------------------


def reversed_columns(form: Format, figures: layouts.Figures) -> Drawn:
    rows: Table = []
    for table in form.proactive:
        rows.append([cell(table.caption, 4)])
        rows.append(plain("信息内容", *(column.label for column in reversed(table.columns))))
        for row in table.rows:
            values = [figures[f"{table.path}.{row.id}.{column.id}"] for column in reversed(table.columns)]
            rows.append(plain(row.label, *values))
    return [rows]


def one_figure_a_row(form: Format, figures: layouts.Figures) -> Drawn:
    rows: Table = []
    for table in form.proactive:
        rows.append([cell(table.caption, 3)])
        for row in table.rows:
            for number, column in enumerate(table.columns):
                head = [cell(row.label, 1, len(table.columns))] if number == 0 else []
                rows.append([*head, *plain(column.label, figures[f"{table.path}.{row.id}.{column.id}"])])
    return [rows]


def bullets_of_section_two(form: Format, figures: layouts.Figures) -> Drawn:
    out: Drawn = []
    for table in form.proactive:
        out.append(table.caption)
        for row in table.rows:
            out.append(row.label)
            out += [f"- {c.label}：{figures[f'{table.path}.{row.id}.{c.id}']}" for c in table.columns]
    return out


def numbered_rows_and_remarks(form: Format, figures: layouts.Figures) -> Drawn:
    rows: Table = []
    for table in form.proactive:
        heads = [column.label for column in table.columns]
        rows += [[cell(table.caption, 6)], plain("序号", "信息内容", *heads, "备注")]
        for number, row in enumerate(table.rows, 1):
            values = [figures[f"{table.path}.{row.id}.{column.id}"] for column in table.columns]
            rows.append(plain(str(number), row.label, *values, ""))
    return [rows]


PROACTIVE: dict[str, Shape] = {
    "reversed_columns": reversed_columns,
    "one_figure_a_row": one_figure_a_row,
    "bullets": bullets_of_section_two,
    "numbered_rows_and_remarks": numbered_rows_and_remarks,
}


# --- section three ----------------------------------------------------------------------------------


def _in_order(*order: int, extra: str = "", label: Callable[[Row], str] = lambda row: row.label) -> Shape:
    """One header line with the applicants in this order, and perhaps a further column."""

    def shape(form: Format, figures: layouts.Figures) -> Drawn:
        heads = [form.requests.columns[i].label for i in order]
        rows: Table = [plain("项目", *heads, *([extra] if extra else []))]
        for number, row in enumerate(form.requests.rows):
            values = _values(form, figures, row.id)
            more = [str(number % 7)] if extra else []
            rows.append(plain(label(row), *(values[i] for i in order), *more))
        return [rows]

    return shape


def with_subtotal(form: Format, figures: layouts.Figures) -> Drawn:
    """The official header with 小计 under 法人或其他组织."""
    heads = [column.label for column in form.requests.columns]
    rows: Table = [
        [cell(layouts.NOTE, 3, 3), cell("申请人情况", 8)],
        [cell(heads[0], 1, 2), cell("法人或其他组织", 6), cell(heads[6], 1, 2)],
        plain(*heads[1:6], "小计"),
    ]
    spans = Counter(group for row in form.requests.rows for group in row.groups)
    seen: set[str] = set()
    for row in form.requests.rows:
        values = _values(form, figures, row.id)
        groups = [cell(group, 1, spans[group]) for group in row.groups if group not in seen]
        seen.update(row.groups)
        label = cell(row.label, 3 - len(row.groups))
        subtotal = str(sum(map(_number, values[1:6])))
        rows.append([*groups, label, *plain(*values[:6], subtotal, values[6])])
    return [rows]


def turned(form: Format, figures: layouts.Figures) -> Drawn:
    """Applicants down the side, results along the top."""
    rows: Table = [plain("申请人", *(row.label for row in form.requests.rows))]
    for number, column in enumerate(form.requests.columns):
        values = (_values(form, figures, row.id)[number] for row in form.requests.rows)
        rows.append(plain(column.label, *values))
    return [rows]


def rows_written_out(form: Format, figures: layouts.Figures) -> Drawn:
    out: Drawn = []
    for row in form.requests.rows:
        values = _values(form, figures, row.id)
        pairs = zip(form.requests.columns, values, strict=True)
        out.append(f"{row.label}：" + "，".join(f"{column.label} {value}" for column, value in pairs))
    return out


def each_row_its_own_table(form: Format, figures: layouts.Figures) -> Drawn:
    heads = [column.label for column in form.requests.columns]
    return [
        [plain("项目", *heads), plain(row.label, *_values(form, figures, row.id))]
        for row in form.requests.rows
    ]


def totals_first(form: Format, figures: layouts.Figures) -> Drawn:
    heads = [column.label for column in form.requests.columns]
    ordered = (*form.requests.rows[-2:], *form.requests.rows[:-2])
    return [[plain("项目", *heads), *(plain(r.label, *_values(form, figures, r.id)) for r in ordered)]]


def subtotals_of_groups(form: Format, figures: layouts.Figures) -> Drawn:
    """A row 小计 before the rows of each group."""
    rows: Table = [plain("类别", "项目", *(column.label for column in form.requests.columns))]
    last = ""
    for row in form.requests.rows:
        group = row.groups[-1] if len(row.groups) > 1 else ""
        if group and group != last:
            members = [one for one in form.requests.rows if one.groups == row.groups]
            cells = zip(*(_values(form, figures, one.id) for one in members), strict=True)
            rows.append(plain(group, "小计", *(str(sum(map(_number, column))) for column in cells)))
        last = group
        rows.append(plain(group, row.label, *_values(form, figures, row.id)))
    return [rows]


REQUESTS: dict[str, Shape] = {
    "subtotals_of_groups": subtotals_of_groups,
    "total_first": _in_order(6, 0, 1, 2, 3, 4, 5),
    "persons_last": _in_order(1, 2, 3, 4, 5, 0, 6),
    "last_year_beside": _in_order(0, 1, 2, 3, 4, 5, 6, extra="上年同期"),
    "groups_in_the_label": _in_order(*range(7), label=lambda row: "".join((*row.groups, row.label))),
    "groups_before_a_stroke": _in_order(*range(7), label=lambda row: " / ".join((*row.groups, row.label))),
    "labels_without_numbers": _in_order(*range(7), label=lambda row: row.label.lstrip("（）123456789.")),
    "footnote_marks": _in_order(*range(7), label=lambda row: f"{row.label}①"),
    "with_subtotal": with_subtotal,
    "turned": turned,
    "rows_written_out": rows_written_out,
    "each_row_its_own_table": each_row_its_own_table,
    "totals_first": totals_first,
}


# --- section four -----------------------------------------------------------------------------------


def _kinds(form: Format, figures: layouts.Figures) -> list[tuple[str, list[str]]]:
    values = layouts.remedy_row(form, figures)
    return [(kind, values[5 * i : 5 * i + 5]) for i, kind in enumerate(KINDS)]


def _rows_of_five(*order: int) -> Shape:
    def shape(form: Format, figures: layouts.Figures) -> Drawn:
        heads = [form.remedies.columns[i].label for i in order]
        kinds = _kinds(form, figures)
        return [[plain("类型", *heads), *(plain(kind, *(v[i] for i in order)) for kind, v in kinds)]]

    return shape


def outcomes_down(form: Format, figures: layouts.Figures) -> Drawn:
    kinds = _kinds(form, figures)
    rows: Table = [plain("结果", *KINDS)]
    for number, column in enumerate(form.remedies.columns):
        rows.append(plain(column.label, *(values[number] for _, values in kinds)))
    return [rows]


def one_outcome_a_row(form: Format, figures: layouts.Figures) -> Drawn:
    rows: Table = [plain("类别", "结果", "数量")]
    for kind, values in _kinds(form, figures):
        for number, column in enumerate(form.remedies.columns):
            head = [cell(kind, 1, 5)] if number == 0 else []
            rows.append([*head, *plain(column.label, values[number])])
    return [rows]


def review_and_suits_apart(form: Format, figures: layouts.Figures) -> Drawn:
    outcomes = [column.label for column in form.remedies.columns]
    (_, review), (direct, first), (after, second) = _kinds(form, figures)
    return [
        [[cell("行政复议", 5)], plain(*outcomes), plain(*review)],
        [
            [cell("行政诉讼", 10)],
            [cell(direct, 5), cell(after, 5)],
            plain(*outcomes, *outcomes),
            plain(*first, *second),
        ],
    ]


def numbered_columns(form: Format, figures: layouts.Figures) -> Drawn:
    outcomes = [column.label for column in form.remedies.columns]
    head: Table = [
        [cell("行政复议", 5), cell("行政诉讼", 10)],
        [*(cell(outcome, 1, 2) for outcome in outcomes), cell(KINDS[1], 5), cell(KINDS[2], 5)],
        plain(*outcomes, *outcomes),
    ]
    return [[*head, plain(*map(str, range(1, 16))), plain(*layouts.remedy_row(form, figures))]]


def sentences(form: Format, figures: layouts.Figures) -> Drawn:
    outcomes = [column.label for column in form.remedies.columns]
    return [
        f"{kind}：" + "，".join(f"{name}{value}件" for name, value in zip(outcomes, values, strict=True))
        for kind, values in _kinds(form, figures)
    ]


REMEDIES: dict[str, Shape] = {
    "rows_of_five": _rows_of_five(0, 1, 2, 3, 4),
    "totals_before": _rows_of_five(4, 0, 1, 2, 3),
    "outcomes_down": outcomes_down,
    "one_outcome_a_row": one_outcome_a_row,
    "review_and_suits_apart": review_and_suits_apart,
    "numbered_columns": numbered_columns,
    "sentences": sentences,
}


# --- whole reports ----------------------------------------------------------------------------------


def as_page(table: Table) -> str:
    rows = []
    for row in table:
        drawn = (f"<td colspan={c} rowspan={r}>{escape(text)}</td>" for text, c, r in row)
        rows.append(f"<tr>{''.join(drawn)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def filled(table: Table) -> list[list[str]]:
    """The table with an empty text wherever a merged cell goes on."""
    grid: dict[tuple[int, int], str] = {}
    for y, row in enumerate(table):
        x = 0
        for text, columns, rows in row:
            while (y, x) in grid:
                x += 1
            for dy in range(rows):
                for dx in range(columns):
                    grid[y + dy, x + dx] = text if dx == dy == 0 else ""
            x += columns
    width = 1 + max(x for _, x in grid)
    return [[grid.get((y, x), "") for x in range(width)] for y in range(len(table))]


def _as_markdown(table: Table) -> str:
    first, *rest = (f"| {' | '.join(row)} |" for row in filled(table))
    return "\n".join([first, "|" + "---|" * (first.count("|") - 1), *rest])


def _report(
    year: int, parts: dict[int, Drawn], text: Callable[[str], str], table: Callable[[Table], str]
) -> str:
    out = [text(layouts.TITLE.format(year=year))]
    out.append(text(f"本报告所列数据统计期限为{year}年1月1日至{year}年12月31日。"))
    for number, prose in layouts.PROSE.items():
        out += [text(line) for line in prose]
        out += [text(one) if isinstance(one, str) else table(one) for one in parts.get(number, [])]
    return "\n\n".join(out)


def page(year: int, parts: dict[int, Drawn]) -> str:
    """As a web page."""
    return f"<html><body>{_report(year, parts, lambda t: f'<p>{escape(t)}</p>', as_page)}</body></html>"


def markdown(year: int, parts: dict[int, Drawn]) -> str:
    """As Markdown, the way language models write tables down."""
    return _report(year, parts, lambda text: text, _as_markdown)
