"""Rules that no linear relation can say: R5, R8, R9 and F1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from yangguang.annualreport.checking.narrative.numerals import chinese_number
from yangguang.annualreport.checking.relations import NOT_IN_FORM, labels
from yangguang.annualreport.checking.tally import Tally
from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats.base import Format, Kind, Severity, Table
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Money
from yangguang.translation import Message, mark

_NOTHING_PRINTED = mark("表格中没有填写数字。")
_NEGATIVE = mark("“{row}”一行“{column}”填写 {actual}，不应小于 0。")
_NOT_WHOLE = mark("“{row}”一行“{column}”填写 {actual}，件数应为整数。")
_LOOK_AT_CELL = mark("请核对原表中的这一格。")

_COUNT_WITHOUT_AMOUNT = mark("采购项目数量为 {count}，采购总金额为 0。")
_AMOUNT_WITHOUT_COUNT = mark("采购总金额为 {amount}，采购项目数量为 0。")
_LOOK_AT_PROCUREMENT = mark("采购项目数量与采购总金额应同为 0 或同不为 0，请核对。")
_PROCUREMENT_BLANK = mark("采购项目数量与采购总金额没有都填写，或金额无法换算为元。")

_DECISIONS_WITHOUT_ITEMS = mark(
    "“{row}”项目存量为 0（上一年 {last}，本年增/减 {change}），处理决定数量却为 {decisions}。"
)
_LOOK_AT_ITEMS = mark("请核对项目数量；职权划转所致的，请在表下加注说明。")
_NO_ITEMS_PRINTED = mark("表二没有填写项目数量与处理决定数量。")

_NO_UNPAID = mark("没有因逾期未缴费而不再处理的申请。")
_UNPAID_UNKNOWN = mark("表三中逾期未缴费一行缺失或无法辨认。")
_NOTICES_UNKNOWN = mark("正文没有写明发出收费通知的件数，无法核对。")
_NOTICES_MISSING = mark(
    "表三有 {unpaid} 件申请因逾期未按收费通知缴费而不再处理，正文没有写明发出收费通知的件数。"
)
_NOTICES_TOO_FEW = mark(
    "表三有 {unpaid} 件申请因逾期未按收费通知缴费而不再处理，正文所称收费通知只有 {notices} 件。"
)
_STATE_NOTICES = mark(
    "请在第六部分写明发出收费通知的件数、收费总金额和实际收取金额；收费通知应不少于 {unpaid} 件。"
)
_COUNT = r"([0-9０-９]+|[一二两三四五六七八九十百零]+)\s*[件份]"
_SAID_NOTICES = re.compile(
    rf"(?:收费|缴费|处理费)通知书?[^。；]{{0,8}}?{_COUNT}|{_COUNT}(?:申请)?(?:已|均)?(?:发出|制发)?(?:收费|缴费)通知"
)

UNPAID = "requests.other_fee_unpaid.total"
COUNT = "proactive.art20_9.procurement.procurement_count"
AMOUNT = "proactive.art20_9.procurement.procurement_amount"


@lru_cache(maxsize=8)
def _kinds(form: Format) -> tuple[tuple[str, Kind, Table], ...]:
    """Addresses with what they must hold."""
    return tuple(
        (f"{table.path}.{row.id}.{column.id}", column.kind, table)
        for table in form.tables
        for row in table.rows
        for column in table.columns
        if column.kind is not Kind.CHANGE
    )


def check_numbers(report: AnnualReport) -> Tally:
    """R5: counts are whole numbers of 0 or more, amounts 0 or more; 本年增/减 may be negative."""
    tally = Tally("R5", Severity.ERROR, reason=Message(_NOTHING_PRINTED))
    cells, printed = report.cells, CellState.PRINTED
    for path, kind, table in _kinds(report.format):
        cell = cells[path]
        if cell.state is not printed:
            continue
        tally.checked += 1
        if type(cell.value) is int and cell.value >= 0:
            continue
        if cell.number < 0:
            tally.add(_bad_number(cell, table, _NEGATIVE))
        elif kind is Kind.COUNT and cell.number % 1:
            tally.add(_bad_number(cell, table, _NOT_WHOLE))
    return tally


def _bad_number(cell: Cell, table: Table, says: str) -> Finding:
    facts = labels(table, cell.path) | {"actual": cell.number}
    return Finding(
        "R5",
        Severity.ERROR,
        cell.path,
        Message(says, facts),
        Message(_LOOK_AT_CELL),
        actual=cell.number,
        quote=cell.raw,
    )


def check_procurement(report: AnnualReport) -> Tally:
    """R8: 采购项目数量 is 0 exactly when 采购总金额 is 0. Only the 2019 form has the table."""
    tally = Tally("R8", Severity.WARNING, reason=Message(NOT_IN_FORM))
    if COUNT not in report.cells:
        return tally
    count, amount = report.cells[COUNT], report.cells[AMOUNT]
    tally.reason = Message(_PROCUREMENT_BLANK)
    unclear = isinstance(amount.value, Money) and amount.value.yuan is None
    if (
        CellState.PRINTED not in (count.state, amount.state)
        or not (count.is_known and amount.is_known)
        or unclear
    ):
        return tally
    tally.checked = 1
    if bool(count.number) != bool(amount.number):
        tally.add(_odd_procurement(count, amount))
    return tally


def _odd_procurement(count: Cell, amount: Cell) -> Finding:
    printed = amount.value.text if isinstance(amount.value, Money) else amount.raw
    message = (
        Message(_COUNT_WITHOUT_AMOUNT, {"count": count.number})
        if count.number
        else Message(_AMOUNT_WITHOUT_COUNT, {"amount": printed})
    )
    wrong = amount if count.number else count
    return Finding(
        "R8",
        Severity.WARNING,
        wrong.path,
        message,
        Message(_LOOK_AT_PROCUREMENT),
        actual=wrong.number,
        quote=wrong.raw,
    )


def check_decisions(report: AnnualReport) -> Tally:
    """R9: without an item there is no decision (2019 form). Transferred powers may be an exception."""
    tally = Tally("R9", Severity.WARNING, reason=Message(NOT_IN_FORM))
    for last, change, decisions, table in _with_items(report):
        tally.reason = Message(_NO_ITEMS_PRINTED)
        cells = (last, change, decisions)
        if not all(cell.is_known for cell in cells):
            tally.skipped += 1
            continue
        if not any(cell.state is CellState.PRINTED for cell in cells):
            continue
        tally.checked += 1
        if last.number + change.number == 0 and decisions.number > 0:
            facts = labels(table, decisions.path) | {
                "last": last.number,
                "change": change.number,
                "decisions": decisions.number,
            }
            tally.add(
                Finding(
                    "R9",
                    Severity.WARNING,
                    decisions.path,
                    Message(_DECISIONS_WITHOUT_ITEMS, facts),
                    Message(_LOOK_AT_ITEMS),
                    expected=0,
                    actual=decisions.number,
                    quote=decisions.raw,
                )
            )
    return tally


def _with_items(report: AnnualReport) -> Iterator[tuple[Cell, Cell, Cell, Table]]:
    for table in report.format.proactive:
        if {"items_last_year", "items_change", "decisions"} <= set(table.column_ids):
            for row in table.row_ids:
                stem = f"{table.path}.{row}."
                cells = report.cells
                yield (
                    cells[f"{stem}items_last_year"],
                    cells[f"{stem}items_change"],
                    cells[f"{stem}decisions"],
                    table,
                )


def check_fee_notices(report: AnnualReport) -> Tally:
    """F1: applications dropped for non-payment need at least as many fee notices in the statement.

    国办函〔2020〕109号: who does not pay within the time of the notice is taken to have withdrawn, so
    each such application had its notice.
    """
    tally = Tally("F1", Severity.WARNING, reason=Message(NOT_IN_FORM))
    if UNPAID not in report.cells:
        return tally
    cell = report.cells[UNPAID]
    tally.reason = Message(_NO_UNPAID if cell.is_known else _UNPAID_UNKNOWN)
    unpaid = _unpaid(report) if cell.is_known else 0
    if unpaid <= 0:
        return tally
    notices = _notices(report)
    tally.checked = 0 if notices is None else 1
    if notices is None:
        tally.reason = Message(_NOTICES_UNKNOWN)
    if notices is None or notices < unpaid:
        tally.add(_too_few_notices(report, unpaid, notices))
    return tally


def _too_few_notices(report: AnnualReport, unpaid: Decimal | int, notices: int | None) -> Finding:
    """Fewer notices than unpaid applications is a contradiction; none named is only an omission."""
    facts: dict[str, object] = {"unpaid": unpaid, "notices": notices}
    return Finding(
        "F1",
        Severity.INFO if notices is None else Severity.WARNING,
        "sections.6",
        Message(_NOTICES_MISSING if notices is None else _NOTICES_TOO_FEW, facts),
        Message(_STATE_NOTICES, {"unpaid": unpaid}),
        expected=unpaid,
        actual=notices,
        quote=report.fees.text,
        cells=(UNPAID,),
    )


def _unpaid(report: AnnualReport) -> Decimal | int:
    if report.cells[UNPAID].state is CellState.PRINTED:
        return report.cells[UNPAID].number
    stem = UNPAID.removesuffix("total")
    return sum(report.cells[stem + column].number for column in report.format.requests.column_ids[:-1])


def _notices(report: AnnualReport) -> int | None:
    """The number of fee notices as read, or found in the text in words or outside the statement."""
    if report.fees.notices is not None:
        return report.fees.notices
    texts = [report.fees.text] if report.fees.text else [section.text for section in report.sections]
    for text in texts:
        if "通知" in text and (match := _SAID_NOTICES.search(text)):
            said = match[1] or match[2]
            return int(said) if said.isdigit() else chinese_number(said)
    return None
