"""X1–X4: figures that two consecutive reports of one body must share.

The row labels define X1: what was carried over at the end of a year is carried in at the start of
the next. From 2020 to 2021 the same rows stand in two forms; that step is X3 on the 2021 sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from yangguang.annualreport.agency import agency_key, is_same_agency, regions_dropped, regions_of
from yangguang.annualreport.checking.relations import Figures, labels
from yangguang.annualreport.checking.rules import rule
from yangguang.annualreport.checking.tally import Tally
from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats.base import Table
from yangguang.annualreport.model import AnnualReport, CellState
from yangguang.translation import Message, mark

_NO_PREVIOUS = mark("没有上一年的报告可供比较。")
_NOT_CONSECUTIVE = mark("用来比较的报告不是本年度的上一年。")
_OTHER_AGENCY = mark("用来比较的报告属于另一个机关。")
_NOT_COMPARABLE = mark("两年的格式没有可以衔接的这类数字。")
_SEE_X3 = mark("两年使用不同的格式，结转数在 X3 中核对。")
_CELLS_MISSING = mark("两年的有关单元格缺失、空白或无法辨认。")

_CARRIED = mark("“{column}”一列：上一年结转下年度 {expected} 件，本年填写上年结转 {actual} 件。")
_MEND_CARRIED = mark("请核对两年的报告；确有更正的，请在正文中说明。")
_ITEMS = mark("“{row}”：上一年项目数量加增/减为 {expected}，本年填写的上一年项目数量为 {actual}。")
_IN_FORCE = mark("“{row}”：上年现行有效件数加本年制发、减本年废止为 {expected}，本年填写 {actual}。")
_MEND_STOCK = mark("请核对；因清理或重新统计而不衔接的，请在正文或表下说明。")
_PUBLIC = mark("“{row}”：对外公开总数量 {actual} 大于上年总数量加本年新公开数量 {expected}。")
_NOT_DERIVED = mark("2021 年“现行有效件数”与 2020 年“对外公开总数量”口径不同，不作比较。")


def check_years(report: AnnualReport, previous: AnnualReport | None) -> list[Tally]:
    """X1–X4 against the previous year's report of the same body."""
    why_not = refusal(report, previous)
    if previous is None or why_not is not None:
        reason = why_not or Message(_NO_PREVIOUS)
        return [Tally(rule_id, rule(rule_id).severity, reason=reason) for rule_id in ("X1", "X2", "X3", "X4")]
    now, then = Figures(report), Figures(previous)
    return [_start(now, then), _stocks(now, then), _bridge(now, then), _not_derived(now, then)]


def refusal(report: AnnualReport, previous: AnnualReport | None) -> Message | None:
    """Why ``previous`` cannot be taken for the same body's report of the year before, if so."""
    if previous is None:
        return Message(_NO_PREVIOUS)
    if report.year is None or previous.year != report.year - 1:
        return Message(_NOT_CONSECUTIVE)
    if report.agency and previous.agency and not _is_same(report.agency, previous.agency):
        return Message(_OTHER_AGENCY)
    return None


def _is_same(one: str, other: str) -> bool:
    """One body, also when one of the reports leaves out the province or city before its name."""
    return any(is_same_agency(a, b) for a in _names(one) for b in _names(other))


def _names(agency: str) -> list[str]:
    """The name, and the name without its outer regions: 江苏省清河县政府, 清河县政府."""
    key = agency_key(agency)
    regions, rest = regions_of(key)
    shorter = ["".join(map("".join, regions[first:])) + rest for first in range(1, len(regions))]
    return [agency, *shorter, *regions_dropped(key)]


def _finding(
    rule_id: str, path: str, table: Table, says: str, advice: str, expected: object, actual: object
) -> Finding:
    facts = labels(table, path) | {"expected": expected, "actual": actual}
    return Finding(
        rule_id,
        rule(rule_id).severity,
        path,
        Message(says, facts),
        Message(advice),
        expected=expected,  # type: ignore[arg-type]
        actual=actual,  # type: ignore[arg-type]
    )


def _tally(rule_id: str, reason: str = _CELLS_MISSING) -> Tally:
    return Tally(rule_id, rule(rule_id).severity, reason=Message(reason))


def _start(now: Figures, then: Figures) -> Tally:
    """X1; the step from the 2019 to the 2021 form is told under X3."""
    if now.report.format.id != then.report.format.id:
        return _tally("X1", _SEE_X3)
    return _carried("X1", now, then)


def _carried(rule_id: str, now: Figures, then: Figures) -> Tally:
    """carried_in of this year = carried_out of the last, in every column."""
    tally = _tally(rule_id)
    table = now.report.format.requests
    for column in table.column_ids:
        actual, expected = f"requests.carried_in.{column}", f"requests.carried_out.{column}"
        if not (now.known(actual) and then.known(expected)):
            tally.skipped += 1
        elif now.printed(actual) or then.printed(expected):
            tally.checked += 1
            if now[actual] != then[expected]:
                tally.add(
                    _finding(rule_id, actual, table, _CARRIED, _MEND_CARRIED, then[expected], now[actual])
                )
    return tally


def _stocks(now: Figures, then: Figures) -> Tally:
    """X2: the stock at the start of this year is the stock at the end of the last."""
    tally = _tally("X2", _NOT_COMPARABLE)
    if now.report.format.id != then.report.format.id:
        return tally
    tally.reason = Message(_CELLS_MISSING)
    for table, path, parts, says in _stock_cells(now.report):
        cells = [
            (then if whose == "then" else now, f"{table.path}.{term}", sign) for whose, term, sign in parts
        ]
        if not now.known(path) or not all(figures.known(cell) for figures, cell, _ in cells):
            tally.skipped += 1
            continue
        if not now.printed(path) and not any(figures.printed(cell) for figures, cell, _ in cells):
            continue
        tally.checked += 1
        expected = sum(sign * figures[cell] for figures, cell, sign in cells)
        if expected != now[path]:
            tally.add(_finding("X2", path, table, says, _MEND_STOCK, expected, now[path]))
    return tally


_Parts = tuple[tuple[str, str, int], ...]


def _stock_cells(report: AnnualReport) -> Iterator[tuple[Table, str, _Parts, str]]:
    for table in report.format.proactive:
        for row in table.row_ids:
            if "items_last_year" in table.column_ids:
                parts: _Parts = (("then", f"{row}.items_last_year", 1), ("then", f"{row}.items_change", 1))
                yield table, f"{table.path}.{row}.items_last_year", parts, _ITEMS
            elif "in_force" in table.column_ids:
                parts = (
                    ("then", f"{row}.in_force", 1),
                    ("now", f"{row}.issued", 1),
                    ("now", f"{row}.repealed", -1),
                )
                yield table, f"{table.path}.{row}.in_force", parts, _IN_FORCE


def _bridge(now: Figures, then: Figures) -> Tally:
    """X3: total_public grows at most by what was newly published; across the forms, carried figures."""
    forms = (then.report.format.id, now.report.format.id)
    if forms == ("2019", "2021"):
        return _carried("X3", now, then)
    tally = _tally("X3", _NOT_COMPARABLE)
    if forms != ("2019", "2019"):
        return tally
    tally.reason = Message(_CELLS_MISSING)
    table = now.report.format.table("proactive.art20_1")
    for row in table.row_ids:
        path, new = f"{table.path}.{row}.total_public", f"{table.path}.{row}.newly_published"
        if not (now.known(path) and now.known(new) and then.known(path)):
            tally.skipped += 1
        elif now.printed(path):
            tally.checked += 1
            most = then[path] + now[new]
            if now[path] > most:
                tally.add(_finding("X3", path, table, _PUBLIC, _MEND_STOCK, most, now[path]))
    return tally


def _not_derived(now: Figures, then: Figures) -> Tally:
    """X4: "open to the public in total" (2020) and "in force" (2021) are two different figures."""
    tally = _tally("X4", _NOT_COMPARABLE)
    if (then.report.format.id, now.report.format.id) != ("2019", "2021"):
        return tally
    stock = "proactive.art20_1.normative_documents"
    if now.report.cells[f"{stock}.in_force"].state is CellState.PRINTED:
        tally.reason = Message(_NOT_DERIVED)
    return tally
