"""The tables and texts of a report as a page draws them: the official form, with marks in place.

The form itself comes from :mod:`yangguang.annualreport.writing.layout`, which the Word and PDF writers
use too. Here each cell gets what only a screen can show: a figure, a blank, "not applicable", an
unreadable and a missing cell look different, say so to a screen reader, and are explained under the
table; so is every cell that was not read literally, and every cell that a finding speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext

from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Certainty, Money, Repair
from yangguang.annualreport.writing.layout import LaidCell, LaidTable, content

PART_OF = {"proactive": 2, "requests": 3, "remedies": 4}
SUMS = frozenset({"results_total", "new_received", "carried_in", "carried_out"})


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as drawn, head or figure. ``headers`` are the anchors of the heads that name it.

    ``sticks`` marks the head that stays in sight when the table is scrolled sideways, ``spoken`` says
    aloud what the eye sees as no figure.
    """

    text: str
    id: str
    colspan: int = 1
    rowspan: int = 1
    is_head: bool = False
    sticks: bool = False
    headers: str = ""
    state: str = ""
    certainty: str = ""
    spoken: str = ""
    notes: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of boxes; ``is_sum`` for the lines that others add up to."""

    boxes: tuple[Box, ...]
    is_sum: bool = False
    is_caption: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """A sentence under a table, with the number that points to it."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole table as drawn: rows of heads, rows of figures, and what is said below."""

    path: str
    caption: str
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    columns: int
    footnotes: tuple[Footnote, ...] = ()
    legend: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The table's anchor on the page."""
        return f"t-{self.path}"


def cell_id(path: str) -> str:
    """The anchor of a cell on the page."""
    return "c-" + path.replace(".", "-")


def sheets(report: AnnualReport, findings: Sequence[Finding] = ()) -> dict[int, Sheet]:
    """The tables under the number of the part in which they stand; findings are counted from 1."""
    marks = _by_cell(findings)
    return {PART_OF[table.path]: _sheet(report, table, marks) for table in content(report).tables}


_Marks = Mapping[str, list[tuple[int, Severity]]]


def _sheet(report: AnnualReport, table: LaidTable, marks: _Marks) -> Sheet:
    alike = Counter(map(_evidence, report.repairs))
    pen = _Pen(
        table.path,
        marks,
        {repair.where: repair for repair in report.repairs},
        frozenset(evidence for evidence, cells in alike.items() if cells > 1),
    )
    rows = tuple(pen.row(number, row, len(table.widths)) for number, row in enumerate(table.rows))
    return Sheet(
        path=table.path,
        caption=table.caption,
        head=rows[: table.head_rows],
        body=rows[table.head_rows :],
        columns=len(table.widths),
        footnotes=tuple(pen.footnotes),
        legend=tuple(_legend(pen.states)),
        remarks=tuple(text for where, text in report.notes.items() if where.partition(".")[0] == table.path),
    )


@dataclass(slots=True)
class _Pen:
    """Draws the cells of one table and collects what has to be said under it."""

    path: str
    marks: _Marks
    repairs: Mapping[str, Repair]
    _repaired_alike: frozenset[tuple[str, str]] = frozenset()
    footnotes: list[Footnote] = field(default_factory=list)
    states: set[CellState] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def row(self, number: int, cells: Sequence[LaidCell], columns: int) -> Row:
        figures = [laid.cell for laid in cells if laid.cell is not None]
        first = min((laid.column for laid in cells if laid.cell is not None), default=0)
        boxes = tuple(
            self.figure(laid, laid.cell) if laid.cell is not None else self.head(number, laid, first)
            for laid in cells
        )
        is_sum = bool(figures) and figures[0].path.split(".")[1] in SUMS
        return Row(boxes, is_sum, is_caption=len(cells) == 1 and cells[0].colspan == columns)

    def head(self, number: int, laid: LaidCell, first_figure: int) -> Box:
        return Box(
            text=laid.text,
            id=self.anchor(number, laid.column),
            colspan=laid.colspan,
            rowspan=laid.rowspan,
            is_head=True,
            sticks=first_figure > 0 and laid.column + laid.colspan == first_figure,
        )

    def anchor(self, row: int, column: int) -> str:
        return f"h-{self.path}-{row}-{column}"

    def figure(self, laid: LaidCell, cell: Cell) -> Box:
        self.states.add(cell.state)
        marks = self.marks.get(cell.path, [])
        worst = min((severity for _, severity in marks), key=list(Severity).index, default=None)
        return Box(
            text=laid.text,
            id=cell_id(cell.path),
            colspan=laid.colspan,
            headers=" ".join(self.anchor(row, column) for row, column in laid.headers),
            state=cell.state.value,
            certainty=cell.certainty.value,
            spoken=_spoken(cell.state),
            notes=tuple(self._notes(cell)),
            findings=tuple(number for number, _ in marks),
            severity=worst.value if worst else "",
        )

    def _notes(self, cell: Cell) -> Iterable[int]:
        """What is said once points to every cell it is true of: a row whose digits ran together is one note."""
        text = _certainty_note(cell, self.repairs.get(cell.path), self._repaired_alike)
        if not text:
            return
        if text not in self._numbers:
            self._numbers[text] = len(self.footnotes) + 1
            self.footnotes.append(Footnote(self._numbers[text], text))
        yield self._numbers[text]


# --- words -------------------------------------------------------------------------------------


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


def _evidence(repair: Repair) -> tuple[str, str]:
    """What a repair rests on: the text that stood there, and why it was read otherwise."""
    return repair.before, str(repair.why).rstrip("。.")


def _certainty_note(cell: Cell, repair: Repair | None, alike: frozenset[tuple[str, str]]) -> str:
    if cell.certainty is Certainty.REPAIRED and repair is not None:
        before, why = _evidence(repair)
        if (before, why) in alike:
            return gettext("原文为“%(before)s”，读作表中各数：%(why)s。") % {"before": before, "why": why}
        return gettext("原文为“%(before)s”，读作 %(after)s：%(why)s。") % {
            "before": before,
            "after": value_text(repair.after) or gettext("空白"),
            "why": why,
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
    """One numbered part of the report as drawn; ``is_missing`` when the report has nothing of it."""

    number: int
    heading: str
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    sheet: Sheet | None = None
    is_missing: bool = False

    @property
    def id(self) -> str:
        return f"part-{self.number}"


def parts(report: AnnualReport, findings: Sequence[Finding] = ()) -> tuple[Part, ...]:
    """The six parts with their text and tables; a part that the report lacks says so."""
    tables = sheets(report, findings)
    return tuple(
        _part(report, item.number, item.heading, tables, findings) for item in report.format.sections
    )


def preamble(report: AnnualReport, findings: Sequence[Finding] = ()) -> tuple[tuple[Piece, ...], ...]:
    """What stands before part one."""
    return tuple(
        pieces(text, _marks(findings, "preamble", index)) for index, text in enumerate(report.preamble)
    )


def _part(
    report: AnnualReport, number: int, official: str, tables: dict[int, Sheet], findings: Sequence[Finding]
) -> Part:
    section, sheet = report.section(number), tables.get(number)
    if section is None:
        return Part(number, official, sheet=sheet, is_missing=sheet is None)
    paragraphs = tuple(
        pieces(text, _marks(findings, f"sections.{number}", index))
        for index, text in enumerate(section.paragraphs)
    )
    return Part(number, section.heading or official, paragraphs, sheet)


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
