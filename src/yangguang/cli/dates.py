"""Dates as people type them in a shell."""

from __future__ import annotations

import re
from datetime import date

import click

from yangguang.translation import Message, mark

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")


class BadInput(click.ClickException):
    """What was given cannot be used: exit 2. ``place`` is the option as it was written."""

    def __init__(self, place: str, message: Message | str) -> None:
        super().__init__(f"{place}：{message}")


def read_date(text: str, place: str) -> date:
    """``2024-03-04``, ``2024/3/4`` or ``2024年3月4日``. Raises :class:`BadInput` that names the option."""
    found = _DATE.fullmatch(text.strip())
    try:
        year, month, day = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        message = Message(mark("“{text}”不是日期。请写成 2024-03-04。"), {"text": text})
        raise BadInput(place, message) from None
