"""Tables of which every cell stands on a line of its own, one after the other.

Copied pages and some extractions give ``（一）予以公开``, then each figure on its own line. The words
before a run of figures are heads, the last of them the label of the row.
"""

from __future__ import annotations

from yangguang.annualreport.labels import is_header, is_item_label, is_kind_of_case, leading_number
from yangguang.annualreport.reading.document import GridCell
from yangguang.annualreport.reading.lines import Line, is_value

_FEWEST_FIGURES = 40  # lines with nothing but a figure in a file that gives its tables so
_SHORTEST_RUN = 3
_LONGEST_CELL = 60
_SHORTEST_HEAD = 3
_WIDEST_ROW = 9  # a row with a label of its own has no more figures


def unstacked(lines: list[Line]) -> list[Line]:
    """The lines with such cells put back into rows; the same list where there are none."""
    figures = [_is_figure(line) for line in lines]
    if sum(figures) < _FEWEST_FIGURES:
        return lines
    out: list[Line] = []
    position = 0
    while position < len(lines):
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
