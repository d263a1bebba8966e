"""Cells that could not be read, or not surely, told by the relations they stand in.

An unreadable cell is filled when every relation that can tell it gives the same whole number. A
figure that a recogniser was unsure of is confirmed when a relation with it holds; it is replaced
only when at least two relations agree on another figure. A figure read with certainty is never
touched: if it breaks a relation, that is the office's error and stays a finding. Nor is a row filled
with other digits than those that stand in it: where the relations want others, the office is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Compare, Format, Over, Relation
from yangguang.annualreport.labels import fold
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Certainty, Repair
from yangguang.translation import Message, mark

_WHY = mark("原处不能确定（“{raw}”），由勾稽关系 {rules} 推得")


def infer(report: AnnualReport) -> AnnualReport:
    """The report with such cells filled, confirmed or left as they are."""
    open_cells = _open_cells(report)
    if not open_cells:
        return report
    cells, repairs = dict(report.cells), list(report.repairs)
    instances = [i for i in _instances(report.format) if any(path in open_cells for path, _ in i[1])]
    progress = True
    while progress and open_cells:
        progress = False
        for path in sorted(open_cells):
            settled = _settle(path, cells, open_cells, instances)
            if settled is not None:
                cell, repair = settled
                cells[path] = cell
                if repair:
                    repairs.append(repair)
                open_cells.discard(path)
                progress = True
    against = _against_the_print(report, cells)
    cells |= {path: report.cells[path] for path in against}
    repairs = [repair for repair in repairs if repair.where not in against]
    return replace(report, cells=cells, repairs=tuple(repairs), reading=_still_open(report.reading, cells))


def _open_cells(report: AnnualReport) -> set[str]:
    unreadable, doubtful = CellState.UNREADABLE, Certainty.DOUBTFUL
    return {
        path
        for path, cell in report.cells.items()
        if cell.state is unreadable
        or (cell.certainty is doubtful and path.startswith(("requests.", "remedies.")))
    }


def _against_the_print(report: AnnualReport, cells: dict[str, Cell]) -> set[str]:
    """The cells of rows that were filled with other digits than the file has there."""
    wrong: set[str] = set()
    for table in (report.format.requests, report.format.remedies):
        for row in table.row_ids:
            paths = [f"{table.path}.{row}.{column}" for column in table.column_ids]
            before = [report.cells[path] for path in paths]
            if all(cell.state is CellState.UNREADABLE for cell in before) and _digits(before[0].raw):
                filled = "".join(str(cells[path].value) for path in paths if cells[path].value)
                if _without_noughts(before[0].raw) != filled.replace("0", ""):
                    wrong.update(paths)
    return wrong


def _digits(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isdigit())


def _without_noughts(text: str) -> str:
    """The digits of a text but for 0, which stands for a blank too."""
    return _digits(text).replace("0", "")


Instance = tuple[str, tuple[tuple[str, int], ...]]


def _instances(form: Format) -> Iterator[Instance]:
    """Every instance of every equality: rule, and the cells with their signs that sum to 0."""
    for relation in form.relations:
        if relation.compare is not Compare.EQUAL:
            continue
        table = form.table(relation.table)
        others = table.row_ids if relation.over is Over.EACH_ROW else table.column_ids
        for other in others:
            yield (
                relation.rule,
                tuple(
                    (_address(relation, term.lstrip("-"), other), sign if term[0] != "-" else -sign)
                    for side, sign in ((relation.left, 1), (relation.right, -1))
                    for term in side
                ),
            )


def _address(relation: Relation, term: str, other: str) -> str:
    if relation.over is Over.EACH_ROW:
        return f"{relation.table}.{other}.{term}"
    return f"{relation.table}.{term}.{other}"


def _settle(
    path: str, cells: dict[str, Cell], open_cells: set[str], instances: list[Instance]
) -> tuple[Cell, Repair | None] | None:
    """The cell as its relations tell it, or ``None`` while they do not."""
    told: dict[str, int] = {}
    for rule, terms in instances:
        sign = next((s for p, s in terms if p == path), 0)
        if sign and all(p == path or (p not in open_cells and cells[p].is_known) for p, _ in terms):
            rest = sum(s * int(cells[p].number) for p, s in terms if p != path)
            told[rule] = -rest * sign
    values = set(told.values())
    if len(values) != 1 or (value := values.pop()) < 0:
        return None
    cell = cells[path]
    if cell.state is not CellState.UNREADABLE and cell.number == value:
        return replace(cell, certainty=Certainty.CERTAIN), None
    if cell.state is not CellState.UNREADABLE and len(told) < 2:
        return None
    why = Message(_WHY, {"raw": cell.raw, "rules": "、".join(sorted(told))})
    repaired = replace(cell, value=value, state=CellState.PRINTED, certainty=Certainty.REPAIRED, note="")
    return repaired, Repair(path, cell.raw, value, why)


def _still_open(findings: tuple[Finding, ...], cells: dict[str, Cell]) -> tuple[Finding, ...]:
    """Without the reader's remarks on cells that are settled by now."""
    return tuple(
        f
        for f in findings
        if f.rule != "READ" or f.where not in cells or cells[f.where].state is CellState.UNREADABLE
    )
