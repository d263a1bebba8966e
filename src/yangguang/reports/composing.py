"""From facts to conclusions: what was read, plus what people settled, gives the report in force.

Nothing here touches the database. A settled cell (corrected or accepted) is a fact about *what stood
there*: it holds for every later reading that says the same, and lapses when the figure itself
changes. The same is true of a verdict on a finding.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from yangguang.annualreport.findings import Finding
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Certainty, Value
from yangguang.reports.stored import Json, value_to_json


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person settled for one cell.

    ``read`` is what the edition said at that time and ``after`` what holds instead, both as
    :func:`cell_fact`; equal when the reading was accepted as it stands.
    """

    path: str
    read: Json
    after: Json
    value: Value
    state: CellState

    @property
    def is_acceptance(self) -> bool:
        """Whether the reading was found right."""
        return bool(self.read == self.after)


def cell_fact(value: Value, state: CellState) -> Json:
    """What is compared to tell whether a cell still says the same: value and state, nothing else."""
    return {"value": value_to_json(value), "state": state.value}


def holds_for(settled: Settled, cell: Cell) -> bool:
    """Whether what was settled still speaks of this reading."""
    return bool(cell_fact(cell.value, cell.state) == settled.read)


def compose(read: AnnualReport, settlements: Mapping[str, Settled]) -> AnnualReport:
    """The report in force: the reading with every settled cell that still holds."""
    cells = dict(read.cells)
    done: set[str] = set()
    corrected: set[str] = set()
    for path, settled in settlements.items():
        cell = cells.get(path)
        if cell is None or not holds_for(settled, cell):
            continue
        done.add(path)
        if settled.is_acceptance:
            cells[path] = replace(cell, certainty=Certainty.CERTAIN)
        else:
            corrected.add(path)
            cells[path] = replace(
                cell, value=settled.value, state=settled.state, certainty=Certainty.CORRECTED
            )
    return replace(
        read,
        cells=cells,
        repairs=tuple(repair for repair in read.repairs if repair.where not in corrected),
        reading=tuple(finding for finding in read.reading if not _is_answered(finding, cells, done)),
    )


def reworded(report: AnnualReport, texts: Mapping[int, tuple[str, ...]]) -> AnnualReport:
    """The report with what people wrote in its parts; 0 is what stands before the first."""
    return replace(
        report,
        preamble=texts.get(0, report.preamble),
        sections=tuple(
            replace(section, paragraphs=texts[section.number], places=())
            if section.number in texts
            else section
            for section in report.sections
        ),
    )


def _is_answered(finding: Finding, cells: Mapping[str, Cell], done: set[str]) -> bool:
    """Whether a doubt of the reader is answered: its cell, or every unsure cell of its row, is settled."""
    if finding.rule != "READ" or not finding.where or not done:
        return False
    if finding.where in cells:
        return finding.where in done
    below = [cell for path, cell in cells.items() if path.startswith(f"{finding.where}.")]
    touched = any(cell.path in done for cell in below)
    return touched and not any(is_unsure(cell) for cell in below if cell.path not in done)


def is_unsure(cell: Cell) -> bool:
    """Whether a person should look at the cell: doubtful, restored from the sums, or unreadable."""
    return (
        cell.certainty in (Certainty.DOUBTFUL, Certainty.REPAIRED) or cell.state is CellState.UNREADABLE
    ) and cell.certainty is not Certainty.CORRECTED


def lapsed(read: AnnualReport, settlements: Mapping[str, Settled]) -> tuple[Settled, ...]:
    """What was settled on figures that this edition no longer says; a person should look again."""
    return tuple(
        settled
        for path, settled in settlements.items()
        if (cell := read.cells.get(path)) is None
        or (not holds_for(settled, cell) and cell_fact(cell.value, cell.state) != settled.after)
    )


def identity(finding: Finding) -> str:
    """What a verdict hangs on: rule, place, figures and quoted words.

    :attr:`Finding.key` with blanks and character widths made even, because the same sentence comes
    from a PDF with other spaces than from a Word file; hashed to one length for the database.
    """
    even = "".join(unicodedata.normalize("NFKC", finding.key).split())
    return hashlib.sha256(even.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that two editions say differently."""

    path: str
    before: Cell | None
    after: Cell | None


def changes(before: AnnualReport, after: AnnualReport) -> tuple[CellChange, ...]:
    """Cells that differ in value or state, in the order of the newer form."""
    paths: Iterable[str] = dict.fromkeys((*after.cells, *before.cells))
    return tuple(
        CellChange(path, old, new)
        for path in paths
        if _fact(old := before.cells.get(path)) != _fact(new := after.cells.get(path))
    )


def _fact(cell: Cell | None) -> Json:
    if cell is None or cell.state is CellState.MISSING:
        return None
    return cell_fact(cell.value, cell.state)
