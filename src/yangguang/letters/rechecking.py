"""What a letter states, held against the case as it is now.

A letter is filled in when it is drafted and leaves days later; what happens between changes what it should say:
a limit moves, a step becomes part of the course told, a file is released. Nothing is guessed: the template is
filled with the values that went in and with those of now, and a line that differs and still stands in the letter
is out of date and can be put right in its place. In a line that somebody has written over since, only the old
words themselves tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.forms import checked_facts
from yangguang.letters.models import Letter
from yangguang.letters.permissions import step_of
from yangguang.letters.placeholders import filled_line, names_in
from yangguang.letters.rendering import facts_on, values_of
from yangguang.letters.selectors import template_text
from yangguang.letters.writing.content import tidy

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Changed:
    """A value that is another one than when the letter was written. ``was`` or ``now`` may be empty."""

    name: str
    was: str
    now: str

    def __str__(self) -> str:
        facts = {"name": self.name, "was": _short(self.was), "now": _short(self.now)}
        if not self.was.strip():
            return _("“%(name)s”应补上“%(now)s”") % facts
        if not self.now.strip():
            return _("“%(name)s”原为“%(was)s”，现在没有了") % facts
        return _("“%(name)s”原为“%(was)s”，应为“%(now)s”") % facts


@dataclass(frozen=True, slots=True)
class Recheck:
    """What has changed, the text with it put right, and what somebody has to put right by hand."""

    changed: tuple[Changed, ...]
    text: str
    by_hand: tuple[Changed, ...]


def recheck(letter: Letter, at: datetime, on: date) -> Recheck:
    """The letter as it would leave on this day. Raises :class:`Refused` where the case does not let it leave."""
    return compared(_template(letter), letter.values, _values_now(letter, at, on), letter.text)


def noted(letter: Letter, text: str, at: datetime, on: date) -> dict[str, str]:
    """The values to keep with a text that was just written: those of now, but for what is out of date in it."""
    now = _values_now(letter, at, on)
    stale = {one.name for one in compared(_template(letter), letter.values, now, text).changed}
    return {name: was if name in stale else now.get(name, was) for name, was in letter.values.items()}


def said(changed: Collection[Changed]) -> str:
    """The changes in a row."""
    return "；".join(str(one) for one in changed)


def compared(template: str, was: Mapping[str, str], now: Mapping[str, str], text: str) -> Recheck:
    """A text against the values that went into it and those of now.

    The lines of the template are looked for in the letter in their order. ``place`` is behind the last one found;
    what was empty and now is not goes there, where the line before it stands as the template has it.
    """
    known = was.keys() & now.keys()
    lines = text.split("\n")
    place, is_sure = 0, True
    changed: dict[str, Changed] = {}
    by_hand: dict[str, Changed] = {}
    for line in template.splitlines():
        names = [name for name in names_in(line) if name in known]
        differing = {n: Changed(n, was[n], now[n]) for n in names if was[n].split() != now[n].split()}
        old, new = _filled(line, was, known), _filled(line, now, known)
        here = _found(lines, old, place)
        if differing and here is None and not old and is_sure and _found(lines, new, place) is None:
            here = place  # between two lines, where nothing stood
        if here is not None:
            if differing:
                lines[here : here + len(old)] = new
                changed |= differing
            place = here + len(new)
            is_sure = True
            continue
        here = _found(lines, new, place)
        if here is not None:  # somebody has put it right already
            place = here + len(new)
        elif differing:
            stale = {name: one for name, one in differing.items() if _still_said(one, text)}
            changed |= stale
            by_hand |= stale
        is_sure = here is not None or (is_sure and not old and not new)
    return Recheck(tuple(changed.values()), tidy("\n".join(lines)), tuple(by_hand.values()))


def _values_now(letter: Letter, at: datetime, on: date) -> dict[str, str]:
    situation = engine.situation_of(letter.case, at)
    step = step_of(letter)
    kept = checked_facts(step, situation, facts_on(step, letter.facts, on))
    return values_of(situation, step, letter.paper, kept, on)


def _template(letter: Letter) -> str:
    return template_text(letter.agency, letter.paper, letter.wording_id)


def _filled(line: str, values: Mapping[str, str], known: Collection[str]) -> list[str]:
    """A line of the template as it stands in a letter; nothing where it was dropped, or has a value nobody knows."""
    if any(name not in known for name in names_in(line)):
        return []
    return list(_lines(filled_line(line, values)))


def _found(lines: list[str], wanted: list[str], after: int) -> int | None:
    """Where the lines stand in a row, from ``after`` on."""
    if not wanted:
        return None
    last = len(lines) - len(wanted)
    return next((at for at in range(after, last + 1) if lines[at : at + len(wanted)] == wanted), None)


def _still_said(one: Changed, text: str) -> bool:
    """Whether the old words stand in a text whose line was written over, and the new ones do not."""
    old, new = list(_lines(one.was)), list(_lines(one.now))
    if not old:
        return not all(line in text for line in new)
    if not any(line in text for line in old):
        return False
    rest = text
    if one.was not in one.now:
        for line in old:
            rest = rest.replace(line, "")
    return not new or not all(line in rest for line in new)


def _lines(value: str) -> Iterator[str]:
    return (line.strip() for line in value.splitlines() if line.strip())


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "……"
