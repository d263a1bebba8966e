"""A report as the review page shows it: the official tables and texts with everything marked in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from yangguang.annualreport.address import in_words
from yangguang.annualreport.checking import Rule
from yangguang.annualreport.findings import CheckedReport, Finding, Outcome, RuleResult
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport, Cell, CellState
from yangguang.annualreport.writing.layout import Heading, LaidCell, LaidTable, Text, content
from yangguang.reports.composing import identity, is_unsure
from yangguang.reports.models import Correction, CorrectionKind, Verdict
from yangguang.reports.rule_names import rule_title
from yangguang.reports.words import certainty_words
from yangguang.translation import gettext

_WORST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its number on the page, its place in words, and the verdict on it."""

    number: int
    finding: Finding
    key: str
    where: str
    verdict: Verdict | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something to be done."""
        return self.verdict is None or not self.verdict.settles

    @property
    def tone(self) -> str:
        """How it is coloured: by severity while open, quiet once settled."""
        return str(self.finding.severity.value) if self.is_open else "neutral"

    @property
    def title(self) -> str:
        """What its rule is called."""
        return rule_title(self.finding.rule)

    @property
    def anchor(self) -> str:
        """The id of the place on the page that it speaks of."""
        where = self.finding.where
        return place_id(where) if where else "report"


def place_id(where: str) -> str:
    """An address as an id of the page."""
    return "at-" + where.replace(".", "-")


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a table as drawn: a head, or a figure with its marks."""

    text: str
    colspan: int
    rowspan: int
    head: str
    path: str = ""
    tone: str = ""
    says: str = ""
    findings: tuple[FindingView, ...] = ()
    place: str = ""
    is_total: bool = False
    now: str = ""
    """The figure of today, where it is another one than ``text`` that was handed in."""

    @property
    def id(self) -> str:
        """Its id on the page."""
        return place_id(self.path)


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the official form."""

    path: str
    caption: str
    rows: tuple[tuple[CellView, ...], ...]
    head_rows: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``finding`` where it is marked."""

    text: str
    finding: FindingView | None = None


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph of running text, cut where something is marked."""

    pieces: tuple[Piece, ...]
    role: str = "body"
    place: str = ""


@dataclass(slots=True)
class PartView:
    """One of the parts: heading, paragraphs and tables in order, and findings on the part as a whole."""

    id: str
    heading: str
    edit_url: str = ""
    blocks: list[ParagraphView | TableView] = field(default_factory=list)
    findings: list[FindingView] = field(default_factory=list)


def side_by_side(parts: Sequence[PartView], pairs: Mapping[str, tuple[str, str]]) -> None:
    """Show the cells named as (handed in, today) in the tables of these parts."""
    for part in parts:
        part.blocks = [
            replace(block, rows=tuple(tuple(_beside(cell, pairs) for cell in row) for row in block.rows))
            if isinstance(block, TableView)
            else block
            for block in part.blocks
        ]


def _beside(cell: CellView, pairs: Mapping[str, tuple[str, str]]) -> CellView:
    if cell.path not in pairs:
        return cell
    text, now = pairs[cell.path]
    return replace(cell, text=text, now=now)


def finding_views(
    report: AnnualReport, checked: CheckedReport, verdicts: Mapping[str, Verdict]
) -> list[FindingView]:
    """Every finding, open ones first, worst first; numbered as the page shows them."""
    listed = [(finding, identity(finding)) for finding in checked.findings]

    def order(item: tuple[Finding, str]) -> tuple[bool, int]:
        verdict = verdicts.get(item[1])
        return (verdict is not None and verdict.settles, _WORST[item[0].severity])

    return [
        FindingView(number, finding, key, in_words(report.format, finding.where), verdicts.get(key))
        for number, (finding, key) in enumerate(sorted(listed, key=order), start=1)
    ]


def parts(
    report: AnnualReport, findings: Sequence[FindingView], corrections: Mapping[str, Correction]
) -> list[PartView]:
    """The report in the order of the form with every mark in its place."""
    marks = _Marks(report, findings, corrections)
    views = [PartView("at-preamble", "")]
    section, paragraph = 0, -1
    for block in content(_every_cell_shown(report)).blocks:
        if isinstance(block, Heading):
            section, paragraph = block.number, -1
            where = f"sections.{block.number}"
            views.append(PartView(place_id(where), block.text, findings=marks.on_whole(where)))
        elif isinstance(block, LaidTable):
            views[-1].blocks.append(marks.table(block))
        elif (number := marks.number_of(section, paragraph + 1, block)) >= 0:
            paragraph = number
            views[-1].blocks.append(marks.paragraph(section, paragraph, block))
        else:
            views[-1].blocks.append(ParagraphView((Piece(block.text),), block.role))
    return [view for view in views if view.heading or view.blocks]


def _every_cell_shown(report: AnnualReport) -> AnnualReport:
    """A writer leaves out what the file does not have; a reviewer must see the gap and may fill it."""
    return replace(
        report,
        cells={
            path: replace(cell, state=CellState.BLANK) if cell.state is CellState.MISSING else cell
            for path, cell in report.cells.items()
        },
    )


class _Marks:
    """Where each finding, repair and correction belongs."""

    def __init__(
        self,
        report: AnnualReport,
        findings: Sequence[FindingView],
        corrections: Mapping[str, Correction],
    ) -> None:
        self._report = report
        self._corrections = corrections
        self._repairs = {repair.where: repair for repair in report.repairs}
        self._by_place: dict[str, list[FindingView]] = {}
        for view in findings:
            self._by_place.setdefault(view.finding.where, []).append(view)

    def on_whole(self, where: str) -> list[FindingView]:
        """Findings on a part that point to none of its words."""
        return [view for view in self._by_place.get(where, ()) if view.finding.paragraph < 0]

    def number_of(self, section: int, start: int, block: Text) -> int:
        """The number of the part's paragraph that this text is, from ``start`` on; -1 for what the layout added."""
        wanted = block.text.strip()
        texts = self._texts(section)
        return next((n for n in range(start, len(texts)) if texts[n].strip() == wanted), -1)

    def _texts(self, section: int) -> tuple[str, ...]:
        if not section:
            return self._report.preamble
        found = self._report.section(section)
        return found.paragraphs if found else ()

    def paragraph(self, section: int, number: int, block: Text) -> ParagraphView:
        where = f"sections.{section}" if section else "preamble"
        views = [view for view in self._by_place.get(where, ()) if view.finding.paragraph == number]
        found = self._report.section(section)
        place = ""
        if found and number < len(found.places):
            place = place_words(Cell("", place=found.places[number]))
        return ParagraphView(tuple(marked(self._texts(section)[number], views)), block.role, place)

    def table(self, table: LaidTable) -> TableView:
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in table.rows)
        return TableView(table.path, table.caption, rows, table.head_rows)

    def _cell(self, laid: LaidCell) -> CellView:
        if laid.cell is None:
            return CellView(laid.text, laid.colspan, laid.rowspan, laid.head)
        cell = self._report.cells[laid.cell.path]
        views = tuple(self._by_place.get(cell.path, ()))
        correction = self._corrections.get(cell.path)
        return CellView(
            laid.text,
            laid.colspan,
            laid.rowspan,
            "",
            path=cell.path,
            tone=_tone(cell, views, correction),
            says=certainty_words(cell, self._repairs.get(cell.path), correction),
            findings=views,
            place=place_words(cell),
            is_total=cell.path.endswith(".total") or ".results_total." in cell.path,
        )


def _tone(cell: Cell, views: Sequence[FindingView], correction: Correction | None) -> str:
    """The strongest thing to say of a cell, as the class that colours it."""
    open_views = [view for view in views if view.is_open]
    if any(view.finding.severity is Severity.ERROR for view in open_views):
        return "is-error"
    if cell.state is CellState.UNREADABLE:
        return "is-unread is-warning"
    if any(view.finding.severity is Severity.WARNING for view in open_views):
        return "is-warning"
    if correction is not None and correction.kind == CorrectionKind.CORRECT:
        return "is-corrected"
    if is_unsure(cell):
        return "is-repaired"
    if correction is not None:
        return "is-accepted"
    return {CellState.MISSING: "is-unread", CellState.BLANK: "is-blank"}.get(cell.state, "")


def place_words(cell: Cell) -> str:
    """Where a cell stands in the original, for the script that shows it: page;block;row;column;box."""
    place = cell.place
    numbers = (place.page, place.block, place.row, place.column)
    if not any(numbers) and place.box is None:
        return ""
    box = ",".join(f"{edge:.1f}" for edge in place.box) if place.box else ""
    return ";".join((*map(str, numbers), box))


def marked(text: str, views: Sequence[FindingView]) -> Iterator[Piece]:
    """A text cut at the figures that findings speak of; where two overlap the first one is marked."""
    at = 0
    for view in sorted(views, key=lambda view: (view.finding.start, -view.finding.end)):
        start, end = view.finding.start, min(view.finding.end, len(text))
        if start < at or start >= end:
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], view)
        at = end
    if at < len(text) or not text:
        yield Piece(text[at:])


@dataclass(frozen=True, slots=True)
class RuleView:
    """What became of a rule, with the findings it gave."""

    result: RuleResult
    rule: Rule
    findings: tuple[FindingView, ...]

    @property
    def title(self) -> str:
        return gettext(self.rule.title)

    @property
    def asks(self) -> str:
        return gettext(self.rule.asks)

    @property
    def source(self) -> str:
        return gettext(self.rule.source)

    @property
    def tone(self) -> str:
        """How its result is coloured: by the worst of what it found."""
        worst = min(self.findings, key=lambda view: _WORST[view.finding.severity], default=None)
        if worst is not None:
            return worst.finding.severity.value
        return {Outcome.PASSED: "success", Outcome.FAILED: "error"}.get(self.result.outcome, "neutral")
