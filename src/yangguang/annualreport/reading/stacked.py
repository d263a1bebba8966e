"""Tables of which every cell stands on a line of its own, one after the other.

Copied pages and some extractions give ``（一）予以公开``, then each figure on its own line. The words
before a run of figures are heads, the last of them the label of the row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from yangguang.annualreport.labels import (
    is_column_label,
    is_header,
    is_item_label,
    is_kind_of_case,
    is_label,
    is_row_label,
    leading_number,
)
from yangguang.annualreport.reading.document import GridCell
from yangguang.annualreport.reading.lines import Line, is_value
from yangguang.annualreport.reading.whole_labels import whole_labels

_FEWEST_FIGURES = 40  # lines with nothing but a figure in a file that gives its tables so
_SHORTEST_RUN = 3
_LONGEST_CELL = 60
_SHORTEST_HEAD = 3
_FEWEST_LABELS = 15  # one after the other without a figure: the head of a table on its side
_FEWEST_HEADS = 4
_WIDEST_ROW = 9  # a row with a label of its own has no more figures


def unstacked(lines: list[Line]) -> list[Line]:
    """The lines with such cells put back into rows; the same list where there are none."""
    figures = [_is_figure(line) for line in lines]
    if sum(figures) < _FEWEST_FIGURES:
        return lines
    whole = whole_labels(lines, figures)
    if whole is not lines:
        lines, figures = whole, [_is_figure(line) for line in whole]
    if _come_before_labels(lines, figures):
        lines = _behind_labels(lines, figures)
        figures = [_is_figure(line) for line in lines]
    out: list[Line] = []
    position = 0
    while position < len(lines):
        turned = _turned(lines, figures, position)
        if turned:
            out += turned.rows
            position += turned.length
            continue
        end = position
        while end < len(lines) and figures[end]:
            end += 1
        if end - position >= _SHORTEST_RUN or (end > position and _is_item(out)):
            _row(out, lines[position:end])
        else:
            end = max(end, position + 1)
            out += lines[position:end]
        position = end
    return out


def _come_before_labels(lines: list[Line], figures: list[bool]) -> bool:
    """Whether the figures of section two stand before the label of their row: a tall label was met after them.

    Between two labels stand figures either way. Before the first label of a table there are some only if they come
    first, and behind the last one only if they follow.
    """
    labels = [
        n for n, line in enumerate(lines) if not (line.is_row or figures[n]) and is_item_label(line.text)
    ]
    before = sum(n > 0 and figures[n - 1] for n in labels)
    behind = sum(n + 1 < len(lines) and figures[n + 1] for n in labels)
    return before > behind


def _behind_labels(lines: list[Line], figures: list[bool]) -> list[Line]:
    """The figures before each label of section two in a row behind it; in such a text they are no more than likely."""
    out: list[Line] = []
    run: list[Line] = []
    for line, is_figure in zip(lines, figures, strict=True):
        if is_figure:
            run.append(line)
            continue
        if run and not line.is_row and is_item_label(line.text):
            row = _joined([line, *run])
            for cell in row.cells[1:]:
                cell.doubtful = True
            out.append(row)
        else:
            out += [*run, line]
        run = []
    return out + run


@dataclass(frozen=True, slots=True)
class _Turned:
    """A table on its side: a row with the labels of the form, then a row for each kind of applicant."""

    rows: list[Line]
    length: int


def _turned(lines: list[Line], figures: list[bool], start: int) -> _Turned | None:
    """Such a table from here on: many labels, then heads with just as many figures behind each."""
    if figures[start] or lines[start].is_row or not is_row_label(lines[start].text):
        return None
    end = start
    while end < len(lines) and not figures[end] and not lines[end].is_row and is_label(lines[end].text):
        end += 1
    labels = [line for line in lines[start : end - 1] if is_row_label(line.text)]
    if len(labels) < _FEWEST_LABELS:
        return None
    rows = [_in_block([replace(lines[start], text=""), *labels])]
    position = end - 1  # the last of the labels is the first head
    while position < len(lines) and not figures[position] and is_column_label(lines[position].text):
        run = lines[position + 1 : position + 1 + len(labels)]
        if len(run) < len(labels) or not all(figures[position + 1 : position + 1 + len(labels)]):
            break
        rows.append(_in_block([replace(lines[position], block=lines[start].block), *run]))
        position += 1 + len(labels)
    if len(rows) <= _FEWEST_HEADS or (position < len(lines) and figures[position]):
        return None
    return _Turned(rows, position - start)


def _in_block(lines: list[Line]) -> Line:
    cells = [GridCell(line.text.strip(), column) for column, line in enumerate(lines)]
    first = lines[0]
    return Line("", cells, first.page, first.block, first.row, exact=False)


def _is_item(lines: list[Line]) -> bool:
    """Whether the last line names a row of section two, which may have one or two figures."""
    return bool(lines) and not lines[-1].is_row and is_item_label(lines[-1].text)


def _is_figure(line: Line) -> bool:
    return not line.is_row and len(line.text) <= 24 and bool(line.text.strip()) and is_value(line.text)


def _row(out: list[Line], run: list[Line]) -> None:
    """Add the row that ends with these figures; its label and the heads are the last lines before."""
    cells = run
    if out and not out[-1].is_row and len(out[-1].text) <= _LONGEST_CELL:
        heads = _heads_at_end(out)
        del out[len(out) - len(heads) :]
        label = [] if _are_all_heads(heads, len(run)) else [heads.pop() if heads else out.pop()]
        heads = heads or _heads_at_end(out)
        if out and heads and out[-1] is heads[-1]:
            del out[len(out) - len(heads) :]
        if len(heads) >= _SHORTEST_HEAD:
            out.append(_joined(heads))
        else:
            out += heads
        cells = [*label, *run]
    out.append(_joined(cells))


def _cells_of(text: str) -> list[str]:
    """The text of a line; several where it holds nothing but whole numbers with blanks between them."""
    pieces = text.split()
    return pieces if len(pieces) > 1 and all(map(str.isdigit, pieces)) else [text.strip()]


def _heads_at_end(lines: list[Line]) -> list[Line]:
    """The lines at the end that are heads of columns, one each."""
    start = len(lines)
    while start and not lines[start - 1].is_row and is_header([lines[start - 1].text, "总计", "总计"]):
        start -= 1
    return lines[start:]


def _are_all_heads(heads: list[Line], figures: int) -> bool:
    """Whether the last of the heads is none of a row: the figures stand under as many heads."""
    if not heads or leading_number(heads[-1].text):
        return False
    columns = sum(not is_kind_of_case(line.text) for line in heads)
    return not is_kind_of_case(heads[-1].text) and (figures > _WIDEST_ROW or columns >= figures > 1)


def _joined(lines: list[Line]) -> Line:
    first = lines[0]
    texts = [text for line in lines for text in _cells_of(line.text)]
    cells = [GridCell(text, column) for column, text in enumerate(texts)]
    return Line("", cells, first.page, first.block, first.row, exact=False)
