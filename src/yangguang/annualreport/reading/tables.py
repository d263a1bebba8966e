"""From strips and stream pieces to the cells of the form, with the repairs that took."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from yangguang.annualreport.figures import BLANK, Figure, figure
from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Format, Over, Severity, Table
from yangguang.annualreport.model import Cell, CellState, Certainty, Repair, blank_cells
from yangguang.annualreport.place import Place
from yangguang.annualreport.reading.columns import (
    aligned,
    in_order_of_form,
    of_cut_table,
    under_heads,
    usual_columns,
)
from yangguang.annualreport.reading.document import GridCell
from yangguang.annualreport.reading.lines import is_blank, is_value
from yangguang.annualreport.reading.rows import Strip
from yangguang.annualreport.repair.plausible import cuts
from yangguang.annualreport.repair.readings import GAP, RUN_TOGETHER, Reading, readings_of
from yangguang.annualreport.repair.remedies import remedy_readings, settle_remedies
from yangguang.annualreport.repair.settle import Balance, settle
from yangguang.annualreport.repair.splits import tokens_of
from yangguang.translation import Message, mark

AMBIGUOUS = mark(
    "这一行有不止一种读法，表内关系不能确定是哪一种：已取最可能的“{taken}”，其他可能为 {others}。"
)
ASK = mark("请对照原件核实，并在需要时更正。")
UNREADABLE = mark("“{raw}”不能读作数字。")
FOREIGN = mark("“{table}”的表头是另一年度格式的“{heads}”，不是“{wanted}”；数字按所在位置读取，含义可能不同。")
REFILL = mark("请对照{document}核对表头，按规定的项目重新填写。")
MOST_OTHERS = 3

_UNITS = frozenset(("元", "万元", "亿元", "件", "项", "条"))
_COUNTED = re.compile(r"(\d+)(?=\s*(?:余)?[件项条宗万])")


@dataclass(slots=True)
class TableCells:
    """The cells of all tables while they are being filled."""

    form: Format
    cells: dict[str, Cell] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    scrambled: bool = False  # the text of the file has lost its order

    def __post_init__(self) -> None:
        if not self.cells:
            self.cells = blank_cells(self.form)

    # --- section two ----------------------------------------------------------------------------

    def fill_proactive(self, strip: Strip, clauses: Sequence[str] = ()) -> None:
        """A row of section two: figures of mixed kinds, no sums. ``clauses`` of the text may say some of them."""
        table = self.form.table(strip.table)
        path = f"{strip.table}.{strip.row}"
        strip = _with_units(strip)
        standing = [cell.text for cell in strip.cells]
        if _is_of_smaller_items(standing, table):
            raw = " ".join(text.strip() for text in standing if text.strip())
            self._unreadable(table.row_paths(strip.row), raw, strip)
            return
        strip = in_order_of_form(strip, table)
        texts = [cell.text for cell in strip.cells]
        said = figures_said(table.row(strip.row).label, clauses) if not strip.apart else frozenset()
        chosen, others = _proactive_texts(texts, table, said, may_cut=not strip.apart)
        if strip.foreign and len(texts) != len(table.columns):
            chosen = None
        if strip.foreign:
            self._foreign(table, strip.foreign)
        raw = " ".join(text.strip() for text in texts if text.strip())
        literal = chosen is not None and not others and len(texts) >= len(table.columns)
        if chosen is None:
            self._unreadable(table.row_paths(strip.row), raw, strip)
            return
        paths = table.row_paths(strip.row)
        figures = [figure(text, column.kind) for text, column in zip(chosen, table.columns, strict=True)]
        certainty = Certainty.DOUBTFUL if others or strip.foreign or strip.loose else Certainty.CERTAIN
        if not literal:
            certainty = Certainty.DOUBTFUL if others or strip.loose else Certainty.REPAIRED
            why = Message(RUN_TOGETHER, {"raw": raw})
            self.repairs += [
                Repair(at, raw, read.value, why) for at, read in zip(paths, figures, strict=True)
            ]
        raws = chosen if literal else [raw] * len(figures)
        self._put(paths, figures, [certainty] * len(figures), raws, strip, _sources(strip.cells, chosen))
        if others:
            self._ambiguous(path, "|".join(chosen), ["|".join(cut) for cut in others], raw)

    def _foreign(self, table: Table, heads: Sequence[str]) -> None:
        """Figures under the heads of another form: they may count something else."""
        if any(finding.where == table.path for finding in self.findings):
            return
        wanted = "、".join(column.label for column in table.columns)
        facts = {"table": table.caption, "heads": "、".join(head.strip() for head in heads), "wanted": wanted}
        advice = Message(REFILL, {"document": self.form.document})
        self.findings.append(Finding("FORM", Severity.WARNING, table.path, Message(FOREIGN, facts), advice))

    # --- section three --------------------------------------------------------------------------

    def fill_requests(self, strips: Sequence[Strip]) -> None:
        """Table three as a whole: rows that need it are settled together by R1, R2 and R3."""
        table = self.form.requests
        width = len(table.columns)
        strips = under_heads(strips, table)
        offered: dict[str, list[Reading]] = {}
        guessed = any(len(strip.cells) != width and not strip.line.exact for strip in strips)
        usual = usual_columns(strips, width) if guessed else ()
        for strip in strips:
            part = of_cut_table(strip, table)
            texts = aligned(strip, table, usual)
            offered[strip.row] = (
                [part] if part else readings_of(texts, width, last_is_sum=True, may_cut=not strip.apart)
            )
        settled = settle(offered, _sums_to_total, _balances(self.form), width, _applicants_first)
        by_row = {strip.row: strip for strip in strips}
        for row, reading in settled.chosen.items():
            others = list(settled.others.get(row, ()))
            self._put_reading(table, row, reading, settled.unique[row], others, by_row[row])
        self._take_edge_for_cut_off(table, list(settled.chosen))
        if not any(strip.line.exact for strip in strips):
            self._doubt_if_scrambled(table)

    def _take_edge_for_cut_off(self, table: Table, rows: Sequence[str]) -> None:
        """Beside columns that the page cut off, a column without any figure was cut as well: it is not blank."""
        columns = [[f"{table.path}.{row}.{column}" for row in rows] for column in table.column_ids]
        states = [{self.cells[path].state for path in paths} for paths in columns]
        last = len(states)
        while last and states[last - 1] == {CellState.MISSING}:
            last -= 1
        if 0 < last < len(states) and states[last - 1] == {CellState.BLANK}:
            self.cells |= {path: Cell(path, None, CellState.MISSING) for path in columns[last - 1]}

    def _doubt_if_scrambled(self, table: Table) -> None:
        """A text in which many rows cannot be read has lost its order: then no row of it is certain."""
        lost = [row for row in table.row_ids if not self.cells[f"{table.path}.{row}.total"].is_known]
        if len(lost) * 4 <= len(table.rows) or self._is_cut_off(table, lost):
            return
        self.scrambled = True
        self._doubt(table)
        message = Message(
            mark("表三有 {count} 行读不出来，文字的先后次序可能已被打乱，其余各行也不可靠。"),
            {"count": len(lost)},
        )
        advice = Message(mark("请换用原来的 Word、PDF 或网页文件。"))
        self.findings.append(Finding("READ", Severity.WARNING, table.path, message, advice))

    def _is_cut_off(self, table: Table, lost: Sequence[str]) -> bool:
        """Whether the rows that were not read are the last of the table, and not in the file at all."""
        paths = [path for row in lost for path in table.row_paths(row)]
        missing = all(self.cells[path].state is CellState.MISSING for path in paths)
        return missing and tuple(lost) == table.row_ids[-len(lost) :]

    def _doubt(self, table: Table) -> None:
        for path in table.cell_paths():
            if self.cells[path].is_known:
                self.cells[path] = replace(self.cells[path], certainty=Certainty.DOUBTFUL)

    def _put_reading(
        self, table: Table, row: str, reading: Reading, unique: bool, others: list[Reading], strip: Strip
    ) -> None:
        path = f"{table.path}.{row}"
        if (others or reading.how == GAP) and not _sums_to_total(row, reading):
            self._unreadable(table.row_paths(row), reading.raw, strip)
            return
        certainty = Certainty.CERTAIN
        if reading.changes:
            certainty = Certainty.REPAIRED if unique and not strip.loose else Certainty.DOUBTFUL
        elif (
            not unique or strip.loose or _stands_alone(reading, strip) or _is_shuffled(strip, table, reading)
        ):
            certainty = Certainty.DOUBTFUL
        figures, width = reading.figures, len(reading.figures)
        sources = _sources(strip.cells, figures)
        raws = [reading.raw] * width if reading.raw else [one.text if one else "" for one in sources]
        self._put(table.row_paths(row), figures, [certainty] * width, raws, strip, sources)
        self._record(path, table, reading, strip)
        if others:
            self._ambiguous(path, _said(reading.figures), [_said(o.figures) for o in others], reading.raw)

    def _unreadable(self, paths: Sequence[str], raw: str, strip: Strip) -> None:
        """A row whose figures cannot be given to columns: nothing is guessed."""
        width = len(paths)
        read = Figure(None, CellState.UNREADABLE)
        self._put(paths, [read] * width, [Certainty.DOUBTFUL] * width, [raw] * width, strip, [None] * width)

    def _record(self, path: str, table: Table, reading: Reading, strip: Strip) -> None:
        """List the cells that differ from the first ones as they stand; the total where none does."""
        if not reading.changes:
            return
        width = len(table.columns)
        texts = [cell.text for cell in strip.cells[:width]]
        standing = [figure(text) for text in texts] if len(texts) == width else [None] * width
        changed = [i for i in range(width) if standing[i] is None or standing[i] != reading.figures[i]]
        why = Message(reading.how, {"raw": reading.raw, "count": reading.count, "width": width})
        for i in changed or [width - 1]:
            self.repairs.append(
                Repair(f"{path}.{table.columns[i].id}", reading.raw, reading.figures[i].value, why)
            )

    # --- section four ---------------------------------------------------------------------------

    def fill_remedies(self, strips: Sequence[Strip]) -> None:
        """Table four: one strip of 15 figures, or one of 5 for each kind of case."""
        table = self.form.remedies
        width = len(table.columns)
        whole = _in_one([strip for strip in strips if not strip.row], len(table.rows) * width)
        named: dict[str, Strip] = {}
        for strip in strips:
            if strip.row and (strip.row not in named or named[strip.row].is_blank):
                named[strip.row] = strip
        for strip in under_heads(list(named.values()), table):
            if strip.row:
                part = of_cut_table(strip, table)
                texts = [cell.text for cell in strip.cells]
                readings = [part] if part else readings_of(texts, width, last_is_sum=True)
                settled = settle({strip.row: readings}, _sums_to_total, (), width)
                reading = settled.chosen[strip.row]
                others = list(settled.others.get(strip.row, ()))
                self._put_reading(table, strip.row, reading, settled.unique[strip.row], others, strip)
        if whole:
            strip = next((s for s in whole if not s.is_blank), whole[0])
            self._fill_whole(strip, table)
        lost = self.scrambled or any(strip.loose for strip in whole)
        if lost and not any(strip.line.exact for strip in strips):
            self._doubt(table)

    def _fill_whole(self, strip: Strip, table: Table) -> None:
        texts = [cell.text for cell in strip.cells]
        width = len(table.rows) * len(table.columns)
        choice = settle_remedies(remedy_readings(texts, len(table.rows), len(table.columns)), width, texts)
        reading = choice.reading
        paths = table.cell_paths()
        sources = _sources(strip.cells, reading.figures)
        certainties = [
            # without a source the row is shorter than its table
            Certainty.CERTAIN
            if choice.unique and not (read is BLANK and source is None)
            else Certainty.DOUBTFUL
            for read, source in zip(reading.figures, sources, strict=True)
        ]
        for position in sorted(choice.changed):
            if choice.unique:
                certainties[position] = Certainty.REPAIRED
            params = {"raw": reading.raw, "count": reading.count, "width": width}
            why = Message(reading.how, params)
            value = reading.figures[position].value
            self.repairs.append(Repair(paths[position], choice.before[position], value, why))
        raws = [source.text.strip() if source else reading.raw for source in sources]
        self._put(paths, reading.figures, certainties, raws, strip, sources)
        if choice.others:
            said = [_said(other.figures) for other in choice.others]
            self._ambiguous(table.path, _said(reading.figures), said, reading.raw)
        elif not choice.changed and any(not is_blank(text) for text in texts[width:]):
            self._left_out(table.path, texts, width)

    def _left_out(self, path: str, texts: Sequence[str], width: int) -> None:
        """Cells under no head were not counted: the figures hold without them, but a person should know."""
        extra = "、".join(f"“{text.strip()}”" for text in texts[width:] if not is_blank(text))
        facts = {"count": len(texts), "width": width, "extra": extra}
        message = Message(
            mark("该行有 {count} 格，表式只有 {width} 格；末尾多出的 {extra} 没有计入。"), facts
        )
        self.findings.append(
            Finding("READ", Severity.INFO, path, message, Message(ASK), quote=" ".join(texts))
        )

    # --- shared ---------------------------------------------------------------------------------

    def _put(
        self,
        paths: Sequence[str],
        figures: Sequence[Figure],
        certainties: Sequence[Certainty],
        raws: Sequence[str],
        strip: Strip,
        sources: Sequence[GridCell | None],
    ) -> None:
        """The cells of a strip, each with its figure, how sure that is, what is printed and the cell it is from."""
        line, cells = strip.line, self.cells
        page, block, row = line.page, line.block, line.row
        for path, read, certainty, raw, source in zip(
            paths, figures, certainties, raws, sources, strict=True
        ):
            value, state, note, literal = read
            if not literal or (source is not None and source.doubtful):
                certainty = _no_more_than_doubtful(certainty)
            column, box = (source.column + 1, source.box) if source else (0, None)
            place = Place(page, block, row, column, box)
            cells[path] = Cell(path, value, state, certainty, raw.strip(), note, place)

    def _ambiguous(self, path: str, taken: str, others: list[str], raw: str) -> None:
        said = "；".join(others[:MOST_OTHERS])
        if len(others) > MOST_OTHERS:
            said += "……"
        self.findings.append(
            Finding(
                "READ",
                Severity.WARNING,
                path,
                Message(AMBIGUOUS, {"taken": taken, "others": said}),
                Message(ASK),
                quote=raw,
            )
        )


@lru_cache(maxsize=8)
def _balances(form: Format) -> tuple[Balance, ...]:
    """The relations down the columns of table three (R2, R3)."""
    return tuple(
        Balance(tuple((t, 1) for t in relation.left) + tuple((t, -1) for t in relation.right))
        for relation in form.relations
        if relation.table == form.requests.path and relation.over is Over.EACH_COLUMN
    )


def figures_said(label: str, clauses: Sequence[str]) -> frozenset[str]:
    """The figures in the clauses that speak of this row."""
    return frozenset(number for one in clauses if label in one for number in _COUNTED.findall(one))


def _proactive_texts(
    texts: list[str], table: Table, said: frozenset[str], *, may_cut: bool
) -> tuple[tuple[str, ...] | None, list[tuple[str, ...]]]:
    """The figures of a row of section two, and other readings of it when it had to be cut."""
    width = len(table.columns)
    filled = [text for text in texts if not is_blank(text)]
    if len(texts) == width and not (width > 1 and len(filled) == 1 and _holds_more(filled[0], table)):
        return tuple(texts), []
    if len(filled) == width:
        return tuple(filled), []
    if not filled:
        return ("",) * width, []
    pieces = [piece for text in filled for piece in text.split()]
    if len(texts) < width == len(pieces) and all(map(is_value, pieces)):
        return tuple(pieces), []  # guessed columns put two figures into one cell
    if len(texts) > width:
        return tuple(_drop_blanks(texts, width)), []
    if len(filled) == 1:
        tokens = filled[0].split()
        if len(tokens) == width:
            return tuple(tokens), []
        ways = cuts(filled[0], table.columns, said) if may_cut else []
        if ways:
            return ways[0], ways[1:]
    return None, []


def _with_units(strip: Strip) -> Strip:
    """A row in which guessed columns parted a figure from its unit, with both in one cell."""
    if strip.line.exact or not any(cell.text.strip() in _UNITS for cell in strip.cells):
        return strip
    cells: list[GridCell] = []
    for cell in strip.cells:
        if cell.text.strip() in _UNITS and cells and cells[-1].text.strip()[-1:].isdigit():
            cells[-1] = replace(cells[-1], text=cells[-1].text.strip() + cell.text.strip())
            cell = replace(cell, text="")
        cells.append(cell)
    return replace(strip, cells=cells)


def _is_of_smaller_items(texts: Sequence[str], table: Table) -> bool:
    """Whether words stand before the figures: the row is divided, and its first part is not the whole."""
    return bool(texts) and not is_value(texts[0]) and sum(map(is_value, texts)) >= len(table.columns)


def _holds_more(text: str, table: Table) -> bool:
    """Whether the only filled cell of a row holds the figures of all its columns."""
    return len(tokens_of(text)) == len(table.columns) and len(text.split()) == len(table.columns)


def _drop_blanks(texts: list[str], width: int) -> list[str]:
    """Leave out empty cells from the right, then from the left, then cut."""
    kept = list(texts)
    for index in range(len(kept) - 1, -1, -1):
        if len(kept) > width and is_blank(kept[index]):
            del kept[index]
    return kept[:width]


def _sources(cells: Sequence[GridCell], figures: Sequence[Figure | str]) -> list[GridCell | None]:
    """The cell that each figure came from, where that can be told: same number, or same text in order."""
    if len(cells) == len(figures):
        return list(cells)
    sources: list[GridCell | None] = []
    position = 0
    for wanted in figures:
        found = None
        for index in range(position, len(cells)):
            text = cells[index].text
            if text == wanted or (isinstance(wanted, Figure) and figure(text) == wanted):
                found, position = cells[index], index + 1
                break
        sources.append(found)
    return sources


def _no_more_than_doubtful(certainty: Certainty) -> Certainty:
    return Certainty.DOUBTFUL if certainty is Certainty.CERTAIN else certainty


def _in_one(strips: list[Strip], width: int) -> list[Strip]:
    """A row of table four that text broke into several, put together where they give it whole."""
    pieces = [strip for strip in strips if not strip.is_blank]
    if len(pieces) < 2 or any(strip.line.exact or len(strip.cells) >= width for strip in pieces):
        return strips
    cells = [cell for strip in pieces for cell in strip.cells]
    return [replace(pieces[0], cells=cells, loose=len(cells) != width)]


def _is_shuffled(strip: Strip, table: Table, reading: Reading) -> bool:
    """Whether heads in another order stand over guessed cells that do not add up: text that lost its order."""
    if strip.line.exact or not strip.heads:
        return False
    named = tuple(filter(None, strip.heads))
    return bool(named) and named != table.column_ids and not _sums_to_total(strip.row, reading)


def _stands_alone(reading: Reading, strip: Strip) -> bool:
    """A lone figure under the total, in a row with more cells than the form: perhaps of a further column."""
    if len(strip.cells) <= len(reading.figures):
        return False
    *parts, total = reading.figures
    if not total.value or any(part is not BLANK for part in parts):
        return False
    (filled,) = (cell for cell in strip.cells if not is_blank(cell.text))
    return strip.columns.get(filled.column) != "total"


def _sums_to_total(row: str, reading: Reading) -> bool:
    """R1 and R4 for one reading: the last figure is the sum of the others."""
    *parts, total = reading.numbers
    if total is None or any(part is None for part in parts):
        return False
    if reading.figures[-1] is BLANK:
        return not any(parts)
    return sum(part or 0 for part in parts) == total


def _applicants_first(reading: Reading) -> float:
    """Among readings that the relations allow alike: most requests come from natural persons."""
    first, *rest = reading.numbers[:-1]
    return reading.changes * 1000.0 + sum(part or 0 for part in rest) - 0.5 * (first or 0)


def _said(figures: Sequence[Figure]) -> str:
    return " ".join("" if f.value is None else str(f.value) for f in figures)
