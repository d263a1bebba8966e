"""What the reader itself has to say: cells it could not read, rows and columns that are not in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Format, Severity, Table
from yangguang.annualreport.model import AnnualReport, Cell, CellState
from yangguang.translation import Message, mark

_UNKNOWN_ROW = mark("表三有一行的标题不在格式之内：“{label}”。")
_COMPARE_ROWS = mark("请对照{document}核对表格的行。")
_NO_FIGURE = mark("“{raw}”不能读作数字。")
_ASK = mark("请对照原件核实，并在需要时更正。")
_LOST_COLUMNS = mark("文件中的“{table}”表没有{columns}列，这些格无法读取。")
_LOST_ROWS = mark("文件中的“{table}”表没有{rows}行，这些格无法读取。")
_WHOLE_FILE = mark("可能是转换或打印时表格超出了页面。请换用完整的原文件。")
_ADD_ROWS = mark("原文件省略了这些行的，请按格式补全；没有发生的填 0。")
_SEVERAL = mark("文件中有不止一份年度报告，只读取了第一份。")
_SEPARATE = mark("请把每份报告存成单独的文件再上传。")
_MOST_NAMED = 6


def with_remarks(report: AnnualReport, unknown: Sequence[str], *, several: bool = False) -> AnnualReport:
    """The report with these findings added.

    ``unknown`` are labels that name no row of the form; ``several`` says that the file has another
    report after this one.
    """
    findings = list(report.reading)
    if several:
        findings.append(Finding("FORM", Severity.WARNING, "", Message(_SEVERAL), Message(_SEPARATE)))
    states = {cell.state for cell in report.cells.values()}
    if (unreadable := CellState.UNREADABLE) in states:
        findings += [_unreadable(at, cell) for at, cell in report.cells.items() if cell.state is unreadable]
    findings += [_unknown(label, report.format) for label in unknown]
    if CellState.MISSING in states:
        for table in report.format.tables:
            findings += _gaps(report, table)
    return replace(report, reading=tuple(findings)) if len(findings) > len(report.reading) else report


def _unreadable(path: str, cell: Cell) -> Finding:
    said = Message(_NO_FIGURE, {"raw": cell.note or cell.raw})
    return Finding("READ", Severity.WARNING, path, said, Message(_ASK), actual=cell.raw, quote=cell.raw)


def _unknown(label: str, form: Format) -> Finding:
    said = Message(_UNKNOWN_ROW, {"label": label})
    advice = Message(_COMPARE_ROWS, {"document": form.document})
    return Finding("FORM", Severity.WARNING, "requests", said, advice, quote=label)


def _gaps(report: AnnualReport, table: Table) -> Iterator[Finding]:
    """Rows and columns of a table that the file does not have, when it has the others."""
    cells = report.cells
    states = {path: cells[path].state for path in table.cell_paths()}
    if CellState.MISSING not in states.values() or set(states.values()) == {CellState.MISSING}:
        return
    rows = [
        row
        for row in table.rows
        if all(states[f"{table.path}.{row.id}.{c}"] is CellState.MISSING for c in table.column_ids)
    ]
    there = [row.id for row in table.rows if row not in rows]
    columns = [
        column
        for column in table.columns
        if all(states[f"{table.path}.{row}.{column.id}"] is CellState.MISSING for row in there)
    ]
    if columns:
        facts = {"table": table.caption, "columns": _named([column.label for column in columns])}
        said, advice = Message(_LOST_COLUMNS, facts), Message(_WHOLE_FILE)
        yield Finding("FORM", Severity.WARNING, table.path, said, advice)
    if rows:
        facts = {"table": table.caption, "rows": _named([row.label for row in rows])}
        yield Finding("FORM", Severity.WARNING, table.path, Message(_LOST_ROWS, facts), Message(_ADD_ROWS))


def _named(labels: Sequence[str]) -> str:
    said = "、".join(f"“{label}”" for label in labels[:_MOST_NAMED])
    return f"{said} …" if len(labels) > _MOST_NAMED else said
