"""Events as they are written in a shell: ``KIND=DATE``, with a fact after a colon where there is one."""

from __future__ import annotations

import re
from datetime import date

import click

from yangguang.cli.dates import read_date
from yangguang.cli.speaking import Wrong
from yangguang.law.clock import Event
from yangguang.translation import mark

EVENT = "--event"
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")

EVENT_OPTION = click.Option(
    [EVENT, "events"],
    multiple=True,
    metavar="KIND=DATE",
    help=mark(
        "发生的事件，可以多次使用，先后不拘。日期后可加冒号写明：延长的工作日数、截止日期或者征求对象的名称，"
        "例如 extended=2024-03-28:10。"
    ),
)

PETITION_EVENT_OPTION = click.Option(
    [EVENT, "events"],
    multiple=True,
    metavar="KIND=DATE",
    help=mark(
        "发生的事件，可以多次使用，先后不拘。日期后可加冒号写明：延长的日数，或者本机关确定的答复日，"
        "例如 extended=2025-02-10:15、taken-up=2024-03-06:2024-05-06。"
    ),
)


def read_events(texts: tuple[str, ...]) -> list[tuple[Event, str]]:
    """The events, each with the words it was given in."""
    return [(read_event(text), f"{EVENT} {text}") for text in texts]


def read_event(text: str) -> Event:
    """``corrected=2024-05-15``, ``extended=2024-03-28:10``, ``third-party-sent=2024-03-06:甲公司``."""
    kind, equals, rest = text.partition("=")
    if not equals or not kind or not rest:
        raise Wrong(mark("--event 应写成“事件=日期”，例如 corrected=2024-05-15；现为“{text}”。"), text=text)
    day, _colon, fact = rest.partition(":")
    place = f"{EVENT} {text}"
    on = read_date(day, place)
    if not fact:
        return Event(kind.strip(), on)
    if _NUMBER.fullmatch(fact):
        return Event(kind.strip(), on, value=int(fact))
    until = _date_or_none(fact, place)
    return Event(kind.strip(), on, ref="" if until else fact, until=until)


def _date_or_none(fact: str, place: str) -> date | None:
    """A fact that begins with a year is a date; everything else is a name."""
    return read_date(fact, place) if fact[:4].isdigit() and len(fact) > 4 else None


def place_of(event: Event | None, events: list[tuple[Event, str]], otherwise: str) -> str:
    """Where on the command line an event was given; of two alike the second, which is the one too many."""
    return next((text for one, text in reversed(events) if one == event), otherwise)
