"""FORM: parts, tables and statements that the official form wants and the report lacks.

条例第五十条 orders one national form; 国办公开办函〔2019〕60号 and 〔2021〕30号 give it.
"""

from __future__ import annotations

from collections.abc import Iterator

from yangguang.annualreport.checking.tally import Tally
from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats.base import Severity, Table
from yangguang.annualreport.model import AnnualReport, CellState
from yangguang.translation import Message, mark

_NO_SECTION = mark("报告缺少“{heading}”。")
_ADD_SECTION = mark("请补上这一部分；没有内容的，写“无”。")
_NO_TABLE = mark("报告中没有找到“{table}”表。")
_ADD_TABLE = mark("请按规定格式补上该表，没有发生的填 0。")
_BLANK_TABLE = mark("“{table}”表一个数字也没有填写。")
_BLANK_CELLS = mark("“{table}”表有 {count} 格空白。")
_FILL_ZERO = mark("没有发生的，请填 0，不要留空。")
_SINGLE_OTHER = mark("表三的“（六）其他处理”仍为一行，{document}将其分为三行。")
_SPLIT_OTHER = mark("请按逾期不补正、逾期未缴费、其他三种情形分别填写。")
_OTHER_FORM = mark("{year} 年度报告应使用 {right} 年格式，本报告使用的是 {used} 年格式。")
_USE_FORM = mark("请按该年度规定的格式重新填写。")
_NO_FEES = mark("第六部分没有说明收取信息处理费的情况。")
_STATE_FEES = mark("请写明收费通知件数、总金额和实际收取金额；未收取的也请说明。国办函〔2020〕109号。")
_NOTHING = mark("报告中没有任何部分或表格。")

_LACKING = (CellState.BLANK, CellState.MISSING)
_FEE_WORDS = ("处理费", "收费通知", "缴费通知")


def check_form(report: AnnualReport) -> Tally:
    """Missing parts and tables, blanks, a form of other years; what the reader said is not repeated."""
    tally = Tally("FORM", Severity.WARNING, reason=Message(_NOTHING))
    said = {finding.where for finding in report.reading if finding.rule == "FORM"}
    tally.checked = len(report.sections) + sum(report.has_table(table.path) for table in report.format.tables)
    for finding in (*_sections(report), *_tables(report), *_variant(report), *_year(report), *_fees(report)):
        if finding.where not in said:
            tally.add(finding)
    return tally


def _finding(where: str, severity: Severity, message: Message, advice: str) -> Finding:
    return Finding("FORM", severity, where, message, Message(advice))


def _sections(report: AnnualReport) -> Iterator[Finding]:
    present = {section.number for section in report.sections}
    if not present:  # nothing but tables was given, so nothing can be said about the parts
        return
    for section in report.format.sections:
        if section.number not in present:
            yield _finding(
                f"sections.{section.number}",
                Severity.WARNING,
                Message(_NO_SECTION, {"heading": section.heading}),
                _ADD_SECTION,
            )


def _tables(report: AnnualReport) -> Iterator[Finding]:
    if {cell.state for cell in report.cells.values()}.isdisjoint(_LACKING):
        return
    for table in report.format.tables:
        states = [report.cells[path].state for path in table.cell_paths()]
        blanks = states.count(CellState.BLANK)
        if states.count(CellState.MISSING) == len(states):
            yield _finding(
                table.path, Severity.WARNING, Message(_NO_TABLE, {"table": table.caption}), _ADD_TABLE
            )
        elif blanks:
            yield from _blanks(report, table, blanks, CellState.PRINTED in states)


def _blanks(report: AnnualReport, table: Table, blanks: int, has_figures: bool) -> Iterator[Finding]:
    """Blanks were usual before 2021 and count as 0; since then offices print 0."""
    since_2021 = report.format.id != "2019"
    severity = Severity.WARNING if since_2021 else Severity.INFO
    if not has_figures:
        yield _finding(table.path, severity, Message(_BLANK_TABLE, {"table": table.caption}), _FILL_ZERO)
    elif since_2021:
        facts: dict[str, object] = {"table": table.caption, "count": blanks}
        yield _finding(table.path, severity, Message(_BLANK_CELLS, facts), _FILL_ZERO)


def _variant(report: AnnualReport) -> Iterator[Finding]:
    if report.format.variant == "single-other":
        yield _finding(
            "requests.other_handling",
            Severity.WARNING,
            Message(_SINGLE_OTHER, {"document": report.format.document}),
            _SPLIT_OTHER,
        )


def _year(report: AnnualReport) -> Iterator[Finding]:
    if report.year is None or report.format.holds_for(report.year):
        return
    right = "2019" if report.year < 2021 else "2021"
    facts: dict[str, object] = {"year": report.year, "right": right, "used": report.format.id}
    yield _finding("", Severity.WARNING, Message(_OTHER_FORM, facts), _USE_FORM)


def _fees(report: AnnualReport) -> Iterator[Finding]:
    """Since 2021 section six tells the information-processing fees, nil reports included."""
    if report.format.id == "2019" or report.fees.text or report.section(6) is None:
        return
    texts = [section.text for section in report.sections]
    if not any(word in text for text in texts for word in _FEE_WORDS):
        yield _finding("sections.6", Severity.INFO, Message(_NO_FEES), _STATE_FEES)
