"""Everything that can be wrong with what the law is asked, as one small tree.

LawError
├── InvalidEvents       events that cannot have happened, or not lawfully, in this order
├── OutOfCalendar       a date for which working days cannot be told
│   ├── BeforeCalendar      before the first year with an official arrangement
│   └── BeyondCalendar      so late that it must be a slip of the pen
└── InvalidAmount       a number of items, pages or days that nobody can mean
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yangguang.translation import Message

if TYPE_CHECKING:
    from yangguang.law.clock import Event


class LawError(ValueError):
    """The law cannot answer. ``message`` says what is wrong, where, and what to do."""

    def __init__(self, template: str, /, **params: object) -> None:
        self.message = Message(template, params)
        super().__init__(template)

    def __str__(self) -> str:
        return str(self.message)


class InvalidEvents(LawError):
    """An event that contradicts the others or the law. ``event`` is the one to look at, where one is."""

    def __init__(self, template: str, /, event: Event | None = None, **params: object) -> None:
        self.event = event
        super().__init__(template, **params)


class OutOfCalendar(LawError):
    """A date for which nobody can say whether it is a working day."""


class BeforeCalendar(OutOfCalendar):
    """The date lies before the first year whose arrangement is known."""


class BeyondCalendar(OutOfCalendar):
    """The date lies so far ahead that it is a mistake."""


class InvalidAmount(LawError):
    """A number that is negative, zero where one is needed, or beyond all reason."""
