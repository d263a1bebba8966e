"""The tables of a report as a page draws them: the heads of the official form, cells with their marks.

Built from the format alone, so that a next format needs nothing here. A figure, a blank, "not
applicable", an unreadable and a missing cell look different, say so to a screen reader, and are
explained under the table; so is every cell that was not read literally.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext

from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Format, Row, Severity, Table
from yangguang.annualreport.formats.shared import REQUESTS_NOTE
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Certainty, Money, Repair

_APPLICANTS_HEAD = "申请人情况"
_NO_HEAD = "信息内容"


@dataclass(frozen=True, slots=True)
class Head:
    """A head cell: its text, its spans, and for which cells it speaks (``scope``; empty for none)."""

    text: str
    scope: str
    colspan: int = 1
    rowspan: int = 1
    note: str = ""

    @property
    def sticks(self) -> bool:
        """Whether the head stays in sight when the table is scrolled sideways: the innermost of a row."""
        return self.scope == "row"


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as drawn: its text, what its state says aloud, its footnotes and findings."""

    path: str
    text: str
    state: str = "printed"
    certainty: str = "certain"
    spoken: str = ""
    notes: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its heads and its cells."""

    heads: tuple[Head, ...]
    cells: tuple[Shown, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """A sentence under a table, with the sign that points to it."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole table as drawn. ``lead`` is the number of head columns, ``wide`` that it will scroll."""

    path: str
    caption: str
    head: tuple[tuple[Head, ...], ...]
    lines: tuple[Line, ...]
    lead: int
    footnotes: tuple[Footnote, ...] = ()
    legend: tuple[str, ...] = ()
    remark: str = ""
    is_missing: bool = False

    @property
    def id(self) -> str:
        """The table's anchor on the page."""
        return "t-" + self.path.replace(".", "-")

    @property
    def wide(self) -> bool:
        return sum(head.colspan for head in self.head[0]) > 6


def cell_id(path: str) -> str:
    """The anchor of a cell on the page."""
    return "c-" + path.replace(".", "-")


def sheets(report: AnnualReport, findings: Sequence[Finding] = ()) -> dict[int, tuple[Sheet, ...]]:
    """The tables under the number of the part in which they stand; findings counted from 1."""
    marks = _by_cell(findings)
    form = report.format
    proactive = tuple(
        _sheet(report, table, _plain_head(table), _plain_lines, marks) for table in form.proactive
    )
    requests = _sheet(report, form.requests, _requests_head(form.requests), _grouped_lines, marks)
    remedies = _sheet(report, form.remedies, _remedies_head(form.remedies), _one_line, marks)
    return {2: proactive, 3: (requests,), 4: (remedies,)}


# --- heads -------------------------------------------------------------------------------------


def _plain_head(table: Table) -> tuple[tuple[Head, ...], ...]:
    """第二十条: one row of column heads."""
    return ((Head(_NO_HEAD, "col"), *(Head(column.label, "col") for column in table.columns)),)


def _requests_head(table: Table) -> tuple[tuple[Head, ...], ...]:
    """Table three: 申请人情况 over all columns, 法人或其他组织 over five of them."""
    lead = _lead(table)
    top = (
        Head(REQUESTS_NOTE, "", colspan=lead, rowspan=3),
        Head(_APPLICANTS_HEAD, "colgroup", colspan=len(table.columns)),
    )
    middle, bottom = [], []
    for group, columns in groupby(table.columns, key=lambda column: column.group):
        members = list(columns)
        if group:
            middle.append(Head(group, "colgroup", colspan=len(members)))
            bottom += [Head(column.label, "col") for column in members]
        else:
            middle += [Head(column.label, "col", rowspan=2) for column in members]
    return (top, tuple(middle), tuple(bottom))


def _remedies_head(table: Table) -> tuple[tuple[Head, ...], ...]:
    """Table four: three blocks side by side, two of them under 行政诉讼."""
    outcomes = [column.label for column in table.columns]
    top, middle, bottom = [], [], []
    for group, rows in groupby(table.rows, key=lambda row: row.groups[-1] if row.groups else ""):
        members = list(rows)
        if group:
            top.append(Head(group, "colgroup", colspan=len(members) * len(outcomes)))
            middle += [Head(row.label, "colgroup", colspan=len(outcomes)) for row in members]
            bottom += [Head(label, "col") for _ in members for label in outcomes]
        else:
            for row in members:
                top.append(Head(row.label, "colgroup", colspan=len(outcomes)))
                middle += [Head(label, "col", rowspan=2) for label in outcomes]
    return (tuple(top), tuple(middle), tuple(bottom))


# --- lines -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Pen:
    """Draws the cells of one table and collects what has to be said under it."""

    report: AnnualReport
    marks: Mapping[str, list[tuple[int, Severity]]]
    repairs: Mapping[str, Repair]
    footnotes: list[Footnote] = field(default_factory=list)
    states: set[CellState] = field(default_factory=set)

    def cell(self, path: str) -> Shown:
        cell = self.report.cells[path]
        self.states.add(cell.state)
        marks = self.marks.get(path, [])
        worst = min((severity for _, severity in marks), key=list(Severity).index, default=None)
        return Shown(
            path=path,
            text=cell_text(cell),
            state=cell.state.value,
            certainty=cell.certainty.value,
            spoken=_spoken(cell.state),
            notes=tuple(self._notes(cell)),
            findings=tuple(number for number, _ in marks),
            severity=worst.value if worst else "",
        )

    def _notes(self, cell: Cell) -> Iterable[int]:
        for text in (_certainty_note(cell, self.repairs.get(cell.path)), cell.note):
            if text:
                self.footnotes.append(Footnote(len(self.footnotes) + 1, text))
                yield len(self.footnotes)


def _plain_lines(table: Table, pen: _Pen) -> tuple[Line, ...]:
    return tuple(
        Line(
            (Head(row.label, "row"),),
            tuple(pen.cell(f"{table.path}.{row.id}.{column}") for column in table.column_ids),
        )
        for row in table.rows
    )


def _grouped_lines(table: Table, pen: _Pen) -> tuple[Line, ...]:
    """Rows with the merged heads to their left, each head drawn once beside all its rows."""
    lead = _lead(table)
    drawn: set[tuple[str, ...]] = set()
    lines = []
    for row in table.rows:
        heads = []
        for depth in range(1, len(row.groups) + 1):
            group = row.groups[:depth]
            if group not in drawn:
                drawn.add(group)
                span = sum(other.groups[:depth] == group for other in table.rows)
                heads.append(Head(group[-1], "rowgroup", rowspan=span))
        heads.append(Head(row.label, "row", colspan=lead - len(row.groups), note=row.article))
        cells = tuple(pen.cell(f"{table.path}.{row.id}.{column}") for column in table.column_ids)
        lines.append(Line(tuple(heads), cells, is_total=_is_sum(row)))
    return tuple(lines)


def _one_line(table: Table, pen: _Pen) -> tuple[Line, ...]:
    return (Line((), tuple(pen.cell(path) for path in table.cell_paths())),)


def _is_sum(row: Row) -> bool:
    return row.id in ("new_received", "carried_in", "results_total", "carried_out")


def _lead(table: Table) -> int:
    return max(len(row.groups) for row in table.rows) + 1


def _sheet(
    report: AnnualReport,
    table: Table,
    head: tuple[tuple[Head, ...], ...],
    draw: Callable[[Table, _Pen], tuple[Line, ...]],
    marks: Mapping[str, list[tuple[int, Severity]]],
) -> Sheet:
    pen = _Pen(report, marks, {repair.where: repair for repair in report.repairs})
    lines = draw(table, pen)
    return Sheet(
        path=table.path,
        caption=table.caption,
        head=head,
        lines=lines,
        lead=_lead(table) if draw is _grouped_lines else (0 if draw is _one_line else 1),
        footnotes=tuple(pen.footnotes),
        legend=tuple(_legend(pen.states)),
        remark=report.notes.get(table.path, ""),
        is_missing=pen.states == {CellState.MISSING},
    )


# --- words -------------------------------------------------------------------------------------


def cell_text(cell: Cell) -> str:
    """What stands in a cell for the eye."""
    if cell.state is CellState.UNREADABLE:
        return cell.raw.strip() or "？"
    if cell.state is CellState.NOT_APPLICABLE:
        return cell.raw.strip() or "/"
    if cell.value is None:
        return ""
    return value_text(cell.value)


def value_text(value: int | Decimal | Money | None) -> str:
    """A figure as printed: counts plain, decimals without an exponent, money in its own words."""
    if isinstance(value, Money):
        return value.text
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _spoken(state: CellState) -> str:
    """What a screen reader says where the eye sees no figure."""
    return {
        CellState.PRINTED: "",
        CellState.BLANK: gettext("空白"),
        CellState.NOT_APPLICABLE: gettext("不适用"),
        CellState.UNREADABLE: gettext("无法辨认"),
        CellState.MISSING: gettext("原文件没有这一格"),
    }[state]


def _legend(states: set[CellState]) -> Iterable[str]:
    if CellState.BLANK in states:
        yield gettext("空白格：原文件没有填写，求和时按 0 计。")
    if CellState.NOT_APPLICABLE in states:
        yield gettext("“/”“—”等：原文件标明不适用，求和时按 0 计。")
    if CellState.UNREADABLE in states:
        yield gettext("“？”：原文件这一格无法辨认，不参与计算。")
    if CellState.MISSING in states:
        yield gettext("斜线底纹：原文件没有这一格，不参与计算。")


def _certainty_note(cell: Cell, repair: Repair | None) -> str:
    if cell.certainty is Certainty.REPAIRED and repair is not None:
        return gettext("原文为“%(before)s”，按勾稽关系读作 %(after)s。%(why)s") % {
            "before": repair.before,
            "after": value_text(repair.after) or gettext("空白"),
            "why": repair.why,
        }
    if cell.certainty is Certainty.REPAIRED:
        return gettext("这一格不是照原文读取，是按勾稽关系推定的。")
    if cell.certainty is Certainty.DOUBTFUL:
        return gettext("这一格的读法存疑，请与原文件核对。")
    if cell.certainty is Certainty.CORRECTED:
        return gettext("已由机关更正；原文件为“%(raw)s”。") % {"raw": cell.raw or gettext("空白")}
    return ""


def _by_cell(findings: Sequence[Finding]) -> dict[str, list[tuple[int, Severity]]]:
    found: dict[str, list[tuple[int, Severity]]] = {}
    for number, finding in enumerate(findings, start=1):
        if finding.where:
            found.setdefault(finding.where, []).append((number, finding.severity))
    return found


# --- running text ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``finding`` is the number of the finding that speaks of it, 0 for none."""

    text: str
    finding: int = 0
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One numbered part of the report as drawn."""

    number: int
    heading: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    sheets: tuple[Sheet, ...] = ()
    is_missing: bool = False


def parts(report: AnnualReport, findings: Sequence[Finding] = ()) -> tuple[Part, ...]:
    """The six parts with their text and tables; a part that the report lacks says so."""
    tables = sheets(report, findings)
    return tuple(
        _part(report, report.format, number, tables.get(number, ()), findings) for number in range(1, 7)
    )


def _part(
    report: AnnualReport, form: Format, number: int, tables: tuple[Sheet, ...], findings: Sequence[Finding]
) -> Part:
    section = report.section(number)
    official = next(item for item in form.sections if item.number == number)
    if section is None:
        return Part(
            number, official.heading, (), tables, is_missing=not any(not t.is_missing for t in tables)
        )
    paragraphs = tuple(
        pieces(text, _marks(findings, f"sections.{number}", index))
        for index, text in enumerate(section.paragraphs)
    )
    return Part(number, section.heading or official.heading, paragraphs, tables)


def _marks(findings: Sequence[Finding], where: str, paragraph: int) -> list[tuple[int, int, int, str]]:
    """Start, end, number and severity of what is marked in one paragraph."""
    return [
        (finding.start, finding.end, number, finding.severity.value)
        for number, finding in enumerate(findings, start=1)
        if (finding.where == where or finding.where.startswith(f"{where}."))
        and finding.paragraph == paragraph
        and 0 <= finding.start < finding.end
    ]


def pieces(text: str, marks: Iterable[tuple[int, int, int, str]]) -> tuple[Piece, ...]:
    """The text cut at its marks; where two overlap the earlier keeps its words, the later the rest."""
    found: list[Piece] = []
    position = 0
    for start, end, number, severity in sorted(marks):
        start, end = max(start, position), min(end, len(text))
        if start >= end:
            continue
        if text[position:start]:
            found.append(Piece(text[position:start]))
        found.append(Piece(text[start:end], number, severity))
        position = end
    if text[position:]:
        found.append(Piece(text[position:]))
    return tuple(found)
