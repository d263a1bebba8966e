"""Lines for a terminal: Chinese breaks anywhere but before a closing or after an opening sign, Latin at blanks.

rich breaks at blanks only, so that a Chinese sentence would end its line early at the first figure.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_NO_LINE_START = "，。；：、）”’》〉】〕！？…％,.;:)!?%"
_NO_LINE_END = "（“‘《〈【〔("


def breaks(text: str, width: int) -> list[int]:
    """Where lines of at most ``width`` columns begin, the first left out."""
    found: list[int] = []
    used = at = 0
    for token in _tokens(text):
        if used and used + cell_len(token.rstrip()) > width:
            found.append(at)
            used = 0
        pieces = chop_cells(token, width) if cell_len(token.rstrip()) > width else [token]
        for piece in pieces[:-1]:  # longer than a line: an address, a file name
            at += len(piece)
            found.append(at)
        at += len(pieces[-1])
        used += cell_len(pieces[-1])
    return found


def lines(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most ``width`` columns."""
    begins = [0, *breaks(text, width), len(text)]
    for start, end in itertools.pairwise(begins):
        yield text[start:end].strip()


def _tokens(text: str) -> Iterator[str]:
    """Pieces that stay together: a Latin word, or a Chinese character, with the signs that cling to it."""
    token = ""
    for sign in text:
        if token and _may_break(token[-1], sign):
            yield token
            token = ""
        token += sign
    if token:
        yield token


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NO_LINE_START or before in _NO_LINE_END:
        return False
    return before == " " or cell_len(before) == 2 or cell_len(after) == 2


class Prose:
    """A text whose every line begins ``by`` columns from the left."""

    def __init__(self, text: Text | str, by: int = 0) -> None:
        self.text = Text(text) if isinstance(text, str) else text
        self.by = by

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - self.by, 2)
        for paragraph in self.text.split(allow_blank=True):
            for line in paragraph.divide(breaks(paragraph.plain, width)):
                line.rstrip()
                yield Text(" " * self.by).append_text(line)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        most = self.by + max((cell_len(line) for line in self.text.plain.splitlines()), default=0)
        return Measurement(min(self.by + 2, most), most).with_maximum(options.max_width)
