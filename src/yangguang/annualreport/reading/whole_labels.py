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


def whole_labels(lines: list[Line]) -> list[Line]:
    """The lines with the pieces of a label in one line."""
    out: list[Line] = []
    position = 0
    while position < len(lines):
        count = _pieces(lines, position)
        line = lines[position]
        if count > 1:
            line = replace(line, text="".join(one.text.strip() for one in lines[position : position + count]))
        out.append(line)
        position += count
    return out


def _pieces(lines: list[Line], start: int) -> int:
    """How many lines from here on are one label of a form; 1 where they are none."""
    texts: list[str] = []
    for line in lines[start : start + _MOST_PIECES]:
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
