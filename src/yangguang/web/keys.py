"""Numbers of rows as forms and addresses bring them in: words that anybody may have written."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 18
"""Digits: whatever has more is no number of a row, and more than a database can compare."""


def key(text: str) -> int:
    """The number of a row; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 0


def keys(texts: Iterable[str]) -> list[int]:
    """The numbers among the texts."""
    return [number for number in map(key, texts) if number]
