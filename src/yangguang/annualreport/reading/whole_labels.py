"""Labels of which every line became a line of its own, put together again.

A head that was set in two lines of a narrow cell (``商业`` over ``企业``, ``本年新`` over ``制作数量``) is copied as
two paragraphs, which say nothing alone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from yangguang.annualreport.labels import is_label, key
from yangguang.annualreport.reading.lines import Line, is_value

_MOST_PIECES = 6
_LONGEST_PIECE = 24


def whole_labels(lines: list[Line], figures: list[bool]) -> list[Line]:
    """The lines with the pieces of a label in one line; the same list where nothing was cut.

    ``figures`` says of every line whether it is but a figure.
    """
    out: list[Line] = []
    end = 0
    for start in range(len(lines) - 1):
        if start < end or figures[start] or figures[start + 1]:
            continue
        count = _pieces(lines[start : start + _MOST_PIECES])
        if count > 1:
            text = "".join(one.text.strip() for one in lines[start : start + count])
            out += [*lines[end:start], replace(lines[start], text=text)]
            end = start + count
    return [*out, *lines[end:]] if out else lines


def _pieces(lines: list[Line]) -> int:
    """How many of the lines are one label of a form, from the first on; 1 where they are none."""
    texts: list[str] = []
    for line in lines:
        if line.is_row or len(line.text) > _LONGEST_PIECE or is_value(line.text):
            break
        texts.append(line.text.strip())
    for count in range(len(texts), 1, -1):
        if _is_cut(tuple(texts[:count])):
            return count
    return 1


@lru_cache(maxsize=1024)
def _is_cut(pieces: tuple[str, ...]) -> bool:
    """Whether the pieces are a label together, and not all of them labels by themselves."""
    if not all(map(key, pieces[1:])) or not is_label("".join(pieces)):
        return False
    return not all(is_label(piece) for piece in pieces)
