"""Inputs that several steps of a request ask for."""

from __future__ import annotations

from typing import Any

from yangguang.cases.inputs import Day


def until(label: Any, help: Any = "") -> Day:
    """The last day of a time that the office sets."""
    return Day(name="until", label=label, may_be_future=True, is_working=True, help=help)
