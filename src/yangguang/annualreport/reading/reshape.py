"""Tables that stand on their side, that give one figure a row, or that were written out as lists.

Some offices set the applicants down the side and the results along the top; others give every figure
a row or a line of its own (``结果维持：5``), or write a row out (``予以公开：自然人 3，商业企业 0 …``).
Each is put back into rows of the form, whole or not at all: a figure is only moved to where its two
labels, one for the row and one for the column, say that it belongs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from yangguang.annualreport.formats import Format, Table
from yangguang.annualreport.labels import FormLabels, LabelIndex, form_labels, key
from yangguang.annualreport.reading.document import GridCell
from yangguang.annualreport.reading.lines import Line, is_blank

_VALUE = r"(?:[+\-−]?\d[\d,]*(?:\.\d+)?(?:万亿|亿|万)?(?:元|件|条|项|个|宗)?|[—–\-/]+|[无零〇])"
_NAME = r"[\u3400-\u9fff][\u3400-\u9fff“”、/（）()：:]*?"
# A name begins where its word begins: what does not lead to a value from there does not from within.
_PAIR = re.compile(rf"(?<![\u3400-\u9fff])({_NAME})\s*[：:为]?\s*({_VALUE})\s*(?=[，,；;。、\s|]|$)")
_ONE = re.compile(rf"^[\s\-•*·●○]*(\S.*?)\s*[：:]\s*({_VALUE})\s*[，,；;。]?$")
_ROW_OUT = re.compile(
    rf"^[\s\-•*·●○]*(\S.*?)\s*[：:]\s*({_VALUE}(?:\s*[、，,；;\s]\s*{_VALUE}){{2,}})\s*[。；;]?$"
)
_BETWEEN = re.compile(r"\s*[、，,；;\s]\s*")
_BULLET = re.compile(r"^[\s\-•*·●○]+")
_MOST_TEXT = 400
_LABEL_CELLS = 3  # a label stands in one of the first cells
_MOST_CELLS = 5  # of a row that gives a single figure
_FEWEST_TURNED = 4  # labels down the side that make a table stand on its side


_Sides = dict[str, tuple[int, int]]  # of each column of the form found at the side, its row and cell


@dataclass(slots=True)
class Reshaped:
    """Lines with the tables put back into rows; ``origin`` gives the lines of the file behind each."""

    lines: list[Line]
    origin: list[tuple[int, ...]]

    def in_tables(self, taken: set[int]) -> set[int]:
        """The lines of the file that belong to tables, from the lines here that do."""
        return {number for index in taken for number in self.origin[index]}


def reshape(lines: list[Line], form: Format) -> Reshaped:
    """The same lines, with unusual tables in the usual order."""
    return _Reshaping(form).run(list(enumerate(lines)))


@dataclass(slots=True)
class _Records:
    """Figures of one row while they are gathered one by one."""

    label: str = ""
    cells: dict[str, GridCell] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    first: Line | None = None


class _Reshaping:
    def __init__(self, form: Format) -> None:
        self.form = form
        self.labels: FormLabels = form_labels(form.id, form.variant)
        self.lines: list[Line] = []
        self.origin: list[tuple[int, ...]] = []
        self.held: list[tuple[int, Line]] = []
        self.records = _Records()
        self.row_label = ""
        self.headed = ""

    def run(self, numbered: list[tuple[int, Line]]) -> Reshaped:
        for _, group in groupby(numbered, key=lambda pair: (pair[1].block, pair[1].is_row)):
            members = list(group)
            if len(members) > 2 and members[0][1].is_row and self._turned(members):
                continue
            for number, line in members:
                self._line(number, line)
        self._flush()
        return Reshaped(self.lines, self.origin)

    def _emit(self, line: Line, *numbers: int) -> None:
        self.lines.append(line)
        self.origin.append(numbers)

    # --- tables on their side ---------------------------------------------------------------------

    def _turned(self, members: list[tuple[int, Line]]) -> bool:
        """A table with the columns of the form down its side; emits its rows when it is one."""
        applicants, outcomes = self._sides(members, self.labels.applicants, self.labels.outcomes)
        for found, index, rows in (
            (applicants, self.labels.applicants, self.labels.request_rows),
            (outcomes, self.labels.outcomes, self.labels.remedy_rows),
        ):
            if len(found) >= _FEWEST_TURNED and self._turn(members, found, index, rows):
                return True
        return False

    def _sides(self, members: list[tuple[int, Line]], *indexes: LabelIndex) -> list[_Sides]:
        """For each list of columns, by id: in which row of the block it stands at the side, and in which cell."""
        found: list[_Sides] = [{} for _ in indexes]
        for position, (_, line) in enumerate(members):
            for at in line.words:
                if at >= _LABEL_CELLS or at + 1 == len(line.cells):
                    break
                wanted = key(line.cells[at].text)
                if wanted in self.labels.columns and at + 1 not in line.words:
                    for sides, index in zip(found, indexes, strict=True):
                        if wanted in index.exact:
                            sides.setdefault(index.exact[wanted], (position, at))
        return found

    def _turn(
        self,
        members: list[tuple[int, Line]],
        found: dict[str, tuple[int, int]],
        index: LabelIndex,
        rows: LabelIndex,
    ) -> bool:
        if set(index.order) - set(found) - {"total"}:
            return False
        first = min(position for position, _ in found.values())
        across = _heads_above([line for _, line in members[:first]], rows)
        most = len(rows.order)
        if any(_is_shorter(members[position][1], across) for position, _ in found.values()):
            return False
        if len({rows.find(text) for text in across.values()} - {""}) < min(3, most):
            return False
        self._flush()
        names = [name for name in index.order if name in found]
        table = self.form.requests if index is self.labels.applicants else self.form.remedies
        line = members[first][1]
        head = [GridCell("", 0), *(GridCell(table.column(name).label, i) for i, name in enumerate(names, 1))]
        numbers = tuple(number for number, _ in members)
        self._emit(Line("", head, line.page, line.block, line.row, True), *numbers)
        for column, text in across.items():
            cells = [GridCell(text, 0)]
            for name in names:
                position, label_at = found[name]
                cells.append(_cell_at(members[position][1].cells[label_at + 1 :], column))
            self._emit(Line("", cells, line.page, line.block, line.row, True))
        return True

    # --- one figure a row -------------------------------------------------------------------------

    def _line(self, number: int, line: Line) -> None:
        pairs = self._pairs_of_row(line) if line.is_row else self._pairs_of_text(line.text)
        if pairs is None:
            if self.held:
                self._flush()
            self._emit(line, number)
            if not line.is_row and len(line.text) <= 40:
                self.row_label = _BULLET.sub("", line.text).strip("：: ")
            return
        label, figures = pairs
        if label and key(label) != key(self.records.label):
            self._flush()
            self.row_label = label
        elif any(name in self.records.cells for name, _ in figures):
            self._flush()
        if not self.records.cells:
            self.records = _Records(self.row_label, {}, [], line)
        self.records.cells.update(figures)
        self.held.append((number, line))

    def _pairs_of_row(self, line: Line) -> tuple[str, list[tuple[str, GridCell]]] | None:
        """The row's label, if the line has one, and the figures with their column's key."""
        if len(line.cells) > _MOST_CELLS:
            return None
        words = line.words
        if not words or not 1 <= len(line.cells) - words[-1] - 1 <= 2:
            return None
        name = key(line.cells[words[-1]].text)
        after = line.cells[words[-1] + 1 :]
        if name not in self.labels.columns or not all(is_blank(cell.text) for cell in after[1:]):
            return None
        return line.cells[words[-2]].text if len(words) > 1 else "", [(name, after[0])]

    def _pairs_of_text(self, text: str) -> tuple[str, list[tuple[str, GridCell]]] | None:
        if len(text) > _MOST_TEXT or not text or ("：" not in text and ":" not in text):
            return None
        if _ends_in_value(text):
            one = _ONE.match(text)
            if one:
                name = key(one[1])
                return ("", [(name, GridCell(one[2], 0))]) if name in self.labels.columns else None
            out = _ROW_OUT.match(text)
            if out:
                return self._written_out(out[1], _BETWEEN.split(out[2]))
        label, _, rest = _BULLET.sub("", text).replace(":", "：").partition("：")
        pairs: list[tuple[str, GridCell]] = []
        for pair in _PAIR.finditer(rest):
            name = key(pair[1].strip("、：:"))
            if name not in self.labels.columns:
                return None
            pairs.append((name, GridCell(pair[2], 0)))
        return (label, pairs) if pairs else None

    def _written_out(self, label: str, values: list[str]) -> tuple[str, list[tuple[str, GridCell]]] | None:
        """``予以公开：3、0、0、0、0、0、3``: as many figures as the row has columns."""
        for index, table in (
            (self.labels.request_rows, self.form.requests),
            (self.labels.remedy_rows, self.form.remedies),
        ):
            if len(values) == len(table.columns) and index.exact.get(key(label)):
                names = (key(column.label) for column in table.columns)
                return label, [
                    (n, GridCell(v, i)) for i, (n, v) in enumerate(zip(names, values, strict=True))
                ]
        return None

    def _flush(self) -> None:
        """The gathered figures as one row, if the row and all its columns are named; else as they stood."""
        if not self.held:
            return
        records, held = self.records, self.held
        self.records, self.held = _Records(), []
        row = self._whole_row(records)
        if row is None:
            for number, line in held:
                self._emit(line, number)
            return
        numbers = tuple(n for n, line in held if line.is_row or "。" not in line.text)
        if self.headed != row[0]:
            self.headed = row[0]
            line = held[0][1]
            head = [GridCell("", 0), *(GridCell(text, i) for i, text in enumerate(row[1], 1))]
            self._emit(Line("", head, line.page, line.block, line.row, True))
        self._emit(row[2], *numbers)

    def _whole_row(self, records: _Records) -> tuple[str, list[str], Line] | None:
        label = records.label
        table = self._table_of(label)
        if table is None:
            return None
        by_id: dict[str, GridCell] = {}
        for name, cell in records.cells.items():
            for column in table.columns:
                if column.id in self.labels.columns[name]:
                    by_id.setdefault(column.id, cell)
        if len(by_id) != len(table.columns) or records.first is None:
            return None
        cells = [GridCell(label, 0), *(by_id[column.id] for column in table.columns)]
        first = records.first
        line = Line("", cells, first.page, first.block, first.row, True)
        return table.path, [column.label for column in table.columns], line

    def _table_of(self, label: str) -> Table | None:
        """The table that has a row of this name."""
        if self.labels.remedy_rows.find(label):
            return self.form.remedies
        if self.labels.request_rows.find(label):
            return self.form.requests
        address = self.labels.proactive_rows.find(label)
        return self.form.table(address.rpartition(".")[0]) if address else None


def _ends_in_value(text: str) -> bool:
    """Whether a text may end in a value: most prose does not, and need not be searched for one."""
    last = text.rstrip().rstrip("，,；;。").rstrip()[-1:]
    return last.isdecimal() or last in "万亿元件条项个宗—–-/无零〇"


def _heads_above(lines: list[Line], rows: LabelIndex) -> dict[int, str]:
    """By grid column: the lowest head that is the label of a row of the form, from left to right."""
    heads: dict[int, str] = {}
    for line in lines:
        for cell in line.cells:
            if not is_blank(cell.text) and rows.find(cell.text):
                heads[cell.column] = cell.text
    return dict(sorted(heads.items()))


def _is_shorter(line: Line, across: dict[int, str]) -> bool:
    """Whether a row lost cells: without their places the others stand under the wrong heads."""
    return not line.exact and (not line.cells or line.cells[-1].column < max(across, default=0))


def _cell_at(cells: list[GridCell], column: int) -> GridCell:
    for cell in cells:
        if cell.column <= column < cell.column + cell.colspan:
            return cell
    return GridCell("", column)
