"""Which codes of which font a page draws: the commands that write, with the font in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

_WRITES = frozenset(("Tj", "TJ", "'", '"'))
_IDENTITY = frozenset(("/Identity-H", "/Identity-V"))


@dataclass(frozen=True, slots=True)
class State:
    """What of the state of drawing decides how a string is read: the font by its name, its size, the word space."""

    font: str = ""
    size: float = 0.0
    word_space: float = 0.0


def followed(instructions: Iterable[Any]) -> Iterator[tuple[Any, str, State]]:
    """Each command with its name and the state in which it is carried out."""
    state, kept = State(), list[State]()
    for one in instructions:
        operator = str(one.operator)
        operands: Any = one.operands if operator != "INLINE IMAGE" else ()
        if operator == "q":
            kept.append(state)
        elif operator == "Q" and kept:
            state = kept.pop()
        elif operator == "Tf" and len(operands) == 2:
            state = replace(state, font=str(operands[0]), size=float(operands[1]))
        elif (operator == "Tw" and operands) or (operator == '"' and operands):
            state = replace(state, word_space=float(operands[0]))
        yield one, operator, state


def strings(operator: str, operands: Any) -> list[bytes]:
    """The strings that a command writes."""
    if operator not in _WRITES or not operands:
        return []
    last = operands[-1]
    items = list(last) if isinstance(last, pikepdf.Array | list) else [last]
    return [bytes(item) for item in items if isinstance(item, pikepdf.String)]


def width_of(font: Any) -> int:
    """Bytes of a code; 0 where a table says it that only a viewer knows."""
    if str(font.get("/Subtype")) != "/Type0":
        return 1
    return 2 if str(font.get("/Encoding")) in _IDENTITY else 0


def codes(text: bytes, width: int) -> Iterator[int]:
    """The codes of a string."""
    for start in range(0, len(text) - width + 1, width):
        yield int.from_bytes(text[start : start + width], "big")
