"""What the header of a table said about its columns, kept while its rows are read.

An official header stands in two or three rows; some offices name the columns in another order, leave
the totals out or add columns of their own. The order in which the heads were named decides where a
figure belongs, so it is remembered and not assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from yangguang.annualreport.labels import key
from yangguang.annualreport.reading.document import GridCell

_SUBTOTAL = "小计"
_ABOVE_OTHERS = frozenset(("法人或其他组织", "申请人情况"))  # merged heads over several columns
_FOR_WORDS = frozenset(("备注", "说明"))
_MOST_OUTCOMES = 15


@dataclass(slots=True)
class ColumnHeads:
    """Heads of table three: ``columns`` by grid column, ``sequence`` where one line names them all."""

    columns: dict[int, str] = field(default_factory=dict)
    sequence: tuple[str, ...] = ()
    for_words: int = 0  # heads in the sequence under which no figure stands

    def take(self, cells: Sequence[GridCell], named: dict[int, str]) -> None:
        """A header line; ``named`` are its heads that the form knows, by position in the line."""
        names = _without_subtotal(cells, named)
        by_column = {cells[i].column: name for i, name in names.items()}
        if "natural_person" in names.values() or not self.columns:
            self.columns, self.sequence, self.for_words = {}, (), 0
        elif "total" in self.columns.values():
            by_column = {c: n for c, n in by_column.items() if n != "total"}
        self.columns.update(by_column)
        if len(set(names.values())) >= 6:
            self.sequence = _in_one_line(cells, names)
            self.for_words = sum(key(cell.text) in _FOR_WORDS for cell in cells[min(names) :])

    def within(self, cells: Sequence[GridCell]) -> tuple[str, ...]:
        """The names over these cells, if there are as many."""
        return self.sequence if len(self.sequence) == len(cells) else ()


def _in_one_line(cells: Sequence[GridCell], names: dict[int, str]) -> tuple[str, ...]:
    """The heads of a line that has them all.

    A header of several lines that was put into one names the merged heads too, and the total, which
    stands beside 法人或其他组织, before the kinds of organisation.
    """
    first = min(names)
    keys = [key(cell.text) for cell in cells]
    sequence = [names.get(i, "") for i in range(first, len(cells)) if keys[i] not in _ABOVE_OTHERS]
    merged = next((i for i in range(first, len(cells)) if keys[i] in _ABOVE_OTHERS), None)
    if merged is not None and names.get(merged + 1) == "total":
        sequence.remove("total")
        sequence.append("total")
    return tuple(sequence)


def _without_subtotal(cells: Sequence[GridCell], named: dict[int, str]) -> dict[int, str]:
    """A subtotal is a total only where the line has no other."""
    weak = {i for i, name in named.items() if name == "total" and key(cells[i].text) == _SUBTOTAL}
    if not weak or not any(name == "total" for i, name in named.items() if i not in weak):
        return named
    return {i: name for i, name in named.items() if i not in weak}


@dataclass(slots=True)
class OutcomeHeads:
    """Heads of table four, in the order in which they were named since the last row of figures."""

    official: tuple[str, ...]
    names: list[str] = field(default_factory=list)
    used: bool = False

    def clear(self) -> None:
        self.names, self.used = [], False

    def take(self, names: Sequence[str]) -> None:
        """The outcomes that a header line names; heads after figures begin a new table."""
        if self.used or len(self.names) + len(names) > _MOST_OUTCOMES:
            self.clear()
        self.names.extend(names)

    @property
    def are_official(self) -> bool:
        """Whether the heads are those of the form, in its order, for one or for all kinds of cases."""
        whole = len(self.names) in (len(self.official), _MOST_OUTCOMES)
        return whole and all(n == self.official[i % len(self.official)] for i, n in enumerate(self.names))

    def blocks(self) -> list[tuple[str, ...]]:
        """The heads cut where they begin anew; empty when the pieces do not name the same outcomes."""
        pieces: list[list[str]] = []
        for name in self.names:
            if not pieces or name in pieces[-1]:
                pieces.append([])
            pieces[-1].append(name)
        wanted = set(self.official) - {"total"}
        whole = all(set(piece) >= wanted and len(piece) == len(pieces[0]) for piece in pieces)
        return [tuple(piece) for piece in pieces] if whole else []


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 …"""
    return len(texts) >= 5 and all(text.strip() == str(i) for i, text in enumerate(texts, 1))
