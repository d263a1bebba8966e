"""The words in which an official format is declared.

A format is data: its tables with rows, columns, official labels and the variants that offices
print, and the arithmetic relations between cells. Readers, checkers and writers know only these
words; a next format is one more module beside :mod:`official_2021`.

Every cell has one address, a path of ids: ``proactive.art20_1.rules.issued``,
``requests.granted.natural_person``, ``remedies.review.upheld``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar


class Kind(StrEnum):
    """What a cell holds."""

    COUNT = "count"  # an integer, 0 or more
    CHANGE = "change"  # a signed integer
    MONEY = "money"  # money as printed, with its unit
    WAN_YUAN = "wan_yuan"  # a decimal in ten thousand yuan


class Severity(StrEnum):
    """How much a finding weighs: an error must be mended, a warning looked at."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: id, official label, labels seen instead, and the head above it."""

    id: str
    label: str
    variants: tuple[str, ...] = ()
    group: str = ""
    kind: Kind = Kind.COUNT


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    ``label`` is the official label with its number (``1.属于国家秘密``), ``groups`` the merged head
    cells to its left from the outside in (``三、本年度办理结果``, ``（三）不予公开``), ``article`` the
    provision of the Regulation (条例) behind it.
    """

    id: str
    label: str
    variants: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: every row has every column. ``path`` is the address of the table.

    Ids and addresses follow from the rows and columns; they are asked for with every report, so they
    are worked out once.
    """

    path: str
    caption: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    row_ids: tuple[str, ...] = field(init=False, repr=False, compare=False)
    column_ids: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _row_paths: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _cell_paths: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows, columns = tuple(row.id for row in self.rows), tuple(column.id for column in self.columns)
        for ids in (rows, columns):
            if len(set(ids)) != len(ids):
                raise ValueError(f"{self.path}: an id stands twice")
        by_row = {row: tuple(f"{self.path}.{row}.{column}" for column in columns) for row in rows}
        paths = tuple(path for row in rows for path in by_row[row])
        worked_out = {"row_ids": rows, "column_ids": columns, "_row_paths": by_row, "_cell_paths": paths}
        for name, value in worked_out.items():
            object.__setattr__(self, name, value)

    def row(self, row_id: str) -> Row:
        """The row with this id. Raises ``KeyError`` for another."""
        return _with_id(self.rows, row_id)

    def column(self, column_id: str) -> Column:
        """The column with this id. Raises ``KeyError`` for another."""
        return _with_id(self.columns, column_id)

    def cell_paths(self) -> tuple[str, ...]:
        """Addresses of all cells, row by row."""
        return self._cell_paths

    def row_paths(self, row_id: str) -> tuple[str, ...]:
        """Addresses of the cells of one row. Raises ``KeyError`` for a row that the table has not."""
        return self._row_paths[row_id]


_Item = TypeVar("_Item", Row, Column)


def _with_id(items: tuple[_Item, ...], wanted: str) -> _Item:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)


class Over(StrEnum):
    """For what a relation is repeated."""

    EACH_ROW = "each_row"  # terms are column ids
    EACH_COLUMN = "each_column"  # terms are row ids


class Compare(StrEnum):
    """How the two sides must stand to each other."""

    EQUAL = "="
    AT_LEAST = "≥"


@dataclass(frozen=True, slots=True)
class Relation:
    """A linear relation (勾稽关系): the sum of ``left`` compared with the sum of ``right``.

    Terms are ids of columns (``EACH_ROW``) or rows (``EACH_COLUMN``) of ``table``, a minus sign
    before an id subtracts it. ``only`` restricts the repetition to these row (column) ids. A
    finding points to ``at``, the term that is a total. ``says`` is the sentence for the clerk; it may
    use ``{row}``, ``{column}``, ``{left}``, ``{right}`` and ``{gap}``; ``advice`` what to do.
    """

    rule: str
    severity: Severity
    table: str
    over: Over
    left: tuple[str, ...]
    right: tuple[str, ...]
    at: str
    says: str
    advice: str
    source: str
    compare: Compare = Compare.EQUAL
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six numbered parts."""

    number: int
    id: str
    heading: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One official format, whole.

    ``id`` is the year of the form (``2019``, ``2021``), ``years`` the first and last report year
    (last 0 = still in force), ``document`` the notice that orders it, ``variant`` a tolerated
    deviation of the same form.
    """

    id: str
    years: tuple[int, int]
    document: str
    sections: tuple[Section, ...]
    proactive: tuple[Table, ...]
    requests: Table
    remedies: Table
    relations: tuple[Relation, ...]
    result_rows: tuple[str, ...]
    variant: str = ""

    def __post_init__(self) -> None:
        tables = {table.path: table for table in self.tables}
        for relation in self.relations:
            table = tables[relation.table]
            ids = table.column_ids if relation.over is Over.EACH_ROW else table.row_ids
            for term in (*relation.left, *relation.right, relation.at):
                if term.lstrip("-") not in ids:
                    raise ValueError(f"{self.id} {relation.rule}: {term} is not in {table.path}")

    def __hash__(self) -> int:
        """What follows from a form is remembered by the form, so finding it must not cost going through it."""
        return hash((self.id, self.variant))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in the order of the form."""
        return (*self.proactive, self.requests, self.remedies)

    def table(self, path: str) -> Table:
        """The table at this address. Raises ``KeyError``."""
        for table in self.tables:
            if table.path == path:
                return table
        raise KeyError(path)

    def cell_paths(self) -> Iterator[str]:
        """Addresses of all cells in the order of the form."""
        return (path for table in self.tables for path in table.cell_paths())

    def holds_for(self, year: int) -> bool:
        """Whether the form is the one ordered for this report year."""
        first, last = self.years
        return first <= year and (not last or year <= last)
