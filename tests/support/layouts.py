"""The same report in the many shapes in which offices publish it, for tests of reading.

Every shape is a function from figures to a text or page; the sentences are the tests' own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from yangguang.annualreport.formats import Format, Table

Figures = dict[str, str]
Grid = list[list[str]]

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
TITLE = "云溪市档案局{year}年政府信息公开工作年度报告"
PROSE = {
    1: ["一、总体情况", "本年度，我局按照条例要求做好公开工作，门户网站发布信息若干。"],
    2: ["二、主动公开政府信息情况"],
    3: ["三、收到和处理政府信息公开申请情况"],
    4: ["四、政府信息公开行政复议、行政诉讼情况"],
    5: ["五、存在的主要问题及改进情况", "公开的及时性还要提高。下一步将加强培训。"],
    6: ["六、其他需要报告的事项", "本年度未收取信息处理费。"],
}


def proactive_grid(form: Format, figures: Figures) -> Grid:
    rows: Grid = []
    for table in form.proactive:
        rows.append([table.caption])
        rows.append(["信息内容", *(column.label for column in table.columns)])
        rows += [[row.label, *_figures(table, row.id, figures)] for row in table.rows]
    return rows


def _figures(table: Table, row: str, figures: Figures) -> list[str]:
    return [figures[f"{table.path}.{row}.{column.id}"] for column in table.columns]


def request_rows(form: Format, figures: Figures) -> Iterator[tuple[tuple[str, ...], str, list[str]]]:
    for row in form.requests.rows:
        yield row.groups, row.label, _figures(form.requests, row.id, figures)


def remedy_row(form: Format, figures: Figures) -> list[str]:
    return [figures[path] for path in form.remedies.cell_paths()]


def _report(form: Format, year: int, body: Callable[[int], list[str]]) -> str:
    lines = [TITLE.format(year=year), "", f"本报告所列数据统计期限为{year}年1月1日至{year}年12月31日。", ""]
    for number, prose in PROSE.items():
        lines += [*prose, "", *body(number), ""]
    return "\n".join(lines)


def tabs(form: Format, year: int, figures: Figures) -> str:
    """Tables as tabs, with the merged head cells left empty and a spare column at the right."""

    def body(number: int) -> list[str]:
        if number == 2:
            return ["\t".join(row + [""] * (4 - len(row))) for row in proactive_grid(form, figures)]
        if number == 3:
            lines = [f"{NOTE}\t\t\t申请人情况\t\t\t\t\t\t\t", "\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计\t"]
            lines.append("\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\t")
            seen: set[str] = set()
            for groups, label, cells in request_rows(form, figures):
                heads = [group if group not in seen else "" for group in groups]
                seen.update(groups)
                left = [*heads, label, *[""] * (2 - len(groups))]
                lines.append("\t".join([*left, *cells, ""]))
            return lines
        if number == 4:
            outcomes = [column.label for column in form.remedies.columns]
            return [
                "行政复议\t\t\t\t\t行政诉讼\t\t\t\t\t\t\t\t\t",
                "\t".join([*outcomes, "未经复议直接起诉", "", "", "", "", "复议后起诉", "", "", "", ""]),
                "\t".join(["", "", "", "", "", *outcomes, *outcomes]),
                "\t".join(remedy_row(form, figures)),
            ]
        return []

    return _report(form, year, body)


def bare_columns(form: Format, year: int, figures: Figures) -> str:
    """Labels and figures held apart by blanks, as a terminal shows a PDF; no group cells at all."""

    def body(number: int) -> list[str]:
        if number == 2:
            return ["    ".join(row) for row in proactive_grid(form, figures)]
        if number == 3:
            head = ["  自然人   商业企业  科研机构  社会公益组织  法律服务机构  其他  总计"]
            return head + ["   ".join([label, *cells]) for _, label, cells in request_rows(form, figures)]
        if number == 4:
            outcomes = "  ".join(column.label for column in form.remedies.columns)
            return [
                "行政复议   行政诉讼",
                f"{outcomes}  {outcomes}  {outcomes}",
                "  ".join(remedy_row(form, figures)),
            ]
        return []

    return _report(form, year, body)


def single_blanks(form: Format, year: int, figures: Figures) -> str:
    """One blank between label and figures: the plainest text of a PDF."""
    return "\n".join(" ".join(line.split()) for line in bare_columns(form, year, figures).split("\n"))


def one_cell_a_line(form: Format, year: int, figures: Figures) -> str:
    """Every cell on a line of its own, nothing between rows."""

    def body(number: int) -> list[str]:
        if number == 2:
            return [cell for row in proactive_grid(form, figures) for cell in row]
        if number == 3:
            lines = [NOTE, "申请人情况", "自然人", "法人或其他组织", "总计"]
            lines += ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
            seen: set[str] = set()
            for groups, label, cells in request_rows(form, figures):
                lines += [group for group in groups if group not in seen]
                seen.update(groups)
                lines += [label, *cells]
            return lines
        if number == 4:
            outcomes = [column.label for column in form.remedies.columns]
            heads = [
                "行政复议",
                "行政诉讼",
                *outcomes,
                "未经复议直接起诉",
                "复议后起诉",
                *outcomes,
                *outcomes,
            ]
            return [*heads, *remedy_row(form, figures)]
        return []

    return _report(form, year, body)


def run_together(form: Format, year: int, figures: Figures) -> str:
    """The text of a web page with every line break and blank lost."""
    return (
        one_cell_a_line(form, year, figures)
        .replace("\n", "")
        .replace("年政府信息公开工作年度报告", "年政府信息公开工作年度报告 ")
    )


def markdown(form: Format, year: int, figures: Figures) -> str:
    """Pipes, headings with #, first columns of the request table lost."""

    def table(rows: Grid) -> list[str]:
        width = max(map(len, rows))
        padded = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
        return [padded[0], "|" + "---|" * width, *padded[1:]]

    def body(number: int) -> list[str]:
        if number == 2:
            return table(proactive_grid(form, figures))
        if number == 3:
            head = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
            return table([head, *([label, *cells] for _, label, cells in request_rows(form, figures))])
        if number == 4:
            outcomes = [column.label for column in form.remedies.columns]
            lines = []
            for row in form.remedies.rows:
                name = row.label if row.id == "review" else f"行政诉讼（{row.label}）"
                lines += [f"### {name}", "", *table([outcomes, _figures(form.remedies, row.id, figures)]), ""]
            return lines
        return []

    text = _report(form, year, body)
    for prose in PROSE.values():
        text = text.replace(f"\n{prose[0]}\n", f"\n## {prose[0]}\n")
    return text


def cut_pages(form: Format, year: int, figures: Figures) -> str:
    """Tabs, with page breaks inside table three: a blank line, a page number, the header again, a cut label."""
    lines = tabs(form, year, figures).split("\n")
    out = []
    for line in lines:
        if "3.要求提供公开出版物" in line:
            label, _, cells = line.partition("3.要求提供公开出版物")
            out += [
                f"{label}3.要求提供{cells}",
                "",
                "— 3 —",
                "",
                f"{label}公开出版物" + "\t" * cells.count("\t"),
            ]
            out += ["\t\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\t"]
        elif "6.属于四类过程性信息" in line:
            out += ["", "", line]
        else:
            out.append(line)
    return "\n".join(out)


def figures_only(form: Format, year: int, figures: Figures) -> str:
    """Table three without its labels: the first columns were lost."""

    def body(number: int) -> list[str]:
        if number == 2:
            return ["\t".join(row) for row in proactive_grid(form, figures)]
        if number == 3:
            head = ["自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"]
            return head + ["\t".join(cells) for _, _, cells in request_rows(form, figures)]
        if number == 4:
            outcomes = "\t".join(column.label for column in form.remedies.columns)
            return [f"{outcomes}\t{outcomes}\t{outcomes}", "\t".join(remedy_row(form, figures))]
        return []

    return _report(form, year, body)


def page(form: Format, year: int, figures: Figures) -> str:
    """A web page as in the official form, with chrome around, nested in a layout table."""

    def cells(texts: list[str], tag: str = "td") -> str:
        return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)

    proactive = "".join(
        f"<tr>{cells(row)}</tr>" if len(row) > 1 else f'<tr><td colspan="4">{escape(row[0])}</td></tr>'
        for row in proactive_grid(form, figures)
    )
    rows = []
    open_groups: set[str] = set()
    spans = {
        group: sum(group in row.groups for row in form.requests.rows)
        for row in form.requests.rows
        for group in row.groups
    }
    for groups, label, values in request_rows(form, figures):
        heads = ""
        for group in groups:
            if group not in open_groups:
                heads += f'<td rowspan="{spans[group]}">{escape(group)}</td>'
                open_groups.add(group)
        width = 3 - len(groups)
        rows.append(f'<tr>{heads}<td colspan="{width}">{escape(label)}</td>{cells(values)}</tr>')
    outcomes = cells([column.label for column in form.remedies.columns])
    requests = (
        f'<tr><td colspan="3" rowspan="3">{NOTE}</td><td colspan="7">申请人情况</td></tr>'
        '<tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>'
        f"<tr>{cells(['商业<br>企业', '科研机构', '社会公益组织', '法律服务机构', '其他'])}</tr>{''.join(rows)}"
    ).replace("&lt;br&gt;", "<br>")
    remedies = (
        '<tr><td colspan="5">行政复议</td><td colspan="10">行政诉讼</td></tr>'
        f'<tr>{outcomes.replace("<td>", "<td rowspan=2>")}<td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr>'
        f"<tr>{outcomes}{outcomes}</tr><tr>{cells(remedy_row(form, figures))}</tr>"
    )
    tables = {2: proactive, 3: requests, 4: remedies}
    body = [
        f"<h1>{TITLE.format(year=year)}</h1><p>本报告所列数据统计期限为{year}年1月1日至{year}年12月31日。</p>"
    ]
    for number, prose in PROSE.items():
        body += [f"<p>{escape(text)}</p>" for text in prose]
        if number in tables:
            body.append(f"<table border=1><tbody>{tables[number]}</tbody></table>")
    menu = "<ul><li><a href=#>首页</a></li><li><a href=#>政府信息公开</a></li></ul>"
    return (
        f"<!DOCTYPE html><html><head><title>{TITLE.format(year=year)}</title></head><body>{menu}"
        f"<table><tr><td>{''.join(body)}</td></tr></table><div>主办：云溪市档案局</div></body></html>"
    )


TEXTS: dict[str, Callable[[Format, int, Figures], str]] = {
    "tabs": tabs,
    "bare_columns": bare_columns,
    "single_blanks": single_blanks,
    "one_cell_a_line": one_cell_a_line,
    "run_together": run_together,
    "markdown": markdown,
    "cut_pages": cut_pages,
    "figures_only": figures_only,
}
