"""An annual report as an accessible web page: standalone, or as a fragment for another page.

Every figure names its headings (``headers``), because in tables with merged heads a screen reader
cannot find them by position. The page loads nothing from elsewhere and prints well.
"""

from __future__ import annotations

from html import escape

from yangguang.annualreport.model import AnnualReport, CellState
from yangguang.annualreport.writing.layout import Block, Content, Heading, LaidCell, LaidTable, content

_STATE_CLASSES = {
    CellState.BLANK: "blank",
    CellState.NOT_APPLICABLE: "not-applicable",
    CellState.UNREADABLE: "unreadable",
    CellState.MISSING: "missing",
}
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #8a8a8a; --head: #f2f2f0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #161616; --line: #777; --head: #262624; }
}
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.9 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.4; text-align: center; text-wrap: balance; }
h2, h3, th[scope^="col"] {
  font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", SimHei, sans-serif; }
h2 { font-size: 1.25rem; margin: 2em 0 .6em; }
h3 { font-size: 1.0625rem; margin: 1.2em 0 .4em; }
p { margin: .6em 0; text-indent: 2em; }
.report-date { text-align: center; text-indent: 0; }
.report-note { font-size: .9375rem; }
.report-scroll { overflow-x: auto; margin: 1rem 0; }
.report-table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.45;
  font-variant-numeric: tabular-nums; }
.report-table th, .report-table td { border: 1px solid var(--line); padding: .35em .5em; text-align: center; }
.report-table th { background: var(--head); font-weight: 400; }
.report-requests, .report-remedies { min-width: 42rem; }
.report-requests th[scope="col"] { min-width: 3em; }
.report-table th[scope="row"] { text-align: left; }
.report-table .unreadable { outline: 2px solid #b3261e; outline-offset: -3px; }
@page { size: A4; margin: 25mm 22mm; }
@media print {
  body { background: #fff; color: #000; font-size: 12pt; }
  main { max-width: none; padding: 0; }
  .report-scroll { overflow: visible; }
  .report-table.report-table { min-width: 0; font-size: 8.5pt; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
}
"""


def write_html(content: Content) -> bytes:
    """The content as the bytes of a standalone page in UTF-8."""
    title = escape(content.title)
    page = f"""<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="author" content="{escape(content.agency)}">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<article>
<h1>{title}</h1>
{blocks_html(content)}
</article>
</main>
</body>
</html>
"""
    return page.encode()


def write_fragment(report: AnnualReport, *, prefix: str = "report", level: int = 2) -> str:
    """The report without its title, to stand in another page.

    ``prefix`` keeps ids apart, ``level`` is that of the headings of its parts. It has no styles of
    its own but classes to style: ``report-table`` with ``report-<table>``, ``report-scroll`` around it,
    ``report-note``, ``report-date``. A figure's cell carries its address as ``data-path`` and its state
    as class (``blank``, ``not-applicable``, ``unreadable``, ``missing``).
    """
    return blocks_html(content(report), prefix=prefix, level=level)


def blocks_html(content: Content, *, prefix: str = "report", level: int = 2) -> str:
    """Everything below the title."""
    return "\n".join(_block(block, prefix, level) for block in content.blocks)


def _block(block: Block, prefix: str, level: int) -> str:
    if isinstance(block, LaidTable):
        return _table(block, prefix)
    text = escape(block.text).replace("\n", "<br>")
    if isinstance(block, Heading):
        return f'<h{level} id="{prefix}-part-{block.number}">{text}</h{level}>'
    if block.role == "subheading":
        return f"<h{level + 1}>{text}</h{level + 1}>"
    kind = "" if block.role == "body" else f' class="report-{block.role}"'
    return f"<p{kind}>{text}</p>"


def _table(table: LaidTable, prefix: str) -> str:
    """The table; one that is wider than the screen scrolls by itself, also with the keyboard.

    Its caption says what the heading of the part above says, so it is there for screen readers only.
    """
    name = f"{escape(prefix)}-{table.path}"
    rows = [_row(table, number, name) for number in range(len(table.rows))]
    head, body = rows[: table.head_rows], rows[table.head_rows :]
    top = f"<thead>\n{''.join(head)}</thead>\n" if head else ""
    return (
        f'<div class="report-scroll" role="region" tabindex="0" aria-labelledby="{name}">\n'
        f'<table class="report-table report-{table.path}" aria-labelledby="{name}">\n'
        f'<caption id="{name}" hidden>{escape(table.caption)}</caption>\n'
        f"{top}<tbody>\n{''.join(body)}</tbody>\n</table>\n</div>"
    )


def _row(table: LaidTable, number: int, name: str) -> str:
    return f"<tr>{''.join(_cell(cell, number, name) for cell in table.rows[number])}</tr>\n"


def _cell(cell: LaidCell, number: int, name: str) -> str:
    spans = "".join(
        f' {attribute}="{span}"'
        for attribute, span in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if span > 1
    )
    text = escape(cell.text)
    if cell.head:
        one, many = ("col", "colgroup") if cell.head == "columns" else ("row", "rowgroup")
        scope = many if (cell.colspan if cell.head == "columns" else cell.rowspan) > 1 else one
        return f'<th id="{name}-{number}-{cell.column}" scope="{scope}"{spans}>{text}</th>'
    headers = " ".join(f"{name}-{row}-{column}" for row, column in cell.headers)
    known = ""
    if cell.cell is not None:
        state = _STATE_CLASSES.get(cell.cell.state, "")
        known = f' data-path="{escape(cell.cell.path)}"' + (f' class="{state}"' if state else "")
    return f'<td headers="{headers}"{spans}{known}>{text}</td>'
