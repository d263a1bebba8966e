"""What all output of the command line shares: consoles, figures as text, the legend, the bar."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import Cell, CellState, Certainty, Money
from yangguang.cli.wrapping import Prose
from yangguang.translation import Message, gettext, mark

T = TypeVar("T")

_PATIENCE = 1.0  # seconds before a bar appears

BLANK, NOT_APPLICABLE, UNREADABLE, MISSING, NOT_IN_FORM = "·", "／", "？", "缺", "—"
STATE_SIGNS = {
    CellState.BLANK: BLANK,
    CellState.NOT_APPLICABLE: NOT_APPLICABLE,
    CellState.UNREADABLE: UNREADABLE,
    CellState.MISSING: MISSING,
}
_CERTAINTY_SIGNS = {Certainty.REPAIRED: "*", Certainty.DOUBTFUL: "?", Certainty.CORRECTED: "†"}
_STYLES = {
    UNREADABLE: "bold red",
    MISSING: "red",
    BLANK: "dim",
    NOT_APPLICABLE: "dim",
    NOT_IN_FORM: "dim",
    "*": "cyan",
    "?": "bold yellow",
    "†": "cyan",
    "=": "cyan",
}
_MEANINGS = {
    BLANK: mark("空白（合计时按 0）"),
    NOT_APPLICABLE: mark("填写为不适用"),
    UNREADABLE: mark("无法辨认"),
    MISSING: mark("文件中没有这一格"),
    NOT_IN_FORM: mark("该格式没有这一项"),
    "*": mark("按勾稽关系还原"),
    "?": mark("存疑，请核对原件"),
    "†": mark("人工更正"),
    "=": mark("合计空白，由各部分相加"),
}
SEVERITY_WORDS = {
    Severity.ERROR: mark("错误"),
    Severity.WARNING: mark("提醒"),
    Severity.INFO: mark("说明"),
}
SEVERITY_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


class _Console(Console):
    """A console that breaks Chinese well, and leaves it to the program what becomes of a closed pipe."""

    def print(self, *objects: Any, **how: Any) -> None:
        """Print; texts in lines of the console's width, unless they are to stay on one."""
        if not self.soft_wrap:
            objects = tuple(Prose(each) if isinstance(each, Text) else each for each in objects)
        super().print(*objects, **how)

    def on_broken_pipe(self) -> None:
        """Called while the error is handled: let it go on."""
        raise


def out() -> Console:
    """Where results go. Colour only at a terminal; the width is that of the terminal, else 80."""
    return _Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=False)


def err() -> Console:
    """Where messages and the bar go."""
    return _Console(file=sys.stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say_error(error: ReportError | None) -> None:
    """Name file and place of what could not be read, on standard error."""
    err().print(Text(str(error), style="red"))


def number_text(value: int | Decimal | None) -> str:
    """A figure in digits, with its sign where it has one."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


class Legend:
    """Collects the signs that were used, to explain those and no others."""

    def __init__(self) -> None:
        self._used: dict[str, None] = {}

    def sign(self, sign: str) -> Text:
        """A sign that stands for a whole cell."""
        self._used.setdefault(sign)
        return Text(sign, style=_STYLES[sign])

    def marked(self, text: str, sign: str) -> Text:
        """A figure with a sign behind it."""
        self._used.setdefault(sign)
        return Text(f"{text}{sign}", style=_STYLES[sign])

    def cell(self, cell: Cell) -> Text:
        """A cell of a report: its figure and how far it can be trusted."""
        if cell.state is not CellState.PRINTED:
            return self.sign(STATE_SIGNS[cell.state])
        text = cell.value.text if isinstance(cell.value, Money) else number_text(cell.value)
        mark_ = _CERTAINTY_SIGNS.get(cell.certainty)
        return self.marked(text, mark_) if mark_ else Text(text)

    def lines(self) -> Iterator[Text]:
        """The explanation, if any sign was used."""
        if self._used:
            meanings = (f"{sign} {gettext(_MEANINGS[sign])}" for sign in _MEANINGS if sign in self._used)
            yield Text(f"{gettext('图例：')}{'  '.join(meanings)}", style="dim")


def progress(results: Iterable[T], total: int) -> Iterator[T]:
    """Pass results on; a bar on standard error when it takes over a second at a terminal."""
    if not sys.stderr.isatty():
        yield from results
        return
    bar = Progress(
        TextColumn(gettext("读取")),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
    task = bar.add_task("", total=total)
    started = time.monotonic()
    is_shown = False
    try:
        for result in results:
            bar.advance(task)
            if not is_shown and time.monotonic() - started > _PATIENCE:
                bar.start()
                is_shown = True
            yield result
    finally:
        if is_shown:
            bar.stop()


def grid(title: str = "") -> Table:
    """A table in the house style: a rule under the head, one blank between columns."""
    return Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 0),
    )


def counted(template: str, **params: object) -> str:
    """A sentence with figures in the user's language."""
    return str(Message(template, params))
