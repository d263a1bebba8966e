"""The linear relations of the format (勾稽关系), evaluated as they are declared.

国办公开办函〔2019〕60号 and 〔2021〕30号, 表三 and 表四. A blank part counts 0. A blank total beside
filled parts is derived (:mod:`yangguang.annualreport.totals`): it is a remark of its relation, and
every relation uses the derived figure. Where a cell is missing or unreadable, the instance of the relation cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable

from yangguang.annualreport.checking.rules import rule as rule_of
from yangguang.annualreport.checking.tally import Tally
from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats.base import Compare, Relation, Severity, Table
from yangguang.annualreport.formats.instances import Instance, Number, Terms, plan
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Certainty
from yangguang.annualreport.totals import derive
from yangguang.translation import Message, mark

NO_TABLE = mark("报告中没有“{table}”表。")
BLANK_TABLE = mark("“{table}”表中需要核对的各格都没有填写数字。")
UNREADABLE_TABLE = mark("“{table}”表中需要核对的单元格缺失或无法辨认。")
NOT_IN_FORM = mark("该年度的格式没有这项勾稽关系。")

_BLANK_ROW_TOTAL = mark("“{row}”一行的“{column}”没有填写，按各部分相加应为 {left}。")
_FILL_IN = mark("请补填合计；以下核对按 {left} 计算。")
_ONE_CELL = mark(
    "把“{row}”一行“{column}”一列由 {before} 改为 {after}，就能使有关的各项关系同时成立，请先核对这一格。"
)


class Figures:
    """The figures of a report for arithmetic: printed, blank as 0, and derived totals.

    A doubtful figure is none: nobody is told of an error that may be the reader's own.
    """

    def __init__(self, report: AnnualReport) -> None:
        self.report = report
        self._numbers: dict[str, Number] = {}
        self._printed: set[str] = set()
        self._doubtful: dict[str, Number] = {}
        printed, doubtful = CellState.PRINTED, Certainty.DOUBTFUL
        for path, cell in report.cells.items():
            if cell.state is printed:
                value = cell.value
                number = value if type(value) is int else cell.number
                if cell.certainty is doubtful:
                    self._doubtful[path] = number
                else:
                    self._printed.add(path)
                    self._numbers[path] = number
            elif cell.is_known and cell.certainty is not doubtful:
                self._numbers[path] = 0
        self._derived = derive(report, trusting=False)
        for path, total in self._derived.items():
            if total.figure is not None:
                self._numbers[path] = total.figure
                self._printed.add(path)

    def follows(self, path: str, relation: Relation) -> bool:
        """Whether the total was left blank and is what this relation makes of its parts."""
        total = self._derived.get(path)
        return total is not None and total.figure is not None and total.relation is relation

    def trust(self) -> None:
        """Take the doubtful figures too, for a comparison that says so where it uses one."""
        self._printed.update(self._doubtful)
        self._numbers.update(self._doubtful)

    def known(self, path: str) -> bool:
        """Whether arithmetic may use the cell."""
        return path in self._numbers

    def printed(self, path: str) -> bool:
        """Whether a figure stands there, or was derived."""
        return path in self._printed

    def any_printed(self, paths: frozenset[str]) -> bool:
        return not self._printed.isdisjoint(paths)

    def all_known(self, paths: frozenset[str]) -> bool:
        return self._numbers.keys() >= paths

    def __getitem__(self, path: str) -> Number:
        return self._numbers[path]

    def sum(self, paths: Iterable[str]) -> Number:
        """The sum of cells. Raises ``KeyError`` when one of them is not known."""
        return sum(map(self._numbers.__getitem__, paths))

    def total(self, terms: Terms) -> Number:
        """The sum of cells with their signs. Raises ``KeyError`` when one of them is not known."""
        total = self.sum(terms.plus)
        return total - self.sum(terms.minus) if terms.minus else total


def check_relations(report: AnnualReport, figures: Figures | None = None) -> list[Tally]:
    """Every relation of the form."""
    figures = figures or Figures(report)
    tallies: dict[str, Tally] = {}
    broken: list[tuple[Instance, Tally]] = []
    assessed: list[Instance] = []
    for relation, repeated in plan(report.format):
        tally = tallies.setdefault(relation.rule, Tally(relation.rule, relation.severity))
        _evaluate(relation, repeated, figures, tally, broken, assessed)
        if not tally.checked:
            tally.reason = _why_not(report, relation)
    explained = _single_cells([instance for instance, _ in broken], assessed, figures)
    for instance, tally in broken:
        tally.add(_finding(instance, figures, explained.get((instance.relation.rule, instance.at))))
    for rule_id in ("R1", "R2", "R3", "R4", "R6", "R7"):
        if rule_id not in tallies:
            tallies[rule_id] = Tally(rule_id, rule_of(rule_id).severity, reason=Message(NOT_IN_FORM))
    return list(tallies.values())


def _evaluate(
    relation: Relation,
    repeated: tuple[Instance, ...],
    figures: Figures,
    tally: Tally,
    broken: list[tuple[Instance, Tally]],
    assessed: list[Instance],
) -> None:
    cells = figures.report.cells
    for instance in repeated:
        if not figures.any_printed(instance.paths):
            continue
        try:
            left, right = figures.total(instance.left), figures.total(instance.right)
        except KeyError:  # a cell is missing or cannot be read
            tally.skipped += 1
            continue
        if figures.follows(instance.at, relation):
            tally.add(_blank_total(instance, cells[instance.at], left))
            continue
        tally.checked += 1
        assessed.append(instance)
        if left != right and not (relation.compare is Compare.AT_LEAST and left > right):
            broken.append((instance, tally))


def _why_not(report: AnnualReport, relation: Relation) -> Message:
    table = report.format.table(relation.table)
    states = {cell.state for cell in report.in_table(table.path)}
    if states == {CellState.MISSING}:
        return Message(NO_TABLE, {"table": table.caption})
    if CellState.PRINTED in states or CellState.UNREADABLE in states:
        return Message(UNREADABLE_TABLE, {"table": table.caption})
    return Message(BLANK_TABLE, {"table": table.caption})


def labels(table: Table, path: str) -> dict[str, object]:
    """The official names of the row and column of a cell, for messages."""
    row, column = path.removeprefix(table.path + ".").split(".")
    return {"row": table.row(row).label, "column": table.column(column).label}


def _blank_total(instance: Instance, cell: Cell, left: Number) -> Finding:
    facts = labels(instance.table, instance.at) | {"left": left}
    return Finding(
        instance.relation.rule,
        Severity.WARNING,
        instance.at,
        Message(_BLANK_ROW_TOTAL, facts),
        Message(_FILL_IN, {"left": left}),
        expected=left,
        actual=None,
        quote=cell.raw,
    )


def _finding(instance: Instance, figures: Figures, hint: tuple[str, Number] | None) -> Finding:
    relation = instance.relation
    left, right = figures.total(instance.left), figures.total(instance.right)
    facts = labels(instance.table, instance.at) | {"left": left, "right": right, "gap": abs(left - right)}
    at_least = relation.compare is Compare.AT_LEAST
    return Finding(
        relation.rule,
        relation.severity,
        instance.at,
        Message(relation.says, facts),
        Message(relation.advice) if hint is None else _one_cell(instance.table, figures, *hint),
        expected=right if at_least else left,
        actual=left if at_least else right,
        quote=figures.report.cells[instance.at].raw,
    )


def _one_cell(table: Table, figures: Figures, path: str, change: Number) -> Message:
    before = figures[path]
    return Message(_ONE_CELL, labels(table, path) | {"before": before, "after": before + change})


def _single_cells(
    broken: list[Instance], assessed: list[Instance], figures: Figures
) -> dict[tuple[str, str], tuple[str, Number]]:
    """For each broken instance the one cell whose change alone mends it and its broken neighbours.

    A cell qualifies when it stands in two or more broken instances, in no sound one, and the same
    change mends all of them. Two such cells for one instance explain nothing.
    """
    broken = [instance for instance in broken if instance.relation.compare is Compare.EQUAL]
    if len(broken) < 2:
        return {}
    sound = {path for instance in assessed if instance not in broken for path in instance.paths}
    explained: dict[tuple[str, str], set[tuple[str, Number]]] = {}
    for path in {path for instance in broken for path in instance.paths} - sound:
        around = [instance for instance in broken if instance.coefficient(path)]
        changes = {
            (figures.total(one.right) - figures.total(one.left)) * one.coefficient(path) for one in around
        }
        if len(around) > 1 and len(changes) == 1 and figures[path] + (change := changes.pop()) >= 0:
            for instance in around:
                explained.setdefault((instance.relation.rule, instance.at), set()).add((path, change))
    return {key: next(iter(cells)) for key, cells in explained.items() if len(cells) == 1}
