"""What this room brings to the demonstration office."""

from __future__ import annotations

from collections.abc import Callable

from yangguang.reports.samples import loading


def furnish_room(say: Callable[[str], object]) -> None:
    """The sample reports, published as an office would."""
    loading.load(say)
