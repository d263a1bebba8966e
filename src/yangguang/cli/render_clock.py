"""A clock in a terminal: the last day, how it was counted, every limit on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from yangguang.cli.render import counted, grid
from yangguang.cli.wrapping import Prose
from yangguang.law.clock import Clock, ClockStatus, Limit
from yangguang.law.request_clock import waiting_label
from yangguang.law.workdays import WorkCalendar
from yangguang.translation import gettext, mark

_STYLES = {
    ClockStatus.PAUSED: "yellow",
    ClockStatus.OVERDUE: "bold red",
    ClockStatus.ANSWERED: "green",
    ClockStatus.CLOSED: "dim",
}
_PROVISIONAL = "*"


@dataclass(frozen=True, slots=True)
class ClockWords:
    """What a procedure calls day 0, its last day, and the want of one."""

    received: str
    due: str
    open: str


REQUEST = ClockWords(mark("收到申请"), mark("答复期限"), mark("暂时无法确定，收到补正或者缴费后重新计算"))
PETITION = ClockWords(mark("登记"), mark("到期日"), mark("法规没有规定办理期限"))


def show_clock(
    console: Console, clock: Clock, calendar: WorkCalendar, with_days: bool, words: ClockWords = REQUEST
) -> None:
    """A clock, day by day where asked."""
    console.print(_head(clock, calendar, words))
    console.print()
    console.print(_spans(clock))
    console.print()
    console.print(_limits(clock))
    if with_days:
        console.print()
        console.print(_days(clock, calendar))
    if clock.provisional:
        console.print()
        says = mark("* 暂定：所在年份的放假安排尚未公布，暂按周一至周五计算；公布后请重新计算。")
        console.print(Text(gettext(says), style="yellow"))


def _head(clock: Clock, calendar: WorkCalendar, words: ClockWords) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_row(gettext(words.received), Text(f"{clock.received_on}  {calendar.why(clock.received_on)}"))
    if clock.due is None:
        due = Text(gettext(words.open), style="yellow")
    else:
        due = Text.assemble(
            (f"{clock.due}{_mark_of(clock.provisional)}", "bold"), f"  {calendar.why(clock.due)}"
        )
    table.add_row(gettext(words.due), due)
    if clock.rolled is not None and clock.rolled != clock.due:
        table.add_row(gettext("顺延至工作日"), Text(f"{clock.rolled}  {calendar.why(clock.rolled)}"))
    table.add_row(gettext("状态"), _status(clock))
    return table


def _status(clock: Clock) -> Text:
    waiting = "; ".join(waiting_label(kind) for kind in clock.waiting_for)
    remark = clock.ended_on or waiting
    words = _with(clock.status.label, remark) if remark else clock.status.label
    if clock.ended_on is not None and clock.is_overdue(clock.ended_on):
        return Text(f"{words}{gettext('，晚于期限')}", style="bold red")
    return Text(words, style=_STYLES.get(clock.status, ""))


def _with(words: object, remark: object) -> str:
    return f"{words} · {remark}"


def _mark_of(provisional: bool) -> str:
    return _PROVISIONAL if provisional else ""


def _spans(clock: Clock) -> Table:
    rows = []
    for span in clock.spans:
        number = "…" if span.number is None else str(span.number)
        end = span.to.isoformat() if span.to else "…"
        cells = (span.from_.isoformat(), end, number if span.counts else f"({number})")
        style = "" if span.counts else "dim"
        words = (*cells, str(span.reason), gettext(span.article))
        rows.append(tuple(Text(word, style=style) for word in words))
    count = _CALENDAR_COUNT if clock.in_calendar_days else _COUNT
    return _laid_out(mark("计算过程"), (mark("起"), mark("止"), count), mark("说明"), rows)


def _limits(clock: Clock) -> Table:
    rows = []
    for limit in clock.limits:
        due = Text(f"{limit.due.isoformat()}{_mark_of(limit.provisional)}")
        name = _with(limit.label, limit.ref) if limit.ref else str(limit.label)
        rolled = (_rolled(limit),) if clock.in_calendar_days else ()
        rows.append((due, *rolled, _done(limit), Text(name), Text(gettext(limit.article))))
    heads = (mark("最后一日"), *((mark("顺延至"),) if clock.in_calendar_days else ()), mark("完成"))
    return _laid_out(mark("各项期限"), heads, mark("期限"), rows)


def _rolled(limit: Limit) -> Text:
    """Where a last day on a rest day would move to."""
    return Text("" if limit.rolled in (None, limit.due) else str(limit.rolled))


def _laid_out(title: str, heads: Sequence[str], what: str, rows: Sequence[tuple[Text, ...]]) -> Table:
    """A table whose last column but one is prose, broken as Chinese breaks; the last is the article."""
    table = grid(gettext(title))
    table.padding = (0, 1, 0, 0)
    for head in heads:
        justify: JustifyMethod = "right" if head in (_COUNT, _CALENDAR_COUNT) else "left"
        table.add_column(gettext(head), no_wrap=True, justify=justify)
    table.add_column(gettext(what))
    table.add_column(gettext(_GROUND))
    for row in rows:
        table.add_row(*row[:-2], *(Prose(words) for words in row[-2:]))
    return table


_COUNT, _CALENDAR_COUNT, _GROUND = mark("工作日"), mark("日数"), mark("依据")


def _done(limit: Limit) -> Text:
    if limit.done_on is None:
        return Text("")
    if limit.is_breached:
        return Text(counted(mark("{day} 超期"), day=limit.done_on), style="bold red")
    return Text(limit.done_on.isoformat(), style="green")


def _days(clock: Clock, calendar: WorkCalendar) -> Table:
    table = grid(gettext("逐日"))
    table.padding = (0, 1, 0, 0)
    table.add_column(gettext("日期"), no_wrap=True)
    table.add_column(gettext("第几日"), justify="right", no_wrap=True)
    table.add_column(gettext("说明"), overflow="fold")
    for line in clock.days(calendar):
        number = "" if line.number is None else str(line.number)
        style = "" if line.counts else "dim"
        cells = (line.on.isoformat(), number, str(line.reason))
        table.add_row(*(Text(cell, style=style) for cell in cells))
    return table
